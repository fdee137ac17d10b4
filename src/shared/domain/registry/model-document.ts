/** `model.json` of a new version: pure, so that the same evidence gives the same document. */
import type { SelectedModel } from '../config/select-model.ts';
import { documentDigest } from '../kernel/digest.ts';
import type { Evaluation } from '../documents/evaluation.ts';
import { modelSchema, type ModelVersion, type ShownEvaluation } from '../documents/model.ts';
import { checkDocument } from '../documents/parse-document.ts';
import type { Run } from '../documents/run.ts';
import { DataError } from '../kernel/errors.ts';
import type { AssetPlan } from './plan-assets.ts';

export interface ModelDocumentRequest {
  readonly model: SelectedModel;
  readonly version: string;
  /** Of the code; a tag with a commit of its own has it as its parent. */
  readonly commit: string;
  readonly run: Run;
  /** The published one. */
  readonly evaluation: Evaluation;
  readonly reevaluation: Evaluation | undefined;
  /** The one that was shown, where another version made it. */
  readonly shown: ShownEvaluation | undefined;
  readonly approval: ModelVersion['approval'];
  readonly overrides: ModelVersion['overrides'];
  readonly unapproved: ModelVersion['unapproved'];
  readonly approvedChanges: ModelVersion['approvedChanges'];
  readonly assets: AssetPlan['assets'];
  /** What the model answered on the evaluated rows; undefined without predictions. */
  readonly answers: ModelVersion['answers'];
  readonly scan: ModelVersion['scan'];
}

/** @throws DataError when the run kept no model. */
export function buildModelDocument(request: ModelDocumentRequest): ModelVersion {
  const { model, version, commit, run, evaluation, reevaluation, shown, answers } = request;
  const { approval, unapproved, approvedChanges, overrides, assets, scan } = request;
  const { purpose, owner } = model.config;
  if (run.modelSet === undefined) {
    throw new DataError('EVIDENCE_INVALID', 'run.json: modelSet: expected the files of a model, got none', {
      hint: 'train again with `train.model`: what is registered needs the files of a model',
    });
  }
  const document: ModelVersion = {
    schema: 'model-steward/model/1',
    model: model.name,
    version,
    task: run.task,
    ...(purpose !== undefined && { purpose }),
    ...(owner !== undefined && { owner }),
    commit,
    modelDigest: run.modelSet.digest,
    files: run.modelSet.files.map(({ path, sha256, sizeBytes }) => ({ path, sha256, sizeBytes })),
    ...(run.format !== undefined && { format: run.format }),
    run: documentDigest(run),
    evaluation: { sha256: documentDigest(evaluation), verdict: evaluation.verdict },
    ...(reevaluation !== undefined && {
      reevaluation: { sha256: documentDigest(reevaluation), verdict: reevaluation.verdict },
    }),
    ...(shown !== undefined && { shown }),
    ...(answers !== undefined && describeAnswers(answers, reevaluation ?? evaluation)),
    ...(scan !== undefined && { scan }),
    approval,
    ...(unapproved !== undefined && { unapproved }),
    ...(approvedChanges !== undefined && { approvedChanges }),
    overrides,
    assets: [...assets],
  };
  // The verdict of the shown evaluation, and the tool of the format, may be those of a newer version.
  return checkDocument(modelSchema, document, { embedded: ['shown', 'format'] });
}

/** The values that its predictions gave; what training reported without rows is in `run.json`. */
function describeAnswers(
  answers: NonNullable<ModelVersion['answers']>,
  evaluation: Evaluation,
): Pick<ModelVersion, 'answers' | 'rowCount' | 'metrics'> {
  const { rows } = evaluation;
  return {
    answers,
    ...(rows !== undefined && { rowCount: rows.count }),
    metrics: describeMetrics(evaluation),
  };
}

function describeMetrics({ metrics }: Evaluation): NonNullable<ModelVersion['metrics']> {
  return metrics.map(({ metric, challenger, interval }) => ({
    metric,
    value: challenger,
    ...(interval !== undefined && { interval }),
  }));
}
