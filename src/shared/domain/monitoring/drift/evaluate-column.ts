/**
 * One column of the current data against its profile: how far it moved, whether that exceeds the usual variation
 * between its days, and whether it is large enough to matter. Significant and small is "ok": with enough rows
 * everything differs.
 */
import { sum } from 'simple-statistics';
import type { Finding, ReadCheck } from '../../documents/check.ts';
import type { Obstacle } from '../../documents/finding-detail.ts';
import type { AlertLevels } from './alert-levels.ts';
import { compareColumn, type ColumnChange } from './column-change.ts';
import type { ComparableColumn, ComparedDays, DailyCurves } from './daily-curves.ts';
import { joinBins } from './effect-sizes.ts';
import { chiSquaredHomogeneity } from './independent-rows.ts';
import { compareDays, testOf, type DaysComparison, type DaysResult } from './evaluate-days.ts';
import { findLargestRise } from './largest-rise.ts';
import { wasWarned } from './previous-checks.ts';
import { wassersteinDistance } from './window-difference.ts';

export interface ColumnContext {
  readonly days: ComparedDays | undefined;
  /** The configuration declares rows independent of each other: only then are rows the observations. */
  readonly independentRows: boolean;
  /** Why no column can be tested, where that is so. */
  readonly obstacle: Obstacle | undefined;
  readonly levels: AlertLevels;
  /** Level of the largest rise of a category. */
  readonly riseLevel: number;
  /** In standard deviations. */
  readonly smallestEffect: number;
  readonly seed: string;
  /** The check of the window just before. */
  readonly preceding: ReadCheck | undefined;
}

/**
 * One finding: inconclusive without values or days enough, else by the distance of the days, else by the largest
 * rise of one category.
 */
export function evaluateColumn(comparable: ComparableColumn, context: ColumnContext): Finding {
  const { name } = comparable.profile;
  const { curves, change } = compareColumn(comparable, context.days, context.smallestEffect);
  if (change === undefined) {
    const side = curves.current.length === 0 ? 'current' : 'reference';
    return inconclusive(name, { detail: { code: 'no-values', side } });
  }
  const result = compare(curves, context, name);
  if (result.kind === 'compared') {
    const finding = toFinding({ name, change, result }, context);
    return finding.outcome === 'alert' ? finding : (riseOf(comparable, change, context) ?? finding);
  }
  const { effect, detail } = change;
  return inconclusive(name, { detail, effect, obstacle: result.obstacle });
}

function compare(curves: DailyCurves, context: ColumnContext, name: string): DaysResult {
  const { days, independentRows, levels, seed, obstacle } = context;
  if (independentRows) return compareRows(curves);
  if (obstacle !== undefined) return { kind: 'inconclusive', obstacle };
  if (days === undefined) return { kind: 'inconclusive', obstacle: { code: 'no-time-column' } };
  return compareDays({
    reference: curves.reference,
    current: curves.current,
    distance: (difference) => wassersteinDistance(difference, curves.weights),
    weights: curves.weights,
    levels,
    seed: `${seed} ${name}`,
  });
}

function compareRows({ totals }: DailyCurves): DaysComparison {
  const { statistic, p } = chiSquaredHomogeneity(joinBins(totals));
  return {
    kind: 'compared',
    test: 'chi-squared',
    p,
    mayAlert: true,
    statistic,
    minimumDetectableDistance: undefined,
    effectiveN: sum(totals.current),
    provisional: false,
  };
}

interface TestedColumn {
  readonly name: string;
  readonly change: ColumnChange;
  readonly result: DaysComparison;
}

function toFinding(column: TestedColumn, context: ColumnContext): Finding {
  const { name, change, result } = column;
  const side = change.side === undefined ? {} : { side: change.side };
  const subject = { kind: 'drift' as const, subject: name, ...side };
  return {
    ...subject,
    outcome: decideOutcome(subject, column, context),
    detail: change.detail,
    effect: change.effect,
    test: testOf(result, { level: context.levels.warning, unitDistance: change.scale }),
    measures: change.measures,
  };
}

function decideOutcome(
  subject: Pick<Finding, 'kind' | 'subject' | 'side'>,
  { change: { effect }, result: { p, mayAlert } }: TestedColumn,
  { levels, preceding }: ColumnContext,
): Finding['outcome'] {
  if (effect.value < effect.threshold || p > levels.warning) return 'ok';
  if (mayAlert && p <= levels.alert) return 'alert';
  return wasWarned(preceding, subject) ? 'alert' : 'warning';
}

/** One category that rose far is an alert where the distance over all of them is none. */
function riseOf(
  comparable: ComparableColumn,
  { measures }: ColumnChange,
  { days, riseLevel: level }: ColumnContext,
): Finding | undefined {
  if (comparable.kind !== 'category' || days === undefined) return undefined;
  const rise = findLargestRise({ ...comparable, windowDays: days.current.days.length, level });
  if (rise === undefined) return undefined;
  return {
    ...{ kind: 'drift', subject: comparable.profile.name, outcome: 'alert', detail: rise.detail },
    effect: { measure: 'fraction-of-rows', value: rise.detail.currentFraction, threshold: rise.limit },
    ...{ test: rise.test, measures },
  };
}

function inconclusive(subject: string, finding: Pick<Finding, 'detail' | 'effect' | 'obstacle'>): Finding {
  return { kind: 'drift', subject, outcome: 'inconclusive', ...finding };
}
