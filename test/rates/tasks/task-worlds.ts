/**
 * Seeded worlds of each task, in which one model is better than another by as much as is asked for. What rows share is
 * drawn: users, days or conversations are easy or hard, for both models and for each.
 */
import type { TaskName } from '../../../src/shared/domain/documents/fields.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { tableOf } from '../../domain/evaluation/tables.ts';
import type { World } from '../../domain/statistics/grouped/simulation.ts';

export interface TaskDesign {
  readonly task: TaskName;
  /** Rows and what they share, in the words of the table. */
  readonly size: string;
  readonly predictions: Readonly<Record<string, unknown>>;
  readonly metrics: readonly string[];
  /** How many worlds; 400 where it does not say. */
  readonly worlds?: number;
  /** Metrics that are so near their best value that no challenger is better by the printed minimum detectable effect. */
  readonly nearBest?: readonly string[];
  /** A loss that can be seen: the gain of a challenger that is worse. */
  readonly loss: number;
  /** Draws the rows. @returns what draws the predictions of one model; two models with the same gain are equally good. */
  readonly drawRows: (world: World) => (gain: number) => Table;
}

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 0, 5);
const dayAt = (day: number): Date => new Date(FIRST_DAY + day * DAY_MS);

function normals(world: World, count: number, deviation: number): readonly number[] {
  return Array.from({ length: count }, () => deviation * world.normal());
}

/** Neighbors are correlated by 0.5. */
function correlatedDays(world: World, count: number, deviation: number): readonly number[] {
  let state = world.normal();
  return Array.from({ length: count }, () => {
    state = 0.5 * state + Math.sqrt(0.75) * world.normal();
    return deviation * state;
  });
}

const [SHOPS, SHOP_DAYS] = [12, 56];

/** Errors are larger in some shops and on some days. The label is known, so that an error is what is drawn. */
const forecast: TaskDesign = {
  task: 'forecast',
  size: '12 shops × 56 days',
  predictions: {
    ...{ series: 'shop', time: 'day', label: 'sold', score: 'p50', season: 7 },
    quantiles: { 0.1: 'p10', 0.9: 'p90' },
  },
  metrics: ['mase', 'pinball'],
  loss: 0.15,
  drawRows: (world) => {
    const rows = Array.from({ length: SHOPS * SHOP_DAYS }, (_, row) => ({
      shop: row % SHOPS,
      day: Math.floor(row / SHOPS),
    }));
    const sold = rows.map(({ shop, day }) => {
      const season = 2 + Math.sin((2 * Math.PI * day) / 7) + 0.5 * world.normal();
      return 10 * (1 + (shop % 4)) * season;
    });
    const [ofShop, ofDay] = [normals(world, SHOPS, 0.3), correlatedDays(world, SHOP_DAYS, 0.3)];
    return (gain) => {
      const [ownShop, ownDay] = [normals(world, SHOPS, 0.1), correlatedDays(world, SHOP_DAYS, 0.1)];
      const spread = rows.map(({ shop, day }) => {
        const size = at(ofShop, shop) + at(ofDay, day) + at(ownShop, shop) + at(ownDay, day);
        return 4 * (1 + (shop % 4)) * (1 - gain) * Math.exp(size);
      });
      const middle = sold.map((label, row) => label + at(spread, row) * world.normal());
      const quantile = (side: number) => middle.map((value, row) => value + side * at(spread, row));
      return tableOf({
        shop: rows.map(({ shop }) => `shop-${shop}`),
        day: rows.map(({ day }) => dayAt(day)),
        ...{ sold, p50: middle, p10: quantile(-1.28), p90: quantile(1.28) },
      });
    };
  },
};

const [SEARCHERS, ITEMS] = [60, 8];

const ranking: TaskDesign = {
  task: 'ranking',
  size: '60 users with 1 to 5 queries of 8 items',
  predictions: { query: 'query', item: 'item', user: 'user', relevance: 'relevance', score: 'score' },
  metrics: ['ndcg@5', 'mrr'],
  loss: 0.25,
  drawRows: (world) => {
    const queries = Array.from({ length: SEARCHERS }, (_, user) =>
      Array.from({ length: 1 + (user % 5) }, (__, query) => ({ user, query: `${user}-${query}` })),
    ).flat();
    const rows = queries.flatMap((query) =>
      Array.from({ length: ITEMS }, (_, item) => ({ ...query, item: `i${item}` })),
    );
    const relevance = rows.map(() => Math.max(0, Math.floor(8 * world.uniform()) - 5));
    const ease = normals(world, SEARCHERS, 0.4);
    return (gain) => {
      const own = normals(world, SEARCHERS, 0.2);
      return tableOf({
        query: rows.map(({ query }) => query),
        item: rows.map(({ item }) => item),
        user: rows.map(({ user }) => `user-${user}x`),
        relevance,
        score: rows.map(
          ({ user }, row) =>
            (0.8 + gain + at(ease, user) + at(own, user)) * at(relevance, row) + world.normal(),
        ),
      });
    };
  },
};

const CLASS_SHARES = [0.6, 0.35, 0.05];
const CLASS_NAMES = ['a', 'b', 'c'];

const multiclass: TaskDesign = {
  task: 'multiclass',
  size: '40 users with 15 rows, classes of 60, 35 and 5 %',
  predictions: { id: 'id', label: 'label', probabilities: 'p_*', group: 'user', order: 'none' },
  metrics: ['f1_macro', 'balanced_accuracy', 'log_loss'],
  worlds: 2000,
  loss: 0.4,
  drawRows: (world) => {
    const users = Array.from({ length: 600 }, (_, row) => row % 40);
    const codes = users.map(() => {
      let left = world.uniform();
      const found = CLASS_SHARES.findIndex((share) => (left -= share) < 0);
      return Math.max(0, found);
    });
    const ease = normals(world, 40, 0.6);
    return (gain) => {
      const own = normals(world, 40, 0.3);
      const parts = codes.map((code, row) => {
        const skill = 1.8 + gain + at(ease, at(users, row)) + at(own, at(users, row));
        const weights = CLASS_SHARES.map((share, other) =>
          Math.exp(Math.log(share) + (other === code ? skill : 0) + world.normal()),
        );
        const sum = weights.reduce((total, weight) => total + weight, 0);
        return weights.map((weight) => weight / sum);
      });
      const columns = CLASS_NAMES.map(
        (name, code) => [`p_${name}`, parts.map((row) => at(row, code))] as const,
      );
      return tableOf({
        id: users.map((_, row) => `r${row}`),
        user: users.map((user) => `user-${user}x`),
        label: codes.map((code) => CLASS_NAMES[code] ?? ''),
        ...Object.fromEntries(columns),
      });
    };
  },
};

const [CASES, REPEATS, TOPICS] = [180, 3, 36];

const scores: TaskDesign = {
  task: 'scores',
  size: '180 cases of 36 conversations, 3 responses to each',
  predictions: {
    ...{ id: 'case', repeat: 'attempt', group: 'conversation', order: 'none' },
    measures: { passed: 'higher', quality: 'higher' },
  },
  metrics: ['pass_rate:passed', 'mean:quality'],
  loss: 0.3,
  drawRows: (world) => {
    const rows = Array.from({ length: CASES * REPEATS }, (_, row) => Math.floor(row / REPEATS));
    const [ofCase, ofTopic] = [normals(world, CASES, 0.8), normals(world, TOPICS, 0.4)];
    return (gain) => {
      const [own, ownTopic] = [normals(world, CASES, 0.4), normals(world, TOPICS, 0.2)];
      const quality = rows.map((index) => {
        const topic = index % TOPICS;
        const shared = at(ofCase, index) + at(ofTopic, topic);
        return gain + shared + at(own, index) + at(ownTopic, topic) + world.normal();
      });
      return tableOf({
        case: rows.map((index) => `c${index}`),
        attempt: rows.map((_, row) => 1 + (row % REPEATS)),
        conversation: rows.map((index) => `t${index % TOPICS}x`),
        passed: quality.map((value) => Number(value > -2)),
        quality,
      });
    };
  },
};

const [PEOPLE, BINARY_DAYS] = [30, 40];

const binary: TaskDesign = {
  task: 'binary',
  size: '30 users × 40 days, about 480 rows',
  predictions: { id: 'id', label: 'label', score: 'p', group: ['user', 'day'], time: 'day' },
  metrics: ['accuracy', 'log_loss', 'roc_auc'],
  nearBest: ['roc_auc'],
  loss: 0.5,
  drawRows: (world) => {
    const all = Array.from({ length: PEOPLE * BINARY_DAYS }, (_, row) => ({
      user: row % PEOPLE,
      day: Math.floor(row / PEOPLE),
    }));
    const rows = all.filter(() => world.uniform() < 0.4);
    const labels = rows.map(() => Number(world.uniform() < 0.3));
    const [ofUser, ofDay] = [normals(world, PEOPLE, 0.5), correlatedDays(world, BINARY_DAYS, 0.5)];
    return (gain) => {
      const [own, ownDay] = [normals(world, PEOPLE, 0.3), correlatedDays(world, BINARY_DAYS, 0.3)];
      return tableOf({
        id: rows.map((_, row) => `r${row}`),
        user: rows.map(({ user }) => `user-${user}x`),
        day: rows.map(({ day }) => dayAt(day)),
        label: labels,
        p: rows.map(({ user, day }, row) => {
          const skill = 2 + gain + at(ofUser, user) + at(ofDay, day) + at(own, user) + at(ownDay, day);
          const logit = (at(labels, row) === 1 ? skill : -skill) + 1.5 * world.normal();
          return 1 / (1 + Math.exp(-logit));
        }),
      });
    };
  },
};

export const taskDesigns: readonly TaskDesign[] = [binary, multiclass, forecast, ranking, scores];

function at(values: readonly number[], index: number): number {
  return values[index] ?? Number.NaN;
}
