import os
import pickle

import pandas as pd

table = pd.read_csv(os.environ["MODEL_STEWARD_DATA"])
with open(os.path.join(os.environ["MODEL_STEWARD_MODEL"], "ranking.pkl"), "rb") as file:
    model = pickle.load(file)
table["score"] = model.predict(table[list(model.feature_names_in_)])
columns = ["search", "product", "customer", "relevance", "score"]
table[columns].to_csv(os.environ["MODEL_STEWARD_OUT"], index=False)
