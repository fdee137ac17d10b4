/**
 * What a deployment has to do, seen from what is in service: nothing, start for the first time, or replace.
 * And what it must leave behind on the platform, whose "auto_inactive" leaves production deployments alone.
 */
import { z } from 'zod';
import type { Deployment } from '../documents/deployment.ts';
import { sha256Field, versionField } from '../documents/fields.ts';
import type { DeploymentRecord, DeploymentState } from '../kernel/platform.ts';

/** What we store in a deployment, so that the next one knows what it replaces. */
export const deploymentPayloadSchema = z.object({
  version: versionField,
  modelDigest: sha256Field,
  /** `<registry>/<repository>@sha256:<hex>`, when there is an image. */
  image: z.string().optional(),
});

export type DeploymentPayload = z.infer<typeof deploymentPayloadSchema>;

/** A deployment with its latest state; undefined before its first status. */
export interface KnownDeployment {
  readonly record: DeploymentRecord;
  readonly state: DeploymentState | undefined;
}

export interface InService extends DeploymentPayload {
  readonly deploymentId: number;
  /** False when a later deployment ended nobody knows how, so that something else may be serving. */
  readonly certain: boolean;
}

/** Deployments of several models may share an environment: the task tells them apart. */
export function deploymentTask(model: string): string {
  return `deploy:${model}`;
}

/** The newest deployment that succeeded and was not replaced. @param known newest first */
export function findInService(known: readonly KnownDeployment[]): InService | undefined {
  const position = known.findIndex(({ state }) => state === 'success');
  const current = known[position];
  const payload = deploymentPayloadSchema.safeParse(decodePayload(current?.record.payload));
  if (current === undefined || !payload.success) return undefined;
  const certain = known.slice(0, position).every(({ state }) => state === 'failure' || state === 'inactive');
  return { ...payload.data, deploymentId: current.record.id, certain };
}

/** `failure` says that what served before serves again (or nothing did); `error` that nobody knows. */
export function finalState({ outcome, phases }: Pick<Deployment, 'outcome' | 'phases'>): DeploymentState {
  if (outcome === 'deployed') return 'success';
  const isLost = phases.some((phase) => phase.name === 'rollback' && phase.outcome === 'failed');
  return isLost ? 'error' : 'failure';
}

/** The API gives a payload back as it was sent, or as its text. */
function decodePayload(payload: unknown): unknown {
  if (typeof payload !== 'string') return payload;
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

/** Whether the next deployment would put the same bytes in the same place. */
export function isSameDeployment(current: DeploymentPayload, next: DeploymentPayload): boolean {
  return (
    current.version === next.version &&
    current.modelDigest === next.modelDigest &&
    current.image === next.image
  );
}

/** Ids of earlier deployments that `id` leaves without effect: those in service, and those that never ended. */
export function supersededBy(id: number, known: readonly KnownDeployment[]): readonly number[] {
  return known
    .filter(({ record, state }) => record.id < id && !isSettled(state))
    .map(({ record }) => record.id);
}

/** Nothing before an inactive deployment needs a look: whoever made it inactive settled those too. */
export function isSettled(state: DeploymentState | undefined): boolean {
  return state === 'inactive' || state === 'failure' || state === 'error';
}
