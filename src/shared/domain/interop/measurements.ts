/**
 * The two small files that a training command leaves: metrics (numbers that gates evaluate) and parameters (for
 * people). Nested names are joined with dots: `{"test": {"auc": 0.8}}` is `test.auc`. What is no number in a metrics
 * file is kept as a note, so that one entry too many never costs a training.
 */
import { DataError } from '../kernel/errors.ts';
import { sha256 } from '../kernel/digest.ts';
import { clipMetricName, LONGEST_METRIC_NAME, spellMetricName } from '../kernel/metric-name.ts';
import { parseMeasurementFile, type Scalar, type Tree } from './measurement-file.ts';
import { findMeasurements, readPrintedByDvc } from './measurement-layouts.ts';
import { flatten, isTreeMap, type Leaf, type Measurements } from './measurement-leaves.ts';

/** More metrics than these are results of single cases. */
const MAX_METRICS = 1000;
const MAX_NOTES = 100;
const MAX_PARAMETERS = 1000;
const MAX_TEXT_LENGTH = 200;

export type ParameterValue = string | number | boolean | null;

export interface Metrics {
  /** Finite numbers, by the spelling of their names in gates. */
  readonly values: Readonly<Record<string, number>>;
  /** Names as the file has them, by their spelling in gates, where the two differ. */
  readonly writtenNames: Readonly<Record<string, string>>;
  /** What is no number, as text, by its name in the file. */
  readonly notes: Readonly<Record<string, string>>;
  /** How many epochs or rows the file has, where the last one counts. */
  readonly lastOf?: number;
  /** How many entries are neither among the metrics nor among the notes, because there are too many. */
  readonly leftOut: number;
}

interface Named {
  readonly written: string;
  readonly value: Leaf['value'];
}

/** @throws DataError with the place for a file that cannot be read, or that has no names. */
export function parseMetrics(bytes: Uint8Array, where: string): Metrics {
  const { leaves, lastOf } = requireNames(parseMeasurementFile(bytes, where), where);
  const named = leaves.map(({ path, value }): Named => ({ written: path.join('.'), value }));
  const times = countEach(named.map(({ written }) => written));
  // A name that stands twice has two values, and neither is the right one.
  const isMetric = (entry: Named): entry is Named & { readonly value: number } =>
    typeof entry.value === 'number' && times.get(entry.written) === 1;
  const numbers = spellEach(named.filter(isMetric).slice(0, MAX_METRICS));
  const notes = named.filter((entry) => !isMetric(entry)).slice(0, MAX_NOTES);
  const respelled = numbers.filter(({ spelling, written }) => spelling !== written);
  return {
    values: Object.fromEntries(numbers.map(({ spelling, value }) => [spelling, value])),
    writtenNames: Object.fromEntries(respelled.map(({ spelling, written }) => [spelling, clip(written)])),
    notes: Object.fromEntries(notes.map(({ written, value }) => [clip(written), asText(value)])),
    ...(lastOf !== undefined && { lastOf }),
    leftOut: named.length - numbers.length - notes.length,
  };
}

/** Lists become JSON text. @throws DataError with the place for a file that cannot be read, or that has no names. */
export function parseParameters(bytes: Uint8Array, where: string): Readonly<Record<string, ParameterValue>> {
  const tree = parseMeasurementFile(bytes, where);
  const leaves = isTreeMap(tree)
    ? (readPrintedByDvc(tree) ?? flatten(tree))
    : requireNames(tree, where).leaves;
  return Object.fromEntries(
    leaves
      .slice(0, MAX_PARAMETERS)
      .map(({ path, value }) => [clip(path.join('.')), isScalar(value) ? value : asText(value)]),
  );
}

function requireNames(tree: Tree, where: string): Measurements {
  const found = findMeasurements(tree);
  if (found !== undefined) return found;
  const got = Array.isArray(tree) ? 'a list' : `the single value ${asText(tree)}`;
  throw new DataError('DATA_INVALID', `${where}: expected names and values, got ${got}`, {
    hint: 'write an object such as {"accuracy": 0.9}',
  });
}

/** A spelling that several names have stays with the one that is written so; the others get a part of their digest. */
function spellEach<Entry extends Named>(
  entries: readonly Entry[],
): readonly (Entry & { readonly spelling: string })[] {
  const times = countEach(entries.map(({ written }) => spellMetricName(written)));
  return entries.map((entry) => {
    const spelling = spellMetricName(entry.written);
    const isOwn = times.get(spelling) === 1 || spelling === entry.written;
    return { ...entry, spelling: isOwn ? spelling : withDigest(spelling, entry.written) };
  });
}

const DIGEST_LENGTH = 8;

function withDigest(spelling: string, written: string): string {
  return `${clipMetricName(spelling, LONGEST_METRIC_NAME - DIGEST_LENGTH - 1)}-${sha256(written).slice(0, DIGEST_LENGTH)}`;
}

function countEach(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function isScalar(value: Tree): value is Scalar {
  return value === null || typeof value !== 'object';
}

function asText(value: Tree): string {
  return clip(typeof value === 'string' ? value : JSON.stringify(toJson(value)));
}

function toJson(value: Tree): unknown {
  if (isScalar(value)) return value;
  return isTreeMap(value)
    ? Object.fromEntries([...value].map(([name, item]) => [name, toJson(item)]))
    : value.map(toJson);
}

function clip(text: string): string {
  return text.length <= MAX_TEXT_LENGTH ? text : `${text.slice(0, MAX_TEXT_LENGTH - 1)}…`;
}
