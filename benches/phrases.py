"""The phrases of a rule as both peers of trichluc are given them."""

import re


def expanded(phrase):
    """'{a|b} c' as 'a c', 'b c'."""
    found = re.search(r"\{([^{}]*)\}", phrase)
    if not found:
        return [" ".join(phrase.split())]
    rest = [phrase[: found.start()] + choice + phrase[found.end() :] for choice in found[1].split("|")]
    return [text for one in rest for text in expanded(one)]
