/**
 * The scripts that a script names: `source lib.sh`, `python -m churn.score`, `from churn import features`,
 * `import './rows.js'`, or a name in quotes; and what it opens. A text is searched, and not run: a name that is put together is not
 * found, nor is a package of another repository.
 */
import { folderOf, lastPartOf, possiblePaths } from '../kernel/repository-path.ts';
import { commandInFolder, escapePattern, filesOfProgramNamed } from './command-files.ts';
import { filesOpenedBy, type ScriptText } from './opened-files.ts';
import { filesFoundByPrograms } from './program-files.ts';
import type { FileIndex } from './file-index.ts';
import { atPath, filesNamedSo, inTheWay, nearFiles, type Place, withoutRepeats } from './named-places.ts';
import { filesImportedByJavaScript } from './javascript-imports.ts';
import { filesLoadedByLanguage } from './language-loads.ts';
import { filesOfListedFolders } from './listed-folders.ts';
import { hasNoEnding, isScript, JAVASCRIPT, LIST_NAME, SCRIPT_NAME, TASK_FILE } from './script-names.ts';
import { joinContinuedLines } from '../kernel/shell-text.ts';

/**
 * @returns files of the index that the text names, each once. What stands where a name has a folder is a link or a submodule:
 * it ends with "/", as what it holds is not in the index.
 */
export function filesReachedFrom(script: ScriptText, index: FileIndex): readonly string[] {
  const text = withoutNoise(script);
  const place = { folder: folderOf(script.path), isElsewhere: CHANGES_FOLDER.test(text) };
  const opened = filesOpenedBy({ path: script.path, text }, { place, index }).filter(
    (path) => path !== script.path,
  );
  if (isScript(script.path)) return withoutRepeats([...scriptsReachedFrom(script, index), ...opened]);
  // A list may name millions of texts and pictures, of which none runs.
  return LIST_NAME.test(script.path) ? opened.filter(isScript) : opened;
}

/** @returns those of them that the text calls, imports or sources. */
export function scriptsReachedFrom(script: ScriptText, index: FileIndex): readonly string[] {
  const text = withoutNoise(script);
  const place = { folder: folderOf(script.path), isElsewhere: CHANGES_FOLDER.test(text) };
  const words = wordsOf(text);
  return withoutRepeats([
    ...words.filter(isScriptName).flatMap((word) => filesNamedSo(word, place, index)),
    ...(runsPrograms(script.path) ? filesOfPrograms({ ...script, text }, words, { place, index }) : []),
    ...modulesRun(text).flatMap((name) => filesNamedSo(name, place, index)),
    ...foldersEntered(text).flatMap((name) => inTheWay(`${name}/`, place, index)),
    ...patternsOf(text).flatMap((pattern) => index.scripts.filter((path) => pattern.test(path))),
    ...libraries(text).flatMap((name) => filesNamedSo(name, place, index)),
    ...filesLoadedByLanguage({ path: script.path, text }, { place, index }),
    ...filesOfListedFolders(text, { place, index }),
    ...(JAVASCRIPT.test(script.path) ? [] : importsOfPython(text, place, index)),
    ...(JAVASCRIPT.test(script.path) || !isProgramOfOther(script.path)
      ? filesImportedByJavaScript({ path: script.path, text }, index)
      : []),
  ]).filter((path) => path !== script.path);
}

/** @returns files that code in a command of the configuration imports: `python3 -c 'from lib import near'`. */
export function filesImportedInCommand(command: string, index: FileIndex): readonly string[] {
  const { folder, rest } = commandInFolder(command) ?? { folder: '', rest: command };
  const place = { folder, isElsewhere: CHANGES_FOLDER.test(rest) };
  const script = { path: folder === '' ? 'command' : `${folder}/command`, text: rest };
  return withoutRepeats([
    ...importsOfPython(rest, place, index),
    ...filesImportedByJavaScript(script, index),
    ...filesLoadedByLanguage(script, { place, index }),
    ...filesOfListedFolders(rest, { place, index }),
  ]);
}

/** @returns files of any kind that a command names, such as `raw.csv` in `cut -d, -f1 raw.csv`; no folder. */
export function filesNamedInCommand(script: ScriptText, index: FileIndex): readonly string[] {
  const text = withoutNoise(script);
  const place = { folder: folderOf(script.path), isElsewhere: CHANGES_FOLDER.test(text) };
  const words = wordsOf(text).filter((word) => /[./]/.test(word));
  const found = words.flatMap((word) => [...nearFiles(word, place, index), ...inTheWay(word, place, index)]);
  return withoutRepeats([...found, ...scriptsReachedFrom(script, index)]);
}

const CHANGES_FOLDER =
  /(?:^|[\s;&|(])(?:cd|pushd|chdir)[\s(]|\s(?:-C|--directory|--chdir|--prefix)(?:[\s=]|$)/m;

/** Whether no line of another language is in it: a shell and `package.json` may have some. */
function isProgramOfOther(path: string): boolean {
  return SCRIPT_NAME.test(path) && !runsPrograms(path);
}

/** Whole lines of comments, and our own variables, which name no file of the repository. */
function withoutNoise(script: ScriptText): string {
  const { path } = script;
  const text = path.endsWith('.ipynb') ? codeOfNotebook(script.text) : script.text;
  return joinContinuedLines(text.replaceAll(commentsOf(path), ''))
    .replaceAll(/\$\{\{.*?\}\}/gs, '$X')
    .replaceAll(/\$\{?MODEL_STEWARD_\w+\}?["']?[\w./-]*/g, ' ');
}

/** In these `#` is no comment: `#include "a.h"`, `#[path = "a.rs"]`. */
const SLASHES = /\.(?:c|cc|cpp|cxx|cu|h|hh|hpp|hxx|cuh|inl|go|rs|java|kts?|scala|groovy|gradle|cs)$/i;

function commentsOf(path: string): RegExp {
  if (JAVASCRIPT.test(path)) return /^[^\S\n]*(?:\/\/|\*|\/\*).*$/gm;
  // `//go:embed` and `#| child:` say what is read.
  return SLASHES.test(path) ? /^[^\S\n]*\/\/(?!go:).*$/gm : /^[^\S\n]*#(?!\|).*$/gm;
}

/** Lines of code stand in a notebook as texts of JSON. */
function codeOfNotebook(text: string): string {
  return text.replaceAll('\\n', '\n').replaceAll('\\"', '"');
}

const BETWEEN_WORDS = /[\s"'`;&|()<>=,:@]+/;
/** What a shell or a template replaces. */
const EXPANSION = /\$\{[^}]*\}|\$\w+|\{[^{}\s]*\}|\[[^\]\s]*\]|[*?]+/g;

function wordsOf(text: string): readonly string[] {
  return withoutRepeats(
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
  /(?:^|[\s;&|(])(?:\.|source(?:_env(?:_if_exists)?)?|dotenv(?:_if_exists)?|(?:ba|da|z|k)?sh|-?include|sinclude|import|(?:g?make|just|compose|build|psql|task|snakemake|tox|nox)\b[^\n;&|]*?\s(?:-[fst]|--\w*file))[\s=]+(?:-[\w-]+\s+)*["']?([\w./-]+)/gm;

/** These include others like them. */
const INCLUDING = /^\.?(?:taskfile|justfile|(?:docker-)?compose)\b/i;
const INCLUDED = /\.(?:ya?ml|toml|env|conf)$/;

/** Whatever programs run that the text calls. */
function filesOfPrograms(
  { path, text }: ScriptText,
  words: readonly string[],
  { place, index }: Search,
): readonly string[] {
  const included = INCLUDING.test(lastPartOf(path)) ? words.filter((word) => INCLUDED.test(word)) : [];
  const byDefault = words.flatMap(filesOfProgramNamed).filter(isScriptName);
  const named = Array.from(text.matchAll(RUN), ([, name = '']) => name).filter((name) => /\w/.test(name));
  return [
    ...[...byDefault, ...named, ...included].flatMap((name) => filesNamedSo(name, place, index)),
    ...filesFoundByPrograms({ text, folder: place.isElsewhere ? '' : place.folder }, index),
  ];
}

/** In a program of another language, `make` may be any word. */
function runsPrograms(path: string): boolean {
  const name = lastPartOf(path);
  return /\.(?:sh|bash|zsh|ksh|mk)$/.test(name) || TASK_FILE.test(name) || hasNoEnding(name);
}

function isScriptName(word: string): boolean {
  const name = lastPartOf(word);
  return SCRIPT_NAME.test(name) || TASK_FILE.test(name) || (word.includes('/') && !name.includes('.'));
}

/** `fetch-*.sh` and `steps/$NAME.sh`: each part that is replaced may be anything. */
function patternsOf(text: string): readonly RegExp[] {
  return withoutRepeats(text.split(BETWEEN_WORDS))
    .filter((word) => SCRIPT_NAME.test(word))
    .flatMap((word) => {
      const fixed = word.replace(/^\.\//, '').split(EXPANSION);
      const hasName = fixed.some((part, at) =>
        /\w/.test(at === fixed.length - 1 ? withoutEnding(part) : part),
      );
      const isVariableFolder = fixed.length === 2 && fixed[0] === '' && fixed[1]?.startsWith('/') === true;
      if (fixed.length === 1 || !hasName || isVariableFolder) return [];
      return [new RegExp(`(?:^|/)${fixed.map(escapePattern).join('.*')}$`, 's')];
    });
}

function withoutEnding(name: string): string {
  return name.replace(/\.\w+$/, '');
}

const ENTERED =
  /(?:^|[\s;&|(])(?:(?:cd|pushd|chdir)\s+|(?:-C|--directory|--chdir|--prefix)[\s=]+)["']?([\w./-]+)/gm;

function foldersEntered(text: string): readonly string[] {
  return Array.from(text.matchAll(ENTERED), ([, name = '']) => name);
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

const FROM_IMPORT =
  /(?<=^|[\n;:"'`([{])[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]*(\([^)]*\)|[^\n;#"'`]*)/g;
const IMPORT = /(?<=^|[\n;:"'`([{])[ \t]*import[ \t]+([\w., \t]+)/g;

function importsOfPython(code: string, place: Place, index: FileIndex): readonly string[] {
  // Lines of a program stand in the text of another: `exec("x = 1\\nimport near")`.
  const text = code.replaceAll('\\n', '\n');
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
  const archives = index.archives.get(parts[0]?.toLowerCase() ?? '') ?? [];
  return [...filesOfModule(parts).flatMap((name) => filesNamedSo(name, place, index)), ...archives];
}

function relativePaths(parts: readonly string[], dots: number, { folder }: Place): readonly string[] {
  return filesOfModule(parts).flatMap((path) => possiblePaths(folder, '../'.repeat(dots - 1), path));
}
