"""The table of the columns of mentions and parsed cells.

JSON rows, CSV, data frames, Arrow tables and JSON schemas are made from it. A new field needs only a line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from krmoney.errors import AmountError, ParseError
from krmoney.iso import Currency
from krmoney.language import marked, translate
from krmoney.values import TYPES, Evidence, Mention, Mentions, Money, MoneyRange, Quote, Rate, Span, exact, plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from krmoney._hooks import Columns
    from krmoney.values import Type

__all__ = [
    "CELL",
    "CONVERTED",
    "CORE",
    "FINDING",
    "FLAT_CELL",
    "FLAT_CONVERTED",
    "FLAT_FINDING",
    "FLAT_MENTION",
    "FLAT_MENTIONS",
    "MENTION",
    "Cell",
    "CellError",
    "Column",
    "Converted",
    "Flat",
    "Scalar",
    "Side",
    "Slip",
    "finding_row",
    "flat",
    "flat_mention",
    "made_mention",
    "row",
    "value_of_row",
]

Scalar: TypeAlias = Literal["offset", "flag", "text", "type", "kind", "amount", "rate", "code", "day", "power"]


class Column(NamedTuple):
    """A field of a value: a key of its row.

    Attributes:
        name: what it is called.
        holds: what is in it, or the type of a value that has columns of its own.
        about: its description in a JSON schema.
        many: whether there can be several.
        optional: whether it can be null.
        types: the types of mentions that have it.
        always: whether a row has it even if it is empty.
        otherwise: where flat tables look if it is empty: a path of fields.
        shown: its name on pages; empty if they show it in another way.
    """

    name: str
    holds: Scalar | type[Any]
    about: str = ""
    many: bool = False
    optional: bool = False
    types: tuple[Type, ...] = TYPES
    always: bool = True
    otherwise: tuple[str, ...] = ()
    shown: str = ""

    @property
    def parts(self) -> tuple[Column, ...]:
        """The columns of its type; none for a scalar."""
        return () if isinstance(self.holds, str) else PARTS[self.holds]


class CellError(NamedTuple):
    """Why a cell could not be read; `message` is without the text, which is in the cell."""

    type: str
    message: str
    hint: str | None
    start: int | None
    end: int | None

    @classmethod
    def of(cls, error: Exception) -> CellError:
        """Make it from an error."""
        name = type(error).__name__
        if not isinstance(error, ParseError):
            return cls(name, str(error), None, None, None)
        return cls(name, error.message, error.hint or None, *error.span)


class Cell(NamedTuple):
    """A cell that was read as one amount, or its error."""

    money: Money | None
    error: CellError | None

    @property
    def amount(self) -> object:
        """The amount in units of the currency."""
        return None if self.money is None else self.money.amount

    @property
    def currency(self) -> object:
        """Its currency."""
        return None if self.money is None else self.money.currency

    @property
    def rate(self) -> object:
        """The rate that is quoted with it."""
        return None if self.money is None else self.money.rate


class Converted(NamedTuple):
    """An amount that was converted at the rate of a day, or the reason why it could not be."""

    amount: Decimal | None = None
    currency: Currency | None = None
    rate: Decimal | None = None
    on: dt.date | None = None
    source: str | None = None
    reason: str | None = None


class Side(NamedTuple):
    """An amount of a conversion, with the fields of its mention that are in the row of a finding."""

    start: int
    end: int
    text: str
    currency: Currency | None


class Slip(NamedTuple):
    """What would make a conversion fit. Either amount can be the wrong one.

    Attributes:
        base: the amount that would fit in place of the restated one, as the press writes it.
        counter: the amount that would fit in place of the restatement; empty if only `base` explains it.
        power: the power of ten by which the counter is too small, or the base too great; None for a scale word in the
            middle of a number.
        currency: the currency that would fit.
    """

    base: str
    counter: str
    power: int | None = None
    currency: Currency | None = None


_MONEY: Final[tuple[Type, ...]] = ("money",)
_RATIO: Final[tuple[Type, ...]] = ("percent", "multiple")
_RATE: Final[tuple[Type, ...]] = ("rate",)
_UNDECIDED: Final = "Null where the text does not decide."
_PLACE: Final = (Column("start", "offset"), Column("end", "offset"))

CELL: Final = (
    Column("amount", "amount", optional=True),
    Column("currency", "code", optional=True),
    Column("rate", Rate, optional=True),
    Column("error", CellError, optional=True),
)
"""The columns of a `Cell`."""

PARTS: Final[dict[type[Any], tuple[Column, ...]]] = {
    Money: (
        Column("amount", "amount", "The amount in units of the currency: won, not 억원."),
        Column("currency", "code"),
        Column("rate", Rate, "The exchange rate quoted beside the amount.", optional=True, always=False),
    ),
    MoneyRange: (
        Column("low", "amount", "The lower end.", optional=True),
        Column("high", "amount", "The upper end.", optional=True),
        Column("currency", "code"),
        Column("low_inclusive", "flag", "Whether the lower end is part of the range."),
        Column("high_inclusive", "flag", "Whether the upper end is part of the range."),
    ),
    Rate: (
        Column("base", "code"),
        Column("counter", "code"),
        Column("value", "rate", "Counter units for one base unit."),
        Column("low", "rate", "The lower error bar, if an amount was rounded.", optional=True),
        Column("high", "rate", "The upper error bar, if an amount was rounded.", optional=True),
    ),
    Span: _PLACE,
    Quote: (
        *_PLACE,
        Column("text", "text"),
        Column("currency", "code", _UNDECIDED, optional=True),
        Column("plausible", "flag", "Whether the rate is realistic."),
        Column("rate", Rate, "The exchange rate that the pair implies.", optional=True),
    ),
    Evidence: (
        Column("question", "text"),
        Column("reason", "text"),
        Column("text", "text"),
        *_PLACE,
    ),
    CellError: (
        Column("type", "text"),
        Column("message", "text"),
        Column("hint", "text", optional=True),
        Column("start", "offset", optional=True),
        Column("end", "offset", optional=True),
    ),
    Cell: CELL,
    Side: (*_PLACE, Column("text", "text"), Column("currency", "code", _UNDECIDED, optional=True)),
    Slip: (
        Column("base", "text", "The amount that would fit in place of the base."),
        Column("counter", "text", "The amount that would fit in place of the counter."),
        Column("power", "power", "The power of ten by which the counter is too small.", optional=True),
        Column("currency", "code", "The currency that would fit.", optional=True),
    ),
}
"""The columns of values within values."""


def _flag(name: str, about: str, shown: str, *, always: bool = True) -> Column:
    """Return a column that only money has."""
    return Column(name, "flag", about, types=_MONEY, always=always, shown=shown)


def _rate(name: str, about: str, otherwise: tuple[str, ...]) -> Column:
    """Return the column of the rate that a mention of type ``rate`` states."""
    return Column(name, Rate, about, optional=True, types=_RATE, otherwise=otherwise)


def _said(name: str, holds: Scalar | type[Any], about: str, shown: str, types: tuple[Type, ...] = TYPES) -> Column:
    """Return a column that only some mentions have."""
    return Column(name, holds, about, optional=True, types=types, always=False, shown=shown)


MENTION: Final = (
    Column("start", "offset", "Where it begins, in code points of the text."),
    Column("end", "offset", "Where it ends, exclusive."),
    Column("text", "text", "The figure as written."),
    Column("type", "type"),
    Column("kind", "kind"),
    Column("low", "amount", "The lower end; null if open.", optional=True),
    Column("high", "amount", "The upper end; null if open.", optional=True),
    Column("low_inclusive", "flag"),
    Column("high_inclusive", "flag"),
    Column("approx", "flag", "Whether the text says that it is approximate: 약, 가량, 여."),
    Column("value", "amount", "The number of a point or a bound.", optional=True),
    Column("unit", "text", "The unit of a percentage or multiple: %, %p, bp, 배.", optional=True, types=_RATIO),
    Column("currency", "code", _UNDECIDED, optional=True, types=_MONEY),
    Column("candidates", "code", "The currencies that a shared name can mean.", many=True, types=_MONEY, always=False),
    _flag("elided", "Whether the currency word is left out and only understood.", marked("currency left out")),
    _flag("denomination", "Whether it names a note or coin: 5만원권.", marked("note or coin"), always=False),
    _said("per", "text", "What one amount is for: 배럴당.", marked("per")),
    _said("period", "text", "How often: 연, 매월.", marked("period")),
    _said("quote", Quote, "On a foreign amount, the other of the pair.", marked("restated"), types=_MONEY),
    _said("restates", Span, "Where the amount is that this one restates.", marked("restates"), types=_MONEY),
    _rate("rate", "The exchange rate that the text states.", otherwise=("quote", "rate")),
    Column("evidence", Evidence, many=True, always=False, shown=marked("why")),
)
"""The columns of a mention, in the order of its row."""

_COLUMNS: Final[dict[type[Any], tuple[Column, ...]]] = PARTS | {
    Mention: MENTION,
    Mentions: (Column("source", "text"), Column("mentions", Mention, many=True)),
}


CONVERTED: Final = (
    Column("amount", "amount", optional=True),
    Column("currency", "code", optional=True),
    Column("rate", "rate", "Units of this currency for one of the other.", optional=True),
    Column("on", "day", "The day of the rate.", optional=True),
    Column("source", "text", "Where the rate comes from.", optional=True),
    Column("reason", "text", "Why there is no rate.", optional=True),
)
"""The columns of a `Converted`."""

FINDING: Final = (
    Column("verdict", "text"),
    Column("severity", "text"),
    Column("base", Side, "The amount that is restated."),
    Column("counter", Side, "The other amount of the pair."),
    Column("rate", Rate, "The exchange rate that the pair implies.", optional=True),
    Column("reference", Rate, "The rate that it was compared with.", optional=True),
    Column("off", "rate", "How far outside its error bars, as a share of the reference.", optional=True),
    Column("on", "day", "The day of the reference.", optional=True),
    Column("source", "text", "Where the reference comes from.", optional=True),
    Column("own", "flag", "Whether the text itself names the reference."),
    Column("reason", "text", "Why there is no rate.", optional=True),
    Column("slip", Slip, "What would make it fit.", optional=True),
    Column("stood", "day", "The last day on which the rate was at that level.", optional=True),
)
"""The columns of a finding of `krmoney.check`, in the order of its row."""

# Rows: values for JSON ------------------------------------------------------------------------


def row(value: object) -> dict[str, Any]:
    """Return the row of a value: plain strings, numbers, booleans, and the rows of its parts."""
    if isinstance(value, Mentions):
        return {"source": value.source, "mentions": [*map(row, value)]}
    return _row(value, _plan_of_type(value.type) if isinstance(value, Mention) else _PLANS[_described(type(value))])


def _described(of: type[Any]) -> type[Any]:
    """Return the described type: the given one, or its base class."""
    return next(base for base in of.__mro__ if base in _COLUMNS)


def finding_row(finding: object, doc: str | None = None) -> dict[str, Any]:
    """Return the row of a finding."""
    made: dict[str, Any] = {} if doc is None else {"doc": doc}
    return made | _row(finding, _finding_plan())


_Writer: TypeAlias = "Callable[[Any], Any]"
_Plan: TypeAlias = "tuple[tuple[str, _Writer | None, bool], ...]"


def _row(value: object, plan: _Plan) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, write, always in plan:
        each = getattr(value, name)
        if each or always:
            made[name] = each if write is None or each is None else write(each)
    return made


@cache
def _finding_plan() -> _Plan:
    return _plan(FINDING, plain)


@cache
def _plan_of_type(type_: Type, number: _Writer | None = plain) -> _Plan:
    return _plan((column for column in MENTION if type_ in column.types), number)


def _plan(columns: Iterable[Column], number: _Writer | None) -> _Plan:
    """Return for each column its name, the function that writes its values, and whether it stays if it is empty.

    Without such a function, numbers stay as they are: for flat tables, in which every column stays.
    """
    return tuple((column.name, _writer(column, number), column.always or number is None) for column in columns)


def _writer(column: Column, number: _Writer | None) -> _Writer | None:
    if not isinstance(column.holds, str):
        one: _Writer | None = partial(_row, plan=_plan(PARTS[column.holds], number))
    else:
        one = {"amount": number, "rate": number, "code": str, "day": str}.get(column.holds)
    return (lambda values: [one(value) for value in values]) if one and column.many else one


_PLANS: Final = {of: _plan(columns, plain) for of, columns in PARTS.items()}

# And back ------------------------------------------------------------------------------------------------------------

_JSON_TYPES: Final[dict[str, tuple[type[Any], str]]] = {
    "offset": (int, marked("a whole number")),
    "flag": (bool, marked("true or false")),
    "text": (str, marked("text")),
    "type": (str, marked("text")),
    "kind": (str, marked("text")),
}
_READERS: Final[dict[str, Any]] = {"amount": exact, "rate": exact, "code": Currency}


def value_of_row(of: type[Any], fields: Mapping[str, Any]) -> Any:  # noqa: ANN401  # a value of that type
    """Return the value that a row describes.

    Raises:
        AmountError: a field is missing, unknown or of the wrong type, or an amount is not exact.
        KrmoneyError: the constructor refuses the values.
    """
    described = _described(of)
    columns = {column.name: column for column in _COLUMNS[described]}
    if not isinstance(fields, Mapping):
        message = translate("{type}.from_dict() needs a dictionary, not {given!r}", type=of.__name__, given=fields)
        raise AmountError(message)
    needed = {name for name, each in signature(of).parameters.items() if each.default is Parameter.empty}
    if unknown := fields.keys() - columns:
        message = translate("{type} has no field {name!r}", type=of.__name__, name=min(unknown))
        raise AmountError(message)
    if missing := needed - fields.keys():
        message = translate("{type} needs the field {name!r}", type=of.__name__, name=min(missing))
        raise AmountError(message)
    read = {name: _read(value, columns[name], of) for name, value in fields.items()}
    return made_mention(of, **read) if described is Mention else of(**read)


def made_mention(of: type[Mention] = Mention, *, value: Decimal | None = None, **fields: Any) -> Mention:  # noqa: ANN401
    """Make a mention from its columns, with lists as in JSON, and with its value, which must match the ends.

    Raises:
        AmountError: the fields contradict each other.
    """
    for name in fields.keys() & {"candidates", "evidence"}:
        fields[name] = tuple(fields[name])
    mention = of(**fields)
    if value is not None and value != mention.value:
        message = translate("the value {value} contradicts low and high", value=plain(value))
        raise AmountError(message)
    return mention


def _read(value: Any, column: Column, of: type[Any]) -> Any:  # noqa: ANN401  # what JSON has; what a value holds
    if value is None and column.optional:
        return None
    if column.many:
        if not isinstance(value, list | tuple):
            raise _misfit(column, of, marked("a list"), value)
        return tuple([_read(each, column._replace(many=False), of) for each in value])
    if not isinstance(column.holds, str):
        return value if isinstance(value, column.holds) else value_of_row(column.holds, value)
    if reader := _READERS.get(column.holds):
        return reader(value)
    wanted, said = _JSON_TYPES[column.holds]
    if type(value) is not wanted:
        raise _misfit(column, of, said, value)
    return value


def _misfit(column: Column, of: type[Any], wanted: str, given: object) -> AmountError:
    message = translate(
        "the field {name} of {type} must be {wanted}, not {given!r}",
        name=column.name,
        type=of.__name__,
        wanted=translate(wanted),
        given=given,
    )
    return AmountError(message)


# Flat tables: the parts of a value have columns of their own --------------------------------------------------------


class Flat(NamedTuple):
    """A column of a flat table.

    Attributes:
        name: its name: ``rate_low``.
        column: the column of the table that it comes from.
        paths: where the value is, as paths of fields; the first that has a value counts.
        optional: whether cells can be empty.
        told: whether it only says that there is a value.
    """

    name: str
    column: Column
    paths: tuple[tuple[str, ...], ...]
    optional: bool
    told: bool = False

    @property
    def partial(self) -> bool:
        """Whether only some types of mentions have it."""
        return len(self.column.types) < len(TYPES)

    def of(self, value: object) -> Any:  # noqa: ANN401  # whatever the column holds
        """Return its cell for a mention, a parsed cell or a finding; None for None."""
        if self.partial and getattr(value, "type", None) not in self.column.types:
            return False if self.told else None
        found = _first(value, self.paths, getattr)
        return found is not None if self.told else found


def _flattened(columns: Sequence[Column]) -> tuple[Flat, ...]:
    flattened: list[Flat] = []
    for each in columns:
        optional = each.optional or len(each.types) < len(TYPES)
        if each.holds is Span:  # not only where it is, but also whether it exists: true or false, never null
            flattened.append(Flat(each.name, each._replace(holds="flag"), ((each.name,),), optional=False, told=True))
        if each.many or not each.parts:
            flattened.append(Flat(each.name, each, ((each.name,),), optional))
            continue
        for part in each.parts:
            if not part.parts:
                paths = tuple((*path, part.name) for path in ((each.name,), each.otherwise) if path)
                flattened.append(Flat(f"{each.name}_{part.name}", part, paths, optional=True))
    return tuple(flattened)


CORE: Final = (
    *("start", "end", "text", "type", "kind", "value", "low", "high", "currency", "unit", "restates"),
    *("quote_start", "quote_end", "quote_text", "quote_currency", "quote_plausible"),
    *("rate_base", "rate_counter", "rate_value"),
)
"""The columns of mentions that are needed most often, in order."""

_PLACES: Final = {name: at for at, name in enumerate(CORE)}

FLAT_MENTION: Final = tuple(sorted(_flattened(MENTION), key=lambda each: _PLACES.get(each.name, len(CORE))))
"""The columns of mentions in a flat table, those of `CORE` first."""

FLAT_MENTIONS: Final[dict[Columns, tuple[Flat, ...]]] = {"core": FLAT_MENTION[: len(CORE)], "all": FLAT_MENTION}
"""The columns of mentions by the name of their choice."""

FLAT_CELL: Final = _flattened(CELL)
"""The columns of cells in a flat table."""


FLAT_CONVERTED: Final = _flattened(CONVERTED)
"""The columns of converted amounts in a flat table."""


FLAT_FINDING: Final = _flattened(FINDING)
"""The columns of findings in a flat table."""


def flat(row: dict[str, Any], columns: Sequence[Flat]) -> dict[str, Any]:
    """Flatten a row; a missing value is None or an empty list."""
    return {each.name: _cell(each, _first(row, each.paths, dict.get)) for each in columns}


def flat_mention(mention: Mention) -> dict[str, Any]:
    """Flatten a mention, with its numbers unchanged."""
    return flat(_row(mention, _plan_of_type(mention.type, None)), FLAT_MENTION)


def _cell(of: Flat, found: Any) -> Any:  # noqa: ANN401
    if of.told:
        return found is not None
    return [] if found is None and of.column.many else found


def _first(value: Any, paths: tuple[tuple[str, ...], ...], field: Callable[[Any, str], Any]) -> Any:  # noqa: ANN401
    for path in paths:
        found: Any = value
        for name in path:
            if found is None:
                break
            found = field(found, name)
        if found is not None:
            return found
    return None
