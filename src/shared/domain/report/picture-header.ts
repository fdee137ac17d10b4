/**
 * Format and size of a picture, from its first bytes: PNG (https://www.w3.org/TR/png-3/#5DataRep) and JPEG (ITU-T T.81, B.1.1).
 * A small file can be a picture that fills the memory of whoever opens it.
 */

export interface PictureHeader {
  readonly mediaType: 'image/png' | 'image/jpeg';
  readonly widthPixels: number;
  readonly heightPixels: number;
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

/** Undefined for what is neither, whatever its name. */
export function readPictureHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (PNG.every((byte, index) => bytes[index] === byte)) {
    if (view.byteLength < 24) return undefined;
    return { mediaType: 'image/png', widthPixels: view.getUint32(16), heightPixels: view.getUint32(20) };
  }
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? findFrame(view) : undefined;
}

/** Start-of-frame markers; the other four of this range are tables. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Segment by segment: a marker, and the length of what follows it. */
function findFrame(view: DataView): PictureHeader | undefined {
  for (let offset = 2; offset + 9 <= view.byteLength;) {
    if (view.getUint8(offset) !== 0xff) return undefined;
    const marker = view.getUint8(offset + 1);
    if (isFrame(marker)) {
      return {
        mediaType: 'image/jpeg',
        widthPixels: view.getUint16(offset + 7),
        heightPixels: view.getUint16(offset + 5),
      };
    }
    const lengthBytes = view.getUint16(offset + 2);
    if (lengthBytes < 2) return undefined;
    offset += 2 + lengthBytes;
  }
  return undefined;
}
