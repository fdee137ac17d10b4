/**
 * What was merged since the version that is replaced, and decides how this one is evaluated (docs/trust.md#what-was-merged-since).
 * Who approves this pull request approves that too; of a retraining, who names its run.
 */
import { isWithoutGate } from '../../../src/shared/domain/evaluation/decide-verdict.ts';
import { repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import { startersOf } from '../../../src/shared/domain/supply-chain/approvals.ts';
import {
  mayOverride,
  type InputApprovals,
} from '../../../src/shared/domain/supply-chain/decide-admission.ts';
import {
  awaitingApproval,
  changesOfGate,
  type MergedChanges,
} from '../../../src/shared/domain/supply-chain/merged-changes.ts';
import { mergedWithPipelineOfRun } from '../../../src/shared/domain/supply-chain/adopted-outputs.ts';
import { protectedModel, type BaseConfig } from '../../../src/shared/domain/supply-chain/protection.ts';
import { confirmMergedUntil } from '../../../src/shared/usecases/confirm-merged-until.ts';
import { findInputApprovals } from '../../../src/shared/usecases/find-input-approvals.ts';
import { findMergedChanges } from '../../../src/shared/usecases/find-merged-changes.ts';
import type { ConfirmedEvaluation } from './confirm-evaluation.ts';
import type { EvaluatedEvidence } from './open-evaluated-evidence.ts';
import type { RegisterStep } from '../ports.ts';

export interface ReadChanges {
  /** Named in release and comment; undefined where there is nothing. */
  readonly merged: MergedChanges | undefined;
  /** What somebody else has to approve, who has not. */
  readonly asked: MergedChanges | undefined;
}

const NOTHING: ReadChanges = { merged: undefined, asked: undefined };

/** Before the first version there is nothing to count from. A model without a gate is asked by whom that was removed. */
export async function readMergedChanges(
  step: RegisterStep,
  evidence: EvaluatedEvidence,
  {
    champion,
    decisive,
    otherRows,
    reads,
  }: Pick<ConfirmedEvaluation, 'champion' | 'decisive' | 'otherRows' | 'reads'>,
): Promise<ReadChanges> {
  const { inputs, model, config, context, ports } = step;
  const end = endOf(step, evidence);
  if (champion === undefined || end === undefined) return NOTHING;
  const { configPath, labels } = inputs;
  const all = await findMergedChanges(ports, {
    ...end,
    ...{ since: await confirmMergedUntil(ports, champion), branch: await ports.repositories.defaultBranch() },
    ...{ gate: evidence.subject.gate, author: evidence.proposal?.author },
    ...{
      configPath,
      labels,
      model,
      config,
      workflows: [evidence.workflowRun.workflowPath],
      otherRows,
      reads,
      late: evidence.late,
    },
    repository: repositoryOf(context),
  });
  const found = mergedWithPipelineOfRun(all, evidence.run.pipeline);
  const merged = found && isWithoutGate(decisive) ? changesOfGate(found) : found;
  const isTaken = merged !== undefined && isNamedByAnother(step, evidence, merged);
  return { merged, asked: isTaken ? undefined : awaitingApproval(merged) };
}

/**
 * The newest commit whose merge was looked at. More can be checked out: another pull request of the same push, or what was merged
 * before somebody started register by hand. The next registration looks at that. @returns undefined where there is no champion either.
 */
export async function findMergedUntil(
  { ports }: RegisterStep,
  { proposal, protection, author, headSha }: EvaluatedEvidence,
  { champion }: Pick<ConfirmedEvaluation, 'champion'>,
): Promise<string | undefined> {
  if (proposal !== undefined) {
    const merge = protection?.isMergeOwn === true ? undefined : proposal.mergeCommit;
    return merge ?? protection?.commit;
  }
  // Of what was never merged another person names the run, and does not see what was merged beside it.
  if (author === undefined) return headSha;
  return champion && (await confirmMergedUntil(ports, champion)).commit;
}

/** What the pull requests lack that a retraining is of; one that somebody else names has one approval more. */
export async function readInputApprovals(
  { model, context, ports }: RegisterStep,
  { subject, proposal, author, headSha, protection }: EvaluatedEvidence,
  { champion, decisive }: Pick<ConfirmedEvaluation, 'champion' | 'decisive'>,
): Promise<InputApprovals | undefined> {
  const isOfBranch = proposal === undefined && author === undefined;
  if (champion === undefined || !isOfBranch || isWithoutGate(decisive)) return undefined;
  // What a person names that is no retraining needs approvals of its own, and has none.
  if (subject.kind === 'pull-request' || subject.gate === 'gate') return undefined;
  const { config } = protectedModel(model, protection);
  const { commit: since } = await confirmMergedUntil(ports, champion);
  const lacking = await findInputApprovals(ports, {
    ...{ required: config.approvals, since, commit: headSha, config },
    branch: await ports.repositories.defaultBranch(),
  });
  if (lacking === undefined || subject.kind !== 'manual') return lacking;
  // Where the platform does not say who pushed, it may have been whoever names the run.
  const authors = [...startersOf(subject.run), ...(lacking.authors ?? startersOf(context))];
  const given = lacking.given + (mayOverride({ actors: startersOf(context), authors }, []) ? 1 : 0);
  return given >= lacking.required ? undefined : { ...lacking, given };
}

/** The newest commit that counts. What was never merged is named by a second person in any case. */
function endOf(
  { model, config }: RegisterStep,
  { proposal, protection, author, headSha }: EvaluatedEvidence,
): { readonly commit: string; readonly base: BaseConfig } | undefined {
  if (proposal !== undefined) return protection && { commit: protection.commit, base: protection.base };
  if (author !== undefined) return undefined;
  const base: BaseConfig =
    config === undefined ? { kind: 'first' } : { kind: 'configured', config: model.config };
  return { commit: headSha, base };
}

/** A retraining that a person names who made none of it, and did not start it. */
function isNamedByAnother(
  { context }: RegisterStep,
  { subject, proposal }: EvaluatedEvidence,
  { authors }: MergedChanges,
): boolean {
  if (subject.kind !== 'manual' || proposal !== undefined || authors === undefined) return false;
  const own = [...startersOf(subject.run), ...authors];
  return mayOverride({ actors: startersOf(context), authors: own }, []);
}
