/**
 * Names of container images: `[registry/]repository[:tag][@digest]`, read as Docker reads them (a first part without
 * dot, port or "localhost" belongs to the repository on docker.io). A name is parsed once, where it enters; everything
 * behind that passes the object on.
 * Grammar: https://github.com/distribution/reference/blob/v0.6.0/reference.go
 */
import { DIGEST_PATTERN } from './digest-form.ts';

export interface ImageName {
  /** Host and port of the registry, as written in a name. */
  readonly registry: string;
  readonly repository: string;
}

export interface ImageReference extends ImageName {
  readonly tag: string | undefined;
  /** `sha256:<hex>` */
  readonly digest: string | undefined;
}

/** One exact image: the same bytes wherever and whenever it is pulled. */
export interface PinnedImage extends ImageName {
  /** `sha256:<hex>` */
  readonly digest: string;
}

/** Docker's name for the base that contains nothing. */
export const EMPTY_BASE = 'scratch';

const DEFAULT_REGISTRY = 'docker.io';
const PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${PART}(?:/${PART})*$`);
const REGISTRY = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const TAG = /^\w[\w.-]{0,127}$/;

/** @returns undefined when `text` does not name an image. */
export function readImageReference(text: string): ImageReference | undefined {
  const [beforeDigest = '', digest, ...rest] = text.split('@');
  const slash = beforeDigest.indexOf('/');
  const first = beforeDigest.slice(0, Math.max(slash, 0));
  const hasRegistry = /[.:]/.test(first) || first === 'localhost';
  const registry = hasRegistry ? first : DEFAULT_REGISTRY;
  const [path = '', tag, ...more] = (hasRegistry ? beforeDigest.slice(slash + 1) : beforeDigest).split(':');
  const repository = registry === DEFAULT_REGISTRY && !path.includes('/') ? `library/${path}` : path;
  const isValid =
    REGISTRY.test(registry) &&
    REPOSITORY.test(repository) &&
    (tag === undefined || TAG.test(tag)) &&
    (digest === undefined || DIGEST_PATTERN.test(digest)) &&
    rest.length + more.length === 0;
  return isValid ? { registry, repository, tag, digest } : undefined;
}

/** @returns undefined when `text` does not name one exact image. */
export function readPinnedImage(text: string): PinnedImage | undefined {
  const { registry, repository, digest } = readImageReference(text) ?? {};
  if (registry === undefined || repository === undefined || digest === undefined) return undefined;
  return { registry, repository, digest };
}

/** Registry and repository, without tag and digest. */
export function renderImageName({ registry, repository }: ImageName): string {
  return `${registry}/${repository}`;
}

/** `<registry>/<repository>@sha256:<hex>` */
export function renderPinnedImage(image: PinnedImage): string {
  return `${renderImageName(image)}@${image.digest}`;
}

/** The version as a tag; characters that a tag may not contain become "_" (semantic versions have "+" before a build). */
export function imageTag(version: string): string {
  return version.replace(/[^\w.-]/g, '_').slice(0, 128);
}
