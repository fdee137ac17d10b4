/** One rollout in progress: what is started where, in which order, and what it can return to. */
import type { SignatureField } from '../../../src/shared/domain/documents/model-format.ts';
import type { Deployable } from './deployable.ts';
import { planRollout, type RolloutStep } from '../../../src/shared/domain/rollout/strategies/plan-rollout.ts';
import type {
  Candidate,
  RunningService,
  ServedVersion,
  ServiceTarget,
  StartRequest,
} from '../../../src/shared/ports/serving.ts';
import type { ServiceSettings } from '../../../src/shared/domain/rollout/serving-settings.ts';
import type { DeploymentRecord } from '../../../src/shared/domain/kernel/platform.ts';
import type { DeployPorts, DeployStep } from '../ports.ts';
import type { Service } from './find-service.ts';
import { findOvertaken, listNewer, type Overtaken } from './overtaken.ts';

/** How a service is verified. */
export interface Verifier {
  readonly createProbe: DeployPorts['probe'];
  readonly clock: DeployPorts['clock'];
  readonly settings: ServiceSettings;
}

interface CheckedRollout {
  /** Whether another version is wanted by now. */
  readonly findOvertaken: () => Promise<Overtaken | undefined>;
}

/** An image alone, which others start. */
export interface NothingToStart extends CheckedRollout {
  readonly kind: 'nothing-to-start';
}

interface RolloutRequest {
  /** Of this deployment. */
  readonly record: DeploymentRecord;
  readonly service: Service;
  readonly previous: ServedVersion | undefined;
}

/** Where a service is started. */
export interface Rollout extends CheckedRollout {
  readonly kind: 'service';
  readonly target: ServiceTarget;
  readonly verifier: Verifier;
  readonly plan: readonly RolloutStep[];
  readonly request: StartRequest;
  /** Text of the release's example input. */
  readonly example: string | undefined;
  /** What a request has by the signature of the model; undefined where it has none. */
  readonly inputs: readonly SignatureField[] | undefined;
  /** What served before. */
  readonly running: RunningService | undefined;
  /** Set once it was started. */
  candidate: Candidate | undefined;
}

export function createRollout(
  step: DeployStep,
  deployable: Deployable,
  { record, service, previous }: RolloutRequest,
): Rollout | NothingToStart {
  const { ports } = step;
  const { settings, strategy, model, image } = deployable;
  const { target, running } = service;
  const checked: CheckedRollout = {
    findOvertaken: async () =>
      await findOvertaken(step, deployable, { record, others: await listNewer(step, deployable, record) }),
  };
  if (target === undefined || settings.service === undefined) return { kind: 'nothing-to-start', ...checked };
  const { version, modelDigest } = model.document;
  return {
    kind: 'service',
    target,
    verifier: { createProbe: ports.probe, clock: ports.clock, settings: settings.service },
    plan: planRollout(strategy, target.capabilities),
    request: { version, modelDigest, image: image?.pinned, modelFolder: model.folder, previous },
    example: model.example,
    inputs: model.document.format?.inputs,
    running,
    ...checked,
    candidate: undefined,
  };
}

/** @throws RangeError for a plan that begins with something else than `start`. */
export function requireCandidate({ candidate }: Rollout): Candidate {
  if (candidate !== undefined) return candidate;
  throw new RangeError('rollout: expected the candidate to be started first, got a plan without that');
}
