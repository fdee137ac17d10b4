/** The version that a new one is compared with: the one that it replaces (docs/trust.md#the-base-decides). */
import type { SelectedModel } from '../../../src/shared/domain/config/select-model.ts';
import { resolveStage, type ResolvedStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import type { RegisterStep } from '../ports.ts';

export interface Opponent {
  /** The version with which the new one is compared; undefined when nothing is assigned. */
  readonly champion: ResolvedStage | undefined;
  /** The version in the stage that the new one takes. */
  readonly replaced: ResolvedStage | undefined;
}

/**
 * The version that a new one is compared with is the one that it replaces, whatever stage the configuration names.
 * In an empty stage it replaces none: then the champion of the configured stage remains the measure.
 */
export async function findOpponent(
  { ports }: RegisterStep,
  { name, config }: SelectedModel,
  stage: string | undefined,
): Promise<Opponent> {
  const tags = await ports.tags.known(name);
  const replaced = stage === undefined ? undefined : resolveStage({ model: name, stage, tags });
  const champion = replaced ?? resolveStage({ model: name, stage: config.stage, tags });
  return { champion, replaced };
}
