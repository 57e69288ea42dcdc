"""Columns of texts → columns of figures: the one Arrow function that every engine uses.

A figure is a struct of plain columns, the same in every engine and in ``krmoney extract --format csv``. `amounts` says
how its numbers are kept. A number that does not fit its column is never cut: its field is null, and the field ``unfit``
names it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation
from functools import wraps
from itertools import accumulate
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, Unpack, get_args

from krmoney._extras import library
from krmoney._hooks import Amounts, Columns
from krmoney._present.columns import FLAT_CELL, FLAT_FINDING, FLAT_MENTIONS, Cell, CellError, row
from krmoney.checking import check as check_text
from krmoney.checking import check_options
from krmoney.errors import AmountError, KrmoneyError, NoValueError, RatesError
from krmoney.language import translate
from krmoney.rates import day
from krmoney.reading.reader import reader_with
from krmoney.values import Mentions, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pyarrow as pa

    from krmoney._present.columns import Column, Flat
    from krmoney.checking import CheckOptions, Findings
    from krmoney.reading.reader import Options, Reader
    from krmoney.values import Mention
else:
    pa = library("pyarrow", "arrow")

__all__ = [
    "Amounts",
    "Columns",
    "check",
    "extract",
    "findings_type",
    "from_mentions",
    "mention_type",
    "mentions_type",
    "money_type",
    "parse",
]

_PRECISION: Final = 38  # digits of a 128-bit Arrow decimal
_SCALE: Final = 10  # of them after the decimal point by default: enough for the cheapest coins and a rate per share
_RATE_SCALE: Final = 20
_INTEGERS: Final = range(-(2**63), 2**63)

_SCALARS: Final = {"offset": pa.int32(), "power": pa.int32(), "flag": pa.bool_(), "day": pa.date32()}


# --- types


def mention_type(
    columns: Columns = "core", *, sentence: bool = False, amounts: Amounts = "decimal", scale: int = _SCALE
) -> pa.StructType:
    """Return the Arrow type of one figure: a struct with the columns of a flat table, and ``unfit``.

    Args:
        columns: ``core`` has those that are needed most often, ``all`` has all of them.
        sentence: whether the last column is the sentence of each figure.
        amounts: how numbers are kept: ``decimal``, ``float`` or ``int``; see `extract`.
        scale: decimal places of ``value``, ``low`` and ``high`` as decimals, 0 to 38.

    Raises:
        AmountError: one of the arguments is not among these.

    >>> mention_type().field("value").type
    Decimal128Type(decimal128(38, 10))
    >>> mention_type().names[:11]
    ['start', 'end', 'text', 'type', 'kind', 'value', 'low', 'high', 'currency', 'unit', 'restates']
    """
    return _mentions(columns, amounts, scale, sentence=sentence).type()


def mentions_type(
    columns: Columns = "core", *, sentence: bool = False, amounts: Amounts = "decimal", scale: int = _SCALE
) -> pa.ListType[Any]:
    """Return the Arrow type of the figures of one text: a list of `mention_type`."""
    return pa.list_(mention_type(columns, sentence=sentence, amounts=amounts, scale=scale))


def findings_type(*, amounts: Amounts = "decimal") -> pa.ListType[Any]:
    """Return the Arrow type of the findings of one text: a list of structs with the fields of `krmoney.Finding`.

    >>> findings_type().value_type.names[:6]
    ['verdict', 'severity', 'base_start', 'base_end', 'base_text', 'base_currency']
    """
    return pa.list_(Layout(FLAT_FINDING, amounts).type())


def money_type(*, amounts: Amounts = "decimal", scale: int = _SCALE) -> pa.StructType:
    """Return the Arrow type of one parsed cell: the amount with its currency and quoted rate, or an error.

    Args:
        amounts: how ``amount`` is kept: ``decimal``, ``float`` or ``int``; see `extract`.
        scale: decimal places of ``amount`` as a decimal, 0 to 38.

    Raises:
        AmountError: one of the arguments is not among these.

    >>> money_type().names[:5], money_type().names[-3:]
    (['amount', 'currency', 'rate_base', 'rate_counter', 'rate_value'], ['error_start', 'error_end', 'unfit'])
    """
    return Layout(FLAT_CELL, amounts, scale).type()


def _mentions(columns: Columns, amounts: Amounts, scale: int, *, sentence: bool) -> Layout:
    """Return the layout of figures."""
    chosen("columns", columns, get_args(Columns))
    return Layout(FLAT_MENTIONS[columns], amounts, scale, sentence)


def chosen(name: str, given: object, known: tuple[str, ...]) -> None:
    """Return the value of an argument, and refuse unknown values.

    Raises:
        AmountError: it is not one of those.
    """
    if given not in known:
        message = translate(
            "{name} must be one of {known}, not {given!r}", name=name, known=", ".join(known), given=given
        )
        raise AmountError(message)


def method_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a method of an accessor from a function, whose first argument is the object that was accessed."""

    @wraps(function)
    def method(accessor: Any, *given: Any, **named: Any) -> Any:  # noqa: ANN401
        return function(accessor.accessed, *given, **named)

    return method


# --- in and out


def extract(  # noqa: PLR0913  # each option is one of its own
    texts: Any,  # noqa: ANN401  # array or chunked array
    *,
    reader: Reader | None = None,
    columns: Columns = "core",
    sentence: bool = False,
    amounts: Amounts = "decimal",
    scale: int = _SCALE,
    **options: Unpack[Options],
) -> Any:  # noqa: ANN401
    """Find every figure in each text of a column.

    Args:
        texts: an Arrow array or chunked array of strings (``string``, ``large_string``, ``string_view``, or a
            dictionary of them, in which each value is read once), or a sequence of `str` and None. Bytes that are not
            UTF-8 count as U+FFFD.
        reader: the reader to use; default: krmoney's own.
        columns: ``core`` has the columns that are needed most often, ``all`` has all of them.
        sentence: whether the last column is the sentence of each figure.
        amounts: how numbers are kept. ``decimal`` is exact, with 38 digits. ``float`` is the nearest float, if it shows
            every digit of the amount, which is the case up to at least 15 digits. ``int`` is exact, with 64 bits.
            Rates, which are quotients, are rounded to twenty places, or are floats. An amount that does not fit a
            decimal or a float is null, and ``unfit`` names it.
        scale: decimal places of the amounts as decimals, 0 to 38.
        options: other options of the reader; see `krmoney.Options`.

    Returns:
        A list of `mention_type` for each text, empty if it has no figures and null if the text is null; chunked if
        `texts` is.

    Raises:
        AmountError: `texts` is an array of another type than text, an argument is not one of those above, or `amounts`
            is ``int`` and an amount is not a whole number.
        TypeError: `texts` is a sequence of something other than text.
        UnknownCurrencyError: `prefer` is not a currency code.

    >>> (row,) = extract(pa.array(["세금은 1조2000억원"])).to_pylist()
    >>> row[0]["value"], row[0]["currency"], row[0]["restates"]
    (Decimal('1200000000000.0000000000'), 'KRW', False)
    >>> extract(pa.array(["이자 2.5%"]), amounts="int")
    Traceback (most recent call last):
    krmoney.errors.AmountError: not a whole number of 64 bits: 2.5 (“2.5%”); amounts='decimal' or 'float' keeps it
    """
    find_in = reader_with(options, reader).extract
    layout = _mentions(columns, amounts, scale, sentence=sentence)

    def find(cells: Iterable[Any]) -> pa.Array:
        return _lists([None if each is None else find_in(each) for each in cells], layout)

    return _mapped(texts, find)


def parse(
    texts: Any,  # noqa: ANN401  # array or chunked array
    *,
    reader: Reader | None = None,
    amounts: Amounts = "decimal",
    scale: int = _SCALE,
    **options: Unpack[Options],
) -> Any:  # noqa: ANN401
    """Read each cell of a column as one amount of money.

    Args:
        texts: as for `extract`. In a sequence, a cell that is not text is an error of that cell.
        reader: as for `extract`.
        amounts: as for `extract`.
        scale: as for `extract`.
        options: as for `extract`.

    Returns:
        A `money_type` for each cell, null if the cell is null or says that it has no value (``-``, 해당없음). If it
        cannot be read, ``error_type`` and ``error_message`` say why, and the other fields are null.

    Raises:
        AmountError: as for `extract`, or `unit` is not a unit of money.
        UnknownCurrencyError: `currency` or `prefer` is not a currency code.

    >>> good, bad = parse(pa.array(["337억 크로나(약 4조 4000억원)", "3만~5만원"])).to_pylist()
    >>> good["amount"], good["currency"], round(good["rate_value"], 2)
    (Decimal('33700000000.0000000000'), 'SEK', Decimal('130.56'))
    >>> bad["error_type"], bad["error_hint"]
    ('NotOneAmountError', 'krmoney.read(text) returns it')
    """
    read = reader_with(options, reader).parse
    layout = Layout(FLAT_CELL, amounts, scale)

    def cell(text: Any) -> Cell | None:  # noqa: ANN401  # a cell may hold anything
        if text is None:
            return None
        try:
            return Cell(read(text), None)
        except NoValueError:
            return None
        except (KrmoneyError, TypeError) as error:
            return Cell(None, CellError.of(error))

    return _mapped(texts, lambda cells: layout.structs([*map(cell, cells)]))


def check(
    texts: Any,  # noqa: ANN401  # array or chunked array
    dates: Any = None,  # noqa: ANN401  # likewise, or one day
    *,
    reader: Reader | None = None,
    amounts: Amounts = "decimal",
    **options: Unpack[CheckOptions],
) -> Any:  # noqa: ANN401
    """Check whether the conversions in each text of a column fit the rate of its day; see `krmoney.check`.

    Args:
        texts: as for `extract`.
        dates: the days of the texts: an array of dates, timestamps or text, a sequence, or one day or year for all.
            For a text without a day, only conversions outside the rates of the last ten years are reported. If a cell
            is not a day, conversions are compared only with what the text itself says.
        reader: as for `extract`.
        amounts: how rates are kept: as decimals with twenty places, or as floats.
        options: ``rates``, ``tolerance`` and ``back`` as for `krmoney.check`, and options of the reader; see
            `krmoney.Options`.

    Returns:
        A list of structs for each text (`findings_type`): ``verdict``, ``off``, ``reference_value``, ``on`` and the
        other fields of a `krmoney.Finding`. Null if the text is null; chunked if `texts` is.

    Raises:
        AmountError: `texts` is not a column of text, or `tolerance` is not an exact number.
        RatesError: there are not as many dates as texts.

    >>> import datetime
    >>> from krmoney import rates
    >>> texts = pa.array(["4억 달러(약 55조원)", "노조와 합의"])
    >>> found, none = check(texts, [datetime.date(2024, 6, 4), None], rates=rates.ecb()).to_pylist()
    >>> [(each["verdict"], round(each["reference_value"], 2), str(each["on"])) for each in found], none
    ([('factor', Decimal('1376.63'), '2024-06-04')], [])
    """
    if isinstance(texts, pa.ChunkedArray):
        whole = pa.concat_arrays(texts.chunks) if texts.num_chunks else pa.array([], texts.type)
        return pa.chunked_array([check(whole, dates, reader=reader, amounts=amounts, **options)])
    if isinstance(texts, pa.DictionaryArray):
        texts = texts.cast(texts.type.value_type)
    cells = _cells(texts) if isinstance(texts, pa.Array) else list(texts)
    days = days_of(dates, len(cells))
    for_reader, how = check_options(options)
    find_in = reader_with(for_reader, reader).extract
    check_text("", **how)  # wrong options are an error even without any text

    def findings(text: str, date: Any) -> Findings:  # noqa: ANN401  # a cell may hold anything
        if date is _NOT_A_DAY:
            return check_text(find_in(text), **how | {"rates": None})
        return check_text(find_in(text), date=date, **how)

    found = [None if text is None else findings(text, date) for text, date in zip(cells, days, strict=True)]
    return _lists(found, Layout(FLAT_FINDING, amounts))


_NOT_A_DAY: Final = object()


def days_of(dates: Any, many: int) -> list[Any]:  # noqa: ANN401
    """Return the days of a number of texts."""
    if dates is None or isinstance(dates, (str, int, dt.date)):
        return [dates] * many
    if isinstance(dates, (pa.Array, pa.ChunkedArray)):
        dates = dates.to_pylist()
    days = [*map(_day_in, dates)]
    if len(days) != many:
        message = translate("there are {length:,} dates for {many:,} texts", length=len(days), many=many)
        raise RatesError(message)
    return days


def _day_in(cell: Any) -> Any:  # noqa: ANN401
    if cell is None or cell != cell:  # noqa: PLR0124  # NaT
        return None
    try:
        return day(cell)
    except RatesError:
        return _NOT_A_DAY


def from_mentions(
    found: Iterable[Sequence[Mention] | None],
    *,
    columns: Columns = "core",
    sentence: bool = False,
    amounts: Amounts = "decimal",
    scale: int = _SCALE,
) -> pa.ListArray[Any]:
    """Return a column of the results of `krmoney.extract`, a text in each row; the arguments are those of `extract`.

    Without sentences, plain sequences of mentions are enough.

    >>> from krmoney import extract
    >>> from_mentions([extract("1억원과 2%"), None]).value_lengths().to_pylist()
    [2, None]
    """
    return _lists(list(found), _mentions(columns, amounts, scale, sentence=sentence))


def _lists(found: Sequence[Sequence[Any] | None], layout: Layout) -> pa.ListArray[Any]:
    """Put values into lists, one for each text."""
    texts = [each for each in found if isinstance(each, Mentions)] if layout.sentence else []
    sentences = [sentence for each in texts for sentence in each.sentences()]
    structs = layout.structs([value for each in found for value in each or ()], sentences)
    offsets = accumulate((len(each or ()) for each in found), initial=0)
    return pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), structs, mask=pa.array([each is None for each in found], pa.bool_())
    )


def _mapped(texts: Any, function: Callable[[Iterable[Any]], pa.Array]) -> Any:  # noqa: ANN401
    """Apply a function to every chunk of a column; for a dictionary, to each of its values once."""
    if isinstance(texts, pa.ChunkedArray):
        empty = function([])  # it says what the type is if there are no chunks
        return pa.chunked_array([_mapped(chunk, function) for chunk in texts.chunks], empty.type)
    if not isinstance(texts, pa.Array):
        return function(texts)
    if isinstance(texts, pa.DictionaryArray):
        return _mapped(texts.dictionary, function).take(texts.indices)
    return function(_cells(texts))


def _cells(texts: pa.Array) -> list[str | None]:
    """Take the texts out of an array."""
    kind = texts.type
    if not (pa.types.is_null(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind) or _is_view(kind)):
        message = translate("expected a column of text, got {kind}", kind=kind)
        raise AmountError(message)
    try:
        cells: list[str | None] = texts.to_pylist()
    except UnicodeDecodeError:  # engines pass on bytes that they did not check
        binary = texts.cast(pa.large_string()).cast(pa.large_binary())
        cells = [None if each is None else each.decode("utf-8", "replace") for each in binary.to_pylist()]
    return cells


def _is_view(kind: pa.DataType) -> bool:
    return hasattr(pa.types, "is_string_view") and pa.types.is_string_view(kind)  # newer than our oldest pyarrow


# --- columns of values


@dataclass(frozen=True)
class Layout:
    """Turns values into structs.

    Attributes:
        plan: the columns.
        amounts: how numbers are kept.
        scale: decimal places of amounts.
        sentence: whether figures have their sentence.
    """

    plan: tuple[Flat, ...]
    amounts: Amounts
    scale: int = _SCALE
    sentence: bool = False

    def __post_init__(self) -> None:
        """Refuse wrong arguments."""
        chosen("amounts", self.amounts, get_args(Amounts))
        if type(self.scale) is not int or not 0 <= self.scale <= _PRECISION:
            message = translate(
                "the scale of a decimal must be a whole number from 0 to {most}, not {scale!r}",
                most=_PRECISION,
                scale=self.scale,
            )
            raise AmountError(message)

    def type(self) -> pa.StructType:
        """Return the type of the structs."""
        added = ["unfit", *(["sentence"] if self.sentence else [])]
        return pa.struct({each.name: self._type(each.column) for each in self.plan} | dict.fromkeys(added, pa.string()))

    def _type(self, of: Column) -> pa.DataType:
        if of.parts:
            one = pa.struct({part.name: self._type(part) for part in of.parts})
        elif of.holds == "amount":
            one = self._number(self.scale, pa.int64())
        elif of.holds == "rate":
            one = self._number(_RATE_SCALE, pa.float64())
        else:
            one = _SCALARS.get(str(of.holds)) or pa.string()
        return pa.list_(one) if of.many else one

    def _number(self, scale: int, whole: pa.DataType) -> pa.DataType:
        decimal = pa.decimal128(_PRECISION, scale)
        return {"decimal": decimal, "float": pa.float64(), "int": whole}[self.amounts]

    def structs(self, values: Sequence[Any], sentences: Sequence[str] = ()) -> pa.StructArray:
        """Return a struct for each value, with its sentence if the layout has one; null if there is no value."""
        unfit: dict[int, list[str]] = {}
        arrays = [self._array(each, values, unfit) for each in self.plan]
        arrays.append(
            pa.array([" ".join(unfit[at]) if at in unfit else None for at in range(len(values))], pa.string())
        )
        if self.sentence:
            arrays.append(pa.array(sentences, pa.string()))
        null = [each is None for each in values]
        mask = pa.array(null, pa.bool_()) if any(null) else None
        return pa.StructArray.from_arrays(arrays, fields=list(self.type()), mask=mask)

    def _array(self, of: Flat, values: Sequence[Any], unfit: dict[int, list[str]]) -> pa.Array:
        """Make a column, and record which of its numbers do not fit."""
        kind = self._type(of.column)
        cells = [*map(of.of, values)]
        if of.column.many:
            write = str if isinstance(of.column.holds, str) else row
            return pa.array([[*map(write, each or ())] for each in cells], kind)
        if of.column.holds == "code":
            return pa.array([None if each is None else str(each) for each in cells], kind)
        if of.column.holds not in {"amount", "rate"}:
            return pa.array(cells, kind)
        exact = of.column.holds == "amount"
        if exact and self.amounts == "decimal":
            try:
                return pa.array(cells, kind)
            except pa.ArrowInvalid:
                pass  # one of them does not fit
        if pa.types.is_integer(kind):
            return pa.array([_whole(each, value) for each, value in zip(cells, values, strict=True)], kind)
        fit = _float(exact=exact) if pa.types.is_floating(kind) else _decimal(kind.scale, exact=exact)
        fitted = [None if each is None else fit(each) for each in cells]
        for at, (number, kept) in enumerate(zip(cells, fitted, strict=True)):
            if number is not None and kept is None:
                unfit.setdefault(at, []).append(of.name)
        return pa.array(fitted, kind)


def _decimal(scale: int, *, exact: bool) -> Callable[[Decimal], Decimal | None]:
    """Return a function that rescales a number, or returns None if it does not fit or rounds to zero."""
    step = Decimal(1).scaleb(-scale)
    traps = [InvalidOperation, Inexact] if exact else [InvalidOperation]
    context = Context(prec=_PRECISION, rounding=ROUND_HALF_EVEN, traps=traps)

    def fit(number: Decimal) -> Decimal | None:
        try:
            fitted = number.quantize(step, context=context)
        except (Inexact, InvalidOperation):
            return None
        return None if number and not fitted else fitted

    return fit


def _float(*, exact: bool) -> Callable[[Decimal], float | None]:
    """Return a function for the nearest float; None if an amount loses digits or a rate becomes 0 or infinite."""

    def fit(number: Decimal) -> float | None:
        fitted = float(number)
        if not exact:
            return None if (number and not fitted) or not isfinite(fitted) else fitted
        return fitted if fitted == number or Decimal(repr(fitted)) == number else None

    return fit


def _whole(number: Decimal | None, value: Any) -> int | None:  # noqa: ANN401  # a mention or a parsed cell
    """Return an amount as an integer.

    Raises:
        AmountError: it is not whole, or needs more than 64 bits; the message names the amount.
    """
    if number is None:
        return None
    if number == number.to_integral_value() and int(number) in _INTEGERS:
        return int(number)
    text = getattr(value, "text", None)
    named = f"{plain(number)} (“{text}”)" if text else plain(number)
    message = translate("not a whole number of 64 bits: {number}; amounts='decimal' or 'float' keeps it", number=named)
    raise AmountError(message)
