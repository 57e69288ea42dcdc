"""Formats of records, as they are read: blocks of bytes that end where a record ends, and the records of a block.

The blocks are cut in the process that reads, which has little time: it looks at bytes, and decodes and parses
nothing. The records of a block are read by whichever process works on it.

A format is a frozen value with ``blocks``, ``rows``, ``columns`` and ``schema``, and an entry in `krmoney.cli.records`.
"""

from krmoney.cli.formats.base import BadRow, Format, Row, dumps, is_text, without
from krmoney.cli.formats.csv_records import Csv
from krmoney.cli.formats.json_lines import JsonLines, is_json
from krmoney.cli.formats.lines import Lines
from krmoney.cli.formats.parquet import Parquet, ipc

__all__ = [
    "BadRow",
    "Csv",
    "Format",
    "JsonLines",
    "Lines",
    "Parquet",
    "Row",
    "dumps",
    "ipc",
    "is_json",
    "is_text",
    "without",
]
