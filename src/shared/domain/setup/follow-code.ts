/** The files that a command runs: the scripts that it names, and those that they import or name in turn. */
import { folderOf } from '../kernel/repository-path.ts';
import { namedPathsOf } from './named-paths.ts';
import { readCode, type Survey } from './survey.ts';

const CODE = /\.(py|r|jl|js|mjs|cjs|ts|go|sh|ipynb)$/i;
const NOT_RUN = /(^|\/)(tests?|docs?|examples?)\/|(^|\/)(test_|conftest)|\.test\.|\.d\.ts$/i;
const PYTHON_IMPORT = /^[ \t]*(?:from[ \t]+\.*([\w.]*)[ \t]+import[ \t]+([\w, ]+)|import[ \t]+([\w., ]+))/gm;
const SCRIPT_IMPORT = /(?:from|require\(|import\(?)\s*["']\.{1,2}\/([\w./-]+)["']/g;

/** @returns the scripts of the commands with what they use; all code where they name none (a Makefile). */
export function codeOfCommands(survey: Survey, commands: readonly string[]): readonly string[] {
  const scripts = scriptsNamedBy(survey, commands);
  return scripts.length === 0
    ? survey.paths.filter((path) => CODE.test(path) && !NOT_RUN.test(path))
    : followCode(survey, scripts);
}

/** @returns the files with code that the commands name, by their path; by its end where there is no such path, or where another folder is entered. */
export function scriptsNamedBy(survey: Survey, commands: readonly string[]): readonly string[] {
  const known = new Set(survey.paths);
  const named = commands.flatMap((command) => {
    const isElsewhere = ENTERS_FOLDER.test(command);
    return wordsOf(command).map((word) => ({ word, isPath: !isElsewhere && known.has(word) }));
  });
  // `go run ./cmd/train` names a folder, whose files are one program.
  const isOfPackage = (path: string, word: string): boolean =>
    path.endsWith('.go') && !path.endsWith('_test.go') && folderOf(path) === word;
  return survey.paths.filter(
    (path) =>
      CODE.test(path) &&
      named.some(({ word, isPath }) =>
        isPath ? path === word : endsWith(path, word) || (word !== '' && isOfPackage(path, word)),
      ),
  );
}

const ENTERS_FOLDER = /(?:^|[\s;&(@])(?:cd|pushd)\s|\s-C\s|--directory/;

/** Words of a command line, and the files of modules that `-m` starts. */
function wordsOf(command: string): readonly string[] {
  const words = command.split(/[\s"'`;&|()<>=]+/).map((word) => word.replace(/^\.\//, ''));
  const modules = [...command.matchAll(/\s-m\s+([\w.]+)/g)];
  return [...words, ...modules.map(([, name = '']) => `${name.replaceAll('.', '/')}.py`)];
}

/** @param start paths of files with code. @returns them, and the files of the repository that they use, each once. */
export function followCode(survey: Survey, start: readonly string[]): readonly string[] {
  const found = new Set(start);
  // What is added to a set while it is walked is walked too.
  for (const path of found)
    for (const used of usedBy(survey, path)) if (CODE.test(used) || SETTINGS.test(used)) found.add(used);
  return [...found];
}

const SETTINGS = /(^|\/)(params|config|settings|conf\/[\w/-]+)[\w-]*\.(ya?ml|toml|json|cfg|ini)$/;

function usedBy(survey: Survey, path: string): readonly string[] {
  const names = [
    ...importedBy(readCode(survey, path)),
    ...namedPathsOf(survey, [path])
      .filter(({ path: named }) => CODE.test(named) || SETTINGS.test(named))
      .map(({ path: named }) => named),
  ];
  return survey.paths.filter(
    (known) => !known.startsWith('.github/') && names.some((name) => endsWith(known, name)),
  );
}

/** Paths, or their ends, as `from pkg.rows import load` and `require('./rows')` name them. */
function importedBy(code: string): readonly string[] {
  const python = [...code.matchAll(PYTHON_IMPORT)].flatMap(([, from, names = '', modules = '']) => {
    const parts = names.split(',').map((name) => name.trim().split(' ')[0] ?? '');
    return from === undefined
      ? modules.split(',').map((name) => name.trim().split(' ')[0] ?? '')
      : [from, ...parts.map((part) => (from === '' ? part : `${from}.${part}`))];
  });
  const scripts = [...code.matchAll(SCRIPT_IMPORT)].map(([, name = '']) => name);
  return [
    ...python
      .filter((name) => name !== '')
      .flatMap((name) => [`${name.replaceAll('.', '/')}.py`, `${name.replaceAll('.', '/')}/__init__.py`]),
    ...scripts.flatMap((name) => (CODE.test(name) ? [name] : [`${name}.js`, `${name}.mjs`, `${name}.ts`])),
  ];
}

function endsWith(path: string, end: string): boolean {
  return end !== '' && (path === end || path.endsWith(`/${end}`));
}
