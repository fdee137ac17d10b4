/**
 * Enters in the ledger what the tags say and the ledger lacks: the events of this run, and those that an earlier run
 * could not write (docs/lifecycle.md#a-write-that-is-refused). A ledger that cannot be written never undoes a
 * publication.
 */
import { envelopeOf } from '../../../src/shared/domain/documents/envelope.ts';
import { evaluationSchema } from '../../../src/shared/domain/documents/evaluation.ts';
import type { LedgerEvent } from '../../../src/shared/domain/documents/event.ts';
import { parseDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { runSchema } from '../../../src/shared/domain/documents/run.ts';
import { LEDGER_BRANCH, ledgerPath } from '../../../src/shared/domain/kernel/names.ts';
import { attemptUrlOf, isSameRun } from '../../../src/shared/domain/kernel/origin.ts';
import { HOUR_MS, parseInstant } from '../../../src/shared/domain/kernel/time.ts';
import { listLedgerEntries, type LedgerEntry } from '../../../src/shared/domain/registry/ledger-entries.ts';
import {
  EVALUATION_DOCUMENT,
  MODEL_DOCUMENT,
  REEVALUATION_DOCUMENT,
  RUN_DOCUMENT,
} from '../../../src/shared/domain/registry/plan-assets.ts';
import { attempt, tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import { enterKeptEvents } from '../../../src/shared/usecases/enter-kept-events.ts';
import { appendEvent, recordEvent } from '../../../src/shared/usecases/record-event.ts';
import {
  downloadFiles,
  fetchVersion,
  type TaggedVersion,
} from '../../../src/shared/usecases/released-version.ts';
import { elapsedMs } from '../../../src/shared/usecases/step-context.ts';
import type { RegisterStep } from '../ports.ts';

/** A ledger that was never written is filled over several runs: each event costs several requests. */
const NEWEST_TAGS = 20;
/** The run of a younger tag may be about to write its own event. */
const YOUNG_MS = HOUR_MS;

export async function enterLedger(step: RegisterStep): Promise<void> {
  const { context, model, ports } = step;
  const tags = await ports.tags.ofModel(model.name);
  const messages = new Map(tags.map(({ name, message }) => [name, message]));
  const entries = listLedgerEntries(model.name, tags, NEWEST_TAGS);
  const isOwn = ({ madeBy }: LedgerEntry): boolean => isSameRun(madeBy, attemptUrlOf(context));
  const paths = await tryOrWarn(ports.log, 'ledger: it could not be read', () =>
    ports.ledger.list(model.name),
  );
  const entered = new Set(paths);
  let isWritable = paths !== undefined;
  const restored: string[] = [];
  for (const entry of entries.filter(({ file }) => !entered.has(ledgerPath(file)))) {
    // Events of earlier runs are kept by those runs, and wait there for a ledger that can be written.
    if (!isWritable && !isOwn(entry)) continue;
    const event = await describePublished(step, entry, {
      tag: entry.versionTag,
      message: messages.get(entry.versionTag),
    });
    if (event === undefined) continue;
    isWritable = isOwn(entry)
      ? (await recordEvent(ports, entry.file, event)) === 'in-ledger'
      : await appendEvent(ports, entry.file, event);
    const isYoung = parseInstant(entry.at) > step.started.at.getTime() - YOUNG_MS;
    if (isWritable && !isOwn(entry) && !isYoung) restored.push(entry.tag);
  }
  if (restored.length > 0) ports.log.warning(describeRestored(restored));
  if (isWritable) await enterKeptEvents(step, model.name);
}

/** The branch has nothing but its history to say which of the two it was. */
function describeRestored(tags: readonly string[]): string {
  return `ledger: the events of ${tags.join(', ')} were missing and are entered again from the tags: their runs could not write them, or the history of ${LEDGER_BRANCH} was rewritten. Find out which, and protect the branch with a ruleset.`;
}

/** @returns undefined for a version that another run has claimed and not published: that run enters it. */
async function describePublished(
  step: RegisterStep,
  entry: LedgerEntry,
  tagged: TaggedVersion,
): Promise<LedgerEvent | undefined> {
  const described = await attempt(() => describe(step, entry, tagged));
  if (described.ok) return described.value;
  if (described.error.code !== 'NOT_PUBLISHED')
    step.ports.log.warning(`ledger: ${ledgerPath(entry.file)} was not written: ${described.error.message}`);
  return undefined;
}

/** The documents are those of the release, so an event has the same content whenever it is entered. */
async function describe(step: RegisterStep, entry: LedgerEntry, tagged: TaggedVersion): Promise<LedgerEvent> {
  const { context, model, ports, started } = step;
  const files = await ports.scratch('event');
  const released = await fetchVersion(ports, tagged, files);
  const event = { schema: 'model-steward/event/1', model: model.name, at: entry.at } as const;
  const envelope = envelopeOf(context, {
    document: { name: MODEL_DOCUMENT, sha256: released.digest },
    startedAt: started.at.toISOString(),
    durationMs: elapsedMs(step),
  });
  if (entry.event !== 'registered') return { ...event, event: entry.event, stage: entry.stage, envelope };
  await downloadFiles(ports.releases, released, { roles: ['run', 'evaluation'], into: files });
  const evaluationIn = async (name: string) => parseDocument(evaluationSchema, await files.read(name), name);
  const isReevaluated = released.document.reevaluation !== undefined;
  return {
    ...event,
    event: entry.event,
    run: parseDocument(runSchema, await files.read(RUN_DOCUMENT), RUN_DOCUMENT),
    evaluation: await evaluationIn(EVALUATION_DOCUMENT),
    ...(isReevaluated && { reevaluation: await evaluationIn(REEVALUATION_DOCUMENT) }),
    version: released.document,
    envelope,
  };
}
