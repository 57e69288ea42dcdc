"""krmoney for Arrow columns: a column of texts in, a column of figures out.

`extract`, `parse` and `check` read texts; `convert` and `format` take money. The other modules of this package offer
the same in one engine each:

* `krmoney.frames.pandas`: ``series.krmoney.extract()``
* `krmoney.frames.polars`: ``pl.col("title").krmoney.extract()``
* `krmoney.frames.duckdb`: ``select krmoney_parse(amount)``
* `krmoney.frames.spark`: ``df.mapInArrow(…)`` and Arrow UDFs

>>> import pyarrow as pa
>>> from krmoney import frames
>>> titles = pa.array(["새 공장에 337억 크로나(약 4조 4000억원)를 들인다", "노조와 합의", None])
>>> [None if row is None else [each["text"] for each in row] for row in frames.extract(titles).to_pylist()]
[['337억 크로나', '4조 4000억원'], [], None]
>>> frames.parse(pa.array(["4억5000만 달러", "조금"])).field("currency").to_pylist()
['USD', None]
"""

from __future__ import annotations

from krmoney.frames.columns import (
    Amounts,
    Columns,
    check,
    extract,
    findings_type,
    from_mentions,
    mention_type,
    mentions_type,
    money_type,
    parse,
)
from krmoney.frames.money import Missing, convert, converted_type, format

__all__ = [
    "Amounts",
    "Columns",
    "Missing",
    "check",
    "convert",
    "converted_type",
    "extract",
    "findings_type",
    "format",
    "from_mentions",
    "mention_type",
    "mentions_type",
    "money_type",
    "parse",
]
