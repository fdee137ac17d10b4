/**
 * What scoring takes, for each model: in each round every model is scored once, one after the other, in turn from both ends, so
 * that what slows the machine down for a while slows all of them (docs/statistics.md#size-time-and-memory).
 */
import type { ScoringMeasurement } from '../../../src/shared/domain/documents/run.ts';
import { parseMetrics } from '../../../src/shared/domain/interop/measurements.ts';
import { EMISSIONS_FILE, parseEmissions } from '../../../src/shared/domain/interop/emissions-file.ts';
import { checkMeasurementSize } from '../../../src/shared/domain/interop/measurement-file.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { ENVIRONMENT_PREFIX } from '../../../src/shared/domain/kernel/names.ts';
import { isMeasuredName } from '../../../src/shared/domain/metrics/run-metrics.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { TrainPorts } from '../ports.ts';
import { MEASURES, scoreModel, type ScoreRequest } from './score.ts';

export interface ModelToMeasure {
  readonly model: 'challenger' | 'champion' | 'anchor';
  /** As it was scored before: that run warmed up what is cached, and is not counted. */
  readonly request: ScoreRequest;
}

export interface MeasuredScoring {
  /** None where one run failed: a round that lacks a model compares nothing. */
  readonly measurements: readonly ScoringMeasurement[];
  readonly notes: readonly string[];
}

/** A run that fails now loses the measurements, and not the training: the predictions that count were made before. */
export async function measureScoring(
  ports: TrainPorts,
  models: readonly ModelToMeasure[],
  roundCount: number,
): Promise<MeasuredScoring> {
  const measurements: ScoringMeasurement[] = [];
  try {
    for (let round = 1; round <= roundCount; round += 1) {
      const order = round % 2 === 1 ? models : models.toReversed();
      for (const { model, request } of order) {
        measurements.push({ model, round, ...(await measureOnce(ports, { ...request, round })) });
      }
    }
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const note = `What scoring takes was not measured: ${error.message}`;
    ports.log.warning(note);
    return { measurements: [], notes: [note] };
  }
  return { measurements, notes: [] };
}

async function measureOnce(
  ports: TrainPorts,
  request: ScoreRequest,
): Promise<Omit<ScoringMeasurement, 'model' | 'round'>> {
  const result = await scoreModel(ports, request);
  if (result.kind === 'failed') throw result.error;
  const { durationMs, peakMemoryBytes, out } = result;
  const written = await readWritten(out);
  return {
    durationMs,
    ...(peakMemoryBytes !== undefined && { peakMemoryBytes }),
    ...(written !== undefined && { written }),
  };
}

const WHERE = `${ENVIRONMENT_PREFIX}MEASURES`;

/** What the command says itself comes before what CodeCarbon says for it. */
async function readWritten(out: Files): Promise<ScoringMeasurement['written']> {
  const [own, emissions] = [await readOwn(out), await readEmissions(out)];
  return own === undefined && emissions === undefined ? undefined : { ...emissions, ...own };
}

async function readEmissions(out: Files): Promise<ScoringMeasurement['written']> {
  if (!(await out.exists(EMISSIONS_FILE))) return undefined;
  checkMeasurementSize((await out.open(EMISSIONS_FILE)).sizeBytes, EMISSIONS_FILE);
  return parseEmissions(await out.read(EMISSIONS_FILE), EMISSIONS_FILE);
}

async function readOwn(out: Files): Promise<ScoringMeasurement['written']> {
  if (!(await out.exists(MEASURES))) return undefined;
  checkMeasurementSize((await out.open(MEASURES)).sizeBytes, WHERE);
  const { values } = parseMetrics(await out.read(MEASURES), WHERE);
  const taken = Object.keys(values).find(isMeasuredName);
  if (taken === undefined) return values;
  throw new DataError(
    'DATA_INVALID',
    `${WHERE}: expected names of your own, got ${taken}, which is measured`,
    {
      hint: 'give it another name',
    },
  );
}
