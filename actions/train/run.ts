/**
 * The story of train: what makes the model, the training, its outputs, both models on the same rows, and
 * one artifact with all of it. The outputs of a command are claims; digests show that they stayed unchanged.
 */
import { DataError } from '../../src/shared/domain/kernel/errors.ts';
import { isPullRequest, requireTrustedTrigger } from '../../src/shared/domain/kernel/trigger.ts';
import type { TrainOutcome } from './outcome.ts';
import type { TrainStep } from './ports.ts';
import { checkKept } from './steps/check-limits.ts';
import { prepareVersions } from './steps/champion-code.ts';
import { collectOutputs, type Collected } from './steps/collect.ts';
import { isUnaffected } from './steps/fingerprint.ts';
import { requireContentsAfter, requireContentsBefore } from './steps/input-contents.ts';
import { leaveReason } from './steps/leave-reason.ts';
import { planTraining, type TrainPlan } from './steps/plan-training.ts';
import { publishEvidence, type EvidenceContent } from './steps/publish-evidence.ts';
import { renderProfile } from './steps/reference.ts';
import { scoreModels, type Predictions } from './steps/score-models.ts';
import { runTrainCommand } from './steps/train-command.ts';
import { recordStates, requireWritten, type StatesBefore } from './steps/written.ts';

/** @throws InputError, DataError when the model cannot be trained or its outputs are not what they should be. */
export async function runTrain(step: TrainStep): Promise<TrainOutcome> {
  return await leaveReason(step, () => trainOrScore(step));
}

async function trainOrScore(step: TrainStep): Promise<TrainOutcome> {
  if (!step.inputs.allowUntrustedTrigger) requireTrustedTrigger(step.context);
  const plan = await planTraining(step);
  if (step.inputs.mode === 'score') return scoreChampionOnly(step, plan);
  if (isPullRequest(step.context.eventName) && isUnaffected(plan, plan.champion?.run))
    return skip(step, plan);
  return train(step, plan);
}

async function train(step: TrainStep, plan: TrainPlan): Promise<TrainOutcome> {
  await requireContentsBefore(step.ports.workspace, plan);
  // Before the training: nothing that it leaves behind can meet the token of this step.
  const versions = await prepareVersions(step.ports, plan);
  const before = await runTraining(step, plan);
  await requireContentsAfter(step.ports.workspace, plan);
  const collected = await collectOutputs(step.ports.workspace, plan.settings);
  const { modelSet, metrics, parameters, kept } = collected;
  await requireWritten(kept, { committed: plan.committed, before });
  await checkKept(kept);
  const challenger = kept.filter(({ role }) => role === 'model');
  const predictions = await scoreModels(step.ports, plan, { challenger, versions });
  if (plan.settings.score === undefined)
    await requireWritten(predictions.kept, { committed: plan.committed, before });
  requireOutputs(collected, predictions);
  return publish(step, plan, {
    kind: 'trained',
    run: { ...plan.run, ...metrics, parameters, ...(modelSet && { modelSet }), ...scoredRows(predictions) },
    kept: [...kept, ...predictions.kept],
    profile: await renderReferenceProfile(step, plan, predictions),
    notes: [...sourceNotes(plan), ...predictions.notes],
  });
}

/** @returns what lay in the place of the outputs before; undefined when an earlier step of the job has trained. */
async function runTraining({ ports }: TrainStep, { settings }: TrainPlan): Promise<StatesBefore | undefined> {
  if (settings.command === undefined) return undefined;
  const before = await recordStates(ports.workspace, settings);
  await runTrainCommand(ports, settings);
  return before;
}

/** The champion on the given rows, for monitoring (docs/lifecycle.md#current-data). */
async function scoreChampionOnly(step: TrainStep, plan: TrainPlan): Promise<TrainOutcome> {
  const { inputs, ports } = step;
  if (plan.champion === undefined)
    return { ...describe(step, plan), kind: 'nothing', evidence: undefined, notes: [] };
  const predictions = await scoreModels(ports, plan, {
    challenger: [],
    versions: await prepareVersions(ports, plan),
  });
  const [own] = predictions.kept;
  if (inputs.scoreOut !== undefined && own !== undefined) {
    const content = await own.source.open(own.record.path);
    await ports.workspace.writeFrom(inputs.scoreOut, content.stream());
  }
  const run = { ...plan.run, ...scoredRows(predictions) };
  const { kept } = predictions;
  return publish(step, plan, { kind: 'scored', run, kept, profile: undefined, notes: [] });
}

/** Nothing that makes the model changed, so there is nothing to compare (docs/lifecycle.md#an-unaffected-pull-request). */
function skip(step: TrainStep, plan: TrainPlan): Promise<TrainOutcome> {
  const run = { ...plan.run, unaffected: true as const };
  return publish(step, plan, { kind: 'unaffected', run, kept: [], profile: undefined, notes: [] });
}

async function publish(
  step: TrainStep,
  plan: TrainPlan,
  content: EvidenceContent & Pick<TrainOutcome, 'kind' | 'notes'>,
): Promise<TrainOutcome> {
  const { kind, notes } = content;
  return { ...describe(step, plan), kind, evidence: await publishEvidence(step, content), notes };
}

function describe(
  { model, context }: TrainStep,
  { settings, run }: TrainPlan,
): Pick<TrainOutcome, 'model' | 'stage' | 'runId' | 'champion'> {
  return { model: model.name, stage: settings.stage, runId: context.runId, champion: run.champion };
}

function scoredRows({ scored }: Predictions): Pick<TrainPlan['run'], 'scored'> {
  return scored === undefined ? {} : { scored };
}

async function renderReferenceProfile(
  { model, ports }: TrainStep,
  { settings }: TrainPlan,
  { kept }: Predictions,
): Promise<string | undefined> {
  if (settings.reference === undefined) return undefined;
  const predictions = kept.find(({ role }) => role === 'predictions-challenger');
  const { workspace, tables, log } = ports;
  return renderProfile(tables, {
    config: model.config,
    workspace,
    path: settings.reference,
    predictions,
    log,
  });
}

function sourceNotes({ run, settings }: TrainPlan): readonly string[] {
  return [
    ...(run.source.clean ? [] : ['Tracked files differed from the commit before the training began.']),
    ...(settings.paths.length > 0
      ? []
      : ['No paths are configured, so later changes of the code cannot be detected.']),
  ];
}

function requireOutputs({ kept }: Collected, predictions: Predictions): void {
  if (kept.length + predictions.kept.length > 0) return;
  throw new DataError('FILES_INVALID', 'train: expected metrics, a model or predictions, got none of them', {
    hint: 'write metrics.json, or name the files in `.github/model-steward.yml` or in the inputs of this step',
  });
}
