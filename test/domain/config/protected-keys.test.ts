/** Which edits of the configuration are changes of a model's own evaluation, and what each needs. */
import { describe, expect, it } from 'vitest';
import type { ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { evaluatesTheSame } from '../../../src/shared/domain/config/select-model.ts';
import {
  compareProtectedKeys,
  compareMonitoringKeys,
} from '../../../src/shared/domain/config/protected-keys.ts';

const BASE = {
  purpose: 'warn',
  task: 'binary',
  paths: '[src/**, train.py]',
  data: '[data.csv]',
  score: '{ command: bash score.sh, data: holdout.csv }',
  predictions: '{ id: flight, label: late, score: p_late, time: date, group: day, labels: labels.csv }',
  stage: 'production',
  gate: '[{ metric: roc_auc, at-least: 0.8 }]',
  'gate-retrain': '[{ metric: roc_auc, not-worse-by: 0.01 }]',
  approvals: '2',
};

type Edit = Readonly<Record<string, string | undefined>>;

function configOf(edit: Edit = {}): ModelConfig {
  const sections: Edit = { ...BASE, ...edit };
  const lines = Object.entries(sections).flatMap(([key, value]) =>
    value === undefined ? [] : [`    ${key}: ${value}`],
  );
  return parseConfig(`models:\n  m:\n${lines.join('\n')}\n`).models.m!;
}

const compare = (edit: Edit) =>
  compareProtectedKeys(configOf(), configOf(edit)).map(
    ({ key, base, head, decidedBy }) => `${key}: ${base ?? '-'} → ${head ?? '-'} (${decidedBy})`,
  );

/** A change that both configurations evaluate is never taken for none: the base's would not be asked. */
it.each([
  [{ task: 'regression' }],
  [{ unpaired: 'accept' }],
  [{ interval: 'robust' }],
  [{ looks: 'spend' }],
  [{ train: '{ command: python train.py, seeds: 3 }' }],
  [{ train: '{ command: python train.py, challengers: [tree, forest] }' }],
  [{ columns: '{ late: number }' }],
  [{ gate: '[]' }],
  [{ predictions: '{ id: flight, label: late, score: p_late }' }],
])('%j gives another evaluation', (edit) => {
  const [base, head] = [configOf(), configOf(edit)].map((config) => ({ name: 'm', config }));
  expect(compare(edit)[0]).toContain('(both)');
  expect(evaluatesTheSame(base!, head!, 'gate')).toBe(false);
  expect(evaluatesTheSame(base!, base!, 'gate')).toBe(true);
});

it('a data contract needs the review of somebody else: a training that it ends passes under another one', () => {
  const contract = '{ columns: { distance: { max: 5000 } } }';
  expect(compare({ contract })).toEqual([expect.stringMatching(/^contract: - → .*"max":5000.* \(review\)$/)]);
  const [base, head] = [configOf({ contract }), configOf({ contract: contract.replace('5000', '9000') })];
  expect(compareProtectedKeys(base, head)).toEqual([
    { key: 'contract.columns.distance.max', base: '5000', head: '9000', decidedBy: 'review' },
  ]);
});

describe('an edit of the configuration', () => {
  it.each([
    [
      'what is decided about a check',
      { monitor: '{ decisions: { inputs-moved-without-labels: none } }' },
      'monitor.decisions.inputs-moved-without-labels: - → none (base)',
    ],
    [
      'gate',
      { gate: '[{ metric: roc_auc, at-least: 0.5 }]' },
      'gate: roc_auc at-least 0.8 → roc_auc at-least 0.5 (both)',
    ],
    ['gate removed', { gate: undefined }, 'gate: roc_auc at-least 0.8 → none (both)'],
    [
      'gate-retrain',
      { 'gate-retrain': '[{ metric: roc_auc, not-worse-by: 1 }]' },
      'gate-retrain: roc_auc not-worse-by 0.01 → roc_auc not-worse-by 1 (base)',
    ],
    [
      'gate-retrain removed',
      { 'gate-retrain': undefined },
      'gate-retrain: roc_auc not-worse-by 0.01 → - (base)',
    ],
    ['approvals', { approvals: '0' }, 'approvals: 2 → 0 (base)'],
    ['approvals removed', { approvals: undefined }, 'approvals: 2 → 0 (base)'],
    ['stage', { stage: 'staging' }, 'stage: production → staging (base)'],
    ['anchor', { anchor: '1.2.0' }, 'anchor: - → 1.2.0 (base)'],
    ['promote', { promote: 'automatic' }, 'promote: manual → automatic (base)'],
    ['evidence', { evidence: '{ workflow: evil.yml }' }, 'evidence: - → {"workflow":"evil.yml"} (base)'],
    ['task', { task: 'regression' }, 'task: binary → regression (both)'],
    ['unpaired', { unpaired: 'accept' }, 'unpaired: refuse → accept (both)'],
    ['interval', { interval: 'robust' }, 'interval: standard → robust (both)'],
    ['report', { report: 'verdict-only' }, 'report: - → verdict-only (base)'],
    ['looks', { looks: '5' }, 'looks: - → 5 (both)'],
    [
      'how often the model is trained',
      { train: '{ command: python train.py, seeds: 3 }' },
      'train.seeds: - → 3 (both)',
    ],
    [
      'threshold',
      { predictions: BASE.predictions.replace('}', ', threshold: 0.1 }') },
      'predictions.threshold: 0.5 → 0.1 (both)',
    ],
    [
      'group',
      { predictions: BASE.predictions.replace(', group: day', '') },
      'predictions.group: day → - (both)',
    ],
    [
      'time',
      { predictions: BASE.predictions.replace(', time: date', '') },
      'predictions.time: date → - (both)',
    ],
    [
      'labels',
      { predictions: BASE.predictions.replace(', labels: labels.csv', '') },
      'predictions.labels: labels.csv → - (both)',
    ],
    [
      'score.data',
      { score: BASE.score.replace('holdout', 'easy') },
      'score.data: holdout.csv → easy.csv (review)',
    ],
    [
      'score.command',
      { score: BASE.score.replace('score.sh', 'flatter.sh') },
      'score.command: bash score.sh → bash flatter.sh (review)',
    ],
    [
      'score removed',
      { score: undefined },
      'score: {"code":"version","command":"bash score.sh","data":"holdout.csv"} → - (review)',
    ],
    ['paths narrowed', { paths: '[README.md]' }, 'paths: src/**, train.py → README.md (review)'],
    [
      'paths extended',
      { paths: '[src/**, train.py, features/**]' },
      'paths: src/**, train.py → src/**, train.py, features/** (base)',
    ],
    ['what is published', { 'publish-predictions': 'true' }, 'publish-predictions: false → true (review)'],
    ['data removed', { data: undefined }, 'data: data.csv → none (review)'],
  ] as const)('of %s is shown with old and new value', (_name, edit, change) => {
    expect(compare(edit)).toEqual([change]);
  });

  it.each([
    ['its purpose', { purpose: 'other' }],
    ['how it is monitored', { monitor: '{ max-age: 36 hours }' }],
    ['how long scoring may take', { score: BASE.score.replace('}', ', timeout-minutes: 9 }') }],
    ['the order of keys', { score: '{ data: holdout.csv, command: bash score.sh }' }],
  ])('of %s changes nothing about the evaluation', (_name, edit) => {
    expect(compare(edit)).toEqual([]);
  });

  it('of the files that a report includes is none, and the evaluation is the same', () => {
    const include = { report: '{ include: [a.md] }' };
    expect(compare(include)).toEqual([]);
    const [base, head] = [configOf(), configOf(include)].map((config) => ({ name: 'm', config }));
    expect(evaluatesTheSame(base!, head!, 'gate')).toBe(true);
    const opened = compareProtectedKeys(configOf({ report: 'verdict-only' }), configOf(include));
    expect(opened).toEqual([{ key: 'report', base: 'verdict-only', decidedBy: 'base' }]);
  });

  it.each([
    ['monitor', '{ smallest-effect: 1000 }', 'monitor.smallest-effect: 0.1 → 1000'],
    ['monitor', '{ labels-after: 3650 days }', 'monitor.labels-after: 1 day → 3650 days'],
    ['monitor', '{ ignore: [a, b] }', 'monitor.ignore: none → a, b'],
    ['monitor', '{ max-age: 36 hours }', 'monitor.max-age: - → 36 hours'],
    ['monitor', '{ retrainings: 9 per month }', 'monitor.retrainings: - → 9 per month'],
    [
      'monitor',
      '{ pull-request: { file: a.txt, line: "until {last-day}" } }',
      'monitor.pull-request: - → {"file":"a.txt","line":"until {last-day}"}',
    ],
    ['monitor', '{ cool-down: 900 days }', 'monitor.cool-down: 7 days → 900 days'],
    ['train', '{ command: x, model: m, reference: r.csv }', 'train.reference: - → r.csv'],
    ['retrain', '{ workflow: other.yml }', 'retrain: - → {"workflow":"other.yml"}'],
    ['serve', '{ url: "http://127.0.0.1" }', 'serve.url: - → http://127.0.0.1'],
    ['monitor', '{ decisions: { inputs-moved-without-labels: none } }', undefined],
    ['purpose', 'other', undefined],
  ])('of %s: %s is named where it changes how production is monitored', (key, value, change) => {
    const changes = compareMonitoringKeys(configOf(), configOf({ [key]: value })).map(
      (changed) => `${changed.key}: ${changed.base ?? '-'} → ${changed.head ?? '-'}`,
    );
    expect(changes).toEqual(change === undefined ? [] : [change]);
  });

  it('shows a long gate by the rules that differ', () => {
    const names = ['f1', 'recall', 'precision', 'accuracy', 'log_loss', 'brier', 'specificity'];
    const rules = names.map((metric) => `{ metric: ${metric}, at-most: 0.5 }`);
    const gate = (last: string): string => `[${[...rules, last].join(', ')}]`;
    const before = { gate: gate('{ metric: roc_auc, at-least: 0.8 }') };
    const [change] = compareProtectedKeys(
      configOf(before),
      configOf({ gate: gate('{ metric: roc_auc, at-least: 0 }') }),
    );
    expect([change?.base, change?.head]).toEqual(['… roc_auc at-least 0.8', '… roc_auc at-least 0']);
    const [shorter] = compareProtectedKeys(configOf(before), configOf({ gate: `[${rules.join(', ')}]` }));
    expect([shorter?.base, shorter?.head]).toEqual(['… roc_auc at-least 0.8', '… nothing else']);
  });

  it('shows a long text from where it differs', () => {
    const command = (flag: string): Edit => ({
      score: `{ command: "bash score.sh ${'--with-a-long-name '.repeat(12)}${flag}", data: holdout.csv }`,
    });
    const [change] = compareProtectedKeys(configOf(command('--fair')), configOf(command('--easy')));
    expect(change?.base).toMatch(/^….{20}fair$/);
    expect(change?.head).toMatch(/^….{20}easy$/);
  });

  it('shows a long value shortened', () => {
    const [change] = compareProtectedKeys(
      configOf(),
      configOf({ paths: JSON.stringify(Array.from({ length: 90 }, (_, index) => `folder-${index}/**`)) }),
    );
    expect(change?.head).toHaveLength(200);
    expect(change?.head?.endsWith('…')).toBe(true);
  });
});

describe('a list of paths', () => {
  const decide = (base: readonly string[] | undefined, head: readonly string[]) =>
    compareProtectedKeys(
      configOf({ paths: base && JSON.stringify(base) }),
      configOf({ paths: JSON.stringify(head) }),
    ).map(({ decidedBy }) => decidedBy);

  it.each([
    ['by an exclusion', ['s*', 'a'], ['s*', 'a', '!skill']],
    ['by an exclusion in front, which another pattern may lift', ['s*'], ['!skill', 's*']],
    ['by an exclusion that is repeated', ['s*', '!skill', 'skill'], ['s*', '!skill', 'skill', '!skill']],
    ['by its order', ['s*', '!skill', 'skill'], ['s*', 'skill', '!skill']],
    ['by a pattern less', ['s*', 'a'], ['s*']],
    ['where there was none, so that everything counted', undefined, ['a']],
  ])('that is narrowed %s needs a review', (_, base, head) => {
    expect(decide(base, head)).toEqual(['review']);
  });

  it.each([
    ['a pattern', ['s*', 'a'], ['s*', 'b', 'a']],
    ['a pattern before an exclusion', ['s*', '!skill'], ['s*', 'b', '!skill']],
    ['what an exclusion left out', ['s*', '!skill'], ['s*']],
  ])('that is extended by %s needs none', (_, base, head) => {
    expect(decide(base, head)).toEqual(['base']);
  });
});
