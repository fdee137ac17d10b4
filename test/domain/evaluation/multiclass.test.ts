/** How predictions of several classes are read, and what is said of those that are none. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { predictionOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { runRecord } from '../../ground/run-record.ts';
import { errorOf } from './tables.ts';

const COUNT = 60;
const LABELS = ['2', '10', 'cat'];
const labels = Array.from({ length: COUNT }, (_, row) => LABELS[row % 3]!);

type Cells = Readonly<Record<string, (row: number) => string>>;

/** @param cells of each column, beside id and label. */
function fileOf(cells: Cells, labelOf = (row: number) => labels[row]!): string {
  const rows = Array.from({ length: COUNT }, (_, row) => [
    `r${row}`,
    labelOf(row),
    ...Object.values(cells).map((cell) => cell(row)),
  ]);
  return `${[['id', 'y', ...Object.keys(cells)], ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

interface Change {
  readonly champion?: string;
  readonly gate?: readonly Readonly<Record<string, unknown>>[];
  /** What training reports. */
  readonly metrics?: Readonly<Record<string, number>>;
}

function evaluate(
  text: string,
  predictions: Readonly<Record<string, unknown>>,
  { champion, gate = [], metrics = {} }: Change = {},
) {
  const config = modelConfigSchema.parse({
    task: 'multiclass',
    predictions: { id: 'id', label: 'y', ...predictions },
    gate,
  });
  const read = (csv: string) =>
    parseCsv(new TextEncoder().encode(csv), 'predictions.csv', predictionOptions(config));
  return computeEvaluation({
    model: 'm',
    gate: 'gate',
    config,
    run: runRecord({ metrics }),
    challenger: read(text),
    champion:
      champion === undefined
        ? undefined
        : {
            ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
            predictions: { table: read(champion), source: 'scored' },
            metrics: undefined,
          },
    labels: undefined,
  });
}

/** Nine of ten right, whatever the class. */
const likely = (row: number, name: string): string => {
  const top = row % 10 === 9 ? LABELS[(row + 1) % 3] : labels[row];
  return name === top ? '0.8' : '0.1';
};
const probabilities: Cells = Object.fromEntries(
  LABELS.map((name) => [`p_${name}`, (row: number) => likely(row, name)]),
);
const predicted = (row: number): string => LABELS.find((name) => likely(row, name) === '0.8')!;

describe('predictions of several classes', () => {
  it('are the same by a pattern, by columns that are named, and by the class alone', () => {
    const text = fileOf({ ...probabilities, answer: predicted });
    const named = Object.fromEntries(LABELS.map((name) => [name, `p_${name}`]));
    const [pattern, listed, byName] = [
      evaluate(text, { probabilities: 'p_*' }),
      evaluate(text, { probabilities: named }),
      evaluate(text, { score: 'answer' }),
    ] as const;
    expect(listed.metrics).toEqual(pattern.metrics);
    const ofClasses = pattern.metrics.filter(({ metric }) =>
      byName.metrics.some((other) => other.metric === metric),
    );
    expect(byName.metrics).toEqual(ofClasses);
    expect(byName.metrics.map(({ metric }) => metric)).not.toContain('log_loss');
    expect(pattern.metrics.find(({ metric }) => metric === 'accuracy')?.challenger).toBe(0.9);
  });

  it('list their classes in the order of people: 2 before 10', () => {
    const { classes } = evaluate(fileOf({ answer: predicted }), { score: 'answer' });
    expect(classes?.cells[0]).toMatchObject({ actual: '2', predicted: '2' });
  });

  it('of a champion that does not know a class: it has the probability 0, and is compared', () => {
    const older = fileOf({ p_2: () => '0.5', p_10: () => '0.5' });
    const evaluation = evaluate(
      fileOf(probabilities),
      { probabilities: 'p_*' },
      { champion: older, gate: [{ metric: 'recall:cat', 'superior-by': 0.1 }] },
    );
    expect(evaluation.rules[0]).toMatchObject({ outcome: 'pass' });
    expect(evaluation.metrics.find(({ metric }) => metric === 'recall:cat')).toMatchObject({
      challenger: 0.9,
      comparedValue: 0,
    });
  });
});

describe('predictions that are none of several classes', () => {
  it.each<readonly [string, Cells, RegExp, RegExp]>([
    [
      'a class without a column',
      { p_2: () => '0.5', p_10: () => '0.5' },
      /expected a column with the probability of each class, got none for "cat"/,
      /predictions\.probabilities/,
    ],
    [
      'scores that are no probabilities',
      { ...probabilities, p_2: (row) => (row === 4 ? '-3.2' : '0.1') },
      /column "p_2": expected probabilities in \[0, 1\], got -3\.2 in row 5 \(1 of 60 rows\)/,
      /predict_proba/,
    ],
    [
      'rows that do not add up',
      { ...probabilities, p_value: () => '0.4' },
      /expected probabilities that add up to 1 in each row, got 1\.4 in row 1/,
      /too many among .*p_value/,
    ],
    [
      'a missing probability',
      { ...probabilities, p_cat: (row) => (row === 7 ? '' : likely(row, 'cat')) },
      /column "p_cat": expected probabilities in \[0, 1\], got a missing value in row 8/,
      /predict_proba/,
    ],
  ])('%s', (_title, cells, message, hint) => {
    const error = errorOf(() => evaluate(fileOf(cells), { probabilities: 'p_*' }));
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  it('a label that is missing is refused with its row', () => {
    const text = fileOf({ answer: predicted }, (row) => (row === 3 ? '' : labels[row]!));
    const error = errorOf(() => evaluate(text, { score: 'answer' }));
    expect(error.message).toMatch(
      /column "y": expected one of "2", "10", "cat", got a missing value in row 4/,
    );
  });

  it('a pattern that no column has is refused, and never the first class for every row', () => {
    const renamed = Object.fromEntries(
      Object.entries(probabilities).map(([name, cell]) => [`prob${name.slice(1)}`, cell]),
    );
    const error = errorOf(() => evaluate(fileOf(renamed), { probabilities: 'p_*' }));
    expect(error.message).toContain('expected columns named "p_*", got y, prob_2, prob_10, prob_cat');
    const champion = () =>
      evaluate(fileOf(probabilities), { probabilities: 'p_*' }, { champion: fileOf(renamed) });
    expect(errorOf(champion).message).toContain('predictions of the champion: expected columns named "p_*"');
  });

  it('probabilities that are all a bit too large gain nothing', () => {
    const scaled = Object.fromEntries(
      Object.entries(probabilities).map(([name, cell]) => [
        name,
        (row: number) => String(1.0199 * Number(cell(row))),
      ]),
    );
    const lossOf = (cells: Cells) =>
      evaluate(fileOf(cells), { probabilities: 'p_*' }).metrics.find(({ metric }) => metric === 'log_loss')!
        .challenger;
    expect(lossOf(scaled)).toBeCloseTo(lossOf(probabilities), 12);
  });

  it('equal probabilities stay equal where the sums of their rows differ by a rounding', () => {
    const isFirst = (row: number) => labels[row] === '2';
    // 0.3 + 0.3 + 0.4 is 1, and 0.3 + 0.6 + 0.1 is not.
    const cells: Cells = {
      p_2: () => '0.3',
      p_10: (row) => (isFirst(row) ? '0.3' : '0.6'),
      p_cat: (row) => (isFirst(row) ? '0.4' : '0.1'),
    };
    const { metrics } = evaluate(fileOf(cells), { probabilities: 'p_*' });
    // By hand, of 20 × 40 pairs each: all tied; half won and half tied; half lost and half tied.
    const expected = (0.5 + 0.75 + 0.25) / 3;
    expect(metrics.find(({ metric }) => metric === 'roc_auc_ovr_macro')!.challenger).toBeCloseTo(
      expected,
      12,
    );
  });

  it('predicted classes of which none is a label are refused, of either model', () => {
    const spelled = (row: number) => `LABEL_${LABELS.indexOf(predicted(row))}`;
    const text = fileOf({ answer: spelled });
    const message = /expected classes of the labels, such as .*"cat".*, got "LABEL_\d"/;
    expect(errorOf(() => evaluate(text, { score: 'answer' })).message).toMatch(message);
    const compared = () => evaluate(fileOf({ answer: predicted }), { score: 'answer' }, { champion: text });
    expect(errorOf(compared).message).toMatch(message);
    expect(errorOf(compared).message).toContain('predictions of the champion:');
  });

  it('a class that only the champion knows needs no column of the challenger; a new class none of the champion', () => {
    const retired = fileOf({ ...probabilities, p_old: () => '0' });
    const compare = (challenger: string, columns: unknown, champion: string) =>
      evaluate(challenger, { probabilities: columns }, { champion }).metrics.find(
        ({ metric }) => metric === 'accuracy',
      );
    expect(compare(fileOf(probabilities), 'p_*', retired)).toMatchObject({
      challenger: 0.9,
      comparedValue: 0.9,
    });
    const mapping = Object.fromEntries(LABELS.map((name) => [name, `p_${name}`]));
    const older = fileOf({ p_2: () => '0.5', p_10: () => '0.5' });
    expect(compare(fileOf(probabilities), mapping, older)?.comparedValue).toBeCloseTo(1 / 3, 12);
  });

  it('a number of the metrics file takes the place of no metric of the task', () => {
    const gate = [{ metric: 'log_loss', 'at-most': 1 }];
    const claimed = () =>
      evaluate(fileOf({ answer: predicted }), { score: 'answer' }, { gate, metrics: { log_loss: 0.01 } });
    expect(errorOf(claimed).message).toBe(
      'gate rule for "log_loss": expected predictions from which it can be computed, got a number in the metrics file',
    );
  });

  it('of two classes that gates spell alike, the one with the very name is meant; without one, none', () => {
    const names = ['a b', 'a_b', 'c'];
    const truth = (row: number) => names[row % 3]!;
    // Every row of `a_b` is taken for `a b`.
    const wrong = (row: number) => (truth(row) === 'a_b' ? 'a b' : truth(row));
    const valueOf = (metric: string) =>
      evaluate(
        fileOf({ answer: wrong }, truth),
        { score: 'answer' },
        { gate: [{ metric, 'at-least': 0 }] },
      ).metrics.find((result) => result.metric === metric)?.challenger;
    expect(valueOf('recall:a_b')).toBe(0);
    expect(valueOf('recall:c')).toBe(1);
  });

  it('a pattern has one star', () => {
    const parse = (pattern: string) =>
      modelConfigSchema.safeParse({ predictions: { id: 'id', label: 'y', probabilities: pattern } }).success;
    expect([parse('p_*'), parse('p_cat'), parse('*_*')]).toEqual([true, false, false]);
  });

  it('a metric of probabilities that are not there says which columns to name', () => {
    const gate = [{ metric: 'log_loss', 'at-most': 1 }];
    const error = errorOf(() => evaluate(fileOf({ answer: predicted }), { score: 'answer' }, { gate }));
    expect(error.hint).toBe(
      'to have it computed, name the columns with the probability of each class in `predictions.probabilities`',
    );
  });
});
