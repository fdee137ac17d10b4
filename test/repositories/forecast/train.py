import os
import pickle

import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor

from features import features

table = pd.read_csv("data/train.csv")
models = {
    level: GradientBoostingRegressor(loss="quantile", alpha=level, n_estimators=60, max_depth=4, random_state=1).fit(
        features(table), table["rented"]
    )
    for level in [0.1, 0.5, 0.9]
}
os.makedirs("model", exist_ok=True)
with open("model/bikes.pkl", "wb") as file:
    pickle.dump(models, file)
