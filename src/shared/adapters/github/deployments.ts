/** Deployments and their states. A deployment is identified by its payload, into which callers put the run and its attempt. */
import { z } from 'zod';
import { canonicalJson } from '../../domain/kernel/canonical-json.ts';
import {
  deploymentStates,
  type DeploymentRecord,
  type DeploymentState,
  type DeploymentStatus,
} from '../../domain/kernel/platform.ts';
import type { Deployments } from '../../ports/github.ts';
import { writerShape } from './conversation/author.ts';
import type { Call } from './transport/call.ts';
import type { GitHubClient } from './transport/client.ts';
import type { Author, Identity } from './transport/identity.ts';
import { MAX_DESCRIPTION_LENGTH } from '../../domain/kernel/platform.ts';

const deploymentShape = z
  .object({
    id: z.number(),
    sha: z.string(),
    ref: z.string(),
    task: z.string(),
    environment: z.string(),
    payload: z.unknown(),
    created_at: z.string(),
    creator: writerShape,
  })
  .transform((deployment): MadeDeployment => ({
    id: deployment.id,
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    environment: deployment.environment,
    payload: parsedPayload(deployment.payload),
    createdAt: deployment.created_at,
    creator: deployment.creator,
  }));

interface MadeDeployment extends Omit<DeploymentRecord, 'creator' | 'isByHand'> {
  readonly creator: Author;
}

const statusShape = z.object({
  id: z.number(),
  state: z.enum(deploymentStates),
  created_at: z.string(),
  description: z.string().nullish(),
  environment_url: z.string().nullish(),
  log_url: z.string().nullish(),
});

/** Newest first, so these are the newest; an environment can have many more. */
const MAX_LISTED = 100;

export function createDeployments(client: GitHubClient, identity: Identity): Deployments {
  const listMade = (environment: string, task: string): Promise<readonly MadeDeployment[]> =>
    client.list(
      {
        purpose: `list the deployments to ${environment}`,
        route: 'GET /repos/{owner}/{repo}/deployments',
        parameters: { environment, task },
        permission: 'deployments: read',
      },
      deploymentShape,
      { limit: MAX_LISTED },
    );
  /** Whose a person's is, costs a request; what an App or a workflow made, costs none. */
  const describe = async ({ creator, ...made }: MadeDeployment): Promise<DeploymentRecord> => ({
    ...made,
    creator: creator.login,
    isByHand: !creator.isBot && !(await identity.isOwn(creator)),
  });
  return {
    list: async (environment, task) => {
      const records: DeploymentRecord[] = [];
      for (const made of await listMade(environment, task)) records.push(await describe(made));
      return records;
    },
    status: (id) => findStatus(client, id),
    create: async ({ ref, task, environment, description, payload }) => {
      const call: Call = {
        purpose: `create the deployment of ${ref} to ${environment}`,
        route: 'POST /repos/{owner}/{repo}/deployments',
        // The defaults of the first two merge the default branch into `ref` and require all statuses to succeed.
        parameters: {
          ref,
          task,
          environment,
          description,
          payload,
          auto_merge: false,
          required_contexts: [],
        },
        permission: 'deployments: write',
      };
      const created = await client.create(call, deploymentShape, async () =>
        (await listMade(environment, task)).find(
          (deployment) =>
            deployment.ref === ref && canonicalJson(deployment.payload) === canonicalJson(payload),
        ),
      );
      identity.learn(created.creator);
      return await describe(created);
    },
    setState: (id, state, detail) => setState(client, id, { state, ...detail }),
  };
}

async function findStatus(client: GitHubClient, deploymentId: number): Promise<DeploymentStatus | undefined> {
  const [latest, ...before] = await newestStatuses(client, deploymentId);
  if (latest === undefined) return undefined;
  const success = [latest, ...before].find(({ state }) => state === 'success');
  return { ...describeStatus(latest), ...(success !== undefined && { successId: success.id }) };
}

function describeStatus({ id, state, created_at: createdAt }: z.infer<typeof statusShape>): DeploymentStatus {
  return { id, state, createdAt };
}

async function setState(
  client: GitHubClient,
  id: number,
  wanted: {
    readonly state: DeploymentState;
    readonly description: string;
    readonly environmentUrl?: string;
    readonly logUrl?: string;
  },
): Promise<DeploymentStatus> {
  const fields = {
    state: wanted.state,
    description: wanted.description.slice(0, MAX_DESCRIPTION_LENGTH),
    ...(wanted.environmentUrl === undefined ? {} : { environment_url: wanted.environmentUrl }),
    ...(wanted.logUrl === undefined ? {} : { log_url: wanted.logUrl }),
  };
  const call: Call = {
    purpose: `set deployment ${id} to ${wanted.state}`,
    route: 'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
    parameters: { deployment_id: id, auto_inactive: true, ...fields },
    permission: 'deployments: write',
  };
  const set = await client.create(call, statusShape, async () => {
    const [latest] = await newestStatuses(client, id);
    return latest?.state === fields.state && latest.description === fields.description ? latest : undefined;
  });
  return describeStatus(set);
}

/** A success is followed by few others. */
const MAX_STATUSES = 10;

async function newestStatuses(
  client: GitHubClient,
  id: number,
): Promise<readonly z.infer<typeof statusShape>[]> {
  const call: Call = {
    purpose: `read the states of deployment ${id}`,
    route: 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
    parameters: { deployment_id: id },
    permission: 'deployments: read',
  };
  return await client.list(call, statusShape, { limit: MAX_STATUSES });
}

/** GitHub returns a payload as the object that was sent, or as its JSON text. */
function parsedPayload(payload: unknown): unknown {
  if (typeof payload !== 'string') return payload;
  try {
    return JSON.parse(payload) as unknown;
  } catch {
    return payload;
  }
}
