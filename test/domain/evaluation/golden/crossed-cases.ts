/** Golden evaluations of rows that share two things at once: users and days. */
import { modelConfigSchema } from '../../../../src/shared/domain/config/config.ts';
import type { EvaluationRequest } from '../../../../src/shared/domain/evaluation/compute-evaluation.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';
import { runRecord } from '../../../ground/run-record.ts';
import { createWorld } from '../../statistics/grouped/simulation.ts';
import { tableOf } from '../tables.ts';

const USERS = 24;
const DAYS = 30;
const DAY_MS = 86_400_000;

function predictionsOf(skill: number, seed: number): Table {
  const [truth, world, shocks] = [createWorld(3), createWorld(seed), createWorld(seed + 1)];
  const ofUser = Array.from({ length: USERS }, () => 0.4 * shocks.normal());
  const ofDay = Array.from({ length: DAYS }, () => 0.4 * shocks.normal());
  const rows = Array.from({ length: USERS * DAYS }, (_, row) => {
    const [user, day] = [row % USERS, Math.floor(row / USERS)];
    const target = truth.normal();
    const signal = skill * target + world.normal() + ofUser[user]! + ofDay[day]!;
    return { row, user, day, label: Number(target > 0.4), score: 1 / (1 + Math.exp(-signal)) };
  });
  return tableOf({
    id: rows.map(({ row }) => `r${row}`),
    y: rows.map(({ label }) => label),
    p: rows.map(({ score }) => Math.round(1000 * score) / 1000),
    user: rows.map(({ user }) => `u${user}`),
    at: rows.map(({ day }) => new Date(Date.UTC(2026, 0, 5) + day * DAY_MS)),
  });
}

function request(predictions: Readonly<Record<string, unknown>>): EvaluationRequest {
  return {
    model: 'm',
    gate: 'gate',
    config: modelConfigSchema.parse({
      task: 'binary',
      predictions: { id: 'id', label: 'y', score: 'p', time: 'at', order: 'none', ...predictions },
      gate: [
        { metric: 'roc_auc', 'superior-by': 0 },
        { metric: 'accuracy', 'at-least': 0.5 },
      ],
    }),
    run: runRecord(),
    challenger: predictionsOf(1.5, 17),
    champion: {
      ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
      predictions: { table: predictionsOf(1, 31), source: 'scored' },
      metrics: undefined,
    },
    labels: undefined,
  };
}

export const crossedCases: Readonly<Record<string, () => EvaluationRequest>> = {
  'binary, users and days': () => request({ group: ['user', 'day'] }),
  'binary, days and users: the same': () => request({ group: ['day', 'user'] }),
  'binary, users and weeks': () => request({ group: ['user', 'week'] }),
};
