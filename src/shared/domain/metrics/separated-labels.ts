/**
 * Whether one number separates the classes, in either order, or there is one class only: then a logistic regression has no
 * maximum (Albert & Anderson 1984). Equal numbers at the border do not help.
 */
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { at, indexAt } from '../statistics/vectors.ts';
import type { LogitRows } from './logistic-line.ts';

type Rows = Pick<LogitRows, 'labels' | 'logits'>;

/** Whether one logit parts the labels, so that a logistic line has no finite slope (Albert & Anderson 1984). O(N). */
export function areSeparated({ labels, logits }: Rows): boolean {
  const ends = noEnds(1);
  labels.forEach((label, row) => {
    widen(ends, { group: 0, label, logit: at(logits, row) });
  });
  return isSeparated(ends, 0);
}

/** Whether there is a group without which the others are. O(N). */
export function areSeparatedWithoutOne({ labels, logits }: Rows, grouping: Grouping): boolean {
  const ends = noEnds(grouping.count);
  labels.forEach((label, row) => {
    widen(ends, { group: indexAt(grouping.groupOfRow, row), label, logit: at(logits, row) });
  });
  const others = {
    lowPositive: ofOthers(ends.lowPositive, Math.min, Infinity),
    highPositive: ofOthers(ends.highPositive, Math.max, -Infinity),
    lowNegative: ofOthers(ends.lowNegative, Math.min, Infinity),
    highNegative: ofOthers(ends.highNegative, Math.max, -Infinity),
  };
  for (let group = 0; group < grouping.count; group += 1) if (isSeparated(others, group)) return true;
  return false;
}

/** The least and largest number of each class, one a group. */
interface Ends {
  readonly lowPositive: Float64Array;
  readonly highPositive: Float64Array;
  readonly lowNegative: Float64Array;
  readonly highNegative: Float64Array;
}

function noEnds(count: number): Ends {
  const of = (value: number): Float64Array => new Float64Array(count).fill(value);
  return {
    lowPositive: of(Infinity),
    highPositive: of(-Infinity),
    lowNegative: of(Infinity),
    highNegative: of(-Infinity),
  };
}

interface LabeledLogit {
  readonly group: number;
  readonly label: number;
  readonly logit: number;
}

function widen(ends: Ends, { group, label, logit }: LabeledLogit): void {
  const [low, high] =
    label === 1 ? [ends.lowPositive, ends.highPositive] : [ends.lowNegative, ends.highNegative];
  low[group] = Math.min(at(low, group), logit);
  high[group] = Math.max(at(high, group), logit);
}

function isSeparated({ lowPositive, highPositive, lowNegative, highNegative }: Ends, group: number): boolean {
  return (
    at(lowPositive, group) >= at(highNegative, group) || at(highPositive, group) <= at(lowNegative, group)
  );
}

/** The end of all groups but this one, from those before it and those after it. */
function ofOthers(
  values: Float64Array,
  choose: (one: number, other: number) => number,
  none: number,
): Float64Array {
  const ends = new Float64Array(values.length);
  let end = none;
  for (let group = 0; group < values.length; group += 1) {
    ends[group] = end;
    end = choose(end, at(values, group));
  }
  end = none;
  for (let group = values.length - 1; group >= 0; group -= 1) {
    ends[group] = choose(at(ends, group), end);
    end = choose(end, at(values, group));
  }
  return ends;
}
