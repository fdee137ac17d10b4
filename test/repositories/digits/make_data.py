"""data/holdout.csv: the last third of scikit-learn's digits, of writers that the training has not seen."""
import pandas as pd
from sklearn.datasets import load_digits

digits = load_digits()
holdout = pd.DataFrame({"image": range(1200, len(digits.target)), "digit": digits.target[1200:]})
holdout.to_csv("data/holdout.csv", index=False)
