"""krmoney for polars: importing this module adds the namespace ``.krmoney`` to every expression.

It works row by row, so lazy and streaming queries can do it in batches.

>>> import polars as pl
>>> import krmoney.frames.polars
>>> frame = pl.LazyFrame({"id": [1, 2], "title": ["세금 1조2000억원과 2.5%", "합의"]})
>>> found = frame.select("id", pl.col("title").krmoney.extract().alias("figure"))
>>> figures = found.explode("figure").drop_nulls("figure").unnest("figure")
>>> figures.select("id", "text", "low", "currency").collect(engine="streaming").rows()
[(1, '1조2000억원', Decimal('1200000000000.0000000000'), 'KRW'), (1, '2.5%', Decimal('2.5000000000'), None)]
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

from krmoney._extras import library
from krmoney.frames import columns
from krmoney.reading.reader import reader_with

if TYPE_CHECKING:
    import datetime as dt

    import polars as pl
    import pyarrow as pa

    from krmoney.checking import CheckOptions
    from krmoney.reading.reader import Options, Reader
else:
    pa = library("pyarrow", "arrow")
    pl = library("polars", "polars")

__all__ = ["Namespace"]


@pl.api.register_expr_namespace("krmoney")
class Namespace:
    """The namespace ``pl.col(…).krmoney``."""

    def __init__(self, column: pl.Expr) -> None:
        """Store the expression."""
        self._column = column

    def extract(self, *, reader: Reader | None = None, scale: int = 10, **options: Unpack[Options]) -> pl.Expr:
        """Find every figure in each text: a list of structs for each row; see `krmoney.frames.extract`."""
        find = partial(columns.extract, reader=reader_with(options, reader), scale=scale)
        return self._mapped(columns.mentions_type(scale), find)

    def parse(self, *, reader: Reader | None = None, scale: int = 10, **options: Unpack[Options]) -> pl.Expr:
        """Read each cell as one amount of money: a struct for each row; see `krmoney.frames.parse`."""
        read = partial(columns.parse, reader=reader_with(options, reader), scale=scale)
        return self._mapped(columns.money_type(scale), read)

    def check(
        self,
        dates: pl.Expr | dt.date | int | str | None = None,
        *,
        reader: Reader | None = None,
        **options: Unpack[CheckOptions],
    ) -> pl.Expr:
        """Tell whether the conversions of each text fit the rate of its day; see `krmoney.frames.check`.

        Args:
            dates: the days of the texts: an expression, or one day or year for all; a text is a day, not a column.
            reader: the reader to use; krmoney's own if it is left out.
            options: ``rates``, ``tolerance`` and ``back`` as for `krmoney.check`, and what to change about the reader;
                see `krmoney.Options`.
        """

        def find(texts: pa.Array, days: object = None) -> pa.Array:
            return columns.check(texts, days, reader=reader, **options)

        if not isinstance(dates, pl.Expr):
            return self._mapped(columns.findings_type(), lambda texts: find(texts, dates))
        empty = pl.Series(pa.array([], columns.findings_type()))
        return pl.map_batches(
            [self._column, dates],
            lambda both: pl.Series(both[0].name, find(both[0].to_arrow(), both[1].to_arrow())),
            return_dtype=empty.dtype,
            is_elementwise=True,
        )

    def _mapped(self, of: pa.DataType, function: Any) -> pl.Expr:  # noqa: ANN401  # of an Arrow array
        empty = pl.Series(pa.array([], of))
        return self._column.map_batches(
            lambda series: pl.Series(series.name, function(series.to_arrow())),
            return_dtype=empty.dtype,
            is_elementwise=True,
        )
