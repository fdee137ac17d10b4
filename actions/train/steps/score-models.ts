/** Both models on the same rows, or the champion alone: evaluate compares their predictions. */
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
import type { Champion } from './champion.ts';
import { describeOwn, type ChampionCode } from './champion-code.ts';
import { MODEL_FOLDER } from '../../../src/shared/domain/kernel/names.ts';
import type { Kept } from './collect.ts';
import type { TrainPorts } from '../ports.ts';
import type { TrainPlan } from './plan-training.ts';
import { recordScoreData, scoreModel, takePredictions } from './score.ts';
import type { ScoreSettings, TrainSettings } from './settings.ts';

export interface Predictions {
  readonly kept: readonly Kept[];
  /** The rows that were scored, and how the champion was; undefined when the training command wrote its predictions itself. */
  readonly scored: Run['scored'];
  readonly notes: readonly string[];
}

export interface ScoreModelsRequest {
  /** Files of the challenger; none for the champion alone. */
  readonly challenger: readonly Kept[];
  readonly code: ChampionCode | undefined;
}

export async function scoreModels(
  ports: TrainPorts,
  { settings, champion }: TrainPlan,
  { challenger, code }: ScoreModelsRequest,
): Promise<Predictions> {
  const { score } = settings;
  if (score === undefined)
    return { kept: await ownPredictions(ports, settings), scored: undefined, notes: [] };
  const data = await recordScoreData(ports.workspace, score.data);
  const kept = challenger.length === 0 ? [] : [await scoreChallenger(ports, score, challenger)];
  if (champion === undefined || code === undefined) {
    await requireUnchanged(ports, data);
    return { kept, scored: { data }, notes: [] };
  }
  const mayFail = challenger.length > 0;
  const ofChampion = await scoreChampion(ports, { champion, score, code, mayFail });
  await requireUnchanged(ports, data);
  return {
    kept: [...kept, ...ofChampion.kept],
    scored: { data, champion: ofChampion.scoring },
    notes: ofChampion.notes,
  };
}

/** @throws DataError when the command fails, or leaves no predictions. */
async function scoreChallenger(
  ports: TrainPorts,
  settings: ScoreSettings,
  model: readonly Kept[],
): Promise<Kept> {
  const checkout = ports.workspace;
  const result = await scoreModel(ports, { role: 'predictions-challenger', settings, model, checkout });
  if (result.kind === 'failed') throw result.error;
  return result.predictions;
}

/** Predictions that the training command wrote for rows that it held out. */
async function ownPredictions(ports: TrainPorts, settings: TrainSettings): Promise<readonly Kept[]> {
  if (settings.predictions === undefined) return [];
  return [await takePredictions(ports.workspace, settings.predictions, 'predictions-challenger')];
}

interface ScoredChampion {
  readonly kept: readonly Kept[];
  readonly scoring: ChampionScoring;
  readonly notes: readonly string[];
}

async function scoreChampion(
  ports: TrainPorts,
  request: {
    readonly champion: Champion;
    readonly score: ScoreSettings;
    readonly code: ChampionCode;
    readonly mayFail: boolean;
  },
): Promise<ScoredChampion> {
  const { champion, score, code, mayFail } = request;
  const model = await fetchChampion(ports, champion);
  const failures: ScoringFailure[] =
    code.kind === 'checkout' && code.failure !== undefined ? [code.failure] : [];
  const notes = failures.map(({ message }) => `${describeOwn(champion)}: ${message}`);
  const runs = code.kind === 'own' ? [{ ...code, code: 'version' as const }, HEAD] : [code];
  for (const run of runs) {
    const checkout =
      run.kind === 'own' ? await withData(run.files, ports.workspace, score.data) : ports.workspace;
    const settings = run.kind === 'own' ? { ...score, command: run.command } : score;
    const result = await scoreModel(ports, { role: 'predictions-champion', settings, model, checkout });
    if (result.kind === 'scored')
      return { kept: [result.predictions], scoring: describeScoring(run.code, failures), notes };
    const { error, lastLines } = result;
    failures.push({ code: run.code, message: error.message, lastLines: [...lastLines] });
    // New code may not know the champion's format. The comparison is then inconclusive, and the training is not lost.
    if (run.kind !== 'own' && !mayFail) throw error;
    notes.push(noteOf(run.kind, champion, error));
    ports.log.warning(noteOf(run.kind, champion, error));
  }
  return { kept: [], scoring: describeScoring(undefined, failures), notes };
}

const HEAD = { kind: 'checkout', code: 'head', failure: undefined } as const;

function noteOf(kind: ChampionCode['kind'], champion: Champion, { message }: DataError): string {
  return kind === 'own'
    ? `${describeOwn(champion)}: ${message}`
    : `The score command could not score the champion ${champion.tag}: ${message}`;
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

async function fetchChampion(ports: TrainPorts, { released }: Champion): Promise<readonly Kept[]> {
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
