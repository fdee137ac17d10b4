/** Artifacts of workflow runs: whatever is in them was written by code that nobody has reviewed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ConflictError, ServiceError } from '../../../domain/kernel/errors.ts';
import type { Artifact } from '../../../domain/kernel/platform.ts';
import type { Artifacts } from '../../../ports/github.ts';
import type { Files } from '../../../ports/workspace.ts';
import { NetworkError } from '../../http/network-error.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import { receiveFile } from '../transport/local-files.ts';
import { unpackZip } from './unpack-zip.ts';

const artifactShape = z
  .object({
    id: z.number(),
    name: z.string(),
    size_in_bytes: z.number(),
    digest: z.string().nullish(),
    expired: z.boolean(),
    expires_at: z.string().nullish(),
    created_at: z.string(),
  })
  .transform((artifact): Artifact => ({
    id: artifact.id,
    name: artifact.name,
    sizeBytes: artifact.size_in_bytes,
    digest: artifact.digest ?? undefined,
    expired: artifact.expired,
    expiresAt: artifact.expires_at ?? undefined,
    createdAt: artifact.created_at,
  }));

const permission = 'actions: read';

export function createArtifacts(client: GitHubClient, openFiles: (root: string) => Files): Artifacts {
  return {
    ofRun: (runId) =>
      client.list(
        {
          purpose: `list the artifacts of run ${runId}`,
          route: 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts',
          parameters: { run_id: runId },
          permission,
        },
        artifactShape,
        { key: 'artifacts' },
      ),
    download: async (artifact, into) => {
      if (artifact.expired) throw expired(artifact);
      const folder = await mkdtemp(join(dirname(into), 'artifact-'));
      try {
        const zip = join(folder, 'artifact.zip');
        await downloadZip(client, artifact, zip);
        await unpackZip(zip, into, `artifact "${artifact.name}"`);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
      return openFiles(into);
    },
  };
}

async function downloadZip(client: GitHubClient, artifact: Artifact, path: string): Promise<void> {
  const call: Call = {
    purpose: `download the artifact "${artifact.name}"`,
    route: 'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
    parameters: { artifact_id: artifact.id, archive_format: 'zip' },
    permission,
  };
  try {
    await client.download(call, artifact.sizeBytes, async (body) => {
      const { sha256 } = await receiveFile(body, path);
      if (artifact.digest === undefined || artifact.digest === `sha256:${sha256}`) return;
      throw new NetworkError(`bytes with sha256:${sha256} where ${artifact.digest} is stored`);
    });
  } catch (error) {
    if (error instanceof ServiceError && error.status === 410) throw expired(artifact, error);
    throw error;
  }
}

function expired(artifact: Artifact, cause?: unknown): ConflictError {
  const until = artifact.expiresAt === undefined ? '' : ` (kept until ${artifact.expiresAt})`;
  return new ConflictError(
    'EVIDENCE_EXPIRED',
    `artifact "${artifact.name}": its retention has ended${until}`,
    {
      cause,
      hint: 'train again to make new evidence',
    },
  );
}
