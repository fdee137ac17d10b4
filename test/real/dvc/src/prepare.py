"""Rows of reviews, split in two."""
import csv
import random
import sys
from pathlib import Path

import yaml

source, folder = Path(sys.argv[1]), Path(sys.argv[2])
params = yaml.safe_load(Path("params.yaml").read_text())["prepare"]
rows = list(csv.reader(source.open()))[1:]
random.Random(params["seed"]).shuffle(rows)
cut = int(len(rows) * params["split"])
folder.mkdir(parents=True, exist_ok=True)
for name, part in (("test", rows[:cut]), ("train", rows[cut:])):
    with (folder / f"{name}.csv").open("w", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(part)
