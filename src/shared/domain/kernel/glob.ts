/**
 * Path patterns of the configuration and of inputs: `*` and `?` within one part of a path, `**` across
 * parts, `{one,two}` for either. A pattern that names a folder means everything in it. Files whose names
 * begin with a dot are files like any other. In a list of patterns `!` leaves out again what the patterns before it
 * include, as in `on.push.paths` of a workflow. There is no character class.
 */
import { folderOf, isContainedPath, trimPath } from './repository-path.ts';
import { DataError } from './errors.ts';

export interface Glob {
  readonly pattern: string;
  matches(path: string): boolean;
  /** Whether a match can be this path or lie below it: a walk goes no further where it is false. */
  mayLead(path: string): boolean;
  /** Whether it wants a folder by this name, and files in it; not where `**` may pass it over. */
  wantsFolder(path: string): boolean;
}

/** A list of patterns as one: the last pattern that matches a path decides. */
export interface PathSet {
  matches(path: string): boolean;
  /** As for one pattern. */
  mayLead(path: string): boolean;
  /** Whether a path that is a file, or a link, stands where a pattern wants a folder. */
  isInTheWay(path: string): boolean;
  /** As for one pattern; not where another one leaves out what is in it. */
  wantsFolder(path: string): boolean;
}

const NEGATION = '!';

const WILDCARD = /[*?{]/;

/** @throws DataError when the pattern leaves the folder that it is relative to. */
export function parseGlob(pattern: string): Glob {
  const trimmed = trimPath(pattern);
  if (!isContainedPath(trimmed)) {
    throw new DataError(
      'FILES_INVALID',
      `path ${JSON.stringify(pattern)}: expected one that stays inside the workspace`,
      { hint: 'write it relative to the root of the repository, with "/" and without ".."' },
    );
  }
  const parts = singleParts(trimmed);
  const leading = leadingParts(trimmed);
  const expression = new RegExp(`^${translate(trimmed)}(?:/.*)?$`, 'su');
  return {
    pattern: trimmed,
    matches: (path) => expression.test(path),
    mayLead: (path) => path.split('/').every((part, index) => leading[index]?.test(part) ?? true),
    wantsFolder: (path) => {
      const given = path.split('/');
      return given.length < parts.length && given.every((part, index) => parts[index]?.test(part) === true);
    },
  };
}

/** @throws DataError when a pattern leaves the folder, or when all of them only leave files out. */
export function parsePatterns(patterns: readonly string[]): PathSet {
  const rules = patterns.map((pattern) => ({
    includes: !pattern.startsWith(NEGATION),
    glob: parseGlob(positivePattern(pattern)),
  }));
  const included = rules.flatMap(({ includes, glob }) => (includes ? [glob] : []));
  if (rules.length > 0 && included.length === 0) {
    throw new DataError('FILES_INVALID', `paths ${patterns.join(', ')}: expected one without "!", got none`, {
      hint: 'write a pattern of the files that belong to it before those that leave some of them out',
    });
  }
  return {
    matches: (path) => rules.findLast(({ glob }) => glob.matches(path))?.includes === true,
    mayLead: (path) => included.some((glob) => glob.mayLead(path)),
    wantsFolder: (path) =>
      included.some((glob) => glob.wantsFolder(path)) &&
      !rules.some(({ includes, glob }) => !includes && glob.matches(`${path}/_`)),
    isInTheWay: (path) => included.some((glob) => glob.pattern.startsWith(`${path}/`)),
  };
}

/** The patterns of a list that include files. */
export function includingPatterns(patterns: readonly string[]): readonly string[] {
  return patterns.filter((pattern) => !pattern.startsWith(NEGATION));
}

/**
 * The first pattern that should include a file of the list and includes none.
 * @param paths that the whole list matches.
 */
export function findUnmatched(patterns: readonly string[], paths: readonly string[]): string | undefined {
  return includingPatterns(patterns).find((pattern) => {
    const alone = parsePatterns([pattern]);
    return !paths.some((path) => alone.matches(path) || alone.isInTheWay(path));
  });
}

/** A pattern without its `!`. */
export function positivePattern(pattern: string): string {
  return pattern.startsWith(NEGATION) ? pattern.slice(NEGATION.length) : pattern;
}

/**
 * The folder that a set of files is relative to: the deepest one that all patterns name before their first
 * wildcard. `model/**` and `model` (a folder) are relative to `model`, `model.bin` to the root.
 */
export function commonFolder(patterns: readonly string[], files: readonly string[]): string {
  const folders = includingPatterns(patterns).map((pattern) => {
    const trimmed = trimPath(pattern);
    const isFile = !WILDCARD.test(trimmed) && files.includes(trimmed);
    return fixedParts(isFile ? folderOf(trimmed) : trimmed);
  });
  const [first = [], ...others] = folders;
  const end = first.findIndex((part, index) => others.some((parts) => parts[index] !== part));
  return (end === -1 ? first : first.slice(0, end)).join('/');
}

function fixedParts(pattern: string): readonly string[] {
  const parts = pattern.split('/');
  const wild = parts.findIndex((part) => WILDCARD.test(part));
  return wild === -1 ? parts : parts.slice(0, wild);
}

/** One for each part of a path, up to the first that may be more than one. */
function leadingParts(pattern: string): readonly RegExp[] {
  const parts = pattern.split('/');
  const open = parts.findIndex(
    (part) => part.includes('**') || part.split('{').length !== part.split('}').length,
  );
  return singleParts(pattern).slice(0, open === -1 ? undefined : open);
}

/** One for each part of a path; from `**` on, one that nothing matches. */
function singleParts(pattern: string): readonly RegExp[] {
  const parts = pattern.split('/');
  const deep = parts.findIndex((part) => part.includes('**'));
  return parts.map((part, index) =>
    deep !== -1 && index >= deep ? /(?!)/ : new RegExp(`^${translate(part)}$`, 'su'),
  );
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
