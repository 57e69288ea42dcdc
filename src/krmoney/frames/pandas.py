"""krmoney for pandas: functions for a Series, and the accessor ``.krmoney``, which importing this module registers.

Both do the same. Type checkers know the functions; the accessor is shorter.

>>> import pandas as pd
>>> import krmoney.frames.pandas
>>> titles = pd.Series(["세금 1조2000억원", "합의", None], index=["a", "b", "c"], name="title")
>>> titles.krmoney.extract()[["text", "value", "currency"]]
       text         value currency
a  1조2000억원  1.200000e+12      KRW
>>> from krmoney.frames.pandas import extract, parse
>>> extract(titles, amounts="int").loc["a", "value"]
np.int64(1200000000000)
>>> parse(pd.Series(["4억5000만 달러", "조금"]), errors="report")[["amount", "error_type"]]
        amount  error_type
0  450000000.0        <NA>
1          NaN  ParseError
>>> from krmoney import rates
>>> articles = pd.Series(["4억 달러(약 55조원)", "2억 유로(약 2990억원)"])
>>> articles.krmoney.check("2024-06-04", rates=rates.ecb())[["base_text", "verdict", "on"]]
  base_text verdict         on
0     4억 달러  factor 2024-06-04
1     2억 유로    fits 2024-06-04
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, Unpack, overload

from krmoney._extras import library
from krmoney._present.columns import FLAT_CELL, FLAT_FINDING, FLAT_MENTION
from krmoney.errors import AmountError, KrmoneyError, RatesError
from krmoney.frames import columns as arrow
from krmoney.frames import money as arrow_money
from krmoney.frames.columns import method_of
from krmoney.language import translate
from krmoney.reading.reader import reader_with
from krmoney.values import plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from decimal import Decimal

    import pandas as pd
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
    pd = library("pandas", "pandas")

__all__ = ["Accessor", "FrameAccessor", "check", "convert", "extract", "format", "from_mentions", "parse"]

Errors: TypeAlias = Literal["raise", "null", "report"]
Days: TypeAlias = "pd.Series[Any] | Sequence[Any] | dt.date | int | str | None"
_ERRORS: Final = ("raise", "null", "report")
_FORMS: Final = ("long", "nested")


@overload
def extract(
    texts: pd.Series[Any],
    form: Literal["long"] = "long",
    *,
    reader: Reader | None = None,
    columns: Columns = "core",
    sentence: bool = False,
    amounts: Amounts = "float",
    scale: int = 10,
    **options: Unpack[Options],
) -> pd.DataFrame: ...
@overload
def extract(
    texts: pd.Series[Any],
    form: Literal["nested"],
    *,
    reader: Reader | None = None,
    columns: Columns = "core",
    sentence: bool = False,
    amounts: Amounts = "float",
    scale: int = 10,
    **options: Unpack[Options],
) -> pd.Series[Any]: ...
def extract(  # noqa: PLR0913  # the two overloads say all of them
    texts: pd.Series[Any],
    form: Literal["long", "nested"] = "long",
    *,
    reader: Reader | None = None,
    columns: Columns = "core",
    sentence: bool = False,
    amounts: Amounts = "float",
    scale: int = 10,
    **options: Unpack[Options],
) -> pd.DataFrame | pd.Series[Any]:
    """Find every figure in each text.

    Args:
        texts: a series of text.
        form: ``long`` is a data frame with one row for each figure, its index that of the text it was found in;
            ``nested`` is a series of lists of structs, one for each text.
        reader: the reader to use; default: krmoney's own.
        columns: ``core`` has the columns that are needed most often, ``all`` has all of them.
        sentence: whether the last column is the sentence of each figure.
        amounts: how numbers are kept: ``float`` (float64), ``decimal`` (`Decimal` objects; decimals of Arrow where the
            form is nested) or ``int`` (Int64); see `krmoney.frames.extract`.
        scale: decimal places of the amounts as decimals; see `krmoney.frames.extract`.
        options: other options of the reader; see `krmoney.Options`.

    Raises:
        AmountError: an amount is not whole where `amounts` is ``int``, or an argument is not one of those above.
        TypeError: a cell is not text.
    """
    arrow.chosen("form", form, _FORMS)
    reader = reader_with(options, reader)
    found = arrow.extract(
        _cells(texts), reader=reader, columns=columns, sentence=sentence, amounts=amounts, scale=scale
    )
    return _series(found, texts) if form == "nested" else _long(found, texts.index)


def parse(
    cells: pd.Series[Any],
    errors: Errors = "raise",
    *,
    reader: Reader | None = None,
    amounts: Amounts = "float",
    scale: int = 10,
    **options: Unpack[Options],
) -> pd.DataFrame:
    """Read each cell as one amount of money.

    Args:
        cells: a series of text.
        errors: what to do with a cell that cannot be read: ``raise`` raises its error; ``null`` leaves its row empty;
            ``report`` also gives the reason in the columns ``error_…``.
        reader: the reader to use; default: krmoney's own.
        amounts: how numbers are kept: ``float`` (float64), ``decimal`` (`Decimal` objects) or ``int`` (Int64); see
            `krmoney.frames.extract`.
        scale: decimal places of the amounts as decimals; see `krmoney.frames.parse`.
        options: other options of the reader; see `krmoney.Options`.

    Returns:
        A data frame with the index of the series. Its columns are ``amount`` and ``currency``, the quoted rate in
        ``rate_…``, and ``unfit``, which names columns whose number did not fit.

    Raises:
        KrmoneyError: a cell cannot be read, if `errors` is ``raise``; a note says which.
        TypeError: likewise, where a cell is not text.
    """
    arrow.chosen("errors", errors, _ERRORS)
    given = _cells(cells)
    reader = reader_with(options, reader)
    parsed = arrow.parse(given, reader=reader, amounts=amounts, scale=scale)
    bad = parsed.field("error_type").is_valid()
    if errors == "raise" and (at := bad.index(True).as_py()) >= 0:
        try:
            reader.parse(given[at])
        except (KrmoneyError, TypeError) as error:
            (label,) = cells.index[[at]].tolist()  # 13, not np.int64(13)
            error.add_note(translate("in row {label!r}", label=label))
            raise
    frame = _frame(parsed, cells.index)
    return frame if errors == "report" else frame.loc[:, ~frame.columns.str.startswith("error_")]


@overload
def check(
    texts: pd.Series[Any],
    dates: Days = None,
    form: Literal["long"] = "long",
    *,
    reader: Reader | None = None,
    amounts: Amounts = "float",
    **options: Unpack[CheckOptions],
) -> pd.DataFrame: ...
@overload
def check(
    texts: pd.Series[Any],
    dates: Days = None,
    *,
    form: Literal["nested"],
    reader: Reader | None = None,
    amounts: Amounts = "float",
    **options: Unpack[CheckOptions],
) -> pd.Series[Any]: ...
def check(
    texts: pd.Series[Any],
    dates: Days = None,
    form: Literal["long", "nested"] = "long",
    *,
    reader: Reader | None = None,
    amounts: Amounts = "float",
    **options: Unpack[CheckOptions],
) -> pd.DataFrame | pd.Series[Any]:
    """Check whether the conversions in each text fit the rate of its day; see `krmoney.check`.

    Args:
        texts: a series of text.
        dates: the days of the texts: a series with the same index, a sequence, or one day or year for all.
        form: ``long`` is a data frame with one row for each conversion, its index that of the text; ``nested`` is a
            series of lists of structs, one for each text.
        reader: the reader to use; default: krmoney's own.
        amounts: how rates are kept: as floats, or as ``decimal``.
        options: ``rates``, ``tolerance`` and ``back`` as for `krmoney.check`, and options of the reader; see
            `krmoney.Options`.

    Raises:
        RatesError: there are not as many dates as texts.
        TypeError: a cell is not text.
    """
    arrow.chosen("form", form, _FORMS)
    days = dates.tolist() if isinstance(dates, pd.Series) else dates
    found = arrow.check(_cells(texts), days, reader=reader, amounts=amounts, **options)
    return _series(found, texts) if form == "nested" else _long(found, texts.index)


def convert(  # noqa: PLR0913  # each option is one of its own
    money: pd.DataFrame | pd.Series[Any],
    rates: Rates,
    *,
    to: str = "KRW",
    on: Days = None,
    currency: pd.Series[Any] | str | None = None,
    errors: Missing = "null",
    back: int = 7,
    places: int | None = None,
    amounts: Amounts = "float",
    scale: int = 10,
) -> pd.DataFrame:
    """Convert money into one currency, each amount at the rate of its day; see `krmoney.frames.convert`.

    Args:
        money: a data frame with the columns ``currency`` and ``amount`` or ``value``, as `parse` and `extract` return
            it; a series of amounts, with `currency`; or one of `krmoney.Money`.
        rates: a source of reference rates; see `krmoney.rates`.
        to: the currency to convert to.
        on: the days: a series, which is aligned by its index, so that all figures of a text get its day; a sequence; or
            one day for all.
        currency: the currencies of a series of amounts, or one code for all.
        errors: what to do with an amount that has no rate: ``null`` gives the reason in its row,
            ``raise`` raises an error.
        back: how many days older than the day the rate may be.
        places: how many digits after the point to round to.
        amounts: how amounts are kept; see `extract`.
        scale: decimal places of the amounts as decimals.

    Returns:
        A data frame with the index of `money` and the columns ``amount``, ``currency``, ``rate``, ``on``, ``source``,
        ``reason`` and ``unfit``.

    Raises:
        RatesError: an amount cannot be converted and `errors` is ``raise``; a row has no day or several in `on`; or
            there are no days, and the rates change from day to day.
        AmountError: it is not money, or `amounts` is ``int`` and a result is not a whole number.

    >>> from krmoney import rates
    >>> paid = parse(pd.Series(["200달러", "3만원", "9동"], index=["a", "b", "c"]))
    >>> convert(paid, rates.fixed({"USD": 1380}))[["amount", "currency", "reason"]]
         amount currency    reason
    a  276000.0      KRW      <NA>
    b   30000.0      KRW      <NA>
    c       NaN     <NA>  currency
    """
    days = _aligned(on, money.index) if isinstance(on, pd.Series) else on
    laid: dict[str, Any] = {"places": places, "amounts": amounts, "scale": scale}
    cells, codes = _money(money, currency)
    made = arrow_money.convert(cells, rates, to=to, on=days, currency=codes, errors=errors, back=back, **laid)
    return _frame(made, money.index)


def format(  # noqa: A001  # as krmoney.format
    money: pd.DataFrame | pd.Series[Any],
    style: str | Style = "press",
    *,
    currency: pd.Series[Any] | str | None = None,
    **options: Unpack[FormatOptions],
) -> pd.Series[Any]:
    """Write money in Korean or English; see `krmoney.format`.

    Args:
        money: as for `convert`.
        style: a name from `krmoney.style_names`, or a `krmoney.Style` of your own.
        currency: as for `convert`.
        options: those of `krmoney.format`.

    Raises:
        AmountError: it is not money, or the style cannot write an amount exactly.

    >>> format(pd.Series([450_000_000, 1_200_000]), "en", currency="USD").tolist()
    ['$450 million', '$1.2 million']
    """
    cells, codes = _money(money, currency)
    written = arrow_money.format(cells, style, currency=codes, **options)
    return pd.Series(written.to_pylist(), money.index, pd.StringDtype(), getattr(money, "name", None))


def from_mentions(
    found: Sequence[Mention],
    *,
    columns: Columns = "core",
    sentence: bool = False,
    amounts: Amounts = "float",
    scale: int = 10,
) -> pd.DataFrame:
    """Return the figures of one text as `extract` returns those of many; the arguments are the same."""
    made = arrow.from_mentions([found], columns=columns, sentence=sentence, amounts=amounts, scale=scale)
    return _frame(made.flatten(), pd.RangeIndex(len(made.flatten())))


@pd.api.extensions.register_series_accessor("krmoney")
class Accessor:
    """The accessor ``series.krmoney``: the functions of this module, with the series as their first argument."""

    def __init__(self, series: pd.Series[Any]) -> None:
        """Store the series."""
        self.accessed = series

    extract = method_of(extract)
    parse = method_of(parse)
    check = method_of(check)
    convert = method_of(convert)
    format = method_of(format)


@pd.api.extensions.register_dataframe_accessor("krmoney")
class FrameAccessor:
    """The accessor ``frame.krmoney``: the functions of this module that take a data frame of money."""

    def __init__(self, frame: pd.DataFrame) -> None:
        """Store the data frame."""
        self.accessed = frame

    convert = method_of(convert)
    format = method_of(format)


# --- columns of pandas

_REQUIRED: Final = {
    of.name: "bool" if of.column.holds == "flag" else "int64"
    for of in (*FLAT_MENTION, *FLAT_CELL, *FLAT_FINDING)
    if not of.optional and of.column.holds in {"flag", "offset"}
}


def _cells(series: pd.Series[Any]) -> list[Any]:
    """Return the cells as objects, missing ones as None."""
    return [None if missing else cell for cell, missing in zip(series, series.isna(), strict=True)]


def _money(money: pd.DataFrame | pd.Series[Any], currency: pd.Series[Any] | str | None) -> tuple[Any, Any]:
    """Return the amounts and currencies of a data frame or a series, missing ones as None."""
    if isinstance(money, pd.DataFrame):
        amount = next((name for name in ("amount", "value") if name in money), None)
        if amount is None or "currency" not in money:
            message = translate(
                "a column of money needs the field currency, and amount or value; it has {names}", names=[*money]
            )
            raise AmountError(message)
        return _cells(money[amount]), _cells(money["currency"])
    return _cells(money), _cells(currency) if isinstance(currency, pd.Series) else currency


def _aligned(days: pd.Series[Any], index: pd.Index[Any]) -> list[Any]:
    """Return the day of each row, by its index."""
    if not days.index.equals(index):
        if not days.index.is_unique:
            message = translate("the index of the days is not unique: give one day for each row, in order")
            raise RatesError(message)
        days = days.reindex(index)
    return _cells(days)


def _series(found: pa.Array, like: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column with its Arrow type."""
    of = pd.ArrowDtype(found.type)
    return pd.Series(pd.arrays.ArrowExtensionArray(found), like.index, of, like.name)


def _long(found: pa.ListArray[Any], index: pd.Index[Any]) -> pd.DataFrame:
    """Return a row for each value in the lists."""
    return _frame(found.flatten(), index.take(found.value_parent_indices().to_numpy()))


def _frame(structs: pa.StructArray, index: pd.Index[Any]) -> pd.DataFrame:
    """Return a data frame with pandas' own types."""
    table = pa.Table.from_struct_array(structs)
    frame: pd.DataFrame = table.to_pandas(types_mapper=_dtype, date_as_object=False)
    frame = frame.astype({name: of for name, of in _REQUIRED.items() if name in frame})
    for field in table.schema:
        if pa.types.is_decimal(field.type):
            frame[field.name] = frame[field.name].map(_short, na_action="ignore").astype(object)
        elif pa.types.is_list(field.type):  # with Arrow types, Parquet could be written but not read
            frame[field.name] = pd.Series(table[field.name].to_pylist(), frame.index, object)
    frame.index = index
    return frame


def _dtype(of: pa.DataType) -> Any:  # noqa: ANN401  # a dtype, or None for what pyarrow chooses
    """Return the dtype of a column that can have missing cells."""
    if pa.types.is_integer(of):
        return pd.Int64Dtype()
    if pa.types.is_boolean(of):
        return pd.BooleanDtype()
    return pd.StringDtype() if pa.types.is_string(of) else None


def _short(number: Decimal) -> Decimal:
    """Leave out trailing zeros after the decimal point."""
    return type(number)(plain(number))
