"""Loads a model from its folder, as `mlflow models predict` does, and prints what it predicts for the first flower."""

import sys

import mlflow
from sklearn.datasets import load_iris

features, _ = load_iris(return_X_y=True, as_frame=True)
print(mlflow.pyfunc.load_model(sys.argv[1]).predict(features.head(1))[0])
