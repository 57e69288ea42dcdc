"""What the names of files say: in which format they are, and how they are packed."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["READ", "WRITTEN", "Named", "named"]

READ: Final = ("jsonl", "csv", "tsv", "parquet", "text")  # formats of records, as input
WRITTEN: Final = ("table", "jsonl", "csv", "tsv", "parquet")  # and as output
_FORMATS: Final = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".html": "html",
    ".txt": "text",
}
_PACKINGS: Final = {".gz": "gzip", ".zst": "zstd"}


class Named(NamedTuple):
    """What the name of a file says of it.

    Attributes:
        stem: the name without the folder and without what follows.
        format: the format, or None if the name does not say.
        packing: gzip, zstd or None.
    """

    stem: str
    format: str | None
    packing: str | None


def named(path: str) -> Named:
    """Read the suffixes of a file name: ``a.jsonl.gz`` is JSON Lines, packed with gzip."""
    name = Path(path)
    packing = _PACKINGS.get(name.suffix.lower())
    if packing:
        name = name.with_suffix("")
    kind = _FORMATS.get(name.suffix.lower())
    return Named(name.stem if kind else name.name, kind, packing)
