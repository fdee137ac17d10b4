/** What people and libraries call the metrics of the catalog. */
import { describe, expect, it } from 'vitest';
import {
  aliasedMetrics,
  didYouMeanMetric,
  sameMetrics,
} from '../../../src/shared/domain/kernel/metric-aliases.ts';
import { knownMetricNames } from '../../../src/shared/domain/metrics/tasks/catalog.ts';

const known = knownMetricNames();

describe('a name of a metric', () => {
  it.each([
    // scikit-learn's functions and scorers, Keras, XGBoost, LightGBM, PyTorch Lightning, and speech.
    ['rocauc', 'roc_auc'],
    ['ROC AUC', 'roc_auc'],
    ['ROC-AUC', 'roc_auc'],
    ['auc', 'roc_auc'],
    ['AUROC', 'roc_auc'],
    ['roc_auc_score', 'roc_auc'],
    ['rocAuc', 'roc_auc'],
    ['val_auc', 'roc_auc'],
    ['test.auc', 'roc_auc'],
    ['f1-score', 'f1'],
    ['f1_score', 'f1'],
    ['F1', 'f1'],
    ['f_measure', 'f1'],
    ['accuracy_score', 'accuracy'],
    ['Accuracy (%)', 'accuracy'],
    ['acc', 'accuracy'],
    ['test_accuracy', 'accuracy'],
    ['acuracy', 'accuracy'],
    ['balanced_accuracy_score', 'balanced_accuracy'],
    ['mean_squared_error', 'mse'],
    ['neg_mean_squared_error', 'mse'],
    ['root_mean_squared_error', 'rmse'],
    ['RMSE', 'rmse'],
    ['val_rmse', 'rmse'],
    ['mean_absolute_error', 'mae'],
    ['r2_score', 'r2'],
    ['R²', 'r2'],
    ['R^2', 'r2'],
    ['r-squared', 'r2'],
    ['logloss', 'log_loss'],
    ['log-loss', 'log_loss'],
    ['neg_log_loss', 'log_loss'],
    ['binary_crossentropy', 'log_loss'],
    ['brier_score_loss', 'brier'],
    ['average_precision_score', 'average_precision'],
    ['PR AUC', 'average_precision'],
    ['precision_score', 'precision'],
    ['sensitivity', 'recall'],
    ['mcc', 'matthews_corrcoef'],
  ])('%s is taken for %s', (name, metric) => {
    expect(didYouMeanMetric(name, known)).toBe(`did you mean "${metric}"?`);
  });

  it.each(['profit', 'perplexity', 'bleu', 'wer', 'throughput', 'score', 'epoch'])(
    '%s is taken for none',
    (name) => expect(didYouMeanMetric(name, known)).toBeUndefined(),
  );

  it.each(known)('%s of the catalog is taken for itself', (name) => {
    expect(sameMetrics(name, known)).toEqual([name]);
  });

  it('of the file is found by that of the catalog', () => {
    expect(sameMetrics('roc_auc', ['loss', 'test.auc', 'auc_roc'])).toEqual(['test.auc', 'auc_roc']);
    expect(didYouMeanMetric('accuracy', ['accuracy_score'])).toBe('did you mean "accuracy_score"?');
  });

  it('that the list has is in the catalog', () => {
    expect(aliasedMetrics.filter((name) => !known.includes(name))).toEqual([]);
  });
});
