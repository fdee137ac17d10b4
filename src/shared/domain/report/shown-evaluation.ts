/**
 * Says that the pull request was shown an evaluation by another version, and what of it differs from the published
 * one. Every value of the shown one is text of a stranger.
 */
import type { ModelVersion, ShownEvaluation, ShownReason } from '../documents/model.ts';
import { isKnown, showValue } from '../documents/open-values.ts';
import { shownReasons } from '../documents/model.ts';
import { countOf } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';

const MAX_LISTED = 5;
const MAX_VALUE = 60;

/** Empty where the published evaluation is the one that was shown. */
export function renderShownEvaluation({ shown }: Pick<ModelVersion, 'shown'>): string {
  if (shown === undefined) return '';
  const { differentFields, differences } = shown;
  const listed = differences.slice(0, MAX_LISTED);
  const more = differentFields - listed.length;
  const lines = [
    `The published evaluation is not the one that was shown before: ${describeReason(shown)}. \`register\` computed it from the evidence.`,
    ...(differentFields === 0
      ? ['Both have the same value in every field that the shown one names.']
      : [
          `The shown one (verdict ${codeSpan(showValue(shown.verdict))}) differs in ${countOf(differentFields, 'field')}:`,
        ]),
    ...listed.map(
      (difference) =>
        `- ${codeSpan(difference.field)}: shown ${valueSpan(difference.shown)}, computed ${valueSpan(difference.recomputed)}`,
    ),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ];
  return [`[!${differentFields === 0 ? 'NOTE' : 'WARNING'}]`, ...lines].map((line) => `> ${line}`).join('\n');
}

function describeReason({ reason, statistics }: ShownEvaluation): string {
  if (!isKnown(shownReasons, reason)) return `another version made that one (${codeSpan(showValue(reason))})`;
  return reasonWords[reason](statistics);
}

const reasonWords: Readonly<Record<ShownReason, (statistics: string) => string>> = {
  'other-statistics': (statistics) => `that one names version ${codeSpan(statistics)} of the statistics`,
  'unknown-content': () => 'that one has keys or values that this version of Model Steward does not know',
};

function valueSpan(value: string | undefined): string {
  return value === undefined ? 'nothing' : codeSpan(value, MAX_VALUE);
}
