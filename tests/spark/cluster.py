"""A standalone Spark of two workers on 127.0.0.1, and one of them killed in mid-job."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pyspark

HOST = "127.0.0.1"
HOME = Path(pyspark.__file__).parent
JOB = Path(__file__).parents[2] / "spark/trichluc_spark.py"


def environment() -> dict[str, str]:
    return {**os.environ, "SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": HOST, "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable}


class Cluster:
    """A master and two workers of one core each, ended with all that they started."""

    def __init__(self, work: Path):
        self.work = work
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.port = free.getsockname()[1]

    def __enter__(self) -> "Cluster":
        self.started: list[subprocess.Popen] = []
        self.start("master.Master", "--port", str(self.port))
        deadline = time.monotonic() + 120
        while not self.answers():
            assert time.monotonic() < deadline, (self.work / "master.Master-0.log").read_text()
            time.sleep(0.2)
        self.workers = [self.start("worker.Worker", "--cores", "1", "--memory", "1g", "--work-dir", str(self.work / f"worker-{i}"), self.url) for i in range(2)]
        return self

    def __exit__(self, *_) -> None:
        for process in reversed(self.started):
            for pid in [*children(process.pid), process.pid]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.wait()

    @property
    def url(self) -> str:
        return f"spark://{HOST}:{self.port}"

    def start(self, name: str, *options: str) -> subprocess.Popen:
        log = open(self.work / f"{name}-{len(self.started)}.log", "w")
        command = [HOME / "bin/spark-class", f"org.apache.spark.deploy.{name}", "--host", HOST, "--webui-port", "0", *options]
        self.started.append(subprocess.Popen(command, env=environment(), stdout=log, stderr=log))
        return self.started[-1]

    def answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection((HOST, self.port), timeout=1):
            return True
        return False

    def kill_a_worker(self) -> None:
        """A worker and its executor, as if the machine lost its power."""
        worker = self.workers[0]
        executors = children(worker.pid)
        assert executors, "the worker has an executor"
        for pid in [worker.pid, *executors]:
            os.kill(pid, signal.SIGKILL)


def children(parent: int) -> list[int]:
    """Processes that a process started."""
    listed = subprocess.run(["ps", "--no-headers", "-o", "pid", "--ppid", str(parent)], capture_output=True, text=True)
    return [int(pid) for pid in listed.stdout.split()]


def submit(master: str, output: Path, log: Path, *options: str) -> subprocess.Popen:
    """Begins a job."""
    settings = {"spark.driver.host": HOST, "spark.driver.bindAddress": HOST, "spark.ui.enabled": "false", "spark.executor.memory": "700m", "spark.sql.shuffle.partitions": "2"}
    conf = [part for item in settings.items() for part in ("--conf", "=".join(item))]
    command = [HOME / "bin/spark-submit", "--master", master, *conf, JOB, "--output", output, *options]
    return subprocess.Popen(command, env=environment(), stdout=open(log, "w"), stderr=subprocess.STDOUT)


def written_tasks(output: Path) -> int:
    """Tasks whose records lie ready, while the job goes on."""
    return sum(1 for _ in output.glob("records/_temporary/*/task_*"))
