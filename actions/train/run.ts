/**
 * The story of train: what makes the model, the training, what it left, both models on the same rows, and
 * one artifact with all of it. What a command left is a claim; digests say that it stayed what it was.
 */
import { DataError } from '../../src/shared/domain/kernel/errors.ts';
import type { RunContext } from '../../src/shared/domain/kernel/platform.ts';
import { requireTrustedTrigger } from '../../src/shared/domain/kernel/trigger.ts';
import { collectOutputs, type Collected } from './steps/collect.ts';
import { publishEvidence, type EvidenceRequest } from './steps/evidence.ts';
import { isUnaffected } from './steps/fingerprint.ts';
import type { TrainInputs } from './inputs.ts';
import type { TrainOutcome } from './outcome.ts';
import type { TrainPorts } from './ports.ts';
import { prepare, type Job } from './steps/prepare.ts';
import { renderProfile } from './steps/reference.ts';
import { requireSuccess } from './steps/score.ts';
import { scoreModels, type Predictions } from './steps/score-models.ts';

export async function run(
  inputs: TrainInputs,
  ports: TrainPorts,
  context: RunContext,
): Promise<TrainOutcome> {
  if (!inputs.allowUntrustedTrigger) requireTrustedTrigger(context);
  const job = await prepare(inputs, ports, context);
  if (inputs.mode === 'score') return scoreAlone(job);
  if (isPullRequest(context) && isUnaffected(job.before, job.champion?.run)) return skip(job);
  await train(job);
  const collected = await collectOutputs(ports.workspace, job.settings);
  const predictions = await scoreModels(
    job,
    collected.kept.filter(({ role }) => role === 'model'),
  );
  const { modelSet, metrics, parameters, kept } = collected;
  requireSomething(collected, predictions);
  return publish(job, 'trained', {
    run: { ...job.before, metrics, parameters, ...(modelSet && { modelSet }), ...scoredData(predictions) },
    kept: [...kept, ...predictions.kept],
    profile: await profileText(job, predictions),
    notes: [...sourceNotes(job), ...predictions.notes],
  });
}

async function train({ ports, settings }: Job): Promise<void> {
  const { command, timeoutMs } = settings;
  if (command === undefined) return;
  const cwd = ports.workspace.root;
  const outcome = await ports.commands.run({ title: 'Train', command, cwd, timeoutMs, environment: {} });
  requireSuccess(outcome, 'train command');
}

/** The champion on the given rows, for monitoring (docs/lifecycle.md#current-data). */
async function scoreAlone(job: Job): Promise<TrainOutcome> {
  const { champion, inputs, ports } = job;
  if (champion === undefined) {
    return { ...describe(job), kind: 'nothing', evidence: undefined, notes: [] };
  }
  const predictions = await scoreModels(job, []);
  const [own] = predictions.kept;
  if (inputs.scoreOut !== undefined && own !== undefined) {
    await ports.workspace.copyFrom(own.source, own.record.path, inputs.scoreOut);
  }
  const run = { ...job.before, ...scoredData(predictions) };
  return publish(job, 'scored', { run, kept: predictions.kept, profile: undefined, notes: [] });
}

/** Nothing that makes the model changed, so there is nothing to compare (docs/lifecycle.md#an-unaffected-pull-request). */
function skip(job: Job): Promise<TrainOutcome> {
  const run = { ...job.before, affected: false as const };
  return publish(job, 'unaffected', { run, kept: [], profile: undefined, notes: [] });
}

async function publish(
  job: Job,
  kind: TrainOutcome['kind'],
  content: Pick<EvidenceRequest, 'run' | 'kept' | 'profile'> & { readonly notes: readonly string[] },
): Promise<TrainOutcome> {
  const { context, started } = job;
  const evidence = await publishEvidence(job.ports, { ...content, context, started });
  return { ...describe(job), kind, evidence, notes: content.notes };
}

function describe({ model, settings, before }: Job): Pick<TrainOutcome, 'model' | 'stage' | 'champion'> {
  return { model: model.name, stage: settings.stage, champion: before.champion };
}

function scoredData({ data }: Predictions): Pick<Job['before'], 'scored'> {
  return data === undefined ? {} : { scored: { data } };
}

async function profileText(
  { model, ports, settings }: Job,
  { kept }: Predictions,
): Promise<string | undefined> {
  if (settings.reference === undefined) return undefined;
  const predictions = kept.find(({ role }) => role === 'predictions-challenger');
  const { workspace, tables } = ports;
  return renderProfile(tables, { config: model.config, workspace, path: settings.reference, predictions });
}

function sourceNotes({ before, settings }: Job): readonly string[] {
  return [
    ...(before.source.clean ? [] : ['Tracked files differed from the commit before the training began.']),
    ...(settings.paths.length > 0
      ? []
      : ['No paths are configured, so a later change of the code cannot be noticed.']),
  ];
}

function requireSomething({ kept }: Collected, predictions: Predictions): void {
  if (kept.length + predictions.kept.length > 0) return;
  throw new DataError('FILES_INVALID', 'train: expected metrics, a model or predictions, got none of them', {
    hint: 'write metrics.json, or name the files in `.github/model-steward.yml` or in the inputs of this step',
  });
}

function isPullRequest({ eventName }: RunContext): boolean {
  return eventName === 'pull_request' || eventName === 'merge_group';
}
