import json
import os
import sys

os.environ.setdefault("MLFLOW_TRACKING_URI", "file:./mlruns")
os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")

import mlflow
import mlflow.sklearn
from sklearn.datasets import load_wine
from sklearn.linear_model import ElasticNet
from sklearn.metrics import mean_squared_error, r2_score
from sklearn.model_selection import train_test_split

alpha, l1_ratio = float(sys.argv[1]), float(sys.argv[2])
table = load_wine()
X, y = table.data[:, 1:], table.data[:, 0]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)

with mlflow.start_run():
    model = ElasticNet(alpha=alpha, l1_ratio=l1_ratio, random_state=0).fit(X_train, y_train)
    answers = model.predict(X_test)
    metrics = {"rmse": mean_squared_error(y_test, answers) ** 0.5, "r2": r2_score(y_test, answers)}
    mlflow.log_params({"alpha": alpha, "l1_ratio": l1_ratio})
    mlflow.log_metrics(metrics)
    mlflow.sklearn.log_model(model, name="model", serialization_format="pickle")

with open("metrics.json", "w") as file:
    json.dump({"model_type": "ElasticNet", **metrics}, file)
