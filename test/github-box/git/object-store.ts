/**
 * The objects of one repository. Those in files of their own are read and written without a process. For all else there
 * is one `git cat-file --batch`, started when it is needed first and kept open, which looks at refs and packs for each
 * question, so pushes are seen at once. Objects never change: what was read or written once stays in memory.
 */
import { spawn } from 'node:child_process';
import { gitEnvironment } from './command.ts';
import { hasOnlyLooseFiles, nameObject, readLooseObject, writeLooseObject } from './loose-objects.ts';
import type { GitObject, ObjectType } from './loose-objects.ts';
import { findRevision, isPlainRevision } from './revisions.ts';

export interface ObjectStore {
  /** `revision`: an object name, a full ref name, or either with `^{commit}` and the like. */
  read(revision: string): Promise<GitObject | undefined>;
  /** @returns the name of the object. */
  write(type: ObjectType, content: Buffer): string;
  close(): Promise<void>;
}

export function createObjectStore(directory: string): ObjectStore {
  const known = new Map<string, GitObject>();
  const remember = (object: GitObject): void => void known.set(object.sha, object);
  let reader: ObjectReader | undefined;
  const readHere = (sha: string): GitObject | undefined => {
    const object = known.get(sha) ?? readLooseObject(directory, sha);
    if (object !== undefined) remember(object);
    return object;
  };
  return {
    read: async (revision) => {
      const isPlain = isPlainRevision(revision);
      const here = isPlain ? findRevision(directory, readHere, revision) : undefined;
      if (here !== undefined || (isPlain && hasOnlyLooseFiles(directory))) return here;
      reader ??= createObjectReader(directory);
      const found = await reader.read(revision);
      if (found !== undefined) remember(found);
      return found;
    },
    write: (type, content) => {
      const { sha, bytes } = nameObject(type, content);
      if (!known.has(sha)) writeLooseObject(directory, sha, bytes);
      remember({ sha, type, content: Buffer.from(content) });
      return sha;
    },
    close: async () => {
      await reader?.close();
    },
  };
}

type Waiter = (found: GitObject | undefined) => void;
type ObjectReader = Pick<ObjectStore, 'read' | 'close'>;

function createObjectReader(directory: string): ObjectReader {
  const child = spawn('git', ['--git-dir', directory, 'cat-file', '--batch'], {
    env: gitEnvironment(),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting: Waiter[] = [];
  let buffer: Buffer = Buffer.alloc(0);
  const closed = new Promise<void>((resolve) => {
    child.on('close', () => {
      for (const answer of waiting.splice(0)) answer(undefined);
      resolve();
    });
  });
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', (chunk: Buffer) => {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    for (let reply = takeReply(buffer); reply !== undefined; reply = takeReply(buffer)) {
      buffer = reply.rest;
      waiting.shift()?.(reply.object);
    }
  });
  return {
    read: (revision) => {
      if (revision.includes('\n') || revision === '') return Promise.resolve(undefined);
      return new Promise((resolve) => {
        waiting.push(resolve);
        child.stdin.write(`${revision}\n`);
      });
    },
    close: () => {
      child.stdin.end();
      return closed;
    },
  };
}

/** One answer is `<sha> <type> <size>\n<bytes>\n`, or `<revision> missing\n` or `… ambiguous\n`. */
function takeReply(buffer: Buffer): { object: GitObject | undefined; rest: Buffer } | undefined {
  const lineEnd = buffer.indexOf(0x0a);
  if (lineEnd < 0) return undefined;
  const header = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/.exec(
    buffer.subarray(0, lineEnd).toString(),
  );
  if (header === null) return { object: undefined, rest: buffer.subarray(lineEnd + 1) };
  const end = lineEnd + 1 + Number(header[3]);
  if (buffer.length <= end) return undefined;
  const object = {
    sha: header[1]!,
    type: header[2] as ObjectType,
    content: Buffer.from(buffer.subarray(lineEnd + 1, end)),
  };
  return { object, rest: buffer.subarray(end + 1) };
}
