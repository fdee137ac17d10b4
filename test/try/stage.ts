/** What a play is made on, and what each of its events does there: the workflow files of a ref, and a run of one. */
import type { Box } from '../github-box/box.ts';
import { gitText } from '../github-box/git/command.ts';
import type { Processes } from '../demo/engine/processes.ts';
import type { JobTools } from './engine/run-job.ts';
import { runWorkflow, type RunRequest, type RunResult } from './engine/run-workflow.ts';
import { parseWorkflow, type Workflow } from '../../src/shared/domain/setup/workflow.ts';
import { usesOwnAction } from '../../src/shared/domain/supply-chain/own-action.ts';
import type { LoadedRepository } from './load-repository.ts';

export interface Stage {
  readonly box: Box;
  readonly loaded: LoadedRepository;
  readonly processes: Processes;
  readonly tools: JobTools;
  readonly runs: RunResult[];
}

export async function playWorkflow(
  { box, loaded, tools, runs }: Stage,
  { path, ref, inputs, start }: Omit<RunRequest, 'workflow'> & { readonly ref: string },
): Promise<RunResult> {
  const workflow = parseWorkflow(await readFileAt({ box, loaded }, ref, path), path);
  const result = await runWorkflow(box, tools, { path, workflow, inputs, start });
  runs.push(result);
  return result;
}

export interface FoundWorkflow {
  readonly path: string;
  readonly workflow: Workflow;
  /** Whether it has a step of this product. */
  readonly isOwn: boolean;
}

/** A file that is no workflow is said, and the others are played. */
export async function readWorkflows(
  stage: Stage,
  ref: string,
  onPhase: (title: string) => void,
): Promise<readonly FoundWorkflow[]> {
  const repository = requireRepository(stage);
  const list = await gitText(repository.git.path, [
    'ls-tree',
    '-r',
    '--name-only',
    ref,
    '--',
    '.github/workflows',
  ]);
  const paths = list.split('\n').filter((path) => /\.ya?ml$/.test(path));
  const found: FoundWorkflow[] = [];
  for (const path of paths) {
    try {
      const source = await readFileAt(stage, ref, path);
      found.push({ path, workflow: parseWorkflow(source, path), isOwn: usesOwnAction(source) });
    } catch (error) {
      onPhase(`Not played: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return found;
}

async function readFileAt(stage: Pick<Stage, 'box' | 'loaded'>, ref: string, path: string): Promise<string> {
  return await gitText(requireRepository(stage).git.path, ['show', `${ref}:${path}`]);
}

export async function tagsOf(stage: Pick<Stage, 'box' | 'loaded'>): Promise<ReadonlySet<string>> {
  const list = await gitText(requireRepository(stage).git.path, ['tag', '--list']);
  return new Set(list.split('\n').filter((name) => name !== ''));
}

export async function changedPaths(stage: Stage, from: string, to: string): Promise<readonly string[]> {
  const text = await gitText(requireRepository(stage).git.path, ['diff', '--name-only', `${from}...${to}`]);
  return text.split('\n').filter((path) => path !== '');
}

export function requireRepository({
  box,
  loaded,
}: Pick<Stage, 'box' | 'loaded'>): NonNullable<ReturnType<Box['world']['findRepository']>> {
  const repository = box.world.findRepository(loaded.name);
  if (repository === undefined)
    throw new Error(`${loaded.name}: expected the repository in the box, got none`);
  return repository;
}
