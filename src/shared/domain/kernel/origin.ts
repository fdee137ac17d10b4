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

/** Address of this attempt of the run. Register writes it into tags, by which a later attempt finds its own work. */
export function attemptUrlOf(
  context: Pick<RunContext, 'repository' | 'serverUrl' | 'runId' | 'runAttempt'>,
): string {
  return `${runUrlOf(context)}/attempts/${context.runAttempt}`;
}

/** Whether two addresses are of attempts of one run: a repository may be renamed meanwhile, the number of a run stays. */
export function isSameRun(left: string | undefined, right: string): boolean {
  const run = runOfAddress(left);
  return run !== undefined && run === runOfAddress(right);
}

/** Host and number: on one host no two runs have the same. */
function runOfAddress(address: string | undefined): string | undefined {
  const [, host, id] =
    /^(https?:\/\/[^/]+)\/[^/]+\/[^/]+\/actions\/runs\/(\d+)(?:\/attempts\/\d+)?$/.exec(address ?? '') ?? [];
  return id === undefined ? undefined : `${host} ${id}`;
}

/** Whether `name` (`owner/name`, in any case) is the repository that the step runs in; undefined for a deleted fork. */
export function isOwnRepository(context: Pick<RunContext, 'repository'>, name: string | undefined): boolean {
  return name?.toLowerCase() === repositoryOf(context).toLowerCase();
}
