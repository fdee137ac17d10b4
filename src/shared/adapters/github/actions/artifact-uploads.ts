/**
 * Uploads to the runner's artifact service, through `@actions/artifact`, which reads absolute paths. It waits without a
 * limit for an answer that does not come, or not whole: the limits are set here.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceError } from '../../../domain/kernel/errors.ts';
import type { ArtifactUploads } from '../../../ports/github.ts';
import { NetworkError } from '../../http/network-error.ts';
import { transferTimeoutMs } from '../../http/time-limit.ts';
import { withinLimits, type TransferLimits } from '../../http/within-limits.ts';

/** The toolkit sends each of its calls up to five times, and waits up to 22 s before it does so. */
const CALLS_TIMEOUT_MS = 10 * 60_000;
/** The service may take a minute for the last call of a large artifact, and compression some time for the first bytes. */
const IDLE_MS = 2 * 60_000;

export function createArtifactUploads(): ArtifactUploads {
  return {
    upload: async (name, { root }, paths) => {
      const { DefaultArtifactClient } = await import('@actions/artifact');
      const absolute = paths.map((path) => join(root, path));
      const limits = await limitsOf(absolute);
      try {
        const { id, size } = await withinLimits(
          () => new DefaultArtifactClient().uploadArtifact(name, absolute, root),
          limits,
        );
        if (id !== undefined && size !== undefined) return { id, sizeBytes: size };
      } catch (cause) {
        throw failed(name, cause);
      }
      throw failed(name, 'no id');
    },
  };
}

async function limitsOf(paths: readonly string[]): Promise<TransferLimits> {
  let sizeBytes = 0;
  // What cannot be read is reported by the upload, which names it.
  for (const path of paths) sizeBytes += (await stat(path).catch(() => undefined))?.size ?? 0;
  return { timeoutMs: transferTimeoutMs(CALLS_TIMEOUT_MS, sizeBytes), idleMs: IDLE_MS };
}

function failed(name: string, cause: unknown): ServiceError {
  const got = describe(cause);
  const isEnterpriseServer = cause instanceof Error && cause.name === 'GHESNotSupportedError';
  // The service answers "(409) Conflict: an artifact with this name already exists on the workflow run".
  const isTaken = /\b409\b/.test(got);
  return new ServiceError('SERVICE_FAILED', `artifact "${name}": expected it to be stored, got ${got}`, {
    cause,
    ...(isTaken && { status: 409 }),
    retryable: !isEnterpriseServer,
    hint: isEnterpriseServer
      ? 'GitHub Enterprise Server has no service for artifacts of this kind'
      : 'run the job again: the attempt is part of the name, so nothing collides',
  });
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause instanceof NetworkError ? cause.message : `${cause.name}: ${cause.message}`;
}
