/**
 * What a program runs although no command names the file: `.Rprofile` beside a script in R, `conftest.py` with pytest, a folder
 * that is given to `run-parts` or Python, the sources that `go run` builds. What it reads by default and what a command is
 * named in is in `command-files.ts`.
 */

import { climbs, endOfPath, isBelow, lastPartOf } from '../kernel/repository-path.ts';
import { commandInFolder } from './command-files.ts';
import type { FileIndex } from './file-index.ts';
import { SCRIPT_NAME } from './script-names.ts';

interface FoundFiles {
  /** Looked for in each folder above and below that of the command. */
  readonly names?: readonly string[];
  /** Of the sources that it builds, wherever they lie. */
  readonly sources?: RegExp;
  /** Of a folder that it is given, what it runs there; each file that passes. */
  readonly ofFolder?: RegExp;
}

const python: FoundFiles = {
  names: ['sitecustomize.py', 'usercustomize.py'],
  ofFolder: /^__main__\.py$/,
};
const pytest: FoundFiles = {
  names: [
    'conftest.py',
    'pytest.ini',
    '.pytest.ini',
    'pytest.toml',
    'pyproject.toml',
    'setup.cfg',
    'tox.ini',
  ],
  sources: /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/,
};
/** Tasks that stand among the dependencies. */
const project: FoundFiles = { names: ['pyproject.toml'] };
const node: FoundFiles = { ofFolder: /^(?:index\.[mc]?[jt]sx?|package\.json)$/ };
const packages: FoundFiles = { names: ['.npmrc', '.yarnrc', '.yarnrc.yml', '.pnpmfile.cjs'] };
const r: FoundFiles = { names: ['.Rprofile', '.Renviron'] };
const image: FoundFiles = {
  names: ['.dockerignore', '.env', 'docker-bake.hcl', 'docker-bake.json', 'docker-bake.override.hcl'],
};
const gradle: FoundFiles = {
  names: ['build.gradle', 'settings.gradle', 'gradle.properties', 'build.gradle.kts', 'settings.gradle.kts'],
  sources: /\.(?:java|kts?|groovy|scala)$/,
};
const maven: FoundFiles = {
  names: ['pom.xml', '.mvn/jvm.config', '.mvn/maven.config', '.mvn/extensions.xml'],
  sources: /\.(?:java|kts?|scala)$/,
};
const environment: FoundFiles = { names: ['.env', '.envrc', 'Procfile'] };
const rake: FoundFiles = { names: ['Rakefile', 'rakefile', 'Rakefile.rb', 'rakefile.rb'] };
const mise: FoundFiles = { names: ['mise.toml', '.mise.toml', '.tool-versions'] };
const anyFile: FoundFiles = { ofFolder: /./ };
const scripts: FoundFiles = { ofFolder: SCRIPT_NAME };

const byProgram: ReadonlyMap<string, FoundFiles> = new Map([
  ['ant', { names: ['build.xml'] }],
  ['bazel', { names: ['BUILD', 'BUILD.bazel', 'WORKSPACE', 'MODULE.bazel', '.bazelrc'] }],
  ['bun', { names: ['bunfig.toml', '.npmrc'], ...node }],
  ['cargo', { names: ['.cargo/config.toml', '.cargo/config', 'build.rs'], sources: /\.rs$/ }],
  ['cmake', { names: ['CMakeLists.txt', 'CMakePresets.json'] }],
  ['core.hooksPath', anyFile],
  ['dbt', { names: ['dbt_project.yml', 'profiles.yml'], sources: /\.sql$/ }],
  ['deno', { names: ['deno.json', 'deno.jsonc'], ...node }],
  ['direnv', environment],
  ['docker', image],
  ['docker-compose', image],
  ['dotenv', environment],
  ['dotnet', { names: ['Directory.Build.props'], sources: /\.(?:cs|fs)(?:proj)?$/ }],
  ['find', scripts],
  ['foreman', environment],
  ['go', { sources: /\.go$/ }],
  ['gradle', gradle],
  ['gradlew', gradle],
  ['hatch', { names: ['hatch.toml', 'pyproject.toml'] }],
  ['honcho', environment],
  ['julia', { names: ['JuliaProject.toml', 'LocalPreferences.toml'] }],
  ['just', { names: ['.env'] }],
  ['ls', scripts],
  ['mise', mise],
  ['mvn', maven],
  ['mvnw', maven],
  ['nextflow', { names: ['nextflow.config', 'main.nf'] }],
  ['node', node],
  ['npm', packages],
  ['npx', packages],
  ['pdm', project],
  ['pipenv', { names: ['Pipfile', '.env'] }],
  ['pixi', { names: ['pixi.toml', 'pyproject.toml'] }],
  ['pnpm', packages],
  ['poe', project],
  ['poetry', project],
  ['pre-commit', { names: ['.pre-commit-config.yaml'] }],
  ['py.test', pytest],
  ['pytest', pytest],
  ['python', python],
  ['quarto', { names: ['_quarto.yml', '_quarto.yaml', '_metadata.yml', '.Rprofile'] }],
  ['R', r],
  ['Rscript', r],
  ['rake', rake],
  ['run-parts', anyFile],
  ['rye', project],
  ['sbt', { names: ['build.sbt'], sources: /\.(?:java|scala)$/ }],
  ['scons', { names: ['SConstruct'] }],
  ['taskipy', project],
  ['tox', project],
  ['uv', { names: ['pyproject.toml', 'uv.toml'] }],
  ['yarn', packages],
]);

export interface ProgramText {
  /** Of a shell, where programs are called. */
  readonly text: string;
  /** From the root, without "/" at the end; where commands of the text start. */
  readonly folder: string;
}

/** @returns those of the paths that a program of the text runs and no word of it names. */
export function filesFoundByPrograms({ text, folder }: ProgramText, index: FileIndex): readonly string[] {
  const calls = commandsIn(text);
  const named = namesFoundByPrograms(text).flatMap((name) => {
    const same = index.byName.get(lastPartOf(name)) ?? [];
    return same.filter((path) => isNear(path, name, folder));
  });
  const tests = calls.flatMap((call) => testsOf(call, folder, index));
  if (tests.length === 0) return named;
  return [...named, ...[...index.paths].filter((path) => tests.some((test) => test(path)))];
}

/** @returns names under which a program of the text finds a file in the folder that it runs in. */
export function namesFoundByPrograms(text: string): readonly string[] {
  return [...new Set(commandsIn(text).flatMap(({ program }) => byProgram.get(program)?.names ?? []))];
}

/** Of a command of the configuration or of an input. */
export function filesFoundByCommand(command: string, index: FileIndex): readonly string[] {
  const { folder, rest } = commandInFolder(command) ?? { folder: '', rest: command };
  return filesFoundByPrograms({ text: rest, folder }, index);
}

/** `tools/*` in a loop, or as the words of a program. */
const ALL_OF = /^([\w./-]+)\/\*[^/]*$/;

type PathTest = (path: string) => boolean;

interface ProgramCall {
  readonly program: string;
  /** All of it. */
  readonly word: string;
  /** What is behind it. */
  readonly words: readonly string[];
}

/** Each program of a command, for one can start another: `xvfb-run python tools`. */
function commandsIn(text: string): readonly ProgramCall[] {
  return text.split(/[;&|\n()`]+/).flatMap((part) => {
    const words = part.split(/[\s"']+/).filter((word) => word !== '');
    return words.flatMap((word, at) => {
      const program = programOf(word);
      const isKnown = byProgram.has(program) || ALL_OF.test(word);
      return isKnown ? [{ program, word, words: words.slice(at + 1, at + 1 + MAX_WORDS) }] : [];
    });
  });
}

/** Of one command. A file of words without an end has to be read too. */
const MAX_WORDS = 100;

/** `python3.12`, `/usr/bin/python` and `./gradlew` by their plain names. */
function programOf(word: string): string {
  const name = lastPartOf(word);
  return /^(?:python|pypy)[\d.]*$/.test(name) ? 'python' : name;
}

function testsOf(
  { program, word, words }: ProgramCall,
  folder: string,
  { folders }: FileIndex,
): readonly PathTest[] {
  const { sources, ofFolder } = byProgram.get(program) ?? {};
  const named = (those: readonly string[], pattern: RegExp | undefined): readonly PathTest[] =>
    pattern === undefined
      ? []
      : those
          .filter((one) => folders.has(endOfPath(one)))
          .map((one) => folderTest({ word: one, folder }, pattern));
  return [
    ...(sources === undefined ? [] : [(path: string) => sources.test(path) && isBelow(path, folder)]),
    ...named(words, ofFolder),
    ...named([ALL_OF.exec(word)?.[1] ?? ''], SCRIPT_NAME),
  ];
}

/** In a folder above that of the command, or below it. */
function isNear(path: string, name: string, folder: string): boolean {
  if (path !== name && !path.endsWith(`/${name}`)) return false;
  return `${folder}/`.startsWith(path.slice(0, -name.length)) || isBelow(path, folder);
}

/** A folder is found by the end of its path too, for the text may go to another one first. */
function folderTest(
  { word, folder }: { readonly word: string; readonly folder: string },
  pattern: RegExp,
): PathTest {
  const named = endOfPath(word);
  const top = climbs(word) ? '' : folder;
  return (path) => pattern.test(lastPartOf(path)) && `/${path}`.includes(`/${named}/`) && isBelow(path, top);
}
