/** Artifacts of workflow runs. Their content is untrusted: unreviewed code wrote it. */
import { z } from 'zod';
import { ConflictError, ServiceError } from '../../../domain/kernel/errors.ts';
import type { Artifact, ListedArtifact } from '../../../domain/kernel/platform.ts';
import type { Artifacts } from '../../../ports/github.ts';
import type { Files, Scratch } from '../../../ports/workspace.ts';
import { withScratch } from '../../files/scratch.ts';
import { NetworkError } from '../../http/network-error.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import { unpackZip } from './unpack-zip.ts';
import { isOtherDigest } from '../../../domain/kernel/digest-form.ts';

const artifactFields = z.object({
  id: z.number(),
  name: z.string(),
  size_in_bytes: z.number(),
  digest: z.string().nullish(),
  expired: z.boolean(),
  expires_at: z.string().nullish(),
  created_at: z.string(),
});
const artifactShape = artifactFields.transform(toArtifact);

const runOfArtifact = z.object({
  id: z.number(),
  repository_id: z.number(),
  head_repository_id: z.number(),
  head_branch: z.string().nullish(),
});
/** Undefined for an artifact whose run is not known any more. */
const listedShape = artifactFields
  .extend({ workflow_run: runOfArtifact.nullish() })
  .transform(({ workflow_run: run, ...fields }): ListedArtifact | undefined => {
    if (run === undefined || run === null) return undefined;
    const fork = run.head_repository_id !== run.repository_id;
    return { ...toArtifact(fields), run: { id: run.id, headBranch: run.head_branch ?? undefined, fork } };
  });

function toArtifact(artifact: z.infer<typeof artifactFields>): Artifact {
  return {
    id: artifact.id,
    name: artifact.name,
    sizeBytes: artifact.size_in_bytes,
    digest: artifact.digest ?? undefined,
    expired: artifact.expired,
    expiresAt: artifact.expires_at ?? undefined,
    createdAt: artifact.created_at,
  };
}

const permission = 'actions: read';
const ZIP = 'artifact.zip';
const MAX_LISTED = 100;

export function createArtifacts(client: GitHubClient, scratch: Scratch): Artifacts {
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
    named: async (name) => {
      const call: Call = {
        purpose: `list the artifacts ${name}`,
        route: 'GET /repos/{owner}/{repo}/actions/artifacts',
        parameters: { name },
        permission,
      };
      const listed = await client.list(call, listedShape, { key: 'artifacts', limit: MAX_LISTED });
      return listed.filter((artifact) => artifact !== undefined);
    },
    download: async (artifact, into) => {
      if (artifact.expired) throw expired(artifact);
      await withScratch(scratch, 'download', async (folder) => {
        await downloadZip(client, artifact, folder);
        await unpackZip({ files: folder, path: ZIP }, into, { where: `artifact "${artifact.name}"` });
      });
    },
  };
}

async function downloadZip(client: GitHubClient, artifact: Artifact, into: Files): Promise<void> {
  const call: Call = {
    purpose: `download the artifact "${artifact.name}"`,
    route: 'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
    parameters: { artifact_id: artifact.id, archive_format: 'zip' },
    permission,
  };
  try {
    await client.download(call, artifact.sizeBytes, async (body) => {
      await into.writeFrom(ZIP, body, ({ sha256 }) => {
        if (!isOtherDigest(artifact.digest, sha256)) return;
        throw new NetworkError(`bytes with sha256:${sha256} where ${artifact.digest} is stored`);
      });
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
      hint: 'train again: the new run stores new evidence',
    },
  );
}
