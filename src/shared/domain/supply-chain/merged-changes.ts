/**
 * What was merged since the version that is replaced, and decides how a model is evaluated. What was approved by no one but its
 * author stays so (docs/trust.md#what-was-merged-since). It stays in the base of every pull request after it: without this list a change
 * that was refused would be approved by the merge of anything else.
 */
import { gateNames, type GateName, type KeyChange } from '../documents/evaluation.ts';
import type { ModelConfig } from '../config/config.ts';
import type { FileChange } from './protected-files.ts';

/** A commit of the default branch, and the pull request that brought it; undefined for a push without one. */
export interface ChangeOrigin {
  readonly commit: string;
  readonly pull: number | undefined;
}

export interface MergedChange {
  readonly change: KeyChange | FileChange;
  /** Oldest first; empty where no commit is known, as after a merge that changed the file itself. */
  readonly origins: readonly ChangeOrigin[];
  /** Whether somebody else has to approve it; not for rows that a bot pushes, as a scheduled job does. */
  readonly isAsked: boolean;
}

export interface MergedChanges {
  /** The tag of the version that is replaced. */
  readonly since: string;
  readonly changes: readonly MergedChange[];
  /** What somebody else approved where it was merged: nothing is asked, and it is named. */
  readonly approved: readonly MergedChange[];
  /** False where the platform does not say what was merged: any protected file may be among it. */
  readonly isWhole: boolean;
  /** Whether another person may write, who could have approved it. */
  readonly hasOthers: boolean;
  /** Who proposed or pushed it; undefined where the platform does not say, and for a pull request, where it decides nothing. */
  readonly authors: readonly string[] | undefined;
}

/** What register needs somebody else for; undefined where nothing is asked. */
export function awaitingApproval(merged: MergedChanges | undefined): MergedChanges | undefined {
  if (merged?.hasOthers !== true) return undefined;
  const changes = merged.changes.filter(({ isAsked }) => isAsked);
  return changes.length === 0 && merged.isWhole ? undefined : { ...merged, changes };
}

/**
 * Of a model without a gate: nothing is asked of what decides nothing, but a gate that was removed without an approval would be
 * a way around all that is asked.
 */
export function changesOfGate(merged: MergedChanges): MergedChanges | undefined {
  const isOfGate = ({ change }: MergedChange): boolean =>
    isKeyChange(change) && gateNames.some((name) => name === change.key);
  const [changes, approved] = [merged.changes.filter(isOfGate), merged.approved.filter(isOfGate)];
  return changes.length + approved.length === 0 && merged.isWhole
    ? undefined
    : { ...merged, changes, approved };
}

/** About other registrations: they decide nothing about this one. */
const OF_OTHERS: Readonly<Record<GateName, RegExp>> = {
  gate: /^(?:gate-retrain|promote|monitor)(?:\.|$)/,
  'gate-retrain': /^(?:gate|approvals|evidence|looks|monitor)(?:\.|$)/,
};

/** Of a retraining without a gate of its own: the rules of `gate` decide about it. */
const OF_OTHERS_BY_GATE = /^(?:approvals|evidence|looks|monitor)(?:\.|$)/;

/**
 * @param keys between two configurations of the default branch.
 * @param config the newer one: where it has no `gate-retrain`, a retraining passes by the rules of `gate`.
 */
export function keysThatDecide(
  keys: readonly KeyChange[],
  gate: GateName,
  config: Pick<ModelConfig, 'gate-retrain'>,
): readonly KeyChange[] {
  const isByGate = gate === 'gate-retrain' && config['gate-retrain'] === undefined;
  const ofOthers = isByGate ? OF_OTHERS_BY_GATE : OF_OTHERS[gate];
  return keys.filter(({ key, decidedBy }) => !ofOthers.test(key) && !isMoreInputs(key, decidedBy));
}

/** More files make a model, or fewer evaluations are skipped: nothing is weakened. */
function isMoreInputs(key: string, decidedBy: KeyChange['decidedBy']): boolean {
  return (key === 'paths' || key === 'data') && decidedBy === 'base';
}

/** Files that a scheduled job writes, such as the newest rows, and those of a pipeline that it ran. */
export function isTable({ kind }: FileChange): boolean {
  return kind === 'score-data' || kind === 'labels' || kind === 'pipeline' || kind === 'row-maker';
}

export function isKeyChange(change: KeyChange | FileChange): change is KeyChange {
  return 'key' in change;
}
