"""data/holdout.csv: the last third of scikit-learn's diabetes patients."""

import pandas as pd
from sklearn.datasets import load_diabetes

target = load_diabetes().target
pd.DataFrame({"patient": range(300, len(target)), "progression": target[300:]}).to_csv("data/holdout.csv", index=False)
