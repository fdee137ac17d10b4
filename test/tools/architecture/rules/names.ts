/** Names of files and folders say what is in them, and no file is longer than a reader follows. */
import type { SourceFile } from '../source-file.ts';
import type { Violation } from '../violation.ts';

/** As a part of a name, between dashes. */
const EMPTY_WORDS = new Set(
  [
    'util utils utility utilities helper helpers misc miscellaneous common commons lib libs library shared',
    'thing things stuff general generic various extras',
  ].flatMap((words) => words.split(' ')),
);
/** As a whole name: a type, a constant or an error stands beside the code that makes it. */
const EMPTY_NAMES = new Set([
  'index',
  'mod',
  'types',
  'interfaces',
  'constants',
  'consts',
  'enums',
  'globals',
  'core',
  'base',
  'tools',
  'data',
  'manager',
  'impl',
]);
/** What the map calls so: `data/` holds tables and their formats. */
const NAMED_BY_THE_MAP = 'src/shared/adapters/data/';
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;

interface Length {
  readonly maxLines: number;
  readonly remedy: string;
}

const ANY_LENGTH: Length = { maxLines: 400, remedy: 'split it' };
/** The two files of an action that are read at once. */
const LENGTH_OF: Readonly<Record<string, Length>> = {
  'main.ts': { maxLines: 40, remedy: 'move the ports that take most lines to create-ports.ts' },
  'run.ts': { maxLines: 120, remedy: 'move what is no line of the story to a file in steps/' },
};
const OF_ACTION = /^actions\/[^/]+\/(?<name>[^/]+)$/;

export function nameViolations({ path, tree }: SourceFile): readonly Violation[] {
  const named = (found: string, remedy: string): Violation => ({ rule: 'names', place: path, found, remedy });
  const parts = path
    .replace(NAMED_BY_THE_MAP, '')
    .replace(/^(src\/shared|actions)\//, '')
    .replace(/\.[a-z]+$/, '')
    .split('/');
  const empty = parts.find(saysNothing);
  const misspelled = parts.find((part) => !KEBAB_CASE.test(part));
  const lines = tree.text.split('\n').length - 1;
  const { maxLines, remedy } = LENGTH_OF[OF_ACTION.exec(path)?.groups?.name ?? ''] ?? ANY_LENGTH;
  return [
    ...(empty === undefined
      ? []
      : [named(`the name ${empty} says nothing`, 'name what is in it, with a noun')]),
    ...(misspelled === undefined
      ? []
      : [named(`expected kebab case, got ${misspelled}`, 'rename it: my-file.ts')]),
    ...(lines <= maxLines ? [] : [named(`expected at most ${maxLines} lines, got ${lines}`, remedy)]),
  ];
}

function saysNothing(part: string): boolean {
  return EMPTY_NAMES.has(part) || part.split('-').some((word) => EMPTY_WORDS.has(word));
}
