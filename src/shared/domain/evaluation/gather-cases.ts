/**
 * The responses of a model, one a row, as one row for each case: what was measured of each response in a column of its own,
 * and who measured it as the label. Another evaluator makes other rows, so that a new grader is never a difference
 * between models; and cases, not responses, are what is counted.
 */
import type { PredictionsConfig } from '../config/training-section.ts';
import { sha256 } from '../kernel/digest.ts';
import { DataError } from '../kernel/errors.ts';
import { measureRole, type ResponsePlace } from '../metrics/measured-values.ts';
import { checkMeasurements } from '../metrics/tasks/check-measurements.ts';
import { compareNaturally } from '../statistics/grouped/group-names.ts';
import { at, indexAt } from '../statistics/vectors.ts';
import { numberColumn, textColumn } from '../table/access.ts';
import { findColumn, takeRows, type Column, type NumberColumn, type Table } from '../table/table.ts';
import { idColumns, readIds } from './predictions.ts';
import { readGrouping } from './read-groups.ts';

/** The column that `gatherCases` writes, which takes the place of a label; no file has one of this name. */
export const EVALUATOR_COLUMN = 'evaluator#';

const MOST_RESPONSES = 1000;
const LONGEST_EVALUATOR = 200;

export interface CaseSource {
  readonly table: Table;
  /** The table as the reader of an error knows it. */
  readonly where: string;
  readonly columns: PredictionsConfig;
  /** Whether columns may be missing: a champion may be older than a measure or an evaluator, and has no say in groups. */
  readonly mayLackColumns: boolean;
}

/** @throws DataError for responses that are the same one twice, a case in two groups, and values that are no numbers. */
export function gatherCases(source: CaseSource): Table {
  const { table, columns } = source;
  const responses = orderResponses(source);
  const firstRows = firstRowsOf(responses);
  if (!source.mayLackColumns) checkConstant(source, responses, firstRows);
  const places = placesOf(responses);
  const measures = Object.keys(columns.measures ?? {})
    .sort()
    .filter((name) => !source.mayLackColumns || findColumn(table, name) !== undefined);
  const roleless = takeRows(
    { ...table, columns: table.columns.filter(({ name }) => columns.measures?.[name] === undefined) },
    firstRows,
  );
  return {
    ...roleless,
    columns: [
      ...roleless.columns,
      nameEvaluators(responses, firstRows.length),
      ...measures.flatMap((name) =>
        spreadMeasure(source, name, { responses, places, count: firstRows.length }),
      ),
    ],
  };
}

/** One response: a row of the file. */
interface CaseResponse {
  readonly row: number;
  /** Index of its case, in order of first appearance. */
  readonly case: number;
  readonly evaluator: string;
  readonly repeat: string;
  readonly place: ResponsePlace;
}

/** By case, evaluator and repeat. */
function orderResponses(source: CaseSource): readonly CaseResponse[] {
  const { table, where, columns } = source;
  const ids = readIds(table, columns, where);
  const caseOf = new Map<string, number>();
  const evaluators = readEvaluators(source);
  const repeats = columns.repeat === undefined ? [] : textColumn(table, columns.repeat, where);
  const sorted = Array.from({ length: table.rowCount }, (_, row) => {
    const id = ids.at(row) ?? '';
    const index = caseOf.get(id) ?? caseOf.size;
    caseOf.set(id, index);
    return { row, case: index, evaluator: evaluators[row] ?? '', repeat: repeats[row] ?? '' };
  }).sort(
    (one, other) =>
      one.case - other.case ||
      compareTexts(one.evaluator, other.evaluator) ||
      compareNaturally(one.repeat, other.repeat) ||
      compareTexts(one.repeat, other.repeat),
  );
  let previous: CaseResponse | undefined;
  return sorted.map((response) => {
    const placed = {
      ...response,
      place: nextPlace(previous, response, () => repeatedCase(source, ids.at(response.row))),
    };
    previous = placed;
    return placed;
  });
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** @throws what `repeated` makes, for the same response twice. */
function nextPlace(
  previous: CaseResponse | undefined,
  { case: index, evaluator, repeat }: Omit<CaseResponse, 'place'>,
  repeated: () => DataError,
): ResponsePlace {
  if (previous?.case !== index) return { evaluator: 1, repeat: 1 };
  if (previous.evaluator !== evaluator) return { evaluator: previous.place.evaluator + 1, repeat: 1 };
  if (previous.repeat === repeat) throw repeated();
  return { evaluator: previous.place.evaluator, repeat: previous.place.repeat + 1 };
}

function repeatedCase({ where, columns: { repeat } }: CaseSource, id: string | undefined): DataError {
  const each = repeat === undefined ? 'each case once' : `each value of "${repeat}" once for each case`;
  return new DataError(
    'DATA_MISMATCH',
    `${where}: expected ${each}, got ${JSON.stringify((id ?? '').slice(0, 80))} again`,
    {
      hint:
        repeat === undefined
          ? 'name the column that distinguishes several responses to a case as `predictions.repeat`; where several evaluators measured a response, name theirs as `predictions.evaluator`'
          : 'write one row for each response, or name the columns of the evaluators as `predictions.evaluator`',
    },
  );
}

/** Who measured each row, such as `grader="gpt-5", prompt="1f0c"`; `-` where the configuration names no evaluator. */
function readEvaluators({ table, where, columns, mayLackColumns }: CaseSource): readonly string[] {
  const names = [columns.evaluator ?? []].flat();
  if (names.length === 0) return new Array<string>(table.rowCount).fill('-');
  const texts = names.map((name) =>
    mayLackColumns && findColumn(table, name) === undefined ? [] : textColumn(table, name, where).map(quote),
  );
  return Array.from({ length: table.rowCount }, (_, row) =>
    names.map((name, index) => `${name}=${texts[index]?.[row] ?? 'unknown'}`).join(', '),
  );
}

/** A long text, such as a whole prompt, by its digest. */
function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST_EVALUATOR ? `sha256:${sha256(text)}` : text);
}

function nameEvaluators(responses: readonly CaseResponse[], count: number): Column {
  const found = Array.from({ length: count }, () => new Set<string>());
  for (const response of responses) found[response.case]?.add(response.evaluator);
  const texts = found.map((evaluators) => [...evaluators].join(' and '));
  const categories = [...new Set(texts)];
  const codeOf = new Map(categories.map((text, code) => [text, code]));
  return {
    kind: 'category',
    name: EVALUATOR_COLUMN,
    codes: Int32Array.from(texts, (text) => codeOf.get(text) ?? -1),
    categories,
  };
}

/** Of each case, in the order of the file. */
function firstRowsOf(responses: readonly CaseResponse[]): Int32Array {
  const first = new Map<number, number>();
  for (const response of responses)
    first.set(response.case, Math.min(response.row, first.get(response.case) ?? Infinity));
  return Int32Array.from({ length: first.size }, (_, index) => first.get(index) ?? -1);
}

function placesOf(responses: readonly CaseResponse[]): readonly ResponsePlace[] {
  const found = new Map(responses.map(({ place }) => [`${place.evaluator}.${place.repeat}`, place]));
  return [...found.values()].sort(
    (one, other) => one.evaluator - other.evaluator || one.repeat - other.repeat,
  );
}

interface Spread {
  readonly responses: readonly CaseResponse[];
  readonly places: readonly ResponsePlace[];
  readonly count: number;
}

/** One column for each place; NaN where a case has fewer responses. */
function spreadMeasure(
  { table, where }: CaseSource,
  name: string,
  { responses, places, count }: Spread,
): readonly NumberColumn[] {
  const values = numberColumn(table, name, where);
  checkMeasurements(values, {
    where: `${where}: column "${name}"`,
    subject: 'numbers',
    hint: 'give every response a value, such as the worst one where it could not be measured, or leave its case out for both models',
  });
  if (places.length > MOST_RESPONSES) {
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected at most ${MOST_RESPONSES} responses to a case, got ${places.length}`,
      { hint: 'name the column of the cases as `predictions.id`, not one that many of them share' },
    );
  }
  const columns = new Map(
    places.map((place): [string, NumberColumn] => {
      const role = measureRole(name, place);
      return [role, { kind: 'number', name: role, values: new Float64Array(count).fill(NaN) }];
    }),
  );
  for (const response of responses) {
    const column = columns.get(measureRole(name, response.place));
    column?.values.fill(at(values, response.row), response.case, response.case + 1);
  }
  return [...columns.values()];
}

/** @throws DataError for a case in two groups, or with two weights: it is one observation. */
function checkConstant(source: CaseSource, responses: readonly CaseResponse[], firstRows: Int32Array): void {
  const { table, where, columns } = source;
  const { group, time, weight } = columns;
  const grouping =
    group === undefined && time === undefined ? undefined : readGrouping(table, columns, where);
  const weights = weight === undefined ? undefined : numberColumn(table, weight, where);
  for (const { row, case: index } of responses) {
    const first = indexAt(firstRows, index);
    const isOther = [grouping, grouping?.second].some(
      (groups) => groups !== undefined && groups.groupOfRow[row] !== groups.groupOfRow[first],
    );
    if (!isOther && (weights === undefined || weights[row] === weights[first])) continue;
    const what = isOther
      ? `group ("${[group ?? time ?? ''].flat().join(', ')}")`
      : `weight ("${weight ?? ''}")`;
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected all responses to a case in one ${what}, got several in data rows ${first + 1} and ${row + 1}`,
      {
        hint: `a case (${idColumns(columns).join(', ')}) is one observation: name a column that its responses share`,
      },
    );
  }
}
