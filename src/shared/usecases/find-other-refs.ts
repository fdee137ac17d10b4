/**
 * Code of the repository that the workflow of the evidence, or a file of dependencies, takes from a branch or a tag, which can be moved without a review
 * (docs/trust.md#code-at-another-ref). Costs no request where the workflow is checked out and names nothing of the kind.
 */
import { depthOf, isBelow } from '../domain/kernel/repository-path.ts';
import { manifestsWithoutLock } from '../domain/supply-chain/own-packages.ts';
import { fetchedRefsIn } from '../domain/supply-chain/fetched-refs.ts';
import type { ScriptText } from '../domain/supply-chain/opened-files.ts';
import { movableUsesIn } from '../domain/supply-chain/own-refs.ts';
import { movableSourcesIn } from '../domain/supply-chain/package-sources.ts';
import { isRefOfBranch } from '../domain/supply-chain/ref-values.ts';
import type { Contents, Repositories, Tags } from '../ports/github.ts';
import type { Checkout, CommittedFiles } from '../ports/workspace.ts';
import { createFileIndex } from '../domain/supply-chain/file-index.ts';
import { commandTextOf } from '../domain/supply-chain/commands-of-scripts.ts';
import type { ModelConfig } from '../domain/config/config.ts';
import type { JobCommands } from '../domain/supply-chain/job-commands.ts';
import { isScript } from '../domain/supply-chain/script-names.ts';
import { attempt } from './attempt.ts';
import { findFirstFiles } from './first-files.ts';
import { followScripts, type ReadScript } from './follow-scripts.ts';
import { configPathOf } from './load-config.ts';
import { readScriptsOf } from './command-scripts.ts';
import { readWorkflows } from './read-jobs.ts';

export interface OtherRefsPorts {
  readonly contents: Pick<Contents, 'fileAt'>;
  readonly repositories: Pick<Repositories, 'defaultBranch'>;
  readonly tags: Pick<Tags, 'get'>;
  readonly checkout: Pick<Checkout, 'committed'>;
}

export interface OtherRefsRequest {
  /** `owner/name`. */
  readonly repository: string;
  /** Paths of the workflows that made the evidence: each job of them may hand an artifact over. */
  readonly workflows: readonly string[];
  /** Whose workflows ran. */
  readonly commit: string;
  readonly isCheckedOut: boolean;
  /** Of the model, whose commands are read. */
  readonly config: ModelConfig;
  /** The input `config`. */
  readonly configPath: string | undefined;
}

/** @returns what `uses` says, each once. */
export async function findOtherRefs(
  { contents, repositories, tags, checkout }: OtherRefsPorts,
  { repository, workflows, commit, isCheckedOut, ...settings }: OtherRefsRequest,
): Promise<readonly string[]> {
  // Without git on the runner, the checkout is files alone.
  const committed = isCheckedOut ? await attempt(() => checkout.committed()) : undefined;
  const read =
    committed?.ok === true ? readScriptsOf(committed.value) : (path: string) => contents.fileAt(path, commit);
  const { texts, jobs } = await readWorkflows({ read, contents, repository }, workflows);
  const files = committed?.ok === true ? await readFiles(committed.value, jobs, settings) : NO_FILES;
  const workflowTexts = texts.map((text) => ({ path: 'workflow.yml', text }));
  const readable = [...workflowTexts, ...files.manifests, ...files.scripts, ...files.code];
  const sources = readable.flatMap((one) => movableSourcesIn(one, repository));
  const fetched = fetchedRefsIn(jobs, { repository, isPath: files.isPath, scripts: files.scripts });
  const movable = [...movableUsesIn(texts, repository), ...sources, ...fetched];
  if (movable.length === 0) return [];
  const branch = await repositories.defaultBranch();
  // The platform takes a tag before a branch of the same name.
  const isTagToo = movable.some(({ ref }) => ref === branch) && (await tags.get(branch)) !== undefined;
  const others = movable.filter(({ ref }) => !isRefOfBranch(ref, branch, isTagToo));
  return [...new Set(others.map(({ uses }) => uses))];
}

interface CommandFiles {
  readonly isPath: (name: string) => boolean;
  readonly manifests: readonly ScriptText[];
  /** What scripts have of commands, each with the path of its script. */
  readonly scripts: readonly ScriptText[];
  /** Scripts in other languages than that of a shell, whole. */
  readonly code: readonly ScriptText[];
}

const NO_FILES: CommandFiles = { isPath: () => false, manifests: [], scripts: [], code: [] };

async function readFiles(
  committed: CommittedFiles,
  jobs: readonly JobCommands[],
  { config, configPath }: Pick<OtherRefsRequest, 'config' | 'configPath'>,
): Promise<CommandFiles> {
  const tracked = await committed.match(['**']);
  const read = readScriptsOf(committed);
  const index = createFileIndex(tracked);
  const first = await findFirstFiles(read, { configs: [config] }, { jobs, index });
  const { paths } = await followScripts(read, index, [...first.ofSteps, ...first.ofScore]);
  const code: ScriptText[] = [];
  for (const path of paths) if (isScript(path)) code.push({ path, text: (await read(path)) ?? '' });
  const commands = [config.score?.command, config.train?.command].filter((one) => one !== undefined);
  const ofConfig = commands.map((text) => ({ path: configPathOf(configPath), text }));
  const callers = [
    ...jobs.flatMap(({ steps, score }) => [...steps.map(({ text }) => text), ...score]),
    ...commands,
    ...code.map(({ text }) => text),
  ];
  const scripts = code.map((one) => ({ path: one.path, text: commandTextOf(one, callers) }));
  return {
    isPath: (name) => tracked.some((path) => path === name || isBelow(path, name.replace(/\/+$/, ''))),
    manifests: await readManifests(read, tracked),
    scripts: [...ofConfig, ...scripts],
    code,
  };
}

/** Each is read. */
const MAX_MANIFESTS = 100;

/** Files of dependencies, those near the root first. */
async function readManifests(read: ReadScript, tracked: readonly string[]): Promise<readonly ScriptText[]> {
  const paths = manifestsWithoutLock(tracked);
  const near = paths.toSorted((one, other) => depthOf(one) - depthOf(other)).slice(0, MAX_MANIFESTS);
  const texts: ScriptText[] = [];
  for (const path of near) texts.push({ path, text: (await read(path)) ?? '' });
  return texts;
}
