/** A CSV file that several threads read is the table that one thread reads, and its faults stand in the same lines. */
import { describe, expect, it } from 'vitest';
import { readCsvInThreads } from '../../../src/shared/adapters/data/csv-threads.ts';
import { readTable } from '../../../src/shared/adapters/data/tables.ts';
import { parseCsvPieces } from '../../../src/shared/domain/table/csv.ts';
import type { ReadOptions } from '../../../src/shared/domain/table/read-options.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import type { FileContent } from '../../../src/shared/ports/workspace.ts';
import { contentOf } from '../../ground/memory-files.ts';

const ROWS = 400;
const where = 'rows.csv';

interface Threads {
  readonly table: Promise<Table>;
  /** Whether all of its passes were made by the threads. */
  readonly wasSplit: () => boolean;
}

function readInThreads(text: string, options: ReadOptions = {}): Threads {
  const content = contentOf(new TextEncoder().encode(text));
  let wasSplit = true;
  const table = parseCsvPieces(
    () => content.stream(),
    { ...options, where, sizeBytes: content.sizeBytes },
    async (pass) => {
      const result = await readCsvInThreads(content, pass, { threads: 3, minPartBytes: 1000 });
      wasSplit &&= result !== undefined;
      return result;
    },
  );
  return { table, wasSplit: () => wasSplit };
}

async function readAlone(text: string, options: ReadOptions = {}): Promise<Table> {
  return await readTable(contentOf(new TextEncoder().encode(text)), where, options);
}

function csv(header: string, line: (row: number) => string, end = '\n'): string {
  return [header, ...Array.from({ length: ROWS }, (_, row) => line(row)), ''].join(end);
}

const mixed = csv('id,value,word,at,flag', (row) =>
  [
    `user ${row}`,
    row % 7 === 0 ? 'n/a' : (row * 0.37 - 11).toFixed(5),
    // The words of a part are not in the order of the whole file.
    row % 11 === 0 ? '' : `"word ${(row * 7919) % (row < 200 ? 13 : 29)}, ""é"""`,
    `2026-03-0${(row % 9) + 1}T10:00:00Z`,
    row % 3 === 0 ? 'True' : 'false',
  ].join(','),
);

describe('several threads read the table that one thread reads', () => {
  it.each<[string, string, ReadOptions?]>([
    ['numbers, categories, times and missing values', mixed],
    [
      'identities and declared kinds',
      mixed,
      {
        kinds: new Map([
          ['id', 'identity'],
          ['word', 'category'],
        ]),
      },
    ],
    ['some of the columns', mixed, { columns: ['value', 'word', 'absent'] }],
    ['line ends of Windows, without one at the end', mixed.replaceAll('\n', '\r\n').trimEnd()],
    ['blanks behind delimiters', csv('a, b', (row) => `${row}, ${row % 5} kg`)],
    ['one column with blank lines, which are rows', csv('a', (row) => (row % 4 === 0 ? '' : `${row}000`))],
    ['decimal commas and a word', csv('a;b', (row) => `${row},5;${row % 50 === 49 ? 'closed' : row}`)],
    [
      'numbers that become text in a later part',
      csv('a,b', (row) => `${row < 300 ? row : `A${row}`},${row}`),
    ],
    [
      'times that become text in a later part',
      csv('a,b', (row) => `${row < 300 ? '2026-01-01' : 'x'},${row}`),
    ],
  ])('%s', async (_case, text, options) => {
    const { table, wasSplit } = readInThreads(text, options);
    expect(await table).toEqual(await readAlone(text, options));
    expect(wasSplit()).toBe(true);
  });

  it('text that looked like numbers for a while is text from the same row on', async () => {
    const lines = Array.from({ length: 20_000 }, (_, row) => (row < 9000 ? `${row},1` : `A${row},1`));
    const text = ['a,b', ...lines, ''].join('\n');
    const { table, wasSplit } = readInThreads(text);
    expect(await table).toEqual(await readAlone(text));
    expect(wasSplit()).toBe(true);
  });
});

it('where a row was guessed within a quoted field, one thread reads the file', async () => {
  const lines = Array.from({ length: 200 }, (_, row) => `${row},x,y`).join('\n');
  const text = ['a,b,c', ...Array.from({ length: 30 }, (_, row) => `${row},"${lines}",z`), ''].join('\n');
  const { table, wasSplit } = readInThreads(text);
  expect(await table).toEqual(await readAlone(text));
  expect(wasSplit()).toBe(false);
});

describe('a fault has the line of the file, and the first one is reported', () => {
  const broken = (faults: Readonly<Record<number, string>>): string =>
    csv('a,b,c', (row) => faults[row] ?? `${row},"line\n${row}",z`);

  it.each<[string, string]>([
    ['a row with too many fields', broken({ 190: '1,2,3,4', 390: '1,2' })],
    ['text behind a quote', broken({ 10: '1,"2"3,4' })],
    ['a quote that is not closed', broken({ 395: '1,"2,3' })],
  ])('%s', async (_case, text) => {
    const alone = await readAlone(text).catch((error: unknown) => error);
    expect(alone).toBeInstanceOf(Error);
    await expect(readInThreads(text).table).rejects.toEqual(alone);
  });

  it('bytes that are no UTF-8 are refused with the name of their column', async () => {
    const bytes = new TextEncoder().encode(csv('id,b', (row) => `user ${row},x`));
    bytes[bytes.length - 2] = 0xff;
    const content = contentOf(bytes);
    const reading = readCsvInThreads(content, { where }, { threads: 2, minPartBytes: 1000 });
    await expect(reading).rejects.toThrow('rows.csv: expected UTF-8 text in column "b", got other bytes');
  });
});

it('a fault closes the file for each thread that reads it', async () => {
  const content = contentOf(csv('a,b', (row) => (row === 3 ? '1,2,3' : `${row},x`)));
  let open = 0;
  let most = 0;
  const watched: FileContent = {
    ...content,
    stream: async function* (options) {
      most = Math.max(most, ++open);
      try {
        yield* content.stream(options);
      } finally {
        open--;
      }
    },
  };
  const reading = readCsvInThreads(watched, { where }, { threads: 3, minPartBytes: 100 });
  await expect(reading).rejects.toThrow('expected 2 fields as in the header, got 3');
  expect([open, most]).toEqual([0, 3]);
});

it('a small file, and one processor, need no second thread', async () => {
  const content = contentOf(new TextEncoder().encode(mixed));
  expect(await readCsvInThreads(content, { where })).toBeUndefined();
  expect(await readCsvInThreads(content, { where }, { threads: 1, minPartBytes: 1 })).toBeUndefined();
});
