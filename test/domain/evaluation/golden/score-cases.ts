/** Golden evaluations of measured responses: once and several times, by one evaluator and by several, and by another one. */
import { modelConfigSchema } from '../../../../src/shared/domain/config/config.ts';
import type { EvaluationRequest } from '../../../../src/shared/domain/evaluation/compute-evaluation.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';
import { runRecord } from '../../../ground/run-record.ts';
import { createWorld } from '../../statistics/grouped/simulation.ts';
import { tableOf } from '../tables.ts';

const CASES = 120;

export interface Answered {
  readonly seed: number;
  /** Added to the quality of each response. */
  readonly gain?: number;
  readonly repeats?: number;
  readonly graders?: readonly string[];
}

/** Cases of the same difficulty for every model, in another order for each. */
export function answerCases({ seed, gain = 0, repeats = 1, graders = ['grader-1'] }: Answered): Table {
  const difficulties = createWorld(5);
  const world = createWorld(seed);
  const rows = Array.from({ length: CASES }, (_, index) => {
    const difficulty = difficulties.normal();
    return graders.flatMap((grader) =>
      Array.from({ length: repeats }, (__, repeat) => {
        const quality = Math.round(1000 * (gain - difficulty + 0.5 * world.normal())) / 1000;
        return { index, grader, repeat, quality, cost: Math.round(100 * (2 + world.uniform())) / 100 };
      }),
    );
  }).flat();
  const ordered = seed % 2 === 0 ? rows : [...rows].reverse();
  return tableOf({
    case: ordered.map(({ index }) => `c${index}`),
    attempt: ordered.map(({ repeat }) => repeat + 1),
    grader: ordered.map(({ grader }) => grader),
    topic: ordered.map(({ index }) => `t${index % 24}`),
    quality: ordered.map(({ quality }) => quality),
    passed: ordered.map(({ quality }) => Number(quality > -1)),
    cost: ordered.map(({ cost }) => cost),
  });
}

export interface ScoresRequest {
  readonly challenger: Table;
  readonly champion?: Table | undefined;
  readonly source?: 'scored' | 'stored';
  readonly predictions?: Readonly<Record<string, unknown>>;
  readonly gate?: readonly unknown[];
}

export const MEASURES = { quality: 'higher', passed: 'higher', cost: 'lower' };

export function scoresRequest({
  challenger,
  champion,
  source = 'scored',
  predictions = {},
  gate = [
    { metric: 'mean:quality', 'superior-by': 0 },
    { metric: 'mean:cost', 'not-worse-by': 0.05, relative: true },
    { metric: 'pass_rate:passed', 'at-least': 0.7 },
  ],
}: ScoresRequest): EvaluationRequest {
  return {
    model: 'm',
    gate: 'gate',
    config: modelConfigSchema.parse({
      task: 'scores',
      predictions: { id: 'case', measures: MEASURES, ...predictions },
      gate,
    }),
    run: runRecord(),
    challenger,
    champion:
      champion === undefined
        ? undefined
        : {
            ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
            predictions: { table: champion, source },
            metrics: undefined,
          },
    labels: undefined,
  };
}

const REPEATED = { repeat: 'attempt' };
const GRADED = { repeat: 'attempt', evaluator: 'grader' };

export const scoreCases: Readonly<Record<string, () => EvaluationRequest>> = {
  'scores, one response to each case': () =>
    scoresRequest({ challenger: answerCases({ seed: 2, gain: 0.3 }), champion: answerCases({ seed: 3 }) }),
  'scores, three responses to each case and five by the champion': () =>
    scoresRequest({
      challenger: answerCases({ seed: 2, gain: 0.3, repeats: 3 }),
      champion: answerCases({ seed: 3, repeats: 5 }),
      predictions: REPEATED,
    }),
  'scores, two graders, in topics': () =>
    scoresRequest({
      challenger: answerCases({ seed: 2, gain: 0.3, repeats: 2, graders: ['grader-1', 'grader-2'] }),
      champion: answerCases({ seed: 3, repeats: 2, graders: ['grader-1', 'grader-2'] }),
      predictions: { ...GRADED, group: 'topic' },
    }),
  'scores, another grader': () =>
    scoresRequest({
      challenger: answerCases({ seed: 2, gain: 0.3, graders: ['grader-2'] }),
      champion: answerCases({ seed: 3 }),
      predictions: GRADED,
    }),
  'scores, quantiles': () =>
    scoresRequest({
      challenger: answerCases({ seed: 2, gain: 0.3, repeats: 3 }),
      champion: answerCases({ seed: 3 }),
      predictions: REPEATED,
      gate: [
        { metric: 'median:cost', 'not-worse-by': 0.2, relative: true },
        { metric: 'quantile:cost@0.95', 'at-most': 100 },
        { metric: 'quantile:cost@0.99', 'at-most': 100 },
      ],
    }),
  'scores, passed cases that are lost': () =>
    scoresRequest({
      challenger: answerCases({ seed: 2, gain: 0.3 }),
      champion: answerCases({ seed: 3 }),
      gate: [{ metric: 'pass_rate:passed', keeps: 'passed', cases: ['c1*', 'no-such-case'] }],
    }),
  'scores, first version': () => scoresRequest({ challenger: answerCases({ seed: 2 }) }),
};
