/**
 * The command line that a person starts a script with, where the repository says it: in the description, or in a script
 * of the shell. A script alone is not enough: it may need arguments, which nobody can guess.
 */
import type { Survey } from './survey.ts';

const DESCRIPTION = /(^|\/)README(\.(md|rst|txt))?$/i;
const SHELL_SCRIPT = /\.(sh|bash)$/i;
const INTERPRETER = /^(?:python3?|Rscript|julia|node|jupyter)$/;
/** What stands before the interpreter and is not part of the command. */
const BEFORE = /^(?:\$|>|%|!|export\s+\S+|[A-Z][A-Z0-9_]*=\S*|(?:uv|poetry|pipenv|conda)\s+run(?:\s+-n\s+\S+)?|time|srun|nohup)\s+/;
/** A place to fill in, such as `<path>`, `$DATA` or `...`, is no argument. */
const OPEN = /[<>|&;`$]|\.\.\.|…|\/path\/to|\[[\w-]+\]/;

/** `snakemake -n` runs nothing. */
const ASKS_ONLY = /\s(-n|-np|--dry-run|--dryrun|--help|-h|--version|--lint|--dag|init|clean|new|viz|jupyter|--list\S*)(\s|$)/;

export interface WrittenCommand {
  readonly command: string;
  /** The file that says so. */
  readonly source: string;
}

/**
 * @param plain how the script is started without arguments, such as `python train.py`.
 * @returns undefined where nothing says more than that.
 */
export function findWrittenCommand(survey: Survey, script: string, plain: string): WrittenCommand | undefined {
  const depth = (path: string): number => path.split('/').length;
  const nearest = survey.paths.toSorted((one, other) => depth(one) - depth(other));
  for (const source of nearest.filter((path) => SHELL_SCRIPT.test(path)))
    if (commandsIn(survey.read(source) ?? '').some((line) => runs(line, script)))
      return { command: `bash ${source}`, source };
  for (const source of nearest.filter((path) => DESCRIPTION.test(path)).slice(0, 3)) {
    const line = commandsIn(survey.read(source) ?? '').find((one) => runs(one, script) && !OPEN.test(one));
    if (line !== undefined && line !== plain) return { command: withPlainStart(line, plain), source };
  }
  return undefined;
}

/** @param start of the command line, such as `kedro run`. @returns the first line of a description that begins so. */
export function findProgramCommand({ paths, read }: Survey, start: string): WrittenCommand | undefined {
  for (const source of paths.filter((path) => DESCRIPTION.test(path) && !path.includes('/'))) {
    const line = commandsIn(read(source) ?? '').find(
      (one) => `${one} `.startsWith(`${start} `) && !OPEN.test(one) && !ASKS_ONLY.test(one),
    );
    if (line !== undefined) return { command: line, source };
  }
  return undefined;
}

/** Lines with what continues them, without a prompt, a comment and assignments before them. */
function commandsIn(text: string): readonly string[] {
  return text
    .replaceAll(/\\\r?\n\s*/g, ' ')
    .split(/\r?\n/)
    .map((line) => withoutStart(line.trim().replace(/^`+|`+$/g, '').replace(/\s+#.*$/, '').trim()));
}

function withoutStart(line: string): string {
  const rest = line.replace(BEFORE, '');
  return rest === line ? line : withoutStart(rest.trim());
}

function runs(line: string, script: string): boolean {
  const [program = '', ...words] = line.split(/\s+/);
  if (!INTERPRETER.test(program)) return false;
  const at = words.findIndex((word) => !word.startsWith('-'));
  return at >= 0 && words[at]?.replace(/^(\.\/)+/, '') === script;
}

/** The interpreter as it is proposed elsewhere: `python3` is not on every runner. */
function withPlainStart(line: string, plain: string): string {
  const [program = ''] = plain.split(' ');
  return line.replace(/^\S+/, program).replaceAll(/\s+/g, ' ');
}
