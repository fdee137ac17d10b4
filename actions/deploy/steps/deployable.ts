/** What is deployed, and where: a version that is resolved and verified, with its image prepared. */
import type { DeployedVersion } from '../../../src/shared/domain/rollout/known-deployments.ts';
import type { FetchedModel } from './fetch-model.ts';
import type { PreparedImage } from './prepare-image.ts';
import type { Resolved } from './resolve.ts';

export interface Deployable extends Resolved {
  readonly model: FetchedModel;
  /** Undefined when none is made. */
  readonly image: PreparedImage | undefined;
}

export function deployedVersionOf({ model, image }: Deployable): DeployedVersion {
  const { version, modelDigest } = model.document;
  return { version, modelDigest, image: image?.pinned };
}
