"""krmoney's values in pydantic models: a description of each type, and a function that makes schemas of them.

A field annotated `krmoney.Money` reads and writes money without this module. `MoneyField` restricts such a field:

>>> from typing import Annotated
>>> from krmoney import Money
>>> from pydantic import TypeAdapter
>>> TypeAdapter(Annotated[Money, MoneyField(currency="KRW", ge=0)]).validate_python("337억")
Money(33700000000, 'KRW')
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final, LiteralString, NamedTuple

from pydantic import Field, TypeAdapter
from pydantic_core import (
    PydanticCustomError,
    PydanticKnownError,
    PydanticSerializationUnexpectedValue,
    ValidationError,
    core_schema,
)

from krmoney._present.columns import MENTION, PARTS, Column, made_mention, row
from krmoney.errors import (
    AmbiguousCurrencyError,
    AmountError,
    CurrencyMismatchError,
    KrmoneyError,
    NoCurrencyError,
    NotOneAmountError,
    NoValueError,
    ParseError,
    UnknownCurrencyError,
)
from krmoney.iso import Currency
from krmoney.language import marked, translate
from krmoney.reading.reader import Reader
from krmoney.values import TYPES, Evidence, Kind, Mention, Money, MoneyRange, Quote, Rate, Span, Type, exact, plain
from krmoney.values.mention import undecided

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, SerializationInfo, ValidatorFunctionWrapHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema, SchemaSerializer

    from krmoney.reading.labels import UnitLabel

__all__ = ["MoneyField", "core_schema_of", "serialiser_of"]

# Our errors ---------------------------------------------------------------------------------------------------------

# The types of errors in a `ValidationError`. Programs use them, so they do not change.
_KINDS: Final[dict[type[KrmoneyError], LiteralString]] = {
    AmountError: "krmoney_amount",
    UnknownCurrencyError: "krmoney_unknown_currency",
    CurrencyMismatchError: "krmoney_currency_mismatch",
    ParseError: "krmoney_parse",
    NoCurrencyError: "krmoney_no_currency",
    NoValueError: "krmoney_no_value",
    AmbiguousCurrencyError: "krmoney_ambiguous_currency",
    NotOneAmountError: "krmoney_not_one_amount",
}
_UNSUITED: Final = "krmoney_type"


def _refusal(error: KrmoneyError) -> PydanticCustomError:
    """Return one of krmoney's errors as pydantic's, with its details as context."""
    context = {part: getattr(error, part) for part in ("text", "span", "hint", "candidates") if hasattr(error, part)}
    # The message is filled in last, so that braces in quoted text stay braces.
    return PydanticCustomError(_KINDS[type(error)], "{message}", {**context, "message": str(error)})


def _inexact(value: float) -> PydanticCustomError:
    message = translate(
        "an amount must be exact: {value!r} is a float; write it as a string, {digits!r}",
        value=value,
        digits=str(value),
    )
    return _refusal(AmountError(message))


# Numbers and codes --------------------------------------------------------------------------------------------------

_PLAIN: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SIGN: Final = "-?"
_FRACTION: Final = r"(\.[0-9]+)?"


def _amount(value: Decimal | int | str) -> Decimal:
    """Return an exact number; strings must have the form that the JSON schema allows."""
    if isinstance(value, float):
        raise _inexact(value)
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        raise _refusal(AmountError(translate("an amount is written in plain digits, such as '450000000' or '0.5'")))
    try:
        return exact(value)
    except AmountError as error:
        raise _refusal(error) from error


@dataclass(frozen=True, slots=True)
class _Number:
    """An annotation for exact numbers: input is a plain decimal string or an integer, output a plain decimal string."""

    what: str
    optional: bool = False
    positive: bool = False

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        number = core_schema.no_info_plain_validator_function(_amount)
        return core_schema.nullable_schema(number) if self.optional else number

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        sign = "" if self.positive else _SIGN
        forms: list[JsonSchemaValue] = [{"type": "string", "pattern": f"^{sign}[0-9]+{_FRACTION}$"}]
        if handler.mode == "validation":
            forms.append({"type": "integer", "minimum": 1} if self.positive else {"type": "integer"})
        if self.optional:
            forms.append({"type": "null"})
        return {"description": self.what} | (forms[0] if len(forms) == 1 else {"anyOf": forms})


def _code(value: str) -> Currency:
    try:
        return Currency(value)
    except UnknownCurrencyError as error:
        raise _refusal(error) from error


class _Code:
    """How pydantic handles `Currency`."""

    @staticmethod
    def __get_pydantic_core_schema__(_source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        code = core_schema.no_info_plain_validator_function(_code)
        return core_schema.lax_or_strict_schema(
            code,
            core_schema.json_or_python_schema(code, core_schema.is_instance_schema(Currency)),
            serialization=core_schema.to_string_ser_schema(when_used="json"),
        )

    @staticmethod
    def __get_pydantic_json_schema__(_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        letters = "[A-Z]" if handler.mode == "serialization" else "[A-Za-z]"
        return {
            "type": "string",
            "pattern": f"^{letters}{{3}}$",
            "description": "An ISO 4217 currency code, such as KRW.",
        }


# The types ----------------------------------------------------------------------------------------------------------

_DEFAULT: Final = Reader()

# Writes what a serialiser returned: objects, and in Python mode also values, unchanged.
_WRITTEN: Final = core_schema.union_schema(
    [
        core_schema.dict_schema(),
        core_schema.any_schema(serialization=core_schema.to_string_ser_schema(when_used="json")),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How pydantic reads, writes and describes a type.

    Attributes:
        of: the type.
        what: its description.
        fields: the annotations of the fields of its object form; the constructor says which of them are required.
        write: value → its object form, ready for JSON.
        always: the fields that `write` never leaves out.
        make: fields → value, if that is not the type itself.
        read: the reader of its text form, if it has one.
        text: the description of the text.
        texts: examples of the text.
    """

    of: type[Any]
    what: str
    fields: Mapping[str, Any]
    write: Callable[[Any], dict[str, Any]]
    always: tuple[str, ...]
    make: Callable[..., object] | None = None
    read: Callable[[str, Reader], object] | None = None
    text: str = ""
    texts: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        def accept(value: object, read: ValidatorFunctionWrapHandler) -> object:
            return value if isinstance(value, self.of) else read(value)

        accept.__name__ = self.of.__name__  # the errors of unions show it
        strict = core_schema.json_or_python_schema(self._object(handler), core_schema.is_instance_schema(self.of))
        lax = core_schema.no_info_wrap_validator_function(self._read, self._object(handler))
        return core_schema.no_info_wrap_validator_function(
            accept,
            core_schema.lax_or_strict_schema(lax, strict),
            ref=f"{self.of.__module__}.{self.of.__qualname__}:{id(self.of)}",
            serialization=core_schema.plain_serializer_function_ser_schema(
                self._serialise, info_arg=True, return_schema=_WRITTEN
            ),
        )

    def _object(self, handler: GetCoreSchemaHandler) -> CoreSchema:
        parameters = inspect.signature(self.of).parameters
        required = {name for name, each in parameters.items() if each.default is inspect.Parameter.empty}
        fields = {
            name: core_schema.typed_dict_field(handler.generate_schema(kind), required=name in required)
            for name, kind in self.fields.items()
        }
        return core_schema.no_info_after_validator_function(
            self._make, core_schema.typed_dict_schema(fields, extra_behavior="forbid")
        )

    def _make(self, fields: dict[str, Any]) -> object:
        try:
            return (self.make or self.of)(**fields)
        except KrmoneyError as error:
            raise _refusal(error) from error

    def _read(self, value: object, read_object: ValidatorFunctionWrapHandler) -> object:
        if isinstance(value, Mapping):
            return read_object(value)
        if isinstance(value, str) and self.read is not None:
            return self.of_text(value)
        if isinstance(value, float):
            raise _inexact(value)
        raise _unsuited(self.of, value)

    def of_text(self, text: str, reader: Reader = _DEFAULT) -> object:
        """Read the text form; the reader's currency also decides a shared name that can mean it."""
        if self.read is None:  # pragma: no cover  # such a type is never read
            raise NotImplementedError
        try:
            try:
                value = self.read(text, reader)
            except AmbiguousCurrencyError as error:
                if reader.currency is None or reader.currency not in error.candidates:
                    raise
                value = self.read(text, reader.with_options(prefer=reader.currency))
        except KrmoneyError as error:
            raise _refusal(error) from error
        if isinstance(value, self.of):
            return value
        return self.of(**{name: getattr(value, name) for name in inspect.signature(self.of).parameters})  # a subclass

    def _serialise(self, value: object, info: SerializationInfo) -> object:
        if not isinstance(value, self.of):
            # pydantic goes on to the next type of a union, or warns.
            message = f"Expected `{self.of.__name__}` but got `{type(value).__name__}`"
            raise PydanticSerializationUnexpectedValue(message)
        return self.write(value) if info.mode_is_json() else value

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        head: JsonSchemaValue = {"title": self.of.__name__, "description": self.what}
        made: Any = schema  # by __get_pydantic_core_schema__, so it is known what is in it
        either = made["schema"]
        fields = handler(either["lax_schema"])
        values = [self.of_text(text) for text in self.texts]
        examples: list[str | dict[str, Any]]
        if handler.mode == "serialization":
            head |= fields | {"required": list(self.always)}
            examples = [self.write(value) for value in values]
        elif self.read is None or either.get("strict"):
            head |= fields
            examples = [self.write(value) for value in values]
        else:
            head["anyOf"] = [{"type": "string", "description": self.text}, fields]
            examples = [*self.texts, self.write(values[-1])]
        return head | ({"examples": examples} if examples else {})


def _read_money(text: str, reader: Reader) -> Money:
    return reader.parse(text)


def _read_range(text: str, reader: Reader) -> MoneyRange:
    mention = reader.read(text)
    if mention.type == "money" and mention.currency is None:
        raise undecided(mention.candidates, text, (mention.start, mention.end))
    return mention.range


def _read_rate(text: str, reader: Reader) -> Rate:
    rate = reader.read(text).rate
    if rate is None:
        message = translate("no exchange rate")
        raise ParseError(message, text, (0, len(text)), translate("such as 1달러=1,380원"))
    return rate


def _read_mention(text: str, reader: Reader) -> Mention:
    return reader.read(text)


def _make_mention(*, doc: str | None = None, **fields: Any) -> Mention:  # noqa: ANN401, ARG001  # as they come
    """Make a mention from a row of the command, which also names its document."""
    return made_mention(**fields)


_DOC: Final = Column("doc", "text", "The document, in rows of the command; not kept.", optional=True)
_SCALARS: Final[dict[str, Any]] = {
    "offset": Annotated[int, Field(ge=0)],
    "flag": bool,
    "text": str,
    "type": Type,
    "kind": Kind,
    "code": Currency,
}


def _annotations(columns: Iterable[Column]) -> dict[str, Any]:
    """Return the annotations of the fields that are these columns."""
    return {column.name: _annotation(column) for column in columns}


def _annotation(column: Column) -> Any:  # noqa: ANN401  # an annotation
    if column.holds in {"amount", "rate"}:
        number = _Number(column.about, optional=column.optional, positive=column.holds == "rate")
        return Annotated[Decimal | None, number] if column.optional else Annotated[Decimal, number]
    of: Any = _SCALARS[column.holds] if isinstance(column.holds, str) else column.holds
    of = list[of] if column.many else of | None if column.optional else of
    return Annotated[of, Field(description=column.about)] if column.about else of


def _form_of(of: type[Any], what: str, **rest: Any) -> _Form:  # noqa: ANN401  # the other fields of a form
    """Return the form of a type that the table of columns describes."""
    columns = PARTS[of]
    always = tuple(column.name for column in columns if column.always)
    return _Form(of=of, what=what, fields=_annotations(columns), write=row, always=always, **rest)


_FORMS: Final = (
    _form_of(
        Money,
        "An exact amount of one currency.",
        read=_read_money,
        text="One amount in Korean text.",
        texts=("2조4000억원", "4억5000만 달러"),
    ),
    _form_of(
        MoneyRange,
        "Amounts of one currency from one end to another; an end that is null is open.",
        read=_read_range,
        text="A range, a bound or one amount in Korean text.",
        texts=("1~2조원", "1조원 이상"),
    ),
    _form_of(
        Rate,
        "An exchange rate: the price of one unit of the base currency in the counter currency.",
        read=_read_rate,
        text="An exchange rate in Korean text.",
        texts=("1달러=1,380원",),
    ),
    _form_of(Quote, "The other amount of a pair in which one currency restates another."),
    _form_of(Span, "A place in a text."),
    _form_of(Evidence, "Why krmoney decided something that the figure itself does not state."),
    _Form(
        of=Mention,
        what="A figure in a text, and everything that the text says about it.",
        fields=_annotations((*MENTION, _DOC)),
        write=row,
        always=tuple(column.name for column in MENTION if column.always and column.types == TYPES),
        make=_make_mention,
        read=_read_mention,
        text="One figure in Korean text.",
        texts=("약 2조4000억원", "7.5%"),
    ),
)


def _form(of: type[Any]) -> _Form:
    """Return the form of a type, or of a subclass of one."""
    form = next(each for base in of.__mro__ for each in _FORMS if each.of is base)
    return form if form.of is of else replace(form, of=of)


def core_schema_of(of: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
    """Return the pydantic schema of one of krmoney's types."""
    return handler.generate_schema(_Code if issubclass(of, Currency) else _form(of))


def serialiser_of(of: type[Any]) -> SchemaSerializer:
    """Return the serialiser of values without an annotation: as ``Any``, as a default."""
    return TypeAdapter(of).serializer


def _unsuited(of: type[Any], value: object, *, objects: bool = True) -> PydanticCustomError:
    """Return the error for a value of a type that a field does not take."""
    forms = [translate("an object")] * objects + [
        translate("text such as “{text}”", text=text) for text in _form(of).texts[:1]
    ]
    context = {"wanted": of.__name__, "forms": translate(" or as ").join(forms), "given": type(value).__name__}
    return PydanticCustomError(_UNSUITED, translate("expected {wanted} as {forms}, not {given}"), context)


# Restricted fields ----------------------------------------------------------------------------------------------------


class _Bound(NamedTuple):
    """How a limit works, and its name."""

    error: Any  # one of a Literal of pydantic's that it does not export
    words: str
    upper: bool
    excluded: bool


_BOUNDS: Final = {
    "ge": _Bound("greater_than_equal", "at least", upper=False, excluded=False),
    "gt": _Bound("greater_than", "more than", upper=False, excluded=True),
    "le": _Bound("less_than_equal", "at most", upper=True, excluded=False),
    "lt": _Bound("less_than", "less than", upper=True, excluded=True),
}
_OPEN: Final = {_KINDS[NoCurrencyError], _KINDS[AmbiguousCurrencyError]}
_NUMBERS: Final = {*_OPEN, _KINDS[ParseError]}  # the error for a bare number with the signs and notes of cells


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyField:
    """Restricts a field of `Money` or `MoneyRange`: ``Annotated[Money, MoneyField(currency="KRW", ge=0)]``.

    A range has to lie within the limits as a whole; one that is open on a limited side does not.

    Args:
        currency: the one ISO 4217 code that is allowed. It is also the currency of text without one (``"337억"``),
            and decides a shared name that can mean it (크로나).
        ge, gt, le, lt: the amount must be at least, more than, at most, less than this many units of the currency.
        places: the largest number of digits after the decimal point.
        unit: the unit of text that is only a number, with the signs and notes of cells (``"△1,234주1)"``), as a table
            states it (``"백만원"``, ``"단위: 천달러"``), or a `UnitLabel`.
        text: accept only text, and say so in JSON schemas: for the parameters of a web service, which are never
            objects.

    Raises:
        AmountError: a limit is not exact, `places` is not a number of digits, or `unit` is not one unit of money.
        UnknownCurrencyError: ISO 4217 does not have the code.

    >>> from pydantic import TypeAdapter
    >>> TypeAdapter(Annotated[Money, MoneyField(unit="백만원")]).validate_python("△1,234")
    Money(-1234000000, 'KRW')
    >>> TypeAdapter(Annotated[Money, MoneyField(text=True)]).json_schema()["type"]
    'string'
    """

    currency: str | None = None
    ge: Decimal | int | str | None = None
    gt: Decimal | int | str | None = None
    le: Decimal | int | str | None = None
    lt: Decimal | int | str | None = None
    places: int | None = None
    unit: str | UnitLabel | None = None
    text: bool = False

    def __post_init__(self) -> None:
        """Check the limits, and store them as exact numbers."""
        if self.currency is not None:
            object.__setattr__(self, "currency", Currency(self.currency))
        self._reader()
        for name in _BOUNDS:
            if (limit := getattr(self, name)) is not None:
                object.__setattr__(self, name, exact(limit, marked("a limit")))
        if self.places is not None and (type(self.places) is not int or self.places < 0):
            message = translate("places must be a number of digits, not {places!r}", places=self.places)
            raise AmountError(message)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Narrow the schema of the annotated type."""
        if not isinstance(source, type) or not issubclass(source, Money | MoneyRange):
            message = translate(
                "MoneyField applies to Money or MoneyRange, not {source!r}; put Annotated[Money, …] inside it",
                source=source,
            )
            raise TypeError(message)

        def accept(value: object, read: ValidatorFunctionWrapHandler) -> object:
            if self.text and isinstance(value, Mapping):
                raise _unsuited(source, value, objects=False)
            try:
                result = read(value)
            except ValidationError as error:
                first = error.errors(include_url=False, include_context=False, include_input=False)[0]
                mended = _NUMBERS if self.unit else _OPEN if self.currency is not None else ()
                if not isinstance(value, str) or first["type"] not in mended:
                    raise
                result = read(_form(source).of_text(value, self._reader()))
            self._check(result)
            return result

        accept.__name__ = source.__name__
        wide = handler(source)
        if wide["type"] != "definition-ref":
            return core_schema.no_info_wrap_validator_function(accept, wide)
        # Annotations of pydantic, such as Strict, do not follow a reference.
        inner: Any = dict(handler.resolve_ref_schema(wide))
        inner.pop("ref", None)
        return core_schema.no_info_wrap_validator_function(accept, inner, metadata=wide.get("metadata"))

    def _reader(self) -> Reader:
        return Reader(currency=self.currency, unit=self.unit or "")

    def _bounds(self) -> dict[str, Decimal]:
        return {name: limit for name in _BOUNDS if (limit := getattr(self, name)) is not None}

    def _check(self, value: object) -> None:
        """Refuse money outside the limits."""
        if isinstance(value, Money):
            span = MoneyRange(value.amount, value.amount, value.currency)
        elif isinstance(value, MoneyRange):
            span = value
        else:
            return  # another annotation has turned it into something else
        if self.currency is not None and span.currency != self.currency:
            context = {"wanted": str(self.currency), "currency": str(span.currency)}
            kind = _KINDS[CurrencyMismatchError]
            raise PydanticCustomError(kind, translate("the currency must be {wanted}, not {currency}"), context)
        for name, limit in self._bounds().items():
            bound = _BOUNDS[name]
            end, included = (span.high, span.high_inclusive) if bound.upper else (span.low, span.low_inclusive)
            beyond = end is None or (end > limit if bound.upper else end < limit)
            if beyond or (end == limit and included and bound.excluded):
                raise PydanticKnownError(bound.error, {name: limit})
        places = max(len(plain(end).partition(".")[2]) for end in (span.low, span.high) if end is not None)
        if self.places is not None and places > self.places:
            kind_of_places: Final = "decimal_max_places"
            raise PydanticKnownError(kind_of_places, {"decimal_places": self.places})

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Narrow the JSON schema of the annotated type."""
        whole = deepcopy(handler.resolve_ref_schema(handler(schema)))
        *texts, fields = whole.get("anyOf", [whole])
        properties = fields["properties"]
        for name in properties.keys() & {"amount", "low", "high"}:
            self._narrow(properties[name])
        if self.currency is not None:
            properties["currency"] = {"title": "Currency", "type": "string", "const": str(self.currency)}
            for text in texts:
                text["description"] += f" A number without a currency is {self.currency!s}."
        examples = [each for each in whole.pop("examples", ()) if self._allows(each)]
        if self.text and texts:
            del whole["anyOf"]
            whole |= texts[0] | {"description": texts[0]["description"] + self._limits()}
            examples = [each for each in examples if isinstance(each, str)]
        return whole | ({"examples": examples} if examples else {})

    def _limits(self) -> str:
        """Return the limits as a sentence; empty if there are none."""
        words = [f"{_BOUNDS[name].words} {plain(limit)}" for name, limit in self._bounds().items()]
        words += [] if self.places is None else [f"at most {self.places} decimal places"]
        said = ", ".join(words)
        return f" {said[0].upper()}{said[1:]}." if said else ""

    def _narrow(self, number: JsonSchemaValue) -> None:
        """Write the limits into the JSON schema of a number."""
        number["description"] += self._limits()
        for form in number.get("anyOf", [number]):
            if form["type"] == "string":
                if any(getattr(self, name) is not None and getattr(self, name) >= 0 for name in ("ge", "gt")):
                    form["pattern"] = form["pattern"].replace(_SIGN, "")
                if self.places is not None:
                    digits = rf"(\.[0-9]{{1,{self.places}}}0*)?" if self.places else r"(\.0+)?"
                    form["pattern"] = form["pattern"].replace(_FRACTION, digits)
            elif form["type"] == "integer":
                for name, limit in self._bounds().items():
                    excluded = int(_BOUNDS[name].excluded)
                    if _BOUNDS[name].upper:
                        most = int(limit.to_integral_value(ROUND_CEILING if excluded else ROUND_FLOOR)) - excluded
                        form["maximum"] = min(most, form.get("maximum", most))
                    else:
                        least = int(limit.to_integral_value(ROUND_FLOOR if excluded else ROUND_CEILING)) + excluded
                        form["minimum"] = max(least, form.get("minimum", least))

    def _allows(self, example: Any) -> bool:  # noqa: ANN401  # it may be anything
        """Tell whether an example of a JSON schema is within the limits."""
        try:
            if isinstance(example, str):
                self._check(self._reader().read(example).range)
            else:
                low, high = (example.get(end, example.get("amount")) for end in ("low", "high"))
                self._check(MoneyRange(low, high, example["currency"]))
        except (KrmoneyError, PydanticCustomError, PydanticKnownError, AttributeError, KeyError):
            return False
        return True
