/**
 * The evaluation of a challenger: a pure, deterministic function of the evidence and the configuration.
 * `evaluate` publishes what it returns, and `register` calls it again and must get the same document.
 */
import type { ModelConfig } from '../config/config.ts';
import { gateConfigDigest, gateRules } from '../config/select-model.ts';
import { documentDigest } from '../kernel/digest.ts';
import type { Evaluation, GateName, MetricResult, RuleResult } from '../documents/evaluation.ts';
import type { Run } from '../documents/run.ts';
import { DataError } from '../kernel/errors.ts';
import { decideVerdict } from './decide-verdict.ts';
import { describePlain, evaluatePlainRule, type PlainContext } from './evaluate-plain-rule.ts';
import { evaluateRule } from './evaluate-rule.ts';
import { parseRule, type Rule } from './rule.ts';
import { metricsOfTask, taskOf } from '../metrics/tasks/catalog.ts';
import type { Table } from '../table/table.ts';
import { joinRows, type ComparedRows } from './compared-rows.ts';
import { computeFinding, describeFinding, type MetricFinding } from './metric-finding.ts';
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
  /** Metric values that its own training reported. */
  readonly metrics: Readonly<Record<string, number>> | undefined;
}

/** @throws DataError for evidence that cannot be evaluated; InputError for a gate that cannot be. */
export function computeEvaluation(request: EvaluationRequest): Evaluation {
  const { config, champion, run } = request;
  const rules = gateRules(config, request.gate).map(parseRule);
  const rows = joinEvidence(request);
  const findings = rows === undefined ? [] : computeFindings(rows, rules, request);
  const plain: PlainContext = {
    challenger: run.metrics,
    champion: champion && (champion.metrics ?? {}),
    unpaired: config.unpaired,
  };
  const results = rules.map((rule) => evaluateAgainst(rule, findings, { plain, rows, champion }));
  return {
    schema: 'model-steward/evaluation/1',
    statistics: STATISTICS_VERSION,
    model: request.model,
    task: config.task,
    run: documentDigest(run),
    ...(run.modelSet !== undefined && { modelDigest: run.modelSet.digest }),
    ...(champion !== undefined && { champion: describeChampion(champion, rows) }),
    gate: {
      name: request.gate,
      sha256: gateConfigDigest({ name: request.model, config }, request.gate),
    },
    ...(rows !== undefined && describeRows(rows, rules, findings)),
    metrics: [
      ...findings.flatMap((finding) => describeFinding(finding) ?? []),
      ...plainMetrics(rules, findings, plain),
    ],
    rules: results,
    ...decideVerdict(results),
  };
}

function joinEvidence({ config, challenger, champion, labels }: EvaluationRequest): ComparedRows | undefined {
  if (challenger === undefined) return undefined;
  const task = taskOf(config.task);
  if (config.predictions === undefined || task.metrics.length === 0) {
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
    labels,
  });
}

function computeFindings(
  rows: ComparedRows,
  rules: readonly Rule[],
  { config, champion }: EvaluationRequest,
): readonly MetricFinding[] {
  return metricsOfTask(config.task).map((metric) =>
    computeFinding(metric, rows, {
      robust: config.interval === 'robust',
      againstBaseline:
        champion === undefined &&
        rules.some((rule) => rule.metric === metric.name && rule.kind === 'superior-by'),
    }),
  );
}

interface Evidence {
  readonly plain: PlainContext;
  readonly rows: ComparedRows | undefined;
  readonly champion: ChampionEvidence | undefined;
}

function evaluateAgainst(rule: Rule, findings: readonly MetricFinding[], evidence: Evidence): RuleResult {
  const finding = findings.find(({ metric }) => metric.name === rule.metric);
  if (finding === undefined || evidence.rows === undefined) return evaluatePlainRule(rule, evidence.plain);
  return evaluateRule(rule, finding, { isFirstVersion: evidence.champion === undefined });
}

function plainMetrics(
  rules: readonly Rule[],
  findings: readonly MetricFinding[],
  plain: PlainContext,
): readonly MetricResult[] {
  const computed = new Set(findings.map(({ metric }) => metric.name));
  const named = new Map(
    rules.filter(({ metric }) => !computed.has(metric)).map((rule) => [rule.metric, rule]),
  );
  return [...named.values()].map((rule) => describePlain(rule, plain));
}

function describeChampion(
  { version, tag, modelDigest, predictions }: ChampionEvidence,
  rows: ComparedRows | undefined,
): NonNullable<Evaluation['champion']> {
  const evidence = rows?.champion === undefined ? 'none' : (predictions?.source ?? 'none');
  return { version, tag, modelDigest, evidence };
}

function describeRows(
  { digest, count, labels, grouping }: ComparedRows,
  rules: readonly Rule[],
  findings: readonly MetricFinding[],
): Pick<Evaluation, 'rows' | 'groups'> {
  const weakest = findWeakestGroup(grouping, rules, findings);
  return {
    rows: { digest, count, labels },
    groups: {
      unit: grouping.unit,
      count: grouping.count,
      ordered: grouping.ordered,
      ...(weakest !== undefined && { weakest }),
    },
  };
}
