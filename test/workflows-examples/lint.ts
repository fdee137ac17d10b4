/**
 * Rules for example workflows, because people copy them: what a linter for workflows in general cannot ask
 * (our own inputs, a reason for each permission, no concurrency group around a registration).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ACTION = /^model-steward\/model-steward\/actions\/([a-z]+)@v1$/;
const PINNED = /^\s*(?:- )?uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: unknown;
  readonly 'timeout-minutes'?: number;
  readonly concurrency?: unknown;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** @returns one sentence for each broken rule; `root` is the folder that holds `actions/`. */
export function lintExample(text: string, root: string): readonly string[] {
  const workflow = parse(text) as Workflow;
  return [
    ...lintText(text),
    ...(JSON.stringify(workflow.permissions) === '{}' ? [] : ['top-level permissions: expected {}']),
    ...('pull_request_target' in workflow.on ? ['pull_request_target: expected another trigger'] : []),
    ...Object.entries(workflow.jobs).flatMap(([name, job]) => lintJob(name, job, { workflow, root })),
  ];
}

function lintText(text: string): readonly string[] {
  const problems: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const where = `line ${index + 1}`;
    if (
      /^\s*(- )?uses: /.test(line) &&
      !line.includes('model-steward/model-steward/') &&
      !PINNED.test(line)
    ) {
      problems.push(`${where}: expected a pin by commit with its version in a comment`);
    }
    if (/^\s+[a-z-]+: (read|write)\b(?!\s*#\s*\S)/.test(line)) {
      problems.push(`${where}: expected the permission's reason in a comment`);
    }
  }
  return problems;
}

function lintJob(name: string, job: Job, context: { workflow: Workflow; root: string }): readonly string[] {
  const problems: string[] = [];
  if (job.permissions === undefined) problems.push(`job ${name}: expected permissions of its own`);
  if (job['timeout-minutes'] === undefined) problems.push(`job ${name}: expected timeout-minutes`);
  const registers = job.steps.some((step) => step.uses?.includes('/actions/register@') === true);
  if (registers && (job.concurrency ?? context.workflow.concurrency) !== undefined) {
    problems.push(`job ${name}: expected no concurrency group: a cancelled pending run loses a registration`);
  }
  const steps = job.steps.flatMap((step) => lintStep(name, step, context.root));
  return [...problems, ...lintOrder(name, job), ...steps];
}

const TRUSTED_BEFORE =
  /^(?:actions\/(?:checkout|download-artifact)|model-steward\/model-steward\/actions\/(?!train)\w+)@/;
const WRITES = /\/actions\/(?:evaluate|register|deploy|monitor)@/;

/** What a command leaves in its job, such as a variable, reaches the steps after it and their token. */
export function lintOrder(name: string, { steps }: Pick<Job, 'steps'>): readonly string[] {
  const last = steps.findLastIndex(({ uses }) => uses !== undefined && WRITES.test(uses));
  const before = last < 0 ? [] : steps.slice(0, last);
  return before
    .filter(({ uses }) => uses === undefined || !TRUSTED_BEFORE.test(uses))
    .map(
      ({ uses, run }) =>
        `job ${name}: expected no step of one's own before an action that may write, got ${uses ?? run}; move it to a job before, and hand its files over as an artifact`,
    );
}

function lintStep(job: string, step: Step, root: string): readonly string[] {
  if (step.run?.includes('${{') === true) return [`job ${job}: expected no expression inside run:`];
  if (step.uses === undefined) return [];
  if (step.uses.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false) {
    return [`job ${job}: checkout: expected persist-credentials: false`];
  }
  if (!step.uses.startsWith('model-steward/')) return [];
  const action = ACTION.exec(step.uses)?.[1];
  const manifest = join(root, 'actions', action ?? '', 'action.yml');
  if (action === undefined || !existsSync(manifest)) return [`job ${job}: no such action: ${step.uses}`];
  const { inputs } = parse(readFileSync(manifest, 'utf8')) as { inputs: Record<string, unknown> };
  return Object.keys(step.with ?? {})
    .filter((input) => !(input in inputs))
    .map((input) => `job ${job}: ${action} has no input "${input}"`);
}
