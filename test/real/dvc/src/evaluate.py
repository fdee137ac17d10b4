"""Metrics and a curve."""
import csv
import json
import sys
from pathlib import Path

import joblib
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

model = joblib.load(Path(sys.argv[1]) / "forest.joblib")
features, labels = joblib.load(Path(sys.argv[2]) / "test.joblib")
scores = model.predict_proba(features)[:, 1]
folder = Path("eval")
folder.mkdir(exist_ok=True)
metrics = {"roc_auc": roc_auc_score(labels, scores), "avg_prec": average_precision_score(labels, scores)}
(folder / "metrics.json").write_text(json.dumps(metrics))
with (folder / "roc.csv").open("w", newline="") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["fpr", "tpr"])
    writer.writerows(zip(*roc_curve(labels, scores)[:2]))
