"""The figures that a page should show, from records.jsonl alone and without a line of the program's code."""

import json
import unicodedata
from collections import Counter, defaultdict

GRAINS = ["week", "month", "quarter", "half", "nine_months", "year", "range", ""]


def fold(text):
    """Without case, marks, and whatever is neither letter nor digit; numbers without leading zeros."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c)).replace("đ", "d")
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return " ".join(w.lstrip("0") if w.lstrip("0")[:1].isdigit() else w for w in words)


class Document:
    """One record, with what the page asks of it."""

    def __init__(self, record, is_copy):
        self.record, self.is_copy = record, is_copy
        self.path, self.header = record["source"]["path"], record["header"]
        self.is_read = record["status"] == "ok"
        self.in_totals = self.is_read and not self.header["draft"] and not is_copy
        period = record["period"] or {}
        self.grain = period.get("grain") or ""
        self.last_day = period.get("last_day")
        subjects = [p for p in record["places"] if p["role"] == "subject"]
        of = [p for p in subjects if p["level"] == "province"] + [p for p in subjects if p["province"]]
        self.province = {"63": "", "34": ""}
        if of:
            self.province = {"63": of[0]["id"] if of[0]["level"] == "province" else of[0]["province"], "34": of[0]["current_province"] or ""}
        self.kind = self.header["kind"] or ""
        self.topics = [t["topic"] for t in record["topics"] if t["main"]] or [""]
        date = self.header["date"] or self.header["date_partial"]
        day = (date or self.last_day) if self.grain == "range" else (self.last_day or date)
        self.quarter = f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}" if day and len(day) >= 7 else ""

    def values(self, dimension, layout="63"):
        if dimension == "province":
            return [self.province[layout]]
        return {"quarter": [self.quarter], "kind": [self.kind], "topic": self.topics, "unread": self.unread()}[dimension]

    def unread(self):
        """Why somebody should look after the file."""
        if self.is_read:
            return ["unread.suspect"] if any(f["code"] == "ocr_suspect" for f in self.record["findings"]) else []
        is_scan = self.record["status"] == "empty" or self.record["error"]["code"] in ("no_text_layer", "ocr_failed")
        return ["unread.scan" if is_scan else "unread.failed"]

    def added(self, measure, grain):
        """The counts of a measure that a total adds up."""
        if not self.in_totals or self.grain != grain:
            return []
        return [c for c in self.record["counts"] if c["measure"] == measure and c["role"] == "total" and c["per"] is None]

    def reason(self, count, grain):
        """Why a count is left out; None where it is added."""
        if self.is_copy:
            return "copy"
        if self.header["draft"]:
            return "draft"
        if count["role"] != "total":
            return count["role"]
        if count["per"] is not None:
            return "rate"
        return None if self.grain == grain else "other_grain"


def documents(records_file):
    lines = records_file.read_text(encoding="utf-8").split("\n")
    records = sorted((json.loads(line) for line in lines if line), key=lambda r: r["source"]["path"])
    seen_content, seen_identity, found = set(), set(), []
    for record in records:
        content = record["source"]["hash"] if record["status"] == "ok" else None
        h = record["header"]
        named = h["code"] and h["issuer"] and h["date"] and not h["draft"] and record["status"] == "ok"
        identity = (fold(h["code"]), fold(h["issuer"]), h["date"]) if named else None
        is_copy = content in seen_content or identity in seen_identity
        seen_content |= {content} - {None}
        seen_identity |= {identity} - {None}
        found.append(Document(record, is_copy))
    return found


def passing(all_documents, chosen, layout="63", measure=None, grain=None):
    """The documents that pass filters: {dimension: values}."""
    def passes(document):
        fits = all(set(document.values(d, layout)) & set(values) for d, values in chosen.items())
        return fits and (measure is None or bool(document.added(measure, grain)))

    return [d for d in all_documents if passes(d)]


def totals(some, grain):
    """By measure: the sum, and how many counts are left out for which reason."""
    sums, left_out = Counter(), defaultdict(Counter)
    for document in some:
        for count in document.record["counts"]:
            reason = document.reason(count, grain)
            if reason is None:
                sums[count["measure"]] += count["value"]
            else:
                left_out[count["measure"]][reason] += 1
    return sums, left_out


def grouped(some, dimension, layout="63", measure=None, grain=None):
    """By value of a dimension: documents, or the sum of a measure."""
    groups = Counter()
    for document in some:
        if document.is_read and not document.is_copy:
            value = 1 if measure is None else sum(c["value"] for c in document.added(measure, grain))
            for key in document.values(dimension, layout):
                groups[key] += value
    return groups
