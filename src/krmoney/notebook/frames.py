"""Figures as rows: dictionaries, and data frames of pandas and polars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from krmoney._extras import library
from krmoney._present.columns import flat_mention

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from krmoney.frames import Amounts, Columns
    from krmoney.values import Mentions

__all__ = ["to_dicts", "to_pandas", "to_polars"]


def to_dicts(found: Mentions, doc: str | None = None, *, sentence: bool = False) -> list[dict[str, Any]]:
    """Return a flat dictionary for each figure, all with the same keys.

    Numbers are `int` and `Decimal`, exact at any size; fields that do not apply are None. The keys are the columns of
    ``--format csv --columns all``, and ``evidence``.

    Args:
        found: what `krmoney.extract` returned.
        doc: the name of the document; if given, every dictionary begins with it.
        sentence: whether every dictionary ends with the sentence of its figure.

    >>> from krmoney import extract
    >>> (row, _) = to_dicts(extract("337억 크로나(약 4조 4000억원)"), doc="a.txt")
    >>> row["doc"], row["value"], row["currency"], row["restates"], row["quote_text"], f"{row['rate_value']:.2f}"
    ('a.txt', Decimal('33700000000'), 'SEK', False, '4조 4000억원', '130.56')
    """
    named = {} if doc is None else {"doc": doc}
    rows = [named | flat_mention(each) for each in found]
    if sentence:
        for row, said in zip(rows, found.sentences(), strict=True):
            row["sentence"] = said
    return rows


def to_pandas(
    found: Mentions,
    doc: str | None = None,
    *,
    columns: Columns = "core",
    sentence: bool = False,
    amounts: Amounts = "float",
) -> pd.DataFrame:
    """Return the figures as a pandas data frame, one in each row, like `krmoney.frames.pandas.extract` for one text.

    Args:
        found: what `krmoney.extract` returned.
        doc: the name of the document; if given, it is the first column.
        columns: ``core`` has the columns that are needed most often, ``all`` has all of them.
        sentence: whether the last column is the sentence of each figure.
        amounts: how numbers are kept: ``float`` (float64), ``decimal`` (`Decimal` objects) or ``int`` (Int64); see
            `krmoney.frames.extract`.

    Raises:
        AmountError: an amount is not whole where `amounts` is ``int``, or an argument is not one of those above.
        MissingExtraError: pandas or pyarrow is not installed.

    >>> from krmoney import extract
    >>> frame = to_pandas(extract("매출 3조5천억원, 이익률 12.5%"))
    >>> frame["value"].tolist(), str(frame["value"].dtype), str(frame["start"].dtype), str(frame["restates"].dtype)
    ([3500000000000.0, 12.5], 'float64', 'int64', 'bool')
    """
    pandas = library("pandas", "pandas")
    from krmoney.frames.pandas import from_mentions

    frame = from_mentions(found, columns=columns, sentence=sentence, amounts=amounts)
    if doc is not None:
        frame.insert(0, "doc", pandas.Series(doc, frame.index, pandas.StringDtype()))
    return frame


def to_polars(
    found: Mentions,
    doc: str | None = None,
    *,
    columns: Columns = "core",
    sentence: bool = False,
    amounts: Amounts = "decimal",
) -> pl.DataFrame:
    """Return the figures as a polars data frame, one in each row, like `krmoney.frames.polars.extract` for one text.

    Args:
        found: what `krmoney.extract` returned.
        doc: the name of the document; if given, it is the first column.
        columns: ``core`` has the columns that are needed most often, ``all`` has all of them.
        sentence: whether the last column is the sentence of each figure.
        amounts: how numbers are kept: ``decimal`` (``Decimal(38, 10)``, and rates ``Decimal(38, 20)``), ``float`` or
            ``int``; see `krmoney.frames.extract`.

    Raises:
        AmountError: an amount is not whole where `amounts` is ``int``, or an argument is not one of those above.
        MissingExtraError: polars or pyarrow is not installed.

    >>> from krmoney import extract
    >>> frame = to_polars(extract("매출 3조5천억원, 이익률 12.5%"))
    >>> frame["value"][0], frame.schema["value"]
    (Decimal('3500000000000.0000000000'), Decimal(precision=38, scale=10))
    """
    polars = library("polars", "polars")
    from krmoney.frames.polars import from_mentions

    frame = from_mentions(found, columns=columns, sentence=sentence, amounts=amounts)
    return frame if doc is None else frame.select(polars.lit(doc).alias("doc"), polars.all())
