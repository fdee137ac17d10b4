/**
 * What a task is: how its labels and scores are read, and which metrics they are evaluated by. One object a task, in
 * `tasks/<task>.ts`, used by evaluation, profile and monitor alike; `catalog.ts` has one for each name of a task.
 */
import type { PredictionsConfig } from '../../config/training-section.ts';
import type { TaskName } from '../../documents/fields.ts';
import { DataError } from '../../kernel/errors.ts';
import { numberColumn, requireColumn, textAt, textColumn } from '../../table/access.ts';
import type { Table } from '../../table/table.ts';
import type { KnownClasses } from '../class-spelling.ts';
import type { MetricForm, NamingColumns } from '../metric-form.ts';
import type { Baseline, Metric, ScoredRows } from '../metric.ts';
import { checkEach } from './check-each.ts';
import { checkMeasurements } from './check-measurements.ts';

/** A column of one of the tables of an evaluation. `where` names the table as the reader of an error knows it. */
export interface SourceColumn {
  readonly table: Table;
  readonly name: string;
  readonly where: string;
}

/**
 * The classes that labels name, in the order of their codes, made once over all tables of an evaluation so that a
 * class has one code everywhere. Empty where labels are numbers already.
 */
export type LabelCodes = readonly string[];

export interface ValueParser {
  /** One number a row; NaN = missing. @throws DataError for a column of another kind, or a value without a code. */
  readonly encode: (column: SourceColumn, codes: LabelCodes) => Float64Array;
  /** @throws DataError that names the first row that is missing or impossible, and how many are. */
  readonly check: (values: Float64Array, where: string, codes: LabelCodes) => void;
}

/** A table with the predictions of a model. */
export interface AnswerSource {
  readonly table: Table;
  /** The table as the reader of an error knows it. */
  readonly where: string;
  readonly columns: PredictionsConfig;
  /** Classes that the model has to know: those that have a label. A champion may be older than some, and has to know none. */
  readonly requiredClasses: ReadonlySet<string>;
  /** A champion may be older than a column of the configuration: it may predict no quantiles. */
  readonly mayLackColumns: boolean;
}

/** What one model answered, in the order of its table. */
export type Answers = Pick<ScoredRows, 'scores' | 'outputs'>;

/** The tables whose columns name classes. */
export interface ClassSources {
  /** Every column of labels that an evaluation reads. */
  readonly labels: readonly SourceColumn[];
  readonly answers: readonly AnswerSource[];
  readonly columns: PredictionsConfig;
}

export interface Task {
  readonly name: string;
  /**
   * @throws DataError for labels that are no classes of this task. One class alone is no error: a small holdout, or
   * an ordinary week, may have no positive row. No rule is decided on it (`equal-labels`).
   */
  readonly encodeClasses: (sources: ClassSources) => LabelCodes;
  readonly labels: ValueParser;
  /** Of the column `predictions.score`. */
  readonly scores: ValueParser;
  /** Present where `scores` are codes of classes. */
  readonly scoresAreClasses?: true;
  /** Present where a class has several spellings: the one of the codes. */
  readonly spellClass?: (text: string, known: KnownClasses) => string;
  /** All that a model answered; absent where that is the one column. @throws DataError for impossible values. */
  readonly readAnswers?: (source: AnswerSource, codes: LabelCodes) => Answers;
  /** What distinguishes rows, whatever a model says of them; absent where metrics need no such thing. */
  readonly byRole?: RoleReader;
  /** Present where several rows are measured as one. */
  readonly unit?: UnitOfRows;
  /** The first one is shown first, and monitored where the gate names none. */
  readonly metrics: readonly Metric[];
  /** Present where a row is a case that a model may have answered several times. */
  readonly hasCases?: true;
  /** Those of these columns, where they are not the same for all models of the task. */
  readonly listMetrics?: (columns: PredictionsConfig, rows: ScoredRows) => readonly Metric[];
  /** Those that are computed only where a rule names them. */
  readonly metricsOnRequest?: readonly Metric[];
  /** Those of a name with a parameter, such as `recall:setosa`. */
  readonly forms?: readonly MetricForm[];
  /** What the examples of the forms are named after, where that is columns. */
  readonly exampleColumns?: NamingColumns;
  /** The constant predictions that first versions are compared with, by any of the metrics. */
  readonly baselines: readonly Baseline[];
}

/** Columns of the truth: where labels are kept apart, they come from there. */
export interface RoleReader {
  readonly columns: (columns: PredictionsConfig) => readonly string[];
  /** By role, N numbers each, in the order of the table. @throws DataError for values that are none. */
  readonly read: (source: SourceTable) => NonNullable<ScoredRows['byRole']>;
  /** With those that follow from the labels. @throws DataError for labels that contradict each other. */
  readonly derive?: (rows: KnownRows) => NonNullable<ScoredRows['byRole']>;
}

type SourceTable = Pick<AnswerSource, 'table' | 'where' | 'columns'>;

/** What is known of rows without a model, in one order. */
export interface KnownRows {
  readonly labels: Float64Array;
  readonly byRole: NonNullable<ScoredRows['byRole']>;
  readonly columns: PredictionsConfig;
}

/** Rows that are measured as one, such as the items of a query: all of them belong to one group. */
export interface UnitOfRows {
  /** The role of the column that numbers them. */
  readonly role: string;
  readonly column: (columns: PredictionsConfig) => string;
  /** How many there are, and how many of them have no value. */
  readonly count: (rows: ScoredRows) => { readonly count: number; readonly leftOutCount: number };
}

/** A task of the catalog: its name is in documents and configurations. */
export type NamedTask<Name extends TaskName> = Task & { readonly name: Name };

/** One number a row, none of them missing or impossible. @throws DataError as the parser does. */
export function parseColumn(parser: ValueParser, column: SourceColumn, codes: LabelCodes): Float64Array {
  const values = parser.encode(column, codes);
  parser.check(values, `${column.where}: column "${column.name}"`, codes);
  return values;
}

/** @throws DataError as the task does; `where` of the source names the table. */
export function readAnswers(task: Task, source: AnswerSource, codes: LabelCodes): Answers {
  if (task.readAnswers !== undefined) return task.readAnswers(source, codes);
  const { table, where, columns } = source;
  return { scores: parseColumn(task.scores, { table, where, name: scoreColumn(columns) }, codes) };
}

function scoreColumn(columns: PredictionsConfig): string {
  return requireRole(columns, 'score');
}

/** The column of a role that the task has always; prediction-keys.ts demands it. @throws RangeError without it. */
export function requireRole(columns: PredictionsConfig, role: RoleOfOneColumn): string {
  const name = columns[role];
  if (name === undefined) throw new RangeError(`predictions.${role}: expected a column, got none`);
  return name;
}

type RoleOfOneColumn = 'score' | 'query' | 'series' | 'time';

/** The values of a column, numbered in the order of their first appearance. @throws DataError for a row without one. */
export function numberTexts({ table, name, where }: SourceColumn): Float64Array {
  const codeOf = new Map<string, number>();
  return Float64Array.from(textColumn(table, name, where), (text) => {
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    return code;
  });
}

/** For labels and predictions of any unit. @throws DataError as `checkMeasurements` does. */
export function parseMeasurements(subject: 'labels' | 'predictions'): ValueParser {
  return {
    encode: ({ table, name, where }) => numberColumn(table, name, where),
    check: (values, where) => {
      checkMeasurements(values, { where, subject });
    },
  };
}

/** For values that are numbers in the table already. */
export function parseNumbers(
  isValid: (value: number) => boolean,
  expected: string,
  hint?: string,
): ValueParser {
  return {
    encode: ({ table, name, where }) => numberColumn(table, name, where),
    check: (values, where) => {
      checkEach(values, isValid, { expectation: `${where}: expected ${expected}`, hint });
    },
  };
}

/**
 * For classes by name. @param spell gives the spelling of the codes; without it, a text is its own.
 * @throws DataError for a class that `codes` does not have.
 */
export function encodeByName(
  { table, name, where }: SourceColumn,
  codes: LabelCodes,
  spell: NonNullable<Task['spellClass']> = (text) => text,
): Float64Array {
  const column = requireColumn(table, name, where);
  const known = new Map(codes.map((text, code) => [text, code]));
  const codeOf = new Map(known);
  return Float64Array.from({ length: table.rowCount }, (_, row) => {
    const text = textAt(column, row);
    if (text === undefined) return Number.NaN;
    const code = codeOf.get(text) ?? known.get(spell(text, known));
    if (code !== undefined) {
      codeOf.set(text, code);
      return code;
    }
    throw new DataError(
      'DATA_INVALID',
      `${where}: column "${name}": expected one of ${listClasses(codes)}, got ${JSON.stringify(text.slice(0, 80))} in row ${row + 1}`,
      {
        hint: 'write the classes of the labels, in one spelling, or correct the column that the configuration names',
      },
    );
  });
}

/** The distinct classes of all columns, in alphabetical order. @throws DataError for control characters. */
export function listDistinct(columns: readonly SourceColumn[]): readonly string[] {
  const found = new Set<string>();
  for (const { table, name, where } of columns) {
    const column = requireColumn(table, name, where);
    if (column.kind === 'category' && column.rounded !== undefined)
      throw roundedClasses(name, column.rounded, where);
    for (let row = 0; row < table.rowCount; row += 1) found.add(textAt(column, row) ?? '');
  }
  found.delete('');
  const classes = [...found].sort();
  // oxlint-disable-next-line no-control-regex -- the digest of the rows has one line a row
  const broken = classes.find((text) => /[\u0000-\u001f]/.test(text));
  if (broken === undefined) return classes;
  throw new DataError(
    'DATA_INVALID',
    `labels: expected classes without control characters, got ${JSON.stringify(broken.slice(0, 80))}`,
    { hint: 'write classes without line feeds, tabs and other control characters' },
  );
}

function roundedClasses(name: string, example: string, where: string): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}: column "${name}": expected classes in all their digits, got ${example}, a whole number that a float has rounded`,
    { hint: 'keep these classes as integers or as text from where they are read to where they are written' },
  );
}

const LISTED_CLASSES = 5;

/** The first five, quoted, for a message. */
export function listClasses(classes: LabelCodes): string {
  const shown = classes.slice(0, LISTED_CLASSES).map((text) => JSON.stringify(text.slice(0, 80)));
  return shown.join(', ') + (classes.length > LISTED_CLASSES ? ', …' : '');
}
