/** What was not read of a table: sentences for people, so that no column is left unchecked without a word. */
import { countOf } from '../text/number-text.ts';
import { KIND_IN_WORDS } from './access.ts';
import type { Column, NumberColumn, NumbersInText, Table, UnreadCells } from './table.ts';

const LONGEST_EXAMPLE = 80;

/** @param where names the file. Empty where every cell and every column was read. */
export function describeReading(
  { columns, leftOut = [], emptyRowsAtEnd = 0 }: Table,
  where: string,
): readonly string[] {
  return [
    ...(emptyRowsAtEnd > 0
      ? [`${where}: left out ${countOf(emptyRowsAtEnd, 'row')} at the end, without a value in any column`]
      : []),
    ...columns.flatMap((column) => describeColumn(column, where)),
    ...leftOut.map(
      ({ name, reason }) => `${where}: column "${name}" is left out and is not compared: it holds ${reason}`,
    ),
  ];
}

function describeColumn(column: Column, where: string): readonly string[] {
  const { name } = column;
  if (column.kind === 'category') {
    return column.numbersInText === undefined ? [] : [describeText(name, column.numbersInText, where)];
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

function describeAssumed({ name, values }: NumberColumn, where: string): string {
  const example = values.find((value) => !Number.isNaN(value))?.toFixed(3) ?? '';
  return `${where}: column "${name}" is read with decimal points, such as ${example}: each has three digits behind it. Set \`decimal: comma\` for the model in the configuration where they stand between thousands, else \`decimal: point\``;
}

function describeText(name: string, { reason, example }: NumbersInText, where: string): string {
  const shown = JSON.stringify(example.slice(0, LONGEST_EXAMPLE));
  return `${where}: column "${name}" is read as text, although many of its values are numbers: ${TEXT_REASONS[reason](shown)}`;
}

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
};

function describeUnread({ name, kind }: Column, { count, examples }: UnreadCells, where: string): string {
  const shown = examples.map(
    ({ row, text }) => `${JSON.stringify(text.slice(0, LONGEST_EXAMPLE))} in data row ${row}`,
  );
  const cells = count === 1 ? '1 cell counts' : `${count} cells count`;
  return `${where}: column "${name}" is read as ${KIND_IN_WORDS[kind]}; ${cells} as missing: ${shown.join(', ')}. Correct the file, or set \`columns: { ${name}: text }\` in the configuration`;
}

/**
 * The same in short for a place that everybody reads: no cell and no row, and only what changes or leaves out values.
 * @param where names the table.
 */
export function summarizeReading({ columns, emptyRowsAtEnd = 0 }: Table, where: string): readonly string[] {
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
      : ['is read as text, although many of its values are numbers'];
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
