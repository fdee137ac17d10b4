/**
 * The index of a packed model: one line a file, `<first byte> <bytes> <SHA-256> <path>`, in the order of the archive.
 * `curl --range` fetches one file by it, and `read` of a shell reads it: the path is last, because it may hold spaces.
 */
import type { FileRecord } from '../kernel/digest.ts';
import { DataError } from '../kernel/errors.ts';
import type { TarPlan } from './tar.ts';

export interface PackedFile extends FileRecord {
  /** In the archive, behind the header of the file. */
  readonly startBytes: number;
}

export function renderPackIndex(plan: TarPlan<FileRecord>): string {
  const lines: string[] = [];
  for (const { file, startBytes } of plan.places())
    lines.push(`${startBytes} ${file.sizeBytes} ${file.sha256} ${file.path}\n`);
  return lines.join('');
}

/** @throws DataError EVIDENCE_INVALID that names the line; for files that overlap or are out of order too. */
export function parsePackIndex(text: string, where: string): readonly PackedFile[] {
  let end = 0;
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      const file = parseLine(line);
      if (file === undefined || file.startBytes < end) {
        throw new DataError(
          'EVIDENCE_INVALID',
          `${where}: line ${index + 1}: expected "<first byte> <bytes> <SHA-256> <path>" behind byte ${end}, got ${JSON.stringify(line.slice(0, MAX_SHOWN))}`,
          { hint: 'the release was changed after the registration, or a newer version wrote it' },
        );
      }
      end = file.startBytes + file.sizeBytes;
      return file;
    });
}

const MAX_SHOWN = 100;

function parseLine(line: string): PackedFile | undefined {
  const [, start, size, sha256, path] = /^(\d{1,15}) (\d{1,15}) ([0-9a-f]{64}) (.+)$/.exec(line) ?? [];
  if (sha256 === undefined || path === undefined) return undefined;
  return { startBytes: Number(start), sizeBytes: Number(size), sha256, path };
}
