/** Wires every GitHub port to one client: the one place that `main.ts` has to know. */
import type { RepositoryName } from '../../domain/kernel/platform.ts';
import type {
  Artifacts,
  ArtifactUploads,
  Branches,
  Comments,
  Contents,
  Deployments,
  Issues,
  Ledger,
  LedgerEvents,
  OwnPullRequests,
  People,
  PullRequests,
  Releases,
  Repositories,
  Statuses,
  Tags,
  Workflows,
  WritePlan,
} from '../../ports/github.ts';
import type { FileCache } from '../../ports/workspace.ts';
import type { Clock, Log } from '../../ports/runner.ts';
import { createScratch } from '../files/scratch.ts';
import { createArtifactUploads } from './actions/artifact-uploads.ts';
import { createArtifacts } from './actions/artifacts.ts';
import type { RetryPolicy } from '../http/retry.ts';
import { createBranches } from './git/branches.ts';
import { createClient } from './transport/client.ts';
import { createComparisons } from './git/comparisons.ts';
import { createContents } from './git/contents.ts';
import { createComments } from './conversation/comments.ts';
import { createDeployments } from './deployments.ts';
import { createDryExchange } from './transport/dry-exchange.ts';
import { createExchange, type Exchange } from './transport/exchange.ts';
import { createFileCache } from './actions/file-cache.ts';
import { createIdentity } from './transport/identity.ts';
import { createIssues } from './conversation/issues.ts';
import { createLedger } from './git/ledger.ts';
import { createLedgerEvents } from './git/ledger-events.ts';
import { createOwnPullRequests } from './conversation/own-pull-requests.ts';
import { createPeople } from './people.ts';
import { createPullRequests } from './conversation/pull-requests.ts';
import { createReleases } from './releases/releases.ts';
import { createRepositories, createSettings } from './git/repositories.ts';
import { createStatuses } from './conversation/statuses.ts';
import { createTags } from './git/tags.ts';
import { createWorkflows } from './actions/workflows.ts';

export interface GitHubOptions {
  /** Root of the REST API, such as `https://api.github.com` or `https://HOST/api/v3`. */
  readonly apiUrl: string;
  /** Address of the GraphQL API, such as `https://api.github.com/graphql` or `https://HOST/api/graphql`. */
  readonly graphqlUrl: string;
  readonly token: string;
  readonly repository: RepositoryName;
  readonly clock: Clock;
  readonly log: Log;
  /** `RUNNER_TEMP`: downloads that have to be unpacked go there. */
  readonly tempDir: string;
  /** Time limit of one attempt; transfers get more, by their size. */
  readonly timeoutMs?: number;
  /** Uniform in [0, 1): the jitter of the back-off. */
  readonly random?: () => number;
  /** Then nothing is written, and `writePlan` says what would have been. */
  readonly isDry?: boolean;
}

export interface GitHub {
  readonly artifacts: Artifacts;
  readonly artifactUploads: ArtifactUploads;
  readonly branches: Branches;
  readonly comments: Comments;
  readonly contents: Contents;
  readonly deployments: Deployments;
  readonly fileCache: FileCache;
  readonly issues: Issues;
  readonly ledger: Ledger;
  readonly ledgerEvents: LedgerEvents;
  readonly ownPullRequests: OwnPullRequests;
  readonly people: People;
  readonly pullRequests: PullRequests;
  readonly releases: Releases;
  readonly repositories: Repositories;
  readonly statuses: Statuses;
  readonly tags: Tags;
  readonly workflows: Workflows;
  readonly writePlan: WritePlan;
}

const ATTEMPT_TIMEOUT_MS = 30_000;

/** Makes no request and loads no library before the first call of a port. */
export function createGitHub(options: GitHubOptions): GitHub {
  const {
    clock,
    graphqlUrl,
    log,
    repository,
    random = Math.random,
    timeoutMs = ATTEMPT_TIMEOUT_MS,
  } = options;
  const apiUrl = options.apiUrl.replace(/\/+$/, '');
  const policy: RetryPolicy = { clock, log, random };
  const { exchange, plan } = openExchange({ ...options, apiUrl });
  const gitUrl = gitUrlOf(apiUrl, repository);
  const client = createClient({ ...policy, exchange, repository, apiUrl, graphqlUrl, gitUrl, timeoutMs });
  const identity = createIdentity(client);
  const settings = createSettings(client);
  const comparisons = createComparisons(client);
  return {
    artifacts: createArtifacts(client, createScratch(options.tempDir)),
    artifactUploads: options.isDry === true ? createDryUploads(plan) : createArtifactUploads(),
    branches: createBranches(client, policy),
    comments: createComments(client, identity),
    contents: createContents(client, comparisons),
    deployments: createDeployments(client, identity),
    fileCache: createFileCache(log),
    issues: createIssues(client, identity),
    ledger: createLedger(client, policy, settings),
    ledgerEvents: createLedgerEvents(client),
    ownPullRequests: createOwnPullRequests(client, identity),
    people: createPeople(client),
    pullRequests: createPullRequests(client, settings),
    releases: createReleases(client, identity),
    repositories: createRepositories(client, settings, comparisons),
    statuses: createStatuses(client),
    tags: createTags(client),
    workflows: createWorkflows(client, identity),
    writePlan: plan,
  };
}

function openExchange({ apiUrl, token, graphqlUrl, isDry = false }: GitHubOptions): {
  readonly exchange: Exchange;
  readonly plan: WritePlan;
} {
  const exchange = createExchange({ apiUrl, token });
  const dry = isDry ? createDryExchange(exchange, graphqlUrl) : undefined;
  return { exchange: dry ?? exchange, plan: dry ?? { calls: () => [], note: () => undefined } };
}

/** The artifact service has no route of the API. */
function createDryUploads(plan: WritePlan): ArtifactUploads {
  return {
    upload: async (name) => {
      plan.note({ method: 'POST', path: 'artifacts of the run', purpose: `upload the artifact ${name}` });
      return await Promise.resolve({ id: 0, sizeBytes: 0 });
    },
  };
}

/** `https://api.github.com` has its repositories at `https://github.com`, and `https://HOST/api/v3` at `https://HOST`. */
function gitUrlOf(apiUrl: string, { owner, name }: RepositoryName): string {
  const server = apiUrl.replace(/\/api\/v3$/, '').replace(/^(https?:\/\/)api\./, '$1');
  return `${server}/${owner}/${name}.git`;
}
