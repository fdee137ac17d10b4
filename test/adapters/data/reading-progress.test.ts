import { expect, it } from 'vitest';
import { createTables } from '../../../src/shared/adapters/data/tables.ts';
import { createMemoryFiles } from '../../ground/memory-files.ts';

/** Each look at the clock takes so long. */
async function linesOf(lookMs: number): Promise<readonly string[]> {
  const text = `a,b\n${'1234567,2\n'.repeat(300_000)}`;
  const lines: string[] = [];
  let nowMs = 0;
  const tables = createTables({
    log: { info: (line) => lines.push(line) },
    clock: { monotonicMs: () => (nowMs += lookMs) },
  });
  const table = await tables.read(createMemoryFiles({ 'rows.csv': text }), 'rows.csv');
  expect(table.rowCount).toBe(300_000);
  return lines;
}

it('a file that takes long says every ten seconds how much was read, and at its end how many rows', async () => {
  const lines = await linesOf(1000);
  const read = lines.slice(0, -1).map((line) => /^rows\.csv: read (\d+) of 3 MB$/.exec(line)?.[1]);
  expect(read).toEqual(['1', '1', '2', '3']);
  expect(lines.at(-1)).toMatch(/^rows\.csv: read 300000 rows in \d+ s$/);
});

it('a file that takes less than ten seconds says nothing', async () => {
  expect(await linesOf(1)).toEqual([]);
});
