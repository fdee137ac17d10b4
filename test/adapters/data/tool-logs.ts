/** Logs of promptfoo, Inspect and lm-evaluation-harness as these tools document them, and evaluations of two of them. */
import { readTable } from '../../../src/shared/adapters/data/tables.ts';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { predictionOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { contentOf } from '../../ground/memory-files.ts';
import { scoresRequest } from '../../domain/evaluation/golden/score-cases.ts';

const TOPICS = Array.from({ length: 40 }, (_, index) => `topic ${index}`);

interface Answered {
  readonly repeats?: number;
  readonly grader?: string;
  /** Cases whose number is a multiple of this fail. */
  readonly failEvery?: number;
  readonly providers?: readonly string[];
}

/** As promptfoo writes it: a test number of its own for each repetition. */
export function promptfoo({
  repeats = 1,
  grader = 'openai:gpt-5',
  failEvery = 5,
  providers = ['openai:chat'],
}: Answered) {
  const runs = TOPICS.flatMap((topic, index) =>
    Array.from({ length: repeats }, () => ({ topic, passed: index % failEvery !== 0 })),
  );
  return {
    evalId: 'eval-7Gc-2026-03-02T09:00:00',
    results: {
      version: 3,
      timestamp: '2026-03-02T09:00:00.000Z',
      prompts: [{ raw: 'Summarize {{topic}}', label: 'Summarize {{topic}}', provider: providers[0] }],
      results: runs.flatMap(({ topic, passed }, testIdx) =>
        providers.map((provider, promptIdx) => ({
          ...{ id: `r-${testIdx}`, testIdx, promptIdx, promptId: 'f2a1', failureReason: passed ? 0 : 1 },
          provider: { id: provider, label: '' },
          prompt: { raw: `Summarize ${topic}`, label: 'Summarize {{topic}}' },
          vars: { topic },
          response: { output: 'text', tokenUsage: { total: 100 + testIdx, prompt: 60, completion: 40 } },
          ...{ score: passed ? 1 : 0.25, success: passed, latencyMs: 800 + testIdx, cost: 0.002 },
          namedScores: { relevance: 0.9 },
          gradingResult: { pass: passed, score: passed ? 1 : 0.25, reason: 'said so', componentResults: [] },
          testCase: {
            description: testIdx < repeats ? 'first\ntopic' : undefined,
            vars: { topic },
            assert: [{ type: 'llm-rubric', value: 'is a summary', provider: grader }],
          },
          metadata: {},
        })),
      ),
      stats: { successes: 32, failures: 8, errors: 0 },
    },
    config: { description: 'summaries', defaultTest: { options: {} } },
    shareableUrl: null,
  };
}

export function inspect({ repeats = 1, grader = 'openai/gpt-5', failEvery = 5 }: Answered) {
  return {
    version: 2,
    status: 'success',
    eval: {
      ...{ task: 'security_guide', task_version: 0, model: 'openai/gpt-4o', created: '2026-03-02T09:00:00' },
      dataset: { name: 'security', samples: TOPICS.length },
      revision: { type: 'git', origin: 'https://example.com/x.git', commit: '1f0c2ab' },
      packages: { inspect_ai: '0.3.150' },
    },
    plan: { steps: [] },
    results: {
      scores: [{ name: 'model_graded_fact', scorer: 'model_graded_fact', params: { model: grader } }],
    },
    samples: TOPICS.flatMap((topic, index) =>
      Array.from({ length: repeats }, (_, epoch) => ({
        ...{ id: index + 1, epoch: epoch + 1, input: topic, target: 'x', total_time: 1.5 },
        scores: {
          model_graded_fact: { value: index % failEvery === 0 ? 'I' : 'C', explanation: 'GRADE' },
          parts: { value: { style: index / 100, facts: 'P' } },
        },
        model_usage: { 'openai/gpt-4o': { input_tokens: 10, output_tokens: 5, total_tokens: 15 } },
      })),
    ),
  };
}

export function harness({ failEvery = 5 }: Answered): string {
  return TOPICS.map((topic, index) =>
    JSON.stringify({
      ...{ doc_id: index, doc: { question: topic }, target: '#### 18', filter: 'strict-match' },
      ...{ arguments: { gen_args_0: { arg_0: topic } }, resps: [['18']], filtered_resps: ['18'] },
      ...{
        metrics: ['exact_match'],
        doc_hash: `d${index}`,
        prompt_hash: `p${index}`,
        target_hash: `t${index}`,
      },
      exact_match: index % failEvery === 0 ? 0.0 : 1.0,
    }),
  ).join('\n');
}

export const COLUMNS = {
  promptfoo: {
    ...{ id: 'case', repeat: 'repeat', evaluator: 'evaluator' },
    measures: { passed: 'higher', score: 'higher', latency_ms: 'lower', 'namedScores.relevance': 'higher' },
  },
  inspect: {
    ...{ id: 'case', repeat: 'repeat', evaluator: 'evaluator' },
    measures: { 'scores.model_graded_fact': 'higher', 'scores.parts.facts': 'higher', tokens: 'lower' },
  },
  harness: {
    ...{ id: ['doc_id', 'filter'], group: 'doc_id', order: 'none', evaluator: ['doc_hash', 'target_hash'] },
    measures: { exact_match: 'higher' },
  },
} as const;

export async function read(
  log: object | string,
  predictions: Readonly<Record<string, unknown>>,
  gate: readonly object[] = [],
): Promise<Table> {
  const text = typeof log === 'string' ? log : JSON.stringify(log, undefined, 2);
  const config = modelConfigSchema.parse({ task: 'scores', predictions, gate });
  const content = contentOf(new TextEncoder().encode(text));
  return await readTable(content, 'results.json', predictionOptions(config));
}

interface Logs {
  readonly challenger: object | string;
  readonly champion: object | string;
}

export async function evaluate(
  { challenger, champion }: Logs,
  predictions: Readonly<Record<string, unknown>>,
  metric: string,
) {
  const gate = [{ metric, keeps: 'passed' as const }];
  return computeEvaluation(
    scoresRequest({
      challenger: await read(challenger, predictions, gate),
      champion: await read(champion, predictions, gate),
      predictions,
      gate,
    }),
  );
}
