/**
 * What a training has logged so far: experiments, runs, logged models and registered models. All of it are claims of
 * untrusted code, and the texts that are kept have a limit together.
 */
import { sha256 } from '../../kernel/digest.ts';
import type { MetricHistory } from './metric-history.ts';
import { missing, TrackingRefusal } from './tracking-refusal.ts';

type LifecycleStage = 'active' | 'deleted';

export interface TrackedExperiment {
  readonly id: string;
  readonly createdMs: number;
  readonly tags: Map<string, string>;
  name: string;
  stage: LifecycleStage;
}

export interface TrackedDataset {
  readonly name: string;
  /** MLflow's own short digest; not SHA-256. */
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema: string | undefined;
  readonly profile: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
}

export interface TrackedRun {
  readonly id: string;
  readonly experimentId: string;
  readonly user: string;
  readonly startMs: number;
  readonly metrics: Map<string, MetricHistory>;
  readonly params: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly datasets: TrackedDataset[];
  readonly models: { readonly modelId: string; readonly step: number }[];
  name: string;
  status: string;
  endMs: number | undefined;
  stage: LifecycleStage;
  /** Count of the calls at which it logged a metric last; 0 where it never did. */
  loggedAt: number;
}

export interface LoggedModel {
  readonly id: string;
  readonly name: string;
  readonly experimentId: string;
  readonly runId: string | undefined;
  readonly type: string;
  readonly createdMs: number;
  readonly params: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly metrics: Map<string, LoggedModelMetric>;
  status: string;
  updatedMs: number;
}

export interface LoggedModelMetric {
  readonly key: string;
  readonly value: number;
  readonly timestampMs: number;
  readonly step: number;
  readonly runId: string;
  readonly dataset: { readonly name: string; readonly digest: string } | undefined;
}

export interface MlflowVersion {
  readonly version: string;
  readonly createdMs: number;
  readonly source: string;
  readonly runId: string | undefined;
  readonly modelId: string | undefined;
  readonly tags: Map<string, string>;
  description: string;
  stage: string;
}

export interface MlflowModelName {
  name: string;
  description: string;
  readonly createdMs: number;
  readonly tags: Map<string, string>;
  readonly aliases: Map<string, string>;
  readonly versions: MlflowVersion[];
}

/** Of texts and points that are kept in memory. */
const MAX_KEPT_BYTES = 128 * 1024 * 1024;
const OVERHEAD_BYTES = 100;

export class TrackedState {
  readonly experiments = new Map<string, TrackedExperiment>();
  readonly runs = new Map<string, TrackedRun>();
  readonly models = new Map<string, LoggedModel>();
  readonly registered = new Map<string, MlflowModelName>();
  readonly #seed: string;
  #ids = 0;
  #calls = 0;
  #keptBytes = 0;

  /** @param seed makes the ids: the same training has the same ones, and another run of the workflow others. */
  constructor(seed: string) {
    this.#seed = seed;
    this.experiments.set('0', { id: '0', name: 'Default', createdMs: 0, tags: new Map(), stage: 'active' });
  }

  newId(): string {
    this.#ids += 1;
    return sha256(`${this.#seed}:${this.#ids}`).slice(0, 32);
  }

  nextCall(): number {
    this.#calls += 1;
    return this.#calls;
  }

  /** Called before anything is kept. @throws TrackingRefusal where there is no room for it. */
  takeRoom(texts: readonly string[]): void {
    this.#keptBytes += texts.reduce((sum, { length }) => sum + 2 * length, OVERHEAD_BYTES);
    if (this.#keptBytes <= MAX_KEPT_BYTES) return;
    throw new TrackingRefusal(
      'RESOURCE_EXHAUSTED',
      `tracking: expected at most ${MAX_KEPT_BYTES / 1024 / 1024} MiB of metrics, parameters and tags, got more`,
    );
  }

  experiment(id: string): TrackedExperiment {
    const found = this.experiments.get(id);
    if (found === undefined) throw missing('experiment', id);
    return found;
  }

  run(id: string): TrackedRun {
    const found = this.runs.get(id);
    if (found === undefined) throw missing('run', id);
    return found;
  }

  model(id: string): LoggedModel {
    const found = this.models.get(id);
    if (found === undefined) throw missing('logged model', id);
    return found;
  }

  registeredName(name: string): MlflowModelName {
    const found = this.registered.get(name);
    if (found === undefined) throw missing('registered model', name);
    return found;
  }

  version(name: string, version: string): MlflowVersion {
    const found = this.registeredName(name).versions.find((candidate) => candidate.version === version);
    if (found === undefined) throw missing(`version of ${name}`, version);
    return found;
  }
}

const SCHEME = 'mlflow-artifacts:';

/** Of such an address, below the folder of all artifacts. */
export function pathOfArtifacts(uri: string): string {
  return uri.startsWith(`${SCHEME}/`) ? uri.slice(SCHEME.length + 1) : uri;
}

export function artifactUriOfRun({ experimentId, id }: Pick<TrackedRun, 'experimentId' | 'id'>): string {
  return `${SCHEME}/${experimentId}/${id}/artifacts`;
}

export function artifactUriOfModel({ experimentId, id }: Pick<LoggedModel, 'experimentId' | 'id'>): string {
  return `${SCHEME}/${experimentId}/models/${id}/artifacts`;
}
