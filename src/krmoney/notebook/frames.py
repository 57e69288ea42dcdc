"""Figures as rows: dictionaries, and data frames of pandas and polars."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from krmoney._extras import library
from krmoney._present.columns import FLAT_MENTION, Column, Flat, flat_mention
from krmoney.errors import AmountError
from krmoney.values import KINDS, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    import polars as pl

    from krmoney.values import Mention

__all__ = ["to_dicts", "to_pandas", "to_polars"]

# The precision and the scale of a column of decimals in polars.
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
    return [named | flat_mention(each) for each in found]


_DOC: Final = Column("doc", "text")


def _columns(found: Iterable[Mention], doc: str | None) -> Iterator[tuple[Flat, list[Any]]]:
    """Yield the columns of a frame with their cells; the columns are the same if there are no figures."""
    rows = to_dicts(found, doc)
    named = [] if doc is None else [Flat("doc", _DOC, (), optional=False)]
    for column in (*named, *FLAT_MENTION):
        yield column, [row[column.name] for row in rows]


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
        "offset": "int64",
        "flag": "bool",
        "text": pandas.StringDtype(),
        "code": pandas.StringDtype(),
        "type": pandas.CategoricalDtype(TYPES),
        "kind": pandas.CategoricalDtype(KINDS),
    }
    with_gaps = {"int64": "Int64", "bool": "boolean"}  # pandas has other types for columns with empty cells

    def dtype(of: Flat) -> Any:  # noqa: ANN401
        chosen = "object" if of.column.many else types.get(str(of.column.holds), "object")
        return with_gaps.get(chosen, chosen) if of.optional and isinstance(chosen, str) else chosen

    frame: pd.DataFrame = pandas.DataFrame(
        {of.name: pandas.Series(cells, dtype=dtype(of)) for of, cells in _columns(found, doc)}
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
    scalars = {
        "offset": polars.Int64,
        "flag": polars.Boolean,
        "text": polars.String,
        "code": polars.String,
        "type": polars.Enum(TYPES),
        "kind": polars.Enum(KINDS),
        **{holds: polars.Decimal(*size) for holds, size in _DECIMALS.items()},
    }

    def dtype(of: Column) -> Any:  # noqa: ANN401
        one = polars.Struct({part.name: dtype(part) for part in of.parts}) if of.parts else scalars[str(of.holds)]
        return polars.List(one) if of.many else one

    series = [
        polars.Series(of.name, [_fitted(cell, of.column.holds) for cell in cells], dtype=dtype(of.column))
        for of, cells in _columns(found, doc)
    ]
    frame: pl.DataFrame = polars.DataFrame(series)
    return frame


def _fitted(cell: Any, holds: object) -> Any:  # noqa: ANN401  # a cell of any column
    """Rescale a decimal to its column."""
    if not isinstance(cell, Decimal):
        return cell
    precision, scale = _DECIMALS[str(holds)]
    context = Context(prec=precision, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation])
    context.traps[Inexact] = holds == "amount"
    try:
        return cell.quantize(Decimal(1).scaleb(-scale), context=context)
    except (Inexact, InvalidOperation) as error:
        message = f"{cell} has more digits than Decimal({precision}, {scale}) of polars; to_pandas() keeps them all"
        raise AmountError(message) from error
