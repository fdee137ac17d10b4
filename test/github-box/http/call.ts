/** What a route gets: the request after authentication, permission and validation, and the world to act on. */
import type { Actor, Needs } from '../state/tokens.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import type { FaultKind } from './faults.ts';

export interface Call {
  readonly world: World;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON body, already checked against the API description; `{}` when there was none. */
  readonly body: unknown;
  /** The bytes of a body that is not JSON. */
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly actor: Actor;
  /** The repository in the path. @throws when the template names none. */
  readonly repository: Repository;
  /** Address of this request, for links to other pages. */
  readonly url: URL;
  /** The fault that was planned for this request, for the one route that has to act on it. */
  readonly fault: FaultKind | undefined;
  /** Lists hold what was created up to then; undefined: everything. */
  readonly listedUntil: Date | undefined;
  /** Refuses as GitHub does unless the token has one of `needs`: for permissions that depend on the object. */
  require(needs: readonly Needs[]): void;
  isAllowed(needs: Needs): boolean;
}

/** A path parameter that is a number. */
export function numberParam(call: Call, name: string): number {
  return Number(call.params[name]);
}

export function param(call: Call, name: string): string {
  return call.params[name] ?? '';
}
