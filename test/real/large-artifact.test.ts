/** An artifact that Node cannot hash in one piece. It costs ten seconds, so it stands beside the slow suites. */
import { expect, test } from 'vitest';
import { createClock } from '../github-box/clock.ts';
import type { RuntimeJob } from '../github-box/mount.ts';
import { createResultsService } from '../github-box/results/service.ts';
import { serveMount } from '../github-box/serve-mount.ts';

const job: RuntimeJob = {
  repository: 'acme/flights',
  runId: 7,
  attempt: 1,
  jobId: 'train',
  runBackendId: 'run-7',
  jobBackendId: 'job-7-train',
  cacheScope: 'refs/heads/main',
  cacheReadScopes: [],
};

test('an artifact of more than 2 GiB is finalized and comes back in parts', async () => {
  const server = await serveMount((baseUrl) =>
    createResultsService({ clock: createClock(), baseUrl, resolveRuntimeToken: () => job }),
  );
  try {
    const call = async (method: string, fields: object): Promise<Record<string, string>> => {
      const response = await fetch(
        `${server.url}/twirp/github.actions.results.api.v1.ArtifactService/${method}`,
        {
          method: 'POST',
          headers: { authorization: 'Bearer large' },
          body: JSON.stringify({ workflow_run_backend_id: 'run-7', name: 'model', ...fields }),
        },
      );
      return (await response.json()) as Record<string, string>;
    };
    const { signed_upload_url: url = '' } = await call('CreateArtifact', {});
    const block = Buffer.alloc(64 * 1024 * 1024);
    await fetch(`${url}&comp=block&blockid=AA`, { method: 'PUT', body: block });
    // One block, named 33 times: 2,214,592,512 zeros without the memory for them.
    const list = `<BlockList>${'<Latest>AA</Latest>'.repeat(33)}</BlockList>`;
    expect((await fetch(`${url}&comp=blocklist`, { method: 'PUT', body: list })).status).toBe(201);
    expect(
      await call('FinalizeArtifact', {
        size: '2214592512',
        // head -c 2214592512 /dev/zero | sha256sum
        hash: 'sha256:70ad09e2d656481c560afede293f158609e2badc4e4197bf7446a7b27df989b9',
      }),
    ).toEqual({ ok: true, artifact_id: '1' });
    const range = 'bytes=67108862-67108865';
    const part = await fetch(server.mount.downloadUrl(1), { headers: { range } });
    expect(part.headers.get('content-range')).toBe('bytes 67108862-67108865/2214592512');
    expect(await part.bytes()).toEqual(new Uint8Array(4));
  } finally {
    await server.close();
  }
});
