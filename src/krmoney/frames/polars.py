"""krmoney for polars: functions for expressions, and the namespace ``.krmoney``, which importing this module registers.

Both do the same. Type checkers know the functions; the namespace is shorter. They work row by row, so lazy and
streaming queries can run them in batches.

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
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Unpack

from krmoney._extras import library
from krmoney.frames import columns as arrow
from krmoney.frames import money as arrow_money
from krmoney.frames.columns import method_of
from krmoney.reading.reader import reader_with

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    import polars as pl
    import pyarrow as pa

    from krmoney._hooks import Amounts, Columns, FormatOptions
    from krmoney.checking import CheckOptions
    from krmoney.frames.money import Missing
    from krmoney.rates import Rates
    from krmoney.reading.reader import Options, Reader
    from krmoney.values import Mention
    from krmoney.writing import Style
else:
    pa = library("pyarrow", "arrow")
    pl = library("polars", "polars")

__all__ = ["Namespace", "check", "convert", "extract", "format", "from_mentions", "parse"]


def extract(  # noqa: PLR0913  # each option is one of its own
    texts: pl.Expr | str,
    *,
    reader: Reader | None = None,
    columns: Columns = "core",
    sentence: bool = False,
    amounts: Amounts = "decimal",
    scale: int = 10,
    **options: Unpack[Options],
) -> pl.Expr:
    """Find every figure in each text: a list of structs for each row; see `krmoney.frames.extract`.

    Args:
        texts: an expression, or the name of a column.
        reader: the reader to use; default: krmoney's own.
        columns: ``core`` has the columns that are needed most often, ``all`` has all of them.
        sentence: whether the last column is the sentence of each figure.
        amounts: how numbers are kept: ``decimal``, ``float`` or ``int``; see `krmoney.frames.extract`.
        scale: decimal places of the amounts as decimals, 0 to 38.
        options: other options of the reader; see `krmoney.Options`.
    """
    laid: dict[str, Any] = {"amounts": amounts, "scale": scale}
    find = partial(arrow.extract, reader=reader_with(options, reader), columns=columns, sentence=sentence, **laid)
    return _mapped(arrow.mentions_type(columns, sentence=sentence, **laid), find, texts)


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
    """Check whether the conversions in each text fit the rate of its day; see `krmoney.frames.check`.

    Args:
        texts: an expression, or the name of a column.
        dates: the days of the texts: an expression, or one day or year for all; a text is a day, not a column.
        reader: the reader to use; default: krmoney's own.
        amounts: how rates are kept: as decimals with twenty places, or as floats.
        options: ``rates``, ``tolerance`` and ``back`` as for `krmoney.check`, and options of the reader; see
            `krmoney.Options`.
    """
    find = partial(arrow.check, reader=reader, amounts=amounts, **options)
    return _mapped(arrow.findings_type(amounts=amounts), find, texts, dates=dates)


def convert(  # noqa: PLR0913  # each option is one of its own
    money: pl.Expr | str,
    rates: Rates,
    *,
    to: str = "KRW",
    on: pl.Expr | dt.date | str | None = None,
    currency: pl.Expr | str | None = None,
    errors: Missing = "null",
    back: int = 7,
    places: int | None = None,
    amounts: Amounts = "decimal",
    scale: int = 10,
) -> pl.Expr:
    """Convert money into one currency, each amount at the rate of its day: a struct for each row.

    See `krmoney.frames.convert`.

    Args:
        money: an expression, or the name of a column: of structs with the fields ``currency`` and ``amount`` or
            ``value``, as `parse` returns them and ``pl.struct("value", "currency")`` makes them; or of amounts, with
            `currency`.
        rates: a source of reference rates; see `krmoney.rates`.
        to: the currency to convert to.
        on: the days: an expression, or one day for all; a text is a day, not a column.
        currency: the currencies of amounts: an expression, or one code for all.
        errors: what to do with an amount that has no rate: ``null`` gives the reason in its row,
            ``raise`` raises an error.
        back: how many days older than the day the rate may be.
        places: how many digits after the point to round to.
        amounts: as for `extract`.
        scale: as for `extract`.

    >>> from krmoney import rates
    >>> paid = pl.DataFrame({"paid": ["200달러", "9동"]}).with_columns(parse("paid"))
    >>> paid.select(convert("paid", rates.fixed({"USD": 1380}), amounts="int")).unnest("paid").row(0)
    (276000, 'KRW', 1380.0, None, 'fixed rates', None, None)
    """
    laid: dict[str, Any] = {"amounts": amounts, "scale": scale}
    turn = partial(arrow_money.convert, rates=rates, to=to, errors=errors, back=back, places=places, **laid)
    return _mapped(arrow_money.converted_type(**laid), turn, money, on=on, currency=currency)


def format(  # noqa: A001  # as krmoney.format
    money: pl.Expr | str,
    style: str | Style = "press",
    *,
    currency: pl.Expr | str | None = None,
    **options: Unpack[FormatOptions],
) -> pl.Expr:
    """Write money in Korean or English; see `krmoney.format`.

    Args:
        money: as for `convert`.
        style: a name from `krmoney.style_names`, or a `krmoney.Style` of your own.
        currency: as for `convert`.
        options: those of `krmoney.format`.

    >>> pl.DataFrame({"won": [450_000_000]}).select(format("won", currency="KRW")).item()
    '4억5000만원'
    """
    written = partial(arrow_money.format, style=style, **options)
    return _mapped(pa.string(), written, money, currency=currency)


def from_mentions(
    found: Sequence[Mention],
    *,
    columns: Columns = "core",
    sentence: bool = False,
    amounts: Amounts = "decimal",
    scale: int = 10,
) -> pl.DataFrame:
    """Return the figures of texts as `extract` returns them, a text in each row; the arguments are the same."""
    made = arrow.from_mentions([found], columns=columns, sentence=sentence, amounts=amounts, scale=scale)
    frame = pl.from_arrow(pa.Table.from_struct_array(made.flatten()))
    assert isinstance(frame, pl.DataFrame)  # noqa: S101  # for type checkers: of a table it is
    return frame


# A streaming query hands over batches in several threads. Python runs one of them at a time, and is slower where they
# take turns within a batch.
_TURN: Final = Lock()


def _mapped(of: pa.DataType, function: Callable[..., Any], column: pl.Expr | str, **others: object) -> pl.Expr:
    """Apply a function of Arrow arrays to a column, row by row; other arguments may also be columns."""
    empty = pl.Series(pa.array([], of))
    first = pl.col(column) if isinstance(column, str) else column
    columns = {f"_krmoney_{name}": other for name, other in others.items() if isinstance(other, pl.Expr)}

    def made(series: pl.Series) -> pl.Series:
        with _TURN:
            if not columns:
                return pl.Series(series.name, function(series.to_arrow(), **others))
            own, *rest = (series.struct.field(name).to_arrow() for name in series.struct.fields)
            names = [name.removeprefix("_krmoney_") for name in columns]
            return pl.Series(series.name, function(own, **others | dict(zip(names, rest, strict=True))))

    # Several columns are passed as one struct, because older releases of polars have no `is_elementwise` for them.
    whole = pl.struct(first, *(other.alias(name) for name, other in columns.items())) if columns else first
    return whole.map_batches(made, return_dtype=empty.dtype, is_elementwise=True)


@pl.api.register_expr_namespace("krmoney")
class Namespace:
    """The namespace ``pl.col(…).krmoney``: the functions of this module, with the column as their first argument."""

    def __init__(self, column: pl.Expr) -> None:
        """Store the expression."""
        self.accessed = column

    extract = method_of(extract)
    parse = method_of(parse)
    check = method_of(check)
    convert = method_of(convert)
    format = method_of(format)
