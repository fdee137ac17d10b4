/**
 * How the files of a version become assets of its release. A file is one asset; one that GitHub would not take is cut into
 * parts; and files that are too many, empty or too long in their names are packed into one tar archive. All of it is read
 * with coreutils, tar and curl alone. Pure.
 */
import type { AssetRole, ModelAsset } from '../documents/model.ts';
import type { FileRecord } from '../kernel/digest.ts';
import { assetName, MAX_NAME_LENGTH } from './asset-name.ts';
import { MAX_ASSET_BYTES } from './file-limits.ts';
import { renderPackIndex } from './pack-index.ts';
import { planTar } from './tar.ts';

/** The archive of a model of many files, with the paths that they have in the evidence. */
export const PACK = 'model.tar';
/** Where each file lies in it. */
export const PACK_INDEX = 'model.tar.index';

export interface StorageLimits {
  /** A larger file is cut. */
  readonly maxAssetBytes: number;
  /** What is uploaded again after a failure at its end. */
  readonly partBytes: number;
  /** Of a model that is not packed. */
  readonly maxSingleFiles: number;
}

/**
 * Each asset is a request that creates content: GitHub takes 500 of them in an hour from all jobs of a repository.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
export const storageLimits: StorageLimits = {
  maxAssetBytes: MAX_ASSET_BYTES,
  partBytes: 1024 ** 3,
  maxSingleFiles: 100,
};

export interface StoredFile extends FileRecord {
  readonly role: AssetRole;
}

/** An asset, and which bytes of which file it is. */
export interface StoredPiece {
  readonly asset: string;
  /** Of the file, or of the archive. */
  readonly path: string;
  readonly role: AssetRole;
  readonly startBytes: number;
  /** Behind the last one. */
  readonly endBytes: number;
  /** Undefined where it has to be computed from the bytes. */
  readonly sha256: string | undefined;
  readonly part: ModelAsset['part'];
}

export interface StoragePlan {
  readonly pieces: readonly StoredPiece[];
  /** In the archive; none where there is no archive. */
  readonly packed: readonly FileRecord[];
  /** Text of the asset `PACK_INDEX`; undefined where there is no archive. */
  readonly index: string | undefined;
}

/** @param files with the paths of the evidence. */
export function planStorage(
  files: readonly StoredFile[],
  limits: StorageLimits = storageLimits,
): StoragePlan {
  const model = files.filter(({ role }) => role === 'model');
  const isPacked = model.length > limits.maxSingleFiles || model.some((file) => !fitsAsset(file));
  const single = isPacked ? files.filter(({ role }) => role !== 'model') : files;
  const pieces = single.flatMap((file) => cut(file, limits));
  if (!isPacked) return { pieces, packed: [], index: undefined };
  const archive = planTar(model);
  const file = { path: PACK, role: 'pack', sizeBytes: archive.sizeBytes } as const;
  return {
    pieces: [...pieces, ...cut(file, limits)],
    packed: model,
    index: renderPackIndex(archive),
  };
}

/** No asset can be empty. */
function fitsAsset({ path, sizeBytes }: FileRecord): boolean {
  return sizeBytes > 0 && assetName(path, Infinity).length + PART_NAME_LENGTH <= MAX_NAME_LENGTH;
}

interface Cuttable extends Omit<StoredFile, 'sha256'> {
  readonly sha256?: string;
}

/** Only files of a model: what else a version has is read into memory, and is refused before it is that large. */
function cut({ path, role, sizeBytes, sha256 }: Cuttable, limits: StorageLimits): readonly StoredPiece[] {
  const isModel = role === 'model' || role === 'pack';
  const isWhole = sizeBytes <= limits.maxAssetBytes || !isModel;
  const asset = assetName(path);
  if (isWhole) return [{ asset, path, role, startBytes: 0, endBytes: sizeBytes, sha256, part: undefined }];
  const count = Math.ceil(sizeBytes / limits.partBytes);
  return Array.from({ length: count }, (_, index): StoredPiece => {
    const startBytes = index * limits.partBytes;
    const endBytes = Math.min(sizeBytes, startBytes + limits.partBytes);
    const part = { number: index + 1, count };
    return { asset: partName(asset, index + 1), path, role, startBytes, endBytes, sha256: undefined, part };
  });
}

const PART_NAME_LENGTH = '@part-0001'.length;

/** In the order of a shell's `*`. No path has it as its name: behind `@` stand two hexadecimal digits there. */
function partName(asset: string, number: number): string {
  return `${asset}@part-${String(number).padStart(4, '0')}`;
}
