/**
 * What zod found wrong with a value, in the house's words: "expected …, got …". The texts of zod itself are for programmers, and
 * change between its versions. Names and values are of others: each is quoted on one line and has a limit.
 */
import type { z } from 'zod';
import { quoteShort } from '../kernel/quote.ts';
import { shortenText } from '../kernel/shorten-text.ts';

export type SchemaIssue = z.core.$ZodIssue;

/** Of a path: deeper, only its beginning and its end help to find it. */
const LONGEST_PATH = 200;
const SHOWN_ISSUES = 5;
const SHOWN_KEYS = 5;

/**
 * At most five issues as "path: expected …, got …": enough to act on, short enough to read.
 * @param root the value that was parsed.
 */
export function describeIssues(issues: readonly SchemaIssue[], root: unknown): string {
  const lines = issues
    .slice(0, SHOWN_ISSUES)
    .map((issue) => `${describePath(issue.path)}: ${describeIssue(issue, root)}`);
  const more = issues.length > lines.length ? ` (and ${issues.length - lines.length} more)` : '';
  return lines.join('; ') + more;
}

/** Where in a document, like "rules.0.metric". */
export function describePath(path: readonly PropertyKey[]): string {
  return shortenText(path.map(String).join('.'), LONGEST_PATH) || '(top)';
}

/** "expected …, got …", without the place. */
export function describeIssue(issue: SchemaIssue, root: unknown): string {
  const given = valueAtPath(root, issue.path);
  if (issue.code === 'unrecognized_keys') return `expected known keys, got ${quoteKeys(issue.keys)}`;
  if (issue.code === 'invalid_key')
    return `expected a name of the documented form, got ${showGiven(issue.path.at(-1))}`;
  return `${expectedBy(issue)}, got ${showGiven(given)}`;
}

function quoteKeys(keys: readonly string[]): string {
  const more = keys.length > SHOWN_KEYS ? ` and ${keys.length - SHOWN_KEYS} more` : '';
  return `${keys.slice(0, SHOWN_KEYS).map(quoteShort).join(', ')}${more}`;
}

/** "expected …", whatever the value is. */
export function expectedBy(issue: SchemaIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${typeInWords(issue.expected)}`;
    case 'invalid_value':
      return `expected ${oneOf(issue.values.map(String))}`;
    case 'too_big':
      return `expected ${describeLimit(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}`;
    case 'too_small':
      return `expected ${describeLimit(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}`;
    case 'not_multiple_of':
      return `expected a multiple of ${issue.divisor}`;
    default:
      return ownText(issue);
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'an integer',
  boolean: 'true or false',
  array: 'a list',
  object: 'a section with keys',
  record: 'a section with keys',
};

export function typeInWords(type: string): string {
  return typeWords[type] ?? type;
}

function oneOf(allowed: readonly string[]): string {
  return allowed.length === 1 ? allowed.join('') : `one of ${allowed.join(', ')}`;
}

function describeLimit(origin: string, relation: string, limit: number | bigint): string {
  if (origin === 'string') return limit === 1 ? 'text that is not empty' : `${relation} ${limit} characters`;
  return origin === 'array' ? `a list with ${relation} ${limit} entries` : `a number of ${relation} ${limit}`;
}

/** The messages of our own schemas begin with "expected". */
function ownText({ message }: Pick<SchemaIssue, 'message'>): string {
  return message.startsWith('expected ') ? message : 'expected a value of the documented form';
}

/** Short and on one line, whatever was written. */
export function showGiven(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return `a list with ${value.length} ${value.length === 1 ? 'entry' : 'entries'}`;
  if (typeof value === 'object') return 'a section with keys';
  if (typeof value === 'string') return quoteShort(value);
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** Own members only: a document may not name what every object has. */
export function valueAtPath(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, name) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.getOwnPropertyDescriptor(value, name)?.value;
  }, root);
}
