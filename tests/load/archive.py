"""A generation to load: the corpus with copies, a draft, and documents whose words are hard to load."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# Formulas, quotes, backslashes, a path that PostgreSQL's own format would take for a line's end, a place with a đ.
HOSTILE = r"""SỞ Y TẾ
Số: 12/BC-SYT
Đồng Tháp, ngày 05 tháng 4 năm 2023

BÁO CÁO
=HYPERLINK("http://example.org"; "C:\new\table\.") quý I năm 2023

Sở đã đăng 17 tin, bài "C:\tin\bài" theo Kế hoạch số 03/KH-UBND ngày 04/01/2023 của UBND tỉnh.
"""


def generation():
    """The folder of the latest generation, and the temporary folder that holds it."""
    work = tempfile.TemporaryDirectory()
    archive = Path(work.name) / "archive"
    shutil.copytree(ROOT / "corpus", archive)
    documents = sorted(archive.glob("*.txt"))
    for document in documents[::9]:
        shutil.copy(document, archive / f"copy-{document.name}")
    for document in documents[4::9]:
        # Not the same bytes: a copy only where number, body and date are the same.
        text = document.read_text(encoding="utf-8")
        (archive / f"again-{document.name}").write_text(text + "\n\n", encoding="utf-8")
    (archive / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    (archive / "draft.txt").write_text(HOSTILE.replace("Số: 12/BC", "Số:   /BC"), encoding="utf-8")
    (archive / "binary.txt").write_bytes(b"a\0b")
    run = [os.environ["TRICHLUC"], "run", str(archive), "--out", f"{work.name}/out", "--tables", "jsonl,csv,parquet,sqlite", "--json-array"]
    done = subprocess.run(run, capture_output=True, text=True)
    # One file is none that can be read.
    assert done.returncode == 3, done.stderr
    return Path(work.name) / "out" / "latest", work
