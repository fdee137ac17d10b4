import os
import pickle

import pandas as pd
from sklearn.linear_model import Ridge

from bikes.features import features

table = pd.read_csv("data/train.csv")
model = Ridge(alpha=1.0).fit(features(table), table["rented"])
os.makedirs("model", exist_ok=True)
with open("model/bikes.pkl", "wb") as file:
    pickle.dump(model, file)
