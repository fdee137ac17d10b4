/**
 * The command line that a person starts a script with, where the repository says it: in the description, or in a script
 * of the shell. A script alone is not enough: it may need arguments, which cannot be guessed.
 */
import { depthOf } from '../kernel/repository-path.ts';
import type { Survey } from './survey.ts';
import { joinContinuedLines } from '../kernel/shell-text.ts';

const DESCRIPTION = /(^|\/)README(\.(md|rst|txt))?$/i;
const SHELL_SCRIPT = /\.(sh|bash)$/i;
/** A script that predicts, serves or sets up is another one. */
const NOT_TRAINING = /(^|\/)(tests?|docs?|examples?|deploy|serving|docker|slurm|\.github)\//i;
/** Arguments of its own, or a cluster. */
const NEEDS_MORE = /\$[\d@*#]|\$\{[\d@*]|^#SBATCH|^#PBS|^#\$ -/m;
const CODE = /\.(py|R|jl|m?js)$/i;
const INTERPRETER = /^(?:python3?|Rscript|julia|node|jupyter)$/;
/** What stands before the interpreter and is not part of the command. */
const BEFORE =
  /^(?:\$|>|%|!|export\s+\S+|[A-Z][A-Z0-9_]*=\S*|(?:uv|poetry|pipenv|conda)\s+run(?:\s+-n\s+\S+)?|time|srun|nohup)\s+/;
/** A place to fill in, such as `<path>`, `$DATA` or `...`, is no argument. */
const OPEN = /[<>|&;`$]|\.\.\.|…|\/path\/to|\[[\w-]+\]/;

/** `snakemake -n` runs nothing. */
const ASKS_ONLY =
  /\s(-n|-np|--dry-run|--dryrun|--help|-h|--version|--lint|--dag|init|clean|new|viz|jupyter|--list\S*)(\s|$)/;

export interface WrittenCommand {
  readonly command: string;
  /** The file that says so. */
  readonly source: string;
  /** What starts the script in the end, with its arguments: the command, or a line of the script of the shell. */
  readonly line: string;
}

/**
 * @param plain how the script is started without arguments, such as `python train.py`.
 * @returns undefined where nothing says more than that.
 */
export function findWrittenCommand(
  survey: Survey,
  script: string,
  plain: string,
): WrittenCommand | undefined {
  const nearest = survey.paths.toSorted((one, other) => depthOf(one) - depthOf(other));
  for (const source of nearest.filter((path) => SHELL_SCRIPT.test(path) && !NOT_TRAINING.test(path))) {
    const text = survey.read(source) ?? '';
    const line = commandsIn(text).find((one) => runs(one, script));
    if (line !== undefined && !NEEDS_MORE.test(text)) return { command: `bash ${source}`, source, line };
  }
  for (const source of nearest.filter((path) => DESCRIPTION.test(path)).slice(0, 3)) {
    const lines = commandsOfDescription(survey.read(source) ?? '');
    const at = lines.findIndex((one) => runs(one, script) && !OPEN.test(one));
    if (at < 0) continue;
    const command = [...stepsBefore(survey, lines, at), lines[at] ?? '']
      .map((line) => withPlainStart(line, plain))
      .join(' && ');
    if (command !== plain) return { command, source, line: command };
  }
  return undefined;
}

/** Whether a description names a command line that starts the script by this path. */
export function isStartedBySome({ paths, read }: Survey, script: string): boolean {
  return paths.some(
    (path) =>
      DESCRIPTION.test(path) && commandsOfDescription(read(path) ?? '').some((line) => runs(line, script)),
  );
}

/** Lines right above that run other scripts of the repository, which make what the training reads. */
function stepsBefore({ paths }: Survey, lines: readonly string[], at: number): readonly string[] {
  const isStep = (line: string): boolean =>
    !OPEN.test(line) && paths.some((path) => CODE.test(path) && runs(line, path));
  const before = lines.slice(0, at).toReversed();
  const count = before.findIndex((line) => !isStep(line));
  return before.slice(0, Math.max(0, count)).toReversed();
}

/** @param start of the command line, such as `kedro run`. @returns the first line of a description that begins so. */
export function findProgramCommand({ paths, read }: Survey, start: string): string | undefined {
  for (const source of paths.filter((path) => DESCRIPTION.test(path) && !path.includes('/'))) {
    const line = commandsOfDescription(read(source) ?? '').find(
      (one) => `${one} `.startsWith(`${start} `) && !OPEN.test(one) && !ASKS_ONLY.test(one),
    );
    if (line !== undefined) return line;
  }
  return undefined;
}

/** Lines with what continues them, without a prompt, a comment and assignments before them. */
function commandsIn(text: string): readonly string[] {
  return joinContinuedLines(text)
    .split(/\r?\n/)
    .map((line) => withoutStart(line.trim().replace(/\s+#.*$/, '')));
}

/** Lines of a description that are code: in a block, indented, in backticks, or behind a prompt. Other lines are empty. */
function commandsOfDescription(text: string): readonly string[] {
  let isInBlock = false;
  const lines = joinContinuedLines(text).split(/\r?\n/);
  const code = lines.map((line) => {
    if (/^\s*(?:```|~~~)/.test(line)) isInBlock = !isInBlock;
    else if (isInBlock || /^(?: {2,}|\t|\s*[$%>] )/.test(line)) return line;
    return /^\s*(?:[-*]\s+|\d+\.\s+)?`([^`]+)`[.:]?\s*$/.exec(line)?.[1] ?? '';
  });
  return commandsIn(code.join('\n'));
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
