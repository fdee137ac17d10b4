/**
 * What a training has logged, when it has ended. One run counts: the one that logged a metric last, among those that did
 * not fail and are not nested in another one, where there are such.
 */
import type { ArtifactIndex } from './artifact-index.ts';
import {
  artifactUriOfModel,
  artifactUriOfRun,
  pathOfArtifacts,
  type TrackedRun,
  type TrackedState,
} from './tracked-state.ts';

export interface LoggedModelFiles {
  readonly folder: string;
  /** With their paths below the root of all artifacts. */
  readonly files: readonly { readonly path: string; readonly sizeBytes: number }[];
}

export interface TrackedTraining {
  /** Those that were not deleted, in the order in which they began. */
  readonly runs: readonly TrackedRun[];
  /** The one that counts; undefined where nothing was logged. */
  readonly run: TrackedRun | undefined;
  /** The model of that run that was logged last; undefined without one. */
  readonly model: LoggedModelFiles | undefined;
  /** Names and versions of registered models. */
  readonly registered: readonly { readonly name: string; readonly version: string }[];
}

export function concludeTraining(state: TrackedState, artifacts: ArtifactIndex): TrackedTraining {
  const runs = [...state.runs.values()].filter(({ stage }) => stage === 'active');
  const run = countingRun(runs);
  return {
    runs,
    run,
    model: run && findModel(state, artifacts, run),
    registered: [...state.registered.values()].flatMap(({ name, versions }) =>
      versions.map(({ version }) => ({ name, version })),
    ),
  };
}

export function isNestedRun({ tags }: Pick<TrackedRun, 'tags'>): boolean {
  return tags.has('mlflow.parentRunId');
}

function countingRun(runs: readonly TrackedRun[]): TrackedRun | undefined {
  const rank = (run: TrackedRun): readonly number[] => [
    Number(run.metrics.size > 0),
    Number(run.status !== 'FAILED' && run.status !== 'KILLED'),
    Number(!isNestedRun(run)),
    run.loggedAt,
  ];
  return runs.toSorted((one, other) => compareRanks(rank(one), rank(other))).at(-1);
}

function compareRanks(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

const MODEL_FILE = '/MLmodel';

/** A folder is a model where it has a file `MLmodel`: below the run (version 2), or apart from it (version 3). */
function findModel(
  state: TrackedState,
  artifacts: ArtifactIndex,
  run: TrackedRun,
): LoggedModelFiles | undefined {
  const own = [...state.models.values()].filter(({ runId }) => runId === run.id);
  const roots = [artifactUriOfRun(run), ...own.map(artifactUriOfModel)].map(
    (uri) => `${pathOfArtifacts(uri)}/`,
  );
  const isOwn = (path: string): boolean => roots.some((root) => path.startsWith(root));
  const found = artifacts.files.findLast(({ path }) => path.endsWith(MODEL_FILE) && isOwn(path));
  if (found === undefined) return undefined;
  const folder = found.path.slice(0, -MODEL_FILE.length);
  const files = artifacts.files.filter(({ path }) => path.startsWith(`${folder}/`));
  return { folder, files: files.toSorted((one, other) => (one.path < other.path ? -1 : 1)) };
}
