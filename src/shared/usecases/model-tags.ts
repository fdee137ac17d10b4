/** What the tags of a model say: its versions, its stages, and which version is assigned to a stage. */
import { resolveStage, type ResolvedStage } from '../domain/registry/resolve-stage.ts';
import type { Tag } from '../domain/kernel/platform.ts';
import type { Tags } from '../ports/github.ts';

/** All tags of the model, and none of another one whose name begins alike: each costs a request. */
export async function listModelTags(tags: Pick<Tags, 'list'>, model: string): Promise<readonly Tag[]> {
  const [versions, stages] = await Promise.all([tags.list(`${model}@`), tags.list(`${model}#`)]);
  return [...versions, ...stages];
}

/** @returns undefined when the stage is empty. @throws DataError when the tags do not say which version does. */
export async function findAssignedVersion(
  tags: Pick<Tags, 'list'>,
  { model, stage }: { readonly model: string; readonly stage: string },
): Promise<ResolvedStage | undefined> {
  return resolveStage({ model, stage, tags: await listModelTags(tags, model) });
}
