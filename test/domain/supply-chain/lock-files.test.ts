/** Which lock files pin the environment of a model that has a working directory. */
import { expect, test } from 'vitest';
import { parsePatterns } from '../../../src/shared/domain/kernel/glob.ts';
import { lockFilePatterns } from '../../../src/shared/domain/supply-chain/lock-files.ts';

test.each([
  ['services/churn/uv.lock', true],
  ['services/churn/train/requirements.txt', true],
  ['services/churn/requirements/base.txt', true],
  ['services/pyproject.toml', true],
  ['package-lock.json', true],
  ['requirements/base.txt', true],
  ['services/clicks/uv.lock', false],
  ['services/churn-eu/uv.lock', false],
  ['other/requirements.txt', false],
  ['services/other/requirements/base.txt', false],
  ['services/churn/train.py', false],
])('%s is one of the model in services/churn, or not', (path, expected) => {
  expect(parsePatterns(lockFilePatterns('services/churn')).matches(path)).toBe(expected);
  if (expected) expect(parsePatterns(lockFilePatterns(undefined)).matches(path)).toBe(true);
});

test.each(['services/clicks/uv.lock', 'a/b/c/requirements-dev.txt', 'yarn.lock'])(
  'without a working directory every folder counts: %s',
  (path) => {
    expect(parsePatterns(lockFilePatterns(undefined)).matches(path)).toBe(true);
  },
);
