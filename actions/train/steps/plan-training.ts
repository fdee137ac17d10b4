/** What is decided before a command runs: the settings, the champion, and the inputs that make the model. */
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { CommittedFiles, FolderStates } from '../../../src/shared/ports/workspace.ts';
import type { TrainInputs } from '../inputs.ts';
import type { TrainStep } from '../ports.ts';
import { gateOfEvent, needsAnchor } from '../../../src/shared/domain/config/select-model.ts';
import { composeTraining } from './compose-mlproject.ts';
import { describeChampion, fetchChampion, fetchOtherAnchor, type ReleasedOpponent } from './champion.ts';
import type { CheckedTable } from './check-tables.ts';
import { fingerprintInputs } from './fingerprint.ts';
import { planPipeline, withPipeline, type PlannedPipeline } from './plan-pipeline.ts';
import { NO_SCORING_FILES, type ScoringFiles } from './scoring-files.ts';
import { decideSettings, type TrainSettings } from './settings.ts';

export interface TrainPlan {
  readonly settings: TrainSettings;
  readonly champion: ReleasedOpponent | undefined;
  /** To be scored too: a version other than the champion, with which a rule of the gate compares. */
  readonly anchor: ReleasedOpponent | undefined;
  /** Undefined where the model is trained by a command. */
  readonly pipeline: PlannedPipeline | undefined;
  /** Those that were compared with the data contract before the training. */
  readonly tables: readonly CheckedTable[];
  /** The files of the commit that is checked out. */
  readonly committed: CommittedFiles;
  /** What the score command runs, as it was before the training. */
  readonly scoring: ScoringFiles;
  /** What lay in the workspace before the training; undefined where nothing is scored, or an earlier step has trained. */
  readonly before: FolderStates | undefined;
  /** `run.json` as far as it is known before anything was trained. */
  readonly run: Omit<Run, 'outputs'>;
}

/** @throws InputError, DataError for what is wrong before any command runs. */
export async function planTraining(step: TrainStep): Promise<TrainPlan> {
  const { inputs, model, context, ports } = step;
  const decided = decideSettings(inputs, model);
  const committed = await ports.checkout.committed();
  const files = { committed, workspace: ports.workspace };
  const composed = await composeTraining(ports.workspace, model.config, decided);
  const pipeline = await planPipeline(files, model.config, decided.dvc);
  const settings = withPipeline({ ...decided, command: composed.command }, pipeline);
  ports.tables.requireTimeZone(model.config['time-zone']);
  const champion = await fetchChampion(ports, { model: model.name, stage: settings.stage });
  const isAsked = settings.score !== undefined && needsAnchor(model, gateOfEvent(context.eventName));
  const anchor =
    champion !== undefined && isAsked && inputs.mode === 'train'
      ? await fetchOtherAnchor(ports, model, champion)
      : undefined;
  const [head, clean] = await Promise.all([ports.checkout.head(), ports.checkout.isClean()]);
  const { os, arch, image } = context.runner;
  const run: TrainPlan['run'] = {
    schema: 'model-steward/run/1',
    model: model.name,
    task: model.config.task,
    source: { repository: repositoryOf(context), ...head, clean },
    commands: describeCommands(inputs, settings),
    parameters: composed.parameters,
    inputs: await fingerprintInputs({ ...files, ofPipeline: pipeline?.inputs ?? [] }, settings, model),
    environment: { os, arch, ...(image !== undefined && { image }) },
    metrics: {},
    ...(champion !== undefined && { champion: describeChampion(champion) }),
    ...(anchor !== undefined && { anchor: describeChampion(anchor) }),
  };
  const nothingYet = { tables: [], scoring: NO_SCORING_FILES, before: undefined };
  return { settings, champion, anchor, pipeline, committed, ...nothingYet, run };
}

function describeCommands({ mode }: TrainInputs, { command, score }: TrainSettings): Run['commands'] {
  return {
    ...(command !== undefined && mode !== 'score' && { train: command }),
    ...(score !== undefined && { score: score.command }),
  };
}
