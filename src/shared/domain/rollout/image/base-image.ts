/**
 * The image that a model is added to, as a registry returns it: OCI or Docker schema 2, one image or an index with one
 * image per platform. https://github.com/opencontainers/image-spec/blob/v1.1.1/
 */
import { z } from 'zod';
import { describeIssues } from '../../documents/schema-problems.ts';
import { DataError } from '../../kernel/errors.ts';
import { EMPTY_BASE } from '../../kernel/image-reference.ts';
import { DIGEST_PATTERN } from '../../kernel/digest-form.ts';

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
export const DOCKER_INDEX = 'application/vnd.docker.distribution.manifest.list.v2+json';

const digestField = z.string().regex(DIGEST_PATTERN, 'expected a SHA-256 digest');
const descriptorSchema = z.looseObject({
  mediaType: z.string(),
  digest: digestField,
  size: z.number().int().nonnegative(),
});
const manifestSchema = z.object({ config: descriptorSchema, layers: z.array(descriptorSchema) });
const indexSchema = z.object({
  manifests: z.array(
    descriptorSchema.extend({
      platform: z
        .object({ os: z.string(), architecture: z.string(), variant: z.string().optional() })
        .optional(),
    }),
  ),
});
const configSchema = z.looseObject({
  os: z.string(),
  architecture: z.string(),
  created: z.string().optional(),
  config: z
    .looseObject({
      Env: z.array(z.string()).nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
    })
    .nullish(),
  rootfs: z.looseObject({ type: z.literal('layers'), diff_ids: z.array(digestField).nullish() }),
  history: z.array(z.looseObject({})).nullish(),
});

export type BaseManifest = z.infer<typeof manifestSchema>;
export type BaseImageConfig = z.infer<typeof configSchema>;

export interface BaseImage {
  /** As the user named it. */
  readonly reference: string;
  /** Digest of the image's manifest; undefined for the empty base. */
  readonly digest: string | undefined;
  readonly layers: BaseManifest['layers'];
  readonly config: BaseImageConfig;
}

/** For an image of the model's files alone. */
export function emptyBase(platform: string): BaseImage {
  const [os = 'linux', architecture = 'amd64'] = platform.split('/');
  const config = { os, architecture, rootfs: { type: 'layers' as const, diff_ids: [] } };
  return { reference: EMPTY_BASE, digest: undefined, layers: [], config };
}

/** What a request for a manifest returned: the image itself, or the digest of the one for the platform. */
export function readBaseManifest(
  stored: { readonly mediaType: string; readonly bytes: Uint8Array },
  reference: string,
  platform: string,
): { readonly image: BaseManifest } | { readonly digest: string } {
  const where = `manifest of the base image ${reference}`;
  if (stored.mediaType !== OCI_INDEX && stored.mediaType !== DOCKER_INDEX) {
    return { image: parseJson(manifestSchema, stored.bytes, where) };
  }
  const { manifests } = parseJson(indexSchema, stored.bytes, where);
  const named = manifests.map((entry) => ({ ...entry, name: platformName(entry.platform) }));
  const found = named.find(({ name }) => name === platform || name.startsWith(`${platform}/`));
  if (found) return { digest: found.digest };
  const known = named.map(({ name }) => name).join(', ');
  throw new DataError('DATA_INVALID', `${where}: expected an image for ${platform}, got ${known}`, {
    hint: 'set `platform` to one of these',
  });
}

/** @throws DataError when it is not a configuration, or belongs to another manifest. */
export function readBaseImageConfig(
  bytes: Uint8Array,
  manifest: BaseManifest,
  reference: string,
): BaseImageConfig {
  const where = `configuration of the base image ${reference}`;
  const config = parseJson(configSchema, bytes, where);
  const count = config.rootfs.diff_ids?.length ?? 0;
  if (count === manifest.layers.length) return config;
  throw new DataError(
    'DATA_INVALID',
    `${where}: expected ${manifest.layers.length} layers as in its manifest, got ${count}`,
    { hint: 'the base image is damaged: push it again, or name another one as `base`' },
  );
}

function platformName(
  platform: { readonly os: string; readonly architecture: string; variant?: string | undefined } | undefined,
): string {
  if (platform === undefined) return 'unknown';
  return [platform.os, platform.architecture, ...(platform.variant ? [platform.variant] : [])].join('/');
}

function parseJson<T>(schema: z.ZodType<T>, bytes: Uint8Array, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new DataError('DATA_INVALID', `${where}: expected JSON, got ${String(cause)}`, {
      hint: 'name a container image of the Docker or OCI format as `base`',
      cause,
    });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new DataError('DATA_INVALID', `${where}: ${describeIssues(result.error.issues, value)}`, {
    hint: 'name a container image of the Docker or OCI format as `base`',
  });
}
