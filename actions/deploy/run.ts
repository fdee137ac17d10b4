/**
 * The story of one deployment: resolve, fetch, image, record, push, then start, verify, shift and finish in the order of
 * the strategy. The record on GitHub begins before anything is pushed or started, and ends in a final state whatever
 * happens. A deployment that was overtaken, or that another one came between, starts again with what is wanted now
 * (docs/lifecycle.md#an-overtaken-deployment).
 */
import type { Wanted } from '../../src/shared/domain/rollout/last-request.ts';
import type { DeployOutcome } from './outcome.ts';
import type { DeployStep } from './ports.ts';
import { describeEmptyStage, describeRestart } from './report.ts';
import { describeEnd, describeUnchanged } from './steps/describe-end.ts';
import type { Deployable } from './steps/deployable.ts';
import { fetchModel } from './steps/fetch-model.ts';
import { fetchPrevious } from './steps/fetch-previous.ts';
import { finalizeDeployment, retireReplaced } from './steps/finalize-deployment.ts';
import { completeMergedLedger } from './steps/complete-ledger.ts';
import { enterMissing, findLastDeployment } from './steps/enter-ledger.ts';
import { findRecorded, findService, findUnchanged, type Service } from './steps/find-service.ts';
import { finishRollout } from './steps/finish-rollout.ts';
import { movedTooOften, type Again } from './steps/overtaken.ts';
import { prepareImage } from './steps/prepare-image.ts';
import { pushImage } from './steps/push-image.ts';
import { createDeployment, markOnFailure } from './steps/record-deployment.ts';
import { requireFirstTime } from './steps/require-first-time.ts';
import { requireMerged } from './steps/require-merged.ts';
import { readWanted, resolve } from './steps/resolve.ts';
import { rollOut, type RolloutWork } from './steps/roll-out.ts';
import { createRollout } from './steps/rollout.ts';
import { shiftTraffic } from './steps/shift-traffic.ts';
import { startCandidate } from './steps/start-candidate.ts';
import { verifyService } from './steps/verify-service.ts';

/** Each round is lost to somebody who moved the stage, or deployed, during it. */
const MAX_ROUNDS = 3;

interface Round {
  readonly outcome: DeployOutcome;
  readonly again?: Again | undefined;
}

interface RoundRequest {
  readonly wanted: Wanted;
  /** From 1. */
  readonly round: number;
  /** Whether what is wanted is deployed although it seems to be in service. */
  readonly isForced: boolean;
}

/** @throws InputError, ServiceError, ConflictError before anything in service was touched; ConflictError CHAMPION_MOVED. */
export async function runDeploy(step: DeployStep): Promise<DeployOutcome> {
  let wanted = readWanted(step);
  let isForced = step.inputs.force;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const { outcome, again } = await runRound(step, { wanted, round, isForced });
    if (again === undefined) return outcome;
    step.ports.log.notice(describeRestart(step.model.name, again));
    ({ wanted } = again);
    isForced = step.inputs.force || again.kind === 'disturbed';
  }
  throw movedTooOften(step, MAX_ROUNDS);
}

async function runRound(step: DeployStep, { wanted, round, isForced }: RoundRequest): Promise<Round> {
  const resolved = await resolve(step, wanted);
  if (resolved.kind === 'empty-stage') {
    if (round === 1) await requireMerged(step);
    step.ports.log.notice(describeEmptyStage(resolved));
    return { outcome: resolved };
  }
  const recorded = await findRecorded(step, resolved);
  const last = findLastDeployment(step, recorded);
  if (round === 1) {
    requireFirstTime(step, wanted, recorded);
    await completeMergedLedger(step, recorded, last);
  }
  if (last !== undefined) await enterMissing(step, last);
  const model = await fetchModel(step.ports, resolved.tagged);
  const image = await prepareImage(step, resolved.settings.image, model);
  const deployable: Deployable = { ...resolved, model, image };
  const service = await findService(step, deployable, recorded);
  const unchanged = await findUnchanged(step, deployable, service);
  if (unchanged !== undefined && !isForced) {
    await retireReplaced(step, service);
    return { outcome: describeUnchanged(deployable, unchanged) };
  }
  return await deploy(step, deployable, { service, round });
}

async function deploy(
  step: DeployStep,
  deployable: Deployable,
  { service, round }: { readonly service: Service; readonly round: number },
): Promise<Round> {
  const previous = await fetchPrevious(step, deployable, service);
  const begun = await createDeployment(step, deployable, round);
  const { record } = begun;
  const push = { record, state: 'failure', purpose: 'push of the image' } as const;
  await markOnFailure(step, push, () => pushImage(step, deployable));
  const rollout = createRollout(step, deployable, { record, service, previous });
  const rollingOut = { record, state: 'error', purpose: 'rollout' } as const;
  // In the order of the strategy.
  const work: RolloutWork = {
    start: startCandidate,
    verify: verifyService,
    shift: shiftTraffic,
    finish: finishRollout,
  };
  const result = await markOnFailure(step, rollingOut, () => rollOut(rollout, work));
  const outcome = describeEnd(deployable, { result, previous: service.running, deploymentId: record.id });
  const again = await finalizeDeployment(step, deployable, { begun, service, outcome, round });
  return { outcome, again };
}
