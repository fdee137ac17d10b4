/**
 * The multiclass task: each row has one of several classes, by name. A model says which one, or how probable each
 * of them is, or the most likely ones in order; the first of these that it has not said follows from the next one.
 */
import { DataError } from '../../kernel/errors.ts';
import { numberColumn } from '../../table/access.ts';
import { findColumn, type Table } from '../../table/table.ts';
import { compareNaturally } from '../../statistics/grouped/group-names.ts';
import { at } from '../../statistics/vectors.ts';
import { majorityOfClasses, priorOfClasses } from '../class-baselines.ts';
import {
  classAccuracy,
  classBalancedAccuracy,
  classMatthews,
  cohenKappa,
  f1Macro,
  f1Micro,
  f1Weighted,
} from '../class-metrics.ts';
import { probabilityRole, rankRole } from '../class-roles.ts';
import { spellClass } from '../class-spelling.ts';
import type { MetricForm } from '../metric-form.ts';
import type { Output } from '../metric.ts';
import { oneClassForms } from '../one-class-metrics.ts';
import { classBrier, classLogLoss, rocAucOneVsRest, topAccuracy } from '../probability-metrics.ts';
import { checkEach } from './check-each.ts';
import {
  encodeByName,
  listClasses,
  listDistinct,
  parseColumn,
  type AnswerSource,
  type Answers,
  type LabelCodes,
  type NamedTask,
  type ValueParser,
} from './task.ts';

const DEFAULT_TOP = 3;

/** Codes of classes by name. */
const byName: ValueParser = {
  encode: (column, codes) => encodeByName(column, codes, spellClass),
  check: (values, where, codes) => {
    checkEach(values, (code) => code >= 0, {
      expectation: `${where}: expected one of ${listClasses(codes)}`,
    });
  },
};

const topAccuracyForm: MetricForm = {
  prefix: 'top_k_accuracy@',
  examples: ['3', '2'],
  create: (count) => (/^[1-9]\d{0,2}$/.test(count) ? topAccuracy(Number(count)) : undefined),
};

export const multiclass: NamedTask<'multiclass'> = {
  name: 'multiclass',
  encodeClasses: ({ labels, answers }) => {
    // As the labels of the challenger spell them, so that theirs come first.
    const named = [
      ...labels.flatMap((column) => listDistinct([column])),
      ...answers.flatMap((source) => [
        ...listDistinct(classColumns(source)),
        ...probabilityColumns(source).map(({ className }) => className),
      ]),
    ];
    const known = new Map<string, true>();
    for (const text of named) known.set(spellClass(text, known), true);
    return [...known.keys()].sort(compareNaturally);
  },
  spellClass,
  labels: byName,
  scores: byName,
  scoresAreClasses: true,
  readAnswers: readClassAnswers,
  metrics: [
    classLogLoss,
    classAccuracy,
    classBalancedAccuracy,
    f1Macro,
    f1Micro,
    f1Weighted,
    classMatthews,
    cohenKappa,
    rocAucOneVsRest,
    classBrier,
    topAccuracy(DEFAULT_TOP),
  ],
  forms: [...oneClassForms, topAccuracyForm],
  baselines: [priorOfClasses, majorityOfClasses],
};

function readClassAnswers(source: AnswerSource, codes: LabelCodes): Answers {
  const { table, where, columns } = source;
  const probabilities = readProbabilities(source, codes);
  const ranks = (columns.top ?? []).map((name, index): Output => {
    const column = { table, name, where };
    // A list may be shorter than the longest one: a row that names no further class is missed there.
    const values = index === 0 ? parseColumn(byName, column, codes) : byName.encode(column, codes);
    return { role: rankRole(index + 1), isClass: true, values };
  });
  const outputs = [...probabilities.outputs, ...ranks];
  return {
    scores: readPredictedClasses(source, codes, { probabilities, ranks }),
    ...(outputs.length > 0 && { outputs }),
  };
}

function readPredictedClasses(
  { table, where, columns: { score } }: AnswerSource,
  codes: LabelCodes,
  { probabilities, ranks }: { readonly probabilities: Probabilities; readonly ranks: readonly Output[] },
): Float64Array {
  if (score !== undefined) return parseColumn(byName, { table, name: score, where }, codes);
  const [first] = ranks;
  return first === undefined ? mostProbable(probabilities, table.rowCount) : first.values;
}

/** Of equal probabilities the first column of the file, as NumPy's `argmax` over its columns. */
function mostProbable({ outputs, columnCodes }: Probabilities, rowCount: number): Float64Array {
  const most = new Float64Array(rowCount);
  const best = new Float64Array(rowCount).fill(-1);
  for (const code of columnCodes) {
    const values = outputs[code]?.values ?? new Float64Array();
    for (let row = 0; row < rowCount; row += 1) {
      if (at(values, row) <= at(best, row)) continue;
      best[row] = at(values, row);
      most[row] = code;
    }
  }
  return most;
}

interface Probabilities {
  /** By the order of the codes; none where the model gave no probabilities. */
  readonly outputs: readonly Output[];
  /** The classes that have a column, in the order of the columns in their file. */
  readonly columnCodes: readonly number[];
}

function readProbabilities(source: AnswerSource, codes: LabelCodes): Probabilities {
  const { table, where, requiredClasses } = source;
  if (source.columns.probabilities === undefined) return { outputs: [], columnCodes: [] };
  const columns = nameColumns(source, codes);
  if (columns.size === 0) throw noColumns(source);
  const lacking = codes.filter((className) => requiredClasses.has(className) && !columns.has(className));
  if (lacking.length > 0) {
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected a column with the probability of each class, got none for ${listClasses(lacking)}`,
      {
        hint: 'name the column of each class in `predictions.probabilities`, as the labels spell the class; of a list `probs`, `{ cat: probs.0, dog: probs.1 }` says which number is whose',
      },
    );
  }
  const read = codes.map((className) => {
    const name = columns.get(className);
    return name === undefined ? new Float64Array(table.rowCount) : readProbability(table, name, where);
  });
  const sums = sumOfRows(read, table.rowCount);
  checkSums(sums, where, [...columns.values()]);
  // A tolerance that is not taken back would pay: probabilities that are all too large have a lower log loss.
  const outputs = codes.map((className, code) => ({
    role: probabilityRole(className),
    values: asParts(read[code] ?? new Float64Array(), sums),
  }));
  const codeOf = new Map(codes.map((className, code) => [className, code]));
  const place = new Map(table.columns.map(({ name }, index) => [name, index]));
  const inFile = [...columns].sort(([, one], [, other]) => (place.get(one) ?? 0) - (place.get(other) ?? 0));
  return { outputs, columnCodes: inFile.flatMap(([className]) => codeOf.get(className) ?? []) };
}

/** The column of each class. @throws DataError for two columns of one class. */
function nameColumns(source: AnswerSource, codes: LabelCodes): ReadonlyMap<string, string> {
  const known = new Map(codes.map((className) => [className, true]));
  const columns = new Map<string, string>();
  for (const { className, name } of probabilityColumns(source)) {
    const spelled = spellClass(className, known);
    const other = columns.get(spelled);
    if (other !== undefined) {
      throw new DataError(
        'DATA_INVALID',
        `${source.where}: expected one column with the probability of ${JSON.stringify(spelled)}, got "${other}" and "${name}"`,
        { hint: 'leave one of them out, or name the column of each class in `predictions.probabilities`' },
      );
    }
    columns.set(spelled, name);
  }
  return columns;
}

function noColumns({ table, where, columns: { probabilities } }: AnswerSource): DataError {
  const names = table.columns.map(({ name }) => name);
  const listed = names.slice(0, LISTED_COLUMNS).join(', ');
  return new DataError(
    'DATA_INVALID',
    `${where}: expected columns named ${JSON.stringify(probabilities)}, got ${listed}${names.length > LISTED_COLUMNS ? ', …' : ''}`,
    { hint: 'write one column with the probability of each class, or correct `predictions.probabilities`' },
  );
}

function readProbability(table: Table, name: string, where: string): Float64Array {
  const values = numberColumn(table, name, where);
  checkEach(values, (value) => value >= 0 && value <= 1, {
    expectation: `${where}: column "${name}": expected probabilities in [0, 1]`,
    hint: 'write probabilities, such as those of `predict_proba` or a softmax, and no scores or logarithms',
  });
  return values;
}

/** What the probabilities of a row may miss, or have too much: roundings of half precision, printed to three digits. */
const SUM_TOLERANCE = 0.02;

/** Sums of floating-point numbers, also of 32 bits, differ from 1 by as much. */
const SUM_ROUNDING = 1e-6;

const LISTED_COLUMNS = 20;

/** Equal probabilities of two rows stay equal where their sums differ by roundings only: a rank would break the tie. */
function asParts(values: Float64Array, sums: Float64Array): Float64Array {
  const parts = new Float64Array(values.length);
  for (let row = 0; row < parts.length; row += 1) {
    const value = at(values, row);
    const sum = at(sums, row);
    parts[row] = Math.abs(sum - 1) <= SUM_ROUNDING ? value : value / sum;
  }
  return parts;
}

function sumOfRows(columns: readonly Float64Array[], rowCount: number): Float64Array {
  const sums = new Float64Array(rowCount);
  for (const values of columns) {
    for (let row = 0; row < sums.length; row += 1) sums[row] = at(sums, row) + at(values, row);
  }
  return sums;
}

function checkSums(sums: Float64Array, where: string, columns: readonly string[]): void {
  checkEach(sums, (sum) => Math.abs(sum - 1) <= SUM_TOLERANCE, {
    expectation: `${where}: expected probabilities that add up to 1 in each row`,
    hint: `each row needs the probability of every class, and nothing else: look for scores that are no probabilities, and for columns that are missing or too many among ${columns.slice(0, LISTED_COLUMNS).join(', ')}${columns.length > LISTED_COLUMNS ? ', …' : ''}`,
  });
}

interface ProbabilityColumn {
  readonly className: string;
  readonly name: string;
}

/** A pattern finds the columns of this table: `p_*` is that of `cat` in `p_cat`. */
function probabilityColumns({
  table,
  requiredClasses,
  columns: { probabilities },
}: AnswerSource): readonly ProbabilityColumn[] {
  if (probabilities === undefined) return [];
  const required = new Map([...requiredClasses].map((className) => [className, true]));
  if (typeof probabilities !== 'string')
    return Object.entries(probabilities)
      .map(([className, name]) => ({ className, name }))
      .filter(
        ({ className, name }) =>
          required.has(spellClass(className, required)) || findColumn(table, name) !== undefined,
      );
  const [before = '', after = ''] = probabilities.split('*');
  return table.columns.flatMap(({ name }) => {
    const isMatch =
      name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
    return isMatch ? [{ className: name.slice(before.length, name.length - after.length), name }] : [];
  });
}

/** The columns of this table that name classes; those that are missing are reported where they are read. */
function classColumns({ table, where, columns: { score, top = [] } }: AnswerSource) {
  return [score, ...top].flatMap((name) =>
    name === undefined || findColumn(table, name) === undefined ? [] : [{ table, name, where }],
  );
}
