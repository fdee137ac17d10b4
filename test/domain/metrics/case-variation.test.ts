/** What varies between cases, repeats and evaluators, against mixed models of statsmodels: fixtures/tasks/scores_values.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { computeVariation, repeatNoise } from '../../../src/shared/domain/metrics/case-variation.ts';

interface Reference {
  readonly title: string;
  readonly caseCount: number;
  readonly responses: readonly {
    readonly evaluator: number;
    readonly repeat: number;
    readonly values: readonly number[];
  }[];
  readonly betweenCases: number;
  readonly betweenRepeats?: number;
  readonly betweenEvaluators?: number;
}

const { variations } = JSON.parse(
  readFileSync(new URL('fixtures/tasks/scores.json', import.meta.url), 'utf8'),
) as { readonly variations: readonly Reference[] };

const responsesOf = ({ responses }: Reference) =>
  responses.map((each) => ({ ...each, values: Float64Array.from(each.values) }));

describe.each(variations)('$title', (reference) => {
  it('vary as statsmodels says', () => {
    const found = computeVariation(responsesOf(reference), reference.caseCount)!;
    expect(found.betweenCases).toBeCloseTo(reference.betweenCases, 3);
    const { betweenRepeats, betweenEvaluators } = reference;
    if (betweenRepeats === undefined) expect(found.betweenRepeats).toBeUndefined();
    else expect(found.betweenRepeats).toBeCloseTo(betweenRepeats, 4);
    if (betweenEvaluators === undefined) expect(found.betweenEvaluators).toBeUndefined();
    else expect(found.betweenEvaluators).toBeCloseTo(betweenEvaluators, 3);
  });
});

it('one more response to each case divides the noise of responses by their number', () => {
  const values = (shift: number) => Float64Array.of(1 + shift, 2 - shift, 3 + shift);
  const responses = [0.5, -0.5].map((shift, index) => ({
    evaluator: 1,
    repeat: index + 1,
    values: values(shift),
  }));
  // Each case has ± 0.5 around its mean: variance 0.5, of a mean of two 0.25, of three 0.5 ÷ 3.
  expect(repeatNoise(responses, 3)!.now).toBeCloseTo(0.25, 12);
  expect(repeatNoise(responses, 3)!.withOneMore).toBeCloseTo(0.5 / 3, 12);
  expect(repeatNoise(responses.slice(0, 1), 3)).toBeUndefined();
});
