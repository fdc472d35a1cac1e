"""CPU of a Spark job against `trichluc run` on the same files, and where it goes.

    python3 benches/spark_cost.py FOLDER FEW WORK

with the Python of an environment that has pyspark and the wheel. FEW is a folder of a few documents, for what a job costs before it
reads anything. Each job runs on one core of this machine (local[1]); CPU of all its processes is added up as they go.
"""

import os
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pyarrow as pa
import pyspark

ROOT = Path(__file__).parents[1]
PROGRAM = str(Path(sysconfig.get_path("scripts")) / "trichluc")
SETTINGS = ["spark.driver.host=127.0.0.1", "spark.driver.bindAddress=127.0.0.1", "spark.ui.enabled=false", "spark.driver.memory=2g", "spark.sql.shuffle.partitions=2"]
STAGES = """
import sys
sys.path.insert(0, {spark!r})
import trichluc_spark as job
from pyspark.sql import functions as f
stage, sys.argv = sys.argv[1], ["job", *sys.argv[2:]]
args = job.arguments()
builder = job.SparkSession.builder
for item in job.SETTINGS.items():
    builder = builder.config(*item)
spark = builder.getOrCreate()
docs = job.documents(spark, args)
if stage == "read":
    docs.select(f.sum(f.length("content"))).collect()
if stage == "map":
    job.records(spark, args, docs).write.format("noop").mode("overwrite").save()
if stage == "write":
    job.records(spark, args, docs).write.mode("overwrite").parquet(args.output + "/records")
spark.stop()
"""


def cpu(command: list[str]) -> dict[str, float]:
    """CPU seconds of a command and all that it starts, by the name of the program."""
    job = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
    seen: dict[str, tuple[str, float]] = {}
    while job.poll() is None:
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                name, rest = Path(f"/proc/{pid}/stat").read_text().split("(", 1)[1].rsplit(")", 1)
            except OSError:
                continue
            fields = rest.split()
            if int(fields[3]) == job.pid:
                seen[pid] = (name, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))
        time.sleep(0.1)
    assert job.returncode in (0, 3), (command, job.returncode)
    total: dict[str, float] = {}
    for name, seconds in seen.values():
        kind = "java" if name == "java" else "python" if name.startswith("python") else name
        total[kind] = total.get(kind, 0) + seconds
    return total


def environment() -> dict[str, str]:
    home = str(Path(pyspark.__file__).parent)
    return {**os.environ, "SPARK_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable}


def spark(script: Path, *options: str) -> dict[str, float]:
    conf = [part for setting in SETTINGS for part in ("--conf", setting)]
    return cpu([str(Path(pyspark.__file__).parent / "bin/spark-submit"), "--master", "local[1]", *conf, str(script), *options])


def batches(folder: Path) -> float:
    """CPU seconds of Pipeline.batch over all files, on one thread."""
    import trichluc

    pipeline = trichluc.Pipeline(threads=1)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    done = 0.0
    for start in range(0, len(files), 128):
        before = time.process_time()
        some = files[start : start + 128]
        batch = pa.record_batch({"path": [str(f.relative_to(folder)) for f in some], "content": [f.read_bytes() for f in some]})
        pipeline.batch(batch)
        done += time.process_time() - before
    return done


def say(what: str, size: float, seconds: float, parts: dict[str, float] | None = None) -> None:
    parts_said = ", ".join(f"{name} {value:.1f}" for name, value in sorted((parts or {}).items()) if value >= 0.1)
    print(f"{what:<46}{seconds:>8.1f} s{seconds / size * 1000:>8.1f} ns a byte   {parts_said}", flush=True)


def main() -> None:
    folder, few, work = map(Path, sys.argv[1:4])
    work.mkdir(parents=True, exist_ok=True)
    size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6
    print(f"{size:.0f} MB; CPU seconds")
    run = lambda *options: sum(cpu([PROGRAM, "run", str(folder), "--threads", "1", "--full", "--out", str(work / "one"), *options]).values())
    records, everything = run("--no-tables"), run()
    say("trichluc run, records", size, records)
    say("trichluc run, all", size, everything)
    batch = batches(folder)
    say(f"Pipeline.batch: {records / batch:.2f} of the program's speed", size, batch)
    stages = work / "stages.py"
    stages.write_text(STAGES.format(spark=str(ROOT / "spark")))
    whole = ROOT / "spark/trichluc_spark.py"
    for stage in ["read", "map", "write", "whole job"]:
        script = (whole,) if stage == "whole job" else (stages, stage)
        start, full = (spark(*script, "--input", str(f), "--output", str(work / "out")) for f in (few, folder))
        parts = {name: full[name] - start.get(name, 0) for name in full}
        say(f"Spark, {stage}, without {sum(start.values()):.1f} s of start-up", size, sum(parts.values()), parts)


if __name__ == "__main__":
    main()
