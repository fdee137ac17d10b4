/**
 * People copy workflows from the READMEs as well as from workflows-examples/. A job that both show has the same
 * permissions in both: what works in one place does not end in a 403 in the other, and no copy gives more than the other.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { actionNames } from '../../src/shared/domain/kernel/names.ts';

const ROOT = join(import.meta.dirname, '../..');

type Permissions = Readonly<Record<string, 'read' | 'write'>>;

const workflowSchema = z.object({
  on: z
    .union([
      z.string().transform((event) => [event]),
      z.record(z.string(), z.unknown()).transform(Object.keys),
    ])
    .default([]),
  jobs: z.record(
    z.string(),
    z
      .object({
        if: z.string().default(''),
        permissions: z.record(z.string(), z.enum(['read', 'write'])).default({}),
        steps: z.array(z.object({ uses: z.string().default('') })).default([]),
      })
      .nullable(),
  ),
});

interface ShownJob {
  readonly where: string;
  /** Of the workflow, or of the condition of the job; empty where the README leaves them out. */
  readonly events: readonly string[];
  readonly actions: readonly string[];
  readonly permissions: Permissions;
}

/** Jobs that use one of the five actions. */
function listJobs(where: string, yaml: string): readonly ShownJob[] {
  if (!/^jobs:/m.test(yaml)) return [];
  const workflow = workflowSchema.parse(parse(yaml));
  return Object.entries(workflow.jobs).flatMap(([name, job]) => {
    const used = actionNames.filter(
      (action) => job?.steps.some(({ uses }) => uses.includes(`/actions/${action}@`)) ?? false,
    );
    if (job === null || used.length === 0) return [];
    const [, event] = /github\.event_name == '(\w+)'/.exec(job.if) ?? [];
    // A dispatch repeats what another event of the workflow did.
    const events = (event === undefined ? workflow.on : [event]).filter(
      (candidate) => candidate !== 'workflow_dispatch',
    );
    return [{ where: `${where}: ${name}`, events, actions: used, permissions: job.permissions }];
  });
}

async function readJobs(paths: readonly string[]): Promise<readonly ShownJob[]> {
  const jobs = await Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(ROOT, path), 'utf8');
      if (!path.endsWith('.md')) return listJobs(path, text);
      const blocks = Array.from(text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm), ([, yaml = '']) => yaml);
      return blocks.flatMap((yaml) => listJobs(path, yaml));
    }),
  );
  return jobs.flat();
}

/** What the examples give to the same actions on the same event; `write` where one of them writes. */
function permissionsInExamples(job: ShownJob, examples: readonly ShownJob[]): Permissions {
  const same = examples.filter(
    ({ actions, events }) =>
      actions.some((action) => job.actions.includes(action)) &&
      (job.events.length === 0 || job.events.some((event) => events.includes(event))),
  );
  const given = same.flatMap(({ permissions }) => Object.entries(permissions));
  return Object.fromEntries([
    ...given.filter(([, level]) => level === 'read'),
    ...given.filter(([, level]) => level === 'write'),
  ]);
}

const workflows = (await readdir(join(ROOT, 'workflows-examples'))).filter((name) => name.endsWith('.yml'));
const examples = await readJobs(workflows.map((name) => `workflows-examples/${name}`));
const shown = await readJobs(['README.md', ...actionNames.map((action) => `actions/${action}/README.md`)]);

describe('a job in a README', () => {
  it('is shown for each action, in the README of the repository and in its own', () => {
    expect(new Set(shown.flatMap(({ actions }) => actions))).toEqual(new Set(actionNames));
    expect(shown.length).toBeGreaterThanOrEqual(4 + actionNames.length);
  });

  it.each(shown)('has the permissions of the same job in workflows-examples: $where', (job) => {
    const expected = permissionsInExamples(job, examples);
    expect(Object.keys(expected), 'workflows-examples has no such job').not.toEqual([]);
    expect(job.permissions, `${job.where}: write the permissions of workflows-examples`).toEqual(expected);
  });
});
