/**
 * One column of the current data against its profile: how far it moved, whether that is more than its days
 * move by themselves, and whether it is enough to matter. Certain and small is "quiet": with enough rows
 * everything differs.
 */
import { sum } from 'simple-statistics';
import type { Finding, ReadCheck } from '../../documents/check.ts';
import type { AlertLevels } from './alert-levels.ts';
import { measureChange, type ColumnChange } from './column-change.ts';
import { dailyCurves, type ComparableColumn, type ComparedDays, type DailyCurves } from './daily-curves.ts';
import { formatNumber } from '../../text/number-text.ts';
import { formatP } from '../../text/number-text.ts';
import { joinBins } from './effect-sizes.ts';
import { chiSquaredHomogeneity } from './independent-rows.ts';
import { compareDays, type Answer, type Judgement } from './evaluate-days.ts';
import { wasWarned } from './previous-checks.ts';
import { wassersteinDistance } from './window-difference.ts';

export interface ColumnContext {
  readonly days: ComparedDays | undefined;
  /** The user says that rows are independent of each other: only then are rows counted. */
  readonly independentRows: boolean;
  readonly levels: AlertLevels;
  /** In standard deviations. */
  readonly smallestEffect: number;
  readonly seed: string;
  /** The check of the window just before. */
  readonly preceding: ReadCheck | undefined;
}

export function evaluateColumn(comparable: ComparableColumn, context: ColumnContext): Finding {
  const { name } = comparable.profile;
  const curves = dailyCurves(comparable, context.days);
  if (curves.reference.length === 0 || curves.current.length === 0) {
    const side = curves.current.length === 0 ? 'current data' : 'reference';
    return cannotTell(name, `cannot tell: the ${side} has no values`);
  }
  const change = measureChange(comparable, curves, context.smallestEffect);
  const answer = answerFor(curves, context, name);
  if (answer.kind === 'judged') return toFinding({ name, change, answer }, context);
  return { ...cannotTell(name, `cannot tell yet: ${answer.missing}; ${change.text}`), effect: change.effect };
}

function answerFor(curves: DailyCurves, context: ColumnContext, name: string): Answer {
  const { days, independentRows, levels, seed } = context;
  if (independentRows) return compareRows(curves);
  if (days === undefined) {
    return {
      kind: 'inconclusive',
      missing:
        'without a time column nobody knows how much days differ by themselves (name one under `predictions: time`, or say `monitor: rows: independent`)',
    };
  }
  return compareDays({
    reference: curves.reference,
    current: curves.current,
    distance: (difference) => wassersteinDistance(difference, curves.weights),
    levels,
    seed: `${seed} ${name}`,
  });
}

function compareRows({ totals }: DailyCurves): Judgement {
  const { statistic, p } = chiSquaredHomogeneity(joinBins(totals));
  const effectiveN = sum(totals.current);
  const test = 'chi-squared of rows taken as independent';
  return {
    kind: 'judged',
    test,
    p,
    mayAlert: true,
    statistic,
    detectable: undefined,
    effectiveN,
    provisional: false,
  };
}

interface Judged {
  readonly name: string;
  readonly change: ColumnChange;
  readonly answer: Judgement;
}

function toFinding({ name, change, answer }: Judged, context: ColumnContext): Finding {
  const side = change.side === undefined ? {} : { side: change.side };
  const subject = { kind: 'drift' as const, subject: name, ...side };
  const outcome = decideOutcome(subject, { name, change, answer }, context);
  return {
    ...subject,
    test: answer.test,
    outcome,
    p: answer.p,
    level: context.levels.warning,
    statistic: answer.statistic,
    effect: change.effect,
    measures: change.measures,
    ...(answer.detectable === undefined ? {} : { detectable: answer.detectable / change.scale }),
    effectiveN: answer.effectiveN,
    text: `${change.text}; ${explain({ name, change, answer }, outcome, context.levels)}`,
  };
}

function decideOutcome(
  subject: Pick<Finding, 'kind' | 'subject' | 'side'>,
  { change: { effect }, answer: { p, mayAlert } }: Judged,
  { levels, preceding }: ColumnContext,
): Finding['outcome'] {
  if (effect.value < effect.threshold || p > levels.warning) return 'ok';
  if (mayAlert && p <= levels.alert) return 'alert';
  return wasWarned(preceding, subject) ? 'alert' : 'warning';
}

function explain({ change, answer }: Judged, outcome: Finding['outcome'], levels: AlertLevels): string {
  const { effect, scale } = change;
  const provisional = answer.provisional ? ', provisional because there is little to compare with' : '';
  const chance = `${formatP(answer.p)} by ${answer.test}${provisional}`;
  if (outcome !== 'ok') return `more than it varies by itself (${chance})`;
  if (answer.p <= levels.warning) {
    return `certain (${chance}) and too small to matter: less than ${formatNumber(effect.threshold)} ${effect.unit}`;
  }
  if (answer.detectable === undefined) return `no more than chance (${chance})`;
  const detectable = `${formatNumber(answer.detectable / scale)} ${effect.unit}`;
  return `as it varies by itself (${chance}); a lasting shift of ${detectable} would be seen 4 times in 5`;
}

function cannotTell(subject: string, text: string): Finding {
  return { kind: 'drift', subject, test: 'none', outcome: 'inconclusive', text };
}
