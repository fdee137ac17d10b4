/** What a training logged to MLflow: its runs, the curves of its metrics, its data sets. All of it are its claims. */
import { showValue } from '../documents/open-values.ts';
import type { TrackingRecord } from '../documents/tracking-record.ts';
import { largest, smallest } from '../kernel/extremes.ts';
import { renderTable } from '../text/markdown-table.ts';
import { countOf, formatNumber } from '../text/number-text.ts';
import { fold } from '../text/sections.ts';
import { sparkline } from '../text/sparkline.ts';
import { codeSpan, escapeText } from '../text/untrusted-text.ts';

const BARS_PER_CURVE = 24;
const SHOWN_ENTRIES = 4;

/** Empty without anything that was logged. */
export function renderTracking(tracking: TrackingRecord | undefined): string {
  if (tracking === undefined) return '';
  const { tool, runs, leftOut, datasets, registered } = tracking;
  const count = runs.length + (leftOut ?? 0);
  const parts = [
    `Logged to ${toolName(showValue(tool))}: ${countOf(count, 'run')}.`,
    datasets.length === 0 ? '' : `Data sets: ${datasets.map(datasetText).join(', ')}.`,
    registered.length === 0
      ? ''
      : `Registered there: ${registered.map(({ name, version }) => `${codeSpan(name)} ${codeSpan(version)}`).join(', ')}.`,
  ];
  const sections = [parts.filter((part) => part !== '').join(' '), curveTable(tracking)];
  if (count > 1) sections.push(fold(`Runs (${count})`, runTable(tracking)));
  return sections.filter((section) => section !== '').join('\n\n');
}

function toolName(tool: string): string {
  return tool === 'mlflow' ? 'MLflow' : escapeText(tool);
}

function datasetText({ name, digest, context }: TrackingRecord['datasets'][number]): string {
  const use = context === undefined ? '' : `, ${escapeText(context, 40)}`;
  return `${codeSpan(name)} (${codeSpan(digest)}${use})`;
}

function curveTable({ curves }: TrackingRecord): string {
  if (curves.length === 0) return '';
  const rows = curves.map(({ metric, count, least, greatest, points }) => [
    codeSpan(metric),
    curveBars(points.map(({ value }) => value)),
    formatNumber(points.at(0)?.value ?? least),
    formatNumber(points.at(-1)?.value ?? greatest),
    `${formatNumber(least)} to ${formatNumber(greatest)}`,
    String(count),
  ]);
  return renderTable(
    [
      { title: 'metric' },
      { title: 'curve' },
      { title: 'first', align: 'right' },
      { title: 'last', align: 'right' },
      { title: 'range', align: 'right' },
      { title: 'values', align: 'right' },
    ],
    rows,
  );
}

/** One bar for each value, or for every second one and so on; the lowest bar is the least value. */
function curveBars(values: readonly number[]): string {
  const count = Math.min(values.length, BARS_PER_CURVE);
  const shown = Array.from(
    { length: count },
    (_, index) => values[count === 1 ? 0 : Math.round((index * (values.length - 1)) / (count - 1))],
  );
  return sparkline(shown, { least: smallest(values), greatest: largest(values) });
}

function runTable({ runs }: TrackingRecord): string {
  const rows = runs.map(({ name, status, nested, counts, metrics, parameters }) => [
    `${nested === true ? '↳ ' : ''}${codeSpan(name)}${counts === true ? ' (counts)' : ''}`,
    escapeText(showValue(status)),
    entriesText(Object.entries(parameters), (value) => codeSpan(value, 40)),
    entriesText(Object.entries(metrics), formatNumber),
  ]);
  return renderTable(
    [{ title: 'run' }, { title: 'status' }, { title: 'parameters' }, { title: 'metrics' }],
    rows,
  );
}

function entriesText<T>(entries: readonly (readonly [string, T])[], render: (value: T) => string): string {
  const shown = entries.slice(0, SHOWN_ENTRIES).map(([name, value]) => `${codeSpan(name)} ${render(value)}`);
  return [...shown, ...(entries.length > SHOWN_ENTRIES ? ['…'] : [])].join(', ');
}
