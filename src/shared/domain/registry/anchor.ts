/**
 * The anchor of a stage: the version that keeps small losses from adding up over retrainings, each of which is not worse
 * than the one before (docs/lifecycle.md#the-anchor). By the tags alone: register writes into the tag of a version which
 * versions it was found superior to. Who may push tags can write that too, so it is a claim (docs/trust.md#the-anchor).
 */
import { CONFIG_PATH } from '../kernel/names.ts';
import { ConflictError, InputError } from '../kernel/errors.ts';
import type { ResolvedStage, StageQuery } from './resolve-stage.ts';
import { isActive, readTagHistory, versionsOn, type TagEvent, type TagHistory } from './tag-history.ts';
import { readTagMessage } from './tag-message.ts';

export type Anchor = Pick<ResolvedStage, 'version' | 'tag' | 'message'>;

export interface AnchorQuery extends StageQuery {
  /** The version that the protected configuration names. */
  readonly named: string | undefined;
  /** Versions whose claim to be superior was checked, and is not true. */
  readonly disbelieved?: ReadonlySet<string>;
}

export interface ResolvedAnchor {
  readonly anchor: Anchor;
  /** The anchor before it, to which its tag claims that it was found superior; undefined for one that needs none. */
  readonly superiorTo: string | undefined;
}

/**
 * Moved by each version that took the stage and was found superior to the anchor before it. Who takes the stage
 * again, by a rollback or by hand, brings back the anchor that it had. The first version stays the first one when it is
 * taken back: nothing is found superior to a version that only came after it.
 * @returns undefined when no version ever took the stage.
 * @throws InputError when the configuration names a version that is not registered; ConflictError NOT_PUBLISHED when
 * the first version of the stage has no tag any more.
 */
export function resolveAnchor(query: AnchorQuery): ResolvedAnchor | undefined {
  const { model, stage, tags, named, disbelieved } = query;
  const history = readTagHistory(model, tags);
  if (named !== undefined) return { anchor: requireNamed(history, named), superiorTo: undefined };
  const anchorWhen = new Map<string, ResolvedAnchor>();
  let current: ResolvedAnchor | undefined;
  for (const event of history.events) {
    if (event.kind !== 'assignment' || event.stage !== stage) continue;
    const found = versionOn(history, event.commit);
    if (found === undefined) {
      if (current === undefined) throw lostFirst(event);
      continue;
    }
    const { version } = found;
    const isBelieved = disbelieved?.has(version) !== true;
    const next = current === undefined ? first(found) : isBelieved ? moved(current, found) : current;
    current = anchorWhen.get(version) ?? next;
    anchorWhen.set(version, current);
  }
  return current;
}

function requireNamed({ model, events, ...history }: TagHistory, named: string): Anchor {
  const registered = events
    .filter(({ kind, version }) => kind === 'registration' && version === named)
    .flatMap(({ commit }) => registeredOn({ model, events, ...history }, commit) ?? [])
    .find(({ version }) => version === named);
  if (registered !== undefined) return registered;
  throw new InputError(
    'CONFIG_INVALID',
    `${CONFIG_PATH}: models.${model}.anchor: expected a registered version, got ${named}`,
    {
      hint: 'name a version that has a release, or remove `anchor`: then the first version that took the stage counts',
    },
  );
}

interface FoundVersion extends Anchor {
  /** Whether it was not taken back. */
  readonly isActive: boolean;
}

function versionOn(history: TagHistory, commit: string): FoundVersion | undefined {
  const found = versionsOn(history, commit).at(-1);
  const registration: TagEvent | undefined = found?.registrations.at(-1);
  if (found?.version === undefined || registration === undefined) return undefined;
  const { tag, message } = registration;
  return { version: found.version, tag, message, isActive: isActive(found) };
}

function registeredOn(history: TagHistory, commit: string): Anchor | undefined {
  const found = versionOn(history, commit);
  return found?.isActive === true ? anchorOf(found) : undefined;
}

function anchorOf({ version, tag, message }: FoundVersion): Anchor {
  return { version, tag, message };
}

function first(found: FoundVersion): ResolvedAnchor {
  return { anchor: anchorOf(found), superiorTo: undefined };
}

/** What was taken back moves nothing any more. */
function moved(current: ResolvedAnchor, found: FoundVersion): ResolvedAnchor {
  const { version } = current.anchor;
  const isSuperior = found.isActive && readTagMessage(found.message).superiorTo.includes(version);
  return isSuperior ? { anchor: anchorOf(found), superiorTo: version } : current;
}

function lostFirst({ tag }: TagEvent): ConflictError {
  return new ConflictError(
    'NOT_PUBLISHED',
    `${tag}: expected the first version of the stage, got a commit without one`,
    {
      hint: 'restore the tag of that version, or name the version to compare with as `anchor` in the configuration',
    },
  );
}
