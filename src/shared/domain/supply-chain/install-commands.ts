/** What a command takes of a repository at another ref: an address that has one, or an option beside the address. */
import { lastPartOf } from '../kernel/repository-path.ts';
import { commandsOfShell } from '../kernel/shell-text.ts';
import type { AddressReader } from './source-addresses.ts';

/** Their options name a ref of the repository whose address stands beside them: `uv add git+https://… --branch topic`. */
const TAKES_REF =
  /^(?:uvx?|pipx?|pip3|poetry|pdm|hatch|pixi|cargo|bundle|gem|npm|npx|pnpm|yarn|bun|bunx|dvc|mlflow|copier|cookiecutter|julia|nix)$/;
const REF_OPTION = /^--(?:branch|tag|rev|ref|revision|git-(?:ref|branch|tag)|checkout|vcs-ref)$/;
/** `mlflow run -v topic`, `gem specific_install -b topic`. */
const SHORT_REF_OPTION: Readonly<Record<string, RegExp>> = {
  mlflow: /^(?:-v|--version)$/,
  gem: /^-b$/,
  copier: /^-r$/,
  cookiecutter: /^-c$/,
};
/** `npm i acme/churn#topic`. */
const TAKES_NAME = /^(?:npm|npx|pnpm|yarn|bun|bunx)$/;

/** What these get is a message, a body or a pattern, or is read on its own (`git`). */
const NAMES_ONLY = /^@?(?:git|echo|printf|test|\[|\[\[|grep|sed|awk|export|hub|twine)$/;
/** Of programs that send texts: the next word is one. */
const SENDS =
  /^(?:-d|--data(?:-\w+)?|--body|--json|-H|--header|-F|--form|-m|--message|--notes|-t|--title|--label|-f|--field|--raw-field)$/;
const SENDERS = /^(?:curl|wget|gh|docker|http)$/;

/** @param words of a command, without quotes. @returns refs as they are written. */
export function refsOfCommand(words: readonly string[], reader: AddressReader): readonly string[] {
  const programs = words.map(lastPartOf);
  const first = programOf(words);
  if (first !== 'gh' && !words.some(reader.mayName)) return [];
  if (first === 'gh') return refsOfGh(words.slice(programs.indexOf('gh') + 1), reader);
  // What it gets has to have the digest that stands beside it.
  if (NAMES_ONLY.test(first) || words.some((word) => word.startsWith('--hash='))) return [];
  const sent = SENDERS.test(first) ? words.filter((_, at) => !SENDS.test(words[at - 1] ?? '')) : words;
  const found = sent.flatMap((word) => reader.refsIn(word));
  const names = programs.some((word) => TAKES_NAME.test(word))
    ? words.filter(reader.isAddress).flatMap(reader.refsOfName)
    : [];
  const inner = sent.flatMap(commandsInCode).flatMap((command) => refsOfCommand(command, reader));
  return [...found, ...names, ...refsOfOptions(words, programs, reader), ...inner];
}

/** @returns the name of the program that a command starts, without its folder; "" where it starts none. */
export function programOf(words: readonly string[]): string {
  return words.map(lastPartOf).find((word) => !BEFORE_PROGRAM.test(word)) ?? '';
}

/** Texts in a program that is a word: `python -c "os.system('uv add …')"`. */
function commandsInCode(word: string): readonly (readonly string[])[] {
  const texts = Array.from(word.matchAll(/(["'])(.*?)\1/gs), ([, , text = '']) => text);
  return texts.flatMap((text) => commandsOfShell(text).map(({ words }) => words));
}

/** Variables that are set, and programs that start another one. */
const BEFORE_PROGRAM =
  /^(?:\w+=.*|sudo|env|time|exec|nohup|command|then|else|do|if|while|until|!|\{|@|-|xargs|timeout|\d+[smh]?|-\w+|with|run|RUN)$/s;

function refsOfOptions(
  words: readonly string[],
  programs: readonly string[],
  reader: AddressReader,
): readonly string[] {
  const program = programs.find((word) => TAKES_REF.test(word));
  const hasAddress = words.some((word) => reader.isAddress(word.replace(/^--?[\w-]+=/, '')));
  if (program === undefined || !hasAddress) return [];
  const short = Object.hasOwn(SHORT_REF_OPTION, program) ? SHORT_REF_OPTION[program] : undefined;
  return words.flatMap((word, at) => {
    const [, option = '', value] = /^(--?[\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (!REF_OPTION.test(option) && short?.test(option) !== true) return [];
    return [value ?? words[at + 1] ?? ''];
  });
}

/** Without `-R` they are of the repository itself. */
function refsOfGh(words: readonly string[], reader: AddressReader): readonly string[] {
  const at = words.findIndex((word) => word === '-R' || word === '--repo');
  const [topic, action, ...rest] = words;
  if (at >= 0 && !reader.isAddress(words[at + 1] ?? '')) return [];
  if (topic === 'api') return words.flatMap((word) => reader.refsIn(word));
  if (topic === 'pr' && action === 'checkout') {
    const pull = rest.find((word) => !word.startsWith('-'));
    return pull === undefined ? [] : [`refs/pull/${pull}/head`];
  }
  const branch = rest.findIndex((word) => word === '-b' || word === '--branch');
  const isOwnClone = topic === 'repo' && action === 'clone' && rest.some(reader.isAddress);
  return isOwnClone && branch >= 0 ? [rest[branch + 1] ?? ''] : [];
}
