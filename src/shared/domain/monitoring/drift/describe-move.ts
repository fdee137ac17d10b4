/** How far a column moved, in its own units, for somebody who knows the data and no statistics. */
import { formatNumber, formatShare } from '../../text/number-text.ts';
import type { CategoryProfile } from '../profile/profile.ts';

export interface NumberMove {
  readonly before: number;
  readonly now: number;
  readonly distanceInSd: number;
}

export function describeNumberMove({ before, now, distanceInSd }: NumberMove): string {
  return `mean ${formatNumber(before)} → ${formatNumber(now)}; the distribution moved by ${formatNumber(distanceInSd)} sd`;
}

export interface LabelMove {
  readonly profile: CategoryProfile;
  /** Mean curve of the current days minus that of the reference: shares by daily label. */
  readonly difference: Float64Array;
  readonly before: Float64Array;
  readonly distance: number;
}

/** The label whose share changed most. */
export function describeLabelMove({ profile, difference, before, distance }: LabelMove): string {
  let most = 0;
  difference.forEach((change, bin) => {
    if (Math.abs(change) > Math.abs(difference[most] ?? 0)) most = bin;
  });
  const label = profile.labels[most]?.label;
  const name = most < difference.length - 1 && label !== undefined ? JSON.stringify(label) : 'rarer labels';
  const share = before[most] ?? 0;
  const moved = `${name} ${formatShare(share)} → ${formatShare(share + (difference[most] ?? 0))} of rows`;
  return `${moved}; ${formatShare(distance)} of rows changed label in all`;
}
