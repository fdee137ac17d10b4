/**
 * MLflow's grammar of filters (mlflow.utils.search_utils of MLflow 3.17.2), for versions: clauses that are joined by AND.
 * More than there: dates in quotes for `created`, and the order of versions for `version`. Less than there: an AND too many
 * or too few, which its parser passes over, is an error here.
 */
import { InputError } from '../../kernel/errors.ts';
import { parseAskedTime } from '../asked-time.ts';
import { isPlainVersion } from '../semantic-version.ts';
import { readFilterTokens, type FilterKeyword, type FilterToken, type NameToken } from './filter-tokens.ts';

const entityWords = {
  metric: ['metric', 'metrics'],
  parameter: ['parameter', 'parameters', 'param', 'params'],
  tag: ['tag', 'tags'],
  attribute: ['attribute', 'attributes', 'attr', 'run'],
  dataset: ['dataset', 'datasets'],
} as const;
type SearchEntity = keyof typeof entityWords;

const searchAttributes = ['name', 'version', 'stage', 'status', 'created', 'commit', 'model_digest'] as const;
type SearchAttribute = (typeof searchAttributes)[number];

const datasetKeys = ['name', 'digest', 'context'] as const;

/** What is asked about: an attribute, or a metric, parameter or tag of any name. */
export type SearchKey =
  | { readonly entity: 'attribute'; readonly key: SearchAttribute }
  | { readonly entity: 'dataset'; readonly key: (typeof datasetKeys)[number] }
  | { readonly entity: 'metric' | 'parameter' | 'tag'; readonly key: string };

const orderings = ['<', '<=', '>', '>='] as const;
const likes = ['LIKE', 'ILIKE'] as const;
const lists = ['IN', 'NOT IN'] as const;
const absences = ['IS NULL', 'IS NOT NULL'] as const;
const comparators = ['=', '!=', ...orderings, ...likes, ...lists, ...absences] as const;
type Comparator = (typeof comparators)[number];

export type FilterClause = SearchKey & {
  readonly comparator: Comparator;
  /** A list for IN, nothing for IS NULL; `created` in milliseconds since 1970. */
  readonly value: string | number | readonly string[] | undefined;
};

/** @param where names the input. @throws InputError that says what was expected, and at which character. */
export function parseVersionFilter(text: string, where: string): readonly FilterClause[] {
  const reader = new TokenReader(readFilterTokens(text, where), where);
  const clauses: FilterClause[] = [];
  while (!reader.isAtEnd()) {
    if (clauses.length > 0) reader.takeKeyword('AND');
    clauses.push(...readClause(reader));
  }
  return clauses;
}

/** `metrics.auc` → the metric `auc`; a name without a part before it is an attribute. */
export function parseSearchKey(parts: readonly string[], fail: (expected: string) => InputError): SearchKey {
  const [first = '', ...others] = parts;
  const entity = others.length === 0 ? 'attribute' : entityOf(first);
  if (entity === undefined) throw fail('metrics, params, tags, attributes or dataset before the point');
  const key = others.length === 0 ? first : others.join('.');
  const oneOf = <const T extends string>(known: readonly T[]): T => {
    const found = known.find((one) => one === key);
    if (found === undefined) throw fail(`one of ${known.join(', ')}`);
    return found;
  };
  if (entity === 'attribute') return { entity, key: oneOf(searchAttributes) };
  if (entity === 'dataset') return { entity, key: oneOf(datasetKeys) };
  return { entity, key };
}

function entityOf(word: string): SearchEntity | undefined {
  const entities = Object.keys(entityWords) as SearchEntity[];
  return entities.find((entity) => entityWords[entity].some((known) => known === word));
}

function readClause(reader: TokenReader): readonly FilterClause[] {
  const name = reader.takeName('a name such as metrics.auc');
  const about = parseSearchKey(name.parts, (expected) => reader.failure(name, expected));
  const { comparator, token } = readComparator(reader);
  const allowed = comparatorsOf(about);
  if (!allowed.includes(comparator))
    throw reader.failure(token, `one of ${allowed.join(', ')} behind ${name.text}`);
  if (isOneOf(absences, comparator)) return [{ ...about, comparator, value: undefined }];
  if (isOneOf(lists, comparator)) return [{ ...about, comparator, value: readList(reader) }];
  if (about.entity === 'attribute' && about.key === 'created') return readTime(reader, comparator);
  if (about.entity === 'metric')
    return [{ ...about, comparator, value: Number(reader.take('number', 'a number, which has no quotes')) }];
  const value = reader.take('text', `a text in quotes, such as 'production'`);
  if (isOneOf(orderings, comparator) && !isPlainVersion(value))
    throw reader.failure(token, `a version such as '1.4.0' behind it`);
  return [{ ...about, comparator, value }];
}

function isOneOf(some: readonly Comparator[], comparator: Comparator): boolean {
  return some.includes(comparator);
}

function comparatorsOf(about: SearchKey): readonly Comparator[] {
  switch (about.entity) {
    case 'metric':
      return ['=', '!=', ...orderings];
    case 'parameter':
    case 'tag':
      return ['=', '!=', ...likes, ...absences];
    case 'dataset':
      return ['=', '!=', ...likes, ...lists];
    case 'attribute':
      if (about.key === 'created') return ['=', '!=', ...orderings];
      return ['=', '!=', ...likes, ...lists, ...(about.key === 'version' ? orderings : [])];
  }
}

interface ReadComparator {
  readonly comparator: Comparator;
  readonly token: FilterToken;
}

function readComparator(reader: TokenReader): ReadComparator {
  const expected = 'a comparator, such as = or LIKE';
  const token = reader.next(expected);
  const words: string[] = [token.text];
  if (token.kind === 'keyword') {
    const { text } = token;
    const isNot = text === 'IS' && reader.isAtKeyword('NOT');
    for (let more = text === 'NOT' ? 1 : text === 'IS' ? 1 + Number(isNot) : 0; more > 0; more -= 1)
      words.push(reader.next(expected).text);
  }
  const comparator = comparators.find((known) => known === words.join(' '));
  if (comparator === undefined || token.kind === 'text' || token.kind === 'name')
    throw reader.failure(token, expected);
  return { comparator, token };
}

function readList(reader: TokenReader): readonly string[] {
  reader.takeMark('(');
  const values: string[] = [];
  while (values.length === 0 || !reader.isAt(')')) {
    values.push(reader.take('text', `a list of texts in quotes, such as ('staging', 'production')`));
    if (!reader.isAt(')')) reader.takeMark(',');
  }
  reader.takeMark(')');
  return values;
}

/** A number is milliseconds, as in MLflow. A day in quotes is all of it. */
function readTime(reader: TokenReader, comparator: Comparator): readonly FilterClause[] {
  const expected = `a time such as '2026-05-03'`;
  const token = reader.next(expected);
  const asked = (by: Comparator, value: number): FilterClause => ({
    ...{ entity: 'attribute', key: 'created', comparator: by, value },
  });
  if (token.kind === 'number') return [asked(comparator, Number(token.text))];
  if (token.kind !== 'text') throw reader.failure(token, expected);
  const { fromSeconds, toSeconds } = parseAskedTime(token.text, reader.where);
  const fromMs = 1000 * fromSeconds;
  const toMs = 1000 * toSeconds;
  switch (comparator) {
    case '>=':
    case '<':
      return [asked(comparator, fromMs)];
    case '>':
      return [asked('>=', toMs)];
    case '<=':
      return [asked('<', toMs)];
    case '=':
      return [asked('>=', fromMs), asked('<', toMs)];
    default:
      throw reader.failure(token, 'a number of milliseconds behind !=');
  }
}

class TokenReader {
  readonly where: string;
  readonly #tokens: readonly FilterToken[];
  #index = 0;

  constructor(tokens: readonly FilterToken[], where: string) {
    this.#tokens = tokens;
    this.where = where;
  }

  isAtEnd(): boolean {
    return this.#index === this.#tokens.length;
  }

  isAt(mark: string): boolean {
    const token = this.#tokens[this.#index];
    return token?.kind === 'mark' && token.text === mark;
  }

  isAtKeyword(keyword: FilterKeyword): boolean {
    const token = this.#tokens[this.#index];
    return token?.kind === 'keyword' && token.text === keyword;
  }

  next(expected: string): FilterToken {
    const token = this.#tokens[this.#index];
    if (token === undefined) throw this.failure(undefined, expected);
    this.#index += 1;
    return token;
  }

  takeName(expected: string): NameToken {
    const token = this.next(expected);
    if (token.kind !== 'name') throw this.failure(token, expected);
    return token;
  }

  take(kind: 'text' | 'number', expected: string): string {
    const token = this.next(expected);
    if (token.kind !== kind) throw this.failure(token, expected);
    return token.text;
  }

  takeMark(mark: string): void {
    const token = this.next(`"${mark}"`);
    if (token.kind !== 'mark' || token.text !== mark) throw this.failure(token, `"${mark}"`);
  }

  takeKeyword(keyword: FilterKeyword): void {
    const token = this.next(keyword);
    if (token.kind !== 'keyword' || token.text !== keyword || this.isAtEnd())
      throw this.failure(
        token,
        `${keyword} between two clauses, as OR and brackets are not part of the grammar`,
      );
  }

  failure(
    token: { readonly text: string; readonly offset: number } | undefined,
    expected: string,
  ): InputError {
    const got = token === undefined ? 'its end' : JSON.stringify(token.text);
    const place = token === undefined ? '' : ` at character ${token.offset + 1}`;
    return new InputError('INPUT_INVALID', `${this.where}: expected ${expected}${place}, got ${got}`, {
      hint: `write clauses like metrics.roc_auc > 0.9 and stage = 'production'; the README of register lists what can be asked`,
    });
  }
}
