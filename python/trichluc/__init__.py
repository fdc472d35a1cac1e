"""Vietnamese administrative documents to records that a dashboard can trust.

>>> import trichluc
>>> pipeline = trichluc.Pipeline()
>>> record = pipeline.record("a.txt", "Thực hiện Kế hoạch số 15/KH-UBND ngày 09/01/2023 của UBND tỉnh")
>>> record["citations"][0]["code"]
'15/KH-UBND'
"""

from trichluc._trichluc import Error, Pipeline, Records, __version__, schema

__all__ = ["Error", "Pipeline", "Records", "__version__", "schema"]
