/** Golden evaluations of rankings: users as groups, queries as groups, weights, labels apart, many equal scores. */
import { modelConfigSchema } from '../../../../src/shared/domain/config/config.ts';
import type { EvaluationRequest } from '../../../../src/shared/domain/evaluation/compute-evaluation.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';
import { runRecord } from '../../../ground/run-record.ts';
import { createWorld } from '../../statistics/grouped/simulation.ts';
import { tableOf } from '../tables.ts';

const QUERIES = 90;
const ITEMS = 8;
const USERS = 30;

/** @param digits of the scores: none makes many of them equal. */
function predictionsOf(skill: number, seed: number, digits = 3): Table {
  const [truth, world] = [createWorld(5), createWorld(seed)];
  const rows = Array.from({ length: QUERIES * ITEMS }, (_, row) => {
    const relevance = Math.max(0, Math.floor(8 * truth.uniform()) - 5);
    const score = Number((skill * relevance + world.normal()).toFixed(digits));
    return { query: Math.floor(row / ITEMS), item: row % ITEMS, relevance, score };
  });
  return tableOf({
    search: rows.map(({ query }) => `q${query}`),
    product: rows.map(({ item }) => `p${item}`),
    visitor: rows.map(({ query }) => `v${(query * 7) % USERS}`),
    clicks: rows.map(({ query, relevance }) => (query % 9 === 0 ? 0 : relevance)),
    score: rows.map(({ score }) => score),
    w: rows.map(({ query }) => 1 + (query % 3)),
  });
}

interface Case {
  readonly predictions?: Readonly<Record<string, unknown>>;
  readonly first?: true;
  readonly digits?: number;
  readonly labels?: true;
}

function request({ predictions, first, digits, labels }: Case): EvaluationRequest {
  const challenger = predictionsOf(0.6, 17, digits);
  return {
    model: 'm',
    gate: 'gate',
    config: modelConfigSchema.parse({
      task: 'ranking',
      predictions: {
        query: 'search',
        item: 'product',
        relevance: 'clicks',
        score: 'score',
        ...predictions,
      },
      gate: [
        { metric: 'ndcg@10', 'superior-by': 0 },
        { metric: 'recall@3', 'not-worse-by': 0.1 },
        { metric: 'hit_rate@1', 'at-least': 0.2 },
      ],
    }),
    run: runRecord(),
    challenger,
    champion: first
      ? undefined
      : {
          ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
          predictions: { table: predictionsOf(0.3, 31, digits), source: 'scored' },
          metrics: undefined,
        },
    labels: labels && predictionsOf(0, 1),
  };
}

export const rankingCases: Readonly<Record<string, () => EvaluationRequest>> = {
  'ranking, by user': () => request({ predictions: { user: 'visitor' } }),
  'ranking, by query': () => request({}),
  'ranking, first version': () => request({ predictions: { user: 'visitor' }, first: true }),
  'ranking, many equal scores': () => request({ predictions: { user: 'visitor' }, digits: 0 }),
  'ranking, with weights, and labels apart': () =>
    request({ predictions: { user: 'visitor', weight: 'w' }, labels: true }),
};
