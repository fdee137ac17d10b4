/** A repository: its settings, its git directory, and what its resources remember. */
import { createGitDirectory, type GitDirectory } from '../git/git-directory.ts';
import type { Account } from './accounts.ts';
import type {
  CommentRecord,
  DeploymentRecord,
  IssueRecord,
  LabelRecord,
  ReleaseRecord,
  ReviewRecord,
  RunRecord,
  StatusRecord,
  WorkflowRecord,
} from './records.ts';
import type { World } from './world.ts';

export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read';

export interface RepositoryOptions {
  readonly owner: string;
  readonly name: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly defaultBranch?: string;
  readonly ownerType?: 'User' | 'Organization';
  /** Releases are frozen when they are published. */
  readonly immutableReleases?: boolean;
  readonly hasIssues?: boolean;
  /** "Allow GitHub Actions to create and approve pull requests". */
  readonly actionsMayCreatePulls?: boolean;
  readonly collaborators?: Readonly<Record<string, Role>>;
  /** Patterns of full ref names that nobody may create, such as `refs/tags/*@v*`. */
  readonly restrictedRefs?: readonly string[];
}

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly fullName: string;
  readonly private: boolean;
  readonly description: string | null;
  readonly defaultBranch: string;
  readonly createdAt: Date;
  readonly git: GitDirectory;
  readonly parent: Repository | undefined;
  readonly collaborators: Map<string, Role>;
  readonly hasIssues: boolean;
  readonly actionsMayCreatePulls: boolean;
  immutableReleases: boolean;
  restrictedRefs: readonly string[];
  pushedAt: Date;
  /** Issues and pull requests share their numbers. */
  readonly issues: IssueRecord[];
  readonly comments: CommentRecord[];
  readonly reviews: ReviewRecord[];
  readonly labels: LabelRecord[];
  readonly statuses: StatusRecord[];
  readonly releases: ReleaseRecord[];
  /** Tags whose immutable release was deleted: their names are spent. */
  readonly burnedTags: Set<string>;
  readonly deployments: DeploymentRecord[];
  readonly workflows: WorkflowRecord[];
  readonly runs: RunRecord[];
}

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
    burnedTags: new Set(),
    deployments: [],
    workflows: [],
    runs: [],
  };
  for (const login of repository.collaborators.keys()) world.accounts.get(login);
  world.addRepository(repository);
  return repository;
}

export function roleOf(repository: Repository, login: string): Role | undefined {
  if (login !== '' && repository.owner.login.toLowerCase() === login.toLowerCase()) return 'admin';
  return repository.collaborators.get(login) ?? (repository.private ? undefined : 'read');
}

export function canWrite(role: Role | undefined): boolean {
  return role === 'admin' || role === 'maintain' || role === 'write';
}
