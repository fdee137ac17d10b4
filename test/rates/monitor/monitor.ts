/**
 * The promise `false-alarms: 1 per year` on real tables: how often a whole check decides to act or opens an issue
 * where nothing was changed, and what it finds of faults that are planted into the same weeks.
 */
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import { createRandomNumbers } from '../../../src/shared/domain/statistics/random-numbers.ts';
import { renderTable } from '../../../src/shared/domain/text/markdown-table.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from '../rate.ts';
import { measureProposedContract } from './contract-rates.ts';
import { faults, type Fault } from './faults.ts';
import { readRealTables, withoutTimes, type RealTable } from './real-tables.ts';
import {
  drawWindows,
  prepareChecks,
  SHORT_REFERENCE_DAYS,
  type RunChecks,
  type WindowKind,
} from './windows.ts';

const SEED = 20_261_126;
const WEEK_DAYS = 7;
/** Of each kind of window and table, and half of them where two windows in a row are one draw. */
const DRAWS = 24;
const DAILY_DRAWS = 12;
const FAULT_DRAWS = 10;

export interface MonitorRates {
  readonly rates: readonly Rate[];
  /** Markdown tables. */
  readonly tables: readonly string[];
}

export async function measureMonitor(): Promise<MonitorRates> {
  const tables = await readRealTables();
  const [weekly, daily] = [checkUnchanged(tables, WEEK_DAYS), checkUnchanged(tables, 1)];
  const short = checkUnchanged(tables, WEEK_DAYS, SHORT_REFERENCE_DAYS);
  const untimed = checkUnchanged(tables.map(withoutTimes), WEEK_DAYS);
  const weeks = tables.map((table) => ({ table, weeks: prepareWeeks(table) }));
  const planted = faults.map((fault) => plantFault(weeks, fault));
  const retrained = planted.reduce((sum, { retrainings }) => sum + retrainings, 0);
  return {
    rates: [
      unchangedRate('a week of a real table against 56 days', weekly, WEEK_DAYS),
      unchangedRate('a day of a real table against 56 days', daily, 1),
      unchangedRate('a week of a real table against 21 days', short, WEEK_DAYS),
      unchangedRate('a week of a real table without times', untimed, WEEK_DAYS),
      measureProposedContract(tables),
      {
        what: 'another unit or other names planted into a week: the decision is to retrain',
        stated: 'never',
        measured: String(retrained),
        holds: retrained === 0,
      },
    ],
    tables: [renderUnchanged(tables, weekly, daily), renderFaults(tables, planted)],
  };
}

interface TableChecks {
  readonly table: string;
  readonly checks: readonly Check[];
}

function checkUnchanged(
  tables: readonly RealTable[],
  windowDays: number,
  referenceDays?: number,
): readonly TableChecks[] {
  // One day has no neighbors to be drawn without.
  const draws = windowDays === 1 ? DAILY_DRAWS : DRAWS;
  const kinds: readonly WindowKind[] = windowDays === 1 ? ['inside', 'next'] : ['random', 'inside', 'next'];
  return tables.map((table) => {
    const random = createRandomNumbers(SEED);
    const checks = kinds.flatMap((kind) =>
      Array.from({ length: (draws / (kind === 'next' ? 2 : 1)) * sizeFactor() }, () =>
        prepareChecks(
          table,
          drawWindows(
            table,
            { kind, windowDays, ...(referenceDays !== undefined && { referenceDays }) },
            random,
          ),
        )(),
      ).flat(),
    );
    return { table: table.name, checks };
  });
}

/** It decides to act, or opens an issue although there is nothing to do. */
function raises({ decision, findings }: Check): boolean {
  return decision.kind !== 'none' || findings.some(({ outcome }) => outcome === 'alert');
}

function unchangedRate(span: string, ofTables: readonly TableChecks[], windowDays: number): Rate {
  const checks = ofTables.flatMap((ofTable) => ofTable.checks);
  const [acting, budget] = [checks.filter(raises).length, windowDays / 365];
  return {
    what: `${span}, nothing changed: the check decides to act or opens an issue`,
    stated: `${percent(budget)} (1 a year)`,
    measured: `${percent(acting / checks.length)} (${acting} of ${checks.length})`,
    holds: acting / checks.length <= budget + monteCarloError(budget, checks.length),
  };
}

function renderUnchanged(
  tables: readonly RealTable[],
  weekly: readonly TableChecks[],
  daily: readonly TableChecks[],
): string {
  const cells = (ofTables: readonly TableChecks[]): readonly string[] =>
    ofTables.map(({ checks }) => `${checks.filter(raises).length} of ${checks.length}`);
  return renderTable(columnsOf('nothing changed: checks that decide to act or open an issue', tables), [
    ['weeks', ...cells(weekly)],
    ['because of', ...weekly.map(({ checks }) => reasonsOf(checks))],
    ['days', ...cells(daily)],
    ['because of', ...daily.map(({ checks }) => reasonsOf(checks))],
  ]);
}

/** `missing values of isig` */
function reasonsOf(checks: readonly Check[]): string {
  const alerts = checks
    .flatMap(({ findings }) => findings)
    .filter(({ outcome }) => outcome === 'alert')
    .map(({ subject = 'the data', detail }) => `${detail.code.replaceAll('-', ' ')} of ${subject}`);
  return [...new Set(alerts)].sort().join(', ');
}

interface PlantedFault {
  readonly fault: Fault;
  /** `10 of 10`, one a table; empty where the table has no such column. */
  readonly found: readonly string[];
  /** Decisions to retrain on values that are only written otherwise. */
  readonly retrainings: number;
}

interface PreparedTable {
  readonly table: RealTable;
  readonly weeks: readonly RunChecks[];
}

function prepareWeeks(table: RealTable): readonly RunChecks[] {
  const random = createRandomNumbers(SEED);
  return Array.from({ length: FAULT_DRAWS * sizeFactor() }, () =>
    prepareChecks(table, drawWindows(table, { kind: 'inside', windowDays: WEEK_DAYS }, random)),
  );
}

function plantFault(tables: readonly PreparedTable[], fault: Fault): PlantedFault {
  let retrainings = 0;
  const found = tables.map(({ table: { name }, weeks }) => {
    const plant = fault.plant(name);
    if (plant === undefined) return '';
    const checks = weeks.flatMap((run) => run(plant));
    if (fault.isRewritten) retrainings += checks.filter(({ decision }) => decision.kind === 'retrain').length;
    return `${checks.filter((check) => fault.isFound(check, name)).length} of ${checks.length}`;
  });
  return { fault, found, retrainings };
}

function renderFaults(tables: readonly RealTable[], planted: readonly PlantedFault[]): string {
  return renderTable(
    columnsOf('planted into a week: weeks in which it is found', tables),
    planted.map(({ fault, found }) => [fault.name, ...found]),
  );
}

function columnsOf(title: string, tables: readonly RealTable[]) {
  return [{ title }, ...tables.map(({ name }) => ({ title: `\`${name}\``, align: 'right' as const }))];
}
