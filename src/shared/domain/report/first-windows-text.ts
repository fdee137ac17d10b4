/** What is said of a reference that is the first windows of the data, and of one that cannot be made yet. */
import type { Check } from '../documents/check.ts';
import type { FirstWindows } from '../monitoring/first-windows.ts';
import { formatDay, parseDay } from '../monitoring/profile/days.ts';
import { countOf } from '../text/number-text.ts';

/** Undefined where the reference is the one of the release. */
export function describeFirstWindows({ reference }: Pick<Check, 'reference'>): string | undefined {
  const { firstWindows } = reference;
  return firstWindows === undefined
    ? undefined
    : `The reference is from the first windows of the data (${describeSpan(firstWindows)}), because the version was registered without one: what was already wrong in them is not found.`;
}

/** Why no check can be made, and what to do. */
export function describeNoFirstWindows(found: Exclude<FirstWindows, { kind: 'found' }>): string {
  switch (found.kind) {
    case 'no-window-days':
      return 'set `window-days`, and the first windows of the data become the reference; or set `train.reference` to the training data, for the next version';
    case 'no-times':
      return 'name the column of times in `predictions.time`, and the first windows of the data become the reference; or set `train.reference` to the training data, for the next version';
    case 'too-few-days':
      return `the first ${countOf(found.neededDays, 'day')} of the data become the reference, and there are ${found.days} whole ones before the newest window: keep them in the file, or set \`train.reference\` to the training data, for the next version`;
    case 'gone':
      return `the reference is from the first windows of the data (${describeSpan(found.span)}), and the file does not have them and the day before any more: put them back, so that a slow change does not become its own reference`;
  }
}

function describeSpan({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${from} to ${formatDay(parseDay(to) - 1)}`;
}
