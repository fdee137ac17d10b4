/** Wires every GitHub port to one client: the one place that `main.ts` has to know. */
import type { RepositoryName } from '../../domain/platform.ts';
import type {
  Artifacts,
  ArtifactUploads,
  Clock,
  Comments,
  Deployments,
  FileCache,
  Files,
  Issues,
  Ledger,
  Log,
  PullRequests,
  Releases,
  Repositories,
  Statuses,
  Tags,
  Workflows,
} from '../../ports.ts';
import { createArtifactUploads } from './artifact-uploads.ts';
import { createArtifacts } from './artifacts.ts';
import type { Patience } from './attempts.ts';
import { createClient } from './client.ts';
import { createComments } from './comments.ts';
import { createDeployments } from './deployments.ts';
import { createExchange } from './exchange.ts';
import { createFileCache } from './file-cache.ts';
import { createIdentity } from './identity.ts';
import { createIssues } from './issues.ts';
import { createLedger } from './ledger.ts';
import { createPullRequests } from './pull-requests.ts';
import { createReleases } from './releases.ts';
import { createRepositories } from './repositories.ts';
import { createStatuses } from './statuses.ts';
import { createTags } from './tags.ts';
import { createWorkflows } from './workflows.ts';

export interface GitHubOptions {
  /** Root of the REST API, such as `https://api.github.com` or `https://HOST/api/v3`. */
  readonly apiUrl: string;
  readonly token: string;
  readonly repository: RepositoryName;
  readonly clock: Clock;
  readonly log: Log;
  /** Makes the port onto a folder that an artifact was unpacked into. */
  readonly openFiles: (root: string) => Files;
  /** Time limit of one attempt; transfers get more, by their size. */
  readonly timeoutMs?: number;
  /** Uniform in [0, 1): the jitter of the back-off. */
  readonly random?: () => number;
}

export interface GitHub {
  readonly artifacts: Artifacts;
  readonly artifactUploads: ArtifactUploads;
  readonly comments: Comments;
  readonly deployments: Deployments;
  readonly fileCache: FileCache;
  readonly issues: Issues;
  readonly ledger: Ledger;
  readonly pullRequests: PullRequests;
  readonly releases: Releases;
  readonly repositories: Repositories;
  readonly statuses: Statuses;
  readonly tags: Tags;
  readonly workflows: Workflows;
}

const ATTEMPT_TIMEOUT_MS = 30_000;

/** Makes no request and loads no library before the first call of a port. */
export function createGitHub(options: GitHubOptions): GitHub {
  const { clock, log, repository, random = Math.random, timeoutMs = ATTEMPT_TIMEOUT_MS } = options;
  const apiUrl = options.apiUrl.replace(/\/+$/, '');
  const patience: Patience = { clock, log, random };
  const exchange = createExchange({ apiUrl, token: options.token });
  const client = createClient({ ...patience, exchange, repository, apiUrl, timeoutMs });
  const identity = createIdentity(client);
  return {
    artifacts: createArtifacts(client, options.openFiles),
    artifactUploads: createArtifactUploads(),
    comments: createComments(client, identity),
    deployments: createDeployments(client),
    fileCache: createFileCache(log),
    issues: createIssues(client, identity),
    ledger: createLedger(client, patience),
    pullRequests: createPullRequests(client),
    releases: createReleases(client),
    repositories: createRepositories(client),
    statuses: createStatuses(client),
    tags: createTags(client),
    workflows: createWorkflows(client, identity),
  };
}
