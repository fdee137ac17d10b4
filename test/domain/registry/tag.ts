/** Tags as tests write them: names, in order, one minute apart. */
import type { Tag } from '../../../src/shared/domain/kernel/platform.ts';

const START = Date.parse('2026-01-01T00:00:00Z');

/** `"churn@v1.0.0 c1"`: a tag and its commit; a message may follow after " | ". */
export function tagsFrom(...lines: readonly string[]): readonly Tag[] {
  return lines.map((line, index) => {
    const [place = '', message = 'm'] = line.split(' | ');
    const [name = '', commit = 'c1'] = place.split(' ');
    return { name, commit, message, taggedAt: new Date(START + index * 60_000).toISOString() };
  });
}
