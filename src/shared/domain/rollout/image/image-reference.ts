/**
 * Names of images: `[registry/]repository[:tag][@digest]`, read as Docker reads them (a first part without
 * dot, port or "localhost" belongs to the repository on docker.io).
 * Grammar: https://github.com/distribution/reference/blob/v0.6.0/reference.go
 */
import { InputError } from '../../kernel/errors.ts';

export interface ImageReference {
  /** Host and port of the registry, as it is written in a name. */
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | undefined;
  /** `sha256:<hex>` */
  readonly digest: string | undefined;
}

const DEFAULT_REGISTRY = 'docker.io';
const PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${PART}(?:/${PART})*$`);
const REGISTRY = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** @param where names the place that `text` came from, like `input "image"`. @throws InputError */
export function parseImageReference(text: string, where: string): ImageReference {
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
    (digest === undefined || DIGEST.test(digest)) &&
    rest.length + more.length === 0;
  if (isValid) return { registry, repository, tag, digest };
  throw new InputError(
    'INPUT_INVALID',
    `${where}: expected an image like "ghcr.io/acme/churn", got ${JSON.stringify(text)}`,
    { hint: 'image names are lower case; a tag follows ":", a digest "@sha256:"' },
  );
}

/** Registry and repository, without tag or digest. */
export function imageName({ registry, repository }: ImageReference): string {
  return `${registry}/${repository}`;
}

/** What a tag may not hold becomes "_": semantic versions carry "+" for their build. */
export function imageTag(version: string): string {
  return version.replace(/[^\w.-]/g, '_').slice(0, 128);
}
