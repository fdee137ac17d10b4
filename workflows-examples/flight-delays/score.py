"""Scores a data file with a model: the contract of `score` in .github/model-steward.yml.

MODEL_STEWARD_MODEL  folder with model.joblib                    (default: model)
MODEL_STEWARD_DATA   data file as fetch-data.mjs writes it       (default: data/holdout.csv)
MODEL_STEWARD_OUT    predictions: one line a flight              (default: predictions.csv)
"""

import os
from pathlib import Path

import joblib

from features import read_flights


def main() -> None:
    model = joblib.load(Path(os.environ.get("MODEL_STEWARD_MODEL", "model")) / "model.joblib")
    flights = read_flights(os.environ.get("MODEL_STEWARD_DATA", "data/holdout.csv"))
    flights["p_late"] = model.predict_proba(flights[list(model.feature_names_in_)])[:, 1]
    predictions = flights[["flight", "date", "late", "p_late"]]
    predictions.to_csv(os.environ.get("MODEL_STEWARD_OUT", "predictions.csv"), index=False, float_format="%.6f")
    print(f"{len(predictions)} flights scored")


if __name__ == "__main__":
    main()
