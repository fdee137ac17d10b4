/** What `check` says of names in a workflow that GitHub does not know, and of branches that are none of this repository. */
import { describe, expect, it } from 'vitest';
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';
import { ruleKinds } from '../../../src/shared/domain/documents/evaluation.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { checkWorkflow } from '../../../src/shared/domain/setup/check-workflow.ts';
import { explainGate } from '../../../src/shared/domain/setup/explain-gate.ts';
import { proposeSetup, WORKFLOW_PATH } from '../../../src/shared/domain/setup/propose-setup.ts';
import { parseWorkflow } from '../../../src/shared/domain/setup/workflow.ts';
import { surveyOf } from './survey-of.ts';

const none = { inputs: ['stage', 'pull-request', 'override', 'override-reason'], permissions: [] };
const contracts = { train: none, evaluate: none, register: none, deploy: none, monitor: none };
const PROPOSED =
  proposeSetup(surveyOf({ 'train.py': 'dump(m, "m.pkl")' }), { name: 'churn', withSketch: false }).files[
    WORKFLOW_PATH
  ] ?? '';

/** @param change text of the proposed workflow, and what stands there instead. */
function check(change: readonly [string, string], defaultBranch?: string): string {
  expect(PROPOSED).toContain(change[0]);
  const workflow = parseWorkflow(PROPOSED.replace(...change), 'w.yml');
  return checkWorkflow({ path: 'w.yml', workflow, config: undefined, contracts, defaultBranch })
    .map(({ severity, where, message, hint = '' }) => `${severity} ${where}: ${message} → ${hint}`)
    .join('\n');
}

describe('a workflow', () => {
  it('as it is proposed has no name that GitHub does not know, on either usual branch', () => {
    for (const branch of ['main', 'master', undefined]) expect(check(['', ''], branch)).toBe('');
  });

  it.each<[string, readonly [string, string], string]>([
    [
      'an event',
      ['pull_request: {}', 'pull-request: {}'],
      'got "pull-request" → did you mean "pull_request"?',
    ],
    [
      'a permission of a job',
      ['statuses: write', 'status: write'],
      'job `evaluate`: `permissions`: expected',
    ],
    [
      'one with the wrong sign',
      ['pull-requests: write', 'pull_requests: write'],
      'did you mean "pull-requests"?',
    ],
    [
      'a permission of the file',
      ['permissions: {}\njobs', 'permissions: { content: read }\njobs'],
      'did you mean "contents"?',
    ],
    ['a job', ['needs: train', 'needs: [trian]'], '`needs`: expected a job of this file, got "trian"'],
    [
      'no event',
      [PROPOSED.slice(PROPOSED.indexOf('on:'), PROPOSED.indexOf('permissions: {}')), ''],
      'nothing starts this workflow',
    ],
    [
      'a merge',
      ["    if: github.event_name != 'pull_request'\n", ''],
      '`register` fails on every pull request',
    ],
  ])('with a wrong name for %s is an error that says what to write', (_, change, said) => {
    const found = check(change);
    expect(found).toContain('error w.yml');
    expect(found).toContain(said);
  });

  it.each([
    ['develop', '[main, master]', true],
    ['trunk', '[trunk]', false],
    ['release/2', '["release/**"]', false],
    ['main', '["**", "!main"]', true],
    ['main', '["!develop"]', false],
  ])('of a repository whose default branch is %s, limited to %s', (branch, branches, isSaid) => {
    const found = check(['[main, master]', branches], branch);
    if (isSaid) expect(found).toContain(`a merge registers nothing: \`push\` is limited to`);
    else expect(found).not.toContain('limited to');
    expect(found.includes(`→ write \`push: { branches: [${branch}] }\``)).toBe(isSaid);
  });

  it('that is limited to other bases of pull requests comments on none', () => {
    const found = check(['pull_request: {}', 'pull_request: { branches: [main] }'], 'develop');
    expect(found).toContain('nothing is commented: `pull_request` is limited to main');
  });
});

const RULES: Readonly<Record<(typeof ruleKinds)[number], string>> = {
  'superior-by': '{ metric: log_loss, superior-by: 0.01 }',
  'not-worse-by': '{ metric: roc_auc, not-worse-by: 0.02 }',
  'equivalent-within': '{ metric: roc_auc, equivalent-within: 0.02 }',
  'at-least': '{ metric: roc_auc, at-least: 0.6 }',
  'at-most': '{ metric: log_loss, at-most: 0.6 }',
  'no-slice-worse-by': '{ metric: roc_auc, no-slice-worse-by: 0.1 }',
  keeps: '{ metric: pass_rate:passed, keeps: passed }',
};
const MODELS = {
  keeps: '    task: scores\n    predictions: { id: i, measures: { passed: higher } }\n',
  others:
    '    task: binary\n    slices: { columns: [plan] }\n    predictions: { id: i, label: l, score: s }\n',
};

it.each(
  ruleKinds.flatMap((kind) => (['gate', 'gate-retrain'] as const).map((gate) => [kind, gate] as const)),
)('a rule %s of `%s` is explained', (kind, gate) => {
  const model = MODELS[kind === 'keeps' ? 'keeps' : 'others'];
  const rules = gate === 'gate' ? RULES[kind] : RULES['at-least'].replace('roc_auc', 'size_mb');
  const other = gate === 'gate' ? '' : `    gate-retrain: [${RULES[kind]}]\n`;
  const text = `models:\n  churn:\n${model}    score: { command: a, data: h.csv }\n    gate: [${rules}]\n${other}`;
  const { churn } = parseConfig(text).models;
  const found = explainGate('churn', churn!, undefined).filter(({ where }) =>
    where.startsWith(`${CONFIG_PATH}: models.churn.${gate}: `),
  );
  const metric = RULES[kind].slice(10, RULES[kind].indexOf(','));
  const [explained] = found.filter(({ where }) => where.includes(`\`${metric}\``));
  expect(explained?.severity).toBe('note');
  expect(explained?.message).toMatch(/passes when|passes where/);
});
