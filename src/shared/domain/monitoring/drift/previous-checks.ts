/**
 * What earlier checks found, as far as it counts now: a warning becomes an alert when the window just before gave
 * the same warning. Windows that overlap contain the same days twice, which is no second observation.
 */
import { DAY_MS } from '../../kernel/time.ts';
import { parseLocal } from '../../kernel/time-zone.ts';
import type { Finding, ReadCheck } from '../../documents/check.ts';
import type { FindingCode } from '../../documents/finding-detail.ts';
import { detectsChange } from '../../documents/finding-outcome.ts';

/** In local milliseconds, as checks keep them with the offset of the place. */
export interface CurrentSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly days: number;
  /** From one day with rows to the next in the reference, see `usualGapDays`. */
  readonly usualGapDays: number;
}

/** In usual gaps: with a longer one, a window between the two was not checked. */
const LONGEST_GAP = 1.5;

/**
 * The newest earlier check of a window that ends before this one begins, and not more than one window before. Weekly and
 * monthly data have a window a week or a month, so the day before it has no rows: how far back counts follows from the
 * gaps between the days of the reference.
 */
export function findPrecedingCheck(checks: readonly ReadCheck[], span: CurrentSpan): ReadCheck | undefined {
  const { usualGapDays: gapDays } = span;
  const earliestEnd = span.fromMs - Math.max(1, span.days, gapDays > 1 ? LONGEST_GAP * gapDays : 0) * DAY_MS;
  const candidates = checks.filter(({ current }) => {
    const endMs = parseLocal(current?.to ?? '');
    return endMs < span.fromMs && endMs >= earliestEnd;
  });
  return candidates.reduce<ReadCheck | undefined>(
    (newest, check) => ((check.current?.to ?? '') > (newest?.current?.to ?? '') ? check : newest),
    undefined,
  );
}

/** Whether the preceding check gave a warning or an alert with the same code about the same subject. */
export function wasFound(preceding: ReadCheck | undefined, code: FindingCode, subject: string): boolean {
  return (preceding?.findings ?? []).some(
    (earlier) => earlier.detail.code === code && earlier.subject === subject && detectsChange(earlier),
  );
}

/** Whether the preceding check gave a warning or an alert about the same subject on the same side. */
export function wasWarned(
  preceding: ReadCheck | undefined,
  finding: Pick<Finding, 'kind' | 'subject' | 'side'>,
): boolean {
  return (preceding?.findings ?? []).some(
    (earlier) =>
      earlier.kind === finding.kind &&
      earlier.subject === finding.subject &&
      earlier.side === finding.side &&
      detectsChange(earlier),
  );
}
