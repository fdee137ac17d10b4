/** One job of the benchmark, in a process of its own; prints the peak memory of the process in MiB. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { createTables } from '../../../src/shared/adapters/data/tables.ts';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { modelConfigSchema, type ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { evaluateRows } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import {
  joinEvidence,
  type JoinedEvidence,
  type TableEvidence,
} from '../../../src/shared/domain/evaluation/joined-evidence.ts';
import { predictionOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { planTar } from '../../../src/shared/domain/registry/tar.ts';
import type { ReadOptions } from '../../../src/shared/domain/table/read-options.ts';
import { shareColumns } from '../../../src/shared/domain/table/share-columns.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { recordFiles } from '../../../src/shared/usecases/record-files.ts';

const jobs: Readonly<Record<string, (...paths: readonly string[]) => Promise<unknown>>> = {
  read: (path = '') => readTable(path),
  hyparquet,
  evaluate,
  users: evaluateUsers,
  rows: evaluateRowsAlone,
  classes: evaluateClasses,
  files: hashAndPack,
};

const [name = '', ...paths] = process.argv.slice(2);
// Loaded where it is asked for, as each action is.
const job = jobs[name] ?? (await import('./drift-jobs.ts')).driftJobs[name];
if (job === undefined) throw new Error(`expected a job of this file or of drift-jobs.ts, got "${name}"`);
await job(...paths);
console.log(process.resourceUsage().maxRSS / 1024);

function readTable(path: string, options?: ReadOptions): Promise<Table> {
  return createTables().read(openFiles(dirname(path)), basename(path), options);
}

/** What one would write first: rows as objects. */
async function hyparquet(path = ''): Promise<unknown> {
  const { parquetReadObjects } = await import('hyparquet');
  const bytes = await readFile(path);
  return await parquetReadObjects({
    file: {
      byteLength: bytes.length,
      slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer,
    },
    compressors: { ZSTD: (input: Uint8Array) => zstdDecompressSync(input) },
  });
}

async function evaluate(challenger = '', champion = ''): Promise<unknown> {
  return await evaluateBoth([challenger, champion], {
    task: 'binary',
    predictions: { id: 'id', label: 'label', score: 'score', time: 'day' },
    gate: [{ metric: 'log_loss', 'not-worse-by': 0.002 }],
  });
}

/** Each row is another user. */
async function evaluateUsers(challenger = '', champion = ''): Promise<unknown> {
  return await evaluateAlone({ group: 'user' }, challenger, champion);
}

async function evaluateRowsAlone(challenger = '', champion = ''): Promise<unknown> {
  return await evaluateAlone({}, challenger, champion);
}

async function evaluateAlone(
  grouping: { readonly group?: string },
  challenger: string,
  champion: string,
): Promise<unknown> {
  return await evaluateBoth([challenger, champion], {
    task: 'binary',
    predictions: { id: 'id', label: 'label', score: 'score', ...grouping },
    gate: [{ metric: 'log_loss', 'not-worse-by': 0.002 }],
  });
}

async function evaluateClasses(challenger = '', champion = ''): Promise<unknown> {
  return await evaluateBoth([challenger, champion], {
    task: 'multiclass',
    predictions: { id: 'id', label: 'label', probabilities: 'p_*' },
    gate: [{ metric: 'f1_macro', 'not-worse-by': 0.002 }],
  });
}

async function evaluateBoth(
  [challenger, champion]: readonly [string, string],
  section: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const config = modelConfigSchema.parse(section);
  return evaluateRows({
    model: 'bench',
    config,
    gate: 'gate',
    run: { schema: 'model-steward/run/1', metrics: {}, parameters: {}, commands: {} } as never,
    ...(await readAndJoin(config, challenger, champion)),
  });
}

/** As evaluate does it: only the joined rows are kept. */
async function readAndJoin(
  config: ModelConfig,
  challenger: string,
  champion: string,
): Promise<JoinedEvidence> {
  return joinEvidence(config, await readEvidence(config, challenger, champion));
}

/** In a function of its own, so that nothing else holds the champion's table when the rows are joined. */
async function readEvidence(
  config: ModelConfig,
  challenger: string,
  champion: string,
): Promise<TableEvidence> {
  const options = predictionOptions(config);
  const table = await readTable(challenger, options);
  return {
    challenger: table,
    labels: undefined,
    champion: {
      version: '1.0.0',
      tag: 'bench@v1.0.0',
      modelDigest: 'b'.repeat(64),
      predictions: { table: await readShared(champion, options, table), source: 'scored' },
      registered: {},
      metrics: undefined,
    },
  };
}

async function readShared(path: string, options: ReadOptions, table: Table): Promise<Table> {
  return shareColumns(await readTable(path, options), table);
}

/** As train records a model, and as deploy packs it into a layer of an image. */
async function hashAndPack(folder = ''): Promise<unknown> {
  const files = openFiles(folder);
  const records = await recordFiles(files, await files.match(['**']));
  const hash = createHash('sha256');
  for (const segment of planTar(records).segments()) {
    if (segment instanceof Uint8Array) hash.update(segment);
    else for await (const chunk of (await files.open(segment.path)).stream()) hash.update(chunk);
  }
  return hash.digest('hex');
}
