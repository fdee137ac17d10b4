/** What the names of groups say of their order: numbers without gaps may be batches in time, or users. */

/** A run of numbers counts as gapless up to this multiple of the number of groups. */
const GAPLESS_UP_TO = 1.5;
const NUMBERED_NAME = /^(?<prefix>.*?)(?<digits>\d{1,9})$/s;

/** Whether names are whole numbers in a nearly gapless run, alone or after one prefix: 1, 2, 3 or batch-07, batch-08. */
export function areNumbered(names: readonly string[]): boolean {
  const parts = names.map((name) => NUMBERED_NAME.exec(name)?.groups);
  const prefix = parts[0]?.prefix;
  let [lowest, highest] = [Infinity, -Infinity];
  for (const part of parts) {
    if (part === undefined || part.prefix !== prefix) return false;
    const number = Number(part.digits);
    lowest = Math.min(lowest, number);
    highest = Math.max(highest, number);
  }
  return highest - lowest + 1 <= GAPLESS_UP_TO * names.length;
}

/** Numbers in names count as numbers: "batch-9" comes before "batch-10". */
export function compareNaturally(left: string, right: string): number {
  const [parts, others] = [splitNumbers(left), splitNumbers(right)];
  for (let index = 0; index < Math.min(parts.length, others.length); index += 1) {
    const [part = '', other = ''] = [parts[index], others[index]];
    if (part === other) continue;
    const difference = Number(part) - Number(other);
    if (Number.isFinite(difference) && difference !== 0) return difference;
    return part < other ? -1 : 1;
  }
  return parts.length - others.length;
}

function splitNumbers(name: string): readonly string[] {
  return name.match(/\d{1,15}|\D+/g) ?? [];
}
