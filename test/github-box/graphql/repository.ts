/** `repository` of GraphQL: one ref, refs by prefix, and objects by name. */
import { readCommit } from '../git/objects.ts';
import { listRefs, readRef, type Ref } from '../git/refs.ts';
import { isEnough, isVisible } from '../http/access.ts';
import type { Repository } from '../state/repository.ts';
import { type Json, nodeId } from '../view/links.ts';
import type { Asker } from './asker.ts';
import { type PageArguments, takeConnection } from './connection.ts';
import { viewObject, viewRef } from './objects.ts';
import { type PullsArguments, viewPullRequest, viewPullRequests } from './pull-request.ts';
import { FieldRefusal } from './refusal.ts';

/** @throws FieldRefusal for a repository that the token may not see, as for one that is not there. */
export function viewRepository(asker: Asker, { owner, name }: { owner: string; name: string }): Json {
  const repository = asker.world.findRepository(`${owner}/${name}`);
  if (repository === undefined || !isVisible(asker.actor, repository)) {
    throw new FieldRefusal(
      'NOT_FOUND',
      `Could not resolve to a Repository with the name '${owner}/${name}'.`,
    );
  }
  const { git } = repository;
  return {
    __typename: 'Repository',
    id: nodeId('Repository', repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: repository.fullName,
    isPrivate: repository.private,
    defaultBranchRef: async () => {
      requireContents(asker, repository);
      const ref = await readRef(git, `refs/heads/${repository.defaultBranch}`);
      return ref === undefined ? null : viewRef(git, ref, prefixOf(ref.name));
    },
    ref: async ({ qualifiedName }: { qualifiedName: string }) => {
      requireContents(asker, repository);
      const ref = await findRef(repository, qualifiedName);
      return ref === undefined ? null : viewRef(git, ref, prefixOf(ref.name));
    },
    refs: (options: RefsArguments) => {
      requireContents(asker, repository);
      return viewRefs(asker, repository, options);
    },
    object: ({ oid }: { oid: string }) => {
      requireContents(asker, repository);
      return viewObject(git, oid);
    },
    pullRequest: ({ number }: { number: number }) => viewPullRequest(asker, repository, number),
    pullRequests: (options: PullsArguments) => viewPullRequests(asker, repository, options),
  };
}

function requireContents({ actor }: Asker, repository: Repository): void {
  if (isEnough(actor, repository, { contents: 'read' })) return;
  throw new FieldRefusal('FORBIDDEN', 'Resource not accessible by integration');
}

/** `refs/tags/x`, or `x`, which is looked for among branches and tags. */
async function findRef(repository: Repository, name: string): Promise<Ref | undefined> {
  for (const full of [name, `refs/heads/${name}`, `refs/tags/${name}`]) {
    const ref = full.startsWith('refs/') ? await readRef(repository.git, full) : undefined;
    if (ref !== undefined) return ref;
  }
  return undefined;
}

function prefixOf(name: string): string {
  return /^refs\/[^/]+\//.exec(name)?.[0] ?? 'refs/';
}

interface RefsArguments extends PageArguments {
  readonly refPrefix: string;
  readonly query?: string | null;
  readonly orderBy?: { readonly field: 'ALPHABETICAL' | 'TAG_COMMIT_DATE'; readonly direction: Direction };
  readonly direction?: Direction | null;
}

type Direction = 'ASC' | 'DESC';

/** GitHub documents `query` as a filter "on name" and no more; users find that a part of the name is enough. */
async function viewRefs(
  { listedUntil }: Asker,
  repository: Repository,
  options: RefsArguments,
): Promise<Json> {
  const { refPrefix, query } = options;
  const below = await listRefs(repository.git, refPrefix, listedUntil);
  const found = below.filter((ref) => query == null || ref.name.slice(refPrefix.length).includes(query));
  const { field = 'ALPHABETICAL', direction } = options.orderBy ?? { direction: options.direction ?? 'ASC' };
  const sorted = field === 'ALPHABETICAL' ? found : await sortByCommitDate(repository, found);
  const { first, last, after, before } = options;
  return takeConnection('refs', direction === 'DESC' ? sorted.toReversed() : sorted, {
    page: { first, last, after, before },
    view: (ref) => viewRef(repository.git, ref, refPrefix),
  });
}

/** Of the commit below the tag, not of the tag: a tag that is made later for an old commit stands with that. */
async function sortByCommitDate(repository: Repository, refs: readonly Ref[]): Promise<readonly Ref[]> {
  const dated = await Promise.all(
    refs.map(async (ref) => ({
      ref,
      at: (await readCommit(repository.git, ref.sha))?.committer.date ?? '',
    })),
  );
  return dated
    .sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0))
    .map(({ ref }) => ref);
}
