/** Rows without a value, against the fraction of the reference's windows of the same length. */
import type { Finding } from '../../documents/check.ts';
import type { ColumnProfile } from '../profile/profile.ts';
import { countMissing as countMissingNumbers } from '../profile/number-summary.ts';
import { indexAt } from '../../statistics/vectors.ts';
import type { Column } from '../../table/table.ts';
import { fractionOfRows, qualityFinding, rowsEffect } from './quality-finding.ts';
import type { ValuesContext } from './reference-context.ts';
import { OBVIOUS_RISE, outcomeAbove, usualFraction } from './usual-fraction.ts';

/** A smaller rise is no fault of the data, however sure. */
const MARGIN = 0.05;

/** Every row: a column without any value is as good as gone. */
const ALL = 1;

/** Of the rows of a column; see evaluateMissing. */
export function checkMissing(
  reference: ColumnProfile,
  column: Column,
  context: ValuesContext,
): readonly Finding[] {
  const rows = column.kind === 'category' ? column.codes.length : column.values.length;
  return evaluateMissing(reference, { rows, missing: countMissing(column) }, context);
}

/** The same of counts. */
export function evaluateMissing(
  reference: ColumnProfile,
  { rows, missing }: { readonly rows: number; readonly missing: number },
  context: ValuesContext,
): readonly Finding[] {
  const fraction = fractionOfRows(missing, rows);
  const usual = usualFraction(
    {
      ...{ byDay: reference.days?.missing, overallFraction: missingFraction(reference) },
      ...{ currentRows: rows, leastRise: MARGIN },
    },
    context,
  );
  const { span, largest, warning, limit } = usual;
  if (!(fraction > warning)) return [];
  const isGone = fraction === ALL && ALL - largest >= OBVIOUS_RISE;
  const wasFound = context.wasFound('missing-values', reference.name);
  return [
    qualityFinding({
      subject: reference.name,
      ...outcomeAbove(fraction, usual, { windowDays: context.windowDays, isGone, wasFound }),
      effect: rowsEffect(fraction, limit),
      detail: {
        code: 'missing-values',
        missingFraction: fraction,
        referenceMissingFraction: largest,
        referenceSpan: span,
      },
    }),
  ];
}

function missingFraction(reference: ColumnProfile): number {
  return fractionOfRows(reference.missing, reference.missing + (reference.n ?? 0));
}

function countMissing(column: Column): number {
  if (column.kind !== 'category') return countMissingNumbers(column.values);
  let missing = 0;
  for (let row = 0; row < column.codes.length; row++) if (indexAt(column.codes, row) < 0) missing++;
  return missing;
}
