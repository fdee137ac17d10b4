/**
 * A column of predictions or labels that was there and is no more. A version in production predicts for every row, so
 * without its predictions neither their drift nor the quality of the model can be seen; labels may be late, so that is a
 * warning. Where production never had the column, nothing is gone: the list of columns says that it is not checked.
 */
import type { Finding, ReadCheck } from '../../documents/check.ts';
import type { Column, Table } from '../../table/table.ts';
import { columnNames, knownColumns, type Profile } from '../profile/profile.ts';
import type { CurrentPredictions } from './current-predictions.ts';

export interface MissingColumnContext {
  readonly profile: Profile;
  readonly current: Table;
  readonly earlier: readonly ReadCheck[];
}

/**
 * Columns of predictions and labels that are absent, where the reference or an earlier check had them; without a
 * score there is no performance, which is an alert.
 */
export function findMissingPredictionColumns(
  { absent, roles }: CurrentPredictions,
  context: MissingColumnContext,
): readonly Finding[] {
  return absent.flatMap((subject): readonly Finding[] => {
    const role = roles.get(subject);
    const knownFrom = knownFromOf(subject, context);
    if (role === undefined || knownFrom === undefined) return [];
    // Training data always have labels; that production has none is no change.
    if (role === 'label' && knownFrom === 'reference') return [];
    const standIn = findStandIn(subject, context);
    return [
      {
        kind: 'data-quality',
        subject,
        outcome: role === 'score' ? 'alert' : 'warning',
        detail: {
          code: 'missing-prediction-column',
          role,
          knownFrom,
          ...(standIn !== undefined && { standIn }),
        },
      },
    ];
  });
}

function knownFromOf(
  wanted: string,
  { profile, earlier }: MissingColumnContext,
): 'earlier-check' | 'reference' | undefined {
  const wasThere = earlier.some(({ columns = [] }) =>
    columns.some(({ name, checks, reason }) => {
      const isMonitored = reason === 'is-score' || reason === 'is-label';
      return name === wanted && isMonitored && checks !== 'none';
    }),
  );
  if (wasThere) return 'earlier-check';
  // Where a version is monitored by its predictions alone, they are the reference.
  const isAll = columnNames(profile).length === 0;
  const isInReference = (profile.predictions ?? []).some(
    ({ source, columns }) => (source === 'reference' || isAll) && columnNames({ columns }).includes(wanted),
  );
  return isInReference ? 'reference' : undefined;
}

/** The only new column of the same kind is perhaps the same under another name. */
function findStandIn(wanted: string, { profile, current }: MissingColumnContext): string | undefined {
  const known = new Set([
    ...columnNames(profile),
    ...(profile.predictions ?? []).flatMap(columnNames),
    profile.time?.column,
  ]);
  const kind = (profile.predictions ?? []).flatMap(knownColumns).find(({ name }) => name === wanted)?.kind;
  const candidates = current.columns.filter(
    (column: Column) => !known.has(column.name) && column.kind === kind,
  );
  const [only] = candidates;
  return candidates.length === 1 ? only?.name : undefined;
}
