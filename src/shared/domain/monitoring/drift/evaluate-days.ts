/**
 * One quantity, day by day, compared with its own past: a column's curve, or a single number such as a metric.
 * p is that of rho-t; where it is small, the permutation of days has to confirm it, because rho-t alone exceeds
 * its error rate 2 to 3 times when day effects are skewed. Where too few days leave the permutation unable to
 * reach the level (a window of one day, for example), the outcome is a warning at most.
 */
import { sha256 } from '../../kernel/digest.ts';
import { normalQuantile } from '../../statistics/normal.ts';
import type { FindingTest, TestName } from '../../documents/check.ts';
import type { Obstacle } from '../../documents/finding-detail.ts';
import type { AlertLevels } from './alert-levels.ts';
import type { Day } from './daily-curves.ts';
import { dayPermutation, smallestPermutationP, type DayPermutationResult } from './day-permutation.ts';
import { planTest } from './plan-test.ts';
import { detectableDistance, rhoT, type Distance } from './rho-t.ts';

const FEWEST_DRAWS = 999;
const MOST_DRAWS = 99_999;

/** Where the permutation decides alone, its own error of sampling has to be small. */
const MORE_DRAWS = 10;

export interface DaysRequest {
  readonly reference: readonly Day[];
  readonly current: readonly Day[];
  readonly distance: Distance;
  /** What each point of a curve adds to the distance. */
  readonly weights: Float64Array;
  readonly levels: AlertLevels;
  /** Any text; digests of the data make a good one. Same seed, same answer. */
  readonly seed: string;
}

export interface DaysComparison {
  readonly kind: 'compared';
  readonly test: TestName;
  readonly p: number;
  /** Whether this p may raise an alert alone. */
  readonly mayAlert: boolean;
  /** Distance of the current days over its typical size in the reference. */
  readonly statistic: number;
  /** The smallest lasting shift that is detected with 80 % power, in the unit of the distance, where it is known. */
  readonly minimumDetectableDistance: number | undefined;
  /** Independent observations behind p: windows of the reference, its days, or rows. */
  readonly effectiveN: number;
  /** Few windows: the error rate is less exact. */
  readonly provisional: boolean;
}

export type DaysResult = DaysComparison | { readonly kind: 'inconclusive'; readonly obstacle: Obstacle };

/** By the test that the number of days allows; see planTest. */
export function compareDays(request: DaysRequest): DaysResult {
  const plan = planTest(request.reference.length, request.current.length);
  switch (plan.kind) {
    case 'none':
      return { kind: 'inconclusive', obstacle: plan.obstacle };
    case 'permutation':
      return compareByPermutation(request);
    case 'rho-t':
      return compareByWindows(request);
  }
}

function compareByWindows(request: DaysRequest): DaysComparison {
  const { reference, current, levels } = request;
  const result = rhoT(request);
  const canPermute = smallestPermutationP(reference, current, drawsFor(levels)) <= levels.alert;
  const comparison: DaysComparison = {
    kind: 'compared',
    test: 'rho-t',
    p: result.p,
    mayAlert: canPermute,
    statistic: result.typical === 0 ? 0 : result.distance / result.typical,
    minimumDetectableDistance: result.typical === 0 ? undefined : detectableDistance(result, levels.warning),
    effectiveN: result.windows,
    provisional: result.windows < 8,
  };
  // A reference that never varied has no scale, and rho-t only a rank; how rare such days are is known all the same.
  if (result.typical === 0 && result.distance > 0 && canPermute) {
    const { p } = permute({ ...request, levels: { ...levels, alert: levels.alert / MORE_DRAWS } });
    return { ...comparison, test: 'day-permutation', p, effectiveN: reference.length };
  }
  if (result.p > levels.warning || !canPermute) return comparison;
  const { p } = permute(request);
  return { ...comparison, test: 'rho-t-and-day-permutation', p: Math.max(p, result.p) };
}

function compareByPermutation(request: DaysRequest): DaysComparison {
  const { reference, current, levels } = request;
  const { distance, typical, p } = permute(request);
  return {
    kind: 'compared',
    test: 'day-permutation',
    p,
    mayAlert: smallestPermutationP(reference, current, drawsFor(levels)) <= levels.alert,
    statistic: typical === 0 ? 0 : distance / typical,
    minimumDetectableDistance:
      typical === 0 ? undefined : (normalQuantile(1 - levels.warning / 2) + normalQuantile(0.8)) * typical,
    effectiveN: reference.length,
    provisional: true,
  };
}

function permute(request: DaysRequest): DayPermutationResult {
  const seed = Number.parseInt(sha256(request.seed).slice(0, 8), 16);
  return dayPermutation({ ...request, draws: drawsFor(request.levels), seed });
}

/** The test as a finding records it. `unitDistance` is one unit of the effect, in units of the distance. */
export function testOf(
  comparison: DaysComparison,
  { level, unitDistance }: { readonly level: number; readonly unitDistance: number },
): FindingTest {
  const { test, p, statistic, effectiveN, provisional, minimumDetectableDistance: distance } = comparison;
  const minimumDetectableEffect = distance === undefined ? undefined : distance / unitDistance;
  return {
    name: test,
    p,
    level,
    statistic,
    effectiveN,
    provisional,
    ...(minimumDetectableEffect !== undefined && { minimumDetectableEffect }),
  };
}

/** Enough for twice the resolution that the alert level needs, within reason. */
function drawsFor({ alert }: AlertLevels): number {
  return Math.min(MOST_DRAWS, Math.max(FEWEST_DRAWS, Math.ceil(2 / alert)));
}
