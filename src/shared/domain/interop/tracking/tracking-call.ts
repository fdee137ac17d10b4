/** What every call of the server of tracking gets, and what it returns: the body of a reply with status 200. */
import type { CallFields, CallObject } from './call-fields.ts';
import type { TrackedState } from './tracked-state.ts';

export interface CallRequest {
  readonly fields: CallFields;
  readonly state: TrackedState;
  readonly nowMs: number;
  /** Parts of the path that name something, such as the id of a logged model. */
  readonly names: readonly string[];
}

/** @throws TrackingRefusal */
export type CallHandler = (request: CallRequest) => CallObject;
