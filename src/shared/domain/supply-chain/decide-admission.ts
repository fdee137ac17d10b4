/** Whether an evaluated model may become a version: its verdict, what was overridden by name, approvals and reviews. */
import type { Evaluation, RuleResult } from '../documents/evaluation.ts';
import { decideVerdict, type VerdictDecision } from '../evaluation/decide-verdict.ts';
import { InputError } from '../kernel/errors.ts';
import { didYouMean } from '../kernel/nearest-name.ts';
import { isPerson, type UncountedApproval } from './approvals.ts';
import type { MergedChanges } from './merged-changes.ts';
import type { ReviewReason } from './protection.ts';

/** Overrides the whole verdict, whatever rule it failed. */
export const OVERRIDE_VERDICT = 'verdict';

export interface AdmissionRequest {
  readonly evaluation: Evaluation;
  /** `verdict`, or rules by metric and bound: "recall not-worse-by". */
  readonly overrides: readonly string[];
  readonly approvals: {
    readonly required: number;
    readonly reviewers: readonly string[];
    readonly uncounted: readonly UncountedApproval[];
  };
  /** What the pull request changes about its own evaluation that needs an approval, however many are required. */
  readonly review: readonly ReviewReason[];
  /** What the workflow of the evidence took of this repository from a branch or a tag that can be moved. */
  readonly otherRefs?: readonly string[];
  /** Of a retraining: what its pull requests lack. */
  readonly inputs?: InputApprovals | undefined;
  /** What was merged before it and needs an approval as well, by whoever approves this. */
  readonly unapproved?: MergedChanges | undefined;
  /** Whether it is of a branch, and of no pull request that somebody could approve. */
  readonly isOfBranch?: boolean;
}

/** The pull requests that changed what a retraining trains, and have fewer approvals than they need. */
export interface InputApprovals {
  readonly required: number;
  /** The fewest that one of them has. */
  readonly given: number;
  readonly pulls: readonly number[];
  readonly authors: readonly string[] | undefined;
}

/** The verdict by one configuration; `by` where the pull request and its base have different ones. */
export interface Side extends VerdictDecision {
  readonly by: 'base' | 'head' | undefined;
  readonly rules: readonly RuleResult[];
}

export type AdmissionObstacle =
  | ({ readonly code: 'verdict' } & Side)
  | {
      readonly code: 'review';
      readonly reasons: readonly ReviewReason[];
      readonly uncounted: readonly UncountedApproval[];
    }
  /** What was merged before, since the version that is replaced. */
  | {
      readonly code: 'unapproved';
      readonly merged: MergedChanges;
      readonly uncounted: readonly UncountedApproval[];
    }
  /** What ran was not all of a commit that was reviewed. `isOfBranch`: of a retraining, which has no pull request. */
  | {
      readonly code: 'other-refs';
      readonly uses: readonly string[];
      readonly isOfBranch: boolean;
      readonly uncounted: readonly UncountedApproval[];
    }
  /** The branch is configured otherwise than when the run was started. */
  | { readonly code: 'outdated'; readonly reasons: readonly ReviewReason[] }
  | {
      readonly code: 'approvals';
      readonly required: number;
      readonly given: number;
      readonly uncounted: readonly UncountedApproval[];
      /** Those that lack it, of a retraining; empty for that of the evaluation itself. */
      readonly pulls: readonly number[];
    };

export interface Admission {
  readonly admitted: boolean;
  /** Why not; empty when admitted. domain/report/admission-text.ts has the sentences. */
  readonly obstacles: readonly AdmissionObstacle[];
  /** Those of the overrides that made a difference. */
  readonly overridden: readonly string[];
}

export function ruleName(rule: Pick<RuleResult, 'metric' | 'kind'>): string {
  return `${rule.metric} ${rule.kind}`;
}

/** @throws InputError for an override that names no rule of the evaluation: a typing error must not be silent. */
export function decideAdmission(request: AdmissionRequest): Admission {
  const { evaluation, overrides, approvals, review, unapproved, inputs } = request;
  const isReviewed = approvals.reviewers.length > 0;
  const sides = sidesOf(evaluation);
  checkOverrides(
    sides.flatMap(({ rules }) => rules),
    overrides,
  );
  const whole = overrides.includes(OVERRIDE_VERDICT);
  // Who approves what the pull request changes about its evaluation, approves its own configuration.
  const open = sides
    .filter(({ by, verdict }) => verdict !== 'pass' && !(by === 'base' && isReviewed))
    .map((side) => ({ ...side, rules: failedRules(side), remaining: withoutOverridden(side, overrides) }));
  // A verdict can be inconclusive without any rule that is: no rules, no common rows.
  const stopped = whole
    ? []
    : open.filter(({ rules, remaining }) => rules.length === 0 || remaining.length > 0);
  const obstacles: readonly AdmissionObstacle[] = [
    ...stopped.map(
      ({ by, verdict, reason, remaining }) =>
        ({ code: 'verdict', by, verdict, reason, rules: remaining }) as const,
    ),
    ...(review.length > 0 && !isReviewed ? [missingReview(request)] : []),
    ...(isReviewed ? [] : ofOtherRefs(request)),
    ...(unapproved !== undefined && !isReviewed
      ? [{ code: 'unapproved', merged: unapproved, uncounted: approvals.uncounted } as const]
      : []),
    ...missingApprovals(approvals),
    ...(inputs === undefined ? [] : [lackingApprovals(inputs)]),
  ];
  const failed = open.flatMap(({ rules }) => rules.map(ruleName));
  const named = [...new Set(failed)].filter((name) => overrides.includes(name));
  const used = open.length === 0 ? [] : [...named, ...(whole ? [OVERRIDE_VERDICT] : [])];
  return { admitted: obstacles.length === 0, obstacles, overridden: used };
}

/** The configurations that have to pass. */
function sidesOf({ changes, rules, verdict, reason }: Evaluation): readonly Side[] {
  if (changes?.head === undefined) return [{ by: undefined, rules, verdict, reason }];
  const { head } = changes;
  return [
    { by: 'base', rules, ...decideVerdict(rules) },
    { by: 'head', rules: head.rules, verdict: head.verdict, reason: head.reason },
  ];
}

/** Those whose outcome is not shown may be among them. */
function failedRules({ rules }: Side): readonly RuleResult[] {
  return rules.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
}

function withoutOverridden(side: Side, overrides: readonly string[]): readonly RuleResult[] {
  return failedRules(side).filter((rule) => !overrides.includes(ruleName(rule)));
}

/** Whoever proposes a change does not decide alone that it may fail its gate. @param authors with those who pushed it. */
export function mayOverride(
  { actors, authors }: { readonly actors: readonly string[]; readonly authors: readonly string[] },
  reviewers: readonly string[],
): boolean {
  return actors.every((actor) => isPerson(actor) && !authors.includes(actor)) || reviewers.length > 0;
}

function checkOverrides(rules: readonly RuleResult[], overrides: readonly string[]): void {
  const known = [...new Set([OVERRIDE_VERDICT, ...rules.map(ruleName)])];
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

function missingReview({ review, approvals, isOfBranch = false }: AdmissionRequest): AdmissionObstacle {
  if (isOfBranch) return { code: 'outdated', reasons: review };
  return { code: 'review', reasons: review, uncounted: approvals.uncounted };
}

function ofOtherRefs({
  otherRefs: uses = [],
  approvals,
  isOfBranch = false,
}: AdmissionRequest): readonly AdmissionObstacle[] {
  if (uses.length === 0) return [];
  return [{ code: 'other-refs', uses, isOfBranch, uncounted: approvals.uncounted }];
}

function missingApprovals({
  required,
  reviewers,
  uncounted,
}: AdmissionRequest['approvals']): readonly AdmissionObstacle[] {
  const given = reviewers.length;
  return given >= required ? [] : [{ code: 'approvals', required, given, uncounted, pulls: [] }];
}

function lackingApprovals({ required, given, pulls }: InputApprovals): AdmissionObstacle {
  return { code: 'approvals', required, given, uncounted: [], pulls };
}
