/**
 * The documents of one evidence, for each version of the statistics. Evidence of another version is evaluated
 * again, so whoever changes what is computed, or how the document is written, has to raise the version.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import {
  computeEvaluation,
  STATISTICS_VERSION,
  type ChampionEvidence,
} from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { createWorld } from '../statistics/grouped/simulation.ts';
import { runRecord } from '../../ground/run-record.ts';
import { tableOf } from './tables.ts';

const FOLDER = join(import.meta.dirname, 'fixtures/golden-evaluations');
/** Digits that do not depend on the processor's own `exp` and `log`. */
const DIGITS = 9;

const gates = {
  binary: [
    { metric: 'roc_auc', 'at-least': 0.6 },
    { metric: 'log_loss', 'superior-by': 0.001 },
    { metric: 'recall', 'not-worse-by': 0.02 },
  ],
  regression: [
    { metric: 'mae', 'superior-by': 0 },
    { metric: 'bias', 'at-most': 0.5 },
  ],
};

function evaluationOf(task: 'binary' | 'regression', hasChampion: boolean) {
  const world = createWorld(29);
  const rows = Array.from({ length: 360 }, (_, row) => {
    const truth = world.normal();
    const target = truth + world.normal();
    return { row, truth, label: task === 'binary' ? Number(target > 0.5) : target };
  });
  const predict = (skill: number) =>
    tableOf({
      id: rows.map(({ row }) => `r${row}`),
      y: rows.map(({ label }) => label),
      p: rows.map(({ truth }) => {
        const signal = skill * truth + (1 - skill) * world.normal();
        return task === 'binary' ? Math.round(100 / (1 + Math.exp(-signal))) / 100 : signal;
      }),
      user: rows.map(({ row }) => `u${(row * row) % 23}`),
    });
  const champion: ChampionEvidence = {
    version: '1.0.0',
    tag: 'm@v1.0.0',
    modelDigest: 'a'.repeat(64),
    predictions: { table: predict(0.5), source: 'scored' },
    metrics: undefined,
  };
  return computeEvaluation({
    model: 'm',
    config: modelConfigSchema.parse({
      task,
      predictions: { id: 'id', label: 'y', score: 'p', group: 'user' },
      gate: gates[task],
    }),
    gate: 'gate',
    run: runRecord({ task }),
    challenger: predict(0.8),
    champion: hasChampion ? champion : undefined,
    labels: undefined,
  });
}

function rounded(document: unknown): unknown {
  return JSON.parse(
    JSON.stringify(document, (_key, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value,
    ),
  );
}

const computed = Object.fromEntries(
  (['binary', 'regression'] as const).flatMap((task) =>
    [true, false].map((hasChampion) => [
      `${task}, ${hasChampion ? 'against a champion' : 'first version'}`,
      rounded(evaluationOf(task, hasChampion)),
    ]),
  ),
);

const text = `${JSON.stringify(computed, undefined, 1)}\n`;
const path = `${FOLDER}/${STATISTICS_VERSION}.json`;

/** Writes the documents of a new version. Those of an existing one are never written again. */
function writeNewVersion(): void {
  if (process.env.WRITE_GOLDEN !== undefined && !existsSync(path)) writeFileSync(path, text);
}

it(`version ${STATISTICS_VERSION} of the statistics gives the documents that it always gave`, () => {
  writeNewVersion();
  const golden = existsSync(path) ? readFileSync(path, 'utf8') : 'no documents of this version';
  expect(
    text,
    `evaluation.json changed for the same evidence. Raise STATISTICS_VERSION in src/shared/domain/evaluation/compute-evaluation.ts, so that register evaluates older evidence again, and run WRITE_GOLDEN=1 npx vitest run test/domain/evaluation/golden-evaluations.test.ts`,
  ).toBe(golden);
});
