/**
 * Fields inside of lists and objects, as columns of their own: `probs.0` is the first number of the list `probs`, and
 * `metrics.accuracy` a field of the object `metrics`. Only those that are asked for: a list may have thousands.
 */
import { isComposite } from '../kernel/unknown-value.ts';

/** A field as a column: its name, and what stands there. */
export type NestedField = readonly [name: string, value: unknown];

const SEPARATOR = '.';
/** Deeper fields are left out. */
const MAX_DEPTH = 5;

/** Those of the names that may be fields of others, from names of columns, of which one may be a pattern with `*`. */
export function nestedNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.includes(SEPARATOR));
}

/** Whether fields of this column are asked for. */
export function hasWantedFields(name: string, wanted: readonly string[]): boolean {
  return wanted.some((each) => each.startsWith(`${name}${SEPARATOR}`));
}

/** The scalars within a value that are asked for, in their order; none for a value that has none. */
export function wantedFields(
  name: string,
  value: unknown,
  wanted: readonly string[],
): readonly NestedField[] {
  return collectFields([name, value], wanted, 0);
}

function collectFields(
  [name, value]: NestedField,
  wanted: readonly string[],
  depth: number,
): readonly NestedField[] {
  if (!isComposite(value)) return wanted.some((each) => isMatch(name, each)) ? [[name, value]] : [];
  if (depth === MAX_DEPTH) return [];
  return Object.entries(value).flatMap(([key, field]: readonly [string, unknown]) =>
    collectFields([`${name}${SEPARATOR}${key}`, field], wanted, depth + 1),
  );
}

function isMatch(name: string, wanted: string): boolean {
  const [before = '', after] = wanted.split('*');
  if (after === undefined) return name === wanted;
  return name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
}
