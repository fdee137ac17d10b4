/**
 * Cache entries: immutable, found by version and key or key prefix, visible by scope. Methods of
 * `CacheService` (version 2) as `@actions/cache` 6 calls them.
 * Rules: https://docs.github.com/actions/reference/workflows-and-actions/dependency-caching
 */
import type { Clock, RuntimeJob } from '../mount.ts';
import type { BlobStore } from './blob-store.ts';
import { TwirpError, integer, requiredText } from './twirp.ts';
import type { TwirpMethods, TwirpRequest } from './twirp.ts';

/** GitHub removes what was not read for this long. */
const UNUSED_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

interface CacheEntry {
  readonly id: number;
  readonly repository: string;
  readonly scope: string;
  readonly key: string;
  readonly version: string;
  readonly blob: string;
  /** Set when the upload is finalized; until then no search finds the entry, but its key is taken. */
  finalized: boolean;
  lastUsedAt: Date;
}

export class CacheStore {
  readonly methods: TwirpMethods = {
    'CacheService/CreateCacheEntry': (request, job) =>
      job.cacheReadOnly === true
        ? { ok: false, message: `cache write denied: the token may only read ${job.cacheScope}` }
        : { ok: true, signed_upload_url: this.#blobs.signUpload(this.#reserve(request, job).blob) },
    'CacheService/FinalizeCacheEntryUpload': (request, job) => ({
      ok: true,
      entry_id: String(this.#finalize(request, job).id),
    }),
    'CacheService/GetCacheEntryDownloadURL': (request, job) => {
      const entry = this.#find(request, job);
      if (entry === undefined) return { ok: false };
      entry.lastUsedAt = this.#clock.now();
      const headers = { contentType: 'application/octet-stream', fileName: 'cache' };
      const url = this.#blobs.signDownload(entry.blob, headers);
      return { ok: true, signed_download_url: url, matched_key: entry.key };
    },
  };
  readonly #clock: Clock;
  readonly #blobs: BlobStore;
  readonly #entries: CacheEntry[] = [];

  constructor(clock: Clock, blobs: BlobStore) {
    this.#clock = clock;
    this.#blobs = blobs;
  }

  #reserved(request: TwirpRequest, job: RuntimeJob): CacheEntry | undefined {
    const key = requiredText(request, 'key');
    const version = requiredText(request, 'version');
    return this.#entries.find(
      (entry) =>
        entry.repository === job.repository &&
        entry.scope === job.cacheScope &&
        entry.key === key &&
        entry.version === version,
    );
  }

  #reserve(request: TwirpRequest, job: RuntimeJob): CacheEntry {
    if (this.#reserved(request, job)) throw new TwirpError('already_exists', 'cache entry already exists');
    const id = this.#entries.length + 1;
    const entry: CacheEntry = {
      id,
      repository: job.repository,
      scope: job.cacheScope,
      key: requiredText(request, 'key'),
      version: requiredText(request, 'version'),
      blob: `caches/${id}`,
      finalized: false,
      lastUsedAt: this.#clock.tick(),
    };
    this.#entries.push(entry);
    return entry;
  }

  #finalize(request: TwirpRequest, job: RuntimeJob): CacheEntry {
    const entry = this.#reserved(request, job);
    const blob = entry && this.#blobs.read(entry.blob);
    if (entry === undefined || blob === undefined) throw new TwirpError('not_found', 'nothing was uploaded');
    if (integer(request, 'size_bytes') !== blob.sizeBytes) {
      throw new TwirpError('invalid_argument', `stored are ${blob.sizeBytes} bytes`);
    }
    entry.finalized = true;
    return entry;
  }

  #visible(scope: string, version: string, job: RuntimeJob): readonly CacheEntry[] {
    const oldest = this.#clock.now().getTime() - UNUSED_LIFETIME_MS;
    return this.#entries.filter(
      (entry) =>
        entry.finalized &&
        entry.repository === job.repository &&
        entry.scope === scope &&
        entry.version === version &&
        entry.lastUsedAt.getTime() >= oldest,
    );
  }

  #find(request: TwirpRequest, job: RuntimeJob): CacheEntry | undefined {
    const key = requiredText(request, 'key');
    const version = requiredText(request, 'version');
    for (const scope of [job.cacheScope, ...job.cacheReadScopes]) {
      const found = bestMatch(this.#visible(scope, version, job), key, restoreKeys(request));
      if (found) return found;
    }
    return undefined;
  }
}

/** The key itself, then what begins with it, then what begins with each restore key; the newest first. */
function bestMatch(
  entries: readonly CacheEntry[],
  key: string,
  prefixes: readonly string[],
): CacheEntry | undefined {
  const newestFirst = entries.toSorted((left, right) => right.id - left.id);
  const exact = newestFirst.find((entry) => entry.key === key);
  if (exact) return exact;
  for (const prefix of [key, ...prefixes]) {
    const found = newestFirst.find((entry) => entry.key.startsWith(prefix));
    if (found) return found;
  }
  return undefined;
}

function restoreKeys(request: TwirpRequest): readonly string[] {
  const keys = request.restore_keys ?? [];
  if (Array.isArray(keys) && keys.every((key) => typeof key === 'string')) return keys;
  throw new TwirpError('invalid_argument', 'restore_keys must be strings');
}
