"""What trainings do with MLflow, unchanged: log, nest, search, keep files, load what was logged. Fails where it gets less."""

import os

import mlflow
import mlflow.sklearn
import pandas
from sklearn.linear_model import LogisticRegression

is_three = mlflow.__version__.startswith("3")
features = pandas.DataFrame({"a": [0.0, 1.0, 2.0, 3.0], "b": [1.0, 0.0, 1.0, 0.0]})
labels = [0, 0, 1, 1]
client = mlflow.MlflowClient()

with mlflow.start_run(run_name="search") as parent:
    for depth in range(3):
        with mlflow.start_run(nested=True, run_name=f"depth {depth}"):
            mlflow.log_param("depth", depth)
            mlflow.log_metric("accuracy", 0.25 * depth)
    mlflow.log_params({"rate": 0.1, "optimizer": "adam"})
    for step in range(50):
        mlflow.log_metric("val/loss", 1 / (step + 1), step=step)
    mlflow.log_metrics({"f1": 0.5, "odd": float("nan"), "endless": float("inf")})
    mlflow.log_input(mlflow.data.from_pandas(features, name="rows"), context="training")
    mlflow.log_dict({"answer": 42}, "folder/ü name.json")
    os.makedirs("plots/deep", exist_ok=True)
    for path in ("plots/one.txt", "plots/deep/two.txt"):
        with open(path, "w") as file:
            file.write(path)
    mlflow.log_artifacts("plots", "plots")
    mlflow.log_artifact("plots/one.txt")
    model = LogisticRegression().fit(features, labels)
    name = {"name": "model"} if is_three else {"artifact_path": "model"}
    logged = mlflow.sklearn.log_model(model, registered_model_name="late", input_example=features.head(2), **name)

run_id = parent.info.run_id
assert list(mlflow.sklearn.load_model(logged.model_uri).predict(features)) == list(model.predict(features))
assert list(mlflow.pyfunc.load_model("models:/late/1").predict(features)) == list(model.predict(features))
assert mlflow.artifacts.load_text(f"{parent.info.artifact_uri}/plots/deep/two.txt") == "plots/deep/two.txt"
assert mlflow.artifacts.load_dict(f"{parent.info.artifact_uri}/folder/ü name.json") == {"answer": 42}
assert {"folder", "plots", "one.txt"} <= {file.path for file in client.list_artifacts(run_id)}
assert [file.path for file in client.list_artifacts(run_id, "plots/deep")] == ["plots/deep/two.txt"]
found = mlflow.search_runs(filter_string="metrics.accuracy > 0.2", order_by=["metrics.accuracy DESC"])
assert list(found["params.depth"]) == ["2", "1"], found
assert len(client.get_metric_history(run_id, "val/loss")) == 50
data = client.get_run(run_id).data
assert data.metrics["f1"] == 0.5 and data.metrics["endless"] == float("inf") and data.metrics["odd"] != data.metrics["odd"]
assert client.get_run(run_id).info.status == "FINISHED"
client.set_registered_model_alias("late", "champion", "1")
assert client.get_model_version_by_alias("late", "champion").run_id == run_id
try:
    client.log_param(run_id, "rate", "0.2")
    raise SystemExit("a parameter changed")
except mlflow.MlflowException as error:
    assert "Changing param values is not allowed" in str(error), error
try:
    with mlflow.start_run(run_name="fails"):
        mlflow.log_metric("f1", 0.9)
        raise ValueError("a failing training")
except ValueError:
    pass
