/**
 * Metrics of rankings: the mean over the queries that have a relevant item of what one query is worth. Equal scores
 * count as the mean over all their orders, in closed form (McSherry & Najork 2008), so that the order of a file decides
 * nothing. NDCG agrees with scikit-learn's `ndcg_score`: the gain is the relevance itself, the discount log2(rank + 1).
 */
import { at } from '../statistics/vectors.ts';
import type { Baseline, Metric, MetricDescription, ScoredRows } from './metric.ts';
import { QUERY, rankQueries, type RankedQuery } from './ranked-queries.ts';
import { computeSumStatistic, ratio } from './sum-statistic.ts';

/** All items of a query are equal to it, which is the mean over all orders. */
export const randomOrder: Baseline = {
  words: 'that predicts a random order of the items of each query',
  computeStatistic: (metric, challenger, grouping) =>
    metric.computeStatistic({ ...challenger, scores: new Float64Array(challenger.labels.length) }, grouping),
};

const shared: Pick<
  MetricDescription,
  'better' | 'range' | 'defaultMargin' | 'baseline' | 'undefinedBecause'
> = {
  better: 'higher',
  range: { lower: 0, upper: 1 },
  defaultMargin: { kind: 'absolute', value: 0.01 },
  baseline: randomOrder,
  undefinedBecause: 'no query has a relevant item',
};

/** @param k counted items from the top of each query. */
export function ndcgAt(k: number): Metric {
  return createQueryMetric({
    name: `ndcg@${k}`,
    words: {
      title: `NDCG@${k}`,
      meaning: `the relevance of the first ${k} items of a query, discounted by their rank, as a part of that of the best order`,
    },
    worth: (query) => discountedGain(query, k) / idealGain(query, k),
  });
}

/**
 * Items with equal scores share the places that they take, so that no order among them counts (McSherry & Najork
 * 2008).
 */
export function recallAt(k: number): Metric {
  return createQueryMetric({
    name: `recall@${k}`,
    words: {
      title: `Recall@${k}`,
      meaning: `the share of the relevant items of a query that are among its first ${k}`,
    },
    worth: ({ runs, relevant }) => {
      let rank = 0;
      let found = 0;
      for (const run of runs) {
        found += (run.relevant * Math.min(run.itemCount, Math.max(0, k - rank))) / run.itemCount;
        rank += run.itemCount;
      }
      return found / relevant;
    },
  });
}

/** Of items with equal scores at the cut, the chance that one of those within is relevant (hypergeometric). */
export function hitRateAt(k: number): Metric {
  return createQueryMetric({
    name: `hit_rate@${k}`,
    words: {
      title: `Hit rate@${k}`,
      meaning: `the share of queries with a relevant item among the first ${k}`,
    },
    isYesOrNo: true,
    worth: ({ runs }) => {
      let rank = 0;
      for (const run of runs) {
        if (rank >= k) return 0;
        if (run.relevant > 0) return 1 - chanceOfNone(run.itemCount, run.relevant, k - rank);
        rank += run.itemCount;
      }
      return 0;
    },
  });
}

export const meanAveragePrecision: Metric = createQueryMetric({
  name: 'map',
  words: {
    title: 'Mean average precision',
    meaning: 'the mean precision of a query at the rank of each of its relevant items',
  },
  worth: ({ runs, relevant }) => {
    let rank = 0;
    let before = 0;
    let sum = 0;
    for (const run of runs) {
      const others = run.itemCount === 1 ? 0 : (run.relevant - 1) / (run.itemCount - 1);
      for (let place = 1; run.relevant > 0 && place <= run.itemCount; place += 1) {
        const expected = before + 1 + (place - 1) * others;
        sum += ((run.relevant / run.itemCount) * expected) / (rank + place);
      }
      rank += run.itemCount;
      before += run.relevant;
    }
    return sum / relevant;
  },
});

export const meanReciprocalRank: Metric = createQueryMetric({
  name: 'mrr',
  words: {
    title: 'Mean reciprocal rank',
    meaning: 'the mean over queries of 1 divided by the rank of the first relevant item',
  },
  worth: ({ runs }) => {
    let rank = 0;
    for (const run of runs) {
      if (run.relevant > 0) return expectedReciprocal(run.itemCount, run.relevant, rank);
      rank += run.itemCount;
    }
    return 0;
  },
});

/** How many queries there are, and how many of them have no relevant item and count for nothing. */
export function countQueries(rows: ScoredRows): { readonly count: number; readonly leftOutCount: number } {
  const queries = rankQueries(rows);
  return { count: queries.length, leftOutCount: queries.filter(({ relevant }) => relevant === 0).length };
}

/** A query is worth one row, its first: what is summed stands there. */
interface QueryMetric extends Pick<MetricDescription, 'name' | 'words'> {
  /** Whether a query is worth 1 or 0, where no scores are equal: the mean is a proportion then. */
  readonly isYesOrNo?: true;
  readonly worth: (query: RankedQuery) => number;
}

function createQueryMetric({ name, words, isYesOrNo, worth }: QueryMetric): Metric {
  return {
    ...shared,
    name,
    words,
    dependsOn: 'scores',
    isComputable: ({ byRole }) => byRole?.has(QUERY) === true,
    computeStatistic: (rows, grouping) => {
      const queries = rankQueries(rows);
      const values = new Float64Array(rows.labels.length);
      const counted = new Float64Array(rows.labels.length);
      for (const query of queries) {
        if (query.relevant === 0) continue;
        values[query.firstRow] = worth(query);
        counted[query.firstRow] = 1;
      }
      const isCount = values.every((value) => value === 0 || value === 1);
      const form = isYesOrNo === true && isCount ? 'proportion' : 'smooth';
      const statistic = computeSumStatistic(
        { ...ratio, form, terms: () => [values, counted] },
        rows,
        grouping,
      );
      return statistic && { ...statistic, unitCount: queries.length };
    },
  };
}

function discountedGain({ runs }: RankedQuery, k: number): number {
  let rank = 0;
  let sum = 0;
  for (const { itemCount, gain } of runs) {
    for (let place = 1; place <= itemCount && rank + place <= k; place += 1)
      sum += gain / itemCount / Math.log2(rank + place + 1);
    rank += itemCount;
  }
  return sum;
}

function idealGain({ ideal }: RankedQuery, k: number): number {
  let sum = 0;
  for (let rank = 1; rank <= Math.min(k, ideal.length); rank += 1)
    sum += at(ideal, rank - 1) / Math.log2(rank + 1);
  return sum;
}

/** That none of the relevant items of a run is among `drawn` of its places: C(size − relevant, drawn) / C(size, drawn). */
function chanceOfNone(size: number, relevant: number, drawn: number): number {
  let chance = 1;
  for (let place = 0; place < Math.min(drawn, size); place += 1)
    chance *= Math.max(0, size - relevant - place) / (size - place);
  return chance;
}

/** The mean of 1 / rank of the first relevant item of a run that begins behind `rank` others. */
function expectedReciprocal(size: number, relevant: number, rank: number): number {
  let left = 1;
  let sum = 0;
  for (let place = 0; place <= size - relevant; place += 1) {
    const chance = left * (relevant / (size - place));
    sum += chance / (rank + place + 1);
    left -= chance;
  }
  return sum;
}
