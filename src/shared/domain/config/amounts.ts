/**
 * Texts with an amount, and bounds that belong together. What is accepted here can be computed with: no age is zero, no
 * length of time is beyond the calendar, and something lies between two bounds.
 */
import type { z } from 'zod';
import { DAY_MS, parseWithoutZone } from '../kernel/time.ts';
import { amountField } from './key.ts';

/** An age in hours or days: zero would make every row too old. */
export function ageField(): z.ZodString {
  return amountField(
    { pattern: /^[1-9]\d{0,4} (?:hours?|days?)$/, bounds: 'a whole number from 1 to 99999' },
    '<number> hours',
    '<number> days',
  );
}

/** Zero days are no wait. */
export function daysField(): z.ZodString {
  return amountField(
    { pattern: /^(?:0|[1-9]\d{0,4}) days?$/, bounds: 'a whole number from 0 to 99999' },
    '<number> days',
  );
}

/** How often in a year, also less than once: never would be a rule that finds nothing, at any distance. */
export function yearlyRateField(): z.ZodString {
  return amountField(
    { pattern: /^(?=[\d.]*[1-9])\d{1,2}(?:\.\d{1,4})? per year$/, bounds: 'a number above 0 and below 100' },
    '<number> per year',
  );
}

/** A number, or a text that is a time. */
type Bound = number | string | undefined;

/**
 * The lower and the upper of two bounds, by their keys: a refinement for their section that says, at the upper one, that nothing
 * can be both.
 */
export function requireOrder<Key extends string>(
  lower: Key,
  upper: Key,
): (section: Readonly<Partial<Record<Key, Bound>>>, context: z.RefinementCtx) => void {
  return (section, context) => {
    const [low, high] = [section[lower], section[upper]];
    if (low === undefined || high === undefined || !isEmptyRange(low, high)) return;
    context.addIssue({
      code: 'custom',
      path: [upper],
      message: `expected ${typeof low === 'number' ? 'a number' : 'a time'} that is not below \`${lower}\` (${low})`,
      params: { hint: `raise \`${upper}\`, lower \`${lower}\`, or swap the two` },
    });
  };
}

/** A number and a time have nothing between them either. */
function isEmptyRange(low: number | string, high: number | string): boolean {
  if (typeof low === 'number' && typeof high === 'number') return low > high;
  if (typeof low === 'number' || typeof high === 'number') return true;
  // A time without a zone may be up to 14 hours from the same time of UTC.
  const slackMs = hasZone(low) === hasZone(high) ? 0 : DAY_MS;
  return parseWithoutZone(low) - parseWithoutZone(high) > slackMs;
}

function hasZone(time: string): boolean {
  return /(?:Z|[+-]\d\d:\d\d)$/.test(time.slice(10));
}
