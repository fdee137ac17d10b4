/** One change of each key of a model, for what each key does: a new key does not compile without one. */
import type { ModelConfig } from '../../../src/shared/domain/config/config.ts';

/** What the other keys are. */
export const givenKeys = {
  task: 'binary',
  train: { command: 'python a.py', model: 'a/**' },
  predictions: { id: 'a', label: 'y', score: 'p' },
};

export const changedKeys: { readonly [Key in keyof ModelConfig]-?: unknown } = {
  purpose: 'another one',
  owner: '@acme/others',
  task: 'regression',
  'working-directory': 'models/b',
  paths: ['b.py'],
  data: ['b.csv'],
  train: { command: 'python b.py', model: 'b/**' },
  score: { command: 'python score_b.py', data: 'b.csv' },
  predictions: { id: 'b', label: 'y', score: 'p' },
  columns: { b: 'text' },
  contract: { columns: { b: { type: 'number' } } },
  decimal: 'comma',
  'time-zone': 'Europe/Berlin',
  slices: { columns: ['b'] },
  stage: 'staging',
  anchor: '1.2.0',
  gate: [{ metric: 'f1', 'at-least': 0.5 }],
  'gate-retrain': [{ metric: 'f1', 'at-least': 0.5 }],
  unpaired: 'accept',
  interval: 'robust',
  looks: 'spend',
  report: 'verdict-only',
  evidence: { workflow: 'b.yml' },
  promote: 'automatic',
  retrain: { workflow: 'b.yml' },
  'publish-predictions': true,
  approvals: 2,
  scan: { 'allow-globals': ['b.Model'] },
  monitor: { 'max-age': '3 hours' },
  serve: { image: 'ghcr.io/acme/b' },
};
