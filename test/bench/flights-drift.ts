/**
 * What monitoring says about the real flights: January 2001 is the reference, each later week and month is
 * checked as if it had just happened. Prints alerts by column, and in how many weeks the plain two-sample
 * Kolmogorov-Smirnov test on rows raises one, which README.md states. Usage: node test/bench/flights-drift.ts
 */
import { countRowAlerts, type RowSample } from './row-tests.ts';
import { contentOf } from '../ground/memory-files.ts';
import { readFile } from 'node:fs/promises';
import { readTable } from '../../src/shared/adapters/data/tables.ts';
import { modelConfigSchema } from '../../src/shared/domain/config/config.ts';
import type { Check } from '../../src/shared/domain/documents/check.ts';
import { computeCheck } from '../../src/shared/domain/monitoring/compute-check.ts';
import { computeProfile } from '../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { dayStart, parseDay } from '../../src/shared/domain/monitoring/profile/days.ts';
import { numberColumn, timeColumn } from '../../src/shared/domain/table/access.ts';
import { takeRows, type NumberColumn, type Table } from '../../src/shared/domain/table/table.ts';
import { subjectOf } from '../../src/shared/domain/report/finding-text.ts';

const HOUR_MS = 3_600_000;
const ROW_LEVEL = 0.01;
const flightsUrl = new URL('../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url);

const flights = withHour(await readTable(contentOf(await readFile(flightsUrl)), 'flights'));
const times = timeColumn(flights, 'date', 'flights');
const config = modelConfigSchema.parse({
  predictions: { id: 'id', label: 'late', score: 'p', time: 'date' },
});
const profile = computeProfile(slice('2001-01-01', '2001-02-01'), { where: 'January', time: 'date' });
console.log(`profile of January: ${(JSON.stringify(profile).length / 1024).toFixed(0)} KB\n`);

const weeks = Array.from({ length: 21 }, (_, week) => {
  const start = parseDay('2001-02-01') + 7 * week;
  return [isoDay(start), isoDay(start + 7)] as const;
});
const months = ['02', '03', '04', '05', '06'].map(
  (month, i) => [`2001-${month}-01`, `2001-0${i + 3}-01`] as const,
);
printChecks('weeks', weeks);
printChecks('months', months);
printRowTests();

/** The weeks against January, as if each row stood for itself. */
function printRowTests(): void {
  console.log(`two-sample Kolmogorov-Smirnov test on rows, p < ${ROW_LEVEL}`);
  const january = slice('2001-01-01', '2001-02-01');
  const weekTables = weeks.map(([from, to]) => slice(from, to));
  for (const name of ['delay', 'hour', 'distance']) {
    const valuesOf = (table: Table): RowSample => numberColumn(table, name, 'flights');
    const count = countRowAlerts(valuesOf(january), weekTables.map(valuesOf), ROW_LEVEL);
    console.log(`  ${name.padEnd(9)} ${count} of ${weeks.length} weeks`);
  }
}

function printChecks(title: string, windows: readonly (readonly [string, string])[]): void {
  console.log(title);
  const earlier: Check[] = [];
  for (const [from, to] of windows) {
    const table = slice(from, to);
    const current = { path: 'current', sha256: '0'.repeat(64), table };
    const nowMs = dayStart(parseDay(to));
    const profileDigest = '0'.repeat(64);
    const check = computeCheck({
      model: 'flights',
      version: '1.0.0',
      config,
      profile,
      profileDigest,
      current,
      earlier,
      nowMs,
    });
    earlier.unshift(check);
    const columns = check.findings
      .filter(({ kind, outcome }) => kind === 'drift' || outcome !== 'ok')
      .map((finding) => {
        const { outcome, test, effect } = finding;
        const size = effect === undefined ? '' : ` ${effect.value.toFixed(3)}`;
        const found = test === undefined ? finding.detail.code : `p ${test.p.toPrecision(2)}`;
        return `${subjectOf(finding)} ${found}${size} ${outcome}`;
      });
    console.log(`  ${from}  ${check.decision.kind.padEnd(17)}  ${columns.join(' · ')}`);
  }
  console.log();
}

function slice(from: string, to: string): Table {
  const [fromMs, toMs] = [dayStart(parseDay(from)), dayStart(parseDay(to))];
  const rows: number[] = [];
  times.forEach((time, row) => {
    if (time >= fromMs && time < toMs) rows.push(row);
  });
  return takeRows(flights, Int32Array.from(rows));
}

function withHour(table: Table): Table {
  const values = timeColumn(table, 'date', 'flights').map((time) => Math.floor(time / HOUR_MS) % 24);
  const hour: NumberColumn = { kind: 'number', name: 'hour', values };
  return { ...table, columns: [...table.columns, hour] };
}

function isoDay(day: number): string {
  return new Date(dayStart(day)).toISOString().slice(0, 10);
}
