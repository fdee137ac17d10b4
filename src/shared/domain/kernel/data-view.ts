/** Numbers of several bytes in a part of a buffer. */

/** @returns a view of just these bytes, which may be a part of a larger buffer; nothing is copied. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
