"""Trains with scikit-learn on data/train.csv and params.json; writes model/, metrics.json and example.json.

Airports enter as smoothed late rates (a target encoding), everything else as it is.
"""

import json
from pathlib import Path

import joblib
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder, TargetEncoder

from features import read_flights

AIRPORTS = {"origin", "destination"}
CATEGORIES = {"weekday", "part_of_day", "part_of_month"}


def build_model(params: dict):
    names = params["features"]
    encoders = make_column_transformer(
        (TargetEncoder(smooth=params["smoothing"], random_state=0), [n for n in names if n in AIRPORTS]),
        (OrdinalEncoder(), [n for n in names if n in CATEGORIES]),
        remainder="passthrough",
    )
    boosting = HistGradientBoostingClassifier(
        max_iter=params["rounds"],
        learning_rate=params["learning_rate"],
        max_bins=params["bins"],
        random_state=0,
    )
    return make_pipeline(encoders, boosting)


def main() -> None:
    params = json.loads(Path("params.json").read_text())
    flights = read_flights("data/train.csv")
    features, late = flights[params["features"]], flights["late"]
    model = build_model(params).fit(features, late)
    probability = model.predict_proba(features)[:, 1]

    Path("model").mkdir(exist_ok=True)
    joblib.dump(model, "model/model.joblib")
    metrics = {
        "train_flights": len(flights),
        "train_log_loss": log_loss(late, probability),
        "train_roc_auc": roc_auc_score(late, probability),
    }
    Path("metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    features.head(1).to_json("example.json", orient="records", indent=2)
    print(metrics)


if __name__ == "__main__":
    main()
