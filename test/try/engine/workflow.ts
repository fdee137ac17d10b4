/**
 * A workflow file as people write it, with what this runner needs of it. What it cannot imitate (containers, other
 * operating systems, reusable workflows) becomes a reason why a job is not run, and is shown.
 */
import { parse } from 'yaml';
import { z } from 'zod';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const optionalText = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .transform((value) => String(value ?? ''));
const textByName = z
  .record(z.string(), optionalText)
  .nullish()
  .transform((values) => values ?? {});
const list = z.union([text, z.array(text)]).transform((value) => [value].flat());
const condition = z.union([z.string(), z.boolean()]).transform(String).optional();
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

const stepSchema = z.object({
  id: z.string().optional(),
  name: text.optional(),
  if: condition,
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: text.optional(),
  'working-directory': text.optional(),
  with: textByName,
  env: textByName,
  'continue-on-error': z.union([z.boolean(), z.string()]).optional(),
});

const jobSchema = z.object({
  name: text.optional(),
  needs: list.default([]),
  if: condition,
  uses: z.string().optional(),
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

/** @throws Error that says where the file is no workflow. */
export function parseWorkflow(source: string, path: string): Workflow {
  const result = workflowSchema.safeParse(parseYaml(source, path));
  if (result.success) return result.data;
  throw new Error(`${path}: expected a workflow, got:\n${z.prettifyError(result.error)}`);
}

function parseYaml(source: string, path: string): unknown {
  try {
    return parse(source);
  } catch (cause) {
    const problem = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new Error(`${path}: expected YAML, got: ${problem}`, { cause });
  }
}

/** Why this runner cannot run the job; undefined when it can. */
export function whyNotRun(job: WorkflowJob): string | undefined {
  if (job.uses !== undefined) return `the reusable workflow ${job.uses} is not followed`;
  if (job.container !== undefined) return 'containers of jobs are not imitated';
  if (job.services !== undefined) return 'service containers are not imitated';
  const machine = JSON.stringify(job['runs-on'] ?? '');
  return /windows|macos/i.test(machine) ? `runs-on ${machine}: only Linux is imitated` : undefined;
}

/** Jobs in an order in which each comes after those that it needs. @throws Error for a circle or an unknown job. */
export function orderJobs({ jobs }: Workflow): readonly (readonly [string, WorkflowJob])[] {
  const ordered: (readonly [string, WorkflowJob])[] = [];
  const states = new Map<string, 'visiting' | 'done'>();
  const visit = (id: string): void => {
    const job = jobs[id];
    if (job === undefined)
      throw new Error(`needs: expected one of ${Object.keys(jobs).join(', ')}, got ${id}`);
    if (states.get(id) === 'done') return;
    if (states.get(id) === 'visiting') throw new Error(`needs: expected no circle, got one through ${id}`);
    states.set(id, 'visiting');
    job.needs.forEach(visit);
    states.set(id, 'done');
    ordered.push([id, job]);
  };
  Object.keys(jobs).forEach(visit);
  return ordered;
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
