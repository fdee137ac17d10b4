/** Whether the pull request changes the gate that judges it: then its comment says so first (docs/lifecycle.md#a-pull-request-that-changes-its-gate). */
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { gateConfigDigest } from '../../../src/shared/domain/config/select-model.ts';
import { InputError, StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { configPathOf } from '../../../src/shared/usecases/load-config.ts';
import type { EvaluateStep } from '../ports.ts';
import type { PullRequestSubject } from './subject.ts';

/** False for a model that the base branch does not configure: then there was no gate to change. */
export async function editsGate(step: EvaluateStep, pull: PullRequestSubject): Promise<boolean> {
  const { inputs, model, ports } = step;
  const path = configPathOf(inputs.configPath);
  try {
    const text = await ports.repositories.fileAt(path, pull.baseSha);
    if (text === undefined) return false;
    const { models } = parseConfig(text, `${path} at ${pull.baseSha}`);
    const before = Object.hasOwn(models, model.name) ? models[model.name] : undefined;
    if (before === undefined) return false;
    return gateConfigDigest({ name: model.name, config: before }, 'gate') !== gateConfigDigest(model, 'gate');
  } catch (error) {
    // A configuration that was broken before is changed by whatever repairs it.
    if (error instanceof InputError) return true;
    if (!(error instanceof StewardError)) throw error;
    ports.log.warning(`whether the pull request changes its gate could not be found out: ${error.message}`);
    return false;
  }
}
