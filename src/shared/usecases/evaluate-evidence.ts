/**
 * From the files of the evidence to its judgement: reads the tables and calls `computeEvaluation`. Evaluate
 * and register both come this way, so that the same evidence gives the same document.
 */
import { computeEvaluation, type ChampionEvidence } from '../domain/evaluation/compute-evaluation.ts';
import { predictionColumns } from '../domain/evaluation/predictions.ts';
import type { SelectedModel } from '../domain/config/select-model.ts';
import type { Evaluation } from '../domain/documents/evaluation.ts';
import type { OutputRole, Run } from '../domain/documents/run.ts';
import { InputError } from '../domain/kernel/errors.ts';
import type { ResolvedStage } from '../domain/registry/resolve-stage.ts';
import type { Table } from '../domain/table/table.ts';
import type { Releases } from '../ports/github.ts';
import type { Files, Tables } from '../ports/workspace.ts';
import { downloadFiles, fetchRun, fetchVersion } from './released-version.ts';

export interface EvaluateEvidencePorts {
  readonly tables: Tables;
  readonly releases: Releases;
  /** Makes an empty folder of this run's own; `name` is for people who look into it. */
  readonly scratch: (name: string) => Promise<Files>;
  /** The checkout, where labels lie that training cannot reach. */
  readonly workspace: Files;
}

export interface EvaluateEvidenceRequest {
  readonly model: SelectedModel;
  readonly gate: 'gate' | 'gate-retrain';
  readonly run: Run;
  /** The files that `run` names. */
  readonly evidence: Files;
  /** Who holds the target stage; undefined when nobody does. */
  readonly assigned: Pick<ResolvedStage, 'version' | 'tag'> | undefined;
  /** Overrides `predictions.labels` of the configuration. */
  readonly labels?: string | undefined;
}

/** @throws DataError for evidence that cannot be judged. */
export async function evaluateEvidence(
  ports: EvaluateEvidencePorts,
  request: EvaluateEvidenceRequest,
): Promise<Evaluation> {
  const { model, gate, run, assigned } = request;
  const columns = model.config.predictions && predictionColumns(model.config.predictions);
  const read = async (files: Files, path: string | undefined): Promise<Table | undefined> =>
    path === undefined || columns === undefined ? undefined : await ports.tables.read(files, path, columns);
  const champion = assigned && (await readChampion(ports, request, { assigned, read }));
  return computeEvaluation({
    model: model.name,
    config: model.config,
    gate,
    run,
    challenger: await read(request.evidence, outputPath(run, 'predictions-challenger')),
    champion,
    labels: await readLabels(ports.workspace, request.labels ?? model.config.predictions?.labels, read),
  });
}

type ReadTable = (files: Files, path: string | undefined) => Promise<Table | undefined>;

/** Scored in the same run when the run knew this champion; else what its release stores. */
async function readChampion(
  { releases, scratch }: EvaluateEvidencePorts,
  { run, evidence }: EvaluateEvidenceRequest,
  {
    assigned,
    read,
  }: { readonly assigned: NonNullable<EvaluateEvidenceRequest['assigned']>; readonly read: ReadTable },
): Promise<ChampionEvidence> {
  const files = await scratch(`champion-${assigned.version}`);
  const released = await fetchVersion(releases, assigned.tag, files);
  const { modelDigest } = released.document;
  const wasScored = run.champion?.tag === assigned.tag && run.champion.modelDigest === modelDigest;
  const scored = wasScored ? await read(evidence, outputPath(run, 'predictions-champion')) : undefined;
  const roles = scored === undefined ? (['predictions'] as const) : [];
  const [predictions] = await downloadFiles(releases, released, { roles, into: files });
  const table = scored ?? (await read(files, predictions?.path));
  return {
    version: assigned.version,
    tag: assigned.tag,
    modelDigest,
    predictions: table && { table, source: scored === undefined ? 'stored' : 'scored' },
    metrics: (await fetchRun(releases, released, files))?.metrics,
  };
}

async function readLabels(
  workspace: Files,
  path: string | undefined,
  read: ReadTable,
): Promise<Table | undefined> {
  if (path === undefined) return undefined;
  if (await workspace.exists(path)) return await read(workspace, path);
  throw new InputError('INPUT_INVALID', `labels: expected the file ${path}, got none`, {
    hint: 'fetch it in a step before this one: every job that judges needs the labels',
  });
}

function outputPath(run: Run, role: OutputRole): string | undefined {
  return run.outputs.find((output) => output.role === role)?.path;
}
