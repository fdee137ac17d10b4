/**
 * What becomes of the one issue of a model and kind: opened on an alert, updated while it lasts, closed on
 * recovery, opened again when the problem is back soon unless it is snoozed. Pure.
 */
import { DAY_MS, parseInstant } from '../../../src/shared/domain/kernel/time.ts';
import type { Check, Finding } from '../../../src/shared/domain/documents/check.ts';
import { isUnchanged, needsAction } from '../../../src/shared/domain/documents/finding-outcome.ts';
import { isWithinMargin } from '../../../src/shared/domain/monitoring/performance/within-margin.ts';
import { SNOOZED_LABEL, type IssueKind } from '../../../src/shared/domain/kernel/names.ts';
import type { Issue } from '../../../src/shared/domain/kernel/platform.ts';

/** A problem that comes back within this time is the same problem. */
const SAME_PROBLEM_MS = 30 * DAY_MS;

export type IssuePlan =
  | { readonly kind: 'nothing' }
  /** The problem is back, and its issue stays closed. */
  | { readonly kind: 'snooze'; readonly issue: Issue }
  | { readonly kind: 'open' }
  | { readonly kind: 'update' | 'reopen' | 'close'; readonly issue: Issue };

export interface IssuePlanRequest {
  readonly issueKind: IssueKind;
  readonly check: Check;
  /** Those of this model and kind: open ones first, then newest first. */
  readonly issues: readonly Issue[];
  readonly nowMs: number;
}

export function planIssue({ issueKind, check, issues, nowMs }: IssuePlanRequest): IssuePlan {
  const [newest] = issues;
  const open = newest?.state === 'open' ? newest : undefined;
  if (hasAlert(check, issueKind)) {
    if (open !== undefined) return { kind: 'update', issue: open };
    const isRecent = newest !== undefined && nowMs - parseInstant(newest.updatedAt) <= SAME_PROBLEM_MS;
    if (!isRecent) return { kind: 'open' };
    return { kind: isSnoozed(newest) ? 'snooze' : 'reopen', issue: newest };
  }
  if (open === undefined) return { kind: 'nothing' };
  return { kind: isRecovered(check, issueKind) ? 'close' : 'update', issue: open };
}

export function isSnoozed({ labels }: Pick<Issue, 'labels'>): boolean {
  // GitHub has one label of a name, however its letters are written.
  return labels.some((label) => label.toLowerCase() === SNOOZED_LABEL);
}

export function hasAlert({ findings }: Check, issueKind: IssueKind): boolean {
  return findings.some((finding) => finding.kind === issueKind && needsAction(finding));
}

/** Recovery has to be observed: without data, or where every test is inconclusive, nothing has recovered. */
function isRecovered(check: Check, issueKind: IssueKind): boolean {
  // Of the service, no rows are looked at.
  if (check.current === undefined && issueKind !== 'service') return false;
  return RECOVERED[issueKind](
    check.findings.filter(({ kind }) => kind === issueKind),
    check,
  );
}

/** A fault of the data that is gone leaves no finding; a test of drift or of a metric leaves one that is ok. */
const RECOVERED: Readonly<Record<IssueKind, (ofKind: readonly Finding[], check: Check) => boolean>> = {
  drift: isTestedAndUnchanged,
  performance: (ofKind, check) => isTestedAndUnchanged(ofKind, check) && ofKind.every(isWithinMargin),
  'data-quality': (ofKind) => !ofKind.some(needsAction),
  service: (ofKind) => ofKind.length > 0 && ofKind.every(isUnchanged),
};

function isTestedAndUnchanged(ofKind: readonly Finding[], check: Check): boolean {
  return ofKind.length > 0 && ofKind.every(isUnchanged) && !hasAlert(check, 'data-quality');
}
