/** The evidence as an artifact, and what the run says about it. */
import type { TrainOutcome } from '../outcome.ts';
import type { TrainStep } from '../ports.ts';
import type { TrainPlan } from './plan-training.ts';
import { publishEvidence, type ArtifactContent } from './publish-evidence.ts';

export async function publishOutcome(
  step: TrainStep,
  plan: TrainPlan,
  content: ArtifactContent & Pick<TrainOutcome, 'kind' | 'notes'>,
): Promise<TrainOutcome> {
  const { kind, notes } = content;
  return { ...describePlan(step, plan), kind, evidence: await publishEvidence(step, content), notes };
}

export function describePlan(
  { model, context }: TrainStep,
  { settings, run }: TrainPlan,
): Pick<TrainOutcome, 'model' | 'stage' | 'runId' | 'champion'> {
  return { model: model.name, stage: settings.stage, runId: context.runId, champion: run.champion };
}
