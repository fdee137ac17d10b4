/** The registered versions of a model, by the tags alone, as `gto show <model>` lists them. */
import type { Tag } from '../kernel/platform.ts';
import { compareVersions } from './semantic-version.ts';
import { isActive, readTagHistory } from './tag-history.ts';

export interface RegisteredVersion {
  /** Without the `v`. */
  readonly version: string;
  readonly tag: string;
  readonly commit: string;
  readonly message: string;
}

/** Greatest number first, which need not be the newest: v2.0.0 stays first after v1.5.1. Deregistered versions are left out. */
export function listVersions(model: string, tags: readonly Tag[]): readonly RegisteredVersion[] {
  return readTagHistory(model, tags)
    .versions.filter(isActive)
    .flatMap(({ version, commit, registrations }) => {
      const event = registrations.at(-1);
      if (version === undefined || event === undefined) return [];
      return [{ version, tag: event.tag, commit, message: event.message }];
    })
    .reverse()
    .sort((left, right) => compareVersions(right.version, left.version));
}
