/**
 * Seeded rows for golden evaluations, as tables of predictions: groups share a shock, so that groups and rows say
 * different things, and shocks can resemble their neighbors'.
 */
import { createWorld } from '../../statistics/grouped/simulation.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';
import { tableOf } from '../tables.ts';

const DAY_MS = 86_400_000;
/** A Thursday: weeks from Monday begin within the rows. */
const FIRST_DAY_MS = Date.UTC(2001, 1, 1);

export interface SampleOptions {
  readonly task: 'binary' | 'regression';
  readonly count: number;
  readonly groupOf: (row: number) => number;
  readonly seed?: number;
  /** Of neighboring groups' shocks. Without it there are no shocks. */
  readonly correlation?: number;
  /** The target from which on a label is 1. */
  readonly cut?: number;
  /** Instead of the label that the target gives. */
  readonly labelOf?: (row: number, target: number) => number;
  /** Added to every prediction of the challenger for a group. */
  readonly errorOf?: (group: number) => number;
}

export interface Sample {
  readonly labels: readonly number[];
  readonly champion: Table;
  readonly challenger: Table;
}

export function sampleRows(options: SampleOptions): Sample {
  const { task, count, groupOf, seed = 29, correlation, cut = 0.5, labelOf, errorOf = () => 0 } = options;
  const world = createWorld(seed);
  const rows = Array.from({ length: count }, (_, row) => {
    const truth = world.normal();
    const target = truth + world.normal();
    const label = task === 'binary' ? Number(target > cut) : target;
    return { row, truth, group: groupOf(row), label: labelOf?.(row, target) ?? label };
  });
  const groups = 1 + Math.max(...rows.map(({ group }) => group));
  const predict = (skill: number, error: (group: number) => number): Table => {
    const shocks = correlation === undefined ? [] : drawShocks(groups, correlation, world.normal);
    return describe(rows, ({ truth, group }) => {
      const signal = skill * truth + (1 - skill) * world.normal() + (shocks[group] ?? 0) + error(group);
      return task === 'binary' ? Math.round(100 / (1 + Math.exp(-signal))) / 100 : signal;
    });
  };
  const champion = predict(0.5, () => 0);
  return { labels: rows.map(({ label }) => label), champion, challenger: predict(0.8, errorOf) };
}

interface SampleRow {
  readonly row: number;
  readonly truth: number;
  readonly group: number;
  readonly label: number;
}

function describe(rows: readonly SampleRow[], scoreOf: (row: SampleRow) => number): Table {
  return tableOf({
    id: rows.map(({ row }) => `r${row}`),
    y: rows.map(({ label }) => label),
    p: rows.map(scoreOf),
    user: rows.map(({ group }) => `u${group}`),
    at: rows.map(({ group }) => new Date(FIRST_DAY_MS + group * DAY_MS)),
  });
}

function drawShocks(count: number, correlation: number, normal: () => number): readonly number[] {
  const shocks: number[] = [];
  for (let group = 0; group < count; group += 1) {
    const before = shocks.at(-1) ?? normal();
    shocks.push(correlation * before + Math.sqrt(1 - correlation ** 2) * normal());
  }
  return shocks;
}
