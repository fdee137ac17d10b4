/** Whether the pull request changes its own gate; its comment says so first (docs/lifecycle.md#a-pull-request-that-changes-its-gate). */
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { gateConfigDigest } from '../../../src/shared/domain/config/select-model.ts';
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import { configPathOf } from '../../../src/shared/usecases/load-config.ts';
import type { PullRequestSubject } from '../outcome.ts';
import type { EvaluateStep } from '../ports.ts';

export async function editsGate(step: EvaluateStep, pull: PullRequestSubject): Promise<boolean> {
  const before = await attempt(() => readBaseGate(step, pull));
  if (before.ok) return before.value !== undefined && before.value !== gateConfigDigest(step.model, 'gate');
  // An invalid configuration had no gate: whatever fixes it changes the gate.
  if (before.error instanceof InputError) return true;
  step.ports.log.warning(
    `gate: whether the pull request changes it could not be determined: ${before.error.message}`,
  );
  return false;
}

/** @returns the digest; undefined for a model that the base branch does not configure, which had no gate to change. */
async function readBaseGate(
  { inputs, model, ports }: EvaluateStep,
  { baseSha }: PullRequestSubject,
): Promise<string | undefined> {
  const path = configPathOf(inputs.configPath);
  const text = await ports.contents.fileAt(path, baseSha);
  if (text === undefined) return undefined;
  const { models } = parseConfig(text, `${path} at ${baseSha}`);
  const config = Object.hasOwn(models, model.name) ? models[model.name] : undefined;
  return config && gateConfigDigest({ name: model.name, config }, 'gate');
}
