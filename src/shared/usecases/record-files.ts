/** Digest and size of files of any size and number: streamed, and a bounded number of files open at a time. */
import { digestStream, type FileRecord } from '../domain/kernel/digest.ts';
import type { Files } from '../ports/workspace.ts';

/** More would not be faster: Node.js reads files on four threads. */
const MAX_OPEN_FILES = 8;

/** @throws DataError when it is not a regular file in the folder. */
export async function recordFile(files: Pick<Files, 'open'>, path: string): Promise<FileRecord> {
  const content = await files.open(path);
  return { path, ...(await digestStream(content.stream())) };
}

/** The records in the order of `paths`. The first error ends it: no further file is opened. */
export async function recordFiles(
  files: Pick<Files, 'open'>,
  paths: readonly string[],
): Promise<readonly FileRecord[]> {
  const records: FileRecord[] = [];
  const queue = enumerate(paths);
  const work = async (): Promise<void> => {
    for (const [index, path] of queue) records[index] = await recordFile(files, path);
  };
  await Promise.all(Array.from({ length: MAX_OPEN_FILES }, work));
  return records;
}

/** A generator, because a loop that throws closes it, which ends the loops of the other workers too. */
function* enumerate(paths: readonly string[]): Generator<readonly [number, string]> {
  yield* paths.entries();
}
