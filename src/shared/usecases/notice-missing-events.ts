/**
 * Whoever reads the ledger compares it with the tags: versions and moves of stages whose events it lacks are a warning.
 * Only register has the documents to enter them again (docs/lifecycle.md#events-that-the-ledger-lacks).
 */
import { ledgerPath } from '../domain/kernel/names.ts';
import {
  describeMissing,
  isDue,
  listLedgerEntries,
  NEWEST_TAGS,
  type LedgerEntry,
} from '../domain/registry/ledger-entries.ts';
import type { Tags } from '../ports/github.ts';
import type { Log } from '../ports/runner.ts';
import type { StepStart } from './step-context.ts';

export interface MissingEventsStep {
  readonly model: { readonly name: string };
  readonly ports: { readonly log: Log; readonly tags: Pick<Tags, 'known'> };
  readonly started: StepStart;
}

/** @param findAbsent of these paths, those that the ledger lacks. */
export async function noticeMissingEvents(
  step: MissingEventsStep,
  findAbsent: (paths: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<void> {
  const due = await listDueEntries(step);
  warnOfMissing(step.ports.log, due, await findAbsent(due.map(({ file }) => ledgerPath(file))));
}

/** The newest versions and moves of stages, whose runs have had the time to enter their events. */
export async function listDueEntries({
  model,
  ports,
  started,
}: MissingEventsStep): Promise<readonly LedgerEntry[]> {
  const entries = listLedgerEntries(model.name, await ports.tags.known(model.name), NEWEST_TAGS);
  return entries.filter((entry) => isDue(entry, started.at.getTime()));
}

/** @param absent paths that the ledger lacks. */
export function warnOfMissing(log: Log, due: readonly LedgerEntry[], absent: ReadonlySet<string>): void {
  const missing = due.filter(({ file }) => absent.has(ledgerPath(file))).map(({ tag }) => tag);
  if (missing.length === 0) return;
  log.warning(describeMissing(missing, 'are missing; the next `register` enters them again from the tags'));
}
