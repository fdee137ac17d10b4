/** What the tags of a model say: its versions, its stages, and which version is assigned to a stage. */
import {
  resolveChampion,
  resolveStage,
  type Champion,
  type ResolvedStage,
} from '../domain/registry/resolve-stage.ts';
import { ConflictError } from '../domain/kernel/errors.ts';
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

/** How long, and how often, a list without a tag that exists is requested again: GitHub's lists can lag. */
const LAG_MS = 30_000;
const REQUEST_AGAIN_MS = 5_000;

/**
 * `findChampion`, where the evidence knows a version: a list that lacks its tag is no fact about the stage.
 * @param known the tag of the champion that train found.
 * @throws ConflictError CHAMPION_MOVED when that tag is missing in each list.
 */
export async function findChampionSince(
  { tags, clock }: { readonly tags: Pick<Tags, 'ofModel'>; readonly clock: Pick<Clock, 'sleep'> },
  {
    model,
    stage,
    known,
  }: { readonly model: string; readonly stage: string; readonly known: string | undefined },
): Promise<Champion | undefined> {
  for (let waitedMs = 0; ; waitedMs += REQUEST_AGAIN_MS) {
    const listed = await tags.ofModel(model);
    if (known === undefined || listed.some(({ name }) => name === known))
      return resolveChampion({ model, stage, tags: listed });
    if (waitedMs >= LAG_MS) throw missing(known, listed.length);
    await clock.sleep(REQUEST_AGAIN_MS);
  }
}

function missing(known: string, count: number): ConflictError {
  return new ConflictError(
    'CHAMPION_MOVED',
    `champion: expected the tag ${known}, which train found, got a list of ${count} tags without it`,
    { hint: 'run the job again; if the tag was deleted, train again' },
  );
}
