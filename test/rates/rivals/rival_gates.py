"""
Reads worlds as JSON Lines (`group` of each row, `champion` and `challenger` as 0 and 1), and prints for each one which gates
say that the challenger is better, at 2.5 % one-sided: evalsig as it is called without and with clusters, statgate, and the
percentile bootstrap of rows.
"""

import json
import sys

import numpy as np
from evalsig.compare.compare import compare
from evalsig.types import ItemResult, RunFrame
from statgate import EvalRecord, GateSettings, evaluate_gate

LEVEL = 0.025
RESAMPLES = 1000


def frame(name, passed, groups):
    items = [ItemResult(f"r{row}", float(value), str(groups[row])) for row, value in enumerate(passed)]
    return RunFrame(name, name, "passed", "accuracy", items)


def is_better(world, seed):
    groups, champion, challenger = world["group"], world["champion"], world["challenger"]
    frames = [frame("a", champion, groups), frame("b", challenger, groups)]
    options = {"alpha": LEVEL, "one_sided": True, "n_resamples": RESAMPLES, "rng": seed}
    records = [
        [EvalRecord(case_id=f"r{row}", passed=bool(value)) for row, value in enumerate(passed)]
        for passed in [champion, challenger]
    ]
    settings = GateSettings(
        metric="pass_rate", alpha=2 * LEVEL, margin=0, resamples=RESAMPLES, permutations=100, seed=seed
    )
    differences = np.array(challenger, float) - np.array(champion, float)
    draws = np.random.default_rng(seed).integers(0, len(differences), (RESAMPLES, len(differences)))
    return {
        "evalsig": bool(compare(*frames, **options).significant),
        "evalsig --cluster": bool(compare(*frames, cluster="group", **options).significant),
        "statgate": evaluate_gate(*records, settings).verdict.value.lower() == "ship",
        "bootstrap": bool(np.quantile(differences[draws].mean(axis=1), LEVEL) > 0),
    }


for seed, line in enumerate(sys.stdin):
    print(json.dumps(is_better(json.loads(line), seed)))
