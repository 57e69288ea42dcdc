"""File names: their format and compression, and the files that a pattern matches."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import Final, Literal, NamedTuple

__all__ = ["INPUT_FORMATS", "OUTPUT_FORMATS", "STDIN", "Compression", "FileName", "as_text", "matches", "suffixes"]

STDIN: Final = "-"
INPUT_FORMATS: Final = ("jsonl", "csv", "tsv", "parquet", "text")
OUTPUT_FORMATS: Final = ("table", "jsonl", "csv", "tsv", "parquet")

Compression = Literal["gzip", "zstd"]

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
_COMPRESSIONS: Final[dict[str, Compression]] = {".gz": "gzip", ".zst": "zstd"}
_SUFFIXES: Final = {"jsonl": ".jsonl", "csv": ".csv", "tsv": ".tsv", "parquet": ".parquet", "table": ".txt"}
_COMPRESSED: Final[dict[Compression | None, str]] = {"gzip": ".gz", "zstd": ".zst", None: ""}


class FileName(NamedTuple):
    """The parts of a file name.

    Attributes:
        stem: the name without its folder and the suffixes that were recognized.
        format: the format, or None if it is unknown.
        compression: gzip, zstd or None.
    """

    stem: str
    format: str | None
    compression: Compression | None

    @classmethod
    def of(cls, path: str) -> FileName:
        """Read the suffixes of a file name: ``a.jsonl.gz`` is JSON Lines, compressed with gzip."""
        name = Path(path)
        compression = _COMPRESSIONS.get(name.suffix.lower())
        if compression:
            name = name.with_suffix("")
        kind = _FORMATS.get(name.suffix.lower())
        return cls(name.stem if kind else name.name, kind, compression)


def suffixes(kind: str, compression: Compression | None) -> str:
    """Return the suffixes of an output file: ``.csv.gz``."""
    return _SUFFIXES[kind] + _COMPRESSED[compression]


def as_text(given: str) -> str:
    """Read a name or another argument as UTF-8 if the locale, such as C, could not decode it."""
    try:
        given.encode()
    except UnicodeEncodeError:
        return os.fsencode(given).decode("utf-8", "surrogateescape")
    return given


def matches(path: str) -> list[str]:
    """Return the files that a pattern such as ``*.jsonl`` matches, sorted.

    Standard input, a name without wildcards and a file of that very name match themselves.
    """
    if path == STDIN or not glob.has_magic(path) or os.path.lexists(path):
        return [path]
    return sorted(each for each in glob.glob(path, recursive=True) if not Path(each).is_dir())  # noqa: PTH207  # keeps a leading ./
