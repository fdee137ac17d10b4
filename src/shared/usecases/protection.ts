/**
 * What the base branch says about how a model is evaluated, and what a pull request changes about that
 * (docs/trust.md#the-base-decides). Evaluate reads it for the base of an open pull request, register for the commit
 * that the merge replaced.
 */
import type { Config } from '../domain/config/config.ts';
import { parseConfig } from '../domain/config/parse-config.ts';
import type { SelectedModel } from '../domain/config/select-model.ts';
import { InputError } from '../domain/kernel/errors.ts';
import { findProtectedFiles } from '../domain/supply-chain/protected-files.ts';
import {
  compareWithBase,
  findBaseConfig,
  type BaseConfig,
  type Protection,
} from '../domain/supply-chain/protection.ts';
import type { Contents, PullRequests } from '../ports/github.ts';
import { attempt } from './attempt.ts';
import { configPathOf } from './load-config.ts';

export interface ProtectionPorts {
  readonly contents: Contents;
  readonly pullRequests: PullRequests;
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
  /** Number of the pull request. */
  readonly pull: number;
  /** The input `labels`. */
  readonly labels: string | undefined;
}

export async function readProtection(
  ports: ProtectionPorts,
  request: ProtectionRequest,
): Promise<Protection> {
  const { commit, model, labels } = request;
  const base = await readBaseConfig(ports, request);
  if (base.kind === 'first') return { commit, base, keys: [], files: [] };
  const changed = await ports.pullRequests.changedFiles(request.pull);
  const configs = [...(base.kind === 'configured' ? [base.config] : []), model.config];
  const files = findProtectedFiles(changed, configs, labels);
  return { commit, base, keys: compareWithBase(base, model.config), files };
}

export async function readBaseConfig(
  { contents }: Pick<ProtectionPorts, 'contents'>,
  { commit, configPath, model, config }: BaseRequest,
): Promise<BaseConfig> {
  const path = configPathOf(configPath);
  const parsed = await attempt(async () => {
    const text = await contents.fileAt(path, commit);
    return text === undefined ? undefined : parseConfig(text, `${path} at ${commit}`);
  });
  if (parsed.ok) return findBaseConfig(parsed.value, config, model.name);
  if (parsed.error instanceof InputError) return { kind: 'unreadable', problem: parsed.error.message };
  throw parsed.error;
}
