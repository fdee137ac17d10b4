/** `model.json` of a new version: pure, so that the same evidence gives the same document. */
import type { SelectedModel } from '../config/select-model.ts';
import { documentDigest } from '../kernel/digest.ts';
import type { Evaluation } from '../documents/evaluation.ts';
import type { ModelVersion } from '../documents/model.ts';
import type { Run } from '../documents/run.ts';
import { DataError } from '../kernel/errors.ts';
import type { AssetPlan } from './plan-assets.ts';

export interface ModelDocumentRequest {
  readonly model: SelectedModel;
  readonly version: string;
  /** Of the code; a tag with a commit of its own has it as its parent. */
  readonly commit: string;
  readonly run: Run;
  readonly evaluation: Evaluation;
  readonly reevaluation: Evaluation | undefined;
  readonly approval: ModelVersion['approval'];
  readonly overrides: ModelVersion['overrides'];
  readonly assets: AssetPlan['assets'];
}

/** @throws DataError when the run kept no model. */
export function buildModelDocument(request: ModelDocumentRequest): ModelVersion {
  const { model, version, commit, run, evaluation, reevaluation, approval, overrides, assets } = request;
  const { purpose, owner } = model.config;
  if (run.modelSet === undefined) {
    throw new DataError('EVIDENCE_INVALID', 'run.json: modelSet: expected the files of a model, got none');
  }
  return {
    schema: 'model-steward/model/1',
    model: model.name,
    version,
    task: run.task,
    ...(purpose !== undefined && { purpose }),
    ...(owner !== undefined && { owner }),
    commit,
    modelDigest: run.modelSet.digest,
    files: run.modelSet.files,
    run: documentDigest(run),
    evaluation: { sha256: documentDigest(evaluation), verdict: evaluation.verdict },
    ...(reevaluation !== undefined && {
      reevaluation: { sha256: documentDigest(reevaluation), verdict: reevaluation.verdict },
    }),
    approval,
    overrides,
    assets: [...assets],
  };
}
