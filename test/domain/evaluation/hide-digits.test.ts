/** `report: verdict-only`: no number of an evaluation that a challenger could be fitted to is left in its document. */
import { describe, expect, it } from 'vitest';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { hideDigits } from '../../../src/shared/domain/evaluation/hide-digits.ts';
import { foundSuperiorTo } from '../../../src/shared/domain/evaluation/found-superior.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { evaluationSchema, type Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { renderEvaluationNotes } from '../../../src/shared/domain/report/evaluation-notes.ts';
import { describeVerdictReason } from '../../../src/shared/domain/report/reasons.ts';
import { renderPlainSentences } from '../../../src/shared/domain/report/headline.ts';
import { renderMetricTable, renderRuleTable } from '../../../src/shared/domain/report/rule-table.ts';
import { goldenCases } from './golden/cases.ts';

const cases = Object.entries(goldenCases).map(
  ([title, request]) => [title, computeEvaluation(request())] as const,
);

/** Every fraction of a part of a document, as it is written. */
function fractionsIn(part: unknown): readonly string[] {
  if (typeof part === 'number') return Number.isInteger(part) ? [] : [canonicalJson(part)];
  if (typeof part !== 'object' || part === null) return [];
  return Object.values(part).flatMap(fractionsIn);
}

/** What the configuration asks for is no secret. */
const MANY_DIGITS = 8;

/** How many groups there are follows from their sizes, and from no prediction. */
const countedIn = (rules: Evaluation['rules']): readonly string[] =>
  rules.flatMap(({ reason }) => (reason.code === 'too-few-effective-groups' ? fractionsIn(reason) : []));

describe.each(cases)('%s', (_title, full) => {
  const hidden = hideDigits(full, () => false);
  const { metrics, rules, anchor, classes, horizons, groups, champion, slices } = full;
  const counted = countedIn(rules);
  const secrets = fractionsIn({
    metrics,
    rules,
    anchor,
    classes,
    horizons,
    groups,
    champion,
    slices: slices?.metrics,
  }).filter((text) => text.length >= MANY_DIGITS && !counted.includes(text));

  it('has none of the numbers that were computed', () => {
    const text = canonicalJson(hidden);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(evaluationSchema.parse(hidden)).toEqual(hidden);
    expect(hidden).toMatchObject({ metrics: [], digits: 'hidden' });
    expect(hidden).not.toHaveProperty('classes');
    expect(hidden).not.toHaveProperty('horizons');
    expect(hidden).not.toHaveProperty('slices');
    expect(hidden).not.toHaveProperty('groups.weakest');
  });

  it('keeps what was decided, and by which evidence', () => {
    const { verdict, reason, run, gate, rows } = full;
    expect(hidden).toMatchObject({ verdict, reason, run, gate });
    expect(hidden.rows).toEqual(rows);
    expect(hidden.rules.map(({ outcome }) => outcome)).toEqual(rules.map(({ outcome }) => outcome));
    expect(foundSuperiorTo(hidden)).toEqual(foundSuperiorTo(full));
  });

  it('is said in sentences without any of them', () => {
    const shown = [
      renderPlainSentences(hidden),
      renderRuleTable(hidden),
      renderMetricTable(hidden),
      renderEvaluationNotes(hidden),
      ...describeVerdictReason(hidden),
    ].join('\n');
    expect(shown).toContain('**Verdict only.**');
    expect(shown).not.toMatch(/ CI\b.*\d to|[+−]\d+\.\d+ \(|detectable/);
  });
});
