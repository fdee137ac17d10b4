/** The best of three challengers on the same rows, corrected. Values by NumPy and SciPy: fixtures/winner_estimate.py of the statistics. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { evaluationSchema, type Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { serializeDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { evaluateRows } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { hideDigits } from '../../../src/shared/domain/evaluation/hide-digits.ts';
import { joinEvidence } from '../../../src/shared/domain/evaluation/joined-evidence.ts';
import { rankChallengers } from '../../../src/shared/domain/evaluation/rank-challengers.ts';
import { renderChallengerTable } from '../../../src/shared/domain/report/challenger-table.ts';
import type { WinnerEstimate } from '../../../src/shared/domain/statistics/winner-estimate.ts';
import { runRecord } from '../../ground/run-record.ts';
import { tableOf } from './tables.ts';

interface Fixture {
  readonly rows: {
    readonly champion: readonly number[];
    readonly challengers: Readonly<Record<string, readonly number[]>>;
    readonly improvements: readonly number[];
    readonly expected: WinnerEstimate;
  };
}

const FOLDER = join(import.meta.dirname, '..', 'statistics', 'fixtures');
const { rows } = JSON.parse(readFileSync(join(FOLDER, 'winner-estimate.json'), 'utf8')) as Fixture;
const NAMES = Object.keys(rows.challengers);
const IMPROVES = { metric: 'mean:quality', 'superior-by': 0 };

const predict = (quality: readonly number[]) =>
  tableOf({
    id: quality.map((_, row) => `case-${row}`),
    quality,
    passed: quality.map((value) => Number(value > 0)),
  });

function evaluate(name: string, gate: readonly unknown[]) {
  const config = modelConfigSchema.parse({
    ...{ task: 'scores', gate },
    predictions: { id: 'id', measures: { quality: 'higher', passed: 'higher' } },
    train: { command: 'train', challengers: NAMES },
  });
  const version = { version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} };
  const champion = {
    ...{ ...version, metrics: undefined },
    predictions: { table: predict(rows.champion), source: 'scored' as const },
  };
  const challenger = predict(rows.challengers[name]!);
  const joined = joinEvidence(config, { challenger, champion, anchor: undefined, labels: undefined });
  const run = runRecord({ challenger: { name, among: NAMES } });
  const evaluation = evaluateRows({ ...joined, ...{ model: 'm', gate: 'gate', config, run } });
  return { name, evaluation, source: { rows: joined.rows, columns: config.predictions } };
}

function rank(gate: readonly unknown[] = [IMPROVES]): Evaluation {
  return rankChallengers(
    NAMES.map((name) => evaluate(name, gate)),
    undefined,
  );
}

describe('the best of several challengers', () => {
  it('has the improvement that SciPy computes for the largest one, given that it is the largest', () => {
    const { challengers } = rank();
    expect(challengers!.ranked![0]!.name).toBe(
      NAMES[rows.improvements.indexOf(Math.max(...rows.improvements))],
    );
    const { estimate, lower, upper } = rows.expected;
    // Errors of the document are by Hall's transformation, which differs from Student's t by 0.1 % here.
    expect(challengers!.corrected).toEqual({
      estimate: expect.closeTo(estimate, 2) as number,
      lower: expect.closeTo(lower, 2) as number,
      upper: expect.closeTo(upper, 2) as number,
      confidence: 0.95,
    });
    expect(estimate).toBeLessThan(Math.max(...rows.improvements));
  });

  it('is shown with that, in a document that is valid, and without it where digits are hidden', () => {
    const document = rank();
    expect(() => serializeDocument(evaluationSchema, document)).not.toThrow();
    expect(renderChallengerTable(document)).toMatch(
      /too high on average: corrected for having been the best, its improvement is [+−]0\.\d+ \(95 % CI [+−]0\.\d+ to [+−]0\.\d+\)\. Its interval is not/,
    );
    expect(hideDigits(document, () => false).challengers).not.toHaveProperty('corrected');
  });

  it('is corrected by those with smaller estimates alone: another rule decides on one with a larger one', () => {
    const [largest] = rank().challengers!.ranked!;
    const gate = [IMPROVES, { metric: 'pass_rate:passed', 'at-least': 0.5 }];
    const given = NAMES.map((name) => evaluate(name, gate));
    const failed = given.map((each) =>
      each.name === largest!.name
        ? { ...each, evaluation: { ...each.evaluation, verdict: 'fail' as const } }
        : { ...each, evaluation: { ...each.evaluation, verdict: 'pass' as const } },
    );
    const { ranked, corrected } = rankChallengers(failed, undefined).challengers!;
    const two = failed.filter(({ name }) => name !== largest!.name);
    expect(ranked!.at(-1)!.name).toBe(largest!.name);
    expect(corrected!.estimate).toBe(rankChallengers(two, undefined).challengers!.corrected!.estimate);
  });

  it('is never better by more than the range of the metric allows', () => {
    const passed = (shares: readonly number[]) =>
      shares.map((share) =>
        tableOf({
          id: Array.from({ length: 12 }, (_, row) => `case-${row}`),
          passed: Array.from({ length: 12 }, (_, row) => Number(row < share * 12)),
        }),
      );
    const [champion, ...challengers] = passed([1 / 12, 1, 1 / 6]);
    const names = ['one', 'two'];
    const config = modelConfigSchema.parse({
      ...{ task: 'scores', gate: [{ metric: 'pass_rate:passed', 'superior-by': 0 }] },
      predictions: { id: 'id', measures: { passed: 'higher' } },
      train: { command: 'train', challengers: names },
    });
    const version = { version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} };
    const given = challengers.map((challenger, index) => {
      const joined = joinEvidence(config, {
        ...{ challenger, anchor: undefined, labels: undefined },
        champion: { ...version, metrics: undefined, predictions: { table: champion!, source: 'scored' } },
      });
      const run = runRecord({ challenger: { name: names[index]!, among: names } });
      const evaluation = evaluateRows({ ...joined, ...{ model: 'm', gate: 'gate', config, run } });
      return { name: names[index]!, evaluation, source: { rows: joined.rows, columns: config.predictions } };
    });
    const { corrected } = rankChallengers(given, undefined).challengers!;
    expect(corrected!.upper).toBe(1);
    expect(corrected!.estimate).toBeGreaterThan(0.7);
    expect(corrected!.lower).toBeGreaterThan(-1);
  });

  it('is not corrected where the documents alone are known', () => {
    const given = NAMES.map((name) => ({ ...evaluate(name, [IMPROVES]), source: undefined }));
    const ranking = rankChallengers(given, undefined);
    expect(ranking.challengers).not.toHaveProperty('corrected');
    expect(renderChallengerTable(ranking)).toContain('too high on average. Its interval is not');
  });
});
