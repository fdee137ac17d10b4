/**
 * Writes zip archives as an attacker would: any name, any mode, any claim about size and checksum
 * (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16).
 */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content?: Buffer | string;
  /** Unix mode with the file's type; 0 for an archive without modes. */
  readonly mode?: number;
  readonly stored?: boolean;
  readonly flags?: number;
  /** What the directory claims, in place of the truth. */
  readonly claimedBytes?: number;
  readonly claimedCrc?: number;
  /** Has no bytes of its own: it leads to those of the entry before it. */
  readonly shares?: boolean;
}

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const MADE_ON_UNIX = (3 << 8) | 20;
const UTF8_NAMES = 0x800;

export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  let previous = 0;
  for (const entry of entries) {
    const { local, central } = encode(entry, entry.shares === true ? previous : offset);
    previous = entry.shares === true ? previous : offset;
    directory.push(central);
    if (entry.shares === true) continue;
    bodies.push(local);
    offset += local.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(DIRECTORY_END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, directoryBytes, end]);
}

function encode(entry: ZipEntry, offset: number): { local: Buffer; central: Buffer } {
  const name = Buffer.from(entry.name);
  const content = Buffer.from(entry.content ?? '');
  const data = entry.stored === true ? content : deflateRawSync(content);
  // Version, flags, method, time, date, CRC, sizes and name length: the same 26 bytes in both headers.
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt16LE(entry.flags ?? UTF8_NAMES, 2);
  shared.writeUInt16LE(entry.stored === true ? 0 : 8, 4);
  shared.writeUInt32LE(entry.claimedCrc ?? crc32(content), 10);
  shared.writeUInt32LE(data.length, 14);
  shared.writeUInt32LE(entry.claimedBytes ?? content.length, 18);
  shared.writeUInt16LE(name.length, 22);
  return {
    local: Buffer.concat([uint32(LOCAL_HEADER), shared, name, data]),
    central: Buffer.concat([
      uint32(DIRECTORY_ENTRY),
      uint16(MADE_ON_UNIX),
      shared,
      tail(entry, offset),
      name,
    ]),
  };
}

/** Comment length, disk, attributes and offset of a directory entry. */
function tail(entry: ZipEntry, offset: number): Buffer {
  const bytes = Buffer.alloc(14);
  bytes.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
  bytes.writeUInt32LE(offset, 10);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
