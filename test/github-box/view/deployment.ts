/** GitHub's `deployment` and `deployment-status`. */
import type { DeploymentRecord, DeploymentStatusRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { viewAccount } from './account.ts';
import { viewApp } from './app.ts';
import { type Json, nodeId } from './links.ts';
import { repositoryUrl } from './repository.ts';

export function viewDeployment(world: World, repository: Repository, deployment: DeploymentRecord): Json {
  const url = `${repositoryUrl(world, repository)}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.statuses.at(-1)?.environment ?? deployment.environment,
    description: deployment.description,
    creator: viewAccount(world, deployment.creator),
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: repositoryUrl(world, repository),
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: viewApp(world, repository, deployment.creator),
  };
}

export function viewDeploymentStatus(
  world: World,
  repository: Repository,
  { deployment, status }: { readonly deployment: DeploymentRecord; readonly status: DeploymentStatusRecord },
): Json {
  const url = `${repositoryUrl(world, repository)}/deployments/${deployment.id}`;
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state: status.state,
    creator: viewAccount(world, status.creator),
    description: status.description,
    environment: status.environment,
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: url,
    repository_url: repositoryUrl(world, repository),
    performed_via_github_app: viewApp(world, repository, status.creator),
  };
}
