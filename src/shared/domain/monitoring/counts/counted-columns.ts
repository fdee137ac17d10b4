/** The columns of a reference that are counted, and as what. */
import { DataError } from '../../kernel/errors.ts';
import { knownColumns, type ColumnProfile, type Profile } from '../profile/profile.ts';
import { zonesOf, type NumberZones } from './number-zones.ts';

export type CountedColumn =
  | { readonly kind: 'number'; readonly name: string; readonly zones: NumberZones }
  | { readonly kind: 'category'; readonly name: string }
  | { readonly kind: 'presence'; readonly name: string };

/** Inputs, then labels and predictions. */
export function countedColumns(profile: Profile): readonly CountedColumn[] {
  const groups = [profile, ...(profile.predictions ?? [])];
  return groups.flatMap((group) => knownColumns(group).map(countedAs));
}

function countedAs(column: ColumnProfile): CountedColumn {
  const { name } = column;
  const zones = column.kind === 'number' ? zonesOf(column) : undefined;
  if (zones !== undefined) return { kind: 'number', name, zones };
  // The texts of an identifier say nothing, and are too many to hand over.
  return { kind: column.kind === 'category' && !column.identifier ? 'category' : 'presence', name };
}

/** The column of times. @throws DataError where the reference has no days. */
export function requireTime({ time, predictions = [] }: Profile): string {
  const named = time ?? predictions.find((group) => group.time !== undefined)?.time;
  if (named !== undefined) return named.column;
  throw new DataError(
    'DATA_INVALID',
    'reference profile: expected days, because current data are counted by day, got a reference without a column of times',
    {
      hint: 'name the column in `predictions: { time: … }`, train and register again; until then check the rows with `current`',
    },
  );
}
