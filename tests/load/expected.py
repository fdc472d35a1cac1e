"""The figures of every view, computed from records.jsonl alone and in another language than the program's."""

import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path


def records(folder):
    with open(Path(folder) / "records.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def folded(text):
    bare = "".join(c for c in unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "d")) if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", bare.lower())
    return " ".join(re.sub(r"^0+(?=\d)", "", word) for word in words)


def copies(all_records):
    """Ids of documents that are copies of one before them in path order: equal files, or equal number, body and full date."""
    seen, found = set(), set()
    for record in all_records:
        header, marks = record["header"], []
        if record["status"] == "ok" and record["source"]["hash"]:
            marks.append(("content", record["source"]["hash"]))
        if record["status"] == "ok" and not header["draft"] and header["code"] and header["issuer"] and header["date"]:
            marks.append(("identity", folded(header["code"]), folded(header["issuer"]), header["date"]))
        if any(mark in seen for mark in marks):
            found.add(record["id"])
        seen.update(marks)
    return found


def province(record):
    """(province, current_province) that the document is counted for."""
    subjects = [place for place in record["places"] if place["role"] == "subject"]
    whole = [place for place in subjects if place["level"] == "province"]
    if whole:
        return whole[0]["id"], whole[0]["current_province"]
    for place in subjects:
        if place["province"]:
            return place["province"], place["current_province"]
    return None, None


class Figures:
    """One attribute a view: {key: figures}."""

    def __init__(self, folder):
        self.records = records(folder)
        self.copies = copies(self.records)
        self.articles_by_province_quarter = self.totals(lambda r, c, p: ("articles", "quarter") == (c["measure"], p and p["grain"]), lambda r, c, p: (province(r)[0], p["first_day"]))
        self.fines_by_year = self.totals(lambda r, c, p: ("fines", "year") == (c["measure"], p and p["grain"]), lambda r, c, p: (p["first_day"], p["last_day"]))
        self.totals_by_province = self.totals(lambda r, c, p: True, lambda r, c, p: (c["measure"], p and p["grain"], p and p["first_day"], p and p["last_day"], province(r)[0]))
        self.most_cited = self.cited()
        self.findings_by_office = self.findings()

    def totals(self, wanted, key):
        """Sum, sum with upper ends, mentions and documents of what is added up: total, no rate, no draft, no copy."""
        sums = defaultdict(lambda: [0, 0, 0, set()])
        for record in self.records:
            if record["status"] != "ok" or record["header"]["draft"] or record["id"] in self.copies:
                continue
            for count in record["counts"]:
                period = record["period"]
                if count["role"] != "total" or count["per"] is not None or not wanted(record, count, period):
                    continue
                one = sums[key(record, count, period)]
                one[0] += count["value"]
                one[1] += count["value"] if count["max"] is None else count["max"]
                one[2] += 1
                one[3].add(record["id"])
        return {key: (value, most, mentions, len(documents)) for key, (value, most, mentions, documents) in sums.items()}

    def cited(self):
        found = defaultdict(lambda: [0, set()])
        for record in self.records:
            for citation in record["citations"]:
                if record["id"] not in self.copies and (citation["code"] is not None or citation["title"] is not None):
                    found[citation["key"]][0] += 1
                    found[citation["key"]][1].add(record["id"])
        return {key: (mentions, len(documents)) for key, (mentions, documents) in found.items()}

    def findings(self):
        found = defaultdict(lambda: [0, set(), 0])
        for record in self.records:
            if record["id"] in self.copies:
                continue
            for finding in record["findings"]:
                one = found[(record["header"]["issuer"], province(record)[0], finding["code"], finding["severity"])]
                if record["header"]["draft"]:
                    one[2] += 1
                else:
                    one[0] += 1
                    one[1].add(record["id"])
        return {key: (findings, len(documents), drafts) for key, (findings, documents, drafts) in found.items()}


# Each view as (columns of the key, columns of the figures).
VIEWS = {
    "articles_by_province_quarter": (["province", "period_first_day"], ["articles", "articles_max", "mentions", "documents"]),
    "fines_by_year": (["period_first_day", "period_last_day"], ["fines_vnd", "fines_vnd_max", "mentions", "documents"]),
    "totals_by_province": (["measure", "period_grain", "period_first_day", "period_last_day", "province"], ["total", "total_max", "mentions", "documents"]),
    "most_cited": (["key"], ["mentions", "documents"]),
    "findings_by_office": (["issuer", "province", "code", "severity"], ["findings", "documents", "findings_in_drafts"]),
}


def select(view):
    keys, figures = VIEWS[view]
    return f"SELECT {', '.join(keys + figures)} FROM {view}"


def figures_of(view, rows):
    """What a tool says of a view, in the form of [`Figures`]."""
    keys = len(VIEWS[view][0])
    plain = lambda key: key[0] if len(key) == 1 else key
    return {plain(tuple(None if k is None else str(k) for k in row[:keys])): tuple(int(f) for f in row[keys:]) for row in rows}
