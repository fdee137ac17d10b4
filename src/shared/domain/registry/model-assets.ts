/**
 * The model's files among the assets of a release, without `model.json`: their names give the paths, the platform gives
 * their digests, and together they have to be the model whose digest was recorded elsewhere.
 */
import { setDigest } from '../kernel/digest.ts';
import { MODEL_FOLDER } from '../kernel/names.ts';
import type { ReleaseAsset } from '../kernel/platform.ts';
import { pathOfAsset } from './asset-name.ts';
import { sha256In } from '../kernel/digest-form.ts';

export interface ModelFileAsset {
  /** Name of the asset. */
  readonly asset: string;
  /** Such as `model/weights.bin`. */
  readonly path: string;
  readonly sha256: string;
}

/** @returns undefined where the assets are not exactly that model, or their digests are not known. */
export function findModelAssets(
  assets: readonly ReleaseAsset[],
  modelDigest: string,
): readonly ModelFileAsset[] | undefined {
  const found = assets.flatMap(({ name, digest }) => {
    const path = pathOfAsset(name);
    if (path?.startsWith(MODEL_FOLDER) !== true) return [];
    return [{ asset: name, path, sha256: sha256In(digest) ?? '' }];
  });
  const relative = found.map(({ path, sha256 }) => ({ path: path.slice(MODEL_FOLDER.length), sha256 }));
  return setDigest(relative) === modelDigest ? found : undefined;
}
