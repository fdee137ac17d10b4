"""
The assistant: rules and a seeded draw, where another project calls a language model. It answers one message with a tool
and the order that the tool is called with; at a high temperature it takes another tool than the best one now and then.
"""

import math
import random
import re


def answer(prompt, message, seed):
    text = message.lower()
    scores = {tool: sum(word in text for word in words) for tool, words in prompt["tools"].items()}
    weights = [math.exp(score / prompt["temperature"]) for score in scores.values()]
    tool = random.Random(seed).choices(list(scores), weights)[0]
    order = re.search(r"A-\d{5}", message)
    words = sum(len(words) for words in prompt["tools"].values()) + len(message.split())
    return {"tool": tool, "order": order and order.group()}, {"tokens": 4 * words}
