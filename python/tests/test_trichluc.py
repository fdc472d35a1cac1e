"""The wheel: its records are the program's, row for row."""

import json
import subprocess
import sys
import sysconfig
import threading
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

import trichluc

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sysconfig.get_path("scripts")) / "trichluc"
FILES = sorted((ROOT / "corpus").glob("*.txt"))[:30] + sorted((ROOT / "tests/fixtures/formats").glob("*.docx"))


@pytest.fixture(scope="module")
def pipeline():
    return trichluc.Pipeline()


@pytest.fixture(scope="module")
def lines():
    """What the program in the wheel prints."""
    printed = subprocess.run([PROGRAM, "extract", *[f.name for f in FILES[:30]]], cwd=ROOT / "corpus", capture_output=True, check=True)
    more = subprocess.run([PROGRAM, "extract", *[f.name for f in FILES[30:]]], cwd=ROOT / "tests/fixtures/formats", capture_output=True, check=True)
    return (printed.stdout + more.stdout).decode().split("\n")[:-1]


def documents():
    return [(f.name, f.read_bytes()) for f in FILES]


def batch(rows=None, path=pa.string(), content=pa.binary()):
    rows = documents() if rows is None else rows
    return pa.record_batch([pa.array([r[0] for r in rows], path), pa.array([r[1] for r in rows], content)], ["path", "content"])


def test_a_record_is_that_of_the_program(pipeline, lines):
    assert [pipeline.record(*d) for d in documents()] == [json.loads(line) for line in lines]


def test_text_and_bytes_are_read_alike(pipeline):
    text = FILES[0].read_text()
    assert pipeline.record("a.txt", text) == pipeline.record("a.txt", text.encode()) == pipeline.record("a.txt", bytearray(text.encode()))


def test_records_of_an_iterable_come_in_order_and_as_they_are_asked_for(pipeline, lines):
    asked = []

    def endless():
        while True:
            for name, data in documents():
                asked.append(name)
                yield name, data

    records = pipeline.records(endless())
    assert [next(records) for _ in lines] == [json.loads(line) for line in lines]
    assert len(asked) < 1000


def test_what_the_iterable_raises_comes_behind_what_it_gave(pipeline):
    def broken():
        yield from documents()[:3]
        raise OSError("the disk is gone")

    records = pipeline.records(broken())
    assert [next(records)["source"]["path"] for _ in range(3)] == [f.name for f in FILES[:3]]
    with pytest.raises(OSError, match="the disk is gone"):
        next(records)
    with pytest.raises(TypeError):
        list(pipeline.records([("a.txt", 7)]))


@pytest.mark.parametrize("threads", [1, 3])
def test_a_batch_has_a_row_for_each_row_with_the_columns_of_the_record(lines, threads):
    pipeline = trichluc.Pipeline(threads=threads)
    rows = documents() * 5
    out = pipeline.batch(batch(rows), json=True)
    assert out.schema == trichluc.schema(json=True)
    assert out.column("json").to_pylist() == lines * 5
    assert out.drop_columns(["json"]).to_pylist() == [json.loads(line) for line in lines] * 5
    assert pipeline.batch(batch(rows)).schema == trichluc.schema()
    assert pipeline.batch(batch([])).num_rows == 0


def test_the_columns_are_those_that_were_promised():
    """A change here is one for everybody who wrote the columns down: raise the schema's version."""
    assert trichluc.schema().to_string() + "\n" == (Path(__file__).parent / "schema.txt").read_text()


@pytest.mark.parametrize("path", [pa.string(), pa.large_string(), pa.string_view()])
@pytest.mark.parametrize("content", [pa.binary(), pa.large_binary(), pa.binary_view(), pa.string(), pa.large_string(), pa.string_view()])
def test_every_type_of_text_and_bytes_is_taken(pipeline, path, content):
    rows = [(f.name, f.read_text() if "string" in str(content) else f.read_bytes()) for f in FILES[:3]]
    assert pipeline.batch(batch(rows, path, content)) == pipeline.batch(batch(documents()[:3]))


def test_a_slice_of_a_batch_is_read_where_it_begins(pipeline):
    assert pipeline.batch(batch().slice(4, 3)) == pipeline.batch(batch(documents()[4:7]))


def test_a_bad_document_is_a_failed_row_in_its_place(pipeline):
    rows = [("a.txt", b"\0\1\2\0"), (None, b"text"), ("c.txt", None), ("d.pdf", b"%PDF-1.7 nothing"), ("e.txt", "Bắt 12 vụ.".encode())]
    out = pipeline.batch(batch(rows)).to_pylist()
    assert [row["status"] for row in out] == ["failed"] * 4 + ["ok"]
    assert [row["error"]["code"] for row in out[1:3]] == ["bad_input", "bad_input"]
    assert [row["source"]["path"] for row in out] == ["a.txt", "", "c.txt", "d.pdf", "e.txt"]


def test_errors_have_a_code(pipeline, tmp_path):
    def code(call):
        with pytest.raises(trichluc.Error) as raised:
            call()
        assert str(raised.value)
        return raised.value.code

    (tmp_path / "own.toml").write_text("[[topic]]\nid = 7\n")
    assert code(lambda: trichluc.Pipeline(tmp_path)) == "bad_rules"
    assert code(lambda: trichluc.Pipeline([tmp_path / "none"])) == "unreadable"
    assert code(lambda: pipeline.batch(pa.record_batch({"path": ["a"]}))) == "bad_schema"
    assert code(lambda: pipeline.batch(pa.record_batch({"path": [1], "content": ["a"]}))) == "bad_schema"


def test_rules_of_ones_own_are_used(tmp_path, pipeline):
    rule = '[[topic]]\nid = "cap_treo"\nname = { vi = "Cáp treo", en = "Cable cars" }\nphrases = ["cáp treo"]\nfinds = ["xây ⟦cáp treo⟧ mới"]\nignores = ["xây cầu mới"]\n'
    (tmp_path / "own.toml").write_text(rule)
    own = trichluc.Pipeline(str(tmp_path))
    assert own.rules_hash != pipeline.rules_hash
    text = "BÁO CÁO\nKết quả xây dựng cáp treo năm 2024\n\nĐã xây 02 cáp treo mới. Các cáp treo đều an toàn.\n"
    topics = [[t["topic"] for t in p.record("a.txt", text)["topics"]] for p in (own, pipeline)]
    assert "cap_treo" in topics[0] and "cap_treo" not in topics[1]


def test_other_threads_go_on_while_a_batch_is_read(pipeline):
    rows, steps, done = batch(documents() * 40), [], threading.Event()

    def count():
        while not done.is_set():
            steps.append(done.wait(0.001))

    counter = threading.Thread(target=count)
    counter.start()
    before = len(steps)
    pipeline.batch(rows)
    during = len(steps) - before
    done.set()
    counter.join()
    assert during > 10


def test_other_libraries_give_batches_too(pipeline):
    frame = pl.DataFrame({"path": [f.name for f in FILES[:3]], "content": [f.read_bytes() for f in FILES[:3]]})
    [given] = frame.to_arrow().to_batches()
    assert pipeline.batch(given) == pipeline.batch(batch(documents()[:3]))
    assert pl.from_arrow(pipeline.batch(given)).height == 3


def test_the_example_runs():
    done = subprocess.run([sys.executable, ROOT / "python/examples/dashboard.py", ROOT / "corpus"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "articles" in done.stdout and "NĐ-CP" in done.stdout
