import os
import pickle

import pandas as pd

from bikes.features import features

table = pd.read_csv(os.environ["MODEL_STEWARD_DATA"])
with open(os.path.join(os.environ["MODEL_STEWARD_MODEL"], "bikes.pkl"), "rb") as file:
    model = pickle.load(file)
table["predicted"] = model.predict(features(table)).round(3)
table[["id", "day", "rented", "predicted"]].to_csv(os.environ["MODEL_STEWARD_OUT"], index=False)
