import { describe, expect, it } from 'vitest';

import { didYouMean } from '../../../src/shared/domain/kernel/nearest-name.ts';

const KNOWN = ['task', 'train', 'group', 'label', 'roc_auc', 'f1', 'threshold'];

describe('a misspelled name', () => {
  it.each([
    ['taks', 'task', 'two letters are swapped'],
    ['tsak', 'task', 'two letters are swapped'],
    ['tas', 'task', 'a letter is left out'],
    ['tassk', 'task', 'a letter is doubled'],
    ['gruop', 'group', 'two letters are swapped'],
    ['labels', 'label', 'a letter is added'],
    ['treshhold', 'threshold', 'one letter is left out and one is added'],
    ['auc', 'roc_auc', 'it is a word of the name'],
  ])('%s is close to %s: %s', (name, nearest) => {
    expect(didYouMean(name, KNOWN)).toBe(`did you mean "${nearest}"?`);
  });

  it.each(['tsk1', 'wer', 'xy', 'roup2s', ''])('%s is close to none', (name) => {
    expect(didYouMean(name, KNOWN)).toBeUndefined();
  });
});
