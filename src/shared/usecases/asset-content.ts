/**
 * The bytes of the assets of a release: of files, of parts of them, and of an archive that is never written to disk. Each is
 * streamed, any number of times.
 */
import { digestStream, type FileRecord } from '../domain/kernel/digest.ts';
import type { StoragePlan, StoredPiece } from '../domain/registry/plan-storage.ts';
import { planTar } from '../domain/registry/tar.ts';
import type { AssetSource } from '../ports/github.ts';
import type { FileContent, Files } from '../ports/workspace.ts';

/** What is read at once, and sent at once. */
const CHUNK_BYTES = 256 * 1024;

/** One pass over the bytes. @returns SHA-256 by name, of the assets that are not whole files. */
export async function digestPieces(files: Files, plan: StoragePlan): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  for (const piece of plan.pieces) {
    if (piece.sha256 !== undefined) continue;
    digests.set(piece.asset, (await digestStream(streamPiece(files, plan, piece))).sha256);
  }
  return digests;
}

/** @param plan of the evidence in `files`. */
export function createPieceSources(
  files: Files,
  plan: StoragePlan,
): (asset: string, sha256: string) => AssetSource | undefined {
  const byAsset = new Map(plan.pieces.map((piece) => [piece.asset, piece]));
  return (asset, sha256) => {
    const piece = byAsset.get(asset);
    return (
      piece && {
        sizeBytes: piece.endBytes - piece.startBytes,
        sha256,
        stream: () => streamPiece(files, plan, piece),
      }
    );
  };
}

interface Range {
  readonly startBytes: number;
  readonly endBytes: number;
}

async function* streamPiece(
  files: Files,
  { packed }: StoragePlan,
  { path, role, ...range }: StoredPiece,
): AsyncGenerator<Uint8Array> {
  if (role === 'pack') yield* inChunks(streamArchive(files, packed, range));
  else yield* streamRange(await files.open(path), range);
}

async function* streamRange(
  content: FileContent,
  { startBytes, endBytes }: Range,
): AsyncGenerator<Uint8Array> {
  const isWhole = startBytes === 0 && endBytes === content.sizeBytes;
  if (isWhole) yield* content.stream();
  else yield* streamSlices(content, { startBytes, endBytes });
}

async function* streamSlices(
  content: FileContent,
  { startBytes, endBytes }: Range,
): AsyncGenerator<Uint8Array> {
  for (let position = startBytes; position < endBytes; position += CHUNK_BYTES)
    yield await content.slice(position, Math.min(endBytes, position + CHUNK_BYTES));
}

async function* streamArchive(
  files: Files,
  packed: readonly FileRecord[],
  { startBytes, endBytes }: Range,
): AsyncGenerator<Uint8Array> {
  let position = 0;
  for (const segment of planTar(packed).segments()) {
    const sizeBytes = segment instanceof Uint8Array ? segment.length : segment.sizeBytes;
    const from = Math.max(0, startBytes - position);
    const until = Math.min(sizeBytes, endBytes - position);
    position += sizeBytes;
    if (until <= from) continue;
    if (segment instanceof Uint8Array) yield segment.subarray(from, until);
    else yield* streamRange(await files.open(segment.path), { startBytes: from, endBytes: until });
  }
}

/** The headers and small files of an archive, together: a request of 100,000 pieces would be sent in as many packets. */
async function* inChunks(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    waitingBytes += piece.length;
    if (waitingBytes < CHUNK_BYTES) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
  }
  if (waitingBytes > 0) yield Buffer.concat(waiting);
}
