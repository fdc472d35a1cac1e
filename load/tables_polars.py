"""The tables of a generation as polars frames, with the types that datapackage.json says.

    from tables_polars import read
    counts = read("out/latest", "counts")
    counts.filter("in_totals").group_by("measure", "period_grain").agg(pl.col("value").sum())

Nothing is inferred: codes such as 01 stay text, a column that is null in the first rows keeps its type.
"""

import json
from pathlib import Path

import polars as pl

TYPES = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}


def read(folder, table, form="parquet"):
    """One table from its parquet, jsonl or csv file."""
    types = columns(folder, table)
    path = Path(folder) / "tables" / f"{table}.{form}"
    if form == "parquet":
        return pl.read_parquet(path)
    days = [name for name, kind in types.items() if kind == pl.Date]
    plain = {name: pl.String if name in days else kind for name, kind in types.items()}
    if form == "jsonl":
        frame = pl.read_ndjson(path, schema=plain)
    else:
        frame = pl.read_csv(path, schema=plain)
    return frame.with_columns(pl.col(days).str.to_date("%Y-%m-%d"))


def columns(folder, table):
    """The polars type of every column."""
    package = json.loads((Path(folder) / "datapackage.json").read_text(encoding="utf-8"))
    fields = next(r for r in package["resources"] if r["name"] == table)["schema"]["fields"]
    return {field["name"]: TYPES[field["type"]] for field in fields}
