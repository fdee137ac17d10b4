/**
 * What is said of rows without a label or a score. A join that finds nothing is an alert where the ids themselves
 * show why: they agree without case, zeros and punctuation, or no id of one side is made like one of the other. Ids
 * that are made alike and differ may be of other rows, so that is a warning. Counts, no p-values.
 */
import type { PredictionsConfig } from '../../config/training-section.ts';
import type { Finding } from '../../documents/check.ts';
import type { NotEvaluatedCause } from '../../documents/finding-detail.ts';
import { idColumns, labelColumn } from '../../evaluation/predictions.ts';
import type { Coverage, JoinCounts, LabelResult } from './labeled-rows.ts';

/** Below these fractions of the rows, the rest may be another kind of row. */
const ENOUGH_LABELED = 0.5;
const ENOUGH_SCORED = 0.9;

/** So few joined rows are no join: they may share an id by chance. */
const FEW_JOINED = 0.1;

/**
 * How many rows have a label, and how many a score: one finding for each role of which some have none, or that was
 * joined.
 */
export function evaluateCoverage(
  coverage: readonly Coverage[],
  columns: PredictionsConfig,
): readonly Finding[] {
  return coverage.flatMap((covered): readonly Finding[] => {
    const { role, rows, coveredRows, join } = covered;
    if (rows === 0 || (coveredRows === rows && join === undefined)) return [];
    const fraction = coveredRows / rows;
    const threshold = role === 'label' ? ENOUGH_LABELED : ENOUGH_SCORED;
    return [
      {
        kind: 'data-quality',
        subject: (role === 'label' ? labelColumn(columns) : columns.score) ?? role,
        outcome: outcomeOf(covered, threshold),
        effect: { measure: 'fraction-of-rows', value: fraction, threshold },
        detail: {
          code: 'row-coverage',
          role,
          rows,
          coveredRows,
          ...(join !== undefined && {
            join: joinDetail(join, idColumns(columns).join(', '), isMismatch(covered)),
          }),
        },
      },
    ];
  });
}

function outcomeOf(covered: Coverage, enough: number): Finding['outcome'] {
  const { role, rows, coveredRows } = covered;
  if (isMismatch(covered)) return 'alert';
  // A version in production gives every row a score; a label may be late.
  if (coveredRows === 0) return role === 'score' ? 'alert' : 'warning';
  return coveredRows / rows < enough ? 'warning' : 'ok';
}

/** Whether the ids of both sides are spelled differently. */
function isMismatch({ rows, join }: Coverage): boolean {
  if (join === undefined || join.sourceRows === 0 || rows === 0) return false;
  const { joinedRows, looselyJoinedRows, hasCommonForm } = join;
  const isFew = joinedRows <= FEW_JOINED * rows;
  return isFew && (looselyJoinedRows > 2 * joinedRows || !hasCommonForm);
}

function joinDetail(join: JoinCounts, idColumn: string, isMismatched: boolean) {
  const { source, sourceRows, joinedRows, currentForms, otherForms } = join;
  return {
    idColumn,
    source,
    sourceRows,
    joinedRows,
    spelledDifferently: isMismatched,
    currentForms: [...currentForms],
    sourceForms: [...otherForms],
  };
}

/** Why no metric could be computed; undefined when some rows have both. */
export function whyNotEvaluated(result: LabelResult): NotEvaluatedCause | undefined {
  if (result.kind === 'absent') return ABSENT[result.role];
  if (result.rows.labels.length > 0) return undefined;
  const [label, score] = (['label', 'score'] as const).map((role) =>
    result.coverage.find((covered) => covered.role === role),
  );
  if (score?.rows === 0) return 'no-rows';
  // No label of any row is due: then all rows with a time wait for theirs.
  if (label === undefined || label.rows === 0)
    return result.waiting.length === 0 ? 'no-times' : 'labels-not-due';
  if (isMismatch(label)) return 'labels-do-not-match';
  if (score !== undefined && isMismatch(score)) return 'scores-do-not-match';
  if (score?.coveredRows === 0) return 'no-scores';
  return label.coveredRows === 0 ? 'no-labels' : 'no-row-with-both';
}

const ABSENT: Readonly<Record<Extract<LabelResult, { kind: 'absent' }>['role'], NotEvaluatedCause>> = {
  time: 'no-times',
  label: 'no-label-column',
  score: 'no-score-column',
};
