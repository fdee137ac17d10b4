/** The version that a new one is compared with: the one that it replaces (docs/trust.md#the-base-decides). */
import { needsAnchor, type SelectedModel } from '../../../src/shared/domain/config/select-model.ts';
import type { GateName } from '../../../src/shared/domain/documents/evaluation.ts';
import { resolveStage, type ResolvedStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { confirmAnchor, type ConfirmedAnchor } from '../../../src/shared/usecases/confirm-anchor.ts';
import type { RegisterStep } from '../ports.ts';

export interface Opponent {
  /** The version with which the new one is compared; undefined when nothing is assigned. */
  readonly champion: ResolvedStage | undefined;
  /** The version in the stage that the new one takes. */
  readonly replaced: ResolvedStage | undefined;
  /** Of the champion's stage; undefined where no rule compares with it, or nothing is assigned. */
  readonly anchor: ConfirmedAnchor | undefined;
}

export interface OpponentOptions {
  /** The one that the version will take; undefined when it takes none. */
  readonly stage: string | undefined;
  readonly gate: GateName;
  /** The model as it is configured now. */
  readonly head: SelectedModel;
}

/**
 * The version that a new one is compared with is the one that it replaces, whatever stage the configuration names.
 * In an empty stage it replaces none: then the champion of the configured stage remains the measure.
 */
export async function findOpponent(
  { ports }: RegisterStep,
  base: SelectedModel,
  { stage, gate, head }: OpponentOptions,
): Promise<Opponent> {
  const { name, config } = base;
  const tags = await ports.tags.known(name);
  const replaced = stage === undefined ? undefined : resolveStage({ model: name, stage, tags });
  const champion = replaced ?? resolveStage({ model: name, stage: config.stage, tags });
  const ofStage = {
    model: name,
    stage: replaced === undefined ? config.stage : (stage ?? config.stage),
    tags,
  };
  const isAsked = champion !== undefined && [base, head].some((model) => needsAnchor(model, gate));
  const anchor = isAsked ? await confirmAnchor(ports, { ...ofStage, named: config.anchor }) : undefined;
  return { champion, replaced, anchor };
}
