/**
 * Which events may run code of the checkout. Under some, the job has the rights of this repository while
 * the code may be a stranger's: the classic way to lose a token ("pwn request").
 * https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/
 */
import { z } from 'zod';
import { InputError } from './errors.ts';
import { isOwnRepository } from './origin.ts';
import type { RunContext } from './platform.ts';
import { parseOnce } from './parse-once.ts';

const headRepository = z.object({ full_name: z.string() }).nullish();
const workflowRunEvent = z.object({ workflow_run: z.object({ head_repository: headRepository }) });

export function isPullRequest(eventName: string): boolean {
  return eventName === 'pull_request' || eventName === 'merge_group';
}

/** Whether a run of this event trains without a pull request; such a model is evaluated by `gate-retrain`. */
export function isRetraining(eventName: string): boolean {
  return eventName === 'schedule' || eventName === 'workflow_dispatch';
}

type Trigger = Pick<RunContext, 'eventName' | 'event' | 'repository'>;

/** Why commands must not be run; undefined when they may. */
function untrustedTrigger({ eventName, event, repository }: Trigger): string | undefined {
  switch (eventName) {
    case 'pull_request_target':
      return 'it runs with the rights of this repository, also for pull requests from forks';
    case 'issue_comment':
      return 'anybody who can comment starts it, with the rights of this repository';
    case 'workflow_run': {
      const parsed = parseOnce(workflowRunEvent, event);
      const head = parsed.success ? parsed.data.workflow_run.head_repository?.full_name : undefined;
      return isOwnRepository({ repository }, head) ? undefined : 'the run that it follows is of a fork';
    }
    default:
      return undefined;
  }
}

/** @throws InputError TRIGGER_UNTRUSTED */
export function requireTrustedTrigger(trigger: Trigger): void {
  const reason = untrustedTrigger(trigger);
  if (reason === undefined) return;
  throw new InputError(
    'TRIGGER_UNTRUSTED',
    `event ${trigger.eventName}: expected one under which commands may be run, but ${reason}`,
    {
      hint: 'train on `pull_request`, and let a `workflow_run` comment (see workflows-examples/fork-safe-comment.yml)',
    },
  );
}

/** A merge, too, is a push to its base. */
export function isPush(eventName: string): boolean {
  return eventName === 'push';
}
