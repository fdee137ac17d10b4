/** The order of names that have numbers in them, as people sort them by hand. */
import { expect, test } from 'vitest';
import { compareNaturally } from '../../../../src/shared/domain/statistics/grouped/group-names.ts';

test.each([
  [['batch-1', 'batch-9', 'batch-10', 'batch-100']],
  [['a1b', 'a2', 'a10', 'a10b', 'a11']],
  [['v1.2', 'v1.9.9', 'v1.10', 'v2']],
  // Of equal numbers the text decides, and digits beyond fifteen are a part of their own.
  [['u01', 'u1', 'u02', 'u2']],
  [['100000000000000', '1000000000000009', '10000000000000010', '999999999999999']],
  [['', '7', 'a', 'ab', 'b']],
])('%j', (names) => {
  for (const [place, name] of names.entries()) {
    for (const [other, another] of names.entries())
      expect(Math.sign(compareNaturally(name, another)), `${name} ${another}`).toBe(Math.sign(place - other));
  }
});
