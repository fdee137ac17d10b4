/**
 * One `git cat-file --batch` a repository, kept open: reads of objects and of refs cost no process start.
 * git looks again at refs and packs for each question, so pushes are seen at once.
 */
import { spawn } from 'node:child_process';
import { gitEnvironment } from './command.ts';

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

export interface GitObject {
  readonly sha: string;
  readonly type: ObjectType;
  readonly content: Buffer;
}

export interface ObjectReader {
  /** `revision`: an object name, a full ref name, or either with `^{commit}` and the like. */
  read(revision: string): Promise<GitObject | undefined>;
  close(): Promise<void>;
}

type Waiter = (found: GitObject | undefined) => void;

export function createObjectReader(directory: string): ObjectReader {
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
