/** In which encoding a file of text is written: UTF-8, or UTF-16 as Excel and PowerShell write it. */

import { DataError } from '../kernel/errors.ts';

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

const CONVERT =
  'convert the file to UTF-8: `iconv -f cp1252 -t utf-8 old.csv > new.csv` where Excel or Windows wrote it in a Western language (cp1250, cp1251 or shift_jis in others)';

/** @param what should be UTF-8: "text in column \"Ort\"". */
export function notUtf8(where: string, what: string, cause?: unknown): DataError {
  return new DataError('DATA_INVALID', `${where}: expected UTF-8 ${what}, got other bytes`, {
    cause,
    hint: CONVERT,
  });
}

/** Counts the lines of consecutive pieces up to the first one that is not UTF-8. */
export class Utf8LineCounter {
  #line = 1;
  #rest = new Uint8Array(0);

  /** @returns the line, from 1 on; undefined where all lines of the pieces so far are UTF-8. */
  find(piece: Uint8Array): number | undefined {
    const bytes = new Uint8Array(this.#rest.length + piece.length);
    bytes.set(this.#rest);
    bytes.set(piece, this.#rest.length);
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      if (!isUtf8(bytes.subarray(start, end))) return this.#line;
      this.#line++;
      start = end + 1;
    }
    this.#rest = bytes.slice(start);
    return undefined;
  }

  /** Of the last line, which has no end. */
  finish(): number | undefined {
    return isUtf8(this.#rest) ? undefined : this.#line;
  }
}

const LINE_FEED = 0x0a;

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
