#!/usr/bin/env python3
"""Instructions a byte of input, which a busy machine does not change: the gate of tests/all.

    python3 benches/instructions.py BINARY WORK            compares with benches/instructions.tsv
    python3 benches/instructions.py BINARY WORK --bless    writes that file

Counts the instructions of `trichluc run --no-tables --threads 1` with
valgrind's callgrind, takes off those of a run over an empty file, and divides
by the bytes of the input. A figure may only fall (what it may differ by is
the noise of another compiler or C library); one that rises has to be argued
in the commit that blesses it. The sets are made from corpus/: when documents
join it, measure the program of before on the new sets too. Hostile texts, once and twice as long, show
that time is linear: twice the input, at most 2.2 times the instructions.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "benches" / "instructions.tsv"
# Set: files of it, see `cargo bench --bench speed -- --write`.
SETS = {"archive": 20, "reports": 60, "decomposed": 60, "dense": 60}
NOISE = 1.02
LINEAR = 2.2
# Bytes of the shorter of two hostile texts.
LENGTH = 150_000
HOSTILE = {
    "digits": "1234567890",
    "groups of digits": "1.234.567.",
    "slashes": "1/",
    "dates": "ngày 1/",
    "numbers of documents": "số 1/",
    "the word for number": "số ",
    "a kind, over and over": "Quyết định ",
    "opening quotes": "“a ",
    "opening brackets": "(a ",
    "combining marks": "a\u0301\u0323\u0302",
    "one word without end": "ươ",
    "amounts joined": "5 triệu đồng, ",
    "pairs": "1/1 vụ ",
    "parts of parts": "trong đó 5 vụ, ",
    "provisions": "điểm a, khoản 1, Điều 2, ",
    "places": "huyện Lục Ngạn, ",
    "table cells": "1 | ",
    "rows of sums": "Cộng\t1 vụ\n",
    "rows of a table": "Trộm cắp\t1 vụ\t2 người\n",
    "laws passed": "Luật A đã được Quốc hội thông qua, ",
    "years compared": "năm 2008 có 1 vụ, năm 2009 có 2 vụ, ",
    "stages": "phát hiện 9 vụ, khởi tố 1 vụ, ",
    "list marks": "- 1 vụ\n",
    "headings": "I. KẾT QUẢ\n",
    "examples": "Điển hình, ngày 1/1 bắt 1 vụ. ",
}


def main(binary, work, bless):
    counter = Counter(binary, Path(work))
    measured = {name: counter.of_set(name, files) for name, files in SETS.items()}
    if bless:
        rows = "".join(f"{name}\t{value:.1f}\n" for name, value in measured.items())
        TABLE.write_text(f"# Instructions a byte of input; written by benches/instructions.py --bless.\n{rows}", encoding="utf-8")
    faults = compare(measured) + linearity(counter)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def compare(measured):
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    known = dict(line.split("\t") for line in lines if not line.startswith("#"))
    print(f"{'instructions a byte':<28}{'at most':>10}{'now':>10}")
    faults = []
    for name, value in measured.items():
        most = float(known.get(name, "nan"))
        print(f"{name:<28}{most:>10.1f}{value:>10.1f}")
        if not value <= most * NOISE:
            faults.append(f"{name}: {value:.1f} instructions a byte, {TABLE.name} says {most:.1f}")
    return faults


def linearity(counter):
    print(f"\n{'hostile text':<28}{'a byte':>10}{'doubled':>10}")
    faults = []
    for name, unit in HOSTILE.items():
        once, twice = (counter.of_text(unit * (length // len(unit.encode()))) for length in (LENGTH, 2 * LENGTH))
        print(f"{name:<28}{once / LENGTH:>10.0f}{twice / once:>9.2f}x")
        if twice > LINEAR * once:
            faults.append(f"{name}: twice the text takes {twice / once:.2f} times the instructions, at most {LINEAR} are allowed")
    return faults


class Counter:
    def __init__(self, binary, work):
        self.binary, self.work = binary, work
        work.mkdir(parents=True, exist_ok=True)
        self.start_up = 0
        self.start_up = self.of_text("")

    def of_set(self, name, files):
        folder = self.work / name
        write = ["cargo", "test", "--quiet", "--bench", "speed", "--", "--write", name, str(folder.resolve()), str(files)]
        subprocess.run(write, cwd=ROOT, check=True)
        size = sum(path.stat().st_size for path in folder.rglob("*.txt"))
        return self.count(folder) / size

    def of_text(self, text):
        path = self.work / "hostile.txt"
        path.write_text(text, encoding="utf-8")
        return self.count(path)

    def count(self, path):
        """Instructions of a run over a path, start-up taken off."""
        out = self.work / "out"
        run = [self.binary, "run", "--full", "--keep", "1", "--no-tables", "--threads", "1", "--out", str(out), str(path)]
        valgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={self.work / 'callgrind.out'}"]
        done = subprocess.run([*valgrind, *run], capture_output=True, text=True)
        collected = re.search(r"Collected : (\d+)", done.stderr)
        if done.returncode != 0 or not collected:
            sys.exit(f"{' '.join(run)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return int(collected[1]) - self.start_up


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], "--bless" in sys.argv[3:]))
