"""What a careful script does: both AUCs and their difference by DeLong, and F1 with an interval by the delta method.
Rows are taken as independent. Usage: python delong.py challenger.csv champion.csv"""
import sys
import numpy as np
import pandas as pd
from scipy import stats

challenger, champion = (pd.read_csv(path) for path in sys.argv[1:3])
merged = challenger.merge(champion, on="id", suffixes=("", "_champion"))
y = merged["label"].to_numpy()
scores = [merged["score"].to_numpy(), merged["score_champion"].to_numpy()]
positive = y == 1
m, n = positive.sum(), (~positive).sum()


def components(s):
    ranks = stats.rankdata(s)
    v10 = (ranks[positive] - stats.rankdata(s[positive])) / n
    v01 = 1 - (ranks[~positive] - stats.rankdata(s[~positive])) / m
    return v10.mean(), v10, v01


parts = [components(s) for s in scores]
auc = [part[0] for part in parts]
s10 = np.cov(np.vstack([part[1] for part in parts]))
s01 = np.cov(np.vstack([part[2] for part in parts]))
covariance = s10 / m + s01 / n
error = np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
difference = auc[0] - auc[1]
print("AUC", auc, difference - 1.96 * error, difference + 1.96 * error)


def f1(s):
    predicted = s >= 0.5
    hits, both = (predicted & positive).sum(), predicted.sum() + positive.sum()
    value = 2 * hits / both
    influence = (2 * (predicted & positive) - value * (predicted.astype(int) + positive)) / both
    return value, influence


values = [f1(s) for s in scores]
error = np.sqrt(((values[0][1] - values[1][1]) ** 2).sum())
difference = values[0][0] - values[1][0]
print("F1", [value for value, _ in values], difference - 1.96 * error, difference + 1.96 * error)
print("nan")
