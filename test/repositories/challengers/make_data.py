"""data/holdout.csv: every third tumor of scikit-learn's breast cancer data."""
import pandas as pd
from sklearn.datasets import load_breast_cancer

target = load_breast_cancer().target
samples = range(0, len(target), 3)
# scikit-learn's 0 is malignant.
pd.DataFrame({"sample": samples, "malignant": 1 - target[samples]}).to_csv("data/holdout.csv", index=False)
