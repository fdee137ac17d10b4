/** A push without evidence (docs/lifecycle.md#a-push-without-evidence): a success with a reason, and a warning when inputs of the model changed. */
import { findChangedInputs } from '../../../src/shared/usecases/find-changed-inputs.ts';
import { findChampion } from '../../../src/shared/usecases/model-tags.ts';
import { fetchRun, fetchVersion } from '../../../src/shared/usecases/released-version.ts';
import type { SelectedModel } from '../../../src/shared/domain/config/select-model.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import { branchName, OWN_BRANCH, type OtherRef } from '../../../src/shared/usecases/default-branch.ts';
import type { Nothing, Subject } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';

export async function nothingToRegister(step: RegisterStep, subjects: readonly Subject[]): Promise<Nothing> {
  const { name } = step.model;
  return {
    kind: 'nothing',
    model: name,
    reason: describe(subjects, name),
    warning: await findWarning(step),
  };
}

/** A workflow without `branches:` runs on every push: that is no mistake, and nothing is decided there. */
export function otherBranchPushed({ model }: RegisterStep, { ref, defaultBranch }: OtherRef): Nothing {
  return {
    kind: 'nothing',
    model: model.name,
    reason: `the push is to ${branchName(ref)}, and versions are registered on ${defaultBranch}, the default branch; ${OWN_BRANCH}`,
    warning: undefined,
  };
}

export function emptyStage({ model }: RegisterStep, stage: string): Nothing {
  const reason = `the stage ${stage} of ${model.name} is empty`;
  return { kind: 'nothing', model: model.name, reason, warning: undefined };
}

function describe(subjects: readonly Subject[], model: string): string {
  const pulls = subjects.flatMap((subject) =>
    subject.kind === 'pull-request' ? [`#${subject.pull.number}`] : [],
  );
  if (pulls.length > 0) return `${pulls.join(', ')} left no evidence of a new ${model}`;
  const [subject] = subjects;
  return subject === undefined || subject.kind === 'pull-request'
    ? 'the push contains no merged pull request'
    : `run ${subject.run.id} left no evidence of a new ${model}`;
}

/** Compares the checkout with what the champion was trained on; advice only, so a failure is no more than a debug line. */
async function findWarning({ model, ports }: RegisterStep): Promise<string | undefined> {
  const result = await attempt(async () => {
    const champion = await findChampion(ports.tags, { model: model.name, stage: model.config.stage });
    if (champion === undefined) return undefined;
    const files = await ports.scratch('champion');
    const version = await fetchVersion(ports, champion, files);
    const run = await fetchRun(ports.releases, version, files);
    const changed = run && (await findChangedInputs(ports.checkout, model, run));
    return changed?.length ? describeInputChange(model, champion.tag, changed) : undefined;
  });
  if (result.ok) return result.value;
  ports.log.debug(`inputs of ${model.name} could not be compared: ${result.error.message}`);
  return undefined;
}

function describeInputChange(
  { name, config }: SelectedModel,
  champion: string,
  changed: readonly string[],
): string {
  const workflow = config.retrain?.workflow;
  const advice =
    workflow === undefined
      ? 'train in a pull request, or name a retraining workflow with `retrain.workflow` in the configuration'
      : `run \`${workflow}\` to train and evaluate a new version`;
  return `the inputs of ${name} changed since ${champion} (${changed.slice(0, 3).join(', ')}) without an evaluation: ${advice}`;
}
