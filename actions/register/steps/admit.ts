/** The conditions under which an evaluated model becomes a version; each has an error code of its own. */
import { findChangedInputs } from '../../../src/shared/usecases/find-changed-inputs.ts';
import { findPushers, pushersOf } from '../../../src/shared/usecases/find-pushers.ts';
import { startersOf } from '../../../src/shared/domain/supply-chain/approvals.ts';
import { listChangedSince } from '../../../src/shared/domain/supply-chain/changed-since.ts';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { showValue } from '../../../src/shared/domain/documents/open-values.ts';
import { ConflictError, InputError } from '../../../src/shared/domain/kernel/errors.ts';
import { describeUncounted } from '../../../src/shared/domain/report/approvals-text.ts';
import {
  approvablePulls,
  listApproved,
  listMerged,
} from '../../../src/shared/domain/report/merged-changes-text.ts';
import { describeObstacle } from '../../../src/shared/domain/report/admission-text.ts';
import { OTHER_REFS_WAY } from '../../../src/shared/domain/report/protected-changes.ts';
import { isWithoutGate } from '../../../src/shared/domain/evaluation/decide-verdict.ts';
import {
  decideAdmission,
  mayOverride,
  type AdmissionObstacle,
} from '../../../src/shared/domain/supply-chain/decide-admission.ts';
import { withOtherRows } from '../../../src/shared/domain/supply-chain/held-out-rows.ts';
import { withNewEffects } from '../../../src/shared/domain/supply-chain/side-effects.ts';
import { withReads } from '../../../src/shared/domain/supply-chain/read-changes.ts';
import {
  protectedModel,
  reviewReasons,
  type ReviewReason,
} from '../../../src/shared/domain/supply-chain/protection.ts';
import { findReachedSince } from './find-reached-since.ts';
import { readApproval, requireWriter, type ReadApproval } from './approval.ts';
import { confirmEvaluation, type ConfirmedEvaluation } from './confirm-evaluation.ts';
import { readInputApprovals, readMergedChanges } from './read-merged-changes.ts';
import type { EvaluatedEvidence } from './open-evaluated-evidence.ts';
import { requireOverrideTarget } from './override-target.ts';
import type { RegisterStep } from '../ports.ts';

export interface Admitted {
  readonly confirmed: ConfirmedEvaluation;
  readonly approval: ModelVersion['approval'];
  readonly overrides: ModelVersion['overrides'];
  readonly unapproved: ModelVersion['unapproved'];
  readonly approvedChanges: ModelVersion['approvedChanges'];
}

const MAX_LISTED = 5;

/**
 * @returns files that came since beside those that the scoring read, about which somebody is asked.
 * @throws ConflictError EVIDENCE_STALE when the merged tree would train another model, or evaluate it otherwise (docs/lifecycle.md#stale-evidence).
 */
export async function requireFresh(
  step: RegisterStep,
  evidence: EvaluatedEvidence,
): Promise<readonly string[]> {
  const { run, protection, changedSince } = evidence;
  const stale = await findChangedInputs(step.ports.checkout, step.model, run);
  // A run that is started again checks out the commit of its first attempt, whose inputs are those of the evidence.
  const later = isOfBranch(evidence)
    ? listChangedSince(changedSince, { run, head: step.model, now: protectedModel(step.model, protection) })
    : [];
  const inputs = [...new Set([...stale, ...later])];
  const commit = run.source.commit.slice(0, 12);
  if (inputs.length > 0)
    throw new ConflictError(
      'EVIDENCE_STALE',
      `inputs of ${step.model.name}: expected those that were trained on at ${commit}, got others: ${list(inputs)}`,
      { hint: 'another change was merged in the meantime: train again on the merged code' },
    );
  const { reached, late } = await findReachedSince(step, evidence);
  if (reached.length === 0) return late;
  throw new ConflictError(
    'EVIDENCE_STALE',
    `evaluation of ${step.model.name}: expected what it reached at ${commit}, got others: ${list(reached)}`,
    {
      hint: 'another change of them was merged in the meantime: train again on the merged code, in a retraining or in a new pull request; while a pull request is open, update its branch',
    },
  );
}

/** @throws ConflictError NOT_PASSED, or CHAMPION_MOVED when it did not pass against the current champion (docs/lifecycle.md#the-champion-changed). */
export async function admit(
  step: RegisterStep,
  found: EvaluatedEvidence,
  stage: string | undefined,
): Promise<Admitted | 'no-gate'> {
  const { inputs, context } = step;
  const confirmed = await confirmEvaluation(step, found, stage);
  const { reads } = confirmed;
  const read = withNewEffects(withReads(found.protection, reads), reads);
  const evidence = { ...found, protection: withOtherRows(read, confirmed.otherRows) };
  const { approval, uncounted } = await readApproval(step, evidence);
  const { merged, asked } = await readMergedChanges(step, evidence, confirmed);
  const { admitted, obstacles, overridden } = decideAdmission({
    evaluation: confirmed.decisive,
    overrides: inputs.overrides,
    approvals: { required: requiredApprovals(step, evidence), reviewers: approval.reviewers, uncounted },
    review: reviewsOf(evidence, confirmed.decisive),
    unapproved: asked,
    otherRefs: askedRefs(step, evidence),
    inputs: await readInputApprovals(step, evidence, confirmed),
    isOfBranch: isOfBranch(evidence),
  });
  if (promisesNoVersion(evidence, obstacles)) return 'no-gate';
  if (!admitted) throw refusal(step, evidence, { confirmed, stage, obstacles });
  if (overridden.length > 0) await requireOverrider(step, evidence, { ...approval, ...confirmed, uncounted });
  const reason = inputs.overrideReason ?? '';
  const overrides = overridden.map((what) => ({ what, by: context.actor, reason }));
  const named = { unapproved: listMerged(merged), approvedChanges: listApproved(merged) };
  return { confirmed, approval, overrides, ...named };
}

/** Of merged code, without a pull request that somebody could approve. */
function isOfBranch({ subject, author }: EvaluatedEvidence): boolean {
  return subject.kind !== 'pull-request' && author === undefined;
}

function reviewsOf(
  { protection, unclearBase }: EvaluatedEvidence,
  evaluation: Evaluation,
): readonly ReviewReason[] {
  return [
    ...(protection === undefined ? [] : reviewReasons(protection, evaluation)),
    ...(unclearBase === undefined ? [] : [{ code: 'unclear-base', why: unclearBase } as const]),
  ];
}

/** Who names a run by hand that somebody else started has looked at it. */
function askedRefs({ context }: RegisterStep, evidence: EvaluatedEvidence): readonly string[] {
  const { subject, proposal, otherRefs } = evidence;
  if (subject.kind !== 'manual' || proposal !== undefined) return otherRefs;
  const isNamed = mayOverride({ actors: startersOf(context), authors: startersOf(subject.run) }, []);
  return isNamed ? [] : otherRefs;
}

type Overriding = Pick<ModelVersion['approval'], 'reviewers'> &
  Pick<ReadApproval, 'uncounted'> &
  ConfirmedEvaluation;

/** @throws InputError for a person who may not write, or who would override the gate of own work alone. */
async function requireOverrider(
  step: RegisterStep,
  evidence: EvaluatedEvidence,
  overridden: Overriding,
): Promise<void> {
  const { reviewers, decisive, uncounted } = overridden;
  await requireWriter(step, 'override');
  await requireOverrideTarget(step, evidence, overridden);
  const actors = startersOf(step.context);
  // Without a gate there is none to override: the merge was the approval.
  if (isWithoutGate(decisive)) return;
  const authors = await authorsOf(step, evidence);
  if (mayOverride({ actors, authors }, reviewers)) return;
  const [expected, way] =
    evidence.author === undefined
      ? [
          'who started the retraining, or proposed or pushed its commit (where GitHub does not say who pushed it, anybody may have)',
          'start register with the `run-id` of this run; if you work alone, change `gate-retrain` in a pull request of its own, merge it, and start the retraining again',
        ]
      : [
          'the author of the pull request',
          'start the workflow, or approve the last commit of the pull request; if you work alone, change `gate` in a pull request of its own, merge it, and propose the model again after it',
        ];
  throw new InputError(
    'INPUT_INVALID',
    `input "override": expected somebody else than ${expected}, got ${actors.join(' and ')}, without an approval of the last commit by another person${describeUncounted(uncounted)}`,
    { hint: `ask another person with write permission to ${way}` },
  );
}

/** A retraining is of merged code: it is the work of who started it, and of who proposed its commit, or pushed it without. */
async function authorsOf(
  { context, ports }: RegisterStep,
  { subject, author, proposal, headRuns }: EvaluatedEvidence,
): Promise<readonly string[]> {
  // Where nothing says who pushed, it may have been whoever overrides.
  const starters = startersOf(context);
  if (proposal !== undefined)
    return [proposal.author, ...((await findPushers(ports.people, proposal, headRuns)) ?? starters)];
  if (subject.kind === 'pull-request') return starters;
  if (author !== undefined) return [author, ...startersOf(subject.run)];
  const { headSha } = subject.run;
  const own = startersOf(subject.run);
  const proposed = (await ports.pullRequests.ofCommit(headSha)).map((pull) => pull.author);
  if (proposed.length > 0) return [...own, ...proposed];
  const branch = await ports.repositories.defaultBranch();
  return [...own, ...((await pushersOf(ports.people, branch, headSha)) ?? starters)];
}

/** Nothing was asked of the model, so its merge promises no version. Who names a run by hand gets the refusal. */
function promisesNoVersion({ subject }: EvaluatedEvidence, obstacles: readonly AdmissionObstacle[]): boolean {
  return (
    subject.kind !== 'manual' &&
    obstacles.some(isOfNoGate) &&
    obstacles.every((obstacle) => isAboutApproval(obstacle) || isOfNoGate(obstacle))
  );
}

/** Of a version that would be there without it. */
function isAboutApproval({ code }: AdmissionObstacle): boolean {
  return code === 'unapproved' || code === 'other-refs';
}

function isOfNoGate(obstacle: AdmissionObstacle): boolean {
  return obstacle.code === 'verdict' && isWithoutGate(obstacle);
}

/** Those of the base. A retraining is of code that was merged; what a person names by its run counts as a pull request. */
function requiredApprovals({ model }: RegisterStep, { subject, protection }: EvaluatedEvidence): number {
  return subject.gate === 'gate' ? protectedModel(model, protection).config.approvals : 0;
}

const IMPROVE_HINT =
  'improve the model in a new pull request, or override a rule by name with the input `override`';

const REVIEW_HINT =
  'ask for an approval by somebody else, and start register again with the number as `pull-request`; if you work alone, train again in a new pull request: what this one changed about the evaluation is merged, and decides now';

const APPROVE_HINT =
  'ask for an approval, which a merged pull request can still get, and start register again with its number as `pull-request`';

const NAMED_RUN_HINT =
  'a run that is named by `run-id` has no approvals: name its pull request with `pull-request`, after the merge';

const RETRAIN_HINT =
  'run the retraining again: a new run has the newest configuration of the branch, and one that is started again has that of its first attempt';

const NAME_RUN_HINT =
  'ask a person with write permission who had no part in it to start register with the `run-id` of this run';

const OR_BY_ANOTHER = `; or ${NAME_RUN_HINT}`;

const TRAIN_HINT = 'train again, so that both are compared on the same rows';

/** Nothing that the pull request changes is in the way: its verdict, or only the number of approvals. */
function otherHint({ subject }: EvaluatedEvidence, obstacles: readonly AdmissionObstacle[]): string {
  if (!obstacles.every(({ code }) => code === 'approvals')) return IMPROVE_HINT;
  if (subject.kind === 'pull-request') return APPROVE_HINT;
  const pulls = obstacles.flatMap((obstacle) => (obstacle.code === 'approvals' ? obstacle.pulls : []));
  return pulls.length === 0
    ? NAMED_RUN_HINT
    : `ask for an approval of ${pulls.map((number) => `#${number}`).join(', ')}, which a merged pull request can still get${OR_BY_ANOTHER}`;
}

function hintFor(evidence: EvaluatedEvidence, obstacles: readonly AdmissionObstacle[]): string {
  const changedHint = isOfBranch(evidence) ? RETRAIN_HINT : REVIEW_HINT;
  if (obstacles.some(isAboutChanges)) return changedHint;
  if (obstacles.some(({ code }) => code === 'other-refs'))
    return `${OTHER_REFS_WAY}, and train again after it; or ${isOfBranch(evidence) ? NAME_RUN_HINT : APPROVE_HINT}`;
  const merged = obstacles.find(({ code }) => code === 'unapproved');
  return merged?.code === 'unapproved' ? mergedHint(evidence, merged) : otherHint(evidence, obstacles);
}

function mergedHint(
  { subject }: EvaluatedEvidence,
  { merged }: Extract<AdmissionObstacle, { code: 'unapproved' }>,
): string {
  const pulls = approvablePulls(merged);
  const those =
    pulls === ''
      ? 'propose the change again, or take it back'
      : `ask for an approval of ${pulls}, which a merged pull request can still get`;
  return subject.kind === 'pull-request'
    ? `ask for an approval of this pull request by somebody else, or ${those}; then start register again with its number as \`pull-request\``
    : `${those}${OR_BY_ANOTHER}`;
}

interface Refusal {
  readonly confirmed: ConfirmedEvaluation;
  readonly stage: string | undefined;
  readonly obstacles: readonly AdmissionObstacle[];
}

function refusal(
  { model }: RegisterStep,
  evidence: EvaluatedEvidence,
  { confirmed, stage, obstacles }: Refusal,
): ConflictError {
  const { championChanged, champion, evaluation, decisive } = confirmed;
  const why = obstacles.map((obstacle) => describeObstacle(obstacle, decisive)).join('; ');
  const isAboutVerdict = obstacles.some(({ code }) => code === 'verdict');
  if (!championChanged || evaluation.verdict !== 'pass' || !isAboutVerdict) {
    const hint = hintFor(evidence, obstacles);
    const message = `evaluation${describeOrigin(confirmed)}: expected pass, got: ${why}`;
    return new ConflictError('NOT_PASSED', message, { hint });
  }
  const isOtherStage =
    stage !== undefined && stage !== protectedModel(model, evidence.protection).config.stage;
  const compared = evaluation.champion?.tag ?? 'no version';
  const without =
    decisive.champion?.evidence === 'none' ? ', whose release stores no predictions of the same rows' : '';
  return new ConflictError(
    'CHAMPION_MOVED',
    `champion: expected ${compared}, with which the model was compared, got ${champion?.tag ?? 'none'}${without}; evaluated again: ${why}`,
    {
      hint: isOtherStage
        ? `${TRAIN_HINT}; \`stage\` of the configuration has to be ${stage} for that`
        : TRAIN_HINT,
    },
  );
}

/** Why it is not the evaluation that the pull request was shown. */
function describeOrigin({ reevaluation, shown }: ConfirmedEvaluation): string {
  if (reevaluation !== undefined) return ' by the current gate';
  if (shown === undefined) return '';
  const verdict = showValue(shown.description.verdict);
  return `, recomputed because another version made the one that was shown (${JSON.stringify(verdict)})`;
}

function isAboutChanges(obstacle: AdmissionObstacle): boolean {
  return (
    obstacle.code === 'review' ||
    obstacle.code === 'outdated' ||
    (obstacle.code === 'verdict' && obstacle.by === 'base')
  );
}

function list(lines: readonly string[]): string {
  const more = lines.length > MAX_LISTED ? `, and ${lines.length - MAX_LISTED} more` : '';
  return lines.slice(0, MAX_LISTED).join(', ') + more;
}
