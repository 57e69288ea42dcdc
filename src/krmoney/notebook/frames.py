"""Figures as rows: dictionaries, and data frames of pandas and polars."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from krmoney._extras import library
from krmoney._present import FIGURE, Column, lay
from krmoney.errors import AmountError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd
    import polars as pl

    from krmoney.values import Mention

__all__ = ["to_dicts", "to_pandas", "to_polars"]

_TYPES: Final = ("money", "percent", "rate", "multiple")
_KINDS: Final = ("point", "range", "lower_bound", "upper_bound", "vague")
# What polars gives a column of decimals: how many digits, and how many of them behind the point.
_DECIMALS: Final = {"amount": (38, 10), "rate": (38, 20)}


def to_dicts(found: Iterable[Mention], doc: str | None = None) -> list[dict[str, Any]]:
    """Return a flat dictionary for each figure, all with the same keys.

    Numbers are `int` and `Decimal`; what does not apply is None. The keys are the columns of ``--format csv``,
    and ``evidence``.

    Args:
        found: what `krmoney.extract` returned.
        doc: the name of the document; if given, every dictionary begins with it.

    >>> from krmoney import extract
    >>> (row, _) = to_dicts(extract("337억 크로나(약 4조 4000억원)"), doc="a.txt")
    >>> row["doc"], row["low"], row["currency"], row["quote_text"], f"{row['rate_value']:.2f}"
    ('a.txt', Decimal('33700000000'), 'SEK', '4조 4000억원', '130.56')
    """
    named = {} if doc is None else {"doc": doc}
    return [named | _row(each) for each in found]


_WRITTEN: Final[dict[str, Callable[[Any], Any]]] = {  # of what is no plain value: how it is written
    "currency": str,
    "currencies": lambda codes: [*map(str, codes)],
    "evidence": lambda evidence: [each._asdict() for each in evidence],
}


def _row(mention: Mention) -> dict[str, Any]:
    """Lay a mention flat."""
    row = lay(mention, FIGURE, lambda of, name: getattr(of, name, None))
    for column in FIGURE:
        if column.holds in _WRITTEN and row[column.name] is not None:
            row[column.name] = _WRITTEN[column.holds](row[column.name])
    return row


def _columns(found: Iterable[Mention], doc: str | None) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield the columns of a frame: name, what it holds, and the cells; without any figure the same columns."""
    rows = to_dicts(found, doc)
    named = [] if doc is None else [Column("doc", "text", ())]
    for name, holds, _ in (*named, *FIGURE):
        yield name, holds, [row[name] for row in rows]


def to_pandas(found: Iterable[Mention], doc: str | None = None) -> pd.DataFrame:
    """Return the figures as a pandas data frame, one a row, with the columns of `to_dicts`.

    Amounts and rates are `Decimal` objects, exact at any size; where a chart or a statistic wants floats, say
    ``frame["low"].astype(float)``.

    Raises:
        MissingExtraError: pandas is not installed.

    >>> from krmoney import extract
    >>> frame = to_pandas(extract("매출 3조5천억원, 이익률 12.5%"))
    >>> frame.loc[0, "low"], str(frame["start"].dtype), str(frame["approx"].dtype), str(frame["type"].dtype)
    (Decimal('3500000000000'), 'int64', 'bool', 'category')
    """
    pandas = library("pandas", "pandas")
    types = {
        "integer": "int64",
        "offset": "Int64",
        "boolean": "bool",
        "flag": "boolean",
        "text": pandas.StringDtype(),
        "currency": pandas.StringDtype(),
        "type": pandas.CategoricalDtype(_TYPES),
        "kind": pandas.CategoricalDtype(_KINDS),
    }
    cells = _columns(found, doc)
    frame: pd.DataFrame = pandas.DataFrame(
        {name: pandas.Series(column, dtype=types.get(holds, "object")) for name, holds, column in cells}
    )
    return frame


def to_polars(found: Iterable[Mention], doc: str | None = None) -> pl.DataFrame:
    """Return the figures as a polars data frame, one a row, with the columns of `to_dicts`.

    Amounts are ``Decimal(38, 10)`` and rates ``Decimal(38, 20)``: always the same types, so that frames can be
    joined. A rate, which is a measurement, is rounded to that; an amount never.

    Raises:
        AmountError: an amount has more digits than the column can hold; `to_dicts` and `to_pandas` hold it.
        MissingExtraError: polars is not installed.

    >>> from krmoney import extract
    >>> frame = to_polars(extract("매출 3조5천억원, 이익률 12.5%"))
    >>> frame["low"][0], frame.schema["low"], frame.schema["start"]
    (Decimal('3500000000000.0000000000'), Decimal(precision=38, scale=10), Int64)
    """
    polars = library("polars", "polars")
    evidence = dict.fromkeys(("question", "reason", "text"), polars.String)
    evidence |= dict.fromkeys(("start", "end"), polars.Int64)
    types = {
        "integer": polars.Int64,
        "offset": polars.Int64,
        "boolean": polars.Boolean,
        "flag": polars.Boolean,
        "text": polars.String,
        "currency": polars.String,
        "type": polars.Enum(_TYPES),
        "kind": polars.Enum(_KINDS),
        "currencies": polars.List(polars.String),
        "evidence": polars.List(polars.Struct(evidence)),
        **{holds: polars.Decimal(*size) for holds, size in _DECIMALS.items()},
    }
    series = [
        polars.Series(name, [_fitted(cell, holds) for cell in column], dtype=types[holds])
        for name, holds, column in _columns(found, doc)
    ]
    frame: pl.DataFrame = polars.DataFrame(series)
    return frame


def _fitted(cell: Any, holds: str) -> Any:  # noqa: ANN401  # a cell of any column
    """Give a decimal the digits of its column."""
    if not isinstance(cell, Decimal):
        return cell
    precision, scale = _DECIMALS[holds]
    context = Context(prec=precision, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation])
    context.traps[Inexact] = holds == "amount"
    try:
        return cell.quantize(Decimal(1).scaleb(-scale), context=context)
    except (Inexact, InvalidOperation) as error:
        message = f"{cell} has more digits than Decimal({precision}, {scale}) of polars; to_pandas() keeps them all"
        raise AmountError(message) from error
