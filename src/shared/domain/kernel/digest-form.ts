/** How digests are written: one home for each form, so that no reader accepts what another refuses. */

/** SHA-256 alone: 64 lower-case hexadecimal digits. */
export const SHA256_PATTERN = /^[0-9a-f]{64}$/;

/** With its algorithm, as container registries and GitHub write it: `sha256:<hex>`. */
export const DIGEST_PATTERN = /^sha256:[0-9a-f]{64}$/;

/** The name of a commit or another object of git: SHA-1, or SHA-256 where the repository has that. Never abbreviated. */
export const OBJECT_NAME_PATTERN = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

export function isObjectName(text: string): boolean {
  return OBJECT_NAME_PATTERN.test(text);
}

/** @returns undefined where a server reports no digest, or one by another algorithm. */
export function sha256In(digest: string | undefined): string | undefined {
  return digest !== undefined && DIGEST_PATTERN.test(digest) ? digest.slice('sha256:'.length) : undefined;
}

/**
 * Whether a server stores other bytes than these.
 * @param reported `sha256:<hex>`; undefined where the server reports none, which says nothing about the bytes.
 */
export function isOtherDigest(reported: string | undefined, sha256: string): boolean {
  return reported !== undefined && reported !== `sha256:${sha256}`;
}
