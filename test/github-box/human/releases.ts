/** What a person does on the page "Draft a new release". */
import { isoDate } from '../clock.ts';
import { createRef, markCreated, readRef } from '../git/refs.ts';
import { resolveCommit } from '../rest/resolve.ts';
import type { ReleaseRecord } from '../state/records.ts';
import { writeRules } from '../state/rules.ts';
import type { World } from '../state/world.ts';
import { requireRepository } from './commits.ts';

/** "Create new tag on publish" makes a lightweight tag: it has no tagger and no message. */
export async function publishReleaseAs(
  world: World,
  options: {
    readonly repository: string;
    readonly tag: string;
    readonly by: string;
    /** Branch or commit of a new tag; the default branch by default. */
    readonly target?: string;
    readonly name?: string;
  },
): Promise<ReleaseRecord> {
  const repository = requireRepository(world, options.repository);
  const target = options.target ?? repository.defaultBranch;
  const ref = `refs/tags/${options.tag}`;
  const now = isoDate(world.clock.tick());
  if ((await readRef(repository.git, ref)) === undefined) {
    const commit = await resolveCommit(repository, target);
    if (commit === undefined) throw new RangeError(`publishRelease: expected a target, got ${target}`);
    await createRef(repository.git, ref, commit.sha);
    markCreated(repository.git, ref, world.clock.now());
  }
  const release: ReleaseRecord = {
    id: world.nextId(),
    author: options.by,
    createdAt: now,
    tagName: options.tag,
    targetCommitish: target,
    name: options.name ?? options.tag,
    body: null,
    draft: false,
    prerelease: false,
    immutable: repository.immutableReleases,
    makeLatest: 'true',
    publishedAt: now,
    updatedAt: now,
    assets: [],
  };
  repository.releases.push(release);
  await writeRules(repository);
  return release;
}
