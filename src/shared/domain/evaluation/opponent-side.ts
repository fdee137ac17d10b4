/**
 * The challenger against one version, the champion or an anchor that is another one: the rows that both answered, what they say
 * about each metric, and whether a comparison counts.
 */
import { needsAnchor, type EvaluatingConfig } from '../config/select-model.ts';
import type { ChampionAnswers, GateName } from '../documents/evaluation.ts';
import type { Open } from '../documents/open-values.ts';
import type { Run, ScoringCode } from '../documents/run.ts';
import { taskOf } from '../metrics/tasks/catalog.ts';
import { compareAnswers, comparisonCounts } from './champion-answers.ts';
import type { ComparedRows } from './compared-rows.ts';
import { computeFindings, metricsToCompute, type FindingsOptions } from './compute-findings.ts';
import type { PlainContext } from './evaluate-plain-rule.ts';
import { digestAnswers, type JoinedEvidence, type JoinedOpponent } from './joined-evidence.ts';
import { confidenceOf } from './looks-plan.ts';
import { CONFIDENCE, computeValue, type MetricFinding } from './metric-finding.ts';
import { isComparison, type Rule } from './rule.ts';
import type { RunOpponent } from './run-findings.ts';
import { listOtherTrainings, type ChallengerRows } from './trainings-of-run.ts';

export interface EvaluationSubject {
  readonly model: string;
  readonly config: EvaluatingConfig;
  readonly gate: GateName;
  readonly run: Run;
}

export type RowsRequest = EvaluationSubject & JoinedEvidence;

/** The challenger against one version. */
export interface OpponentSide {
  readonly role: RunOpponent['role'];
  readonly rows: ComparedRows | undefined;
  readonly findings: readonly MetricFinding[];
  /** The metrics of the rules, with the intervals that decide. */
  readonly deciding: readonly MetricFinding[];
  readonly confidence: number;
  readonly plain: PlainContext;
  /** The same of the challenger's trainings with other seeds. */
  readonly others: readonly Pick<OpponentSide, 'deciding' | 'plain'>[];
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
  /** The metric whose difference within each group is asked for; undefined for none. */
  readonly withinGroupsOf: string | undefined;
}

/** Against the version that the request names as champion. */
export function compareWith(request: RowsRequest, options: SideOptions): OpponentSide {
  const { rows, rules, code, metrics, withinGroupsOf } = options;
  const { config, champion, run, gate } = request;
  const find = (
    challenger: Pick<ChallengerRows, 'rows' | 'modelDigest'>,
    asked: Pick<FindingsOptions, 'confidence' | 'only' | 'withinGroupsOf'>,
  ): readonly MetricFinding[] =>
    challenger.rows === undefined
      ? []
      : computeFindings(challenger.rows, {
          ...{ config, rules, ...asked },
          isFirstVersion: champion === undefined,
          isSameModel: champion !== undefined && champion.modelDigest === challenger.modelDigest,
        });
  const kept = { rows, modelDigest: run.modelSet?.digest };
  const findings = find(kept, { confidence: CONFIDENCE, only: metrics, withinGroupsOf });
  const confidence = confidenceOf(config, run);
  const only = new Set(rules.map(({ metric }) => metric));
  const ofRules = { confidence, only, withinGroupsOf: undefined };
  const deciding = confidence === CONFIDENCE ? findings : find(kept, ofRules);
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
    deciding: find(training, ofRules),
    plain: { ...plain, challenger: training.metrics },
  }));
  const compared = { champion, answers, counts };
  return { role: 'champion', rows, findings, deciding, confidence, plain, others, ...compared };
}

/** Only the metrics of the rules that compare with it: everything else was said by the comparison with the champion. */
export function compareWithAnchor(
  request: RowsRequest,
  anchor: JoinedOpponent,
  rules: readonly Rule[],
): OpponentSide {
  const side = compareWith(
    { ...request, champion: anchor },
    {
      rules,
      rows: request.joinAnchor(),
      code: request.run.scored?.anchor?.code,
      metrics: new Set(rules.map(({ metric }) => metric)),
      withinGroupsOf: undefined,
    },
  );
  const nameAnchor = (finding: MetricFinding): MetricFinding => ({
    ...finding,
    comparison: finding.comparison && { ...finding.comparison, with: 'anchor' },
  });
  const others = side.others.map((each) => ({ ...each, deciding: each.deciding.map(nameAnchor) }));
  return {
    ...{ ...side, others, role: 'anchor' },
    findings: side.findings.map(nameAnchor),
    deciding: side.deciding.map(nameAnchor),
  };
}

/** The anchor, where it is a version other than the champion and a rule compares with it. */
export function findOtherAnchor({ config, gate, champion, anchor }: RowsRequest): JoinedOpponent | undefined {
  if (champion === undefined || !needsAnchor({ config }, gate)) return undefined;
  if (anchor === undefined)
    throw new RangeError('computeEvaluation: expected the anchor that a rule compares with, got none');
  return anchor.tag === champion.tag ? undefined : anchor;
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
