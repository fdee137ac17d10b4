/**
 * One quantity, day by day, judged against its own past: a column's curve, or a single number such as a
 * metric. p is that of RMS-t; where it is small it must also survive the permutation of days, because
 * RMS-t alone errs 2 to 3 times too often when day effects are skewed. With too few days for a permutation
 * to reach the level (a window of one day, say) the answer is "watch" at most.
 */
import { sha256 } from '../../kernel/digest.ts';
import { normalQuantile } from '../../statistics/normal.ts';
import type { AlarmLevels } from './alert-levels.ts';
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
  readonly levels: AlarmLevels;
  /** Any text; digests of the data make a good one. Same seed, same answer. */
  readonly seed: string;
}

export interface Judgement {
  readonly kind: 'judged';
  /** Name of the test, as a report shows it. */
  readonly test: string;
  readonly p: number;
  /** Whether this p may raise an alarm by itself. */
  readonly mayAlarm: boolean;
  /** Distance of the current days over its typical size in the reference. */
  readonly statistic: number;
  /** The smallest lasting shift that would be seen 4 times in 5, in the unit of the distance, where it is known. */
  readonly detectable: number | undefined;
  /** Independent observations behind p: windows of the reference, its days, or rows. */
  readonly effectiveN: number;
  /** Few windows: the promise is kept less exactly. */
  readonly provisional: boolean;
}

export type Answer = Judgement | { readonly kind: 'cannot-tell'; readonly missing: string };

export function judgeDays(question: DaysQuestion): Answer {
  const plan = planTest(question.reference.length, question.current.length);
  switch (plan.kind) {
    case 'none':
      return { kind: 'cannot-tell', missing: plan.missing };
    case 'permutation':
      return judgeByPermutation(question);
    case 'rms-t':
      return judgeByWindows(question);
  }
}

function judgeByWindows(question: DaysQuestion): Judgement {
  const { reference, current, levels } = question;
  const result = rmsT(question);
  const canPermute = smallestPermutationP(reference, current, drawsFor(levels)) <= levels.alarm;
  const answer: Judgement = {
    kind: 'judged',
    test: 'RMS-t',
    p: result.p,
    mayAlarm: canPermute,
    statistic: result.typical === 0 ? 0 : result.distance / result.typical,
    detectable: detectableDistance(result, levels.watch),
    effectiveN: result.windows,
    provisional: result.windows < 8,
  };
  if (result.p > levels.watch || !canPermute) return answer;
  const { p } = permute(question);
  return { ...answer, test: 'RMS-t and permutation of days', p: Math.max(p, result.p) };
}

function judgeByPermutation(question: DaysQuestion): Judgement {
  const { reference, current, levels } = question;
  const { distance, typical, p } = permute(question);
  return {
    kind: 'judged',
    test: 'permutation of days',
    p,
    mayAlarm: smallestPermutationP(reference, current, drawsFor(levels)) <= levels.alarm,
    statistic: typical === 0 ? 0 : distance / typical,
    detectable: (normalQuantile(1 - levels.watch / 2) + normalQuantile(0.8)) * typical,
    effectiveN: reference.length,
    provisional: true,
  };
}

function permute(question: DaysQuestion): DayPermutationResult {
  const seed = Number.parseInt(sha256(question.seed).slice(0, 8), 16);
  return dayPermutation({ ...question, draws: drawsFor(question.levels), seed });
}

/** Enough for twice the resolution that the alarm level needs, within reason. */
function drawsFor({ alarm }: AlarmLevels): number {
  return Math.min(MOST_DRAWS, Math.max(FEWEST_DRAWS, Math.ceil(2 / alarm)));
}
