"""Formats of records, as they are read: blocks of bytes that end where a record ends, and the records of a block.

The process that reads cuts the blocks. It has little time, so it looks at bytes and neither decodes nor parses. The
process that works on a block reads its records.

A format is a frozen value with the methods of `krmoney.files.formats.base.Format`.
"""

from krmoney.files.formats.base import BadRow, Format, Row
from krmoney.files.formats.csv_records import Csv
from krmoney.files.formats.json_lines import JsonLines
from krmoney.files.formats.lines import Lines
from krmoney.files.formats.parquet import Parquet

__all__ = ["BadRow", "Csv", "Format", "JsonLines", "Lines", "Parquet", "Row"]
