/** A push without evidence (docs/lifecycle.md#a-push-without-evidence): exit 0 and a reason; a warning when the model's inputs did change. */
import { findChangedInputs } from '../../../src/shared/usecases/find-changed-inputs.ts';
import { findAssignedVersion } from '../../../src/shared/usecases/model-tags.ts';
import { fetchRun, fetchVersion } from '../../../src/shared/usecases/released-version.ts';
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Nothing } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';
import type { Subject } from './subject.ts';

export async function nothingToRegister(step: RegisterStep, subjects: readonly Subject[]): Promise<Nothing> {
  const { name } = step.model;
  return {
    kind: 'nothing',
    model: name,
    reason: describe(subjects, name),
    warning: await warn(step),
  };
}

function describe(subjects: readonly Subject[], model: string): string {
  const pulls = subjects.flatMap((subject) =>
    subject.kind === 'pull-request' ? [`#${subject.pull.number}`] : [],
  );
  if (pulls.length > 0) return `${pulls.join(', ')} left no evidence of a new ${model}`;
  const [subject] = subjects;
  return subject === undefined || subject.kind === 'pull-request'
    ? 'no merged pull request brought this push'
    : `run ${subject.run.id} left no evidence of a new ${model}`;
}

/** Compares the checkout with what the champion was trained from; without a champion there is nothing to miss. */
async function warn(step: RegisterStep): Promise<string | undefined> {
  const { model, ports } = step;
  try {
    const champion = await findAssignedVersion(ports.tags, { model: model.name, stage: model.config.stage });
    if (champion === undefined) return undefined;
    const files = await ports.scratch('champion');
    const version = await fetchVersion(ports.releases, champion.tag, files);
    const run = await fetchRun(ports.releases, version, files);
    if (run === undefined) return undefined;
    const changed = await findChangedInputs(ports.workspace, model, run.inputs);
    return changed.length === 0 ? undefined : warning(step, champion.tag, changed);
  } catch (error) {
    // Advice only: it must not fail a push that has nothing to do with the model.
    if (!(error instanceof StewardError)) throw error;
    ports.log.debug(`inputs of ${model.name} could not be compared: ${error.message}`);
    return undefined;
  }
}

function warning({ model }: RegisterStep, champion: string, changed: readonly string[]): string {
  const workflow = model.config.retrain?.workflow;
  const advice =
    workflow === undefined
      ? 'train in a pull request, or name a retraining workflow with `retrain.workflow` in the configuration'
      : `run \`${workflow}\` to train and judge a new version`;
  return `the inputs of ${model.name} changed since ${champion} (${changed.slice(0, 3).join(', ')}) and nobody judged the change: ${advice}`;
}
