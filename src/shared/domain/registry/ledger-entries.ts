/**
 * What the ledger should contain about a model's versions and stages: one event for each tag that register created.
 * The tags are the source of truth: events that are missing from the ledger are restored from them.
 */
import type { MovedStage } from '../documents/event.ts';
import { LEDGER_BRANCH, movedTo, type LedgerFile } from '../kernel/names.ts';
import type { Tag } from '../kernel/platform.ts';
import { HOUR_MS, parseInstant } from '../kernel/time.ts';
import { versionBefore } from './stage-history.ts';
import { readTagMessage } from './tag-message.ts';
import { isVersionMark } from './version-status.ts';
import { readTagHistory, versionsOn, type TagEvent, type TagHistory } from './tag-history.ts';
import { formatInstant } from '../kernel/time.ts';

interface EntryOfTag {
  readonly file: LedgerFile;
  /** Tag that the event is about, and its date in RFC 3339. */
  readonly tag: string;
  readonly at: string;
  /** Tag of the version. */
  readonly versionTag: string;
  /** Address of the attempt that created the tag. */
  readonly madeBy: string;
}

export type LedgerEntry = EntryOfTag &
  (
    | { readonly event: 'registered' }
    | { readonly event: 'promoted' | 'rolled-back'; readonly stage: MovedStage }
  );

/** A ledger that was never written is filled over several runs: each event costs several requests. */
export const NEWEST_TAGS = 20;
/** The run of a younger tag may be about to write its own event. */
const YOUNG_MS = HOUR_MS;

/** Whether the run that created the tag has had the time to enter its event. */
export function isDue({ at }: Pick<LedgerEntry, 'at'>, nowMs: number): boolean {
  return parseInstant(at) <= nowMs - YOUNG_MS;
}

/**
 * What a person has to find out: the branch has nothing but its history to say which of the two it was.
 * @param tags of the events. @param what became of them, such as `are missing`.
 */
export function describeMissing(tags: readonly string[], what: string): string {
  return `ledger: the events of ${tags.join(', ')} ${what}: their runs could not write them, or the history of ${LEDGER_BRANCH} was rewritten. Find out which, and protect the branch with a ruleset.`;
}

/**
 * Of the newest tags, oldest first. Tags that were created by other tools have no entry: no run is known for them.
 * @param newest how many tags are considered.
 */
export function listLedgerEntries(
  model: string,
  tags: readonly Tag[],
  newest: number,
): readonly LedgerEntry[] {
  const history = readTagHistory(model, tags);
  return history.events.slice(-newest).flatMap((event) => toEntry(history, tags, event));
}

function toEntry(history: TagHistory, tags: readonly Tag[], event: TagEvent): readonly LedgerEntry[] {
  const { run: madeBy, operation } = readTagMessage(event.message);
  const run = parseAttempt(madeBy);
  if (madeBy === undefined || run === undefined) return [];
  const { model } = history;
  const made = { tag: event.tag, at: isoOf(event), madeBy };
  if (event.kind === 'registration') {
    const file: LedgerFile = { model, event: 'registered', at: made.at, run };
    return [{ ...made, file, event: 'registered', versionTag: event.tag }];
  }
  const [assigned] = versionsOn(history, event.commit);
  const versionTag = assigned?.registrations.at(-1)?.tag;
  if (event.kind !== 'assignment' || assigned?.version === undefined || versionTag === undefined) return [];
  const kind = operation === 'rollback' ? 'rolled-back' : 'promoted';
  const name = event.stage ?? '';
  // The tag of a mark is its record: it moves nothing.
  if (isVersionMark(name)) return [];
  const previous = versionBefore(model, tags, event);
  return [
    {
      ...made,
      file: { model, event: movedTo(kind, name), at: made.at, run },
      event: kind,
      versionTag,
      stage: { name, tag: event.tag, version: assigned.version, ...(previous !== undefined && { previous }) },
    },
  ];
}

/** Where the event of a registration stands; undefined for a tag that register did not make. */
export function registrationFile(model: string, event: TagEvent): LedgerFile | undefined {
  const run = parseAttempt(readTagMessage(event.message).run);
  return run && { model, event: 'registered', at: isoOf(event), run };
}

function isoOf({ atSeconds }: TagEvent): string {
  return formatInstant(atSeconds * 1000);
}

/** `…/actions/runs/7/attempts/2` → run 7, attempt 2. */
function parseAttempt(url: string | undefined): { id: number; attempt: number } | undefined {
  const [, id, attempt] = /\/actions\/runs\/(\d+)\/attempts\/(\d+)$/.exec(url ?? '') ?? [];
  return id === undefined || attempt === undefined ? undefined : { id: Number(id), attempt: Number(attempt) };
}
