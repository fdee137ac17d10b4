/**
 * The Markdown that the reports of this project write, as HTML: paragraphs, headings, lists, tables, alerts and parts that
 * open on a click. Other constructs are paragraphs, and HTML of others is text.
 */
import { html, type Html } from './html.ts';
import { renderInline } from './markdown-inline.ts';

const FOLD = /^<details><summary>(.*?)<\/summary>$/;
const FOLD_END = '</details>';
const COMMENT = /^<!--.*-->$/;
const ALERT = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]$/;

/** @param headingLevel of the highest heading in it, from 2 to 5. */
export function renderMarkdown(markdown: string, headingLevel = 3): Html {
  const lines = markdown.split('\n').filter((line) => !COMMENT.test(line.trim()));
  const blocks: Html[] = [];
  for (let index = 0; index < lines.length;) {
    const end = endOfBlock(lines, index);
    blocks.push(renderBlock(lines.slice(index, end), headingLevel));
    index = end;
  }
  return html`${blocks}`;
}

type Block = 'fold' | 'heading' | 'list' | 'quote' | 'table' | 'empty' | 'paragraph';

function kindOf(line: string): Block {
  if (line.trim() === '') return 'empty';
  if (FOLD.test(line)) return 'fold';
  if (/^#{1,6} /.test(line)) return 'heading';
  if (/^[-*] /.test(line)) return 'list';
  if (line.startsWith('>')) return 'quote';
  return line.startsWith('|') ? 'table' : 'paragraph';
}

/** A fold ends with its own end, every other block where another kind of line begins. */
function endOfBlock(lines: readonly string[], start: number): number {
  const kind = kindOf(lines[start] ?? '');
  if (kind === 'heading') return start + 1;
  let depth = 0;
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (kind !== 'fold') {
      if (kindOf(line) !== kind) return index;
      continue;
    }
    if (FOLD.test(line)) depth += 1;
    if (line === FOLD_END) depth -= 1;
    if (depth === 0) return index + 1;
  }
  return lines.length;
}

function renderBlock(lines: readonly string[], headingLevel: number): Html {
  const [first = ''] = lines;
  switch (kindOf(first)) {
    case 'empty':
      return html``;
    case 'heading':
      return renderHeading(first.replace(/^#+ /, ''), headingLevel);
    case 'list':
      return html`<ul>
        ${lines.map((line) => html`<li>${renderInline(line.slice(2))}</li>`)}
      </ul>`;
    case 'table':
      return renderTableBlock(lines);
    case 'quote':
      return renderQuote(
        lines.map((line) => line.replace(/^> ?/, '')),
        headingLevel,
      );
    case 'fold': {
      const [, summary = ''] = FOLD.exec(first) ?? [];
      const body = renderMarkdown(lines.slice(1, -1).join('\n'), headingLevel);
      return html`<details>
        <summary>${renderInline(summary)}</summary>
        ${body}
      </details>`;
    }
    case 'paragraph':
      return html`<p>${renderInline(lines.join(' '))}</p>`;
  }
}

function renderHeading(text: string, level: number): Html {
  const content = renderInline(text);
  switch (level) {
    case 2:
      return html`<h2>${content}</h2>`;
    case 3:
      return html`<h3>${content}</h3>`;
    default:
      return html`<h4>${content}</h4>`;
  }
}

function renderQuote(lines: readonly string[], headingLevel: number): Html {
  const [first = '', ...rest] = lines;
  const isAlert = ALERT.test(first);
  const body = renderMarkdown((isAlert ? rest : lines).join('\n'), headingLevel);
  return isAlert ? html`<div class="alert">${body}</div>` : html`<blockquote>${body}</blockquote>`;
}

function renderTableBlock([head = '', rule = '', ...lines]: readonly string[]): Html {
  const aligned = cellsOf(rule).map((cell) => cell.endsWith(':'));
  const [titles, rows] = [cellsOf(head), lines.map(cellsOf)];
  const cell = (text: string, column: number): Html =>
    aligned[column] === true
      ? html`<td class="number">${renderInline(text)}</td>`
      : html`<td>${renderInline(text)}</td>`;
  return html`<div class="scroll" tabindex="0">
    <table>
      <thead>
        <tr>
          ${titles.map(renderTitle)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map(cell)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A heading without text is a plain cell: it is the heading of nothing. */
function renderTitle(title: string): Html {
  return title === '' ? html`<td></td>` : html`<th scope="col">${renderInline(title)}</th>`;
}

/** `renderTable` escapes pipes in cells, and keeps a backslash before one apart from it. */
function cellsOf(line: string): readonly string[] {
  return line
    .replace(/^\|\s*/, '')
    .replace(/\s*\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}
