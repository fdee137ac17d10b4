/**
 * Enters in the ledger what the tags say and it does not hold yet: the events of this run, and those that an
 * earlier run could not write. A ledger that cannot be written never undoes a publication (docs/lifecycle.md#a-write-that-is-refused):
 * the events are kept as artifacts, and the next run enters them.
 */
import { downloadFiles, fetchVersion } from '../../../src/shared/usecases/released-version.ts';
import { evaluationSchema } from '../../../src/shared/domain/documents/evaluation.ts';
import { serializeEvent, type LedgerEvent } from '../../../src/shared/domain/documents/event.ts';
import { parseDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { runSchema } from '../../../src/shared/domain/documents/run.ts';
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { listLedgerEntries, type LedgerEntry } from '../../../src/shared/domain/registry/ledger-entries.ts';
import {
  EVALUATION_DOCUMENT,
  MODEL_DOCUMENT,
  RUN_DOCUMENT,
} from '../../../src/shared/domain/registry/plan-assets.ts';
import { artifactName } from '../../../src/shared/domain/kernel/names.ts';
import { envelopeOf } from '../../../src/shared/domain/documents/envelope.ts';
import { listModelTags } from '../../../src/shared/usecases/model-tags.ts';
import { attemptUrlOf, isSameRun } from '../../../src/shared/domain/kernel/origin.ts';
import type { RegisterStep } from '../ports.ts';

/** A ledger that was never written is not made up for at once: each event costs several requests. */
const NEWEST_TAGS = 20;

export async function enterLedger(step: RegisterStep): Promise<void> {
  const { model, ports } = step;
  const entries = listLedgerEntries(
    model.name,
    await listModelTags(step.ports.tags, step.model.name),
    NEWEST_TAGS,
  );
  try {
    const entered = new Set(await ports.ledger.list(model.name));
    for (const entry of entries.filter(({ path }) => !entered.has(path))) await enter(step, entry);
  } catch (error) {
    if (!(error instanceof StewardError)) throw error;
    ports.log.warning(`ledger: what was registered is not entered: ${error.message}`);
    const own = entries.filter(({ madeBy }) => isSameRun(madeBy, attemptUrlOf(step.context)));
    for (const entry of own) await keep(step, entry);
  }
}

async function enter(step: RegisterStep, entry: LedgerEntry): Promise<void> {
  const { ports } = step;
  try {
    await ports.ledger.append(entry.path, await describe(step, entry));
  } catch (error) {
    if (!(error instanceof StewardError)) throw error;
    switch (error.code) {
      // Another run entered it meanwhile, in its own envelope.
      case 'DIGEST_MISMATCH':
        return;
      // A version that another run has claimed and not published: that run will enter it.
      case 'NOT_PUBLISHED':
        return;
      default:
        throw error;
    }
  }
}

/** The documents are those of the release, so an event says the same whenever it is entered. */
async function describe(step: RegisterStep, entry: LedgerEntry): Promise<LedgerEvent> {
  const { context, model, ports } = step;
  const files = await ports.scratch('event');
  const released = await fetchVersion(ports.releases, entry.versionTag, files);
  const event = { schema: 'model-steward/event/1', model: model.name, at: entry.at } as const;
  const envelope = envelopeOf(context, {
    document: { name: MODEL_DOCUMENT, sha256: released.digest },
    startedAt: entry.at,
    durationMs: ports.clock.now().getTime() - Date.parse(entry.at),
  });
  if (entry.event !== 'registered') return { ...event, event: entry.event, stage: entry.stage, envelope };
  await downloadFiles(ports.releases, released, { roles: ['run', 'evaluation'], into: files });
  return {
    ...event,
    event: entry.event,
    run: parseDocument(runSchema, await files.read(RUN_DOCUMENT), RUN_DOCUMENT),
    evaluation: parseDocument(evaluationSchema, await files.read(EVALUATION_DOCUMENT), EVALUATION_DOCUMENT),
    version: released.document,
    envelope,
  };
}

async function keep(step: RegisterStep, entry: LedgerEntry): Promise<void> {
  const { model, context, ports } = step;
  try {
    const folder = await ports.scratch('event');
    await folder.write(entry.path, serializeEvent(await describe(step, entry)));
    const name = `${artifactName(model.name, context.runAttempt)}.${entry.event}`;
    await ports.artifactUploads.upload(name, folder.root, [entry.path]);
    ports.log.notice(`ledger: the event is kept in the artifact ${name}; the next run enters it`);
  } catch (error) {
    ports.log.warning(`ledger: an event could not be kept as an artifact either: ${String(error)}`);
  }
}
