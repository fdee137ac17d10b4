import { expect, it } from 'vitest';
import { createClock } from '../clock.ts';
import type { RuntimeJob } from '../mount.ts';
import { ArtifactStore } from './artifacts.ts';
import { BlobStore } from './blob-store.ts';

const JOB: RuntimeJob = {
  repository: 'acme/flights',
  runId: 7,
  attempt: 1,
  jobId: 'train',
  runBackendId: 'run-7',
  jobBackendId: 'job-7-train',
  cacheScope: 'refs/heads/main',
  cacheReadScopes: [],
};

it('a restored state has no artifact whose upload began after it, and one that had begun before', () => {
  const clock = createClock();
  const store = new ArtifactStore(clock, new BlobStore(clock, () => 'http://blobs.localhost'));
  const begin = (name: string): unknown =>
    store.methods['ArtifactService/CreateArtifact']!({ workflow_run_backend_id: 'run-7', name }, JOB);
  begin('before');
  const restore = store.snapshot();
  begin('after');
  expect(() => begin('after')).toThrow('already exists');
  restore();
  expect(begin('after')).toMatchObject({ ok: true });
  expect(() => begin('before')).toThrow('already exists');
});
