/**
 * Windows of a real table in which nothing was changed, each with the 56 days that it is compared with, and the check of
 * it as the action computes it.
 */
import { createHash } from 'node:crypto';
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import { computeCheck } from '../../../src/shared/domain/monitoring/compute-check.ts';
import { computeReference } from '../../../src/shared/domain/monitoring/compute-reference.ts';
import type { Profile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { endOf, type DayOfTable, type RealTable } from './real-tables.ts';

/** Eight weeks; and less than four, which are too few windows for an error rate. */
const REFERENCE_DAYS = 56;
export const SHORT_REFERENCE_DAYS = 21;

/**
 * Random: days drawn from the stretch. Inside: neighboring days with reference before and behind. Next: the days behind
 * the reference and those behind them, which is how checks run, and no strict null, because seasons continue.
 */
export type WindowKind = 'random' | 'inside' | 'next';

export interface Draw {
  readonly kind: WindowKind;
  readonly reference: readonly DayOfTable[];
  /** One window, or two in a row. */
  readonly windows: readonly (readonly DayOfTable[])[];
}

export function drawWindows(
  { days }: RealTable,
  {
    kind,
    windowDays,
    referenceDays = REFERENCE_DAYS,
  }: { readonly kind: WindowKind; readonly windowDays: number; readonly referenceDays?: number },
  random: () => number,
): Draw {
  const count = kind === 'next' ? 2 : 1;
  const length = referenceDays + count * windowDays;
  const start = Math.floor(random() * (days.length - length + 1));
  const stretch = days.slice(start, start + length);
  if (kind === 'next') {
    const reference = stretch.slice(0, referenceDays);
    const first = stretch.slice(referenceDays, referenceDays + windowDays);
    return { kind, reference, windows: [first, stretch.slice(referenceDays + windowDays)] };
  }
  const chosen = kind === 'random' ? drawDays(length, windowDays, random) : runOf(length, windowDays, random);
  return {
    kind,
    reference: stretch.filter((_, position) => !chosen.has(position)),
    windows: [stretch.filter((_, position) => chosen.has(position))],
  };
}

function drawDays(length: number, count: number, random: () => number): ReadonlySet<number> {
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(Math.floor(random() * length));
  return drawn;
}

function runOf(length: number, count: number, random: () => number): ReadonlySet<number> {
  const start = Math.floor(random() * (length - count + 1));
  return new Set(Array.from({ length: count }, (_, position) => start + position));
}

/** Makes the check of each window, with what `change` does to its rows; the second check knows the first. */
export type RunChecks = (change?: (current: Table) => Table) => readonly Check[];

/** The reference is profiled once, however often its windows are checked. */
export function prepareChecks(table: RealTable, { reference, windows }: Draw): RunChecks {
  const profile = profileOf(table, reference);
  const profileDigest = digest(`${table.name} ${reference.map(({ day }) => day).join(' ')}`);
  return (change = (current) => current) => {
    const checks: Check[] = [];
    for (const window of windows) {
      checks.push(
        computeCheck({
          ...{ model: 'm', version: '1.0.0', config: table.config, profile, profileDigest },
          current: {
            path: 'current',
            sha256: digest(window.map(({ day }) => day).join(' ')),
            table: change(table.rowsOf(window)),
          },
          earlier: [...checks].reverse(),
          nowMs: endOf([...reference, ...window]),
        }),
      );
    }
    return checks;
  };
}

export function profileOf({ config, rowsOf }: RealTable, days: readonly DayOfTable[]): Profile {
  const training = { table: rowsOf(days), where: 'reference' };
  return computeReference({ config, training, predictions: training });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
