"""A forest on the features. Two files, one of which has a name that is no ASCII."""
import sys
from pathlib import Path

import joblib
import yaml
from sklearn.ensemble import RandomForestClassifier

source, folder = Path(sys.argv[1]), Path(sys.argv[2])
params = yaml.safe_load(Path("params.yaml").read_text())["train"]
features, labels = joblib.load(source / "train.joblib")
forest = RandomForestClassifier(
    n_estimators=params["n_est"], min_samples_split=params["min_split"], random_state=params["seed"]
)
forest.fit(features, labels)
(folder / "notes").mkdir(parents=True, exist_ok=True)
joblib.dump(forest, folder / "forest.joblib")
(folder / "notes" / "größe-𝛼.txt").write_text(f"{forest.n_features_in_}\n")
