/** The checksum CRC-32C (Castagnoli; RFC 3720, appendix B.4), which files of TensorBoard have. */

const POLYNOMIAL = 0x82f63b78;

export function createCrc32cTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
    return value >>> 0;
  });
}

/** @param table of `createCrc32cTable`. */
export function crc32cOf(table: Uint32Array, bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (table[(value ^ byte) & 0xff] ?? NaN) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
