/** How an id is written, without saying which one it is: ids can be names of people, and comments and issues are public. */

const LONGEST = 40;

/** `Anna-0017` → `Xxxx-0099`: letters by their case, digits as 9, but for zeros, which are what spreadsheets lose. */
export function maskId(id: string): string {
  return id
    .slice(0, LONGEST)
    .toWellFormed()
    .replaceAll(/\p{Lu}/gu, 'X')
    .replaceAll(/\p{L}/gu, (letter) => (letter === 'X' ? 'X' : 'x'))
    .replaceAll(/[\p{N}--0]/gv, '9');
}
