/**
 * How a metric is called in gates and documents. Training code writes any name (`precision@5`, `Accuracy (%)`,
 * `macro avg`); the spelling here is made from it in the same way each time, so that a gate can rely on it.
 */
import { composeName } from './composed-name.ts';

/** Letters and digits of any script, and the signs that common tools use. */
export const METRIC_NAME_PATTERN = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.:/@-]{0,79}$/u;

export const LONGEST_METRIC_NAME = 80;

/** What the pattern does not allow, with the underscores around it. */
const OTHER_SIGNS = /_*[^\p{L}\p{M}\p{N}_.:/@-]+_*/gu;

/**
 * The spelling of `name` in gates: `%` becomes `percent`, and other signs an underscore. Two names may have one
 * spelling. `Accuracy (%)` → `Accuracy_percent`. @returns text that matches the pattern.
 */
export function spellMetricName(name: string): string {
  // Longer names are cut in any case, and a pattern that looks back and forth would take minutes.
  const text = composeName(name.slice(0, 4 * LONGEST_METRIC_NAME))
    .replaceAll('%', ' percent ')
    .replaceAll(OTHER_SIGNS, '_')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/_+$/, '');
  return text === '' ? 'metric' : clipMetricName(text, LONGEST_METRIC_NAME);
}

/** The first `length` characters; none of them is cut in two. */
export function clipMetricName(name: string, length: number): string {
  return new RegExp(`^.{0,${length}}`, 'u').exec(name)?.[0] ?? '';
}
