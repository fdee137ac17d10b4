/** The stages of a pipeline of DVC as `run.json` has them, within its limits. */
import type { PipelineFile, PipelineRecord } from '../documents/pipeline-record.ts';
import type { FileRecord } from '../kernel/digest.ts';
import type { DvcEntry, DvcPipeline, DvcStage } from './dvc-pipeline.ts';

const MAX_STAGES = 200;
/** Of the inputs, and of the outputs, of one stage. */
const MAX_FILES = 100;

export interface PipelineState {
  /** The lock files as the command left them. */
  readonly locks: readonly FileRecord[];
  readonly stages: readonly DvcStage[];
  /** What the lock files said before the command: the identities of their stages, by name. */
  readonly before: ReadonlyMap<string, string>;
  readonly pipelines: readonly DvcPipeline[];
  /** Names of stages whose outputs were nowhere before the command. */
  readonly absent: ReadonlySet<string>;
  /** Paths of outputs whose bytes were read, and have the digest of the lock file. */
  readonly verified: ReadonlySet<string>;
}

export function describePipeline(state: PipelineState): PipelineRecord {
  const { locks, stages, before, absent } = state;
  const uses = usesOf(state.pipelines);
  const describe = (entry: DvcEntry, isOutput: boolean): PipelineFile => {
    const use = isOutput ? uses.get(entry.path) : undefined;
    return {
      path: entry.path,
      ...(entry.md5 !== undefined && { md5: entry.md5 }),
      ...(entry.sizeBytes !== undefined && { sizeBytes: entry.sizeBytes }),
      ...(entry.fileCount !== undefined && { fileCount: entry.fileCount }),
      ...(use !== undefined && { use }),
      ...(isOutput && state.verified.has(entry.path) && { verified: true as const }),
    };
  };
  const kept = stages.slice(0, MAX_STAGES);
  const leftOutCount =
    stages.length -
    kept.length +
    kept
      .flatMap(({ inputs, outputs }) => [inputs, outputs])
      .reduce((sum, { length }) => sum + Math.max(0, length - MAX_FILES), 0);
  return {
    tool: 'dvc',
    locks: [...locks],
    stages: kept.map(({ name, command, inputs, outputs, identity }) => ({
      name,
      command,
      ...(before.get(name) !== identity
        ? { changed: true as const }
        : absent.has(name) && { ran: true as const }),
      inputs: inputs.slice(0, MAX_FILES).map((entry) => describe(entry, false)),
      outputs: outputs.slice(0, MAX_FILES).map((entry) => describe(entry, true)),
    })),
    ...(leftOutCount > 0 && { leftOutCount }),
  };
}

function usesOf(pipelines: readonly DvcPipeline[]): ReadonlyMap<string, NonNullable<PipelineFile['use']>> {
  return new Map([
    ...pipelines.flatMap(({ plots }) => plots.map((path) => [path, 'plots'] as const)),
    ...pipelines.flatMap(({ metrics }) => metrics.map((path) => [path, 'metrics'] as const)),
  ]);
}

/** Of all stages; the first value of a name that two of them have. */
export function parametersOfStages(stages: readonly DvcStage[]): DvcStage['parameters'] {
  return Object.fromEntries(stages.flatMap(({ parameters }) => Object.entries(parameters)).reverse());
}
