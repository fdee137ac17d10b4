/** The opponents of a new version, champion and anchor, and the version that it replaces (docs/trust.md#the-base-decides). */
import { needsAnchor, type SelectedModel } from '../../../src/shared/domain/config/select-model.ts';
import type { GateName } from '../../../src/shared/domain/documents/evaluation.ts';
import {
  resolveChampion,
  resolveReplaced,
  type ResolvedStage,
} from '../../../src/shared/domain/registry/resolve-stage.ts';
import { describeWithdrawal } from '../../../src/shared/domain/report/tag-text.ts';
import { confirmAnchor, type ConfirmedAnchor } from '../../../src/shared/usecases/confirm-anchor.ts';
import { hasKnownTag, listTagsSince } from '../../../src/shared/usecases/model-tags.ts';
import type { RegisterStep } from '../ports.ts';

export interface VersionsBefore {
  /** The version with which the new one is compared; undefined when none was ever assigned. */
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
  /** The tag of the champion that the evidence names. */
  readonly shown: string | undefined;
  /** The model as it is configured now. */
  readonly head: SelectedModel;
}

/**
 * The version that a new one is compared with is the one that had the stage last which it takes, whatever stage the
 * configuration names. Where no version ever had that stage, the champion of the configured stage remains the measure.
 * @throws ConflictError CHAMPION_MOVED where each list of tags lacks the champion of the evidence.
 */
export async function findOpponents(
  { ports }: RegisterStep,
  base: SelectedModel,
  { stage, gate, head, shown }: OpponentOptions,
): Promise<VersionsBefore> {
  const { name, config } = base;
  const known = await ports.tags.known(name);
  const tags = hasKnownTag(known, shown) ? known : await listTagsSince(ports, name, shown);
  const replaced = stage === undefined ? undefined : resolveReplaced({ model: name, stage, tags });
  const own = stage === undefined ? undefined : resolveChampion({ model: name, stage, tags });
  const champion = own ?? resolveChampion({ model: name, stage: config.stage, tags });
  if (champion?.withdrawnBy !== undefined)
    ports.log.warning(describeWithdrawal(champion.tag, champion.withdrawnBy));
  const ofStage = { model: name, stage: own === undefined ? config.stage : (stage ?? config.stage), tags };
  const isAsked = champion !== undefined && [base, head].some((model) => needsAnchor(model, gate));
  const anchor = isAsked ? await confirmAnchor(ports, { ...ofStage, named: config.anchor }) : undefined;
  return { champion, replaced, anchor };
}
