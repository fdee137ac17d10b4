/** The order of what a search finds, as in MLflow: what has no value comes last, and newer versions come first among equals. */
import { InputError } from '../../kernel/errors.ts';
import { compareVersions } from '../semantic-version.ts';
import { parseSearchKey, type SearchKey } from './filter-grammar.ts';
import { readFilterTokens } from './filter-tokens.ts';
import { ownValue } from '../../kernel/unknown-value.ts';
import { isAboutTags } from './match-clause.ts';
import type { SearchedVersion, VersionDetails } from './searched-version.ts';

const orderedAttributes = ['name', 'version', 'created'] as const;
const directions = ['ASC', 'DESC'] as const;

type OrderKey =
  | { readonly entity: 'attribute'; readonly key: (typeof orderedAttributes)[number] }
  | Extract<SearchKey, { readonly entity: 'metric' | 'parameter' | 'tag' }>;

export type SearchOrder = OrderKey & { readonly isAscending: boolean };

/** `metrics.auc DESC`, one a line. @throws InputError */
export function parseSearchOrder(text: string, where: string): SearchOrder {
  const [name, direction, ...more] = readFilterTokens(text, where);
  const fail = (expected: string): InputError =>
    new InputError('INPUT_INVALID', `${where}: expected ${expected}, got ${JSON.stringify(text)}`, {
      hint: 'write one key a line, such as metrics.roc_auc DESC',
    });
  if (name?.kind !== 'name') throw fail('a name such as metrics.roc_auc');
  const written = direction?.text.toUpperCase() ?? 'ASC';
  const found = directions.find((known) => known === written);
  if (more.length > 0 || found === undefined) throw fail('ASC or DESC behind the name');
  return { ...orderKeyOf(parseSearchKey(name.parts, fail), fail), isAscending: found === 'ASC' };
}

function orderKeyOf(found: SearchKey, fail: (expected: string) => InputError): OrderKey {
  const { entity } = found;
  if (entity === 'metric' || entity === 'parameter' || entity === 'tag') return found;
  const key = entity === 'attribute' ? orderedAttributes.find((known) => known === found.key) : undefined;
  if (key === undefined) throw fail(`one of ${orderedAttributes.join(', ')}, or a metric, parameter or tag`);
  return { entity: 'attribute', key };
}

export interface FoundVersion {
  readonly version: SearchedVersion;
  /** Undefined where the registration was not read, or cannot be. */
  readonly details: VersionDetails | undefined;
}

export function sortFound(
  found: readonly FoundVersion[],
  orders: readonly SearchOrder[],
): readonly FoundVersion[] {
  return found.toSorted((left, right) => {
    for (const order of orders) {
      const difference = compareBy(order, left, right);
      if (difference !== 0) return difference;
    }
    return right.version.createdMs - left.version.createdMs;
  });
}

/** Whether tags give it. */
export function isOrderOfTags(orders: readonly SearchOrder[]): boolean {
  return orders.every(isAboutTags);
}

function compareBy(order: SearchOrder, left: FoundVersion, right: FoundVersion): number {
  const one = valueOf(order, left);
  const other = valueOf(order, right);
  if (one === undefined || other === undefined)
    return Number(one === undefined) - Number(other === undefined);
  const isVersion = order.entity === 'attribute' && order.key === 'version';
  const ascending = isVersion
    ? compareVersions(String(one), String(other))
    : one < other
      ? -1
      : Number(one > other);
  return order.isAscending ? ascending : -ascending;
}

function valueOf(order: SearchOrder, { version, details }: FoundVersion): string | number | undefined {
  switch (order.entity) {
    case 'attribute':
      if (order.key === 'created') return version.createdMs;
      return order.key === 'name' ? version.name : version.version;
    case 'metric':
      return ownValue(details?.metrics ?? {}, order.key);
    case 'parameter':
      return ownValue(details?.parameters ?? {}, order.key);
    case 'tag':
      return ownValue(details?.tags ?? {}, order.key);
  }
}
