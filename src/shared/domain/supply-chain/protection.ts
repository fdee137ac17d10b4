/**
 * What a pull request changes about its own evaluation, against the commit of the base branch that it replaces
 * (docs/trust.md#the-base-decides): which of it the base decides, and which needs a review by somebody else.
 */
import type { Config, ModelConfig } from '../config/config.ts';
import {
  compareProtectedKeys,
  compareMonitoringKeys,
  type MonitoringChange,
} from '../config/protected-keys.ts';
import { findDecidingConfig } from '../config/hiding-config.ts';
import type { SelectedModel } from '../config/select-model.ts';
import type { Evaluation, KeyChange } from '../documents/evaluation.ts';
import type { ChangedKeys } from '../evaluation/combine-evaluations.ts';
import type { HeadUses, UnclearBase } from './evidence-runs.ts';
import { awaitingApproval, type MergedChanges } from './merged-changes.ts';
import type { OtherRows, RowMakers } from './held-out-rows.ts';
import type { FileChange } from './protected-files.ts';
import type { UncountedChange } from './read-changes.ts';
import type { SortedChanges } from './sorted-changes.ts';

/** What the base has for the model. `hiding` is a model of the base that shows no digits of the same rows. */
export type BaseConfig =
  | { readonly kind: 'configured'; readonly config: ModelConfig }
  /** There is nothing that a pull request could weaken: its own configuration counts. */
  | { readonly kind: 'first'; readonly hiding?: ModelConfig | undefined }
  /** The pull request removes models of the base, and configures this one. */
  | {
      readonly kind: 'renamed';
      readonly removed: readonly string[];
      readonly hiding?: ModelConfig | undefined;
    }
  | { readonly kind: 'unreadable'; readonly problem: string }
  /** The base has no configuration of this model any more, which has versions. */
  | { readonly kind: 'removed'; readonly hiding?: ModelConfig | undefined };

export interface Protection {
  /** The commit of the base branch. */
  readonly commit: string;
  readonly base: BaseConfig;
  readonly keys: readonly KeyChange[];
  /** How the model is monitored, checked and retrained after the merge, which decides about that. */
  readonly monitoring: readonly MonitoringChange[];
  /** Those that need a review. */
  readonly files: readonly FileChange[];
  /** What the score command, or a step, has in common with the training: it makes the model, and the merge decides. */
  readonly sharedFiles: readonly FileChange[];
  /** Whether the list of what the pull request changes is whole; where it is not, any protected file may be changed. */
  readonly isEveryFileKnown: boolean;
  /** Files that the base does not have, for a model without a version: nothing was ever evaluated by other ones. */
  readonly firstFiles: readonly FileChange[];
  /** Workflow files that have nothing to do with models, unless one of them made the evidence. */
  readonly otherWorkflows: readonly string[];
  /** Changed files that may have chosen rows which git does not have. */
  readonly rowMakers: RowMakers;
  /** The rows, where they are others and some of those files, or of the rows, are changed. */
  readonly otherRows?: OtherRows | undefined;
  /** Rows that the training wrote, for a model without a version. */
  readonly firstRows?: OtherRows | undefined;
  /** What it changes and counts for no reason so far: runs may have been seen to read it. */
  readonly uncounted: readonly UncountedChange[];
  /** All that it changes, by what was seen to read it. */
  readonly sorted: SortedChanges;
  /** Whether it changes anything that makes the model; undefined where that is not known. */
  readonly changesInputs?: boolean | undefined;
  /** What else its head branch was proposed for; undefined unless asked for and answered. */
  readonly uses?: HeadUses | undefined;
  /** What was merged before it without an approval, since the version that it replaces. */
  readonly merged?: MergedChanges | undefined;
  /** Whether a person made its merge, and a file that decides is in it as neither side had it: no one approved that. */
  readonly isMergeOwn?: boolean | undefined;
  /** Why its evidence may have been made for another branch; said before the merge. */
  readonly unclearBase?: UnclearBase | undefined;
  /** What its workflow takes of this repository from a branch or a tag that can be moved; said before the merge. */
  readonly otherRefs?: readonly string[];
}

/** Why a person other than the author has to approve the last commit. */
export type ReviewReason =
  | { readonly code: 'key'; readonly key: string }
  | { readonly code: 'file'; readonly kind: FileChange['kind']; readonly path: string }
  | { readonly code: 'renamed'; readonly removed: readonly string[] }
  | { readonly code: 'unreadable' }
  /** A protected file may be changed that is not listed. */
  | { readonly code: 'files-unknown' }
  /** The configuration of the base cannot evaluate evidence that was made for another one. */
  | { readonly code: 'base-cannot-evaluate' }
  /** There are versions of the model, and the base has no configuration of it. */
  | { readonly code: 'removed' }
  /** The evidence may have been made for the merge into another branch. */
  | { readonly code: 'unclear-base'; readonly why: UnclearBase };

/** @param base all models of the base; undefined where it has no configuration. */
export function findBaseConfig(
  base: Config | undefined,
  head: Config | undefined,
  model: string,
): BaseConfig {
  if (base === undefined) return { kind: 'first' };
  const config = Object.hasOwn(base.models, model) ? base.models[model] : undefined;
  if (config !== undefined) return { kind: 'configured', config };
  const own = head !== undefined && Object.hasOwn(head.models, model) ? head.models[model] : undefined;
  const hiding = own && findDecidingConfig(base, { name: model, config: own });
  const removed = Object.keys(base.models).filter((name) => !Object.hasOwn(head?.models ?? {}, name));
  return removed.length === 0 ? { kind: 'first', hiding } : { kind: 'renamed', removed, hiding };
}

/** By whose `report` a model that the base does not have is shown. */
export function hidingConfigOf(protection: Pick<Protection, 'base'> | undefined): ModelConfig | undefined {
  return protection !== undefined && 'hiding' in protection.base ? protection.base.hiding : undefined;
}

/** By what a pull request is evaluated: where the base decides, the pull request does not. */
export function configurationsOf(
  model: SelectedModel,
  protection: Pick<Protection, 'base' | 'commit' | 'keys'> | undefined,
): {
  readonly base: SelectedModel;
  readonly head: SelectedModel;
  readonly changed: ChangedKeys | undefined;
  readonly shownBy: ModelConfig | undefined;
} {
  return {
    base: protectedModel(model, protection),
    head: model,
    changed: changedKeys(protection),
    shownBy: hidingConfigOf(protection),
  };
}

export function compareWithBase(base: BaseConfig, head: ModelConfig): readonly KeyChange[] {
  return base.kind === 'configured' ? compareProtectedKeys(base.config, head) : [];
}

export function compareMonitoring(base: BaseConfig, head: ModelConfig): readonly MonitoringChange[] {
  return base.kind === 'configured' ? compareMonitoringKeys(base.config, head) : [];
}

/** The model by the protected configuration; by its own where the base has none. */
export function protectedModel(
  { name, config }: SelectedModel,
  protection: Pick<Protection, 'base'> | undefined,
): SelectedModel {
  return { name, config: protection?.base.kind === 'configured' ? protection.base.config : config };
}

/** For the document; undefined when no protected key is changed. */
export function changedKeys(
  protection: Pick<Protection, 'commit' | 'keys'> | undefined,
): ChangedKeys | undefined {
  if (protection === undefined || protection.keys.length === 0) return undefined;
  return { base: protection.commit, keys: [...protection.keys] };
}

/** @param evaluation by both configurations, where both can evaluate. */
export function reviewReasons(
  protection: Pick<Protection, 'base' | 'keys' | 'files' | 'isEveryFileKnown' | 'unclearBase'>,
  evaluation: Pick<Evaluation, 'changes'>,
): readonly ReviewReason[] {
  const { base, keys, files, isEveryFileKnown, unclearBase } = protection;
  return [
    ...(base.kind === 'renamed' ? [{ code: base.kind, removed: base.removed } as const] : []),
    ...(base.kind === 'unreadable' || base.kind === 'removed' ? [{ code: base.kind } as const] : []),
    ...(isEveryFileKnown ? [] : [{ code: 'files-unknown' } as const]),
    ...(evaluation.changes?.evaluatedBy === 'head' ? [{ code: 'base-cannot-evaluate' } as const] : []),
    ...keys.flatMap(({ key, decidedBy }) => (decidedBy === 'review' ? [{ code: 'key', key } as const] : [])),
    ...files.map(({ kind, path }) => ({ code: 'file', kind, path }) as const),
    ...(unclearBase === undefined ? [] : [{ code: 'unclear-base', why: unclearBase } as const]),
  ];
}

/** Whether a registration needs somebody else, before anything is said of the number of approvals. */
export function needsApproval(protection: Protection, evaluation: Pick<Evaluation, 'changes'>): boolean {
  return (
    awaitingApproval(protection.merged) !== undefined ||
    (protection.otherRefs ?? []).length > 0 ||
    reviewReasons(protection, evaluation).length > 0
  );
}

/** Whatever its text says, the workflow in which the evidence was made decides what the evidence is. */
export function withEvidenceWorkflow(protection: Protection, path: string | undefined): Protection {
  if (path === undefined || !protection.otherWorkflows.includes(path)) return protection;
  return { ...protection, files: [...protection.files, { kind: 'workflow', path }] };
}
