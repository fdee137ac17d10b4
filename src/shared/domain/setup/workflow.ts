/** A workflow file as people write it, as far as `check` and the runner of `try` need it; other keys are left alone. */
import { parse } from 'yaml';
import { z } from 'zod';
import { describeConfigIssues } from '../config/config-issue.ts';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const optionalText = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .transform((value) => String(value ?? ''));
const textByName = z
  .record(z.string(), optionalText)
  .nullish()
  .transform((values) => values ?? {});
const list = z.union([text, z.array(text)]).transform((value) => [value].flat());
const condition = text.optional();
const accesses = ['read', 'write', 'none'] as const;
const permissionsSchema = z.union([
  z.enum(['read-all', 'write-all']),
  z
    .record(z.string(), z.enum(accesses))
    .nullish()
    .transform((values) => values ?? {}),
]);
const shellDefaults = z
  .object({ run: z.object({ shell: text.optional(), 'working-directory': text.optional() }).optional() })
  .optional();

/** GitHub takes any scalar for a text: `run: true` runs the command true. */
const stepSchema = z.object({
  id: text.optional(),
  name: optionalText.optional(),
  if: condition,
  uses: text.optional(),
  run: text.optional(),
  shell: text.optional(),
  'working-directory': text.optional(),
  with: textByName,
  env: textByName,
  'continue-on-error': z.union([z.boolean(), z.string()]).optional(),
});

const jobSchema = z.object({
  name: optionalText.optional(),
  needs: list.default([]),
  if: condition,
  uses: text.optional(),
  'runs-on': z.unknown().optional(),
  container: z.unknown().optional(),
  services: z.unknown().optional(),
  strategy: z.object({ matrix: z.unknown().optional() }).optional(),
  permissions: permissionsSchema.optional(),
  env: textByName,
  defaults: shellDefaults,
  outputs: textByName,
  'continue-on-error': z.union([z.boolean(), z.string()]).optional(),
  steps: z.array(stepSchema).default([]),
});

const workflowSchema = z.object({
  name: text.optional(),
  on: z.unknown().optional(),
  permissions: permissionsSchema.optional(),
  env: textByName,
  defaults: shellDefaults,
  jobs: z.record(z.string(), jobSchema),
});

export type WorkflowStep = z.infer<typeof stepSchema>;
export type WorkflowJob = z.infer<typeof jobSchema>;
export type Workflow = z.infer<typeof workflowSchema>;
export type Permissions = Readonly<Record<string, (typeof accesses)[number]>>;

/** @throws Error with one line for each place that GitHub would not take: "w.yml: jobs.a.steps: expected a list, got 3". */
export function parseWorkflow(source: string, path: string): Workflow {
  const value = parseYaml(source, path);
  const result = workflowSchema.safeParse(value);
  if (result.success) return result.data;
  const lines = result.error.issues
    .flatMap((issue) => describeConfigIssues(issue, value, workflowSchema))
    .map(({ path: keys, text: problem }) => `${path}: ${keys.join('.') || 'a workflow'}: ${problem}`);
  throw new Error(lines.join('\n'));
}

function parseYaml(source: string, path: string): unknown {
  try {
    return parse(source);
  } catch (cause) {
    const problem = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new Error(`${path}: expected YAML, got: ${problem}`, { cause });
  }
}

/** What a token of the job may do; what is not named is not given. Without `permissions` a token may read everything. */
export function permissionsOf(workflow: Workflow, job: WorkflowJob): Permissions {
  const given = job.permissions ?? workflow.permissions ?? 'read-all';
  if (typeof given !== 'string') return given;
  const access = given === 'read-all' ? 'read' : 'write';
  return Object.fromEntries(ALL_PERMISSIONS.map((name) => [name, access]));
}

const ALL_PERMISSIONS = [
  'actions',
  'checks',
  'contents',
  'deployments',
  'issues',
  'packages',
  'pull-requests',
  'statuses',
] as const;

/** @param on a name, a list of names, or a map. */
export function isTriggeredBy(on: unknown, event: string): boolean {
  if (typeof on === 'string') return on === event;
  if (Array.isArray(on)) return on.includes(event);
  return typeof on === 'object' && on !== null && event in on;
}
