/**
 * How fast tables are read, as ratios to what one would write first: rows as objects. Rounds alternate, so
 * that a busy machine slows both sides. Usage: node test/bench/data.ts [rounds]
 */
import { contentOf } from '../ground/memory-files.ts';
import { readFile } from 'node:fs/promises';
import { zstdDecompressSync } from 'node:zlib';
import { parquetReadObjects, type AsyncBuffer } from 'hyparquet';
import { median } from 'simple-statistics';
import { readTable } from '../../src/shared/adapters/data/tables.ts';
import { createRandomNumbers } from '../../src/shared/domain/statistics/random-numbers.ts';

const CSV_ROWS = 100_000;
const CSV_COLUMNS = 20;
const compressors = { ZSTD: (input: Uint8Array) => zstdDecompressSync(input) };
const rounds = Number(process.argv[2] ?? 5);
const flightsUrl = new URL('../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url);

const csv = Buffer.from(createCsv());
const parquet = await readFile(flightsUrl);

console.log(`medians of ${rounds} alternating rounds, milliseconds; the ratio is the second over the first`);
await compare(`CSV, ${CSV_ROWS} rows x ${CSV_COLUMNS} (${(csv.length / 1e6).toFixed(0)} MB)`, {
  'into columns': () => readTable(contentOf(csv), 'csv'),
  'split and Number, rows as objects': () => Promise.resolve(readCsvObjects(csv.toString())),
});
await compare('Parquet, 3,000,000 flights, ZSTD', {
  'into columns': () => readTable(contentOf(parquet), 'parquet'),
  'hyparquet, rows as objects': () => parquetReadObjects({ file: memoryFile(parquet), compressors }),
});
await compare('Parquet, one column of it', {
  'into columns': () => readTable(contentOf(parquet), 'parquet', { columns: ['distance'] }),
  'hyparquet, rows as objects': () =>
    parquetReadObjects({ file: memoryFile(parquet), compressors, columns: ['distance'] }),
});

async function compare(
  title: string,
  sides: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<void> {
  const times = new Map<string, number[]>(Object.keys(sides).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, work] of Object.entries(sides)) {
      const start = performance.now();
      await work();
      times.get(name)?.push(performance.now() - start);
    }
  }
  const [own = NaN, other = NaN] = [...times.values()].map(median);
  const [our = '', their = ''] = Object.keys(sides);
  console.log(
    `${title}\n  ${our}: ${own.toFixed(0)}   ${their}: ${other.toFixed(0)}   ratio ${(other / own).toFixed(1)}`,
  );
}

/** 12 decimals, 4 integers, 4 labels a row, as tabular data usually are. */
function createCsv(): string {
  const random = createRandomNumbers(1);
  const header = Array.from({ length: CSV_COLUMNS }, (_, column) => `c${column}`).join(',');
  const lines = Array.from({ length: CSV_ROWS }, () =>
    Array.from({ length: CSV_COLUMNS }, (_, column) => {
      if (column < 12) return (random() * 1000 - 500).toFixed(6);
      return column < 16 ? String(Math.floor(random() * 1e6)) : `label ${Math.floor(random() * 200)}`;
    }).join(','),
  );
  return [header, ...lines].join('\n');
}

function readCsvObjects(text: string): Record<string, string | number>[] {
  const [header = '', ...lines] = text.split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    return Object.fromEntries(
      names.map((name, column) => {
        const field = fields[column] ?? '';
        const value = Number(field);
        return [name, Number.isNaN(value) ? field : value];
      }),
    );
  });
}

function memoryFile(bytes: Buffer): AsyncBuffer {
  return {
    byteLength: bytes.length,
    slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
}
