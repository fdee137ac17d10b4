/** `check.json` has the digest of the rows that were checked. */
import { appendFile, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCurrentData } from '../../../actions/monitor/steps/current-data.ts';
import { createTables } from '../../../src/shared/adapters/data/tables.ts';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { selectModel } from '../../../src/shared/domain/config/select-model.ts';
import { computeProfile } from '../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import type { Tables } from '../../../src/shared/ports/workspace.ts';

const CONFIG = 'models:\n  flights:\n    predictions: { id: id, label: late, score: p }\n';

async function readWhile(change: (path: string) => Promise<void>) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'current-'));
  const path = join(folder.path, 'current.csv');
  await writeFile(path, 'id,distance\n1,200\n2,300\n');
  const workspace = openFiles(folder.path);
  const reader = createTables();
  const tables: Tables = {
    ...reader,
    read: async (files, name, options) => {
      const table = await reader.read(files, name, options);
      await change(path);
      return table;
    },
  };
  const { config } = selectModel(parseConfig(CONFIG, 'config'), 'flights', 'flights');
  const profile = computeProfile(await reader.read(workspace, 'current.csv'), { where: 'reference' });
  const inputs = {
    ...({
      operation: 'check',
      from: undefined,
      current: 'current.csv',
      currentCounts: undefined,
      counts: [],
      table: undefined,
      quotes: 'none',
      windowDays: 7,
      labels: undefined,
      scores: undefined,
    } as const),
    ...{ model: undefined, configPath: undefined, stage: undefined, token: '', prometheusToken: undefined },
  };
  return await readCurrentData({ workspace, tables, log: { warning: () => undefined } }, inputs, {
    profile,
    config,
  });
}

it('current data that change while they are read are refused', async () => {
  await expect(readWhile((path) => appendFile(path, '3,400\n'))).rejects.toMatchObject({
    code: 'DATA_MISMATCH',
    message: expect.stringMatching(/^current\.csv: expected the same bytes before and after/) as unknown,
  });
});

it('current data that stay as they are have the digest of the file', async () => {
  // printf 'id,distance\n1,200\n2,300\n' | sha256sum
  const sha256 = 'dfbaa57dcb5234f55f98fd8edf12e1fa6605185d0c56054074b69b9d555848f2';
  await expect(readWhile(() => Promise.resolve())).resolves.toMatchObject({
    current: { sha256 },
    errors: [],
  });
});
