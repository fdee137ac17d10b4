/** What to do about a check: the first rule of the table that applies, its evidence, and what would have changed it. */
import type { Finding } from '../../documents/check.ts';
import type {
  Decision,
  DecisionAlternative,
  DecisionChange,
  DecisionCode,
  DecisionKind,
} from '../../documents/decision.ts';
import { isConclusive, needsAction } from '../../documents/finding-outcome.ts';
import { issueKinds, type IssueKind } from '../../kernel/names.ts';
import { isUndecided } from '../performance/within-margin.ts';
import { decisionConditions, type DecisionInput } from './decision-conditions.ts';
import { decisionTable } from './decision-table.ts';

/** Decisions that the configuration gives rules in place of those of the table. */
export type ConfiguredDecisions = Readonly<Partial<Record<DecisionCode, DecisionKind>>>;

/** The first rule of the table that applies, and what would be decided if one kind of finding were another. */
export function decide(input: DecisionInput, configured: ConfiguredDecisions = {}): Decision {
  const decision = applyTable(input, configured);
  const otherwise = findAlternatives(input, configured, decision.kind);
  return { ...decision, ...(otherwise.length > 0 && { otherwise: [...otherwise] }) };
}

type PlainDecision = Pick<Decision, 'kind' | 'rule' | 'usual'>;

function applyTable(input: DecisionInput, configured: ConfiguredDecisions): PlainDecision {
  for (const { code, decision: usual } of decisionTable) {
    const rule = decisionConditions[code](input);
    if (rule === undefined) continue;
    const kind = configured[code] ?? usual;
    return kind === usual ? { kind, rule } : { kind, rule, usual };
  }
  throw new RangeError('decision table: expected its last rule to apply always, got none that applies');
}

/** The table applied to findings that differ in one respect: so what is said of them is what it would have decided. */
function findAlternatives(
  input: DecisionInput,
  configured: ConfiguredDecisions,
  actual: DecisionKind,
): readonly DecisionAlternative[] {
  return changedFindings(input.findings).flatMap(({ change, findings }) => {
    const { kind, rule } = applyTable({ ...input, findings }, configured);
    return kind === actual ? [] : [{ change, kind, rule: rule.code }];
  });
}

interface ChangedFindings {
  readonly change: DecisionChange;
  readonly findings: readonly Finding[];
}

const WITHOUT_ALERTS: Readonly<Record<IssueKind, DecisionChange>> = {
  'data-quality': 'without-data-quality-alerts',
  drift: 'without-drift-alerts',
  performance: 'without-performance-alerts',
  service: 'without-service-alerts',
};

function changedFindings(findings: readonly Finding[]): readonly ChangedFindings[] {
  const measured = findings.filter((finding) => finding.kind === 'performance' && isConclusive(finding));
  const isDecided = measured.length > 0 && !measured.some(isUndecided);
  const others = findings.filter(({ kind }) => kind !== 'performance');
  return [
    ...issueKinds.map((kind) => ({
      change: WITHOUT_ALERTS[kind],
      findings: findings.filter((finding) => finding.kind !== kind || !needsAction(finding)),
    })),
    { change: 'warnings-again', findings: findings.map(escalate) },
    ...(isDecided
      ? []
      : [
          { change: 'metrics-as-before' as const, findings: [...others, anyMetric('ok')] },
          { change: 'metrics-worse' as const, findings: [...others, anyMetric('alert')] },
        ]),
  ];
}

function escalate(finding: Finding): Finding {
  return finding.outcome === 'warning' && finding.warningOnly === undefined
    ? { ...finding, outcome: 'alert' }
    : finding;
}

/** Any metric: the rules ask only whether there is one, and whether it is worse. */
function anyMetric(outcome: 'ok' | 'alert'): Finding {
  const detail = {
    code: 'metric-change',
    referenceMean: 0,
    currentMean: 0,
    worse: outcome === 'alert',
  } as const;
  return { kind: 'performance', subject: 'any metric', outcome, detail };
}
