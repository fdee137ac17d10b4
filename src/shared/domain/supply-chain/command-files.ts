/**
 * The files that a command names, such as `score.py` in `python score.py`: they make the answers of a model, whether
 * or not `paths` lists them. What those files call and import is in `named-scripts.ts`.
 */
import {
  climbs,
  endOfPath,
  foldersAbove,
  inFolder,
  lastPartOf,
  possiblePaths,
  resolvePath,
} from '../kernel/repository-path.ts';

const composeFiles = ['compose', 'docker-compose', 'compose.override', 'docker-compose.override'].flatMap(
  (name) => [`${name}.yaml`, `${name}.yml`],
);
const packageFile = ['package.json'];
const makeFiles = ['Makefile', 'makefile', 'GNUmakefile'];
const invokeFiles = ['tasks.py', 'tasks/__init__.py'];

/**
 * What these programs read by default. Not `pyproject.toml`: it changes with each dependency, and no approval is asked
 * for that.
 */
const filesOfProgram: ReadonlyMap<string, readonly string[]> = new Map([
  ['bun', packageFile],
  ['docker', ['Dockerfile', ...composeFiles]],
  ['docker-compose', composeFiles],
  ['doit', ['dodo.py']],
  ['dvc', ['dvc.lock', 'dvc.yaml', 'params.yaml']],
  ['gmake', makeFiles],
  ['hatch', ['hatch.toml']],
  ['inv', invokeFiles],
  ['invoke', invokeFiles],
  ['just', ['justfile', 'Justfile', '.justfile']],
  ['make', makeFiles],
  ['mlflow', ['MLproject']],
  ['nox', ['noxfile.py']],
  ['npm', packageFile],
  ['npx', packageFile],
  ['pixi', ['pixi.toml']],
  ['pnpm', packageFile],
  ['snakemake', ['Snakefile', 'snakefile', 'workflow/Snakefile', 'workflow/snakefile']],
  [
    'task',
    ['Taskfile', 'taskfile', 'Taskfile.dist', 'taskfile.dist'].flatMap((name) => [
      `${name}.yml`,
      `${name}.yaml`,
    ]),
  ],
  ['tox', ['tox.ini', 'tox.toml']],
  ['yarn', packageFile],
]);

/** Between words of a shell command; a value after `=` is a word too. */
const SEPARATORS = /[\s"'`;&|()<>={}$]+/;

/** @returns those of `paths` that one of the commands names, in their order. */
export function filesNamedBy(
  commands: readonly (string | undefined)[],
  paths: readonly string[],
): readonly string[] {
  return paths.filter((path) => commands.some((command) => command !== undefined && names(command, path)));
}

/** @returns the paths that a command may name, whether or not there are such files. */
export function candidatesOf(command: string): readonly string[] {
  const { folder, rest } = commandInFolder(command) ?? { folder: '', rest: command };
  const words = rest.split(SEPARATORS).filter((word) => word !== '');
  return words.flatMap((word) => filesOf(word, folder)).filter((path) => path !== '');
}

/** `python -m churn.score`. */
const MODULE = /(?:^|\s)-m[\s=]*['"]?([A-Za-z_][\w.]*)/g;

/** Where a command goes to another folder first, what it names lies there. */
const CHANGES_FOLDER = /(?:^|[\s;&|(])(?:cd|pushd)\s|\s(?:-C|--directory|--chdir)(?:\s|=|$)/;

/**
 * After `cd ml` and `make -C ml` a file is named by the end of its path, and `$PWD/ml/score.sh` ends with the path.
 * Wherever the folder is, a file more needs an approval more, and one less none.
 */
function names(command: string, path: string): boolean {
  if (namesModule(command, path)) return true;
  const inFolder = commandInFolder(command);
  if (inFolder !== undefined) return namesInFolder(inFolder, path);
  const isElsewhere = CHANGES_FOLDER.test(command);
  if (matchesPattern(command, path, isElsewhere)) return true;
  const named = command.split(SEPARATORS).flatMap((word) => filesOf(word, ''));
  if (named.includes(path)) return true;
  return named.some(
    (name) =>
      (isElsewhere && looksLikeFile(name) && path.endsWith(`/${name}`)) ||
      (command.includes('$') && name.endsWith(`/${path}`)),
  );
}

/** A module is looked for in each folder of the interpreter's path: `churn.score` may lie in `src`, too. */
function namesModule(command: string, path: string): boolean {
  return Array.from(command.matchAll(MODULE), ([, name = '']) => name.replaceAll('.', '/')).some((module) =>
    ['.py', '/__main__.py', '/__init__.py'].some((end) => `/${path}`.endsWith(`/${module}${end}`)),
  );
}

/** What a shell replaces before it looks for a file. */
const EXPANSION = /\$\{[^}]*\}|\$\([^)]*\)?|`[^`]*`|\$\w+|\{[^{}\s]*,[^{}\s]*\}|\[[^\]\s]+\]|[*?]/g;

/** Our own variables, which name no file of the repository. */
const OWN_VARIABLE = /^["']?\$\{?MODEL_STEWARD_/;

/** Folders that are known, and so are no pattern. */
const KNOWN_FOLDER = /^["']?(?:\$\{?(?:PWD|GITHUB_WORKSPACE)\b\}?|\$\(pwd\))["']?\//;

/**
 * `sc*.sh`, `score.{sh,py}` and `"$DIR/score.sh"` name a file without its path. A word counts where it has more than what
 * the shell replaces; each replaced part may be anything.
 */
function matchesPattern(command: string, path: string, isElsewhere: boolean): boolean {
  return command.split(/[\s;&|<>=]+/).some((word) => {
    const fixed = word.replace(KNOWN_FOLDER, '').split(EXPANSION);
    if (fixed.length === 1 || OWN_VARIABLE.test(word) || !fixed.some((part) => /[\w]/.test(part)))
      return false;
    const pattern = fixed.map((part) => escapePattern(part.replace(/["'()`]|^\.\//g, ''))).join('.*');
    return new RegExp(`^${isElsewhere ? '(?:.*/)?' : ''}(?:${pattern})$`, 's').test(path);
  });
}

/** A text as a part of a regular expression. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** `cd services/churn` first, and no other folder after it: then it is known where the files are that are named. */
const FIRST_FOLDER = /^\s*cd\s+(?:'([^']+)'|([\w./-]+))\s*(?:&&|;|\n)(.*)$/s;

interface CommandInFolder {
  readonly folder: string;
  readonly rest: string;
}

function namesInFolder({ folder, rest }: CommandInFolder, path: string): boolean {
  if (path.startsWith(`${folder}/`) && names(rest, path.slice(folder.length + 1))) return true;
  const words = rest.split(SEPARATORS);
  if (matchesPattern(rest, path, words.some(climbs))) return true;
  // These programs look for their files in the folders above too.
  const above = words
    .flatMap(filesOfProgramNamed)
    .flatMap((file) => ['', ...foldersAbove(folder)].map((one) => inFolder(one, file)));
  if (above.includes(path)) return true;
  return words.some((word) => {
    const isFromRoot = rest.includes('$') && endOfPath(word).endsWith(`/${path}`);
    return isFromRoot || placesNamed(word, folder).includes(path);
  });
}

export function commandInFolder(command: string): CommandInFolder | undefined {
  const [, quoted, plain, rest = ''] = FIRST_FOLDER.exec(command) ?? [];
  const folder = resolvePath(quoted ?? plain ?? '/');
  return folder === undefined || CHANGES_FOLDER.test(rest) ? undefined : { folder, rest };
}

/** A word alone, such as `score`, is no file. */
function looksLikeFile(name: string): boolean {
  return /[./]/.test(name) || [...filesOfProgram.values()].flat().includes(name);
}

function filesOf(word: string, folder: string): readonly string[] {
  return [
    ...placesNamed(word, folder).flatMap((path) => {
      const module = path.replaceAll('.', '/');
      return [path, `${module}.py`, `${module}/__main__.py`];
    }),
    ...filesOfProgramNamed(word).flatMap((file) => [file, inFolder(folder, file)]),
  ];
}

/** A "/" at the start may stand behind a variable, which is no part of the word: `${PWD}/score.sh`. */
function placesNamed(word: string, folder: string): readonly string[] {
  const relative = word.replace(/^\/+/, '');
  return [...possiblePaths(folder, relative), ...(relative === word ? [] : possiblePaths(word))];
}

/** Of `make` and `/usr/bin/make` alike. */
export function filesOfProgramNamed(word: string): readonly string[] {
  return filesOfProgram.get(lastPartOf(word)) ?? [];
}
