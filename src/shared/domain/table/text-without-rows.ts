/**
 * Short texts that stand where a table should be: what a server said instead of the file, a path where a symbolic link
 * was, a table that was drawn for people. Read as CSV they have no rows, or rows without a meaning.
 */
import { findLineLayout } from './line-layouts.ts';
import { parseJsonOrNothing } from '../kernel/unknown-value.ts';

interface TextKind {
  /** As part of a sentence. */
  readonly name: string;
  readonly hint: string;
}

const FETCH_HINT = 'check that the step before this one downloaded the file, and did not store an error';
const LINK_HINT =
  'check the repository out where symbolic links can be made (`git config core.symlinks true`), or name the file that the link leads to';
const DRAWN_HINT = 'write the table as CSV, JSON Lines or Parquet: this one is drawn for people';
const LONGEST_SHOWN = 60;

const COMMAS_HINT =
  'write the table with commas and a header, such as pandas `to_csv(path, index=False)` does';
const LINE_OF_NUMBERS = String.raw`[ \t]*[-+]?\d[\d.e+-]*(?: +[-+]?\d[\d.e+-]*)+[ \t]*`;
/** Rows in a layout of their own, by how the first lines look. */
const LAYOUTS: readonly (TextKind & { readonly mark: RegExp })[] = [
  { mark: /^(?:\s*%[^\n]*\n)*\s*@relation\s/i, name: 'an ARFF file of Weka', hint: COMMAS_HINT },
  { mark: /^(?:---\s*\n)?\s*- ["']?[\w-]+["']?:(?:\s|$)/, name: 'a list in YAML', hint: COMMAS_HINT },
  { mark: /^__label__\S+\s/, name: 'a file of fastText', hint: COMMAS_HINT },
  {
    mark: /^[-+]?[\d.]+(?: qid:\d+)?(?: \d+:[-+\d.e]+)+[ \t]*\r?\n[-+]?[\d.]+(?: qid:\d+)?(?: \d+:[-+\d.e]+)*/i,
    name: 'a file in the format of LIBSVM',
    hint: COMMAS_HINT,
  },
  {
    mark: /^"[^"\n]*"(?: "[^"\n]*")+[ \t]*\r?\n/,
    name: 'a table with blanks between the fields, as `write.table` of R makes it',
    hint: '`write.csv(rows, path, row.names = FALSE)` has commas',
  },
  {
    mark: new RegExp(`^${LINE_OF_NUMBERS}\\r?\\n${LINE_OF_NUMBERS}(?:\\r?\\n|$)`),
    name: 'numbers with blanks between them, without a header',
    hint: COMMAS_HINT,
  },
];

/** @param text the file, or its beginning. @param isWhole whether it is all of the file. */
export function findTextWithoutRows(text: string, isWhole: boolean): TextKind | undefined {
  return (
    findMarked(text) ??
    LAYOUTS.find(({ mark }) => mark.test(text)) ??
    findJsonList(text) ??
    findDrawn(text) ??
    findLines(text, isWhole) ??
    (isWhole ? (findErrorObject(text) ?? findLine(text)) : undefined)
  );
}

/** Lists without names, one a line or in one list: the first may be the header, or a row. */
const JSON_LIST = /^\[\s*(?:"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)\s*(?:,|\])/;

function findJsonList(text: string): TextKind | undefined {
  const begin = text.trimStart();
  // `[id],[late]` is a header of names in brackets.
  if (!JSON_LIST.test(begin) || /^\[[^\]\n]*\],\s*\[/.test(begin)) return undefined;
  return {
    name: 'lists of JSON without the names of their values',
    hint: 'write one JSON object a line, such as pandas `to_json(path, orient="records", lines=True)` does',
  };
}

function findLines(text: string, isWhole: boolean): TextKind | undefined {
  const name = findLineLayout(text, isWhole);
  return name === undefined ? undefined : { name, hint: COMMAS_HINT };
}

const CONFLICT = /^<{7}(?: .*)?$/m;
const TRACEBACK = 'Traceback (most recent call last):';

function findMarked(text: string): TextKind | undefined {
  if (CONFLICT.test(text)) {
    return {
      name: 'a file with a conflict of git (<<<<<<<)',
      hint: 'resolve the conflict, or let the tool that writes the file write it again',
    };
  }
  return text.startsWith(TRACEBACK)
    ? { name: 'an error of Python (Traceback)', hint: 'correct the step that writes the file' }
    : undefined;
}

const MARKDOWN_RULE = /^ {0,3}\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$/;
const TERMINAL_RULE = /^ *(?:[+|][-=+]+[+|]|-+(?:\+-+)+|[┌╭╔┏].*) *$/;
/** A title or a sentence may stand above. */
const LINES = 12;

function findDrawn(text: string): TextKind | undefined {
  const lines = text.split(/\r\n|\r|\n/, LINES);
  const isRuled = (line: string, index: number): boolean =>
    MARKDOWN_RULE.test(line) &&
    line.includes('-') &&
    line.includes('|') &&
    (lines[index - 1] ?? '').includes('|');
  if (lines.some(isRuled)) return { name: 'a table in Markdown', hint: DRAWN_HINT };
  return lines.slice(0, 2).some((line) => TERMINAL_RULE.test(line))
    ? { name: 'a table as a terminal shows it', hint: DRAWN_HINT }
    : undefined;
}

const ERROR_KEYS: ReadonlySet<string> = new Set([
  ...[
    'message',
    'error',
    'errors',
    'detail',
    'details',
    'reason',
    'fault',
    'title',
    'msg',
    'error_description',
  ],
]);
const BESIDE_ERRORS: ReadonlySet<string> = new Set([
  ...[
    'status',
    'statuscode',
    'status_code',
    'code',
    'errorcode',
    'error_code',
    'type',
    '__type',
    'documentation_url',
  ],
  ...[
    'request_id',
    'requestid',
    'trace_id',
    'timestamp',
    'path',
    'success',
    'ok',
    'instance',
    'resource',
    'hostid',
  ],
]);

/** `{"message": "Not Found"}`: one object, and no key that says anything but an error. */
function findErrorObject(text: string): TextKind | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined;
  const value = parseJsonOrNothing(trimmed);
  if (typeof value !== 'object' || value === null) return undefined;
  const keys = Object.keys(value).map((key) => key.toLowerCase());
  const areOfErrors = keys.every((key) => ERROR_KEYS.has(key) || BESIDE_ERRORS.has(key));
  if (!areOfErrors || !keys.some((key) => ERROR_KEYS.has(key))) return undefined;
  return { name: `an error of a server (${shown(trimmed)})`, hint: FETCH_HINT };
}

const URL = /^[a-z][a-z\d+.-]*:\/\/\S+$/i;
const FILE_NAME =
  /\.(?:csv|tsv|txt|parquet|pq|jsonl?|ndjson|gz|zst|bz2|xz|zip|feather|arrow|avro|orc|xlsx?|pkl|npy|data)$/i;
const ERROR_TEXT =
  /^(?:[45]\d\d\b|http\/\d|(?:access|permission)[ _]?denied|forbidden|unauthori[sz]ed|not found|no such |file not found|bad (?:gateway|request)|service unavailable|internal server error|gateway time-?out|too many requests|rate limit|request has expired|error\b|fatal:|failed\b|invalid )/i;

/** One line, and nothing that divides it into fields. */
function findLine(text: string): TextKind | undefined {
  const line = text.trim();
  if (line === '' || /[\r\n\t]/.test(line)) return undefined;
  if (URL.test(line))
    return { name: `an address (${shown(line)})`, hint: 'download the file in a step before this one' };
  const isPath = !/[,;|"{}]/.test(line) && (FILE_NAME.test(line) || /^(?:\.{0,2}|~|[a-z]:)[\\/]/i.test(line));
  if (isPath)
    return { name: `the path of another file (${shown(line)}), as git has a symbolic link`, hint: LINK_HINT };
  if (ERROR_TEXT.test(line)) return { name: `an error (${shown(line)})`, hint: FETCH_HINT };
  return /\s/.test(line) && !/[,;|"]/.test(line)
    ? { name: `one line of text (${shown(line)})`, hint: FETCH_HINT }
    : undefined;
}

function shown(text: string): string {
  return JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
}
