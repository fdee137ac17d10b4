/**
 * Blobs of a repository, those that are asked for at the same time with one `git cat-file --batch`: starting git takes
 * longer than reading a file. https://git-scm.com/docs/git-cat-file#_batch_output
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** @param input what git reads from standard input. */
export type Git = (args: readonly string[], input?: string) => Promise<Buffer>;

/** @throws Error for an object that is not there, such as of a partial clone. */
export type BlobReader = (object: string) => Promise<Buffer>;

export function createBlobReader(git: Git): BlobReader {
  let asked: string[] | undefined;
  let reading: Promise<ReadonlyMap<string, Buffer>> | undefined;
  return async (object) => {
    asked ??= [];
    asked.push(object);
    reading ??= nextTurn().then(() => {
      const objects = [...new Set(asked)];
      [asked, reading] = [undefined, undefined];
      return readTogether(git, objects);
    });
    // Alone where that failed: together they may be too large, and one that cannot be fetched ends the others.
    const content = (await reading).get(object) ?? (await readAll(git, [object])).get(object);
    if (content === undefined) throw new Error(`object ${object} is missing`);
    return content;
  };
}

async function readTogether(git: Git, objects: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  try {
    return objects.length === 1 ? new Map() : await readAll(git, objects);
  } catch {
    return new Map();
  }
}

/** Object → content; without those that are missing. */
async function readAll(git: Git, objects: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const output = await git(['cat-file', '--batch'], objects.map((object) => `${object}\n`).join(''));
  const contents = new Map<string, Buffer>();
  let start = 0;
  while (start < output.length) {
    const end = output.indexOf('\n', start);
    // "<object> <type> <size>", then the content and a line end; or "<object> missing".
    const [object = '', , sizeText] = output.toString('latin1', start, end).split(' ');
    start = end + 1;
    if (sizeText === undefined) continue;
    const sizeBytes = Number(sizeText);
    contents.set(object, output.subarray(start, start + sizeBytes));
    start += sizeBytes + 1;
  }
  return contents;
}
