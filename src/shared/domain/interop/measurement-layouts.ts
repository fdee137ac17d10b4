/**
 * Layouts of metrics files that other tools write, beside plain nested names. Each is recognized by what it must
 * have: histories of Keras (lists by epoch), tables and logs with one row an epoch, github-action-benchmark (a list
 * of name and value), lm-eval (`results` by task), promptfoo (`results.stats`), CatBoost (`iterations`) and what DVC prints. Of
 * epochs the last one counts.
 */
import type { Tree, TreeMap } from './measurement-file.ts';
import { flatten, isList, isTreeMap, leafOf, type Leaf, type Measurements } from './measurement-leaves.ts';
import { isStepName, readMetricRows, readSections } from './measurement-rows.ts';

/** @returns undefined where the file has no names: a single value, or a list of values. */
export function findMeasurements(tree: Tree): Measurements | undefined {
  if (isTreeMap(tree)) return readMap(tree);
  if (!isList(tree) || tree.length === 0) return undefined;
  const rows = tree.filter(isTreeMap);
  return rows.length === tree.length ? readMetricRows(rows) : undefined;
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
  return readHistory(map) ?? readRounds(map) ?? readIterations(map) ?? readSections(map);
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
 * of the validation beside that of the training says that they are no folds. Loops that people write keep other values beside them.
 */
function readHistory(map: TreeMap): Measurements | undefined {
  const lists = new Map([...map].filter(([, value]) => isListOfNumbers(value)));
  const sizes = new Set([...lists.values()].map((list) => (isList(list) ? list.length : 0)));
  const [epochs] = sizes;
  if (epochs === undefined || sizes.size > 1 || !isOfEpochs([...lists.keys()])) return undefined;
  const others = new Map([...map].filter(([name]) => !lists.has(name)));
  const last = new Map([...lists].map(([name, list]) => [name, lastOf(list)]));
  return { leaves: [...flatten(last), ...readSections(others).leaves], lastOf: epochs };
}

function isListOfNumbers(value: Tree): boolean {
  return isList(value) && value.length > 0 && value.every((item) => typeof item === 'number');
}

/** `train_score` and `test_score` are folds of scikit-learn; a loss of both has epochs. */
function isOfEpochs(names: readonly string[]): boolean {
  const isThere = (name: string): boolean => names.includes(name);
  return (
    isThere('loss') ||
    names.some((name) => isStepName(name) || (name.startsWith('val_') && isThere(name.slice(4)))) ||
    (LOSSES_OF_TRAINING.some(isThere) && LOSSES_OF_VALIDATION.some(isThere))
  );
}

const LOSSES_OF_TRAINING = ['train_loss', 'training_loss', 'train/loss', 'train_losses'] as const;
const LOSSES_OF_VALIDATION = [
  ...(['val_loss', 'valid_loss', 'validation_loss', 'eval_loss', 'val/loss', 'valid/loss'] as const),
  ...(['val_losses', 'valid_losses'] as const),
] as const;

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

/** `catboost_training.json`: what each list of the last round measures stands in `meta`. */
function readIterations(map: TreeMap): Measurements | undefined {
  const [meta, rounds] = [map.get('meta'), map.get('iterations')];
  const last = isList(rounds) ? rounds.at(-1) : undefined;
  if (!isTreeMap(meta) || !isTreeMap(last) || !isList(rounds)) return undefined;
  const leaves = [...last].flatMap(([set, values]) => {
    if (!isList(values)) return [{ path: [set], value: leafOf(values) }];
    const names = namesIn(meta.get(isIn(meta.get('learn_sets'), set) ? 'learn_metrics' : 'test_metrics'));
    return values.map((value, index) => ({ path: [set, names[index] ?? `${index}`], value: leafOf(value) }));
  });
  return { leaves, lastOf: rounds.length };
}

function isIn(list: Tree | undefined, name: string): boolean {
  return isList(list) && list.includes(name);
}

function namesIn(list: Tree | undefined): readonly (string | undefined)[] {
  const names = isList(list) ? list.map((item) => (isTreeMap(item) ? item.get('name') : undefined)) : [];
  return names.map((name) => (typeof name === 'string' ? name : undefined));
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
