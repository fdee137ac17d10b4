import os
import pickle

import pandas as pd
from sklearn.datasets import load_digits

holdout = pd.read_csv(os.environ["MODEL_STEWARD_DATA"])
with open(os.path.join(os.environ["MODEL_STEWARD_MODEL"], "digits.pkl"), "rb") as file:
    model = pickle.load(file)
pixels = load_digits().data[holdout["image"]] / 16
probabilities = pd.DataFrame(model.predict_proba(pixels), columns=[f"p_{name}" for name in model.classes_])
pd.concat([holdout, probabilities], axis=1).to_csv(os.environ["MODEL_STEWARD_OUT"], index=False)
