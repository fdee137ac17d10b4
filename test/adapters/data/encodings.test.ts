/** Text in another encoding than UTF-8 and UTF-16: refused with the line, and with the command that converts it. */
import { expect, test } from 'vitest';
import { readTable } from '../../../src/shared/adapters/data/tables.ts';
import { contentOf } from '../../ground/memory-files.ts';

const iconv = 'iconv -f cp1252 -t utf-8';

/** `latin1` of Node writes the bytes of ISO 8859-1, which are those of cp1252 for these letters. */
async function errorOf(text: string): Promise<unknown> {
  return await readTable(contentOf(Buffer.from(text, 'latin1')), 'orte.csv').catch((error: unknown) => error);
}

test('a value of CSV in cp1252: its column, its line and the command', async () => {
  const rows = Array.from({ length: 5000 }, (_, row) => `${row};Berlin;${row / 2}`);
  rows[3210] = '3210;München;1';
  expect(await errorOf(['id;Ort;x', ...rows].join('\r\n'))).toMatchObject({
    code: 'DATA_INVALID',
    message: 'orte.csv, line 3212: expected UTF-8 text in column "Ort", got other bytes',
    hint: expect.stringContaining(iconv) as string,
  });
});

test('a value in the last line, which has no end', async () => {
  expect(await errorOf('id;Ort\n1;Bonn\n2;Köln')).toMatchObject({
    message: 'orte.csv, line 3: expected UTF-8 text in column "Ort", got other bytes',
  });
});

test('a name in the header is no other name', async () => {
  expect(await errorOf('id;Größe\n1;2\n')).toMatchObject({
    message: 'orte.csv: expected UTF-8 names in the header, got other bytes',
    hint: expect.stringContaining(iconv) as string,
  });
});

test('JSON Lines', async () => {
  expect(await errorOf('{"id":"1"}\n{"id":"ö"}\n')).toMatchObject({
    message: 'orte.csv, line 2: expected UTF-8 text, got other bytes',
    hint: expect.stringContaining(iconv) as string,
  });
});

test.each([
  ['little-endian with a mark', true, '\ufeff'],
  ['little-endian', true, ''],
  ['big-endian with a mark', false, '\ufeff'],
  ['big-endian', false, ''],
])('UTF-32, %s, is named', async (_, isLittle, mark) => {
  const text = `${mark}id,late\na,1\nb,0\n`;
  const bytes = Buffer.alloc(4 * text.length);
  for (const [at, letter] of Array.from(text).entries()) {
    const code = letter.codePointAt(0) ?? 0;
    if (isLittle) bytes.writeUInt32LE(code, 4 * at);
    else bytes.writeUInt32BE(code, 4 * at);
  }
  await expect(readTable(contentOf(bytes), 'orte.csv')).rejects.toMatchObject({
    message: 'orte.csv: expected a table, got text in UTF-32',
    hint: 'write it in UTF-8: `iconv -f utf-32 -t utf-8 old.csv > new.csv`',
  });
});
