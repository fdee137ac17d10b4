/** Where a document, a tag or a comment came from: names and addresses of the repository and the run, and the envelope. */
import type { Envelope } from './documents/envelope.ts';
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

/** The envelope of a document that this run made. */
export function envelopeOf(
  context: RunContext,
  made: Pick<Envelope, 'document' | 'startedAt' | 'durationMs'>,
): Envelope {
  return {
    schema: 'model-steward/envelope/1',
    repository: repositoryOf(context),
    run: {
      id: context.runId,
      attempt: context.runAttempt,
      workflow: context.workflowPath ?? '',
      event: context.eventName,
      ref: context.ref,
      sha: context.sha,
    },
    actor: context.actor,
    ...made,
    durationMs: Math.max(0, Math.round(made.durationMs)),
  };
}
