/**
 * As what current data are read: each column as the reference was. What a column is would else be guessed from each
 * delivery, and a week without the one code that has a letter would be a column of numbers.
 */
import type { ModelConfig } from '../config/config.ts';
import { columnKindsOf } from '../evaluation/predictions.ts';
import type { ReadKind } from '../table/read-options.ts';
import { knownColumns, type ColumnProfile, type Profile } from './profile/profile.ts';

export function currentKinds(
  profile: Profile,
  config: Pick<ModelConfig, 'task' | 'columns' | 'predictions'>,
): ReadonlyMap<string, ReadKind> {
  const kinds = new Map(columnKindsOf(config));
  for (const column of knownColumns(profile)) {
    kinds.set(column.name, asInReference(column, kinds.get(column.name)));
  }
  if (profile.time !== undefined) kinds.set(profile.time.column, 'time');
  return kinds;
}

/** The configuration decides only between two spellings of the same kind. */
function asInReference({ kind }: ColumnProfile, configured: ReadKind | undefined): ReadKind {
  switch (kind) {
    case 'number':
      return configured === 'boolean' ? 'boolean' : 'number';
    case 'category':
      return configured === 'category' ? 'category' : 'text';
    case 'time':
      return 'time';
  }
}
