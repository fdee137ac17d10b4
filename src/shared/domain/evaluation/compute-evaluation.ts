/**
 * The evaluation of a challenger: a pure, deterministic function of the evidence and the configuration.
 * `evaluate` publishes what it returns, and `register` calls it again and must get the same document.
 */
import { gateConfigDigest, gateRules, needsAnchor, type EvaluatingConfig } from '../config/select-model.ts';
import { documentDigest } from '../kernel/digest.ts';
import type { ChampionAnswers, Evaluation, GateName, MetricResult } from '../documents/evaluation.ts';
import { isKnown } from '../documents/open-values.ts';
import { scoringCodes, type ChampionScoring } from '../documents/run.ts';
import { isRunMetric } from '../metrics/run-metrics.ts';
import { taskOf } from '../metrics/tasks/catalog.ts';
import { describeClasses } from './class-confusion.ts';
import type { ComparedRows } from './compared-rows.ts';
import { decideVerdict } from './decide-verdict.ts';
import { describeParameters, describeRows } from './describe-evidence.ts';
import { describeHorizons } from './describe-horizons.ts';
import { describeSlices } from './describe-slices.ts';
import { evaluateAgainst } from './evaluate-against.ts';
import { describePlain, type PlainContext } from './evaluate-plain-rule.ts';
import { evaluateSlices, metricsOfSlices, type SliceOptions, type SlicesFinding } from './evaluate-slices.ts';
import { digestAnswers, joinEvidence, type JoinedOpponent, type TableEvidence } from './joined-evidence.ts';
import { CONFIDENCE, resultOfFinding, type MetricFinding } from './metric-finding.ts';
import {
  compareWith,
  compareWithAnchor,
  findOtherAnchor,
  type EvaluationSubject,
  type OpponentSide,
  type RowsRequest,
} from './opponent-side.ts';
import { challengerCount, plannedLooks } from './looks-plan.ts';
import { parseRule, splitByOpponent, type Rule, type SingleRule } from './rule.ts';
import { computeRunFinding, namesOfRun, opponentOf, resultOfRun, type RunFinding } from './run-findings.ts';
import { countTrainings } from './trainings-of-run.ts';
import { metricOfWeakestGroup } from './weakest-group.ts';

/**
 * Raised with every change that can change a document for the same evidence; `register` evaluates evidence of
 * another version again. test/domain/evaluation/golden-evaluations.test.ts has a digest for each version.
 */
export const STATISTICS_VERSION = '1';

export type EvaluationRequest = EvaluationSubject & TableEvidence;

/** @throws DataError for evidence that cannot be evaluated; InputError for a gate that cannot be. */
export function computeEvaluation(request: EvaluationRequest): Evaluation {
  checkGate(request.config, request.gate);
  return evaluateRows({ ...request, ...joinEvidence(request.config, request) });
}

/** @throws InputError for a gate that cannot be evaluated by: before tables of millions of rows are joined. */
function checkGate(config: EvaluatingConfig, gate: GateName): void {
  for (const rule of gateRules(config, gate)) parseRule(rule, config);
}

/** The same for evidence that was joined before. @throws DataError and InputError as `computeEvaluation`. */
export function evaluateRows(request: RowsRequest): Evaluation {
  const { config, champion, run } = request;
  const otherAnchor = findOtherAnchor(request);
  const rules = gateRules(config, request.gate)
    .map((rule) => parseRule(rule, config))
    .flatMap((rule) => splitByOpponent(rule, otherAnchor !== undefined));
  const ofAnchor = rules.filter(({ against }) => against === 'anchor' && otherAnchor !== undefined);
  const side = compareWith(request, {
    rules: rules.filter((rule) => !ofAnchor.includes(rule)),
    rows: request.rows,
    code: run.scored?.champion?.code,
    metrics: undefined,
    withinGroupsOf: metricOfWeakestGroup(rules),
  });
  const { rows, findings, answers } = side;
  const anchorSide = otherAnchor && compareWithAnchor(request, otherAnchor, ofAnchor);
  const slices = findSlices(request, rules, side);
  const anchorSlices = anchorSide && findSlices(request, ofAnchor.filter(isAboutSlices), anchorSide);
  const results = rules.map((rule) =>
    anchorSide !== undefined && ofAnchor.includes(rule)
      ? evaluateAgainst(rule, anchorSide, { ...request, slices: anchorSlices })
      : evaluateAgainst(rule, side, { ...request, slices }),
  );
  return {
    schema: 'model-steward/evaluation/1',
    statistics: STATISTICS_VERSION,
    model: request.model,
    task: config.task,
    run: documentDigest(run),
    ...(run.modelSet !== undefined && { modelDigest: run.modelSet.digest }),
    ...(champion !== undefined && {
      champion: describeOpponent(champion, run.scored?.champion, { rows, answers }),
    }),
    ...describeAnchor(request, ofAnchor, anchorSide),
    gate: {
      name: request.gate,
      sha256: gateConfigDigest({ config }, request.gate),
    },
    ...describeSharing(request),
    ...(rows !== undefined &&
      describeRows(rows, rules, { findings, answers: digestAnswers(config, rows, rows.challenger) })),
    ...(rows !== undefined && showClasses(rows, config)),
    ...(rows !== undefined && showHorizons(rows, rules, findings)),
    ...(rows !== undefined &&
      slices !== undefined && {
        slices: describeSlices(slices, rows, { findings, options: optionsOfSlices(request, side) }),
      }),
    metrics: listMetrics(request, rules, side),
    ...{ ...countTrainings(run, champion), ...describeParameters(run.parameters, champion?.parameters) },
    rules: results,
    ...decideVerdict(results),
  };
}

/** Among how many looks and challengers the chance of a false pass is shared. */
function describeSharing({ config, run }: RowsRequest): Pick<Evaluation, 'looks' | 'challengers'> {
  const planned = plannedLooks(config);
  const among = challengerCount(config, run);
  return {
    ...(planned !== undefined && { looks: { plannedCount: planned } }),
    ...(among > 1 && { challengers: { plannedCount: among } }),
  };
}

function showClasses(
  rows: ComparedRows,
  { task }: Pick<EvaluatingConfig, 'task'>,
): Pick<Evaluation, 'classes'> {
  return taskOf(task).scoresAreClasses === true ? { classes: describeClasses(rows) } : {};
}

/** By the metric of the first rule that has one, else by the first of the task. */
function showHorizons(
  rows: ComparedRows,
  rules: readonly Rule[],
  findings: readonly MetricFinding[],
): Pick<Evaluation, 'horizons'> {
  const known = findings.filter(({ challenger }) => challenger !== undefined);
  const named = rules.flatMap((rule) => known.find(({ metric }) => metric.name === rule.metric) ?? []);
  const [shown] = [...named, ...known];
  const horizons = shown && describeHorizons(rows, shown.metric);
  return horizons === undefined ? {} : { horizons };
}

function describeAnchor(
  { config, gate, champion, anchor, run }: RowsRequest,
  rules: readonly SingleRule[],
  side: OpponentSide | undefined,
): Pick<Evaluation, 'anchor'> {
  if (champion === undefined || anchor === undefined || !needsAnchor({ config }, gate)) return {};
  const { version, tag, modelDigest } = anchor;
  if (side === undefined) return { anchor: { version, tag, modelDigest, evidence: 'champion', metrics: [] } };
  const { findings, plain, rows, answers } = side;
  const ofRun = namesOfRun({}, rules);
  const computed = new Set(findings.map(({ metric }) => metric.name));
  const reported = rules
    .filter(({ metric }) => !isRunMetric(metric))
    .filter(({ metric }, index, named) => !computed.has(metric) && indexOfMetric(named, metric) === index)
    .map((rule) => describePlain(rule, plain));
  const named = reported.map((result) =>
    result.comparedWith === undefined ? result : { ...result, comparedWith: 'anchor' as const },
  );
  const metrics = [...describeFindings(side), ...named, ...describeRun({ run }, ofRun, side)];
  return { anchor: { ...describeOpponent(anchor, run.scored?.anchor, { rows, answers }), metrics } };
}

function indexOfMetric(rules: readonly Rule[], name: string): number {
  return rules.findIndex(({ metric }) => metric === name);
}

function describeFindings({
  findings,
  deciding,
}: Pick<OpponentSide, 'findings' | 'deciding'>): readonly MetricResult[] {
  return findings.flatMap(
    (finding) =>
      resultOfFinding(
        finding,
        deciding.find(({ metric }) => metric.name === finding.metric.name),
      ) ?? [],
  );
}

function isAboutSlices({ kind }: Pick<Rule, 'kind'>): boolean {
  return kind === 'no-slice-worse-by';
}

/** Of the rows that both models answered. Nothing is looked at where no rule asks and there is nothing to show. */
function findSlices(
  request: RowsRequest,
  rules: readonly Rule[],
  side: OpponentSide,
): SlicesFinding | undefined {
  const { rows, findings } = side;
  if (rows === undefined || (side.role === 'anchor' && rules.length === 0)) return undefined;
  const metrics = metricsOfSlices(rules, findings);
  return evaluateSlices(rows, request.config, { metrics, options: optionsOfSlices(request, side) });
}

/** As wide together as the interval that decides any other rule. */
function optionsOfSlices({ config, run }: RowsRequest, { confidence, champion }: OpponentSide): SliceOptions {
  return {
    confidence,
    robust: config.interval === 'robust',
    isSameModel: champion !== undefined && champion.modelDigest === run.modelSet?.digest,
  };
}

/** Computed, reported, and of the run, in this order. */
function listMetrics(request: RowsRequest, rules: readonly Rule[], side: OpponentSide): MetricResult[] {
  return [
    ...describeFindings(side),
    ...plainMetrics(rules, side.findings, side.plain),
    ...describeRun(request, namesOfRun(request.run, rules), side),
  ];
}

/** What the run says of the model itself and of scoring with it. */
function describeRun(
  { run }: Pick<RowsRequest, 'run'>,
  names: readonly string[],
  side: OpponentSide,
): readonly MetricResult[] {
  const opponent = opponentOf(side);
  return names.flatMap((name) => {
    const find = (confidence: number): RunFinding => computeRunFinding(name, run, { opponent, confidence });
    return resultOfRun(name, { shown: find(CONFIDENCE), deciding: find(side.confidence) }, side.role) ?? [];
  });
}

/** Names of the run are none of the metrics file, whatever that has. */
function plainMetrics(
  rules: readonly Rule[],
  findings: readonly MetricFinding[],
  plain: PlainContext,
): readonly MetricResult[] {
  const computed = new Set(findings.map(({ metric }) => metric.name));
  const named = new Map<string, Pick<Rule, 'metric' | 'better'>>(
    rules
      .filter(({ metric }) => !computed.has(metric) && !isRunMetric(metric))
      .map((rule) => [rule.metric, rule]),
  );
  for (const metric of Object.keys(plain.challenger)) {
    if (!computed.has(metric) && !isRunMetric(metric) && !named.has(metric))
      named.set(metric, { metric, better: undefined });
  }
  return [...named.values()].map((rule) => describePlain(rule, plain));
}

interface DescribedAnswers {
  readonly rows: ComparedRows | undefined;
  readonly answers: ChampionAnswers | undefined;
}

function describeOpponent(
  { version, tag, modelDigest, source }: JoinedOpponent,
  scoring: ChampionScoring | undefined,
  { rows, answers }: DescribedAnswers,
): NonNullable<Evaluation['champion']> {
  const evidence = rows?.champion === undefined ? 'none' : (source ?? 'none');
  const code = evidence === 'scored' ? scoring?.code : undefined;
  return {
    ...{ version, tag, modelDigest, evidence },
    ...(isKnown(scoringCodes, code) && { code }),
    ...(answers !== undefined && { answers }),
  };
}
