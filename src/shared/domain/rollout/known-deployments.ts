/**
 * What GitHub's deployments say about what is in service, and what a deployment has to leave there: GitHub's
 * "auto_inactive" does not apply to production environments.
 * https://docs.github.com/en/rest/deployments/statuses#create-a-deployment-status
 */
import { z } from 'zod';
import type { Deployment } from '../documents/deployment.ts';
import { nameField, sha256Field, versionField } from '../documents/fields.ts';
import { targetKinds } from '../kernel/names.ts';
import { readPinnedImage, renderPinnedImage, type PinnedImage } from '../kernel/image-reference.ts';
import type { DeploymentRecord, DeploymentState, DeploymentStatus } from '../kernel/platform.ts';

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
  /** The stage that the deployment follows; absent when a version was named. */
  stage: nameField.optional(),
  target: z.enum(targetKinds).optional().catch(undefined),
  /** Digest of the version's `model.json`. */
  modelDocument: sha256Field.optional(),
  run: z.number().int().optional(),
  attempt: z.number().int().optional(),
  /** The newest commit of the ledger when it began. */
  ledger: z.string().optional(),
  /** From 2: a deployment that was overtaken has started again. */
  round: z.number().int().optional(),
});

export type DeploymentPayload = z.infer<typeof deploymentPayloadSchema>;

export function renderPayload(
  { version, modelDigest, image }: DeployedVersion,
  origin: Omit<DeploymentPayload, 'version' | 'modelDigest' | 'image'> = {},
): DeploymentPayload {
  return { version, modelDigest, ...(image && { image: renderPinnedImage(image) }), ...origin };
}

/** @returns undefined for a payload that another tool wrote. */
export function readPayload({ payload }: DeploymentRecord): DeploymentPayload | undefined {
  return deploymentPayloadSchema.safeParse(decodePayload(payload)).data;
}

/** A deployment with its latest status; undefined before its first one. */
export interface KnownDeployment {
  readonly record: DeploymentRecord;
  readonly status: DeploymentStatus | undefined;
}

export interface InService extends DeployedVersion {
  readonly deploymentId: number;
  /** False when another deployment may have put something else into service since. */
  readonly certain: boolean;
}

/** Deployments of several models may share an environment: the task distinguishes them. */
export function deploymentTask(model: string): string {
  return `deploy:${model}`;
}

/**
 * The deployment whose success is newest: one that was overtaken ends last, and what ended last serves, whatever its id.
 * Where none is a success any more, it is the one that was so last: a deployment replaces another one by a success of its own,
 * and what else made it inactive has stopped no service.
 */
export function findInService(known: readonly KnownDeployment[]): InService | undefined {
  const [current = findMadeInactive(known)] = known.filter(isSuccess).sort(newestStatusFirst);
  const payload = current && readPayload(current.record);
  if (current === undefined || payload === undefined) return undefined;
  const { version, modelDigest, image } = payload;
  const certain =
    isSuccess(current) && known.every((other) => other === current || !mayHaveChanged(other, current));
  const deploymentId = current.record.id;
  return { version, modelDigest, image: readPinnedImage(image ?? ''), deploymentId, certain };
}

/** Of those that something else than a later success made inactive: the job's own `environment`, another workflow, a person. */
export function findMadeInactive(known: readonly KnownDeployment[]): BegunDeployment | undefined {
  if (known.some(isSuccess)) return undefined;
  const successOf = ({ status }: KnownDeployment): number => status?.successId ?? 0;
  const [last] = known
    .filter((one): one is BegunDeployment => one.status?.state === 'inactive' && successOf(one) > 0)
    .sort((left, right) => successOf(right) - successOf(left));
  return last;
}

/** One that has a status. */
export type BegunDeployment = KnownDeployment & { readonly status: DeploymentStatus };

function isSuccess(deployment: KnownDeployment): deployment is BegunDeployment {
  return deployment.status?.state === 'success';
}

/** By id, because times are whole seconds. */
function newestStatusFirst(left: BegunDeployment, right: BegunDeployment): number {
  return right.status.id - left.status.id;
}

/** Whether this deployment may have put something else into service after the success of `current`. */
function mayHaveChanged({ record, status }: KnownDeployment, current: BegunDeployment): boolean {
  const isLater = status !== undefined && status.id > current.status.id;
  switch (status?.state) {
    case 'success':
    case 'inactive':
      return false;
    case 'failure':
      // It went back to what served when it began, which may have been something else. Times are whole seconds.
      return isLater && record.createdAt <= current.status.createdAt;
    default:
      return isLater || record.id > current.record.id;
  }
}

/**
 * `failure`: what served before serves again, or nothing did. `error`: it is unknown what serves. `inactive`: another
 * version was wanted before this one took over.
 */
export function finalState({ outcome, phases }: Pick<Deployment, 'outcome' | 'phases'>): DeploymentState {
  if (outcome === 'deployed') return 'success';
  if (phases.some((phase) => phase.name === 'rollback' && phase.outcome === 'failed')) return 'error';
  return phases.some(({ detail }) => detail.code === 'overtaken') ? 'inactive' : 'failure';
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

/**
 * Ids of the deployments in service that this success replaces: those whose success is older. Of two that end at the same
 * time each sees the other one, and only the older may become inactive.
 */
export function supersededBy(
  { record, status: { id } }: BegunDeployment,
  known: readonly KnownDeployment[],
): readonly number[] {
  return known
    .filter(isSuccess)
    .filter((other) => other.record.id !== record.id && other.status.id < id)
    .map((other) => other.record.id);
}

/**
 * Earlier deployments without an end, whose runs were killed or are at work still. They become inactive before a later
 * one succeeds: one that succeeds in between is older then, and one that succeeds afterwards counts.
 */
export function unfinishedBefore(id: number, known: readonly KnownDeployment[]): readonly KnownDeployment[] {
  return known.filter(({ record, status }) => record.id < id && !hasEnded(status?.state));
}

/** Whether its own run is done with it: it serves, or it does not and never will. */
export function hasEnded(state: DeploymentState | undefined): boolean {
  return state === 'success' || isFinal(state);
}

/** States that GitHub's deployments end in when they are not in service. */
export function isFinal(state: DeploymentState | undefined): boolean {
  return state === 'inactive' || state === 'failure' || state === 'error';
}
