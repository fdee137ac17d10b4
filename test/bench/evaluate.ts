/**
 * `npm run bench:evaluate`: an evaluation of two models against the scripts that people write instead. Whole processes
 * from start to verdict, by turns; the Python libraries are installed by pip. Usage: npm run bench:evaluate [rounds],
 * BENCH_ROWS=… for a trial, of which the memory is measured with 50 times as many.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonEnvironment } from '../real/tools.ts';
import { compare, createJobs, limit, time, type Measured } from './processes.ts';
import { writeLines } from './data/write-lines.ts';
import { readCountOf, readRounds } from './usage.ts';

const PACKAGES = ['numpy==2.4.6', 'scipy==1.17.1', 'scikit-learn==1.9.1', 'pandas==3.1.1'];
const rounds = readRounds('bench:evaluate', 5);
const rows = readCountOf('BENCH_ROWS', 'bench:evaluate', 200_000);
const largeRows = 50 * rows;
const SMALL_ROWS = 10_000;
/** Resamples that people draw, and those that are run here. */
const [RESAMPLES, RESAMPLES_RUN] = [2000, 20];

const folder = mkdtempSync(join(tmpdir(), 'bench-evaluate-'));
const python = join(await pythonEnvironment('bench-evaluate', PACKAGES), 'python');

const job = await createJobs(folder);

try {
  console.log(`whole processes, medians of ${rounds} rounds by turns`);
  const binary = await writeBoth('predictions', rows);
  const classes = await writeBoth('classes', rows);
  const own = (): Promise<Measured> => job('evaluate', ...binary);
  await compare(`${rows} predictions of two models: all binary metrics with intervals, by day`, {
    ...{ rounds, aim: 3, own },
    other: ['NumPy and SciPy: AUC by DeLong, F1', () => script('delong.py', ...binary)],
  });
  await compare(`the same against ${RESAMPLES} resamples of scikit-learn's metrics`, {
    ...{ rounds: 1, aim: 100, own, repeats: RESAMPLES / RESAMPLES_RUN },
    other: [`${RESAMPLES_RUN} resamples`, () => script('resampling.py', ...binary, String(RESAMPLES_RUN))],
  });
  await compare(`${rows} predictions of 10 classes: all metrics with intervals`, {
    ...{ rounds, aim: 2, own: () => job('classes', ...classes) },
    other: ["scikit-learn's metrics alone", () => script('classes.py', ...classes)],
  });
  const users = await writeBoth('users', rows);
  await compare(`${rows} predictions by as many users, against rows alone; at most 1.5 times as long`, {
    ...{ rounds, aim: 1 / 1.5, own: () => job('users', ...users) },
    other: ['the same without users', () => job('rows', ...users)],
  });
  const small = await writeBoth('predictions', SMALL_ROWS);
  await compare(
    `${SMALL_ROWS} predictions, process start to verdict; at most 3 times as long as an empty Node`,
    {
      ...{ rounds, aim: 1 / 3, own: () => job('evaluate', ...small) },
      other: ['an empty Node', () => time(process.execPath, ['--eval', 'console.log()'])],
    },
  );
  const large = await writeBoth('predictions', largeRows);
  await limit(`${largeRows} predictions of both models, 60 days: memory`, 900, () =>
    job('evaluate', ...large),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Challenger and champion on the same rows. */
async function writeBoth(
  content: 'predictions' | 'users' | 'classes',
  count: number,
): Promise<[string, string]> {
  const paths: [string, string] = [
    join(folder, `${content}-${count}-challenger.csv`),
    join(folder, `${content}-${count}-champion.csv`),
  ];
  for (const [model, path] of paths.entries()) await writeLines(path, content, count, model);
  return paths;
}

async function script(name: string, ...args: readonly string[]): Promise<Measured> {
  return await time(python, [join(import.meta.dirname, 'rivals', name), ...args]);
}
