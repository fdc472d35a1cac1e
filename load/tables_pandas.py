"""The tables of a generation as pandas frames, with the types that datapackage.json says.

    from tables_pandas import read
    counts = read("out/latest", "counts")
    counts[counts.in_totals].groupby(["measure", "period_grain"]).value.sum()

Codes such as 01 stay text, whole numbers stay whole where some are missing, and
the text "NA" is no missing value: what pandas guesses by itself gets these wrong.
"""

import json
from pathlib import Path

import pandas as pd

TYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean", "date": "datetime64[s]"}


def read(folder, table, form="parquet"):
    """One table from its parquet, jsonl or csv file."""
    types = columns(folder, table)
    path = Path(folder) / "tables" / f"{table}.{form}"
    if form == "parquet":
        frame = pd.read_parquet(path)
    elif form == "jsonl":
        with open(path, encoding="utf-8") as lines:
            frame = pd.DataFrame([json.loads(line) for line in lines], columns=list(types), dtype="object")
    else:
        plain = {name: "string" if kind == TYPES["date"] else kind for name, kind in types.items()}
        frame = pd.read_csv(path, dtype=plain, keep_default_na=False, na_values=[""])
    return frame.astype(types)


def columns(folder, table):
    """The pandas type of every column."""
    package = json.loads((Path(folder) / "datapackage.json").read_text(encoding="utf-8"))
    fields = next(r for r in package["resources"] if r["name"] == table)["schema"]["fields"]
    return {field["name"]: TYPES[field["type"]] for field in fields}
