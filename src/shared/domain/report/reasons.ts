/**
 * Why a rule came out as it did, and why the verdict: sentences for the codes and numbers of an evaluation. Plain
 * text: whoever puts it into Markdown escapes it.
 */
import type { Evaluation, RuleResult } from '../documents/evaluation.ts';
import type { ComparedModel, RuleReason } from '../documents/rule-reason.ts';
import { isComparison } from '../evaluation/rule.ts';
import type { Bounds } from '../statistics/grouped/bounds.ts';
import { findMetric } from '../metrics/tasks/catalog.ts';
import { groupNoun } from './groups-text.ts';
import { resultOf } from './result-of.ts';
import { describeUnmeasured, isUnmeasured } from './run-metric-text.ts';
import { describeBound, nameConfidence } from './rule-words.ts';
import { describeSliceReason, isAboutSlices } from './slice-text.ts';
import { adviseOnUnreachable, describeLeft, findUnreachableEffect } from './unreachable-effect.ts';
import {
  countOf,
  formatCount,
  formatGiven,
  formatNumber,
  formatPercent,
  formatSigned,
} from '../text/number-text.ts';

type Context = Pick<Evaluation, 'task' | 'groups' | 'changes'> &
  Partial<Pick<Evaluation, 'metrics' | 'anchor'>>;
type Reasoned = Context & Pick<Evaluation, 'reason'> & { readonly rules: readonly RuleResult[] };

/** The reasons of the verdict: one sentence for each reason, with the rules that it decides, or one sentence where no rule does. */
export function describeVerdictReason(evaluation: Reasoned): readonly string[] {
  switch (evaluation.reason) {
    case 'rules-passed':
      return ['every rule that applies passes'];
    case 'no-rules':
      return ['the configuration has no gate rules'];
    case 'no-applicable-rules':
      return [
        `no rule applies to a first version: add a bound (at-least, at-most)${evaluation.task === 'scores' ? '' : ' or superior-by'}`,
      ];
    case 'rules-failed':
      return describeOutcome(evaluation, 'fail');
    case 'rules-inconclusive':
      return describeOutcome(evaluation, 'inconclusive');
    case 'own-rules-not-passed':
      return describeOwnReason(evaluation);
  }
}

/** It passes by the configuration of the base branch, and not by that of the pull request. */
function describeOwnReason({ changes, ...evaluation }: Reasoned): readonly string[] {
  if (changes?.head === undefined) return [OWN_CONFIGURATION];
  const { head, ...others } = changes;
  return describeVerdictReason({ ...evaluation, ...head, changes: others }).map(
    (reason) => `${OWN_CONFIGURATION}: ${reason}`,
  );
}

const OWN_CONFIGURATION = 'by the configuration of the pull request';

function describeOutcome(
  evaluation: Context & Pick<Reasoned, 'rules'>,
  outcome: RuleResult['outcome'],
): readonly string[] {
  const rulesByReason = new Map<string, readonly string[]>();
  for (const rule of evaluation.rules.filter((candidate) => candidate.outcome === outcome)) {
    const reason = describeRuleReason(rule, evaluation);
    const isSaid = reason.endsWith(`compared with the ${rule.against ?? ''}`);
    const against = rule.against === undefined || isSaid ? '' : ` (against the ${rule.against})`;
    const name = `${rule.metric} ${describeBound(rule, undefined)}${against}`;
    rulesByReason.set(reason, [...(rulesByReason.get(reason) ?? []), name]);
  }
  const own = evaluation.rules.filter((rule) => rule.outcome === 'not-shown').length;
  return [
    ...[...rulesByReason].map(([reason, names]) => `${names.join(', ')}: ${reason}`),
    ...(own === 0 ? [] : [`${countOf(own, 'rule')} that the base branch does not have: ${OWN_RULES}`]),
  ];
}

const OWN_RULES = '`report: verdict-only` shows only the verdict of all rules together';

/** Like "improvement +0.0437 to +0.104 (95 % CI), above 0.001". */
export function describeRuleReason(rule: RuleResult, context: Context): string {
  const { reason, against: other = 'champion' } = rule;
  const unit = groupNoun(context.groups);
  if (isAboutSlices(reason)) return describeSliceReason(rule, reason);
  if (isAboutTrainings(reason)) return describeTrainings(rule, reason);
  if (hasNoInterval(reason)) return describeWithoutInterval(rule, reason);
  if (isUnmeasured(reason)) return describeUnmeasured(rule, reason);
  switch (reason.code) {
    case 'improvement-interval':
      return describeImprovement(rule, reason, context);
    case 'identical-predictions':
      return describeIdentical(rule, reason, unit);
    case 'difference-interval':
      return `difference ${formatRange({ lower: reason.lower, upper: reason.upper }, formatSigned)} (${nameConfidence(rule)} CI${marginNote(rule)}), ${compareWithMargin(rule)}`;
    case 'no-relative-margin':
      return `the margin is ${formatPercent(rule.threshold)} of the value of the ${reason.comparedWith}, and that is ${formatNumber(reason.comparedValue)}: name a margin in the unit of the metric, without \`relative\``;
    case 'value-interval':
      return `${formatRange(reason, formatNumber)} (${nameConfidence(rule)} CI), ${compareWithBound(rule)}`;
    case 'kept-cases':
      return describeKept(reason, context);
    case 'not-shown':
      return 'the numbers are hidden by `report: verdict-only`';
    case 'not-in-the-base':
      return `the base branch has no such rule: ${OWN_RULES}`;
    case 'no-champion':
      return 'there is no champion to compare with';
    case 'no-champion-and-no-predictions':
      return 'there is no champion to compare with, and a baseline needs predictions';
    case 'no-reported-value-of-the-champion':
      return `the training of the ${other} did not report it`;
    case 'no-rows-behind-the-values':
      return 'two reported values have no known error; provide predictions, or set unpaired: accept';
    case 'no-common-rows':
      return `${describeOtherStage(context)}${describeOtherRows(reason, other)}`;
    case 'no-predictions-of-the-champion':
      return `${describeOtherStage(context)}the ${other} has no predictions: ${describeNotScored(context)}, and its release stores none`;
    case 'champion-answers-changed':
      return `the ${other} does not answer as it did when it was registered, so the comparison does not count`;
    case 'equal-labels':
      return describeEqualLabels(reason, context);
    case 'undefined':
      return describeUndefined(rule, reason.model, context);
    case 'too-few-groups':
    case 'quantile-out-of-reach':
      return describeTooFew(reason, unit);
    case 'too-few-effective-groups':
      return `a few ${unit}s contain nearly all rows that count: the effective number of ${unit}s is ${formatNumber(reason.effectiveGroups)}, and at least ${reason.minEffectiveGroups} are needed`;
    case 'depends-on-one-group':
      return `without one of the ${unit}s it is undefined`;
  }
}

type ExactReason = Extract<
  RuleReason,
  { code: `${'reported' | 'counted'}-${'value' | 'improvement' | 'difference'}` }
>;

function hasNoInterval(reason: RuleReason): reason is ExactReason {
  return 'value' in reason || 'improvement' in reason || 'difference' in reason;
}

function describeWithoutInterval(rule: RuleResult, reason: ExactReason): string {
  switch (reason.code) {
    case 'reported-value':
      return `${formatNumber(reason.value)} (${REPORTED}), ${compareWithBound(rule)}`;
    case 'counted-value':
      return `${formatNumber(reason.value)} (counted), ${compareWithBound(rule)}`;
    case 'reported-improvement':
      return `improvement ${formatSigned(reason.improvement)} (${REPORTED}), ${compareWithMargin(rule)}`;
    case 'counted-improvement':
      return `improvement ${formatSigned(reason.improvement)} (counted), ${compareWithMargin(rule)}`;
    case 'reported-difference':
      return `difference ${formatSigned(reason.difference)} (${REPORTED}), ${compareWithMargin(rule)}`;
  }
}

const REPORTED = 'reported by training, no interval';

type TrainingsReason = Extract<RuleReason, { code: 'mean-of-trainings' | 'too-few-trainings' }>;

function isAboutTrainings(reason: RuleReason): reason is TrainingsReason {
  return reason.code === 'mean-of-trainings' || reason.code === 'too-few-trainings';
}

/** Of which the model that is kept is one, and does better. */
function describeTrainings(rule: RuleResult, reason: TrainingsReason): string {
  if (reason.code === 'too-few-trainings')
    return `${countOf(reason.trainingCount, 'training')} with evidence, and the configuration asks for ${reason.askedCount} (\`train.seeds\`)`;
  const isDifference = isComparison(rule.kind);
  const range = formatRange(reason, isDifference ? formatSigned : formatNumber);
  const bound = isDifference ? compareWithMargin(rule) : compareWithBound(rule);
  const count = rule.trainings === undefined ? '' : ` ${rule.trainings.count}`;
  return `mean of${count} trainings ${range} (${nameConfidence(rule)} CI with the seed variance), ${bound}`;
}

function describeTooFew(
  reason: Extract<RuleReason, { code: 'too-few-groups' | 'quantile-out-of-reach' }>,
  unit: string,
): string {
  if (reason.code === 'quantile-out-of-reach')
    return `too few observations lie beyond so extreme a quantile: these are worth ${formatCount(Math.floor(reason.effectiveRows))} independent ones, and at least ${formatCount(reason.neededRows)} are needed`;
  const { groups, minGroups } = reason;
  return `${countOf(groups, unit)} are too few for an interval: at least ${minGroups} are needed, ${minGroups - groups} more`;
}

/** Like "2 of 41 cases that the champion passed are lost (refund-* 2), and 5 are won". */
function describeKept(
  {
    passedCount,
    lostCount,
    wonCount,
    lostBy = [],
    missing = [],
  }: Extract<RuleReason, { code: 'kept-cases' }>,
  { task }: Context,
): string {
  const noun = task === 'scores' ? 'case' : 'row';
  const unknown =
    missing.length === 0
      ? ''
      : `; no evaluated ${noun} has an id like ${missing.join(', ')}: correct \`cases\`, or evaluate it`;
  const by =
    lostBy.length === 0 ? '' : ` (${lostBy.map((each) => `${each.cases} ${each.lostCount}`).join(', ')})`;
  const passed = `${countOf(passedCount, noun)} that the champion passed`;
  const kept =
    lostCount === 0
      ? `none of ${passed} is lost`
      : `${formatCount(lostCount)} of ${passed} ${lostCount === 1 ? 'is' : 'are'} lost${by}`;
  return `${kept}, and ${formatCount(wonCount)} ${wonCount === 1 ? 'is' : 'are'} won${unknown}`;
}

/** Training scores the version in the stage of its own configuration, and the evaluation compares with that in the stage of the base. */
function describeOtherStage({ changes }: Context): string {
  const stage = stageChange(changes);
  return stage === undefined
    ? ''
    : `training looked for the champion in the stage ${stage.head}, which this pull request sets, and the version to compare with is in ${stage.base}: change \`stage\` in a pull request without a model; `;
}

function describeOtherRows(
  { evaluators }: Extract<RuleReason, { code: 'no-common-rows' }>,
  other: string,
): string {
  return evaluators === undefined
    ? `the stored predictions of the ${other} are for other rows`
    : `${evaluators.champion} measured the responses of the ${other}, and ${evaluators.challenger} those of the challenger, so that a difference says nothing about the models: measure both by the same evaluator`;
}

function describeNotScored({ changes }: Context): string {
  return stageChange(changes) === undefined ? 'it could not be scored' : 'it was not scored';
}

function stageChange(
  changes: Context['changes'],
): { readonly base: string; readonly head: string } | undefined {
  const { base, head } = changes?.keys.find(({ key }) => key === 'stage') ?? {};
  return base === undefined || head === undefined ? undefined : { base, head };
}

function describeImprovement(
  rule: RuleResult,
  reason: Extract<RuleReason, { code: 'improvement-interval' }>,
  context: Context,
): string {
  const interval = `improvement ${formatRange(reason, formatSigned)} (${nameConfidence(rule)} CI${marginNote(rule)}), ${compareWithMargin(rule)}${describeUnreachable(rule, context)}`;
  return reason.comparedWith === 'champion'
    ? interval
    : `${interval}; compared with ${nameModel(reason.comparedWith, rule.metric, context.task)}`;
}

/** Where no challenger can be better by what this comparison detects; empty elsewhere. */
function describeUnreachable(rule: RuleResult, context: Context): string {
  const { metrics, anchor } = context;
  if (rule.kind !== 'superior-by' || rule.outcome !== 'inconclusive' || metrics === undefined) return '';
  const result = resultOf({ metrics, anchor }, rule);
  const effect = result && findUnreachableEffect(result, context);
  return effect === undefined
    ? ''
    : `; no challenger can be better by the minimum detectable effect, ${formatNumber(effect.minimumDetectableEffect)}, because ${describeLeft(effect)}: ${adviseOnUnreachable(effect, context)}`;
}

/** Such an interval is wider than that of the difference, which the table of metrics has. */
function marginNote({ relative }: RuleResult): string {
  return relative === undefined ? '' : ', with the error of the margin';
}

function describeIdentical(
  rule: RuleResult,
  reason: Extract<RuleReason, { code: 'identical-predictions' }>,
  unit: string,
): string {
  const { lower, upper, effectiveGroups, neededGroups } = reason;
  const seen = `both models predict the same for every row; improvement on other rows ${formatRange({ lower, upper }, formatSigned)} (${nameConfidence(rule)} CI)`;
  const margin = rule.relative?.margin ?? rule.threshold;
  if (rule.outcome === 'pass' && lower < -margin) {
    return `${seen}, accepted by \`identical: pass\``;
  }
  if (neededGroups === undefined) return `${seen}, ${compareWithMargin(rule)}`;
  const advice = rule.kind !== 'superior-by' ? '; `identical: pass` accepts them' : '';
  return `${seen}, ${compareWithMargin(rule)}: ${countOf(neededGroups, unit)} would decide, and these are worth ${formatNumber(effectiveGroups)}${advice}`;
}

function compareWithMargin({ kind, outcome, threshold, relative }: RuleResult): string {
  const margin = relative?.margin === undefined ? formatGiven(threshold) : formatNumber(relative.margin);
  if (kind === 'equivalent-within') return compareWithin(outcome, margin);
  if (outcome !== 'pass' && outcome !== 'fail') {
    return `which includes ${kind === 'superior-by' || margin === '0' ? margin : `−${margin}`}`;
  }
  if (kind === 'superior-by') return outcome === 'pass' ? `above ${margin}` : `not above ${margin}`;
  return outcome === 'pass' ? `worse by at most ${margin}` : `worse by more than ${margin}`;
}

function compareWithin(outcome: RuleResult['outcome'], margin: string): string {
  if (outcome === 'pass') return `within ±${margin}`;
  return outcome === 'fail' ? `outside of ±${margin}` : `which is not within ±${margin} as a whole`;
}

function compareWithBound({ kind, outcome, threshold }: RuleResult): string {
  const bound = formatGiven(threshold);
  if (outcome !== 'pass' && outcome !== 'fail') return `which includes ${bound}`;
  if (outcome === 'pass') return kind === 'at-least' ? `at least ${bound}` : `at most ${bound}`;
  return kind === 'at-least' ? `below ${bound}` : `above ${bound}`;
}

/** What rows say something of a model, after "evaluate rows". */
const WANTED_LABELS: Readonly<Record<Evaluation['task'], string>> = {
  binary: 'of both classes',
  multiclass: 'of several classes',
  regression: 'whose labels differ',
  forecast: 'whose labels differ',
  ranking: 'with relevant items and others',
  scores: 'that differ',
  metrics: 'whose labels differ',
};

function describeEqualLabels(
  { label, rows }: Extract<RuleReason, { code: 'equal-labels' }>,
  { task }: Context,
) {
  const wanted = WANTED_LABELS[task];
  return `${rows === 1 ? 'the only label is' : `all ${formatCount(rows)} labels are`} ${JSON.stringify(label)}, so a constant prediction is perfect: evaluate rows ${wanted}`;
}

function describeUndefined(
  { metric }: RuleResult,
  model: 'challenger' | ComparedModel,
  { task }: Context,
): string {
  const { undefinedBecause, isComputable, remedy, baseline } = findMetric(task, metric) ?? {};
  const named = `undefined for ${nameModel(model, metric, task)}`;
  if (undefinedBecause === undefined) return named;
  // An older model may have answered less than the challenger, which could not be evaluated without.
  if (model === 'champion' && isComputable !== undefined)
    return `${named}: its predictions lack what the metric needs, or ${undefinedBecause}`;
  if (model === 'baseline' && baseline?.comparableRows !== undefined)
    return `${named}: it has no prediction for any of the rows, or ${undefinedBecause}`;
  const advice = model === 'challenger' && remedy !== undefined ? `; ${remedy}` : '';
  return `${named}: ${undefinedBecause}${advice}`;
}

/** "the champion", "the baseline that predicts the majority class for every row". */
export function nameModel(
  model: 'challenger' | ComparedModel,
  metric: string,
  task: Evaluation['task'],
): string {
  const words = findMetric(task, metric)?.baseline?.words;
  return model === 'baseline' && words !== undefined ? `the baseline ${words}` : `the ${model}`;
}

function formatRange({ lower, upper }: Bounds, format: (value: number) => string): string {
  return lower === upper ? format(lower) : `${format(lower)} to ${format(upper)}`;
}
