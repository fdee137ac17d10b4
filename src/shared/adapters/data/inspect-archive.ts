/**
 * A log of Inspect as it is written by default (`.eval`): a zip archive with `header.json` and one file for each sample. Of
 * samples only what rows are made of is kept: their messages may be hundreds of megabytes.
 */
import { digestOfCase } from '../../domain/interop/inspect-log.ts';
import { DataError } from '../../domain/kernel/errors.ts';
import { parseObject } from '../../domain/table/json-rows.ts';
import type { FileContent } from '../../ports/workspace.ts';
import { listZip, readZipEntry, type ZipEntry } from './zip-archive.ts';

const HEADER = 'header.json';
const SAMPLE = /^samples\/.+\.json$/;
const KEPT = ['id', 'epoch', 'scores', 'total_time', 'model_usage'] as const;

/** The log as one object, as Inspect writes it in JSON. @throws DataError for an evaluation that did not end. */
export async function readInspectArchive(content: FileContent, where: string): Promise<object> {
  const entries = await listZip(content, where);
  const header = entries.find(({ name }) => name === HEADER);
  if (header === undefined)
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected an evaluation that ended, got a log without ${HEADER}`,
      {
        hint: 'finish it with `inspect eval-retry`',
      },
    );
  const samples: object[] = [];
  for (const entry of entries.filter(({ name }) => SAMPLE.test(name)))
    samples.push(pick(await readObject(content, entry, where)));
  return { ...(await readObject(content, header, where)), samples };
}

async function readObject(content: FileContent, entry: ZipEntry, where: string): Promise<object> {
  const text = new TextDecoder().decode(await readZipEntry(content, entry, where));
  try {
    return parseObject(text, where).row;
  } catch (cause) {
    throw noObject(where, entry, cause);
  }
}

function pick(sample: object): object {
  const kept = KEPT.flatMap((key) => (key in sample ? [[key, Reflect.get(sample, key)] as const] : []));
  return { ...Object.fromEntries(kept), caseDigest: digestOfCase(sample) };
}

function noObject(where: string, { name }: ZipEntry, cause: unknown): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}, ${name}: expected one JSON object, got text that is not JSON`,
    { hint: 'write the log again with Inspect, and do not edit the files in it', cause },
  );
}
