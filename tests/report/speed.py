#!/usr/bin/env python3
"""How large report.html is, and how fast, with 5,000 documents: medians in headless Chromium.

    python3 tests/report/speed.py BINARY WORK [DOCUMENTS]

The documents are those of corpus/, over and over, each time with other digits, so that no two are copies and few
words of figures are equal: more figures a page than in a usual archive. First paint is that of the page with its
figures, told by the browser from the moment it begins to load the file; a filter's time is that of a press on a
province or measure until everything is drawn anew and laid out.
"""

import random
import statistics
import subprocess
import sys
from pathlib import Path

from browser import Browser, missing

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = 7
FIRST = "return performance.getEntriesByName('first-contentful-paint')[0].startTime"
READY = "return performance.getEntriesByName('drawn')[0].startTime"
FILTER = """
const done = arguments[arguments.length - 1];
const all = [...document.querySelectorAll('.tile, .measure h3 button')];
const times = [];
for (let i = 0; i < 20; i++) {
  const key = all[(i * 7) % all.length].dataset.key;
  const target = [...document.querySelectorAll('[data-key]')].find((e) => e.dataset.key === key);
  const start = performance.now();
  target.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  document.body.getBoundingClientRect();
  times.push(performance.now() - start);
}
done(times);
"""


def documents(folder, number):
    """The corpus with other digits, so many times."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = [(p.stem, p.read_text(encoding="utf-8-sig")) for p in sorted((ROOT / "corpus").iterdir())]
    digits = random.Random(7)
    for i in range(number):
        name, text = texts[i % len(texts)]
        other = "".join(digits.choice("123456789") if c in "3456789" and digits.random() < 0.5 else c for c in text)
        # Neighbours are different texts: what packs the page finds no copy near by.
        round_folder = folder / f"{i // len(texts):03}"
        round_folder.mkdir(exist_ok=True)
        (round_folder / f"{name}.txt").write_text(other, encoding="utf-8")


def main(binary, work, number):
    documents(work / "archive", number)
    for options in ([], ["--no-report"]):
        done = subprocess.run([binary, "run", work / "archive", "--out", work / "out", "--full", *options], capture_output=True, text=True, check=True)
        print("run", *options, done.stderr.split("\n")[0])
        if not options:
            page = (work / "out/latest/report.html").resolve()
    print(f"report.html: {page.stat().st_size / 1e6:.2f} MB")
    paints, drawn, filters = [], [], []
    for _ in range(ROUNDS):
        with Browser(1920, 1080) as browser:
            browser.open(page)
            paints.append(browser.run(FIRST))
            drawn.append(browser.run(READY))
            filters += browser.run_async(FILTER)
    print(f"first paint {statistics.median(paints):.0f} ms, with all figures {statistics.median(drawn):.0f} ms (medians of {ROUNDS})")
    print(f"a filter {statistics.median(filters):.0f} ms (median of {len(filters)}), slowest {max(filters):.0f} ms")


if __name__ == "__main__":
    if missing():
        print(f"left out: the page's speed, there is no {' and no '.join(missing())}")
    else:
        main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), int(sys.argv[3]) if len(sys.argv) > 3 else 5000)
