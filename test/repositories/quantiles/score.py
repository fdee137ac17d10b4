import os
import pickle

import numpy as np
import pandas as pd
from sklearn.datasets import load_diabetes

holdout = pd.read_csv(os.environ["MODEL_STEWARD_DATA"])
with open(os.path.join(os.environ["MODEL_STEWARD_MODEL"], "progression.pkl"), "rb") as file:
    models = pickle.load(file)
rows = load_diabetes(as_frame=True).data.loc[holdout["patient"]]
predicted = [models[level].predict(rows[list(models[level].feature_names_in_)]) for level in [0.1, 0.5, 0.9]]
holdout[["low", "middle", "high"]] = np.sort(np.column_stack(predicted), axis=1).round(1)
holdout.to_csv(os.environ["MODEL_STEWARD_OUT"], index=False)
