/** The values of a tree of metrics or parameters, with the names that lead to each. */
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

/** Every value with the names that lead to it, in the order of the file. */
export function flatten(map: TreeMap, path: readonly string[] = []): readonly Leaf[] {
  return [...map].flatMap(([name, value]) =>
    isTreeMap(value) ? flatten(value, [...path, name]) : [{ path: [...path, name], value }],
  );
}

export function leafOf(value: Tree | undefined): Leaf['value'] {
  return value === undefined || isTreeMap(value) ? null : value;
}

export function isTreeMap(tree: Tree | undefined): tree is TreeMap {
  return tree instanceof Map;
}

export function isList(tree: Tree | undefined): tree is readonly Tree[] {
  return Array.isArray(tree);
}
