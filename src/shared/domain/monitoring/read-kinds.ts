/**
 * As what current data are read: each column as the reference was. What a column is would else be guessed from each
 * delivery, and a week without the one code that has a letter would be a column of numbers.
 */
import type { ModelConfig } from '../config/config.ts';
import { UTC } from '../kernel/time-zone.ts';
import { decimalSigns } from '../config/decimal-signs.ts';
import { isKnown } from '../documents/open-values.ts';
import { tableOptions, type ReadingConfig } from '../evaluation/predictions.ts';
import type { ReadKind, ReadOptions } from '../table/read-options.ts';
import { knownColumns, type ColumnProfile, type Profile } from './profile/profile.ts';

export function currentOptions(profile: Profile, config: ReadingConfig): ReadOptions {
  const options = tableOptions(config);
  const timeZone = timeZoneOf(profile, config);
  const kinds = new Map(options.kinds);
  for (const column of knownColumns(profile)) {
    kinds.set(column.name, asInReference(column, kinds.get(column.name)));
  }
  if (profile.time !== undefined) kinds.set(profile.time.column, 'time');
  const decimalOf = new Map(
    knownColumns(profile).flatMap((column) =>
      column.kind === 'number' && column.decimal !== undefined && isKnown(decimalSigns, column.decimal)
        ? [[column.name, column.decimal] as const]
        : [],
    ),
  );
  return {
    ...{ ...options, kinds },
    ...(decimalOf.size > 0 && { decimalOf }),
    timeZone: timeZone === UTC ? undefined : timeZone,
  };
}

/** Columns that are read as text for no other reason than that the reference had text there. */
export function keptAsText(
  profile: Profile,
  config: ReadingConfig & Pick<ModelConfig, 'slices'>,
): readonly string[] {
  const { kinds } = tableOptions(config);
  const levels = config.slices?.columns ?? [];
  return knownColumns(profile).flatMap(({ name, kind }) =>
    kind === 'category' && !kinds.has(name) && !levels.includes(name) ? [name] : [],
  );
}

/** That of the reference, whose days are made; a reference without days leaves it to the configuration. */
export function timeZoneOf(profile: Profile, config: Pick<ModelConfig, 'time-zone'>): string | undefined {
  const hasDays =
    profile.time !== undefined ||
    profile.performance !== undefined ||
    profile.predictions?.some(({ time }) => time !== undefined) === true;
  return hasDays ? profile.timeZone : (profile.timeZone ?? config['time-zone']);
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
