"""Metrics of a file of predictions, as scikit-learn computes them. Usage: python evaluate.py predictions.csv threshold"""

import json
import sys

import pandas as pd
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    balanced_accuracy_score,
    brier_score_loss,
    f1_score,
    log_loss,
    matthews_corrcoef,
    precision_score,
    recall_score,
    roc_auc_score,
)



def expected_calibration_error(labels, probabilities):
    """Over ten bins of equal width, each weighted by its rows."""
    bins = (probabilities * 10).astype(int).clip(upper=9)
    deviations = (labels - probabilities).groupby(bins).mean().abs()
    return (deviations * bins.value_counts() / len(labels)).sum()


predictions = pd.read_csv(sys.argv[1])
late, score = predictions["late"], predictions["p_late"]
decision = score >= float(sys.argv[2])
metrics = {
    "accuracy": accuracy_score(late, decision),
    "average_precision": average_precision_score(late, score),
    "balanced_accuracy": balanced_accuracy_score(late, decision),
    "brier": brier_score_loss(late, score),
    "ece": expected_calibration_error(late, score),
    "f1": f1_score(late, decision),
    "log_loss": log_loss(late, score),
    "matthews_corrcoef": matthews_corrcoef(late, decision),
    "precision": precision_score(late, decision),
    "recall": recall_score(late, decision),
    "roc_auc": roc_auc_score(late, score),
    "specificity": recall_score(late, decision, pos_label=0),
}
print(json.dumps(metrics))
