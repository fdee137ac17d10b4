"""Made data: bikes rented by hour; the hours of one day share its mood, which no column has."""

import math
import random
from datetime import date, timedelta

draw = random.Random(20110101)


def write(path, start, days):
    with open(path, "w") as file:
        file.write("id,day,hour,temp,rented\n")
        for number in range(days):
            day = start + timedelta(days=number)
            mood, warmth = draw.gauss(0, 12), 10 + 8 * math.sin(number / 9)
            for hour in range(0, 24, 3):
                temp = warmth + 3 * math.sin((hour - 8) / 24 * 2 * math.pi) + draw.gauss(0, 1)
                rented = 90 + 3 * temp - 60 * math.cos(hour / 24 * 2 * math.pi) + mood + draw.gauss(0, 10)
                file.write(f"{day:%Y%m%d}-{hour:02d},{day},{hour},{temp:.2f},{max(0, round(rented))}\n")


write("data/train.csv", date(2011, 1, 1), 60)
write("data/holdout.csv", date(2011, 3, 2), 31)
