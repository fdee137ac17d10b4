/**
 * HTML as values: whatever is no `Html` enters it escaped, in an element or in a quoted attribute. There is no way to
 * make `Html` of a text but the literal parts of a template in these sources. Not for parts of scripts, styles and addresses.
 */
import { cleanText } from '../../text/untrusted-text.ts';

export interface Html {
  readonly markup: string;
}

export type HtmlPart = Html | string | number | undefined | readonly HtmlPart[];

/** A template tag. `undefined` is nothing, a list is its parts one after the other. */
export function html(literals: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const [first = '', ...rest] = literals.map(withoutIndentation);
  return { markup: first + rest.map((literal, index) => markupOf(parts[index]) + literal).join('') };
}

/** A template tag for text that is no HTML, such as a style: as it stands in these sources, without parts. */
export function verbatim(literals: TemplateStringsArray): Html {
  return { markup: literals.join('') };
}

/** @param content of `verbatim`, without the end of the element in it. */
export function inElement(name: 'style' | 'script', { markup }: Html): Html {
  return { markup: `<${name}>${markup}</${name}>` };
}

/** That of the sources would be a good part of a page. */
function withoutIndentation(literal: string): string {
  return literal.replace(/\n\s+/g, '\n');
}

export function isNothing({ markup }: Html): boolean {
  return markup === '';
}

export function sizeOf({ markup }: Html): number {
  return Buffer.byteLength(markup);
}

function markupOf(part: HtmlPart): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(markupOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return (
    text
      .toWellFormed()
      // Control characters are errors in HTML, however they are written.
      .replace(/[^\P{Cc}\n\t]/gu, '')
      .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
  );
}

/** Enough for a name in a table or at an axis. */
const MAX_NAME = 60;

/** A name that others chose, on one line, whose direction of writing ends with it. */
export function renderName(name: string, limit: number = MAX_NAME): Html {
  return html`<bdi>${cleanText(name, limit)}</bdi>`;
}
