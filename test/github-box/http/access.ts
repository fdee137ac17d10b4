/** Who asks, which repository they may see, and whether their token is enough. */
import type { IncomingMessage } from 'node:http';
import { canWrite, type Repository, type Role, roleOf } from '../state/repository.ts';
import { type Actor, ANONYMOUS, formatNeeds, isGranted, type Needs } from '../state/tokens.ts';
import type { World } from '../state/world.ts';
import { notFound, refuse } from './reply.ts';
import type { Match } from './router.ts';

export interface RequestAccess {
  readonly actor: Actor;
  readonly repository: Repository | undefined;
  require(needs: readonly Needs[]): void;
  isAllowed(needs: Needs): boolean;
  /** Sent with every reply of the route. */
  replyHeaders(): Readonly<Record<string, string>>;
}

/** Bearer, `token`, and basic with the token as password; scheme names know no case. */
export function readToken(request: IncomingMessage): string | undefined {
  const [scheme = '', value = ''] = (request.headers.authorization ?? '').split(' ', 2);
  switch (scheme.toLowerCase()) {
    case 'bearer':
    case 'token':
      return value;
    case 'basic':
      return Buffer.from(value, 'base64').toString().split(':').slice(1).join(':');
    default:
      return undefined;
  }
}

export function authenticate(world: World, request: IncomingMessage): Actor | undefined {
  const token = readToken(request);
  return token === undefined ? undefined : world.tokens.find(token);
}

/** @throws Refusal 401 for a token that was never issued, 404 for a repository that the actor may not see. */
export function createAccess(world: World, request: IncomingMessage, match: Match): RequestAccess {
  const actor = authenticate(world, request);
  if (actor === undefined && readToken(request) !== undefined) throw refuse(401, 'Bad credentials');
  return accessOf(actor ?? ANONYMOUS, findVisible(world, actor ?? ANONYMOUS, match), match.route.needs);
}

function findVisible(world: World, actor: Actor, match: Match): Repository | undefined {
  const { owner, repo } = match.params;
  if (owner === undefined || repo === undefined) return undefined;
  const repository = world.findRepository(`${owner}/${repo}`);
  if (repository === undefined || !isVisible(actor, repository)) throw notFound();
  return repository;
}

/** Public, or the token's own repository, or one of the person's. */
export function isVisible(actor: Actor, repository: Repository): boolean {
  if (!repository.private) return true;
  return actor.type === 'bot'
    ? actor.repository === repository.fullName
    : roleOf(repository, actor.login) !== undefined;
}

function accessOf(
  actor: Actor,
  repository: Repository | undefined,
  declared: readonly Needs[],
): RequestAccess {
  const accepted = formatNeeds(declared);
  const headers = accepted === '' ? {} : { 'x-accepted-github-permissions': accepted };
  const isAllowed = (needs: Needs): boolean => isEnough(actor, repository, needs);
  return {
    actor,
    repository,
    isAllowed,
    replyHeaders: () => headers,
    require: (needs) => {
      if (needs.length === 0 || needs.some(isAllowed)) return;
      if (actor.token === undefined) throw refuse(401, 'Requires authentication');
      throw denial(actor, repository, needs);
    },
  };
}

function denial(actor: Actor, repository: Repository | undefined, needs: readonly Needs[]): Error {
  const headers = { 'x-accepted-github-permissions': formatNeeds(needs) };
  if (actor.type === 'bot') return refuse(403, 'Resource not accessible by integration', headers);
  if (actor.permissions !== undefined) {
    return refuse(403, 'Resource not accessible by personal access token', headers);
  }
  return repository === undefined
    ? refuse(403, 'Forbidden', headers)
    : refuse(403, 'Must have push access to repository', headers);
}

/** May this token do that here? Reading what is public needs no permission. */
export function isEnough(actor: Actor, repository: Repository | undefined, needs: Needs): boolean {
  const reads = Object.values(needs).every((access) => access === 'read');
  if (reads && repository?.private === false) return true;
  if (actor.type === 'bot') {
    return actor.repository === repository?.fullName && isGranted(actor.permissions ?? {}, needs);
  }
  const role = repository === undefined ? 'admin' : roleOf(repository, actor.login);
  if (!isRoleEnough(role, reads, needs)) return false;
  return actor.permissions === undefined || isGranted(actor.permissions, needs);
}

/** Anyone who can read may open issues, comment and open pull requests. */
function isRoleEnough(role: Role | undefined, reads: boolean, needs: Needs): boolean {
  if (role === undefined) return false;
  const social = Object.keys(needs).every((name) => name === 'issues' || name === 'pull-requests');
  return reads || social || canWrite(role);
}
