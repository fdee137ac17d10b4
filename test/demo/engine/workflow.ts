/**
 * A workflow file as the demo's small engine runs it. It knows what the example workflows use and refuses
 * everything else, so that nothing is ever left out silently. Under a real engine they run in `npm run test:real`.
 */
import { parse } from 'yaml';
import { z } from 'zod';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const textByName = z.record(z.string(), text).default({});
const permissions = z.record(z.string(), z.enum(['read', 'write', 'none'])).default({});

const stepSchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: textByName,
  env: textByName,
});

const jobSchema = z.strictObject({
  name: z.string().optional(),
  needs: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((needs) => [needs].flat()),
  if: z.string().optional(),
  'runs-on': z.literal('ubuntu-latest'),
  'timeout-minutes': z.number().optional(),
  permissions,
  env: textByName,
  outputs: textByName,
  steps: z.array(stepSchema),
});

const workflowSchema = z.strictObject({
  name: z.string(),
  on: z.unknown(),
  permissions,
  // One run at a time: the demo never starts two of a group at once.
  concurrency: z.unknown().optional(),
  jobs: z.record(z.string(), jobSchema),
});

export type WorkflowStep = z.infer<typeof stepSchema>;
export type WorkflowJob = z.infer<typeof jobSchema>;
export type Workflow = z.infer<typeof workflowSchema>;

/** Jobs are expected in an order in which each comes after those that it needs. @throws for anything unknown. */
export function parseWorkflow(source: string, path: string): Workflow {
  const result = workflowSchema.safeParse(parse(source));
  if (result.success) return result.data;
  throw new Error(`${path}: the demo's engine cannot run this:\n${z.prettifyError(result.error)}`);
}
