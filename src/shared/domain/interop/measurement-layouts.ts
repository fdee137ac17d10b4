/**
 * Layouts of metrics files that other tools write, beside plain nested names. Each is recognized by what it must
 * have: histories of Keras (lists by epoch), tables and logs with one row an epoch, github-action-benchmark (a list
 * of name and value), lm-eval (`results` by task), promptfoo (`results.stats`) and what DVC prints. Of epochs the last one
 * counts.
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
    if (isTreeMap(stats)) return withSiblings(map, 'results', { leaves: flatten(stats) });
    if (map.has('n-shot') || map.has('versions'))
      return withSiblings(map, 'results', { leaves: readLanguageModelTasks(results) });
  }
  const printed = readPrintedByDvc(map);
  if (printed !== undefined) return { leaves: printed };
  const inner = map.get('history');
  const history = isTreeMap(inner) ? readHistory(inner) : undefined;
  if (history !== undefined) return withSiblings(map, 'history', history);
  return readHistory(map) ?? readRounds(map) ?? { leaves: flatten(map) };
}

/** What DVC calls the files as they are, beside those of commits. */
const WORKSPACE = ['', 'workspace'];

/**
 * What `dvc metrics show --json`, `dvc metrics diff --json` and `dvc params diff --json` print: of the workspace, and of a
 * difference what is new. The names of several files stand before those of their values.
 * @returns undefined for anything else.
 */
export function readPrintedByDvc(map: TreeMap): readonly Leaf[] | undefined {
  return readShown(map) ?? readDifference(map);
}

function readShown(map: TreeMap): readonly Leaf[] | undefined {
  const shown = WORKSPACE.map((name) => map.get(name)).find((revision) => revision !== undefined);
  const files = isTreeMap(shown) && shown.size === 1 ? shown.get('data') : undefined;
  if (!isTreeMap(files)) return undefined;
  const all = [...files.values()];
  if (!all.every((file) => isTreeMap(file) && (file.has('data') || file.has('error')))) return undefined;
  return ofFiles(files, (file) => {
    const values = file.get('data');
    // A file that DVC could not read has an error instead, whose text is a note.
    return flatten(isTreeMap(values) ? values : file);
  });
}

function readDifference(map: TreeMap): readonly Leaf[] | undefined {
  const entries = [...map.values()].flatMap((file) => (isTreeMap(file) ? [...file.values()] : [undefined]));
  const isDifference =
    entries.length > 0 &&
    entries.every(
      (entry) =>
        entry !== undefined &&
        isTreeMap(entry) &&
        entry.has('old') &&
        entry.has('new') &&
        // Of numbers DVC prints the difference too.
        entry.size === (entry.has('diff') ? 3 : 2),
    );
  if (!isDifference) return undefined;
  return ofFiles(map, (file) =>
    [...file].flatMap(([name, entry]) => {
      const value = isTreeMap(entry) ? entry.get('new') : undefined;
      // Nothing is new about what was removed.
      return value === undefined || value === null ? [] : flatten(new Map([[name, value]]));
    }),
  );
}

function ofFiles(files: TreeMap, read: (file: TreeMap) => readonly Leaf[]): readonly Leaf[] {
  const found = [...files].flatMap(([name, file]) => {
    const leaves = isTreeMap(file) ? read(file) : [];
    return leaves.length === 0 ? [] : [{ name, leaves }];
  });
  return found.flatMap(({ name, leaves }) =>
    found.length === 1 ? leaves : leaves.map((leaf) => ({ ...leaf, path: [name, ...leaf.path] })),
  );
}

/** Numbers beside a known section are metrics too: a look-alike must not hide one. */
function withSiblings(map: TreeMap, section: string, { leaves, ...found }: Measurements): Measurements {
  const siblings = [...map].filter(([name, value]) => name !== section && typeof value === 'number');
  return { leaves: [...leaves, ...flatten(new Map(siblings))], ...found };
}

/**
 * Keras and its relatives: one list a metric, all with one value an epoch. A loss, a count of the epochs, or a metric
 * of the validation beside that of the training says that they are no folds.
 */
function readHistory(map: TreeMap): Measurements | undefined {
  const lists = [...map.values()].filter(isList);
  const epochs = lists[0]?.length ?? 0;
  const names = [...map.keys()];
  const isOfEpochs =
    map.has('loss') ||
    names.some((name) => STEP_KEYS.test(name) || (name.startsWith('val_') && map.has(name.slice(4))));
  const isHistory =
    isOfEpochs &&
    epochs > 0 &&
    lists.length === map.size &&
    lists.every((list) => list.length === epochs && list.every((value) => typeof value === 'number'));
  if (!isHistory) return undefined;
  return { leaves: flatten(new Map([...map].map(([name, list]) => [name, lastOf(list)]))), lastOf: epochs };
}

/** What boosting libraries call the rows that they evaluate after each round. */
const SETS = /^(?:d?(?:train|eval|test)|training|validation|valid|val|dev|learn)(?:[_-]?\d+)?$/i;

/** `evals_result` of XGBoost, LightGBM and CatBoost: one list a metric and set, all with one value a round. */
function readRounds(map: TreeMap): Measurements | undefined {
  const sets = [...map];
  const lists = sets.flatMap(([, metrics]) => (isTreeMap(metrics) ? [...metrics.values()] : [metrics]));
  const rounds = isList(lists[0]) ? lists[0].length : 0;
  const isOfRounds = (list: Tree): boolean =>
    isList(list) && list.length === rounds && list.every((value) => typeof value === 'number');
  if (rounds === 0 || !sets.every(([name]) => SETS.test(name)) || !lists.every(isOfRounds)) return undefined;
  const leaves = flatten(map).map(({ path, value }) => ({ path, value: leafOf(lastOf(value)) }));
  return { leaves, lastOf: rounds };
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

const STEP_KEYS = /^(epoch|step|global_step|iter|iteration|round)s?$/i;
const NAME_KEYS = /^(name|metric|key)$/i;

/** Rows are steps of one training where one of their columns counts them; else each row has a name of its own. */
function readRows(rows: readonly TreeMap[]): Measurements {
  const [first] = rows;
  if (first === undefined || rows.length === 1) return { leaves: first === undefined ? [] : readOnly(first) };
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const step = columns.find((column) => STEP_KEYS.test(column));
  return step === undefined ? { leaves: readNamed(rows, columns) } : readSteps(rows, step);
}

function readOnly(row: TreeMap): readonly Leaf[] {
  const columns = [...row.keys()];
  const isNamed = isHeadless(columns) || columns.some((column) => NAME_KEYS.test(column));
  return isNamed ? readNamed([row], columns) : flatten(row);
}

/** Whether the first row, a name and a number, was taken for a header. */
function isHeadless([name, number, ...more]: readonly string[]): boolean {
  return (
    more.length === 0 &&
    name !== undefined &&
    !UNNAMED.test(name) &&
    number !== undefined &&
    number.trim() !== '' &&
    Number.isFinite(Number(number))
  );
}

/** What the reader of tables calls a column without a name, such as an index. */
const UNNAMED = /^column-\d+$/;

/** The last value of each column, in the order of the steps: not every row has every column. */
function readSteps(rows: readonly TreeMap[], step: string): Measurements {
  const ordered = inOrder(rows, step);
  const label = findTags(rows, step);
  if (label !== undefined) return { leaves: readTagged(ordered, { label, step }), lastOf: rows.length };
  const last = new Map<string, Tree>();
  for (const row of ordered) for (const [column, value] of row) if (value !== null) last.set(column, value);
  return { leaves: flatten(last), lastOf: rows.length };
}

/**
 * By their steps, unless these begin again: then a later training, or a later epoch, was appended, and the order of the
 * file is that in which they were written.
 */
function inOrder(rows: readonly TreeMap[], step: string): readonly TreeMap[] {
  const steps = rows.map((row) => Number(row.get(step) ?? Number.NaN));
  const left = new Set<number>();
  const beginsAgain = steps.some((value, index) => {
    const previous = steps[index - 1];
    if (previous !== undefined && previous !== value) left.add(previous);
    return left.has(value);
  });
  if (beginsAgain || steps.some((value) => Number.isNaN(value))) return rows;
  return rows.toSorted((one, other) => Number(one.get(step)) - Number(other.get(step)));
}

const TAG_KEYS = /^(tag|name|metric|key|variable)$/i;

/** The column that says of which metric a row is, as TensorBoard exports them; each row has one value. */
function findTags(rows: readonly TreeMap[], step: string): string | undefined {
  const label = [...(rows[0]?.keys() ?? [])].find((column) => TAG_KEYS.test(column) && column !== step);
  if (label === undefined || !rows.every((row) => typeof row.get(label) === 'string')) return undefined;
  return new Set(rows.map((row) => row.get(label))).size > 1 ? label : undefined;
}

const CLOCKS = /^(wall[_ ]?time|time(stamp)?|runtime|_runtime|_timestamp)$/i;

function readTagged(
  rows: readonly TreeMap[],
  { label, step }: { readonly label: string; readonly step: string },
): readonly Leaf[] {
  const last = new Map<string, Map<string, Tree>>();
  for (const row of rows) {
    const name = nameOf(row.get(label), 0);
    const values = [...row].filter(
      ([column, value]) => column !== label && column !== step && !CLOCKS.test(column) && value !== null,
    );
    last.set(name, new Map([...(last.get(name) ?? []), ...values]));
  }
  const isAlone = [...last.values()].every((values) => values.size === 1);
  return [...last].flatMap(([name, values]) =>
    flatten(values).map(({ path, value }) => ({ path: isAlone ? [name] : [name, ...path], value })),
  );
}

/** `metric,value` and `model,auc,f1`: the first column, or the one that is called a name, names the row. */
function readNamed(rows: readonly TreeMap[], columns: readonly string[]): readonly Leaf[] {
  const label = columns.find((column) => NAME_KEYS.test(column)) ?? findNames(rows, columns);
  const values = columns.filter(
    (column) =>
      column !== label && !UNNAMED.test(column) && rows.some((row) => typeof row.get(column) === 'number'),
  );
  const named = rows.flatMap((row, index) => {
    const name = nameOf(label === undefined ? undefined : row.get(label), index);
    return values.map((column) => ({
      path: values.length === 1 && label !== undefined ? [name] : [name, column],
      value: leafOf(row.get(column)),
    }));
  });
  return isHeadless(columns) && label !== undefined
    ? [{ path: [label], value: Number(columns[1]) }, ...named]
    : named;
}

/**
 * The first column; where it only numbers the rows, as the index of a leaderboard does, the first one with texts.
 * Undefined where it is a measurement itself: a number such as 0.93 is no name, nor is the only column.
 */
function findNames(rows: readonly TreeMap[], columns: readonly string[]): string | undefined {
  const [first = ''] = columns;
  const isMeasured = rows.some((row) => {
    const value = row.get(first);
    return typeof value === 'number' && !Number.isInteger(value);
  });
  if (isMeasured || columns.length === 1) return undefined;
  const isIndex = UNNAMED.test(first) && rows.every((row) => typeof row.get(first) === 'number');
  const texts = columns.find((column) => rows.every((row) => typeof row.get(column) === 'string'));
  return isIndex ? (texts ?? first) : first;
}

function nameOf(value: Tree | undefined, index: number): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : `row-${index + 1}`;
}

function leafOf(value: Tree | undefined): Leaf['value'] {
  return value === undefined || isTreeMap(value) ? null : value;
}

export function isTreeMap(tree: Tree | undefined): tree is TreeMap {
  return tree instanceof Map;
}

function isList(tree: Tree | undefined): tree is readonly Tree[] {
  return Array.isArray(tree);
}
