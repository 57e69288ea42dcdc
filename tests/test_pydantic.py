"""krmoney's values in pydantic models: what is accepted, refused, dumped, and said in JSON schemas."""

import copy
import dataclasses
import inspect
import json
import pickle
import re
import types
import warnings
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PydanticSchemaGenerationError,
    Strict,
    TypeAdapter,
    ValidationError,
)
from pydantic.json_schema import models_json_schema
from pydantic_core import to_jsonable_python

import krmoney
from krmoney import Currency, Evidence, Mention, Money, MoneyRange, Quote, Rate, Span, errors, models
from krmoney.models import MoneyField
from krmoney.testing import money, ranges, rates

TYPES = (Money, MoneyRange, Rate, Mention)
QUOTED = "337억 크로나(약 4조 4000억원)"


def refused(annotation: Any, value: Any, *, by: str = "python", **options: Any) -> dict[str, Any]:
    """The one error with which a value is refused."""
    adapter = TypeAdapter(annotation)
    validate = {"python": adapter.validate_python, "json": adapter.validate_json}[by]
    with pytest.raises(ValidationError) as caught:
        validate(value, **options)
    assert caught.value.error_count() == 1
    return dict(caught.value.errors()[0])


# What is accepted -----------------------------------------------------------------------------------------------------

KRONOR = krmoney.parse(QUOTED)
ACCEPTED = [
    (Money, "2조4000억원", Money(2_400_000_000_000, "KRW")),
    (Money, {"amount": "450000000", "currency": "USD"}, Money(450_000_000, "USD")),
    (Money, {"amount": 450_000_000, "currency": "USD", "rate": None}, Money(450_000_000, "USD")),
    (Money, {"amount": "-0.50", "currency": "USD"}, Money("-0.5", "USD")),
    (Money, QUOTED, KRONOR),
    (MoneyRange, "1~2조원", MoneyRange(10**12, 2 * 10**12, "KRW")),
    (MoneyRange, "1조원 이상", MoneyRange(10**12, None, "KRW")),
    (MoneyRange, "1조원", MoneyRange(10**12, 10**12, "KRW")),
    (MoneyRange, {"low": "1", "high": None, "currency": "KRW"}, MoneyRange(1, None, "KRW")),
    (
        MoneyRange,
        {"low": 1, "high": 2, "currency": "KRW", "high_inclusive": False},
        MoneyRange(1, 2, "KRW", high_inclusive=False),
    ),
    (Rate, "1달러=1,380원", Rate("USD", "KRW", 1380)),
    (Rate, {"base": "USD", "counter": "KRW", "value": "1380.5"}, Rate("USD", "KRW", "1380.5")),
    (
        Rate,
        {"base": "USD", "counter": "KRW", "value": 1380, "low": "1379.5", "high": None},
        Rate("USD", "KRW", 1380, low="1379.5"),
    ),
    (Mention, "약 3조원대", krmoney.read("약 3조원대")),
    (Mention, QUOTED, krmoney.read(QUOTED)),
    (Mention, "7.5%", krmoney.read("7.5%")),
    (Currency, "SEK", Currency("SEK")),
    (Currency, "sek", Currency("SEK")),
]


@pytest.mark.parametrize(("annotation", "given", "expected"), ACCEPTED)
def test_accepted(annotation: Any, given: Any, expected: Any) -> None:
    adapter = TypeAdapter(annotation)
    for value in (
        adapter.validate_python(given),
        adapter.validate_python(expected),
        adapter.validate_json(json.dumps(given)),
    ):
        assert value == expected
        assert type(value) is annotation
        assert getattr(value, "rate", None) == getattr(expected, "rate", None)  # which equality of money leaves out


def test_python_takes_exact_numbers_and_any_mapping() -> None:
    amount = {"amount": Decimal("0.5"), "currency": Currency("USD"), "rate": Rate("USD", "KRW", 1380)}
    found = TypeAdapter(Money).validate_python(types.MappingProxyType(amount))
    assert (found, found.rate) == (Money("0.5", "USD"), Rate("USD", "KRW", 1380))


def test_an_instance_stays_the_instance() -> None:
    assert TypeAdapter(Money).validate_python(KRONOR) is KRONOR


class Won(Money):
    """A subclass."""

    __slots__ = ()


def test_a_subclass_makes_itself() -> None:
    adapter = TypeAdapter(Won)
    for value in ("1원", {"amount": 1, "currency": "KRW"}, Won(1, "KRW")):
        assert type(adapter.validate_python(value)) is Won
    assert type(TypeAdapter(Money).validate_python(Won(1, "KRW"))) is Won
    assert adapter.json_schema()["title"] == "Won"
    assert refused(Won, Money(1, "KRW"))["type"] == "krmoney_type"


@pytest.mark.parametrize("annotation", [*TYPES, Quote, Span, Evidence])
def test_every_field_is_described(annotation: Any) -> None:
    described = TypeAdapter(annotation).json_schema(mode="serialization")
    assert set(described["properties"]) - {"doc"} - ({"value"} if annotation is Mention else set()) == set(
        inspect.signature(annotation).parameters
    )


def test_rows_of_the_command_are_mentions() -> None:
    mentions = krmoney.extract("337억 크로나(약 4조 4000억원), 20만∼30만 달러(약 2억4천만∼3억6천만원), 14.3% 감소")
    rows = [json.dumps(row, ensure_ascii=False) for row in mentions.to_rows("news.txt")]
    assert [TypeAdapter(Mention).validate_json(row) for row in rows] == [*mentions]


# What is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("annotation", "value", "kind", "message"),
    [
        (Money, "4억 abc", "krmoney_parse", "cannot read 'abc'"),
        (Money, "", "krmoney_no_value", "the cell has no value"),
        (Money, "337억", "krmoney_no_currency", "a number without a currency"),
        (Money, "10억 크로나", "krmoney_ambiguous_currency", "shared by SEK, ISK"),
        (MoneyRange, "10억~20억 크로나", "krmoney_ambiguous_currency", "shared by SEK, ISK"),
        (Money, "1~2조원", "krmoney_not_one_amount", "not one amount but a range"),
        (MoneyRange, "7.5%", "krmoney_not_one_amount", "not a range of money"),
        (Rate, "2조원", "krmoney_parse", "no exchange rate"),
        (Money, 1.5, "krmoney_amount", "must be exact: 1.5 is a float; write it as a string, '1.5'"),
        (Money, 5, "krmoney_type", "expected Money as an object or as text such as “2조4000억원”, not int"),
        (Money, None, "krmoney_type", "not NoneType"),
        (Money, ["2조원"], "krmoney_type", "not list"),
        (Evidence, "text", "krmoney_type", "expected Evidence as an object, not str"),
        (Money, b"2", "krmoney_type", "not bytes"),
        (Rate, {"base": "USD", "counter": "KRW", "value": "-1"}, "krmoney_amount", "a rate must be positive"),
        (Rate, {"base": "USD", "counter": "KRW", "value": 5, "low": 6}, "krmoney_amount", "between its error bars"),
        (MoneyRange, {"low": 2, "high": 1, "currency": "KRW"}, "krmoney_amount", "from low to high"),
        (
            Rate,
            {"base": "KRW", "counter": "KRW", "value": 1},
            "krmoney_currency_mismatch",
            "needs two different currencies",
        ),
        (MoneyRange, {"low": None, "high": None, "currency": "KRW"}, "krmoney_amount", "at least one end"),
        (Currency, "won", "krmoney_unknown_currency", "unknown currency 'won'"),
        (Currency, 5, "krmoney_unknown_currency", "unknown currency 5"),
    ],
)
def test_refused(annotation: Any, value: Any, kind: str, message: str) -> None:
    found = refused(annotation, value)
    assert found["loc"] == ()
    assert found["type"] == kind
    assert message in found["msg"]
    if isinstance(value, str | int | float | list | dict | None):
        assert refused(annotation, json.dumps(value), by="json")["type"] == kind


@pytest.mark.parametrize(
    "amount", [1.5, 1.0, True, "1e5", "1,000", " 1", "+1", ".5", "5.", "NaN", "Infinity", "٣", "1_0", "", None, [], {}]
)
@pytest.mark.parametrize("strict", [False, True])
def test_what_is_not_an_amount(amount: Any, *, strict: bool) -> None:
    found = refused(Money, json.dumps({"amount": amount, "currency": "KRW"}), by="json", strict=strict)
    assert (found["loc"], found["type"]) == (("amount",), "krmoney_amount")
    if isinstance(amount, float):
        assert "must be exact" in found["msg"]


@pytest.mark.parametrize("number", ["1.5", "1e3", "NaN", "-Infinity", "1E400"])
def test_a_json_number_with_a_point_or_exponent_is_not_an_amount(number: str) -> None:
    found = refused(Money, f'{{"amount": {number}, "currency": "KRW"}}', by="json")
    assert (found["loc"], found["type"]) == (("amount",), "krmoney_amount")
    assert "must be exact" in found["msg"]


def test_every_wrong_field_is_named() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(list[Money]).validate_python([{"amount": 1.5, "curency": "USD", "rate": {"base": "XXQ"}}])
    assert {(each["loc"], each["type"]) for each in caught.value.errors()} == {
        ((0, "amount"), "krmoney_amount"),
        ((0, "currency"), "missing"),
        ((0, "curency"), "extra_forbidden"),
        ((0, "rate", "base"), "krmoney_unknown_currency"),
        ((0, "rate", "counter"), "missing"),
        ((0, "rate", "value"), "missing"),
    }


def test_the_context_holds_what_our_error_holds() -> None:
    with pytest.raises(krmoney.AmbiguousCurrencyError) as ours:
        krmoney.parse("10억 크로나")
    context = refused(Money, "10억 크로나")["ctx"]
    assert context == {
        "text": "10억 크로나",
        "span": ours.value.span,
        "hint": ours.value.hint,
        "candidates": ("SEK", "ISK"),
        "message": str(ours.value),
    }
    json.dumps(context)


def test_braces_in_the_text_stay_braces() -> None:
    found = refused(Money, "4억 {hint}{text}{message}")
    assert "“4억 {hint}{text}{message}”" in found["msg"]


def test_every_error_of_ours_has_a_type() -> None:
    ours = {each for each in vars(errors).values() if inspect.isclass(each) and issubclass(each, errors.KrmoneyError)}
    kinds = models._KINDS  # noqa: SLF001  # that it is complete shows nowhere else
    elsewhere = {
        errors.KrmoneyError,
        errors.LanguageError,
        errors.MissingExtraError,
        errors.RatesError,
        errors.VocabularyError,
    }  # no value is to blame
    assert set(kinds) == ours - elsewhere
    assert len(set(kinds.values())) == len(kinds)


# Strict mode ----------------------------------------------------------------------------------------------------------


class StrictDeal(BaseModel):
    """A model that converts nothing."""

    model_config = ConfigDict(strict=True)

    price: Money
    found: list[Mention] = []


@pytest.mark.parametrize("value", ["2조원", {"amount": "1", "currency": "KRW"}, 1.5, None])
@pytest.mark.parametrize("annotation", [Money, Annotated[Money, MoneyField(currency="KRW")]])
def test_strict_python_wants_an_instance(annotation: Any, value: Any) -> None:
    assert TypeAdapter(annotation).validate_python(Money(1, "KRW"), strict=True) == Money(1, "KRW")
    assert refused(annotation, value, strict=True)["type"] == "is_instance_of"
    assert refused(Annotated[annotation, Strict()], value)["type"] == "is_instance_of"


def test_strict_json_wants_an_object() -> None:
    for amount in ("1", 1):
        text = json.dumps({"price": {"amount": amount, "currency": "KRW"}})
        assert StrictDeal.model_validate_json(text).price == Money(1, "KRW")
    assert refused(StrictDeal, '{"price": "1원"}', by="json")["type"] == "dict_type"
    assert refused(Annotated[Money, MoneyField(currency="KRW")], '"1"', by="json", strict=True)["type"] == "dict_type"
    assert refused(Currency, "KRW", strict=True)["type"] == "is_instance_of"
    assert TypeAdapter(Currency).validate_json('"KRW"', strict=True) is Currency("KRW")


def test_a_strict_model_reads_what_it_dumps() -> None:
    deal = StrictDeal(price=KRONOR, found=[krmoney.read(text) for text in (QUOTED, "10억 크로나", "수조원")])
    again = StrictDeal.model_validate_json(deal.model_dump_json())
    assert (again, again.price.rate) == (deal, KRONOR.rate)


def test_strict_and_lax_fields_live_side_by_side() -> None:
    class Both(BaseModel):
        strict: Annotated[Money, Strict()]
        lax: Money

    assert Both(strict=Money(1, "KRW"), lax="1원").lax == Money(1, "KRW")  # type: ignore[arg-type]
    assert refused(Both, {"strict": "1원", "lax": "1원"})["loc"] == ("strict",)
    assert "anyOf" in TypeAdapter(Money).json_schema()
    assert "anyOf" not in TypeAdapter(Annotated[Money, Strict()]).json_schema()


# Dumps ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Money(Decimal("4.5E+8"), "USD"), {"amount": "450000000", "currency": "USD"}),
        (Money("-0.50", "USD"), {"amount": "-0.5", "currency": "USD"}),
        (
            Money(1, "USD", Rate("USD", "KRW", "1.38E+3")),
            {
                "amount": "1",
                "currency": "USD",
                "rate": {"base": "USD", "counter": "KRW", "value": "1380", "low": "1380", "high": "1380"},
            },
        ),
        (
            MoneyRange(Decimal("1E+12"), None, "KRW", low_inclusive=False),
            {"low": "1000000000000", "high": None, "currency": "KRW", "low_inclusive": False, "high_inclusive": True},
        ),
        (
            Rate("USD", "KRW", 1380, "1379.5", "1380.5"),
            {"base": "USD", "counter": "KRW", "value": "1380", "low": "1379.5", "high": "1380.5"},
        ),
        (krmoney.read(QUOTED), krmoney.read(QUOTED).to_row()),
        (
            Quote(2, 4, "1원", Currency("KRW"), plausible=True, rate=None),
            {"start": 2, "end": 4, "text": "1원", "currency": "KRW", "plausible": True, "rate": None},
        ),
        (
            Evidence("currency", "place", "스웨덴", 0, 3),
            {"question": "currency", "reason": "place", "text": "스웨덴", "start": 0, "end": 3},
        ),
        (Currency("SEK"), "SEK"),
    ],
)
def test_dump(value: Any, expected: Any) -> None:
    adapter = TypeAdapter(type(value))
    assert adapter.dump_python(value, mode="json") == expected
    assert json.loads(adapter.dump_json(value)) == expected
    kept = adapter.dump_python(value)
    assert kept == value
    assert type(kept) is type(value)
    assert adapter.validate_json(adapter.dump_json(value)) == value


@given(money(), rates())
def test_money_round_trips(amount: Money, rate: Rate) -> None:
    whole = Money(amount.amount, amount.currency, rate)
    adapter = TypeAdapter(Money)
    for again in (
        adapter.validate_json(adapter.dump_json(whole), strict=True),
        adapter.validate_python(adapter.dump_python(whole, mode="json")),
        adapter.validate_python(adapter.dump_python(whole), strict=True),
    ):
        assert (again, again.rate) == (whole, rate)


@given(ranges())
def test_ranges_round_trip(span: MoneyRange) -> None:
    adapter = TypeAdapter(MoneyRange)
    assert adapter.validate_json(adapter.dump_json(span), strict=True) == span


@given(rates())
def test_rates_round_trip(rate: Rate) -> None:
    adapter = TypeAdapter(Rate)
    assert adapter.validate_json(adapter.dump_json(rate), strict=True) == rate


def test_mentions_round_trip() -> None:
    adapter = TypeAdapter(list[Mention])
    lines = (Path(__file__).parent / "corpus" / "sentences.jsonl").read_text("utf-8").splitlines()
    texts = [re.sub("[⟦⟧]", "", text) for line in lines for text in json.loads(line)["texts"]]
    found = [mention for text in texts for mention in krmoney.extract(text)]
    assert {each.type for each in found} == {"money", "percent", "rate", "multiple"}
    assert any(each.quote for each in found if each.kind != "point")
    assert adapter.validate_json(adapter.dump_json(found), strict=True) == found
    assert adapter.validate_python([each.to_row() for each in found]) == found
    described = TypeAdapter(Mention).json_schema(mode="serialization")
    keys = [set(each.to_row()) for each in found]
    assert set.intersection(*keys) == set(described["required"])
    assert set.union(*keys) <= set(described["properties"])


def test_text_makes_the_same_json_wherever_it_stands() -> None:
    class Anything(BaseModel):
        value: Any
        other: dict[str, object]

    for value in (Money("4.5E+8", "USD"), Rate("USD", "KRW", "1E+3"), krmoney.read("1~2조원"), Currency("KRW")):
        expected = TypeAdapter(type(value)).dump_python(value, mode="json")
        model = Anything(value=value, other={"a": value})
        assert json.loads(model.model_dump_json()) == {"value": expected, "other": {"a": expected}}
        assert model.model_dump() == {"value": value, "other": {"a": value}}
        assert to_jsonable_python(value) == expected


def test_currencies_are_keys() -> None:
    adapter = TypeAdapter(dict[Currency, Money])
    held = adapter.validate_python({"KRW": "1원"})
    assert adapter.dump_json(held) == b'{"KRW":{"amount":"1","currency":"KRW"}}'
    assert adapter.validate_json(adapter.dump_json(held)) == held
    assert TypeAdapter(Any).dump_json(held) == adapter.dump_json(held)


# Models ---------------------------------------------------------------------------------------------------------------


class Deal(BaseModel):
    """What a program would have."""

    model_config = ConfigDict(frozen=True)

    price: Money
    fee: Money | None = None
    span: MoneyRange | None = None
    rate: Rate | None = None
    found: tuple[Mention, ...] = ()
    parts: dict[str, Money] = {}
    code: Currency = Currency("KRW")


FULL = Deal.model_validate(
    {
        "price": QUOTED,
        "fee": {"amount": 100, "currency": "USD"},
        "span": "1~2조원",
        "rate": "1달러=1,380원",
        "found": ["약 3조원", "7.5%"],
        "parts": {"a": "1원"},
        "code": "SEK",
    }
)


def test_a_model_round_trips() -> None:
    again = Deal.model_validate_json(FULL.model_dump_json())
    assert (again, again.price.rate) == (FULL, KRONOR.rate)
    assert Deal.model_validate(FULL.model_dump()) == FULL
    assert FULL.model_dump()["price"] is FULL.price


def test_a_model_is_copied_pickled_and_hashed() -> None:
    for again in (pickle.loads(pickle.dumps(FULL)), copy.deepcopy(FULL), FULL.model_copy()):  # noqa: S301  # our own
        assert (again, again.price.rate) == (FULL, KRONOR.rate)
    changed = FULL.model_copy(update={"price": Money(1, "KRW")}, deep=True)
    assert changed.price == Money(1, "KRW") != FULL.price
    flat = Deal(price=Money(1, "KRW"), parts={})
    assert hash(flat.price) == hash(Money("1.0", "KRW"))

    class Frozen(BaseModel):
        model_config = ConfigDict(frozen=True)

        price: Money
        found: Mention

    one, other = (Frozen(price=Money(each, "KRW"), found=krmoney.read(QUOTED)) for each in (1, "1.0"))
    assert len({one, other}) == 1


def test_dataclasses() -> None:
    @dataclasses.dataclass
    class Plain:
        price: Money
        rest: list[Money] = dataclasses.field(default_factory=list)

    @pydantic.dataclasses.dataclass(frozen=True)
    class Checked:
        price: Money
        plain: Plain | None = None

    class Pair(NamedTuple):
        low: Money
        high: Money

    found = TypeAdapter(Plain).validate_python({"price": "1원", "rest": ["2원"]})
    assert found == Plain(Money(1, "KRW"), [Money(2, "KRW")])
    checked = Checked(price="1원", plain=Plain(Money(1, "KRW")))  # type: ignore[arg-type]
    assert TypeAdapter(Checked).validate_json(TypeAdapter(Checked).dump_json(checked)) == checked
    assert TypeAdapter(Pair).validate_python(("1원", "2원")) == (Money(1, "KRW"), Money(2, "KRW"))
    assert hash(Checked(Money(1, "KRW"))) == hash(Checked(Money(1, "KRW")))


def test_annotations_that_are_read_later() -> None:
    class Later(BaseModel):
        model_config = ConfigDict(defer_build=True)

        price: "Money"
        next: "Later | None" = None

    found = Later.model_validate({"price": "1원", "next": {"price": "2원"}})
    assert found.next is not None
    assert found.next.price == Money(2, "KRW")


def test_the_order_of_the_types_does_not_matter() -> None:
    for first, second in ((Money, Rate), (Rate, Money), (Mention, Money), (Money, Mention)):
        made = pydantic.create_model("Made", a=(first, ...), b=(second, ...), c=(list[first], []))  # type: ignore[valid-type]
        names = set(made.model_json_schema()["$defs"])
        assert {first.__name__, second.__name__} <= names <= {"Money", "Rate", "Mention", "Quote", "Span", "Evidence"}


def test_unions_take_what_fits() -> None:
    either = TypeAdapter(Money | MoneyRange | Rate)
    assert either.validate_python("2조원") == Money(2 * 10**12, "KRW")
    assert isinstance(either.validate_python("1~2조원"), MoneyRange)
    assert isinstance(either.validate_python("1달러=1,380원"), Rate)
    for value in (Money(1, "KRW"), MoneyRange(1, 2, "KRW"), Rate("USD", "KRW", 1380)):
        assert either.validate_python(value) is value
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert either.validate_json(either.dump_json(value)) == value
            assert either.dump_python(value) is value
    with pytest.raises(ValidationError) as caught:
        either.validate_python("?")
    assert [each["loc"] for each in caught.value.errors()] == [
        (f"function-wrap[{name}()]",) for name in ("Money", "MoneyRange", "Rate")
    ]
    assert TypeAdapter(Money | str).validate_python("2조원") == "2조원"  # the text is a str already
    first = Annotated[Money | str, Field(union_mode="left_to_right")]
    assert TypeAdapter(first).validate_python("2조원") == Money(2 * 10**12, "KRW")
    assert TypeAdapter(first).validate_python("곧 공개") == "곧 공개"


def test_what_is_not_money_warns_when_dumped() -> None:
    wrong = Deal.model_construct(price="곧 공개")  # type: ignore[arg-type]
    with pytest.warns(UserWarning, match="Expected `Money` but got `str`"):
        assert wrong.model_dump(mode="json")["price"] == "곧 공개"


def test_the_figures_of_a_text_are_a_list_of_mentions() -> None:
    found = krmoney.extract("1조원과 2조원")
    assert TypeAdapter(list[Mention]).validate_python(found) == list(found)
    assert TypeAdapter(tuple[Mention, ...]).validate_python(found) == tuple(found)


# Narrower fields ------------------------------------------------------------------------------------------------------

LIMITS = MoneyField(currency="KRW", ge=1000, lt="2000.5", places=1)


@pytest.mark.parametrize(
    ("limits", "value", "kind", "context"),
    [
        (MoneyField(ge=1000), "999원", "greater_than_equal", {"ge": 1000}),
        (MoneyField(gt=1000), "1000원", "greater_than", {"gt": 1000}),
        (MoneyField(le=1000), "1001원", "less_than_equal", {"le": 1000}),
        (MoneyField(lt=1000), "1000원", "less_than", {"lt": 1000}),
        (MoneyField(ge="0.5"), {"amount": "0.4999", "currency": "USD"}, "greater_than_equal", {"ge": Decimal("0.5")}),
        (MoneyField(places=0), "1.5달러", "decimal_max_places", {"decimal_places": 0}),
        (MoneyField(places=2), "1.505달러", "decimal_max_places", {"decimal_places": 2}),
        (
            MoneyField(currency="KRW"),
            "1달러",
            "krmoney_currency_mismatch",
            {"wanted": "KRW", "currency": "USD"},
        ),
    ],
)
def test_beyond_a_limit(limits: MoneyField, value: Any, kind: str, context: dict[str, Any]) -> None:
    for annotation in (Annotated[Money, limits], Annotated[MoneyRange, limits]):
        if annotation.__origin__ is MoneyRange and isinstance(value, dict):
            continue
        found = refused(annotation, value)
        assert (found["type"], found["ctx"]) == (kind, context)
    instance = TypeAdapter(Money).validate_python(value)
    assert refused(Annotated[Money, limits], instance, strict=True)["type"] == kind


@pytest.mark.parametrize(
    ("limits", "value"),
    [
        (MoneyField(ge=1000, le=1000), "1000원"),
        (MoneyField(gt="999.99", lt="1000.01"), "1000원"),
        (MoneyField(places=2), {"amount": "1.500", "currency": "USD"}),
        (MoneyField(places=0), {"amount": "1.0", "currency": "USD"}),
        (MoneyField(), "-5원"),
    ],
)
def test_within_the_limits(limits: MoneyField, value: Any) -> None:
    assert isinstance(TypeAdapter(Annotated[Money, limits]).validate_python(value), Money)


@pytest.mark.parametrize(
    ("limits", "text", "kind"),
    [
        (MoneyField(ge=0), "1조원 이하", "greater_than_equal"),  # open below
        (MoneyField(le=10**13), "1조원 이상", "less_than_equal"),  # open above
        (MoneyField(lt=2 * 10**12), "1~2조원", "less_than"),
        (MoneyField(gt=10**12), "1~2조원", "greater_than"),
        (MoneyField(ge=10**12, le=2 * 10**12), "1~2조원", None),
        (MoneyField(ge=10**12), "1조원 이상", None),
        (MoneyField(gt=10**12), "1조원 초과", None),
        (MoneyField(lt=2 * 10**12, ge=0), "1조원대", None),
    ],
)
def test_a_range_lies_within_as_a_whole(limits: MoneyField, text: str, kind: str | None) -> None:
    if kind is None:
        assert isinstance(TypeAdapter(Annotated[MoneyRange, limits]).validate_python(text), MoneyRange)
    else:
        assert refused(Annotated[MoneyRange, limits], text)["type"] == kind


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("KRW", "337억", 33_700_000_000),
        ("USD", "337억", 33_700_000_000),
        ("SEK", "10억 크로나", 10**9),
        ("ISK", "10억 크로나", 10**9),
        ("USD", "10억 크로나", "krmoney_ambiguous_currency"),
        ("HKD", "10억 달러", "krmoney_currency_mismatch"),  # by itself, 달러 is the American one
        ("KRW", "abc", "krmoney_parse"),
    ],
)
def test_the_currency_of_text_that_leaves_it_open(code: str, text: str, expected: Any) -> None:
    for of in (Money, MoneyRange):
        annotation = Annotated[of, MoneyField(currency=code)]  # type: ignore[valid-type]
        if isinstance(expected, str):
            assert refused(annotation, text)["type"] == expected
        else:
            found = TypeAdapter(annotation).validate_python(text)
            assert found.currency == code
            assert (found.amount if isinstance(found, Money) else found.low) == expected


def test_a_field_of_text_takes_no_object() -> None:
    adapter = TypeAdapter(Annotated[Money, MoneyField(text=True, currency="KRW")])
    assert adapter.validate_python("5만") == adapter.validate_python(Money(50_000, "KRW")) == Money(50_000, "KRW")
    found = refused(Annotated[Money, MoneyField(text=True)], {"amount": "1", "currency": "KRW"})
    assert found["type"] == "krmoney_type"
    assert found["msg"] == "expected Money as text such as “2조4000억원”, not dict"
    assert adapter.json_schema()["type"] == "string"
    assert adapter.json_schema(mode="serialization")["type"] == "object"
    assert adapter.dump_json(Money(1, "KRW")) == b'{"amount":"1","currency":"KRW"}'


def test_limits_add_up() -> None:
    Wons = Annotated[Money, MoneyField(currency="KRW")]  # noqa: N806  # a type
    adapter = TypeAdapter(Annotated[Wons, MoneyField(ge=1000), MoneyField(le=2000)])
    assert adapter.validate_python("1500") == Money(1500, "KRW")
    for value in ("1500달러", "999", "2001"):
        with pytest.raises(ValidationError):
            adapter.validate_python(value)
    amount = adapter.json_schema()["anyOf"][1]["properties"]["amount"]
    assert amount["anyOf"][1] == {"type": "integer", "minimum": 1000, "maximum": 2000}
    assert amount["description"].endswith("At least 1000. At most 2000.")


def test_limits_stand_beside_other_annotations() -> None:
    seen = []

    def see(value: Money) -> Money:
        seen.append(value)
        return value

    limits = MoneyField(currency="KRW")
    for annotation in (
        Annotated[Money, AfterValidator(see), limits],
        Annotated[Money, limits, AfterValidator(see)],
        Annotated[Money, Field(description="the price"), limits, AfterValidator(see)],
    ):
        seen.clear()
        assert TypeAdapter(annotation).validate_python("1") == Money(1, "KRW")
        assert seen == [Money(1, "KRW")]
    assert TypeAdapter(Annotated[Money, AfterValidator(str), MoneyField(ge=5)]).validate_python("1원") == "1 KRW"

    class Item(BaseModel):
        price: Annotated[Money, limits] | None = None
        all: list[Annotated[Money, limits]] = []
        named: Annotated[Money, limits, Field(description="The price.", title="Price!")] = Money(0, "KRW")

    assert Item(price="1", all=["2"]).all == [Money(2, "KRW")]  # type: ignore[arg-type, list-item]
    properties = Item.model_json_schema()["properties"]
    assert (properties["named"]["description"], properties["named"]["title"]) == ("The price.", "Price!")
    assert properties["named"]["default"] == {"amount": "0", "currency": "KRW"}
    assert Item.model_validate_json(Item().model_dump_json()) == Item()


@pytest.mark.parametrize("annotation", [Money | None, list[Money], Rate, str, Mention])
def test_limits_are_for_money(annotation: Any) -> None:
    with pytest.raises((TypeError, PydanticSchemaGenerationError), match="MoneyField applies to Money or MoneyRange"):
        TypeAdapter(Annotated[annotation, MoneyField(ge=0)])


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"ge": 0.5}, krmoney.AmountError),
        ({"lt": "NaN"}, krmoney.AmountError),
        ({"places": -1}, krmoney.AmountError),
        ({"places": 1.0}, krmoney.AmountError),
        ({"places": True}, krmoney.AmountError),
        ({"currency": "won"}, krmoney.UnknownCurrencyError),
        ({"unit": "명"}, krmoney.AmountError),
        ({"unit": "백만원, 천달러"}, krmoney.AmountError),
    ],
)
def test_limits_that_are_none(options: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        MoneyField(**options)


# JSON schemas ---------------------------------------------------------------------------------------------------------

NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
POSITIVE = r"^[0-9]+(\.[0-9]+)?$"


def code(title: str, letters: str = "[A-Za-z]") -> dict[str, Any]:
    return {
        "title": title,
        "type": "string",
        "pattern": f"^{letters}{{3}}$",
        "description": "An ISO 4217 currency code, such as KRW.",
    }


RATE = {"base": "USD", "counter": "KRW", "value": "1380", "low": "1380", "high": "1380"}
RATE_INPUT = {
    "title": "Rate",
    "description": "An exchange rate: the price of one unit of the base currency in the counter currency.",
    "anyOf": [
        {"type": "string", "description": "An exchange rate in Korean text."},
        {
            "type": "object",
            "properties": {
                "base": code("Base"),
                "counter": code("Counter"),
                "value": {
                    "title": "Value",
                    "description": "Counter units for one base unit.",
                    "anyOf": [{"type": "string", "pattern": POSITIVE}, {"type": "integer", "minimum": 1}],
                },
                "low": {
                    "title": "Low",
                    "description": "The lower error bar, if an amount was rounded.",
                    "anyOf": [
                        {"type": "string", "pattern": POSITIVE},
                        {"type": "integer", "minimum": 1},
                        {"type": "null"},
                    ],
                },
                "high": {
                    "title": "High",
                    "description": "The upper error bar, if an amount was rounded.",
                    "anyOf": [
                        {"type": "string", "pattern": POSITIVE},
                        {"type": "integer", "minimum": 1},
                        {"type": "null"},
                    ],
                },
            },
            "required": ["base", "counter", "value"],
            "additionalProperties": False,
        },
    ],
    "examples": ["1달러=1,380원", RATE],
}
RATE_OUTPUT = {
    "title": "Rate",
    "description": "An exchange rate: the price of one unit of the base currency in the counter currency.",
    "type": "object",
    "properties": {
        "base": code("Base", "[A-Z]"),
        "counter": code("Counter", "[A-Z]"),
        "value": {
            "title": "Value",
            "description": "Counter units for one base unit.",
            "type": "string",
            "pattern": POSITIVE,
        },
        "low": {
            "title": "Low",
            "description": "The lower error bar, if an amount was rounded.",
            "anyOf": [{"type": "string", "pattern": POSITIVE}, {"type": "null"}],
        },
        "high": {
            "title": "High",
            "description": "The upper error bar, if an amount was rounded.",
            "anyOf": [{"type": "string", "pattern": POSITIVE}, {"type": "null"}],
        },
    },
    "required": ["base", "counter", "value", "low", "high"],
    "additionalProperties": False,
    "examples": [RATE],
}
MONEY_INPUT = {
    "title": "Money",
    "description": "An exact amount of one currency.",
    "anyOf": [
        {"type": "string", "description": "One amount in Korean text."},
        {
            "type": "object",
            "properties": {
                "amount": {
                    "title": "Amount",
                    "description": "The amount in units of the currency: won, not 억원.",
                    "anyOf": [{"type": "string", "pattern": NUMBER}, {"type": "integer"}],
                },
                "currency": code("Currency"),
                "rate": {
                    "description": "The exchange rate quoted beside the amount.",
                    "anyOf": [{"$ref": "#/$defs/Rate"}, {"type": "null"}],
                },
            },
            "required": ["amount", "currency"],
            "additionalProperties": False,
        },
    ],
    "examples": ["2조4000억원", "4억5000만 달러", {"amount": "450000000", "currency": "USD"}],
}
MONEY_OUTPUT = {
    "title": "Money",
    "description": "An exact amount of one currency.",
    "type": "object",
    "properties": {
        "amount": {
            "title": "Amount",
            "description": "The amount in units of the currency: won, not 억원.",
            "type": "string",
            "pattern": NUMBER,
        },
        "currency": code("Currency", "[A-Z]"),
        "rate": {
            "description": "The exchange rate quoted beside the amount.",
            "anyOf": [{"$ref": "#/$defs/Rate"}, {"type": "null"}],
        },
    },
    "required": ["amount", "currency"],
    "additionalProperties": False,
    "examples": [{"amount": "2400000000000", "currency": "KRW"}, {"amount": "450000000", "currency": "USD"}],
}
RANGE_INPUT = {
    "title": "MoneyRange",
    "description": "Amounts of one currency from one end to another; an end that is null is open.",
    "anyOf": [
        {"type": "string", "description": "A range, a bound or one amount in Korean text."},
        {
            "type": "object",
            "properties": {
                "low": {
                    "title": "Low",
                    "description": "The lower end.",
                    "anyOf": [{"type": "string", "pattern": NUMBER}, {"type": "integer"}, {"type": "null"}],
                },
                "high": {
                    "title": "High",
                    "description": "The upper end.",
                    "anyOf": [{"type": "string", "pattern": NUMBER}, {"type": "integer"}, {"type": "null"}],
                },
                "currency": code("Currency"),
                "low_inclusive": {
                    "title": "Low Inclusive",
                    "description": "Whether the lower end is part of the range.",
                    "type": "boolean",
                },
                "high_inclusive": {
                    "title": "High Inclusive",
                    "description": "Whether the upper end is part of the range.",
                    "type": "boolean",
                },
            },
            "required": ["low", "high", "currency"],
            "additionalProperties": False,
        },
    ],
    "examples": [
        "1~2조원",
        "1조원 이상",
        {"low": "1000000000000", "high": None, "currency": "KRW", "low_inclusive": True, "high_inclusive": True},
    ],
}
RANGE_OUTPUT = {
    "title": "MoneyRange",
    "description": "Amounts of one currency from one end to another; an end that is null is open.",
    "type": "object",
    "properties": {
        "low": {
            "title": "Low",
            "description": "The lower end.",
            "anyOf": [{"type": "string", "pattern": NUMBER}, {"type": "null"}],
        },
        "high": {
            "title": "High",
            "description": "The upper end.",
            "anyOf": [{"type": "string", "pattern": NUMBER}, {"type": "null"}],
        },
        "currency": code("Currency", "[A-Z]"),
        "low_inclusive": {
            "title": "Low Inclusive",
            "description": "Whether the lower end is part of the range.",
            "type": "boolean",
        },
        "high_inclusive": {
            "title": "High Inclusive",
            "description": "Whether the upper end is part of the range.",
            "type": "boolean",
        },
    },
    "required": ["low", "high", "currency", "low_inclusive", "high_inclusive"],
    "additionalProperties": False,
    "examples": [
        {
            "low": "1000000000000",
            "high": "2000000000000",
            "currency": "KRW",
            "low_inclusive": True,
            "high_inclusive": True,
        },
        {"low": "1000000000000", "high": None, "currency": "KRW", "low_inclusive": True, "high_inclusive": True},
    ],
}


@pytest.mark.parametrize(
    ("annotation", "mode", "expected"),
    [
        (Money, "validation", MONEY_INPUT | {"$defs": {"Rate": RATE_INPUT}}),
        (Money, "serialization", MONEY_OUTPUT | {"$defs": {"Rate": RATE_OUTPUT}}),
        (MoneyRange, "validation", RANGE_INPUT),
        (MoneyRange, "serialization", RANGE_OUTPUT),
        (Rate, "validation", RATE_INPUT),
        (Rate, "serialization", RATE_OUTPUT),
    ],
)
def test_json_schema(annotation: Any, mode: Any, expected: Any) -> None:
    assert TypeAdapter(annotation).json_schema(mode=mode) == expected


def test_json_schema_of_a_currency() -> None:
    said = {"type": "string", "description": "An ISO 4217 currency code, such as KRW."}
    assert TypeAdapter(Currency).json_schema() == said | {"pattern": "^[A-Za-z]{3}$"}
    assert TypeAdapter(Currency).json_schema(mode="serialization") == said | {"pattern": "^[A-Z]{3}$"}


def test_json_schema_of_a_mention() -> None:
    text = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    number = {"anyOf": [{"type": "string", "pattern": NUMBER}, {"type": "null"}]}
    quote, span = ({"anyOf": [{"$ref": f"#/$defs/{name}"}, {"type": "null"}]} for name in ("Quote", "Span"))
    offset = {"type": "integer", "minimum": 0}
    untitled = {key: value for key, value in code("", "[A-Z]").items() if key != "title"}
    properties: dict[str, Any] = {
        "start": {"title": "Start", "description": "Where it begins, in code points of the text."} | offset,
        "end": {"title": "End", "description": "Where it ends, exclusive."} | offset,
        "text": {"title": "Text", "description": "The figure as written.", "type": "string"},
        "type": {"title": "Type", "type": "string", "enum": ["money", "percent", "rate", "multiple"]},
        "kind": {
            "title": "Kind",
            "type": "string",
            "enum": ["point", "range", "lower_bound", "upper_bound", "vague"],
        },
        "low": {"title": "Low", "description": "The lower end; null if open."} | number,
        "high": {"title": "High", "description": "The upper end; null if open."} | number,
        "low_inclusive": {"title": "Low Inclusive", "type": "boolean"},
        "high_inclusive": {"title": "High Inclusive", "type": "boolean"},
        "approx": {
            "title": "Approx",
            "description": "Whether the text says that it is approximate: 약, 가량, 여.",
            "type": "boolean",
        },
        "currency": {
            "title": "Currency",
            "description": "Null where the text does not decide.",
            "anyOf": [untitled, {"type": "null"}],
        },
        "candidates": {
            "title": "Candidates",
            "description": "The currencies that a shared name can mean.",
            "type": "array",
            "items": untitled,
        },
        "elided": {
            "title": "Elided",
            "description": "Whether the currency word is left out and only understood.",
            "type": "boolean",
        },
        "denomination": {
            "title": "Denomination",
            "description": "Whether it names a note or coin: 5만원권.",
            "type": "boolean",
        },
        "per": {"title": "Per", "description": "What one amount is for: 배럴당."} | text,
        "period": {"title": "Period", "description": "How often: 연, 매월."} | text,
        "quote": {"description": "On a foreign amount, the other of the pair."} | quote,
        "restates": {"description": "Where the amount is that this one restates."} | span,
        "value": {"title": "Value", "description": "The number of a point or a bound."} | number,
        "unit": {"title": "Unit", "description": "The unit of a percentage or multiple: %, %p, bp, 배."} | text,
        "rate": {
            "description": "The exchange rate that the text states.",
            "anyOf": [{"$ref": "#/$defs/Rate"}, {"type": "null"}],
        },
        "evidence": {"title": "Evidence", "type": "array", "items": {"$ref": "#/$defs/Evidence"}},
        "doc": {"title": "Doc", "description": "The document, in rows of the command; not kept."} | text,
    }
    always = ["start", "end", "text", "type", "kind", "low", "high"]
    head = {
        "title": "Mention",
        "description": "A figure in a text, and everything that the text says about it.",
    }
    fields = {"type": "object", "properties": properties, "additionalProperties": False}
    texts = ["약 2조4000억원", "7.5%"]
    rows = [krmoney.read(text).to_row() for text in texts]
    defs = {
        "Evidence": {
            "title": "Evidence",
            "description": "Why krmoney decided something that the figure itself does not state.",
            "type": "object",
            "properties": {
                "question": {"title": "Question", "type": "string"},
                "reason": {"title": "Reason", "type": "string"},
                "text": {"title": "Text", "type": "string"},
                "start": {"title": "Start"} | offset,
                "end": {"title": "End"} | offset,
            },
            "required": ["question", "reason", "text", "start", "end"],
            "additionalProperties": False,
        },
        "Quote": {
            "title": "Quote",
            "description": "The other amount of a pair in which one currency restates another.",
            "type": "object",
            "properties": {
                "start": {"title": "Start"} | offset,
                "end": {"title": "End"} | offset,
                "text": {"title": "Text", "type": "string"},
                "currency": properties["currency"],
                "plausible": {
                    "title": "Plausible",
                    "description": "Whether the rate is realistic.",
                    "type": "boolean",
                },
                "rate": {
                    "description": "The exchange rate that the pair implies.",
                    "anyOf": [{"$ref": "#/$defs/Rate"}, {"type": "null"}],
                },
            },
            "required": ["start", "end", "text", "currency", "plausible", "rate"],
            "additionalProperties": False,
        },
        "Span": {
            "title": "Span",
            "description": "A place in a text.",
            "type": "object",
            "properties": {"start": {"title": "Start"} | offset, "end": {"title": "End"} | offset},
            "required": ["start", "end"],
            "additionalProperties": False,
        },
    }
    assert TypeAdapter(Mention).json_schema(mode="serialization") == (
        head
        | fields
        | {"required": [*always, "low_inclusive", "high_inclusive", "approx", "value"]}
        | {"examples": rows, "$defs": defs | {"Rate": RATE_OUTPUT}}
    )
    for name in ("low", "high", "value"):
        properties[name]["anyOf"] = [number["anyOf"][0], {"type": "integer"}, {"type": "null"}]
    untitled["pattern"] = "^[A-Za-z]{3}$"
    assert TypeAdapter(Mention).json_schema() == (
        head
        | {"anyOf": [{"type": "string", "description": "One figure in Korean text."}, fields | {"required": always}]}
        | {"examples": [*texts, rows[-1]], "$defs": defs | {"Rate": RATE_INPUT}}
    )


def test_json_schema_of_narrow_money() -> None:
    annotation = Annotated[Money, LIMITS]
    properties = {
        "amount": {
            "title": "Amount",
            "description": "The amount in units of the currency: won, not 억원. "
            "At least 1000, less than 2000.5, at most 1 decimal places.",
            "anyOf": [
                {"type": "string", "pattern": r"^[0-9]+(\.[0-9]{1,1}0*)?$"},
                {"type": "integer", "minimum": 1000, "maximum": 2000},
            ],
        },
        "currency": {"title": "Currency", "type": "string", "const": "KRW"},
        "rate": MONEY_OUTPUT["properties"]["rate"],  # type: ignore[index]
    }
    fields = {
        "type": "object",
        "properties": properties,
        "required": ["amount", "currency"],
        "additionalProperties": False,
    }
    head = {"title": "Money", "description": "An exact amount of one currency."}
    text = {"type": "string", "description": "One amount in Korean text. A number without a currency is KRW."}
    assert TypeAdapter(annotation).json_schema() == (head | {"anyOf": [text, fields], "$defs": {"Rate": RATE_INPUT}})
    properties["amount"] |= properties["amount"].pop("anyOf")[0]  # type: ignore[attr-defined]
    assert TypeAdapter(annotation).json_schema(mode="serialization") == (
        head | fields | {"$defs": {"Rate": RATE_OUTPUT}}
    )


def test_json_schema_of_a_model_defines_each_type_once() -> None:
    class Sale(BaseModel):
        price: Money
        fee: Money | None = None
        last: Annotated[Money, Field(description="The last price.")] = Money("4.5E+8", "KRW")

    whole = Sale.model_json_schema()
    last = whole["properties"].pop("last")  # older pydantics write a reference beside a default in another way
    assert (last["description"], last["default"]) == ("The last price.", {"amount": "450000000", "currency": "KRW"})
    assert whole == {
        "title": "Sale",
        "type": "object",
        "properties": {
            "price": {"$ref": "#/$defs/Money"},
            "fee": {"anyOf": [{"$ref": "#/$defs/Money"}, {"type": "null"}], "default": None},
        },
        "required": ["price"],
        "$defs": {"Money": MONEY_INPUT, "Rate": RATE_INPUT},
    }
    _, both = models_json_schema([(Sale, "validation"), (Sale, "serialization")])  # as FastAPI does
    names = {f"{name}-{way}" for name in ("Money", "Rate", "Sale") for way in ("Input", "Output")}
    assert set(both["$defs"]) == names


@pytest.mark.parametrize(
    ("limits", "kept"),
    [
        (MoneyField(currency="KRW"), ["2조4000억원"]),
        (MoneyField(ge=10**9), ["2조4000억원"]),
        (MoneyField(currency="USD", places=2), ["4억5000만 달러", {"amount": "450000000", "currency": "USD"}]),
        (MoneyField(currency="JPY"), None),
    ],
)
def test_examples_keep_to_the_limits(limits: MoneyField, kept: Any) -> None:
    assert TypeAdapter(Annotated[Money, limits]).json_schema().get("examples") == kept
    for example in TypeAdapter(Annotated[MoneyRange, limits]).json_schema().get("examples", ()):
        TypeAdapter(Annotated[MoneyRange, limits]).validate_python(example)


def test_examples_of_ones_own_keep_to_the_limits() -> None:
    examples = ["1원", "2달러", "?", 5, {}, {"amount": "1", "currency": "KRW"}, {"amount": "1", "currency": "USD"}]
    annotation = Annotated[Money, Field(examples=examples), MoneyField(currency="KRW")]
    assert TypeAdapter(annotation).json_schema()["examples"] == ["1원", {"amount": "1", "currency": "KRW"}]


@pytest.mark.parametrize("annotation", TYPES)
def test_examples_are_valid(annotation: Any) -> None:
    adapter = TypeAdapter(annotation)
    for mode in ("validation", "serialization"):
        for example in adapter.json_schema(mode=mode)["examples"]:  # type: ignore[arg-type]
            assert isinstance(adapter.validate_python(example), annotation)


@given(
    st.one_of(
        st.from_regex(r"\A-?[0-9]{1,6}(\.[0-9]{1,4})?\Z", fullmatch=True), st.text("0123456789.-+e ", max_size=6)
    ),
    st.sampled_from([MoneyField(), MoneyField(places=0), MoneyField(places=2), MoneyField(ge=0), MoneyField(gt=0)]),
)
def test_the_pattern_allows_what_is_accepted(text: str, limits: MoneyField) -> None:
    """Apart from what no pattern says: that 0 is not more than 0, and that -0 is 0."""
    adapter = TypeAdapter(Annotated[Money, limits])
    pattern = adapter.json_schema()["anyOf"][1]["properties"]["amount"]["anyOf"][0]["pattern"]
    try:
        found = adapter.validate_python({"amount": text, "currency": "USD"})
    except ValidationError:
        assert not re.search(pattern, text) or not Decimal(text)
    else:
        assert re.search(pattern, text) or not found


def test_a_field_in_the_unit_of_a_table() -> None:
    field = TypeAdapter(Annotated[Money, MoneyField(currency="KRW", unit="(단위: 백만원, %)")])
    assert field.validate_python("△1,234주1)") == Money(-1_234_000_000, "KRW")
    assert field.validate_python("3억원") == Money(300_000_000, "KRW")
    with pytest.raises(ValidationError) as caught:
        field.validate_python("-")
    assert caught.value.errors()[0]["type"] == "krmoney_no_value"
    with pytest.raises(krmoney.AmountError):
        MoneyField(unit="원, 천원")
