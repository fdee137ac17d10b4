/**
 * The story of train: what makes the model, the training, its outputs, both models on the same rows, and
 * one artifact with all of it. The outputs of a command are claims; digests show that they stayed unchanged.
 */
import { isPullRequest, requireTrustedTrigger } from '../../src/shared/domain/kernel/trigger.ts';
import type { TrainOutcome } from './outcome.ts';
import type { TrainStep } from './ports.ts';
import { checkTrainingTables } from './steps/check-tables.ts';
import { prepareVersions } from './steps/champion-code.ts';
import { isUnaffected } from './steps/fingerprint.ts';
import { requireContentsBefore } from './steps/input-contents.ts';
import { leaveReason } from './steps/leave-reason.ts';
import { planTraining, type TrainPlan } from './steps/plan-training.ts';
import { publishOutcome } from './steps/publish-outcome.ts';
import { listBefore } from './steps/work-of-training.ts';
import { findScoringFiles } from './steps/scoring-files.ts';
import { scoreChampion } from './steps/score-champion.ts';
import { trainChallengers } from './steps/train-challengers.ts';

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
  const checked = {
    ...plan,
    tables: await checkTrainingTables(step, plan),
    scoring: await findScoringFiles(step.ports, plan),
    before: await listBefore(step.ports, plan),
  };
  // Before the training: nothing that it leaves behind can meet the token of this step.
  const versions = await prepareVersions(step.ports, plan);
  const [first, ...others] = await trainChallengers(step, checked, versions);
  const notes = [...sourceNotes(plan), ...[first, ...others].flatMap((challenger) => challenger.notes)];
  return publishOutcome(step, plan, { ...first, kind: 'trained', others, notes: [...new Set(notes)] });
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
