/**
 * What every step of a story works with, made once for all five actions: the inputs, the model that they select,
 * where the step runs, and the ports through which it acts.
 */
import type { Config } from '../domain/config/config.ts';
import { selectModel, type SelectedModel } from '../domain/config/select-model.ts';
import type { RunContext } from '../domain/kernel/platform.ts';
import type { Clock } from '../ports/runner.ts';
import type { Files } from '../ports/workspace.ts';
import { loadConfig } from './load-config.ts';

export interface StepContext<Inputs, Ports> {
  readonly inputs: Inputs;
  readonly model: SelectedModel;
  /** The configuration with all its models; undefined when the repository has none. */
  readonly config: Config | undefined;
  readonly context: RunContext;
  readonly ports: Ports;
  readonly started: StepStart;
}

/** When the step began: `at` for documents, `monotonicMs` for durations. */
export interface StepStart {
  readonly at: Date;
  readonly monotonicMs: number;
}

/** The inputs that select a model; all five actions have them. */
export interface ModelInputs {
  readonly model: string | undefined;
  /** Undefined: the usual place, where it may be absent. */
  readonly configPath: string | undefined;
}

export interface StepPorts {
  readonly clock: Clock;
  readonly workspace: Files;
}

export interface StepRequest<Inputs, Ports> {
  readonly inputs: Inputs;
  readonly context: RunContext;
  readonly ports: Ports;
  /** Whether it may be about several models: then none has to be named, and the first one is selected. */
  readonly isOfAnyModel?: boolean;
}

/** @throws InputError when the configuration is invalid, or the inputs do not name one of its models. */
export async function prepareStep<Inputs extends ModelInputs, Ports extends StepPorts>(
  request: StepRequest<Inputs, Ports>,
): Promise<StepContext<Inputs, Ports>> {
  const { inputs, context, ports, isOfAnyModel = false } = request;
  const started = { at: ports.clock.now(), monotonicMs: ports.clock.monotonicMs() };
  const config = await loadConfig(ports.workspace, inputs.configPath);
  const [first] = isOfAnyModel ? Object.keys(config?.models ?? {}) : [];
  const model = selectModel(config, inputs.model ?? first, context.repository.name);
  return { inputs, model, config, context, ports, started };
}

/** The same step, of which a part sees the world in another way. */
export function withPorts<Inputs, Ports>(
  step: StepContext<Inputs, Ports>,
  ports: Ports,
): StepContext<Inputs, Ports> {
  return { ...step, ports };
}

/** Milliseconds since the step began. */
export function elapsedMs({
  started,
  ports,
}: Pick<StepContext<unknown, { readonly clock: Clock }>, 'started' | 'ports'>): number {
  return ports.clock.monotonicMs() - started.monotonicMs;
}
