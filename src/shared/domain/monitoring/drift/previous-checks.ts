/**
 * What earlier checks said, as far as it counts now: a "watch" becomes an alarm when the window just before
 * said the same. Windows that overlap are the same days twice, and prove nothing.
 */
import type { Finding, ReadCheck } from '../../documents/check.ts';

const DAY_MS = 86_400_000;

export interface CurrentSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly days: number;
}

/** The newest earlier check of a window that ends before this one begins, and not more than one window before. */
export function findPrecedingCheck(checks: readonly ReadCheck[], span: CurrentSpan): ReadCheck | undefined {
  const earliestEnd = span.fromMs - Math.max(1, span.days) * DAY_MS;
  const candidates = checks.filter(({ current }) => {
    const endMs = Date.parse(current?.to ?? '');
    return endMs < span.fromMs && endMs >= earliestEnd;
  });
  return candidates.reduce<ReadCheck | undefined>(
    (newest, check) => ((check.current?.to ?? '') > (newest?.current?.to ?? '') ? check : newest),
    undefined,
  );
}

/** Whether the preceding check watched, or alarmed about, the same thing on the same side. */
export function wasWarned(
  preceding: ReadCheck | undefined,
  finding: Pick<Finding, 'kind' | 'subject' | 'side'>,
): boolean {
  return (preceding?.findings ?? []).some(
    ({ kind, subject, side, outcome }) =>
      kind === finding.kind &&
      subject === finding.subject &&
      side === finding.side &&
      (outcome === 'warning' || outcome === 'alert'),
  );
}
