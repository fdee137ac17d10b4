/**
 * The results of promptfoo (`promptfoo eval -o results.json`, version 3): one entry for each test, prompt, provider and
 * repetition. A repetition has a test number of its own there, so a case is what its variables are. Format:
 * https://www.promptfoo.dev/docs/configuration/outputs/.
 */
import { z } from 'zod';
import { DataError } from '../kernel/errors.ts';
import { parseLog, shortDigest, type LogRow } from './log-rows.ts';

const LOG = "promptfoo's results of version 3";

const entrySchema = z.looseObject({
  success: z.boolean(),
  score: z.number(),
  latencyMs: z.number().optional(),
  cost: z.number().nullish(),
  namedScores: z.record(z.string(), z.number()).default({}),
  error: z.string().nullish(),
  failureReason: z.number().int().optional(),
  promptIdx: z.number().int().optional(),
  provider: z.union([z.string(), z.looseObject({ id: z.string() }).transform(({ id }) => id)]),
  prompt: z.looseObject({ raw: z.string(), label: z.string().optional() }),
  vars: z.record(z.string(), z.unknown()).default({}),
  testCase: z
    .looseObject({
      description: z
        .string()
        .transform((text) => text.replace(/\s+/g, ' ').trim())
        .optional(),
      assert: z.array(z.unknown()).optional(),
      options: z.unknown().optional(),
    })
    .default({}),
  response: z
    .looseObject({ tokenUsage: z.looseObject({ total: z.number().optional() }).nullish() })
    .nullish(),
});
type Entry = z.infer<typeof entrySchema>;

const resultsSchema = z.looseObject({
  results: z.looseObject({ version: z.literal(3), results: z.array(entrySchema).min(1) }),
  config: z.looseObject({ defaultTest: z.unknown().optional() }).nullish(),
  metadata: z.looseObject({ promptfooVersion: z.string().optional() }).nullish(),
});

export function isPromptfooResults(object: object): boolean {
  if (!('results' in object) || typeof object.results !== 'object' || object.results === null) return false;
  return 'results' in object.results && 'version' in object.results;
}

/** @throws DataError for several prompts or providers: those are several models. */
export function rowsOfPromptfoo(object: object, where: string): readonly LogRow[] {
  const { results, config, metadata } = parseLog(resultsSchema, object, { where, log: LOG });
  const entries = results.results;
  requireOneModel(entries, where);
  const names = nameCases(entries);
  const responsesTo = new Map<string, number>();
  return entries.map((entry, index) => {
    const name = names[index] ?? '';
    const repeat = (responsesTo.get(name) ?? 0) + 1;
    responsesTo.set(name, repeat);
    return {
      place: `results.results[${index}]`,
      fields: {
        case: name,
        repeat,
        ...measuresOf(entry),
        evaluator: evaluatorOf(entry, {
          defaultTest: config?.defaultTest,
          version: metadata?.promptfooVersion,
        }),
      },
    };
  });
}

/** `ResultFailureReason.ERROR`: there is no response. A failed assertion has an `error` too, which says what was expected. */
const NO_RESPONSE = 2;

function measuresOf({ success, score, latencyMs, cost, error, failureReason, response, namedScores }: Entry) {
  const isError = typeof error === 'string' && error !== '' && !success;
  return {
    passed: success,
    score,
    latency_ms: latencyMs,
    cost_usd: cost,
    tokens: response?.tokenUsage?.total,
    failed: failureReason === undefined ? isError : failureReason === NO_RESPONSE,
    namedScores,
  };
}

/**
 * The assertions with their rubrics and graders, those of this test and those of all, the version of promptfoo, whose own
 * prompts grade, and the variables: a description may stay where the case behind it changed.
 */
function evaluatorOf(
  { testCase: { assert, options }, vars }: Entry,
  common: { readonly defaultTest: unknown; readonly version: string | undefined },
): string {
  return shortDigest({ assert, options, vars, ...common });
}

/** The description, where no two tests have it; else the digest of the variables, which may be private, behind it. */
function nameCases(entries: readonly Entry[]): readonly string[] {
  const digests = entries.map(({ vars }) => shortDigest(vars));
  const digestsOf = new Map<string, Set<string>>();
  entries.forEach(({ testCase: { description = '' } }, index) => {
    digestsOf.set(description, (digestsOf.get(description) ?? new Set()).add(digests[index] ?? ''));
  });
  return entries.map(({ testCase: { description = '' } }, index) =>
    description !== '' && digestsOf.get(description)?.size === 1
      ? description
      : [description, digests[index]].filter((part) => part !== '').join(' '),
  );
}

function requireOneModel(entries: readonly Entry[], where: string): void {
  const models = new Set(entries.map(modelOf));
  if (models.size === 1) return;
  const providers = [...new Set(entries.map(({ provider }) => provider))].slice(0, 5);
  throw new DataError(
    'DATA_INVALID',
    `${where}: expected the responses of one prompt and one provider, got ${models.size} pairs (providers: ${providers.join(', ')})`,
    { hint: 'write a file for each, with `promptfoo eval --filter-providers` and `--filter-prompts`' },
  );
}

/** A prompt and a provider have one number together. The text of an entry has the variables of its test in it. */
function modelOf({ promptIdx, provider, prompt: { label, raw } }: Entry): string {
  return JSON.stringify([provider, promptIdx ?? label ?? raw]);
}
