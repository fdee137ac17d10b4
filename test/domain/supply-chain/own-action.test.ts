/** Which `uses` is an action of this product: one list of places for those who check a workflow and those who protect it. */
import { expect, it } from 'vitest';
import { actionNames } from '../../../src/shared/domain/kernel/names.ts';
import {
  anyOwnActionOf,
  makesEvidence,
  ownActionOf,
  unknownActionOf,
} from '../../../src/shared/domain/supply-chain/own-action.ts';

it.each(actionNames)(
  '%s is known wherever it is published and, for what must not be missed, in any folder',
  (name) => {
    for (const uses of [`model-steward/model-steward/actions/${name}@v1`, `acme/fork/actions/${name}@main`]) {
      expect(ownActionOf(uses)).toBe(name);
      expect(anyOwnActionOf(uses)).toBe(name);
    }
    for (const uses of [`./actions/${name}`, `./vendor/steward/actions/${name}`, ` ./actions/${name} `]) {
      expect(ownActionOf(uses)).toBeUndefined();
      expect(anyOwnActionOf(uses)).toBe(name);
    }
    expect(makesEvidence(`./actions/${name}`)).toBe(name === 'train' || name === 'evaluate');
  },
);

it.each([
  'actions/checkout@v5',
  './actions/training',
  'acme/actions-train@v1',
  './.github/actions/score',
  7,
  undefined,
])('%s is none', (uses) => {
  expect(anyOwnActionOf(uses)).toBeUndefined();
  expect(makesEvidence(uses)).toBe(false);
});

it('a name that does not exist is reported for this product alone', () => {
  expect(unknownActionOf('model-steward/model-steward/actions/evaluat@v1')).toBe('evaluat');
  expect(unknownActionOf('acme/tools/actions/evaluat@v1')).toBeUndefined();
});
