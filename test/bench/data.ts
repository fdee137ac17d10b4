/**
 * `npm run bench:data`: the layer of data against what its users have else, and its peak memory. Whole processes, by
 * turns, because a machine is quicker at one time than at another; ratios are those of the medians, and above 1 this
 * project is quicker. pandas is installed by pip. Usage: npm run bench:data [rounds], BENCH_ROWS=… for a trial.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from 'simple-statistics';
import { pythonEnvironment, root } from '../real/tools.ts';
import { writeLines } from './data/write-lines.ts';

const PANDAS = 'pandas==3.1.1';
const rounds = Number(process.argv[2] ?? 5);
/** Rows of the predictions; the CSV table has a tenth of them, and the model as many files as a hundredth. */
const rows = Number(process.env.BENCH_ROWS ?? 10_000_000);

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'bench-data-'));
const flights = join(root, 'node_modules', 'vega-datasets', 'data', 'flights-3m.parquet');

try {
  console.log(`whole processes, medians of ${rounds} rounds by turns`);
  await compareCsv();
  await compareParquet();
  await measureEvaluation();
  await measureFiles();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Measured {
  readonly tookMs: number;
  readonly peakMiB: number;
}

type Work = () => Promise<Measured>;

/** A job of `data/jobs.ts` in a process of its own, which prints its peak memory. */
async function job(name: string, ...paths: readonly string[]): Promise<Measured> {
  const script = join(import.meta.dirname, 'data', 'jobs.ts');
  return await time(process.execPath, [script, name, ...paths]);
}

async function time(command: string, args: readonly string[]): Promise<Measured> {
  const startedMs = performance.now();
  const { stdout } = await run(command, args, { maxBuffer: 2 ** 20 });
  return { tookMs: performance.now() - startedMs, peakMiB: Number(stdout.trim()) };
}

async function compare(title: string, aim: number, own: Work, other: readonly [string, Work]): Promise<void> {
  const [name, work] = other;
  const pairs: (readonly [Measured, Measured])[] = [];
  for (let round = 0; round < rounds; round++) pairs.push([await own(), await work()]);
  const [ownMs, otherMs] = [0, 1].map((side) => median(pairs.map((pair) => pair[side]!.tookMs)));
  const ratio = otherMs! / ownMs!;
  const peak = Math.max(...pairs.map(([{ peakMiB }]) => peakMiB));
  console.log(
    `${title}\n  own ${ownMs!.toFixed(0)} ms (peak ${peak.toFixed(0)} MiB), ${name} ${otherMs!.toFixed(0)} ms: ratio ${ratio.toFixed(2)}${ratio < aim ? `  below the aim of ${aim}` : ''}`,
  );
}

async function compareCsv(): Promise<void> {
  const path = join(folder, 'table.csv');
  const count = Math.round(rows / 10);
  await writeLines(path, 'table', count);
  const python = join(await pythonEnvironment('pandas', [PANDAS]), 'python');
  const code = `import resource, pandas; pandas.read_csv(r"${path}", engine="c"); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)`;
  await compare(`CSV, ${count} rows x 20, into columns`, 2.5, () => job('read', path), [
    `${PANDAS} (C engine)`,
    () => time(python, ['-c', code]),
  ]);
}

async function compareParquet(): Promise<void> {
  await compare('Parquet, 3,000,000 flights, ZSTD', 4, () => job('read', flights), [
    'hyparquet, rows as objects',
    () => job('hyparquet', flights),
  ]);
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

async function limit(title: string, aimMiB: number, work: Work): Promise<void> {
  const { tookMs, peakMiB } = await work();
  const mark = peakMiB > aimMiB ? `  above the aim of ${aimMiB} MiB` : '';
  console.log(`${title}\n  ${(tookMs / 1000).toFixed(1)} s, peak ${peakMiB.toFixed(0)} MiB${mark}`);
}
