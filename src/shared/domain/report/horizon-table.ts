/** What was forecast how far ahead, and how well: a table of a few lines, and what the series could not say. */
import type { Evaluation } from '../documents/evaluation.ts';
import { countOf, formatCount, formatOptional, formatSigned } from '../text/number-text.ts';
import { renderTable } from '../text/markdown-table.ts';
import { codeSpan } from '../text/untrusted-text.ts';

type Range = NonNullable<Evaluation['horizons']>['ranges'][number];

/** Empty where no horizon is known, or all are one. */
export function renderHorizonTable({ horizons }: Evaluation): string {
  if (horizons === undefined) return '';
  const { metric, ranges } = horizons;
  const isCompared = ranges.some(({ comparedValue }) => comparedValue !== undefined);
  const columns = [
    { title: 'steps ahead', align: 'right' as const },
    { title: 'rows', align: 'right' as const },
    ...(isCompared ? [{ title: 'champion', align: 'right' as const }] : []),
    { title: 'challenger', align: 'right' as const },
    ...(isCompared ? [{ title: 'difference', align: 'right' as const }] : []),
  ];
  const rows = ranges.map((range) => [
    describeSteps(range),
    formatCount(range.rowCount),
    ...(isCompared ? [formatOptional(range.comparedValue)] : []),
    formatOptional(range.challenger),
    ...(isCompared ? [describeDifference(range)] : []),
  ]);
  const legend = `<sub>${codeSpan(metric)}; no intervals, for no rule is decided by a part of the horizons.</sub>`;
  return `${renderTable(columns, rows)}\n\n${legend}`;
}

function describeSteps({ fromSteps, toSteps }: Range): string {
  return fromSteps === toSteps ? String(fromSteps) : `${fromSteps} to ${toSteps}`;
}

function describeDifference({ challenger, comparedValue }: Range): string {
  return challenger === undefined || comparedValue === undefined
    ? '–'
    : formatSigned(challenger - comparedValue);
}

/** What counts for nothing, and why. */
export function describeSeries({ rows, metrics, groups }: Evaluation): string {
  if (rows?.series === undefined) return '';
  const { count, unscaledRowCount, unforecastRowCount } = rows.series;
  const ofRows = (left: number): string => `${formatCount(left)} of ${countOf(rows.count, 'row')}`;
  const few =
    groups?.second === undefined && groups?.unit !== 'value' && count > 1
      ? [
          `**Series.** The verdict is about these ${formatCount(count)} series: they are too few to speak for others.`,
        ]
      : [];
  const unscaled =
    unscaledRowCount === 0
      ? []
      : [
          `**Left out.** ${ofRows(unscaledRowCount)} belong to series without a scale, which are not longer than a season or never change: they are not in ${codeSpan('mase')}.`,
        ];
  const isFirst = metrics.some(({ comparedWith }) => comparedWith === 'baseline');
  const unforecast =
    unforecastRowCount === 0 || !isFirst
      ? []
      : [
          `**Baseline.** ${ofRows(unforecastRowCount)} have no label of one season before, so they weigh nothing in the difference from the baseline.`,
        ];
  return [...few, ...unscaled, ...unforecast].join('\n\n');
}
