/** What was not read of a table: sentences for people, so that no column is left unchecked without a word. */
import { countOf } from '../text/number-text.ts';
import { KIND_IN_WORDS } from './access.ts';
import { findCountedTime, findCountedTimes } from './counted-times.ts';
import { describeDayOrderFault, hintOfDayOrder } from './day-order.ts';
import { explainDigits } from './digits-in-text.ts';
import type { Column, NumberColumn, NumbersInText, Table, UnreadCells } from './table.ts';

const LONGEST_EXAMPLE = 80;

/** Names of columns, of which the reader knew less or more than whoever describes them. */
export interface ReadingIntent {
  /** Columns of text because the reference had text there: no one said so. */
  readonly keptAsText?: readonly string[] | undefined;
  /** Columns whose values are names, whatever is in them. */
  readonly levels?: readonly string[] | undefined;
  /** Columns whose kind the configuration says; undefined where numbers that may be times are not of interest. */
  readonly declared?: readonly string[] | undefined;
}

/** @param where names the file. Empty where every cell and every column was read. */
export function describeReading(table: Table, where: string, intent: ReadingIntent = {}): readonly string[] {
  const { leftOut = [], emptyRowsAtEnd = 0 } = table;
  const columns = explainTexts(table, intent);
  return [
    ...(emptyRowsAtEnd > 0
      ? [`${where}: left out ${countOf(emptyRowsAtEnd, 'row')} at the end, without a value in any column`]
      : []),
    ...columns.flatMap((column) => describeColumn(column, where)),
    ...columns.flatMap((column) => describeTimes(column, where, intent.declared)),
    ...describeCodes(columns, where),
    ...leftOut.map(
      ({ name, reason }) => `${where}: column "${name}" is left out and is not compared: it holds ${reason}`,
    ),
  ];
}

function explainTexts(
  { columns }: Table,
  { keptAsText = [], levels = [] }: ReadingIntent,
): readonly Column[] {
  return columns.map((column) => {
    if (column.kind !== 'category') return column;
    if (keptAsText.includes(column.name)) return { ...column, numbersInText: explainDigits(column) };
    const { numbersInText } = column;
    const isLevel = levels.includes(column.name) && numbersInText !== undefined;
    return isLevel && ALTHOUGH[numbersInText.reason] === HAVE_DIGITS
      ? { ...column, numbersInText: undefined }
      : column;
  });
}

function describeColumn(column: Column, where: string): readonly string[] {
  const { name } = column;
  if (column.kind === 'category') {
    const { numbersInText } = column;
    if (numbersInText === undefined || numbersInText.reason === 'codes') return [];
    return [describeText(name, numbersInText, where)];
  }
  return [
    ...(column.kind === 'number' && column.unit !== undefined
      ? [
          `${where}: column "${name}" is read as numbers in ${JSON.stringify(column.unit)}, without that unit; set \`text\` for it in \`columns\` of the configuration where it is a code`,
        ]
      : []),
    ...(column.kind === 'number' && column.isDecimalAssumed === true ? [describeAssumed(column, where)] : []),
    ...(column.unread === undefined ? [] : [describeUnread(column, column.unread, where)]),
  ];
}

function describeTimes(
  column: Column,
  where: string,
  declared: readonly string[] | undefined,
): readonly string[] {
  const { name } = column;
  if (declared === undefined || declared.includes(name) || column.kind !== 'number') return [];
  const counted = findCountedTimes(name, column.values);
  if (counted === undefined) return [];
  return [
    `${where}: column "${name}" is read as numbers, and they may be times: ${counted.text}. ${counted.remedy}, or set \`number\` for it where they are none`,
  ];
}

function describeAssumed({ name, values }: NumberColumn, where: string): string {
  const example = values.find((value) => !Number.isNaN(value))?.toFixed(3) ?? '';
  return `${where}: column "${name}" is read with decimal points, such as ${example}: each has three digits behind it. Set \`decimal: comma\` for the model in the configuration where they stand between thousands, else \`decimal: point\``;
}

function describeText(name: string, { reason, example }: NumbersInText, where: string): string {
  const shown = JSON.stringify(example.slice(0, LONGEST_EXAMPLE));
  return `${where}: column "${name}" is read as text, although ${ALTHOUGH[reason]}: ${TEXT_REASONS[reason](shown)}`;
}

const ARE_NUMBERS = 'many of its values are numbers';
const HAVE_DIGITS = 'most of its values have digits';

const ALTHOUGH: Readonly<Record<NumbersInText['reason'], string>> = {
  'several-units': ARE_NUMBERS,
  'open-commas': ARE_NUMBERS,
  'open-points': ARE_NUMBERS,
  bounds: ARE_NUMBERS,
  'other-texts': ARE_NUMBERS,
  'text-by-type': ARE_NUMBERS,
  ranges: HAVE_DIGITS,
  durations: HAVE_DIGITS,
  times: HAVE_DIGITS,
  'several-numbers': HAVE_DIGITS,
  'other-spelling': HAVE_DIGITS,
  words: HAVE_DIGITS,
  'two-spellings': 'its values are yes and no',
  codes: HAVE_DIGITS,
};

const OR_TEXT = 'or set `text` for the column in `columns` of the configuration';

/** One note for all of them: a table may have many columns of codes. */
function describeCodes(columns: readonly Column[], where: string): readonly string[] {
  const codes = columns.flatMap((column) =>
    column.kind === 'category' && column.numbersInText?.reason === 'codes'
      ? [`"${column.name}" (${JSON.stringify(column.numbersInText.example.slice(0, LONGEST_EXAMPLE))})`]
      : [],
  );
  if (codes.length === 0) return [];
  const shown = codes.slice(0, MOST_CODES).join(', ');
  const others = codes.length > MOST_CODES ? ` and ${codes.length - MOST_CODES} more` : '';
  const [are, their] = codes.length === 1 ? ['column', 'its'] : ['columns', 'their'];
  return [
    `${where}: ${are} ${shown}${others} ${codes.length === 1 ? 'is' : 'are'} read as text, although most of ${their} values have digits. Where they are measured, write the number alone; where they are codes, set \`text\` in \`columns\` of the configuration, which ends this note`,
  ];
}

const MOST_CODES = 8;

const TEXT_REASONS: Readonly<Record<NumbersInText['reason'], (example: string) => string>> = {
  'several-units': (example) =>
    `they have no unit in common, such as ${example}. Write them in one unit, or without it`,
  'open-commas': (example) =>
    `the comma in ${example} may be a decimal one, or stand between thousands. Set \`decimal: point\` or \`decimal: comma\` for the model in the configuration, or write the numbers without commas`,
  'open-points': (example) =>
    `the point in ${example} may be a decimal one, or stand between thousands. Set \`decimal: point\` or \`decimal: comma\` for the model in the configuration, or write the numbers without points between thousands`,
  bounds: (example) =>
    `bounds and approximations, such as ${example}, are not. Write the number alone, and its sign into a column of its own; or set \`number\`, with which they count as missing, or \`text\` for the column in \`columns\` of the configuration`,
  'other-texts': (example) =>
    `other values, such as ${example}, are not. Leave cells without a number empty, or set \`number\` or \`text\` for the column in \`columns\` of the configuration`,
  'text-by-type': (example) =>
    `the file has texts, such as ${example}. Write numbers, or set \`number\` for the column in \`columns\` of the configuration`,
  ranges: (example) =>
    `they are ranges, such as ${example}, and their order is not known. Write the bounds or the middle as numbers, ${OR_TEXT}, where they are levels`,
  durations: (example) =>
    `they are durations or times of day, such as ${example}. Write them as numbers, in seconds or hours, ${OR_TEXT}`,
  times: (example) =>
    `they are times, such as ${example}. Set \`time\` for the column in \`columns\` of the configuration, or \`text\` where they are names`,
  'several-numbers': (example) =>
    `each has more than one number, such as ${example}. Write each into a column of its own, or what they are together, such as 0.5 for 1/2; ${OR_TEXT}`,
  'other-spelling': (example) =>
    `they are spelled as no number is read, such as ${example}. Write decimal digits, such as 1234.5, ${OR_TEXT}`,
  words: (example) => `they are numbers with words, such as ${example}. Write the number alone, ${OR_TEXT}`,
  'two-spellings': (example) =>
    `one of them has several spellings, such as ${example}, and each is a category. Write one spelling, or set \`boolean\` for the column in \`columns\` of the configuration`,
  codes: (example) => `such as ${example}. Write the number alone, ${OR_TEXT}`,
};

function describeUnread(column: Column, { count, examples }: UnreadCells, where: string): string {
  const { name, kind } = column;
  const shown = examples.map(
    ({ row, text }) => `${JSON.stringify(text.slice(0, LONGEST_EXAMPLE))} in data row ${row}`,
  );
  const cells = count === 1 ? '1 cell counts' : `${count} cells count`;
  const unread = `${where}: column "${name}" is read as ${KIND_IN_WORDS[kind]}; ${cells} as missing: ${shown.join(', ')}`;
  // Text is no way out: the column that says when a row happened has to be times.
  if (column.kind === 'time' && column.unreadDays !== undefined) {
    const { fault } = column.unreadDays;
    const { expected, got } = describeDayOrderFault(fault);
    return `${unread}; expected ${expected}, got ${got}: ${hintOfDayOrder(name, fault)}`;
  }
  const counted = kind === 'time' ? findCountedTime(examples[0]?.text ?? '') : undefined;
  const meant = counted === undefined ? '' : ` (${counted.text})`;
  return `${unread}${meant}. ${counted?.remedy ?? 'Correct the file'}, or set \`columns: { ${name}: text }\` in the configuration`;
}

/**
 * The same in short for a place that everybody reads: no cell and no row, and only what changes or leaves out values.
 * @param where names the table.
 */
export function summarizeReading(table: Table, where: string, intent: ReadingIntent = {}): readonly string[] {
  const { emptyRowsAtEnd = 0 } = table;
  const columns = explainTexts(table, intent);
  const empty = emptyRowsAtEnd > 0 ? [`${countOf(emptyRowsAtEnd, 'empty row')} at the end left out`] : [];
  const ofColumns = columns.flatMap((column) =>
    summarizeColumn(column).map((summary) => `\`${column.name}\` ${summary}`),
  );
  return [...empty, ...ofColumns].map((summary) => `${where}: ${summary}`);
}

function summarizeColumn(column: Column): readonly string[] {
  if (column.kind === 'category')
    return column.numbersInText === undefined
      ? []
      : [`is read as text, although ${ALTHOUGH[column.numbersInText.reason]}`];
  const { unread } = column;
  return [
    ...(unread === undefined
      ? []
      : [`is read as ${KIND_IN_WORDS[column.kind]}, and ${countOf(unread.count, 'other cell')} as missing`]),
    ...(column.kind === 'number' && column.unit !== undefined
      ? [`is read as numbers in ${JSON.stringify(column.unit)}`]
      : []),
    ...(column.kind === 'number' && column.isDecimalAssumed === true
      ? [
          'is read with decimal points, which may stand between thousands: `decimal` of the configuration decides it',
        ]
      : []),
  ];
}
