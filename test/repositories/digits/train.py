import os
import pickle

from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

digits = load_digits()
model = LogisticRegression(C=0.01, max_iter=2000)
model.fit(digits.data[:1200] / 16, digits.target[:1200])
os.makedirs("model", exist_ok=True)
with open("model/digits.pkl", "wb") as file:
    pickle.dump(model, file)
