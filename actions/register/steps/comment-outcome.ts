/** Writes the outcome to the pull request, and to the issue that requested it. A failed comment never changes the outcome. */
import { marker } from '../../../src/shared/domain/kernel/names.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import type { RegisterOutcome } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';
import { renderRegisterComment } from '../report.ts';

export async function commentOutcome(step: RegisterStep, outcome: RegisterOutcome): Promise<void> {
  const { ports, model, inputs, context } = step;
  const body = renderRegisterComment(outcome);
  const pullRequest = pullRequestOf(outcome);
  if (pullRequest !== undefined) {
    const own = marker('register', model.name);
    await tryOrWarn(ports.log, 'comment', () =>
      ports.comments.upsert(pullRequest, own, { body: `${own}\n${body}` }),
    );
  }
  const { issue } = inputs;
  if (issue !== undefined) {
    // One comment for each run of the retraining.
    const own = marker('register', model.name).replace(' -->', ` run=${context.runId} -->`);
    await tryOrWarn(ports.log, 'comment', () =>
      ports.comments.upsert(issue, own, { body: `${own}\n${body}` }),
    );
  }
}

function pullRequestOf(outcome: RegisterOutcome): number | undefined {
  if (outcome.kind !== 'registered' && outcome.kind !== 'refused') return undefined;
  return outcome.subject.kind === 'pull-request' ? outcome.subject.pull.number : undefined;
}
