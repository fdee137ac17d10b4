/**
 * The story of train: what makes the model, the training, its outputs, both models on the same rows, and
 * one artifact with all of it. The outputs of a command are claims; digests show that they stayed unchanged.
 */
import { isPullRequest, requireTrustedTrigger } from '../../src/shared/domain/kernel/trigger.ts';
import type { TrainOutcome } from './outcome.ts';
import type { TrainStep } from './ports.ts';
import { checkKept, requireOutputs } from './steps/check-limits.ts';
import { prepareVersions } from './steps/champion-code.ts';
import { collectIncluded } from './steps/collect-included.ts';
import { collectOutputs } from './steps/collect.ts';
import { isUnaffected } from './steps/fingerprint.ts';
import { requireContentsAfter, requireContentsBefore } from './steps/input-contents.ts';
import { leaveReason } from './steps/leave-reason.ts';
import { planTraining, type TrainPlan } from './steps/plan-training.ts';
import { publishOutcome } from './steps/publish-outcome.ts';
import { renderReference } from './steps/reference.ts';
import { scoreChampion } from './steps/score-champion.ts';
import { requireCommitted } from './steps/committed-rows.ts';
import { scoredRows, scoreModels } from './steps/score-models.ts';
import { describeTrainings, trainingNotes } from './steps/describe-trainings.ts';
import { runOtherTrainings } from './steps/other-trainings.ts';
import { KEPT_SEED, runTraining } from './steps/run-training.ts';
import { trackingNotes } from './steps/track-training.ts';
import { requireWritten } from './steps/written.ts';

/** @throws InputError, DataError when the model cannot be trained or its outputs are not what they should be. */
export async function runTrain(step: TrainStep): Promise<TrainOutcome> {
  return await leaveReason(step, () => trainOrScore(step));
}

async function trainOrScore(step: TrainStep): Promise<TrainOutcome> {
  if (!step.inputs.allowUntrustedTrigger) requireTrustedTrigger(step.context);
  const plan = await planTraining(step);
  if (step.inputs.mode === 'score') return scoreChampion(step, plan);
  if (isPullRequest(step.context.eventName) && isUnaffected(plan, plan.champion?.run))
    return skip(step, plan);
  return train(step, plan);
}

async function train(step: TrainStep, plan: TrainPlan): Promise<TrainOutcome> {
  await requireContentsBefore(step.ports.workspace, plan);
  // Before the training: nothing that it leaves behind can meet the token of this step.
  const versions = await prepareVersions(step.ports, plan);
  const others = await runOtherTrainings(step, plan);
  const { before, logged } = await runTraining(step, plan, KEPT_SEED);
  await requireContentsAfter(step.ports.workspace, plan);
  const collected = await collectOutputs(step.ports.workspace, plan.settings, logged);
  const { modelSet, format, metrics, parameters, tracking, kept } = collected;
  const included = await collectIncluded(step.ports.workspace, plan.settings.included);
  await requireWritten([...kept, ...included.kept], { committed: plan.committed, before });
  await checkKept([...kept, ...included.kept]);
  const challenger = kept.filter(({ role }) => role === 'model');
  await requireCommitted(step.ports, plan, kept);
  const predictions = await scoreModels(step.ports, plan, { challenger, versions, others });
  if (plan.settings.score === undefined)
    await requireWritten(predictions.kept, { committed: plan.committed, before });
  requireOutputs([...kept, ...predictions.kept]);
  const trainings = describeTrainings({ ...collected, predictions }, others);
  return publishOutcome(step, plan, {
    kind: 'trained',
    run: {
      ...{ ...plan.run, ...metrics, parameters, ...scoredRows(predictions) },
      ...(modelSet && { modelSet }),
      ...(trainings && { trainings }),
      ...(format && { format }),
      ...(tracking && { tracking }),
    },
    kept: [...kept, ...predictions.kept, ...included.kept],
    profile: await renderReference(step, plan, predictions),
    notes: [
      ...sourceNotes(plan),
      ...trackingNotes(plan.settings, logged),
      ...trainingNotes(trainings),
      ...collected.notes,
      ...predictions.notes,
      ...included.notes,
    ],
  });
}

/** Nothing that makes the model changed, so there is nothing to compare (docs/lifecycle.md#an-unaffected-pull-request). */
function skip(step: TrainStep, plan: TrainPlan): Promise<TrainOutcome> {
  const run = { ...plan.run, unaffected: true as const };
  return publishOutcome(step, plan, { kind: 'unaffected', run, kept: [], profile: undefined, notes: [] });
}

function sourceNotes({ run, settings }: TrainPlan): readonly string[] {
  return [
    ...(run.source.clean ? [] : ['Tracked files differed from the commit before the training began.']),
    ...(settings.paths.length > 0
      ? []
      : ['No paths are configured, so later changes of the code cannot be detected.']),
  ];
}
