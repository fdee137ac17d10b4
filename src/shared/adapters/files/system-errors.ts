/**
 * Errors of the operating system as DataErrors: what the runner's disk refuses is no defect of Model Steward, and
 * work that is optional (the ledger, a cache) continues without it.
 */
import { DataError } from '../../domain/kernel/errors.ts';

const PERMISSION = 'give the user that runs the step access to the path';
const OTHER_KIND = 'remove or rename what is in the place of the file or of one of its folders';
const SPACE = 'free space on the disk of the runner';

const HINTS: ReadonlyMap<string, string> = new Map([
  ['EACCES', PERMISSION],
  ['EPERM', PERMISSION],
  ['EROFS', PERMISSION],
  ['EEXIST', OTHER_KIND],
  ['EISDIR', OTHER_KIND],
  ['ENOTDIR', OTHER_KIND],
  ['ENOTEMPTY', OTHER_KIND],
  ['ENOSPC', SPACE],
  ['EDQUOT', SPACE],
  ['EFBIG', 'write a smaller file'],
  ['ELOOP', 'remove the symbolic links that lead to each other'],
  ['EMFILE', 'raise the limit of open files on the runner'],
  ['ENFILE', 'raise the limit of open files on the runner'],
  ['ENAMETOOLONG', 'shorten the name'],
]);

/**
 * Runs one operation of the file system. Only that: errors of the network have the same form.
 * @param expected what the path was needed for: "a folder that can be read".
 * @throws DataError FILES_INVALID for an error of the operating system; anything else is thrown on.
 */
export async function onDisk<T>(path: string, expected: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw toDataError(path, expected, cause);
  }
}

export function toDataError(path: string, expected: string, cause: unknown): unknown {
  const code = systemCode(cause);
  if (!(cause instanceof Error) || code === undefined) return cause;
  const hint = HINTS.get(code);
  // `ENOSPC: no space left on device, write`: the rest repeats the path, as an absolute one.
  const message = `${path}: expected ${expected}, got ${cause.message.split(',')[0]}`;
  return new DataError('FILES_INVALID', message, { cause, ...(hint === undefined ? {} : { hint }) });
}

/** `ENOENT` and the like; undefined for what is not an error of the operating system. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
