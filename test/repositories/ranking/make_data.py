"""Made data: customers of a shop who searched, what was found, and what they did with it (0 nothing, 1 looked, 2 bought)."""

import random

draw = random.Random(20260301)


def write(path, first, customers):
    with open(path, "w") as file:
        file.write("customer,search,product,match,popularity,brand_bought,relevance\n")
        for customer in range(first, first + customers):
            loyalty = max(0, draw.gauss(0.8, 0.6))
            for search in range(draw.choice([1, 2, 3, 6])):
                for product in range(10):
                    match, popularity = draw.random(), draw.random()
                    brand = int(draw.random() < 0.25)
                    wish = 2 * match + popularity + loyalty * brand + draw.gauss(0, 0.6)
                    relevance = 2 if wish > 3.1 else 1 if wish > 2.5 else 0
                    row = [f"c{customer}", f"c{customer}-{search}", f"p{product}", f"{match:.2f}", f"{popularity:.2f}"]
                    file.write(",".join([*row, str(brand), str(relevance)]) + "\n")


write("data/train.csv", 1, 60)
write("data/holdout.csv", 1001, 90)
