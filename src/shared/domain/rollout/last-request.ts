/**
 * Whether a deployment was overtaken: by a move of its stage, or by a deployment that was requested later. The last
 * request counts. One that names a version wants that version; one that follows a stage wants what the stage names now.
 */
import { isFinal, readPayload, type KnownDeployment } from './known-deployments.ts';

/** What a deployment is asked for. */
export type Wanted =
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'stage'; readonly stage: string };

export interface OwnRequest {
  readonly deploymentId: number;
  readonly wanted: Wanted;
}

/** @param known deployments of the model to the environment, in any order. */
export function findLastRequest(own: OwnRequest, known: readonly KnownDeployment[]): Wanted {
  const [last] = known
    .filter(({ record, status }) => record.id > own.deploymentId && !isFinal(status?.state))
    .sort((left, right) => right.record.id - left.record.id);
  const payload = last && readPayload(last.record);
  if (payload === undefined) return own.wanted;
  const { stage, version } = payload;
  return stage === undefined ? { kind: 'version', version } : { kind: 'stage', stage };
}
