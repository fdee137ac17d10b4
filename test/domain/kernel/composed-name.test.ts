/** Names that differ only in how their letters are composed are one name, wherever two of them meet. */
import { expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { foldedName } from '../../../src/shared/domain/kernel/archive-limits.ts';
import { spellMetricName } from '../../../src/shared/domain/kernel/metric-name.ts';
import { cleanText } from '../../../src/shared/domain/text/untrusted-text.ts';

/** Unicode Standard Annex 15, figure 3: "é" as one character and as two, and Å as three characters that are one. */
const spellings = [
  ['pr\u00e9cision', 'pre\u0301cision'],
  ['\u00c5', 'A\u030a'],
  ['\u00c5', '\u212b'],
] as const;

it.each(spellings)('%j and %j', (composed, other) => {
  expect(other).not.toBe(composed);
  const gate = modelConfigSchema.parse({ gate: [{ metric: other, 'at-least': 0 }] }).gate;
  expect([gate[0]?.metric, spellMetricName(other), cleanText(other, 80)]).toEqual([
    composed,
    spellMetricName(composed),
    composed,
  ]);
  expect(foldedName(`model/${other}`)).toBe(foldedName(`model/${composed}`));
});
