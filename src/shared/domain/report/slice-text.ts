/** Slices in words: which rows one is, and why a rule about them came out as it did. Plain text. */
import type { Evaluation, RuleResult } from '../documents/evaluation.ts';
import type { RuleReason } from '../documents/rule-reason.ts';
import {
  countOf,
  formatConfidence,
  formatCount,
  formatGiven,
  formatNumber,
  formatSigned,
} from '../text/number-text.ts';

type Slice = NonNullable<Evaluation['slices']>['metrics'][number]['slices'][number];
export type Condition = Slice['conditions'][number];

/** "region = north and age from 31 to below 44". */
export function nameSlice(conditions: readonly Condition[]): string {
  return conditions.map(nameCondition).join(' and ');
}

export function nameCondition({ column, value, from, below }: Condition): string {
  if (value !== undefined) return `${column} = ${value}`;
  if (from !== undefined && below !== undefined)
    return `${column} from ${formatNumber(from)} to below ${formatNumber(below)}`;
  if (from !== undefined) return `${column} from ${formatNumber(from)} on`;
  return below === undefined ? `${column} without a value` : `${column} below ${formatNumber(below)}`;
}

const CODES = ['slices', 'slices-without-interval', 'slices-left-out', 'no-slices'] as const;
type SliceReason = Extract<RuleReason, { readonly code: (typeof CODES)[number] }>;

/** Whether a rule about slices came out so for one of its own reasons. */
export function isAboutSlices(reason: RuleReason): reason is SliceReason {
  return CODES.some((code) => code === reason.code);
}

export function describeSliceReason(rule: RuleResult, reason: SliceReason): string {
  switch (reason.code) {
    case 'slices':
      return describeFound(rule, reason);
    case 'slices-without-interval':
      return describeWithoutInterval(reason);
    case 'slices-left-out':
      return describeSlicesLeftOut(reason);
    case 'no-slices':
      return describeNoSlices(reason);
  }
}

type SlicesReason = Extract<RuleReason, { readonly code: 'slices' }>;

/** Like "significantly worse by more than 0.05 in 2 of 12 slices; the weakest is region = north, improvement …". */
function describeFound({ threshold }: RuleResult, reason: SlicesReason): string {
  const { lookedAtCount, worseCount, weakest, lower, upper, estimate, confidence } = reason;
  const worse = threshold === 0 ? 'worse' : `worse by more than ${formatGiven(threshold)}`;
  const counted =
    worseCount === 0
      ? `significantly ${worse} in none of ${countOf(lookedAtCount, 'slice')}`
      : `significantly ${worse} in ${formatCount(worseCount)} of ${countOf(lookedAtCount, 'slice')}`;
  const interval = `${formatSigned(lower)} to ${formatSigned(upper)}, ${formatConfidence(confidence)} CI, corrected for all of them`;
  return `${counted}; the weakest is ${nameSlice(weakest)}, improvement ${formatSigned(estimate)} (${interval})`;
}

function describeWithoutInterval({
  lookedAtCount,
  withoutCount,
}: Extract<RuleReason, { readonly code: 'slices-without-interval' }>): string {
  const which = `${formatCount(withoutCount)} of ${countOf(lookedAtCount, 'slice')} with enough rows`;
  return `${which} ${withoutCount === 1 ? 'has' : 'have'} no interval, so that nothing is known of ${withoutCount === 1 ? 'it' : 'them'}: evaluate more groups, or raise \`slices.min-rows\``;
}

/** Also where no rule asks: what to do so that all of them are looked at. */
export function adviseFewerSlices(neededMinRows: number | undefined): string {
  const other = 'name fewer columns, or leave `slices.search` out';
  return neededMinRows === undefined
    ? other
    : `set \`slices.min-rows\` to ${String(neededMinRows)}, ${other}`;
}

function describeSlicesLeftOut({
  lookedAtCount,
  leftOutCount,
  neededMinRows,
}: Extract<RuleReason, { readonly code: 'slices-left-out' }>): string {
  const left = `${countOf(leftOutCount, 'slice')} with enough rows ${leftOutCount === 1 ? 'was' : 'were'} not looked at, because there are more than ${formatCount(lookedAtCount)}`;
  return `${left}; in those that were, the challenger is not significantly worse: ${adviseFewerSlices(neededMinRows)}`;
}

function describeNoSlices({ minRows }: Extract<RuleReason, { readonly code: 'no-slices' }>): string {
  return `no slice has ${countOf(minRows, 'row')}: evaluate more rows, or lower \`slices.min-rows\``;
}
