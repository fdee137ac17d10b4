/**
 * Path patterns of the configuration and of inputs: `*` and `?` within one part of a path, `**` across
 * parts, `{one,two}` for either. A pattern that names a folder means everything in it. Files whose names
 * begin with a dot are files like any other. There is no negation, and no character class.
 */
import { isContainedPath } from './contained-path.ts';
import { DataError } from './errors.ts';

export interface Glob {
  readonly pattern: string;
  matches(path: string): boolean;
  /** Whether a match can be this path or lie below it: a walk goes no further where it is false. */
  mayLead(path: string): boolean;
}

const WILDCARD = /[*?{]/;

/** @throws DataError when the pattern leaves the folder that it is relative to. */
export function parseGlob(pattern: string): Glob {
  const trimmed = trim(pattern);
  if (!isContainedPath(trimmed)) {
    throw new DataError(
      'FILES_INVALID',
      `path ${JSON.stringify(pattern)}: expected one that stays inside the workspace`,
      { hint: 'write it relative to the root of the repository, with "/" and without ".."' },
    );
  }
  const fixed = fixedParts(trimmed);
  const expression = new RegExp(`^${translate(trimmed)}(?:/.*)?$`, 'su');
  return {
    pattern: trimmed,
    matches: (path) => expression.test(path),
    mayLead: (path) => path.split('/').every((part, index) => index >= fixed.length || part === fixed[index]),
  };
}

/**
 * The folder that a set of files is relative to: the deepest one that all patterns name before their first
 * wildcard. `model/**` and `model` (a folder) are relative to `model`, `model.bin` to the root.
 */
export function commonFolder(patterns: readonly string[], files: readonly string[]): string {
  const folders = patterns.map((pattern) => {
    const trimmed = trim(pattern);
    const isFile = !WILDCARD.test(trimmed) && files.includes(trimmed);
    return isFile ? trimmed.split('/').slice(0, -1) : fixedParts(trimmed);
  });
  const [first = [], ...others] = folders;
  const end = first.findIndex((part, index) => others.some((parts) => parts[index] !== part));
  return (end === -1 ? first : first.slice(0, end)).join('/');
}

function trim(pattern: string): string {
  return pattern.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
}

function fixedParts(pattern: string): readonly string[] {
  const parts = pattern.split('/');
  const wild = parts.findIndex((part) => WILDCARD.test(part));
  return wild === -1 ? parts : parts.slice(0, wild);
}

function translate(pattern: string): string {
  return pattern.replace(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[\\^$.|+()[\]{}]/g, (token) => {
    if (token === '**/') return '(?:[^/]+/)*';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.length > 1) return `(?:${token.slice(1, -1).split(',').map(translate).join('|')})`;
    return `\\${token}`;
  });
}
