/**
 * Whether a pull request changes the inputs of the model (docs/lifecycle.md#an-unaffected-pull-request). `run.json`
 * says so too, but that is a claim: it is verified here before the status turns green without an evaluation.
 */
import { findChangedInputs } from '../../../src/shared/usecases/find-changed-inputs.ts';
import { fetchRun, fetchVersion } from '../../../src/shared/usecases/released-version.ts';
import { inputsAmong } from '../../../src/shared/domain/supply-chain/input-patterns.ts';
import { findUncountedTables } from '../../../src/shared/domain/supply-chain/uncounted-tables.ts';
import { configPathOf } from '../../../src/shared/usecases/load-config.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import { findChampion } from '../../../src/shared/usecases/model-tags.ts';
import type { PullRequestSubject } from '../outcome.ts';
import type { EvaluateStep } from '../ports.ts';

/** By the checkout of the pull request: whether its inputs differ from those that the champion was trained on. */
export async function checkoutAffectsModel(step: EvaluateStep): Promise<boolean> {
  const { model, ports } = step;
  const champion = await findChampion(ports.tags, { model: model.name, stage: model.config.stage });
  if (champion === undefined || model.config.paths.length === 0) return true;
  const files = await ports.scratch('champion-run');
  const released = await fetchVersion(ports, champion, files);
  const run = await fetchRun(ports.releases, released, files);
  return run === undefined || (await findChangedInputs(ports.checkout, model, run)).length > 0;
}

/** By GitHub's list of changed files, where nothing of the pull request is checked out. */
export async function pullAffectsModel(step: EvaluateStep, pull: PullRequestSubject): Promise<boolean> {
  const { config } = step.model;
  if (config.paths.length === 0) return true;
  const { paths: changed, isComplete } = await step.ports.pullRequests.changedFiles(pull.number);
  // A file that is not listed must not turn a status green.
  if (!isComplete) return true;
  return changed.includes(configPathOf(step.inputs.configPath)) || inputsAmong(changed, [config]).length > 0;
}

/** @returns the tables that the pull request changes and that count as no input of any model. */
export async function uncountedTablesOf(
  { ports, config, model }: EvaluateStep,
  { number }: PullRequestSubject,
): Promise<readonly string[]> {
  const changed = await tryOrWarn(ports.log, 'changed files', () => ports.pullRequests.changedFiles(number));
  return findUncountedTables(changed?.paths ?? [], [model.config, ...Object.values(config?.models ?? {})]);
}
