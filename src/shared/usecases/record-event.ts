/**
 * The one writer of the ledger. An event is appended to the ledger branch; where that fails it is kept as an
 * artifact of the run, under a name by which a later run finds it (enter-kept-events.ts).
 * A ledger that cannot be written never undoes what happened: the last resort is a warning, also for a defect.
 */
import {
  isKnownEvent,
  serializeEvent,
  type LedgerEvent,
  type UnknownEvent,
} from '../domain/documents/event.ts';
import { canonicalJson } from '../domain/kernel/canonical-json.ts';
import { ConflictError, DataError, ServiceError, StewardError } from '../domain/kernel/errors.ts';
import { eventArtifactName, ledgerPath, type LedgerFile } from '../domain/kernel/names.ts';
import type { ArtifactUploads, Ledger } from '../ports/github.ts';
import type { Log } from '../ports/runner.ts';
import type { Files, Scratch } from '../ports/workspace.ts';
import { attemptAsLastResort } from './attempt.ts';

export interface EventPorts {
  readonly artifactUploads: ArtifactUploads;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly scratch: Scratch;
}

export type RecordedEvent = 'in-ledger' | 'in-artifact' | 'lost';

/** How many paths are tried for one event when each has another one. */
const MAX_COPIES = 5;

export async function appendOrKeepEvent(
  ports: EventPorts,
  file: LedgerFile,
  event: LedgerEvent,
): Promise<RecordedEvent> {
  if (await appendEvent(ports, file, event)) return 'in-ledger';
  return (await keepEvent(ports, file, event)) ? 'in-artifact' : 'lost';
}

/**
 * Enters what an earlier run did and could not write. Reads first: the event of that run says more than this one.
 * @param isOf whether an event that is there is about the same thing.
 */
export async function enterMissingEvent(
  ports: Pick<EventPorts, 'ledger' | 'log'>,
  file: LedgerFile,
  { event, isOf }: { readonly event: LedgerEvent; readonly isOf: (existing: LedgerEvent) => boolean },
): Promise<void> {
  const first = file.copy ?? 1;
  for (let copy = first; copy <= first + MAX_COPIES; copy += 1) {
    const next = copy === 1 ? file : { ...file, copy };
    const found = await attemptAsLastResort(() => ports.ledger.read(ledgerPath(next)));
    if (found.ok && found.value === undefined) {
      await appendEvent(ports, next, event);
      return;
    }
    if (found.ok && found.value !== undefined && isKnownEvent(found.value) && isOf(found.value)) return;
    if (!found.ok && !(found.error instanceof DataError)) {
      ports.log.warning(`ledger: ${ledgerPath(next)} could not be read: ${describe(found.error)}`);
      return;
    }
  }
  ports.log.warning(
    `ledger: ${ledgerPath(file)} and ${MAX_COPIES} more paths beside it hold other events, so this one was not written: remove what no run of Model Steward wrote`,
  );
}

export interface NewEvent {
  readonly file: LedgerFile;
  readonly event: LedgerEvent;
}

/** @returns whether the ledger has all of them now. Where it has not, each is written on its own, and says why it cannot be. */
export async function appendTogether(
  { ledger }: Pick<EventPorts, 'ledger'>,
  events: readonly NewEvent[],
): Promise<boolean> {
  if (events.length < 2) return false;
  const entries = events.map(({ file, event }) => ({ path: ledgerPath(file), event }));
  return (await attemptAsLastResort(() => ledger.appendAll(entries))).ok;
}

/** @returns whether the ledger has the event now; a failure of any kind is logged as a warning. */
export async function appendEvent(
  ports: Pick<EventPorts, 'ledger' | 'log'>,
  file: LedgerFile,
  event: LedgerEvent,
): Promise<boolean> {
  const path = ledgerPath(file);
  const appended = await attemptAsLastResort(() => ports.ledger.append(path, event));
  if (appended.ok) return true;
  if (!isPathTaken(appended.error)) {
    ports.log.warning(`ledger: ${path} was not written: ${describe(appended.error)}`);
    return false;
  }
  const existing = await compareExisting(ports.ledger, path, event);
  switch (existing.is) {
    case 'same':
      return true;
    case 'unreadable':
      ports.log.warning(
        `ledger: ${path} exists and could not be compared with the event: ${describe(existing.error)}`,
      );
      return false;
    case 'different':
      return await appendCopy(ports, file, event);
  }
}

async function appendCopy(
  ports: Pick<EventPorts, 'ledger' | 'log'>,
  file: LedgerFile,
  event: LedgerEvent,
): Promise<boolean> {
  const copy = (file.copy ?? 1) + 1;
  const next = { ...file, copy };
  const isLast = copy > MAX_COPIES;
  ports.log.warning(
    `ledger: ${ledgerPath(file)} holds another event and is left as it is${isLast ? '' : `; this one is written to ${ledgerPath(next)}`}`,
  );
  return isLast ? false : await appendEvent(ports, next, event);
}

/** Nothing in the ledger is edited: an append to a path with other content is refused. */
function isPathTaken(error: unknown): boolean {
  return error instanceof ConflictError && error.code === 'DIGEST_MISMATCH';
}

type Existing =
  | { readonly is: 'same' }
  | { readonly is: 'different' }
  | { readonly is: 'unreadable'; readonly error: unknown };

/**
 * Two runs that enter the same event write different envelopes: everything else has to be equal. A file that was
 * read and is no event is different; of one that could not be read nothing is known, and a copy could be a repetition.
 */
async function compareExisting(ledger: Ledger, path: string, event: LedgerEvent): Promise<Existing> {
  const existing = await attemptAsLastResort(() => ledger.read(path));
  if (existing.ok) {
    return { is: existing.value !== undefined && isSame(existing.value, event) ? 'same' : 'different' };
  }
  const { error } = existing;
  return error instanceof DataError ? { is: 'different' } : { is: 'unreadable', error };
}

/** Another run may have entered a deployment for the one that made it, with less to say. */
function isSame(existing: LedgerEvent | UnknownEvent, event: LedgerEvent): boolean {
  if (!isKnownEvent(existing)) return false;
  if (existing.event === 'deployed' && event.event === 'deployed')
    return existing.deployment.deploymentId === event.deployment.deploymentId;
  return contentOf(existing) === contentOf(event);
}

function contentOf({ envelope, ...content }: LedgerEvent): string {
  return canonicalJson({ ...content, document: envelope.document });
}

/** A run may keep several events, and a name is given once in a run. */
const MAX_KEPT = 9;

async function keepEvent(ports: EventPorts, file: LedgerFile, event: LedgerEvent): Promise<boolean> {
  const path = ledgerPath(file);
  const folder = await attemptAsLastResort(() => writeEvent(ports, path, event));
  let refused: unknown = folder.ok ? undefined : folder.error;
  for (let copy = 1; folder.ok && copy <= MAX_KEPT; copy += 1) {
    const name = eventArtifactName(file.model, copy);
    const kept = await attemptAsLastResort(() => ports.artifactUploads.upload(name, folder.value, [path]));
    if (kept.ok) {
      ports.log.notice(`ledger: the event is kept in the artifact ${name}`);
      return true;
    }
    refused = kept.error;
    if (!(refused instanceof ServiceError && refused.status === 409)) break;
  }
  ports.log.warning(`ledger: ${path} could not be kept as an artifact either: ${describe(refused)}`);
  return false;
}

async function writeEvent(
  { scratch }: Pick<EventPorts, 'scratch'>,
  path: string,
  event: LedgerEvent,
): Promise<Files> {
  const folder = await scratch('event');
  await folder.write(path, serializeEvent(event));
  return folder;
}

function describe(error: unknown): string {
  if (!(error instanceof StewardError)) return `a defect of Model Steward: ${String(error)}`;
  return error.hint === undefined ? error.message : `${error.message} (${error.hint})`;
}
