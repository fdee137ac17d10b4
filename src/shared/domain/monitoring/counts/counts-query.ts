/**
 * The query that counts current data in a warehouse as `count-table.ts` counts them here, for one reference. It is one
 * text for all engines: it has no function but COUNT, SUM, MIN, MAX and FLOOR, and every bound as a float (`1e-1`), because an
 * engine may take `0.1` for a decimal. Names stand in one place, with the quotes of the engine. Sums are of whole steps as
 * decimals, so they are exact in whatever order an engine adds.
 */
import { InputError } from '../../kernel/errors.ts';
import type { Profile } from '../profile/profile.ts';
import { countedColumns, requireTime, type CountedColumn } from './counted-columns.ts';
import { MOST_STEPS, ZONES_BELOW, type NumberZones } from './number-zones.ts';
import type { NameQuotes } from './name-quotes.ts';

/** `bucket` of rows that are in no zone. */
export const MISSING = -1;
export const INFINITE = -2;
/** `column_name` of the rows of a day. */
export const ALL_ROWS = '*';

export interface QueryRequest {
  readonly profile: Profile;
  /** SHA-256 of the profile. */
  readonly reference: string;
  /** Name of the table in the warehouse, as its queries write it. */
  readonly from: string;
  readonly quotes: NameQuotes;
}

/** SQL. @throws InputError for a column whose name no text of SQL can hold everywhere. */
export function renderCountsQuery({ profile, reference, from, quotes }: QueryRequest): string {
  const time = requireTime(profile);
  // Numbers first: an engine takes the types of the result from the first part that has one.
  const columns = [...countedColumns(profile)].sort((left, right) => rank(left) - rank(right));
  const sources = columns.map(({ name }, index) => `${quoteName(name, quotes)} AS c${index}`);
  const zone = profile.timeZone ?? 'UTC';
  return [
    `-- Counts by day in the bins of the reference ${reference}.`,
    `-- Days are those of ${zone}: the session of the engine, or the column, has to be in that time zone.`,
    '-- Save the result as CSV with a header, and give it to `monitor` as `current-counts`.',
    'WITH source AS (',
    `  SELECT CAST(${quoteName(time, quotes)} AS DATE) AS day, ${sources.join(', ')}`,
    `  FROM ${from}`,
    ')',
    columns.map(renderPart).join('\nUNION ALL\n'),
    'UNION ALL',
    `SELECT '${ALL_ROWS}', day, 0, NULL, COUNT(*), NULL, NULL, NULL, NULL FROM source GROUP BY day`,
    '',
  ].join('\n');
}

function rank({ kind }: CountedColumn): number {
  return { number: 0, category: 1, presence: 2 }[kind];
}

function renderPart(column: CountedColumn, index: number): string {
  const name = quoteText(column.name);
  switch (column.kind) {
    case 'number':
      return renderNumberPart(column.zones, name, index);
    case 'category':
      return [
        `SELECT ${name} AS column_name, day, bucket, category, COUNT(*) AS row_count, NULL AS steps, NULL AS squares, NULL AS lowest, NULL AS highest`,
        `FROM (SELECT day, CASE WHEN c${index} IS NULL OR c${index} = '' THEN ${MISSING} ELSE 0 END AS bucket, CASE WHEN c${index} <> '' THEN c${index} END AS category FROM source) AS t${index}`,
        'GROUP BY day, bucket, category',
      ].join('\n');
    case 'presence':
      return [
        `SELECT ${name} AS column_name, day, bucket, NULL AS category, COUNT(*) AS row_count, NULL AS steps, NULL AS squares, NULL AS lowest, NULL AS highest`,
        `FROM (SELECT day, CASE WHEN c${index} IS NULL THEN ${MISSING} ELSE 0 END AS bucket FROM source) AS t${index}`,
        'GROUP BY day, bucket',
      ].join('\n');
  }
}

/** `v * steps + 0.5` and FLOOR are the same operations on floats everywhere. */
function renderNumberPart(zones: NumberZones, name: string, index: number): string {
  const inZone = (value: string): string => `CASE WHEN bucket >= 0 THEN ${value} END`;
  const steps = `CAST(FLOOR(v * ${float(zones.stepsPerUnit)} + ${float(0.5)}) AS DECIMAL(29, 0))`;
  return [
    `SELECT ${name} AS column_name, day, bucket, NULL AS category, COUNT(*) AS row_count,`,
    `  SUM(${inZone(steps)}) AS steps, SUM(${inZone(`${steps} * ${steps}`)}) AS squares,`,
    `  MIN(${inZone('v')}) AS lowest, MAX(${inZone('v')}) AS highest`,
    `FROM (SELECT day, v, CASE`,
    ...bucketBranches(zones).map((branch) => `    ${branch}`),
    // Without the factor, an engine adds whole numbers as whole numbers, and FLOOR of one may be another type.
    `  END AS bucket FROM (SELECT day, c${index} * ${float(1)} AS v FROM source) AS s${index}) AS t${index}`,
    'GROUP BY day, bucket',
  ].join('\n');
}

/**
 * NaN is a missing value. To some engines it is larger than any number and equal to itself; to others no comparison with
 * it is true. Only of NaN are both `v > 1e308` and `-v > 1e308` true, or both false while `v - v` is not zero.
 */
function bucketBranches({ below, points, above, stepsPerUnit }: NumberZones): readonly string[] {
  const scaled = `v * ${float(stepsPerUnit)}`;
  const last = ZONES_BELOW + points.length;
  return [
    `WHEN v IS NULL THEN ${MISSING}`,
    `WHEN v - v <> ${float(0)} AND (v > 1e308) = (-v > 1e308) THEN ${MISSING}`,
    `WHEN ${scaled} > ${float(MOST_STEPS)} OR ${scaled} < ${float(-MOST_STEPS)} THEN ${INFINITE}`,
    ...below.map((bound, zone) => `WHEN v < ${float(bound)} THEN ${zone}`),
    ...points.map((point, bin) => `WHEN v <= ${float(point)} THEN ${ZONES_BELOW + bin}`),
    ...above.map((bound, zone) => `WHEN v <= ${float(bound)} THEN ${last + zone}`),
    `ELSE ${last + above.length}`,
  ];
}

/** The shortest digits that mean the number, with an exponent. */
function float(value: number): string {
  return value.toExponential().replace('e+', 'e');
}

const PLAIN_NAME = /^[A-Za-z_]\w*$/;

/** Words that mean something else without quotes, to one engine or another: `user` is the one who asks. */
const RESERVED = new Set(
  (
    'all and any array as asc between both by case cast check collate column constraint create cross current_date ' +
    'current_time current_timestamp current_user default desc distinct else end except exists false fetch for foreign from ' +
    'full grant group having in inner intersect interval into is join lateral leading left like limit natural not null ' +
    'offset on only or order outer primary references right row rows select session_user set some table then to trailing ' +
    'true union unique user using values when where window with'
  ).split(' '),
);

/** @throws InputError for one that needs quotes, where none are known. */
function quoteName(name: string, quotes: NameQuotes): string {
  switch (quotes) {
    case 'double':
      return `"${requireText(name).replaceAll('"', '""')}"`;
    case 'backtick':
      return `\`${requireText(name).replaceAll('`', '``')}\``;
    case 'none':
      if (PLAIN_NAME.test(name) && !RESERVED.has(name.toLowerCase())) return name;
      throw new InputError(
        'INPUT_INVALID',
        `input "quotes": expected the quotes of the engine, because the column ${JSON.stringify(name)} needs some, got none`,
        { hint: 'write `quotes: backtick` for Spark, Databricks and BigQuery, else `quotes: double`' },
      );
  }
}

function quoteText(name: string): string {
  return `'${requireText(name)}'`;
}

/** How a quote or a backslash is written in a text differs between engines. */
function requireText(name: string): string {
  // eslint-disable-next-line no-control-regex
  if (!/['\\\u0000-\u001f]/.test(name)) return name;
  throw new InputError(
    'INPUT_INVALID',
    `reference profile: expected names of columns without quotes, backslashes and line breaks, got ${JSON.stringify(name)}`,
    { hint: 'give the column another name in the data of `train.reference`, and train again' },
  );
}
