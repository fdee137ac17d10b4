/**
 * The jobs of workflows-examples/ have the permissions that their actions need there, and no others. What an action needs
 * only in some cases is needed where the workflow or the step says that it is such a case.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { actionNames, type ActionName } from '../../src/shared/domain/kernel/names.ts';
import { permissions, type Permission } from '../../src/shared/runtime/permissions.ts';

const FOLDER = join(import.meta.dirname, '../../workflows-examples');

const stepSchema = z.object({
  uses: z.string().default(''),
  with: z.record(z.string(), z.unknown()).default({}),
});
const jobSchema = z.object({
  permissions: z.record(z.string(), z.enum(['read', 'write'])).default({}),
  steps: z.array(stepSchema).default([]),
});
const workflowSchema = z.object({
  on: z.record(z.string(), z.unknown()),
  jobs: z.record(z.string(), jobSchema),
});

type Job = z.infer<typeof jobSchema>;

/** Where an action stands. */
interface Use {
  readonly action: ActionName;
  readonly events: readonly string[];
  readonly inputs: Readonly<Record<string, unknown>>;
}

type IsCase = (use: Use) => boolean;

const isOn =
  (...names: readonly string[]): IsCase =>
  ({ events }) =>
    names.some((name) => events.includes(name));
/** The workflow does not say it: the permission may be there, and need not. */
const isUnknown: IsCase = () => false;

/** `when` of a permission → whether this is the case. */
const CASES: Readonly<Record<string, IsCase>> = {
  always: () => true,
  'on pull requests': isOn('pull_request', 'workflow_run'),
  'on a push': isOn('push'),
  'with the input `issue`': ({ inputs }) => 'issue' in inputs,
  'with `retrain: dispatch`': ({ inputs }) => inputs.retrain === 'dispatch',
  'with `retrain: pull-request`': ({ inputs }) => inputs.retrain === 'pull-request',
  'with an image on ghcr.io': ({ inputs }) =>
    typeof inputs.image === 'string' && inputs.image.includes('ghcr.io'),
  'with `retrain.workflow` in the configuration': isUnknown,
  'after the ledger refused an event': isUnknown,
};

function missingPermissions(given: Job['permissions'], uses: readonly Use[]): readonly string[] {
  const needed = uses.flatMap((use) =>
    permissions[use.action].filter(({ when }) => CASES[when]?.(use) === true),
  );
  const missing = needed.filter(({ name, level }) => !grants(given[name], level));
  return [...new Set(missing.map(({ name, level }) => `${name}: ${level}`))];
}

function excessPermissions(given: Job['permissions'], uses: readonly Use[]): readonly string[] {
  const asked = uses.flatMap(({ action }): readonly Permission[] => permissions[action]);
  return Object.entries(given)
    .filter(([name, level]) => !asked.some((one) => one.name === name && grants(one.level, level)))
    .map(([name, level]) => `${name}: ${level}`);
}

function grants(given: 'read' | 'write' | undefined, wanted: 'read' | 'write'): boolean {
  return given === 'write' || given === wanted;
}

function usesIn({ steps }: Job, events: readonly string[]): readonly Use[] {
  return steps.flatMap((step) =>
    actionNames
      .filter((action) => step.uses.includes(`/actions/${action}@`))
      .map((action) => ({ action, events, inputs: step.with })),
  );
}

const examples = (await readdir(FOLDER)).filter((name) => name.endsWith('.yml'));

describe.each(examples)('the example %s', async (example) => {
  const { on, jobs } = workflowSchema.parse(parse(await readFile(join(FOLDER, example), 'utf8')));
  const used = Object.entries(jobs)
    .map(([name, job]) => ({ name, job, uses: usesIn(job, Object.keys(on)) }))
    .filter(({ uses }) => uses.length > 0);

  it.each(used)('gives the job $name what its actions need, and nothing else', ({ name, job, uses }) => {
    const place = `workflows-examples/${example}: \`permissions\` of the job ${name}`;
    const actions = uses.map(({ action }) => action).join(', ');
    expect(
      missingPermissions(job.permissions, uses),
      `${place}: add these, which src/shared/runtime/permissions.ts says that ${actions} needs there`,
    ).toEqual([]);
    expect(
      excessPermissions(job.permissions, uses),
      `${place}: remove these, or give the reason in src/shared/runtime/permissions.ts`,
    ).toEqual([]);
  });
});

it('whether a case of a permission is given can be read from a workflow, or is said to be unknown', () => {
  const cases = new Set(Object.values(permissions).flatMap((list) => list.map(({ when }) => when)));
  expect(
    [...cases].filter((when) => !Object.hasOwn(CASES, when)),
    'test/docs/example-permissions.test.ts: say in CASES where an example is such a case',
  ).toEqual([]);
  expect(
    Object.keys(CASES).filter((when) => when !== 'always' && !cases.has(when)),
    'no permission has these cases: remove them from CASES',
  ).toEqual([]);
});

describe('a job', () => {
  const ofDeploy: Use = { action: 'deploy', events: ['push'], inputs: {} };
  const ofEvaluate: Use = { action: 'evaluate', events: ['pull_request'], inputs: {} };
  const everything = { contents: 'read', actions: 'read', 'pull-requests': 'write' } as const;

  interface Given {
    readonly title: string;
    readonly use: Use;
    readonly given: Job['permissions'];
    readonly missing?: readonly string[];
    readonly excess?: readonly string[];
  }
  const ofTrain: Use = { ...ofDeploy, action: 'train' };
  const ofMonitor: Use = { action: 'monitor', events: ['schedule'], inputs: { retrain: 'dispatch' } };

  it.each<Given>([
    { title: 'lacks a permission', use: ofTrain, given: {}, missing: ['contents: read'] },
    {
      title: 'may read only where it has to write',
      use: ofDeploy,
      given: { contents: 'read', deployments: 'read' },
      missing: ['contents: write', 'deployments: write'],
    },
    {
      title: 'may do what no action asks for',
      use: ofTrain,
      given: { contents: 'write', issues: 'read' },
      excess: ['contents: write', 'issues: read'],
    },
    {
      title: 'lacks what pull requests need',
      use: ofEvaluate,
      given: everything,
      missing: ['statuses: write'],
    },
    { title: 'needs it for no other event', use: { ...ofEvaluate, events: ['schedule'] }, given: everything },
    {
      title: 'lacks what an input needs',
      use: ofMonitor,
      given: { contents: 'write', issues: 'write', actions: 'read' },
      missing: ['actions: write'],
    },
  ])('that $title is seen', ({ use, given, missing = [], excess = [] }) => {
    expect(missingPermissions(given, [use])).toEqual(missing);
    expect(excessPermissions(given, [use])).toEqual(excess);
  });
});
