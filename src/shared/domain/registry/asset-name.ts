/**
 * Names of release assets. GitHub rewrites names that it does not like (runs of other characters than
 * `[A-Za-z0-9-_+@]` become one dot, and dots at either end go), and knows no folders. So a path is written
 * in letters that survive: `/` as `+`, other bytes as `@` and two hexadecimal digits. Reversible.
 */
import { DataError } from '../kernel/errors.ts';

/** A path component on every file system; GitHub documents no limit. */
export const MAX_NAME_LENGTH = 255;

/** @throws DataError when the name would be longer than a file system takes, or than `maxLength`. */
export function assetName(path: string, maxLength = MAX_NAME_LENGTH): string {
  const name = [...Buffer.from(path)].map((byte, index, bytes) => encode(byte, index, bytes)).join('');
  if (name.length <= maxLength) return name;
  throw new DataError(
    'FILES_INVALID',
    `file ${JSON.stringify(path)}: expected a name of at most ${maxLength} characters as a release asset, got ${name.length}`,
    { hint: 'use shorter names of files and folders, in plain letters' },
  );
}

/** @returns undefined for a name that `assetName` does not give. */
export function pathOfAsset(name: string): string | undefined {
  const bytes = [...name.matchAll(/@([0-9a-f]{2})|([^])/g)].map(([, hex, letter = '']) =>
    hex !== undefined ? Number.parseInt(hex, 16) : letter === '+' ? SLASH : letter.charCodeAt(0),
  );
  const path = Buffer.from(bytes).toString('utf8');
  return assetName(path) === name ? path : undefined;
}

const SLASH = 0x2f;
const DOT = 0x2e;

function encode(byte: number, index: number, bytes: readonly number[]): string {
  if (byte === SLASH) return '+';
  const character = String.fromCharCode(byte);
  const dotThatStays = byte === DOT && index > 0 && isPlain(bytes[index - 1]) && isPlain(bytes[index + 1]);
  if (isPlain(byte) || dotThatStays) return character;
  return `@${byte.toString(16).padStart(2, '0')}`;
}

function isPlain(byte: number | undefined): boolean {
  return byte !== undefined && /[A-Za-z0-9_-]/.test(String.fromCharCode(byte));
}
