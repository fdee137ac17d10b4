/** The words of a filter, as the SQL parser behind MLflow's search reads them: names, texts, numbers, comparators, brackets. */
import { InputError } from '../../kernel/errors.ts';

const keywords = ['AND', 'OR', 'NOT', 'IN', 'IS', 'NULL', 'LIKE', 'ILIKE'] as const;
export type FilterKeyword = (typeof keywords)[number];

/** A name with its parts: quotes around one are left out, and kept in `text`. */
export interface NameToken {
  readonly kind: 'name';
  readonly text: string;
  readonly parts: readonly string[];
  /** Where it begins, in characters. */
  readonly offset: number;
}

interface KeywordToken {
  readonly kind: 'keyword';
  readonly text: FilterKeyword;
  readonly offset: number;
}

interface PlainToken {
  readonly kind: 'text' | 'number' | 'comparator' | 'mark';
  /** Of a text without its quotes. */
  readonly text: string;
  readonly offset: number;
}

export type FilterToken = NameToken | KeywordToken | PlainToken;

const SPACE = /^\s+/;
const TEXT = /^(?:'(?<single>(?:''|\\'|[^'])*)'|"(?<double>(?:""|\\"|[^"])*)")(?![\p{L}\p{N}_])/u;
const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\p{L}\p{N}_.])/iu;
const NAME =
  /^(?:`[^`]*`|[\p{L}_][\p{L}\p{N}_]*)(?:\s*\.\s*(?:`[^`]*`|"[^"]*"|'[^']*'|[\p{L}\p{N}_]+))*(?![\p{L}\p{N}_])/u;
const PART = /`[^`]*`|"[^"]*"|'[^']*'|[\p{L}\p{N}_]+/gu;
const COMPARATOR = /^(?:<=|>=|!=|<>|==|=|<|>)/;
const MARK = /^[(),]/;

/** @param where names the input. @throws InputError for what is none of them. */
export function readFilterTokens(text: string, where: string): readonly FilterToken[] {
  const tokens: FilterToken[] = [];
  for (let offset = 0; offset < text.length;) {
    const rest = text.slice(offset);
    const space = SPACE.exec(rest)?.[0].length ?? 0;
    if (space === 0) {
      const { token, length } = readToken(rest, offset) ?? {};
      if (token === undefined || length === undefined) throw unreadable(text, offset, where);
      tokens.push(token);
      offset += length;
    } else offset += space;
  }
  return tokens;
}

interface Read {
  readonly token: FilterToken;
  readonly length: number;
}

function readToken(rest: string, offset: number): Read | undefined {
  const quoted = TEXT.exec(rest);
  if (quoted !== null) {
    const text = quoted.groups?.single ?? quoted.groups?.double ?? '';
    return { token: { kind: 'text', text, offset }, length: quoted[0].length };
  }
  const plain = [
    ['number', NUMBER.exec(rest)?.[0]],
    ['comparator', COMPARATOR.exec(rest)?.[0]],
    ['mark', MARK.exec(rest)?.[0]],
  ] as const;
  for (const [kind, text] of plain)
    if (text !== undefined) return { token: { kind, text, offset }, length: text.length };
  const name = NAME.exec(rest)?.[0];
  if (name === undefined) return undefined;
  const keyword = keywords.find((known) => known === name.toUpperCase());
  if (keyword !== undefined)
    return { token: { kind: 'keyword', text: keyword, offset }, length: name.length };
  return { token: { kind: 'name', text: name, parts: partsOf(name), offset }, length: name.length };
}

function partsOf(name: string): readonly string[] {
  return [...name.matchAll(PART)].map(([part]) => (/^[`"']/.test(part) ? part.slice(1, -1) : part));
}

function unreadable(text: string, offset: number, where: string): InputError {
  return new InputError(
    'INPUT_INVALID',
    `${where}: expected a name, a value or a comparator at character ${offset + 1}, got ${JSON.stringify(text.slice(offset, offset + 20))}`,
    { hint: 'put names with other characters than letters, digits and "_" in backticks: metrics.`f1-macro`' },
  );
}
