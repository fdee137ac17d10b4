/**
 * What the jobs of the evidence bring from another branch or tag of their own repository with `actions/checkout` and with git. Whoever may write
 * moves those without a review (docs/trust.md#code-at-another-ref). A name that a shell or a script puts together is not read.
 */
import type { JobCommands } from './job-commands.ts';
import type { ScriptText } from './opened-files.ts';
import type { OwnUse } from './own-refs.ts';
import { hasVariable, isOtherRef, withoutRemote } from './ref-values.ts';
import {
  joinContinuedLines,
  joinListedWords,
  withoutCommentLines,
  withoutPrinted,
} from '../kernel/shell-text.ts';

export interface FetchedRefsRequest {
  /** `owner/name`. */
  readonly repository: string;
  /** Whether the commit has such a file or folder: `git checkout data` puts it back. */
  readonly isPath: (name: string) => boolean;
  /** Commands of scripts, each with the path of its script. */
  readonly scripts?: readonly ScriptText[];
}

/** @returns each once, as a message names it. */
export function fetchedRefsIn(
  jobs: readonly JobCommands[],
  { repository, isPath, scripts = [] }: FetchedRefsRequest,
): readonly OwnUse[] {
  const checkouts = jobs
    .flatMap((job) => job.checkouts)
    .filter((step) => isOfRepository(step.repository, repository) && isOtherRef(step.ref))
    // The commit is another one then, whatever an expression gives.
    .filter(({ ref, isOfTraining }) => !(isOfTraining && ref.includes('${{')))
    .map(({ ref }) => asUse(ref, 'actions/checkout'));
  const texts: readonly (readonly [text: string, place: string])[] = [
    ...jobs
      .flatMap(({ steps, score, training }) => [...steps.map(({ text }) => text), ...score, ...training])
      .map((text) => [text, ''] as const),
    ...scripts.map(({ path, text }) => [text, ` in ${path}`] as const),
  ];
  const commands = texts.flatMap(([text, place]) =>
    gitCommandsIn(text, repository).flatMap((command) =>
      refsOf(command)
        .filter((ref) => isOtherRef(ref) && !isPutTogether(ref, command) && !isPath(ref))
        .map((ref) => asUse(ref, `git ${command.name}${place}`)),
    ),
  );
  return [...new Map([...checkouts, ...commands].map((use) => [use.uses, use])).values()];
}

/** By a shell; or by an expression, where the commit becomes another one, which is recorded. */
function isPutTogether(ref: string, { name, hasPaths }: GitCommand): boolean {
  const isCommit = MOVES_COMMIT.has(name) && !hasPaths;
  return isCommit ? ref.includes('$') : hasVariable(ref);
}

function asUse(ref: string, by: string): OwnUse {
  return { uses: `${ref} (${by})`, path: '', ref: withoutRemote(ref) };
}

/** What is of an expression may be the repository itself. */
function isOfRepository(named: string, repository: string): boolean {
  return named === '' || named.includes('${{') || named.toLowerCase() === repository.toLowerCase();
}

/** Commands of git that bring files from a ref, and `fetch`, after which others do. */
const GIT_COMMANDS = [
  ...(['checkout', 'switch', 'reset', 'archive', 'read-tree', 'restore', 'clone', 'show'] as const),
  ...(['cat-file', 'worktree', 'pull', 'merge', 'cherry-pick', 'rebase', 'fetch'] as const),
  ...(['diff', 'log', 'format-patch'] as const),
] as const;
type GitCommandName = (typeof GIT_COMMANDS)[number];

const PRINTS: ReadonlySet<GitCommandName> = new Set<GitCommandName>(['show', 'diff', 'log']);
const PRINTS_PATCH: ReadonlySet<GitCommandName> = new Set<GitCommandName>(['diff', 'log', 'format-patch']);

/** The checkout has another commit afterwards, unless paths are named. */
const MOVES_COMMIT: ReadonlySet<GitCommandName> = new Set<GitCommandName>([
  ...(['checkout', 'switch', 'reset', 'merge', 'pull', 'cherry-pick', 'rebase'] as const),
]);

interface GitCommand {
  readonly name: GitCommandName;
  /** Without options. */
  readonly words: readonly string[];
  /** With "--": what stands after it is a path. */
  readonly hasPaths: boolean;
  /** Of `--source`, and of `--branch` of a clone. */
  readonly named: readonly string[];
  /** Of `git fetch` before it in the same text. */
  readonly fetched: readonly string[];
}

/** Options of git itself whose value is the next word. */
const OPTION = String.raw`\s+(?:-[cC]|--(?:git-dir|work-tree|namespace|exec-path|config-env))\s+\S+|\s+--?[\w-]+(?:=\S+)?`;
const GIT = new RegExp(
  `(?:^|[\\s;&|(\`"'/])git["']?(?:${OPTION})*\\s+(${GIT_COMMANDS.join('|')})(?![\\w-])([^\\n;&|\`)]*)`,
  'g',
);
/** What a patch says becomes files. */
const APPLIES = /\bgit\s+(?:apply|am)\b|\bpatch\s/;

function gitCommandsIn(text: string, repository: string): readonly GitCommand[] {
  const plain = withoutPrinted(joinListedWords(joinContinuedLines(withoutCommentLines(text))));
  const areApplied = APPLIES.test(plain);
  const fetched: string[] = [];
  return Array.from(plain.matchAll(GIT)).flatMap(([, found, rest = '']) => {
    const name = GIT_COMMANDS.find((one) => one === found) ?? 'fetch';
    if (PRINTS_PATCH.has(name) && !areApplied) return [];
    const command = parseArguments(name, rest);
    if (name === 'fetch') fetched.push(...command.words.slice(1).map(sourceOf));
    const isOfOther = name === 'clone' && !namesRepository(command.words, repository);
    return { ...command, ...(isOfOther && { named: [] }), fetched: [...fetched] };
  });
}

function namesRepository(words: readonly string[], repository: string): boolean {
  const name = `/${repository.toLowerCase()}`;
  return words.some((word) => {
    const address = word
      .toLowerCase()
      .replace(/\/$|\.git$/g, '')
      .replace(/:(?=[\w.-]+\/[\w.-]+$)/, '/');
    return address.endsWith(name) || address.includes('github.repository');
  });
}

/** What is quoted, and a value of the platform, may have spaces. */
const WORD = /(?:\$\{\{.*?\}\}|"[^"]*"|'[^']*'|[^\s"'])+/g;
/** Of which the next word is the value. */
const NAMING =
  /^(?:-s|--source|--branch|--orphan|-b|-B|-c|-C|--message|-m|--strategy|-X|--depth|--prefix|-o|--format|--onto)$/;
const SOURCE_OPTION = /^(?:-s|--source)$/;
/** Without a value, where it leaves out the patch. */
const SILENT = /^-s$/;
const BRANCH_OPTION = /^(?:-b|--branch)$/;
/** With the value in the same word: `-stopic`. */
const GLUED_SOURCE = /^-s(?=.)/;
const GLUED_BRANCH = /^-b(?=.)/;

function unquoted(word = ''): string {
  return word.replaceAll(/["']/g, '');
}

function parseArguments(name: GitCommandName, rest: string): GitCommand {
  const before = / --(?: |$)/.exec(rest);
  const words = (before === null ? rest : rest.slice(0, before.index)).match(WORD) ?? [];
  const [plain, named]: [string[], string[]] = [[], []];
  for (let index = 0; index < words.length; index++) {
    const word = unquoted(words[index]);
    const source = /^--(?:source|branch)=(.+)$/.exec(word)?.[1] ?? gluedIn(name, word);
    if (source !== undefined) named.push(source);
    else if (CHOOSES_SIDE.test(word)) return { name, words: [], named, hasPaths: true, fetched: [] };
    else if (NAMING.test(word) && !(SILENT.test(word) && PRINTS.has(name))) {
      index += 1;
      const isSource = name === 'clone' ? BRANCH_OPTION.test(word) : SOURCE_OPTION.test(word);
      if (isSource) named.push(unquoted(words[index]));
    } else if (/^(?:\d?>|#)/.test(word)) break;
    else if (!word.startsWith('-')) plain.push(word);
  }
  return { name, words: plain, named, hasPaths: before !== null, fetched: [] };
}

/** Of a merge that stopped: what follows are paths. */
const CHOOSES_SIDE = /^--(?:our|their)s$/;

function gluedIn(name: GitCommandName, word: string): string | undefined {
  const option = name === 'restore' ? GLUED_SOURCE : name === 'clone' ? GLUED_BRANCH : undefined;
  return option?.test(word) === true ? word.replace(option, '') : undefined;
}

/** `+refs/heads/topic:refs/remotes/origin/topic` brings the first. */
function sourceOf(refspec: string): string {
  return refspec.replace(/^\+/, '').replace(/:.*$/s, '');
}

const FETCHED = 'FETCH_HEAD';

/** @returns what the files come from. */
function refsOf({ name, words, named, fetched }: GitCommand): readonly string[] {
  const found = refsNamed(name, words, named);
  return found.flatMap((ref) => (ref.startsWith(FETCHED) ? fetched : [ref]));
}

function refsNamed(
  name: GitCommandName,
  words: readonly string[],
  named: readonly string[],
): readonly string[] {
  switch (name) {
    case 'checkout':
    case 'switch':
    case 'reset':
    case 'archive':
    case 'read-tree':
      return words.slice(0, 1);
    case 'restore':
    case 'clone':
      return named;
    // Without a path they print what is no file.
    case 'show':
    case 'cat-file':
      return words.filter((word) => /^[^:]+:./.test(word)).map((word) => word.replace(/:.*$/s, ''));
    case 'worktree':
      return words.join(' ').startsWith('add ') ? words.slice(2, 3) : [];
    case 'pull':
      return words.slice(1).map(sourceOf);
    case 'merge':
    case 'cherry-pick':
    case 'rebase':
    case 'diff':
    case 'log':
    case 'format-patch':
      return words.flatMap((word) => word.split(/\.{2,3}/));
    case 'fetch':
      return [];
  }
}
