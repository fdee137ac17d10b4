/** Workflows as jobs, with the actions and workflows that they take of their own repository. */
import {
  commandsOfWorkflow,
  filesOfLocalUse,
  localUsesOf,
  type JobCommands,
} from '../domain/supply-chain/job-commands.ts';
import { parseOwnUse } from '../domain/supply-chain/own-refs.ts';
import type { Contents } from '../ports/github.ts';
import { attempt } from './attempt.ts';
import type { ReadScript } from './follow-scripts.ts';

export interface WorkflowSources {
  /** Of the commit whose workflows run. */
  readonly read: ReadScript;
  /** For what they name at another ref. */
  readonly contents: Pick<Contents, 'fileAt'>;
  /** `owner/name`; undefined where nothing is taken by that name. */
  readonly repository?: string | undefined;
}

export async function readJobs(
  sources: WorkflowSources,
  workflows: readonly string[],
): Promise<readonly JobCommands[]> {
  return (await readWorkflows(sources, workflows)).jobs;
}

interface ReadWorkflows {
  /** Of workflows, and of all actions and workflows of the repository that they use. */
  readonly texts: readonly string[];
  readonly jobs: readonly JobCommands[];
}

export async function readWorkflows(
  sources: WorkflowSources,
  workflows: readonly string[],
): Promise<ReadWorkflows> {
  const [texts, jobs]: [string[], JobCommands[]] = [[], []];
  const local = new Map<string, string>();
  for (const path of new Set(workflows)) {
    const text = await sources.read(path);
    if (text === undefined) continue;
    await readOwnUses(sources, text, local);
    texts.push(text);
    jobs.push(commandsOfWorkflow(text, local));
  }
  return { texts: [...texts, ...local.values()], jobs };
}

/** Paths of the actions and workflows of the repository that a workflow uses, and that those use. */
export async function usedByWorkflow(sources: WorkflowSources, path: string): Promise<readonly string[]> {
  const local = new Map<string, string>();
  await readOwnUses(sources, (await sources.read(path)) ?? '', local);
  return [...local.keys()].map((use) => parseOwnUse(use, sources.repository ?? '')?.path ?? use);
}

/** @param local gets the texts, by the path of the use, or by the whole use where it names a ref. */
async function readOwnUses(
  sources: WorkflowSources,
  text: string,
  local: Map<string, string>,
): Promise<void> {
  const { read, contents, repository = '' } = sources;
  for (const used of localUsesOf(text, repository)) {
    if (local.has(used)) continue;
    const own = parseOwnUse(used, repository);
    for (const file of filesOfLocalUse(own?.path ?? used)) {
      const found = own === undefined ? await read(file) : await readAt(contents, file, own.ref);
      if (found === undefined) continue;
      local.set(used, found);
      await readOwnUses(sources, found, local);
    }
  }
}

/** A ref may be gone. */
async function readAt(
  contents: Pick<Contents, 'fileAt'>,
  path: string,
  ref: string,
): Promise<string | undefined> {
  const found = await attempt(() => contents.fileAt(path, ref));
  return found.ok ? found.value : undefined;
}
