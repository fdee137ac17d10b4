/** The data contract in a check: what it finds, what it decides, and that it spends nothing of the false alerts. */
import { expect, it } from 'vitest';
import type { Check } from '../../../../src/shared/domain/documents/check.ts';
import { renderContract } from '../../../../src/shared/domain/report/contract-text.ts';
import { describeFinding } from '../../../../src/shared/domain/report/finding-text.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';
import { checkData, dailyRows, type Row } from '../../../ground/check-data.ts';

function rowsOf(from: string, days: number, change: (row: number) => Row = () => ({})): readonly Row[] {
  const random = createRandomNumbers(Date.parse(from));
  return dailyRows({ from, days, perDay: 40 }, (row, day) => ({
    ...{ id: `${from}-${row}`, date: day, x: Math.floor(random() * 100), kind: random() < 0.5 ? 'a' : 'b' },
    ...change(row),
  }));
}

function checkWith(contract: object, change?: (row: number) => Row): Check {
  return checkData({
    reference: rowsOf('2026-01-05', 56),
    current: rowsOf('2026-03-02', 7, change),
    ...{ now: '2026-03-09T06:00:00Z', contract },
  });
}

const brokenOf = ({ findings }: Check) => findings.filter(({ detail }) => detail.code === 'contract-broken');
const contract = {
  columns: { x: { type: 'integer', min: 0, max: 99 }, kind: { values: ['a', 'b'] }, id: { unique: true } },
  rows: { 'at-least': 100 },
  newest: { within: '2 days' },
};

it('a contract that is kept finds nothing, and the check says what was checked and that it spends nothing', () => {
  const check = checkWith(contract);
  expect(brokenOf(check)).toEqual([]);
  expect(check.contract).toMatchObject({
    falseAlertsPerYear: 0,
    dimensions: [
      { name: 'completeness', ruleCount: 4, brokenRuleCount: 0, checkedRows: 0 },
      { name: 'validity', ruleCount: 3, brokenRuleCount: 0, checkedRows: 3 * 280, brokenRows: 0 },
      { name: 'uniqueness', ruleCount: 1, brokenRuleCount: 0, checkedRows: 280, brokenRows: 0 },
      { name: 'timeliness', ruleCount: 1, brokenRuleCount: 0 },
    ],
    unchecked: [],
  });
  expect(check.decision.kind).toBe('none');
});

it('a rule that is broken is an alert without a budget, and the decision is about the inputs', () => {
  const check = checkWith(contract, (row) => (row < 7 ? { x: 250 } : {}));
  const [finding] = brokenOf(check);
  expect(brokenOf(check)).toHaveLength(1);
  expect(finding).toMatchObject({
    ...{ kind: 'data-quality', subject: 'x', outcome: 'alert' },
    effect: { measure: 'fraction-of-rows', value: 7 / 280, threshold: 0 },
    detail: { rule: 'range', expected: '0 to 99', rows: 280, brokenRows: 7 },
  });
  expect(finding).not.toHaveProperty('budget');
  expect(check.decision).toMatchObject({
    kind: 'change-inputs',
    rule: { code: 'contract-broken', problems: [{ subject: 'x', rule: 'range' }] },
  });
  expect(describeFinding(finding!)).toBe(
    'the contract states 0 to 99: 7 of 280 rows (2.50 %) break this, and none may',
  );
});

it('names no value of a row', () => {
  const secret = 'jane@example.com';
  const broken = checkWith({ columns: { kind: { values: ['a'], pattern: '[a-z]' } } }, () => ({
    kind: secret,
  }));
  const rules = brokenOf(broken).map(({ detail }) => detail);
  expect(rules).toHaveLength(2);
  expect(JSON.stringify([rules, broken.contract])).not.toContain(secret);
});

it('severity warning is reported, and nothing acts on it, now or later', () => {
  const warned = checkWith({ rows: { 'at-least': 1000, severity: 'warning' } });
  expect(brokenOf(warned)).toMatchObject([{ outcome: 'warning', warningOnly: 'contract-severity' }]);
  expect(warned.decision).toMatchObject({ kind: 'none' });
  expect(warned.decision.otherwise?.some(({ change }) => change === 'warnings-again') ?? false).toBe(false);
  expect(describeFinding(brokenOf(warned)[0]!)).toBe(
    'the contract states at least 1000 rows, and there are 280; only a warning: the contract says so',
  );
});

it('labels and scores may arrive later, other columns that are stated may not be absent', () => {
  const columns = { y: { values: [0, 1] }, p: { min: 0, max: 1 }, fare: { min: 0 } };
  const check = checkWith({ columns });
  expect(brokenOf(check)).toMatchObject([{ subject: 'fare', detail: { rule: 'present' } }]);
  expect(check.contract?.unchecked.map(({ rule, subject }) => `${rule} ${subject}`)).toEqual([
    ...['present y', 'values y', 'present p', 'range p', 'range fare'],
  ]);
});

it('the text has a bar for each dimension, full only where all is kept', () => {
  const text = renderContract(checkWith(contract, (row) => (row < 1 ? { x: 250 } : {})).contract);
  expect(text).toMatch(/8 of 9 rules pass \(SHA-256 [0-9a-f]{12}…\)\. They are stated and not estimated,/);
  expect(text).toContain('| Validity | 3 | 1 | 1 of 840 | ███████████████████░ 99.9 % |');
  expect(text).toContain('| Uniqueness | 1 | 0 | 0 of 280 | ████████████████████ 100.0 % |');
});
