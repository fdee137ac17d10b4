/** The repository itself, who has which role, who the token is, and the rate limit. */
import { type Call, param } from '../http/call.ts';
import { listReply } from '../http/paginate.ts';
import { notFound, ok, refuse } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Role, roleOf } from '../state/repository.ts';
import { viewAccount } from '../view/account.ts';
import { viewFullRepository } from '../view/repository.ts';

const REPO = '/repos/{owner}/{repo}';

export const metaRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: REPO,
    needs: [],
    handle: (call) => ok(viewFullRepository(call.world, call.repository, call.actor.login)),
  },
  {
    method: 'GET',
    template: `${REPO}/collaborators`,
    needs: [],
    handle: async (call) => {
      if (call.actor.token === undefined) throw refuse(401, 'Requires authentication');
      return await listReply(call, collaboratorsOf(call), ([login, role]) => ({
        ...viewAccount(call.world, login),
        role_name: role,
        permissions: permissionsOf(role),
      }));
    },
  },
  {
    method: 'GET',
    template: `${REPO}/collaborators/{username}/permission`,
    needs: [],
    handle: (call) => {
      if (call.actor.token === undefined) throw refuse(401, 'Requires authentication');
      const login = param(call, 'username');
      const account = call.world.accounts.find(login);
      if (account === undefined) throw notFound();
      const role = roleOf(call.repository, login);
      const user = { ...viewAccount(call.world, login), role_name: role ?? 'none' };
      return ok({ permission: legacyPermission(role), role_name: role ?? 'none', user });
    },
  },
  {
    method: 'GET',
    template: '/user',
    needs: [],
    handle: (call) => {
      if (call.actor.token === undefined) throw refuse(401, 'Requires authentication');
      if (call.actor.type === 'bot') throw refuse(403, 'Resource not accessible by integration');
      const date = '2011-01-25T18:44:36Z';
      const nothing = { name: null, company: null, blog: '', location: null, email: null, bio: null };
      const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
      return ok({
        ...viewAccount(call.world, call.actor.login),
        ...nothing,
        ...counts,
        hireable: null,
        created_at: date,
        updated_at: date,
      });
    },
  },
  {
    method: 'GET',
    template: '/rate_limit',
    needs: [],
    handle: (call) => {
      const actor = call.actor.token === undefined ? undefined : call.actor;
      const core = call.world.limits.peek(actor, 'core');
      const graphql = call.world.limits.peek(actor, 'graphql');
      const search = { limit: 30, used: 0, remaining: 30, reset: core.reset };
      return ok({ resources: { core, search, graphql }, rate: core });
    },
  },
];

/** The organization that owns a repository is no collaborator; a person who does is one. */
function collaboratorsOf({ repository, query }: Call): readonly (readonly [string, Role])[] {
  const { owner, collaborators } = repository;
  const all = [...(owner.type === 'User' ? [[owner.login, 'admin'] as const] : []), ...collaborators];
  const wanted = query.get('permission') ?? 'pull';
  return all.filter(([, role]) =>
    Object.entries(permissionsOf(role)).some(([name, has]) => has && name === wanted),
  );
}

function permissionsOf(role: Role): Readonly<Record<string, boolean>> {
  const rank = ROLES.indexOf(role);
  return Object.fromEntries(PERMISSIONS.map((name, index) => [name, index <= rank]));
}

const ROLES: readonly Role[] = ['read', 'triage', 'write', 'maintain', 'admin'];
const PERMISSIONS = ['pull', 'triage', 'push', 'maintain', 'admin'] as const;

/** The field `permission` knows fewer words than the roles. */
function legacyPermission(role: Role | undefined): string {
  if (role === undefined) return 'none';
  return role === 'maintain' ? 'write' : role === 'triage' ? 'read' : role;
}
