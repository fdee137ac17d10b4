import { expect, test } from 'vitest';
import { isSameRun } from '../../../src/shared/domain/kernel/origin.ts';

const own = 'https://github.com/acme/models/actions/runs/7/attempts/2';

test.each([
  ['its other attempt', 'https://github.com/acme/models/actions/runs/7/attempts/1', true],
  ['the run without an attempt', 'https://github.com/acme/models/actions/runs/7', true],
  [
    'its attempt before the repository was renamed',
    'https://github.com/acme/former/actions/runs/7/attempts/1',
    true,
  ],
  [
    'its attempt before the repository was transferred',
    'https://github.com/former/models/actions/runs/7/attempts/1',
    true,
  ],
  ['another run', 'https://github.com/acme/models/actions/runs/77/attempts/2', false],
  ['a run whose number begins like it', 'https://github.com/acme/models/actions/runs/70', false],
  ['a run of another server', 'https://ghe.example/acme/models/actions/runs/7/attempts/2', false],
  ['an address that holds it', 'https://evil.example/?https://github.com/acme/models/actions/runs/7', false],
  ['an address with more behind it', `${own}/job`, false],
  ['nothing', undefined, false],
])('%s is the same run, or not', (_, address, expected) => {
  expect(isSameRun(address, own)).toBe(expected);
});

test('two addresses that name no run are not of one run', () => {
  expect(isSameRun('by hand', 'by hand')).toBe(false);
});
