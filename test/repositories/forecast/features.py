import pandas as pd


def features(table):
    time = pd.to_datetime(table["time"])
    columns = {
        "registered": (table["users"] == "registered").astype(int),
        "hour": time.dt.hour,
        "weekday": time.dt.day_of_week,
        "temp": table["temp"],
        "humidity": table["humidity"],
        "is_dry": table["is_dry"],
        "last_week": table["last_week"],
    }
    return pd.DataFrame(columns)
