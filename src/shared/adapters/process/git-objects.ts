/**
 * Objects of a repository, all of them from one `git cat-file --batch`: starting git takes longer than reading a file, and
 * the more memory this process has, the longer. It ends when nothing has been asked for a while, and no program waits for
 * that; the next request starts another. https://git-scm.com/docs/git-cat-file#_batch_output
 * Git takes the file of an object as it is, and another object where a command has replaced it: its name says what it has.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { Socket } from 'node:net';
import { isObjectName } from '../../domain/kernel/digest-form.ts';

export interface GitObject {
  /** 40 hexadecimal digits, or 64. */
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

/**
 * @param revision a name of one line. One such as `HEAD` is looked up with each request.
 * @returns undefined for an object that is not there.
 * @throws Error where git ends before it answers: no repository, or a partial clone whose server does not have it either;
 * and for content that is not the one of its name.
 */
export type GitObjectReader = (revision: string) => Promise<GitObject | undefined>;

export interface GitObjectOptions {
  /** Before the command: which repository, and settings. */
  readonly options: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** An object with more content is an error. */
  readonly maxObjectBytes: number;
  /** After this time without a request the process ends. */
  readonly idleMs?: number;
}

const IDLE_MS = 1000;

interface ObjectRequest {
  readonly revision: string;
  readonly resolve: (found: GitObject | undefined) => void;
  readonly reject: (cause: Error) => void;
}

interface Batch {
  ask(request: ObjectRequest): void;
}

export function createGitObjectReader(options: GitObjectOptions): GitObjectReader {
  let batch: Batch | undefined;
  const ask = (request: ObjectRequest): void => {
    batch ??= startBatch(options, (pending) => {
      batch = undefined;
      pending.forEach(ask);
    });
    batch.ask(request);
  };
  return async (revision) => {
    if (revision === '' || revision.includes('\n')) throw new RangeError(`not a revision: ${revision}`);
    return await new Promise((resolve, reject) => {
      ask({ revision, resolve, reject });
    });
  };
}

/** @param onEnd called once, with the requests for another process: all pending ones but the first. */
function startBatch(
  { options, environment, maxObjectBytes, idleMs = IDLE_MS }: GitObjectOptions,
  onEnd: (pending: readonly ObjectRequest[]) => void,
): Batch {
  const env = { ...environment, GIT_NO_REPLACE_OBJECTS: '1' };
  const child = spawn('git', [...options, 'cat-file', '--batch'], { env, stdio: 'pipe' });
  const waiting: ObjectRequest[] = [];
  let idle: NodeJS.Timeout | undefined;
  let isEnded = false;
  let said = '';
  const end = (cause: Error): void => {
    if (isEnded) return;
    isEnded = true;
    clearTimeout(idle);
    waiting.shift()?.reject(cause);
    onEnd(waiting.splice(0));
  };
  const take = (found: GitObject | undefined): void => {
    const asked = waiting.shift();
    if (found === undefined || hasItsName(found)) asked?.resolve(found);
    else asked?.reject(new Error(`object ${found.name}: expected the content of its name, got another one`));
    if (waiting.length > 0 || isEnded) return;
    setAwaited(child, false);
    idle = setTimeout(() => {
      end(new Error('idle'));
      child.stdin.end();
    }, idleMs).unref();
  };
  const read = createResponseReader(maxObjectBytes, take);
  child.stdout.on('data', (chunk: Buffer) => {
    if (isEnded) return;
    const problem = read(chunk);
    if (problem === undefined) return;
    end(problem);
    child.kill();
  });
  child.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.on('error', end);
  child.on('close', () => {
    end(new Error(`git cat-file --batch ended: ${said.trim()}`));
  });
  return {
    ask: (request) => {
      clearTimeout(idle);
      if (waiting.length === 0) setAwaited(child, true);
      waiting.push(request);
      child.stdin.write(`${request.revision}\n`);
    },
  };
}

function hasItsName({ name, type, content }: GitObject): boolean {
  const hash = createHash(name.length === 40 ? 'sha1' : 'sha256');
  return hash.update(`${type} ${content.length}\0`).update(content).digest('hex') === name;
}

/** Whether this process stays until the child has answered. */
function setAwaited(child: ChildProcess, isAwaited: boolean): void {
  const pipes = [child.stdin, child.stdout, child.stderr].filter((pipe) => pipe instanceof Socket);
  for (const part of [child, ...pipes]) {
    if (isAwaited) part.ref();
    else part.unref();
  }
}

const NOTHING = Buffer.alloc(0);

/** @returns what takes the next bytes of git; it returns what is wrong with them. */
function createResponseReader(
  maxObjectBytes: number,
  take: (found: GitObject | undefined) => void,
): (chunk: Buffer) => Error | undefined {
  let chunks: Buffer[] = [];
  let heldBytes = 0;
  let neededBytes = 1;
  return (chunk) => {
    chunks.push(chunk);
    heldBytes += chunk.length;
    // Joined once for each object, not once for each chunk of it.
    while (heldBytes >= neededBytes) {
      const [first = NOTHING, ...more] = chunks;
      const bytes = more.length === 0 ? first : Buffer.concat(chunks);
      const response = parseResponse(bytes);
      if (response.sizeBytes > maxObjectBytes) return tooLarge(maxObjectBytes, response.sizeBytes);
      neededBytes = response.endBytes;
      if (bytes.length >= neededBytes) {
        take(response.found);
        [chunks, neededBytes] = [[bytes.subarray(response.endBytes)], 1];
        heldBytes = bytes.length - response.endBytes;
      } else chunks = [bytes];
    }
    return undefined;
  };
}

function tooLarge(maxObjectBytes: number, sizeBytes: number): Error {
  return new Error(`git cat-file --batch: expected at most ${maxObjectBytes} bytes, got ${sizeBytes}`);
}

interface BatchResponse {
  /** Undefined where there is no such object, and where the bytes are not all there yet. */
  readonly found: GitObject | undefined;
  readonly sizeBytes: number;
  /** How many bytes the answer has; more than there are where it is not known yet. */
  readonly endBytes: number;
}

/** `<name> <type> <size>`, a line end, the content and a line end; or one line that says why there is none. */
function parseResponse(bytes: Buffer): BatchResponse {
  const lineEnd = bytes.indexOf('\n');
  if (lineEnd < 0) return { found: undefined, sizeBytes: 0, endBytes: bytes.length + 1 };
  const header = /^([0-9a-f]+) (blob|commit|tag|tree) (\d+)$/.exec(bytes.toString('latin1', 0, lineEnd));
  if (header?.[1] === undefined || !isObjectName(header[1]))
    return { found: undefined, sizeBytes: 0, endBytes: lineEnd + 1 };
  const [, name, type = '', size] = header;
  const sizeBytes = Number(size);
  const content = bytes.subarray(lineEnd + 1, lineEnd + 1 + sizeBytes);
  return { found: { name, type, content }, sizeBytes, endBytes: lineEnd + 1 + sizeBytes + 1 };
}
