/** The base image as its registry has it: of an index, the image of the requested platform. */
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import { EMPTY_BASE, renderImageName } from '../../../src/shared/domain/kernel/image-reference.ts';
import {
  emptyBase,
  readBaseImageConfig,
  readBaseManifest,
  type BaseImage,
} from '../../../src/shared/domain/rollout/image/base-image.ts';
import type { ImageSettings } from '../../../src/shared/domain/rollout/serving-settings.ts';
import type { ImageRegistry } from '../../../src/shared/ports/registry.ts';

/** @throws InputError when there is no such image; DataError when it has none for the platform. */
export async function readBase(
  registry: ImageRegistry,
  { base, platform }: ImageSettings,
): Promise<BaseImage> {
  if (base === EMPTY_BASE) return emptyBase(platform);
  const reference = base.digest ?? base.tag ?? 'latest';
  const shown = `${renderImageName(base)}${base.digest === undefined ? ':' : '@'}${reference}`;
  const read = async (wanted: string) => {
    const stored = await registry.manifest(base, wanted);
    if (stored !== undefined) return stored;
    throw new InputError('INPUT_INVALID', `"base": expected an image that exists, got ${shown}`, {
      hint: 'check the name, and that the token may read the image',
    });
  };
  const stored = await read(reference);
  const top = readBaseManifest(stored, shown, platform);
  const chosen = 'digest' in top ? await read(top.digest) : stored;
  const found = readBaseManifest(chosen, shown, platform);
  if ('digest' in found) {
    throw new InputError('INPUT_INVALID', `"base": expected an image, got an index in an index at ${shown}`, {
      hint: 'name an image of one platform as `base`, by its digest',
    });
  }
  const { image } = found;
  const config = readBaseImageConfig(await registry.blob(base, image.config.digest), image, shown);
  return { reference: shown, digest: chosen.digest, layers: image.layers, config };
}
