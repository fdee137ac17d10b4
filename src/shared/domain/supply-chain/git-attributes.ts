/**
 * What a change of `.gitattributes` does to the files that a checkout has: filters, line ends and encodings give them other
 * bytes than were committed, and `-diff` and `linguist-generated` hide them from who reviews them
 * (https://git-scm.com/docs/gitattributes).
 */
import { folderOf, isBelow } from '../kernel/repository-path.ts';

export const ATTRIBUTES_FILE = /(?:^|\/)\.gitattributes$/;

export interface AttributesChange {
  /** Of the file. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** These change neither what a checkout has nor what a review shows. */
const HARMLESS =
  /^(?:diff(?:=.*)?|[-!]?merge(?:=.*)?|linguist-(?:language|documentation|vendored|detectable)(?:=.*)?|[-!]?export-(?:ignore|subst)|[-!]?whitespace(?:=.*)?|conflict-marker-size=.*|[-!]?delta|encoding=.*)$/;

/** @returns a test of files: whether a line names them that is on one side only, or anywhere where the order of lines differs. */
export function filesOfAttributes({
  path,
  before = '',
  after = '',
}: AttributesChange): (file: string) => boolean {
  const folder = folderOf(path);
  const [then, now] = [linesOf(before), linesOf(after)];
  const both = [...then].filter((line) => now.has(line));
  // The last line that names a file decides.
  const isSameOrder = both.join('\n') === [...now].filter((line) => then.has(line)).join('\n');
  const lines = [...then, ...now].filter((line) => !isSameOrder || !both.includes(line));
  const patterns = lines.flatMap((line) => patternOf(line) ?? []);
  return (file) => {
    const name = folder === '' ? file : file.slice(folder.length + 1);
    return isBelow(file, folder) && patterns.some((pattern) => pattern.test(name));
  };
}

function linesOf(text: string): ReadonlySet<string> {
  const lines = text
    .split('\n')
    .map((line) =>
      line.trim().replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, (_, quoted: string | undefined) => quoted ?? ' '),
    );
  return new Set(lines.filter((line) => line !== '' && !line.startsWith('#')));
}

/** Undefined for a line that does nothing to the content of a file. A macro may stand for anything, wherever it is used. */
function patternOf(line: string): RegExp | undefined {
  if (line.startsWith('[attr]')) return /^/;
  const [, quoted, plain = '', rest = ''] = /^(?:"((?:[^"\\]|\\.)*)"|(\S+))(.*)$/.exec(line) ?? [];
  const attributes = rest.split(' ').filter((attribute) => attribute !== '');
  if (attributes.every((attribute) => HARMLESS.test(attribute))) return undefined;
  return toExpression(quoted === undefined ? plain : withoutQuoting(quoted));
}

const LETTERS: Readonly<Record<string, string>> = {
  ...{ a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
};

/** As git writes and reads names in quotes: bytes of UTF-8 in octal digits, and the letters of C. */
function withoutQuoting(quoted: string): string {
  return quoted.replaceAll(/(?:\\[0-3][0-7]{2})+|\\(.)/g, (escaped, letter: string | undefined) => {
    if (letter !== undefined) return LETTERS[letter] ?? letter;
    const bytes = escaped
      .split('\\')
      .slice(1)
      .map((digits) => Number.parseInt(digits, 8));
    return new TextDecoder().decode(Uint8Array.from(bytes));
  });
}

/** What stands for other characters, with classes such as `[]a]` and `[[:alpha:]_]`; and what an expression would read so. */
const TOKEN = /\\.|\*\*\/|\*\*|\*|\?|\[[!^]?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]|[\\^$.|+(){}[\]]/gs;

/** As in `.gitignore`: a pattern without "/" is of a name in any folder. */
function toExpression(pattern: string): RegExp {
  const isOfPath = pattern.replace(/\/$/, '').includes('/');
  const body = pattern.replace(/^\//, '').replaceAll(TOKEN, (token) => {
    // A character that is escaped is itself: `al\l.csv` is `all.csv`.
    if (/^\\./s.test(token)) return token.slice(1).replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    // A class of characters may be any of them.
    return token === '?' || token.length > 1 ? '[^/]' : `\\${token}`;
  });
  return new RegExp(`${isOfPath ? '^' : '(?:^|/)'}${body}$`, 's');
}
