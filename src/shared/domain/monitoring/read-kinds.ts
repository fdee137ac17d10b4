/**
 * As what current data are read: each column as the reference was. What a column is would else be guessed from each
 * delivery, and a week without the one code that has a letter would be a column of numbers.
 */
import type { ModelConfig } from '../config/config.ts';
import { UTC } from '../kernel/time-zone.ts';
import { dayOrders } from '../documents/day-orders.ts';
import { decimalSigns } from '../config/decimal-signs.ts';
import { isKnown } from '../documents/open-values.ts';
import { tableOptions, type ReadingConfig } from '../evaluation/predictions.ts';
import type { ReadKind, ReadOptions } from '../table/read-options.ts';
import { knownColumns, type ColumnProfile, type Profile } from './profile/profile.ts';

/**
 * How current data are read: each column as the kind that it has in the reference, texts in its time zone and
 * spelling.
 */
export function currentOptions(profile: Profile, config: ReadingConfig): ReadOptions {
  const options = tableOptions(config);
  const timeZone = timeZoneOf(profile, config);
  const kinds = new Map(options.kinds);
  for (const column of knownColumns(profile)) {
    kinds.set(column.name, asInReference(column, kinds.get(column.name)));
  }
  if (profile.time !== undefined) kinds.set(profile.time.column, 'time');
  return {
    ...{ ...options, kinds },
    ...spellingsAsIn(profile, options),
    timeZone: timeZone === UTC ? undefined : timeZone,
  };
}

/**
 * What the reference decides where cells leave it open, and the configuration says nothing: which of points and commas
 * stands before decimals, and which of day and month comes first. A week within the first twelve days of a month shows neither.
 */
export function spellingsAsIn(
  profile: Profile,
  { dayOrderOf: configured = new Map() }: Pick<ReadOptions, 'dayOrderOf'>,
): Pick<ReadOptions, 'decimalOf' | 'dayOrderOf'> {
  const groups = [profile, ...(profile.predictions ?? [])];
  const columns = groups.flatMap(knownColumns);
  const times = [
    ...columns.flatMap((column) => (column.kind === 'time' ? [column] : [])),
    ...groups.flatMap(({ time }) => (time === undefined ? [] : [{ ...time, name: time.column }])),
  ];
  const kept = times.flatMap(({ name, dayOrder: order }) =>
    order !== undefined && isKnown(dayOrders, order) ? [[name, { order, saidBy: 'reference' }] as const] : [],
  );
  const decimals = columns.flatMap((column) =>
    column.kind === 'number' && column.decimal !== undefined && isKnown(decimalSigns, column.decimal)
      ? [[column.name, column.decimal] as const]
      : [],
  );
  return {
    ...(decimals.length > 0 && { decimalOf: new Map(decimals) }),
    ...(kept.length + configured.size > 0 && { dayOrderOf: new Map([...kept, ...configured]) }),
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
