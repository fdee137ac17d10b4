/** Without `train.reference` a version is monitored by its predictions alone: what is not known of it is not said of it. */
import { describe, expect, it } from 'vitest';
import { renderIssueBody, renderIssueTitle } from '../../../actions/monitor/steps/issue-text.ts';
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import { createRandomNumbers } from '../../../src/shared/domain/statistics/random-numbers.ts';
import { checkData, dailyRows, type CheckedData, type Row } from '../../ground/check-data.ts';

const PER_DAY = 40;

/** Images with a label and a score, and nothing else that a table could hold. */
function rowsOf(from: string, days: number): readonly Row[] {
  const random = createRandomNumbers(Date.parse(from));
  return dailyRows({ from, days, perDay: PER_DAY }, (row, day) => {
    const y = random() < 0.3 ? 1 : 0;
    const p = Math.min(0.999, Math.max(0.001, 0.3 + 0.2 * (y === 1 ? 1 : -1) + 0.4 * (random() - 0.5)));
    return { id: `${from}-${row}`, date: `${day}T12:00:00Z`, p, y };
  });
}

const reference = rowsOf('2026-01-05', 56);
const week = rowsOf('2026-03-02', 7);
const withScore = (change: (value: number) => number): readonly Row[] =>
  week.map((row) => ({ ...row, p: change(Number(row.p)) }));
const withoutColumn = (unwanted: string, rows = week): readonly Row[] =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== unwanted)));

function check(current: readonly Row[], options: Partial<CheckedData> = {}): Check {
  return checkData({
    ...{ reference, current, now: '2026-03-12T00:00:00Z', predictionsAlone: true },
    ...options,
  });
}

function issueOf(result: Check): string {
  return renderIssueBody({
    ...{
      issueKind: 'drift',
      check: result,
      earlier: [],
      state: { since: '2026-03-02T00:00:00Z' },
      retraining: '',
    },
    ...{ runUrl: 'https://example.test/run', releaseUrl: 'https://example.test/release' },
  });
}

describe('a version whose inputs are not known', () => {
  it('that is as before needs nothing', () => {
    expect(check(week).decision.rule.code).toBe('nothing-to-act-on');
  });

  it.each<[string, readonly Row[]]>([
    [
      'on another scale',
      withoutColumn(
        'y',
        withScore((p) => p * 100),
      ),
    ],
    ['constant', withScore(() => 0.25)],
    ['higher by 0.3', withScore((p) => Math.min(0.999, p + 0.3))],
  ])('whose scores are %s is a question to the service, and no reason to retrain', (_case, current) => {
    const result = check(current);
    expect(result.decision).toMatchObject({
      kind: 'change-processing',
      rule: { code: 'only-predictions-moved', columns: ['p'], inputs: 'unknown' },
    });
    expect(renderIssueTitle({ check: result, issueKind: 'drift' })).toBe('m: the predictions moved (p)');
    expect(issueOf(result)).toContain('Faults of the inputs were not looked for');
    expect(issueOf(result)).not.toContain('No alert about the data');
  });

  it('that no longer writes its scores is an alert at the first check, with times and without', () => {
    const undated = { predictions: { id: 'id', label: 'y', score: 'p' }, monitor: { rows: 'independent' } };
    for (const options of [{}, undated]) {
      const { decision, findings } = check(withoutColumn('p'), options);
      expect(decision).toMatchObject({
        kind: 'change-processing',
        rule: { code: 'no-predictions', columns: ['p'] },
      });
      expect(findings.find(({ subject }) => subject === 'p')?.detail).toMatchObject({
        ...{ code: 'missing-prediction-column', knownFrom: 'reference' },
      });
    }
  });

  it('that has no labels yet is no finding', () => {
    expect(check(withoutColumn('y')).decision.kind).toBe('none');
  });
});

it('beside a reference of inputs, what was checked of the data is named', () => {
  const amount = (rows: readonly Row[]): readonly Row[] =>
    rows.map((row, index) => ({ ...row, amount: (index * 7919) % 1009 }));
  const result = check(amount(withScore((p) => Math.min(0.999, p + 0.3))), {
    ...{ reference: amount(reference), predictionsAlone: false },
  });
  expect(result.decision.rule).toMatchObject({ code: 'only-predictions-moved', inputs: 'unchanged' });
  expect(issueOf(result)).toContain('No alert about the data');
});
