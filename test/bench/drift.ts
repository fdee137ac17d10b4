/**
 * `npm run bench:drift`: a check of drift against the scripts and the tool that people use instead, as whole processes
 * from start to result, by turns. Ratios are those of the medians, and above 1 this project is quicker. The Python
 * libraries are installed by pip, each rival's in an environment of its own. Usage: npm run bench:drift [rounds],
 * BENCH_ROWS=… for a trial.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonEnvironment, root } from '../real/tools.ts';
import { compare, createJobs, time, type Measured } from './processes.ts';
import { writeLines } from './data/write-lines.ts';
import { readCountOf, readRounds } from './usage.ts';

const rivals = {
  scipy: {
    name: 'pandas and SciPy',
    packages: ['pandas==3.1.1', 'numpy==2.4.6', 'scipy==1.17.1'],
  },
  polars: {
    name: 'Polars and NumPy, shared sorts',
    packages: ['polars==1.37.1', 'numpy==2.4.6', 'scipy==1.17.1'],
  },
  // It does not import with pandas 3.
  evidently: { name: "Evidently's default preset", packages: ['evidently==0.7.23', 'pandas<3'] },
} as const;

const SMALL_ROWS = 10_000;
const rounds = readRounds('bench:drift', 5);
const rows = readCountOf('BENCH_ROWS', 'bench:drift', 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'bench-drift-'));
const flights = join(root, 'node_modules', 'vega-datasets', 'data', 'flights-3m.parquet');

const job = await createJobs(folder);

try {
  console.log(`whole processes, medians of ${rounds} rounds by turns`);
  const both = await writeBoth(rows);
  const drift = (): Promise<Measured> => job('drift', ...both);
  await against('scipy', both, { aim: 6, own: drift, what: 'both sides read' });
  await against('polars', both, { aim: 2.5, own: drift, what: 'both sides read' });
  await against('evidently', both, { aim: 40, own: drift, what: 'both sides read' });
  const profile = join(folder, 'profile.json');
  await job('profile', both[0], profile);
  await against('polars', both, {
    aim: 5,
    own: () => job('monitor', profile, both[1]),
    what: 'against a stored profile',
  });
  const small = await writeBoth(SMALL_ROWS);
  await against('evidently', small, { aim: 40, own: () => job('drift', ...small), what: 'both sides read' });
  await compare('3,000,000 flights as rows; by day takes at most 1.5 times as long', {
    ...{ rounds, aim: 1 / 1.5, own: () => job('days', flights, 'date') },
    other: ['the same without days', () => job('days', flights)],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Contest {
  readonly aim: number;
  readonly own: () => Promise<Measured>;
  readonly what: string;
}

/** A rival that cannot be installed here is named, and left out. */
async function against(
  rival: keyof typeof rivals,
  [reference, current]: readonly [string, string],
  { aim, own, what }: Contest,
): Promise<void> {
  const { name, packages } = rivals[rival];
  const count = reference.includes(`-${SMALL_ROWS}-`) ? SMALL_ROWS : rows;
  try {
    const python = join(await pythonEnvironment(`drift-${rival}`, [...packages]), 'python');
    const script = join(import.meta.dirname, 'rivals', `drift_${rival}.py`);
    await compare(`CSV, ${count} rows x 20, ${what}`, {
      ...{ rounds, aim, own },
      other: [name, () => time(python, [script, reference, current])],
    });
  } catch (error) {
    console.log(
      `${name}: left out, ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
    );
  }
}

async function writeBoth(count: number): Promise<[string, string]> {
  const paths: [string, string] = [
    join(folder, `table-${count}-reference.csv`),
    join(folder, `table-${count}-current.csv`),
  ];
  for (const [model, path] of paths.entries()) await writeLines(path, 'table', count, model);
  return paths;
}
