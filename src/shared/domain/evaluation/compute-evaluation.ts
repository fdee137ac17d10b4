/**
 * The evaluation of a challenger: a pure, deterministic function of the evidence and the configuration.
 * `evaluate` publishes what it returns, and `register` calls it again and must get the same document.
 */
import { gateConfigDigest, gateRules, needsAnchor, type EvaluatingConfig } from '../config/select-model.ts';
import { documentDigest } from '../kernel/digest.ts';
import type {
  ChampionAnswers,
  Evaluation,
  GateName,
  MetricResult,
  RuleResult,
} from '../documents/evaluation.ts';
import { isKnown, type Open } from '../documents/open-values.ts';
import { scoringCodes, type ChampionScoring, type Run, type ScoringCode } from '../documents/run.ts';
import { decideVerdict } from './decide-verdict.ts';
import { describePlain, evaluatePlainRule, type PlainContext } from './evaluate-plain-rule.ts';
import { evaluateKeeps } from './evaluate-keeps.ts';
import { describeRule, evaluateRule } from './evaluate-rule.ts';
import { isComparison, parseRule, splitByOpponent, type Rule, type SingleRule } from './rule.ts';
import { taskOf } from '../metrics/tasks/catalog.ts';
import type { ComparedRows } from './compared-rows.ts';
import { compareAnswers, comparisonCounts } from './champion-answers.ts';
import {
  digestAnswers,
  joinEvidence,
  type JoinedEvidence,
  type JoinedOpponent,
  type TableEvidence,
} from './joined-evidence.ts';
import { CONFIDENCE, computeValue, resultOfFinding, type MetricFinding } from './metric-finding.ts';
import { computeFindings, metricsToCompute, type FindingsOptions } from './compute-findings.ts';
import { includeTrainings, type RuleOfTraining } from './include-trainings.ts';
import { countTrainings, listOtherTrainings, type ChallengerRows } from './trainings-of-run.ts';
import { decidingConfidence, plannedLooks } from './looks-plan.ts';
import { describeParameters, describeRows } from './describe-evidence.ts';
import { describeClasses } from './class-confusion.ts';
import { describeHorizons } from './describe-horizons.ts';
import { describeSlices } from './describe-slices.ts';
import { evaluateSliceRule } from './evaluate-slice-rule.ts';
import { evaluateSlices, metricsOfSlices, type SliceOptions, type SlicesFinding } from './evaluate-slices.ts';

/**
 * Raised with every change that can change a document for the same evidence; `register` evaluates evidence of
 * another version again. test/domain/evaluation/golden-evaluations.test.ts has a digest for each version.
 */
export const STATISTICS_VERSION = '1';

interface EvaluationSubject {
  readonly model: string;
  readonly config: EvaluatingConfig;
  readonly gate: GateName;
  readonly run: Run;
}

export type EvaluationRequest = EvaluationSubject & TableEvidence;

type RowsRequest = EvaluationSubject & JoinedEvidence;

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
  });
  const { rows, findings, plain, answers } = side;
  const planned = plannedLooks(config);
  const anchorSide = otherAnchor && compareWithAnchor(request, otherAnchor, ofAnchor);
  const sliceOptions = optionsOfSlices(request, side);
  const slices =
    rows &&
    evaluateSlices(rows, config, { metrics: metricsOfSlices(rules, findings), options: sliceOptions });
  const results = rules.map((rule) => {
    const ofRule = ofAnchor.includes(rule) ? (anchorSide ?? side) : side;
    return evaluateAgainst(rule, ofRule, { ...request, slices });
  });
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
    ...(planned !== undefined && { looks: { plannedCount: planned } }),
    ...(rows !== undefined &&
      describeRows(rows, rules, { findings, answers: digestAnswers(config, rows, rows.challenger) })),
    ...(rows !== undefined && showClasses(rows, config)),
    ...(rows !== undefined && showHorizons(rows, rules, findings)),
    ...(rows !== undefined &&
      slices !== undefined && {
        slices: describeSlices(slices, rows, { findings, options: sliceOptions }),
      }),
    metrics: [...describeFindings(side), ...plainMetrics(rules, findings, plain)],
    ...{ ...countTrainings(run, champion), ...describeParameters(run.parameters, champion?.parameters) },
    rules: results,
    ...decideVerdict(results),
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

/** The challenger against one version. */
interface Side {
  readonly rows: ComparedRows | undefined;
  readonly findings: readonly MetricFinding[];
  /** The metrics of the rules, with the intervals that decide. */
  readonly deciding: readonly MetricFinding[];
  readonly confidence: number;
  readonly plain: PlainContext;
  /** The same of the challenger's trainings with other seeds. */
  readonly others: readonly Pick<Side, 'deciding' | 'plain'>[];
  readonly champion: JoinedOpponent | undefined;
  readonly answers: ChampionAnswers | undefined;
  /** Whether a comparison with that version says anything. */
  readonly counts: boolean;
}

interface SideOptions {
  /** The challenger and that version. */
  readonly rows: ComparedRows | undefined;
  readonly rules: readonly Rule[];
  /** Whose code scored that version. */
  readonly code: Open<ScoringCode> | undefined;
  /** Only these are computed; undefined for all. */
  readonly metrics: ReadonlySet<string> | undefined;
}

/** Against the version that the request names as champion. */
function compareWith(request: RowsRequest, { rows, rules, code, metrics }: SideOptions): Side {
  const { config, champion, run, gate } = request;
  const find = (
    challenger: Pick<ChallengerRows, 'rows' | 'modelDigest'>,
    { confidence, only }: Pick<FindingsOptions, 'confidence' | 'only'>,
  ): readonly MetricFinding[] =>
    challenger.rows === undefined
      ? []
      : computeFindings(challenger.rows, {
          ...{ config, rules, only, confidence },
          isFirstVersion: champion === undefined,
          isSameModel: champion !== undefined && champion.modelDigest === challenger.modelDigest,
        });
  const kept = { rows, modelDigest: run.modelSet?.digest };
  const findings = find(kept, { confidence: CONFIDENCE, only: metrics });
  const confidence = decidingConfidence(plannedLooks(config));
  const only = new Set(rules.map(({ metric }) => metric));
  const deciding = confidence === CONFIDENCE ? findings : find(kept, { confidence, only });
  const answers = rows && compareChampion(rows, rules, request);
  const plain: PlainContext = {
    challenger: run.metrics,
    notes: run.metricsFile?.notes ?? {},
    computed: findings.map(({ metric }) => metric.name),
    task: config.task,
    champion: champion === undefined ? undefined : (champion.metrics ?? {}),
    unpaired: config.unpaired,
  };
  const counts = answers === undefined || comparisonCounts(answers, { gate, code });
  const others = listOtherTrainings(run, rows).map((training) => ({
    deciding: find(training, { confidence, only }),
    plain: { ...plain, challenger: training.metrics },
  }));
  return { rows, findings, deciding, confidence, plain, others, champion, answers, counts };
}

/** Only the metrics of the rules that compare with it: everything else was said by the comparison with the champion. */
function compareWithAnchor(request: RowsRequest, anchor: JoinedOpponent, rules: readonly Rule[]): Side {
  const side = compareWith(
    { ...request, champion: anchor },
    {
      rules,
      rows: request.joinAnchor(),
      code: request.run.scored?.anchor?.code,
      metrics: new Set(rules.map(({ metric }) => metric)),
    },
  );
  const nameAnchor = (finding: MetricFinding): MetricFinding => ({
    ...finding,
    comparison: finding.comparison && { ...finding.comparison, with: 'anchor' },
  });
  const others = side.others.map((each) => ({ ...each, deciding: each.deciding.map(nameAnchor) }));
  return {
    ...{ ...side, others },
    findings: side.findings.map(nameAnchor),
    deciding: side.deciding.map(nameAnchor),
  };
}

/** The anchor, where it is a version other than the champion and a rule compares with it. */
function findOtherAnchor({ config, gate, champion, anchor }: RowsRequest): JoinedOpponent | undefined {
  if (champion === undefined || !needsAnchor({ config }, gate)) return undefined;
  if (anchor === undefined)
    throw new RangeError('computeEvaluation: expected the anchor that a rule compares with, got none');
  return anchor.tag === champion.tag ? undefined : anchor;
}

function describeAnchor(
  { config, gate, champion, anchor, run }: RowsRequest,
  rules: readonly SingleRule[],
  side: Side | undefined,
): Pick<Evaluation, 'anchor'> {
  if (champion === undefined || anchor === undefined || !needsAnchor({ config }, gate)) return {};
  const { version, tag, modelDigest } = anchor;
  if (side === undefined) return { anchor: { version, tag, modelDigest, evidence: 'champion', metrics: [] } };
  const { findings, plain, rows, answers } = side;
  const computed = new Set(findings.map(({ metric }) => metric.name));
  const reported = rules
    .filter(({ metric }, index) => !computed.has(metric) && indexOfMetric(rules, metric) === index)
    .map((rule) => describePlain(rule, plain));
  const named = reported.map((result) =>
    result.comparedWith === undefined ? result : { ...result, comparedWith: 'anchor' as const },
  );
  const metrics = [...describeFindings(side), ...named];
  return { anchor: { ...describeOpponent(anchor, run.scored?.anchor, { rows, answers }), metrics } };
}

function indexOfMetric(rules: readonly Rule[], name: string): number {
  return rules.findIndex(({ metric }) => metric === name);
}

function describeFindings({
  findings,
  deciding,
}: Pick<Side, 'findings' | 'deciding'>): readonly MetricResult[] {
  return findings.flatMap(
    (finding) =>
      resultOfFinding(
        finding,
        deciding.find(({ metric }) => metric.name === finding.metric.name),
      ) ?? [],
  );
}

/** By the metrics that rules compare, for nothing else can be gained; without such rules by all of the task. */
function compareChampion(
  rows: ComparedRows,
  rules: readonly Rule[],
  { config, champion }: RowsRequest,
): ChampionAnswers | undefined {
  const { champion: scored, digest, stored, grouping } = rows;
  if (scored === undefined || champion?.source === undefined) return undefined;
  const compared = new Set(rules.filter(({ kind }) => isComparison(kind)).map(({ metric }) => metric));
  const metrics = metricsToCompute(config, rows.challenger, rules).filter(
    ({ name }) => compared.size === 0 || compared.has(name),
  );
  const isMeasured = taskOf(config.task).hasCases === true;
  return compareAnswers({
    isMeasured,
    hasEvaluator: isMeasured && config.predictions?.evaluator !== undefined,
    source: champion.source,
    rowsDigest: digest,
    digest: digestAnswers(config, rows, scored),
    answers: scored,
    stored,
    registered: champion.registered,
    metrics: metrics.flatMap((metric) => {
      const own = computeValue(metric, scored, { grouping, robust: config.interval === 'robust' });
      return own === undefined ? [] : [{ metric: metric.name, ...own }];
    }),
  });
}

/** As wide together as the interval that decides any other rule. */
function optionsOfSlices({ config, champion, run }: RowsRequest, { confidence }: Side): SliceOptions {
  return {
    confidence,
    robust: config.interval === 'robust',
    isSameModel: champion !== undefined && champion.modelDigest === run.modelSet?.digest,
  };
}

function evaluateAgainst(rule: SingleRule, side: Side, request: RuleOptions): RuleResult {
  const { slices, config, run } = request;
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
function evaluateBy(rule: SingleRule, side: Side, slices: SlicesFinding | undefined): RuleOfTraining {
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
    const isOther = side.confidence !== CONFIDENCE && 'lower' in result.reason;
    return { finding, result: isOther ? { ...result, confidence: side.confidence } : result };
  }
  const decision = evaluateKeeps(rule, finding.metric, { rows: side.rows, context });
  return { finding, result: { ...describeRule(rule, undefined), ...decision } };
}

function plainMetrics(
  rules: readonly Rule[],
  findings: readonly MetricFinding[],
  plain: PlainContext,
): readonly MetricResult[] {
  const computed = new Set(findings.map(({ metric }) => metric.name));
  const named = new Map<string, Pick<Rule, 'metric' | 'better'>>(
    rules.filter(({ metric }) => !computed.has(metric)).map((rule) => [rule.metric, rule]),
  );
  for (const metric of Object.keys(plain.challenger)) {
    if (!computed.has(metric) && !named.has(metric)) named.set(metric, { metric, better: undefined });
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
