/**
 * A log of Inspect AI, version 2, as it is written in JSON; adapters/data/inspect-archive.ts makes the same of a `.eval`: one
 * sample for each case and epoch. Format: https://inspect.aisi.org.uk/eval-logs.html. The commit of the repository is no
 * part of who measured: it is what the two models differ by.
 */
import { z } from 'zod';
import { DataError } from '../kernel/errors.ts';
import { parseLog, shortDigest, type LogRow } from './log-rows.ts';

const LOG = 'a log of Inspect of version 2';

/** `value_to_float` of Inspect: correct, partial, incorrect, no answer. */
const GRADES: ReadonlyMap<string, number> = new Map([
  ['C', 1],
  ['P', 0.5],
  ['I', 0],
  ['N', 0],
]);

const targetSchema = z.union([z.string(), z.array(z.string())]);

/** What the model was asked, and what it should have answered. */
const caseFields = {
  input: z.unknown().optional(),
  target: targetSchema.nullish(),
  choices: z.array(z.string()).nullish(),
};

const sampleSchema = z.looseObject({
  id: z.union([z.string(), z.number()]),
  epoch: z.number().int(),
  scores: z
    // A grader that gave no grade leaves NaN, which is no JSON.
    .record(z.string(), z.looseObject({ value: z.unknown().optional() }))
    .nullish(),
  total_time: z.number().nullish(),
  model_usage: z.record(z.string(), z.looseObject({ total_tokens: z.number().optional() })).nullish(),
  ...caseFields,
  /** Of an archive, whose samples are not kept as they are. */
  caseDigest: z.string().optional(),
});
type Sample = z.infer<typeof sampleSchema>;

const scorerSchema = z.looseObject({
  name: z.string(),
  options: z.looseObject({ model: z.unknown().optional(), model_role: z.string().nullish() }).nullish(),
});

const logSchema = z.looseObject({
  version: z.literal(2),
  status: z.string(),
  eval: z.looseObject({
    task: z.string(),
    task_version: z.union([z.string(), z.number()]).optional(),
    dataset: z.looseObject({ name: z.string().nullish() }).nullish(),
    model: z.string().optional(),
    model_roles: z
      .record(z.string(), z.looseObject({ model: z.unknown(), config: z.unknown().optional() }))
      .nullish(),
    packages: z.unknown().optional(),
    scorers: z.array(scorerSchema).nullish(),
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
    fields: {
      ...fieldsOf(sample),
      evaluator: shortDigest([evaluator, sample.caseDigest ?? digestOfCase(sample)]),
    },
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
  if (Array.isArray(value)) return value.map(gradeOf);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, gradeOf(part)]));
}

/**
 * The task and its version, the scorers with their parameters, the models in roles, such as the grader's, and the versions
 * of the tools.
 */
function evaluatorOf({ eval: evaluated, results }: Log): string {
  const { task, task_version, dataset, packages, scorers, model, model_roles } = evaluated;
  const graded = (results?.scores ?? []).map(({ name, scorer, params }) => ({ name, scorer, params }));
  const roles = Object.entries(model_roles ?? {}).map(([role, { model: played, config }]) => [
    ...[role, played, config],
  ]);
  const gradesItself = (scorers ?? []).some((scorer) => isGradedByModel(scorer, model_roles ?? {}));
  return shortDigest({
    ...{ task, task_version, dataset: dataset?.name, packages, scorers, graded, roles },
    ...(gradesItself && { grader: model }),
  });
}

/** Scorers of Inspect for which the model that is evaluated grades itself, unless another one is named. */
const MODEL_GRADED: ReadonlySet<string> = new Set([
  'model_graded_qa',
  'model_graded_fact',
  'inspect_ai/model_graded_qa',
  'inspect_ai/model_graded_fact',
]);
const GRADER = 'grader';

function isGradedByModel(
  { name, options }: z.infer<typeof scorerSchema>,
  roles: Readonly<Record<string, unknown>>,
): boolean {
  const isNamed = options?.model !== undefined && options.model !== null;
  return MODEL_GRADED.has(name) && !isNamed && !Object.hasOwn(roles, options?.model_role ?? GRADER);
}

const caseSchema = z.looseObject(caseFields);

/**
 * Of the question and its answer, so that a changed case is no row that both models answered. Choices may be shuffled from
 * run to run, and messages have identifiers of their run. @param sample as Inspect writes it
 */
export function digestOfCase(sample: object): string {
  const { target, choices } = caseSchema.safeParse(sample).data ?? { target: undefined, choices: undefined };
  const input: unknown = Reflect.get(sample, 'input');
  const targets = [target ?? []].flat();
  return shortDigest({
    input: withoutIds(input),
    targets: choices
      ? targets.map((letter) => choices[(letter.codePointAt(0) ?? 0) - FIRST_LETTER] ?? letter).sort()
      : targets,
    choices: choices?.toSorted(),
  });
}

const FIRST_LETTER = 65;

function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (key === 'id' ? [] : [[key, withoutIds(inner)]])),
  );
}
