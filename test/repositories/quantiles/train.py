import os
import pickle

from sklearn.datasets import load_diabetes
from sklearn.linear_model import QuantileRegressor

COLUMNS = ["bmi"]

table = load_diabetes(as_frame=True)
models = {
    level: QuantileRegressor(quantile=level, alpha=0).fit(table.data.loc[:299, COLUMNS], table.target[:300])
    for level in [0.1, 0.5, 0.9]
}
os.makedirs("model", exist_ok=True)
with open("model/progression.pkl", "wb") as file:
    pickle.dump(models, file)
