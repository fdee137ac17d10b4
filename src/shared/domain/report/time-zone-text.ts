/** What is said where the days of the reference are not those of the configuration. */
import type { Check } from '../documents/check.ts';
import { codeSpan } from '../text/untrusted-text.ts';

/** Undefined where both are of one zone. */
export function describeOtherTimeZone({ timeZone }: Pick<Check, 'timeZone'>): string | undefined {
  if (timeZone?.configured === undefined) return undefined;
  const { name, configured } = timeZone;
  return `The days are those of ${codeSpan(name)}, as in the reference of this version. The configuration has ${codeSpan(`time-zone: ${configured}`)}, which counts from the next version on.`;
}
