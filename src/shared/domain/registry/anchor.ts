/**
 * The anchor of a stage: the version that keeps small losses from adding up over retrainings, each of which is not worse
 * than the one before (docs/lifecycle.md#the-anchor). By the tags alone: register writes into the tag of a version which
 * versions it was proved superior to.
 */
import { CONFIG_PATH } from '../kernel/names.ts';
import { InputError } from '../kernel/errors.ts';
import type { ResolvedStage, StageQuery } from './resolve-stage.ts';
import { isActive, readTagHistory, versionsOn, type TagEvent, type TagHistory } from './tag-history.ts';
import { readTagMessage } from './tag-message.ts';

export type Anchor = Pick<ResolvedStage, 'version' | 'tag' | 'message'>;

export interface AnchorQuery extends StageQuery {
  /** The version that the protected configuration names. */
  readonly named: string | undefined;
}

/**
 * Moved by each version that took the stage and was proved superior to the anchor before it. Who takes the stage
 * again, by a rollback or by hand, brings back the anchor that it had.
 * @returns undefined when no version ever took the stage.
 * @throws InputError when the configuration names a version that is not registered.
 */
export function resolveAnchor({ model, stage, tags, named }: AnchorQuery): Anchor | undefined {
  const history = readTagHistory(model, tags);
  if (named !== undefined) return requireNamed(history, named);
  const anchorWhen = new Map<string, Anchor>();
  let anchor: Anchor | undefined;
  for (const event of history.events) {
    if (event.kind !== 'assignment' || event.stage !== stage) continue;
    const version = registeredOn(history, event.commit);
    if (version === undefined) continue;
    const moves = anchor === undefined || isSuperiorTo(version, anchor);
    anchor = anchorWhen.get(version.version) ?? (moves ? version : anchor);
    if (anchor !== undefined) anchorWhen.set(version.version, anchor);
  }
  return anchor;
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

function registeredOn(history: TagHistory, commit: string): Anchor | undefined {
  const found = versionsOn(history, commit).at(-1);
  const registration: TagEvent | undefined = found?.registrations.at(-1);
  if (found?.version === undefined || registration === undefined || !isActive(found)) return undefined;
  return { version: found.version, tag: registration.tag, message: registration.message };
}

function isSuperiorTo({ message }: Anchor, anchor: Anchor): boolean {
  return readTagMessage(message).superiorTo.includes(anchor.version);
}
