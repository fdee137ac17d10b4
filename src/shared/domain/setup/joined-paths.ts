/**
 * Code in which paths that are put together stand as one text: `OUT = Path("artifacts"); OUT / "model.joblib"` of Python,
 * `os.path.join`, `file.path` and `here` of R, `join` and templates of JavaScript. Code is not run: what cannot be known
 * stays as it is written.
 */
import { normalizePath } from '../kernel/repository-path.ts';

/** What names stand for; undefined for a name that is given two values. */
type Constants = Map<string, string | undefined>;

interface Joining {
  readonly text: string;
  /** The file, relative to where the code runs. */
  readonly source: string;
  readonly constants: Constants;
}

interface Found {
  readonly value: string;
  readonly end: number;
  /** Whether it is more than one text, or one name. */
  readonly isJoined: boolean;
}

const ASSIGNMENT =
  /^[ \t]*(?:export[ \t]+)?(?:(?:const|let|var)[ \t]+)?([A-Za-z_][\w.]*)[ \t]*(?::[ \t]*[\w.[\]]+[ \t]*)?(?:=(?!=)|<-)[ \t]*/gm;
/** The default of an option of a command line is what it is without one. */
const OPTION =
  /(?:add_argument|add_option|option|make_option)\([^()\n]*["']--([\w-]+)["'][^()\n]*\bdefault\s*=\s*(["'])([\w./-]+)\2/g;
export const FOLDER_OF_OPTIONS = ['args', 'opt', 'opts', 'options', 'FLAGS'] as const;
/** Calls that put together what they are given. */
const JOINS =
  /^(?:(?:os\.)?path\.(?:posix\.)?join|(?:os\.)?path\.resolve|posixpath\.join|join|resolve|file\.path|fs::path|(?:here::)?here|(?:pathlib\.)?(?:Pure)?(?:Posix)?Path)\(/;
/** Calls that leave a path what it is. */
const SAME =
  /^(?:(?:os\.)?path\.(?:abspath|realpath|normpath|normalize)|normalizePath|fileURLToPath|str|String|os\.fspath)\(/;
const PARENT = /^(?:os\.path\.dirname|path\.dirname|dirname)\(/;
const OWN_FILE = /^(?:__file__|__filename|import\.meta\.(?:filename|url))\b/;
const OWN_FOLDER = /^(?:__dirname|import\.meta\.dirname)\b/;
const HERE = /^(?:(?:pathlib\.)?Path\.cwd\(\)|process\.cwd\(\)|os\.getcwd\(\)|getwd\(\))/;
const NAME = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/;
const TEXT = /^([fr]{0,2})(["'`])((?:(?!\2)[^\n\\])*)\2/;
const SAME_METHOD =
  /^\.(?:(?:resolve|absolute|expanduser|as_posix|toString)\((?:strict=(?:True|False))?\)|pathname\b)/;
const PARENT_PROPERTY = /^\.parent\b(?!s)/;
const PARENTS = /^\.parents\[(\d)\]/;
const JOIN_METHOD = /^\.joinpath\(/;
const BLANKS = /^\s*/;
const END = /^[ \t]*(?:[;#]|\/\/|$|\n)/;

/** What a name of the code stands for, by another file or by the command. */
export type KnownValues = ReadonlyMap<string, string>;

/** @param source path of the file. @returns the code with a quoted text for each path that is put together. */
export function joinPaths(text: string, source: string, known: KnownValues = new Map()): string {
  return replaceJoined(readConstants(text, source, known));
}

/** What the names of a file stand for at its end, without those that stand for nothing known. */
export function constantsOf(text: string, source: string, known: KnownValues = new Map()): KnownValues {
  const { constants } = readConstants(text, source, known);
  return new Map([...constants].flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function readConstants(text: string, source: string, known: KnownValues): Joining {
  const joining: Joining = { text, source, constants: new Map() };
  for (const [, name = '', , value = ''] of text.matchAll(OPTION))
    for (const folder of FOLDER_OF_OPTIONS)
      keep(joining.constants, `${folder}.${name.replaceAll('-', '_')}`, value);
  const constants: Constants = new Map([...joining.constants, ...known]);
  const own = new Set<string>();
  for (const match of text.matchAll(ASSIGNMENT)) {
    const [, name = ''] = match;
    const found = readSum({ ...joining, constants }, match.index + match[0].length);
    const isWhole = found !== undefined && matchAt(END, text, found.end) !== undefined;
    // `out = args[1]`: the command says what it is.
    if (!isWhole && known.has(name)) continue;
    if (known.has(name) && !own.has(name)) constants.delete(name);
    own.add(name);
    keep(constants, name, isWhole ? found.value : undefined);
  }
  return { ...joining, constants };
}

function keep(constants: Constants, name: string, value: string | undefined): void {
  constants.set(name, constants.has(name) && constants.get(name) !== value ? undefined : value);
}

function replaceJoined(joining: Joining): string {
  const { text } = joining;
  let replaced = '';
  let copied = 0;
  for (let at = 0; at < text.length;) {
    const isStart = /[A-Za-z_"'`]/.test(text[at] ?? '') && !/[\w.]/.test(text[at - 1] ?? '');
    const found = isStart ? readSum(joining, at) : undefined;
    if (found?.isJoined === true && /^[\w.*-][\w .*/-]*$/.test(found.value)) {
      replaced += `${text.slice(copied, at)}${JSON.stringify(found.value)}`;
      copied = found.end;
    }
    // A text is skipped as a whole: what stands in it is no code.
    at = found?.end ?? matchAt(TEXT, text, at)?.end ?? at + 1;
  }
  return replaced + text.slice(copied);
}

/** Terms with `/` or `+` between them. */
function readSum(joining: Joining, start: number): Found | undefined {
  let found = readTerm(joining, start);
  for (;;) {
    if (found === undefined) return undefined;
    const at = skip(joining.text, found.end);
    const sign = joining.text[at];
    if (sign !== '/' && sign !== '+') return found;
    const next = readTerm(joining, skip(joining.text, at + 1));
    // `OUT / name` is a path of an unknown name, which no part of it is.
    if (next === undefined) return undefined;
    const value = sign === '/' ? joined([found.value, next.value]) : normalizePath(found.value + next.value);
    found = { value, end: next.end, isJoined: true };
  }
}

function readTerm(joining: Joining, start: number): Found | undefined {
  let found = readFirst(joining, start);
  while (found !== undefined) {
    const next = readMethod(joining, found);
    if (next === undefined) return found;
    found = next;
  }
  return undefined;
}

function readFirst(joining: Joining, at: number): Found | undefined {
  const { text, source } = joining;
  const [file, folder, here] = [OWN_FILE, OWN_FOLDER, HERE].map((pattern) => matchAt(pattern, text, at));
  if (file !== undefined) return { value: source, end: file.end, isJoined: false };
  if (folder !== undefined) return { value: parentOf(source), end: folder.end, isJoined: false };
  if (here !== undefined) return { value: '.', end: here.end, isJoined: false };
  return readCall(joining, at) ?? readText(joining, at) ?? readName(joining, at);
}

function readCall(joining: Joining, at: number): Found | undefined {
  const joins = matchAt(JOINS, joining.text, at);
  if (joins !== undefined) return readArguments(joining, joins.end, joined);
  const same = matchAt(SAME, joining.text, at);
  if (same !== undefined) return readArguments(joining, same.end, joined);
  const parent = matchAt(PARENT, joining.text, at);
  return parent && readArguments(joining, parent.end, (values) => parentOf(joined(values)));
}

function readArguments(
  joining: Joining,
  start: number,
  combine: (values: readonly string[]) => string,
): Found | undefined {
  const values: string[] = [];
  for (let at = start; ;) {
    const found = readSum(joining, skip(joining.text, at));
    if (found === undefined) return undefined;
    values.push(found.value);
    at = skip(joining.text, found.end);
    if (joining.text[at] === ')') return { value: combine(values), end: at + 1, isJoined: true };
    if (joining.text[at] !== ',') return undefined;
    at = skip(joining.text, at + 1);
    if (joining.text[at] === ')') return { value: combine(values), end: at + 1, isJoined: true };
  }
}

function readText({ text, constants }: Joining, at: number): Found | undefined {
  const match = matchAt(TEXT, text, at);
  if (match === undefined) return undefined;
  const [prefix = '', quote, content = ''] = match.groups;
  const isTemplate = /f/i.test(prefix) || quote === '`';
  const value = isTemplate
    ? content.replaceAll(/\$?\{([\w.]+)\}/g, (all, name: string) => constants.get(name) ?? all)
    : content;
  const isFilled = value !== content;
  return { value: isFilled ? normalizePath(value) : value, end: match.end, isJoined: isFilled };
}

function readName({ text, constants }: Joining, at: number): Found | undefined {
  let name = text.slice(at, matchAt(NAME, text, at)?.end ?? at);
  // `OUT.joinpath` is a name and its method.
  while (name !== '' && constants.get(name) === undefined)
    name = name.slice(0, Math.max(0, name.lastIndexOf('.')));
  const value = constants.get(name);
  return value === undefined ? undefined : { value, end: at + name.length, isJoined: false };
}

function readMethod(joining: Joining, { value, end }: Found): Found | undefined {
  const { text } = joining;
  const same = matchAt(SAME_METHOD, text, end);
  if (same !== undefined) return { value, end: same.end, isJoined: true };
  const parent = matchAt(PARENT_PROPERTY, text, end);
  if (parent !== undefined) return { value: parentOf(value), end: parent.end, isJoined: true };
  const parents = matchAt(PARENTS, text, end);
  if (parents !== undefined) {
    const count = Number(parents.groups[0]) + 1;
    const above = Array.from({ length: count }).reduce<string>((path) => parentOf(path), value);
    return { value: above, end: parents.end, isJoined: true };
  }
  const join = matchAt(JOIN_METHOD, text, end);
  return join && readArguments(joining, join.end, (values) => joined([value, ...values]));
}

/** An absolute part drops those before it, as `os.path.join` has it. */
function joined(parts: readonly string[]): string {
  const last = parts.findLastIndex((part) => part.startsWith('/'));
  return normalizePath(parts.slice(Math.max(0, last)).join('/'));
}

function parentOf(path: string): string {
  return normalizePath(`${path}/..`);
}

function skip(text: string, at: number): number {
  return matchAt(BLANKS, text, at)?.end ?? at;
}

function matchAt(
  pattern: RegExp,
  text: string,
  at: number,
): { readonly groups: readonly string[]; readonly end: number } | undefined {
  const match = pattern.exec(text.slice(at, at + LONGEST_TERM));
  return match === null ? undefined : { groups: match.slice(1), end: at + match[0].length };
}

const LONGEST_TERM = 300;
