/** docs/lifecycle.md explains every error code, and no code that is gone; and every code is one that an error carries. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { errorCodes } from '../../src/shared/domain/kernel/errors.ts';
import { listRepositoryFiles } from '../tools/repository-files.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');

it('the table of error codes has a row for each code', async () => {
  const section =
    (await read('docs/lifecycle.md')).split('\n## ').find((part) => part.startsWith('Error codes')) ?? '';
  const rows = Array.from(section.matchAll(/^\| `([A-Z_]+)` +\|/gm), ([, code = '']) => code);
  const missing = errorCodes.filter((code) => !rows.includes(code));
  expect(missing, 'docs/lifecycle.md: add a row to the table of "Error codes"').toEqual([]);
  const known: readonly string[] = errorCodes;
  const gone = rows.filter((code, index) => !known.includes(code) || rows.indexOf(code) !== index);
  expect(gone, 'docs/lifecycle.md: remove the row of a code that is gone, or is explained twice').toEqual([]);
});

it('each code is carried by an error of the code', async () => {
  const paths = (await listRepositoryFiles(ROOT)).filter(
    (path) => /^(?:src|actions)\/.*\.ts$/.test(path) && path !== 'src/shared/domain/kernel/errors.ts',
  );
  const sources = (await Promise.all(paths.map(read))).join('\n');
  const unused = errorCodes.filter((code) => !sources.includes(`'${code}'`));
  expect(unused, 'src/shared/domain/kernel/errors.ts: remove a code that no error carries').toEqual([]);
});
