/** One step of a job: an action or a shell command, with the environment that GitHub's runner would give it. */
import { linkPackages } from '../sample-project.ts';
import { resolveAction, type ActionForm } from './actions.ts';
import { interpolate, type Contexts } from './expressions.ts';
import { createStepFiles } from './file-commands.ts';
import { machineEnvironment } from './machine.ts';
import type { Processes } from './processes.ts';
import type { WorkflowStep } from './workflow.ts';

export interface StepPlace {
  readonly workspace: string;
  /** For the step's files; outside of the workspace. */
  readonly folder: string;
  readonly index: number;
  /** GITHUB_*, RUNNER_*, ACTIONS_* and the `env:` of the job. */
  readonly environment: Readonly<Record<string, string>>;
  readonly contexts: Contexts;
  /** What the clock shows when the step begins. */
  readonly now: Date;
  readonly actionForm: ActionForm;
  readonly processes: Processes;
}

export interface StepResult {
  readonly title: string;
  readonly succeeded: boolean;
  readonly seconds: number;
  readonly log: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export async function runStep(step: WorkflowStep, place: StepPlace): Promise<StepResult> {
  const started = performance.now();
  const files = await createStepFiles(place.folder, place.index);
  const { title, command, args, environment } = await planStep(step, place);
  const log: string[] = [];
  const succeeded = await execute();
  return {
    title,
    succeeded,
    seconds: (performance.now() - started) / 1000,
    log,
    outputs: await files.outputs(),
    summary: await files.summary(),
  };

  async function execute(): Promise<boolean> {
    // The packages are installed already, in the same versions: a link takes no time.
    if (step.run === 'npm ci') return linkPackages(place.workspace).then(() => true);
    const exitCode = await place.processes.run({
      command,
      args,
      cwd: place.workspace,
      environment: {
        ...machineEnvironment(place.folder, place.now),
        ...place.environment,
        ...environment,
        ...files.environment,
      },
      onLine: (line) => log.push(line),
    });
    return exitCode === 0;
  }
}

interface StepPlan {
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

async function planStep(step: WorkflowStep, { contexts, actionForm }: StepPlace): Promise<StepPlan> {
  const fill = (values: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, interpolate(value, contexts)]));
  if (step.run !== undefined) {
    const script = interpolate(step.run, contexts);
    const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
    return { title: step.name ?? script, command: 'bash', args, environment: fill(step.env) };
  }
  const action = await resolveAction(step.uses ?? '', actionForm);
  const inputs = Object.entries(fill({ ...action.defaults, ...step.with })).map(([name, value]) => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    value,
  ]);
  return {
    title: step.name ?? action.name,
    command: process.execPath,
    args: action.command,
    environment: { ...fill(step.env), ...(Object.fromEntries(inputs) as Record<string, string>) },
  };
}
