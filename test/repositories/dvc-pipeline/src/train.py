import csv
import json
import os

import yaml

depth = yaml.safe_load(open("params.yaml"))["train"]["depth"]
rows = [(float(row["x"]), int(row["y"])) for row in csv.DictReader(open("data/prepared.csv"))]
half = len(rows) // 2
fit, test = rows[:half], rows[half:]


def accuracy(cut, part):
    return sum((x > cut) == bool(y) for x, y in part) / len(part)


# A tree with one split, refined `depth` times.
low, high = -1.0, 1.0
for _ in range(depth):
    middle = (low + high) / 2
    if accuracy((low + middle) / 2, fit) > accuracy((middle + high) / 2, fit):
        high = middle
    else:
        low = middle
cut = (low + high) / 2

json.dump({"cut": cut}, open("model.json", "w"))
os.makedirs("eval", exist_ok=True)
json.dump({"accuracy": {"train": accuracy(cut, fit), "test": accuracy(cut, test)}}, open("eval/metrics.json", "w"))
