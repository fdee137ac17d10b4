/** Uploads to the box's artifact service from this process; `@actions/artifact` reads its environment only once. */
import { createHash } from 'node:crypto';
import type { ArtifactUploads } from '../../src/shared/ports/github.ts';
import { writeZip } from '../adapters/github/zip-writer.ts';
import type { StartedJob } from '../github-box/human/runs.ts';

export function createBoxUploads({ environment }: StartedJob): ArtifactUploads {
  const call = async (
    method: string,
    message: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, string>> => {
    const url = `${environment.ACTIONS_RESULTS_URL!}twirp/github.actions.results.api.v1.ArtifactService/${method}`;
    const [runId, jobId] = backendIds(environment.ACTIONS_RUNTIME_TOKEN!);
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${environment.ACTIONS_RUNTIME_TOKEN!}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        workflow_run_backend_id: runId,
        workflow_job_run_backend_id: jobId,
        ...message,
      }),
    });
    if (!answer.ok) throw new Error(`${method}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, string>;
  };
  return {
    upload: async (name, files, paths) => {
      const entries = paths.map(async (path) => ({
        name: path,
        content: Buffer.from(await files.read(path)),
      }));
      const zip = writeZip(await Promise.all(entries));
      const { signed_upload_url: url } = await call('CreateArtifact', { name, version: 7 });
      const put = await fetch(url!, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: zip });
      if (!put.ok) throw new Error(`PUT: ${put.status} ${await put.text()}`);
      const hash = `sha256:${createHash('sha256').update(zip).digest('hex')}`;
      const { artifact_id: id } = await call('FinalizeArtifact', { name, size: String(zip.length), hash });
      return { id: Number(id), sizeBytes: zip.length };
    },
  };
}

/** From the token's claim `Actions.Results:<run>:<job>`, as the toolkit reads them. */
function backendIds(token: string): readonly string[] {
  const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { scp: string };
  return claims.scp.split(':').slice(1);
}
