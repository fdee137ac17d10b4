/**
 * The items of each query in the order of their scores, best first, as runs of items with equal scores. What a
 * file has first of two equal scores is no merit of a model, so metrics average over all orders of a run.
 */
import { at, indexAt } from '../statistics/vectors.ts';
import type { ScoredRows } from './metric.ts';

/** The role of the column that numbers the query of each row. */
export const QUERY = 'query';

/** Items of one query with equal scores. */
export interface TiedItems {
  readonly itemCount: number;
  /** Items with a relevance above 0. */
  readonly relevant: number;
  /** Sum of their relevances. */
  readonly gain: number;
}

export interface RankedQuery {
  readonly firstRow: number;
  /** Highest scores first. */
  readonly runs: readonly TiedItems[];
  /** Items with a relevance above 0. */
  readonly relevant: number;
  /** Relevances of all items, highest first. */
  readonly ideal: Float64Array;
}

/** One for each query, in the order of its first row. O(N log N). */
export function rankQueries(rows: ScoredRows): readonly RankedQuery[] {
  return listQueries(rows).map((members) => rankQuery(rows, members));
}

/** The rows of each query. */
function listQueries({ byRole }: ScoredRows): readonly number[][] {
  const queries = byRole?.get(QUERY);
  if (queries === undefined) throw new RangeError('rankQueries: expected the query of each row, got none');
  const rowsOf = new Map<number, number[]>();
  queries.forEach((query, row) => {
    const members = rowsOf.get(query);
    if (members === undefined) rowsOf.set(query, [row]);
    else members.push(row);
  });
  return [...rowsOf.values()];
}

function rankQuery({ labels, scores }: ScoredRows, members: readonly number[]): RankedQuery {
  const order = Int32Array.from(members).sort((one, other) => at(scores, other) - at(scores, one));
  const runs: TiedItems[] = [];
  for (let start = 0; start < order.length;) {
    const score = at(scores, indexAt(order, start));
    let end = start;
    let relevant = 0;
    let gain = 0;
    for (; end < order.length && at(scores, indexAt(order, end)) === score; end += 1) {
      const relevance = at(labels, indexAt(order, end));
      if (relevance > 0) relevant += 1;
      gain += relevance;
    }
    runs.push({ itemCount: end - start, relevant, gain });
    start = end;
  }
  return {
    firstRow: members[0] ?? -1,
    runs,
    relevant: runs.reduce((sum, run) => sum + run.relevant, 0),
    ideal: Float64Array.from(order, (row) => at(labels, row))
      .sort()
      .reverse(),
  };
}
