from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from typing import Any, Protocol, final

import pyarrow

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

__version__: str

class Error(Exception):
    """What went wrong: `code` is a slug, the message says what to do."""

    code: str
    """`bad_rules`, `unreadable`, `bad_schema`, `arrow` or `no_threads`."""

@final
class Pipeline:
    """Documents to records.

    `rules` is a folder of rule files on top of the built-in ones, or several; `threads` is how many work on `records` and `batch`, by
    default as many as the machine has cores. A pipeline has no state but that: one serves any number of Python threads.
    """

    def __new__(
        cls,
        rules: str | PathLike[str] | Sequence[str | PathLike[str]] | None = None,
        *,
        threads: int | None = None,
    ) -> Pipeline: ...
    def record(self, path: str, data: bytes | bytearray | str) -> dict[str, Any]:
        """The record of one document, from the bytes of its file or its text, as `trichluc run` writes it.

        One that cannot be read has status `failed`, and `error` says why.
        """

    def records(self, documents: Iterable[tuple[str, bytes | bytearray | str]]) -> Records:
        """The records of an iterable of (path, data), in order, each as soon as some are ready."""

    def batch(self, documents: _ArrowArray, *, json: bool = False) -> pyarrow.RecordBatch:
        """The records of an Arrow batch of documents: a row for each row, in order, with the columns of `trichluc.schema()`.

        `documents` has `path` (string) and `content` (binary or string), from any library with the Arrow PyCapsule interface. With `json`
        there is a last column with the line that `trichluc run` writes. What cannot be read is a row of status `failed`.
        """

    @property
    def rules_hash(self) -> str:
        """Changes when any rule does."""

@final
class Records(Iterator[dict[str, Any]]):
    """What `Pipeline.records` gives."""

    def __next__(self) -> dict[str, Any]: ...

def schema(*, json: bool = False) -> pyarrow.Schema:
    """The columns that `Pipeline.batch` gives: those of the record, and its line where `json` is true."""
