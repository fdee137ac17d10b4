/** The files of a tar archive (POSIX ustar, and the long names of GNU and pax). */
import { partOf, type ScannedBytes } from '../content/byte-reader.ts';

const BLOCK_BYTES = 512;
const MAX_ENTRIES = 100_000;
const MAX_NAME_BYTES = 2 ** 16;

export interface TarEntry {
  readonly name: string;
  readonly content: ScannedBytes;
}

export type TarListing =
  | { readonly entries: readonly TarEntry[]; readonly fault: undefined }
  /** What was read until then. */
  | { readonly entries: readonly TarEntry[]; readonly fault: string };

export async function listTar(bytes: ScannedBytes): Promise<TarListing> {
  const entries: TarEntry[] = [];
  let at = 0;
  let longName: string | undefined;
  while (at + BLOCK_BYTES <= bytes.sizeBytes) {
    const header = Buffer.from(await bytes.slice(at, at + BLOCK_BYTES));
    if (header.every((byte) => byte === 0)) return { entries, fault: undefined };
    const sizeBytes = sizeOf(header);
    const type = String.fromCharCode(header[156] ?? 0);
    const start = at + BLOCK_BYTES;
    if (sizeBytes === undefined || start + sizeBytes > bytes.sizeBytes)
      return { entries, fault: `entry at ${at}` };
    if (type === 'L' || type === 'x') {
      const text = Buffer.from(
        await bytes.slice(start, start + Math.min(sizeBytes, MAX_NAME_BYTES)),
      ).toString('utf8');
      longName =
        type === 'L'
          ? text.replace(/\0.*$/s, '')
          : (/(?:^|\n)\d+ path=([^\n]*)\n/.exec(text)?.[1] ?? longName);
    } else {
      const name = longName ?? nameOf(header);
      longName = undefined;
      if (type === '1' || type === '2') return { entries, fault: `a link: ${name}` };
      if (type === '0' || type === '\0' || type === '7')
        entries.push({ name, content: partOf(bytes, start, sizeBytes) });
    }
    if (entries.length > MAX_ENTRIES) return { entries, fault: `more than ${MAX_ENTRIES} entries` };
    at = start + Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return { entries, fault: undefined };
}

function nameOf(header: Buffer): string {
  const [name, prefix] = [textOf(header.subarray(0, 100)), textOf(header.subarray(345, 500))];
  return header.toString('latin1', 257, 262) === 'ustar' && prefix !== '' ? `${prefix}/${name}` : name;
}

/** In octal, or in binary for what octal digits cannot hold. */
function sizeOf(header: Buffer): number | undefined {
  if ((header[124] ?? 0) >= 0x80) {
    const size = Number(header.readBigUInt64BE(128));
    return Number.isSafeInteger(size) ? size : undefined;
  }
  const digits = textOf(header.subarray(124, 136)).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
}
