/** The data contract of a check in words: a rule that is broken as a sentence, and the four dimensions of quality as a table. */
import type { Check } from '../documents/check.ts';
import type { ContractRuleCode, QualityDimension, UncheckedReason } from '../documents/contract-rule.ts';
import type { FindingDetail } from '../documents/finding-detail.ts';
import type { Run } from '../documents/run.ts';
import type { BrokenRule } from '../contract/broken-rule.ts';
import { renderTable } from '../text/markdown-table.ts';
import { countOf, formatCount, formatNumber, formatShare } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';

type BrokenDetail = Extract<FindingDetail, { code: 'contract-broken' }>;
type CheckedContract = NonNullable<Check['contract']>;

const STATED: Readonly<Record<ContractRuleCode, (expected: string) => string>> = {
  present: (expected) => expected,
  type: (expected) => `the type ${expected}`,
  missing: () => 'a value in each row',
  range: (expected) => expected,
  values: (expected) => expected,
  pattern: (expected) => `the pattern ${expected}`,
  length: (expected) => `${expected} characters`,
  unique: (expected) => expected,
  comparison: (expected) => `that this is true (${expected})`,
  rows: (expected) => `${expected} rows`,
  age: (expected) => `that the newest row is at most ${expected} old`,
};

/** "the contract states 0 to 5000: 12 of 3,000 rows (0.40 %) break this, and none may". Plain text. */
export function describeBrokenRule(
  { rule, expected, rows = 0, brokenRows = 0, ageHours }: BrokenDetail,
  allowed: number | undefined,
): string {
  const stated = `the contract states ${STATED[rule](expected)}`;
  if (rule === 'present') return `${stated}, and there is none`;
  if (rule === 'rows') return `${stated}, and there are ${formatCount(rows)}`;
  if (ageHours !== undefined) return `${stated}, and it is ${formatNumber(ageHours)} hours old`;
  const broken = `${formatCount(brokenRows)} of ${countOf(rows, 'row')} (${formatShare(brokenRows / Math.max(1, rows))}) break this`;
  if (allowed === undefined) return `${stated}: ${broken}`;
  return allowed === 0
    ? `${stated}: ${broken}, and none may`
    : `${stated}: ${broken}, and up to ${formatShare(allowed)} may`;
}

const DIMENSIONS: Readonly<Record<QualityDimension, string>> = {
  completeness: 'Completeness',
  validity: 'Validity',
  uniqueness: 'Uniqueness',
  timeliness: 'Timeliness',
};

const UNCHECKED: Readonly<Record<UncheckedReason, string>> = {
  'no-rows': 'no row was looked at',
  'column-absent': 'a column is not there',
  'no-times': 'no row has a plausible time',
  'only-counts': 'it is about rows, and only counts by day are known',
};

const BAR_CELLS = 20;

/** Markdown; empty without a contract. */
export function renderContract(contract: Check['contract']): string {
  if (contract === undefined) return '';
  const { sha256, falseAlertsPerYear, dimensions, unchecked } = contract;
  const rules = dimensions.reduce((sum, one) => sum + one.ruleCount, 0);
  const broken = dimensions.reduce((sum, one) => sum + one.brokenRuleCount, 0);
  const table = renderTable(
    [
      { title: 'Dimension' },
      { title: 'Rules', align: 'right' },
      { title: 'Failed rules', align: 'right' },
      { title: 'Failing rows', align: 'right' },
      { title: 'Quality' },
    ],
    dimensions
      .filter((one) => one.ruleCount > 0)
      .map((one) => [
        DIMENSIONS[one.name],
        formatCount(one.ruleCount),
        formatCount(one.brokenRuleCount),
        one.checkedRows === 0 ? '' : `${formatCount(one.brokenRows)} of ${formatCount(one.checkedRows)}`,
        renderQuality(one),
      ]),
  );
  const left = unchecked.map(
    ({ rule, subject, reason }) =>
      `- Not checked: ${rule}${subject === undefined ? '' : ` of ${codeSpan(subject)}`}, because ${UNCHECKED[reason]}`,
  );
  return [
    `### Data contract\n${formatCount(rules - broken)} of ${countOf(rules, 'rule')} pass (SHA-256 ${sha256.slice(0, 12)}…). They are stated and not estimated, and spend ${formatCount(falseAlertsPerYear)} false alerts a year of \`false-alarms\`.`,
    ...(rules === 0 ? [] : [table]),
    ...(left.length === 0 ? [] : [left.join('\n')]),
  ].join('\n\n');
}

/** Of the rows that rules were applied to, else of the rules. Only what is whole has a full bar. */
function renderQuality({
  ruleCount,
  brokenRuleCount,
  checkedRows,
  brokenRows,
}: CheckedContract['dimensions'][number]): string {
  const fraction = checkedRows === 0 ? 1 - brokenRuleCount / ruleCount : 1 - brokenRows / checkedRows;
  const full = Math.floor(fraction * BAR_CELLS);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)} ${formatShare(fraction)}`;
}

/** One line for each rule, as a message of an error has it: "distance: the contract states …". Plain text. */
export function listBrokenRules(broken: readonly BrokenRule[]): readonly string[] {
  return broken.map(({ subject, detail, rows }) => {
    const sentence = describeBrokenRule(detail, rows?.allowed);
    return subject === undefined ? sentence : `${subject}: ${sentence}`;
  });
}

/** The tables that a training was given, as Markdown; empty without a contract. */
export function renderCheckedTables(contract: Run['contract']): string {
  if (contract === undefined) return '';
  const lines = contract.tables.map(
    ({ path, ruleCount, brokenRuleCount }) =>
      `- ${codeSpan(path, 200)}: ${formatCount(ruleCount - brokenRuleCount)} of ${countOf(ruleCount, 'rule')} pass`,
  );
  return `### Data contract (SHA-256 \`${contract.sha256.slice(0, 12)}…\`)\n${lines.join('\n')}`;
}
