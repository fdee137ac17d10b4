/**
 * One quantity, day by day, judged against its own past: a column's curve, or a single number such as a
 * metric. p is that of RMS-t; where it is small it must also survive the permutation of days, because
 * RMS-t alone errs 2 to 3 times too often when day effects are skewed. With too few days for a permutation
 * to reach the level (a window of one day, say) the answer is a warning at most.
 */
import { sha256 } from '../../kernel/digest.ts';
import { normalQuantile } from '../../statistics/normal.ts';
import type { AlertLevels } from './alert-levels.ts';
import type { Day } from './daily-curves.ts';
import { dayPermutation, smallestPermutationP, type DayPermutationResult } from './day-permutation.ts';
import { planTest } from './plan-test.ts';
import { detectableDistance, rmsT, type Distance } from './rms-t.ts';

const FEWEST_DRAWS = 999;
const MOST_DRAWS = 99_999;

export interface DaysQuestion {
  readonly reference: readonly Day[];
  readonly current: readonly Day[];
  readonly distance: Distance;
  readonly levels: AlertLevels;
  /** Any text; digests of the data make a good one. Same seed, same answer. */
  readonly seed: string;
}

export interface Judgement {
  readonly kind: 'judged';
  /** Name of the test, as a report shows it. */
  readonly test: string;
  readonly p: number;
  /** Whether this p may raise an alert alone. */
  readonly mayAlert: boolean;
  /** Distance of the current days over its typical size in the reference. */
  readonly statistic: number;
  /** The smallest lasting shift that would be seen 4 times in 5, in the unit of the distance, where it is known. */
  readonly detectable: number | undefined;
  /** Independent observations behind p: windows of the reference, its days, or rows. */
  readonly effectiveN: number;
  /** Few windows: the promise is kept less exactly. */
  readonly provisional: boolean;
}

export type Answer = Judgement | { readonly kind: 'inconclusive'; readonly missing: string };

export function compareDays(question: DaysQuestion): Answer {
  const plan = planTest(question.reference.length, question.current.length);
  switch (plan.kind) {
    case 'none':
      return { kind: 'inconclusive', missing: plan.missing };
    case 'permutation':
      return compareByPermutation(question);
    case 'rms-t':
      return compareByWindows(question);
  }
}

function compareByWindows(question: DaysQuestion): Judgement {
  const { reference, current, levels } = question;
  const result = rmsT(question);
  const canPermute = smallestPermutationP(reference, current, drawsFor(levels)) <= levels.alert;
  const answer: Judgement = {
    kind: 'judged',
    test: 'RMS-t',
    p: result.p,
    mayAlert: canPermute,
    statistic: result.typical === 0 ? 0 : result.distance / result.typical,
    detectable: detectableDistance(result, levels.warning),
    effectiveN: result.windows,
    provisional: result.windows < 8,
  };
  if (result.p > levels.warning || !canPermute) return answer;
  const { p } = permute(question);
  return { ...answer, test: 'RMS-t and permutation of days', p: Math.max(p, result.p) };
}

function compareByPermutation(question: DaysQuestion): Judgement {
  const { reference, current, levels } = question;
  const { distance, typical, p } = permute(question);
  return {
    kind: 'judged',
    test: 'permutation of days',
    p,
    mayAlert: smallestPermutationP(reference, current, drawsFor(levels)) <= levels.alert,
    statistic: typical === 0 ? 0 : distance / typical,
    detectable: (normalQuantile(1 - levels.warning / 2) + normalQuantile(0.8)) * typical,
    effectiveN: reference.length,
    provisional: true,
  };
}

function permute(question: DaysQuestion): DayPermutationResult {
  const seed = Number.parseInt(sha256(question.seed).slice(0, 8), 16);
  return dayPermutation({ ...question, draws: drawsFor(question.levels), seed });
}

/** Enough for twice the resolution that the alert level needs, within reason. */
function drawsFor({ alert }: AlertLevels): number {
  return Math.min(MOST_DRAWS, Math.max(FEWEST_DRAWS, Math.ceil(2 / alert)));
}
