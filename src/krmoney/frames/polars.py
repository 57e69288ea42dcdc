"""krmoney for polars: functions of expressions, and the namespace ``.krmoney``, which importing this module registers.

Both do the same. Type checkers know the functions; the namespace is shorter. They work row by row, so lazy and
streaming queries can do it in batches.

>>> import polars as pl
>>> import krmoney.frames.polars
>>> frame = pl.LazyFrame({"id": [1, 2], "title": ["세금 1조2000억원과 2.5%", "합의"]})
>>> found = frame.select("id", pl.col("title").krmoney.extract().alias("figure"))
>>> figures = found.explode("figure").drop_nulls("figure").unnest("figure")
>>> figures.select("id", "text", "value", "currency").collect(engine="streaming").rows()
[(1, '1조2000억원', Decimal('1200000000000.0000000000'), 'KRW'), (1, '2.5%', Decimal('2.5000000000'), None)]
>>> from krmoney.frames.polars import parse
>>> pl.DataFrame({"paid": ["5만원"]}).select(parse("paid", amounts="int").struct.field("amount")).item()
50000
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

from krmoney._extras import library
from krmoney.frames import columns as arrow
from krmoney.frames.columns import method_of
from krmoney.reading.reader import reader_with

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    import polars as pl
    import pyarrow as pa

    from krmoney.checking import CheckOptions
    from krmoney.frames.columns import Amounts, Columns
    from krmoney.reading.reader import Options, Reader
    from krmoney.values import Mention
else:
    pa = library("pyarrow", "arrow")
    pl = library("polars", "polars")

__all__ = ["Namespace", "check", "extract", "from_mentions", "parse"]


def extract(
    texts: pl.Expr | str,
    *,
    reader: Reader | None = None,
    columns: Columns = "core",
    amounts: Amounts = "decimal",
    scale: int = 10,
    **options: Unpack[Options],
) -> pl.Expr:
    """Find every figure in each text: a list of structs for each row; see `krmoney.frames.extract`.

    Args:
        texts: an expression, or the name of a column.
        reader: the reader to use; krmoney's own if it is left out.
        columns: ``core`` has the columns that most questions need, ``all`` has all of them.
        amounts: how numbers are kept: ``decimal``, ``float`` or ``int``; see `krmoney.frames.extract`.
        scale: decimal places of the amounts as decimals, 0 to 38.
        options: what to change about the reader; see `krmoney.Options`.
    """
    laid: dict[str, Any] = {"amounts": amounts, "scale": scale}
    find = partial(arrow.extract, reader=reader_with(options, reader), columns=columns, **laid)
    return _mapped(arrow.mentions_type(columns, **laid), find, texts)


def parse(
    cells: pl.Expr | str,
    *,
    reader: Reader | None = None,
    amounts: Amounts = "decimal",
    scale: int = 10,
    **options: Unpack[Options],
) -> pl.Expr:
    """Read each cell as one amount of money: a struct for each row; see `krmoney.frames.parse`.

    Args:
        cells: an expression, or the name of a column.
        reader: as for `extract`.
        amounts: as for `extract`.
        scale: as for `extract`.
        options: as for `extract`.
    """
    laid: dict[str, Any] = {"amounts": amounts, "scale": scale}
    return _mapped(arrow.money_type(**laid), partial(arrow.parse, reader=reader_with(options, reader), **laid), cells)


def check(
    texts: pl.Expr | str,
    dates: pl.Expr | dt.date | int | str | None = None,
    *,
    reader: Reader | None = None,
    amounts: Amounts = "decimal",
    **options: Unpack[CheckOptions],
) -> pl.Expr:
    """Tell whether the conversions of each text fit the rate of its day; see `krmoney.frames.check`.

    Args:
        texts: an expression, or the name of a column.
        dates: the days of the texts: an expression, or one day or year for all; a text is a day, not a column.
        reader: the reader to use; krmoney's own if it is left out.
        amounts: how rates are kept: as decimals with twenty places, or as floats.
        options: ``rates``, ``tolerance`` and ``back`` as for `krmoney.check`, and what to change about the reader;
            see `krmoney.Options`.
    """
    given: dict[str, Any] = {"reader": reader, "amounts": amounts, **options}
    kind = arrow.findings_type(amounts=amounts)
    if isinstance(dates, pl.Expr):
        return _mapped(kind, lambda texts, days: arrow.check(texts, days, **given), texts, dates)
    return _mapped(kind, lambda texts: arrow.check(texts, dates, **given), texts)


def from_mentions(
    found: Iterable[Mention], *, columns: Columns = "core", amounts: Amounts = "decimal", scale: int = 10
) -> pl.DataFrame:
    """Return the figures of a text as `extract` returns those of many, a row each; the arguments are the same."""
    made = arrow.from_mentions([[*found]], columns=columns, amounts=amounts, scale=scale)
    frame = pl.from_arrow(pa.Table.from_struct_array(made.flatten()))
    assert isinstance(frame, pl.DataFrame)  # noqa: S101  # for type checkers: of a table it is
    return frame


def _mapped(of: pa.DataType, function: Callable[..., Any], *columns: pl.Expr | str) -> pl.Expr:
    """Apply a function of Arrow arrays to columns, row by row; the result is called like the first."""
    empty = pl.Series(pa.array([], of))
    return pl.map_batches(
        [*columns],
        lambda series: pl.Series(series[0].name, function(*(each.to_arrow() for each in series))),
        return_dtype=empty.dtype,
        is_elementwise=True,
    )


@pl.api.register_expr_namespace("krmoney")
class Namespace:
    """The namespace ``pl.col(…).krmoney``: the functions of this module, with the column as their first argument."""

    def __init__(self, column: pl.Expr) -> None:
        """Store the expression."""
        self.accessed = column

    extract = method_of(extract)
    parse = method_of(parse)
    check = method_of(check)
