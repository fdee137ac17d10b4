/**
 * The objects of one repository. Writing needs no process: a loose object is its compressed bytes under its own
 * name. Reading asks one `git cat-file --batch`, kept open, which looks at refs and packs for each question, so
 * pushes are seen at once. Objects never change: what was read or written once stays in memory.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { gitEnvironment } from './command.ts';

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

export interface GitObject {
  readonly sha: string;
  readonly type: ObjectType;
  readonly content: Buffer;
}

export interface ObjectStore {
  /** `revision`: an object name, a full ref name, or either with `^{commit}` and the like. */
  read(revision: string): Promise<GitObject | undefined>;
  /** @returns the name of the object. */
  write(type: ObjectType, content: Buffer): string;
  close(): Promise<void>;
}

export const FULL_NAME = /^[0-9a-f]{40}$/;

export function createObjectStore(directory: string): ObjectStore {
  const known = new Map<string, GitObject>();
  const reader = createObjectReader(directory);
  const remember = (object: GitObject): void => void known.set(object.sha, object);
  return {
    read: async (revision) => {
      const found = known.get(revision) ?? findPeeled(known, revision) ?? (await reader.read(revision));
      if (found !== undefined) remember(found);
      return found;
    },
    write: (type, content) => {
      const bytes = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
      const sha = createHash('sha1').update(bytes).digest('hex');
      if (!known.has(sha)) writeLooseObject(directory, sha, bytes);
      remember({ sha, type, content: Buffer.from(content) });
      return sha;
    },
    close: () => reader.close(),
  };
}

/** `<name>^{<type>}` of an object of that type is the object. */
function findPeeled(known: ReadonlyMap<string, GitObject>, revision: string): GitObject | undefined {
  const [, sha = '', type] = /^([0-9a-f]{40})\^\{(\w+)\}$/.exec(revision) ?? [];
  const object = known.get(sha);
  return object?.type === type ? object : undefined;
}

function writeLooseObject(directory: string, sha: string, bytes: Buffer): void {
  const path = join(directory, 'objects', sha.slice(0, 2), sha.slice(2));
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  // git may read at any time: the file gets its name when it is whole.
  const draft = `${path}.draft`;
  writeFileSync(draft, deflateSync(bytes, { level: 1 }));
  renameSync(draft, path);
}

type Waiter = (found: GitObject | undefined) => void;

function createObjectReader(directory: string): Pick<ObjectStore, 'read' | 'close'> {
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
