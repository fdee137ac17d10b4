/** What a later step would refuse is refused here, before the training where it is known, else right after. */
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import {
  archiveLimits,
  maxUnpackedBytes,
  type ArchiveLimits,
} from '../../../src/shared/domain/kernel/archive-limits.ts';
import type { FileRecord } from '../../../src/shared/domain/kernel/digest.ts';
import type { LimitedFile } from '../../../src/shared/domain/registry/file-limits.ts';
import { checkPublishable } from '../../../src/shared/domain/registry/plan-assets.ts';
import { POINTER_BYTES, pointerKindOf } from '../../../src/shared/domain/kernel/pointer-file.ts';
import type { OutputRole, RunOutput } from '../../../src/shared/domain/documents/run.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';

export interface LimitedOutput extends LimitedFile {
  readonly role: RunOutput['role'];
}

/** As `Kept`, which this does not import because collecting checks too. */
interface TakenFile {
  readonly role: OutputRole;
  readonly source: Files;
  readonly record: FileRecord;
  readonly path: string;
}

/** Predictions count too: `register` publishes them where its input says so. @throws DataError FILES_INVALID */
export function checkOutputs(outputs: readonly LimitedOutput[]): void {
  checkTotal(outputs, archiveLimits);
  checkPublishable(outputs);
}

/** @throws DataError FILES_INVALID for what no release can hold, and for pointers instead of content. */
export async function checkKept(kept: readonly TakenFile[]): Promise<void> {
  checkOutputs(kept.map(({ role, path, record }) => ({ role, path, sizeBytes: record.sizeBytes })));
  for (const { role, source, record } of kept) await requireContent(source, record.path, role);
}

/** @throws DataError FILES_INVALID when the file only points to its content. */
export async function requireContent(files: Files, path: string, where: string): Promise<void> {
  const content = await files.open(path);
  if (content.sizeBytes > POINTER_BYTES) return;
  const kind = pointerKindOf(await content.slice(0, POINTER_BYTES));
  if (kind === undefined) return;
  const message = `${where}: expected the content of ${path}, got its ${kind.tool} pointer`;
  throw new DataError('FILES_INVALID', message, { hint: kind.hint });
}

/** @throws DataError FILES_INVALID for more files or bytes than `evaluate` unpacks, however well they pack. */
export function checkTotal(
  outputs: readonly Pick<LimitedOutput, 'sizeBytes'>[],
  limits: ArchiveLimits,
): void {
  checkFileCount(outputs.length, limits);
  const { maxTotalBytes } = limits;
  const total = outputs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (total <= maxTotalBytes) return;
  const message = `evidence: expected at most ${maxTotalBytes} bytes in all files, got ${total}`;
  throw new DataError('FILES_INVALID', message, { hint: 'leave out what the model does not need' });
}

/** @throws DataError FILES_INVALID for more files than `evaluate` unpacks. */
export function checkFileCount(count: number, { maxFiles }: ArchiveLimits): void {
  if (count <= maxFiles) return;
  throw new DataError('FILES_INVALID', `evidence: expected at most ${maxFiles} files, got ${count}`, {
    hint: 'let the training command pack files of the model into one, or leave out what it does not need',
  });
}

/** @throws DataError FILES_INVALID for an artifact that `evaluate` would not unpack. */
export function checkPacked(sizeBytes: number, packedBytes: number, limits: ArchiveLimits): void {
  const maxBytes = maxUnpackedBytes(packedBytes, limits);
  if (sizeBytes <= maxBytes) return;
  const message = `evidence: expected at most ${maxBytes} bytes in an artifact of ${packedBytes}, got ${sizeBytes}`;
  throw new DataError('FILES_INVALID', message, {
    hint: 'compress the files of the model, or leave out what is not needed',
  });
}
