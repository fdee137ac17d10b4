/**
 * `git cat-file --batch` without a process, for the hundreds of steps that play here: to start one takes longer than all
 * else that such a step does. It answers from the same files as git, where each object of the checkout is a file of its own; other
 * checkouts, and other commands, get git itself. test/adapters/process has the tests of git's answers.
 */
import childProcess from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join } from 'node:path';
import {
  FULL_NAME,
  hasOnlyLooseFiles,
  readLooseObject,
  type GitObject,
} from '../github-box/git/loose-objects.ts';

/** @returns what puts the process back as it was. */
export function installObjectsInProcess(): () => void {
  const { spawn } = childProcess;
  const spawnOrAnswer = (...request: Parameters<typeof spawn>): unknown => {
    const [command, args] = request;
    const folder = command === 'git' && Array.isArray(args) ? folderOfBatch(args) : undefined;
    const checkout = folder === undefined ? undefined : openCheckout(folder);
    return checkout === undefined ? spawn(...request) : startAnswers(checkout);
  };
  Reflect.set(childProcess, 'spawn', spawnOrAnswer);
  syncBuiltinESMExports();
  return () => {
    Reflect.set(childProcess, 'spawn', spawn);
    syncBuiltinESMExports();
  };
}

function folderOfBatch(args: readonly string[]): string | undefined {
  const isBatch = args.slice(-2).join(' ') === 'cat-file --batch';
  return isBatch ? args[args.indexOf('-C') + 1] : undefined;
}

type Checkout = (revision: string) => GitObject | undefined;

/** Of a HEAD that is detached, with the objects of the repository that it borrows; undefined for any other one. */
function openCheckout(folder: string): Checkout | undefined {
  const own = join(folder, '.git');
  const borrowed = join(own, 'objects', 'info', 'alternates');
  if (!existsSync(borrowed)) return undefined;
  const repository = dirname(readFileSync(borrowed, 'utf8').trim());
  if (!hasOnlyLooseFiles(repository)) return undefined;
  const find = (sha: string): GitObject | undefined =>
    FULL_NAME.test(sha) ? (readLooseObject(repository, sha) ?? readLooseObject(own, sha)) : undefined;
  return (revision) => {
    if (!revision.startsWith('HEAD')) return find(revision);
    const commit = find(readFileSync(join(own, 'HEAD'), 'utf8').trim());
    if (revision === 'HEAD^{commit}') return commit;
    return find(/^tree ([0-9a-f]{40})$/m.exec(commit?.content.toString() ?? '')?.[1] ?? '');
  };
}

/** What the reader of objects uses of a child. */
function startAnswers(find: Checkout): EventEmitter {
  const [child, stdin, stdout, stderr] = Array.from({ length: 4 }, () => new EventEmitter());
  const end = (): void => void child!.emit('close');
  const write = (line: string): void => {
    const revision = line.trimEnd();
    const found = find(revision);
    const head =
      found === undefined ? `${revision} missing\n` : `${found.sha} ${found.type} ${found.content.length}\n`;
    const bytes = [Buffer.from(head), ...(found === undefined ? [] : [found.content, Buffer.from('\n')])];
    queueMicrotask(() => stdout!.emit('data', Buffer.concat(bytes)));
  };
  const none = (): void => undefined;
  return Object.assign(child!, {
    ...{ stdin: Object.assign(stdin!, { write, end }), stdout, stderr },
    ...{ kill: end, ref: none, unref: none },
  });
}
