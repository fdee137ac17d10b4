/**
 * Markdown that others wrote, as Markdown that can do no harm: headings, lists, tables, code and bold text stay, everything
 * else is text. It links nothing, loads nothing, mentions no one and has no HTML; a heading is bold, so that it cannot stand
 * among the headings of this project.
 */
import { renderTable } from './markdown-table.ts';
import { codeSpan, escapeSentence } from './untrusted-text.ts';

/** Longer ones are cut, before any search in them. */
const MAX_LINE = 2000;
const FENCE = /^ {0,3}(?:`{3,}|~{3,})/;
const HEADING = /^ {0,3}#{1,6}\s+/;
const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s+/;
const TABLE_RULE = /^\|?[\s:|-]*-[\s:|-]*$/;
/** An address may have parentheses of its own, such as `…/Bias_(statistics)`. */
const LINK = /!?\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)/g;
const BOLD = /\*\*([^\s*](?:[^*]*[^\s*])?)\*\*/;

/** @returns blocks, which an empty line parts. */
export function neutralizeMarkdown(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.slice(0, MAX_LINE));
  const blocks: string[] = [];
  for (let index = 0; index < lines.length;) {
    const end = endOfBlock(lines, index);
    const block = renderBlock(lines.slice(index, end));
    if (block !== '') blocks.push(block);
    index = end;
  }
  return blocks;
}

type Block = 'empty' | 'fence' | 'heading' | 'item' | 'table' | 'paragraph';

function kindOf(line: string): Block {
  if (line.trim() === '') return 'empty';
  if (FENCE.test(line)) return 'fence';
  if (HEADING.test(line)) return 'heading';
  if (ITEM.test(line)) return 'item';
  return line.startsWith('|') ? 'table' : 'paragraph';
}

function endOfBlock(lines: readonly string[], start: number): number {
  const kind = kindOf(lines[start] ?? '');
  if (kind === 'heading') return start + 1;
  for (let index = start + 1; index < lines.length; index += 1) {
    const next = kindOf(lines[index] ?? '');
    if (kind === 'fence') {
      if (next === 'fence') return index + 1;
    } else if (next !== kind) return index;
  }
  return lines.length;
}

function renderBlock(lines: readonly string[]): string {
  const [first = ''] = lines;
  switch (kindOf(first)) {
    case 'empty':
      return '';
    case 'fence': {
      const code = lines.slice(1).filter((line) => kindOf(line) !== 'fence' && line.trim() !== '');
      return code.map((line) => codeSpan(line, MAX_LINE)).join('<br>');
    }
    case 'heading': {
      const title = renderText(first.replace(HEADING, '').replaceAll('**', ''));
      return title === '' ? '' : `**${title}**`;
    }
    case 'item':
      return lines.map((line) => `- ${renderText(line.replace(ITEM, ''))}`).join('\n');
    case 'table':
      return renderLines(lines);
    case 'paragraph':
      return renderParagraph(lines);
  }
}

function renderParagraph(lines: readonly string[]): string {
  // A sign that begins a list, a rule or a heading in front of escaped text is one still.
  return renderText(lines.join(' ')).replace(/^[-+=]/, '\\$&');
}

/** A table without its second line is none. */
function renderLines(lines: readonly string[]): string {
  const [head = '', rule = '', ...rows] = lines;
  if (!TABLE_RULE.test(rule)) return renderParagraph(lines);
  const columns = cellsOf(head).map((title) => ({ title: renderText(title) }));
  return renderTable(
    columns,
    rows.map((row) => {
      const cells = cellsOf(row);
      return columns.map((_, column) => renderText(cells[column] ?? ''));
    }),
  );
}

function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => cell.trim());
}

/** Of a link or a picture the text is left: whoever reads it is led nowhere. */
function renderText(text: string): string {
  return text
    .trim()
    .replace(LINK, '$1')
    .split(BOLD)
    .map((part, index) => (index % 2 === 1 ? renderBold(part) : keepEnds(part)))
    .join('');
}

function renderBold(text: string): string {
  const content = escapeSentence(text, MAX_LINE);
  return content === '' ? '' : `**${content}**`;
}

/** The spaces between it and what is bold. */
function keepEnds(text: string): string {
  const content = escapeSentence(text, MAX_LINE);
  if (content === '') return text === '' ? '' : ' ';
  return `${/^\s/.test(text) ? ' ' : ''}${content}${/\s$/.test(text) ? ' ' : ''}`;
}
