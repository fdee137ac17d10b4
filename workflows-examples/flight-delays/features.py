"""The features that a model may use, all known before departure: the same names as in lib/flights.mjs."""

import pandas as pd

PARTS_OF_DAY = ["night", "morning", "afternoon", "evening"]


def read_flights(path: str) -> pd.DataFrame:
    """Reads a data file and adds the features that are not columns of it."""
    flights = pd.read_csv(path)
    flights["part_of_day"] = (flights["hour"] // 6).map(dict(enumerate(PARTS_OF_DAY)))
    day_of_month = flights["date"].str.slice(8, 10).astype(int)
    flights["part_of_month"] = "part " + ((day_of_month + 7) // 8).astype(str)
    return flights
