/** The slow clock of a year: how often it gives an alert where nothing changed, and how soon it finds a loss that lasts. */
import {
  lossProbability,
  measureLastingChange,
  MOST_WINDOWS,
} from '../../src/shared/domain/monitoring/performance/lasting-loss.ts';
import { levelOfLastingLosses } from '../../src/shared/domain/monitoring/drift/alert-levels.ts';
import { BUDGET_SHARES } from '../../src/shared/domain/monitoring/quality/false-alarm-budget.ts';
import { normalQuantile } from '../../src/shared/domain/statistics/normal.ts';
import { createRandomNumbers } from '../../src/shared/domain/statistics/random-numbers.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from './rate.ts';

const WORLDS = 1000;
const REFERENCE_WEEKS = 8;
const YEAR_WEEKS = 52;
const QUARTER_WEEKS = 13;
/** Of a weekly metric, in standard deviations of its weeks. */
const LOSS = 2;
const FOUND = 0.8;

export function measureLasting(): readonly Rate[] {
  const worlds = WORLDS * sizeFactor();
  const random = createRandomNumbers(6);
  const share = (world: Omit<World, 'random'>): number => {
    let raised = 0;
    for (let i = 0; i < worlds; i++) if (raisesAlert({ ...world, random })) raised++;
    return raised / worlds;
  };
  const budget = BUDGET_SHARES['lasting-losses'];
  return [
    ...[0, 0.3, 0.5].map((autocorrelation): Rate => {
      const measured = share({ autocorrelation, weeks: YEAR_WEEKS, loss: 0 });
      return {
        what: `a year of weekly metrics against ${REFERENCE_WEEKS} weeks, nothing changed, weeks correlated by ${autocorrelation}: the slow clock gives an alert`,
        stated: `at most ${percent(budget)}`,
        measured: percent(measured),
        holds: measured <= budget + monteCarloError(budget, worlds),
      };
    }),
    ...[0, 0.3].map((autocorrelation): Rate => {
      const measured = share({ autocorrelation, weeks: QUARTER_WEEKS, loss: LOSS });
      return {
        what: `a loss of ${LOSS} standard deviations of a week that lasts, weeks correlated by ${autocorrelation}: found within ${QUARTER_WEEKS} weeks`,
        stated: `at least ${percent(FOUND)}`,
        measured: percent(measured),
        holds: measured >= FOUND - monteCarloError(FOUND, worlds),
      };
    }),
  ];
}

interface World {
  readonly autocorrelation: number;
  readonly weeks: number;
  readonly loss: number;
  readonly random: () => number;
}

function raisesAlert({ autocorrelation, weeks, loss, random }: World): boolean {
  const level = levelOfLastingLosses({ falseAlarmsPerYear: 1, windowDays: 7, columns: 1 });
  const values = correlated(REFERENCE_WEEKS + weeks, autocorrelation, random);
  const reference = values.slice(0, REFERENCE_WEEKS);
  const worse = values.slice(REFERENCE_WEEKS).map((value) => value + loss);
  return worse.some((_, week) => {
    const change = measureLastingChange(reference, worse.slice(0, week + 1).slice(-MOST_WINDOWS));
    return change !== undefined && lossProbability(change, 1) <= level;
  });
}

/** Normal, with standard deviation 1, each like its neighbor by the autocorrelation. */
function correlated(count: number, autocorrelation: number, random: () => number): readonly number[] {
  const normal = (): number => normalQuantile(Math.min(1 - 1e-12, random() + 2 ** -33));
  let value = normal();
  return Array.from({ length: count }, (_, week) => {
    if (week > 0) value = autocorrelation * value + Math.sqrt(1 - autocorrelation ** 2) * normal();
    return value;
  });
}
