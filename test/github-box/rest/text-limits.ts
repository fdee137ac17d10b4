/** How long a text may be: GitHub says characters and counts four bytes for each. */
import { unprocessable, validationFailed } from '../http/reply.ts';

/** Measured in 2026: 262,144 bytes are stored, one more is refused. */
const BODY_LIMIT_BYTES = 4 * 65_536;
const RELEASE_BODY_LIMIT = 125_000;
const DESCRIPTION_LIMIT = 140;

export function isBodyTooLong(body: string | null | undefined): boolean {
  return Buffer.byteLength(body ?? '') > BODY_LIMIT_BYTES;
}

/** @throws Refusal 422 for the text of an issue, pull request or comment. */
export function checkBody(resource: string, body: string | null | undefined): void {
  if (isBodyTooLong(body)) {
    const message = 'body is too long (maximum is 65536 characters)';
    throw validationFailed({ resource, code: 'unprocessable', field: 'data', message });
  }
}

export function checkReleaseBody(body: string | null | undefined): void {
  if ((body ?? '').length > RELEASE_BODY_LIMIT) {
    const message = `body is too long (maximum is ${RELEASE_BODY_LIMIT} characters)`;
    throw validationFailed({ resource: 'Release', code: 'custom', field: 'body', message });
  }
}

/** Of commit statuses and deployment statuses. */
export function checkDescription(description: string | null | undefined): void {
  if ((description ?? '').length > DESCRIPTION_LIMIT) {
    throw unprocessable(
      `Validation failed: description is too long (maximum is ${DESCRIPTION_LIMIT} characters)`,
    );
  }
}
