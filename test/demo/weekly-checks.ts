/** What the monitor says about each week of production, with the fault that the demo injects and without it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelConfig } from '../../src/shared/domain/config/config.ts';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import type { Check } from '../../src/shared/domain/documents/check.ts';
import { computeCheck } from '../../src/shared/domain/monitoring/compute-check.ts';
import { computeReference } from '../../src/shared/domain/monitoring/compute-reference.ts';
import type { NamedTable } from '../../src/shared/domain/monitoring/labels/id-join.ts';
import type { Profile } from '../../src/shared/domain/monitoring/profile/profile.ts';
import { parseCsv } from '../../src/shared/domain/table/csv.ts';
import type { Table } from '../../src/shared/domain/table/table.ts';
import { inKilometers } from './kilometers.ts';
import { samplePath, type SampleProject } from './sample-project.ts';

const DAY_MS = 86_400_000;
/** The digests only seed the permutation; here nothing is published. */
const DIGEST = '0'.repeat(64);

export interface WeeklyCheck {
  /** The Monday on which the week before is looked at. */
  readonly today: string;
  readonly check: Check;
}

/**
 * Needs the project's model in `model/`, its training data in `data/train.csv` and its predictions on later
 * flights, which say how good it is day by day.
 * @param isFaulty whether the data of a Monday arrive in kilometers.
 */
export async function checkWeeks(
  project: SampleProject,
  mondays: readonly string[],
  isFaulty: (today: string) => boolean,
): Promise<readonly WeeklyCheck[]> {
  const config = await readConfig();
  const profile = await readProfile(project, config);
  const checks: WeeklyCheck[] = [];
  for (const today of mondays) {
    await project.run('fetch-data.mjs', ['current'], { FLIGHTS_TODAY: today });
    if (isFaulty(today)) await rewrite(join(project.folder, 'data/current.csv'), inKilometers);
    const table = await readTable(project, 'data/current.csv');
    const scored = await scoreRows(project, 'data/current.csv');
    const check = computeCheck({
      model: 'flight-delays',
      version: '1.1.0',
      config,
      profile,
      profileDigest: DIGEST,
      current: {
        path: 'data/current.csv',
        sha256: DIGEST,
        table,
        labels: scored,
        scores: scored,
      },
      earlier: checks.map((earlier) => earlier.check).toReversed(),
      nowMs: Date.parse(today) + DAY_MS,
    });
    checks.push({ today, check });
  }
  return checks;
}

async function readConfig(): Promise<ModelConfig> {
  const text = await readFile(join(samplePath, '.github', 'model-steward.yml'), 'utf8');
  const config = parseConfig(text).models['flight-delays'];
  if (config === undefined) throw new Error('expected the model flight-delays in the configuration');
  return config;
}

async function readProfile(project: SampleProject, config: ModelConfig): Promise<Profile> {
  const train = await readTable(project, 'data/train.csv');
  return computeReference({
    config,
    training: { table: train, where: 'data/train.csv' },
    predictions: await scoreRows(project, 'data/holdout.csv'),
  });
}

/** The data with the model's scores, as production would have them when all labels have arrived. */
async function scoreRows(project: SampleProject, data: string): Promise<NamedTable> {
  const environment = { MODEL_STEWARD_DATA: data, MODEL_STEWARD_OUT: 'scored.csv' };
  await project.run('score.mjs', [], environment);
  return { table: await readTable(project, 'scored.csv'), where: data };
}

async function readTable(project: SampleProject, path: string): Promise<Table> {
  return parseCsv(await readFile(join(project.folder, path)), path);
}

async function rewrite(path: string, change: (text: string) => string): Promise<void> {
  await writeFile(path, change(await readFile(path, 'utf8')));
}
