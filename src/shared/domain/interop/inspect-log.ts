/**
 * A log of Inspect AI, version 2, as it is written in JSON; adapters/data/inspect-archive.ts makes the same of a `.eval`: one
 * sample for each case and epoch. Format: https://inspect.aisi.org.uk/eval-logs.html. The commit of the repository is no
 * part of who measured: it is what the two models differ by.
 */
import { z } from 'zod';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256 } from '../kernel/digest.ts';
import { DataError } from '../kernel/errors.ts';
import { parseLog, type LogRow } from './log-rows.ts';

const LOG = 'a log of Inspect of version 2';
const DIGITS = 16;

/** `value_to_float` of Inspect: correct, partial, incorrect, no answer. */
const GRADES: ReadonlyMap<string, number> = new Map([
  ['C', 1],
  ['P', 0.5],
  ['I', 0],
  ['N', 0],
]);

const gradeSchema = z.union([z.number(), z.boolean(), z.string()]);
const sampleSchema = z.looseObject({
  id: z.union([z.string(), z.number()]),
  epoch: z.number().int(),
  scores: z
    .record(z.string(), z.looseObject({ value: z.union([gradeSchema, z.record(z.string(), z.unknown())]) }))
    .nullish(),
  total_time: z.number().nullish(),
  model_usage: z.record(z.string(), z.looseObject({ total_tokens: z.number().optional() })).nullish(),
});
type Sample = z.infer<typeof sampleSchema>;

const logSchema = z.looseObject({
  version: z.literal(2),
  status: z.string(),
  eval: z.looseObject({
    task: z.string(),
    task_version: z.union([z.string(), z.number()]).optional(),
    dataset: z.looseObject({ name: z.string().nullish() }).nullish(),
    packages: z.unknown().optional(),
    scorers: z.unknown().optional(),
  }),
  results: z
    .looseObject({
      scores: z.array(
        z.looseObject({ name: z.string(), scorer: z.string().optional(), params: z.unknown().optional() }),
      ),
    })
    .nullish(),
  samples: z.array(sampleSchema).nullish(),
});
type Log = z.infer<typeof logSchema>;

export function isInspectLog(object: object): boolean {
  return 'eval' in object && 'status' in object && 'version' in object;
}

/** @throws DataError for an evaluation that did not end, and for a log without samples. */
export function rowsOfInspect(object: object, where: string): readonly LogRow[] {
  const log = parseLog(logSchema, object, { where, log: LOG });
  if (log.status !== 'success')
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected an evaluation that ended, got the status ${JSON.stringify(log.status.slice(0, 40))}`,
      { hint: 'finish it with `inspect eval-retry`: samples that are missing are those that failed' },
    );
  const { samples } = log;
  if (samples === undefined || samples === null || samples.length === 0)
    throw new DataError('DATA_EMPTY', `${where}: expected a log with its samples, got none`, {
      hint: 'run `inspect eval` without `--no-log-samples`',
    });
  const evaluator = evaluatorOf(log);
  return samples.map((sample, index) => ({
    place: `samples[${index}]`,
    fields: { ...fieldsOf(sample), evaluator },
  }));
}

function fieldsOf({ id, epoch, scores, total_time: seconds, model_usage: usage }: Sample) {
  const tokens = Object.values(usage ?? {}).map(({ total_tokens: count = 0 }) => count);
  return {
    case: String(id),
    repeat: epoch,
    time_seconds: seconds ?? undefined,
    tokens: tokens.length === 0 ? undefined : tokens.reduce((sum, count) => sum + count, 0),
    scores: Object.fromEntries(
      Object.entries(scores ?? {}).map(([name, { value }]) => [name, gradeOf(value)]),
    ),
  };
}

/** As a number where it is one of Inspect's grades, in each field of a score of several. */
function gradeOf(value: unknown): unknown {
  if (typeof value === 'string') return GRADES.get(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, gradeOf(part)]));
}

/** The task, its data and version, the scorers with their parameters, such as a grader, and the versions of the tools. */
function evaluatorOf({ eval: { task, task_version, dataset, packages, scorers }, results }: Log): string {
  const graded = (results?.scores ?? []).map(({ name, scorer, params }) => ({ name, scorer, params }));
  const identity = { task, task_version, dataset: dataset?.name, packages, scorers, graded };
  return sha256(canonicalJson(identity)).slice(0, DIGITS);
}
