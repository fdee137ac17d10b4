/** Names of months and weekdays, in English and German, and texts that name a part of the calendar without its year. */

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

export function isYear(year: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

const MONTHS: ReadonlyMap<string, number> = new Map(
  [
    ['jan'],
    ['feb'],
    ['mar', 'mär', 'mrz'],
    ['apr'],
    ['may', 'mai'],
    ['jun'],
    ['jul'],
    ['aug'],
    ['sep'],
    ['oct', 'okt'],
    ['nov'],
    ['dec', 'dez'],
  ].flatMap((names, index) => names.map((name) => [name, index + 1] as const)),
);

/** With one capturing group; for patterns that ignore case. */
export const MONTH_NAME = String.raw`(jan(?:uary|uar)?|feb(?:r?uary|ruar)?|mar(?:ch)?|märz?|mrz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\.?`;

/** 1 to 12; undefined for what is no name of a month. */
export function monthOf(name: string): number | undefined {
  return MONTHS.get(name.slice(0, 3).toLowerCase());
}

const WEEKDAY = String.raw`(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|mo|di|mi|do|fr|sa|so)`;
const WEEKDAY_BEFORE = new RegExp(String.raw`^${WEEKDAY}(?:\.,?|,)? +(?=\S)`, 'i');
const WEEKDAY_AFTER = new RegExp(String.raw`(?:, *| +|\()${WEEKDAY}\.?\)?$`, 'i');

/** `Fri, 16 Jan 2026` and `2026-01-16 (Fri)` without the name of the day, which says nothing more. */
export function withoutWeekday(text: string): string {
  const rest = text.replace(WEEKDAY_BEFORE, '').replace(WEEKDAY_AFTER, '').trim();
  // What is left has to be a date of its own: "Mon" and "so do" stay what they are.
  return /\d/.test(rest) ? rest : text;
}

interface Repeating {
  readonly pattern: RegExp;
  readonly expected: string;
}

const YEARLESS: readonly Repeating[] = [
  {
    pattern: /^(?:W|KW|CW|WK|WEEK|SEMAINE|SEMANA)[-_ ]?(?:[0-4]?\d|5[0-3])$/i,
    expected: 'weeks with their year such as 2026-W05, because numbers of weeks repeat',
  },
  {
    pattern: /^(?:day[-_ #]?\d+|\d+ ?days?(?:,? [\d:.]+)?|P\d+D(?:T[\dHMS.]*)?)$/i,
    expected: 'days such as 2026-01-16 in place of days since a start',
  },
  {
    pattern: /^\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/,
    expected: 'years of four digits, or names that are no days',
  },
  {
    pattern: new RegExp(`^${WEEKDAY}\\.?$`, 'i'),
    expected: 'days such as 2026-01-16, because names of weekdays repeat',
  },
  {
    pattern: new RegExp(`^${MONTH_NAME}$`, 'i'),
    expected: 'months with their year such as 2026-01',
  },
  { pattern: /^(?:Q[1-4]|[1-4]Q)$/i, expected: 'quarters with their year such as 2026-Q1' },
  {
    pattern: /^(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2}$|^(?:0?[1-9]|1[0-2])(?::[0-5]\d){0,2} ?[ap]\.?m\.?$/i,
    expected: 'times with their day such as 2026-01-16T09:30',
  },
  {
    pattern: new RegExp(
      String.raw`^(?:${MONTH_NAME}[-/ ,.']*\d{2}|\d{2}[-/ .']*${MONTH_NAME}|\d{1,2}[-/ .]?${MONTH_NAME}[-/ ,.']*\d{2}(?:[ T].*)?|Q[1-4][-/ .']*\d{2}|[1-4]Q[-/ .']*\d{2}|\d{2}[-/ .']*Q[1-4])$`,
      'i',
    ),
    expected: 'years of four digits',
  },
  {
    pattern: new RegExp(String.raw`^(?:${MONTH_NAME} *\d{1,2}|\d{1,2}[. ]*${MONTH_NAME})$`, 'i'),
    expected: 'days with their year such as 2026-01-16',
  },
];

/** What texts should be that name no point in time alone: weekdays, months or quarters without a year, clocks. */
export function expectedOfYearless(texts: readonly string[]): string | undefined {
  return YEARLESS.find(({ pattern }) => texts.every((text) => pattern.test(text)))?.expected;
}
