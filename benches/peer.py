"""What a competent Python script does with the same phrases and shapes: the peer of benches/ratios.py.

    python3 benches/peer.py RULES LIST

RULES is what `trichluc rules list --json` prints, LIST names a file a line.
Normalizes, finds every phrase of every rule as whole words with an automaton,
and with regular expressions what the rules know by its shape: numbers and
signs, dates, provisions, periods, counts with their units. Prints a JSON line a
document, each mention with its rule, offsets, line and sentence. Of trichluc's
work it leaves out: encodings, roles, header, totals, topics, places, findings.
"""

import bisect
import json
import re
import sys
import unicodedata

import ahocorasick
from phrases import expanded

# Sought in the text in lower case.
SHAPES = {
    "codes": r"\b(?P<number>\d{1,6}[a-z]?)(?:/(?P<year>\d{4}))?\s?[/-]\s?(?P<symbol>[a-zđ]+(?:[-/&][a-zđ][a-z0-9đ]*)*)",
    "dates": r"\b(?P<day>\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(?P<month>\d{1,2})(?:\s*[/.-]\s*|\s+năm\s+)(?P<year>\d{4})\b",
    "provisions": r"\b(?:điểm\s+\w{1,2}\s*,?\s*)?(?:khoản\s+\d+\s*,?\s*)?điều\s+\d+[a-z]?\b",
    "periods": r"\b(?:quý\s+(?:iv|i{1,3}|[1-4])|(?:6|sáu|9|chín)\s+tháng(?:\s+(?:đầu|cuối)\s+năm)?|tháng\s+\d{1,2})(?:\s*(?:/|năm)\s*\d{4})?|\bnăm\s+\d{4}\b",
}
SHAPES = {name: re.compile(pattern) for name, pattern in SHAPES.items()}
NUMBER = re.compile(r"\b(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?(?=(\s+))")
SENTENCE_END = re.compile(r"[.;!?]\s|\n")


def main(rules, listed):
    automaton = read_rules(rules)
    for path in open(listed, encoding="utf-8").read().splitlines():
        with open(path, "rb") as file:
            text = unicodedata.normalize("NFC", file.read().decode("utf-8", "replace"))
        print(json.dumps(record(path, text, automaton), ensure_ascii=False))


def read_rules(path):
    """An automaton of all phrases: how long each is, and the rules it belongs to."""
    automaton, ids = ahocorasick.Automaton(), {}
    for rule in map(json.loads, open(path, encoding="utf-8")):
        for phrase in {text.lower() for listed in rule["phrases"] for text in expanded(listed)} - {""}:
            ids.setdefault(phrase, []).append(f"{rule['question']}.{rule['id']}")
    for phrase, rules in ids.items():
        automaton.add_word(phrase, (len(phrase), rules))
    automaton.make_automaton()
    return automaton


def record(path, text, automaton):
    place = Place(text)
    lower = text.lower()
    found = ((end - length + 1, end + 1, rules) for end, (length, rules) in automaton.iter_long(lower))
    phrases = [(a, b, rules) for a, b, rules in found if is_word(lower, a, b)]
    return {
        "path": path,
        "phrases": [place.mention(a, b, rules=rules) for a, b, rules in phrases],
        **{name: [place.mention(*m.span(), **m.groupdict()) for m in shape.finditer(lower)] for name, shape in SHAPES.items()},
        "counts": list(counts(place, lower, phrases)),
    }


def counts(place, lower, phrases):
    """Numbers with the phrase of a unit behind them."""
    units = {a: (b, rules) for a, b, rules in phrases if any(rule.startswith("counts.") for rule in rules)}
    for number in NUMBER.finditer(lower):
        if unit := units.get(number.end(1)):
            value = float(number[0].replace(".", "").replace(",", "."))
            yield place.mention(number.start(), unit[0], value=value, rules=unit[1])


def is_word(text, start, end):
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


class Place:
    """Where a mention stands: its line and its sentence."""

    def __init__(self, text):
        self.text = text
        self.lines = [0] + [m.end() for m in re.finditer("\n", text)]
        self.sentences = [0] + [m.end() for m in SENTENCE_END.finditer(text)]

    def mention(self, start, end, **fields):
        line = bisect.bisect_right(self.lines, start)
        sentence = bisect.bisect_right(self.sentences, start)
        return {"start": start, "end": end, "line": line, "sentence": sentence, "text": self.text[start:end], **fields}


if __name__ == "__main__":
    main(*sys.argv[1:])
