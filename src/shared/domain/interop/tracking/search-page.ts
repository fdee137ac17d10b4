/** One page of what a search found; the token of the next page is the place at which it begins. */
import type { CallFields, CallObject } from './call-fields.ts';
import { compareEntities, parseFilter, parseOrder, type Searched } from './search-filter.ts';
import { invalid } from './tracking-refusal.ts';

export interface SearchRequest<Entity> {
  readonly fields: CallFields;
  /** In the order that they have without `order_by`. */
  readonly entities: readonly Entity[];
  readonly searched: (entity: Entity) => Searched;
  readonly render: (entity: Entity) => CallObject;
  /** The name of the list in the reply. */
  readonly as: string;
  /** Where the call has another form of it than a list of texts. */
  readonly order?: readonly string[];
}

const DEFAULT_PAGE = 1000;
const MAX_PAGE = 50_000;

/** @throws TrackingRefusal for a filter or a token that cannot be read. */
export function searchPage<Entity>(request: SearchRequest<Entity>): CallObject {
  const { fields, entities, searched, render, as, order } = request;
  const matches = parseFilter(fields.text('filter') ?? fields.text('filter_string') ?? '');
  const terms = parseOrder(order ?? fields.texts('order_by'));
  const found = entities
    .filter((entity) => matches(searched(entity)))
    .toSorted((one, other) => compareEntities(terms, searched(one), searched(other)));
  const start = fields.integer('page_token') ?? 0;
  const size = Math.min(fields.integer('max_results') ?? DEFAULT_PAGE, MAX_PAGE);
  if (start < 0 || size < 0) throw invalid('max_results', 'a number of results', size);
  const next = start + size;
  return {
    [as]: found.slice(start, next).map(render),
    ...(next < found.length && { next_page_token: String(next) }),
  };
}

/** Of attributes that are only compared as text or number. */
export function searchedBy(
  attributes: Readonly<Record<string, string | number | undefined>>,
  {
    metrics,
    params,
    tags,
  }: {
    readonly metrics?: (key: string) => number | undefined;
    readonly params?: ReadonlyMap<string, string>;
    readonly tags?: ReadonlyMap<string, string>;
  } = {},
): Searched {
  return (kind, key) => {
    switch (kind) {
      case 'metric':
        return metrics?.(key);
      case 'param':
        return params?.get(key);
      case 'tag':
        return tags?.get(key);
      case 'attribute':
        return Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    }
  };
}
