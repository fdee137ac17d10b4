/** A golden evaluation: the digest of the document, and its numbers in lines, so that a difference says what changed. */
import type {
  Evaluation,
  MetricResult,
  RuleResult,
} from '../../../../src/shared/domain/documents/evaluation.ts';
import { sha256 } from '../../../../src/shared/domain/kernel/digest.ts';

/** Digits that do not depend on the processor's own `exp` and `log`. */
const DIGITS = 9;

export interface GoldenEvaluation {
  /** Of the whole document, but for the digest of the run record, which is no result of an evaluation. */
  readonly digest: string;
  readonly verdict: string;
  readonly evidence: string;
  readonly rules: readonly string[];
  readonly metrics: readonly string[];
}

export function summarize({ run, ...document }: Evaluation): GoldenEvaluation {
  const { verdict, reason, rows, groups, champion, anchor, gate } = document;
  return {
    digest: sha256(JSON.stringify([run.length, document], roundNumber)),
    verdict: line(verdict, [reason]),
    evidence: line(gate.name, [
      gate.sha256.slice(0, 12),
      rows,
      groups,
      champion,
      anchor && { ...anchor, metrics: anchor.metrics.map(describeMetric) },
    ]),
    rules: document.rules.map(describeRule),
    metrics: document.metrics.map(describeMetric),
  };
}

function describeRule({ metric, kind, threshold, relative, against, outcome, reason }: RuleResult): string {
  return line(`${metric} ${kind} ${threshold}${against === undefined ? '' : ` (${against})`}`, [
    relative,
    outcome,
    reason,
  ]);
}

function describeMetric({ metric, challenger, ...known }: MetricResult): string {
  const { interval, comparedWith, comparedValue, difference, precision } = known;
  const bounds = (of: typeof interval) => of && [of.lower, of.upper];
  return line(`${metric} ${String(round(challenger))}`, [
    bounds(interval),
    comparedWith && { [comparedWith]: comparedValue, difference: difference?.estimate },
    bounds(difference),
    precision,
  ]);
}

function line(title: string, details: readonly unknown[]): string {
  const texts = details
    .filter((detail) => detail !== undefined)
    .map((detail) => JSON.stringify(detail, roundNumber));
  return `${title}: ${texts.join(' ').replaceAll('"', '').replaceAll(',', ', ').replaceAll(':', ' ')}`;
}

function roundNumber(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? round(value) : value;
}

function round(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
