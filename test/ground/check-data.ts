/** One check of data that a test wrote as text: the reference through train's profile, the rest through the check. */
import type { Check } from '../../src/shared/domain/documents/check.ts';
import { checkSchema } from '../../src/shared/domain/documents/check.ts';
import { modelConfigSchema } from '../../src/shared/domain/config/config.ts';
import { predictionOptions, tableOptions } from '../../src/shared/domain/evaluation/predictions.ts';
import { computeCheck } from '../../src/shared/domain/monitoring/compute-check.ts';
import { computeReference } from '../../src/shared/domain/monitoring/compute-reference.ts';
import { currentOptions } from '../../src/shared/domain/monitoring/read-kinds.ts';
import { profileSchema, type Profile } from '../../src/shared/domain/monitoring/profile/profile.ts';
import { parseCsv } from '../../src/shared/domain/table/csv.ts';
import type { ReadOptions } from '../../src/shared/domain/table/read-options.ts';
import type { Table } from '../../src/shared/domain/table/table.ts';

export type Row = Readonly<Record<string, string | number | undefined>>;

/** A table of rows; undefined is an empty cell. Columns are the keys of all rows, in order of appearance. */
export function tableOfRows(rows: readonly Row[], options: ReadOptions = {}): Table {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: string | number | undefined): string => {
    const text = String(value ?? '');
    return /[",\n]/.test(text) ? JSON.stringify(text).replaceAll('\\"', '""') : text;
  };
  const lines = rows.map((row) => names.map((name) => cell(row[name])).join(','));
  return parseCsv(Buffer.from([names.map(cell).join(','), ...lines].join('\n')), 'rows.csv', options);
}

export interface CheckedData {
  readonly reference: readonly Row[];
  readonly current: readonly Row[];
  readonly now: string;
  readonly windowDays?: number;
  readonly labels?: readonly Row[];
  readonly scores?: readonly Row[];
  readonly monitor?: object;
  readonly contract?: object;
  readonly predictions?: object;
  /** Rules, where the metric of the task is not the one that counts. */
  readonly gate?: readonly object[];
  /** No `train.reference`: the reference is what the version predicted. */
  readonly predictionsAlone?: boolean;
  /** Kinds that the configuration names. */
  readonly columns?: Readonly<Record<string, string>>;
  readonly earlier?: readonly Check[];
  /** An earlier version's profile, for example. */
  readonly changeProfile?: (profile: Profile) => Profile;
  /** The current data as they are read: only their first rows, for example. */
  readonly changeCurrent?: (table: Table) => Table;
}

/** Roles of the columns, unless a test gives others. */
const PREDICTIONS = { id: 'id', label: 'y', score: 'p', time: 'date' };

export function checkData(data: CheckedData): Check {
  const {
    predictions = PREDICTIONS,
    monitor = {},
    gate,
    windowDays,
    earlier = [],
    changeProfile = same,
    changeCurrent = same,
  } = data;
  const config = modelConfigSchema.parse({
    task: 'binary',
    predictions,
    monitor,
    gate,
    contract: data.contract,
    columns: data.columns,
  });
  const reference = {
    table: tableOfRows(data.reference, tableOptions(config)),
    where: 'reference',
  };
  const profile = changeProfile(
    profileSchema.parse(
      computeReference({
        ...{ config, predictions: reference },
        training: data.predictionsAlone === true ? undefined : reference,
      }),
    ),
  );
  const named = (rows: readonly Row[] | undefined, where: string) =>
    rows === undefined ? undefined : { table: tableOfRows(rows, predictionOptions(config)), where };
  const check = computeCheck({
    ...{ model: 'm', version: '1.0.0', config, profile, profileDigest: 'a'.repeat(64), earlier },
    current: {
      ...{ path: 'current.csv', sha256: 'b'.repeat(64), windowDays },
      table: changeCurrent(tableOfRows(data.current, currentOptions(profile, config))),
      labels: named(data.labels, 'labels.csv'),
      scores: named(data.scores, 'scores.csv'),
    },
    nowMs: Date.parse(data.now),
  });
  // What a later check reads from the ledger.
  checkSchema.parse(JSON.parse(JSON.stringify(check)));
  return check;
}

function same<T>(value: T): T {
  return value;
}

/** `2026-03-02` and so many days later. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** `perDay` rows on each of `days` days; `rowOf` gets the number of the row and its day. */
export function dailyRows(
  { from, days, perDay }: { readonly from: string; readonly days: number; readonly perDay: number },
  rowOf: (row: number, day: string) => Row,
): readonly Row[] {
  return Array.from({ length: days * perDay }, (_, row) =>
    rowOf(row, dayAfter(from, Math.floor(row / perDay))),
  );
}
