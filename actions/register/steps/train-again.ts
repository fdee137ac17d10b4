/** What comes after a refusal that only new evidence can heal. */
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { RegisterStep } from '../ports.ts';

/** Codes after which training on the merged code is the answer (docs/lifecycle.md#stale-evidence). */
const HEALED_BY_TRAINING = ['EVIDENCE_STALE', 'CHAMPION_MOVED'];

/**
 * The command that makes new evidence: the configured retraining. Without one, the run that made expired
 * evidence can make it again; for anything else its tree is the wrong one.
 */
export async function trainAgainCommand(
  step: RegisterStep,
  refusal: StewardError,
  runId: number,
): Promise<string | undefined> {
  const { model, ports } = step;
  const repository = repositoryOf(step.context);
  if (![...HEALED_BY_TRAINING, 'EVIDENCE_EXPIRED', 'FORK'].includes(refusal.code)) return undefined;
  if (model.config.retrain !== undefined) {
    const branch = await ports.repositories.defaultBranch();
    return `gh workflow run ${model.config.retrain.workflow} --repo ${repository} --ref ${branch}`;
  }
  return refusal.code === 'EVIDENCE_EXPIRED' ? `gh run rerun ${runId} --repo ${repository}` : undefined;
}

/**
 * Starts retraining where the configuration names its workflow, unless one is under way.
 * @returns a sentence about it; undefined when nothing was started. Never throws: the refusal is the news.
 */
export async function startRetraining(
  { model, ports }: RegisterStep,
  refusal: StewardError,
): Promise<string | undefined> {
  const workflow = model.config.retrain?.workflow;
  if (workflow === undefined || !HEALED_BY_TRAINING.includes(refusal.code)) return undefined;
  try {
    if ((await ports.workflows.activeRuns(workflow)).length > 0) return `\`${workflow}\` is running already.`;
    await ports.workflows.dispatch(workflow, await ports.repositories.defaultBranch(), {});
    return `\`${workflow}\` was started: it trains on the merged code.`;
  } catch (error) {
    if (!(error instanceof StewardError)) throw error;
    ports.log.warning(`retraining was not started: ${error.message}`);
    return undefined;
  }
}
