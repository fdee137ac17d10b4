/** What counts as one independent observation, in words: rows, days, or values of a column. */
import type { Evaluation } from '../documents/evaluation.ts';
import { groupUnits } from '../documents/groups.ts';
import { isKnown } from '../documents/open-values.ts';
import { countOf, formatCount } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';

type Groups = NonNullable<Evaluation['groups']>;
type GroupsInWords = Pick<Groups, 'unit' | 'column' | 'count'>;

/** "day", "month"; "group" for values of a column and for what a newer version groups by. */
export function groupNoun(groups: Pick<Groups, 'unit'> | undefined): string {
  return groups === undefined || !isKnown(groupUnits, groups.unit) || groups.unit === 'value'
    ? 'group'
    : groups.unit;
}

/** "1,200 rows", "200 cases". */
export function describeCount({ count, responses }: NonNullable<Evaluation['rows']>): string {
  return countOf(count, responses === undefined ? 'row' : 'case');
}

/** "28 days", "1,200 rows", "40 different values of `user`". */
export function describeGroups(groups: GroupsInWords & Pick<Groups, 'second'>): string {
  const { column, count, second } = groups;
  if (second !== undefined)
    return `${describeGroups({ ...groups, second: undefined })} and ${describeGroups(second)}`;
  if (groups.unit === 'value' && column !== undefined) {
    return `${formatCount(count)} different values of ${codeSpan(column)}`;
  }
  return `${formatCount(count)} ${groupNoun(groups)}${count === 1 ? '' : 's'}`;
}

/** "one day", "one `user`". */
export function describeOneGroup(groups: Pick<Groups, 'unit' | 'column' | 'second'>): string {
  if (groups.second !== undefined)
    return `${describeOneGroup({ ...groups, second: undefined })} or ${describeOneGroup(groups.second)}`;
  return groups.unit === 'value' && groups.column !== undefined
    ? `one ${codeSpan(groups.column)}`
    : `one ${groupNoun(groups)}`;
}
