/** Refs through the API: created once, moved forwards unless forced, listed by prefix. */
import { isAncestor } from '../git/ancestry.ts';
import {
  createRef,
  deleteRef,
  isRefName,
  listRefs,
  markCreated,
  moveRef,
  readRef,
  type Ref,
} from '../git/refs.ts';
import { type Call, param } from '../http/call.ts';
import { created, noContent, notFound, ok, refuse, unprocessable } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { Repository } from '../state/repository.ts';
import { checkChange, checkCreation } from '../state/rules.ts';
import type { World } from '../state/world.ts';
import { encodePath, type Json, nodeId } from '../view/links.ts';
import { repositoryUrl } from '../view/repository.ts';
import { syncPulls } from './pull-sync.ts';

const REPO = '/repos/{owner}/{repo}';

export const gitRefRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: `${REPO}/git/ref/{ref}`,
    needs: [{ contents: 'read' }],
    handle: async (call) => ok(viewRef(call.world, call.repository, await requireRef(call))),
  },
  {
    method: 'GET',
    template: `${REPO}/git/matching-refs/{ref}`,
    needs: [{ contents: 'read' }],
    handle: async (call) => {
      await requireHistory(call.repository);
      const prefix = `refs/${param(call, 'ref')}`;
      const refs = await listRefs(call.repository.git, prefix, call.listedUntil);
      // Not paged, however many there are: go-github#1567, google/go-github#3924.
      return ok(refs.map((ref) => viewRef(call.world, call.repository, ref)));
    },
  },
  { method: 'POST', template: `${REPO}/git/refs`, needs: [{ contents: 'write' }], handle: postRef },
  { method: 'PATCH', template: `${REPO}/git/refs/{ref}`, needs: [{ contents: 'write' }], handle: patchRef },
  {
    method: 'DELETE',
    template: `${REPO}/git/refs/{ref}`,
    needs: [{ contents: 'write' }],
    handle: async (call) => {
      const name = `refs/${param(call, 'ref')}`;
      if ((await readRef(call.repository.git, name)) === undefined) {
        throw unprocessable('Reference does not exist');
      }
      checkChange(call.repository, name);
      await deleteRef(call.repository.git, name);
      return noContent();
    },
  },
];

async function postRef(call: Call): Promise<ReturnType<typeof created>> {
  const { ref, sha } = call.body as { ref: string; sha: string };
  const { repository } = call;
  await requireHistory(repository);
  if (!/^refs\/[^/]+\/./.test(ref) || !isRefName(ref)) {
    throw unprocessable(`${ref} is not a valid ref name.`);
  }
  const object = /^[0-9a-f]{40}$/.test(sha) ? await repository.git.objects.read(sha) : undefined;
  if (object === undefined) throw unprocessable('Object does not exist');
  checkCreation(repository, ref);
  if (ref.startsWith('refs/heads/') && object.type !== 'commit') {
    throw unprocessable('Reference update failed');
  }
  if (!(await createRef(repository.git, ref, sha))) throw unprocessable('Reference already exists');
  markCreated(repository.git, ref, call.world.clock.now());
  await afterChange(call);
  const view = viewRef(call.world, repository, { name: ref, sha, type: object.type });
  return created(view, String(view.url));
}

async function patchRef(call: Call): Promise<ReturnType<typeof ok>> {
  const { sha, force = false } = call.body as { sha: string; force?: boolean };
  const { repository } = call;
  const name = `refs/${param(call, 'ref')}`;
  const current = await readRef(repository.git, name);
  if (current === undefined) throw unprocessable('Reference does not exist');
  const object = /^[0-9a-f]{40}$/.test(sha) ? await repository.git.objects.read(sha) : undefined;
  if (object === undefined) throw unprocessable('Object does not exist');
  checkChange(repository, name);
  if (!force && !(await isAncestor(repository.git, current.sha, sha))) {
    throw unprocessable('Update is not a fast forward');
  }
  if (!(await moveRef(repository.git, name, { from: current.sha, to: sha }))) {
    throw refuse(409, `Reference cannot be updated: ${name} moved`);
  }
  await afterChange(call);
  return ok(viewRef(call.world, repository, { name, sha, type: object.type }));
}

async function afterChange(call: Call): Promise<void> {
  call.repository.pushedAt = call.world.clock.now();
  await syncPulls(call.world, call.repository);
}

async function requireRef(call: Call): Promise<Ref> {
  await requireHistory(call.repository);
  const ref = await readRef(call.repository.git, `refs/${param(call, 'ref')}`);
  if (ref === undefined) throw notFound();
  return ref;
}

/** @throws Refusal 409, which git data answers in a repository without commits. */
export async function requireHistory(repository: Repository): Promise<void> {
  if ((await readRef(repository.git, `refs/heads/${repository.defaultBranch}`)) !== undefined) return;
  if ((await listRefs(repository.git, 'refs/')).length === 0) throw refuse(409, 'Git Repository is empty.');
}

function viewRef(world: World, repository: Repository, ref: Ref): Json {
  const url = repositoryUrl(world, repository);
  return {
    ref: ref.name,
    node_id: nodeId('Ref', ref.name),
    url: `${url}/git/${encodePath(ref.name)}`,
    object: { type: ref.type, sha: ref.sha, url: `${url}/git/${ref.type}s/${ref.sha}` },
  };
}
