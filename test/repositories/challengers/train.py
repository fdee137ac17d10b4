"""One of the challengers: `train` runs this once for each name in `train.challengers`, with the name in the environment."""
import os
import pickle

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

MODELS = {
    "forest": RandomForestClassifier(n_estimators=200, random_state=1),
    "logistic": make_pipeline(StandardScaler(), LogisticRegression(C=0.01)),
    "neighbors": make_pipeline(StandardScaler(), KNeighborsClassifier(n_neighbors=25)),
}

data, target = load_breast_cancer(return_X_y=True)
is_training = np.arange(len(target)) % 3 > 0
model = MODELS[os.environ["MODEL_STEWARD_CHALLENGER"]]
model.fit(data[is_training], 1 - target[is_training])
os.makedirs("model", exist_ok=True)
with open("model/tumors.pkl", "wb") as file:
    pickle.dump(model, file)
