/** What the linter prints, in the order in which it is worth reading: one wrong type makes a hundred unsafe uses of it. */

/** Each problem begins with a mark, and ends before the next one or before the count of all. */
const BEGIN_OF_PROBLEM = /\n(?= {2}\S (?:[\w-]+\([\w/-]+\): )|Found \d)/;
const TYPE_ERROR = /^ {2}\S typescript\(TS\d+\): /;
const UNSAFE = /^ {2}\S typescript\(no-unsafe-[\w-]+\): /;

/** Errors of types first; beside them, what follows from a type that is not known is counted and not printed. */
export function sortProblems(output: string): string {
  const blocks = `\n${output}`.split(BEGIN_OF_PROBLEM);
  const types = blocks.filter((block) => TYPE_ERROR.test(block));
  if (types.length === 0) return output;
  const others = blocks.filter((block) => !TYPE_ERROR.test(block));
  const shown = others.filter((block) => !UNSAFE.test(block));
  const left = others.length - shown.length;
  const note =
    left === 0 ? [] : [`  and ${left} unsafe uses of types that are not known: fix the errors above first\n`];
  return [...types, ...shown.slice(0, -1), ...note, ...shown.slice(-1)].join('\n');
}
