/**
 * `looks` and `train.challengers`: the chance of a false pass is shared among a planned number of evaluations on the same
 * rows, and among the challengers of each, at equal parts (Bonferroni). That holds however the challengers hang together, and
 * needs no count that anybody could edit: the level of an evaluation follows from the configuration and the evidence alone,
 * so `register` recomputes it.
 */
import type { EvaluatingConfig } from '../config/select-model.ts';
import type { Run } from '../documents/run.ts';
import { ONE_SIDED_LEVEL } from './decide-rule.ts';

/** Of `looks: spend`. */
const PLANNED_LOOKS = 20;

/** Among how many evaluations the level is shared; undefined where each has the whole of it. */
export function plannedLooks({ looks }: Pick<EvaluatingConfig, 'looks'>): number | undefined {
  return looks === 'spend' ? PLANNED_LOOKS : looks;
}

/**
 * Among how many challengers of one run each look is shared: as many as are configured, and never fewer than there are.
 * @param run undefined before there is one.
 */
export function challengerCount(
  { train }: Pick<EvaluatingConfig, 'train'>,
  run: Pick<Run, 'challenger'> | undefined,
): number {
  return Math.max(train?.challengers?.length ?? 1, run?.challenger?.among.length ?? 1);
}

/**
 * Of the two-sided interval that decides a rule. Intervals of this confidence contain the truth of all challengers of
 * all looks together in at least 95 % (Bonferroni), so that of the best of them does too, however it was chosen.
 */
export function decidingConfidence(planned: number | undefined, challengers = 1): number {
  return 1 - (2 * ONE_SIDED_LEVEL) / ((planned ?? 1) * challengers);
}

/** @param run undefined before there is one. */
export function confidenceOf(
  config: Pick<EvaluatingConfig, 'looks' | 'train'>,
  run: Pick<Run, 'challenger'> | undefined,
): number {
  return decidingConfidence(plannedLooks(config), challengerCount(config, run));
}
