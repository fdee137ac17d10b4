/**
 * The rate of false alarms of everything that can open an issue, over windows in which nothing changes, and what the
 * same windows show when something does. Measured with more windows than here: docs/statistics.md.
 */
import { describe, expect, test } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import { computeCheck } from '../../../src/shared/domain/monitoring/compute-check.ts';
import { computeProfile } from '../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { createRandomNumbers } from '../../../src/shared/domain/statistics/random-numbers.ts';
import type { Column, Table } from '../../../src/shared/domain/table/table.ts';
import { createUnchangedWindow, type UnchangedDesign } from './unchanged-data.ts';

const WORLDS = 20;
const config = modelConfigSchema.parse({ predictions: { id: 'id', label: 'y', score: 'p', time: 'date' } });

function checkWorlds(
  design: UnchangedDesign,
  worlds: number,
  change: (column: Column) => Column = (column) => column,
): readonly Check[] {
  const random = createRandomNumbers(20_261_126);
  return Array.from({ length: worlds }, (_, world) => {
    const { reference, current, nowMs } = createUnchangedWindow(design, random);
    const table: Table = { ...current, columns: current.columns.map((column) => change(column)) };
    return computeCheck({
      ...{ model: 'm', version: '1.0.0', config, earlier: [], nowMs, profileDigest: 'a'.repeat(64) },
      profile: computeProfile(reference, { where: 'reference', time: 'date' }),
      current: { path: 'current', sha256: String(world).padStart(64, '0'), table },
    });
  });
}

/** `subject code` of every alert. */
function alertsIn(checks: readonly Check[]): readonly string[] {
  return checks
    .flatMap(({ findings }) => findings)
    .filter(({ outcome }) => outcome === 'alert')
    .map(({ subject, detail }) => `${subject} ${detail.code}`);
}

describe.each([
  ['a week against eight', { referenceDays: 56, windowDays: 7, rowsPerDay: 60 }],
  ['a day against 35', { referenceDays: 35, windowDays: 1, rowsPerDay: 100 }],
  ['a week of few rows', { referenceDays: 56, windowDays: 7, rowsPerDay: 15 }],
])('%s', (_, design) => {
  test('raises no alert where nothing changes', () => {
    expect(alertsIn(checkWorlds(design, WORLDS))).toEqual([]);
  });
});

test('what changes in the same windows is found', () => {
  const design = { referenceDays: 56, windowDays: 7, rowsPerDay: 60 };
  const missing = (column: Column, every: number): Column =>
    column.kind === 'number'
      ? { ...column, values: column.values.map((value, row) => (row % every === 0 ? NaN : value)) }
      : column;
  const changed = alertsIn(
    checkWorlds(design, 5, (column) => {
      if (column.name === 'amount') return missing(column, 5);
      if (column.name === 'rarely') return missing(column, 10);
      if (column.kind !== 'category') return column;
      if (column.name === 'item')
        return { ...column, categories: column.categories.map((category) => `new ${category}`) };
      if (column.name !== 'city') return column;
      const rare = column.categories.indexOf('level-90');
      return { ...column, codes: column.codes.map((code, row) => (row % 12 === 0 ? code : rare)) };
    }),
  );
  const expected = [
    'amount missing-values',
    'rarely missing-values',
    'item new-categories',
    'city category-',
  ];
  for (const finding of expected) {
    expect(changed.filter((alert) => alert.startsWith(finding)).length, finding).toBe(5);
  }
});
