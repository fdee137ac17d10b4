/** Each study of this folder under its name, longest first: they are run side by side. */
import { measureBoundaries } from './boundaries.ts';
import { measureCeilings } from './ceilings.ts';
import { measureChallengers } from './challengers.ts';
import { measureCreep } from './creep.ts';
import { measureDetection } from './detection.ts';
import { measureHeavyWeights } from './heavy-weights.ts';
import { measureLasting } from './lasting.ts';
import { measureLongTails } from './long-tails.ts';
import { measureLooks } from './looks.ts';
import { measureMonitor } from './monitor/monitor.ts';
import { measureQuantiles } from './quantiles.ts';
import { measureRankCeilings } from './rank-ceilings.ts';
import type { Rate } from './rate.ts';
import { measureRelative } from './relative.ts';
import { measureRivals } from './rivals/rivals.ts';
import { measureRunCosts } from './run-costs.ts';
import { measureSlices } from './slices.ts';
import { measureTasks } from './tasks/task-rates.ts';
import { measureTrainingLuck } from './training-luck.ts';

export interface Study {
  readonly rates: readonly Rate[];
  /** Markdown tables of its own, beside the rows of the common one. */
  readonly tables: readonly string[];
}

const withoutTables = (rates: readonly Rate[]): Study => ({ rates, tables: [] });

export const studies = {
  tasks: measureTasks,
  boundaries: () => withoutTables(measureBoundaries()),
  ceilings: () => withoutTables(measureCeilings()),
  rankCeilings: () => withoutTables(measureRankCeilings()),
  monitor: measureMonitor,
  rivals: measureRivals,
  creep: () => withoutTables(measureCreep()),
  looks: () => withoutTables(measureLooks()),
  challengers: () => withoutTables(measureChallengers()),
  training: () => withoutTables(measureTrainingLuck()),
  slices: () => withoutTables(measureSlices()),
  detection: () => withoutTables(measureDetection()),
  longTails: () => withoutTables(measureLongTails()),
  relative: () => withoutTables(measureRelative()),
  heavyWeights: () => withoutTables(measureHeavyWeights()),
  quantiles: () => withoutTables(measureQuantiles()),
  runCosts: () => withoutTables(measureRunCosts()),
  lasting: () => withoutTables(measureLasting()),
} as const satisfies Readonly<Record<string, () => Study | Promise<Study>>>;

export type StudyName = keyof typeof studies;
