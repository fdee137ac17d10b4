/**
 * Layouts of metrics files that other tools write, beside plain nested names. Each is recognized by what it must
 * have: histories of Keras (lists by epoch), tables and logs with one row an epoch, github-action-benchmark (a list
 * of name and value), lm-eval (`results` by task) and promptfoo (`results.stats`). Of epochs the last one counts.
 */
import type { Scalar, Tree, TreeMap } from './measurement-file.ts';

export interface Leaf {
  /** The names that lead to the value. */
  readonly path: readonly string[];
  readonly value: Scalar | readonly Tree[];
}

export interface Measurements {
  readonly leaves: readonly Leaf[];
  /** How many epochs or rows there were, where the last one counts. */
  readonly lastOf?: number;
}

/** @returns undefined where the file has no names: a single value, or a list of values. */
export function findMeasurements(tree: Tree): Measurements | undefined {
  if (isTreeMap(tree)) return readMap(tree);
  if (!isList(tree) || tree.length === 0) return undefined;
  const rows = tree.filter(isTreeMap);
  return rows.length === tree.length ? readRows(rows) : undefined;
}

/** Every value with the names that lead to it, in the order of the file. */
export function flatten(map: TreeMap, path: readonly string[] = []): readonly Leaf[] {
  return [...map].flatMap(([name, value]) =>
    isTreeMap(value) ? flatten(value, [...path, name]) : [{ path: [...path, name], value }],
  );
}

function readMap(map: TreeMap): Measurements {
  const results = map.get('results');
  if (isTreeMap(results)) {
    const stats = results.get('stats');
    if (isTreeMap(stats)) return { leaves: flatten(stats) };
    if (map.has('n-shot') || map.has('versions')) return { leaves: readLanguageModelTasks(results) };
  }
  const inner = map.get('history');
  const history = isTreeMap(inner) ? readHistory(inner) : undefined;
  return history ?? readHistory(map) ?? { leaves: flatten(map) };
}

/** Keras: one list a metric, all with one value an epoch, and always a loss. */
function readHistory(map: TreeMap): Measurements | undefined {
  const lists = [...map.values()].filter(isList);
  const epochs = lists[0]?.length ?? 0;
  const isHistory =
    map.has('loss') &&
    epochs > 0 &&
    lists.length === map.size &&
    lists.every((list) => list.length === epochs && list.every((value) => typeof value === 'number'));
  if (!isHistory) return undefined;
  return { leaves: flatten(new Map([...map].map(([name, list]) => [name, lastOf(list)]))), lastOf: epochs };
}

function lastOf(list: Tree): Tree {
  return (isList(list) ? list.at(-1) : list) ?? null;
}

/** `acc,none` is accuracy without a filter; another filter stays in the name. */
function readLanguageModelTasks(results: TreeMap): readonly Leaf[] {
  return flatten(results).map(({ path, value }) => ({
    path: path.flatMap((name) => name.split(',')).filter((name) => name !== 'none'),
    value,
  }));
}

function readRows(rows: readonly TreeMap[]): Measurements {
  const pairs = rows.flatMap((row) => readPair(row) ?? []);
  if (pairs.length === rows.length) return { leaves: pairs };
  const last = rows.at(-1);
  return { leaves: last === undefined ? [] : flatten(last), ...(rows.length > 1 && { lastOf: rows.length }) };
}

const NAME_KEYS = ['name', 'metric'] as const;
const VALUE_KEYS = ['value', 'score'] as const;

/** A row that is one metric: its name and its value, with a unit or other remarks. */
function readPair(row: TreeMap): Leaf | undefined {
  const name = NAME_KEYS.map((key) => row.get(key)).find((value) => typeof value === 'string');
  const value = VALUE_KEYS.map((key) => row.get(key)).find((found) => typeof found === 'number');
  return typeof name === 'string' && value !== undefined && !isTreeMap(value)
    ? { path: [name], value }
    : undefined;
}

export function isTreeMap(tree: Tree | undefined): tree is TreeMap {
  return tree instanceof Map;
}

function isList(tree: Tree | undefined): tree is readonly Tree[] {
  return Array.isArray(tree);
}
