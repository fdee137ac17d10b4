/**
 * Current data of which no row is in the window, or whose columns have no values: the check is recorded, no number in it
 * is the quotient of nothing, and it says that no row was looked at.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderIssueBody, renderIssueTitle } from '../../../actions/monitor/steps/issue-text.ts';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { checkSchema, type Check } from '../../../src/shared/domain/documents/check.ts';
import { parseDocument, serializeDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { computeCheck } from '../../../src/shared/domain/monitoring/compute-check.ts';
import { countTable } from '../../../src/shared/domain/monitoring/counts/count-table.ts';
import type { Profile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import { currentOptions } from '../../../src/shared/domain/monitoring/read-kinds.ts';
import { describeDecision } from '../../../src/shared/domain/report/decision-text.ts';
import { describeFinding } from '../../../src/shared/domain/report/finding-text.ts';
import { takeRows, type Table } from '../../../src/shared/domain/table/table.ts';
import { checkData, dailyRows, tableOfRows, type Row } from '../../ground/check-data.ts';

const NOW = '2026-03-10T00:00:00Z';
const CITIES = ['Bern', 'Graz', 'Ulm'];

/** `ratio` is infinite on some rows, `rare` is mostly missing. */
const rowsOf = (from: string, days: number): readonly Row[] =>
  dailyRows({ from, days, perDay: 6 }, (row, day) => ({
    ...{ id: `${from}-${row}`, date: `${day}T12:00:00Z`, y: row % 2, p: ((row * 7) % 10) / 10 },
    ...{ amount: ((row * 37) % 101) / 7, ratio: row % 11 === 0 ? 'inf' : row % 13 },
    ...{ city: CITIES[row % 3], rare: row % 50 === 0 ? row % 4 : undefined, seen: `${day}T08:00:00Z` },
  }));
const reference = rowsOf('2026-01-19', 35);
const week = rowsOf('2026-03-02', 7);

const BLANKABLE = ['date', 'amount', 'ratio', 'city', 'rare', 'seen', 'y', 'p'];
const dates: Readonly<Record<string, (row: Row) => Row>> = {
  kept: (row) => row,
  missing: (row) => ({ ...row, date: undefined }),
  future: (row) => ({ ...row, date: '2031-01-01T00:00:00Z' }),
  text: (row) => ({ ...row, date: '04/01/2026' }),
};

const cases = fc.record({
  rows: fc.constantFrom(0, 1, 12, week.length),
  date: fc.constantFrom(...Object.keys(dates)),
  blank: fc.subarray(BLANKABLE),
  windowDays: fc.constantFrom(undefined, 1, 7),
  reference: fc.constantFrom('whole', 'blank'),
  contract: fc.boolean(),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

const CONTRACT = { columns: { amount: { type: 'number', min: 0 }, city: { type: 'text' } } };

function currentOf({ rows, date, blank }: Case): readonly Row[] {
  return week
    .slice(0, Math.max(1, rows))
    .map((row) => ({ ...dates[date]?.(row), ...Object.fromEntries(blank.map((name) => [name, undefined])) }));
}

function checkCase(one: Case): Check {
  const known =
    one.reference === 'blank'
      ? reference.map((row) => ({ ...row, amount: undefined, city: undefined }))
      : reference;
  return checkData({
    ...{ reference: known, current: currentOf(one), now: NOW },
    // Fewer draws: what they give is not looked at here.
    monitor: { 'false-alarms': '50 per year' },
    // A file of a header alone does not come so far.
    ...(one.rows === 0 && { changeCurrent: (table: Table) => takeRows(table, new Int32Array()) }),
    ...(one.windowDays !== undefined && { windowDays: one.windowDays }),
    ...(one.contract && { contract: CONTRACT }),
  });
}

function textsOf(check: Check): string {
  const text = {
    ...({ check, issueKind: 'data-quality', earlier: [], state: { since: NOW }, retraining: '' } as const),
    ...{ runUrl: 'https://example.test/run', releaseUrl: 'https://example.test/release' },
  };
  return [
    describeDecision(check.decision, '1.0.0'),
    ...check.findings.map(describeFinding),
    renderIssueTitle(text),
    renderIssueBody(text),
  ].join('\n');
}

/** Unless the contract is what decides, as it stands before all other rules about the data. */
function expectNotLookedAt(check: Check): void {
  expect(check.findings).toContainEqual(
    expect.objectContaining({ outcome: 'alert', detail: expect.objectContaining({ code: 'no-data' }) }),
  );
  expect(['unusable-data', 'no-fresh-data', 'contract-broken']).toContain(check.decision.rule.code);
  expect(check.columns?.filter(({ checks }) => checks === 'values' || checks === 'distribution')).toEqual([]);
  expect(check.contract?.dimensions.reduce((sum, { checkedRows }) => sum + checkedRows, 0) ?? 0).toBe(0);
  expect(check.findings.filter(({ kind }) => kind === 'drift')).toEqual([]);
}

describe('a check of no rows, or of columns without values', () => {
  it('is recorded, has no quotient of nothing, and calls nothing fine that was not looked at', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const check = checkCase(one);
        const written = serializeDocument(checkSchema, check);
        expect(parseDocument(checkSchema, Buffer.from(written), 'check.json').findings).toHaveLength(
          check.findings.length,
        );
        expect(textsOf(check)).not.toMatch(/NaN/);
        if (check.current?.rows === 0) expectNotLookedAt(check);
      }),
      { seed: 15, numRuns: 40 },
    );
  });

  it.each([
    ['future', 7, 'unusable-data', 'no-rows'],
    ['missing', 7, 'unusable-data', 'no-rows'],
    ['missing', undefined, 'unusable-data', 'no-times'],
  ] as const)('%s times, window of %s days', (date, windowDays, rule, cause) => {
    const one = {
      rows: week.length,
      date,
      blank: [],
      windowDays,
      reference: 'whole',
      contract: false,
    } as const;
    const check = checkCase({ ...one, blank: [...one.blank] });
    expect(check.decision.rule.code).toBe(rule);
    expect(check.findings).toContainEqual(
      expect.objectContaining({ detail: { code: 'not-evaluated', cause } }),
    );
    const isEmpty = windowDays !== undefined;
    expect(check.findings.some(({ detail }) => detail.code === 'no-data')).toBe(isEmpty);
    expect(describeDecision(check.decision, '1.0.0').includes('no row was looked at')).toBe(isEmpty);
    expect(textsOf(check).includes('no row was looked at')).toBe(isEmpty);
  });

  it('is an alert where the reference has hardly a time either, so that no fault of the times is one', () => {
    const undated = (rows: readonly Row[], kept: number): readonly Row[] =>
      rows.map((row, index) => (index % kept === 0 ? row : { ...row, date: undefined }));
    const current = week.map((row, index) => ({
      ...row,
      date: index === 0 ? '2031-01-01T00:00:00Z' : undefined,
    }));
    const check = checkData({ reference: undated(reference, 30), current, now: NOW, windowDays: 7 });
    expect(check.current?.rows).toBe(0);
    expectNotLookedAt(check);
  });
});

describe('counts of no rows', () => {
  it.each(['missing', 'future'])('are an alert too: %s times', (date) => {
    let profile: Profile | undefined;
    const keep = (made: Profile): Profile => (profile = made);
    checkData({ reference, current: week, now: NOW, changeProfile: keep });
    if (profile === undefined) throw new RangeError('expected a profile');
    const config = modelConfigSchema.parse({ task: 'binary', contract: CONTRACT });
    const rows = week.map((row) => dates[date]?.(row) ?? row);
    const table = tableOfRows(rows, currentOptions(profile, config));
    const profileDigest = 'a'.repeat(64);
    const counts = countTable({ table, where: 'current', profile, reference: profileDigest });
    const check = computeCheck({
      ...{ model: 'm', version: '1.0.0', profile, profileDigest, earlier: [], nowMs: Date.parse(NOW) },
      config,
      current: { path: 'c.json', sha256: 'b'.repeat(64), counts, timeZone: undefined, windowDays: 7 },
    });
    serializeDocument(checkSchema, check);
    expect(check.current?.rows).toBe(0);
    expectNotLookedAt(check);
    expect(textsOf(check)).toContain('no row was looked at');
    expect(textsOf(check)).not.toMatch(/NaN/);
  });
});
