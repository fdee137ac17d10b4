/** What a pickle would make, as far as it decides what is called: names, texts, numbers and how they are put together. */
import type { GlobalName } from './global-names.ts';

export type PickleValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'global'; readonly global: GlobalName; readonly isAllowed: boolean }
  | { readonly kind: 'tuple'; readonly items: readonly PickleValue[]; readonly weight: number }
  /** Of its entries those whose keys are texts. */
  | { readonly kind: 'dict'; readonly entries: Map<string, PickleValue>; weight: number }
  | { readonly kind: 'list'; weight: number }
  /** The content is not kept: only where it stands. */
  | { readonly kind: 'bytes'; readonly offsetBytes: number; readonly sizeBytes: number }
  | Made
  | { readonly kind: 'opaque' };

/** The result of a call. */
export interface Made {
  readonly kind: 'made';
  /** Undefined where what was called is no name. */
  readonly callable: GlobalName | undefined;
  readonly args: readonly PickleValue[];
  state: PickleValue | undefined;
  weight: number;
}

export const OPAQUE: PickleValue = { kind: 'opaque' };

/** Texts up to this length are kept: names, and what a function gets. */
export const MAX_KEPT_TEXT_BYTES = 1024;

/** How many values it would be if every value that is used again were written out. */
export function weightOf(value: PickleValue): number {
  return 'weight' in value ? value.weight : 1;
}

export function makeTuple(items: readonly PickleValue[]): PickleValue {
  return { kind: 'tuple', items, weight: items.reduce((sum, item) => sum + weightOf(item), 1) };
}

export function isOf(
  value: PickleValue | undefined,
  modules: readonly string[],
  name: string,
): value is Made {
  if (value?.kind !== 'made') return false;
  return value.callable?.name === name && modules.includes(value.callable.module);
}
