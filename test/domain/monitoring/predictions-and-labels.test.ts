/** Predictions and labels are monitored like inputs: their distribution, and whether they are there at all. */
import { describe, expect, it } from 'vitest';
import { describeCheckInText } from '../../../actions/monitor/report.ts';
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { parseDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { profileSchema, type Profile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import { describeDecision } from '../../../src/shared/domain/report/decision-text.ts';
import { describeFinding } from '../../../src/shared/domain/report/finding-text.ts';
import { createRandomNumbers } from '../../../src/shared/domain/statistics/random-numbers.ts';
import { checkData, dailyRows, type CheckedData, type Row } from '../../ground/check-data.ts';

const PER_DAY = 40;

/** `p` follows `amount`, `y` follows `p`; days differ a little, as real ones do. */
function rowsOf(from: string, days: number): readonly Row[] {
  const random = createRandomNumbers(Date.parse(from));
  let mood = 0;
  return dailyRows({ from, days, perDay: PER_DAY }, (row, day) => {
    if (row % PER_DAY === 0) mood = 0.1 * (random() - 0.5);
    const amount = random() + mood;
    const p = Math.min(0.99, Math.max(0.01, 0.1 + 0.6 * amount + 0.1 * random()));
    return { id: `${from}-${row}`, date: `${day}T12:00:00Z`, amount, p, y: random() < p ? 1 : 0 };
  });
}

const reference = rowsOf('2026-01-05', 56);
const week = rowsOf('2026-03-02', 7);
const without = (rows: readonly Row[], ...names: readonly string[]): readonly Row[] =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name))));
const only = (rows: readonly Row[], ...names: readonly string[]): readonly Row[] =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name))));
const onColumn = (name: string, change: (value: number) => number, rows = week): readonly Row[] =>
  rows.map((row) => ({ ...row, [name]: change(Number(row[name])) }));

function check(current: readonly Row[], options: Partial<CheckedData> = {}): Check {
  return checkData({ reference, current, now: '2026-03-12T00:00:00Z', ...options });
}

const findingOf = ({ findings }: Check, subject: string) =>
  findings.find((finding) => finding.subject === subject && finding.kind !== 'performance');

describe('a column of predictions', () => {
  it('that is gone is an alert, and no reason to retrain', () => {
    const result = check(without(week, 'p'));
    expect(findingOf(result, 'p')).toMatchObject({
      ...{ kind: 'data-quality', outcome: 'alert' },
      detail: { code: 'missing-prediction-column', role: 'score', knownFrom: 'reference' },
    });
    expect(result.decision).toMatchObject({
      kind: 'change-processing',
      rule: { code: 'no-predictions', columns: ['p'] },
    });
    expect(result.columns).toContainEqual({ name: 'p', checks: 'none', reason: 'absent' });
  });

  it('that is renamed is an alert with the new column', () => {
    const renamed = week.map(({ p, ...row }) => ({ ...row, probability: p }));
    const finding = findingOf(check(renamed), 'p');
    expect(finding && describeFinding(finding)).toBe(
      'the column with the predictions is missing, and was there in the reference; probability is a new column, perhaps the same',
    );
  });

  it('that is empty is an alert with the true reason, whatever the labels do', () => {
    const { decision } = check(without(week, 'y').map((row) => ({ ...row, p: undefined })));
    expect(decision).toMatchObject({
      kind: 'change-processing',
      rule: { code: 'no-predictions', columns: ['p'] },
    });
    expect(describeDecision(decision, '1.0.0')).toContain('p is missing or has no values');
  });

  it('that an earlier check saw is missed, where the reference never had it', () => {
    const data = { reference: without(reference, 'p') };
    const before = check(rowsOf('2026-02-23', 7), { ...data, now: '2026-03-03T00:00:00Z' });
    const found = check(without(week, 'p'), { ...data, earlier: [before] });
    expect(findingOf(found, 'p')?.detail).toMatchObject({ knownFrom: 'earlier-check' });
  });

  it('that production never had is listed as not checked, and is no finding', () => {
    const result = check(without(week, 'p'), { reference: without(reference, 'p') });
    expect(findingOf(result, 'p')).toBeUndefined();
    expect(result.decision.kind).toBe('none');
    expect(result.columns).toContainEqual({ name: 'p', checks: 'none', reason: 'absent' });
  });

  it('that moves while the inputs do not is a question to the service', () => {
    const result = check(onColumn('p', (p) => p / 2));
    expect(findingOf(result, 'p')).toMatchObject({ kind: 'drift', outcome: 'alert', role: 'score' });
    expect(result.decision.rule).toEqual({
      ...{ code: 'only-predictions-moved', columns: ['p'], inputs: 'unchanged' },
    });
    expect(result.decision.kind).toBe('change-processing');
  });

  it('that moves with the inputs is drift', () => {
    const moved = onColumn(
      'amount',
      (amount) => amount + 0.5,
      onColumn('p', (p) => Math.min(1, p + 0.3)),
    );
    const { decision } = check(without(moved, 'y'));
    expect(decision).toMatchObject({ kind: 'retrain', rule: { code: 'inputs-moved-without-labels' } });
  });

  it('is read from the table of scores, joined by id', () => {
    const scores = only(
      onColumn('p', (p) => p / 2),
      'id',
      'p',
    );
    const result = check(without(week, 'p'), { scores });
    expect(findingOf(result, 'p')).toMatchObject({ kind: 'drift', outcome: 'alert' });
    const inOrder = check(without(week, 'p'), { scores: [...scores].reverse() });
    expect(findingOf(inOrder, 'p')).toEqual(findingOf(result, 'p'));
  });

  it('is tested without times where rows are independent', () => {
    const predictions = { id: 'id', label: 'y', score: 'p' };
    const options = { reference: without(reference, 'date'), predictions, monitor: { rows: 'independent' } };
    const moved = check(
      without(
        onColumn('p', (p) => p / 2),
        'date',
      ),
      options,
    );
    expect(findingOf(moved, 'p')).toMatchObject({ outcome: 'alert', test: { name: 'chi-squared' } });
  });

  it('is left out where the configuration ignores it', () => {
    const result = check(
      onColumn('p', (p) => p / 2),
      { monitor: { ignore: ['p'] } },
    );
    expect(findingOf(result, 'p')).toBeUndefined();
  });
});

describe('labels', () => {
  it('that move are a finding of their own', () => {
    const moved = week.map((row) => ({ ...row, y: 1 }));
    const found = findingOf(check(moved), 'y');
    expect(found).toMatchObject({
      ...{ kind: 'drift', outcome: 'warning', role: 'label', warningOnly: 'base-rate' },
    });
  });

  it('that move are the headline of a check that decides nothing', () => {
    const headlineOf = (rows: readonly Row[]): string => {
      const result = {
        ...check(rows),
        decision: { kind: 'none', rule: { code: 'nothing-to-act-on' } },
      } as const;
      const rest = { releaseUrl: 'https://example.org', sources: undefined, issues: [] };
      return describeCheckInText({
        ...rest,
        model: 'm',
        check: result,
        retraining: { kind: 'none', text: '' },
      }).headline;
    };
    expect(headlineOf(week)).toBe('`m`: nothing to do');
    expect(headlineOf(week.map((row) => ({ ...row, y: 1 })))).toBe(
      '`m`: labels moved: `y` (only a warning, nothing acts)',
    );
  });

  it('that are younger than `labels-after` are no part of the base rate', () => {
    const early = week.map((row) => ({ ...row, y: 1 }));
    const result = check(early, { monitor: { 'labels-after': '30 days' } });
    expect(findingOf(result, 'y')).toMatchObject({ kind: 'drift', detail: { code: 'no-values' } });
  });

  it('that never come are no alert: training data have them always', () => {
    const result = check(without(week, 'y'));
    expect(findingOf(result, 'y')).toBeUndefined();
    expect(result.columns).toContainEqual({ name: 'y', checks: 'none', reason: 'absent' });
  });
});

describe('a metric that only a rule names', () => {
  const gate = [{ metric: 'f_beta@2', 'at-least': 0.3 }];
  const performanceOf = ({ findings }: Check) =>
    findings.filter(({ kind, subject }) => kind === 'performance' && subject === 'f_beta@2');

  it('is measured on the days of the reference and of today', () => {
    expect(performanceOf(check(week, { gate }))).toMatchObject([
      { outcome: 'ok', detail: { code: 'metric-change', worse: expect.any(Boolean) as boolean } },
    ]);
  });

  it('is an alert where the labels turned round', () => {
    const turned = onColumn('y', (label) => 1 - label);
    expect(performanceOf(check(turned, { gate }))).toMatchObject([
      { outcome: 'alert', detail: { code: 'metric-change', worse: true } },
    ]);
  });
});

it('a reference of a task that a later version added is no reference of the quality, and that is said', () => {
  const laterTask = (profile: Profile): Profile =>
    parseDocument(
      profileSchema,
      canonicalJson({ ...profile, performance: { ...profile.performance, task: 'survival' } }),
      'profile.json',
    );
  expect(check(week, { changeProfile: laterTask }).findings).toContainEqual({
    ...{ kind: 'performance', outcome: 'inconclusive' },
    detail: { code: 'no-reference-performance' },
  });
});
