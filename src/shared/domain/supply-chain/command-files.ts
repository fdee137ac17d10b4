/**
 * The files that a command names, such as `score.py` in `python score.py`: they make the answers of a model, whether
 * or not `paths` lists them. What those files import is not followed; `paths` is for that.
 */

/** What these programs read by default. */
const filesOfProgram: ReadonlyMap<string, readonly string[]> = new Map([
  ['dvc', ['dvc.lock', 'dvc.yaml', 'params.yaml']],
  ['just', ['justfile']],
  ['make', ['Makefile', 'makefile', 'GNUmakefile']],
  ['npm', ['package.json']],
  ['pnpm', ['package.json']],
  ['snakemake', ['Snakefile']],
  ['yarn', ['package.json']],
]);

/** Between words of a shell command; a value after `=` is a word too. */
const SEPARATORS = /[\s"'`;&|()<>={}$]+/;

/** @returns those of `paths` that one of the commands names, in their order. */
export function filesNamedBy(
  commands: readonly (string | undefined)[],
  paths: readonly string[],
): readonly string[] {
  const named = new Set(commands.flatMap((command) => (command ?? '').split(SEPARATORS).flatMap(filesOf)));
  return paths.filter((path) => named.has(path));
}

function filesOf(word: string): readonly string[] {
  const path = word.replace(/^(?:\.\/)+/, '');
  const module = path.replaceAll('.', '/');
  return [path, `${module}.py`, `${module}/__main__.py`, ...(filesOfProgram.get(path) ?? [])];
}
