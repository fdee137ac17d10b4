"""What a careful script does: Polars reads with all processors, each side of a column is sorted once for all measures.
Usage: python drift_polars.py reference.csv current.csv"""
import resource
import sys
import numpy as np
import polars as pl
from scipy import special, stats

reference, current = (pl.read_csv(path) for path in sys.argv[1:3])
for name in reference.columns:
    before, now = reference[name].drop_nulls(), current[name].drop_nulls()
    if before.dtype.is_numeric():
        x, y = (np.sort(side.to_numpy().astype(float)) for side in (before, now))
        both = np.sort(np.concatenate([x, y]), kind="stable")
        fx, fy = (np.searchsorted(side, both, side="right") / len(side) for side in (x, y))
        distance = np.abs(fx - fy)
        effective = len(x) * len(y) / (len(x) + len(y))
        edges = x[(np.arange(1, 10) * len(x)) // 10]
        shares = [np.diff(np.searchsorted(side, edges, side="right") / len(side), prepend=0, append=1) for side in (x, y)]
        shares = [np.clip(share, 1e-6, None) for share in shares]
        print(
            name, special.kolmogorov(np.sqrt(effective) * distance.max()),
            (distance[:-1] * np.diff(both)).sum() / x.std(), ((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum(),
        )
    else:
        counts = before.value_counts().join(now.value_counts(), on=name, how="full", coalesce=True).fill_null(0)
        print(name, stats.chi2_contingency(counts.drop(name).to_numpy().T).pvalue)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
