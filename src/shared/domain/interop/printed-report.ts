/**
 * The table that `classification_report` of scikit-learn prints, with the names that its `output_dict` has.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.classification_report.html
 */

const COLUMNS = ['precision', 'recall', 'f1-score', 'support'] as const;
const HEADER = new RegExp(`^\\s*${COLUMNS.join('\\s+')}\\s*$`);
const NUMBERS = /^(\S(?:.*\S)?)\s+(\d+(?:\.\d+)?)\s+(\d+(?:\.\d+)?)\s+(\d+(?:\.\d+)?)\s+(\d+(?:\.0)?)$/;
const ACCURACY = /^accuracy\s+(\d+(?:\.\d+)?)\s+\d+(?:\.0)?$/;

export interface ReportRow {
  readonly name: string;
  /** By column; the accuracy alone is one number. */
  readonly value: number | ReadonlyMap<string, number>;
}

export function isReportHeader(line: string): boolean {
  return HEADER.test(line);
}

/** @param line of the table, without blanks around it. @returns undefined for what is no row of it. */
export function readReportRow(line: string): ReportRow | undefined {
  const [, accuracy] = ACCURACY.exec(line) ?? [];
  if (accuracy !== undefined) return { name: 'accuracy', value: Number(accuracy) };
  const [, name, ...numbers] = NUMBERS.exec(line) ?? [];
  if (name === undefined) return undefined;
  return { name, value: new Map(COLUMNS.map((column, index) => [column, Number(numbers[index])])) };
}
