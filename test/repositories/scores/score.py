import hashlib
import json
import os

from assistant import answer
from grade import grade

ATTEMPTS = 5

with open(os.path.join(os.environ["MODEL_STEWARD_MODEL"], "prompt.json")) as file:
    prompt = json.load(file)
with open("grade.py", "rb") as file:
    grader = hashlib.sha256(file.read()).hexdigest()
with open(os.environ["MODEL_STEWARD_DATA"]) as data, open(os.environ["MODEL_STEWARD_OUT"], "w") as out:
    for case in map(json.loads, data):
        for attempt in range(ATTEMPTS):
            answered, usage = answer(prompt, case["message"], f"{case['case']} {attempt}")
            row = {"case": case["case"], "attempt": attempt, "grader": grader}
            out.write(json.dumps({**row, **grade(answered, case["wanted"]), **usage}) + "\n")
