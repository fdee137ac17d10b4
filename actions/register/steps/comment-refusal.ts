/** Says on the pull request, and on the issue that asked, how it ended. Decoration: it never decides the outcome. */
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { marker } from '../../../src/shared/domain/kernel/names.ts';
import type { RegisterOutcome } from '../outcome.ts';
import type { Registration } from '../context.ts';
import { renderRegisterComment } from '../report.ts';

export async function announce(registration: Registration, outcome: RegisterOutcome): Promise<void> {
  const { ports, model, inputs, context } = registration;
  const body = renderRegisterComment(outcome);
  const pullRequest = pullRequestOf(outcome);
  if (pullRequest !== undefined) {
    const own = marker('register', model.name);
    await attempt(registration, () => ports.comments.upsert(pullRequest, own, `${own}\n${body}`));
  }
  const { issue } = inputs;
  if (issue !== undefined) {
    // One answer for each retraining, and none twice.
    const own = marker('register', model.name).replace(' -->', ` run=${context.runId} -->`);
    await attempt(registration, () => ports.comments.upsert(issue, own, `${own}\n${body}`));
  }
}

function pullRequestOf(outcome: RegisterOutcome): number | undefined {
  if (outcome.kind !== 'registered' && outcome.kind !== 'refused') return undefined;
  return outcome.subject.kind === 'pull-request' ? outcome.subject.pull.number : undefined;
}

async function attempt({ ports }: Registration, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof StewardError)) throw error;
    ports.log.warning(`comment: ${error.message}`);
  }
}
