/** docs/lifecycle.md explains every error code, and no code that is gone. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  conflictErrorCodes,
  dataErrorCodes,
  inputErrorCodes,
  serviceErrorCodes,
} from '../../src/shared/domain/kernel/errors.ts';

it('the table of error codes has a row for each code', async () => {
  const text = await readFile(join(import.meta.dirname, '../../docs/lifecycle.md'), 'utf8');
  const section = text.split('\n## ').find((part) => part.startsWith('Error codes')) ?? '';
  const rows = Array.from(section.matchAll(/^\| `([A-Z_]+)` +\|/gm), ([, code]) => code);
  expect(rows).toEqual(
    expect.arrayContaining([
      ...inputErrorCodes,
      ...dataErrorCodes,
      ...serviceErrorCodes,
      ...conflictErrorCodes,
    ]),
  );
  expect(rows).toHaveLength(
    inputErrorCodes.length + dataErrorCodes.length + serviceErrorCodes.length + conflictErrorCodes.length,
  );
});
