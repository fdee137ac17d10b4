/**
 * What a merged pull request without evidence changes about the evaluation of later ones, where nothing has said it: its merge
 * may have come before its run, or its push asked for none (docs/trust.md#what-was-merged-since).
 */
import { marker } from '../../../src/shared/domain/kernel/names.ts';
import {
  CHANGES_ALONE,
  renderMergedAlone,
  renderMergedUntrained,
} from '../../../src/shared/domain/report/protected-changes.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import type { Subject } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';
import { readMergedProtection } from './protected-base.ts';

/**
 * The configuration of the merge is checked out. A failure is a warning: nothing is decided here.
 * @param isTrained whether a run says that it changes nothing of the model.
 */
export async function sayChanges(
  step: RegisterStep,
  subject: Subject,
  { isTrained }: { readonly isTrained: boolean },
): Promise<void> {
  if (subject.kind !== 'pull-request') return;
  const { ports, model } = step;
  const { pull } = subject;
  await tryOrWarn(ports.log, `what #${pull.number} changes`, async () => {
    const protection = await readMergedProtection(step, pull, []);
    const { paths, retrain } = model.config;
    // Without `paths` any file may be code of the model, and a text for people would be called so too.
    const isUntrained = !isTrained && paths.length > 0 && protection.changesInputs === true;
    const untrained = isUntrained ? renderMergedUntrained(model.name, retrain?.workflow) : '';
    const changes = renderMergedAlone(model.name, protection);
    if (untrained === '' && changes === '') return;
    const evaluated = await ports.comments.find(pull.number, marker('evaluate', model.name));
    const isSaid = evaluated?.body.includes(CHANGES_ALONE) === true && evaluated.body.includes(pull.head.sha);
    const body = [untrained, isSaid ? '' : changes].filter((text) => text !== '').join('\n\n');
    if (body === '') return;
    const own = marker('register', model.name);
    await ports.comments.upsert(pull.number, own, { body: `${own}\n${body}` });
  });
}
