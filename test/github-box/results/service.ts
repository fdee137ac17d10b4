/**
 * The results service of the box: what `@actions/artifact` and `@actions/cache` talk to, with the blob
 * store that their signed URLs lead to. The REST endpoints of artifacts live in the API server and read
 * this service's state.
 */
import type { ResultsService, ResultsServiceOptions } from '../mount.ts';
import { ArtifactStore } from './artifacts.ts';
import { BLOB_PREFIX, BlobStore } from './blob-store.ts';
import { CacheStore } from './caches.ts';
import { TWIRP_PREFIX, answerTwirp } from './twirp.ts';

export function createResultsService(options: ResultsServiceOptions): ResultsService {
  const blobs = new BlobStore(options.clock, () => options.baseUrl());
  const artifacts = new ArtifactStore(options.clock, blobs);
  const methods = { ...artifacts.methods, ...new CacheStore(options.clock, blobs).methods };

  return {
    prefixes: [TWIRP_PREFIX, BLOB_PREFIX],
    async handle(request, response) {
      if (!request.url?.startsWith(TWIRP_PREFIX)) return blobs.handle(request, response);
      return answerTwirp({ request, response }, methods, (token) => options.resolveRuntimeToken(token));
    },
    artifactsOf: (runId) => artifacts.list().filter((artifact) => artifact.runId === runId),
    artifactsIn: (repository) => artifacts.list().filter((artifact) => artifact.repository === repository),
    artifact: (id) => artifacts.list().find((artifact) => artifact.id === id),
    downloadUrl: (id) => artifacts.downloadUrl(id),
    expire: (id) => artifacts.expire(id),
    remove: (id) => artifacts.remove(id),
    snapshot: () => artifacts.snapshot(),
  };
}
