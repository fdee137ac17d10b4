/** Both models on the same rows, and the anchor where it is a third one; or the champion alone: evaluate compares their predictions. */
import { recordFile, recordFiles } from '../../../src/shared/usecases/record-files.ts';
import { fetchModelFiles } from '../../../src/shared/usecases/model-cache.ts';
import type { FileRecord } from '../../../src/shared/domain/kernel/digest.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import type {
  ChampionScoring,
  Run,
  ScoringCode,
  ScoringFailure,
} from '../../../src/shared/domain/documents/run.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { ReleasedOpponent } from './champion.ts';
import { describeOwn, type ChampionCode, type VersionToScore } from './champion-code.ts';
import { MODEL_FOLDER } from '../../../src/shared/domain/kernel/names.ts';
import type { Kept } from './collect.ts';
import { nameBySeed, type OtherTraining } from './other-trainings.ts';
import type { TrainPorts } from '../ports.ts';
import type { TrainPlan } from './plan-training.ts';
import { findRowOrigin } from './row-origin.ts';
import { measureScoring, type ModelToMeasure } from './measure-scoring.ts';
import { recordScoreData, scoreModel, takePredictions, type ScoreRequest } from './score.ts';
import type { ScoreSettings, TrainSettings } from './settings.ts';

export interface Predictions {
  readonly kept: readonly Kept[];
  /** Those of `kept` that trainings with other seeds made, by seed. */
  readonly bySeed: ReadonlyMap<number, Kept>;
  /** The rows that were scored, and how the champion was; undefined when the training command wrote its predictions itself. */
  readonly scored: Run['scored'];
  /** As they were scored, for another challenger of this run. */
  readonly ofVersions: readonly ScoredVersion[];
  readonly notes: readonly string[];
}

export interface ScoreModelsRequest {
  /** Files of the challenger; none for the champion alone. */
  readonly challenger: readonly Kept[];
  /** The champion, and the anchor where it is another version. */
  readonly versions: readonly VersionToScore[];
  /** Trainings of the challenger with other seeds. */
  readonly others: readonly OtherTraining[];
  /** The versions, where they were scored for another challenger of this run. */
  readonly known?: readonly ScoredVersion[] | undefined;
}

export async function scoreModels(
  ports: TrainPorts,
  plan: Pick<TrainPlan, 'settings' | 'committed' | 'run'>,
  { challenger, versions, others, known }: ScoreModelsRequest,
): Promise<Predictions> {
  const { settings } = plan;
  const { score } = settings;
  if (score === undefined) return await ownPredictions(ports, settings, others);
  const data = await recordScoreData(ports.workspace, score.data);
  const own = challenger.length === 0 ? undefined : await scoreChallenger(ports, score, challenger);
  const mayFail = challenger.length > 0;
  const ofVersions = known ?? (await scoreVersions(ports, versions, { score, mayFail }));
  const bySeed = await scoreTrainings(ports, score, others);
  const { measurements, notes } = await measureScoring(
    ports,
    listToMeasure(own, ofVersions),
    own ? score.roundCount : 0,
  );
  await requireUnchanged(ports, data);
  return {
    kept: [
      ...(own ? [own.predictions] : []),
      ...ofVersions.flatMap((version) => version.kept),
      ...bySeed.values(),
    ],
    bySeed,
    ofVersions,
    scored: {
      ...{ data, origin: await findRowOrigin(ports, plan, data) },
      ...Object.fromEntries(ofVersions.map(({ role, scoring }) => [role, scoring])),
      ...(measurements.length > 0 && { measurements: [...measurements] }),
    },
    notes: [...ofVersions.flatMap((version) => version.notes), ...notes],
  };
}

/** @throws DataError when the command fails, or leaves no predictions. */
async function scoreChallenger(
  ports: TrainPorts,
  settings: ScoreSettings,
  model: readonly Kept[],
): Promise<ScoredChallenger> {
  const checkout = ports.workspace;
  const request = { role: 'predictions-challenger', settings, model, checkout } as const;
  const result = await scoreModel(ports, request);
  if (result.kind === 'failed') throw result.error;
  return { predictions: result.predictions, request };
}

interface ScoredChallenger {
  readonly predictions: Kept;
  readonly request: ScoreRequest;
}

/** A version that no code could score is not measured. */
function listToMeasure(
  own: ScoredChallenger | undefined,
  versions: readonly Pick<ScoredVersion, 'role' | 'request'>[],
): readonly ModelToMeasure[] {
  return [
    ...(own === undefined ? [] : [{ model: 'challenger' as const, request: own.request }]),
    ...versions.flatMap(({ role, request }) => (request === undefined ? [] : [{ model: role, request }])),
  ];
}

/** The models of the other trainings, as the challenger. @throws DataError as `scoreChallenger`. */
async function scoreTrainings(
  ports: TrainPorts,
  settings: ScoreSettings,
  others: readonly OtherTraining[],
): Promise<ReadonlyMap<number, Kept>> {
  const scored = new Map<number, Kept>();
  const checkout = ports.workspace;
  for (const { seed, model } of others) {
    if (model.length === 0) continue;
    const result = await scoreModel(ports, { role: 'predictions-seed', settings, model, checkout });
    if (result.kind === 'failed') throw result.error;
    scored.set(seed, nameBySeed(result.predictions, seed));
  }
  return scored;
}

/** Predictions that the training command wrote for rows that it held out. */
async function ownPredictions(
  { workspace }: TrainPorts,
  { predictions }: TrainSettings,
  others: readonly OtherTraining[],
): Promise<Predictions> {
  const kept =
    predictions === undefined
      ? []
      : [await takePredictions(workspace, predictions, 'predictions-challenger')];
  const bySeed = new Map(
    others.flatMap((training) =>
      training.predictions === undefined ? [] : [[training.seed, training.predictions] as const],
    ),
  );
  return { kept: [...kept, ...bySeed.values()], bySeed, scored: undefined, ofVersions: [], notes: [] };
}

export interface ScoredVersion extends Pick<VersionToScore, 'role'> {
  readonly kept: readonly Kept[];
  readonly scoring: ChampionScoring;
  /** By which it was scored; undefined where it could not be. */
  readonly request: ScoreRequest | undefined;
  readonly notes: readonly string[];
}

async function scoreVersions(
  ports: TrainPorts,
  versions: readonly VersionToScore[],
  options: Omit<ScoreVersionRequest, 'version'>,
): Promise<readonly ScoredVersion[]> {
  const scored: ScoredVersion[] = [];
  for (const version of versions) scored.push(await scoreVersion(ports, { version, ...options }));
  return scored;
}

interface ScoreVersionRequest {
  readonly version: VersionToScore;
  readonly score: ScoreSettings;
  readonly mayFail: boolean;
}

async function scoreVersion(
  ports: TrainPorts,
  { version, score, mayFail }: ScoreVersionRequest,
): Promise<ScoredVersion> {
  const { role, code } = version;
  const model = await fetchFiles(ports, version.version);
  const failures: ScoringFailure[] =
    code.kind === 'checkout' && code.failure !== undefined ? [code.failure] : [];
  const notes = failures.map(({ message }) => `${describeOwn(version)}: ${message}`);
  const runs = code.kind === 'own' ? [{ ...code, code: 'version' as const }, HEAD] : [code];
  for (const run of runs) {
    const checkout =
      run.kind === 'own' ? await withData(run.files, ports.workspace, score.data) : ports.workspace;
    const settings = run.kind === 'own' ? { ...score, command: run.command } : score;
    const request = { role: OUTPUT_ROLES[role], settings, model, checkout };
    const result = await scoreModel(ports, request);
    if (result.kind === 'scored')
      return {
        role,
        kept: [result.predictions],
        scoring: describeScoring(run.code, failures),
        request,
        notes,
      };
    const { error, lastLines } = result;
    failures.push({ code: run.code, message: error.message, lastLines: [...lastLines] });
    // New code may not know the champion's format. The comparison is then inconclusive, and the training is not lost.
    if (run.kind !== 'own' && !mayFail) throw error;
    notes.push(noteOf(run.kind, version, error));
    ports.log.warning(noteOf(run.kind, version, error));
  }
  return { role, kept: [], scoring: describeScoring(undefined, failures), request: undefined, notes };
}

const OUTPUT_ROLES = { champion: 'predictions-champion', anchor: 'predictions-anchor' } as const;

const HEAD = { kind: 'checkout', code: 'head', failure: undefined } as const;

function noteOf(kind: ChampionCode['kind'], version: VersionToScore, { message }: DataError): string {
  return kind === 'own'
    ? `${describeOwn(version)}: ${message}`
    : `The score command could not score the ${version.role} ${version.version.tag}: ${message}`;
}

function describeScoring(
  code: ScoringCode | undefined,
  failures: readonly ScoringFailure[],
): ChampionScoring {
  return {
    ...(code !== undefined && { code }),
    ...(failures.length > 0 && { failures: [...failures] }),
  };
}

async function fetchFiles(ports: TrainPorts, { released }: ReleasedOpponent): Promise<readonly Kept[]> {
  const files = await fetchModelFiles(ports, released);
  const records = await recordFiles(
    files,
    released.document.files.map(({ path }) => MODEL_FOLDER + path),
  );
  return records.map((record) => ({ role: 'model', source: files, record, path: record.path }));
}

/** The rows are those of this checkout, also where the command finds them by a relative path. */
async function withData(checkout: Files, workspace: Files, path: string): Promise<Files> {
  const content = await workspace.open(path);
  await checkout.writeFrom(path, content.stream());
  return checkout;
}

async function requireUnchanged(ports: TrainPorts, data: FileRecord): Promise<void> {
  const { sha256 } = await recordFile(ports.workspace, data.path);
  if (sha256 === data.sha256) return;
  throw new DataError(
    'DATA_MISMATCH',
    `${data.path}: expected the same rows for both models, got a changed file`,
    {
      hint: 'the score command must not write to its data',
    },
  );
}

export function scoredRows({ scored }: Predictions): Pick<TrainPlan['run'], 'scored'> {
  return scored === undefined ? {} : { scored };
}
