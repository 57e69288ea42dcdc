"""Columns of texts → columns of figures: the one Arrow function that every engine uses.

The fields are those of the row format (``krmoney extract --format jsonl``), with numbers as decimals. An Arrow
decimal holds 38 digits, `scale` of them after the decimal point. A number that needs more is never cut: its field is
null, and the field ``unfit`` names it.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, Unpack

from krmoney._extras import library
from krmoney._present.columns import CELL, FINDING, FLAT_CELL, FLAT_FINDING, FLAT_MENTION, MENTION, Cell, CellError, row
from krmoney.checking import check as check_text
from krmoney.checking import check_options
from krmoney.errors import AmountError, KrmoneyError, NoValueError, RatesError
from krmoney.language import translate
from krmoney.rates import day
from krmoney.reading.reader import reader_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pyarrow as pa
    import pyarrow.compute as pc

    from krmoney._present.columns import Column
    from krmoney.checking import CheckOptions, Finding, Findings
    from krmoney.reading.reader import Options, Reader
    from krmoney.values import Mention, Mentions
else:
    pa = library("pyarrow", "arrow")
    pc = library("pyarrow.compute", "arrow")

__all__ = [
    "check",
    "extract",
    "findings_type",
    "flatten",
    "from_mentions",
    "mention_type",
    "mentions_type",
    "money_type",
    "parse",
]

_PRECISION: Final = 38  # digits of an Arrow decimal of 128 bits
_SCALE: Final = 10  # of them after the decimal point by default: enough for the cheapest coins and a rate per share
_RATE_SCALE: Final = 20


_SCALARS: Final = {"offset": pa.int32(), "power": pa.int32(), "flag": pa.bool_(), "day": pa.date32()}


# --- types


def mention_type(scale: int = _SCALE) -> pa.StructType:
    """Return the Arrow type of one figure: a struct with the fields of the row format, and ``unfit``.

    Args:
        scale: decimal places of ``low``, ``high`` and ``value``, 0 to 38.

    Raises:
        AmountError: `scale` is not a number in that range.

    >>> mention_type().field("low").type
    Decimal128Type(decimal128(38, 10))
    """
    return _struct_type(MENTION, scale)


def mentions_type(scale: int = _SCALE) -> pa.ListType[Any]:
    """Return the Arrow type of the figures of one text: a list of `mention_type`."""
    return pa.list_(mention_type(scale))


def findings_type() -> pa.ListType[Any]:
    """Return the Arrow type of the findings of one text: a list of structs with the fields of `krmoney.Finding`.

    >>> [field.name for field in findings_type().value_type][:9]
    ['verdict', 'severity', 'base', 'counter', 'rate', 'reference', 'off', 'on', 'source']
    """
    return pa.list_(_struct_type(FINDING, _SCALE))


def money_type(scale: int = _SCALE) -> pa.StructType:
    """Return the Arrow type of one parsed cell: the amount with its currency and quoted rate, or an error.

    Args:
        scale: decimal places of ``amount``, 0 to 38.

    Raises:
        AmountError: `scale` is not a number in that range.

    >>> [field.name for field in money_type()]
    ['amount', 'currency', 'rate', 'error', 'unfit']
    """
    return _struct_type(CELL, scale)


def _struct_type(columns: Iterable[Column], scale: int) -> pa.StructType:
    """Return the type of a struct with these columns, and with the field for what does not fit."""
    return pa.struct({each.name: _type(each, scale) for each in columns} | {"unfit": pa.list_(pa.string())})


def _type(of: Column, scale: int) -> pa.DataType:
    """Return the type of a column."""
    if of.parts:
        one = pa.struct({part.name: _type(part, scale) for part in of.parts})
    elif of.holds in {"amount", "rate"}:
        one = _number(scale if of.holds == "amount" else _RATE_SCALE)
    else:
        one = _SCALARS.get(str(of.holds)) or pa.string()
    return pa.list_(one) if of.many else one


def _number(scale: int) -> pa.Decimal128Type[Any, Any]:
    if type(scale) is not int or not 0 <= scale <= _PRECISION:
        message = translate(
            "the scale of a decimal is a whole number from 0 to {most}, not {scale!r}",
            most=_PRECISION,
            scale=scale,
        )
        raise AmountError(message)
    return pa.decimal128(_PRECISION, scale)


# --- in and out


def extract(
    texts: Any,  # noqa: ANN401  # array or chunked array
    *,
    reader: Reader | None = None,
    scale: int = _SCALE,
    **options: Unpack[Options],
) -> Any:  # noqa: ANN401
    """Find every figure in each text of a column.

    Args:
        texts: an Arrow array or chunked array of strings (``string``, ``large_string``, ``string_view``, or a
            dictionary of them, which is read once a value), or a sequence of `str` and None. Bytes in it that are
            not UTF-8 count as U+FFFD.
        reader: the reader to use; krmoney's own if it is left out.
        scale: decimal places of the amounts, 0 to 38. What needs more is null and named in ``unfit``.
        options: what to change about the reader; see `krmoney.Options`.

    Returns:
        A list of `mention_type` for each text, empty where it has no figure and null where the text is null;
        chunked if `texts` is.

    Raises:
        AmountError: `texts` is an array that does not hold text, or `scale` is not a number of places.
        TypeError: `texts` is a sequence that does not hold text.
        UnknownCurrencyError: `prefer` is not a currency code.

    >>> (row,) = extract(pa.array(["세금은 1조2000억원"])).to_pylist()
    >>> row[0]["low"], row[0]["currency"], row[0]["unfit"]
    (Decimal('1200000000000.0000000000'), 'KRW', [])
    """
    find_in = reader_with(options, reader).extract

    def find(cells: Iterable[Any]) -> pa.Array:
        return from_mentions([None if each is None else find_in(each) for each in cells], scale)

    return _mapped(texts, find)


def parse(
    texts: Any,  # noqa: ANN401  # array or chunked array
    *,
    reader: Reader | None = None,
    scale: int = _SCALE,
    **options: Unpack[Options],
) -> Any:  # noqa: ANN401
    """Read each cell of a column as one amount of money.

    Args:
        texts: as for `extract`. In a sequence, a cell that is not text is an error of that cell.
        reader: as for `extract`.
        scale: as for `extract`.
        options: as for `extract`.

    Returns:
        A `money_type` for each cell, null where the cell is null or states that it has no value (``-``, 해당없음).
        Where it cannot be read, ``error`` says why, and the rest is null.

    Raises:
        AmountError: the array does not hold text, `scale` is not a number of places, or `unit` not a unit of money.
        UnknownCurrencyError: `currency` or `prefer` is not a currency code.

    >>> good, bad = parse(pa.array(["337억 크로나(약 4조 4000억원)", "3만~5만원"])).to_pylist()
    >>> good["amount"], good["currency"], round(good["rate"]["value"], 2)
    (Decimal('33700000000.0000000000'), 'SEK', Decimal('130.56'))
    >>> bad["error"]["type"], bad["error"]["hint"]
    ('NotOneAmountError', 'krmoney.read(text) returns it')
    """
    read = reader_with(options, reader).parse

    def cell(text: Any) -> Cell | None:  # noqa: ANN401  # a cell may hold anything
        if text is None:
            return None
        try:
            return Cell(read(text), None)
        except NoValueError:
            return None
        except (KrmoneyError, TypeError) as error:
            return Cell(None, CellError.of(error))

    return _mapped(texts, lambda cells: _Structs(scale).cells([*map(cell, cells)]))


def check(
    texts: Any,  # noqa: ANN401  # array or chunked array
    dates: Any = None,  # noqa: ANN401  # likewise, or one day
    *,
    reader: Reader | None = None,
    **options: Unpack[CheckOptions],
) -> Any:  # noqa: ANN401
    """Tell for each conversion in each text of a column whether it fits the rate of its day; see `krmoney.check`.

    Args:
        texts: as for `extract`.
        dates: the days of the texts: an array of dates, timestamps or text, a sequence, or one day or year for all.
            Of a text without a day, only what lies outside the rates of the last ten years is told; of one whose cell
            is not a day, only what the text says itself.
        reader: as for `extract`.
        options: ``rates``, ``tolerance`` and ``back`` as for `krmoney.check`, and what to change about the reader; see
            `krmoney.Options`.

    Returns:
        A list of structs for each text (`findings_type`): ``verdict``, ``off``, ``reference``, ``on`` and the other
        attributes of `krmoney.Finding`. Null where the text is null; chunked if `texts` is.

    Raises:
        AmountError: `texts` does not hold text, or `tolerance` is not an exact number.
        RatesError: there are not as many dates as texts.

    >>> import datetime
    >>> from krmoney import rates
    >>> texts = pa.array(["4억 달러(약 55조원)", "노조와 합의"])
    >>> found, none = check(texts, [datetime.date(2024, 6, 4), None], rates=rates.ecb()).to_pylist()
    >>> [(each["verdict"], round(each["reference"]["value"], 2), str(each["on"])) for each in found], none
    ([('factor', Decimal('1376.63'), '2024-06-04')], [])
    """
    if isinstance(texts, pa.ChunkedArray):
        whole = pa.concat_arrays(texts.chunks) if texts.num_chunks else pa.array([], texts.type)
        return pa.chunked_array([check(whole, dates, reader=reader, **options)], findings_type())
    if isinstance(texts, pa.DictionaryArray):
        texts = texts.cast(texts.type.value_type)
    cells = _cells(texts) if isinstance(texts, pa.Array) else list(texts)
    days = _days(dates, len(cells))
    for_reader, how = check_options(options)
    find_in = reader_with(for_reader, reader).extract
    check_text("", **how)  # what is wrong with the options is told even of no text

    def findings(text: str, date: Any) -> Findings:  # noqa: ANN401  # a cell may hold anything
        if date is _NOT_A_DAY:
            return check_text(find_in(text), **how | {"rates": None})
        return check_text(find_in(text), date=date, **how)

    found = [None if text is None else findings(text, date) for text, date in zip(cells, days, strict=True)]
    structs = _Structs(_SCALE).findings([finding for each in found for finding in each or ()])
    return _lists(found, structs)


_NOT_A_DAY: Final = object()


def _days(dates: Any, many: int) -> list[Any]:  # noqa: ANN401
    """Return the day of each of so many texts."""
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


def from_mentions(found: Iterable[Mentions | None], scale: int = _SCALE) -> pa.ListArray[Any]:
    """Return a column of the results of `krmoney.extract`, one text a row.

    >>> from krmoney import extract
    >>> from_mentions([extract("1억원과 2%"), None]).value_lengths().to_pylist()
    [2, None]
    """
    found = list(found)
    return _lists(found, _Structs(scale).mentions([mention for each in found for mention in each or ()]))


def _lists(found: Sequence[Sequence[Any] | None], structs: pa.StructArray) -> pa.ListArray[Any]:
    """Lay structs out in lists, as many in each as were found."""
    offsets = accumulate((len(each or ()) for each in found), initial=0)
    return pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), structs, mask=pa.array([each is None for each in found], pa.bool_())
    )


def _mapped(texts: Any, function: Callable[[Iterable[Any]], pa.Array]) -> Any:  # noqa: ANN401
    """Apply a function of cells to every chunk of a column; to a dictionary, once to each of its values."""
    if isinstance(texts, pa.ChunkedArray):
        empty = function([])  # it says what the type is where there is no chunk
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
    except UnicodeDecodeError:  # engines hand on bytes that they never looked at
        binary = texts.cast(pa.large_string()).cast(pa.large_binary())
        cells = [None if each is None else each.decode("utf-8", "replace") for each in binary.to_pylist()]
    return cells


def _is_view(kind: pa.DataType) -> bool:
    return hasattr(pa.types, "is_string_view") and pa.types.is_string_view(kind)  # younger than our oldest pyarrow


# --- columns of values


class _Structs:
    """Turns values into structs, a column for each field, and notes which numbers did not fit.

    Attributes:
        unfit: for each row the fields that are null for that reason.
    """

    def __init__(self, scale: int) -> None:
        self.scale = scale
        self.unfit: list[list[str]] = []

    def mentions(self, found: Sequence[Mention]) -> pa.StructArray:
        """Return a column of figures."""
        cells = {
            of: [getattr(each, of.name) if of.many or each.type in of.types else None for each in found]
            for of in MENTION
        }
        return self._top(cells, [False] * len(found))

    def findings(self, found: Sequence[Finding]) -> pa.StructArray:
        """Lay out findings."""
        return self._top({of: _each(found, of.name) for of in FINDING}, [False] * len(found))

    def cells(self, read: Sequence[Cell | None]) -> pa.StructArray:
        """Return a column of amounts and errors."""
        return self._top({of: _each(read, of.name) for of in CELL}, [each is None for each in read])

    def _top(self, cells: dict[Column, list[Any]], null: list[bool]) -> pa.StructArray:
        self.unfit = [[] for _ in null]
        arrays = [self._array(of, values, of.name) for of, values in cells.items()]
        arrays.append(pa.array(self.unfit, pa.list_(pa.string())))
        return _struct(_struct_type(cells, self.scale), arrays, null)

    def _array(self, of: Column, values: list[Any], path: str) -> pa.Array:
        """Make a column; `path` names it where its numbers do not fit."""
        kind = _type(of, self.scale)
        if of.many:
            write = str if isinstance(of.holds, str) else row
            return pa.array([[*map(write, each)] for each in values], kind)
        if of.parts:
            arrays = [self._array(part, _each(values, part.name), f"{path}.{part.name}") for part in of.parts]
            return _struct(kind, arrays, [each is None for each in values])
        if of.holds == "amount":
            try:
                return pa.array(values, kind)
            except pa.ArrowInvalid:
                return pa.array(self._fitted(path, values, _context(exact=True), kind.scale), kind)
        if of.holds == "rate":  # a quotient, rounded to the places that the column has
            return pa.array(self._fitted(path, values, _context(exact=False), kind.scale), kind)
        if of.holds == "code":
            values = [None if each is None else str(each) for each in values]
        return pa.array(values, kind)

    def _fitted(
        self, name: str, numbers: Sequence[Decimal | None], context: Context, scale: int
    ) -> Iterator[Decimal | None]:
        step = Decimal(1).scaleb(-scale)
        for at, number in enumerate(numbers):
            if number is None:
                yield None
                continue
            try:
                fitted = number.quantize(step, context=context)
            except (Inexact, InvalidOperation):
                fitted = None
            if fitted is None or (number and not fitted):  # a rate that rounds to zero is left out
                self.unfit[at].append(name)
                yield None
            else:
                yield fitted


def _each(values: Sequence[Any], name: str) -> list[Any]:
    """Return a field of each value; None where there is no value."""
    return [None if each is None else getattr(each, name) for each in values]


def _struct(of: pa.StructType, arrays: list[pa.Array], null: list[bool]) -> pa.StructArray:
    """Make a struct of the columns of its fields."""
    mask = pa.array(null, pa.bool_()) if any(null) else None
    return pa.StructArray.from_arrays(arrays, fields=list(of), mask=mask)


def _context(*, exact: bool) -> Context:
    traps = [InvalidOperation, Inexact] if exact else [InvalidOperation]
    return Context(prec=_PRECISION, rounding=ROUND_HALF_EVEN, traps=traps)


# --- flat tables


def flatten(structs: pa.StructArray) -> pa.Table:
    """Flatten a column of figures, parsed cells or findings: a table with the columns of ``--format csv``.

    Args:
        structs: an array of `mention_type` or `money_type`, or of the findings of `check`.

    >>> found = extract(pa.array(["337억 크로나(약 4조 4000억원)", "2.5%"]))
    >>> flatten(found.flatten()).select(["text", "quote_text", "rate_base"]).to_pylist()[0]
    {'text': '337억 크로나', 'quote_text': '4조 4000억원', 'rate_base': 'SEK'}
    """
    names = {field.name for field in structs.type}
    plan = FLAT_CELL if "error" in names else FLAT_FINDING if "verdict" in names else FLAT_MENTION
    columns = {each.name: [pc.struct_field(structs, [*path]) for path in each.paths] for each in plan}
    columns["unfit"] = [pc.struct_field(structs, ["unfit"])]
    return pa.table({name: pc.coalesce(*found) if len(found) > 1 else found[0] for name, found in columns.items()})
