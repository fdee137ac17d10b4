/**
 * The evaluation of a challenger: a pure, deterministic function of the evidence and the configuration.
 * `evaluate` publishes what it returns, and `register` calls it again and must get the same document.
 */
import type { ModelConfig } from '../config/config.ts';
import { gateConfigDigest, gateRules } from '../config/select-model.ts';
import { documentDigest } from '../kernel/digest.ts';
import type {
  ChampionAnswers,
  Evaluation,
  GateName,
  MetricResult,
  RuleResult,
} from '../documents/evaluation.ts';
import { isKnown } from '../documents/open-values.ts';
import { scoringCodes, type Run } from '../documents/run.ts';
import { DataError } from '../kernel/errors.ts';
import { decideVerdict } from './decide-verdict.ts';
import { describePlain, evaluatePlainRule, type PlainContext } from './evaluate-plain-rule.ts';
import { evaluateRule } from './evaluate-rule.ts';
import { isComparison, parseRule, type Rule } from './rule.ts';
import type { Metric, ScoredRows } from '../metrics/metric.ts';
import { findMetric, metricsOfTask, taskOf } from '../metrics/tasks/catalog.ts';
import type { Answers } from '../metrics/tasks/task.ts';
import type { Table } from '../table/table.ts';
import { joinRows, type ComparedRows } from './compared-rows.ts';
import { answersDigest } from './answers-digest.ts';
import { compareAnswers, comparisonCounts, type RegisteredAnswers } from './champion-answers.ts';
import { computeFinding, computeValue, describeFinding, type MetricFinding } from './metric-finding.ts';
import { findWeakestGroup } from './weakest-group.ts';

/**
 * Raised with every change that can change a document for the same evidence; `register` evaluates evidence of
 * another version again. test/domain/evaluation/golden-evaluations.test.ts has a digest for each version.
 */
export const STATISTICS_VERSION = '1';

export interface EvaluationRequest {
  readonly model: string;
  readonly config: ModelConfig;
  readonly gate: GateName;
  readonly run: Run;
  /** The challenger's predictions; undefined when the model has metric values only. */
  readonly challenger: Table | undefined;
  /** The version that is assigned to the target stage; undefined when the stage is empty. */
  readonly champion: ChampionEvidence | undefined;
  /** Labels from where training cannot reach. */
  readonly labels: Table | undefined;
}

export interface ChampionEvidence {
  readonly version: string;
  readonly tag: string;
  readonly modelDigest: string;
  /** Scored in the challenger's run, or stored with its release; stored ones may be for other rows. */
  readonly predictions: { readonly table: Table; readonly source: 'scored' | 'stored' } | undefined;
  /** Predictions that its release stores, where it was scored: for other rows, or for these. */
  readonly stored?: Table | undefined;
  /** What its release says that it answered. */
  readonly registered: RegisteredAnswers;
  /** Metric values that its own training reported. */
  readonly metrics: Readonly<Record<string, number>> | undefined;
  /** What its own training was given. */
  readonly parameters?: Run['parameters'] | undefined;
}

/** @throws DataError for evidence that cannot be evaluated; InputError for a gate that cannot be. */
export function computeEvaluation(request: EvaluationRequest): Evaluation {
  const { config, champion, run } = request;
  const rules = gateRules(config, request.gate).map(parseRule);
  const rows = joinEvidence(request);
  const findings = rows === undefined ? [] : computeFindings(rows, rules, request);
  const plain: PlainContext = {
    challenger: run.metrics,
    notes: run.metricsFile?.notes ?? {},
    computed: rows === undefined ? [] : metricsOfTask(config.task).map(({ name }) => name),
    task: config.task,
    champion: champion && (champion.metrics ?? {}),
    unpaired: config.unpaired,
  };
  const answers = rows && compareChampion(rows, rules, request);
  const scoring = { gate: request.gate, code: run.scored?.champion?.code };
  const counts = answers === undefined || comparisonCounts(answers, scoring);
  const results = rules.map((rule) => evaluateAgainst(rule, findings, { plain, rows, champion, counts }));
  return {
    schema: 'model-steward/evaluation/1',
    statistics: STATISTICS_VERSION,
    model: request.model,
    task: config.task,
    run: documentDigest(run),
    ...(run.modelSet !== undefined && { modelDigest: run.modelSet.digest }),
    ...(champion !== undefined && { champion: describeChampion(champion, run, { rows, answers }) }),
    gate: {
      name: request.gate,
      sha256: gateConfigDigest({ name: request.model, config }, request.gate),
    },
    ...(rows !== undefined && describeRows(rows, rules, findings)),
    metrics: [
      ...findings.flatMap((finding) => describeFinding(finding) ?? []),
      ...plainMetrics(rules, findings, plain),
    ],
    ...changedParameters(run, champion),
    rules: results,
    ...decideVerdict(results),
  };
}

function joinEvidence({
  config,
  challenger,
  champion,
  labels,
}: Omit<EvaluationRequest, 'model' | 'gate' | 'run'>): ComparedRows | undefined {
  if (challenger === undefined) return undefined;
  const task = taskOf(config.task);
  if (config.predictions === undefined || config.task === 'metrics') {
    throw new DataError(
      'DATA_INVALID',
      'predictions: expected a task and columns in the configuration, got none',
    );
  }
  const stored = champion?.predictions;
  return joinRows({
    task,
    columns: config.predictions,
    challenger,
    champion: stored && { table: stored.table, mustMatch: stored.source === 'scored' },
    stored: champion?.stored,
    labels,
  });
}

/** What `model.json` says that the challenger answered: the digest of the rows, and that of its predictions. */
export function describeAnswers(
  evidence: Omit<EvaluationRequest, 'model' | 'gate' | 'run'>,
): RegisteredAnswers['answers'] {
  const rows = joinEvidence({ ...evidence, champion: undefined });
  if (rows === undefined) return undefined;
  return { [rows.digest]: digestAnswers(rows, rows.challenger, evidence.config) };
}

function computeFindings(
  rows: ComparedRows,
  rules: readonly Rule[],
  { config, champion, run }: EvaluationRequest,
): readonly MetricFinding[] {
  return metricsToCompute(config, rows.challenger, rules).map((metric) =>
    computeFinding(metric, rows, {
      robust: config.interval === 'robust',
      isSameModel: champion !== undefined && champion.modelDigest === run.modelSet?.digest,
      againstBaseline:
        champion === undefined &&
        rules.some((rule) => rule.metric === metric.name && rule.kind === 'superior-by'),
    }),
  );
}

/** Those of the task, and those that rules name, each once; without those that need what the model did not say. */
function metricsToCompute(
  { task }: EvaluationRequest['config'],
  challenger: ScoredRows,
  rules: readonly Rule[],
): readonly Metric[] {
  const named = rules.flatMap(({ metric }) => findMetric(task, metric) ?? []);
  const byName = new Map([...metricsOfTask(task), ...named].map((metric) => [metric.name, metric]));
  return [...byName.values()].filter(({ isComputable }) => isComputable?.(challenger) !== false);
}

function digestAnswers(
  { ids, codes }: ComparedRows,
  answers: Answers,
  { task }: EvaluationRequest['config'],
): string {
  return answersDigest(ids, answers, { task: taskOf(task), codes });
}

/** By the metrics that rules compare, for nothing else can be gained; without such rules by all of the task. */
function compareChampion(
  rows: ComparedRows,
  rules: readonly Rule[],
  { config, champion }: EvaluationRequest,
): ChampionAnswers | undefined {
  const { champion: scored, digest, stored, grouping } = rows;
  if (scored === undefined || champion?.predictions === undefined) return undefined;
  const compared = new Set(rules.filter(({ kind }) => isComparison(kind)).map(({ metric }) => metric));
  const metrics = metricsToCompute(config, rows.challenger, rules).filter(
    ({ name }) => compared.size === 0 || compared.has(name),
  );
  return compareAnswers({
    source: champion.predictions.source,
    rowsDigest: digest,
    digest: digestAnswers(rows, scored, config),
    answers: scored,
    stored,
    registered: champion.registered,
    metrics: metrics.flatMap((metric) => {
      const own = computeValue(metric, scored, { grouping, robust: config.interval === 'robust' });
      return own === undefined ? [] : [{ metric: metric.name, ...own }];
    }),
  });
}

interface Evidence {
  readonly plain: PlainContext;
  readonly rows: ComparedRows | undefined;
  readonly champion: ChampionEvidence | undefined;
  /** Whether a comparison with the champion says anything. */
  readonly counts: boolean;
}

function evaluateAgainst(rule: Rule, findings: readonly MetricFinding[], evidence: Evidence): RuleResult {
  const finding = findings.find(({ metric }) => metric.name === rule.metric);
  if (finding === undefined || evidence.rows === undefined) return evaluatePlainRule(rule, evidence.plain);
  const { champion, counts } = evidence;
  return evaluateRule(rule, finding, {
    isFirstVersion: champion === undefined,
    isChampionUnscored: champion !== undefined && champion.predictions === undefined,
    answersChanged: !counts,
    equalLabels: evidence.rows.equalLabels,
  });
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

const MAX_CHANGED_PARAMETERS = 100;

/** What the two trainings were given, where they differ; in the order of their names. */
function changedParameters(
  { parameters }: Run,
  champion: ChampionEvidence | undefined,
): Pick<Evaluation, 'parameters'> {
  if (champion?.parameters === undefined) return {};
  const before = new Map(Object.entries(champion.parameters));
  const after = new Map(Object.entries(parameters));
  const changed = [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .sort()
    .slice(0, MAX_CHANGED_PARAMETERS)
    .map((name) => ({
      name,
      ...(before.has(name) && { champion: before.get(name) }),
      ...(after.has(name) && { challenger: after.get(name) }),
    }));
  return changed.length === 0 ? {} : { parameters: changed };
}

interface DescribedAnswers {
  readonly rows: ComparedRows | undefined;
  readonly answers: ChampionAnswers | undefined;
}

function describeChampion(
  { version, tag, modelDigest, predictions }: ChampionEvidence,
  { scored }: Run,
  { rows, answers }: DescribedAnswers,
): NonNullable<Evaluation['champion']> {
  const evidence = rows?.champion === undefined ? 'none' : (predictions?.source ?? 'none');
  const code = evidence === 'scored' ? scored?.champion?.code : undefined;
  return {
    ...{ version, tag, modelDigest, evidence },
    ...(isKnown(scoringCodes, code) && { code }),
    ...(answers !== undefined && { answers }),
  };
}

function describeRows(
  { digest, count, labels, grouping, groupSource }: ComparedRows,
  rules: readonly Rule[],
  findings: readonly MetricFinding[],
): Pick<Evaluation, 'rows' | 'groups'> {
  const weakest = findWeakestGroup(grouping, rules, findings);
  return {
    rows: { digest, count, labels },
    groups: {
      unit: grouping.unit,
      ...(grouping.column !== undefined && { column: grouping.column }),
      count: grouping.count,
      ordered: grouping.ordered,
      ...(grouping.sequence === 'numbered' && { numbered: true }),
      ...(grouping.ordered && {
        span: { first: grouping.nameOf(0), last: grouping.nameOf(grouping.count - 1) },
      }),
      ...(labels === 'separate' && !grouping.isByRow && { source: groupSource }),
      ...(weakest !== undefined && { weakest }),
    },
  };
}
