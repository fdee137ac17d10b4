/**
 * Freshness (docs/lifecycle.md#stale-evidence): whether the merged tree would train the same model as the tested one. Not the
 * whole trees must agree but what makes the model: its files, its lock files, its section of the
 * configuration, and the data as far as they are in the tree.
 */
import type { FileDigest } from '../kernel/digest.ts';
import type { Run } from '../documents/run.ts';

export interface CurrentInputs {
  /** Digests of those of the run's input files that are in the tree now. */
  readonly files: readonly FileDigest[];
  /** Files of the tree that are inputs by the configuration of now. */
  readonly matched: readonly string[];
  /** Digest of the model's section of the configuration, without its gate. */
  readonly config: string;
}

/** @returns one line for each input that differs, like `train.py: changed`; none when the evidence is fresh. */
export function compareInputs(tested: Run['inputs'], current: CurrentInputs): readonly string[] {
  const now = new Map(current.files.map(({ path, sha256 }) => [path, sha256]));
  const known = new Set(tested.files.map(({ path }) => path));
  const changed = tested.files.flatMap(({ path, role, sha256 }) => {
    const digest = now.get(path);
    if (digest === sha256) return [];
    if (digest !== undefined) return [`${path}: changed`];
    // Data that are fetched and not committed are in no tree, so there is nothing to compare.
    return role === 'data' ? [] : [`${path}: removed`];
  });
  const added = current.matched.filter((path) => !known.has(path)).map((path) => `${path}: added`);
  const config =
    current.config === tested.config ? [] : ["the model's section of the configuration: changed"];
  return [...changed, ...added, ...config];
}
