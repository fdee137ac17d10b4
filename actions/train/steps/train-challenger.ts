/** One challenger: its trainings, what they left, and both models on the same rows. Its evidence is complete. */
import { isBelow } from '../../../src/shared/domain/kernel/repository-path.ts';
import { withPorts } from '../../../src/shared/usecases/step-context.ts';
import type { TrainStep } from '../ports.ts';
import type { VersionToScore } from './champion-code.ts';
import { checkKept } from './check-limits.ts';
import { checkScoredTable, recordTables } from './check-tables.ts';
import { collectIncluded } from './collect-included.ts';
import { collectPipeline, type CollectedPipeline } from './collect-pipeline.ts';
import { collectOutputs, type Collected, type Kept } from './collect.ts';
import { compareWithSignature } from './compare-with-signature.ts';
import { requireCommitted } from './committed-rows.ts';
import { describeTrainings, trainingNotes } from './describe-trainings.ts';
import { requireContentsAfter } from './input-contents.ts';
import { observeReads, type ObservedReads } from './observe-reads.ts';
import { runOtherTrainings, type OtherTraining } from './other-trainings.ts';
import type { TrainPlan } from './plan-training.ts';
import type { EvidenceContent } from './publish-evidence.ts';
import { renderReference } from './reference.ts';
import { requireOutputs } from './require-outputs.ts';
import { KEPT_SEED, runTraining } from './run-training.ts';
import { scoredRows, scoreModels, type Predictions, type ScoredVersion } from './score-models.ts';
import { trackingNotes } from './track-training.ts';
import { requireWritten } from './written.ts';

export interface ChallengerRequest {
  /** Undefined where one model is trained. */
  readonly name: string | undefined;
  readonly versions: readonly VersionToScore[];
  /** The versions as they were scored for another challenger of this run. */
  readonly known: readonly ScoredVersion[] | undefined;
}

export interface TrainedChallenger extends EvidenceContent {
  readonly ofVersions: readonly ScoredVersion[];
  /** Plain sentences for the report. */
  readonly notes: readonly string[];
}

/** @throws DataError when the command fails, or its outputs are not what they should be. */
export async function trainChallenger(
  step: TrainStep,
  plan: TrainPlan,
  { name, versions, known }: ChallengerRequest,
): Promise<TrainedChallenger> {
  const { settings, committed } = plan;
  const observed = await observeReads(step.ports, plan);
  const training = withPorts(step, { ...step.ports, commands: observed.training });
  const run = { challenger: name, prepare: observed.prepareTraining };
  const others = await runOtherTrainings(training, plan, run);
  const { before, logged } = await runTraining(training, plan, { ...run, seed: KEPT_SEED });
  await requireContentsAfter(step.ports.workspace, plan);
  const collected = await collectOutputs(step.ports.workspace, settings, logged);
  const pipeline = await collectPipeline(step.ports.workspace, plan, collected.kept);
  const { notes } = collected;
  const kept = [...collected.kept, ...(pipeline?.kept ?? [])];
  const included = await collectIncluded(step.ports.workspace, settings.included);
  const verified = pipeline?.verified;
  const written = { committed, before, ...(verified && { verified }) };
  await requireWritten([...kept, ...included.kept], written);
  await checkKept([...kept, ...included.kept]);
  const challenger = kept.filter(({ role }) => role === 'model');
  await requireCommitted(step.ports, plan, { outputs: kept, read: [] });
  const tables = await checkScoredTable(step, plan);
  const ports = { ...step.ports, commands: observed.scoring };
  const predictions = await scoreModels(ports, plan, { challenger, versions, others, known });
  if (settings.score === undefined) await requireWritten(predictions.kept, written);
  // A model can run code when it is loaded, and other models are scored after it.
  await requireCommitted(step.ports, plan, { outputs: kept, read: observed.readByScoring() });
  await requireOutputs([...kept, ...predictions.kept], { workspace: step.ports.workspace, committed });
  const contract = recordTables(step.model.config, tables);
  const seen = observed.describe(testRecorded(kept, pipeline));
  const record = describeRun(plan, name, { collected, pipeline, predictions, others, contract, seen });
  return {
    run: record,
    kept: [...kept, ...predictions.kept, ...included.kept],
    profile: await renderReference(step, plan, predictions),
    ofVersions: predictions.ofVersions,
    notes: [
      ...tables.flatMap((table) => table.notes),
      ...trackingNotes(settings, logged),
      ...trainingNotes(record.trainings),
      ...notes,
      ...(pipeline?.notes ?? []),
      ...(await compareWithSignature(step, plan, collected.format)),
      ...predictions.notes,
      ...observed.notes(),
      ...included.notes,
    ],
  };
}

/** Of what the record has a digest. */
function testRecorded(
  kept: readonly Kept[],
  pipeline: CollectedPipeline | undefined,
): (path: string) => boolean {
  const paths = new Set(kept.map(({ record }) => record.path));
  const ofStages = (pipeline?.record.stages ?? []).flatMap(({ outputs }) => outputs.map(({ path }) => path));
  return (path) => paths.has(path) || ofStages.some((place) => path === place || isBelow(path, place));
}

interface Results {
  readonly collected: Collected;
  readonly pipeline: CollectedPipeline | undefined;
  readonly predictions: Predictions;
  readonly others: readonly OtherTraining[];
  readonly contract: ReturnType<typeof recordTables>;
  readonly seen: ReturnType<ObservedReads['describe']>;
}

function describeRun(
  plan: TrainPlan,
  name: string | undefined,
  { collected, pipeline, predictions, others, contract, seen }: Results,
): EvidenceContent['run'] {
  const { modelSet, format, metrics, parameters, tracking } = collected;
  const isNamed = plan.settings.parameters !== undefined;
  const trainings = describeTrainings({ ...collected, predictions }, others);
  return {
    ...{ ...plan.run, ...metrics, ...scoredRows(predictions) },
    parameters: { ...plan.run.parameters, ...(isNamed ? {} : pipeline?.parameters), ...parameters },
    ...(name !== undefined && { challenger: { name, among: [...plan.settings.challengers] } }),
    ...contract,
    ...(modelSet && { modelSet }),
    ...(trainings && { trainings }),
    ...(format && { format }),
    ...(tracking && { tracking }),
    ...(pipeline && { pipeline: pipeline.record }),
    ...seen,
  };
}
