"""Spark with two workers, with one of them killed in mid-job, and one machine: the same records, tables and totals.

TRICHLUC_ARCHIVE names a folder of documents; without it the corpus serves, several times over.
"""

import json
import os
import subprocess
import sysconfig
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from cluster import Cluster, submit, written_tasks

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sysconfig.get_path("scripts")) / "trichluc"
PARTITIONS = 24


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    if named := os.environ.get("TRICHLUC_ARCHIVE"):
        return Path(named)
    folder = tmp_path_factory.mktemp("archive")
    for i in range(4):
        (folder / f"năm {i}").mkdir()
        for document in (ROOT / "corpus").iterdir():
            # Copies among them, and names that paths must not be confused by.
            (folder / f"năm {i}" / document.name.replace("-", "%20+ ", i)).write_bytes(document.read_bytes() + b"\n" * (i // 2))
    (folder / "broken.TXT").write_bytes(b"\0\1\2\0 binary")
    for document in (ROOT / "tests/fixtures/formats").glob("*.docx"):
        (folder / document.name).write_bytes(document.read_bytes())
    return folder


@pytest.fixture(scope="module")
def one_machine(archive, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("one")
    assert subprocess.run([PROGRAM, "run", archive, "--out", out]).returncode in (0, 3)
    return out / "latest"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with Cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


def assert_same(spark: Path, one: Path) -> None:
    """Records line for line, every row of every table, the totals byte for byte."""
    lines = pq.read_table(spark / "records", columns=["json", "source"]).to_pylist()
    lines.sort(key=lambda row: row["source"]["path"].encode())
    wanted = (one / "records.jsonl").read_text().splitlines()
    assert [row["json"] for row in lines] == wanted
    records = pq.read_table(spark / "records").drop(["json"]).to_pylist()
    records.sort(key=lambda row: row["source"]["path"].encode())
    assert records == [json.loads(line) for line in wanted]
    tables = sorted((one / "tables").glob("*.jsonl"))
    assert len(tables) >= 9
    for table in tables:
        rows = [json.loads(line) for line in table.read_text().splitlines()]
        assert sorted(map(str, ordered(pq.read_table(spark / "tables" / table.stem).to_pylist()))) == sorted(map(str, ordered(rows))), table.stem
    assert (spark / "summary.json").read_bytes() == (one / "summary.json").read_bytes()


def ordered(rows: list[dict]) -> list[dict]:
    return [dict(sorted(row.items())) for row in rows]


def ended(job: subprocess.Popen, log: Path) -> str:
    code = job.wait(timeout=900)
    assert code == 0, log.read_text()[-5000:]
    return log.read_text()


@pytest.mark.parametrize("how", [[], ["--pipe", str(PROGRAM)]], ids=["the wheel", "the program alone"])
def test_two_workers_give_what_one_machine_gives_with(how, cluster, archive, one_machine, tmp_path):
    job = submit(cluster.url, tmp_path / "out", tmp_path / "log", "--input", str(archive), *how)
    print(ended(job, tmp_path / "log").splitlines()[-2:])
    assert_same(tmp_path / "out", one_machine)


def test_a_worker_killed_in_mid_job_loses_nothing_and_doubles_nothing(cluster, archive, one_machine, tmp_path):
    job = submit(cluster.url, tmp_path / "out", tmp_path / "log", "--input", str(archive), "--partitions", str(PARTITIONS))
    while written_tasks(tmp_path / "out") < 2:
        assert job.poll() is None, (tmp_path / "log").read_text()[-5000:]
        time.sleep(0.02)
    cluster.kill_a_worker()
    assert written_tasks(tmp_path / "out") < PARTITIONS and job.poll() is None, "the job was over before a worker was killed"
    said = ended(job, tmp_path / "log")
    assert "Lost executor" in said
    print(said.splitlines()[-2:])
    assert_same(tmp_path / "out", one_machine)
