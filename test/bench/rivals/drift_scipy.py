"""What people write: pandas reads both sides, SciPy and NumPy compare them column by column.
Usage: python drift_scipy.py reference.csv current.csv"""
import resource
import sys
import numpy as np
import pandas as pd
from scipy import stats

reference, current = (pd.read_csv(path) for path in sys.argv[1:3])
for name in reference.columns:
    before, now = reference[name].dropna(), current[name].dropna()
    if pd.api.types.is_numeric_dtype(before):
        edges = np.unique(np.quantile(before, np.linspace(0, 1, 11)))
        edges[0], edges[-1] = -np.inf, np.inf
        shares = [np.clip(np.histogram(side, edges)[0] / len(side), 1e-6, None) for side in (before, now)]
        print(
            name, stats.ks_2samp(before, now).pvalue, stats.wasserstein_distance(before, now) / before.std(),
            ((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum(),
        )
    else:
        counts = pd.concat([before.value_counts(), now.value_counts()], axis=1).fillna(0)
        print(name, stats.chi2_contingency(counts.T.to_numpy()).pvalue)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
