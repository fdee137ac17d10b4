/**
 * `npm run bench:data`: the layer of data against what its users have else, and its peak memory. Whole processes, by
 * turns, because a machine is quicker at one time than at another; ratios are those of the medians, and above 1 this
 * project is quicker. pandas is installed by pip. Usage: npm run bench:data [rounds], BENCH_ROWS=… for a trial.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonEnvironment, root } from '../real/tools.ts';
import { compare, createJobs, limit, time } from './processes.ts';
import { writeLines } from './data/write-lines.ts';
import { readCountOf, readRounds } from './usage.ts';

const PANDAS = 'pandas==3.1.1';
const rounds = readRounds('bench:data', 5);
/** Rows of the predictions; the CSV table has a tenth of them, and the model as many files as a hundredth. */
const rows = readCountOf('BENCH_ROWS', 'bench:data', 10_000_000);

const folder = mkdtempSync(join(tmpdir(), 'bench-data-'));
const flights = join(root, 'node_modules', 'vega-datasets', 'data', 'flights-3m.parquet');

const job = await createJobs(folder);

try {
  console.log(`whole processes, medians of ${rounds} rounds by turns`);
  await compareCsv();
  await compareParquet();
  await measureEvaluation();
  await measureFiles();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compareCsv(): Promise<void> {
  const path = join(folder, 'table.csv');
  const count = Math.round(rows / 10);
  await writeLines(path, 'table', count);
  const python = join(await pythonEnvironment('pandas', [PANDAS]), 'python');
  const code = `import resource, pandas; pandas.read_csv(r"${path}", engine="c"); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)`;
  await compare(`CSV, ${count} rows x 20, into columns`, {
    ...{ aim: 2.5, rounds, own: () => job('read', path) },
    other: [`${PANDAS} (C engine)`, () => time(python, ['-c', code])],
  });
}

async function compareParquet(): Promise<void> {
  await compare('Parquet, 3,000,000 flights, ZSTD', {
    ...{ aim: 4, rounds, own: () => job('read', flights) },
    other: ['hyparquet, rows as objects', () => job('hyparquet', flights)],
  });
}

async function measureEvaluation(): Promise<void> {
  const [challenger, champion] = ['challenger.csv', 'champion.csv'].map((name) => join(folder, name));
  await writeLines(challenger!, 'predictions', rows);
  await writeLines(champion!, 'predictions', rows);
  await limit(`evaluation of ${rows} predictions of both models, 60 days`, 900, () =>
    job('evaluate', challenger!, champion!),
  );
}

async function measureFiles(): Promise<void> {
  const count = Math.round(rows / 100);
  const model = join(folder, 'model');
  for (let index = 0; index < count; index++) {
    const shard = join(model, String(Math.floor(index / 1000)).padStart(4, '0'));
    if (index % 1000 === 0) mkdirSync(shard, { recursive: true });
    writeFileSync(join(shard, `${index}.bin`), `weights ${index}`);
  }
  await limit(`${count} files of a model, hashed and packed`, 300, () => job('files', model));
}
