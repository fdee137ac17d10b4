/** Where a document, a tag or a comment came from: names and addresses of the repository and the run. */
import type { RunContext } from './platform.ts';

/** `owner/name`. */
export function repositoryOf({ repository }: Pick<RunContext, 'repository'>): string {
  return `${repository.owner}/${repository.name}`;
}

/** Address of the repository in a browser. */
export function repositoryUrlOf(context: Pick<RunContext, 'repository' | 'serverUrl'>): string {
  return `${context.serverUrl}/${repositoryOf(context)}`;
}

/** Address of the run in a browser. */
export function runUrlOf(context: Pick<RunContext, 'repository' | 'serverUrl' | 'runId'>): string {
  return `${repositoryUrlOf(context)}/actions/runs/${context.runId}`;
}
