/**
 * What GitHub's deployments say about what is in service, and what a deployment has to leave there: GitHub's
 * "auto_inactive" does not apply to production environments.
 * https://docs.github.com/en/rest/deployments/statuses#create-a-deployment-status
 */
import { z } from 'zod';
import type { Deployment } from '../documents/deployment.ts';
import { sha256Field, versionField } from '../documents/fields.ts';
import { readPinnedImage, renderPinnedImage, type PinnedImage } from '../kernel/image-reference.ts';
import type { DeploymentRecord, DeploymentState } from '../kernel/platform.ts';

/** What is deployed: the same values, the same bytes in the same place. */
export interface DeployedVersion {
  readonly version: string;
  readonly modelDigest: string;
  readonly image: PinnedImage | undefined;
}

/** What is stored in a deployment, so that the next one knows what it replaces. */
const deploymentPayloadSchema = z.object({
  version: versionField,
  modelDigest: sha256Field,
  /** `<registry>/<repository>@sha256:<hex>`, when there is an image. */
  image: z.string().optional(),
});

export type DeploymentPayload = z.infer<typeof deploymentPayloadSchema>;

export function renderPayload({ version, modelDigest, image }: DeployedVersion): DeploymentPayload {
  return { version, modelDigest, ...(image && { image: renderPinnedImage(image) }) };
}

/** A deployment with its latest state; undefined before its first status. */
export interface KnownDeployment {
  readonly record: DeploymentRecord;
  readonly state: DeploymentState | undefined;
}

export interface InService extends DeployedVersion {
  readonly deploymentId: number;
  /** False when the end of a later deployment is unknown, so that something else may be serving. */
  readonly certain: boolean;
}

/** Deployments of several models may share an environment: the task distinguishes them. */
export function deploymentTask(model: string): string {
  return `deploy:${model}`;
}

/** The newest deployment that succeeded and was not replaced. @param known newest first */
export function findInService(known: readonly KnownDeployment[]): InService | undefined {
  const position = known.findIndex(({ state }) => state === 'success');
  const current = known[position];
  const payload = deploymentPayloadSchema.safeParse(decodePayload(current?.record.payload));
  if (current === undefined || !payload.success) return undefined;
  const { version, modelDigest, image } = payload.data;
  const certain = known.slice(0, position).every(({ state }) => state === 'failure' || state === 'inactive');
  const deploymentId = current.record.id;
  return { version, modelDigest, image: readPinnedImage(image ?? ''), deploymentId, certain };
}

/** `failure`: what served before serves again, or nothing did. `error`: it is unknown what serves. */
export function finalState({ outcome, phases }: Pick<Deployment, 'outcome' | 'phases'>): DeploymentState {
  if (outcome === 'deployed') return 'success';
  const isLost = phases.some((phase) => phase.name === 'rollback' && phase.outcome === 'failed');
  return isLost ? 'error' : 'failure';
}

/** The API returns a payload as it was sent, or as its JSON text. */
function decodePayload(payload: unknown): unknown {
  if (typeof payload !== 'string') return payload;
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

/** Whether the next deployment would put the same bytes in the same place. */
export function isSameDeployment(current: DeployedVersion, next: DeployedVersion): boolean {
  const [left, right] = [renderPayload(current), renderPayload(next)];
  return (
    left.version === right.version && left.modelDigest === right.modelDigest && left.image === right.image
  );
}

/** Ids of earlier deployments that `id` replaces: those in service, and those that never ended. */
export function supersededBy(id: number, known: readonly KnownDeployment[]): readonly number[] {
  return known
    .filter(({ record, state }) => record.id < id && !isFinal(state))
    .map(({ record }) => record.id);
}

/** States that GitHub's deployments end in when they are not in service. */
export function isFinal(state: DeploymentState | undefined): boolean {
  return state === 'inactive' || state === 'failure' || state === 'error';
}
