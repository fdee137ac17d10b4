/** A test that finds nothing has not seen that nothing is there: no issue is closed for it. */
import { expect, it } from 'vitest';
import { describeCheckInText } from '../../../actions/monitor/report.ts';
import { planIssue } from '../../../actions/monitor/steps/plan-issue.ts';
import type { Check, Finding } from '../../../src/shared/domain/documents/check.ts';
import type { Issue } from '../../../src/shared/domain/kernel/platform.ts';

const NOW = '2026-06-01T12:00:00Z';
const issue: Issue = {
  ...{ number: 7, state: 'open', title: '', body: '', url: 'https://example.test/7' },
  ...{ createdAt: NOW, updatedAt: NOW },
} as Issue;

function checkOf(findings: readonly Finding[]): Check {
  return {
    ...{ schema: 'model-steward/check/1', model: 'm', version: '1.0.0', findings: [...findings] },
    reference: { profile: '0'.repeat(64), rows: 1, days: 1 },
    current: { path: 'current.csv', sha256: '0'.repeat(64), rows: 100, days: 7 },
    decision: { kind: 'none', rule: { code: 'nothing-to-act-on' } },
    openWindows: [],
  };
}

function planWith(findings: readonly Finding[]): string {
  const check = checkOf(findings);
  return planIssue({ issueKind: 'performance', check, issues: [issue], nowMs: Date.parse(NOW) }).kind;
}

const metric = (worse: boolean, value: number, outcome: Finding['outcome'] = 'ok'): Finding => ({
  ...{ kind: 'performance', subject: 'brier', outcome },
  detail: { code: 'metric-change', referenceMean: 0.2, currentMean: 0.2 + value, worse },
  effect: { measure: 'metric-change', value, threshold: 0.02 },
});

it.each([
  ['a loss below its margin', [metric(true, 0.019)], 'close'],
  ['a gain of any size', [metric(false, -0.3)], 'close'],
  ['a loss of three margins that is not significant', [metric(true, 0.06)], 'update'],
  ['a loss of exactly one margin', [metric(true, 0.02)], 'update'],
  ['a warning', [metric(true, 0.06, 'warning')], 'update'],
  ['one metric as before and one not', [metric(true, 0.001), metric(true, 0.06)], 'update'],
  ['nothing measured', [], 'update'],
])('an issue about metrics, where a check finds %s', (_case, findings, plan) => {
  expect(planWith(findings)).toBe(plan);
});

it.each([
  ['a loss below its margin', metric(true, 0.019), 'nothing to do'],
  // Many an unchanged week is a margin worse, so a headline about each would say nothing.
  ['a loss of three margins that is not significant', metric(true, 0.06), 'nothing to do'],
  ['a warning', metric(true, 0.06, 'warning'), 'nothing to do yet: `brier` may be worse'],
])('the headline of a check that decides nothing, with %s', (_case, finding, headline) => {
  const text = describeCheckInText({
    ...{ model: 'm', check: checkOf([finding]), releaseUrl: 'https://example.test/release' },
    ...{ issues: [], sources: undefined, retraining: { kind: 'none', text: '' } },
  });
  expect(text.headline).toBe(`\`m\`: ${headline}`);
});
