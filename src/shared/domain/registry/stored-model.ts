/** Where the files of a version's model are among the assets of its release, as `model.json` names them. Pure. */
import type { ModelAsset, ModelVersion } from '../documents/model.ts';
import type { FileRecord } from '../kernel/digest.ts';
import { MODEL_FOLDER } from '../kernel/names.ts';
import { PACK, PACK_INDEX } from './plan-storage.ts';

/** With the path that it has in the evidence, such as `model/weights.bin`. */
export type StoredModelFile =
  | { readonly kind: 'asset'; readonly file: FileRecord; readonly asset: ModelAsset }
  /** In their order. */
  | { readonly kind: 'parts'; readonly file: FileRecord; readonly parts: readonly ModelAsset[] };

export interface StoredModel {
  readonly files: readonly StoredModelFile[];
  readonly pack:
    | {
        readonly index: ModelAsset;
        /** In their order: one, or the parts of the archive. */
        readonly parts: readonly ModelAsset[];
        /** All others, which are in the archive. */
        readonly files: readonly FileRecord[];
      }
    | undefined;
}

/** What is wrong with the assets, as an error says it. */
export interface StorageMisfit {
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

/** @returns a misfit where the assets cannot be exactly this model. */
export function findStoredModel(
  document: Pick<ModelVersion, 'files' | 'assets'>,
): StoredModel | StorageMisfit {
  const byPath = groupByPath(document.assets);
  const files: StoredModelFile[] = [];
  const packed: FileRecord[] = [];
  for (const { path, sha256, sizeBytes } of document.files) {
    const file = { path: MODEL_FOLDER + path, sha256, sizeBytes };
    const parts = byPath.get(file.path);
    byPath.delete(file.path);
    const found = parts === undefined ? undefined : findSingle(file, parts);
    if (found !== undefined && 'what' in found) return found;
    if (found === undefined) packed.push(file);
    else files.push(found);
  }
  const archive = byPath.get(PACK);
  byPath.delete(PACK);
  const stored = withPack({ files, packed, archive }, document.assets);
  const [added] = byPath.keys();
  if ('what' in stored || added === undefined) return stored;
  return { what: 'files of the model', expected: 'those of the model', got: JSON.stringify(added) };
}

function groupByPath(assets: readonly ModelAsset[]): Map<string, ModelAsset[]> {
  const byPath = new Map<string, ModelAsset[]>();
  for (const asset of assets) {
    if (asset.role !== 'model' && asset.role !== 'pack') continue;
    const group = byPath.get(asset.path);
    if (group === undefined) byPath.set(asset.path, [asset]);
    else group.push(asset);
  }
  return byPath;
}

function findSingle(file: FileRecord, assets: readonly ModelAsset[]): StoredModelFile | StorageMisfit {
  const what = JSON.stringify(file.path);
  const [asset] = assets;
  if (asset?.part === undefined) {
    const isOther = assets.length !== 1 || asset?.sha256 !== file.sha256;
    if (asset === undefined || isOther) return { what, expected: file.sha256, got: asset?.sha256 ?? 'none' };
    return { kind: 'asset', file, asset };
  }
  const parts = inOrder(assets);
  if (!('what' in parts)) {
    const sizeBytes = sizeOf(parts);
    if (sizeBytes === file.sizeBytes) return { kind: 'parts', file, parts };
    return { what, expected: `parts of ${file.sizeBytes} bytes`, got: `${sizeBytes} bytes` };
  }
  return parts;
}

/** @returns a misfit unless each number is there once. */
function inOrder(assets: readonly ModelAsset[]): readonly ModelAsset[] | StorageMisfit {
  const parts = assets.toSorted((left, right) => (left.part?.number ?? 0) - (right.part?.number ?? 0));
  const isComplete = parts.every(
    ({ part }, index) => part?.number === index + 1 && part.count === parts.length,
  );
  if (isComplete) return parts;
  const [first] = parts;
  const found = parts.map((each) => each.part?.number ?? 'a whole file');
  return {
    what: JSON.stringify(first?.path ?? PACK),
    expected: `parts 1 to ${first?.part?.count ?? 1}`,
    got: found.join(', '),
  };
}

function sizeOf(parts: readonly ModelAsset[]): number {
  return parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

interface Found {
  readonly files: readonly StoredModelFile[];
  readonly packed: readonly FileRecord[];
  readonly archive: readonly ModelAsset[] | undefined;
}

function withPack(
  { files, packed, archive }: Found,
  assets: readonly ModelAsset[],
): StoredModel | StorageMisfit {
  const [first] = packed;
  const index = assets.find(({ role }) => role === 'pack-index');
  if (first === undefined && archive === undefined) return { files, pack: undefined };
  if (first === undefined)
    return { what: PACK, expected: 'no archive, since each file has an asset', got: 'one' };
  if (archive === undefined) return { what: JSON.stringify(first.path), expected: first.sha256, got: 'none' };
  if (index === undefined) return { what: PACK_INDEX, expected: 'the index of the archive', got: 'none' };
  const parts = archive.length === 1 && archive[0]?.part === undefined ? archive : inOrder(archive);
  return 'what' in parts ? parts : { files, pack: { index, parts, files: packed } };
}
