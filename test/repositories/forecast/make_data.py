"""
data/*.csv: bikes that were rented by the hour in Washington D.C. in 2011, by casual and by registered users (Fanaee-T
and Gama 2014, UCI Machine Learning Repository 275, CC BY 4.0), from the table of the package ISLP. Each midnight the
24 hours of the day are forecast, so what was rented a day and a week before is known.
"""

import sys

import pandas as pd

bikes = pd.read_parquet(sys.argv[1]).set_index("time").sort_index()
parts = []
for users in ["casual", "registered"]:
    rented = bikes[users]
    part = pd.DataFrame({"users": users, "rented": rented, "temp": bikes["temp"].round(2)})
    part["humidity"] = bikes["hum"]
    part["is_dry"] = bikes["weathersit"].isin(["clear", "cloudy/misty"]).astype(int)
    part["yesterday"] = rented.reindex(rented.index - pd.Timedelta(days=1)).to_numpy()
    part["last_week"] = rented.reindex(rented.index - pd.Timedelta(days=7)).to_numpy()
    part["hours_ahead"] = part.index.hour + 1
    parts.append(part)
table = pd.concat(parts).dropna().astype({"yesterday": int, "last_week": int})
table.index = table.index.strftime("%Y-%m-%dT%H:00:00Z")
columns = ["users", "hours_ahead", "temp", "humidity", "is_dry", "yesterday", "last_week", "rented"]
table.loc[(table.index >= "2011-09-01") & (table.index < "2011-11-01"), columns].to_csv("data/train.csv")
table.loc[(table.index >= "2011-11-01") & (table.index < "2011-12-11"), columns].to_csv("data/holdout.csv")
