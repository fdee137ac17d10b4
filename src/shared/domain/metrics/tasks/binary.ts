/**
 * The binary task: labels are 0 and 1, or two classes by name of which `predictions.positive` says which one is
 * positive; scores are the probability of the positive class.
 */
import { composeName } from '../../kernel/composed-name.ts';
import { DataError } from '../../kernel/errors.ts';
import { numberColumn, requireColumn, textAsIn } from '../../table/access.ts';
import {
  alwaysPositive,
  chance,
  chanceOfNegative,
  cheapestConstant,
  majorityClass,
  priorProbability,
  randomRanking,
} from '../baseline.ts';
import {
  accuracy,
  averagePrecision,
  balancedAccuracy,
  brier,
  f1,
  logLoss,
  matthewsCorrcoef,
  precision,
  recall,
  rocAuc,
} from '../binary-metrics.ts';
import { calibrationSlope } from '../calibration-slope.ts';
import { calibrationError, expectedCost, fBeta, specificity } from '../decision-metrics.ts';
import { topShareForms } from '../top-share-metrics.ts';
import { checkEach } from './check-each.ts';
import {
  encodeByName,
  listClasses,
  listDistinct,
  parseNumbers,
  type NamedTask,
  type SourceColumn,
} from './task.ts';

export const binary: NamedTask<'binary'> = {
  name: 'binary',
  encodeClasses: ({ labels, columns: { positive } }) => {
    if (positive !== undefined) return encodeAround(spellAsLabels(positive, labels), labels);
    requireNumbers(labels);
    return [];
  },
  labels: {
    encode: (column, codes) =>
      codes.length === 0
        ? numberColumn(column.table, column.name, column.where)
        : encodeByName(column, codes),
    check: (values, where, codes) => {
      const expected = codes.length === 0 ? 'labels 0 or 1' : `one of ${listClasses(codes)}`;
      checkEach(values, (label) => label === 0 || label === 1, {
        expectation: `${where}: expected ${expected}`,
      });
    },
  },
  scores: parseNumbers(
    (score) => score >= 0 && score <= 1,
    'probabilities in [0, 1]',
    'write probabilities: divide percentages by 100, turn logits into probabilities with the logistic function, and leave out rows without a prediction. Only a value that leaves the range by a rounding may be clipped',
  ),
  metrics: [
    rocAuc,
    averagePrecision,
    logLoss,
    brier,
    accuracy,
    balancedAccuracy,
    matthewsCorrcoef,
    precision,
    recall,
    f1,
    specificity,
    calibrationError,
    expectedCost,
  ],
  metricsOnRequest: [calibrationSlope],
  forms: [fBeta, ...topShareForms],
  baselines: [
    priorProbability,
    majorityClass,
    alwaysPositive,
    chance,
    randomRanking,
    chanceOfNegative,
    cheapestConstant,
  ],
};

/** Labels are compared as the table has them: a column of `true` and `false` is one of numbers. */
function spellAsLabels(positive: string, [first]: readonly SourceColumn[]): string {
  return first === undefined
    ? positive
    : textAsIn(requireColumn(first.table, first.name, first.where), positive);
}

/** Code 0 is the other class, code 1 the positive one, whatever their order in the tables. */
function encodeAround(positive: string, columns: readonly SourceColumn[]): readonly string[] {
  const classes = listDistinct(columns);
  // As the table has it, which may compose its letters otherwise.
  const found = classes.find((text) => composeName(text) === composeName(positive)) ?? positive;
  const others = classes.filter((text) => text !== found);
  const [negative = '', ...more] = others;
  const isMisspelled = others.some((other) => differsInSpelling(other, positive));
  if (more.length === 0 && !isMisspelled) return [negative, found];
  throw new DataError(
    'DATA_INVALID',
    `labels: expected ${JSON.stringify(positive)} and one other class, got ${listClasses(others)}`,
    { hint: 'write the class into `predictions.positive` exactly as the labels do' },
  );
}

/** Whether a class is another one by letter case, spaces or the width of letters only. */
function differsInSpelling(other: string, positive: string): boolean {
  const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
  return fold(other) === fold(positive);
}

function isZeroOrOne(label: number): boolean {
  return label === 0 || label === 1 || Number.isNaN(label);
}

/** Without `predictions.positive` only 0 and 1 are unambiguous. */
function requireNumbers(columns: readonly SourceColumn[]): void {
  for (const column of columns) {
    const found = requireColumn(column.table, column.name, column.where);
    if (found.kind === 'number' && found.values.every(isZeroOrOne)) continue;
    const classes = listDistinct([column]);
    // More than two numbers are no classes of this task: the check of each label names the first of them.
    if (found.kind === 'number' && classes.length > 2) continue;
    throw new DataError(
      'DATA_INVALID',
      `${column.where}: column "${column.name}": expected labels 0 and 1, got ${listClasses(classes)}`,
      { hint: `set \`predictions.positive\` to the positive class, one of ${listClasses(classes)}` },
    );
  }
}
