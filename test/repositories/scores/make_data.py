"""Made data: what customers write to a shop, and what its assistant should do with it."""

import json
import random

draw = random.Random(20260302)
TEXTS = {
    "refund": [
        "I want a refund for order {order}.",
        "Please give me my money back, {order} arrived broken.",
        "{order} is the wrong size, can you return what I paid?",
    ],
    "cancel": [
        "Please cancel {order}.",
        "I have changed my mind about order {order}, do not send it.",
        "Stop order {order}, I found it cheaper.",
    ],
    "track": [
        "Where is {order}?",
        "When will order {order} arrive?",
        "The tracking of {order} has not moved for days.",
    ],
    "human": [
        "I want to talk to a person about {order}.",
        "This is the third time I write about order {order}, let me speak with someone.",
        "Your assistant does not understand me. {order}!",
    ],
}

with open("data/cases.jsonl", "w") as file:
    for tool, texts in TEXTS.items():
        for number in range(40):
            order = f"A-{draw.randrange(10000, 99999)}"
            case = {
                "case": f"{tool}-{number:02d}",
                "message": texts[number % 3].format(order=order),
                "wanted": {"tool": tool, "order": order},
            }
            file.write(json.dumps(case) + "\n")
