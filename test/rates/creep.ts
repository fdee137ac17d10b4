/**
 * Forty retrainings on fresh rows, each a bit worse than the version in the stage: how much is lost in the end, by the
 * default `gate-retrain`, and by the champion alone. Whole evaluations, by the code that evaluates.
 */
import { modelConfigSchema } from '../../src/shared/domain/config/config.ts';
import { computeEvaluation } from '../../src/shared/domain/evaluation/compute-evaluation.ts';
import type { ChampionEvidence } from '../../src/shared/domain/evaluation/joined-evidence.ts';
import type { Table } from '../../src/shared/domain/table/table.ts';
import { tableOf } from '../domain/evaluation/tables.ts';
import { createWorld, type World } from '../domain/statistics/grouped/simulation.ts';
import { runRecord } from '../ground/run-record.ts';
import { sizeFactor, type Rate } from './rate.ts';

const RETRAININGS = 40;
const MARGIN = 0.01;
/** Half a margin a time, and the seed variance. */
const LOSS = { mean: 0.005, sd: 0.003 };
/** With it the standard error of a difference is 0.003 in the unit of the metric. */
const [ROWS, NOISE] = [400, 0.042];
const WORLDS = 30;

/** The version that is in the stage: how much worse than the first one it is in truth. */
interface Model {
  readonly version: string;
  readonly loss: number;
}

/** The true loss after all retrainings, in margins. */
export function loseByRetraining(world: World, against: 'champion' | undefined): number {
  const config = configOf(against);
  const anchor: Model = { version: '1.0.0', loss: 0 };
  let champion = anchor;
  for (let retraining = 1; retraining <= RETRAININGS; retraining += 1) {
    const loss = champion.loss + LOSS.mean + LOSS.sd * world.normal();
    const challenger = { version: `1.${retraining}.0`, loss };
    const rows = drawRows(world);
    const evidence = new Map(
      [anchor, champion].map((model) => [model.version, evidenceOf(model, rows.predict(model.loss))]),
    );
    const { verdict } = computeEvaluation({
      ...{ model: 'm', config, gate: 'gate-retrain', run: runRecord(), labels: undefined },
      challenger: rows.predict(challenger.loss),
      champion: evidence.get(champion.version),
      anchor: evidence.get(anchor.version),
    });
    if (verdict === 'pass') champion = challenger;
  }
  return champion.loss / MARGIN;
}

export function measureCreep(): readonly Rate[] {
  const worlds = WORLDS * sizeFactor();
  const measure = (against: 'champion' | undefined): number => {
    const world = createWorld(23);
    let sum = 0;
    for (let index = 0; index < worlds; index += 1) sum += loseByRetraining(world, against);
    return sum / worlds;
  };
  const [both, alone] = [measure(undefined), measure('champion')];
  return [
    {
      what: 'forty retrainings, each half a margin worse: lost in the end, against champion and anchor',
      stated: 'at most 1 margin',
      measured: `${both.toFixed(1)} margins`,
      holds: both <= 1,
    },
    {
      what: 'the same against the champion alone',
      stated: 'no limit',
      measured: `${alone.toFixed(1)} margins`,
      holds: alone > 1,
    },
  ];
}

function configOf(against: 'champion' | undefined) {
  return modelConfigSchema.parse({
    task: 'regression',
    predictions: { id: 'id', label: 'y', score: 'p' },
    gate: [{ metric: 'mae', 'superior-by': MARGIN, ...(against !== undefined && { against }) }],
  });
}

interface Rows {
  /** Predictions of a model with this loss; each model has errors of its own. */
  readonly predict: (loss: number) => Table;
}

/** The labels are 0 or nearly so and the predictions about 1, so that the mean absolute error is 1 + loss. */
function drawRows(world: World): Rows {
  const ids = Array.from({ length: ROWS }, (_, row) => `r${row}`);
  const labels = ids.map((_, row) => (row % 2) * 1e-9);
  const shared = ids.map(() => 0.1 * world.normal());
  return {
    predict: (loss) =>
      tableOf({ id: ids, y: labels, p: shared.map((part) => 1 + loss + part + NOISE * world.normal()) }),
  };
}

function evidenceOf({ version }: Model, table: Table): ChampionEvidence {
  return {
    ...{ version, tag: `m@v${version}`, modelDigest: 'a'.repeat(64), registered: {}, metrics: undefined },
    predictions: { table, source: 'scored' },
  };
}
