/**
 * Enters in the ledger what the tags say and the ledger lacks: the events of this run, and those that an earlier run
 * could not write (docs/lifecycle.md#a-write-that-is-refused). A ledger that cannot be written never undoes a
 * publication.
 */
import { envelopeOf } from '../../../src/shared/domain/documents/envelope.ts';
import { evaluationSchema, type ReadEvaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import type { LedgerEvent } from '../../../src/shared/domain/documents/event.ts';
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { parseDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { runSchema, type Run } from '../../../src/shared/domain/documents/run.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { ledgerPath } from '../../../src/shared/domain/kernel/names.ts';
import { attemptUrlOf, isSameRun } from '../../../src/shared/domain/kernel/origin.ts';
import {
  describeMissing,
  isDue,
  listLedgerEntries,
  NEWEST_TAGS,
  type LedgerEntry,
} from '../../../src/shared/domain/registry/ledger-entries.ts';
import { findTagMark } from '../../../src/shared/domain/registry/ledger-marks.ts';
import { readTagMessage } from '../../../src/shared/domain/registry/tag-message.ts';
import {
  EVALUATION_DOCUMENT,
  MODEL_DOCUMENT,
  REEVALUATION_DOCUMENT,
  RUN_DOCUMENT,
} from '../../../src/shared/domain/registry/plan-assets.ts';
import { attempt, tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import { noticeRewrittenLedger } from '../../../src/shared/usecases/ledger-history.ts';
import { enterKeptEvents } from '../../../src/shared/usecases/enter-kept-events.ts';
import {
  appendEvent,
  appendTogether,
  appendOrKeepEvent,
  type NewEvent,
} from '../../../src/shared/usecases/record-event.ts';
import {
  downloadFiles,
  fetchVersion,
  type TaggedVersion,
} from '../../../src/shared/usecases/released-version.ts';
import { elapsedMs } from '../../../src/shared/usecases/step-context.ts';
import type { RegisterStep } from '../ports.ts';

/** What this step published, and has in memory. */
export interface OwnVersion {
  readonly tag: string;
  readonly document: ModelVersion;
  readonly run: Run;
  readonly evaluation: ReadEvaluation;
  readonly reevaluation: ReadEvaluation | undefined;
}

export async function enterLedger(step: RegisterStep, own?: OwnVersion): Promise<void> {
  const { context, model, ports } = step;
  const tags = await ports.tags.known(model.name);
  const messages = new Map(tags.map(({ name, message }) => [name, message]));
  const entries = listLedgerEntries(model.name, tags, NEWEST_TAGS);
  const isOwn = ({ madeBy }: LedgerEntry): boolean => isSameRun(madeBy, attemptUrlOf(context));
  const absent = await tryOrWarn(ports.log, 'ledger: it could not be read', () =>
    ports.ledger.absent(entries.map(({ file }) => ledgerPath(file))),
  );
  if (absent !== undefined) {
    // What this run has seen, it has remembered in its own tag.
    const others = tags.filter(
      ({ message }) => !isSameRun(readTagMessage(message).run, attemptUrlOf(context)),
    );
    await noticeRewrittenLedger(ports, [findTagMark(model.name, others)]);
  }
  // Events of earlier runs are kept by those runs, and wait there for a ledger that can be written.
  const due = entries.filter((entry) =>
    absent === undefined ? isOwn(entry) : absent.has(ledgerPath(entry.file)),
  );
  const described: DescribedEntry[] = [];
  for (const entry of due) {
    const tagged = { tag: entry.versionTag, message: messages.get(entry.versionTag) };
    const event = await describePublished(step, entry, { tagged, own });
    if (event !== undefined) described.push({ file: entry.file, event, entry, isOwn: isOwn(entry) });
  }
  const { written, isWritable } = await appendDescribed(ports, described, absent !== undefined);
  const restored = written.filter(
    ({ entry, ...one }) => !one.isOwn && isDue(entry, step.started.at.getTime()),
  );
  if (restored.length > 0) {
    const what = 'were missing and are entered again from the tags';
    ports.log.warning(
      describeMissing(
        restored.map(({ entry }) => entry.tag),
        what,
      ),
    );
  }
  if (isWritable) await enterKeptEvents(step, model.name);
}

interface DescribedEntry extends NewEvent {
  readonly entry: LedgerEntry;
  readonly isOwn: boolean;
}

interface Appended {
  readonly written: readonly DescribedEntry[];
  readonly isWritable: boolean;
}

/** All at once; else one by one, because one may be refused and another not. */
async function appendDescribed(
  ports: RegisterStep['ports'],
  described: readonly DescribedEntry[],
  isReadable: boolean,
): Promise<Appended> {
  if (isReadable && (await appendTogether(ports, described))) return { written: described, isWritable: true };
  let isWritable = isReadable;
  const written: DescribedEntry[] = [];
  for (const one of described) {
    const { file, event, isOwn } = one;
    if (!isWritable && !isOwn) continue;
    isWritable = isOwn
      ? (await appendOrKeepEvent(ports, file, event)) === 'in-ledger'
      : await appendEvent(ports, file, event);
    if (isWritable) written.push(one);
  }
  return { written, isWritable };
}

/** @returns undefined for a version that another run has claimed and not published: that run enters it. */
async function describePublished(
  step: RegisterStep,
  entry: LedgerEntry,
  { tagged, own }: { readonly tagged: TaggedVersion; readonly own: OwnVersion | undefined },
): Promise<LedgerEvent | undefined> {
  const described = await attempt(async () =>
    describe(step, entry, own?.tag === tagged.tag ? own : await readVersion(step, entry, tagged)),
  );
  if (described.ok) return described.value;
  if (described.error.code !== 'NOT_PUBLISHED')
    step.ports.log.warning(`ledger: ${ledgerPath(entry.file)} was not written: ${described.error.message}`);
  return undefined;
}

interface Documents extends Pick<OwnVersion, 'document'> {
  /** Of the event of a registration. */
  readonly run?: Run;
  readonly evaluation?: ReadEvaluation;
  readonly reevaluation?: ReadEvaluation | undefined;
}

/** The documents are those of the release, so an event has the same content whenever it is entered. */
async function readVersion(
  { ports }: RegisterStep,
  { event }: LedgerEntry,
  tagged: TaggedVersion,
): Promise<Documents> {
  const files = await ports.scratch('event');
  const released = await fetchVersion(ports, tagged, files);
  const { document } = released;
  if (event !== 'registered') return { document };
  await downloadFiles(ports.releases, released, { roles: ['run', 'evaluation'], into: files });
  const evaluationIn = async (name: string) => parseDocument(evaluationSchema, await files.read(name), name);
  const isReevaluated = document.reevaluation !== undefined;
  return {
    document,
    run: parseDocument(runSchema, await files.read(RUN_DOCUMENT), RUN_DOCUMENT),
    evaluation: await evaluationIn(EVALUATION_DOCUMENT),
    reevaluation: isReevaluated ? await evaluationIn(REEVALUATION_DOCUMENT) : undefined,
  };
}

function describe(
  step: RegisterStep,
  entry: LedgerEntry,
  { document, run, evaluation, reevaluation }: Documents,
): LedgerEvent {
  const { context, model, started } = step;
  const event = { schema: 'model-steward/event/1', model: model.name, at: entry.at } as const;
  const envelope = envelopeOf(context, {
    document: { name: MODEL_DOCUMENT, sha256: documentDigest(document) },
    startedAt: started.at.toISOString(),
    durationMs: elapsedMs(step),
  });
  if (entry.event !== 'registered') return { ...event, event: entry.event, stage: entry.stage, envelope };
  if (run === undefined || evaluation === undefined)
    throw new RangeError('ledger: expected run and evaluation of a registration, got none');
  const evaluations = { evaluation, ...(reevaluation !== undefined && { reevaluation }) };
  return { ...event, event: entry.event, run, ...evaluations, version: document, envelope };
}
