"""krmoney's values in pydantic models: one description for each type, and one function that makes a schema of it.

The types need nothing from here: a field annotated `krmoney.Money` reads and writes money. What is here to import is
`MoneyField`, which narrows such a field:

>>> from typing import Annotated
>>> from krmoney import Money
>>> from pydantic import TypeAdapter
>>> TypeAdapter(Annotated[Money, MoneyField(currency="KRW", ge=0)]).validate_python("337억")
Money(33700000000, 'KRW')
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final, LiteralString, NamedTuple

from pydantic import Field
from pydantic_core import PydanticCustomError, PydanticKnownError, PydanticSerializationUnexpectedValue, core_schema

from krmoney.errors import (
    AmbiguousCurrencyError,
    AmountError,
    CurrencyMismatchError,
    KrmoneyError,
    NoCurrencyError,
    NotOneAmountError,
    ParseError,
    UnknownCurrencyError,
)
from krmoney.iso import Currency
from krmoney.parsing import parse, read
from krmoney.values import Evidence, Kind, Mention, Money, MoneyRange, Quote, Rate, Type, exact, plain

if TYPE_CHECKING:
    from pydantic import (
        GetCoreSchemaHandler,
        GetJsonSchemaHandler,
        SerializationInfo,
        ValidatorFunctionWrapHandler,
    )
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["MoneyField", "core_schema_of"]


class _Bound(NamedTuple):
    """How a limit works, and what it is called."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyField:
    """What a field of `Money` or `MoneyRange` may hold: ``Annotated[Money, MoneyField(currency="KRW", ge=0)]``.

    A range has to lie within the limits as a whole; one that is open on a limited side does not.

    Args:
        currency: the one ISO 4217 code that is allowed. It is also the currency of text that names none (``"337억"``),
            and decides a shared name that can mean it (크로나).
        ge, gt, le, lt: the amount is at least, more than, at most, less than this many units of the currency.
        places: the most digits that may stand behind the decimal point.

    Raises:
        AmountError: a limit is not exact, or `places` is no count.
        UnknownCurrencyError: there is no such code.
    """

    currency: str | None = None
    ge: Decimal | int | str | None = None
    gt: Decimal | int | str | None = None
    le: Decimal | int | str | None = None
    lt: Decimal | int | str | None = None
    places: int | None = None

    def __post_init__(self) -> None:
        """Check the limits, and keep them as exact numbers."""
        if self.currency is not None:
            object.__setattr__(self, "currency", Currency(self.currency))
        for name in _BOUNDS:
            if (limit := getattr(self, name)) is not None:
                object.__setattr__(self, name, exact(limit, "a limit"))
        if self.places is not None and (type(self.places) is not int or self.places < 0):
            message = f"places is a count of digits, not {self.places!r}"
            raise AmountError(message)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Make the schema of the annotated type, narrowed."""
        if not isinstance(source, type) or not issubclass(source, Money | MoneyRange):
            message = f"MoneyField narrows Money or MoneyRange, not {source!r}; write Annotated[Money, …] inside of it"
            raise TypeError(message)
        return handler.generate_schema(_form(source, self))


_ANY: Final = MoneyField()
_POSITIVE: Final = MoneyField(gt=0)


def _bounds(limits: MoneyField) -> dict[str, Decimal]:
    """Return the bounds that are set, by name."""
    return {name: bound for name in _BOUNDS if (bound := getattr(limits, name)) is not None}


def _check(value: object, limits: MoneyField) -> None:
    """Refuse money that is beyond the limits."""
    if limits is _ANY or not isinstance(value, Money | MoneyRange):
        return
    if limits.currency is not None and value.currency != limits.currency:
        context = {"wanted": str(limits.currency), "currency": str(value.currency)}
        kind = _KINDS[CurrencyMismatchError]
        raise PydanticCustomError(kind, "{wanted} is wanted here, not {currency}", context)
    span = value if isinstance(value, MoneyRange) else MoneyRange(value.amount, value.amount, value.currency)
    for name, limit in _bounds(limits).items():
        bound = _BOUNDS[name]
        end, included = (span.high, span.high_inclusive) if bound.upper else (span.low, span.low_inclusive)
        beyond = end is None or (end > limit if bound.upper else end < limit)
        if beyond or (end == limit and included and bound.excluded):
            raise PydanticKnownError(bound.error, {name: limit})
    places = max(len(plain(end).partition(".")[2]) for end in (span.low, span.high) if end is not None)
    if limits.places is not None and places > limits.places:
        error: Final = "decimal_max_places"
        raise PydanticKnownError(error, {"decimal_places": limits.places})


def _allows(limits: MoneyField, value: object) -> bool:
    try:
        _check(value, limits)
    except (PydanticCustomError, PydanticKnownError):
        return False
    return True


# The types of our errors in a `ValidationError`. Programs tell errors apart by them, so they do not change.
_KINDS: Final[dict[type[KrmoneyError], LiteralString]] = {
    AmountError: "krmoney_amount",
    UnknownCurrencyError: "krmoney_unknown_currency",
    CurrencyMismatchError: "krmoney_currency_mismatch",
    ParseError: "krmoney_parse",
    NoCurrencyError: "krmoney_no_currency",
    AmbiguousCurrencyError: "krmoney_ambiguous_currency",
    NotOneAmountError: "krmoney_not_one_amount",
}


def _refusal(error: KrmoneyError) -> PydanticCustomError:
    """Return one of our errors as pydantic's, with what it carries as context."""
    context = {part: getattr(error, part) for part in ("text", "span", "hint", "candidates") if hasattr(error, part)}
    # The message is filled in last, so that braces in the text it repeats stay braces.
    return PydanticCustomError(_KINDS[type(error)], "{message}", {**context, "message": str(error)})


def _amount(value: Decimal | int | str) -> Decimal:
    """Take an exact number; of strings, those that the JSON schema allows."""
    if isinstance(value, float):
        raise _inexact(value)
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        raise _refusal(AmountError("an amount is written in plain digits, such as '450000000' or '0.5'"))
    try:
        return exact(value)
    except AmountError as error:
        raise _refusal(error) from error


def _inexact(value: float) -> PydanticCustomError:
    message = f"an amount must be exact: {value!r} is a float; write it as a string, {str(value)!r}"
    return _refusal(AmountError(message))


_PLAIN: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def _code(value: str) -> Currency:
    try:
        return Currency(value)
    except UnknownCurrencyError as error:
        raise _refusal(error) from error


@dataclass(frozen=True, slots=True)
class _Number:
    """Annotates an exact number: a plain decimal string or an integer in, a plain decimal string out."""

    what: str
    limits: MoneyField = _ANY
    optional: bool = False

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        number = core_schema.no_info_plain_validator_function(_amount)
        return core_schema.nullable_schema(number) if self.optional else number

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        forms = [self._string()]
        if handler.mode == "validation":
            forms.append(self._integer())
        if self.optional:
            forms.append({"type": "null"})
        words = [f"{_BOUNDS[name].words} {plain(limit)}" for name, limit in _bounds(self.limits).items()]
        if self.limits.places is not None:
            words.append(f"at most {self.limits.places} decimal places")
        said = {"description": f"{self.what}: {', '.join(words)}." if words else f"{self.what}."}
        return said | (forms[0] if len(forms) == 1 else {"anyOf": forms})

    def _string(self) -> JsonSchemaValue:
        bounds, places = _bounds(self.limits), self.limits.places
        sign = "" if any(bounds.get(name, -1) >= 0 for name in ("ge", "gt")) else "-?"
        fraction = r"(\.[0-9]+)?" if places is None else rf"(\.[0-9]{{1,{places}}}0*)?" if places else r"(\.0+)?"
        return {"type": "string", "pattern": f"^{sign}[0-9]+{fraction}$"}

    def _integer(self) -> JsonSchemaValue:
        integer: JsonSchemaValue = {"type": "integer"}
        for name, limit in _bounds(self.limits).items():
            excluded = int(_BOUNDS[name].excluded)
            if _BOUNDS[name].upper:
                most = int(limit.to_integral_value(ROUND_CEILING if excluded else ROUND_FLOOR)) - excluded
                integer["maximum"] = min(most, integer.get("maximum", most))
            else:
                least = int(limit.to_integral_value(ROUND_FLOOR if excluded else ROUND_CEILING)) + excluded
                integer["minimum"] = max(least, integer.get("minimum", least))
        return integer


@dataclass(frozen=True, slots=True)
class _Code:
    """Annotates a currency code, and is how pydantic sees `Currency`."""

    limits: MoneyField = _ANY

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        code = core_schema.no_info_plain_validator_function(_code)
        return core_schema.lax_or_strict_schema(
            code,
            core_schema.json_or_python_schema(code, core_schema.is_instance_schema(Currency)),
            serialization=core_schema.to_string_ser_schema(when_used="json"),
        )

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        if self.limits.currency is not None:
            return {"type": "string", "const": str(self.limits.currency)}
        return {"type": "string", "pattern": "^[A-Z]{3}$", "description": "An ISO 4217 currency code, such as KRW."}


def _number(what: str, limits: MoneyField = _ANY, *, optional: bool = False) -> Any:  # noqa: ANN401  # an annotation
    return Annotated[Decimal | None if optional else Decimal, _Number(what, limits, optional)]


_Prefer = str | tuple[()]
_Reader = Callable[[str, str | None, _Prefer], object]  # text, currency of bare numbers, preferred currency → value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How a type is read, written and described: what pydantic is told of it.

    Attributes:
        of: the type.
        what: a sentence about it.
        fields: limits → the annotations of the fields of its object form; the constructor says which are required.
        write: value → its object form, ready for JSON.
        always: the fields that `write` never leaves out.
        read: what reads its text form; None if it has none.
        text: what its text form is.
        texts: examples of it.
        make: fields → value, where that is not the type itself.
        limits: what the field may hold.
    """

    of: type[Any]
    what: str
    fields: Callable[[MoneyField], dict[str, Any]]
    write: Callable[[Any], dict[str, Any]]
    always: tuple[str, ...]
    read: _Reader | None = None
    text: str = ""
    texts: tuple[str, ...] = ()
    make: Callable[..., object] | None = None
    limits: MoneyField = _ANY

    @property
    def required(self) -> list[str]:
        parameters = inspect.signature(self.of).parameters.values()
        return [each.name for each in parameters if each.default is inspect.Parameter.empty]

    def __get_pydantic_core_schema__(self, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        def accept(value: object, read: ValidatorFunctionWrapHandler) -> object:
            result = value if isinstance(value, self.of) else read(value)
            _check(result, self.limits)
            return result

        accept.__name__ = self.of.__name__  # it stands in the errors of unions
        strict = core_schema.json_or_python_schema(self._object(handler), core_schema.is_instance_schema(self.of))
        lax = core_schema.no_info_wrap_validator_function(self._read, self._object(handler))
        return core_schema.no_info_wrap_validator_function(
            accept,
            core_schema.lax_or_strict_schema(lax, strict),
            # A JSON schema defines the type once, under its name; what is narrowed stands where it is used.
            ref=f"{self.of.__module__}.{self.of.__qualname__}:{id(self.of)}" if self.limits is _ANY else None,
            serialization=core_schema.plain_serializer_function_ser_schema(
                self._serialise, info_arg=True, return_schema=_WRITTEN
            ),
        )

    def _object(self, handler: GetCoreSchemaHandler) -> CoreSchema:
        required = self.required
        fields = {
            name: core_schema.typed_dict_field(handler.generate_schema(kind), required=name in required)
            for name, kind in self.fields(self.limits).items()
        }
        return core_schema.no_info_after_validator_function(
            self._make, core_schema.typed_dict_schema(fields, extra_behavior="forbid")
        )

    def _read(self, value: object, read_object: ValidatorFunctionWrapHandler) -> object:
        if isinstance(value, Mapping):
            return read_object(value)
        if isinstance(value, str) and self.read is not None:
            return self._of_text(value, self.read)
        if isinstance(value, float):
            raise _inexact(value)
        forms = f"an object or as text such as “{self.texts[0]}”" if self.texts else "an object"
        context = {"wanted": self.of.__name__, "forms": forms, "given": type(value).__name__}
        kind: Final = "krmoney_type"
        raise PydanticCustomError(kind, "a {wanted} is wanted here, as {forms}, not {given}", context)

    def _make(self, fields: dict[str, Any]) -> object:
        try:
            return (self.make or self.of)(**fields)
        except KrmoneyError as error:
            raise _refusal(error) from error

    def _of_text(self, text: str, reader: _Reader) -> object:
        currency = self.limits.currency
        try:
            try:
                value = reader(text, currency, ())
            except AmbiguousCurrencyError as error:
                if currency is None or currency not in error.candidates:
                    raise
                value = reader(text, currency, currency)
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
        inner = schema["schema"]  # the one made above
        fields = handler(inner["lax_schema"])
        head: JsonSchemaValue = {"title": self.of.__name__, "description": self.what}
        examples = self._examples()
        if handler.mode == "serialization":
            fields["required"] = list(self.always)
            written = [self.write(value) for value in examples.values()]
            return head | fields | ({"examples": written} if written else {})
        if self.read is None or inner.get("strict"):
            return head | fields
        bare = f"; a number without a currency is {self.limits.currency!s}" if self.limits.currency else ""
        text: JsonSchemaValue = {"type": "string", "description": f"{self.text}{bare}."}
        whole = head | {"anyOf": [fields, text]}
        if examples:
            whole["examples"] = [*examples, self.write(list(examples.values())[-1])]
        return whole

    def _examples(self) -> dict[str, Any]:
        """Return those examples that are within the limits, and their values."""
        found: dict[str, Any] = {}
        if self.read is not None:
            for text in self.texts:
                value = self._of_text(text, self.read)
                if _allows(self.limits, value):
                    found[text] = value
        return found


# What a serialiser returned is written by this: an object as it is, and in Python mode a value as it is.
_WRITTEN: Final = core_schema.union_schema(
    [
        core_schema.dict_schema(),
        core_schema.any_schema(serialization=core_schema.to_string_ser_schema(when_used="json")),
    ]
)


def _read_money(text: str, currency: str | None, prefer: _Prefer) -> Money:
    return parse(text, currency=currency, prefer=prefer)


def _read_range(text: str, currency: str | None, prefer: _Prefer) -> MoneyRange:
    mention = read(text, currency=currency, prefer=prefer)
    if mention.type == "money" and mention.currency is None:
        codes = tuple(map(str, mention.candidates))
        message = f"the currency is shared by {', '.join(codes)}"
        raise AmbiguousCurrencyError(message, text, (mention.start, mention.end), "name the country", codes)
    return mention.range


def _read_rate(text: str, _currency: str | None, _prefer: _Prefer) -> Rate:
    rate = read(text).rate
    if rate is None:
        message = "no exchange rate"
        raise ParseError(message, text, (0, len(text)), "such as 1달러=1,380원")
    return rate


def _read_mention(text: str, _currency: str | None, _prefer: _Prefer) -> Mention:
    return read(text)


def _write_money(money: Money) -> dict[str, Any]:
    row: dict[str, Any] = {"amount": plain(money.amount), "currency": str(money.currency)}
    return row if money.rate is None else row | {"rate": money.rate.to_row()}


def _write_range(span: MoneyRange) -> dict[str, Any]:
    return {
        "low": None if span.low is None else plain(span.low),
        "high": None if span.high is None else plain(span.high),
        "currency": str(span.currency),
        "low_inclusive": span.low_inclusive,
        "high_inclusive": span.high_inclusive,
    }


def _write_quote(quote: Quote) -> dict[str, Any]:
    rate = None if quote.rate is None else quote.rate.to_row()
    return quote._asdict() | {"currency": str(quote.currency), "rate": rate}


def _make_mention(*, restated: Quote | None = None, **fields: Any) -> Mention:  # noqa: ANN401  # as they come
    """Take the quote under either name that `Mention.to_row` has for it, and lists, which is what JSON has."""
    if restated is not None:
        fields["quote"] = restated
    for name in fields.keys() & {"candidates", "evidence"}:
        fields[name] = tuple(fields[name])
    return Mention(**fields)


_OFFSET: Final = Annotated[int, Field(ge=0)]

_FORMS: Final = (
    _Form(
        of=Money,
        what="An exact amount of one currency.",
        fields=lambda limits: {
            "amount": _number("The amount in units of the currency (won, not 억원)", limits),
            "currency": Annotated[Currency, _Code(limits)],
            "rate": Annotated[Rate | None, Field(description="The exchange rate quoted beside the amount.")],
        },
        always=("amount", "currency"),
        write=_write_money,
        read=_read_money,
        text="One amount in Korean text",
        texts=("2조4000억원", "4억5000만 달러"),
    ),
    _Form(
        of=MoneyRange,
        what="Amounts of one currency from one end to another; an end that is null is open.",
        fields=lambda limits: {
            "low": _number("The lower end", limits, optional=True),
            "high": _number("The upper end", limits, optional=True),
            "currency": Annotated[Currency, _Code(limits)],
            "low_inclusive": Annotated[bool, Field(description="Whether the lower end itself is meant.")],
            "high_inclusive": Annotated[bool, Field(description="Whether the upper end itself is meant.")],
        },
        always=("low", "high", "currency", "low_inclusive", "high_inclusive"),
        write=_write_range,
        read=_read_range,
        text="A range, a bound or one amount in Korean text",
        texts=("1~2조원", "1조원 이상"),
    ),
    _Form(
        of=Rate,
        what="An exchange rate: what one unit of the base currency is worth in the counter currency.",
        fields=lambda _: {
            "base": Currency,
            "counter": Currency,
            "value": _number("Counter units for one base unit", _POSITIVE),
            "low": _number("The least that a rounded rate may have been", _POSITIVE, optional=True),
            "high": _number("The most that a rounded rate may have been", _POSITIVE, optional=True),
        },
        always=("base", "counter", "value", "low", "high"),
        write=Rate.to_row,
        read=_read_rate,
        text="An exchange rate in Korean text",
        texts=("1달러=1,380원",),
    ),
    _Form(
        of=Quote,
        what="The restatement of a foreign amount in another currency.",
        fields=lambda _: {
            "start": _OFFSET,
            "end": _OFFSET,
            "text": str,
            "currency": Currency,
            "rate": Annotated[Rate | None, Field(description="The exchange rate that the pair implies.")],
        },
        always=Quote._fields,
        write=_write_quote,
    ),
    _Form(
        of=Evidence,
        what="Why something was inferred that the words of a figure do not say themselves.",
        fields=lambda _: {"question": str, "reason": str, "text": str, "start": _OFFSET, "end": _OFFSET},
        always=Evidence._fields,
        write=Evidence._asdict,
    ),
    _Form(
        of=Mention,
        what="A figure in a text, with everything that the text says about it.",
        fields=lambda _: {
            "start": Annotated[_OFFSET, Field(description="Where it begins, in code points of the text.")],
            "end": Annotated[_OFFSET, Field(description="Where it ends, exclusive.")],
            "text": Annotated[str, Field(description="The figure as written.")],
            "type": Type,
            "kind": Kind,
            "low": _number("The least that is meant; null where it is open", optional=True),
            "high": _number("The most that is meant; null where it is open", optional=True),
            "low_inclusive": bool,
            "high_inclusive": bool,
            "approx": Annotated[bool, Field(description="Whether the text hedges: 약, 가량, 여.")],
            "currency": Annotated[Currency | None, Field(description="Null where the text does not decide.")],
            "candidates": Annotated[list[Currency], Field(description="What a shared name can mean.")],
            "elided": Annotated[bool, Field(description="Whether the won is only understood.")],
            "denomination": Annotated[bool, Field(description="Whether it counts notes or coins: 5만원권.")],
            "per": Annotated[str | None, Field(description="What one amount is for: 배럴당.")],
            "period": Annotated[str | None, Field(description="How often: 연, 매월.")],
            "quote": Annotated[Quote | None, Field(description="The restatement of a single amount.")],
            "restated": Annotated[Quote | None, Field(description="The restatement of a range.")],
            "value": _number("The number of a percentage or multiple", optional=True),
            "unit": Annotated[str | None, Field(description="The unit of a percentage or multiple: %, %p, bp, 배.")],
            "rate": Annotated[Rate | None, Field(description="The exchange rate that the text states.")],
            "evidence": list[Evidence],
        },
        always=(
            *("start", "end", "text", "type", "kind"),
            *("low", "high", "low_inclusive", "high_inclusive", "approx"),
        ),
        write=Mention.to_row,
        read=_read_mention,
        text="One figure in Korean text",
        make=_make_mention,
        texts=("약 2조4000억원", "7.5%"),
    ),
)


def _form(of: type[Any], limits: MoneyField = _ANY) -> _Form:
    """Return the form of a type, or of a subclass of one."""
    form = next(each for base in of.__mro__ for each in _FORMS if each.of is base)
    return replace(form, of=of, limits=limits)


def core_schema_of(of: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
    """Make the schema of one of krmoney's types: what their ``__get_pydantic_core_schema__`` call."""
    return handler.generate_schema(_Code() if issubclass(of, Currency) else _form(of))
