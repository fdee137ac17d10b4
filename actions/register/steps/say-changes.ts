/**
 * What a merged pull request without evidence changes about the evaluation of later ones, where nothing has said it: its merge
 * may have come before its run, or its push asked for none (docs/trust.md#what-was-merged-since).
 */
import { marker } from '../../../src/shared/domain/kernel/names.ts';
import { CHANGES_ALONE, renderMergedAlone } from '../../../src/shared/domain/report/protected-changes.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import type { Subject } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';
import { readMergedProtection } from './protected-base.ts';

/** The configuration of the merge is checked out. A failure is a warning: nothing is decided here. */
export async function sayChanges(step: RegisterStep, subject: Subject): Promise<void> {
  if (subject.kind !== 'pull-request') return;
  const { ports, model } = step;
  const { pull } = subject;
  await tryOrWarn(ports.log, `what #${pull.number} changes`, async () => {
    const body = renderMergedAlone(model.name, await readMergedProtection(step, pull, []));
    if (body === '') return;
    const evaluated = await ports.comments.find(pull.number, marker('evaluate', model.name));
    if (evaluated?.body.includes(CHANGES_ALONE) === true && evaluated.body.includes(pull.head.sha)) return;
    const own = marker('register', model.name);
    await ports.comments.upsert(pull.number, own, { body: `${own}\n${body}` });
  });
}
