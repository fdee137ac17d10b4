import os
import pickle

import pandas as pd
from sklearn.linear_model import Ridge

COLUMNS = ["match", "popularity"]

table = pd.read_csv("data/train.csv")
model = Ridge(alpha=100.0).fit(table[COLUMNS], table["relevance"])
os.makedirs("model", exist_ok=True)
with open("model/ranking.pkl", "wb") as file:
    pickle.dump(model, file)
