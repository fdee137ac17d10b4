/** Which keys make a model what it is: a change of one of them makes its evidence stale, of another one it does not. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { trainingConfigDigest } from '../../../src/shared/domain/config/select-model.ts';
import { changedKeys, givenKeys } from './changed-keys.ts';

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

const digestOf = (change: Readonly<Record<string, unknown>>): string =>
  trainingConfigDigest({ name: 'churn', config: modelConfigSchema.parse({ ...givenKeys, ...change }) });

describe('the digest of what trained a model', () => {
  it.each(Object.entries(changedKeys))('says whether %s makes the model', (key, value) => {
    expect(digestOf({ [key]: value }) !== digestOf({})).toBe(MAKING.includes(key));
  });

  it('is the same for more seeds: the model that is kept is the same', () => {
    const train = { command: 'python a.py', model: 'a/**' };
    expect(digestOf({ train: { ...train, seeds: 5 } })).toBe(digestOf({ train }));
  });

  it('is the same for keys in another order, and for a default that is written', () => {
    expect(digestOf({ columns: {} })).toBe(digestOf({}));
    const { task, ...others } = givenKeys;
    const inOrder = { ...others, task };
    expect(trainingConfigDigest({ name: 'churn', config: modelConfigSchema.parse(inOrder) })).toBe(
      digestOf({}),
    );
  });
});
