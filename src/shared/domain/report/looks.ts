/**
 * How often the rows of an evaluation were looked at in this pull request, stored in its comment like the earlier pushes.
 * Whoever may edit the comment can remove a look: the number explains, and decides no verdict. With `looks` in the
 * configuration the level of each look is fixed before, and the number only says when the plan is spent.
 */
import type { Evaluation } from '../documents/evaluation.ts';
import { ONE_SIDED_LEVEL } from '../evaluation/decide-rule.ts';
import { isComparison } from '../evaluation/rule.ts';
import { documentDigest } from '../kernel/digest.ts';
import { chanceOfLuck } from '../statistics/overstated-gain.ts';
import { formatConfidence, formatPercent } from '../text/number-text.ts';

/** One set of predictions, compared on one set of rows with one champion. The digests are shortened. */
export interface Look {
  readonly rows: string;
  readonly champion: string;
  readonly answers: string;
  /** Like `2026-03-02`. */
  readonly day: string;
}

const DIGITS = 16;
/** More of them would fill the comment; the number is then said to be a lower bound. */
const MAX_LOOKS = 100;
/** From so many on, a hold-out is worn out. */
const MANY_LOOKS = 20;
const NO_CHAMPION = '0'.repeat(DIGITS);
const LOOK = /<!-- model-steward:look ([0-9a-f]{16}) ([0-9a-f]{16}) ([0-9a-f]{16}) (\d{4}-\d{2}-\d{2}) -->/g;

/** Undefined where nothing was compared on rows. @param day of the evaluation. */
export function lookOf({ rows, champion, rules, challengers }: Evaluation, day: string): Look | undefined {
  if (rows?.answers === undefined || !rules.some(({ kind }) => isComparison(kind))) return undefined;
  return {
    rows: rows.digest.slice(0, DIGITS),
    champion: champion?.modelDigest.slice(0, DIGITS) ?? NO_CHAMPION,
    answers: answersOf(rows.answers, challengers).slice(0, DIGITS),
    day,
  };
}

/** All challengers of a run are one look, which has another set of predictions where one of them has. */
function answersOf(own: string, challengers: Evaluation['challengers']): string {
  const all = challengers?.ranked?.flatMap(({ answers }) => answers ?? []);
  return all === undefined ? own : documentDigest(all.toSorted());
}

/** Hidden lines, oldest first, from which the next comment reads them. */
export function renderLookMarks(looks: readonly Look[]): string {
  return looks
    .map(
      ({ rows, champion, answers, day }) =>
        `<!-- model-steward:look ${rows} ${champion} ${answers} ${day} -->`,
    )
    .join('\n');
}

export function readLooks(comment: string | undefined): readonly Look[] {
  return Array.from(
    (comment ?? '').matchAll(LOOK),
    ([, rows = '', champion = '', answers = '', day = '']) => ({ rows, champion, answers, day }),
  );
}

/** Those of before and this one, once; other rows and other champions count on their own. */
export function addLook(before: readonly Look[], look: Look | undefined): readonly Look[] {
  if (look === undefined) return before;
  const isKnown = before.some((other) => isSameHoldOut(other, look) && other.answers === look.answers);
  return isKnown ? before : [...before, look].slice(-MAX_LOOKS);
}

/** Whether more evaluations of these rows are known than the configuration shares the level among. */
export function isPlanSpent(
  { looks: plan }: Pick<Evaluation, 'looks'>,
  looks: readonly Look[],
  look: Look | undefined,
): boolean {
  return plan !== undefined && look !== undefined && sameHoldOut(looks, look).length > plan.plannedCount;
}

/** Without a plan empty for the first look, of which the rest of the report speaks. */
export function renderLooks(
  looks: readonly Look[],
  look: Look | undefined,
  { looks: plan, challengers }: Pick<Evaluation, 'looks' | 'challengers'> = {},
): string {
  const same = look === undefined ? [] : sameHoldOut(looks, look);
  const count = same.length;
  const [first] = same;
  if (first === undefined) return '';
  const atLeast = looks.length === MAX_LOOKS ? 'at least ' : '';
  if (plan !== undefined)
    return renderPlannedLook({ count, atLeast, first }, plan, challengers?.plannedCount ?? 1);
  if (count < 2) return '';
  const chance = formatPercent(Math.ceil(100 * chanceOfLuck(count, ONE_SIDED_LEVEL)) / 100);
  const words = `**Look ${atLeast}${count} on these rows**: ${atLeast}${count} different sets of predictions were compared with this champion since ${first.day} in this pull request (pushes that change no prediction do not count). If none of the ${count} were better, one of them would still turn green with a chance of up to ${chance}; a single look has ${formatPercent(ONE_SIDED_LEVEL)}.`;
  return count < MANY_LOOKS
    ? words
    : `${words} Evaluate on new rows: after so many looks, choosing by these says little about other ones.`;
}

interface CountedLooks {
  readonly count: number;
  readonly atLeast: string;
  readonly first: Look;
}

/** Each look has an equal part of the level, and the parts add up. */
function renderPlannedLook(
  { count, atLeast, first }: CountedLooks,
  { plannedCount }: NonNullable<Evaluation['looks']>,
  challengerCount: number,
): string {
  const level = ONE_SIDED_LEVEL / plannedCount;
  const which = `**Look ${atLeast}${count} of ${plannedCount} that are planned on these rows** with this champion, since ${first.day} in this pull request (pushes that change no prediction do not count).`;
  const each = `Each is decided on the ${formatConfidence(1 - (2 * level) / challengerCount)} confidence interval`;
  if (count <= plannedCount)
    return `${which} ${each}, so that over all ${plannedCount} a challenger that is not better turns green with a chance of at most ${formatPercent(ONE_SIDED_LEVEL)}.`;
  const chance = formatPercent(Math.ceil(1000 * Math.min(1, count * level)) / 1000);
  return `> [!WARNING]\n> ${which} The plan is spent: over ${atLeast}${count} looks, one that is not better turns green with a chance of up to ${chance}. Evaluate on new rows, or plan more looks in the configuration.`;
}

function sameHoldOut(looks: readonly Look[], look: Look): readonly Look[] {
  return looks.filter((other) => isSameHoldOut(other, look));
}

function isSameHoldOut(one: Look, other: Look): boolean {
  return one.rows === other.rows && one.champion === other.champion;
}
