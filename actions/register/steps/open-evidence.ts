/**
 * Downloads the evidence into a fresh folder and follows its chain of digests. Nothing in it is believed
 * about pull requests, people or commits; those were asked of the API.
 */
import { recordFiles } from '../../../src/shared/usecases/record-files.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { evaluationSchema, type ReadEvaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { parseDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { runSchema, type Run } from '../../../src/shared/domain/documents/run.ts';
import { ConflictError, DataError, ServiceError } from '../../../src/shared/domain/kernel/errors.ts';
import {
  checkEvaluation,
  checkFiles,
  checkRun,
} from '../../../src/shared/domain/supply-chain/check-chain.ts';
import { EVALUATION_DOCUMENT, RUN_DOCUMENT } from '../../../src/shared/domain/registry/plan-assets.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { FoundEvidence } from './find-evidence.ts';
import type { RegisterStep } from '../ports.ts';

export interface Evidence extends FoundEvidence {
  readonly run: Run;
  readonly evaluation: ReadEvaluation;
  /** The files that `run.json` names, verified. */
  readonly files: Files;
  /** Digest of the judgement, which names the run, which names every byte: the same key is the same evidence. */
  readonly key: string;
}

/**
 * @returns undefined for a run that did not train, because nothing that makes the model had changed.
 * @throws ConflictError EVIDENCE_EXPIRED, NOT_PASSED (never judged), DIGEST_MISMATCH.
 * @throws DataError EVIDENCE_INVALID
 */
export async function openEvidence(step: RegisterStep, found: FoundEvidence): Promise<Evidence | undefined> {
  const { artifacts, scratch } = step.ports;
  const files = await scratch('evidence');
  await artifacts.download(found.evidence, files);
  const run = parseDocument(runSchema, await files.read(RUN_DOCUMENT), `evidence: ${RUN_DOCUMENT}`);
  if (run.affected === false) return undefined;
  checkRun(run, step.model.name, repositoryOf(step.context));
  await confirmCommit(step, run.source.commit, found.headSha);
  const paths = run.outputs.map(({ path }) => path);
  checkFiles(run, await recordFiles(files, paths));
  const evaluation = await openEvaluation(step, found, run);
  return { ...found, run, evaluation, files, key: documentDigest(evaluation) };
}

/** The newest judgement of this very run: a re-run of train alone leaves older ones behind. */
async function openEvaluation(step: RegisterStep, found: FoundEvidence, run: Run): Promise<ReadEvaluation> {
  const { artifacts, scratch } = step.ports;
  for (const artifact of found.evaluations) {
    const files = await scratch('evaluation');
    await artifacts.download(artifact, files);
    const bytes = await files.read(EVALUATION_DOCUMENT);
    const evaluation = parseDocument(evaluationSchema, bytes, `evidence: ${EVALUATION_DOCUMENT}`);
    if (evaluation.run !== documentDigest(run)) continue;
    checkEvaluation(run, evaluation);
    return evaluation;
  }
  throw new ConflictError(
    'NOT_PASSED',
    `run ${found.workflowRun.id}: expected a judgement of its model, got none`,
    {
      hint: 'the evaluate step did not end, or its artifact is gone: run its job again, then this one',
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
