/**
 * Opens the evidence of train and the evaluation of it, and follows their chain of digests. What they say about
 * pull requests, people or commits is not believed: that is read from the API.
 */
import { evaluationSchema, type ReadEvaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { gateRules } from '../../../src/shared/domain/config/select-model.ts';
import { parseDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { ConflictError, DataError, ServiceError } from '../../../src/shared/domain/kernel/errors.ts';
import { repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import { EVALUATION_DOCUMENT } from '../../../src/shared/domain/registry/plan-assets.ts';
import { withPipelineOfRun } from '../../../src/shared/domain/supply-chain/adopted-outputs.ts';
import { checkEvaluation, checkRun } from '../../../src/shared/domain/supply-chain/check-chain.ts';
import {
  openEvidence,
  type ChallengerEvidence,
  type OpenedEvidence,
} from '../../../src/shared/usecases/open-evidence.ts';
import type { RegisterStep } from '../ports.ts';
import type { FoundEvidence } from './find-evidence.ts';

/** That of the challenger that the evaluation is about; nothing of the others is registered. */
export interface EvaluatedEvidence extends FoundEvidence, OpenedEvidence {
  /** The evaluation as evaluate left it, and the pull request shows it: a claim, until it is recomputed. */
  readonly shown: ReadEvaluation;
  /** Digest of `run.json`, which names every byte: the same key is the same evidence, however often it is evaluated. */
  readonly key: string;
  /** Files that came after it beside those that its scoring read; once the merge was compared with it. */
  readonly late?: readonly string[];
}

/**
 * @returns undefined for a run that did not train, because no input of the model had changed; `no-gate` where no model
 * was kept and no rule asked for one (docs/lifecycle.md#no-gate).
 * @throws ConflictError EVIDENCE_EXPIRED, NOT_PASSED (never evaluated), DIGEST_MISMATCH.
 * @throws DataError EVIDENCE_INVALID
 */
export async function openEvaluatedEvidence(
  step: RegisterStep,
  found: FoundEvidence,
): Promise<EvaluatedEvidence | 'no-gate' | undefined> {
  const { context, model, ports } = step;
  const opened = await openEvidence(ports, { model: model.name, context, found });
  const { run: first } = opened;
  if (first.unaffected === true) return undefined;
  const isReport =
    found.subject.kind !== 'manual' && gateRules(model.config, found.subject.gate).length === 0;
  if (first.modelSet === undefined && isReport) return 'no-gate';
  for (const { run } of [opened, ...opened.others]) checkRun(run, model.name, repositoryOf(context));
  await confirmCommit(step, first.source.commit, found.headSha);
  const { shown, chosen } = await openEvaluation(step, found, opened);
  const others = [opened, ...opened.others].filter(({ run }) => run !== chosen.run);
  const protection = found.protection && withPipelineOfRun(found.protection, chosen.run.pipeline);
  return {
    ...{ ...found, protection },
    ...{ run: chosen.run, files: chosen.files, others, shown },
    key: documentDigest(chosen.run),
  };
}

/** The newest evaluation of this very run: a re-run of train alone leaves older ones behind. It says which challenger is the best. */
async function openEvaluation(
  { ports }: RegisterStep,
  found: FoundEvidence,
  opened: OpenedEvidence,
): Promise<{ readonly shown: ReadEvaluation; readonly chosen: ChallengerEvidence }> {
  const challengers = [opened, ...opened.others];
  for (const artifact of found.evaluations) {
    const files = await ports.scratch('evaluation');
    await ports.artifacts.download(artifact, files);
    const bytes = await files.read(EVALUATION_DOCUMENT);
    const evaluation = parseDocument(evaluationSchema, bytes, `evidence: ${EVALUATION_DOCUMENT}`);
    const chosen = challengers.find(({ run }) => documentDigest(run) === evaluation.run);
    if (chosen === undefined) continue;
    checkEvaluation(chosen.run, evaluation);
    return { shown: evaluation, chosen };
  }
  throw new ConflictError(
    'NOT_PASSED',
    `run ${found.workflowRun.id}: expected an evaluation of its model, got none`,
    {
      hint: 'read why in the comment of the pull request and in the log of its evaluate job: after an interruption re-run that job, then this one; after an error of data or configuration push a fix',
    },
  );
}

/** `run.json` says which commit was tested; only the API can say that this is the head, or a merge of it. */
async function confirmCommit({ ports }: RegisterStep, commit: string, headSha: string): Promise<void> {
  if (commit === headSha || (await parentsOf(ports.repositories.commit(commit))).includes(headSha)) return;
  throw new DataError(
    'EVIDENCE_INVALID',
    `run.json: source.commit: expected ${headSha} or a merge of it, got ${commit}`,
    { hint: 'train on what actions/checkout checks out for the pull request, without another `ref`' },
  );
}

async function parentsOf(
  commit: Promise<{ readonly parents: readonly string[] }>,
): Promise<readonly string[]> {
  try {
    return (await commit).parents;
  } catch (error) {
    // A commit that GitHub does not know is a merge of nothing.
    if (error instanceof ServiceError && (error.status === 404 || error.status === 422)) return [];
    throw error;
  }
}
