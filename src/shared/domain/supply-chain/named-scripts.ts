/**
 * The scripts that a script names: `source lib.sh`, `python -m churn.score`, `from churn import features`,
 * `import './rows.js'`, or a name in quotes. A text is searched, and not run: a name that is put together is not found, nor
 * is a package of another repository. Data that a script reads are none of its scripts.
 */
import { filesOfProgramNamed, resolveDots } from './command-files.ts';
import { filesFoundByPrograms } from './program-files.ts';
import type { FileIndex } from './file-index.ts';
import { JAVASCRIPT, SCRIPT_NAME, TASK_FILE } from './script-names.ts';

export interface ScriptText {
  /** From the root; what it names is looked for in its folder first. */
  readonly path: string;
  readonly text: string;
}

/**
 * @returns the scripts of the index that the text names, each once. What stands where a name has a folder is a link or a submodule:
 * it ends with "/", as what it holds is not in the index.
 */
export function scriptsReachedFrom(script: ScriptText, index: FileIndex): readonly string[] {
  const text = withoutNoise(script);
  const place = { folder: folderOf(script.path), isElsewhere: CHANGES_FOLDER.test(text) };
  const words = wordsOf(text);
  return unique([
    ...words.filter(isScriptName).flatMap((word) => findFiles(word, place, index)),
    ...(runsPrograms(script.path) ? filesOfPrograms({ ...script, text }, words, { place, index }) : []),
    ...modulesRun(text).flatMap((name) => findFiles(name, place, index)),
    ...foldersEntered(text).flatMap((name) => inTheWay(`${name}/`, place, index)),
    ...patternsOf(text).flatMap((pattern) => index.scripts.filter((path) => pattern.test(path))),
    ...libraries(text).flatMap((name) => findFiles(name, place, index)),
    ...(JAVASCRIPT.test(script.path)
      ? importsOfJavaScript(text, place, index)
      : importsOfPython(text, place, index)),
  ]).filter((path) => path !== script.path);
}

/** @returns files of any kind that a command names, such as `raw.csv` in `cut -d, -f1 raw.csv`; no folder. */
export function filesNamedInCommand(script: ScriptText, index: FileIndex): readonly string[] {
  const text = withoutNoise(script);
  const place = { folder: folderOf(script.path), isElsewhere: CHANGES_FOLDER.test(text) };
  const words = wordsOf(text).filter((word) => /[./]/.test(word));
  const found = words.flatMap((word) => [...nearFiles(word, place, index), ...inTheWay(word, place, index)]);
  return unique([...found, ...scriptsReachedFrom(script, index)]);
}

interface Place {
  readonly folder: string;
  /** Whether the text goes to another folder, from where names are looked for. */
  readonly isElsewhere: boolean;
}

const CHANGES_FOLDER =
  /(?:^|[\s;&|(])(?:cd|pushd|chdir)[\s(]|\s(?:-C|--directory|--chdir|--prefix)(?:[\s=]|$)/m;

/** Whole lines of comments, and our own variables, which name no file of the repository. */
function withoutNoise({ path, text }: ScriptText): string {
  const comment = JAVASCRIPT.test(path) ? /^\s*(?:\/\/|\*|\/\*).*$/gm : /^\s*#.*$/gm;
  return text
    .replaceAll(comment, '')
    .replaceAll(/\\\r?\n/g, ' ')
    .replaceAll(/\$\{\{.*?\}\}/gs, '$X')
    .replaceAll(/\$\{?MODEL_STEWARD_\w+\}?["']?[\w./-]*/g, ' ');
}

const BETWEEN_WORDS = /[\s"'`;&|()<>=,:@]+/;
/** What a shell or a template replaces. */
const EXPANSION = /\$\{[^}]*\}|\$\w+|\{[^{}\s]*\}|\[[^\]\s]*\]|[*?]+/g;

function wordsOf(text: string): readonly string[] {
  return unique(
    text
      .split(BETWEEN_WORDS)
      // Behind a variable is an unknown folder, as behind `/`.
      .map((word) => word.replace(/^(?:\$\{[^}]*\}|\$\w+|\{[^{}\s]*\}|~)(?=\/)/, '').replace(/[.\]}]+$/, ''))
      .filter((word) => word !== '' && word.replaceAll(EXPANSION, '') === word),
  );
}

interface Search {
  readonly place: Place;
  readonly index: FileIndex;
}

/** What is named to be run, whatever its ending: `source rows.env`, `bash fetch`, `include rules`, `make -f build.mak`. */
const RUN =
  /(?:^|[\s;&|(])(?:\.|source|(?:ba|da|z|k)?sh|-?include|sinclude|import|(?:g?make|just|compose|build|psql|task|snakemake|tox|nox)\b[^\n;&|]*?\s(?:-[fst]|--\w*file))[\s=]+(?:-[\w-]+\s+)*["']?([\w./-]+)/gm;

/** These include others like them. */
const INCLUDING = /^\.?(?:taskfile|justfile|(?:docker-)?compose)\b/i;
const INCLUDED = /\.(?:ya?ml|toml|env|conf)$/;

/** Whatever programs run that the text calls. */
function filesOfPrograms(
  { path, text }: ScriptText,
  words: readonly string[],
  { place, index }: Search,
): readonly string[] {
  const included = INCLUDING.test(nameOf(path)) ? words.filter((word) => INCLUDED.test(word)) : [];
  const byDefault = words.flatMap(filesOfProgramNamed).filter(isScriptName);
  const named = Array.from(text.matchAll(RUN), ([, name = '']) => name).filter((name) => /\w/.test(name));
  return [
    ...[...byDefault, ...named, ...included].flatMap((name) => findFiles(name, place, index)),
    ...filesFoundByPrograms({ text, folder: place.isElsewhere ? '' : place.folder }, index),
  ];
}

/** In a program of another language, `make` may be any word. */
function runsPrograms(path: string): boolean {
  const name = nameOf(path);
  return /\.(?:sh|bash|zsh|ksh|mk)$/.test(name) || TASK_FILE.test(name) || !name.includes('.');
}

function isScriptName(word: string): boolean {
  const name = nameOf(word);
  return SCRIPT_NAME.test(name) || TASK_FILE.test(name) || (word.includes('/') && !name.includes('.'));
}

/** `fetch-*.sh` and `steps/$NAME.sh`: each part that is replaced may be anything. */
function patternsOf(text: string): readonly RegExp[] {
  return unique(text.split(BETWEEN_WORDS))
    .filter((word) => SCRIPT_NAME.test(word))
    .flatMap((word) => {
      const fixed = word.replace(/^\.\//, '').split(EXPANSION);
      const hasName = fixed.some((part, at) =>
        /\w/.test(at === fixed.length - 1 ? withoutEnding(part) : part),
      );
      const isVariableFolder = fixed.length === 2 && fixed[0] === '' && fixed[1]?.startsWith('/') === true;
      if (fixed.length === 1 || !hasName || isVariableFolder) return [];
      return [new RegExp(`(?:^|/)${fixed.map(escapeText).join('.*')}$`, 's')];
    });
}

function withoutEnding(name: string): string {
  return name.replace(/\.\w+$/, '');
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Those that lie where the name says; else wherever the name fits, for the folder may be any. */
function findFiles(word: string, place: Place, index: FileIndex): readonly string[] {
  const near = nearFiles(word, place, index);
  if (near.length > 0) return near;
  return [...inTheWay(word, place, index), ...endingWith(resolveDots(word), index)];
}

/** What stands where the word has a folder, with "/" behind it. */
function inTheWay(
  word: string,
  { folder, isElsewhere }: Place,
  { paths }: Pick<FileIndex, 'paths'>,
): readonly string[] {
  const folders = isElsewhere || word.startsWith('/') ? [''] : foldersAbove(folder);
  return folders.flatMap((one) => {
    const end = word.endsWith('/') ? '/-' : '';
    const parts = `${resolveDots(`${one}${word}`)}${end}`.split('/').slice(0, -1);
    const prefixes = parts.map((_, at) => parts.slice(0, at + 1).join('/'));
    return prefixes.filter((prefix) => paths.has(prefix)).map((prefix) => `${prefix}/`);
  });
}

const ENTERED =
  /(?:^|[\s;&|(])(?:(?:cd|pushd|chdir)\s+|(?:-C|--directory|--chdir|--prefix)[\s=]+)["']?([\w./-]+)/gm;

function foldersEntered(text: string): readonly string[] {
  return Array.from(text.matchAll(ENTERED), ([, name = '']) => name);
}

/** The file at a path, or what is in its way. */
function atPath(path: string, index: FileIndex): readonly string[] {
  return index.paths.has(path) ? [path] : inTheWay(path, { folder: '', isElsewhere: true }, index);
}

/** In the folder, those above it, and `src` in each of them; anywhere where the folder is not known. */
function nearFiles(word: string, { folder, isElsewhere }: Place, index: FileIndex): readonly string[] {
  const name = resolveDots(word);
  const found = endingWith(name, index);
  if (isElsewhere || word.startsWith('/')) return found;
  const folders = foldersAbove(folder).flatMap((one) => [one, `${one}src/`]);
  return found.filter((path) => folders.includes(path.slice(0, path.length - name.length)));
}

function endingWith(name: string, index: FileIndex): readonly string[] {
  const found = index.byName.get(nameOf(name)) ?? [];
  return name === '' ? [] : found.filter((path) => path === name || path.endsWith(`/${name}`));
}

/** `a/b/`, `a/` and "" of `a/b`. */
function foldersAbove(folder: string): readonly string[] {
  const parts = folder === '' ? [] : folder.split('/');
  return [...parts.map((_, at) => `${parts.slice(0, parts.length - at).join('/')}/`), ''];
}

const MODULE = /(?:^|[\s"'[(,])-m["']?[\s=,]*["']?([A-Za-z_][\w.]*)/g;
const MODULE_BY_NAME = /(?:import_module|run_module|__import__)\(\s*["']([\w.]+)["']/g;

function modulesRun(text: string): readonly string[] {
  const names = [...text.matchAll(MODULE), ...text.matchAll(MODULE_BY_NAME)].map(([, name = '']) => name);
  return names.flatMap((name) => filesOfModule(name.split('.')));
}

/** With the packages on its way. */
function filesOfModule(parts: readonly string[]): readonly string[] {
  const packages = parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/__init__.py`);
  return [...packages, `${parts.join('/')}.py`, `${parts.join('/')}/__main__.py`];
}

const RUBY = /\b(?:require_relative|require|load)\s*\(?\s*["']([\w./-]+)["']/g;
const PERL = /(?:^|[\s;])(?:use\s+|require\s+|-M)([A-Za-z]\w*(?:::\w+)*)/gm;

/** Of Ruby and Perl, whose names of modules have no ending. */
function libraries(text: string): readonly string[] {
  const ruby = Array.from(text.matchAll(RUBY), ([, name = '']) => `${name.replace(/\.rb$/, '')}.rb`);
  const perl = Array.from(text.matchAll(PERL), ([, name = '']) => `${name.replaceAll('::', '/')}.pm`);
  return [...ruby, ...perl];
}

const FROM_IMPORT = /(?<=^|[\n;:"])[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]*(\([^)]*\)|[^\n;#"]*)/g;
const IMPORT = /(?<=^|[\n;:"])[ \t]*import[ \t]+([\w., \t]+)/g;

function importsOfPython(text: string, place: Place, index: FileIndex): readonly string[] {
  const plain = Array.from(text.matchAll(IMPORT), ([, list = '']) => namesIn(list)).flat();
  const absolute = plain.flatMap((name) => modulePaths(name.split('.'), place, index));
  const from = Array.from(text.matchAll(FROM_IMPORT), ([, dots = '', module = '', list = '']) => {
    const parts = module === '' ? [] : module.split('.');
    const modules = [parts, ...namesIn(list).map((name) => [...parts, name])].filter(
      (names) => names.length > 0,
    );
    return modules.flatMap((names) =>
      dots === ''
        ? modulePaths(names, place, index)
        : relativePaths(names, dots.length, place).flatMap((path) => atPath(path, index)),
    );
  });
  return [...absolute, ...from.flat()];
}

/** `a.b as c, d` and `(\n a,\n b)`. */
function namesIn(list: string): readonly string[] {
  return list
    .replaceAll(/[()]|#.*$/gm, '')
    .split(',')
    .map((item) => item.trim().split(/\s+/)[0] ?? '')
    .filter((name) => /^\w[\w.]*$/.test(name));
}

function modulePaths(parts: readonly string[], place: Place, index: FileIndex): readonly string[] {
  return filesOfModule(parts).flatMap((name) => findFiles(name, place, index));
}

function relativePaths(parts: readonly string[], dots: number, { folder }: Place): readonly string[] {
  const above = folder === '' ? [] : folder.split('/');
  const root = above.slice(0, Math.max(0, above.length - (dots - 1)));
  return filesOfModule([...root, ...parts]);
}

const SPECIFIER = /\b(?:from|import|require)\s*\(?\s*["'`](\.{1,2}\/[^"'`]*)["'`]/g;
const ENDINGS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '/index.js', '/index.mjs', '/index.ts'];

function importsOfJavaScript(text: string, { folder }: Place, index: FileIndex): readonly string[] {
  return Array.from(text.matchAll(SPECIFIER), ([, name = '']) => resolveDots(`${folder}/${name}`)).flatMap(
    (path) => {
      // TypeScript names what the compiler will write.
      const asWritten = path.replace(/\.([mc]?)js$/, '.$1ts');
      return [...ENDINGS.map((ending) => `${path}${ending}`), asWritten].flatMap((file) =>
        atPath(file, index),
      );
    },
  );
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function unique(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}
