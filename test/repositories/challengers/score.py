import os
import pickle

import pandas as pd
from sklearn.datasets import load_breast_cancer

holdout = pd.read_csv(os.environ["MODEL_STEWARD_DATA"])
with open(os.path.join(os.environ["MODEL_STEWARD_MODEL"], "tumors.pkl"), "rb") as file:
    model = pickle.load(file)
data = load_breast_cancer().data[holdout["sample"]]
holdout["p_malignant"] = model.predict_proba(data)[:, 1]
holdout.to_csv(os.environ["MODEL_STEWARD_OUT"], index=False)
