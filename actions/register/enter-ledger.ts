/**
 * Enters an event in the ledger. A ledger that cannot be written never undoes a publication (journeys.md
 * R16): the event is kept as an artifact, and a run of the same job enters it later.
 */
import { canonicalJson } from '../../src/shared/domain/documents/canonical-json.ts';
import { documentDigest } from '../../src/shared/domain/documents/digest.ts';
import type { LedgerEvent } from '../../src/shared/domain/documents/event.ts';
import type { ModelVersion } from '../../src/shared/domain/documents/model.ts';
import { StewardError } from '../../src/shared/domain/errors.ts';
import { MODEL_DOCUMENT } from '../../src/shared/domain/model/plan-assets.ts';
import { artifactName, ledgerPath } from '../../src/shared/domain/names.ts';
import { envelopeOf } from '../../src/shared/domain/origin.ts';
import type { StageHold } from './outcome.ts';
import type { Registration } from './registration.ts';

export interface LedgerEntry {
  /** Names the file together with the run that made the tag: once for each event, however often it is tried. */
  readonly name: string;
  /** RFC 3339: the date of the tag. */
  readonly at: string;
  /** Address of the attempt that made the tag. */
  readonly madeBy: string | undefined;
  readonly event: Omit<LedgerEvent, 'schema' | 'model' | 'at' | 'envelope'>;
  /** `model.json` of the version that the event is about. */
  readonly document: ModelVersion;
}

/** Moves that register did not make are in no ledger, for nobody knows which run made them. */
export async function enterStageMove(
  registration: Registration,
  hold: StageHold,
  document: ModelVersion,
): Promise<void> {
  const { name, tag, operation, previous, taggedAt, movedBy } = hold;
  if (movedBy === undefined) return;
  const event = operation === 'rollback' ? 'rolled-back' : 'promoted';
  const stage = { name, tag, version: document.version, ...(previous !== undefined && { previous }) };
  await enterLedger(registration, {
    // One run may move several stages of a model.
    name: `${event}-${name}`,
    at: taggedAt,
    madeBy: movedBy,
    event: { event, stage },
    document,
  });
}

export async function enterLedger(registration: Registration, entry: LedgerEntry): Promise<void> {
  const { model, context, ports } = registration;
  const path = ledgerPath(model.name, entry.name, entry.at, runOf(entry.madeBy) ?? ownRun(context));
  const event: LedgerEvent = {
    schema: 'model-steward/event/1',
    model: model.name,
    at: entry.at,
    ...entry.event,
    envelope: envelopeOf(context, {
      document: { name: MODEL_DOCUMENT, sha256: documentDigest(entry.document) },
      startedAt: entry.at,
      durationMs: ports.clock.now().getTime() - Date.parse(entry.at),
    }),
  };
  try {
    if ((await ports.ledger.list(path.slice(0, path.lastIndexOf('/')))).includes(path)) return;
    await ports.ledger.append(path, event);
  } catch (error) {
    if (!(error instanceof StewardError)) throw error;
    // Another run that registers the same evidence was first: the event is there.
    if (error.code === 'DIGEST_MISMATCH') return;
    ports.log.warning(`ledger: ${path} was not written: ${error.message}`);
    await keepEvent(registration, path, event);
  }
}

async function keepEvent(
  { model, context, ports }: Registration,
  path: string,
  event: LedgerEvent,
): Promise<void> {
  try {
    const folder = await ports.scratch('event');
    await folder.write(path, canonicalJson(event));
    const name = `${artifactName(model.name, context.runAttempt)}.${event.event}`;
    await ports.artifactUploads.upload(name, folder.root, [path]);
    ports.log.notice(`ledger: the event is kept in the artifact ${name}; run the job again to enter it`);
  } catch (error) {
    ports.log.warning(`ledger: the event could not be kept as an artifact either: ${String(error)}`);
  }
}

function ownRun({ runId, runAttempt }: Registration['context']): { id: number; attempt: number } {
  return { id: runId, attempt: runAttempt };
}

/** `…/actions/runs/7/attempts/2` → run 7, attempt 2. */
function runOf(url: string | undefined): { id: number; attempt: number } | undefined {
  const [, id, attempt] = /\/actions\/runs\/(\d+)\/attempts\/(\d+)$/.exec(url ?? '') ?? [];
  return id === undefined || attempt === undefined ? undefined : { id: Number(id), attempt: Number(attempt) };
}
