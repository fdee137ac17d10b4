/**
 * The rule `keeps: passed`: no case that the champion passed may be lost. It counts and infers nothing: a case is passed
 * when all responses to it are, so the rule is for cases whose loss matters alone, beside rules about the average.
 */
import type { RuleResult } from '../documents/evaluation.ts';
import type { RuleReason } from '../documents/rule-reason.ts';
import type { Metric, ScoredRows } from '../metrics/metric.ts';
import { groupByRow } from '../statistics/grouped/grouping.ts';
import { at } from '../statistics/vectors.ts';
import type { Texts } from '../table/texts.ts';
import type { ComparedRows } from './compared-rows.ts';
import { findObstacle, type RuleContext } from './comparison-obstacle.ts';
import type { SingleRule } from './rule.ts';

type KeptCases = Extract<RuleReason, { readonly code: 'kept-cases' }>;
type Decision = Pick<RuleResult, 'outcome' | 'reason'>;

/** Never passes on cases that were not evaluated. O(N), or O(N P) for P patterns. */
export function evaluateKeeps(
  { cases }: Pick<SingleRule, 'cases'>,
  metric: Metric,
  { rows, context }: { readonly rows: ComparedRows; readonly context: RuleContext },
): Decision {
  if (context.isFirstVersion) return { outcome: 'not-applicable', reason: { code: 'no-champion' } };
  const obstacle = findObstacle(context, rows.champion !== undefined);
  if (obstacle !== undefined) return { outcome: 'inconclusive', reason: obstacle };
  const [own, other] = [rows.challenger, rows.champion].map((scored) => scored && findPassed(metric, scored));
  if (own === undefined || other === undefined)
    return {
      outcome: 'inconclusive',
      reason: { code: 'undefined', model: own === undefined ? 'challenger' : 'champion' },
    };
  const reason = countCases(rows.ids, { own, other, cases });
  if (reason.lostCount > 0) return { outcome: 'fail', reason };
  return { outcome: reason.missing === undefined ? 'pass' : 'inconclusive', reason };
}

/** 1 for each row that is passed, else 0; undefined where the metric has no value. */
function findPassed(metric: Metric, scored: ScoredRows): Float64Array | undefined {
  const unweighted = { ...scored, weights: undefined };
  const form = metric.computeStatistic(unweighted, groupByRow(scored.labels.length))?.form;
  if (form?.kind !== 'proportion') return undefined;
  const { hits, counted } = form;
  // The shares of ten responses that are passed may add up to a little less than 1.
  return Float64Array.from(hits, (hit, row) => (hit >= (counted[row] ?? Number.NaN) - 1e-9 ? 1 : 0));
}

interface Passed {
  readonly own: Float64Array;
  readonly other: Float64Array;
  readonly cases: readonly string[] | undefined;
}

function countCases(ids: Texts, { own, other, cases }: Passed): KeptCases {
  const entries = (cases ?? []).map((pattern) => ({
    pattern,
    parts: pattern.split('*'),
    named: 0,
    lostCount: 0,
  }));
  let [passedCount, lostCount, wonCount] = [0, 0, 0];
  for (let row = 0; row < own.length; row += 1) {
    const id = entries.length === 0 ? '' : (ids.at(row) ?? '');
    const named = entries.filter(({ parts }) => matchesParts(id, parts));
    if (entries.length > 0 && named.length === 0) continue;
    const isLost = at(other, row) > at(own, row);
    passedCount += at(other, row);
    if (isLost) lostCount += 1;
    if (at(own, row) > at(other, row)) wonCount += 1;
    for (const entry of named) {
      entry.named += 1;
      if (isLost) entry.lostCount += 1;
    }
  }
  const lostBy = entries.flatMap((entry) =>
    entry.lostCount > 0 ? { cases: entry.pattern, lostCount: entry.lostCount } : [],
  );
  const missing = entries.flatMap(({ pattern, named }) => (named === 0 ? pattern : []));
  return {
    code: 'kept-cases',
    ...{ passedCount, lostCount, wonCount },
    ...(lostBy.length > 0 && { lostBy }),
    ...(missing.length > 0 && { missing }),
  };
}

/** Whether the parts of a pattern, between which anything may stand, follow each other in the text. Linear. */
function matchesParts(text: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
