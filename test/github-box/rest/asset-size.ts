/**
 * How large an asset may be. GitHub documents "under 2 GiB"; its refusal (cli/cli#10182) and that of an empty file
 * (svenstaro/upload-release-action#94) say which bounds it checks.
 */
import type { IncomingMessage } from 'node:http';
import { type Refusal, refuse, validationFailed } from '../http/reply.ts';

const LIMIT_BYTES = 2 ** 31;

export function isAssetTooLarge({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return Number(headers['content-length'] ?? 0) >= LIMIT_BYTES;
}

/** @returns undefined for a length that GitHub takes. */
export function refuseSize(contentLength: string | string[] | undefined): Refusal | undefined {
  if (typeof contentLength !== 'string') return refuse(400, 'Bad Content-Length: ');
  const sizeBytes = Number(contentLength);
  if (sizeBytes < 1) return refusedSize('size must be greater than or equal to 1');
  if (sizeBytes >= LIMIT_BYTES) return refusedSize(`size must be less than or equal to ${LIMIT_BYTES}`);
  return undefined;
}

function refusedSize(message: string): Refusal {
  return validationFailed({ resource: 'ReleaseAsset', code: 'custom', field: 'size', message });
}
