/**
 * The paths that code names: quoted texts that look like one, and whether the code writes there. Code is not run, and
 * its variables are followed one step, so this finds what is spelled out, which is most of it.
 */
import { trimPath } from '../kernel/repository-path.ts';
import { joinPaths } from './joined-paths.ts';
import { isCommentLine, readCode, type Survey } from './survey.ts';

export interface NamedPath {
  /** As it is written, without `./`; what is put in when the code runs is `*`. */
  readonly path: string;
  /** The file that names it. */
  readonly source: string;
  readonly isWritten: boolean;
  /** Whether the line says that it is about files: a word such as `data` alone may be a column too. */
  readonly isAboutFiles: boolean;
}

const QUOTED = /(["'`])((?:(?!\1)[^\n\\]){1,200})\1/g;
/** What is put into a text when the code runs. */
export const FILLED_PART = /\$?\{[^{}]*\}/g;
const PATH_TEXT = /^[\w.~/*-][\w .~/*-]*$/;
const WRITES =
  /open\([^)]*["'][wax]b?t?\+?["']|\bwrite|\bto_(csv|parquet|json|pickle|feather|excel|hdf|sql)\b|dump|save|export|makedirs|mkdir|log_artifact|sink|fwrite|touch\(|>\s*["'$]/i;
const ABOUT_FILES = /path|folder|\bdir\b|_dir\b|root|glob|walk|read|load|open|join|source|data/i;
/** A call that takes the text which follows as a file to read. */
const READS = /(?:read\w*|load\w*|scan_\w+|glob|listdir|fread|imread|folder)\s*\([^()]*$/i;
/** A path in a variable: `NAME = …` of Python and JavaScript, `name <- …` of R, and the default of an option of the command line. */
const ASSIGNMENT =
  /^\s*(?:export\s+)?(?:const\s+|let\s+|var\s+)?([A-Za-z_]\w*)\s*(?::[^=]+)?(?:=(?!=)|<-)\s*(?:[fr]?["'`]|[A-Z_]+\s*\/|(?:[\w.]+\.)?(?:Path|join|path|here)\()/;
const OPTION = /add_argument\(\s*["']--([\w-]+)|option\(\s*["']--([\w-]+)/;
const SETTINGS = /\.(ya?ml|toml|json|cfg|ini)$/;

/** @param paths of files with code, or with settings, which are only read. */
export function namedPathsOf(survey: Survey, paths: readonly string[]): readonly NamedPath[] {
  return paths.flatMap((source) => {
    const text = readCode(survey, source);
    return SETTINGS.test(source)
      ? namedInSettings(text, source)
      : namedInCode(joinPaths(text, source), source);
  });
}

function namedInCode(text: string, source: string): readonly NamedPath[] {
  const lines = text.split('\n').filter((line) => !isCommentLine(line));
  return lines.flatMap((line, index) => {
    const statement = statementOf(lines, index);
    const users = usersOf(lines, line);
    return quotedPaths(line).map(({ path, before, after }) => ({
      path,
      source,
      isWritten: [isRead(before, after) ? '' : statement, ...users].some((used) => WRITES.test(used)),
      isAboutFiles: [statement, ...users].some((used) => ABOUT_FILES.test(used)),
    }));
  });
}

/** A line may open one file to read and another one to write: without a mode behind it a file is read. */
function isRead(before: string, after: string): boolean {
  return READS.test(before) || (/\bopen\(\s*$/.test(before) && /^\s*\)/.test(after));
}

/** A value says nothing of what is done with it: a key such as `output` does. */
function namedInSettings(text: string, source: string): readonly NamedPath[] {
  return text.split('\n').flatMap((line) =>
    line
      .split(/[\s"',=[\]{}]+/)
      .filter((word) => PATH_TEXT.test(word) && /[./]/.test(word))
      .map((word) => ({
        path: trimPath(word),
        source,
        isWritten: /out|save|dest|target|result|metric|log/i.test(line.split(/[:=]/)[0] ?? ''),
        isAboutFiles: true,
      })),
  );
}

interface QuotedPath {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

function quotedPaths(line: string): readonly QuotedPath[] {
  return [...line.matchAll(QUOTED)].flatMap((match) => {
    const filled = (match[2] ?? '').replaceAll(FILLED_PART, '*');
    const before = line.slice(0, match.index);
    const after = line.slice(match.index + match[0].length);
    // `rows["data"]` is a column.
    if (!PATH_TEXT.test(filled) || /[\w)\]]\[$/.test(before)) return [];
    // `FOLDER + "/rows.csv"` is no absolute path.
    const isAdded = before.trimEnd().endsWith('+');
    return [{ path: trimPath(isAdded ? filled.replace(/^\/+/, '') : filled), before, after }];
  });
}

/** With the lines before it that it continues. */
function statementOf(lines: readonly string[], index: number): string {
  let first = index;
  while (first > 0 && index - first < MAX_STATEMENT_LINES && /[(,[]\s*$/.test(lines[first - 1] ?? ''))
    first--;
  return lines.slice(first, index + 1).join(' ');
}

const MAX_STATEMENT_LINES = 5;

/** The lines that use the variable, or the option, which this line gives a value to. */
function usersOf(lines: readonly string[], line: string): readonly string[] {
  const [, variable] = ASSIGNMENT.exec(line) ?? [];
  const [, option, click] = OPTION.exec(line) ?? [];
  const name = (option ?? click)?.replaceAll('-', '_') ?? variable;
  if (name === undefined) return [];
  const use = new RegExp(`\\b${name}\\b`);
  return lines.filter((other) => other !== line && use.test(other));
}
