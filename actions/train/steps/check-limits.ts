/** What a later step would refuse is refused here, before the training where it is known, else right after. */
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { maxUnpackedBytes, type ArchiveLimits } from '../../../src/shared/domain/kernel/archive-limits.ts';
import type { FileRecord } from '../../../src/shared/domain/kernel/digest.ts';
import { checkFiles, type LimitedFile } from '../../../src/shared/domain/registry/file-limits.ts';
import { documentAssets, isPublished } from '../../../src/shared/domain/registry/plan-assets.ts';
import { POINTER_BYTES, pointerKindOf } from '../../../src/shared/domain/supply-chain/pointer-file.ts';
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
  checkFiles(
    outputs.filter(({ role }) => isPublished(role)),
    documentAssets,
  );
}

/** @throws DataError FILES_INVALID for what no release can hold, and for pointers instead of content. */
export async function checkKept(kept: readonly TakenFile[]): Promise<void> {
  checkOutputs(kept.map(({ role, path, record }) => ({ role, path, sizeBytes: record.sizeBytes })));
  for (const { role, source, record } of kept) await requireContent(source, record.path, role);
}

/**
 * Inputs as they lie in the workspace. What is not there yet, the training command may fetch. A `.dvc` file that is
 * listed by its own name stands for its data: its digest is theirs.
 * @throws DataError FILES_INVALID
 */
export async function requireInputContents(workspace: Files, paths: readonly string[]): Promise<void> {
  for (const path of paths)
    if (!path.endsWith('.dvc') && (await workspace.exists(path)))
      await requireContent(workspace, path, 'data');
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

/** @throws DataError FILES_INVALID for an artifact that `evaluate` would not unpack. */
export function checkPacked(sizeBytes: number, packedBytes: number, limits: ArchiveLimits): void {
  const maxBytes = maxUnpackedBytes(packedBytes, limits);
  if (sizeBytes <= maxBytes) return;
  const message = `evidence: expected at most ${maxBytes} bytes in an artifact of ${packedBytes}, got ${sizeBytes}`;
  throw new DataError('FILES_INVALID', message, {
    hint: 'compress the files of the model, or leave out what is not needed',
  });
}
