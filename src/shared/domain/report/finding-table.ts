/** Findings as Markdown: lists and a table. Names of columns, categories and files are untrusted text, escaped here. */
import type { Check, Finding } from '../documents/check.ts';
import { UTC } from '../kernel/time-zone.ts';
import { countOf, formatCount, formatNumber, formatP } from '../text/number-text.ts';
import { renderTable } from '../text/markdown-table.ts';
import { cleanText, codeSpan, escapeText } from '../text/untrusted-text.ts';
import { describeFinding, formatEffect, subjectOf, testNameOf } from './finding-text.ts';

const MAX_FINDING_TEXT = 500;
const MAX_NAMES = 8;

const OUTCOME_WORDS: Readonly<Record<Finding['outcome'], string>> = {
  alert: '**alert**',
  warning: 'warning',
  inconclusive: 'inconclusive',
  ok: 'ok',
};

const LEGEND =
  '_rho-t: the distance of these days from the reference, divided by the typical distance of its own windows of the same length. Threshold: the smallest effect that matters. Level: significance level of one column or metric; the budget of false alerts (`false-alarms`) is divided among them. MDE: minimum detectable effect, the smallest lasting change that is detected with 80 % power. Effective n: independent observations, which are windows or days and not rows. Budget: the part of the false alerts a year (`false-alarms`) that this test may use; without one, it cannot happen by chance._';

/** `` `distance`: mean 726 → 1,169 … `` */
export function renderFinding(finding: Finding): string {
  return `${codeSpan(subjectOf(finding))}: ${escapeText(describeFinding(finding), MAX_FINDING_TEXT)}`;
}

export function renderFindingList(findings: readonly Finding[]): string {
  return findings.map((finding) => `- ${renderFinding(finding)}`).join('\n');
}

/** Every finding with the numbers behind it. */
export function renderFindingTable(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const columns = [
    { title: 'Subject' },
    { title: 'Test' },
    { title: 'Outcome' },
    { title: 'Effect', align: 'right' },
    { title: 'Threshold', align: 'right' },
    { title: 'p', align: 'right' },
    { title: 'Level', align: 'right' },
    { title: 'MDE', align: 'right' },
    { title: 'Effective n', align: 'right' },
    { title: 'Budget', align: 'right' },
  ] as const;
  const rows = findings.map((finding) => {
    const { outcome, effect, test, budget } = finding;
    const size = (value: number | undefined): string =>
      effect === undefined || value === undefined ? '' : formatEffect(effect.measure, value);
    return [
      codeSpan(subjectOf(finding)),
      testNameOf(finding),
      OUTCOME_WORDS[outcome],
      size(effect?.value),
      // A factor is a finding whatever its size, as soon as it is a known conversion.
      effect?.measure === 'scale-factor' ? '' : size(effect?.threshold),
      ...(test === undefined
        ? ['', '', '', '']
        : [
            formatP(test.p).replace('p = ', ''),
            formatNumber(test.level),
            size(test.minimumDetectableEffect),
            formatCount(Math.round(test.effectiveN)),
          ]),
      budget === undefined
        ? ''
        : `${formatNumber(budget.falseAlertsPerYear)} a year of ${budget.part.replaceAll('-', ' ')}`,
    ];
  });
  return `${renderTable(columns, rows)}\n\n${LEGEND}`;
}

/** The names of what findings are about, the first few by name. */
export function nameSubjects(findings: readonly Finding[], render: (name: string) => string): string {
  const names = [...new Set(findings.map(subjectOf))];
  const shown = names
    .slice(0, MAX_NAMES)
    .map((name) => render(name))
    .join(', ');
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}

/** `2001-05-10 to 2001-05-16 (7 days in UTC, 115,432 rows)` */
export function describeWindow({ current, timeZone }: Check): string {
  if (current === undefined) return 'no current data';
  const days = `${countOf(current.days, 'day')} in ${cleanText(timeZone?.name ?? UTC, 60)}`;
  if (current.from === undefined || current.to === undefined) return countOf(current.rows, 'row');
  return `${current.from.slice(0, 10)} to ${current.to.slice(0, 10)} (${days}, ${countOf(current.rows, 'row')})`;
}
