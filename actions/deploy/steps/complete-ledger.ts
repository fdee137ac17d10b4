/**
 * What the ledger lacks of the model's versions, stages and deployments to this environment. One look says it, and also which
 * branch decides; runs are searched for events that they kept only where one is missing.
 */
import { ledgerPath } from '../../../src/shared/domain/kernel/names.ts';
import type { LedgerEntry } from '../../../src/shared/domain/registry/ledger-entries.ts';
import { findTagMark } from '../../../src/shared/domain/registry/ledger-marks.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import { enterKeptEvents } from '../../../src/shared/usecases/enter-kept-events.ts';
import { noticeRewrittenLedger } from '../../../src/shared/usecases/ledger-history.ts';
import { listDueEntries, warnOfMissing } from '../../../src/shared/usecases/notice-missing-events.ts';
import type { DeployStep } from '../ports.ts';
import { pathOfEnded, type LastDeployment } from './enter-ledger.ts';
import type { RecordedService } from './find-service.ts';
import { requireMerged } from './require-merged.ts';

interface LedgerState {
  readonly due: readonly LedgerEntry[];
  readonly last: LastDeployment | undefined;
  /** Asked for again after something was entered. */
  readonly paths: readonly string[];
  /** Undefined where the ledger could not be read. */
  readonly absent: ReadonlySet<string> | undefined;
}

/**
 * What is read before the branch is known to be the one that decides changes nothing; the ledger says which it is.
 * @throws InputError TRIGGER_UNTRUSTED before anything is entered.
 */
export async function completeMergedLedger(
  step: DeployStep,
  recorded: RecordedService,
  last: LastDeployment | undefined,
): Promise<void> {
  const ledger = await readLedgerState(step, recorded, last);
  await requireMerged(step);
  await completeLedger(step, ledger);
}

/** Reads only. */
async function readLedgerState(
  step: DeployStep,
  { known }: RecordedService,
  last: LastDeployment | undefined,
): Promise<LedgerState> {
  const due = await listDueEntries(step);
  const ofTags = due.map(({ file }) => ledgerPath(file));
  const lastPath = last && ledgerPath(last.file);
  const ofDeployments = known.flatMap((one) => pathOfEnded(step.model.name, one) ?? []);
  const paths = [...ofTags, ...ofDeployments.filter((path) => path !== lastPath)];
  return { due, last, paths, absent: await findAbsent(step, paths, lastPath) };
}

async function findAbsent(
  { ports: { ledger, log } }: DeployStep,
  paths: readonly string[],
  next: string | undefined,
): Promise<ReadonlySet<string> | undefined> {
  const what = 'ledger: whether it has all events is not known';
  return await tryOrWarn(log, what, () => ledger.absent(paths, next));
}

/** Enters what an earlier run kept, and warns of what is missing still. */
async function completeLedger(step: DeployStep, state: LedgerState): Promise<void> {
  const { due, last, paths } = state;
  const { model, ports } = step;
  let { absent } = state;
  if (absent === undefined || absent.size > 0) {
    // Here, and not after the last deployment is entered from its record: the event of its own run says more.
    await enterKeptEvents(step, model.name);
    absent = await findAbsent(step, paths, last && ledgerPath(last.file));
  }
  if (absent !== undefined) warnOfMissing(ports.log, due, absent);
  const mark = findTagMark(model.name, await ports.tags.known(model.name));
  await noticeRewrittenLedger(ports, [mark, last?.mark]);
}
