"""Totals with pandas, cited documents with polars: python dashboard.py FOLDER"""

import sys
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa

import trichluc

files = sorted(path for path in Path(sys.argv[1]).rglob("*") if path.is_file())
documents = pa.record_batch({"path": [str(f) for f in files], "content": [f.read_bytes() for f in files]})
records = trichluc.Pipeline().batch(documents)

# pandas: what was counted. Only totals that are no rates may be added up.
counts = pd.json_normalize(records.column("counts").flatten().to_pylist())
totals = counts[(counts["role"] == "total") & counts["per"].isna()]
print(totals.groupby("measure")["value"].agg(["sum", "count"]).sort_values("count", ascending=False).head(10))

# polars: which documents are cited most, by how many.
citations = pl.from_arrow(records).select("id", "citations").explode("citations").unnest("citations")
cited = citations.group_by("key").agg(pl.col("code").drop_nulls().first(), pl.col("id").n_unique().alias("by"))
print(cited.drop_nulls("code").sort("by", "code", descending=[True, False]).head(10))
