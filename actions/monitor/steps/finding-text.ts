/** Findings as Markdown. Names of columns, labels and files are strangers' text and are escaped here. */
import type { Check, Finding } from '../../../src/shared/domain/documents/check.ts';
import { formatP } from '../../../src/shared/domain/text/number-text.ts';
import { countOf, formatCount, formatNumber } from '../../../src/shared/domain/text/number-text.ts';
import { renderTable } from '../../../src/shared/domain/text/table.ts';
import { codeSpan, escapeText } from '../../../src/shared/domain/text/untrusted-text.ts';

const MAX_FINDING_TEXT = 500;
const MAX_NAMES = 8;

const OUTCOME_WORDS: Readonly<Record<Finding['outcome'], string>> = {
  alert: '**alert**',
  warning: 'warning',
  inconclusive: 'inconclusive',
  ok: 'ok',
};

const LEGEND =
  '_RMS-t: how far these days are from the reference, over how far its own windows of as many days are from the rest of it. Level: what p is held against, shared among the columns. Seen 4 in 5 from: the smallest lasting shift that this check would notice four times in five. Effective n: independent observations, which are windows or days and not rows._';

/** `` `distance`: mean 726 → 1,169 … `` */
export function renderFinding({ subject, text }: Finding): string {
  return `${codeSpan(subject)}: ${escapeText(text, MAX_FINDING_TEXT)}`;
}

export function renderFindingList(findings: readonly Finding[]): string {
  return findings.map((finding) => `- ${renderFinding(finding)}`).join('\n');
}

/** Every finding with the numbers behind it. */
export function renderFindingTable(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const columns = [
    { title: 'What' },
    { title: 'Test' },
    { title: 'Outcome' },
    { title: 'Size', align: 'right' },
    { title: 'Matters from', align: 'right' },
    { title: 'p', align: 'right' },
    { title: 'Level', align: 'right' },
    { title: 'Seen 4 in 5 from', align: 'right' },
    { title: 'Effective n', align: 'right' },
  ] as const;
  const number = (value: number | undefined): string => (value === undefined ? '' : formatNumber(value));
  const rows = findings.map(({ subject, test, outcome, effect, p, level, detectable, effectiveN }) => [
    codeSpan(subject),
    escapeText(test),
    OUTCOME_WORDS[outcome],
    effect === undefined ? '' : `${formatNumber(effect.value)} ${escapeText(effect.unit)}`,
    number(effect?.threshold),
    p === undefined ? '' : formatP(p).replace('p = ', ''),
    number(level),
    number(detectable),
    effectiveN === undefined ? '' : formatCount(effectiveN),
  ]);
  return `${renderTable(columns, rows)}\n\n${LEGEND}`;
}

/** The names of what findings are about, the first few by name. */
export function nameSubjects(findings: readonly Finding[], render: (name: string) => string): string {
  const names = [...new Set(findings.map(({ subject }) => subject))];
  const shown = names
    .slice(0, MAX_NAMES)
    .map((name) => render(name))
    .join(', ');
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}

/** `2001-05-10 to 2001-05-16 (7 days, 115,432 rows)` */
export function describeWindow({ current }: Check): string {
  if (current === undefined) return 'no current data';
  const size = `${countOf(current.days, 'day')}, ${countOf(current.rows, 'row')}`;
  if (current.from === undefined || current.to === undefined) return countOf(current.rows, 'row');
  return `${current.from.slice(0, 10)} to ${current.to.slice(0, 10)} (${size})`;
}
