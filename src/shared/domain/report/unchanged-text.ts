/** Findings of drift without a warning as lines: what was not detected, with how small a change would have been. Markdown. */
import type { Effect, Finding } from '../documents/check.ts';
import { isUnchanged } from '../documents/finding-outcome.ts';
import { codeSpan } from '../text/untrusted-text.ts';
import { formatEffect, subjectOf } from './finding-text.ts';

const MAX_COLUMNS = 8;

/** Up to two lines: columns without a detected change, and columns that changed by less than their threshold. */
export function renderUnchanged(findings: readonly Finding[]): readonly string[] {
  const unchanged = findings.filter(isUnchanged);
  const small = unchanged.filter(isSignificant);
  const lines = [
    ['No change of distribution detected', unchanged.filter((one) => !isSignificant(one)).map(describePower)],
    ['Changed by less than the threshold', small.map(describeSmallChange)],
  ] as const;
  return lines.flatMap(([title, columns]) => (columns.length === 0 ? [] : [`${title}: ${list(columns)}.`]));
}

function isSignificant({ test }: Finding): boolean {
  return test !== undefined && test.p <= test.level;
}

function describePower(finding: Finding): string {
  const { effect, test } = finding;
  const detectable = test?.minimumDetectableEffect;
  const power =
    effect === undefined || detectable === undefined
      ? 'smallest detectable: unknown'
      : `smallest detectable: ${formatEffect(effect.measure, detectable)}${describeMissed(effect, detectable)}`;
  return `${codeSpan(subjectOf(finding))} (${power})`;
}

/** Where the test is too weak for the threshold, changes between the two may have been missed. */
function describeMissed({ measure, threshold }: Effect, detectable: number): string {
  return detectable > threshold ? `, above the threshold of ${formatEffect(measure, threshold)}` : '';
}

function describeSmallChange(finding: Finding): string {
  const { effect } = finding;
  const size =
    effect === undefined
      ? ''
      : ` (${formatEffect(effect.measure, effect.value)}, threshold ${formatEffect(effect.measure, effect.threshold)})`;
  return `${codeSpan(subjectOf(finding))}${size}`;
}

function list(columns: readonly string[]): string {
  const shown = columns.slice(0, MAX_COLUMNS).join(', ');
  return columns.length > MAX_COLUMNS ? `${shown} and ${columns.length - MAX_COLUMNS} more` : shown;
}
