/**
 * The verdict is recomputed and not believed (docs/trust.md#a-verdict-is-recomputed). The evidence is evaluated again
 * when champion, gate or statistics changed since (docs/lifecycle.md#the-champion-changed).
 */
import {
  evaluateTables,
  readEvidence,
  type ReadEvidence,
} from '../../../src/shared/usecases/evaluate-evidence.ts';
import {
  describeAnswers,
  STATISTICS_VERSION,
} from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import {
  gateConfigDigest,
  selectModel,
  trainingConfigDigest,
  type SelectedModel,
} from '../../../src/shared/domain/config/select-model.ts';
import {
  evaluationSchema,
  gateNames,
  type Evaluation,
} from '../../../src/shared/domain/documents/evaluation.ts';
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { isKnown } from '../../../src/shared/domain/documents/open-values.ts';
import { knownPart } from '../../../src/shared/domain/documents/parse-document.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { compareEvaluations } from '../../../src/shared/domain/supply-chain/compare-evaluations.ts';
import type { ResolvedStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { configPathOf } from '../../../src/shared/usecases/load-config.ts';
import { findAssignedVersion } from '../../../src/shared/usecases/model-tags.ts';
import type { RegisterStep } from '../ports.ts';
import type { EvaluatedEvidence } from './open-evidence.ts';

export interface ConfirmedEvaluation {
  /** Present when champion, gate or statistics changed since the pull request was evaluated. */
  readonly reevaluation: Evaluation | undefined;
  /** The one that decides: the re-evaluation, or the confirmed one. */
  readonly decisive: Evaluation;
  /** The version that is assigned to the model's stage now, with which the new one was compared. */
  readonly champion: ResolvedStage | undefined;
  readonly championChanged: boolean;
  /** What the new version answers, for `model.json`. */
  readonly answers: ModelVersion['answers'];
}

const MAX_DIFFERENCES = 5;

/** @throws DataError EVIDENCE_INVALID when the document is not what the evidence gives. */
export async function confirmEvaluation(
  step: RegisterStep,
  evidence: EvaluatedEvidence,
): Promise<ConfirmedEvaluation> {
  const { inputs, model, ports } = step;
  const { evaluation, run, files, subject } = evidence;
  const champion = await findAssignedVersion(ports.tags, { model: model.name, stage: model.config.stage });
  const { gate } = subject;
  const gateChanged =
    evaluation.gate.name !== gate || evaluation.gate.sha256 !== gateConfigDigest(model, gate);
  const championChanged = champion?.tag !== evaluation.champion?.tag;
  const confirmed =
    evaluation.statistics === STATISTICS_VERSION ? await recompute(step, evidence, gateChanged) : undefined;
  if (confirmed !== undefined && !gateChanged && !championChanged)
    return {
      ...{ reevaluation: undefined, decisive: confirmed.evaluation, champion, championChanged },
      answers: describeAnswers({ ...confirmed.tables, config: model.config }),
    };
  const { labels } = inputs;
  const tables =
    confirmed !== undefined && !championChanged && readsTheSame(confirmed.model, model)
      ? confirmed.tables
      : await readEvidence(ports, { model, run, files, labels, assigned: champion });
  const reevaluation = evaluateTables(tables, { model, gate, run });
  const answers = describeAnswers({ ...tables, config: model.config });
  return { reevaluation, decisive: reevaluation, champion, championChanged, answers };
}

interface Recomputed {
  readonly evaluation: Evaluation;
  /** With the gate of the document. */
  readonly model: SelectedModel;
  readonly tables: ReadEvidence;
}

/** Whether both configurations read the same columns of the same files. */
function readsTheSame(one: SelectedModel, other: SelectedModel): boolean {
  return trainingConfigDigest(one) === trainingConfigDigest(other);
}

/** @returns the same evaluation, recomputed; undefined when it was made by a gate that this version does not know. */
async function recompute(
  step: RegisterStep,
  { evaluation, run, files }: EvaluatedEvidence,
  gateChanged: boolean,
): Promise<Recomputed | undefined> {
  const gate = evaluation.gate.name;
  if (!isKnown(gateNames, gate)) return undefined;
  const model = gateChanged ? await testedModel(step, run) : step.model;
  const { labels } = step.inputs;
  const request = { model, run, files, labels, assigned: evaluation.champion };
  const tables = await readEvidence(step.ports, request);
  const recomputed = evaluateTables(tables, { model, gate, run });
  const differences = compareEvaluations(knownPart(evaluationSchema, evaluation), recomputed);
  if (differences.length === 0) return { evaluation: recomputed, model, tables };
  const shown = differences.slice(0, MAX_DIFFERENCES).join('; ');
  throw new DataError(
    'EVIDENCE_INVALID',
    `evaluation.json: expected the evaluation that the evidence gives, got another: ${shown}`,
    {
      hint: 'the evaluation was changed, or made by another version of Model Steward: train and evaluate again',
    },
  );
}

/** The model as the tested commit configures it: the document was made by that gate. */
async function testedModel(step: RegisterStep, run: Run): Promise<SelectedModel> {
  const { inputs, model, context, ports } = step;
  const path = configPathOf(inputs.configPath);
  const text = await ports.contents.fileAt(path, run.source.commit);
  const config = text === undefined ? undefined : parseConfig(text, `${path} at ${run.source.commit}`);
  return selectModel(config, model.name, context.repository.name);
}
