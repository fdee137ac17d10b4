/** Which artifacts were written, by path, with limits on their number and size. */
import { archiveLimits, type ArchiveLimits } from '../../kernel/archive-limits.ts';
import type { CallObject } from './call-fields.ts';
import { TrackingRefusal } from './tracking-refusal.ts';

export class ArtifactIndex {
  readonly #sizes = new Map<string, number>();
  readonly #limits: ArchiveLimits;
  #totalBytes = 0;

  /** What train could not keep is not taken either. */
  constructor(limits: ArchiveLimits = archiveLimits) {
    this.#limits = limits;
  }

  /** Before a file is written. @throws TrackingRefusal where it is one too many, or too large. */
  requireRoomForFile(path: string, sizeBytes: number): void {
    const { maxFiles, maxTotalBytes } = this.#limits;
    if (!this.#sizes.has(path) && this.#sizes.size >= maxFiles)
      throw new TrackingRefusal(
        'RESOURCE_EXHAUSTED',
        `artifacts: expected at most ${maxFiles} files, got more`,
      );
    if (this.#totalBytes + sizeBytes > maxTotalBytes) throw tooLarge(maxTotalBytes);
  }

  /** For each part of a file, as it comes. @throws TrackingRefusal where all files together are too large. */
  takeBytes(count: number): void {
    this.#totalBytes += count;
    if (this.#totalBytes > this.#limits.maxTotalBytes) throw tooLarge(this.#limits.maxTotalBytes);
  }

  /** After a file was written, or not. */
  giveBackBytes(count: number): void {
    this.#totalBytes -= count;
  }

  add(path: string, sizeBytes: number): void {
    this.giveBackBytes(this.#sizes.get(path) ?? 0);
    // At the end again: paths stand in the order in which they were written.
    this.#sizes.delete(path);
    this.#sizes.set(path, sizeBytes);
  }

  has(path: string): boolean {
    return this.#sizes.has(path);
  }

  /** In the order in which they were written. */
  get files(): readonly { readonly path: string; readonly sizeBytes: number }[] {
    return [...this.#sizes].map(([path, sizeBytes]) => ({ path, sizeBytes }));
  }

  /** What lies directly in a folder, by name. */
  list(folder: string): readonly { readonly name: string; readonly sizeBytes: number | undefined }[] {
    const prefix = folder === '' ? '' : `${folder}/`;
    const entries = new Map<string, number | undefined>();
    for (const [path, sizeBytes] of this.#sizes) {
      if (!path.startsWith(prefix)) continue;
      const [name = '', ...below] = path.slice(prefix.length).split('/');
      entries.set(name, below.length === 0 ? sizeBytes : undefined);
    }
    return [...entries]
      .map(([name, sizeBytes]) => ({ name, sizeBytes }))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }
}

function tooLarge(maxBytes: number): TrackingRefusal {
  return new TrackingRefusal(
    'RESOURCE_EXHAUSTED',
    `artifacts: expected at most ${maxBytes} bytes in all files, got more`,
  );
}

/** @param prefix stands before each name, with its slash. */
export function renderListing(
  listed: ReturnType<ArtifactIndex['list']>,
  prefix: string,
): readonly CallObject[] {
  return listed.map(({ name, sizeBytes }) => ({
    path: `${prefix}${name}`,
    is_dir: sizeBytes === undefined,
    ...(sizeBytes !== undefined && { file_size: sizeBytes }),
  }));
}
