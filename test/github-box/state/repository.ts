/** A repository: its settings, its git directory, and what its resources remember. */
import type { GitDirectory } from '../git/git-directory.ts';
import type { Account } from './accounts.ts';
import type {
  ActivityRecord,
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
  /** Patterns of full ref names that cannot be created, such as `refs/tags/*@v*`. */
  readonly restrictedRefs?: readonly string[];
}

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly fullName: string;
  /** Full names before it was renamed or transferred: requests with them are redirected. */
  readonly formerNames: string[];
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
  /** Commits that the platform made, as its button does with a merge, and signed. */
  readonly signedCommits: Set<string>;
  /** What people pushed to branches, oldest first. */
  readonly activities: ActivityRecord[];
}

export function roleOf(repository: Repository, login: string): Role | undefined {
  if (login !== '' && repository.owner.login.toLowerCase() === login.toLowerCase()) return 'admin';
  return repository.collaborators.get(login) ?? (repository.private ? undefined : 'read');
}

export function canWrite(role: Role | undefined): boolean {
  return role === 'admin' || role === 'maintain' || role === 'write';
}
