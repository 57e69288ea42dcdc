"""Columns of texts → columns of figures: the one Arrow function that every engine uses.

The fields are those of the row format (``krmoney extract --format jsonl``), with numbers as decimals. An Arrow
decimal holds 38 digits, `scale` of them behind the point. A number that needs more is never cut: its field is
null, and the field ``unfit`` names it.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar, Unpack

from krmoney._extras import library
from krmoney._present import CELL, FIGURE
from krmoney.errors import AmountError, KrmoneyError, ParseError
from krmoney.reading.reader import reader_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pyarrow as pa
    import pyarrow.compute as pc

    from krmoney.reading.reader import Options, Reader
    from krmoney.values import Mention, Mentions, Money, Quote, Rate
else:
    pa = library("pyarrow", "arrow")
    pc = library("pyarrow.compute", "arrow")

__all__ = [
    "extract",
    "flatten",
    "from_mentions",
    "mention_type",
    "mentions_type",
    "money_type",
    "parse",
]

_PRECISION: Final = 38  # digits of an Arrow decimal of 128 bits
_SCALE: Final = 10  # of them behind the point, if nobody says otherwise: the cheapest coins and a rate per share
_RATE_SCALE: Final = 20

_V = TypeVar("_V")


# --- types


def mention_type(scale: int = _SCALE) -> pa.StructType:
    """Return the Arrow type of one figure: a struct with the fields of the row format, and ``unfit``.

    Args:
        scale: decimal places of ``low``, ``high`` and ``value``, 0 to 38.

    Raises:
        AmountError: `scale` is no such number.

    >>> mention_type().field("low").type
    Decimal128Type(decimal128(38, 10))
    """
    number, text, offset, flag = _number(scale), pa.string(), pa.int32(), pa.bool_()
    rate = _rate_type()
    quote = pa.struct({"start": offset, "end": offset, "text": text, "currency": text, "plausible": flag, "rate": rate})
    evidence = pa.struct({"question": text, "reason": text, "text": text, "start": offset, "end": offset})
    return pa.struct(
        {
            "start": offset,
            "end": offset,
            "text": text,
            "type": text,
            "kind": text,
            "low": number,
            "high": number,
            "low_inclusive": flag,
            "high_inclusive": flag,
            "approx": flag,
            "value": number,
            "unit": text,
            "currency": text,
            "candidates": pa.list_(text),
            "elided": flag,
            "denomination": flag,
            "per": text,
            "period": text,
            "quote": quote,
            "restates": pa.struct({"start": offset, "end": offset}),
            "rate": rate,
            "evidence": pa.list_(evidence),
            "unfit": pa.list_(text),
        }
    )


def mentions_type(scale: int = _SCALE) -> pa.ListType[Any]:
    """Return the Arrow type of the figures of one text: a list of `mention_type`."""
    return pa.list_(mention_type(scale))


def money_type(scale: int = _SCALE) -> pa.StructType:
    """Return the Arrow type of one parsed cell: the amount with its currency and quoted rate, or an error.

    Args:
        scale: decimal places of ``amount``, 0 to 38.

    Raises:
        AmountError: `scale` is no such number.

    >>> [field.name for field in money_type()]
    ['amount', 'currency', 'rate', 'error', 'unfit']
    """
    text, offset = pa.string(), pa.int32()
    error = pa.struct({"type": text, "message": text, "hint": text, "start": offset, "end": offset})
    fields = {"amount": _number(scale), "currency": text, "rate": _rate_type(), "error": error}
    return pa.struct(fields | {"unfit": pa.list_(text)})


def _number(scale: int) -> pa.Decimal128Type[Any, Any]:
    if type(scale) is not int or not 0 <= scale <= _PRECISION:
        message = f"the scale of a decimal is a whole number from 0 to {_PRECISION}, not {scale!r}"
        raise AmountError(message)
    return pa.decimal128(_PRECISION, scale)


def _rate_type() -> pa.StructType:
    number = _number(_RATE_SCALE)
    return pa.struct({"base": pa.string(), "counter": pa.string(), "value": number, "low": number, "high": number})


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
        A `money_type` for each cell, null where the cell is null. Where it cannot be read, ``error`` says why, and
        the rest is null.

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

    def cell(text: Any) -> Money | Exception | None:  # noqa: ANN401  # a cell may hold anything
        if text is None:
            return None
        try:
            return read(text)
        except (KrmoneyError, TypeError) as error:
            return error

    return _mapped(texts, lambda cells: _moneys([*map(cell, cells)], scale))


def from_mentions(found: Iterable[Mentions | None], scale: int = _SCALE) -> pa.ListArray[Any]:
    """Lay out what `krmoney.extract` returned, one text a row.

    >>> from krmoney import extract
    >>> from_mentions([extract("1억원과 2%"), None]).value_lengths().to_pylist()
    [2, None]
    """
    found = list(found)
    offsets = accumulate((len(each or ()) for each in found), initial=0)
    structs = _mentions([mention for each in found for mention in each or ()], scale)
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
        message = f"text is read, not a column of {kind}"
        raise AmountError(message)
    try:
        cells: list[str | None] = texts.to_pylist()
    except UnicodeDecodeError:  # engines hand on bytes that they never looked at
        binary = texts.cast(pa.large_string()).cast(pa.large_binary())
        cells = _each(binary.to_pylist(), lambda each: each.decode("utf-8", "replace"))
    return cells


def _is_view(kind: pa.DataType) -> bool:
    return hasattr(pa.types, "is_string_view") and pa.types.is_string_view(kind)  # younger than our oldest pyarrow


# --- columns of values


def _mentions(found: Sequence[Mention], scale: int) -> pa.StructArray:
    """Lay out figures, a column a field."""
    of, unfit = mention_type(scale), _Unfit(len(found))
    money = [each if each.type == "money" else None for each in found]
    columns = {
        "currency": [None if each.currency is None else str(each.currency) for each in found],
        "candidates": [[*map(str, each.candidates)] for each in found],
        "elided": _each(money, attrgetter("elided")),
        "denomination": _each(money, attrgetter("denomination")),
        "evidence": [[each._asdict() for each in mention.evidence] for mention in found],
        "low": unfit.amounts("low", [each.low for each in found], of.field("low").type),
        "high": unfit.amounts("high", [each.high for each in found], of.field("high").type),
        "value": unfit.amounts("value", [each.value for each in found], of.field("value").type),
        "rate": unfit.rates("rate", [each.rate for each in found]),
        "quote": unfit.quotes("quote", [each.quote for each in found], of),
        "restates": [each.restates and each.restates._asdict() for each in found],
    }
    columns["unfit"] = unfit.names
    return _struct(of, lambda name: columns[name] if name in columns else [getattr(each, name) for each in found])


def _moneys(cells: Sequence[Money | Exception | None], scale: int) -> pa.StructArray:
    """Lay out amounts and errors, a column a field."""
    of, unfit = money_type(scale), _Unfit(len(cells))
    moneys = [None if isinstance(each, Exception) else each for each in cells]
    columns = {
        "amount": unfit.amounts("amount", _each(moneys, attrgetter("amount")), of.field("amount").type),
        "currency": _each(moneys, _currency),
        "rate": unfit.rates("rate", _each(moneys, attrgetter("rate"))),
        "error": [_error(each) if isinstance(each, Exception) else None for each in cells],
        "unfit": unfit.names,
    }
    return _struct(of, columns.__getitem__, [each is None for each in cells])


def _error(error: Exception) -> dict[str, Any]:
    """Take an error apart."""
    if not isinstance(error, ParseError):
        return {"type": type(error).__name__, "message": str(error)}
    start, end = error.span
    hint = error.hint or None
    return {"type": type(error).__name__, "message": error.message, "hint": hint, "start": start, "end": end}


def _each(values: Sequence[_V | None], get: Callable[[_V], Any]) -> list[Any]:
    """Get something of each value; where there is none, there is nothing to get."""
    return [None if each is None else get(each) for each in values]


def _currency(of: Money | Quote) -> str | None:
    return None if of.currency is None else str(of.currency)


def _struct(of: pa.StructType, column: Callable[[str], Any], null: Sequence[bool] | None = None) -> pa.StructArray:
    """Make a struct of the columns of its fields."""
    arrays = [_array(column(field.name), field.type) for field in of]
    mask = None if null is None or not any(null) else pa.array(null, pa.bool_())
    return pa.StructArray.from_arrays(arrays, fields=list(of), mask=mask)


def _array(column: Any, of: pa.DataType) -> pa.Array:  # noqa: ANN401  # cells, or an array already
    return column if isinstance(column, pa.Array) else pa.array(column, of)


class _Unfit:
    """Makes columns of decimals, and notes which numbers they could not hold.

    Attributes:
        names: for each row the fields that are null for that reason.
    """

    def __init__(self, rows: int) -> None:
        self.names: list[list[str]] = [[] for _ in range(rows)]

    def amounts(self, name: str, numbers: Sequence[Decimal | None], of: pa.Decimal128Type[Any, Any]) -> pa.Array:
        """Make a column of exact numbers."""
        try:
            return pa.array(numbers, of)
        except pa.ArrowInvalid:
            return pa.array(self._fitted(name, numbers, _context(exact=True), of.scale), of)

    def rates(self, name: str, rates: Sequence[Rate | None]) -> pa.StructArray:
        """Make a column of rates, which are quotients: to 20 decimal places."""
        of = _rate_type()
        columns: dict[str, Any] = {
            "base": _each(rates, lambda rate: str(rate.base)),
            "counter": _each(rates, lambda rate: str(rate.counter)),
        }
        for part in ("value", "low", "high"):
            numbers = _each(rates, attrgetter(part))
            columns[part] = [*self._fitted(f"{name}.{part}", numbers, _context(exact=False), _RATE_SCALE)]
        return _struct(of, columns.__getitem__, [each is None for each in rates])

    def quotes(self, name: str, quotes: Sequence[Quote | None], of: pa.StructType) -> pa.StructArray:
        """Make a column of restatements."""
        columns: dict[str, Any] = {
            part: _each(quotes, attrgetter(part)) for part in ("start", "end", "text", "plausible")
        }
        columns["currency"] = _each(quotes, _currency)
        columns["rate"] = self.rates(f"{name}.rate", _each(quotes, attrgetter("rate")))
        return _struct(of.field(name).type, columns.__getitem__, [each is None for each in quotes])

    def _fitted(
        self, name: str, numbers: Sequence[Decimal | None], context: Context, scale: int
    ) -> Iterator[Decimal | None]:
        step = Decimal(1).scaleb(-scale)
        for row, number in enumerate(numbers):
            if number is None:
                yield None
                continue
            try:
                fitted = number.quantize(step, context=context)
            except (Inexact, InvalidOperation):
                fitted = None
            if fitted is None or (number and not fitted):  # a rate rounded to nothing is none
                self.names[row].append(name)
                yield None
            else:
                yield fitted


def _context(*, exact: bool) -> Context:
    traps = [InvalidOperation, Inexact] if exact else [InvalidOperation]
    return Context(prec=_PRECISION, rounding=ROUND_HALF_EVEN, traps=traps)


# --- flat tables


def flatten(structs: pa.StructArray) -> pa.Table:
    """Lay a column of figures, or of parsed cells, flat: a table with the columns of ``--format csv``.

    Args:
        structs: an array of `mention_type` or `money_type`.

    >>> found = extract(pa.array(["337억 크로나(약 4조 4000억원)", "2.5%"]))
    >>> flatten(found.flatten()).select(["text", "quote_text", "rate_base"]).to_pylist()[0]
    {'text': '337억 크로나', 'quote_text': '4조 4000억원', 'rate_base': 'SEK'}
    """
    plan = CELL if structs.type.get_field_index("error") >= 0 else FIGURE
    columns = {each.name: [pc.struct_field(structs, [*path]) for path in each.paths] for each in plan}
    columns["unfit"] = [pc.struct_field(structs, ["unfit"])]
    return pa.table({name: pc.coalesce(*found) if len(found) > 1 else found[0] for name, found in columns.items()})
