import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { requirePredictionKeys } from '../../../src/shared/domain/config/prediction-keys.ts';
import { joinRows, type JoinRequest } from '../../../src/shared/domain/evaluation/compared-rows.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { predictionOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { parseRule } from '../../../src/shared/domain/evaluation/rule.ts';
import { findMetric, taskOf } from '../../../src/shared/domain/metrics/tasks/catalog.ts';
import { findLabeledRows } from '../../../src/shared/domain/monitoring/labels/labeled-rows.ts';
import { computePerformance } from '../../../src/shared/domain/monitoring/profile/performance.ts';
import { renderEvaluationNotes } from '../../../src/shared/domain/report/evaluation-notes.ts';
import { renderHorizonTable } from '../../../src/shared/domain/report/horizon-table.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { forecastCases } from './golden/forecast-cases.ts';
import { tableOf } from './tables.ts';

const columns = { series: 's', time: 't', horizon: 'h', label: 'y', score: 'p', season: 2, threshold: 0.5 };
const DAY_MS = 86_400_000;
const day = (index: number): Date => new Date(Date.UTC(2026, 0, 1) + index * DAY_MS);

function join(challenger: Table, change: Partial<JoinRequest> = {}) {
  return joinRows({
    task: taskOf('forecast'),
    columns,
    challenger,
    champion: undefined,
    labels: undefined,
    ...change,
  });
}

type Cells = Readonly<Record<string, readonly number[] | readonly string[] | readonly Date[]>>;

/** Ten days of each series, one and three steps ahead. Labels of series k on day d: 0, 1 + k, 4, 9 + k, 16 … */
function rows(seriesCount = 2, change: Cells = {}): Cells {
  const cells = Array.from({ length: seriesCount * 20 }, (_, row) => {
    const [series, index] = [Math.floor(row / 20), Math.floor((row % 20) / 2)];
    return { series, index, horizon: row % 2 === 0 ? 1 : 3, label: index ** 2 + (index % 2) * series };
  });
  return {
    s: cells.map(({ series }) => `s${series}`),
    t: cells.map(({ index }) => day(index)),
    h: cells.map(({ horizon }) => horizon),
    y: cells.map(({ label }) => label),
    p: cells.map(({ label }, row) => label + (row % 3)),
    ...change,
  };
}

function metricOf(table: Table, name: string, change: Partial<JoinRequest> = {}): number | undefined {
  const compared = join(table, change);
  return findMetric('forecast', name)!.computeStatistic(compared.challenger, compared.grouping)?.value;
}

function roleColumnsOf(table: Table, change: Partial<typeof columns> & Record<string, unknown> = {}) {
  const { challenger, ids } = join(table, { columns: { ...columns, ...change } });
  const at = (id: string): number => Array.from({ length: ids.count }, (_, row) => ids.at(row)).indexOf(id);
  const valueOf = (role: string, id: string): number | undefined => challenger.byRole?.get(role)?.[at(id)];
  return { scale: (id: string) => valueOf('scale', id), naive: (id: string) => valueOf('naive', id) };
}

const id = (series: number, index: number, horizon: number): string =>
  `s${series}|${day(index).toISOString()}|${horizon}`;

describe('what is known of a series', () => {
  it('scales its errors by the mean distance of labels one season apart, each time once', () => {
    // (d² − (d − 2)²) = 4 d − 4 for d = 2 … 9, whose mean is 18; the parity of both days is equal.
    expect(roleColumnsOf(tableOf(rows())).scale(id(0, 5, 1))).toBe(18);
    const twice = rows(1, { h: rows(1).h!.map((_, row) => (row % 2 === 0 ? 1 : 2)) as number[] });
    expect(roleColumnsOf(tableOf(twice)).scale(id(0, 5, 1))).toBe(18);
  });

  it('looks back one season, and as many as the horizon spans', () => {
    const { naive } = roleColumnsOf(tableOf(rows()));
    expect(naive(id(1, 5, 1))).toBe(9 + 1);
    // Three steps ahead, the label of two days before was not known yet.
    expect(naive(id(1, 5, 3))).toBe(1 + 1);
    expect(naive(id(1, 1, 1))).toBeNaN();
    expect(naive(id(1, 3, 3))).toBeNaN();
  });

  it('steps over days that no series has, and not over days that one of them lacks', () => {
    const all = rows();
    const keep = (isKept: (series: string, index: number) => boolean): Table => {
      const kept = all.s!.map((series, row) => isKept(String(series), Math.floor((row % 20) / 2)));
      return tableOf(
        Object.fromEntries(
          Object.entries(all).map(([name, cells]) => [name, cells.filter((_, row) => kept[row])]),
        ) as Cells,
      );
    };
    const withoutDay = roleColumnsOf(keep((_, index) => index !== 4));
    expect(withoutDay.naive(id(0, 5, 1))).toBe(4);
    const withoutOne = roleColumnsOf(keep((series, index) => series !== 's0' || index !== 3));
    expect(withoutOne.naive(id(0, 5, 1))).toBeNaN();
    expect(withoutOne.naive(id(1, 5, 1))).toBe(10);
  });

  it('is what columns say of it, where they are named', () => {
    const named = rows(2, { scale: rows().y!.map(() => 5), naive: rows().y!.map((_, row) => row) });
    const { scale, naive } = roleColumnsOf(tableOf(named), { scale: 'scale', naive: 'naive' });
    expect(scale(id(0, 5, 1))).toBe(5);
    expect(naive(id(0, 5, 1))).toBe(10);
  });

  it('counts the horizon from the origin, in months where times are months', () => {
    const months = Array.from({ length: 20 }, (_, index) => new Date(Date.UTC(2024, index, 1)));
    const table = tableOf({
      s: months.map(() => 'a'),
      t: months,
      o: months.map((_, index) => new Date(Date.UTC(2024, index - 1 - (index % 3), 28))),
      y: months.map((_, index) => index ** 2),
      p: months.map((_, index) => index),
    });
    const { challenger } = join(table, { columns: { ...columns, horizon: undefined, origin: 'o' } });
    expect([...challenger.byRole!.get('horizon')!]).toEqual(months.map((_, index) => 1 + (index % 3)));
  });
});

describe('the groups of a forecast', () => {
  it('are series and days together from 8 series on, else days', () => {
    expect(join(tableOf(rows(8))).grouping).toMatchObject({
      ...{ column: 's', count: 8, ordered: false, sequence: 'none' },
      second: { unit: 'day', count: 10, ordered: true },
    });
    const few = join(tableOf(rows(7))).grouping;
    expect(few).toMatchObject({ unit: 'day', count: 10 });
    expect(few.second).toBeUndefined();
  });

  it('are days of hours, and the months that are forecast', () => {
    const hours = rows(1, {
      t: rows(1).t!.map((_, row) => new Date(Date.UTC(2026, 0, 1, Math.floor(row / 2)))),
    });
    expect(join(tableOf(hours)).grouping).toMatchObject({ unit: 'day', count: 1 });
    const csv = [
      's,t,h,y,p',
      ...Array.from({ length: 9 }, (_, month) => `a,2026-0${month + 1},1,${month ** 2},2`),
    ];
    const config = modelConfigSchema.parse({ task: 'forecast', predictions: columns });
    const table = parseCsv(Buffer.from(csv.join('\n')), 'rows.csv', predictionOptions(config));
    expect(join(table).grouping).toMatchObject({ unit: 'month', count: 9 });
  });
});

describe('predictions of a forecast that say nothing', () => {
  const refuse =
    (change: Cells, keys: Record<string, unknown> = {}) =>
    (): unknown =>
      join(tableOf(rows(2, change)), { columns: { ...columns, ...keys } });
  const numbers = rows().y as readonly number[];

  it.each([
    ['a missing column', {}, { horizon: 'ahead' }, 'expected a column "ahead"'],
    ['a repeated time', { h: numbers.map(() => 1) }, {}, 'expected each id once, got 20 repeated ids'],
    [
      'a label that differs for the same time',
      { y: numbers.map((label, row) => label + (row === 5 ? 1 : 0)) },
      {},
      'expected one label for each time of a series, got 4 and 5 at 2026-01-03T00:00:00.000Z',
    ],
    [
      'a horizon below 1',
      { h: numbers.map((_, row) => row % 2) },
      {},
      'expected whole steps from 1, got 0 in row 1 (20 of 40 rows)',
    ],
    [
      'a scale below 0',
      { k: numbers.map(() => -1) },
      { scale: 'k' },
      'expected scales above 0, or 0 where a series has none, got -1',
    ],
    [
      'an origin that is not before the time',
      { o: rows().t!.map((time, row) => new Date(Number(time) - (row % 2) * DAY_MS)) },
      { origin: 'o', horizon: undefined },
      'column "o": expected a time before the one that is forecast, got 0',
    ],
    [
      'quantiles that cross',
      { lo: numbers, hi: numbers.map((value, row) => value + (row === 7 ? -1 : 1)) },
      { quantiles: { 0.1: 'lo', 0.9: 'hi' } },
      'expected quantile:0.1 at most quantile:0.9, got 9 and 8 in row 8 (1 of 40 rows)',
    ],
  ] as [string, Cells, Record<string, unknown>, string][])('%s', (_, change, keys, message) => {
    expect(refuse(change, keys)).toThrow(message);
  });

  it('name what the champion has other than the challenger', () => {
    const champion = {
      table: tableOf(rows(2, { h: numbers.map((_, row) => (row % 2 === 0 ? 1 : 4)) })),
      mustMatch: true,
    };
    expect(() => join(tableOf(rows()), { champion })).toThrow('20 missing ids');
    const scaled = (scale: number) => tableOf(rows(2, { k: numbers.map(() => scale) }));
    expect(() =>
      join(scaled(2), {
        columns: { ...columns, scale: 'k' },
        champion: { table: scaled(3), mustMatch: true },
      }),
    ).toThrow('expected the scale of each row as in the predictions of the challenger, got another one');
  });

  it.each([
    [{ quantiles: { 1.5: 'p' } }, 'expected quantiles between 0 and 1'],
    [{ quantiles: {} }, 'expected at least one column'],
    [{ season: 0 }, 'expected number to be >=1'],
  ])('%j is refused', (keys, message) => {
    expect(() => modelConfigSchema.parse({ task: 'forecast', predictions: { ...columns, ...keys } })).toThrow(
      message,
    );
  });

  it.each([
    [{ time: undefined }, 'expected `time`, which the task forecast needs'],
    [{ id: 'x' }, 'expected a key of the task forecast, got `id`'],
  ])('%j is refused', (keys, message) => {
    const config = modelConfigSchema.parse({ task: 'forecast', predictions: { ...columns, ...keys } });
    expect(() => {
      requirePredictionKeys('m', config);
    }).toThrow(message);
  });
});

describe('rows without a scale or a forecast of one season before', () => {
  const short = (): Cells => {
    const all = rows(3);
    const kept = all.s!.map((series, row) => series !== 's2' || row % 20 < 4);
    return Object.fromEntries(
      Object.entries(all).map(([name, cells]) => [name, cells.filter((_, row) => kept[row])]),
    ) as Cells;
  };

  it('are in no scaled metric, and counted', () => {
    expect(join(tableOf(short())).series).toEqual({ count: 3, unscaledRowCount: 4, unforecastRowCount: 16 });
    const worse = short().p!.map((value, row) => Number(value) + (row >= 40 ? 100 : 0));
    expect(metricOf(tableOf({ ...short(), p: worse }), 'mase')).toBe(metricOf(tableOf(short()), 'mase'));
    expect(metricOf(tableOf({ ...short(), p: worse }), 'mae')).not.toBe(metricOf(tableOf(short()), 'mae'));
  });

  it('weigh nothing in the comparison of a first version with the baseline', () => {
    const evaluation = computeEvaluation(forecastCases['forecast, first version']!());
    const mase = evaluation.metrics.find(({ metric }) => metric === 'mase')!;
    expect(evaluation.rows!.series!.unforecastRowCount).toBe(12 * (4 * 7 + 14));
    expect(mase.difference!.estimate).not.toBeCloseTo(mase.challenger - mase.comparedValue!, 3);
    expect(renderEvaluationNotes(evaluation)).toContain(
      '**Baseline.** 504 of 2,100 rows have no label of one season before, so they weigh nothing in the difference from the baseline.',
    );
  });
});

describe('what the comment says of a forecast', () => {
  it('shows the first metric by horizon', () => {
    const table = renderHorizonTable(computeEvaluation(forecastCases['forecast, series and days']!()));
    expect(table.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(2 + 5);
    expect(table).toContain('| steps ahead |');
    expect(table).toContain('`mase`');
  });

  it('puts neighboring horizons together where there are many', () => {
    const many = rows(2, { h: Array.from({ length: 40 }, (_, row) => 1 + (row % 20)) });
    const config = modelConfigSchema.parse({ task: 'forecast', predictions: columns });
    const request = { ...forecastCases['forecast, first version']!(), config, challenger: tableOf(many) };
    const { horizons } = computeEvaluation(request);
    expect(horizons!.ranges.map(({ fromSteps, toSteps }) => `${fromSteps}-${toSteps}`)).toEqual([
      ...['1-2', '3-5', '6-7', '8-10'],
      ...['11-12', '13-15', '16-17', '18-20'],
    ]);
    expect(horizons!.ranges.reduce((sum, { rowCount }) => sum + rowCount, 0)).toBe(40);
  });

  it('says that a verdict is about few series', () => {
    const notes = renderEvaluationNotes(computeEvaluation(forecastCases['forecast, days of few series']!()));
    expect(notes).toContain('**Series.** The verdict is about these 3 series');
  });
});

describe('coverage', () => {
  it('can be bounded, and not be compared', () => {
    const model = modelConfigSchema.parse({ task: 'forecast', predictions: columns });
    expect(parseRule({ metric: 'coverage@0.8', 'at-most': 0.85 }, model).better).toBe('nominal');
    expect(() => parseRule({ metric: 'coverage@0.8', 'not-worse-by': 0.01 }, model)).toThrow(
      'expected equivalent-within, at-least or at-most, got another comparison',
    );
  });
});

describe('a champion of a time before quantiles', () => {
  it('is compared by what it predicts', () => {
    const numbers = rows().y as readonly number[];
    const quantiles = rows(2, { lo: numbers, hi: numbers });
    const compared = join(tableOf(quantiles), {
      columns: { ...columns, quantiles: { 0.1: 'lo', 0.9: 'hi' } },
      champion: { table: tableOf(rows()), mustMatch: true },
    });
    expect(compared.challenger.outputs).toHaveLength(2);
    expect(compared.champion?.outputs).toBeUndefined();
  });
});

describe('the digest of the rows', () => {
  it('has the scale of each series', () => {
    const { digest } = join(tableOf(rows()));
    expect(join(tableOf(rows()), { columns: { ...columns, season: 1 } }).digest).not.toBe(digest);
    expect(join(tableOf(rows(2, { p: rows().y! }))).digest).toBe(digest);
  });
});

describe('monitoring a forecast', () => {
  it('knows its performance by day, with the scale of the days that have labels', () => {
    const found = findLabeledRows({
      task: 'forecast',
      columns,
      current: { table: tableOf(rows()), where: 'current.csv' },
      labels: undefined,
      scores: undefined,
      nowMs: day(30).getTime(),
      labelsAfterMs: 0,
    });
    if (found.kind !== 'found') throw new Error(`expected rows, got none: ${found.role}`);
    const { days, metrics } = computePerformance('forecast', found.rows);
    expect(days).toHaveLength(10);
    const [mase] = metrics;
    expect(mase!.name).toBe('mase');
    // Scores are 0, 1 or 2 too high in turn; the first day has rows 0, 1, 20, 21. Scales are 18 in both series.
    expect(mase!.values[0]).toBeCloseTo((0 + 1 + 2 + 0) / 4 / 18, 12);
  });
});
