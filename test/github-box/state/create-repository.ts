/** A new repository with GitHub's default labels and nothing in it. */
import { createGitDirectory } from '../git/git-directory.ts';
import type { Repository, RepositoryOptions } from './repository.ts';
import type { World } from './world.ts';

const defaultLabels: readonly (readonly [string, string, string])[] = [
  ['bug', 'd73a4a', "Something isn't working"],
  ['documentation', '0075ca', 'Improvements or additions to documentation'],
  ['duplicate', 'cfd3d7', 'This issue or pull request already exists'],
  ['enhancement', 'a2eeef', 'New feature or request'],
  ['good first issue', '7057ff', 'Good for newcomers'],
  ['help wanted', '008672', 'Extra attention is needed'],
  ['invalid', 'e4e669', "This doesn't seem right"],
  ['question', 'd876e3', 'Further information is requested'],
  ['wontfix', 'ffffff', 'This will not be worked on'],
];

/** @param root folder of the bare repositories. */
export async function createRepository(
  world: World,
  options: RepositoryOptions,
  parent?: Repository,
): Promise<Repository> {
  const fullName = `${options.owner}/${options.name}`;
  if (world.findRepository(fullName) !== undefined) {
    throw new RangeError(`createRepository: expected a new name, got ${fullName}, which exists`);
  }
  const defaultBranch = options.defaultBranch ?? 'main';
  const createdAt = world.clock.tick();
  const repository: Repository = {
    id: world.nextId(),
    owner: world.accounts.get(options.owner, options.ownerType ?? 'Organization'),
    name: options.name,
    fullName,
    private: options.private ?? false,
    description: options.description ?? null,
    defaultBranch,
    createdAt,
    git: await createGitDirectory(world.gitRoot, fullName, defaultBranch),
    parent,
    collaborators: new Map(Object.entries(options.collaborators ?? {})),
    hasIssues: options.hasIssues ?? true,
    actionsMayCreatePulls: options.actionsMayCreatePulls ?? true,
    immutableReleases: options.immutableReleases ?? false,
    restrictedRefs: options.restrictedRefs ?? [],
    pushedAt: createdAt,
    issues: [],
    comments: [],
    reviews: [],
    labels: defaultLabels.map(([name, color, description]) => ({
      id: world.nextId(),
      name,
      color,
      description,
    })),
    statuses: [],
    releases: [],
    activities: [],
    formerNames: [],
    burnedTags: new Set(),
    signedCommits: new Set(),
    deployments: [],
    workflows: [],
    runs: [],
  };
  for (const login of repository.collaborators.keys()) world.accounts.get(login);
  world.addRepository(repository);
  return repository;
}
