/** One class, several spellings: in files of pandas and of JSON, in names of columns, in gates, and of the two models. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { predictionOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { parseJsonRows } from '../../../src/shared/domain/table/json-rows.ts';
import { runRecord } from '../../ground/run-record.ts';

type Row = Readonly<Record<string, string | number | boolean | readonly number[]>>;
type Format = 'csv' | 'json';

const ROWS = Array.from({ length: 60 }, (_, row) => row);

function write(rows: readonly Row[], format: Format): Uint8Array {
  const columns = Object.keys(rows[0]!);
  const lines =
    format === 'json'
      ? rows.map((row) => JSON.stringify(row))
      : [columns.join(','), ...rows.map((row) => columns.map((name) => String(row[name])).join(','))];
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

interface Written {
  readonly rows: readonly Row[];
  readonly format?: Format;
  /** Instead of the rows. */
  readonly text?: string;
}

interface Request {
  readonly challenger: Written;
  readonly champion?: Written;
  readonly predictions: Readonly<Record<string, unknown>>;
  readonly task?: 'multiclass' | 'regression';
  readonly gate?: readonly object[];
}

function evaluate({
  challenger,
  champion,
  predictions,
  task = 'multiclass',
  gate = [],
}: Request): Evaluation {
  const config = modelConfigSchema.parse({
    task,
    predictions: { id: 'id', label: 'y', ...predictions },
    gate,
  });
  const read = ({ rows, format = 'csv', text }: Written) => {
    const bytes = text === undefined ? write(rows, format) : new TextEncoder().encode(text);
    const options = predictionOptions(config);
    return format === 'csv'
      ? parseCsv(bytes, 'p.csv', options)
      : parseJsonRows(bytes, 'json-lines', { where: 'p.jsonl', ...options });
  };
  return computeEvaluation({
    ...{ model: 'm', gate: 'gate', config, run: runRecord(), labels: undefined },
    challenger: read(challenger),
    champion: champion && {
      ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
      ...{ predictions: { table: read(champion), source: 'scored' }, metrics: undefined },
    },
  });
}

const valueOf = ({ metrics }: Evaluation, name: string): number | undefined =>
  metrics.find(({ metric }) => metric === name)?.challenger;

/** Every tenth answer is wrong. */
const isTrue = (row: number): boolean => row % 3 === 0;
const answer = (row: number): boolean => (row % 10 === 9 ? !isTrue(row) : isTrue(row));

describe('booleans are one class in every spelling', () => {
  const spellings = {
    python: (value: boolean) => (value ? 'True' : 'False'),
    json: (value: boolean) => value,
    numbers: (value: boolean) => Number(value),
    floats: (value: boolean) => (value ? '1.0' : '0.0'),
    excel: (value: boolean) => String(value).toUpperCase(),
  };
  const names = Object.keys(spellings) as (keyof typeof spellings)[];
  const pairs = names.flatMap((one) => names.map((other) => [one, other] as const));

  it.each(pairs)('labels of %s, predictions and the champion of %s', (one, other) => {
    const rowsOf = (label: keyof typeof spellings, score: keyof typeof spellings) =>
      ROWS.map((row) => ({
        id: `r${row}`,
        y: spellings[label](isTrue(row)),
        s: spellings[score](answer(row)),
      }));
    const evaluation = evaluate({
      challenger: { rows: rowsOf(one, other), format: one === 'json' ? 'json' : 'csv' },
      champion: { rows: rowsOf(other, one), format: other === 'json' ? 'json' : 'csv' },
      predictions: { score: 's' },
    });
    expect(valueOf(evaluation, 'accuracy')).toBe(0.9);
    expect(evaluation.classes?.count).toBe(2);
    expect(evaluation.metrics[0]?.difference?.estimate).toBeCloseTo(0, 15);
  });

  it('the column p_False has the probability of false, and recall:True is that of true', () => {
    const rows = ROWS.map((row) => ({
      id: `r${row}`,
      y: isTrue(row),
      p_True: answer(row) ? 0.8 : 0.3,
      p_False: answer(row) ? 0.2 : 0.7,
    }));
    const gate = [{ metric: 'recall:True', 'at-least': 0.1 }];
    const evaluation = evaluate({
      challenger: { rows, format: 'json' },
      predictions: { probabilities: 'p_*' },
      gate,
    });
    expect(valueOf(evaluation, 'accuracy')).toBe(0.9);
    expect(valueOf(evaluation, 'recall:True')).toBeCloseTo(18 / 20, 15);
  });

  it('among 0, 1 and 2 a true is no 1', () => {
    const rows = ROWS.map((row) => ({ id: `r${row}`, y: row % 3, s: row % 3 === 1 ? 'true' : row % 3 }));
    expect(valueOf(evaluate({ challenger: { rows }, predictions: { score: 's' } }), 'accuracy')).toBeCloseTo(
      2 / 3,
      15,
    );
  });
});

describe('classes of which a few have a second spelling', () => {
  it.each([
    ['a zero with a sign', ['0', '-1', '5'], ['-0.0', '-1.0', '5.0']],
    ['an accent of its own', ['caf\u00e9', 'tea', 'juice'], ['cafe\u0301', 'tea', 'juice']],
    ['an accent of its own in the labels', ['cafe\u0301', 'tea', 'juice'], ['caf\u00e9', 'tea', 'juice']],
  ])('%s is the same class', (_case, labels, predictions) => {
    const rows = ROWS.map((row) => ({
      id: `r${row}`,
      y: labels[row % 3]!,
      s: predictions[row % 10 === 9 ? (row + 1) % 3 : row % 3]!,
    }));
    expect(valueOf(evaluate({ challenger: { rows }, predictions: { score: 's' } }), 'accuracy')).toBe(0.9);
  });
});

describe('classes that were floats in single precision', () => {
  /** As pandas 3 writes float32 0.1, 0.25 and 0.7 into each format. */
  const fractions = { csv: ['0.1', '0.25', '0.7'], json: [0.1000000015, 0.25, 0.6999999881] } as const;

  it.each([
    ['csv', 'json'],
    ['json', 'csv'],
    ['json', 'json'],
  ] as const)('labels in %s and predictions in %s are the same classes', (labels, scores) => {
    const rowsOf = (label: Format, score: Format) =>
      ROWS.map((row) => ({
        id: `r${row}`,
        y: fractions[label][row % 3]!,
        s: fractions[score][row % 10 === 9 ? (row + 1) % 3 : row % 3]!,
      }));
    const evaluation = evaluate({
      challenger: { rows: rowsOf(labels, scores), format: labels },
      champion: { rows: rowsOf(scores, labels), format: scores },
      predictions: { score: 's' },
    });
    expect(valueOf(evaluation, 'accuracy')).toBe(0.9);
    expect(evaluation.classes?.count).toBe(3);
  });

  const of = (codes: readonly string[], format: Format) => () => {
    const rows = ROWS.map((row) => ({ id: `r${row}`, y: codes[row % 3]!, s: codes[row % 3]! }));
    const lines = rows.map(({ id, y, s }) => `{"id":"${id}","y":${y},"s":${s}}`);
    return evaluate({
      challenger: format === 'csv' ? { rows } : { rows: [], format, text: lines.join('\n') },
      predictions: { score: 's' },
    });
  };

  it.each([
    ['csv, as pandas writes float32', 'csv', ['1.6777216e+07', '3.3554436e+07', '1.2345679e+08']],
    ['csv, as Excel shows it', 'csv', ['1.23457E+08', '1.23458E+08', '1.23459E+08']],
    ['csv, with .0', 'csv', ['16777216.0', '33554436.0', '123456792.0']],
    ['json, as pandas writes float32', 'json', ['16777216.0', '33554436.0', '123456792.0']],
    ['json, doubles above 2^53', 'json', ['9007199254740993.0', '9007199254740995.0', '1.0']],
  ] as const)('whole numbers that lost their last digits are refused: %s', (_case, format, codes) => {
    expect(of(codes, format)).toThrow('expected classes in all their digits, got ');
  });

  it.each([
    ['integers', ['16777217', '33554435', '123456789']],
    ['integers above 2^53', ['9007199254740993', '9007199254740992', '9007199254740994']],
    ['doubles that single precision does not have', ['16777217.0', '33554435.0', '123456789.0']],
    ['small floats', ['1.0', '2.0', '16777215.0']],
  ])('%s are three classes in both formats', (_case, codes) => {
    for (const format of ['csv', 'json'] as const) expect(of(codes, format)().classes?.count, format).toBe(3);
  });
});

describe('predictions without an error', () => {
  /** Sums over classes of such sizes leave a rounding where there is no error at all. */
  const UNEVEN =
    '21 24 16 24 10 21 3 14 8 7 20 8 14 5 15 9 26 0 27 13 10 23 11 9 8 25 1 16 23 23 10 29 3 3 27 12 26 4 7 4'.split(
      ' ',
    );

  it.each([
    ['2 classes', ROWS.map((row) => String(row % 2))],
    ['7 classes', ROWS.map((row) => String((row * row) % 7))],
    ['23 uneven classes', UNEVEN],
  ])('of %s are not certain to be right, in any metric with limits', (_case, labels) => {
    const rows = labels.map((label, row) => ({ id: `r${row}`, y: `c${label}`, s: `c${label}` }));
    const { metrics } = evaluate({ challenger: { rows }, predictions: { score: 's' } });
    const certain = metrics.flatMap(({ metric, interval }) =>
      interval !== undefined && interval.upper - interval.lower < 0.01 ? [metric] : [],
    );
    expect(metrics.filter(({ interval }) => interval !== undefined).length).toBeGreaterThan(4);
    expect(certain).toEqual([]);
  });
});

describe('classes that are numbers', () => {
  it('recall:1.0 is that of the class 1', () => {
    const rows = ROWS.map((row) => ({ id: `r${row}`, y: row % 3, s: row % 10 === 9 ? 0 : row % 3 }));
    const gate = ['recall:1', 'recall:1.0'].map((metric) => ({ metric, 'at-least': 0.1 }));
    const evaluation = evaluate({ challenger: { rows }, predictions: { score: 's' }, gate });
    expect(valueOf(evaluation, 'recall:1')).toBeCloseTo(18 / 20, 15);
    expect(valueOf(evaluation, 'recall:1.0')).toBe(valueOf(evaluation, 'recall:1'));
  });

  it('labels from 1 and predictions from 0 are refused, and both sets are named', () => {
    const rows = ROWS.map((row) => ({ id: `r${row}`, y: 1 + (row % 5), s: row % 5 }));
    const of = (move: number, format: Format) => () =>
      evaluate({
        challenger: { rows: rows.map(({ s, ...row }) => ({ ...row, s: s + move })), format },
        predictions: { score: 's' },
      });
    const message =
      'expected classes of the labels, such as "1", "2", "3", "4", "5", got "0", "1", "2", "3", "4"';
    expect(of(0, 'csv')).toThrow(message);
    expect(of(0, 'json')).toThrow(message);
    expect(of(2, 'csv')).toThrow('such as "1", "2", "3", "4", "5", got "2", "3", "4", "5", "6"');
    expect(valueOf(of(1, 'csv')(), 'accuracy')).toBe(1);
  });

  it('a model that knows one class more than the labels, and misses another, is none that counts from elsewhere', () => {
    const rows = ROWS.map((row) => ({
      id: `r${row}`,
      y: 1 + (row % 5),
      s: row % 5 === 4 ? 0 : 1 + (row % 5),
    }));
    expect(valueOf(evaluate({ challenger: { rows }, predictions: { score: 's' } }), 'accuracy')).toBe(0.8);
  });
});

describe('numbers in single precision are the numbers that they were', () => {
  const single = (value: number): number => Math.fround(value);
  const value = (row: number): number => 49.70255661 + row / 7;

  it('labels and weights of a champion that was written in single precision are the same rows', () => {
    const rowsOf = (spell: (value: number) => number) =>
      ROWS.map((row) => ({
        id: `r${row}`,
        y: spell(value(row)),
        s: value(row) + (row % 5),
        w: spell(value(row)),
      }));
    const evaluation = evaluate({
      challenger: { rows: rowsOf((number) => Number(number.toPrecision(8))) },
      champion: { rows: rowsOf(single) },
      ...{ predictions: { score: 's', weight: 'w' }, task: 'regression' },
    });
    expect(evaluation.champion?.evidence).toBe('scored');
  });

  it('another label is still another one, and so is another whole number', () => {
    const of = (one: number, other: number) => () =>
      evaluate({
        challenger: { rows: ROWS.map((row) => ({ id: `r${row}`, y: one + row, s: row })) },
        champion: { rows: ROWS.map((row) => ({ id: `r${row}`, y: other + row, s: row })) },
        ...{ predictions: { score: 's' }, task: 'regression' },
      });
    expect(of(49.70255, 49.70256)).toThrow('got 49.70256 instead of 49.70255');
    expect(of(123456788, 123456789)).toThrow('got 123456789 instead of 123456788');
  });
});

describe('of classes that are equally probable', () => {
  const rows = ROWS.map((row) => ({ id: `r${row}`, y: row % 2 === 0 ? 'a' : 'b', p_b: 0.5, p_a: 0.5 }));
  const reversed = rows.map(({ p_a, p_b, ...row }) => ({ ...row, p_a, p_b }));

  it.each<Format>(['csv', 'json'])(
    'the first column of the file is predicted, as by argmax: %s',
    (format) => {
      const predictedBy = (challenger: readonly Row[], predictions: object) =>
        evaluate({
          challenger: { rows: challenger, format },
          predictions: { ...predictions },
        }).classes?.cells.map(({ predicted }) => predicted);
      const named = { probabilities: { a: 'p_a', b: 'p_b' } };
      expect(predictedBy(rows, { probabilities: 'p_*' })).toEqual(['b', 'b']);
      expect(predictedBy(reversed, { probabilities: 'p_*' })).toEqual(['a', 'a']);
      expect(predictedBy(rows, named)).toEqual(['b', 'b']);
    },
  );

  it('two columns of one class are refused', () => {
    const twice = rows.map((row) => ({ ...row, y: row.y === 'a', p_True: 0.5, p_true: 0.5 }));
    expect(() => evaluate({ challenger: { rows: twice }, predictions: { probabilities: 'p_*' } })).toThrow(
      'expected one column with the probability of "true", got "p_True" and "p_true"',
    );
  });
});

describe('a list of probabilities', () => {
  const rows = ROWS.map((row) => ({
    id: `r${row}`,
    y: row % 3,
    probs: [0, 1, 2].map((code) => (code === row % 3 ? 0.8 : 0.1)),
  }));
  const named = rows.map((row) => ({ ...row, y: ['cat', 'dog', 'eel'][row.y]! }));
  const of = (challenger: readonly Row[], probabilities: unknown) =>
    evaluate({ challenger: { rows: challenger, format: 'json' }, predictions: { probabilities } });

  it('is that of the classes from 0 on, or of those that the configuration names', () => {
    const log = -Math.log(0.8);
    expect(valueOf(of(rows, 'probs.*'), 'log_loss')).toBeCloseTo(log, 12);
    const classes = { cat: 'probs.0', dog: 'probs.1', eel: 'probs.2' };
    expect(valueOf(of(named, classes), 'log_loss')).toBeCloseTo(log, 12);
  });

  it('of classes with names, the error says how to name its numbers', () => {
    expect(() => of(named, 'probs.*')).toThrow('got none for "cat", "dog", "eel"');
  });
});
