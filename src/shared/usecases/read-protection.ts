/**
 * What the base branch says about how a model is evaluated, and what a pull request changes about that
 * (docs/trust.md#the-base-decides). Evaluate reads it for the base of an open pull request, register for the commit
 * that the merge replaced.
 */
import type { Config } from '../domain/config/config.ts';
import { parseConfig } from '../domain/config/parse-config.ts';
import type { SelectedModel } from '../domain/config/select-model.ts';
import { InputError } from '../domain/kernel/errors.ts';
import { findProtectedFiles, type FileChange } from '../domain/supply-chain/protected-files.ts';
import {
  compareWithBase,
  findBaseConfig,
  type BaseConfig,
  type Protection,
} from '../domain/supply-chain/protection.ts';
import { isUnrelatedWorkflow } from '../domain/supply-chain/unrelated-workflow.ts';
import type { Contents, PullRequests, Tags } from '../ports/github.ts';
import { attempt } from './attempt.ts';
import { configPathOf } from './load-config.ts';

export interface ProtectionPorts {
  readonly contents: Contents;
  readonly pullRequests: PullRequests;
  readonly tags: Pick<Tags, 'ofModel'>;
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

export interface ProtectionRequest extends BaseRequest {
  /** Number of the pull request, and its last commit. */
  readonly pull: number;
  readonly head: string;
  /** The input `labels`. */
  readonly labels: string | undefined;
}

export async function readProtection(
  ports: ProtectionPorts,
  request: ProtectionRequest,
): Promise<Protection> {
  const { commit, model, labels } = request;
  const path = configPathOf(request.configPath);
  const { baseText, changedFiles } = await ports.pullRequests.proposal(request.pull, { commit, path });
  const base = await describeBase(request, () => Promise.resolve(baseText));
  if (base.kind === 'first') return { commit, base, ...NOTHING_CHANGED };
  const configs = [...(base.kind === 'configured' ? [base.config] : []), model.config];
  const found = findProtectedFiles(changedFiles.paths, configs, labels);
  const [firstFiles, related] = await partition(found, testFirst(ports, request, base));
  const [others, files] = await partition(related, (file) => isOtherWorkflow(ports, request, file));
  const otherWorkflows = others.map(({ path }) => path);
  const isEveryFileKnown = changedFiles.isComplete;
  const keys = compareWithBase(base, model.config);
  return { commit, base, keys, files, isEveryFileKnown, firstFiles, otherWorkflows };
}

/** Where the base has nothing that could be weakened. */
const NOTHING_CHANGED = {
  ...{ keys: [], files: [], firstFiles: [], otherWorkflows: [] },
  isEveryFileKnown: true,
} as const satisfies Omit<Protection, 'commit' | 'base'>;

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
 * A model that is configured and has no version yet gets its score command and its rows with the first pull request.
 * Costs no request where the base has these files.
 */
function testFirst(
  { contents, tags }: ProtectionPorts,
  { commit, model }: ProtectionRequest,
  base: BaseConfig,
): FileTest {
  let hasVersion: boolean | undefined;
  return async ({ kind, path }) => {
    if (kind === 'workflow' || base.kind !== 'configured') return false;
    if ((await contents.fileAt(path, commit)) !== undefined) return false;
    hasVersion ??= (await tags.ofModel(model.name)).length > 0;
    return !hasVersion;
  };
}

/** A file that cannot be read counts as one of these actions. */
async function isOtherWorkflow(
  { contents }: ProtectionPorts,
  { commit, head }: ProtectionRequest,
  { kind, path }: FileChange,
): Promise<boolean> {
  if (kind !== 'workflow') return false;
  const texts = await attempt(async () => [
    await contents.fileAt(path, commit),
    await contents.fileAt(path, head),
  ]);
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
