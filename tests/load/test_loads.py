"""Every recipe of load/ in the real tool; sums of every view are those of records.jsonl."""

import importlib.util
import json
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from glob import glob
from pathlib import Path

from archive import ROOT, generation
from expected import VIEWS, Figures, figures_of, select

LOAD = ROOT / "load"
sys.path.insert(0, str(LOAD))
TABLES = "kinds measures topic_names current_provinces provinces periods documents sources citations counts topics places findings links cited".split()


def setUpModule():
    global FOLDER, WORK, EXPECTED, LINES
    FOLDER, WORK = generation()
    EXPECTED = Figures(FOLDER)
    LINES = {table: lines(FOLDER / f"tables/{table}.jsonl") for table in TABLES}


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def tearDownModule():
    WORK.cleanup()


def needs(*modules):
    """Leaves a test out, loudly, where a package is not there."""
    missing = [m for m in modules if importlib.util.find_spec(m) is None]
    if missing:
        print(f"left out: {', '.join(missing)} cannot be had", flush=True)
    return unittest.skipIf(missing, f"there is no {', '.join(missing)}")


class Case(unittest.TestCase):
    def assert_views(self, query):
        """`query` hands on the rows of a SELECT."""
        for view in VIEWS:
            self.assertEqual(figures_of(view, query(select(view))), getattr(EXPECTED, view), view)

    def assert_rows(self, query):
        for table in TABLES:
            self.assertEqual(int(list(query(f"SELECT COUNT(*) FROM {table}"))[0][0]), len(LINES[table]), table)


class Archive(Case):
    def test_there_is_something_of_everything(self):
        self.assertGreater(len(EXPECTED.copies), 15)
        self.assertTrue(all(getattr(EXPECTED, view) for view in VIEWS))
        self.assertTrue(any(drafts for _, _, drafts in EXPECTED.findings_by_office.values()))
        self.assertEqual(EXPECTED.articles_by_province_quarter[("dong_thap", "2023-01-01")], (17, 17, 1, 1), "the draft is left out")


class SQLite(Case):
    def setUp(self):
        self.database = sqlite3.connect(FOLDER / "tables/trichluc.sqlite")

    def tearDown(self):
        self.database.close()

    def test_views(self):
        self.assert_rows(lambda q: self.database.execute(q).fetchall())
        self.assert_views(lambda q: self.database.execute(q).fetchall())

    def test_keys_hold(self):
        self.assertEqual(self.database.execute("PRAGMA foreign_key_check").fetchall(), [])
        self.assertEqual(self.database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])

    def test_searches_with_and_without_marks_find_the_same(self):
        search = lambda words: {row for row in self.database.execute("SELECT doc_id, found_in, ordinal FROM search WHERE search MATCH ?", (words,))}
        for bare, marked in (("lang son", "Lạng Sơn"), ('"dong thap"', '"Đồng Tháp"')):
            self.assertTrue(search(bare), bare)
            self.assertLessEqual(search(marked), search(bare))
            named = {row[0] for row in search(marked)}
            places = {row["doc_id"] for row in LINES["places"] if row["name"] == marked.strip('"') and row["hits"]}
            self.assertLessEqual(places, named, marked)


class DuckDB(Case):
    def assert_recipe(self, recipe):
        import duckdb

        database = duckdb.connect()
        here = os.getcwd()
        os.chdir(FOLDER)
        try:
            database.execute((LOAD / recipe).read_text(encoding="utf-8"))
            database.execute((LOAD / "views.sql").read_text(encoding="utf-8"))
        finally:
            os.chdir(here)
        query = lambda q: database.execute(q).fetchall()
        self.assert_rows(query)
        self.assert_views(query)
        types = dict(query("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'counts'"))
        self.assertEqual((types["value"], types["period_first_day"], types["in_totals"]), ("BIGINT", "DATE", "BOOLEAN"))
        self.assertIn(("01",), query("SELECT gso FROM provinces"))
        self.assertEqual(query("SELECT title FROM documents WHERE path = 'hostile.txt'"), [(title_of("hostile.txt"),)])

    @needs("duckdb")
    def test_parquet(self):
        self.assert_recipe("duckdb.sql")

    @needs("duckdb")
    def test_lines(self):
        self.assert_recipe("duckdb-jsonl.sql")

    @needs("duckdb")
    def test_csv_needs_no_options(self):
        import duckdb

        for table in TABLES:
            read = duckdb.execute(f"SELECT COUNT(*) FROM read_csv('{FOLDER}/tables/{table}.csv', all_varchar = true, sample_size = -1)").fetchall()
            self.assertEqual(read, [(len(LINES[table]),)], table)


def title_of(path):
    return next(row["title"] for row in LINES["documents"] if row["path"] == path)


class Frames(Case):
    """What pandas and polars add up."""

    def totals(self, rows):
        sums = {}
        for row in rows:
            key = tuple(part.isoformat()[:10] if hasattr(part, "isoformat") else part for part in row[:5])
            sums[key] = sums.get(key, 0) + row[5]
        return sums

    def expected(self):
        return {key: figures[0] for key, figures in EXPECTED.totals_by_province.items()}

    @needs("pandas", "pyarrow")
    def test_pandas(self):
        import pandas as pd
        from tables_pandas import read

        for form in ("parquet", "jsonl", "csv"):
            for table in TABLES:
                frame = read(FOLDER, table, form)
                self.assertEqual((len(frame), list(frame.columns)), (len(LINES[table]), list(LINES[table][0])), (form, table))
            counts = read(FOLDER, "counts", form)
            added = counts[counts.in_totals][["measure", "period_grain", "period_first_day", "period_last_day", "province", "value"]]
            rows = [[None if pd.isna(v) else v for v in row] for row in added.itertuples(index=False)]
            self.assertEqual(self.totals(rows), self.expected(), form)
            self.assertEqual(str(counts.value_max.dtype), "Int64")
            self.assertIn("01", set(read(FOLDER, "provinces", form).gso), form)

    @needs("polars")
    def test_polars(self):
        from tables_polars import read

        for form in ("parquet", "jsonl", "csv"):
            for table in TABLES:
                frame = read(FOLDER, table, form)
                self.assertEqual((len(frame), frame.columns), (len(LINES[table]), list(LINES[table][0])), (form, table))
            counts = read(FOLDER, "counts", form)
            added = counts.filter("in_totals").select("measure", "period_grain", "period_first_day", "period_last_day", "province", "value")
            self.assertEqual(self.totals(added.iter_rows()), self.expected(), form)
            self.assertIn("01", set(read(FOLDER, "provinces", form)["gso"]), form)


class Frictionless(Case):
    def faults(self, folder):
        from frictionless import Package

        wanted = {"measures", "current_provinces", "provinces", "periods", "kinds", "documents", "findings", "links", "citations", "findings-csv", "provinces-csv", "counts-parquet", "kinds-json", "trichluc-sqlite"}
        here = os.getcwd()
        os.chdir(folder)
        try:
            package = Package("datapackage.json")
            closed = wanted | {f"{name}-csv" for name in ("current_provinces", "documents", "kinds", "provinces", "periods")}
            for name in [r.name for r in package.resources if r.name not in closed]:
                package.remove_resource(name)
            return [(task.name, error.type) for task in package.validate().tasks for error in task.errors]
        finally:
            os.chdir(here)

    @needs("frictionless")
    def test_a_generation_is_valid_and_a_changed_one_is_not(self):
        self.assertEqual(self.faults(FOLDER), [])
        with tempfile.TemporaryDirectory() as changed:
            shutil.copytree(FOLDER, f"{changed}/g")
            path = Path(changed) / "g/tables/findings.jsonl"
            path.write_text(path.read_text(encoding="utf-8").replace('"doc_id":"', '"doc_id":"x', 1), encoding="utf-8")
            kinds = {kind for name, kind in self.faults(f"{changed}/g") if name == "findings"}
            self.assertTrue({"hash-count", "foreign-key"} <= kinds, kinds)

    def test_every_file_of_the_package_is_there(self):
        package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
        for resource in package["resources"]:
            self.assertEqual((FOLDER / resource["path"]).stat().st_size, resource["bytes"], resource["path"])


class Datasette(Case):
    def get(self, path):
        command = [sys.executable, "-m", "datasette", "-i", str(FOLDER / "tables/trichluc.sqlite"), "-m", str(LOAD / "datasette.json"), "--get", path]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    @needs("datasette")
    def test_views(self):
        for view in ("articles_by_province_quarter", "fines_by_year"):
            keys, figures = VIEWS[view]
            rows = self.get(f"/trichluc/{view}.json?_shape=array&_size=max")
            self.assertEqual(figures_of(view, [[row[c] for c in keys + figures] for row in rows]), getattr(EXPECTED, view))

    @needs("datasette")
    def test_facets_and_search(self):
        counts = self.get("/trichluc/counts.json?_size=1")
        facets = {f["value"]: f["count"] for f in counts["facet_results"]["measure"]["results"]}
        self.assertEqual(facets["fines"], sum(row["measure"] == "fines" for row in LINES["counts"]))
        found = self.get("/trichluc/search.json?_search=dong+thap&_shape=array&_size=max")
        self.assertIn(title_of("hostile.txt"), {row["words"] for row in self.get("/trichluc/search.json?_search=hyperlink&_shape=array")})
        self.assertTrue(any(row["words"] == "Đồng Tháp" for row in found), found)


BINARIES = (sorted(glob("/usr/lib/postgresql/*/bin")) or [""])[-1]
HAS_POSTGRES = bool(BINARIES and shutil.which("psql"))
if not HAS_POSTGRES:
    print("left out: PostgreSQL cannot be had", flush=True)


class PostgreSQL(Case):
    @unittest.skipUnless(HAS_POSTGRES, "there is no PostgreSQL")
    def test_views(self):
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            data, sockets = Path(folder) / "data", Path(folder) / "sockets"
            for path in (data, sockets):
                path.mkdir(mode=0o700)
            self.sockets, self.other = str(sockets), []
            if os.getuid() == 0:
                # PostgreSQL does not run as root.
                nobody = pwd.getpwnam("nobody")
                self.other = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
                for path in (data, sockets):
                    os.chown(path, nobody.pw_uid, nobody.pw_gid)
            self.server("initdb", "-D", data, "-U", "loader", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
            self.server("pg_ctl", "-D", data, "-w", "-l", f"{sockets}/log", "-o", f"-c listen_addresses='' -k {sockets} -F", "start")
            try:
                os.chmod(sockets, 0o755)
                self.load()
            finally:
                self.server("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")

    def load(self):
        for _ in range(2):
            # The second night replaces the first.
            self.psql("-f", str(LOAD / "postgres.sql"))
        self.assert_rows(self.query)
        self.assert_views(self.query)
        self.assertEqual(self.query("SELECT title FROM documents WHERE path = 'hostile.txt'"), [[title_of("hostile.txt")]])
        texts = sorted(row["text"] for row in LINES["counts"] if "\\" in row["text"] or '"' in row["text"])
        self.assertEqual(sorted(row[0] for row in self.query("SELECT text FROM counts WHERE text ~ '[\\\\\"]'")), texts)

    def server(self, program, *arguments):
        # What is started keeps its output open: nobody waits for it.
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([*self.other, f"{BINARIES}/{program}", *map(str, arguments)], cwd="/", check=True, **quiet)

    def psql(self, *arguments):
        command = ["psql", "-X", "-q", "-h", self.sockets, "-U", "loader", "-d", "postgres", "-v", "ON_ERROR_STOP=1", *arguments]
        done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def query(self, query):
        rows = self.psql("-c", "SET search_path = trichluc", "-c", f"COPY (SELECT row_to_json(r) FROM ({query}) AS r) TO STDOUT WITH (FORMAT csv, QUOTE e'\\x01', DELIMITER e'\\x02')")
        return [list(json.loads(row).values()) for row in rows.splitlines()]


if __name__ == "__main__":
    unittest.main()
