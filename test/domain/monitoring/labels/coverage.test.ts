/** Labels and scores that do not reach the rows: how many did, and the true reason why the model is not evaluated. */
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../../src/shared/domain/documents/check.ts';
import { describeDecision } from '../../../../src/shared/domain/report/decision-text.ts';
import { describeFinding } from '../../../../src/shared/domain/report/finding-text.ts';
import { checkData, dailyRows, type CheckedData, type Row } from '../../../ground/check-data.ts';

const PER_DAY = 20;

function rowsOf(from: string, days: number, firstId: number): readonly Row[] {
  return dailyRows({ from, days, perDay: PER_DAY }, (row, day) => {
    const p = ((row * 37) % 100) / 100;
    return {
      ...{ id: firstId + row, date: `${day}T12:00:00Z`, amount: ((row * 7919) % 101) / 10 },
      ...{ p, y: (row * 53) % 100 < 100 * p ? 1 : 0 },
    };
  });
}

const reference = rowsOf('2026-01-05', 56, 1);
const week = rowsOf('2026-03-02', 7, 100_000);
const without = (rows: readonly Row[], ...names: readonly string[]): readonly Row[] =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name))));
const only = (rows: readonly Row[], ...names: readonly string[]): readonly Row[] =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name))));
const spelled = (rows: readonly Row[], spell: (id: string) => string): readonly Row[] =>
  rows.map((row) => ({ ...row, id: spell(String(row.id)) }));

function check(current: readonly Row[], options: Partial<CheckedData> = {}): Check {
  return checkData({ reference, current, now: '2026-03-12T00:00:00Z', ...options });
}

const coverageOf = ({ findings }: Check) => findings.filter(({ detail }) => detail.code === 'row-coverage');
const causeOf = ({ findings }: Check) =>
  findings.flatMap(({ detail }) => (detail.code === 'not-evaluated' ? detail.cause : []));

describe('ids that are spelled differently', () => {
  it.each<readonly [string, (id: string) => string]>([
    ['leading zeros', (id) => id.padStart(12, '0')],
    ['a decimal place', (id) => `x${id}.0`],
    ['a prefix', (id) => `user_${id}`],
    ['other separators', (id) => `${id.slice(0, 3)}-${id.slice(3)}`],
    ['a digest instead', (id) => `${Number(id).toString(16)}f-ab`],
  ])('join no label, and that is the finding: %s', (_, spell) => {
    const labels = spelled(only(week, 'id', 'y'), spell);
    const result = check(without(week, 'y'), { labels });
    expect(coverageOf(result)).toMatchObject([
      {
        ...{ subject: 'y', outcome: 'alert' },
        detail: {
          role: 'label',
          rows: 140,
          coveredRows: 0,
          join: { joinedRows: 0, spelledDifferently: true },
        },
      },
    ]);
    expect(causeOf(result)).toEqual(['labels-do-not-match']);
    expect(result.decision).toMatchObject({
      kind: 'change-processing',
      rule: { code: 'ids-do-not-match', columns: ['y'] },
    });
  });

  it('stand in the finding in both spellings', () => {
    const labels = spelled(only(week, 'id', 'y'), (id) => id.padStart(9, '0'));
    const [finding] = coverageOf(check(without(week, 'y'), { labels }));
    expect(finding && describeFinding(finding)).toBe(
      '0 of 140 rows that are old enough have a label: 0 ids of the current data are among the 140 of labels.csv; id is written like "900000", "900009" in the current data and like "000900000", "000900009" there (9 for any digit but 0, x for any letter). Write the ids alike on both sides',
    );
  });

  it('join no score, and that is the finding', () => {
    const scores = spelled(only(week, 'id', 'p'), (id) => `A-${id}`);
    const result = check(without(week, 'p'), { scores });
    expect(coverageOf(result)).toMatchObject([{ subject: 'p', outcome: 'alert' }]);
    expect(causeOf(result)).toEqual(['scores-do-not-match']);
  });

  it('come before inputs that moved: a retraining would not be asked for by labels that are there', () => {
    const moved = without(week, 'y').map((row) => ({ ...row, amount: Number(row.amount) + 30 }));
    const labels = spelled(only(week, 'id', 'y'), (id) => `A-${id}`);
    expect(check(moved, { labels }).decision.kind).toBe('change-processing');
  });
});

describe('ids that are spelled alike', () => {
  it('and are of other rows: the labels are late, no fault', () => {
    const labels = only(rowsOf('2026-02-02', 7, 50_000), 'id', 'y');
    const result = check(without(week, 'y'), { labels });
    expect(coverageOf(result)).toMatchObject([{ outcome: 'warning', detail: { coveredRows: 0 } }]);
    expect(causeOf(result)).toEqual(['no-labels']);
    expect(result.decision.kind).toBe('none');
  });

  it('join, and how many is said', () => {
    const labels = only(week.slice(0, 120), 'id', 'y');
    const result = check(without(week, 'y'), { labels });
    const [finding] = coverageOf(result);
    expect(finding?.outcome).toBe('ok');
    expect(finding && describeFinding(finding)).toBe(
      '120 of 140 rows that are old enough have a label: 120 ids of the current data are among the 120 of labels.csv',
    );
    expect(causeOf(result)).toEqual([]);
  });

  it.each([
    ['all rows', 140, 'ok'],
    ['nine tenths', 126, 'ok'],
    ['a bit less', 125, 'warning'],
    ['a tenth', 14, 'warning'],
  ])('scores for %s', (_, count, outcome) => {
    const scores = only(week.slice(0, count), 'id', 'p');
    expect(coverageOf(check(without(week, 'p'), { scores }))).toMatchObject([
      { subject: 'p', outcome, detail: { rows: 140, coveredRows: count } },
    ]);
  });
});

describe('the reason why the model is not evaluated', () => {
  it.each<readonly [string, readonly Row[], Partial<CheckedData>]>([
    ['no-label-column', without(week, 'y'), {}],
    ['no-score-column', without(week, 'p'), {}],
    ['no-labels', week.map((row) => ({ ...row, y: undefined })), {}],
    ['no-scores', week.map((row) => ({ ...row, p: undefined })), {}],
    ['labels-not-due', week, { monitor: { 'labels-after': '30 days' } }],
    ['no-times', without(week, 'date'), {}],
    [
      'no-row-with-both',
      week.map((row, index) => (index % 2 === 0 ? { ...row, y: undefined } : { ...row, p: undefined })),
      {},
    ],
  ])('is %s', (cause, current, options) => {
    const result = check(current, options);
    expect(causeOf(result)).toEqual([cause]);
    expect(result.findings.filter(({ kind }) => kind === 'performance')).toMatchObject([
      { outcome: 'inconclusive' },
    ]);
  });

  it('is no finding where rows were evaluated', () => {
    expect(causeOf(check(week))).toEqual([]);
  });

  it.each<readonly [string, readonly Row[], string]>([
    ['labels that are late', week.map((row) => ({ ...row, y: undefined })), 'no labels have arrived'],
  ])('stands in the decision about inputs that moved: %s', (_, current, words) => {
    const moved = current.map((row) => ({ ...row, amount: Number(row.amount) + 5 }));
    const { decision } = check(moved);
    expect(decision.kind).toBe('retrain');
    expect(describeDecision(decision, '1.0.0')).toContain(words);
  });

  it.each([
    ['with labels', week],
    ['without labels', without(week, 'y')],
    ['without times', without(week, 'date')],
  ])('is an alert where the version in production gave no row a score, %s', (_, rows) => {
    const result = check(rows.map((row) => ({ ...row, p: undefined })));
    expect(coverageOf(result)).toContainEqual(expect.objectContaining({ subject: 'p', outcome: 'alert' }));
  });
});
