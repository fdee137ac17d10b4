/** Whether an evaluated model may become a version: its verdict, what was overridden by name, and approvals. */
import type { Evaluation, RuleResult } from '../documents/evaluation.ts';
import { InputError } from '../kernel/errors.ts';
import { didYouMean } from '../kernel/nearest-name.ts';
import type { Review } from '../kernel/platform.ts';

/** Overrides the whole verdict, whatever rule it failed. */
export const OVERRIDE_VERDICT = 'verdict';

export interface AdmissionRequest {
  readonly evaluation: Evaluation;
  /** `verdict`, or rules by metric and bound: "recall not-worse-by". */
  readonly overrides: readonly string[];
  readonly approvals: { readonly required: number; readonly reviewers: readonly string[] };
}

export type Obstacle =
  | { readonly code: 'verdict'; readonly rules: readonly RuleResult[] }
  | { readonly code: 'approvals'; readonly required: number; readonly given: number };

export interface Admission {
  readonly admitted: boolean;
  /** Why not; empty when admitted. domain/report/admission-text.ts has the sentences. */
  readonly obstacles: readonly Obstacle[];
  /** Those of the overrides that made a difference. */
  readonly overridden: readonly string[];
}

export function ruleName(rule: Pick<RuleResult, 'metric' | 'kind'>): string {
  return `${rule.metric} ${rule.kind}`;
}

/** @throws InputError for an override that names no rule of the evaluation: a typing error must not be silent. */
export function decideAdmission({ evaluation, overrides, approvals }: AdmissionRequest): Admission {
  checkOverrides(evaluation, overrides);
  const failed = evaluation.rules.filter(({ outcome }) => outcome === 'fail' || outcome === 'inconclusive');
  const open = failed.filter((rule) => !overrides.includes(ruleName(rule)));
  const named = failed.map(ruleName).filter((name) => overrides.includes(name));
  const whole = overrides.includes(OVERRIDE_VERDICT);
  // A verdict can be inconclusive without any rule that is: no rules, no common rows.
  const passes = evaluation.verdict === 'pass' || whole || (failed.length > 0 && open.length === 0);
  const obstacles: readonly Obstacle[] = [
    ...(passes ? [] : [{ code: 'verdict', rules: open } as const]),
    ...missingApprovals(approvals),
  ];
  const used = evaluation.verdict === 'pass' ? [] : [...named, ...(whole ? [OVERRIDE_VERDICT] : [])];
  return { admitted: obstacles.length === 0, obstacles, overridden: used };
}

/** Logins whose latest word on this very head commit is an approval; a later push voids those before it. */
export function approvers(
  reviews: readonly Review[],
  pull: { head: string; author: string },
): readonly string[] {
  const latest = new Map<string, Review>();
  for (const review of reviews) {
    if (review.state !== 'COMMENTED' && review.state !== 'PENDING') latest.set(review.login, review);
  }
  return [...latest.values()]
    .filter(
      ({ state, commit, login }) => state === 'APPROVED' && commit === pull.head && login !== pull.author,
    )
    .map(({ login }) => login)
    .sort();
}

function checkOverrides({ rules }: Evaluation, overrides: readonly string[]): void {
  const known = [OVERRIDE_VERDICT, ...rules.map(ruleName)];
  const unknown = overrides.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new InputError(
    'INPUT_INVALID',
    `input "override": expected one of ${known.map((name) => `"${name}"`).join(', ')}, got ${JSON.stringify(unknown)}`,
    {
      hint:
        didYouMean(unknown, known) ?? 'write one rule a line, by metric and bound as the configuration does',
    },
  );
}

function missingApprovals({ required, reviewers }: AdmissionRequest['approvals']): readonly Obstacle[] {
  const given = reviewers.length;
  return given >= required ? [] : [{ code: 'approvals', required, given }];
}
