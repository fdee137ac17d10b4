/** Texts in the order of their UTF-8 bytes, which is that of `LC_ALL=C sort`, without making the bytes of each of them. */

/** UTF-16 order differs from the order of the UTF-8 bytes only where surrogates meet U+E000 to U+FFFF. */
const SURROGATE = /[\ud800-\udfff]/;

/** For a sort: negative where `left` comes first. */
export function compareBytes(left: string, right: string): number {
  if (SURROGATE.test(left) || SURROGATE.test(right)) {
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  }
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
