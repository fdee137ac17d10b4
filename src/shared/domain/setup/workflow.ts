/** A workflow file as people write it, as far as `check` and the runner of `try` need it; other keys are left alone. */
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
