/** Both models on the same rows, or the champion alone: evaluate compares their predictions. */
import { recordFile, recordFiles } from '../../../src/shared/usecases/record-files.ts';
import { fetchModelFiles } from '../../../src/shared/usecases/model-cache.ts';
import type { FileRecord } from '../../../src/shared/domain/kernel/digest.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Champion } from './champion.ts';
import { MODEL_FOLDER } from '../../../src/shared/domain/kernel/names.ts';
import type { Kept } from './collect.ts';
import type { TrainPorts } from '../ports.ts';
import type { TrainPlan } from './plan-training.ts';
import { recordScoreData, scoreModel, takePredictions } from './score.ts';
import type { ScoreSettings, TrainSettings } from './settings.ts';

export interface Predictions {
  readonly kept: readonly Kept[];
  /** The rows that were scored; undefined when the training command wrote its predictions itself. */
  readonly data: FileRecord | undefined;
  readonly notes: readonly string[];
}

/** @param challenger files of the challenger; none for the champion alone. */
export async function scoreModels(
  ports: TrainPorts,
  { settings, champion }: TrainPlan,
  challenger: readonly Kept[],
): Promise<Predictions> {
  const { score } = settings;
  if (score === undefined) return { kept: await ownPredictions(ports, settings), data: undefined, notes: [] };
  const data = await recordScoreData(ports.workspace, score.data);
  const ofChallenger =
    challenger.length === 0
      ? []
      : [await scoreModel(ports, { role: 'predictions-challenger', settings: score, model: challenger })];
  const ofChampion =
    champion === undefined
      ? { kept: [], notes: [] }
      : await scoreChampion(ports, { champion, score, mayFail: challenger.length > 0 });
  await requireUnchanged(ports, data);
  return { kept: [...ofChallenger, ...ofChampion.kept], data, notes: ofChampion.notes };
}

/** Predictions that the training command wrote for rows that it held out. */
async function ownPredictions(ports: TrainPorts, settings: TrainSettings): Promise<readonly Kept[]> {
  if (settings.predictions === undefined) return [];
  return [await takePredictions(ports.workspace, settings.predictions, 'predictions-challenger')];
}

async function scoreChampion(
  ports: TrainPorts,
  request: { readonly champion: Champion; readonly score: ScoreSettings; readonly mayFail: boolean },
): Promise<{ readonly kept: readonly Kept[]; readonly notes: readonly string[] }> {
  const { champion, score, mayFail } = request;
  const files = await fetchModelFiles(ports, champion.released);
  const paths = champion.released.document.files.map(({ path }) => MODEL_FOLDER + path);
  const records = await recordFiles(files, paths);
  const model = records.map((record): Kept => ({ role: 'model', source: files, record, path: record.path }));
  try {
    return {
      kept: [await scoreModel(ports, { role: 'predictions-champion', settings: score, model })],
      notes: [],
    };
  } catch (error) {
    // New code may not know the champion's format. The comparison is then inconclusive, and the training is not lost.
    if (!mayFail || !(error instanceof DataError)) throw error;
    const note = `The score command could not score the champion ${champion.tag}: ${error.message}`;
    ports.log.warning(note);
    return { kept: [], notes: [note] };
  }
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
