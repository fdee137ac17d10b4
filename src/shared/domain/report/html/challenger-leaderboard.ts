/** The challengers of one run beside each other, with their intervals on one scale. */
import type { Evaluation } from '../../documents/evaluation.ts';
import { describeChallengers } from '../challenger-table.ts';
import { html, type Html } from './html.ts';
import { drawInterval } from './interval-drawing.ts';
import { renderInline } from './markdown-inline.ts';
import { renderMarkdown } from './markdown.ts';

/** Empty where one model was trained. */
export function renderChallengers(evaluation: Evaluation): Html {
  const table = describeChallengers(evaluation);
  if (table === undefined) return html``;
  const rows = table.lines.map(
    ({ place, name, value, shown, verdict }) =>
      html`<tr>
        <td class="number">${place}</td>
        <th scope="row">${renderInline(name)}</th>
        <td class="number">${value}</td>
        <td class="number">${shown?.text ?? '–'}</td>
        <td>${shown && drawInterval(shown.bar)}</td>
        <td>${verdict}</td>
      </tr> `,
  );
  return html`<div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">place</th>
            <th scope="col">challenger</th>
            <th scope="col">${renderInline(table.metric)}</th>
            <th scope="col">${table.interval}</th>
            <th scope="col">worse … better</th>
            <th scope="col">verdict</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${renderMarkdown(table.note)}`;
}
