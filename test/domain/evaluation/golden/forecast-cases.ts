/** Golden evaluations of forecasts: many series and few, quantiles, horizons, a first version, scales and labels apart. */
import { modelConfigSchema } from '../../../../src/shared/domain/config/config.ts';
import type { EvaluationRequest } from '../../../../src/shared/domain/evaluation/compute-evaluation.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';
import { runRecord } from '../../../ground/run-record.ts';
import { createWorld } from '../../statistics/grouped/simulation.ts';
import { tableOf } from '../tables.ts';

const DAYS = 35;
const HORIZONS = [1, 2, 3, 7, 8];
const FIRST_DAY = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;

/** @param noise of the forecast, as a part of the level of a series; it grows with the horizon. */
function predictionsOf(seriesCount: number, noise: number, seed: number): Table {
  const [truth, world] = [createWorld(5), createWorld(seed)];
  const rows = Array.from({ length: seriesCount * DAYS }, (_, index) => {
    const [series, day] = [Math.floor(index / DAYS), index % DAYS];
    const level = 10 * (1 + (series % 4));
    const label = Number((level * (2 + Math.sin((2 * Math.PI * day) / 7) + 0.3 * truth.normal())).toFixed(2));
    return HORIZONS.map((horizon) => {
      const spread = level * noise * (1 + 0.1 * horizon);
      const score = Number((label + spread * world.normal()).toFixed(2));
      return { series, day, horizon, label, score, spread, level };
    });
  }).flat();
  return tableOf({
    shop: rows.map(({ series }) => `s${series}`),
    day: rows.map(({ day }) => new Date(FIRST_DAY + day * DAY_MS)),
    ahead: rows.map(({ horizon }) => horizon),
    sold: rows.map(({ label }) => label),
    forecast: rows.map(({ score }) => score),
    p10: rows.map(({ score, spread }) => score - spread),
    p90: rows.map(({ score, spread }) => score + spread),
    usual: rows.map(({ level }) => level),
  });
}

interface Case {
  readonly predictions?: Readonly<Record<string, unknown>>;
  readonly seriesCount?: number;
  readonly first?: true;
  readonly labels?: true;
}

function request({ predictions, seriesCount = 12, first, labels }: Case): EvaluationRequest {
  return {
    model: 'm',
    gate: 'gate',
    config: modelConfigSchema.parse({
      task: 'forecast',
      predictions: {
        ...{ series: 'shop', time: 'day', horizon: 'ahead', label: 'sold', score: 'forecast' },
        ...{ season: 7, quantiles: { 0.1: 'p10', 0.9: 'p90' } },
        ...predictions,
      },
      gate: [
        { metric: 'mase', 'superior-by': 0 },
        { metric: 'wape', 'not-worse-by': 0.01 },
        { metric: 'coverage@0.8', 'at-least': 0.6 },
        { metric: 'pinball@0.9', 'not-worse-by': 0.1, relative: true },
      ],
    }),
    run: runRecord(),
    challenger: predictionsOf(seriesCount, 0.2, 17),
    champion: first
      ? undefined
      : {
          ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
          predictions: { table: predictionsOf(seriesCount, 0.25, 31), source: 'scored' },
          metrics: undefined,
        },
    labels: labels && predictionsOf(seriesCount, 0, 1),
  };
}

export const forecastCases: Readonly<Record<string, () => EvaluationRequest>> = {
  'forecast, series and days': () => request({}),
  'forecast, days of few series': () => request({ seriesCount: 3 }),
  'forecast, first version': () => request({ first: true }),
  'forecast, weeks as groups, and a scale': () => request({ predictions: { group: 'week', scale: 'usual' } }),
  'forecast, labels apart': () => request({ labels: true }),
};
