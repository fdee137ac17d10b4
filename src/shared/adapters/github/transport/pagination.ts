/**
 * All pages of a list, along the `Link` header. An incomplete list is an error: a comment that is not found in
 * half a list would be created a second time.
 */
import { ServiceError } from '../../../domain/kernel/errors.ts';
import { RetryableError } from '../../http/retry.ts';

export interface ListOptions {
  /** Member with the items, for lists inside an object with their count. */
  readonly key?: string;
  /** Member with the count; `total_count` by default. */
  readonly totalKey?: string;
  /** For the few endpoints without `per_page`, which return everything; a next page is followed all the same. */
  readonly isWhole?: boolean;
  /** Stops after this many: for ordered lists of which only the beginning matters. */
  readonly limit?: number;
  /** A list that a step reads several times, to see whether it has changed. */
  readonly isReread?: boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number | undefined;
  readonly link: string | undefined;
}

export type PageRequest = { readonly query: Readonly<Record<string, number>> } | { readonly url: string };

const PER_PAGE = 100;
/** GitHub's own limit for most lists ("Only the first 10000 results are available"). */
const MAX_PAGES = 100;
/** The list of workflow runs ends here, while `total_count` does not. */
const MAX_COUNTED = 1000;

interface ListTarget {
  readonly purpose: string;
  readonly apiUrl: string;
  readonly options: ListOptions;
}

/** @throws RetryableError for a list with fewer items than its own count: a retry may be complete. */
export async function collectPages<T>(
  target: ListTarget,
  readPage: (request: PageRequest) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const { limit = Infinity, isWhole = false } = target.options;
  const items: T[] = [];
  const visited = new Set<string>();
  let page = await readPage({ query: isWhole ? {} : { per_page: Math.min(PER_PAGE, limit) } });
  items.push(...page.items);
  for (let url = nextUrl(page.link); url !== undefined && items.length < limit; url = nextUrl(page.link)) {
    checkNext(target, url, visited);
    visited.add(url);
    page = await readPage({ url });
    items.push(...page.items);
  }
  const expected = Math.min(page.total ?? 0, MAX_COUNTED, limit);
  if (items.length < expected)
    throw new RetryableError(broken(target, `${expected} items`, `${items.length}`));
  return items.slice(0, limit);
}

function checkNext(target: ListTarget, url: string, visited: ReadonlySet<string>): void {
  if (new URL(url).origin !== new URL(target.apiUrl).origin) {
    throw broken(
      target,
      `pages at ${new URL(target.apiUrl).origin}`,
      `a next page at ${new URL(url).origin}`,
    );
  }
  if (visited.has(url)) throw broken(target, 'a last page', 'pages that lead back to an earlier one');
  if (visited.size + 1 >= MAX_PAGES) throw broken(target, `at most ${MAX_PAGES} pages`, 'more');
}

function broken(target: ListTarget, expected: string, got: string): ServiceError {
  return new ServiceError('SERVICE_FAILED', `${target.purpose}: expected ${expected}, got ${got}`, {
    hint: 're-run the job; if it happens again, check that GITHUB_API_URL is the address of the API',
    retryable: true,
  });
}

/** `<https://…&page=2>; rel="next", <…>; rel="last"` (RFC 8288) → the address of the next page. */
export function nextUrl(link: string | undefined): string | undefined {
  for (const [, url, relation] of (link ?? '').matchAll(/<([^<>]*)>\s*;\s*rel="([^"]*)"/g)) {
    if (relation === 'next') return url;
  }
  return undefined;
}
