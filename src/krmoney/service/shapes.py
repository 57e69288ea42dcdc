"""The pydantic models of requests and answers, which check requests and describe them in the OpenAPI file.

Answers are rows as the command line prints them; their models are made from the one table of columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from krmoney._present.columns import CELL, FINDING, MENTION
from krmoney.checking import SEVERITIES, VERDICTS
from krmoney.values import TYPES, Kind, Type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from krmoney._present.columns import Column

__all__ = [
    "Amount",
    "CheckMany",
    "CheckOne",
    "CheckedMany",
    "CheckedOne",
    "ExtractMany",
    "ExtractOne",
    "ExtractedMany",
    "ExtractedOne",
    "FormatMany",
    "FormatOne",
    "FormattedMany",
    "FormattedOne",
    "Health",
    "LimitsTold",
    "ParseMany",
    "ParseOne",
    "ParsedMany",
    "ParsedOne",
    "Problem",
    "RewriteMany",
    "RewriteOne",
    "RewrittenMany",
    "RewrittenOne",
    "TablesMany",
    "TablesOne",
    "TablesReadMany",
    "TablesReadOne",
    "WriteMany",
    "WriteOne",
]

# Parts of requests ----------------------------------------------------------------------------------------------------

_Code: TypeAlias = Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["SEK"])]
_Amount: TypeAlias = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", examples=["33700000000"])]
_Positive: TypeAlias = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)?$", examples=["130.56"])]


def _whole(value: object) -> object:
    """Accept 7.0 for 7, because JSON does not distinguish them."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


_WHOLE: Final = BeforeValidator(_whole)

_PREFER: Final = "The currency to choose where the text leaves several (크로나), or has only a default (달러)."
_CURRENCY: Final = "The currency of an amount without one."
_CONTEXT: Final = "Other text, such as the sentence before, in which a country may decide the currency."
_UNIT: Final = "What the head of a table says that its numbers are in: a label with one unit of money."


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _One(_Request):
    text: Annotated[str, Field(description="The text.")]


class _Many(_Request):
    texts: Annotated[list[Any], Field(description="Texts. An item that is not a string has an error in its place.")]


class _Prefer(_Request):
    prefer: Annotated[list[_Code] | _Code, Field(description=_PREFER)] = []


class _Running(_Prefer):
    elided: Annotated[bool, Field(description="Whether to find amounts without 원 too: 1조 투자.")] = True


class _Expression(_Prefer):
    currency: Annotated[_Code | None, Field(description=_CURRENCY)] = None
    unit: Annotated[str, Field(description=_UNIT, max_length=200, examples=["백만원"])] = ""
    context: Annotated[str, Field(description=_CONTEXT, max_length=10_000)] = ""


class _Written(_Request):
    style: Annotated[str, Field(description="The name of a style: press, one, hangul, contract, en …")] = "press"
    places: Annotated[
        Annotated[int, Field(ge=-100, le=100), _WHOLE] | None,
        Field(description="Round to this many digits after the point; -1 rounds to tens."),
    ] = None
    significant: Annotated[
        Annotated[int, Field(ge=1, le=100), _WHOLE] | None, Field(description="Round to this many significant digits.")
    ] = None
    approx: Annotated[bool, Field(description="Mark the amount with 약.")] = False
    restate: Annotated[bool, Field(description="Append the amount converted with its own rate.")] = False
    locale: Annotated[str | None, Field(max_length=40, description="Write in this locale instead: de.")] = None


class _Restyled(_Running):
    style: Annotated[str, Field(description="The name of a style: en, en-short, press, one, digits …")] = "en"


class _Checked(_Running):
    date: Annotated[
        str | Annotated[int, Field(ge=1, le=9999), _WHOLE] | None,
        Field(description="The day of the text, 2024-06-04, or its year; without it, the last ten years."),
    ] = None
    tolerance: Annotated[
        str, Field(pattern=r"^[0-9]{1,4}(\.[0-9]{1,6})?$", description="The largest difference that fits, as a share.")
    ] = "0.03"
    back: Annotated[int, Field(ge=0, le=10000, description="How many days old a rate may be on a holiday."), _WHOLE] = 7
    language: Annotated[Literal["en", "ko"], Field(description="The language of the explanations.")] = "en"


class _Tabled(_Prefer):
    unit: Annotated[str, Field(description="The unit of tables that do not state one.", max_length=200)] = ""


class AmountRate(_Request):
    """An exchange rate: the price of one unit of the base currency in the counter currency."""

    base: _Code
    counter: _Code
    value: _Positive
    low: _Positive | None = None
    high: _Positive | None = None


class Amount(_Request):
    """An amount of one currency, as /parse returns it."""

    amount: _Amount
    currency: _Code
    rate: AmountRate | None = None
    error: None = None


# Requests -------------------------------------------------------------------------------------------------------------


class ExtractOne(_Running, _One):
    """Find the figures of a text."""


class ExtractMany(_Running, _Many):
    """Find the figures of texts."""


class ParseOne(_Expression, _One):
    """Read a text that is one amount of money."""


class ParseMany(_Expression, _Many):
    """Read texts that are one amount of money each."""


class FormatOne(_Written, _Expression, _One):
    """Write the figure of a text in a style."""


class FormatMany(_Written, _Expression, _Many):
    """Write the figures of texts in a style."""


class WriteOne(_Written):
    """Write an amount in a style."""

    value: Amount


class WriteMany(_Written):
    """Write amounts in a style."""

    values: Annotated[list[Any], Field(description="Amounts. An item that is not one has an error in its place.")]


class CheckOne(_Checked, _One):
    """Check the conversions in a text against the day's rate."""


class CheckMany(_Checked, _Many):
    """Check the conversions in texts against the day's rate."""


class RewriteOne(_Restyled, _One):
    """Write the figures of a text in another style."""


class RewriteMany(_Restyled, _Many):
    """Write the figures of texts in another style."""


class TablesOne(_Tabled, _One):
    """Read the tables of a document."""


class TablesMany(_Tabled, _Many):
    """Read the tables of documents."""


# Answers --------------------------------------------------------------------------------------------------------------


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


_PART_NAMES: Final = {"CellError": "Problem", "Side": "ConvertedAmount"}
_SCALARS: Final[dict[str, Any]] = {
    "offset": Annotated[int, Field(ge=0)],
    "flag": bool,
    "text": str,
    "type": Type,
    "kind": Kind,
    "amount": _Amount,
    "rate": Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$")],
    "code": _Code,
    "day": Annotated[str, Field(json_schema_extra={"format": "date"})],
    "power": int,
}


class Fault(_Answer):
    """A fault in the form of a request."""

    pointer: Annotated[str, Field(description="The place, as a JSON pointer into the body.", examples=["/text"])]
    detail: Annotated[str, Field(description="What is wrong there.")]


class Problem(_Answer):
    """An error in the form of RFC 9457."""

    type: Annotated[str, Field(description="A page about errors of this kind.", json_schema_extra={"format": "uri"})]
    title: Annotated[str, Field(description="The kind of error, in words.")]
    status: Annotated[int, Field(description="The HTTP status.", ge=400, le=599)]
    detail: Annotated[str, Field(description="What is wrong in this case.")]
    error: Annotated[str, Field(description="The kind of error, as a name for programs.", examples=["NoCurrencyError"])]
    hint: Annotated[str | None, Field(description="What to do.")] = None
    start: Annotated[int | None, Field(description="Where the problem begins, in code points.", ge=0)] = None
    end: Annotated[int | None, Field(description="Where it ends, exclusive.", ge=0)] = None
    errors: Annotated[list[Fault] | None, Field(description="Every fault in the form of a request.")] = None


_made: Final[dict[str, type[BaseModel]]] = {"Problem": Problem}


def _model(name: str, columns: Iterable[Column], about: str, **more: Any) -> type[BaseModel]:  # noqa: ANN401
    """Return the model of rows that have these columns."""
    name = _PART_NAMES.get(name, name)
    if name not in _made:
        fields: dict[str, Any] = {column.name: _field(column) for column in columns}
        _made[name] = create_model(name, __base__=_Answer, __doc__=about, **(fields | more))
    return _made[name]


def _field(column: Column) -> tuple[Any, Any]:
    of: Any = column.holds
    if not isinstance(of, str):
        about = (of.__doc__ or "").partition("\n")[0]
        of = _model(of.__name__, column.parts, about if not about.startswith(of.__name__) else "")
    else:
        of = _SCALARS[of]
    of = list[of] if column.many else of | None if column.optional else of
    is_there = column.always and len(column.types) == len(TYPES)
    # Optional fields have a default, which is never written.
    return Annotated[of, Field(description=column.about or None)], ... if is_there else None


def _literal(values: tuple[str, ...]) -> Any:  # noqa: ANN401  # an annotation
    return Literal[values]


_Figure: Any = _model("Figure", MENTION, "A figure in a text: the row that `krmoney extract` prints.")
_Cell: Any = _model("ParsedAmount", CELL, "A cell that was read as one amount, or why it was not.")
_Finding: Any = _model(
    "Finding",
    FINDING,
    "Whether one conversion fits: the row that `krmoney check` prints.",
    verdict=(_literal(VERDICTS), ...),
    severity=(_literal(SEVERITIES), ...),
    explanation=(Annotated[str, Field(description="Why, in a sentence or two.")], ...),
)


class TableCell(_Answer):
    """A cell of a table: the row that `krmoney table` prints."""

    table: Annotated[int, Field(description="Which table of the document, from 0.", ge=0)]
    row: Annotated[int, Field(ge=0)]
    column: Annotated[int, Field(ge=0)]
    labels: Annotated[list[str], Field(description="The labels of its row.")]
    headers: Annotated[list[str], Field(description="The headers of its column.")]
    text: str
    kind: Literal["money", "percent", "count", "other", "none", "undecided"]
    value: Annotated[_Amount | None, Field(description="Money in whole units of its currency.")]
    currency: _Code | None
    unit_from: Annotated[str | None, Field(description="Where the unit was found.")]


class Failed(_Answer):
    """An item of a list that could not be answered."""

    error: Problem


class ExtractedOne(_Answer):
    """The figures of a text, in order."""

    figures: list[_Figure]


class ExtractedMany(_Answer):
    """The figures of each text, in the order of the texts."""

    results: list[ExtractedOne | Failed]


ParsedOne = _Cell


class ParsedMany(_Answer):
    """The amount of each text, in the order of the texts."""

    results: list[_Cell]


class FormattedOne(_Answer):
    """The formatted text."""

    text: str


class FormattedMany(_Answer):
    """The formatted texts, in the order of the items."""

    results: list[FormattedOne | Failed]


class Left(_Answer):
    """A figure that was not changed."""

    start: Annotated[int, Field(description="Where it begins in the text that was sent.", ge=0)]
    end: Annotated[int, Field(description="Where it ends, exclusive.", ge=0)]
    text: str
    reason: Annotated[str, Field(description="Why it was left.")]


class RewrittenOne(_Answer):
    """The text, and the figures that the style cannot write."""

    text: str
    left: list[Left]


class RewrittenMany(_Answer):
    """Each text, in the order of the request."""

    results: list[RewrittenOne | Failed]


class CheckedOne(_Answer):
    """A finding for each conversion in a text, and what they were compared with."""

    findings: list[_Finding]
    basis: Annotated[str, Field(description="What they were compared with: day, year, decade, constant, blind, text.")]
    rates: Annotated[str | None, Field(description="The name of the source of the rates.")]
    last: Annotated[str | None, Field(description="Its last day.", json_schema_extra={"format": "date"})]


class CheckedMany(_Answer):
    """The findings of each text, in the order of the texts."""

    results: list[CheckedOne | Failed]


class TablesReadOne(_Answer):
    """The cells of all tables of a document, in document order, and what is wrong with the tables."""

    cells: list[TableCell]
    warnings: list[str]


class TablesReadMany(_Answer):
    """The cells of each document, in the order of the documents."""

    results: list[TablesReadOne | Failed]


class LimitsTold(_Answer):
    """How much one client may ask for."""

    body_bytes: Annotated[int, Field(description="The size of a request.")]
    items: Annotated[int, Field(description="The number of items in a list.")]
    item_seconds: Annotated[float, Field(description="The time for one item.")]
    read_seconds: Annotated[float, Field(description="The time until a request has arrived.")]


class Health(_Answer):
    """The state of the service."""

    status: Literal["ok", "starting"]
    version: str
    workers: Annotated[int, Field(description="How many processes are ready to read.", ge=0)]
    waiting: Annotated[int, Field(description="How many requests are waiting for a process.", ge=0)]
    rates: Annotated[str | None, Field(description="The name of the source of the rates.")]
    limits: LimitsTold
