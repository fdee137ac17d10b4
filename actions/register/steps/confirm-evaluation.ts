/**
 * The verdict, recomputed and not believed (docs/trust.md#a-verdict-is-recomputed), and judged again when the champion, the
 * gate or the statistics are others now than when the pull request was judged (docs/lifecycle.md#the-champion-changed).
 */
import { evaluateEvidence } from '../../../src/shared/usecases/evaluate-evidence.ts';
import { STATISTICS_VERSION } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import {
  gateConfigDigest,
  selectModel,
  type SelectedModel,
} from '../../../src/shared/domain/config/select-model.ts';
import {
  evaluationSchema,
  gateNames,
  type Evaluation,
} from '../../../src/shared/domain/documents/evaluation.ts';
import { isKnown } from '../../../src/shared/domain/documents/open-values.ts';
import { knownPart } from '../../../src/shared/domain/documents/parse-document.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { compareEvaluations } from '../../../src/shared/domain/supply-chain/compare-evaluations.ts';
import { resolveStage, type ResolvedStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { isRetraining } from '../../../src/shared/domain/kernel/trigger.ts';
import { configPathOf } from '../../../src/shared/usecases/load-config.ts';
import { listModelTags } from '../../../src/shared/usecases/model-tags.ts';
import type { RegisterStep } from '../ports.ts';
import type { Evidence } from './open-evidence.ts';

export interface Judgement {
  /** Present when the judged document does not answer today's question. */
  readonly again: Evaluation | undefined;
  /** The one that decides: `again`, or the judged one. */
  readonly decisive: Evaluation;
  /** Who holds the champion's stage now, and was compared with. */
  readonly assigned: ResolvedStage | undefined;
  readonly championMoved: boolean;
}

const MAX_DIFFERENCES = 5;

/** @throws DataError EVIDENCE_INVALID when the judged document is not what the evidence gives. */
export async function evaluateNow(step: RegisterStep, evidence: Evidence): Promise<Judgement> {
  const { model } = step;
  const { evaluation } = evidence;
  const tags = await listModelTags(step.ports.tags, step.model.name);
  const assigned = resolveStage({ model: model.name, stage: model.config.stage, tags });
  const gate = gateOf(evidence);
  const gateMoved = evaluation.gate.name !== gate || evaluation.gate.sha256 !== gateConfigDigest(model, gate);
  const championMoved = assigned?.tag !== evaluation.champion?.tag;
  const statisticsMoved = evaluation.statistics !== STATISTICS_VERSION;
  const confirmed = statisticsMoved ? undefined : await confirmEvaluation(step, evidence, gateMoved);
  if (confirmed !== undefined && !gateMoved && !championMoved) {
    return { again: undefined, decisive: confirmed, assigned, championMoved };
  }
  const again = await evaluateEvidence(step.ports, {
    model,
    gate,
    assigned,
    run: evidence.run,
    files: evidence.files,
    labels: step.inputs.labels,
  });
  return { again, decisive: again, assigned, championMoved };
}

/** Retraining is judged by a gate of its own, because an equal model on newer data should pass. */
function gateOf({ workflowRun }: Evidence): 'gate' | 'gate-retrain' {
  return isRetraining(workflowRun.event) ? 'gate-retrain' : 'gate';
}

/** @returns the recomputed evaluation; undefined when it was made by a gate that this version does not know. */
async function confirmEvaluation(
  step: RegisterStep,
  evidence: Evidence,
  gateMoved: boolean,
): Promise<Evaluation | undefined> {
  const { evaluation } = evidence;
  const gate = evaluation.gate.name;
  if (!isKnown(gateNames, gate)) return undefined;
  const recomputed = await evaluateEvidence(step.ports, {
    model: gateMoved ? await testedModel(step, evidence) : step.model,
    gate,
    assigned: evaluation.champion,
    run: evidence.run,
    files: evidence.files,
    labels: step.inputs.labels,
  });
  const differences = compareEvaluations(knownPart(evaluationSchema, evaluation), recomputed);
  if (differences.length === 0) return recomputed;
  const shown = differences.slice(0, MAX_DIFFERENCES).join('; ');
  throw new DataError(
    'EVIDENCE_INVALID',
    `evaluation.json: expected the judgement that the evidence gives, got another: ${shown}`,
    {
      hint: 'the judgement was changed, or made by another version of Model Steward: train and evaluate again',
    },
  );
}

/** The model as the tested commit configures it: the judged document was made by that gate. */
async function testedModel(step: RegisterStep, { run }: Evidence): Promise<SelectedModel> {
  const { inputs, model, context, ports } = step;
  const path = configPathOf(inputs.configPath);
  const text = await ports.repositories.fileAt(path, run.source.commit);
  const config = text === undefined ? undefined : parseConfig(text, `${path} at ${run.source.commit}`);
  return selectModel(config, model.name, context.repository.name);
}
