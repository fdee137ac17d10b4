/** rho-t against NumPy and SciPy (test/domain/statistics/fixtures/principal_share.py), and what it is for. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rhoT } from '../../../../src/shared/domain/monitoring/drift/rho-t.ts';
import { wassersteinDistance } from '../../../../src/shared/domain/monitoring/drift/window-difference.ts';
import { principalShare } from '../../../../src/shared/domain/statistics/principal-share.ts';

interface Fixture {
  readonly shares: readonly { readonly vectors: readonly (readonly number[])[]; readonly share: number }[];
  readonly rhoT: readonly {
    readonly weeks: readonly (readonly number[])[];
    readonly now: readonly number[];
    readonly weights: readonly number[];
    readonly rho: number;
    readonly p: number;
  }[];
}

const path = join(import.meta.dirname, '../../statistics/fixtures/principal-share.json');
const fixture = JSON.parse(await readFile(path, 'utf8')) as Fixture;

describe('the share of one direction', () => {
  it.each(fixture.shares)('is that of the largest singular value: $share', ({ vectors, share }) => {
    expect(principalShare(vectors.map((vector) => Float64Array.from(vector)))).toBeCloseTo(share, 9);
  });

  it.each<readonly [string, readonly (readonly number[])[], number]>([
    [
      'multiples of one vector',
      [
        [1, 2],
        [-3, -6],
        [0, 0],
      ],
      1,
    ],
    [
      'two orthogonal vectors',
      [
        [3, 0],
        [0, 4],
      ],
      16 / 25,
    ],
    [
      'vectors without length',
      [
        [0, 0],
        [0, 0],
      ],
      1,
    ],
  ])('of %s is known by hand', (_, vectors, share) => {
    expect(principalShare(vectors.map((vector) => Float64Array.from(vector)))).toBeCloseTo(share, 12);
  });
});

/** One curve for all days of a week. */
const week = (curve: readonly number[], number: number) =>
  Array.from({ length: 7 }, (_, day) => ({ day: 7 * number + day, curve: Float64Array.from(curve) }));

it.each(fixture.rhoT)('p is that of SciPy: $p', ({ weeks, now, weights: ofPoints, rho, p }) => {
  const weights = Float64Array.from(ofPoints);
  const result = rhoT({
    reference: weeks.flatMap(week),
    current: week(now, weeks.length),
    distance: (difference) => wassersteinDistance(difference, weights),
    weights,
  });
  expect(result.rho).toBeCloseTo(rho, 9);
  expect(result.p).toBeCloseTo(p, 9);
});
