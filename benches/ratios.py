#!/usr/bin/env python3
"""The speed of the whole command as ratios, which hold on a busy machine too.

    python3 benches/ratios.py [--pairs N] [--share PERCENT]

Generates its folders, builds with the release profile and runs each two
commands in turns; a ratio is the median of those of the pairs. CPU is user
and system time of one thread with warm files. Peers: ripgrep with the phrases
of the rules (`cargo install` into the target folder where it is missing) and
benches/peer.py (pyahocorasick, into a virtual environment there). `--share 10`
makes every folder a tenth of its size, for a first look.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from phrases import expanded

ROOT = Path(__file__).resolve().parent.parent
WORK = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "ratios"
BINARY = WORK.parent / "release" / "trichluc"
OUT = WORK / "out"


def main():
    options = arguments()
    WORK.mkdir(parents=True, exist_ok=True)
    cargo("build", "--release")
    sets = {name: written(name, shape, amount * options.share // 100 or 1) for name, (shape, amount) in SETS.items()}
    peers = Peers(sets["reports"])
    print(f"{'figure':<58}{'least':>8}{'aim':>8}{'measured':>12}")
    for figure, least, aim, measured in figures(sets, peers, options.pairs):
        print(f"{figure:<58}{least:>8}{aim:>8}{measured:>12}", flush=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--share", type=int, default=100, help="percent of each folder's size")
    return parser.parse_args()


# Name: shape and amount, see `cargo bench --bench speed -- --write`.
SETS = {
    "reports": ("reports", 20_000),
    "archive": ("archive", 4_500),
    "decomposed": ("decomposed", 20_000),
    "tiny": ("tiny", 200_000),
    "many": ("reports", 80_000),
    "single": ("single", 50),
}


# As many files as the Python pipeline reads in some seconds.
SOME = {"reports": 2_000, "archive": 500}


def figures(sets, peers, pairs):
    """Every line of the table: figure, what is wanted, what is aimed at, what was measured."""
    reports, archive = sets["reports"], sets["archive"]
    for name, folder in (("reports", reports), ("archive", archive)):
        yield f"speed against rg -j1 -o -N -F -f ({name})", "0.6 x", "1.0 x", times(ratio(peers.rg("-o", "-N", folder), records(folder), pairs))
        yield f"speed against rg -j1 --json -F -f ({name})", "1.2 x", "2.0 x", times(ratio(peers.rg("--json", folder), records(folder), pairs))
    for name, number in SOME.items():
        some = [str(p) for p in sorted(sets[name].rglob("*.txt"))[:number]]
        measured = ratio(peers.python(some), records(*some), pairs)
        yield f"speed against the Python pipeline ({len(some)} files of {name})", "15 x", "30 x", times(measured)
    yield "speed against reading and checking UTF-8 (reports)", "", "", times(ratio(text_only(reports), records(reports), pairs))
    yield "tables on top of records, CPU (reports)", "30 %", "15 %", percent(ratio(tables(reports), records(reports), pairs) - 1)
    yield "tables on top of records, CPU (archive)", "30 %", "15 %", percent(ratio(tables(archive), records(archive), pairs) - 1)
    for name, folder in (("reports", reports), ("archive", archive)):
        parquet = ratio(tables(folder, forms=FORMS), tables(folder), pairs)
        yield f"Parquet on top of records and tables, CPU ({name})", "20 %", "", percent(parquet - 1)
    yield "2 threads against 1, wall time (reports)", "1.6 x", "1.85 x", times(ratio(records(reports), records(reports, threads=2), pairs, wall=True))
    yield "30 % decomposed against composed, CPU", "1.5 x", "1.15 x", times(ratio(records(sets["decomposed"]), records(reports), pairs))
    size = next(sets["single"].rglob("*.txt")).stat().st_size
    yield "peak memory, one text of 50 MB", "12 x", "5 x", times(peak(records(sets["single"])) / size)
    for files, folder in (("20,000 files", reports), ("80,000 files", sets["many"]), ("200,000 tiny files", sets["tiny"])):
        least, aim = ("", "") if "tiny" in files else ("96 MB", "40 MB")
        yield f"peak memory, {files}", least, aim, megabytes(peak(records(folder, threads=2)))
        yield f"peak memory, {files}, with tables", least, aim, megabytes(peak(tables(folder, threads=2, forms=FORMS)))
    rules = more_phrases()
    yield "speed with 20,000 phrases more, against without", "0.6 x", "0.8 x", times(ratio(records(archive), records(archive, rules=rules), pairs))
    yield "start-up with the built-in rules", "60 ms", "20 ms", f"{startup(pairs) * 1e3:.0f} ms"


def times(value):
    return f"{value:.2f} x"


def percent(value):
    return f"{value * 100:.0f} %"


def megabytes(size):
    return f"{size / 1e6:.0f} MB"


# --- commands ---------------------------------------------------------------


def records(*paths, threads=1, rules=None):
    extra = ["--rules", str(rules)] if rules else []
    return [str(BINARY), "run", "--no-tables", "--threads", str(threads), "--out", str(OUT), *extra, *map(str, paths)]


# What a run writes unless told otherwise.
FORMS = "jsonl,parquet"


def tables(folder, threads=1, forms="jsonl"):
    return [str(BINARY), "run", "--no-report", "--tables", forms, "--threads", str(threads), "--out", str(OUT), str(folder)]


def text_only(folder):
    """The floor: every file read, hashed by nobody, checked as UTF-8."""
    script = "import sys,pathlib\nfor p in pathlib.Path(sys.argv[1]).rglob('*.txt'): p.read_bytes().decode('utf-8')"
    return [sys.executable, "-c", script, str(folder)]


class Peers:
    def __init__(self, sample):
        self.tools = WORK / "tools"
        self.phrases = WORK / "phrases.txt"
        self.rules = WORK / "rules.jsonl"
        self.rules.write_bytes(subprocess.run([str(BINARY), "rules", "list", "--json"], check=True, capture_output=True).stdout)
        self.phrases.write_text("\n".join(phrases(self.rules)) + "\n", encoding="utf-8")
        self.rg_binary = shutil.which("rg") or str(self.tools / "bin" / "rg")
        if not Path(self.rg_binary).exists():
            cargo("install", "--quiet", "--root", str(self.tools), "ripgrep@^15")
        self.interpreter = self.tools / "venv" / "bin" / "python"
        if not self.interpreter.exists():
            subprocess.run([sys.executable, "-m", "venv", str(self.tools / "venv")], check=True)
            subprocess.run([str(self.interpreter), "-m", "pip", "install", "--quiet", "pyahocorasick"], check=True)

    def rg(self, *arguments):
        *flags, folder = arguments
        return [self.rg_binary, "-j1", *flags, "-F", "-f", str(self.phrases), str(folder)]

    def python(self, files):
        listed = WORK / "files.txt"
        listed.write_text("\n".join(files) + "\n", encoding="utf-8")
        return [str(self.interpreter), str(ROOT / "benches" / "peer.py"), str(self.rules), str(listed)]


def phrases(rules):
    """Every phrase of the rules, alternatives written out."""
    rows = [json.loads(line) for line in rules.read_text(encoding="utf-8").splitlines()]
    return sorted({text for row in rows for phrase in row["phrases"] for text in expanded(phrase)} - {""})


def more_phrases():
    """A folder of rules with 20,000 organisations as a topic."""
    folder = WORK / "rules"
    folder.mkdir(exist_ok=True)
    heads = ["công ty cổ phần", "hợp tác xã", "doanh nghiệp tư nhân", "trung tâm", "hội quán"]
    syllables = [o + r for o in ("b", "ch", "đ", "h", "kh", "l", "m", "ng", "ph", "th", "tr", "v") for r in ("an", "ong", "inh", "ương", "ai", "uyên")]
    names = [f"{head} {a} {b}" for a in syllables for b in syllables for head in heads][:20_000]
    text = ", ".join(json.dumps(name, ensure_ascii=False) for name in names)
    rule = f'[[topic]]\nid = "organisations"\nname = {{ vi = "Tổ chức", en = "Organisations" }}\nphrases = [{text}]\n'
    rule += f'finds = ["Thăm ⟦{names[0]}⟧ trong tuần."]\nignores = ["Thăm một đơn vị."]\n'
    (folder / "organisations.toml").write_text(rule, encoding="utf-8")
    return folder


def written(name, shape, amount):
    folder = WORK / name
    mark = folder.with_suffix(".amount")
    if not (mark.exists() and mark.read_text() == str(amount)):
        cargo("bench", "--quiet", "--bench", "speed", "--", "--write", shape, str(folder), str(amount))
        mark.write_text(str(amount))
    return folder


def cargo(*arguments):
    subprocess.run(["cargo", *arguments], cwd=ROOT, check=True)


# --- measuring --------------------------------------------------------------


def ratio(a, b, pairs, wall=False):
    """How many times as long `a` takes as `b`: the median over pairs run in turns, after one of each to warm up."""
    run(a), run(b)
    taken = [(run(a), run(b)) for _ in range(pairs)]
    which = 1 if wall else 0
    return statistics.median(first[which] / second[which] for first, second in taken)


def run(command):
    """CPU seconds and wall seconds."""
    shutil.rmtree(OUT, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    # What others find goes to a file, as ours does.
    with (WORK / "stdout").open("wb") as file:
        done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 3):
        sys.exit(f"{command[:6]} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-400:]}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall


def peak(command):
    """Bytes of the largest resident set, by a process of its own, whose children are this command alone."""
    shutil.rmtree(OUT, ignore_errors=True)
    script = "import resource,subprocess,sys\nsubprocess.run(sys.argv[1:],check=True,stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL)\nprint(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", script, *command], check=True, capture_output=True)
    return int(done.stdout) * 1024


def startup(rounds):
    text = WORK / "empty.txt"
    text.write_text("Xin chào.\n", encoding="utf-8")
    return statistics.median(run([str(BINARY), "extract", str(text)])[1] for _ in range(max(rounds, 5)))


if __name__ == "__main__":
    main()
