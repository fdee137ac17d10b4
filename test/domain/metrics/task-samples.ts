/** Rows of every task for properties that all its metrics have: seeded random ones, tiny ones, and the best and worst predictions. */
import type { TaskName } from '../../../src/shared/domain/documents/fields.ts';
import { probabilityRole } from '../../../src/shared/domain/metrics/class-roles.ts';
import { deriveFromLabels } from '../../../src/shared/domain/metrics/forecast-series.ts';
import { measureRole } from '../../../src/shared/domain/metrics/measured-values.ts';
import { quantileRole } from '../../../src/shared/domain/metrics/quantile-outputs.ts';
import type { ScoredRows } from '../../../src/shared/domain/metrics/metric.ts';
import { createWorld, type World } from '../statistics/grouped/simulation.ts';

export interface TaskSample {
  /** Good, useless and inverted models; rare and frequent classes. */
  readonly random: (seed: number) => ScoredRows;
  /** Up to five rows of few values, so that every degenerate case is among them: no rows, one class, equal scores. */
  readonly small: (pick: Pick) => ScoredRows;
  /** Rows on which every metric has a value, predicted perfectly. */
  readonly perfect: ScoredRows;
  /** The same rows, predicted as wrong as can be. */
  readonly inverted: ScoredRows;
  /** Both again, where labels follow by chance from the best prediction that there is, for metrics that need it. */
  readonly uncertain?: Readonly<Record<'perfect' | 'inverted', ScoredRows>>;
}

type Pick = (values: readonly number[]) => number;

interface Draw {
  readonly world: World;
  readonly count: number;
  readonly skill: number;
  readonly threshold: number;
}

function drawOf(seed: number): Draw {
  const world = createWorld(seed);
  const count = 2 + Math.floor(world.uniform() * 60);
  const skill = [-3, -1, 0, 1, 3, 30, -30][seed % 7] ?? 0;
  return { world, count, skill, threshold: [0, 0.3, 0.5, 1][seed % 4] ?? 0.5 };
}

const costs = { 'true-negative': 0, 'false-positive': 1, 'false-negative': 5, 'true-positive': -2 };
/** One row in ten is positive, so that a lift of the top tenth can be 10. */
const BINARY = Float64Array.from({ length: 20 }, (_, row) => (row % 10 === 3 ? 1 : 0));
/** One row in five with a score of 0.2 is positive, and four in five with one of 0.8. */
const FIFTHS = Float64Array.of(1, 0, 0, 0, 0, 1, 1, 1, 1, 0);
const FREQUENCIES = FIFTHS.map((_, row) => (row < 5 ? 0.2 : 0.8));
const NUMBERS = Float64Array.of(1, 2, 4, 3, 7, 5);

const numbers: TaskSample = {
  random: (seed) => {
    const { world, count, skill, threshold } = drawOf(seed);
    const isPositive = seed % 3 === 0;
    const spell = (value: number): number => (isPositive ? Math.abs(value) : value);
    const labels = Float64Array.from({ length: count }, () => spell(10 ** (seed % 5) * world.normal()));
    const scores = labels.map((label) => (seed % 11 === 0 ? label : spell(skill * label + world.normal())));
    return { labels, scores, threshold };
  },
  small: (pick) => {
    const labels = Float64Array.from({ length: pick([0, 1, 2, 3, 4, 5]) }, () => pick([-3, 0, 7]));
    return { labels, scores: labels.map(() => pick([-3, 0, 0.5, 7])), threshold: pick([0, 0.5, 1]) };
  },
  perfect: { labels: NUMBERS, scores: NUMBERS, threshold: 0.5 },
  inverted: { labels: NUMBERS, scores: NUMBERS.map((label) => 8 - label), threshold: 0.5 },
};

const CLASSES = ['setosa', 'bee', 'cow', 'dog'];

/** @param probabilities those of one row; the predicted class is the most likely one. */
function classRows(labels: Float64Array, probabilities: readonly (readonly number[])[]): ScoredRows {
  const classes = CLASSES.slice(0, probabilities[0]?.length ?? 4);
  return {
    labels,
    scores: Float64Array.from(probabilities, (row) => row.indexOf(Math.max(...row))),
    threshold: 0.5,
    classes,
    outputs: classes.map((name, code) => ({
      role: probabilityRole(name),
      values: Float64Array.from(probabilities, (row) => row[code]!),
    })),
  };
}

function normalize(parts: readonly number[]): readonly number[] {
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}

const FOUR = Float64Array.of(0, 1, 2, 3, 0, 1, 2, 3, 3);
const certain = (code: number): readonly number[] => CLASSES.map((_, other) => (other === code ? 1 : 0));

const multiclass: TaskSample = {
  random: (seed) => {
    const { world, count, skill } = drawOf(seed);
    const classCount = 2 + (seed % 3);
    const labels = Float64Array.from({ length: count }, () => Math.floor(world.uniform() * classCount));
    const probabilities = Array.from(labels, (label) =>
      normalize(
        Array.from({ length: classCount }, (_, code) =>
          Math.exp((code === label ? skill : 0) + world.normal()),
        ),
      ),
    );
    return classRows(labels, probabilities);
  },
  small: (pick) => {
    const labels = Float64Array.from({ length: pick([0, 1, 2, 3, 4, 5]) }, () => pick([0, 1, 2, 3]));
    return classRows(
      labels,
      Array.from(labels, () => certain(pick([0, 1, 2, 3]))),
    );
  },
  perfect: classRows(FOUR, Array.from(FOUR, certain)),
  inverted: classRows(
    FOUR,
    Array.from(FOUR, (label) => certain((label + 1) % 4)),
  ),
};

const LEVELS = [0.05, 0.1, 0.9, 0.95];

/** A number and its quantiles. */
function withQuantiles(rows: ScoredRows, widthOf: () => number): ScoredRows {
  const widths = rows.scores.map(widthOf);
  const ends = [-1.5, -1, 1, 1.5].map((side) => rows.scores.map((score, row) => score + side * widths[row]!));
  return {
    ...rows,
    outputs: ends.map((values, index) => ({ role: quantileRole(LEVELS[index]!), values })),
  };
}

const regression: TaskSample = {
  random: (seed) => withQuantiles(numbers.random(seed), () => [0, 1, 10, 1000][seed % 4]!),
  small: (pick) => withQuantiles(numbers.small(pick), () => pick([0, 1, 10])),
  perfect: withQuantiles(numbers.perfect, () => 0),
  inverted: withQuantiles(numbers.inverted, () => 0),
};

/** Rows of two series in turn, one a day. */
function forecastRows({ labels, ...rows }: ScoredRows): ScoredRows {
  const known = new Map([
    ['series', labels.map((_, row) => row % 2)],
    ['moment', labels.map((_, row) => 86_400_000 * Math.floor(row / 2))],
  ]);
  return { ...rows, labels, byRole: deriveFromLabels({ labels, byRole: known, season: 1 }) };
}

const forecast: TaskSample = {
  random: (seed) => forecastRows(regression.random(seed)),
  small: (pick) => forecastRows(regression.small(pick)),
  perfect: forecastRows(regression.perfect),
  inverted: forecastRows(regression.inverted),
};

/** One number a row: the relevance, and the query of the item. */
function rankedRows(
  labels: Float64Array,
  queries: readonly number[],
  scoreOf: (label: number) => number,
): ScoredRows {
  return {
    labels,
    scores: labels.map(scoreOf),
    threshold: 0.5,
    byRole: new Map([['query', Float64Array.from(queries)]]),
  };
}

/** Two queries of twelve items, two of which are relevant. */
const RELEVANCES = Float64Array.from({ length: 24 }, (_, row) => [3, 1][row % 12] ?? 0);
const TWO_QUERIES = Array.from(RELEVANCES, (_, row) => Math.floor(row / 12));

const ranking: TaskSample = {
  random: (seed) => {
    const { world, count, skill } = drawOf(seed);
    const queryCount = 1 + (seed % 4);
    const labels = Float64Array.from({ length: count }, () =>
      Math.max(0, Math.floor(12 * world.uniform()) - 8),
    );
    const digits = 10 ** (seed % 3);
    const queries = Array.from(labels, (_, row) => row % queryCount);
    return rankedRows(
      labels,
      queries,
      (label) => Math.round(digits * (skill * label + world.normal())) / digits,
    );
  },
  small: (pick) => {
    const labels = Float64Array.from({ length: pick([0, 1, 2, 3, 4, 5]) }, () => pick([0, 0, 0, 1, 3]));
    const queries = Array.from(labels, () => pick([0, 1]));
    return rankedRows(labels, queries, () => pick([0, 0.5, 1]));
  },
  perfect: rankedRows(RELEVANCES, TWO_QUERIES, (label) => label),
  inverted: rankedRows(RELEVANCES, TWO_QUERIES, (label) => -label),
};

/** One response to each case, with a number and with whether it passed. */
function respondedRows(quality: Float64Array, passed: Float64Array): ScoredRows {
  const place = { evaluator: 1, repeat: 1 };
  return {
    labels: new Float64Array(quality.length),
    scores: quality,
    threshold: 0.5,
    outputs: [
      { role: measureRole('quality', place), values: quality },
      { role: measureRole('passed', place), values: passed },
    ],
  };
}

const scores: TaskSample = {
  random: (seed) => {
    const { world, count, skill } = drawOf(seed);
    const quality = Float64Array.from({ length: count }, () => 10 ** (seed % 5) * world.normal());
    return respondedRows(
      quality,
      quality.map(() => (world.normal() < skill ? 1 : 0)),
    );
  },
  // Without cases nothing is evaluated.
  small: (pick) => {
    const quality = Float64Array.from({ length: pick([1, 2, 3, 4, 5]) }, () => pick([-3, 0, 7]));
    return respondedRows(
      quality,
      quality.map(() => pick([0, 0, 1, 1, 1, 0.5])),
    );
  },
  perfect: respondedRows(NUMBERS, new Float64Array(NUMBERS.length).fill(1)),
  inverted: respondedRows(
    NUMBERS.map((value) => -value),
    new Float64Array(NUMBERS.length),
  ),
};

export const samples: Readonly<Record<TaskName, TaskSample>> = {
  binary: {
    random: (seed) => {
      const { world, count, skill, threshold } = drawOf(seed);
      const prior = world.normal();
      const labels = Float64Array.from({ length: count }, () => (world.normal() > prior ? 1 : 0));
      const digits = 10 ** (seed % 3);
      const scores = labels.map(
        (label) => Math.round(digits / (1 + Math.exp(-skill * (label - 0.5) - world.normal()))) / digits,
      );
      return { labels, scores, threshold, costs };
    },
    small: (pick) => {
      const labels = Float64Array.from({ length: pick([0, 1, 2, 3, 4, 5]) }, () => pick([0, 1]));
      const scores = labels.map(() => pick([0, 0.25, 0.5, 1]));
      return { labels, scores, threshold: pick([0, 0.5, 1]), costs };
    },
    perfect: { labels: BINARY, scores: BINARY, threshold: 0.5, costs },
    inverted: { labels: BINARY, scores: BINARY.map((label) => 1 - label), threshold: 0.5, costs },
    uncertain: {
      perfect: { labels: FIFTHS, scores: FREQUENCIES, threshold: 0.5 },
      inverted: { labels: FIFTHS, scores: FREQUENCIES.map((score) => 1 - score), threshold: 0.5 },
    },
  },
  multiclass,
  regression,
  forecast,
  ranking,
  scores,
  metrics: numbers,
};
