/** How what a check found developed over the checks before it, as bars: since when, how fast, and whether it recovers. */
import { effectMeasures, type Check, type EffectMeasure, type ReadCheck } from '../documents/check.ts';
import { detectsChange, needsAction } from '../documents/finding-outcome.ts';
import { isKnown } from '../documents/open-values.ts';
import { largest } from '../kernel/extremes.ts';
import type { IssueKind } from '../kernel/names.ts';
import { parseLocal } from '../kernel/time-zone.ts';
import { renderTable } from '../text/markdown-table.ts';
import { sparkline } from '../text/sparkline.ts';
import { codeSpan } from '../text/untrusted-text.ts';
import { formatEffect } from './finding-text.ts';

/** More do not help, and the table has to stay readable. */
const MAX_SUBJECTS = 8;

type AnyFinding = ReadCheck['findings'][number];
type DetailCode = AnyFinding['detail']['code'];

interface TrendSubject {
  readonly subject: string;
  readonly code: DetailCode;
  /** Undefined for what is there or not, like a missing column. */
  readonly measure: EffectMeasure | undefined;
}

/**
 * Of everything that was an alert of this kind in this check or in one before it.
 * @param earlier in any order; those of another version or reference, and of the same days, are left out.
 * @returns empty where no check before this one says anything about it.
 */
export function renderTrend(check: Check, earlier: readonly ReadCheck[], issueKind: IssueKind): string {
  const checks = inOrder(check, earlier);
  const ofKind = checks.map(({ findings }) => findings.filter(({ kind }) => kind === issueKind));
  const rows = subjectsOf(ofKind.flat())
    .slice(0, MAX_SUBJECTS)
    .map((subject) => trendRow(subject, ofKind));
  if (checks.length < 2 || rows.length === 0) return '';
  const columns = [
    { title: '' },
    { title: 'Checks' },
    { title: 'First', align: 'right' },
    { title: 'Newest', align: 'right' },
    { title: 'Matters from', align: 'right' },
  ] as const;
  const [from = '', to = ''] = [checks[0], check].map((shown) => shown?.current?.to?.slice(0, 10));
  const legend = `_One bar a check, of data to ${from} … ${to}, the newest on the right: the size of the difference from the reference, for a metric that of its loss. · was not found or not tested._`;
  return `${renderTable(columns, rows)}\n\n${legend}`;
}

/** The oldest first. Of checks of the same days the first one that was given, which is the newest. */
function inOrder(check: Check, earlier: readonly ReadCheck[]): readonly ReadCheck[] {
  const byEnd = new Map<string, ReadCheck>();
  for (const other of [check, ...earlier]) {
    const isSame = other.version === check.version && other.reference.profile === check.reference.profile;
    const end = other.current?.to;
    if (isSame && end !== undefined && !byEnd.has(end)) byEnd.set(end, other);
  }
  const endMs = ({ current }: ReadCheck): number => parseLocal(current?.to ?? '');
  return [...byEnd.values()]
    .filter((other) => endMs(other) <= endMs(check))
    .sort((left, right) => endMs(left) - endMs(right));
}

function subjectsOf(findings: readonly AnyFinding[]): readonly TrendSubject[] {
  const found = new Map<string, TrendSubject>();
  for (const { subject, detail, effect, outcome } of findings) {
    const measure = effect?.measure;
    if (subject === undefined || !needsAction({ outcome })) continue;
    if (measure !== undefined && !isKnown(effectMeasures, measure)) continue;
    found.set(JSON.stringify([detail.code, subject]), { subject, code: detail.code, measure });
  }
  return [...found.values()];
}

function trendRow(
  { subject, code, measure }: TrendSubject,
  checks: readonly (readonly AnyFinding[])[],
): string[] {
  const findings = checks.map((ofCheck) =>
    ofCheck.find((other) => other.subject === subject && other.detail.code === code),
  );
  if (measure === undefined) {
    const marks = findings.map((finding) =>
      finding !== undefined && detectsChange(finding) ? 1 : undefined,
    );
    return [codeSpan(subject), sparkline(marks, { least: 0, greatest: 1 }), '', '', ''];
  }
  const sizes = findings.map((finding) => (finding === undefined ? undefined : sizeOf(finding, measure)));
  const known = sizes.filter((size) => size !== undefined);
  const threshold = findings.findLast((finding) => finding?.effect !== undefined)?.effect?.threshold;
  const show = (size: number | undefined): string => (size === undefined ? '' : formatEffect(measure, size));
  return [
    codeSpan(subject),
    sparkline(sizes, { least: 0, greatest: largest(known) }),
    show(known[0]),
    show(sizes.at(-1)),
    measure === 'scale-factor' ? '' : show(threshold),
  ];
}

/** @returns not less than 0; a metric that became better lost nothing. */
function sizeOf({ effect, detail }: AnyFinding, measure: EffectMeasure): number | undefined {
  if (effect?.measure !== measure) return undefined;
  if (measure !== 'metric-change') return effect.value;
  return 'worse' in detail && detail.worse ? Math.abs(effect.value) : 0;
}
