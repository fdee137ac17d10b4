/** Text of others in a message has a limit: it may be as long as a file. */

/** Its beginning and its end, with `…` between them. */
export function shortenText(text: string, length: number): string {
  if (text.length <= length) return text;
  const half = Math.floor((length - 1) / 2);
  return `${text.slice(0, half)}…${text.slice(-half)}`;
}
