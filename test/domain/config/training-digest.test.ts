/** Which keys make a model what it is: a change of one of them makes its evidence stale, of another one it does not. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema, type ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { trainingConfigDigest } from '../../../src/shared/domain/config/select-model.ts';

const changes: { readonly [Key in keyof ModelConfig]-?: unknown } = {
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
const MAKING = [
  'task',
  'paths',
  'data',
  'train',
  'score',
  'predictions',
  'columns',
  'contract',
  'decimal',
  'time-zone',
];

const given = {
  task: 'binary',
  train: { command: 'python a.py', model: 'a/**' },
  predictions: { id: 'a', label: 'y', score: 'p' },
};
const digestOf = (change: Readonly<Record<string, unknown>>): string =>
  trainingConfigDigest({ name: 'churn', config: modelConfigSchema.parse({ ...given, ...change }) });

describe('the digest of what trained a model', () => {
  it.each(Object.entries(changes))('says whether %s makes the model', (key, value) => {
    expect(digestOf({ [key]: value }) !== digestOf({})).toBe(MAKING.includes(key));
  });

  it('is the same for more seeds: the model that is kept is the same', () => {
    const train = { command: 'python a.py', model: 'a/**' };
    expect(digestOf({ train: { ...train, seeds: 5 } })).toBe(digestOf({ train }));
  });

  it('is the same for keys in another order, and for a default that is written', () => {
    expect(digestOf({ columns: {} })).toBe(digestOf({}));
    const { task, ...others } = given;
    const inOrder = { ...others, task };
    expect(trainingConfigDigest({ name: 'churn', config: modelConfigSchema.parse(inOrder) })).toBe(
      digestOf({}),
    );
  });
});
