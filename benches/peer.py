"""What a good Python script does with the same phrases: the peer of benches/ratios.py.

    python3 benches/peer.py PHRASES FILE…

Normalizes, finds every phrase as whole words with an automaton, every number
and sign and every date with regular expressions, and prints a JSON line a
document with offsets. No roles, header, totals or tables.
"""

import json
import re
import sys
import unicodedata

import ahocorasick

CODE = re.compile(r"\b(\d{1,6}[a-z]?)(?:/(\d{4}))?\s?[/-]\s?((?:[A-ZĐ][A-Za-zĐđ]*)(?:[-/&][A-ZĐ][A-Za-zĐđ0-9]*)*)")
DATE = re.compile(r"ngày\s+(\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(\d{1,2})(?:\s*[/.-]\s*|\s+năm\s+)(\d{4})")
COUNT = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?\s+(tỷ đồng|triệu đồng|đồng|vụ|người|đối tượng|trường hợp|cơ sở|tin|bài|lượt)")


def main(phrases, files):
    automaton = ahocorasick.Automaton()
    with open(phrases, encoding="utf-8") as lines:
        for line in lines:
            automaton.add_word(line.rstrip("\n").lower(), len(line) - 1)
    automaton.make_automaton()
    for path in files:
        with open(path, "rb") as file:
            text = unicodedata.normalize("NFC", file.read().decode("utf-8", "replace"))
        print(json.dumps(record(path, text, automaton), ensure_ascii=False))


def record(path, text, automaton):
    lower = text.lower()
    found = [(end - length + 1, end + 1) for end, length in automaton.iter_long(lower)]
    words = [{"start": a, "end": b, "text": text[a:b]} for a, b in found if is_word(lower, a, b)]
    return {
        "path": path,
        "phrases": words,
        "codes": [mention(m, number=m[1], year=m[2], symbol=m[3]) for m in CODE.finditer(text)],
        "dates": [mention(m, date=f"{m[3]}-{int(m[2]):02}-{int(m[1]):02}") for m in DATE.finditer(text)],
        "counts": [mention(m, value=m[1].replace(".", ""), unit=m[3]) for m in COUNT.finditer(text)],
    }


def is_word(text, start, end):
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


def mention(match, **fields):
    return {"start": match.start(), "end": match.end(), "text": match[0], **fields}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
