/** GitHub's connections: `first` or `last` is required and at most 100, cursors are opaque. */
import type { Json } from '../view/links.ts';
import { FieldRefusal } from './refusal.ts';

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

/** https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#node-limit */
const MAX_PAGE_SIZE = 100;

/** @param name of the connection's field, for the refusal. */
export function takeConnection<T>(
  name: string,
  all: readonly T[],
  { page, view }: { readonly page: PageArguments; readonly view: (item: T) => Json },
): Json {
  const { first, last, after, before } = page;
  checkSize(name, first, last);
  const start = after == null ? 0 : positionOf(after) + 1;
  const end = before == null ? all.length : positionOf(before);
  const from = first == null && last != null ? Math.max(start, end - last) : start;
  const to = first == null ? end : Math.min(end, from + first);
  const items = all.slice(from, to);
  return {
    totalCount: all.length,
    nodes: items.map(view),
    edges: items.map((item, index) => ({ cursor: cursorOf(from + index), node: view(item) })),
    pageInfo: {
      hasNextPage: to < all.length,
      hasPreviousPage: from > 0,
      startCursor: items.length === 0 ? null : cursorOf(from),
      endCursor: items.length === 0 ? null : cursorOf(to - 1),
    },
  };
}

function checkSize(name: string, first: PageArguments['first'], last: PageArguments['last']): void {
  const size = first ?? last;
  if (size == null) {
    throw new FieldRefusal(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  if (size > MAX_PAGE_SIZE) {
    const argument = first == null ? 'last' : 'first';
    throw new FieldRefusal(
      'EXCESSIVE_PAGINATION',
      `Requesting ${size} records on the \`${name}\` connection exceeds the \`${argument}\` limit of ${MAX_PAGE_SIZE} records.`,
    );
  }
}

function cursorOf(position: number): string {
  return Buffer.from(`cursor:${position}`).toString('base64');
}

function positionOf(cursor: string): number {
  return Number(Buffer.from(cursor, 'base64').toString().replace('cursor:', ''));
}
