import { expect, it } from 'vitest';
import { coAuthorsIn } from '../../../src/shared/domain/supply-chain/co-authors.ts';

it.each([
  ['Work\n\nCo-authored-by: Carol C. <12+carol@users.noreply.github.com>', ['carol']],
  [
    'Work\n\nCo-authored-by: x <bob-2@users.noreply.github.example.com>\nco-Authored-By: dora <d@example.com>\n',
    ['bob-2', 'dora'],
  ],
  ['Work\n\nCo-authored-by: Erik E. <e@example.com>', []],
  ['Says Co-authored-by: carol <carol@users.noreply.github.com> within a line', []],
])('the co-authors in %j are %j', (message, logins) => {
  expect(coAuthorsIn(message)).toEqual(logins);
});
