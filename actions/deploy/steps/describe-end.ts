/** What happened, as the outcome of the step and as `deployment.json`. */
import type { Deployment } from '../../../src/shared/domain/documents/deployment.ts';
import type { PhaseDetail } from '../../../src/shared/domain/documents/phase.ts';
import { renderImageName, type PinnedImage } from '../../../src/shared/domain/kernel/image-reference.ts';
import { findVersionDoubts } from '../../../src/shared/domain/registry/version-doubts.ts';
import { describeDeployment, type Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import type { InService } from '../../../src/shared/domain/rollout/known-deployments.ts';
import type { RunningService } from '../../../src/shared/ports/serving.ts';
import type { Ended, Unchanged } from '../outcome.ts';
import type { Deployable } from './deployable.ts';
import type { PreparedImage } from './prepare-image.ts';
import type { RolloutResult } from './roll-out.ts';

export function describeUnchanged(deployable: Deployable, { deploymentId }: InService): Unchanged {
  const { environment, settings, model, image } = deployable;
  const { model: name, version, modelDigest } = model.document;
  const identity = { model: name, version, modelDigest, environment, deploymentId };
  return { kind: 'unchanged', ...identity, image: image?.pinned, url: settings.service?.url };
}

export interface End {
  readonly result: RolloutResult;
  readonly previous: RunningService | undefined;
  readonly deploymentId: number;
}

export function describeEnd(deployable: Deployable, end: End): Ended {
  const { settings, model, image } = deployable;
  return {
    kind: 'ended',
    document: documentOf(deployable, end),
    image: image?.pinned,
    url: settings.service?.url,
    releaseUrl: model.releaseUrl,
    doubts: findVersionDoubts(model.document),
    logs: end.result.logs,
  };
}

function documentOf(deployable: Deployable, { result, previous, deploymentId }: End): Deployment {
  const { stage, environment, settings, strategy, model, image } = deployable;
  const { model: name, version, modelDigest } = model.document;
  return describeDeployment({
    model: name,
    version,
    modelDigest,
    modelDocument: model.documentDigest,
    ...(stage !== undefined && { stage }),
    environment,
    target: settings.kind,
    strategy,
    ...(image && { image: describeImage(image) }),
    ...(previous && { previous: describePrevious(previous) }),
    phases: [...preparation(deployable), ...result.phases],
    deploymentId,
  });
}

function preparation({ model, image }: Deployable): readonly Phase[] {
  const files = model.document.files.length;
  return [
    { name: 'verify', outcome: 'ok', detail: { code: 'files-verified', files } },
    image === undefined
      ? { name: 'image', outcome: 'skipped', detail: { code: 'image-not-requested' } }
      : { name: 'image', outcome: 'ok', detail: describePushed(image.pinned) },
  ];
}

function describePushed(pinned: PinnedImage): PhaseDetail {
  return { code: 'image-in-registry', repository: renderImageName(pinned), digest: pinned.digest };
}

function describeImage({ pinned, base }: PreparedImage): Deployment['image'] {
  return { repository: renderImageName(pinned), digest: pinned.digest, ...(base && { base }) };
}

function describePrevious({ version, imageDigest }: RunningService): Deployment['previous'] {
  return { ...(version !== undefined && { version }), ...(imageDigest !== undefined && { imageDigest }) };
}
