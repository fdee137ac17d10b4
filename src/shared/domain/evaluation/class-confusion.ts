/**
 * Which classes were taken for which, for the reader of a report: the whole table of a few classes, the most frequent
 * confusions of many; and the classes that are rare, on which averages over classes lean.
 */
import type { Evaluation } from '../documents/evaluation.ts';
import type { ScoredRows } from '../metrics/metric.ts';
import { at } from '../statistics/vectors.ts';
import type { ComparedRows } from './compared-rows.ts';

type Classes = NonNullable<Evaluation['classes']>;
type Cell = Classes['cells'][number];

/** So many classes fill a table that people read. */
const MAX_TABLE_CLASSES = 12;
const MAX_CONFUSIONS = 20;
/** Fewer rows than this say little about a class. */
const FEW_ROWS_OF_CLASS = 10;
const MAX_RARE = 20;
const LONGEST_NAME = 80;

/** Of a task whose labels and predictions are codes of classes. O(N). */
export function describeClasses({ codes, challenger, champion }: ComparedRows): Classes {
  const own = countPairs(challenger, codes.length);
  const others = champion === undefined ? undefined : countPairs(champion, codes.length);
  const complete = codes.length <= MAX_TABLE_CLASSES;
  const cells = pairsOf(own, others).map((pair): Cell => {
    const [actual, predicted] = [Math.floor(pair / codes.length), pair % codes.length];
    return {
      actual: shorten(codes[actual]),
      predicted: shorten(codes[predicted]),
      challengerRows: own.get(pair) ?? 0,
      ...(others !== undefined && { championRows: others.get(pair) ?? 0 }),
    };
  });
  return {
    count: codes.length,
    ...listRare(challenger, codes),
    complete,
    cells: complete ? cells : mostFrequent(cells),
  };
}

/** Rows of each pair: actual code × K + predicted code. */
function countPairs({ labels, scores }: ScoredRows, classCount: number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let row = 0; row < labels.length; row += 1) {
    const pair = at(labels, row) * classCount + at(scores, row);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}

function pairsOf(
  own: ReadonlyMap<number, number>,
  others: ReadonlyMap<number, number> | undefined,
): readonly number[] {
  return [...new Set([...own.keys(), ...(others?.keys() ?? [])])].sort((left, right) => left - right);
}

function mostFrequent(cells: readonly Cell[]): Cell[] {
  return cells
    .filter(({ actual, predicted }) => actual !== predicted)
    .sort((left, right) => right.challengerRows - left.challengerRows)
    .slice(0, MAX_CONFUSIONS);
}

function listRare({ labels }: ScoredRows, codes: readonly string[]): Pick<Classes, 'rare' | 'rareCount'> {
  const counts = new Float64Array(codes.length);
  for (const code of labels) counts[code] = at(counts, code) + 1;
  const rare = codes
    .map((name, code) => ({ name: shorten(name), rows: at(counts, code) }))
    // Classes without a label are in no average.
    .filter(({ rows }) => rows > 0 && rows < FEW_ROWS_OF_CLASS)
    .sort((left, right) => left.rows - right.rows);
  return rare.length === 0 ? {} : { rareCount: rare.length, rare: rare.slice(0, MAX_RARE) };
}

function shorten(name = ''): string {
  return name.slice(0, LONGEST_NAME).toWellFormed();
}
