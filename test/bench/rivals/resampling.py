"""The loop that people write: rows are drawn again, and scikit-learn's metrics computed each time.
Usage: python resampling.py challenger.csv champion.csv resamples"""
import sys
import numpy as np
import pandas as pd
from sklearn import metrics as sk

challenger, champion = (pd.read_csv(path) for path in sys.argv[1:3])
merged = challenger.merge(champion, on="id", suffixes=("", "_champion"))
y = merged["label"].to_numpy()
scores = [merged["score"].to_numpy(), merged["score_champion"].to_numpy()]
rng = np.random.default_rng(1)


def compute(y, s):
    d = (s >= 0.5).astype(int)
    return [
        sk.roc_auc_score(y, s), sk.average_precision_score(y, s), sk.log_loss(y, s), sk.brier_score_loss(y, s),
        sk.accuracy_score(y, d), sk.balanced_accuracy_score(y, d), sk.matthews_corrcoef(y, d), sk.precision_score(y, d),
        sk.recall_score(y, d), sk.f1_score(y, d),
    ]


differences = []
for _ in range(int(sys.argv[3])):
    rows = rng.integers(0, len(y), len(y))
    one, other = (np.array(compute(y[rows], s[rows])) for s in scores)
    differences.append(one - other)
print(np.percentile(differences, [2.5, 97.5], axis=0).tolist())
print("nan")
