"""Reads an archive on Apache Spark: the records, tables and totals that `trichluc run` writes on one machine.

    spark-submit trichluc_spark.py --input hdfs:///archive --output hdfs:///trichluc

Documents are read with mapInArrow and the wheel `trichluc`, or with --pipe by the program alone. OUTPUT/records has a row for each
document; what needs all of them (copies, links, totals) `trichluc merge` derives on the driver: OUTPUT/tables and OUTPUT/summary.json,
which comes last: where it stands, everything else is whole. To run again is safe at any time. See README.md beside this file.
"""

import argparse
import functools
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time

from pyspark import SparkFiles
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql import types as t

ENDINGS = ["txt", "md", "docx", "doc", "pdf", "html", "htm", "xlsx"]
# Small files by the thousand a task, batches that fit in memory whatever the files, and output that only a whole job shows.
SETTINGS = {
    "spark.sql.files.openCostInBytes": "65536",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "128",
    "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "1",
}


def arguments() -> argparse.Namespace:
    own = os.path.join(sysconfig.get_path("scripts"), "trichluc")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", required=True, help="folder of files, or a table with the columns path and content")
    parser.add_argument("--output", required=True, help="folder for the results; what an earlier job wrote there is replaced")
    parser.add_argument("--table", metavar="FORMAT", help="--input is a table: parquet, json, orc …")
    parser.add_argument("--rules", metavar="DIR", help="rule files on top of the built-in ones, on the driver")
    parser.add_argument("--pipe", metavar="COMMAND", help="read with this program on the executors instead of the wheel: ./trichluc")
    parser.add_argument("--program", default=own if os.path.exists(own) else shutil.which("trichluc"), help="trichluc on the driver")
    parser.add_argument("--partitions", type=int, help="tasks that read; by default as Spark cuts the input")
    parser.add_argument("--work", help="folder on the driver with room for the tables")
    return parser.parse_args()


def documents(spark: SparkSession, args: argparse.Namespace) -> DataFrame:
    """One row a document: path as `trichluc run` says it, content."""
    if args.table:
        return spark.read.format(args.table).load(args.input).select("path", "content")
    root = hadoop(spark, args.input)[1].toString().rstrip("/") + "/"
    ending = lambda e: "*." + "".join(f"[{c}{c.upper()}]" for c in e)
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").option("pathGlobFilter", "{%s}" % ",".join(map(ending, ENDINGS)))
    return files.load(args.input).select(f.expr(f"substr(path, {len(root) + 1})").alias("path"), "content")


def with_wheel(rules: str | None):
    """For mapInArrow: batches of documents to batches of records."""

    def extract(batches):
        import trichluc

        # One thread: the engine gives each task a core.
        pipeline = trichluc.Pipeline(SparkFiles.get(rules) if rules else None, threads=1)
        for batch in batches:
            yield pipeline.batch(batch, json=True)

    return extract


def records(spark: SparkSession, args: argparse.Namespace, docs: DataFrame) -> DataFrame:
    """One row a document: the record's columns, and in `json` its line."""
    rules = os.path.basename(os.path.normpath(args.rules)) if args.rules else None
    if args.rules:
        spark.sparkContext.addFile(args.rules, recursive=True)
    if not args.pipe:
        import trichluc
        from pyspark.sql.pandas.types import from_arrow_schema

        return docs.mapInArrow(with_wheel(rules), from_arrow_schema(trichluc.schema(json=True)))
    content = f.col("content").alias("content_base64" if dict(docs.dtypes)["content"] == "binary" else "content")
    command = f"{args.pipe} filter --threads 1" + (f" --rules {rules}" if rules else "")
    # Without checkCode a program that dies takes documents with it unseen.
    asked = docs.select(f.to_json(f.struct("path", content))).rdd.map(lambda row: row[0])
    lines = asked.pipe(command, checkCode=True).map(lambda line: (line,))
    read = f.from_json("json", schema(args.program, "record")).alias("record")
    return spark.createDataFrame(lines, "json string").select("json", read).select("record.*", "json")


def schema(program: str, name: str) -> t.StructType:
    """Columns by the JSON Schema that the program prints."""
    root = json.loads(subprocess.check_output([program, "schema", name]))
    plain = {"integer": t.LongType(), "number": t.DoubleType(), "boolean": t.BooleanType(), "string": t.StringType()}

    def typed(part):
        if "$ref" in part:
            return typed(functools.reduce(lambda at, key: at[key], part["$ref"].split("/")[1:], root))
        if "anyOf" in part:
            return typed(next(p for p in part["anyOf"] if p.get("type") != "null"))
        kind = part.get("type", "string")
        kind = kind if isinstance(kind, str) else next(k for k in kind if k != "null")
        if kind == "array":
            return t.ArrayType(typed(part["items"]))
        if kind == "object":
            return t.StructType([t.StructField(key, typed(value)) for key, value in part["properties"].items()])
        return plain[kind]

    return typed(root)


def hadoop(spark: SparkSession, path: str):
    """The file system of a path, and the path with all its parts."""
    at = spark._jvm.org.apache.hadoop.fs.Path(path)
    system = at.getFileSystem(spark._jsc.hadoopConfiguration())
    return system, system.makeQualified(at)


def unseen(spark: SparkSession, path: str) -> int:
    """Files that Spark passes over without a word: their names, or those of a folder on the way, begin with . or _."""
    system, root = hadoop(spark, path)
    files, count = system.listFiles(root, True), 0
    while files.hasNext():
        names = files.next().getPath().toString()[len(root.toString()) :].split("/")
        count += any(n.startswith((".", "_")) for n in names) and names[-1].rpartition(".")[2].lower() in ENDINGS
    return count


def derive(spark: SparkSession, args: argparse.Namespace, all_records: DataFrame) -> None:
    """Tables and totals, by the program that makes them on one machine, from the records in the order of their paths."""
    unfinished = args.output + "/unfinished"
    system, lines = hadoop(spark, unfinished + "/lines")
    all_records.orderBy("source.path").select("json").write.mode("overwrite").text(lines.toString())
    local = spark._jvm.org.apache.hadoop.fs.Path
    with tempfile.TemporaryDirectory(dir=args.work) as work:
        rules = ["--rules", args.rules] if args.rules else []
        command = [args.program, "merge", "-", "--tables", "jsonl", *rules, "--out", work + "/out"]
        merge = subprocess.Popen(command, stdin=subprocess.PIPE)
        for part in sorted(s.getPath().toString() for s in system.listStatus(lines) if s.getPath().getName().startswith("part-")):
            system.copyToLocalFile(False, local(part), local(f"file:{work}/part"), True)
            with open(work + "/part", "rb") as file:
                shutil.copyfileobj(file, merge.stdin, 1 << 20)
        merge.stdin.close()
        if merge.wait() not in (0, 3):
            sys.exit("trichluc merge failed")
        latest = work + "/out/latest/"
        for name in sorted(name.removesuffix(".jsonl") for name in os.listdir(latest + "tables") if name.endswith(".jsonl")):
            rows = hadoop(spark, f"{unfinished}/{name}.jsonl")[1]
            system.copyFromLocalFile(False, True, local(f"file:{latest}tables/{name}.jsonl"), rows)
            table = spark.read.schema(schema(args.program, name)).option("mode", "FAILFAST").json(rows.toString())
            table.write.mode("overwrite").parquet(f"{args.output}/tables/{name}")
        for name in ["run.json", "summary.json"]:
            system.copyFromLocalFile(False, True, local(f"file:{latest}{name}"), hadoop(spark, f"{args.output}/{name}")[1])
    system.delete(hadoop(spark, unfinished)[1], True)


def main() -> None:
    args = arguments()
    builder = SparkSession.builder.appName("trichluc")
    spark = functools.reduce(lambda b, item: b.config(*item), SETTINGS.items(), builder).getOrCreate()
    started = time.monotonic()
    system, summary = hadoop(spark, args.output + "/summary.json")
    system.delete(summary, False)
    docs = documents(spark, args)
    wanted = docs.select("path").count()
    spread = docs.repartition(args.partitions) if args.partitions else docs
    records(spark, args, spread).write.mode("overwrite").parquet(args.output + "/records")
    read = time.monotonic()
    done = spark.read.parquet(args.output + "/records")
    counted = done.select(f.count("*"), f.count_distinct("id"), f.count_if(f.col("status") == "failed")).first()
    if (counted[0], counted[1]) != (wanted, wanted):
        sys.exit(f"{wanted} documents went in, {counted[0]} records of {counted[1]} documents came out: nothing is published")
    derive(spark, args, done)
    hidden = 0 if args.table else unseen(spark, args.input)
    print(f"{wanted} documents in, {counted[0]} records out, {counted[2]} of them failed; {hidden} files with names that Spark hides left out")
    print(f"records {read - started:.1f} s, tables and totals {time.monotonic() - read:.1f} s")
    spark.stop()


if __name__ == "__main__":
    main()
