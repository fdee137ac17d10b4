import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { isRefName } from './refs.ts';

const names = [
  ...['refs/tags/churn@v1.0.0', 'refs/tags/churn#production#1', 'refs/heads/a/b', 'main', 'refs/heads/ä'],
  ...[
    'refs/heads/',
    '/refs/heads/a',
    'refs//a',
    'refs/heads/.a',
    'refs/heads/a.',
    'refs/heads/a.lock',
    'a.lock/b',
  ],
  ...[
    'refs/heads/a..b',
    'refs/heads/a b',
    'refs/heads/a~1',
    'refs/heads/a^',
    'refs/heads/a:b',
    'refs/heads/a?',
  ],
  ...[
    'refs/heads/a*',
    'refs/heads/[a',
    'refs/heads/a\\b',
    'refs/heads/a@{1}',
    'refs/heads/@',
    '@',
    'refs/heads/a\u0001',
  ],
  ...['refs/heads/a\u007f', 'refs/heads/a]b', 'refs/heads/-a', 'refs/heads/a./b', 'refs/heads/{a}'],
];

it.each(names)('takes %j for the name of a ref exactly when git does', (name) => {
  expect(isRefName(name)).toBe(spawnSync('git', ['check-ref-format', name]).status === 0);
});
