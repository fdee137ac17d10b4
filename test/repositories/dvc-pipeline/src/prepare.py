import os
import random

import yaml

params = yaml.safe_load(open("params.yaml"))["prepare"]
draw = random.Random(params["seed"])
os.makedirs("data", exist_ok=True)
with open("data/prepared.csv", "w") as file:
    file.write("x,y\n")
    for _ in range(params["rows"]):
        x = draw.uniform(-1, 1)
        file.write(f"{x},{int(x + draw.gauss(0, 0.3) > 0)}\n")
