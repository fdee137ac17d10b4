/**
 * A registration that comes late, by hand or by a run that is started again, has the gate and the approvals of the day of
 * the merge. Where the default branch decides by others now, it decides no more (docs/trust.md#the-default-branch-decides).
 */
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { configPathOf } from '../../../src/shared/usecases/load-config.ts';
import type { PullRequest } from '../../../src/shared/domain/kernel/platform.ts';
import { compareWithBase, type BaseConfig } from '../../../src/shared/domain/supply-chain/protection.ts';
import { readBaseConfig } from '../../../src/shared/usecases/read-protection.ts';
import type { RegisterStep } from '../ports.ts';

/** About retraining, monitoring and publication: they decide about no pull request. */
const OF_OTHERS = /^(?:gate-retrain|promote|monitor|publish-predictions)(?:\.|$)/;

/** @throws ConflictError EVIDENCE_STALE that names the keys. Costs nothing for the first run of a push. */
export async function requireSameKeys(step: RegisterStep, pull: PullRequest): Promise<void> {
  const { inputs, context, ports } = step;
  const isLate = context.runAttempt > 1 || inputs.pullRequest !== undefined || inputs.runId !== undefined;
  if (!isLate || pull.mergeCommit === undefined) return;
  const branch = await ports.repositories.defaultBranch();
  const compared = await ports.contents.compare(pull.mergeCommit, `refs/heads/${branch}`);
  const newest = compared?.commits.at(-1);
  if (compared === undefined || newest === undefined) return;
  const { isComplete, paths } = compared.changedFiles;
  if (isComplete && !paths.includes(configPathOf(inputs.configPath))) return;
  const [then, now] = [await readConfig(step, pull.mergeCommit), await readConfig(step, newest)];
  if (then.kind !== 'configured') return;
  const keys =
    now.kind === 'configured'
      ? compareWithBase(then, now.config)
          .map(({ key }) => key)
          .filter((key) => !OF_OTHERS.test(key))
      : ['the model itself'];
  if (keys.length === 0) return;
  throw new ConflictError(
    'EVIDENCE_STALE',
    `#${pull.number}: expected that ${branch} decides as it did when it was merged, got other values since for ${keys.join(', ')}`,
    { hint: 'propose the model again in a pull request: it is evaluated by the configuration of now' },
  );
}

async function readConfig(
  { inputs, model, config, ports }: RegisterStep,
  commit: string,
): Promise<BaseConfig> {
  return await readBaseConfig(ports, { commit, configPath: inputs.configPath, model, config });
}
