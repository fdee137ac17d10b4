/** MD5 as DVC names content by it. It shows that bytes are those that were named, not that no others were made to fit. */
import { createHash } from 'node:crypto';

export function md5(content: Uint8Array | string): string {
  return createHash('md5').update(content).digest('hex');
}

/** Keeps one chunk in memory at a time. @returns 32 lower-case hexadecimal digits. */
export async function md5OfStream(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
