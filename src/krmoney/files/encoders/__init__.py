"""Formats of records, as they are written: a block of records becomes bytes, and bytes become a file.

An encoder is a frozen value that works on blocks, in any process. Its sink writes the results, in the process that
writes. Both are described in `krmoney.files.encoders.base`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from krmoney.files.csv_form import PLAIN
from krmoney.files.encoders.base import Block, Encoder, Result, RowEncoder, Sink, work
from krmoney.files.encoders.parquet import ParquetEncoder
from krmoney.files.encoders.text import CsvEncoder, JsonEncoder

if TYPE_CHECKING:
    from krmoney.files.csv_form import CsvForm
    from krmoney.files.tasks import Task

__all__ = ["Block", "Encoder", "Result", "RowEncoder", "Sink", "encoder", "work"]


def encoder(kind: str, task: Task, *, gzip: bool = False, form: CsvForm = PLAIN) -> Encoder:
    """Return the encoder of a format.

    Args:
        kind: the format: jsonl, csv, tsv or parquet.
        task: what is done with the records.
        gzip: whether to compress JSON Lines and CSV, block by block.
        form: how CSV is written.
    """
    if kind == "parquet":
        return ParquetEncoder(task)
    if kind == "jsonl":
        return JsonEncoder(task.name, gzip)
    return CsvEncoder(task.columns, "\t" if kind == "tsv" else ",", gzip, form)
