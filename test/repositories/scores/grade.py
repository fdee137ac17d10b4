"""What an answer is worth: it passes with the right tool and the right order, and has half of the quality for each."""


def grade(answer, wanted):
    is_tool, is_order = answer["tool"] == wanted["tool"], answer["order"] == wanted["order"]
    return {"passed": is_tool and is_order, "quality": (is_tool + is_order) / 2}
