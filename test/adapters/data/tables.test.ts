import { contentOf } from '../../ground/memory-files.ts';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTables, readTable } from '../../../src/shared/adapters/data/tables.ts';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { numberColumn, textColumn, timeColumn } from '../../../src/shared/domain/table/access.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';

const flightsPath = new URL('../../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url);

describe('what a file is, is read from its first bytes', () => {
  test.each([
    ['CSV', 'id,late\na,1\n'],
    ['JSON Lines', '{"id":"a","late":1}\n'],
    ['JSON Lines with a byte order mark', '\ufeff{"id":"a","late":1}\n'],
    ['a JSON array', '[{"id":"a","late":1}]'],
  ])('%s, also in UTF-16 and compressed with gzip and Zstandard', async (_format, text) => {
    const utf16 = Buffer.from(text.startsWith('\ufeff') ? text : `\ufeff${text}`, 'utf16le');
    const bigEndian = Buffer.from(utf16).swap16();
    for (const bytes of [
      Buffer.from(text),
      gzipSync(text),
      zstdCompressSync(text),
      utf16,
      bigEndian,
      gzipSync(utf16),
    ]) {
      const table = await readTable(contentOf(bytes), 'any-name');
      expect(textColumn(table, 'id', 'any-name')).toEqual(['a']);
      expect([...numberColumn(table, 'late', 'any-name')]).toEqual([1]);
    }
  });

  test('a damaged file is an error that names it', async () => {
    const cutGzip = gzipSync('id,late\na,1\n').subarray(0, 15);
    await expect(readTable(contentOf(cutGzip), 'rows.csv.gz')).rejects.toThrow(
      'rows.csv.gz: expected a complete gzip',
    );
    const cutZstd = zstdCompressSync('id,late\na,1\n').subarray(0, 15);
    await expect(readTable(contentOf(cutZstd), 'rows.csv.zst')).rejects.toThrow(
      'rows.csv.zst: expected a complete Zstandard',
    );
    await expect(readTable(contentOf(gzipSync(gzipSync('id\na\n'))), 'rows.gz')).rejects.toThrow(
      'rows.gz: expected CSV or JSON Lines in gzip, got gzip',
    );
    await expect(readTable(contentOf('PAR1 and no more'), 'rows.parquet')).rejects.toMatchObject({
      code: 'DATA_INVALID',
      message: expect.stringContaining('rows.parquet: expected a readable Parquet file'),
    });
  });
});

describe('a file that is no table is refused by its kind', () => {
  // Made by the tools themselves where they are at hand, else as their specifications have it.
  test.each([
    [
      'a pointer of Git LFS',
      'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2\nsize 12345678\n',
      'lfs: true',
    ],
    [
      'a pointer of DVC',
      'outs:\n- md5: a304afb96060aad90176268345e10355\n  size: 37\n  path: data.csv\n',
      'dvc pull',
    ],
    ['a pointer of git-annex', '/annex/objects/SHA256E-s31390--f50d7ac4.csv\n', 'git annex get'],
    ['an HTML page', '\n<!DOCTYPE html>\n<html><head><title>Sign in</title>', 'error page'],
    ['an HTML page', '<html>\n<head><title>502 Bad Gateway</title></head>', 'error page'],
    ['an XML document', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'error page'],
    [
      'an XML document with the error AccessDenied',
      '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
      'error page',
    ],
    // As Weka, libsvm, fastText, R 4 and NumPy (`savetxt`) write them.
    ['an ARFF file of Weka', '% UCI\n@RELATION iris\n\n@ATTRIBUTE a NUMERIC\n@DATA\n5.1\n', 'with commas'],
    ['a list in YAML', '- id: a\n  y: 1\n- id: b\n  y: 0\n', 'with commas'],
    ['a file of fastText', '__label__spam win, now\n__label__ham see you\n', 'with commas'],
    ['a file in the format of LIBSVM', '1 1:0.5 3:2.5e-1\n-1 2:0.125\n', 'with commas'],
    [
      'a table with blanks between the fields, as `write.table` of R makes it',
      '"id" "y"\n"1" "a" 1\n',
      'write.csv',
    ],
    [
      'numbers with blanks between them, without a header',
      '1.5e+00 2.5e-01\n-2.0e+00 0.0e+00\n',
      'with commas',
    ],
    ['numbers with blanks between them, without a header', '    0  8\n    1  1\n', 'with commas'],
    ['an error ("Access Denied")', 'Access Denied', 'downloaded'],
    ['an error ("404: Not Found")', '404: Not Found', 'downloaded'],
    ['an error ("Request has expired, sign in again")', 'Request has expired, sign in again\n', 'downloaded'],
    [
      'one line of text ("The specified key does not exist.")',
      'The specified key does not exist.',
      'downloaded',
    ],
    ['an error of a server ("{\\"message\\": \\"Not Found\\"}")', '{"message": "Not Found"}', 'downloaded'],
    [
      'an error of a server',
      '{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}\n',
      'downloaded',
    ],
    ['an error of a server', '{\n  "error": {"code": 403, "status": "PERMISSION_DENIED"}\n}', 'downloaded'],
    ['an error of a server', '{"detail":"Not authenticated"}', 'downloaded'],
    [
      'the path of another file ("../elsewhere/rows.csv"), as git has a symbolic link',
      '../elsewhere/rows.csv',
      'core.symlinks',
    ],
    [
      'the path of another file ("/mnt/data/rows"), as git has a symbolic link',
      '/mnt/data/rows',
      'core.symlinks',
    ],
    [
      'the path of another file ("rows-v2.parquet"), as git has a symbolic link',
      'rows-v2.parquet\n',
      'core.symlinks',
    ],
    [
      'the path of another file ("..\\\\data\\\\rows.csv"), as git has a symbolic link',
      '..\\data\\rows.csv',
      'core.symlinks',
    ],
    ['an address ("s3://bucket/rows.csv")', 's3://bucket/rows.csv\n', 'download'],
    ['an address ("https://example.org/rows?key=a,b")', 'https://example.org/rows?key=a,b', 'download'],
    ['a table in Markdown', '| id | y |\n|----|---|\n| 1 | 2 |\n', 'drawn'],
    ['a table in Markdown', '# Data\n\nid | y\n:-- | --:\n1 | 2\n', 'drawn'],
    ['a table as a terminal shows it', ' id | y\n----+---\n  1 | 2\n(1 row)\n', 'drawn'],
    [
      'a table as a terminal shows it',
      '+----+---+\n| id | y |\n+----+---+\n| 1  | 2 |\n+----+---+\n',
      'drawn',
    ],
    ['a file with a conflict of git (<<<<<<<)', '<<<<<<< HEAD\nid,y\n1,2\n=======\nid,y\n', 'resolve'],
    ['a file with a conflict of git (<<<<<<<)', 'id,y\n1,2\n<<<<<<< HEAD\n3,4\n=======\n', 'resolve'],
    [
      'an error of Python (Traceback)',
      'Traceback (most recent call last):\n  File "a.py", line 1\n',
      'step that writes',
    ],
    ['an Excel workbook', `PK\x03\x04${'\0'.repeat(26)}[Content_Types].xml`, 'as Parquet'],
    ['a NumPy archive (npz)', `PK\x03\x04${'\0'.repeat(26)}scores.npy`, 'as Parquet'],
    ['a PyTorch file', `PK\x03\x04${'\0'.repeat(26)}archive/data.pkl`, 'pickle'],
    ['a zip archive', `PK\x03\x04${'\0'.repeat(26)}data.csv`, 'unpack'],
    ['a file compressed with xz', '\xfd7zXZ\0\0\x04', 'unpack'],
    ['a file compressed with bzip2', 'BZh91AY&SY\x94', 'unpack'],
    ['a 7z archive', '7z\xbc\xaf\x27\x1c\0\x04', 'unpack'],
    ['a tar archive', `data.csv${'\0'.repeat(249)}ustar\x0000`, 'unpack'],
    ['an Arrow or Feather file', 'ARROW1\0\0\xff\xff\xff\xff', 'as Parquet'],
    ['an Arrow stream', '\xff\xff\xff\xff\x78\x01\0\0\x10\0\0\0', 'as Parquet'],
    ['a Feather file (version 1)', 'FEA1\0\0\0\0', 'as Parquet'],
    ['an Avro file', 'Obj\x01\x04\x16avro.schema', 'as Parquet'],
    ['an ORC file', 'ORC\x08\x03\x10', 'as Parquet'],
    ['a Python pickle', '\x80\x05\x95\x1f\0', 'pickle'],
    ['a Python pickle', '\x80\x02}q\0', 'pickle'],
    ['a NumPy array', "\x93NUMPY\x01\0v\0{'descr'", 'as Parquet'],
    ['an HDF5 file', '\x89HDF\r\n\x1a\n\0', 'as Parquet'],
    ['a SQLite database', 'SQLite format 3\0\x10\0', 'as Parquet'],
    ['an Excel workbook of 1997 to 2003', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0', 'as Parquet'],
    ['an encrypted Parquet file', 'PARE\x15\0', 'encryption'],
    ['binary data of an unknown kind', 'id\0\x01\x02late', 'as Parquet'],
  ])('%s', async (kind, start, hint) => {
    for (const bytes of [Buffer.from(start, 'latin1'), gzipSync(Buffer.from(start, 'latin1'))]) {
      await expect(readTable(contentOf(bytes), 'rows')).rejects.toMatchObject({
        code: 'DATA_INVALID',
        message: expect.stringContaining(`rows: expected a table, got ${kind}`),
        hint: expect.stringContaining(hint),
      });
    }
  });

  test.each([
    'PK,late\nPK1,1\n',
    'BZh,late\nx,1\n',
    'version,late\nhttps://git-lfs.github.com/spec/v1,1\n',
    'ORC,late\na,1\n',
    'a<b,late\n1,1\n',
    '{"message":"hi","late":1}',
    'not found,late\nx,1\n',
    '--,late\n--,1\n',
    'data/rows.csv,late\nx,1\n',
    'late\n1\n',
  ])('%j only begins like one', async (text) => {
    expect(numberColumn(await readTable(contentOf(text), 'rows'), 'late', 'rows')[0]).toBe(1);
  });
});

describe('the real flights (3,000,000 rows, ZSTD, written by Polars)', () => {
  let table: Table;
  beforeAll(async () => {
    table = await readTable(contentOf(await readFile(flightsPath)), 'flights.parquet');
  });

  test('keep their kinds, their range of days and their counts', () => {
    expect(table.rowCount).toBe(3_000_000);
    expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['date', 'time'],
      ['delay', 'number'],
      ['distance', 'number'],
      ['origin', 'category'],
      ['destination', 'category'],
    ]);
    const date = timeColumn(table, 'date', 'f');
    expect(new Date(date[0]!).toISOString()).toBe('2001-01-01T00:01:00.000Z');
    const january = date.reduce((count, at) => (at < Date.UTC(2001, 1, 1) ? count + 1 : count), 0);
    expect(january).toBe(508_239);
  });

  test('can be read in part', async () => {
    const part = await readTable(contentOf(await readFile(flightsPath)), 'f', {
      columns: ['distance', 'no such column'],
    });
    expect(part.columns.map(({ name }) => name)).toEqual(['distance']);
    const bytes = Buffer.from(numberColumn(part, 'distance', 'f').buffer);
    expect(bytes.equals(Buffer.from(numberColumn(table, 'distance', 'f').buffer))).toBe(true);
  });

  test('are not read where they are not wanted', async () => {
    const { sizeBytes, state, slice, stream } = contentOf(await readFile(flightsPath));
    let bytesRead = 0;
    const counted = {
      sizeBytes,
      state,
      stream,
      slice: (start: number, end: number) => {
        bytesRead += end - start;
        return slice(start, end);
      },
    };
    await readTable(counted, 'f', { columns: ['distance'] });
    expect(bytesRead).toBeLessThan(sizeBytes / 2);
  });
});

describe('a file that is too large for its format is refused before it is read', () => {
  const refused = {
    code: 'DATA_INVALID',
    hint: 'write Parquet, of which only the needed columns are read, or write fewer columns',
  };
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tables-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('CSV of 2 GiB', async () => {
    await writeFile(join(folder, 'rows.csv'), 'id,late\na,1\n');
    await truncate(join(folder, 'rows.csv'), 2 ** 31);
    await expect(createTables().read(openFiles(folder), 'rows.csv')).rejects.toMatchObject({
      ...refused,
      message: 'rows.csv: expected at most 2147483647 bytes of CSV or JSON Lines, got 2147483648 bytes',
    });
  });
});
