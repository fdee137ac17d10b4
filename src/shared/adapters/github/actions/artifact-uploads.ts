/** Uploads to the runner's artifact service, through `@actions/artifact`, which reads absolute paths. */
import { join } from 'node:path';
import { ServiceError } from '../../../domain/kernel/errors.ts';
import type { ArtifactUploads } from '../../../ports/github.ts';

export function createArtifactUploads(): ArtifactUploads {
  return {
    upload: async (name, { root }, paths) => {
      const { DefaultArtifactClient } = await import('@actions/artifact');
      const absolute = paths.map((path) => join(root, path));
      try {
        const { id, size } = await new DefaultArtifactClient().uploadArtifact(name, absolute, root);
        if (id !== undefined && size !== undefined) return { id, sizeBytes: size };
      } catch (cause) {
        throw failed(name, cause);
      }
      throw failed(name, 'no id');
    },
  };
}

function failed(name: string, cause: unknown): ServiceError {
  const got = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
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
