/**
 * The files of a registered model, as its release stores them: each an asset, joined from parts, or out of the archive.
 * Every file is compared with `model.json` before it is there, and no more than one part lies beside what is written.
 */
import type { ModelAsset } from '../domain/documents/model.ts';
import type { FileRecord } from '../domain/kernel/digest.ts';
import { PACK, PACK_INDEX } from '../domain/registry/plan-storage.ts';
import { parsePackIndex, type PackedFile } from '../domain/registry/pack-index.ts';
import { findStoredModel, type StoredModel, type StoredModelFile } from '../domain/registry/stored-model.ts';
import type { Releases } from '../ports/github.ts';
import type { Log } from '../ports/runner.ts';
import type { Files, Scratch } from '../ports/workspace.ts';
import { changedAsset, downloadRegistered, type ReleasedVersion } from './released-version.ts';

export interface DownloadPorts {
  readonly releases: Releases;
  readonly log: Log;
  readonly scratch: Scratch;
}

/**
 * To `model/…` in `into`.
 * @throws ConflictError DIGEST_MISMATCH when the bytes are not the registered ones.
 */
export async function downloadModelFiles(
  ports: DownloadPorts,
  version: ReleasedVersion,
  into: Files,
): Promise<void> {
  const { files, pack } = storedModelOf(version);
  for (const file of files) await downloadStored(ports, version, { file, into });
  if (pack !== undefined) await unpackFiles(ports, version, { pack, into });
}

export function storedModelOf({ document, tag }: ReleasedVersion): StoredModel {
  const stored = findStoredModel(document);
  if (!('what' in stored)) return stored;
  throw changedAsset(tag, stored.what, `${stored.got} instead of ${stored.expected}`);
}

/** @throws ConflictError DIGEST_MISMATCH */
export async function downloadStored(
  ports: DownloadPorts,
  version: ReleasedVersion,
  { file: stored, into }: { readonly file: StoredModelFile; readonly into: Files },
): Promise<void> {
  const { releases } = ports;
  if (stored.kind === 'asset') {
    await downloadRegistered(releases, version.release, { asset: stored.asset, into });
    return;
  }
  const { path, sha256 } = stored.file;
  await into.writeFrom(path, streamParts(ports, version, stored.parts), (joined) => {
    if (joined.sha256 !== sha256) throw changedAsset(version.tag, path, `SHA-256 ${joined.sha256}`);
  });
}

/** Each part is on disk and verified before its first byte is given: an interrupted connection costs one part. */
async function* streamParts(
  { releases, scratch, log }: DownloadPorts,
  { release }: ReleasedVersion,
  parts: readonly ModelAsset[],
): AsyncGenerator<Uint8Array, void> {
  const spare = await scratch('parts');
  try {
    for (const [index, part] of parts.entries()) {
      await downloadRegistered(releases, release, { asset: { ...part, path: PART_FILE }, into: spare });
      log.info(`${part.path}: part ${index + 1} of ${parts.length} is downloaded and verified`);
      yield* (await spare.open(PART_FILE)).stream();
    }
  } finally {
    // Its place on the disk is free for what comes next; the folder goes with the step.
    await spare.write(PART_FILE, '');
  }
}

const PART_FILE = 'part';

/** @throws ConflictError DIGEST_MISMATCH @throws DataError for an index that is none. */
export async function unpackFiles(
  ports: DownloadPorts,
  version: ReleasedVersion,
  { pack, into }: { readonly pack: NonNullable<StoredModel['pack']>; readonly into: Files },
): Promise<void> {
  const own = await ports.scratch('pack-index');
  await downloadRegistered(ports.releases, version.release, {
    asset: { ...pack.index, path: PACK_INDEX },
    into: own,
  });
  const text = Buffer.from(await own.read(PACK_INDEX)).toString('utf8');
  const packed = parsePackIndex(text, `${version.tag}: ${PACK_INDEX}`);
  requireSameFiles(version.tag, packed, pack.files);
  const archive = createForwardReader(streamParts(ports, version, pack.parts));
  try {
    for (const { path, startBytes, sizeBytes, sha256 } of packed) {
      const content = archive.read(startBytes, startBytes + sizeBytes);
      await into.writeFrom(path, content, (found) => {
        if (found.sha256 !== sha256)
          throw changedAsset(version.tag, `${PACK}: ${path}`, `SHA-256 ${found.sha256}`);
      });
    }
  } finally {
    await archive.close();
  }
  ports.log.info(`${PACK}: ${packed.length} files are unpacked and verified`);
}

function requireSameFiles(tag: string, packed: readonly PackedFile[], files: readonly FileRecord[]): void {
  const found = new Map(packed.map((file) => [file.path, file]));
  for (const { path, sha256, sizeBytes } of files) {
    const entry = found.get(path);
    if (entry?.sha256 !== sha256 || entry.sizeBytes !== sizeBytes)
      throw changedAsset(tag, `${PACK_INDEX}: ${path}`, entry?.sha256 ?? 'none');
  }
  if (packed.length !== files.length)
    throw changedAsset(tag, PACK_INDEX, `${packed.length} files instead of ${files.length}`);
}

interface ForwardReader {
  /** Bytes of a range that begins at or behind the end of the one before. */
  readonly read: (startBytes: number, endBytes: number) => AsyncGenerator<Uint8Array>;
  readonly close: () => Promise<void>;
}

function createForwardReader(chunks: AsyncGenerator<Uint8Array, void>): ForwardReader {
  let rest: Uint8Array = new Uint8Array(0);
  let position = 0;
  const next = async (): Promise<boolean> => {
    const result = await chunks.next();
    if (result.done === true) return false;
    rest = result.value;
    return true;
  };
  return {
    read: async function* (startBytes, endBytes) {
      while (position < endBytes) {
        if (rest.length === 0 && !(await next())) return;
        const skipped = Math.min(rest.length, Math.max(0, startBytes - position));
        const taken = rest.subarray(skipped, Math.min(rest.length, endBytes - position));
        position += skipped + taken.length;
        rest = rest.subarray(skipped + taken.length);
        if (taken.length > 0) yield taken;
      }
    },
    close: async () => {
      await chunks.return(undefined);
    },
  };
}
