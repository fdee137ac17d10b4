/** Everything that is settled before a command runs: which model, what to do, from what, against whom. */
import { loadConfig } from '../../../src/shared/usecases/load-config.ts';
import { selectModel, type SelectedModel } from '../../../src/shared/domain/config/select-model.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { RunContext } from '../../../src/shared/domain/kernel/platform.ts';
import { describeChampion, findChampion, type Champion } from './champion.ts';
import { fingerprintInputs } from './fingerprint.ts';
import type { TrainInputs } from '../inputs.ts';
import type { TrainPorts } from '../ports.ts';
import { decideSettings, type TrainSettings } from './settings.ts';

export interface Job {
  readonly inputs: TrainInputs;
  readonly ports: TrainPorts;
  readonly context: RunContext;
  readonly model: SelectedModel;
  readonly settings: TrainSettings;
  readonly champion: Champion | undefined;
  /** `run.json` as far as it is known before anything was trained. */
  readonly before: Omit<Run, 'outputs'>;
  readonly started: { readonly at: Date; readonly monotonicMs: number };
}

/** @throws InputError, DataError for what is wrong before anything ran. */
export async function prepare(inputs: TrainInputs, ports: TrainPorts, context: RunContext): Promise<Job> {
  const started = { at: ports.clock.now(), monotonicMs: ports.clock.monotonicMs() };
  const config = await loadConfig(ports.workspace, inputs.configPath);
  const model = selectModel(config, inputs.model, context.repository.name);
  const settings = decideSettings(inputs, model);
  const champion = await findChampion(ports, { model: model.name, stage: settings.stage });
  const { os, arch, image } = context.runner;
  const before: Job['before'] = {
    schema: 'model-steward/run/1',
    model: model.name,
    task: model.config.task,
    source: { repository: repositoryOf(context), ...(await ports.checkout.head()) },
    commands: describeCommands(inputs, settings),
    parameters: {},
    inputs: await fingerprintInputs(ports.workspace, settings, model),
    environment: { os, arch, ...(image === undefined ? {} : { image }) },
    metrics: {},
    ...(champion === undefined ? {} : { champion: describeChampion(champion) }),
  };
  return { inputs, ports, context, model, settings, champion, before, started };
}

function describeCommands({ mode }: TrainInputs, { command, score }: TrainSettings): Run['commands'] {
  return {
    ...(command === undefined || mode === 'score' ? {} : { train: command }),
    ...(score === undefined ? {} : { score: score.command }),
  };
}
