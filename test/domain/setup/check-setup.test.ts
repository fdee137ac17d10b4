/** What `check` says of a workflow and a configuration before a run. */
import { describe, expect, it } from 'vitest';
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';
import { checkSetup } from '../../../src/shared/domain/setup/check-setup.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Holdout } from '../../../src/shared/domain/setup/explain-gate.ts';
import type { SetupFinding } from '../../../src/shared/domain/setup/setup-finding.ts';
import { proposeSetup, WORKFLOW_PATH } from '../../../src/shared/domain/setup/propose-setup.ts';
import { permissions } from '../../../src/shared/runtime/permissions.ts';
import { surveyOf, type Lying } from './survey-of.ts';

const inputs = [
  'model',
  'stage',
  'pull-request',
  'issue',
  'image',
  'metrics',
  'config',
  'override',
  'override-reason',
];
const contracts = {
  train: { inputs, permissions: permissions.train },
  evaluate: { inputs, permissions: permissions.evaluate },
  register: { inputs, permissions: permissions.register },
  deploy: { inputs, permissions: permissions.deploy },
  monitor: { inputs, permissions: permissions.monitor },
};
const SCRIPT = { 'train.py': 'os.makedirs("out"); joblib.dump(m, "out/churn.joblib"); open("metrics.json")' };
const proposed = proposeSetup(surveyOf(SCRIPT), { name: 'churn', withSketch: false }).files;
const WORKFLOW = proposed[WORKFLOW_PATH] ?? '';

interface Repository {
  readonly workflow?: string;
  readonly config?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly holdout?: NonNullable<Holdout>;
  /** What lies there and is not in git. */
  readonly lying?: Lying;
}

function check({
  workflow = WORKFLOW,
  config = proposed[CONFIG_PATH] ?? '',
  files = {},
  holdout,
  lying,
}: Repository) {
  const all: Readonly<Record<string, string>> = {
    ...SCRIPT,
    ...files,
    [WORKFLOW_PATH]: workflow,
    [CONFIG_PATH]: config,
  };
  return checkSetup({
    survey: surveyOf(all, lying),
    contracts,
    holdouts: new Map(holdout === undefined ? [] : [['churn', holdout]]),
  });
}

function render(findings: readonly SetupFinding[]): string {
  return findings
    .map(({ severity, where, message, hint = '' }) => `${severity} ${where}: ${message} → ${hint}`)
    .join('\n');
}

function withModel(section: string): string {
  return `models:\n  churn:\n    paths: [train.py]\n    train: { command: python train.py, model: out/** }\n${section}`;
}

const ROWS =
  '    task: binary\n    score: { command: python train.py, data: h.csv }\n    predictions: { id: i, label: l, score: s, time: t }\n';

describe('a check of a repository', () => {
  it('finds nothing to change in what is proposed, and says that it only reports', () => {
    const findings = check({});
    expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(render(findings)).toContain('a merge registers no version');
  });

  it.each<[string, readonly [string, string], string, string]>([
    [
      'a missing permission',
      ['pull-requests: write, statuses: write', 'statuses: write'],
      'job `evaluate`',
      '`pull-requests: write`',
    ],
    [
      'one that only reads',
      ['contents: write, actions', 'contents: read, actions'],
      'job `register`',
      '`contents: write`',
    ],
    ['an unknown input', ['stage: production', 'stagee: production'], '`register`', 'did you mean "stage"?'],
    ['evidence that comes later', ['    needs: train\n', ''], 'job `evaluate`', 'needs: train'],
    ['a comment that stays old', [' && !cancelled() }}', ' }}'], 'job `evaluate`', '!cancelled()'],
    [
      'no checkout',
      [
        '      - { uses: actions/checkout@v6, with: { persist-credentials: false } }\n      - { uses: actions/setup',
        '      - { uses: actions/setup',
      ],
      'job `train`',
      'actions/checkout',
    ],
    [
      'a token for the commands',
      [
        'with: { persist-credentials: false } }\n      - { uses: actions/setup',
        'with: { ref: main } }\n      - { uses: actions/setup',
      ],
      'job `train`',
      'persist-credentials: false',
    ],
    [
      'rights for the commands',
      ['permissions: { contents: read }\n', 'permissions: { contents: write }\n'],
      'job `train`',
      '`permissions: { contents: read }`',
    ],
    [
      'a model that is not there',
      ['stage: production', 'model: chrun'],
      '`register`',
      'did you mean "churn"?',
    ],
    [
      'a hint of register that leads nowhere',
      ['  workflow_dispatch:', '  repository_dispatch:'],
      WORKFLOW_PATH,
      '`pull-request`',
    ],
    [
      'a misspelled action of this product',
      ['actions/evaluate@', 'actions/evaluat@'],
      'job `evaluate`',
      'did you mean "evaluate"?',
    ],
    [
      'a trigger that is refused',
      ['pull_request: {}', 'pull_request_target: {}'],
      WORKFLOW_PATH,
      'use `pull_request`',
    ],
  ])('finds %s, and says what to write where', (_, [from, to], where, hint) => {
    expect(WORKFLOW).toContain(from);
    const found = check({ workflow: WORKFLOW.replace(from, to) }).filter(
      ({ severity }) => severity !== 'note',
    );
    const [line = ''] = found
      .filter((finding) => finding.where.includes(where))
      .map((finding) => render([finding]));
    expect(line).toContain(WORKFLOW_PATH);
    expect(line).toContain(hint);
  });

  it('knows each case of the table of permissions', () => {
    const workflow = `on: [push, pull_request]
permissions: {}
jobs:
${Object.keys(contracts)
  .map(
    (action) =>
      `  ${action}:\n    steps: [{ uses: actions/checkout@v6 }, { uses: a/b/actions/${action}@v1, with: { issue: 1, image: ghcr.io/a/b } }]\n`,
  )
  .join('')}`;
    const change = '{ file: a.txt, line: "until: {last-day}" }';
    const found = ['dispatch', `pull-request, pull-request: ${change}`]
      .map((retrain) => withModel(`    retrain: { workflow: r.yml }\n    monitor: { retrain: ${retrain} }\n`))
      .map((config) => render(check({ workflow, config })))
      .join('\n');
    const cases = Object.entries(permissions).flatMap(([action, list]) =>
      // Who reads this table for a run that works does not count what a run that failed leaves.
      list
        .filter(({ when }) => when !== 'after the ledger refused an event')
        .map((entry) => ({ action, ...entry })),
    );
    for (const { action, name, level, why } of cases)
      expect(found).toContain(
        `expected \`${name}: ${level}\` under \`permissions\`, got none: ${action} ${why}`,
      );
  });

  it('asks for a model where there are several', () => {
    const findings = check({ config: 'models:\n  churn: {}\n  prices: {}\n' });
    expect(render(findings)).toContain('expected one of churn, prices, got nothing');
    expect(render(findings)).toContain('matrix: { model: [churn, prices] }');
  });

  it.each([
    [
      '    gate: [{ metric: roc_auc }]\n',
      'error .github/model-steward.yml:5:12',
      'exactly one of superior-by',
    ],
    [
      '    score: { command: python scor.py, data: h.csv }\n',
      'error .github/model-steward.yml: models.churn.score.command',
      'scor.py',
    ],
    [
      '    score: { command: python train.py, data: h.csv }\n',
      'error .github/model-steward.yml: models.churn.predictions',
      'add `predictions',
    ],
    [
      '    predictions: { id: i, label: l, score: s }\n    score: { command: python train.py, data: h.csv }\n',
      'error .github/model-steward.yml: models.churn.predictions',
      'task: binary',
    ],
    [
      '    retrain: { workflow: retrain.yml }\n',
      'error .github/model-steward.yml: models.churn.retrain.workflow',
      'retrain.yml',
    ],
    [
      '    gate: [{ metric: my_score, superior-by: 0.1 }]\n',
      'error .github/model-steward.yml: models.churn.gate',
      'better: higher',
    ],
  ])('finds what is wrong with %j', (section, where, text) => {
    const line = render(check({ config: withModel(section) }))
      .split('\n')
      .find((one) => one.startsWith(where));
    expect(line).toContain(text);
  });

  it('finds patterns that match nothing, and model files that are committed', () => {
    const config = withModel('').replace('paths: [train.py]', 'paths: [train.py, scr/**]');
    const found = render(check({ config, files: { 'out/old.pkl': '' } }));
    expect(found).toContain('`scr/**` matches no file that git tracks');
    expect(found).toContain(
      'note .github/model-steward.yml: models.churn.train.model: out/old.pkl is committed: train takes what its command writes over it',
    );
  });

  it.each<[string, string, string]>([
    [
      '- { metric: roc_auc, at-least: 0.6 }',
      ROWS,
      'note … passes when the whole 95 % interval of the challenger is at or above 0.6',
    ],
    [
      '- { metric: roc_auc, superior-by: 0.01 }',
      ROWS,
      'note … passes when the challenger is better than the champion by more than 0.01',
    ],
    [
      '- { metric: accuracy, at-least: 0.8 }',
      '',
      'note … compares the number `accuracy` of the metrics file with 0.8',
    ],
    ['- { metric: accuracy, superior-by: 0.01 }', '', 'warning … will be inconclusive'],
    [
      '- { metric: accuracy, not-worse-by: 0.01 }',
      ROWS,
      'warning … the first version can never be registered',
    ],
    [
      "- { metric: accuracy, keeps: passed, cases: ['refund-*', q-17] }",
      ROWS,
      'note … fails when something is; limited to the cases refund-*, q-17',
    ],
  ])('says what %s will mean', (rule, section, expected) => {
    const [severity = '', text = ''] = expected.split(' … ');
    const findings = check({ config: withModel(`${section}    gate:\n      ${rule}\n`) });
    expect(findings.find(({ message }) => message.includes(text))?.severity).toBe(severity);
  });

  it.each([
    [
      'rocauc, at-least: 0.6',
      ROWS,
      'warning',
      '`rocauc` is no metric of the task binary',
      'did you mean "roc_auc"?',
    ],
    [
      'f1-score, at-most: 0.6',
      ROWS,
      'warning',
      '`f1-score` is no metric of the task binary',
      'did you mean "f1"?',
    ],
    [
      'auc, superior-by: 0.1',
      ROWS,
      'error',
      'expected to know which way is better',
      'did you mean "roc_auc"?',
    ],
    ["'ROC AUC', at-least: 0.6", ROWS, 'error', 'expected the name of a metric', 'did you mean "roc_auc"?'],
    ['r2_score, superior-by: 0.1', '', 'error', 'expected to know which way is better', 'did you mean "r2"?'],
    ['profit, at-least: 0.6', ROWS, 'note', 'compares the number `profit` of the metrics file', ''],
  ])('names the metric that %s means', (...[rule, section, severity, message, hint]) => {
    const findings = check({ config: withModel(`${section}    gate: [{ metric: ${rule} }]\n`) });
    const found = findings.find((finding) => finding.message.includes(message));
    expect(found?.severity).toBe(severity);
    expect(found?.hint ?? '').toContain(hint);
  });

  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      '{ metric: accuracy, not-worse-by: 0.01 }, { metric: accuracy, at-least: 0.8 }',
      '',
      ['does not apply to a first version; with a champion it will be inconclusive'],
      ['first version can never'],
    ],
    [
      '{ metric: accuracy, equivalent-within: 0.01 }',
      '    unpaired: accept\n',
      [
        'does not apply to a first version; with a champion it compares two numbers',
        'no rule applies without a champion',
      ],
      ['inconclusive'],
    ],
    [
      '{ metric: accuracy, superior-by: 0.01 }, { metric: accuracy, at-least: 0.8 }',
      '    unpaired: accept\n',
      [
        'the first version can never be registered: without a champion, `accuracy` superior-by is inconclusive',
      ],
      [],
    ],
    [
      '{ metric: roc_auc, superior-by: 0.01 }',
      ROWS,
      ['passes when the challenger is better'],
      ['first version can never'],
    ],
  ])('says of a first version what %s asks of it', (rules, section, there, notThere) => {
    const found = render(check({ config: withModel(`${section}    gate: [${rules}]\n`) }));
    for (const text of there) expect(found).toContain(text);
    for (const text of notThere) expect(found).not.toContain(text);
  });

  it.each([
    [
      '{ metric: roc_auc, not-worse-by: 0.01 }, { metric: roc_auc, at-least: 0.6 }',
      'every rule that applies will be',
    ],
    [
      '{ metric: profit, at-least: 1 }, { metric: roc_auc, at-least: 0.6 }',
      'every rule over predictions (roc_auc) will be',
    ],
  ])('says of few rows only what they leave open: %s', (rules, text) => {
    const holdout = { rowCount: 90, groups: { unit: 'day' as const, column: undefined, count: 7 } };
    const config = withModel(`${ROWS}    gate: [${rules}]\n`);
    expect(render(check({ config, holdout }))).toContain(
      `fewer than 8 independent groups: ${text} inconclusive`,
    );
  });

  it('says that few days of holdout make every rule inconclusive, and that eight do not', () => {
    const config = withModel(`${ROWS}    gate: [{ metric: roc_auc, at-least: 0.6 }]\n`);
    const few = check({
      config,
      holdout: { rowCount: 900, groups: { unit: 'day', column: undefined, count: 7 } },
    });
    expect(render(few)).toContain(
      'fewer than 8 independent groups: every rule will be inconclusive (h.csv: 900 rows of 7 groups by day)',
    );
    const enough = check({
      config,
      holdout: { rowCount: 900, groups: { unit: 'day', column: undefined, count: 8 } },
    });
    expect(enough.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  it('says that rows were not looked at, and not that they are fine', () => {
    const config = withModel(`${ROWS}    gate: [{ metric: log_loss, at-most: 0.5 }]\n`);
    expect(render(check({ config }))).toContain('warning');
    expect(render(check({ config }))).toContain('h.csv was not looked at');
    const holdout = { rowCount: 900, groups: { unit: 'day' as const, column: undefined, count: 28 } };
    expect(render(check({ config, holdout }))).not.toContain('not looked at');
    const unreadable = new DataError('DATA_INVALID', 'h.csv, line 7: expected UTF-8', { hint: 'iconv' });
    expect(render(check({ config, holdout: unreadable }))).toContain(
      'is not known before a run: h.csv, line 7: expected UTF-8 → iconv',
    );
  });

  it('says where a file is no workflow, and no configuration', () => {
    const found = render(check({ workflow: `${WORKFLOW}\n  x: [`, config: 'models: 3' }));
    expect(found).toMatch(/error \.github\/workflows\/model\.yml: expected YAML/);
    expect(found).toMatch(/error \.github\/model-steward\.yml:1:9: models: /);
    const none = checkSetup({ survey: surveyOf({}), contracts, holdouts: new Map() });
    expect(render(none)).toContain('npm run init');
  });
});
