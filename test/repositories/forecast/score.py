import os
import pickle

import numpy as np
import pandas as pd

from features import features

table = pd.read_csv(os.environ["MODEL_STEWARD_DATA"])
with open(os.path.join(os.environ["MODEL_STEWARD_MODEL"], "bikes.pkl"), "rb") as file:
    models = pickle.load(file)
# Three models know nothing of each other: their quantiles may cross, and sorting them is never worse.
quantiles = np.sort(np.column_stack([models[level].predict(features(table)) for level in [0.1, 0.5, 0.9]]), axis=1)
table[["p10", "p50", "p90"]] = quantiles.clip(min=0).round(2)
columns = ["users", "time", "hours_ahead", "rented", "p10", "p50", "p90", "last_week"]
table[columns].to_csv(os.environ["MODEL_STEWARD_OUT"], index=False)
