/** What follows a refusal that needs new evidence. */
import type { ErrorCode, StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import type { RegisterStep } from '../ports.ts';

/** Codes after which the merged code has to be trained again (docs/lifecycle.md#stale-evidence). */
const FIXED_BY_TRAINING: ReadonlySet<ErrorCode> = new Set(['EVIDENCE_STALE', 'CHAMPION_MOVED']);
/** Codes after which the evidence has to be made again, by a retraining or by the run that made it. */
const FIXED_BY_EVIDENCE: ReadonlySet<ErrorCode> = new Set([...FIXED_BY_TRAINING, 'EVIDENCE_EXPIRED', 'FORK']);

/**
 * The command that creates new evidence: the configured retraining. Without one, expired evidence can be created again
 * by its own run; for every other refusal the tree of that run is the wrong one.
 */
export async function trainAgainCommand(
  step: RegisterStep,
  refusal: StewardError,
  runId: number,
): Promise<string | undefined> {
  const { model, ports } = step;
  const repository = repositoryOf(step.context);
  if (!FIXED_BY_EVIDENCE.has(refusal.code)) return undefined;
  if (model.config.retrain !== undefined) {
    const branch = await ports.repositories.defaultBranch();
    return `gh workflow run ${model.config.retrain.workflow} --repo ${repository} --ref ${branch}`;
  }
  return refusal.code === 'EVIDENCE_EXPIRED' ? `gh run rerun ${runId} --repo ${repository}` : undefined;
}

/**
 * Starts the retraining that the configuration names, unless it is running.
 * @returns a sentence about it; undefined when nothing was started. A failure is a warning: the refusal is the result.
 */
export async function startRetraining(
  { model, ports }: RegisterStep,
  refusal: StewardError,
): Promise<string | undefined> {
  const workflow = model.config.retrain?.workflow;
  if (workflow === undefined || !FIXED_BY_TRAINING.has(refusal.code)) return undefined;
  return await tryOrWarn(ports.log, 'retraining was not started', async () => {
    if ((await ports.workflows.activeRuns(workflow)).length > 0) return `\`${workflow}\` is already running.`;
    await ports.workflows.dispatch(workflow, await ports.repositories.defaultBranch(), {});
    return `\`${workflow}\` was started: it trains on the merged code.`;
  });
}
