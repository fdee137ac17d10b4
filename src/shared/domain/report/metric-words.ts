/** What a difference in a metric means, for people who know no statistics. */
import { formatNumber } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';

export interface MetricChange {
  readonly metric: string;
  /** Challenger minus champion. */
  readonly difference: number;
  /** "which is better", or "which may be chance": what the interval makes of it. */
  readonly meaning: string;
}

/** Shares are told as so many of 100. */
export function scaleOf(metric: string): number {
  return ['recall', 'precision', 'accuracy', 'roc_auc'].includes(metric) ? 100 : 1;
}

/**
 * A sentence without a full stop, like "It finds 1.8 of 100 positive cases more, which is better".
 * @param than whom it is compared with, where that is not obvious: " than …".
 */
export function describeChange(change: MetricChange, than = ''): string {
  return `${describeSize(change, than)}, ${change.meaning}`;
}

function describeSize(change: MetricChange, than: string): string {
  const size = formatNumber(Math.abs(change.difference) * scaleOf(change.metric));
  const more = change.difference > 0 ? 'more' : 'fewer';
  switch (change.metric) {
    case 'recall':
      return `It finds ${size} of 100 positive cases ${more}${than}`;
    case 'precision':
      return `Of 100 cases that it calls positive, ${size} ${more} are${than}`;
    case 'accuracy':
      return `It gets ${size} of 100 cases ${more} right${than}`;
    case 'roc_auc':
      return `It puts a positive case above a negative one ${size} times in 100 ${change.difference > 0 ? 'more often' : 'less often'}${than}`;
    default:
      return describeNumber(change, than);
  }
}

function describeNumber({ metric, difference }: MetricChange, than: string): string {
  const direction = difference > 0 ? 'higher' : 'lower';
  const size = formatNumber(Math.abs(difference));
  return `Its ${metricNames[metric] ?? codeSpan(metric)} is ${size} ${direction}${than}`;
}

const metricNames: Readonly<Record<string, string>> = {
  log_loss: 'log loss (how far its probabilities are from what happened)',
  brier: 'Brier score (the squared error of its probabilities)',
  f1: 'F1 score',
  mae: 'mean absolute error',
  mse: 'mean squared error',
  rmse: 'typical error (root mean square)',
  r2: 'R² (the share of the variation that it explains)',
};
