/**
 * From the files of the evidence to its evaluation: reads the tables and calls `computeEvaluation`. Evaluate
 * and register both use it, so that the same evidence gives the same document.
 */
import {
  computeEvaluation,
  type ChampionEvidence,
  type EvaluationRequest,
} from '../domain/evaluation/compute-evaluation.ts';
import { tableAnswersDigest } from '../domain/evaluation/answers-digest.ts';
import type { ModelVersion } from '../domain/documents/model.ts';
import { predictionColumns } from '../domain/evaluation/predictions.ts';
import type { SelectedModel } from '../domain/config/select-model.ts';
import type { Evaluation, GateName } from '../domain/documents/evaluation.ts';
import type { OutputRole, Run } from '../domain/documents/run.ts';
import { InputError } from '../domain/kernel/errors.ts';
import type { ResolvedStage } from '../domain/registry/resolve-stage.ts';
import type { Table } from '../domain/table/table.ts';
import type { Releases, Tags } from '../ports/github.ts';
import type { Files, Scratch, Tables } from '../ports/workspace.ts';
import { downloadFiles, fetchRun, fetchVersion } from './released-version.ts';

export interface EvaluateEvidencePorts {
  readonly tables: Tables;
  readonly releases: Releases;
  readonly tags: Pick<Tags, 'get'>;
  readonly scratch: Scratch;
  /** The checkout, which holds labels that training cannot reach. */
  readonly workspace: Files;
}

export interface EvaluateEvidenceRequest {
  readonly model: SelectedModel;
  readonly gate: GateName;
  readonly run: Run;
  /** The files that `run` names. */
  readonly files: Files;
  /** The version that is assigned to the target stage; undefined while the stage is empty. */
  readonly assigned:
    (Pick<ResolvedStage, 'version' | 'tag'> & { readonly message?: string | undefined }) | undefined;
  /** The input `labels`, which overrides `predictions.labels` of the configuration. */
  readonly labels: string | undefined;
}

/** What the evidence holds, whatever gate evaluates it. */
export type ReadEvidence = Pick<EvaluationRequest, 'challenger' | 'champion' | 'labels'>;

/** @throws DataError for evidence that cannot be evaluated. */
export async function evaluateEvidence(
  ports: EvaluateEvidencePorts,
  request: EvaluateEvidenceRequest,
): Promise<Evaluation> {
  return evaluateTables(await readEvidence(ports, request), request);
}

/** @throws DataError as `computeEvaluation` does. */
export function evaluateTables(
  evidence: ReadEvidence,
  { model, gate, run }: Pick<EvaluateEvidenceRequest, 'model' | 'gate' | 'run'>,
): Evaluation {
  return computeEvaluation({ ...evidence, model: model.name, config: model.config, gate, run });
}

/** The tables, and what the champion's release says. @throws DataError for tables that cannot be read. */
export async function readEvidence(
  ports: EvaluateEvidencePorts,
  request: Omit<EvaluateEvidenceRequest, 'gate'>,
): Promise<ReadEvidence> {
  const { model, run, assigned } = request;
  const columns = model.config.predictions && predictionColumns(model.config.predictions);
  const read = async (files: Files, path: string | undefined): Promise<Table | undefined> =>
    path === undefined || columns === undefined ? undefined : await ports.tables.read(files, path, columns);
  const champion = assigned && (await readChampion(ports, request, { assigned, read }));
  return {
    challenger: await read(request.files, outputPath(run, 'predictions-challenger')),
    champion,
    labels: await readLabels(ports.workspace, labelsPath(request), read),
  };
}

type ReadTable = (files: Files, path: string | undefined) => Promise<Table | undefined>;

/** Scored in the same run when the run knew this champion; else what its release stores. */
async function readChampion(
  ports: EvaluateEvidencePorts,
  { model, run, files: evidence }: Pick<EvaluateEvidenceRequest, 'model' | 'run' | 'files'>,
  {
    assigned,
    read,
  }: { readonly assigned: NonNullable<EvaluateEvidenceRequest['assigned']>; readonly read: ReadTable },
): Promise<ChampionEvidence> {
  const { releases } = ports;
  const files = await ports.scratch(`champion-${assigned.version}`);
  const released = await fetchVersion(ports, assigned, files);
  const { modelDigest } = released.document;
  const wasScored = run.champion?.tag === assigned.tag && run.champion.modelDigest === modelDigest;
  const scored = wasScored ? await read(evidence, outputPath(run, 'predictions-champion')) : undefined;
  const { answers, metrics } = released.document;
  const roles = isRegistered(model, scored, answers) ? [] : (['predictions'] as const);
  const [predictions] = await downloadFiles(releases, released, { roles, into: files });
  const stored = await read(files, predictions?.path);
  const table = scored ?? stored;
  return {
    version: assigned.version,
    tag: assigned.tag,
    modelDigest,
    predictions: table && { table, source: scored === undefined ? 'stored' : 'scored' },
    stored: scored === undefined ? undefined : stored,
    registered: { answers, metrics },
    metrics: (await fetchRun(releases, released, files))?.metrics,
  };
}

/** Whether the release names the digest of these predictions: then the stored ones say nothing more. */
function isRegistered(
  { config }: SelectedModel,
  scored: Table | undefined,
  answers: ModelVersion['answers'],
): boolean {
  if (scored === undefined || answers === undefined || config.predictions === undefined) return false;
  const digest = tableAnswersDigest(scored, config.predictions, 'predictions of the champion');
  return Object.values(answers).includes(digest);
}

/** @throws InputError for labels that nothing says how to join. */
function labelsPath({
  model,
  labels,
}: Pick<EvaluateEvidenceRequest, 'model' | 'labels'>): string | undefined {
  const { predictions } = model.config;
  if (labels === undefined || predictions !== undefined) return labels ?? predictions?.labels;
  throw new InputError(
    'INPUT_INVALID',
    `input "labels": expected \`predictions\` of ${model.name} in the configuration, got none`,
    { hint: 'labels are joined with predictions by id: name their columns there' },
  );
}

async function readLabels(
  workspace: Files,
  path: string | undefined,
  read: ReadTable,
): Promise<Table | undefined> {
  if (path === undefined) return undefined;
  if (await workspace.exists(path)) return await read(workspace, path);
  throw new InputError('INPUT_INVALID', `labels: expected the file ${path}, got none`, {
    hint: 'fetch it in an earlier step: every job that evaluates needs the labels',
  });
}

function outputPath(run: Run, role: OutputRole): string | undefined {
  return run.outputs.find((output) => output.role === role)?.path;
}
