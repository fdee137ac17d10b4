/** What the tags of a model say: its versions, its stages, and which version is assigned to a stage. */
import {
  resolveChampion,
  resolveStage,
  type Champion,
  type ResolvedStage,
} from '../domain/registry/resolve-stage.ts';
import { ConflictError } from '../domain/kernel/errors.ts';
import type { Tag } from '../domain/kernel/platform.ts';
import type { Tags } from '../ports/github.ts';
import type { Clock } from '../ports/runner.ts';

/** @returns undefined when the stage is empty. @throws DataError when the tags do not say which version does. */
export async function findAssignedVersion(
  tags: Pick<Tags, 'ofModel'>,
  { model, stage }: { readonly model: string; readonly stage: string },
): Promise<ResolvedStage | undefined> {
  return resolveStage({ model, stage, tags: await tags.ofModel(model) });
}

/** The champion of a stage, whatever tag emptied it. @throws as `findAssignedVersion`. */
export async function findChampion(
  tags: Pick<Tags, 'ofModel'>,
  { model, stage }: { readonly model: string; readonly stage: string },
): Promise<Champion | undefined> {
  return resolveChampion({ model, stage, tags: await tags.ofModel(model) });
}

/** How long lists of GitHub lag behind a push or a tag. */
export const LISTS_LAG_MS = 30_000;
/** How often a register run looks for what another run, or the platform, is about to show. */
export const REQUEST_AGAIN_MS = 5_000;

interface TagPorts {
  readonly tags: Pick<Tags, 'ofModel'>;
  readonly clock: Pick<Clock, 'sleep'>;
}

/**
 * `findChampion`, where the evidence knows a version.
 * @throws as `listTagsSince`.
 */
export async function findChampionSince(
  ports: TagPorts,
  {
    model,
    stage,
    known,
  }: { readonly model: string; readonly stage: string; readonly known: string | undefined },
): Promise<Champion | undefined> {
  return resolveChampion({ model, stage, tags: await listTagsSince(ports, model, known) });
}

/**
 * All tags of a model: a list that lacks one that the evidence knows is no fact about a stage.
 * @param known the tag of the champion that train found.
 * @throws ConflictError CHAMPION_MOVED when that tag is missing in each list.
 */
export async function listTagsSince(
  { tags, clock }: TagPorts,
  model: string,
  known: string | undefined,
): Promise<readonly Tag[]> {
  for (let waitedMs = 0; ; waitedMs += REQUEST_AGAIN_MS) {
    const listed = await tags.ofModel(model);
    if (hasKnownTag(listed, known)) return listed;
    if (waitedMs >= LISTS_LAG_MS) throw missing(known ?? '', listed.length);
    await clock.sleep(REQUEST_AGAIN_MS);
  }
}

/** For a step that read the tags a moment ago: it starts with what it read then. */
export function startWithKnown(tags: Pick<Tags, 'known' | 'ofModel'>): Pick<Tags, 'ofModel'> {
  let isFirst = true;
  return {
    ofModel: async (model) => {
      const read = isFirst ? tags.known : tags.ofModel;
      isFirst = false;
      return await read(model);
    },
  };
}

/** Whether a list is one that may be believed. */
export function hasKnownTag(listed: readonly Tag[], known: string | undefined): boolean {
  return known === undefined || listed.some(({ name }) => name === known);
}

function missing(known: string, count: number): ConflictError {
  return new ConflictError(
    'CHAMPION_MOVED',
    `champion: expected the tag ${known}, which train found, got a list of ${count} tags without it`,
    { hint: 'run the job again; if the tag was deleted, train again' },
  );
}
