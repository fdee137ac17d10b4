/** The rules of a gate and all metrics, with their intervals drawn. */
import type { Evaluation, MetricResult } from '../../documents/evaluation.ts';
import { improvementOf, improvementRange, isOrdered } from '../../kernel/direction.ts';
import { formatNumber, formatSigned } from '../../text/number-text.ts';
import { describeConfidence, describeRules, nameCompared, nameOfOthers } from '../rule-table.ts';
import { html, renderName, type Html } from './html.ts';
import { drawInterval } from './interval-drawing.ts';
import { renderInline } from './markdown-inline.ts';

/** Empty without rules. */
export function renderRules(evaluation: Evaluation): Html {
  const lines = describeRules(evaluation);
  if (lines.length === 0) return html``;
  const rows = lines.map(
    ({ rule, compared, challenger, shown, outcome }) =>
      html`<tr>
        <th scope="row">${renderInline(rule)}</th>
        <td class="number">${compared}</td>
        <td class="number">${challenger}</td>
        <td class="number">${shown?.text ?? '–'}</td>
        <td>${shown && drawInterval(shown.bar)}</td>
        <td>${outcome}</td>
      </tr> `,
  );
  const confidence = describeConfidence(evaluation.rules);
  return html`<div class="scroll" tabindex="0">
    <table>
      <caption>
        Dot: estimate. Line: ${confidence} confidence interval. Thick mark: bound of the rule. Dotted mark: no
        difference. Right is better.
      </caption>
      <thead>
        <tr>
          <th scope="col">rule</th>
          <th scope="col">${nameOfOthers(evaluation)}</th>
          <th scope="col">challenger</th>
          <th scope="col">value or improvement (${confidence} CI)</th>
          <th scope="col">worse … better</th>
          <th scope="col">outcome</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div> `;
}

const MAX_METRICS = 300;

/** Those with the most to say first: the order of the evaluation. */
export function renderMetrics({ metrics }: Pick<Evaluation, 'metrics'>): Html {
  if (metrics.length === 0) return html``;
  const leftOut = metrics.length - MAX_METRICS;
  const rest = leftOut > 0 ? html`<p class="left-out">${leftOut} more metrics are left out.</p>` : undefined;
  return html`<div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">metric</th>
            <th scope="col">${nameCompared(metrics)}</th>
            <th scope="col">challenger (95 % CI)</th>
            <th scope="col">improvement (95 % CI)</th>
            <th scope="col">worse … better</th>
          </tr>
        </thead>
        <tbody>
          ${metrics.slice(0, MAX_METRICS).map(renderMetric)}
        </tbody>
      </table>
    </div>
    ${rest}`;
}

function renderMetric(result: MetricResult): Html {
  const { metric, better, challenger, interval, comparedValue } = result;
  const ends =
    interval === undefined ? '' : ` (${formatNumber(interval.lower)} to ${formatNumber(interval.upper)})`;
  const compared = comparedValue === undefined ? '–' : formatNumber(comparedValue);
  const improvement = improvementIn(result);
  const direction = better === undefined ? '' : `${better === 'zero' ? 'close to zero' : better} is better`;
  return html`<tr>
    <th scope="row"><code>${renderName(metric, 100)}</code> <small>${direction}</small></th>
    <td class="number">${compared}</td>
    <td class="number">${formatNumber(challenger)}${ends}</td>
    <td class="number">
      ${
        improvement === undefined
          ? '–'
          : `${formatSigned(improvement.estimate)} (${formatSigned(improvement.lower)} to ${formatSigned(improvement.upper)})`
      }
    </td>
    <td>${improvement && drawInterval({ ...improvement, bounds: [], origin: 0 })}</td>
  </tr> `;
}

interface Improvement {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** The difference itself where nothing is better or worse; undefined where there is none. */
function improvementIn({ better, difference }: MetricResult): Improvement | undefined {
  if (difference === undefined || !isOrdered(better)) return difference;
  return { estimate: improvementOf(difference.estimate, better), ...improvementRange(difference, better) };
}
