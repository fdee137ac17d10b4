/** docs/tables.md names each format that is read. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tableFormats, type TableFormat } from '../../src/shared/domain/table/format.ts';

/** As people call it. */
const names: Readonly<Record<TableFormat, string>> = {
  parquet: 'Parquet',
  gzip: 'gzip',
  zstd: 'Zstandard',
  'inspect-archive': 'Inspect',
  'json-lines': 'JSON Lines',
  'json-array': 'JSON array',
  csv: 'CSV',
};

it.each(tableFormats)('the format %s has its name in the table of formats', async (format) => {
  const text = await readFile(join(import.meta.dirname, '../../docs/tables.md'), 'utf8');
  const [, ...rows] = (/^\| format [^]*?\n\n/m.exec(text)?.[0] ?? '').split('\n').slice(1);
  const cells = rows.map((row) => row.split('|')[1] ?? '');
  expect(
    cells.filter((cell) => new RegExp(`\\b${names[format]}\\b`).test(cell)),
    `docs/tables.md: add a row for the format "${format}", by the name that \`names\` of this test gives it`,
  ).toHaveLength(1);
});
