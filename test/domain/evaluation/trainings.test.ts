/** Rules of a model that was trained with several seeds: its own outcome, and that of the mean of all trainings. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import {
  computeEvaluation,
  type EvaluationRequest,
} from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { hideDigits } from '../../../src/shared/domain/evaluation/hide-digits.ts';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { renderEvaluationNotes } from '../../../src/shared/domain/report/evaluation-notes.ts';
import { describeRuleReason } from '../../../src/shared/domain/report/reasons.ts';
import { renderRuleTable } from '../../../src/shared/domain/report/rule-table.ts';
import { runRecord } from '../../ground/run-record.ts';
import { createWorld } from '../statistics/grouped/simulation.ts';
import { errorOf, tableOf } from './tables.ts';

const ROWS = 400;
const DIGEST = 'c'.repeat(64);
/** 1 % of 400 rows are wrong, and so many more of each training. */
const predict = (error: number, seed: number, rows: readonly number[] = rowsInOrder): Table => {
  const world = createWorld(seed);
  const errors = rowsInOrder.map(() => error * (1 + 0.1 * world.normal()));
  return tableOf({
    id: rows.map((row) => `r${row}`),
    y: rows.map((row) => row % 7),
    p: rows.map((row) => (row % 7) + errors[row]!),
  });
};
const rowsInOrder = Array.from({ length: ROWS }, (_, row) => row);

interface Options {
  readonly gate: readonly unknown[];
  /** The mean absolute error of each training. */
  readonly errors: readonly number[];
  readonly champion?: number;
  readonly seeds?: number;
  readonly others?: EvaluationRequest['others'];
}

function requestOf({ gate, errors, champion, seeds, ...options }: Options): EvaluationRequest {
  const [kept = Number.NaN, ...others] = errors;
  return {
    model: 'm',
    gate: 'gate',
    config: modelConfigSchema.parse({
      task: 'regression',
      predictions: { id: 'id', label: 'y', score: 'p' },
      gate,
      ...(seeds !== undefined && { train: { command: 'python train.py', seeds } }),
    }),
    run: runRecord({
      commands: { train: 'python train.py' },
      ...(errors.length > 1 && {
        trainings: errors.map((error, seed) => ({ seed, modelDigest: DIGEST, metrics: { profit: error } })),
      }),
      metrics: { profit: kept },
    }),
    challenger: predict(kept, 1),
    others: options.others ?? others.map((error, index) => ({ seed: index + 1, table: predict(error, 1) })),
    champion:
      champion === undefined
        ? undefined
        : {
            ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
            ...{ metrics: { profit: 1 }, predictions: { table: predict(champion, 2), source: 'scored' } },
          },
    labels: undefined,
  };
}

const evaluate = (options: Options): Evaluation => computeEvaluation(requestOf(options));
const AT_MOST = { metric: 'mae', 'at-most': 1.1 };

describe('a rule of a model with several trainings', () => {
  it('passes for the kept model and for the mean, whose interval has the seed variance', () => {
    const [one] = evaluate({ gate: [AT_MOST], errors: [1] }).rules;
    const [rule] = evaluate({ gate: [AT_MOST], errors: [1, 1.01, 0.99] }).rules;
    expect(one).toMatchObject({ outcome: 'pass', reason: { code: 'value-interval' } });
    expect(one!.trainings).toBeUndefined();
    // The kept model's own interval is what it is without the others.
    expect({ ...rule, trainings: undefined }).toEqual({ ...one, trainings: undefined });
    const { trainings } = rule!;
    expect(trainings).toMatchObject({ count: 3, outcome: 'pass' });
    // Values 1, 1.01 and 0.99 times one factor: mean 1, standard deviation 0.01, t(2) at 97.5 % = 4.302653.
    const scale = trainings!.estimate;
    expect(trainings!.trainingSd).toBeCloseTo(0.01 * scale, 10);
    const luck = (4.302652729911275 * 0.01 * scale) / Math.sqrt(3);
    const { lower } = one!.reason as { lower: number };
    expect(trainings!.estimate - trainings!.lower).toBeCloseTo(Math.hypot(scale - lower, luck), 5);
  });

  it('does not pass by a lucky seed', () => {
    const [rule] = evaluate({ gate: [AT_MOST], errors: [1, 1.3, 1.4] }).rules;
    expect(rule).toMatchObject({
      outcome: 'inconclusive',
      reason: { code: 'mean-of-trainings' },
      trainings: { outcome: 'inconclusive' },
    });
    expect(describeRuleReason(rule!, { task: 'regression' } as never)).toMatch(
      /^mean of 3 trainings 0\.\d+ to 1\.\d+ \(95 % CI with the seed variance\), which includes 1\.1$/,
    );
  });

  it('does not pass for an unlucky kept model, whatever the mean', () => {
    const [rule] = evaluate({ gate: [AT_MOST], errors: [1.2, 1, 1, 1, 1, 1, 1, 1] }).rules;
    expect(rule).toMatchObject({ outcome: 'fail', reason: { code: 'value-interval' } });
    expect(rule!.trainings!.outcome).toBe('pass');
    const table = renderRuleTable(evaluate({ gate: [AT_MOST], errors: [1.2, 1, 1, 1, 1, 1, 1, 1] }));
    expect(table).toContain(', mean of 8 trainings, which alone is: ✅ pass');
  });

  it('compares the mean with the champion, as an improvement', () => {
    const gate = [{ metric: 'mae', 'superior-by': 0.05 }];
    const { rules, trainings } = evaluate({ gate, errors: [1, 1.02, 1.01], champion: 1.2 });
    expect(rules[0]).toMatchObject({ outcome: 'pass', trainings: { outcome: 'pass', count: 3 } });
    expect(rules[0]!.trainings!.estimate).toBeCloseTo(0.19, 1);
    expect(trainings).toEqual({ count: 3, sameModel: true });
    const lucky = evaluate({ gate, errors: [1, 1.19, 1.21], champion: 1.2 });
    expect(lucky.rules[0]).toMatchObject({ outcome: 'inconclusive', reason: { code: 'mean-of-trainings' } });
    expect(lucky.verdict).toBe('inconclusive');
  });

  it('takes values of the metrics file with the seed variance, and no error of rows', () => {
    const gate = [{ metric: 'profit', 'at-least': 0.9 }];
    const [rule] = evaluate({ gate, errors: [1, 1.02, 0.98] }).rules;
    expect(rule).toMatchObject({ outcome: 'pass', reason: { code: 'reported-value' } });
    expect(rule!.trainings!.upper).toBeCloseTo(1 + (4.302652729911275 * 0.02) / Math.sqrt(3), 10);
    expect(rule!.trainings!.minimumDetectableEffect).toBeUndefined();
    const [other] = evaluate({ gate, errors: [1, 1.2, 0.8] }).rules;
    expect(other).toMatchObject({ outcome: 'inconclusive', reason: { code: 'mean-of-trainings' } });
  });

  it('is inconclusive with fewer trainings than the configuration asks for', () => {
    const asked = { gate: [AT_MOST], seeds: 5 };
    expect(evaluate({ ...asked, errors: [1, 1.01, 0.99] }).rules[0]).toMatchObject({
      outcome: 'inconclusive',
      reason: { code: 'too-few-trainings', trainingCount: 3, askedCount: 5 },
    });
    expect(evaluate({ ...asked, errors: [1] }).rules[0]!.reason).toEqual({
      code: 'too-few-trainings',
      ...{ trainingCount: 1, askedCount: 5 },
    });
    expect(evaluate({ ...asked, errors: [1.3] }).rules[0]!.outcome).toBe('fail');
    // The run says that there were three, and the predictions of one are absent.
    const others = [{ seed: 2, table: predict(1, 1) }];
    expect(evaluate({ gate: [AT_MOST], errors: [1, 1, 1], others }).rules[0]!.reason).toMatchObject({
      code: 'too-few-trainings',
      ...{ trainingCount: 2, askedCount: 3 },
    });
  });

  it('is about the same rows in each training', () => {
    const others = [{ seed: 4, table: predict(1, 1, rowsInOrder.slice(1)) }];
    const { message } = errorOf(() => evaluate({ gate: [AT_MOST], errors: [1, 1], others }));
    expect(message).toContain('predictions of the training with seed 4');
    const shuffled = [{ seed: 1, table: predict(1.05, 1, [...rowsInOrder].reverse()) }];
    expect(evaluate({ gate: [AT_MOST], errors: [1, 1.05], others: shuffled })).toEqual(
      evaluate({ gate: [AT_MOST], errors: [1, 1.05] }),
    );
  });
});

describe('what is said of the seed variance', () => {
  it('that it is in no interval, where the model was trained once', () => {
    const evaluation = evaluate({ gate: [AT_MOST], errors: [1] });
    expect(evaluation.trainings).toEqual({ count: 1 });
    expect(renderEvaluationNotes(evaluation)).toContain('**Seed variance.** The model was trained once');
  });

  it('how large it is, and that of the champion is in no interval', () => {
    const request = requestOf({
      ...{ gate: [{ metric: 'mae', 'not-worse-by': 0.5 }], errors: [1, 1.1, 0.9], champion: 1 },
    });
    const trainings = request.run.trainings!.map((each) => ({
      ...each,
      modelDigest: `${each.seed}`.repeat(64),
    }));
    const evaluation = computeEvaluation({
      ...request,
      champion: { ...request.champion!, trainingCount: 5 },
      run: { ...request.run, trainings },
    });
    const notes = renderEvaluationNotes(evaluation);
    expect(notes).toMatch(
      /3 trainings, with the seeds 0 to 2; standard deviation between them 0\.1\d* in `mae`/,
    );
    expect(notes).toContain('The champion 1.0.0 is the first of 5 trainings');
    const { minimumDetectableEffect } = evaluation.rules[0]!.trainings!;
    expect(minimumDetectableEffect).toBeGreaterThan(
      evaluation.metrics[0]!.precision!.minimumDetectableEffect,
    );
    expect(renderRuleTable(evaluation)).toContain(', mean of 3 trainings');
    const hidden = hideDigits(evaluation, () => false);
    expect(hidden.rules[0]!.trainings).toBeUndefined();
    expect(hidden.trainings).toEqual({ count: 3, championCount: 5 });
  });

  it('that the seed changes nothing, where all trainings left the same model', () => {
    const notes = renderEvaluationNotes(evaluate({ gate: [AT_MOST], errors: [1, 1] }));
    expect(notes).toContain('left the same model');
  });

  it('nothing, where nothing says that there was a training', () => {
    const request = requestOf({ gate: [AT_MOST], errors: [1] });
    expect(computeEvaluation({ ...request, run: runRecord({ commands: {} }) }).trainings).toBeUndefined();
  });
});
