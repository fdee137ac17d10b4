/**
 * The output of a container without a terminal: frames of a stream number (1 byte), 3 unused bytes, a length (4 bytes,
 * big-endian) and text. https://docs.docker.com/reference/api/engine/version/v1.41/#operation/ContainerAttach
 */
const FRAME_HEADER_BYTES = 8;
/** 0 is standard input, 1 standard output, 2 standard error. */
const MAX_STREAM_NUMBER = 2;

/** @param bytes of a container with a terminal are text as they are. */
export function readLogFrames(bytes: Buffer): string {
  if ((bytes[0] ?? 0) > MAX_STREAM_NUMBER) return bytes.toString('utf8');
  const parts: Buffer[] = [];
  for (let offset = 0; offset + FRAME_HEADER_BYTES <= bytes.length;) {
    const end = offset + FRAME_HEADER_BYTES + bytes.readUInt32BE(offset + 4);
    parts.push(bytes.subarray(offset + FRAME_HEADER_BYTES, end));
    offset = end;
  }
  return Buffer.concat(parts).toString('utf8');
}
