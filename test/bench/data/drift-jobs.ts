/** What monitoring does, from the files to the findings: with a profile that is computed, or with one that was stored. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { createTables } from '../../../src/shared/adapters/data/tables.ts';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import { computeCheck } from '../../../src/shared/domain/monitoring/compute-check.ts';
import { computeProfile } from '../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import type { Profile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import { currentOptions } from '../../../src/shared/domain/monitoring/read-kinds.ts';
import type { ReadOptions } from '../../../src/shared/domain/table/read-options.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';

type Job = (...paths: readonly string[]) => Promise<unknown>;

export const driftJobs: Readonly<Record<string, Job>> = {
  drift,
  profile: writeProfile,
  monitor,
  days: compareDays,
};

const NO_DIGEST = '0'.repeat(64);
const rowsAlone = { task: 'metrics', monitor: { rows: 'independent' } };

/** Both sides are read. */
async function drift(reference = '', current = ''): Promise<Check> {
  return await check(await profileOf(reference), current);
}

async function writeProfile(reference = '', path = ''): Promise<void> {
  await writeFile(path, JSON.stringify(await profileOf(reference)));
}

/** Against a stored profile: only the current side is read. */
async function monitor(profile = '', current = ''): Promise<Check> {
  return await check(JSON.parse(await readFile(profile, 'utf8')) as Profile, current);
}

async function profileOf(path: string): Promise<Profile> {
  return computeProfile(await readTable(path), { where: 'reference' });
}

async function check(profile: Profile, path: string): Promise<Check> {
  const config = modelConfigSchema.parse(rowsAlone);
  const table = await readTable(path, currentOptions(profile, config));
  return checkOf(profile, table, rowsAlone);
}

/** The same flights on both sides, by their days or as rows: what it costs that days are compared and not rows. */
async function compareDays(path = '', time?: string): Promise<Check> {
  const table = await readTable(path);
  const profile = computeProfile(table, { where: 'reference', ...(time !== undefined && { time }) });
  return checkOf(profile, table, time === undefined ? rowsAlone : { task: 'metrics' });
}

function checkOf(profile: Profile, table: Table, section: Readonly<Record<string, unknown>>): Check {
  return computeCheck({
    ...{ model: 'bench', version: '1.0.0', profile, profileDigest: NO_DIGEST },
    config: modelConfigSchema.parse(section),
    current: { path: 'current', sha256: NO_DIGEST, table },
    earlier: [],
    nowMs: Date.UTC(2026, 0, 1),
  });
}

function readTable(path: string, options?: ReadOptions): Promise<Table> {
  return createTables().read(openFiles(dirname(path)), basename(path), options);
}
