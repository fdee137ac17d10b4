/**
 * The model that a first model has to beat: the best constant prediction that needs no features. Its
 * constant is taken from the judged rows themselves, which favours it slightly.
 */
import type { ScoredRows, Baseline } from './metric.ts';

export function baselineScores(model: Baseline, { labels, threshold }: ScoredRows): Float64Array {
  return new Float64Array(labels.length).fill(constantScore(model, labels, threshold));
}

function constantScore(model: Baseline, labels: Float64Array, threshold: number): number {
  const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  switch (model) {
    case 'base-rate':
    case 'mean':
      return mean;
    case 'always-positive':
      return 1;
    case 'majority':
      // With a threshold of 0 everything is predicted positive, whatever the score.
      return mean >= 0.5 || threshold === 0 ? 1 : 0;
  }
}

/** In words, for the reason of a rule. */
export const baselineNames: Readonly<Record<Baseline, string>> = {
  'base-rate': 'the trivial model that always answers the base rate',
  majority: 'the trivial model that always answers the more frequent class',
  'always-positive': 'the trivial model that always answers "positive"',
  mean: 'the trivial model that always answers the mean',
};
