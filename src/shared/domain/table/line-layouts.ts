/**
 * Text whose lines are something else than rows with delimiters: tokens of sentences with their tags, a value of a record each,
 * fields at fixed places. Read as CSV, each line would be a text of one column, or the first one the names.
 */

/** Lines that are whole: the beginning of a file ends in one. */
interface Lines {
  /** With the blank ones. */
  readonly all: readonly string[];
  readonly filled: readonly string[];
}

const MOST_LINES = 40;
const MIN_LINES = 3;

/** @param text the file, or its beginning. @param isWhole whether it is all of the file. @returns what it is, as part of a sentence. */
export function findLineLayout(text: string, isWhole: boolean): string | undefined {
  const split = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const all = (isWhole ? split : split.slice(0, -1)).slice(0, MOST_LINES);
  const lines = { all, filled: all.filter((line) => line.trim() !== '') };
  if (areTokens(lines)) return 'a file of CoNLL, with the tokens of sentences';
  if (areRecords(lines)) return 'records of which each line is a name and a value';
  if (areBlocks(lines, isWhole)) return 'records of several lines, with a blank one between them';
  return areFixedWidth(lines) ? 'fields of fixed width' : undefined;
}

const DOCUMENT_START = /^-DOCSTART-(?:\s|$)/;
/** Of CoNLL-U: the number of the token, and nine fields of which some are empty. */
const WITH_NUMBER = /^\d+(?:[-.]\d+)?(?:\t[^\t]+){9}$/;
/** The last field: outside of a name, or in one of a kind. */
const TAG = /(?:^|[\s,;])(?:O|[BIESLU]-[^\s,;]+)\s*$/;
const OUTSIDE = /[\s,;]O\s*$/;

/** A header that names the columns makes a table of what has tabs or commas. */
function areTokens({ filled }: Lines): boolean {
  if (DOCUMENT_START.test(filled[0] ?? '')) return true;
  const tokens = filled.filter((line) => !/^#\s/.test(line));
  const [first = '', ...others] = tokens;
  if (tokens.length < MIN_LINES) return false;
  if (tokens.every((line) => WITH_NUMBER.test(line)) && tokens.some((line) => /\t_(?:\t|$)/.test(line)))
    return true;
  const areTagged = others.every((line) => TAG.test(line)) && others.some((line) => OUTSIDE.test(line));
  return areTagged && (TAG.test(first) || /^\S+(?: +\S+)+$/.test(first));
}

const NAMED_VALUE = /^\s*([\p{L}_][\p{L}\d_ ./()-]{0,40}?)\s*[:=](?:\s+[^,;|\t]*)?$/u;
const SECTION = /^\[[^\]]+\]\s*$/;
const ROW_OF_TERMINAL = /^\*{5,} *\d+\. row *\*{5,}$/;

/** The names of one block occur in another, or no name twice in a single one. */
function areRecords({ all, filled }: Lines): boolean {
  const [first = ''] = filled;
  if (ROW_OF_TERMINAL.test(first)) return true;
  const named = filled.filter((line) => !SECTION.test(line));
  if (named.length < (SECTION.test(first) ? 1 : MIN_LINES)) return false;
  if (!named.every((line) => NAMED_VALUE.test(line))) return false;
  const [block = [], next] = blocksOf(all).map((lines) =>
    lines.flatMap((line) => NAMED_VALUE.exec(line)?.[1] ?? []),
  );
  if (new Set(block).size < block.length) return false;
  return next === undefined || SECTION.test(first) || next.some((name) => block.includes(name));
}

/** Lines without a blank one between them, or the name of a section. */
function blocksOf(lines: readonly string[]): readonly (readonly string[])[] {
  const blocks: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === '' || SECTION.test(line)) blocks.push([]);
    else blocks.at(-1)?.push(line);
  }
  return blocks.filter((block) => block.length > 0);
}

const MIN_BLOCKS = 4;

/** Of the same number of lines each, of which none has fields: where values are missing, so regular a table is no chance. */
function areBlocks({ all, filled }: Lines, isWhole: boolean): boolean {
  if (filled.some((line) => DELIMITED.test(line))) return false;
  const blocks = isWhole && all.length < MOST_LINES ? blocksOf(all) : blocksOf(all).slice(0, -1);
  const [first] = blocks;
  return (
    first !== undefined &&
    first.length > 1 &&
    blocks.length >= MIN_BLOCKS &&
    blocks.every((block) => block.length === first.length)
  );
}

const DELIMITED = /[,;|\t"]/;
const PADDING = / {2,}\S/g;

/** A field begins at the same place of all lines, behind blanks that fill up the one before. */
function areFixedWidth({ filled }: Lines): boolean {
  if (filled.length < MIN_LINES || filled.some((line) => DELIMITED.test(line))) return false;
  const [first = '', ...others] = filled.map((line) => line.trimEnd());
  const places = [...first.matchAll(PADDING)].map(({ index, 0: { length } }) => index + length - 1);
  const isBegin = (line: string, place: number): boolean =>
    line[place - 1] === ' ' && (line[place] ?? ' ') !== ' ';
  return (
    places.some((place) => place > 1 && others.every((line) => isBegin(line, place))) &&
    others.some((line) => / {2,}\S/.test(line.trimStart()))
  );
}
