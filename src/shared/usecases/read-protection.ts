/**
 * What the base branch says about how a model is evaluated, and what a pull request changes about that
 * (docs/trust.md#the-base-decides). Evaluate reads it for the base of an open pull request, register for the commit
 * that the merge replaced.
 */
import type { Config, ModelConfig } from '../domain/config/config.ts';
import { parseConfig } from '../domain/config/parse-config.ts';
import type { SelectedModel } from '../domain/config/select-model.ts';
import { InputError } from '../domain/kernel/errors.ts';
import type { ChangedFiles } from '../domain/kernel/platform.ts';
import { inputsAmong } from '../domain/supply-chain/input-patterns.ts';
import { findProtectedFiles, namedFiles, type FileChange } from '../domain/supply-chain/protected-files.ts';
import {
  compareMonitoring,
  compareWithBase,
  findBaseConfig,
  type BaseConfig,
  type Protection,
} from '../domain/supply-chain/protection.ts';
import { usesModelSteward } from '../domain/supply-chain/evidence-runs.ts';
import { isOfPipeline } from '../domain/supply-chain/adopted-outputs.ts';
import type { UncountedChange } from '../domain/supply-chain/read-changes.ts';
import { sortChanges } from '../domain/supply-chain/sorted-changes.ts';
import { isUnrelatedWorkflow } from '../domain/supply-chain/unrelated-workflow.ts';
import type { Contents, PullRequests, Tags } from '../ports/github.ts';
import type { Checkout } from '../ports/workspace.ts';
import { attempt } from './attempt.ts';
import { findFilesOfDvc } from './find-files-of-dvc.ts';
import { findReachedFiles } from './find-reached-files.ts';
import { trainsOtherwise } from './find-training-files.ts';
import { followLinks } from './follow-links.ts';
import { configPathOf } from './load-config.ts';

export interface ProtectionPorts {
  readonly contents: Contents;
  readonly pullRequests: PullRequests;
  readonly tags: Pick<Tags, 'known'>;
  /** In which the links on the way to files are followed, and the scripts that scripts call. */
  readonly checkout: Pick<Checkout, 'linksAmong' | 'committed' | 'head'>;
}

export interface BaseRequest {
  /** The commit of the base branch. */
  readonly commit: string;
  /** The input `config`. */
  readonly configPath: string | undefined;
  /** As the pull request configures it. */
  readonly model: SelectedModel;
  /** All models of the pull request; undefined when it has no configuration. */
  readonly config: Config | undefined;
}

export interface ProtectionRequest extends BaseRequest, Omit<ReviewRequest, 'configs'> {
  /** Number of the pull request, and its last commit. */
  readonly pull: number;
  readonly head: string;
  /** What its merge changed, where that may be more than the pull request lists. */
  readonly merged?: ChangedFiles | undefined;
  /** Its branch, where what else that was proposed for is asked too. */
  readonly headRef?: string;
}

/** By what the changed files are looked at. */
export interface ReviewRequest {
  /** That of the base first, where it has one, then that of the change. */
  readonly configs: readonly ModelConfig[];
  /** The input `labels`. */
  readonly labels: string | undefined;
  /** Paths of the workflows that may have made the evidence. */
  readonly workflows: readonly string[];
  /** `owner/name`. */
  readonly repository: string;
  /** Whether the commit that is checked out is one of the change: its head, its merge, or what was merged. */
  readonly isCheckedOut: boolean;
  /** The input `config`. */
  readonly configPath: string | undefined;
}

export async function readProtection(
  ports: ProtectionPorts,
  request: ProtectionRequest,
): Promise<Protection> {
  const { commit, headRef, model, labels, workflows, repository, isCheckedOut } = request;
  const path = configPathOf(request.configPath);
  const proposal = await ports.pullRequests.proposal(request.pull, { commit, path, headRef });
  const { baseText, uses } = proposal;
  const changedFiles = joinFiles(proposal.changedFiles, request.merged);
  const described = await describeBase(request, () => Promise.resolve(baseText));
  const hasVersion = once(async () => (await ports.tags.known(model.name)).length > 0);
  const base =
    described.kind === 'first' && (await hasVersion())
      ? ({ ...described, kind: 'removed' } as const)
      : described;
  const configs = [...(base.kind === 'configured' ? [base.config] : []), model.config];
  const changed = { before: commit, after: request.head, paths: changedFiles.paths };
  const { configPath } = request;
  const asked = { configs, labels, workflows, repository, isCheckedOut, configPath };
  const review = await findFilesToReview(ports, changed, asked);
  const [firstFiles, files] = await partition(review.files, testFirst(ports, request, { base, hasVersion }));
  const keys = compareWithBase(base, model.config);
  const monitoring = compareMonitoring(base, model.config);
  // Where the base has nothing of the model, there is nothing that a file could weaken.
  const isEveryFileKnown = base.kind === 'first' || (changedFiles.isComplete && review.isWhole);
  const changesInputs = changedFiles.isComplete ? isInputAmong(changedFiles.paths, request) : undefined;
  return {
    ...{
      sharedFiles: review.sharedFiles,
      otherWorkflows: review.otherWorkflows,
      rowMakers: review.rowMakers,
      sorted: review.sorted,
      uncounted: await markFirst(ports, request, { base, hasVersion, uncounted: review.uncounted }),
    },
    ...{ commit, base, keys, monitoring, files, isEveryFileKnown, firstFiles, changesInputs, uses },
  };
}

function joinFiles(own: ChangedFiles, merged: ChangedFiles = { paths: [], isComplete: true }): ChangedFiles {
  return {
    paths: [...new Set([...own.paths, ...merged.paths])],
    isComplete: own.isComplete && merged.isComplete,
  };
}

/** Without `paths` any file may be code of the model. */
function isInputAmong(changed: readonly string[], { model, configPath }: ProtectionRequest): boolean {
  const { config } = model;
  if (config.paths.length === 0 || changed.includes(configPathOf(configPath))) return true;
  return inputsAmong(changed, [config]).length > 0;
}

/** Files that differ between two commits. */
export interface ChangedBetween {
  readonly before: string;
  readonly after: string;
  readonly paths: readonly string[];
}

export interface FilesToReview extends Pick<
  Protection,
  'files' | 'sharedFiles' | 'otherWorkflows' | 'rowMakers' | 'sorted' | 'uncounted'
> {
  /** False where not all scripts could be read. */
  readonly isWhole: boolean;
}

/** Those by which a model is evaluated, and the workflows that have nothing to do with it. */
export async function findFilesToReview(
  ports: Pick<ProtectionPorts, 'contents' | 'checkout'>,
  changed: ChangedBetween,
  request: ReviewRequest,
): Promise<FilesToReview> {
  const { configs, labels } = request;
  const named = namedFiles(configs, labels);
  const linked = await followLinks(ports.checkout, named);
  const found = findProtectedFiles(changed.paths, { configs, labels, linked });
  const [others, files] = await partition(found, (file) => isOtherWorkflow(ports, changed, file));
  const tables = [...named, ...linked].filter(({ kind }) => kind !== 'score-command');
  const paths = changed.paths.filter((path) => !found.some((file) => file.path === path));
  const isPipeline = configs.some(({ train }) => train?.dvc !== undefined);
  const byDvc = await findFilesOfDvc(ports, { ...changed, paths, tables, isPipeline });
  const [outputs, ofTables] = [byDvc.filter(isOfPipeline), byDvc.filter((file) => !isOfPipeline(file))];
  const ofScore = linked.filter(({ kind }) => kind === 'score-command').map(({ path }) => path);
  const reached = await findReachedFiles(ports, {
    ...{ ...request, ...changed, changed: changed.paths, linked: ofScore, tables },
    paths: paths.filter((path) => !ofTables.some((file) => file.path === path)),
  });
  const asked = [...files, ...ofTables, ...reached.files];
  const config = configPathOf(request.configPath);
  const byConfig = changed.paths.includes(config) && trainsOtherwise(configs) ? [config] : [];
  const { training, step } = reached.makers;
  const evaluation = [...asked, ...outputs, ...reached.sharedFiles].map(({ path }) => path);
  return {
    sorted: sortChanges(changed.paths, { model: [...training, ...byConfig], evaluation }),
    rowMakers: { training: [...training, ...byConfig], step },
    files: [...asked, ...outputs.filter(({ path }) => !asked.some((file) => file.path === path))],
    ...{ sharedFiles: reached.sharedFiles, isWhole: reached.isWhole },
    // Of the configuration each key is compared, whoever reads the file.
    uncounted: reached.uncounted.filter(({ path }) => path !== config),
    otherWorkflows: others.map(({ path }) => path),
  };
}

/** @returns a function that does the work once, when it is first asked. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}

type FileTest = (file: FileChange) => Promise<boolean>;

async function partition(
  files: readonly FileChange[],
  test: FileTest,
): Promise<readonly [yes: readonly FileChange[], no: readonly FileChange[]]> {
  const answers: boolean[] = [];
  for (const file of files) answers.push(await test(file));
  return [files.filter((_, index) => answers[index]), files.filter((_, index) => !answers[index])];
}

/**
 * A model that has no version yet gets its score command and its rows with the first pull request, and its workflow too
 * where the base does not configure it. Costs no request where the base has these files.
 */
function testFirst(
  { contents }: ProtectionPorts,
  { commit }: ProtectionRequest,
  { base, hasVersion }: { readonly base: BaseConfig; readonly hasVersion: () => Promise<boolean> },
): FileTest {
  return async ({ kind, path }) => {
    if (base.kind !== 'configured' && base.kind !== 'first') return false;
    if (kind === 'workflow' && base.kind !== 'first') return false;
    const text = await contents.fileAt(path, commit);
    const isUsed = kind === 'workflow' ? text !== undefined && usesModelSteward(text) : text !== undefined;
    return !isUsed && !(await hasVersion());
  };
}

/**
 * The same for what its scoring reads without naming it. Where the base has nothing of the model, there is nothing that a file which
 * was read could weaken either. One request, for a model that has no version.
 */
async function markFirst(
  { contents }: Pick<ProtectionPorts, 'contents'>,
  { commit }: Pick<ProtectionRequest, 'commit'>,
  { base, hasVersion, uncounted }: FirstReads,
): Promise<readonly UncountedChange[]> {
  if (base.kind === 'first') return [];
  if (base.kind !== 'configured' || uncounted.length === 0 || (await hasVersion())) return uncounted;
  const objects = await contents.objectsAt(commit);
  return uncounted.map((change) => ({ ...change, isFirst: !objects.has(change.path) }));
}

interface FirstReads {
  readonly base: BaseConfig;
  readonly hasVersion: () => Promise<boolean>;
  readonly uncounted: readonly UncountedChange[];
}

/** A file that cannot be read counts as one of these actions. */
async function isOtherWorkflow(
  { contents }: Pick<ProtectionPorts, 'contents'>,
  { before, after }: ChangedBetween,
  { kind, path }: FileChange,
): Promise<boolean> {
  if (kind !== 'workflow') return false;
  const texts = await attempt(
    async () => [await contents.fileAt(path, before), await contents.fileAt(path, after)] as const,
  );
  return texts.ok && isUnrelatedWorkflow(path, texts.value);
}

export async function readBaseConfig(
  { contents }: Pick<ProtectionPorts, 'contents'>,
  request: BaseRequest,
): Promise<BaseConfig> {
  const path = configPathOf(request.configPath);
  return await describeBase(request, () => contents.fileAt(path, request.commit));
}

/** @throws what `read` throws, except that the base's file is no configuration. */
async function describeBase(
  { commit, configPath, model, config }: BaseRequest,
  read: () => Promise<string | undefined>,
): Promise<BaseConfig> {
  const parsed = await attempt(async () => {
    const text = await read();
    return text === undefined ? undefined : parseConfig(text, `${configPathOf(configPath)} at ${commit}`);
  });
  if (parsed.ok) return findBaseConfig(parsed.value, config, model.name);
  if (parsed.error instanceof InputError) return { kind: 'unreadable', problem: parsed.error.message };
  throw parsed.error;
}
