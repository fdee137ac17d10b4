/** A repository in memory, as `surveyRepository` reads one from a folder. */
import type { Survey } from '../../../src/shared/domain/setup/survey.ts';

export type Lying = Partial<Pick<Survey, 'ignored' | 'links'>>;

/** @param files path → content of what git knows. @param lying what lies beside it. */
export function surveyOf(files: Readonly<Record<string, string>>, lying: Lying = {}): Survey {
  return {
    paths: Object.keys(files).sort(),
    ignored: lying.ignored ?? [],
    links: lying.links ?? [],
    read: (path) => files[path],
  };
}
