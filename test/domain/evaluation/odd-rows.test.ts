/**
 * Odd rows of every task, as a user's files have them, against scikit-learn: a metric has its value there or none, no rule
 * passes where the rows cannot say so, and rows that no one could evaluate are refused with their place and what to do.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { evaluationSchema, type Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { serializeDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { predictionOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { renderEvaluationNotes } from '../../../src/shared/domain/report/evaluation-notes.ts';
import { describeRuleReason } from '../../../src/shared/domain/report/reasons.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { runRecord } from '../../ground/run-record.ts';
import { errorOf } from './tables.ts';

type Columns = Readonly<Record<string, readonly (number | string | null)[]>>;

interface OddRows {
  readonly name: string;
  readonly task: string;
  readonly predictions: Readonly<Record<string, unknown>>;
  readonly challenger: Columns;
  readonly champion?: Columns;
  /** By scikit-learn; null: no value. */
  readonly expected?: Readonly<Record<string, number | null>>;
  /** The metrics of which a rule may pass; any, where it is absent. */
  readonly passes?: readonly string[];
  /** What the message says, where the rows cannot be evaluated. */
  readonly error?: string;
}

const cases = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/odd-rows.json'), 'utf8'),
) as OddRows[];
const evaluated = cases.filter(({ error }) => error === undefined);
const refused = cases.filter(({ error }) => error !== undefined);

function writeCsv(columns: Columns): Uint8Array {
  const names = Object.keys(columns);
  const rows = columns[names[0]!]!.map((_, row) => names.map((name) => columns[name]![row] ?? '').join(','));
  return new TextEncoder().encode([names.join(','), ...rows, ''].join('\n'));
}

/** With three rules for each metric, so that none can pass unseen. */
function evaluate({ task, predictions, challenger, champion, expected = {} }: OddRows): Evaluation {
  const gate = Object.keys(expected).flatMap((metric): readonly Readonly<Record<string, unknown>>[] =>
    metric.startsWith('coverage')
      ? [{ metric, 'at-least': 0.01 }]
      : [
          { metric, 'superior-by': 0 },
          { metric, 'not-worse-by': 0.02 },
          { metric, 'not-worse-by': 0.05, relative: true },
        ],
  );
  const config = modelConfigSchema.parse({ task, predictions, gate });
  const read = (columns: Columns, where: string) =>
    parseCsv(writeCsv(columns), where, predictionOptions(config));
  return computeEvaluation({
    ...{ model: 'm', config, gate: 'gate', run: runRecord(), labels: undefined },
    challenger: read(challenger, 'predictions.csv'),
    champion: champion && {
      ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
      ...{ metrics: undefined, predictions: { table: read(champion, 'champion.csv'), source: 'scored' } },
    },
  });
}

function requireCase(name: string): OddRows {
  const found = cases.find((each) => each.name === name);
  if (found === undefined) throw new RangeError(`expected the case "${name}" in odd_rows.py`);
  return found;
}

describe('odd rows', () => {
  it('are of every task, and enough', () => {
    expect(new Set(cases.map(({ task }) => task)).size).toBe(6);
    expect(evaluated.length).toBeGreaterThan(50);
    expect(refused.length).toBeGreaterThan(12);
  });

  it.each(evaluated.map((each) => [each.name, each] as const))('%s', (_, each) => {
    const evaluation = evaluate(each);
    const { expected = {}, passes } = each;
    const valueOf = (name: string): number | null =>
      evaluation.metrics.find(({ metric }) => metric === name)?.challenger ?? null;
    for (const [metric, value] of Object.entries(expected)) {
      const digits = value === null ? 0 : 9 - Math.ceil(Math.log10(Math.max(1, Math.abs(value))));
      if (value === null) expect([metric, valueOf(metric)]).toEqual([metric, null]);
      else expect(valueOf(metric), metric).toBeCloseTo(value, digits);
    }
    const passed = evaluation.rules.filter(({ outcome }) => outcome === 'pass');
    if (passes !== undefined)
      expect(passed.filter(({ metric }) => !passes.includes(metric)).map(({ metric }) => metric)).toEqual([]);
    expect(() => serializeDocument(evaluationSchema, evaluation)).not.toThrow();
    const text = [
      ...evaluation.rules.map((rule) => describeRuleReason(rule, evaluation)),
      renderEvaluationNotes(evaluation),
    ].join('\n');
    expect(text).not.toMatch(/\bNaN\b|undefined undefined|\[object/);
  });

  it.each(refused.map((each) => [each.name, each] as const))('%s, which is refused', (_, each) => {
    const { message, hint } = errorOf(() => evaluate({ ...each, expected: { mae: 0 } }));
    expect(message).toContain(each.error);
    expect(message).toMatch(/^(labels|predictions of the (challenger|champion)|predictions\.csv)/);
    expect(hint).toMatch(/\w{4}/);
  });
});

describe('what does not count', () => {
  it('is no observation: rows of weight 0 leave the interval that the other rows have', () => {
    const { challenger, champion, ...stated } = requireCase('binary: weights of 0');
    const counts = challenger.w!.map((weight) => weight !== 0);
    const keep = (columns: Columns): Columns =>
      Object.fromEntries(
        Object.entries(columns).map(([name, values]) => [name, values.filter((__, row) => counts[row])]),
      );
    const { run, rows, ...all } = evaluate({ ...stated, challenger, champion: champion! });
    const without = evaluate({ ...stated, challenger: keep(challenger), champion: keep(champion!) });
    const { weightlessRowCount, ...others } = rows!;
    expect({ ...all, run, rows: others }).toEqual(without);
    expect(weightlessRowCount).toBe(counts.filter((each) => !each).length);
    expect(without.rows).not.toHaveProperty('weightlessRowCount');
    expect(renderEvaluationNotes({ ...all, run, rows: rows! })).toContain(
      `${weightlessRowCount} of 64 rows have the weight 0: they do not count, for both models.`,
    );
  });

  it('is the same for both models: a weight of 0 that the champion does not have is refused', () => {
    const { champion, ...stated } = requireCase('binary: weights of 0');
    const place = champion!.w!.findIndex((weight) => weight !== 0);
    const w = champion!.w!.map((weight, row) => (row === place ? 0 : weight));
    const { message, examples } = errorOf(() => evaluate({ ...stated, champion: { ...champion, w } }));
    expect(message).toContain('expected the weight of each row as in the predictions of the challenger');
    expect(examples).toContain(String(champion!.id![place]));
  });

  it('is said where a metric has no value, with what to do about it, and other metrics are left alone', () => {
    const evaluation = evaluate(requireCase('forecast: a season longer than the days'));
    const reasons = evaluation.rules.map((rule) => [rule.metric, describeRuleReason(rule, evaluation)]);
    expect(reasons.find(([metric]) => metric === 'mase')).toEqual([
      'mase',
      'undefined for the challenger: no series has a scale, since none is longer than a season (`predictions.season`) with labels that differ; name the column of the scale as `predictions.scale`, or evaluate more than one season',
    ]);
    expect(evaluation.rules.filter(({ metric }) => metric === 'mase').map(({ outcome }) => outcome)).toEqual([
      'inconclusive',
      'inconclusive',
      'inconclusive',
    ]);
    expect(evaluation.rules.find(({ metric }) => metric === 'mae')!.reason.code).toBe('improvement-interval');
  });
});
