/**
 * `looks: spend`: the chance of a false pass is shared among a planned number of evaluations on the same rows, each at an
 * equal part (Bonferroni). That holds however the challengers hang together, and needs no count that anybody could edit: the
 * level of an evaluation follows from the configuration alone, so `register` recomputes it.
 */
import type { EvaluatingConfig } from '../config/select-model.ts';
import { ONE_SIDED_LEVEL } from './decide-rule.ts';

/** Of `looks: spend`. */
const PLANNED_LOOKS = 20;

/** Among how many evaluations the level is shared; undefined where each has the whole of it. */
export function plannedLooks({ looks }: Pick<EvaluatingConfig, 'looks'>): number | undefined {
  return looks === 'spend' ? PLANNED_LOOKS : looks;
}

/** Of the two-sided interval that decides a rule. */
export function decidingConfidence(planned: number | undefined): number {
  return 1 - (2 * ONE_SIDED_LEVEL) / (planned ?? 1);
}
