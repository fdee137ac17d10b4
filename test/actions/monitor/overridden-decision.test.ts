/** A decision of the configuration changes what happens, and never what the findings say. */
import { describe, expect, it } from 'vitest';
import { describeCheckInText } from '../../../actions/monitor/report.ts';
import { renderIssueBody } from '../../../actions/monitor/steps/issue-text.ts';
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import type { Decision } from '../../../src/shared/domain/documents/decision.ts';

const worse = {
  kind: 'performance',
  subject: 'brier',
  outcome: 'alert',
  detail: { code: 'metric-change', referenceMean: 0.1, currentMean: 0.3, worse: true },
} as const;

const rules = {
  'unusable-data': {
    code: 'unusable-data',
    problems: [{ subject: 'distance', code: 'out-of-range' }],
  },
  'worse-and-inputs-unchanged': { code: 'worse-and-inputs-unchanged', metrics: ['brier'] },
  'base-rate-moved': { code: 'base-rate-moved', columns: ['label'], metrics: ['brier'] },
  'missing-input': { code: 'missing-input', columns: ['distance'], checks: 3 },
} as const satisfies Partial<Record<Decision['rule']['code'], Decision['rule']>>;

function checkOf(decision: Decision): Check {
  return {
    ...{ schema: 'model-steward/check/1', model: 'delays', version: '1.0.0', decision },
    ...{ reference: { profile: '0'.repeat(64), rows: 1000, days: 28 }, findings: [worse], openWindows: [] },
  };
}

/** The section with the advice, and the headline of the summary. */
function textOf(decision: Decision) {
  const check = checkOf(decision);
  const body = renderIssueBody({
    ...{ issueKind: 'performance', check, earlier: [], state: { since: '2026-05-01T00:00:00Z' } },
    ...{ retraining: '', runUrl: 'https://example.test/run', releaseUrl: 'https://example.test/release' },
  });
  const [, advice = ''] = /### What to do\n([^]*?)\n\n### What happens/.exec(body) ?? [];
  const { headline } = describeCheckInText({
    ...{ check, model: 'delays', releaseUrl: '', issues: [], retraining: { kind: 'none', text: '' } },
    sources: undefined,
  });
  return { advice, headline };
}

describe('a decision that the configuration made', () => {
  it.each([
    ['unusable-data', 'none', 'change-processing', 'Do not retrain on these data'],
    [
      'worse-and-inputs-unchanged',
      'build-new-model',
      'retrain',
      'Retrain on data that include the recent days',
    ],
    ['worse-and-inputs-unchanged', 'none', 'retrain', 'Retrain on data that include the recent days'],
    [
      'worse-and-inputs-unchanged',
      'change-processing',
      'retrain',
      'Retrain on data that include the recent days',
    ],
    ['base-rate-moved', 'build-new-model', 'none', 'Nothing urgent'],
    ['missing-input', 'none', 'change-inputs', 'find another source for it'],
  ] as const)('%s → %s: the advice is that of the rule', (code, kind, usual, words) => {
    const { advice, headline } = textOf({ kind, usual, rule: rules[code] });
    expect(advice).toContain(`decides **${kind.replaceAll('-', ' ')}** here`);
    expect(advice).toContain(words);
    expect(headline).toMatch(/, by the configuration$/);
    // Advice that belongs to another decision.
    if (usual !== 'none') expect(advice).not.toContain('Nothing urgent');
    expect(advice).not.toContain('Retraining the same model has not helped');
    expect(advice).not.toMatch(/build a new model|Calibrate again|works without it,/);
    if (usual !== 'change-processing') expect(advice).not.toContain('Do not retrain');
  });

  it('and the usual one has its words alone', () => {
    const { advice, headline } = textOf({ kind: 'retrain', rule: rules['worse-and-inputs-unchanged'] });
    expect(advice).toMatch(/^Retrain on data that include the recent days/);
    expect(advice).toContain('if that does not help, build a new model');
    expect(advice + headline).not.toContain('configuration');
  });
});
