/**
 * Several challengers of one run: which of them the evaluation is about, and all of them beside each other. Each was
 * decided at a level that is shared among all (docs/statistics.md#several-challengers), so whoever is chosen among those
 * that pass, one that should not passes in at most 2.5 %, and the interval of the best one contains its truth in at least 95 %. Its
 * estimate is corrected beside that, for those who read it as a forecast.
 */
import type { Challengers, Evaluation, MetricResult, RuleResult, Verdict } from '../documents/evaluation.ts';
import type { RankedChallenger } from '../documents/challengers.ts';
import type { Written } from '../documents/open-values.ts';
import { DataError } from '../kernel/errors.ts';
import { improvementOf, isOrdered, type OrderedDirection } from '../kernel/direction.ts';
import { isRunMetric } from '../metrics/run-metrics.ts';
import { correctWinner, type CorrectableChallenger, type RowsOfEvaluation } from './correct-winner.ts';
import { isComparison } from './rule.ts';
import { CONFIDENCE } from './metric-finding.ts';
import { compareBytes } from '../kernel/byte-order.ts';

export interface EvaluatedChallenger {
  /** Undefined for the only one. */
  readonly name: string | undefined;
  readonly evaluation: Evaluation;
  /** Undefined where nothing but the document is known: then the estimate of the best one is not corrected. */
  readonly source?: RowsOfEvaluation | undefined;
}

const places: Readonly<Record<Verdict, number>> = { pass: 0, inconclusive: 1, fail: 2 };

/**
 * @param about digest of the run that the document is about; undefined for the best one.
 * @returns the evaluation of the only challenger as it is.
 * @throws DataError DATA_MISMATCH for challengers that predicted different rows.
 */
export function rankChallengers(
  evaluated: readonly EvaluatedChallenger[],
  about: string | undefined,
): Evaluation {
  const named = evaluated.toSorted((one, other) => compareBytes(one.name ?? '', other.name ?? ''));
  const [first] = named;
  if (first === undefined)
    throw new RangeError('rankChallengers: expected at least one evaluation, got none');
  if (named.length === 1) return first.evaluation;
  requireSameRows(first, named);
  const metric = findRankingMetric(first.evaluation);
  const candidates = named.map(({ name = '', evaluation, source }) => ({
    ...describe(name, evaluation, metric),
    source,
  }));
  const ranked = candidates.toSorted((one, other) => compare(one, other, metric));
  const chosen = ranked.find(({ evaluation }) => evaluation.run === about) ?? ranked[0];
  if (chosen === undefined) throw new RangeError('rankChallengers: expected a first one, got none');
  const { plannedCount = named.length } = chosen.evaluation.challengers ?? {};
  const confidences = ranked.flatMap(({ confidence }) => confidence ?? []);
  const corrected = metric && correctOne(ranked, metric);
  return {
    ...chosen.evaluation,
    challengers: {
      plannedCount,
      ...(metric !== undefined && { metric: metric.name }),
      ...(confidences[0] !== undefined && { confidence: confidences[0] }),
      ...(corrected !== undefined && { corrected }),
      ranked: ranked.map(({ entry }) => entry),
    },
  };
}

/** Of several trainings the table has the mean, which is no estimate of the model that is kept. */
function correctOne(
  ranked: readonly CorrectableChallenger[],
  metric: RankingMetric,
): Challengers['corrected'] {
  const isMean = ranked.some(
    ({ evaluation: { rules } }) => rules[metric.rule ?? rules.length]?.trainings !== undefined,
  );
  return isMean ? undefined : correctWinner(ranked, metric);
}

function requireSameRows(first: EvaluatedChallenger, all: readonly EvaluatedChallenger[]): void {
  const other = all.find(({ evaluation }) => evaluation.rows?.digest !== first.evaluation.rows?.digest);
  if (other === undefined) return;
  throw new DataError(
    'DATA_MISMATCH',
    `challenger ${other.name ?? ''}: expected predictions of the rows that ${first.name ?? ''} predicts, got other rows or labels`,
    { hint: 'let each challenger predict the same held-out rows: a `score` command does so' },
  );
}

interface RankingMetric {
  readonly name: string;
  readonly better: OrderedDirection;
  /** The rule that it comes from, by its place in the gate; undefined where no rule names it. */
  readonly rule: number | undefined;
}

/** That of the first comparison of the gate, else of its first rule, else the first of the task; of those with a better and a worse. */
function findRankingMetric({ rules, metrics }: Evaluation): RankingMetric | undefined {
  const named = rules.flatMap((rule, index) => {
    const better = betterOf(metrics, rule.metric);
    return better === undefined || isRunMetric(rule.metric)
      ? []
      : [{ name: rule.metric, better, rule: index }];
  });
  const compared = named.find(({ rule }) => {
    const kind = rules[rule]?.kind;
    return kind !== undefined && isComparison(kind);
  });
  const [listed] = metrics.flatMap(({ metric, better }) =>
    isOrdered(better) && !isRunMetric(metric) ? [{ name: metric, better, rule: undefined }] : [],
  );
  return compared ?? named[0] ?? listed;
}

function betterOf(metrics: readonly MetricResult[], name: string): OrderedDirection | undefined {
  const better = metrics.find(({ metric }) => metric === name)?.better;
  return isOrdered(better) ? better : undefined;
}

interface Candidate {
  readonly evaluation: Evaluation;
  readonly entry: Written<RankedChallenger>;
  /** Of its interval. */
  readonly confidence: number | undefined;
}

function describe(name: string, evaluation: Evaluation, ranking: RankingMetric | undefined): Candidate {
  const { run, modelDigest, rows, verdict, metrics, rules } = evaluation;
  const result = metrics.find(({ metric }) => metric === ranking?.name);
  const rule = ranking?.rule === undefined ? undefined : rules[ranking.rule];
  const interval = ranking && result && rule && intervalOf(rule, result, ranking);
  return {
    evaluation,
    entry: {
      ...{ name, run, verdict },
      ...(modelDigest !== undefined && { modelDigest }),
      ...(rows?.answers !== undefined && { answers: rows.answers }),
      ...(result !== undefined && { value: result.challenger }),
      ...(interval !== undefined && { interval }),
    },
    confidence: interval && (rule.confidence ?? CONFIDENCE),
  };
}

/** The one that decided the rule. */
function intervalOf(
  { reason, kind, trainings }: RuleResult,
  { challenger, comparedValue }: MetricResult,
  { better }: RankingMetric,
): Candidate['entry']['interval'] {
  if (trainings !== undefined) {
    const { estimate, lower, upper } = trainings;
    return { estimate, lower, upper };
  }
  if (!('lower' in reason)) return undefined;
  const { lower, upper } = reason;
  const estimate = isComparison(kind) ? differenceOf(challenger, comparedValue, better) : challenger;
  return estimate === undefined ? undefined : { estimate, lower, upper };
}

function differenceOf(
  challenger: number,
  comparedValue: number | undefined,
  better: OrderedDirection,
): number | undefined {
  return comparedValue === undefined ? undefined : improvementOf(challenger - comparedValue, better);
}

/** By verdict, then by estimate, then by name. The opponent is the same one, so own values are in the order of improvements. */
function compare(one: Candidate, other: Candidate, metric: RankingMetric | undefined): number {
  const byVerdict = places[one.evaluation.verdict] - places[other.evaluation.verdict];
  if (byVerdict !== 0) return byVerdict;
  const byValue = worth(other.entry, metric) - worth(one.entry, metric);
  if (byValue !== 0 && !Number.isNaN(byValue)) return byValue;
  return compareBytes(one.entry.name, other.entry.name);
}

/** Without a value it comes last. */
function worth({ value }: Candidate['entry'], metric: RankingMetric | undefined): number {
  return metric === undefined || value === undefined
    ? Number.NEGATIVE_INFINITY
    : improvementOf(value, metric.better);
}
