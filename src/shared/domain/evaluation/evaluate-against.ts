/** One rule against one version, by each training of the challenger. */
import type { RuleResult } from '../documents/evaluation.ts';
import { describeRule, evaluateRule } from './evaluate-rule.ts';
import { evaluateKeeps } from './evaluate-keeps.ts';
import { evaluatePlainRule } from './evaluate-plain-rule.ts';
import { evaluateSliceRule } from './evaluate-slice-rule.ts';
import type { SlicesFinding } from './evaluate-slices.ts';
import { includeTrainings, type RuleOfTraining } from './include-trainings.ts';
import { isRunMetric } from '../metrics/run-metrics.ts';
import { evaluateRunRule } from './evaluate-run-rule.ts';
import { CONFIDENCE } from './metric-finding.ts';
import type { EvaluationSubject, OpponentSide } from './opponent-side.ts';
import type { SingleRule } from './rule.ts';
import { computeRunFinding, opponentOf } from './run-findings.ts';

export function evaluateAgainst(rule: SingleRule, side: OpponentSide, request: RuleOptions): RuleResult {
  const { slices, config, run } = request;
  if (isRunMetric(rule.metric)) return withConfidence(evaluateByRun(rule, side, run), side);
  const kept = evaluateBy(rule, side, slices);
  if (rule.kind === 'keeps' || rule.kind === 'no-slice-worse-by') return kept.result;
  const others = side.others.filter(({ deciding, plain }) =>
    kept.finding === undefined
      ? Object.hasOwn(plain.challenger, rule.metric)
      : deciding.some(({ metric }) => metric.name === rule.metric),
  );
  return includeTrainings({
    rule,
    trainings: [kept, ...others.map((training) => evaluateBy(rule, { ...side, ...training }, slices))],
    askedCount: Math.max(config.train?.seeds ?? 1, run.trainings?.length ?? 1),
    confidence: side.confidence,
  });
}

interface RuleOptions extends Pick<EvaluationSubject, 'config' | 'run'> {
  readonly slices: SlicesFinding | undefined;
}

/** By one training of the challenger. */
function evaluateBy(rule: SingleRule, side: OpponentSide, slices: SlicesFinding | undefined): RuleOfTraining {
  const finding = side.deciding.find(({ metric }) => metric.name === rule.metric);
  if (finding === undefined || side.rows === undefined)
    return { finding: undefined, result: evaluatePlainRule(rule, side.plain) };
  const { champion, counts } = side;
  const context = {
    isFirstVersion: champion === undefined,
    isChampionUnscored: champion !== undefined && champion.source === undefined,
    answersChanged: !counts,
    equalLabels: side.rows.equalLabels,
    otherEvaluator: side.rows.otherEvaluator,
  };
  if (rule.kind === 'no-slice-worse-by' && slices !== undefined) {
    const decision = evaluateSliceRule(rule, slices, context);
    return { finding, result: { ...describeRule(rule, undefined), ...decision } };
  }
  if (rule.kind !== 'keeps') {
    const result = evaluateRule(rule, finding, context);
    return { finding, result: withConfidence(result, side) };
  }
  const decision = evaluateKeeps(rule, finding.metric, { rows: side.rows, context });
  return { finding, result: { ...describeRule(rule, undefined), ...decision } };
}

/** Of the model that is kept: other trainings are not measured. */
function evaluateByRun(rule: SingleRule, side: OpponentSide, run: EvaluationSubject['run']): RuleResult {
  const { confidence, counts } = side;
  const opponent = opponentOf(side);
  const finding = computeRunFinding(rule.metric, run, { opponent, confidence });
  return evaluateRunRule(rule, finding, { role: opponent?.role, answersChanged: !counts });
}

/** Where the configuration asks for another confidence than that of the other intervals. */
function withConfidence(result: RuleResult, { confidence }: OpponentSide): RuleResult {
  const isOther = confidence !== CONFIDENCE && 'lower' in result.reason;
  return isOther ? { ...result, confidence } : result;
}
