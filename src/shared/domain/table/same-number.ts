/** Whether two tables mean the same number: one of them may have been written in single precision. */

/** 49.70255661 and 49.702557 are one number there. Integers are exact in both, or have lost digits that count. */
export function isSameNumber(one: number, other: number): boolean {
  if (one === other || (Number.isNaN(one) && Number.isNaN(other))) return true;
  return !(Number.isInteger(one) && Number.isInteger(other)) && Math.fround(one) === Math.fround(other);
}
