/**
 * The filter and the order of MLflow's searches (mlflow/utils/search_utils.py): comparisons that are joined with AND,
 * such as `metrics.auc > 0.9 and params.depth = '3' and tags.team LIKE 'a%'`, and `metrics.auc DESC`.
 */
import { isLike } from '../../registry/search/like-pattern.ts';
import { invalid } from './tracking-refusal.ts';

export type SearchedKind = 'metric' | 'param' | 'tag' | 'attribute';
type SearchedValue = string | number | undefined;

/** What a search can ask of one entity. */
export type Searched = (kind: SearchedKind, key: string) => SearchedValue;

interface Comparison {
  readonly kind: SearchedKind;
  readonly key: string;
  readonly operator: string;
  readonly operands: readonly string[];
}

export interface OrderTerm {
  readonly kind: SearchedKind;
  readonly key: string;
  readonly isDescending: boolean;
}

const MAX_FILTER_LENGTH = 10_000;
const TOKEN = /'[^']*'|"[^"]*"|`[^`]*`|<=|>=|!=|[=<>(),]|[^\s=<>!(),'"`]+(?:(?<=\.)(?:"[^"]*"|`[^`]*`))?|\S/g;
const OPERATORS = /^(?:=|!=|<|<=|>|>=|LIKE|ILIKE|IN|NOT IN|IS NULL|IS NOT NULL)$/;
const KINDS: Readonly<Record<string, SearchedKind>> = {
  ...{ metric: 'metric', metrics: 'metric' },
  ...{ param: 'param', params: 'param', parameter: 'param', parameters: 'param' },
  ...{ tag: 'tag', tags: 'tag' },
  ...{ attribute: 'attribute', attributes: 'attribute', attr: 'attribute', run: 'attribute' },
};

/** @throws TrackingRefusal */
export function parseFilter(text: string): (entity: Searched) => boolean {
  if (text.length > MAX_FILTER_LENGTH)
    throw invalid('filter', `at most ${MAX_FILTER_LENGTH} characters`, text.length);
  const tokens = text.match(TOKEN) ?? [];
  const comparisons: Comparison[] = [];
  for (let at = 0; at < tokens.length;) {
    const { comparison, next } = readComparison(tokens, at, text);
    comparisons.push(comparison);
    if (next < tokens.length && tokens[next]?.toUpperCase() !== 'AND')
      throw invalid('filter', 'comparisons joined with AND', text);
    at = next + 1;
  }
  return (entity) => comparisons.every((comparison) => matches(comparison, entity));
}

function readComparison(
  tokens: readonly string[],
  start: number,
  text: string,
): { readonly comparison: Comparison; readonly next: number } {
  const name = tokens[start] ?? '';
  const words = tokens.slice(start + 1, start + 4).map((token) => token.toUpperCase());
  const length = words[0] === 'NOT' ? 2 : words[0] === 'IS' ? (words[1] === 'NOT' ? 3 : 2) : 1;
  const operator = words.slice(0, length).join(' ');
  if (!OPERATORS.test(operator)) throw invalid('filter', 'a name, an operator and a value', text);
  let next = start + 1 + length;
  const operands: string[] = [];
  if (operator.endsWith('IN')) {
    const end = tokens.indexOf(')', next);
    if (tokens[next] !== '(' || end < 0) throw invalid('filter', 'a list in parentheses', text);
    operands.push(...tokens.slice(next + 1, end).filter((token) => token !== ','));
    next = end + 1;
  } else if (length === 1) {
    const operand = tokens[next];
    if (operand === undefined) throw invalid('filter', 'a value after the operator', text);
    operands.push(operand);
    next += 1;
  }
  return { comparison: { ...parseName(name), operator, operands: operands.map(withoutQuotes) }, next };
}

function parseName(name: string): Pick<Comparison, 'kind' | 'key'> {
  const dot = name.indexOf('.');
  const kind = dot < 0 ? undefined : KINDS[name.slice(0, dot).toLowerCase()];
  if (kind === undefined) return { kind: 'attribute', key: withoutQuotes(name) };
  return { kind, key: withoutQuotes(name.slice(dot + 1)) };
}

function withoutQuotes(token: string): string {
  const [quote = ''] = token;
  return token.length >= 2 && `'"\``.includes(quote) && token.endsWith(quote) ? token.slice(1, -1) : token;
}

function matches({ kind, key, operator, operands }: Comparison, entity: Searched): boolean {
  const value = entity(kind, key);
  const [operand = ''] = operands;
  if (operator === 'IS NULL') return value === undefined;
  if (value === undefined) return false;
  switch (operator) {
    case 'IS NOT NULL':
      return true;
    case 'IN':
      return operands.includes(String(value));
    case 'NOT IN':
      return !operands.includes(String(value));
    case 'LIKE':
      return isLike(String(value), operand);
    case 'ILIKE':
      return isLike(String(value).toLowerCase(), operand.toLowerCase());
    default:
      return compares(operator, compareValues(value, typeof value === 'number' ? Number(operand) : operand));
  }
}

function compares(operator: string, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

/** NaN after everything. */
function compareValues(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') {
    if (Number.isNaN(one) || Number.isNaN(other))
      return Number(Number.isNaN(one)) - Number(Number.isNaN(other)) || 1;
    return one < other ? -1 : Number(one > other);
  }
  const [left, right] = [String(one), String(other)];
  return left < right ? -1 : Number(left > right);
}

/** @param terms such as `metrics.auc DESC`. */
export function parseOrder(terms: readonly string[]): readonly OrderTerm[] {
  return terms.map((term) => {
    const [, name = '', direction = 'ASC'] = /^\s*(\S.*?)(?:\s+(ASC|DESC))?\s*$/i.exec(term) ?? [];
    if (name === '') throw invalid('order_by', 'a name', term);
    return { ...parseName(name), isDescending: direction.toUpperCase() === 'DESC' };
  });
}

/** What has no value comes last in either direction. */
export function compareEntities(terms: readonly OrderTerm[], one: Searched, other: Searched): number {
  for (const { kind, key, isDescending } of terms) {
    const [left, right] = [one(kind, key), other(kind, key)];
    if (left === undefined && right === undefined) continue;
    if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
    const order = compareValues(left, right);
    if (order !== 0) return isDescending ? -order : order;
  }
  return 0;
}
