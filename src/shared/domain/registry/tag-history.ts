/**
 * The tags of one model as a history: which versions are there, and which stages each of them holds. The
 * order of events and every tie are those of GTO 1.10.1 (gto/base.py, gto/tag.py): by tagger date, in
 * whole seconds, then by tag name; lightweight tags are ignored. Unlike there, so are tags of the year 9000 and later.
 */
import type { Tag } from '../kernel/platform.ts';
import { isReadableDate, secondsOf } from './tag-date.ts';
import { readTagMessage } from './tag-message.ts';
import { parseTagName, type TagName } from './tag-name.ts';

export interface TagEvent extends TagName {
  /** Name of the tag. */
  readonly tag: string;
  readonly commit: string;
  readonly message: string;
  /** Unix time of the tagger date, in seconds. */
  readonly atSeconds: number;
}

/** What one commit carries: a version, or none, where a stage tag is on a commit without one. */
export interface VersionHistory {
  readonly version: string | undefined;
  readonly commit: string;
  /** Oldest first, like all lists here. */
  readonly registrations: TagEvent[];
  readonly deregistrations: TagEvent[];
  readonly assignments: TagEvent[];
  readonly unassignments: TagEvent[];
}

export interface TagHistory {
  readonly model: string;
  readonly events: readonly TagEvent[];
  readonly versions: readonly VersionHistory[];
  /** Those that are registered, by their commits. */
  readonly named: ReadonlyMap<string, readonly VersionHistory[]>;
}

/** @param tags all tags of the repository, or only those that begin with the model's name. */
export function readTagHistory(model: string, tags: readonly Tag[]): TagHistory {
  return toHistory(model, readTagEvents(model, tags));
}

/** Oldest first, in GTO's order. */
export function readTagEvents(model: string, tags: readonly Tag[]): readonly TagEvent[] {
  return (
    tags
      .flatMap((tag) => toEvent(model, tag))
      // Names in this grammar are ASCII, so `<` orders them as git does.
      .sort((left, right) => left.atSeconds - right.atSeconds || (left.tag < right.tag ? -1 : 1))
  );
}

/** @param events in GTO's order: all of a model, or those up to some moment. */
export function toHistory(model: string, events: readonly TagEvent[]): TagHistory {
  const named = readVersions(events);
  const byCommit = Map.groupBy(named, ({ commit }) => commit);
  const nameless: VersionHistory[] = [];
  for (const event of events) {
    if (event.kind !== 'assignment' && event.kind !== 'unassignment') continue;
    // GTO makes a new nameless version for each stage tag on a commit without one.
    const versions = byCommit.get(event.commit) ?? [addTo(nameless, undefined, event.commit)];
    for (const version of versions)
      version[event.kind === 'assignment' ? 'assignments' : 'unassignments'].push(event);
  }
  return { model, events, versions: [...named, ...nameless], named: byCommit };
}

/**
 * The versions of a commit: one, unless somebody registered a second one there, on which GTO stops. Then those that
 * register made, which name their evidence, come before others.
 */
export function versionsOn(history: TagHistory, commit: string): readonly VersionHistory[] {
  const named = history.named.get(commit) ?? [];
  const own = named.filter(
    ({ registrations }) => readTagMessage(registrations.at(-1)?.message ?? '').evidence !== undefined,
  );
  return own.length > 0 ? own : named;
}

/** A version counts from its registration until its deregistration on the same commit. */
export function isActive(version: VersionHistory): boolean {
  const deregistered = version.deregistrations.at(-1)?.atSeconds ?? -Infinity;
  const registered = version.registrations.at(-1)?.atSeconds;
  return registered === undefined ? version.deregistrations.length === 0 : registered > deregistered;
}

/** A model is deprecated until anything else happens to it. */
export function isDeprecated(history: TagHistory): boolean {
  const latest = history.events.at(-1)?.atSeconds;
  const lastSecond = history.events.filter(({ atSeconds }) => atSeconds === latest);
  return lastSecond.length > 0 && lastSecond.every(({ kind }) => kind === 'deprecation');
}

function toEvent(model: string, tag: Tag): readonly TagEvent[] {
  const name = parseTagName(tag.name);
  const { taggedAt } = tag;
  if (name?.model !== model || taggedAt === undefined || !isReadableDate(taggedAt)) return [];
  return [
    { ...name, tag: tag.name, commit: tag.commit, message: tag.message, atSeconds: secondsOf(taggedAt) },
  ];
}

function readVersions(events: readonly TagEvent[]): VersionHistory[] {
  const versions: VersionHistory[] = [];
  const known = new Map<string, VersionHistory>();
  for (const event of events) {
    if (event.kind !== 'registration' && event.kind !== 'deregistration') continue;
    const key = `${event.version ?? ''} ${event.commit}`;
    const version = known.get(key) ?? addTo(versions, event.version, event.commit);
    known.set(key, version);
    version[event.kind === 'registration' ? 'registrations' : 'deregistrations'].push(event);
  }
  return versions;
}

function addTo(versions: VersionHistory[], version: string | undefined, commit: string): VersionHistory {
  const created = {
    version,
    commit,
    registrations: [],
    deregistrations: [],
    assignments: [],
    unassignments: [],
  };
  versions.push(created);
  return created;
}
