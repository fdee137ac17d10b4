/**
 * Lists of objects as metrics: one row a step, of which the last value of each name counts, or one row a name. Logs of Hugging
 * Face, reports of Evidently and Kubeflow, and results of benchmarks have such lists inside of a section.
 */
import type { Tree, TreeMap } from './measurement-file.ts';
import { flatten, isList, isTreeMap, leafOf, type Leaf, type Measurements } from './measurement-leaves.ts';

const STEP_KEYS = /^(epoch|step|global_step|iter|iteration|round)s?$/i;
const NAME_KEYS = /^(name|metric|key|metric_?(?:id|name))$/i;
/** The one column that says how large what its row names is. */
const VALUE_KEYS = /^(?:value|number_?value|double_?value)$/i;
/** Numbers that name the row: with other names a number is what was measured. */
const CODE_KEYS = /^(?:class|label|id|index|fold|cluster|k)(?:_id)?$/i;
/** More rows are single cases. */
export const MAX_NAMED_ROWS = 100;

export function isStepName(name: string): boolean {
  return STEP_KEYS.test(name);
}

/** All values of a map. Lists of objects in it come last, so that many rows displace no other metric. */
export function readSections(map: TreeMap): Measurements {
  const all = flatten(map).map((leaf) => ({ leaf, section: readSection(leaf) }));
  const sections = all.flatMap(({ section }) => (section === undefined ? [] : [section]));
  const steps = sections.filter(({ lastOf }) => lastOf !== undefined);
  const [only] = steps;
  return {
    leaves: [
      ...all.flatMap(({ leaf, section }) => (section === undefined ? [leaf] : [])),
      ...sections.flatMap(({ leaves }) => leaves),
    ],
    ...(steps.length === 1 && only?.lastOf !== undefined && { lastOf: only.lastOf }),
  };
}

/** Undefined for anything but rows of steps, or rows of which each has a name of its own. */
function readSection({ path, value }: Leaf): Measurements | undefined {
  if (!isList(value) || value.length === 0) return undefined;
  const maps = value.filter(isTreeMap);
  if (maps.length < value.length) return undefined;
  const rows = maps.map(flattenRow);
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const step = rows.length > 1 ? columns.find(isStepName) : undefined;
  const found = step === undefined ? readNamedSection(rows, columns) : readSteps(rows, step);
  return (
    found && { ...found, leaves: found.leaves.map((leaf) => ({ ...leaf, path: [...path, ...leaf.path] })) }
  );
}

function readNamedSection(rows: readonly TreeMap[], columns: readonly string[]): Measurements | undefined {
  if (rows.length > MAX_NAMED_ROWS) return undefined;
  const label = columns.find((column) => NAME_KEYS.test(column)) ?? findLabel(rows, columns);
  const names = rows.map((row) => (label === undefined ? undefined : row.get(label)));
  const areNames = names.every((name) => typeof name === 'string' || typeof name === 'number');
  if (label === undefined || !areNames || new Set(names).size < rows.length) return undefined;
  const leaves = rows.flatMap((row, index) => {
    const values = [...row].filter(([column]) => column !== label);
    const numbers = values.filter(([, value]) => typeof value === 'number');
    const [first] = numbers;
    const isAlone = numbers.length === 1 && first !== undefined && VALUE_KEYS.test(first[0]);
    return values.map(([column, value]) => ({
      path: isAlone && column === first[0] ? [String(names[index])] : [String(names[index]), column],
      value: leafOf(value),
    }));
  });
  return { leaves };
}

function findLabel(rows: readonly TreeMap[], columns: readonly string[]): string | undefined {
  const isText = (column: string): boolean => rows.every((row) => typeof row.get(column) === 'string');
  return columns.find((column) => CODE_KEYS.test(column)) ?? columns.find(isText);
}

/** What lies deeper in a row, by its names with points. */
function flattenRow(row: TreeMap): TreeMap {
  const flat = new Map<string, Tree>();
  for (const { path, value } of flatten(row)) {
    const name = path.join('.');
    flat.set(name, flat.has(name) ? null : value);
  }
  return flat;
}

/** Rows are steps of one training where one of their columns counts them; else each row has a name of its own. */
export function readMetricRows(maps: readonly TreeMap[]): Measurements {
  const rows = maps.map(flattenRow);
  const [first] = rows;
  if (first === undefined || rows.length === 1) return { leaves: first === undefined ? [] : readOnly(first) };
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const step = columns.find(isStepName);
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
  const isName = rows.every((row) => ['string', 'number'].includes(typeof row.get(first)));
  if (isMeasured || !isName || columns.length === 1) return undefined;
  const isIndex = UNNAMED.test(first) && rows.every((row) => typeof row.get(first) === 'number');
  const texts = columns.find((column) => rows.every((row) => typeof row.get(column) === 'string'));
  return isIndex ? (texts ?? first) : first;
}

function nameOf(value: Tree | undefined, index: number): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : `row-${index + 1}`;
}
