/**
 * The evidence that train left in a run: downloaded into a new folder, and every file checked against `run.json`.
 * Evaluate and register both open it here. What the evidence says about pull requests, people or commits is not
 * verified by digests; that is read from the API.
 */
import { parseDocument } from '../domain/documents/parse-document.ts';
import { runSchema, type Run } from '../domain/documents/run.ts';
import { repositoryOf } from '../domain/kernel/origin.ts';
import type { RunContext } from '../domain/kernel/platform.ts';
import { challengerFolder } from '../domain/kernel/names.ts';
import { RUN_DOCUMENT } from '../domain/registry/plan-assets.ts';
import { checkFiles, checkOrigin, checkRun, checkSameTraining } from '../domain/supply-chain/check-chain.ts';
import type { EvidenceArtifacts } from '../domain/supply-chain/choose-artifact.ts';
import type { Artifacts } from '../ports/github.ts';
import type { Files, Scratch } from '../ports/workspace.ts';
import { filesBelow } from './files-below.ts';
import { recordFiles } from './record-files.ts';

/** Of one challenger. */
export interface ChallengerEvidence {
  readonly run: Run;
  /** The files that `run` names, verified. */
  readonly files: Files;
}

export interface OpenedEvidence extends ChallengerEvidence {
  /** The other challengers of the run, in the order of their names in `run`. */
  readonly others: readonly ChallengerEvidence[];
}

export interface EvidenceRequest {
  /** Name of the model. */
  readonly model: string;
  readonly context: Pick<RunContext, 'repository'>;
  readonly found: Pick<EvidenceArtifacts, 'evidence'>;
}

/** @throws ConflictError EVIDENCE_EXPIRED, DIGEST_MISMATCH. @throws DataError EVIDENCE_INVALID */
export async function openEvidence(
  { artifacts, scratch }: { readonly artifacts: Artifacts; readonly scratch: Scratch },
  { model, context, found }: EvidenceRequest,
): Promise<OpenedEvidence> {
  const files = await scratch('evidence');
  await artifacts.download(found.evidence, files);
  const first = await openChallenger(files, { model, context });
  const others: ChallengerEvidence[] = [];
  const { name: own, among = [] } = first.run.challenger ?? {};
  for (const name of among) {
    if (name === own) continue;
    const other = await openChallenger(filesBelow(files, challengerFolder(name)), { model, context });
    checkSameTraining(first.run, other.run, name);
    others.push(other);
  }
  return { ...first, others };
}

async function openChallenger(
  files: Files,
  { model, context }: Pick<EvidenceRequest, 'model' | 'context'>,
): Promise<ChallengerEvidence> {
  const run = parseDocument(runSchema, await files.read(RUN_DOCUMENT), `evidence: ${RUN_DOCUMENT}`);
  // A run without a model can be evaluated by its metric values; register refuses it.
  const check = run.modelSet === undefined ? checkOrigin : checkRun;
  check(run, model, repositoryOf(context));
  const paths = run.outputs.map(({ path }) => path);
  checkFiles(run, await recordFiles(files, paths));
  return { run, files };
}
