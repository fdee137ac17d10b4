/** In which encoding a file of text is written: UTF-8, or UTF-16 as Excel and PowerShell write it. */

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Without a mark, Latin letters in UTF-16 are recognized by the zero in every other byte. */
const SAMPLE_BYTES = 64;

export function encodingOf(start: Uint8Array): TextEncoding {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const sample = start.subarray(0, SAMPLE_BYTES);
  if (sample.length < 4) return 'utf-8';
  const zeros = (parity: number): number =>
    sample.reduce((count, byte, at) => count + (byte === 0 && at % 2 === parity ? 1 : 0), 0);
  const [even, odd] = [zeros(0), zeros(1)];
  const most = sample.length / 4;
  if (odd >= most && even === 0) return 'utf-16le';
  return even >= most && odd === 0 ? 'utf-16be' : 'utf-8';
}

/** The first bytes of a file as text, without byte order marks; what is cut or broken becomes U+FFFD. */
export function decodeStart(start: Uint8Array): string {
  return new TextDecoder(encodingOf(start)).decode(start).replace(/^\ufeff+/, '');
}
