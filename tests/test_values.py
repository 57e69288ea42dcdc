"""Values by example: what is refused, what is equal, what a value looks like. The laws are in test_properties.py."""

import copy
import dataclasses
import json
import pickle
import sys
from decimal import ROUND_UP, Context, Decimal, Inexact, Overflow, Rounded, Underflow, localcontext
from typing import Any, Literal, get_origin

import pytest

import krmoney
from krmoney import (
    AmbiguousCurrencyError,
    AmountError,
    Currency,
    CurrencyMismatchError,
    Evidence,
    KrmoneyError,
    Mention,
    Mentions,
    Money,
    MoneyRange,
    NoCurrencyError,
    NotOneAmountError,
    ParseError,
    Quote,
    Rate,
    Span,
    UnknownCurrencyError,
)

WON = Money(1000, "KRW")
KRONOR = Money("33_700_000_000".replace("_", ""), "SEK", Rate("SEK", "KRW", "130.56", "129.08", "132.05"))

ALMOST = Decimal("1e-25")  # the division of the expected value is rounded to 28 digits

ERRORS = [
    getattr(krmoney, name) for name in krmoney.__all__ if name.endswith("Error")
]  # every error there is, also those that come later


def read(text: str) -> Mention:
    return krmoney.read(text)


def unpickled(value: Any) -> Any:
    """Send a value through pickle."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301  # it is our own


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_is_a_value_error_of_ours(error: type[Exception]) -> None:
    assert issubclass(error, KrmoneyError)
    assert issubclass(error, ValueError)
    assert error.__module__.startswith("krmoney")


@pytest.mark.parametrize(
    "error",
    [
        AmountError("no"),
        UnknownCurrencyError("no"),
        CurrencyMismatchError("no"),
        ParseError("no", "3억", (0, 2), "yes"),
        NoCurrencyError("no", "3억", (0, 2)),
        NotOneAmountError("no", "3억", (0, 2)),
        AmbiguousCurrencyError("no", "3억", (0, 2), "yes", ("SEK", "ISK")),
    ],
)
def test_errors_pickle(error: KrmoneyError) -> None:
    again = unpickled(error)
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_a_message_is_one_line_however_long_the_text() -> None:
    error = ParseError("no", "3\n억\t원" * 1000, (0, 2))
    assert len(str(error).splitlines()) == 1
    assert len(str(error)) < 200


# --- amounts


@pytest.mark.parametrize("amount", [0.1, 1.0, float("nan"), float("inf"), True, None, 1j, [1], b"1", Money(1, "KRW")])
def test_what_is_not_an_exact_number_is_refused(amount: Any) -> None:
    with pytest.raises(AmountError):
        Money(amount, "KRW")


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_not_finite_is_refused(amount: str) -> None:
    for each in (amount, Decimal(amount)):
        with pytest.raises(AmountError):
            Money(each, "KRW")


@pytest.mark.parametrize("amount", ["", " ", "1,000", "1_000", "１０", "3억", "0x10", "1/3", "one", "--1", "1.2.3"])
def test_text_that_is_not_a_plain_decimal_is_refused(amount: str) -> None:
    with pytest.raises(AmountError):
        Money(amount, "KRW")


def test_the_refusal_of_a_float_says_what_to_write() -> None:
    with pytest.raises(AmountError, match=r"Decimal\('0\.1'\)"):
        Money(0.1, "KRW")


@pytest.mark.parametrize(
    ("given", "kept"),
    [(5, "5"), ("5", "5"), ("-0.50", "-0.50"), (Decimal("1E+3"), "1E+3"), ("1e3", "1E+3"), (10**40, str(10**40))],
)
def test_amounts_are_kept_as_decimals(given: Any, kept: str) -> None:
    amount = Money(given, "KRW").amount
    assert type(amount) is Decimal
    assert amount == Decimal(kept)


# --- currencies


@pytest.mark.parametrize("code", ["", "XYZ", "won", "원", "KRW ", "US$", "ınr", "ＵＳＤ", None, 410, "ZZZ"])
def test_unknown_currencies_are_refused(code: Any) -> None:
    with pytest.raises(UnknownCurrencyError):
        Money(1, code)
    with pytest.raises(UnknownCurrencyError):
        Currency(code)


@pytest.mark.parametrize("code", ["usd", "Usd", "USD"])
def test_codes_are_taken_in_small_letters(code: str) -> None:
    assert Currency(code) is Currency("USD")
    assert repr(Money(1, code)) == "Money(1, 'USD')"
    assert Rate(code, "krw", 1380).convert(Money(1, code)) == Money(1380, "KRW")


def test_a_currency_is_its_code() -> None:
    won = Currency("KRW")
    assert won == "KRW"
    assert str(won) == "KRW"
    assert type(str(won)) is str
    assert {"KRW": 1}[won] == 1
    assert won is Currency("KRW")
    assert copy.deepcopy(won) == won
    assert unpickled(won) == won
    assert type(unpickled(won)) is Currency


@pytest.mark.parametrize(("code", "digits"), [("KRW", 0), ("JPY", 0), ("USD", 2), ("KWD", 3), ("DEM", 2)])
def test_minor_units(code: str, digits: int) -> None:
    assert Currency(code).minor_unit == digits


# --- money


def test_the_rate_is_not_part_of_equality() -> None:
    bare = Money(KRONOR.amount, "SEK")
    assert bare == KRONOR
    assert hash(bare) == hash(KRONOR)
    assert len({bare, KRONOR}) == 1
    assert KRONOR.rate is not None


def test_equality_is_of_amount_and_currency() -> None:
    assert Money("1.0", "USD") == Money(1, "USD")
    assert hash(Money("1.0", "USD")) == hash(Money(1, "USD"))
    assert Money(1, "USD") != Money(1, "KRW")
    assert Money(0, "USD") != Money(0, "KRW")
    assert Money(1, "KRW") != 1
    assert Money(1, "KRW") != "1 KRW"


def test_values_are_frozen() -> None:
    for value, name in ((WON, "amount"), (KRONOR, "rate"), (KRONOR.rate, "value"), (read("3억원"), "low")):
        with pytest.raises(AttributeError):
            setattr(value, name, 1)
        with pytest.raises(AttributeError):
            delattr(value, name)


@pytest.mark.parametrize("of", [Money, MoneyRange, Rate, Mention, Mentions, Quote, Span, Evidence])
def test_no_value_is_a_dataclass(of: type) -> None:
    assert not dataclasses.is_dataclass(of)


@pytest.mark.parametrize("value", [WON, KRONOR, KRONOR.rate, MoneyRange(1, None, "KRW"), krmoney.read("약 3조원대")])
def test_values_are_copied_and_unpacked(value: Any) -> None:
    for again in (copy.copy(value), copy.deepcopy(value), unpickled(value), value.replace()):
        assert type(again) is type(value)
        assert again == value
        assert hash(again) == hash(value)
        assert repr(again) == repr(value)
    named = {name: getattr(krmoney, name) for name in krmoney.__all__} | {"Decimal": Decimal}
    assert eval(repr(value), named) == value  # noqa: S307  # our own


def test_a_changed_copy_is_checked() -> None:
    assert WON.replace(currency="usd") == Money(1000, "USD")
    assert KRONOR.replace(amount=1).rate == KRONOR.rate
    assert Rate("USD", "KRW", 1380).replace(counter="JPY") == Rate("USD", "JPY", 1380)
    assert MoneyRange(1, 2, "KRW").replace(high=None) == MoneyRange(1, None, "KRW")
    assert read("3억원").replace(approx=True).approx
    if sys.version_info >= (3, 13):
        assert copy.replace(WON, amount=5) == Money(5, "KRW")
    with pytest.raises(AmountError, match="the kind point needs low and high"):
        read("3억원").replace(low=None)
    with pytest.raises(AttributeError, match=r"Mention cannot be changed: replace\(low=…\) returns a changed copy"):
        read("3억원").low = None  # type: ignore[misc]
    with pytest.raises(TypeError):
        WON.replace(amuont=1)


def test_values_match_patterns() -> None:
    match KRONOR:
        case Money(amount, "SEK", Rate("SEK", "KRW", value)):
            assert (amount, value) == (KRONOR.amount, Decimal("130.56"))
        case _:
            pytest.fail("the pattern of an amount")
    match MoneyRange(1, None, "KRW"):
        case MoneyRange(low, None, "KRW"):
            assert low == 1
        case _:
            pytest.fail("the pattern of a bound")


def test_values_have_slots() -> None:
    for value in (WON, KRONOR.rate, read("3억원")):
        assert not hasattr(value, "__dict__")


def test_how_money_looks() -> None:
    assert repr(WON) == "Money(1000, 'KRW')"
    assert repr(Money("-0.50", "USD")) == "Money('-0.5', 'USD')"
    assert repr(Money(Decimal("4.5E+8"), "USD")) == "Money(450000000, 'USD')"
    assert str(Money(450_000_000, "USD")) == "450,000,000 USD"
    assert str(Money("-1234.50", "USD")) == "-1,234.5 USD"
    assert f"{WON}" == "1,000 KRW"


@pytest.mark.parametrize(
    ("amount", "spec", "written"),
    [
        ("1234567.505", ",", "1,234,567.505 USD"),
        ("1234567.505", ",.2f", "1,234,567.50 USD"),
        ("1234567.515", ".2f", "1234567.52 USD"),
        ("1234567.5", ".0f", "1234568 USD"),
        ("1234567.5", ",.3f", "1,234,567.500 USD"),
        ("-0.004", ".2f", "0.00 USD"),
        ("1e20", ",.2f", "100,000,000,000,000,000,000.00 USD"),
        ("1" * 40, ".1f", f"{'1' * 40}.0 USD"),
        ("1234567.505", ".2", "120만 달러"),
    ],
)
def test_digits_in_f_strings(amount: str, spec: str, written: str) -> None:
    with localcontext(Context(prec=3, rounding=ROUND_UP)):
        assert format(Money(amount, "USD"), spec) == written


@pytest.mark.parametrize("spec", [">20", "_", ",d", ".2%", "x!", ",.2", "f", " ", "08,", ",,", "약,"])
def test_a_format_that_there_is_not_is_refused(spec: str) -> None:
    with pytest.raises(ValueError, match=r"invalid format|unknown style"):
        format(WON, spec)


def test_round_is_quantize() -> None:
    cents = Money("15.705", "USD", Rate("USD", "KRW", 1380))
    for places in (2, 1, 0, -1):
        assert round(cents, places) == cents.quantize(places)
    assert round(cents, 2).rate == cents.rate
    assert round(Money(44_512, "KRW"), -3) == Money(45_000, "KRW")
    for wrong in ((), (None,), (1.0,), ("2",)):
        with pytest.raises(TypeError):
            round(cents, *wrong)


def test_repr_keeps_the_rate() -> None:
    again = eval(repr(KRONOR), {name: getattr(krmoney, name) for name in krmoney.__all__})  # noqa: S307
    assert again == KRONOR
    assert again.rate == KRONOR.rate


def test_only_zero_is_false() -> None:
    assert WON
    assert Money("-0.01", "USD")
    assert not Money(0, "KRW")
    assert not Money("0.00", "KRW")


def test_sum() -> None:
    assert sum([WON, WON, WON]) == Money(3000, "KRW")
    assert sum([WON], start=WON) == Money(2000, "KRW")
    assert sum([KRONOR, KRONOR]) == Money(67_400_000_000, "SEK")
    assert sum([], start=WON) == WON
    with pytest.raises(TypeError):
        sum([WON], start=1)


def test_sums_have_no_rate() -> None:
    assert (KRONOR + KRONOR).rate is None
    assert (KRONOR * 2).rate is None


def test_sums_are_not_rounded() -> None:
    tiny, large = Money("0.000000000000000001", "KRW"), Money(10**30, "KRW")
    assert large + tiny - large == tiny
    assert (large * Decimal("1.000000000000000000000000000000001")).amount == Decimal(f"1{'0' * 30}.001")


def test_a_sum_that_cannot_be_exact_is_an_error() -> None:
    with pytest.raises(AmountError):
        Money("1E+2000", "KRW") + Money(1, "KRW")


@pytest.mark.parametrize("operator", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__", "__truediv__"])
def test_mixed_currencies_are_refused(operator: str) -> None:
    with pytest.raises(CurrencyMismatchError, match="KRW and USD"):
        getattr(WON, operator)(Money(1, "USD"))


def test_mixed_currencies_cannot_be_summed_or_sorted() -> None:
    mixed = [WON, Money(1, "USD")]
    for function in (sum, sorted, max):
        with pytest.raises(CurrencyMismatchError):
            function(mixed)


@pytest.mark.parametrize("factor", [0.5, 1.0, float("nan"), True, "2", None])
def test_factors_are_exact_numbers(factor: Any) -> None:
    with pytest.raises((AmountError, TypeError)):
        WON * factor
    with pytest.raises((AmountError, TypeError)):
        factor * WON


def test_what_money_does_not_do() -> None:
    for wrong in (
        lambda: WON + 1,
        lambda: 1 + WON,
        lambda: WON - 1,
        lambda: 1 - WON,
        lambda: WON * WON,
        lambda: WON / 2,
        lambda: WON < 1,
        lambda: float(WON),
        lambda: int(WON),
    ):
        with pytest.raises(TypeError):
            wrong()


def test_a_ratio_to_nothing() -> None:
    with pytest.raises(AmountError):
        WON / Money(0, "KRW")


def test_signs() -> None:
    assert (-WON).amount == -1000
    assert abs(-WON) == +WON == WON
    assert str(-Money(0, "KRW")) == "0 KRW"


# --- rates


def test_a_rate_converts_both_ways() -> None:
    rate = Rate("USD", "KRW", 1380)
    assert rate.convert(Money(2, "USD")) == Money(2760, "KRW")
    assert rate.convert(Money(2760, "KRW")) == Money(2, "USD")
    assert rate.convert(Money(2, "USD")).rate == rate
    assert rate.convert(Money(-2, "USD")) == Money(-2760, "KRW")
    assert rate.convert(Money(0, "USD")) == Money(0, "KRW")


def test_a_rate_does_not_know_a_third_currency() -> None:
    with pytest.raises(CurrencyMismatchError, match="USD/KRW"):
        Rate("USD", "KRW", 1380).convert(Money(1, "SEK"))


@pytest.mark.parametrize(
    "figures", [(0,), (-1,), ("NaN",), (1.5,), (2, 3, 4), (2, 1, "1.5"), (2, 0, 3), (2, -1, 3), (2, 1.0, 3), (None,)]
)
def test_rates_that_make_no_sense(figures: tuple[Any, ...]) -> None:
    with pytest.raises(AmountError):
        Rate("USD", "KRW", *figures)


def test_a_rate_of_a_currency_to_itself_makes_no_sense() -> None:
    with pytest.raises(KrmoneyError):
        Rate("USD", "USD", 2)


def test_error_bars_come_from_the_rounded_side() -> None:
    # 3조 9900억 is good to 50억 either way; 29억 달러 is taken as written.
    rate = Rate.quoted(Money(2_900_000_000, "USD"), Money(3_990_000_000_000, "KRW"))
    for kept, won in ((rate.value, 3990), (rate.low, 3985), (rate.high, 3995)):
        assert kept == pytest.approx(Decimal(won) / Decimal("2.9"), rel=ALMOST)


def test_error_bars_where_the_base_was_rounded() -> None:
    rate = Rate.quoted(Money(450_000_000, "USD"), Money(590_000_000_000, "KRW"), rounded="base")
    assert rate.low == pytest.approx(Decimal(590_000_000_000) / Decimal(455_000_000), rel=ALMOST)
    assert rate.high == pytest.approx(Decimal(590_000_000_000) / Decimal(445_000_000), rel=ALMOST)


@pytest.mark.parametrize(("base", "counter"), [(0, 1), (1, 0), (-1, 1), (1, -1)])
def test_no_rate_is_read_from_nothing(base: int, counter: int) -> None:
    with pytest.raises(AmountError):
        Rate.quoted(Money(base, "USD"), Money(counter, "KRW"))


def test_how_a_rate_looks() -> None:
    assert str(Rate("SEK", "KRW", "130.5637", "129.0801", "132.0474")) == "1 SEK = 130.56 KRW (129.08–132.05)"
    assert repr(Rate("USD", "KRW", 1380)) == "Rate('USD', 'KRW', '1380')"


def test_rows_of_a_rate_are_plain_text() -> None:
    row = Rate("USD", "KRW", Decimal("1.38E+3"), 1379, Decimal("1380.50")).to_dict()
    assert row == {"base": "USD", "counter": "KRW", "value": "1380", "low": "1379", "high": "1380.5"}


# --- mentions


def test_a_row_holds_no_exponents_and_no_decimals() -> None:
    row = krmoney.extract("약 4.5억 달러(5900억원)")[0].to_row("a.txt")
    assert row["doc"] == "a.txt"
    assert row["low"] == row["high"] == "450000000"
    assert row["quote"]["currency"] == "KRW"
    assert set(map(type, row.values())) <= {str, int, bool, type(None), list, dict}


@pytest.mark.parametrize("text", ["1~2조원", "수조원", "1조원 이상", "5%", "1.5배", "1~2조 크로나"])
def test_not_every_mention_is_one_amount(text: str) -> None:
    (mention,) = krmoney.extract(text)
    with pytest.raises(NotOneAmountError):
        _ = mention.money


@pytest.mark.parametrize("text", ["5%", "1.5배", "7~10%"])
def test_not_every_mention_is_a_range_of_money(text: str) -> None:
    (mention,) = krmoney.extract(text)
    with pytest.raises(NotOneAmountError, match="not a range of money"):
        _ = mention.range


@pytest.mark.parametrize("attribute", ["money", "range"])
def test_an_open_currency_has_candidates(attribute: str) -> None:
    (mention,) = krmoney.extract("10억 크로나")
    with pytest.raises(krmoney.AmbiguousCurrencyError, match="shared by SEK, ISK") as caught:
        getattr(mention, attribute)
    assert caught.value.candidates == ("SEK", "ISK")
    assert caught.value.text == "10억 크로나"


def test_mentions_are_a_sequence() -> None:
    found = krmoney.extract("3억원과 5억원과 7억원")
    assert isinstance(found, Mentions)
    assert len(found) == 3
    assert [each.text for each in found] == ["3억원", "5억원", "7억원"]
    assert found[-1].text == "7억원"
    assert [each.text for each in found[1:]] == ["5억원", "7억원"]
    assert isinstance(found[1:], Mentions)
    assert found[1] in found
    assert found == krmoney.extract(found.source)
    assert hash(found) == hash(krmoney.extract(found.source))
    assert unpickled(found) == found
    assert not krmoney.extract("아무것도 없다")
    assert found != [*found]


# What Decimal computes in: of few digits, refusing to round, with odd limits.
CONTEXTS = [
    Context(prec=1, traps=[]),
    Context(prec=5, rounding=ROUND_UP, traps=[Inexact, Rounded]),
    Context(prec=9, Emax=9, Emin=-9, traps=[Overflow, Underflow]),
]


@pytest.mark.parametrize("context", CONTEXTS, ids=str)
@pytest.mark.parametrize(
    "text",
    ["9억 달러(약 1조2345억원)", "1235만 달러(123억4567만8901원)", "수백억원", "1달러=1,380.123456원", "2천억원대"],
)
def test_the_context_of_the_caller_changes_nothing(text: str, context: Context) -> None:
    def everything() -> list[object]:
        mention = krmoney.read(text)
        rates = [each for each in (mention.rate, mention.quote and mention.quote.rate) if each is not None]
        return [mention, krmoney.extract(text), krmoney.format(mention), *rates, *map(str, rates)]

    here = everything()
    with localcontext(context):
        assert everything() == here


def test_a_restatement_of_many_digits_has_a_rate() -> None:
    text = "1 달러(1380." + "3" * 40 + "원)"
    (first, _) = krmoney.extract(text)
    assert first.quote is not None
    assert first.quote.rate is not None
    assert first.quote.rate.value == Decimal("1380." + "3" * 30)


def test_there_is_no_minus_zero_of_money() -> None:
    for zero in (Money("-0.00", "KRW"), Money(-3, "KRW") * 0, Money("-0.4", "KRW").quantize(), -Money(0, "KRW")):
        assert not zero.amount.is_signed()
        assert zero.format(locale="en").startswith("₩0")


def test_too_many_digits_are_refused_however_they_come() -> None:
    for number in (10**905, Decimal("1e905"), "1e905", "1e-905"):
        with pytest.raises(AmountError, match="at most 900 digits"):
            Money(number, "KRW")


def test_whole_numbers_of_other_libraries_are_numbers() -> None:
    numpy = pytest.importorskip("numpy")
    assert Money(numpy.int64(5), "KRW") * numpy.int64(3) == Money(15, "KRW")
    for odd in (numpy.float64(1), numpy.bool_(True)):  # noqa: FBT003
        with pytest.raises(AmountError):
            Money(odd, "KRW")


@pytest.mark.parametrize("rate", [1380, "1380", Decimal(1380)])
def test_the_rate_of_an_amount_is_a_rate(rate: Any) -> None:
    with pytest.raises(AmountError, match="must be a Rate, not"):
        Money(5, "KRW", rate=rate)


def test_a_rate_converts_money_only() -> None:
    with pytest.raises(AmountError, match="converts Money, not 100"):
        Rate("USD", "KRW", 1380).convert(100)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (MoneyRange(1, 2000, "KRW"), "1 – 2,000 KRW"),
        (MoneyRange(-5, -3, "KRW", high_inclusive=False), "-5 – <-3 KRW"),
        (MoneyRange(1, 2, "KRW", low_inclusive=False), ">1 – 2 KRW"),
        (MoneyRange(7, 7, "KRW"), "7 KRW"),
        (MoneyRange(None, 2, "KRW", high_inclusive=False), "< 2 KRW"),
        (MoneyRange(1, None, "KRW"), "≥ 1 KRW"),
    ],
)
def test_how_a_range_looks(span: MoneyRange, written: str) -> None:
    assert str(span) == written


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_everything_pickles_by_every_protocol(protocol: int) -> None:
    mentions = krmoney.extract("337억 크로나(약 4조 4000억원), 최대 3만원, 1달러=1,380원")
    values = [mentions, *mentions, mentions[0].money, mentions[2].range, mentions[0].money.rate, Currency("KRW")]
    for value in values:
        assert pickle.loads(pickle.dumps(value, protocol)) == value  # noqa: S301  # our own bytes


def test_locales_that_there_are_not_are_refused() -> None:
    assert Currency("KRW").name("en-US") == Currency("KRW").name("en_US")
    for locale in ("zz", "", 5):
        with pytest.raises(AmountError, match="unknown locale"):
            Currency("KRW").name(locale)  # type: ignore[arg-type]


def test_everything_public_is_there() -> None:
    assert krmoney.__all__ == sorted(krmoney.__all__)
    for name in krmoney.__all__:
        public = getattr(krmoney, name)
        assert get_origin(public) is Literal or public.__doc__


# Values as dictionaries ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "row"),
    [
        (Money("4.50E+8", "USD"), {"amount": "450000000", "currency": "USD"}),
        (
            Money("-0.5", "USD", Rate("USD", "KRW", "1380.5")),
            {
                "amount": "-0.5",
                "currency": "USD",
                "rate": {"base": "USD", "counter": "KRW", "value": "1380.5", "low": "1380.5", "high": "1380.5"},
            },
        ),
        (
            MoneyRange(None, 5, "KRW", high_inclusive=False),
            {"low": None, "high": "5", "currency": "KRW", "low_inclusive": True, "high_inclusive": False},
        ),
        (Span(3, 5), {"start": 3, "end": 5}),
        (
            Quote(2, 4, "1원", Currency("KRW"), plausible=True, rate=None),
            {"start": 2, "end": 4, "text": "1원", "currency": "KRW", "plausible": True, "rate": None},
        ),
    ],
)
def test_a_value_is_a_dictionary_and_comes_back(value: Any, row: dict[str, Any]) -> None:
    assert value.to_dict() == row
    assert type(value).from_dict(json.loads(json.dumps(row))) == value


def test_a_mention_is_its_row() -> None:
    for text in ("337억 크로나(약 4조 4000억원), 20만∼30만 달러(약 2억4천만∼3억6천만원), 14.3% 감소", "10억 크로나"):
        for each in krmoney.extract(text):
            assert each.to_dict() == each.to_row()
            assert {"doc": "a"} | each.to_dict() == each.to_row("a")
            assert Mention.from_dict(json.loads(json.dumps(each.to_dict()))) == each


def test_from_dict_takes_what_the_constructor_takes() -> None:
    rate = Rate("USD", "KRW", 1380)
    assert Money.from_dict({"amount": Decimal("0.5"), "currency": "usd", "rate": rate}).rate is rate
    assert Rate.from_dict({"base": "USD", "counter": "KRW", "value": 1380}) == rate

    class Won(Money):
        __slots__ = ()

    assert type(Won.from_dict({"amount": 1, "currency": "KRW"})) is Won
    assert type(Won(1, "KRW").replace(amount=2)) is Won
    assert Won(1, "KRW").to_dict() == {"amount": "1", "currency": "KRW"}


@pytest.mark.parametrize(
    ("of", "row", "says"),
    [
        (Money, {"amount": 1.5, "currency": "KRW"}, "must be exact: 1.5 is a float"),
        (Money, {"amount": "1,000", "currency": "KRW"}, "plain digits"),
        (Money, {"amount": None, "currency": "KRW"}, "not None"),
        (Money, {"amount": "1"}, "Money needs the field 'currency'"),
        (Money, {"amount": "1", "curency": "KRW"}, "Money has no field 'curency'"),
        (Money, {"amount": "1", "currency": "KRX"}, "unknown currency 'KRX'"),
        (Money, {"amount": "1", "currency": "USD", "rate": "1380"}, "needs a dictionary, not '1380'"),
        (Money, "5만원", "Money.from_dict\\(\\) needs a dictionary, not '5만원'"),
        (MoneyRange, {"low": 2, "high": 1, "currency": "KRW"}, "from low to high"),
        (
            MoneyRange,
            {"low": 1, "high": 2, "currency": "KRW", "low_inclusive": "no"},
            "the field low_inclusive of MoneyRange must be true or false, not 'no'",
        ),
        (Span, {"start": True, "end": 2}, "the field start of Span must be a whole number, not True"),
        (Mention, read("3억원").to_dict() | {"value": "5"}, "the value 5 contradicts low and high"),
        (Mention, read("3억원").to_dict() | {"evidence": "none"}, "the field evidence of Mention must be a list"),
        (Mention, read("3억원").to_dict() | {"kind": "odd"}, "the kind of a mention must be one of"),
    ],
)
def test_what_is_not_a_dictionary_of_a_value(of: Any, row: Any, says: str) -> None:
    with pytest.raises(KrmoneyError, match=says):
        of.from_dict(row)


# What a mention refuses, and what it tells of pairs -----------------------------------------------------------------

FIGURE: dict[str, Any] = {
    "start": 2, "end": 5, "text": "3억원", "type": "money", "kind": "point", "low": 300_000_000, "high": 300_000_000,
    "currency": Currency("KRW"),
}  # fmt: skip
PERCENT: dict[str, Any] = FIGURE | {"type": "percent", "unit": "%", "currency": None}


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (FIGURE | {"low": None, "high": None}, "the kind point needs low and high, not low=None, high=None"),
        (FIGURE | {"high": 400_000_000}, "the kind point must have one value, not 300000000 to 400000000"),
        (FIGURE | {"kind": "range", "high": 5}, "the kind range must go from low to high, not from 300000000 to 5"),
        (FIGURE | {"kind": "vague", "high": 5}, "the kind vague must go from low to high"),
        (FIGURE | {"kind": "lower_bound"}, "the kind lower_bound needs low, not low=300000000, high=300000000"),
        (FIGURE | {"kind": "upper_bound"}, "the kind upper_bound needs high"),
        (FIGURE | {"kind": "exact"}, "the kind of a mention must be one of point, range, .*, not 'exact'"),
        (FIGURE | {"type": "people"}, "the type of a mention must be one of money, .*, not 'people'"),
        (FIGURE | {"low": 3.5, "high": 3.5}, "an end must be exact: 3.5 is a float"),
        (FIGURE | {"end": 6}, "a mention from 2 to 6 does not have 3 characters: '3억원'"),
        (FIGURE | {"start": -1, "end": 2}, "a mention from -1 to 2"),
        (FIGURE | {"currency": None}, "a mention of money has either a currency or candidates"),
        (FIGURE | {"candidates": (Currency("SEK"),)}, "a mention of money has either a currency or candidates"),
        (FIGURE | {"unit": "%"}, "a mention of money has neither a unit nor a rate"),
        (FIGURE | {"rate": Rate("USD", "KRW", 1380)}, "a mention of money has neither a unit nor a rate"),
        (PERCENT | {"currency": Currency("KRW")}, "a percent has no currency, and no fields that need one"),
        (PERCENT | {"elided": True}, "a percent has no currency, and no fields that need one"),
        (PERCENT | {"unit": None}, "a percent does not have the unit None"),
        (PERCENT | {"unit": "배"}, "a percent does not have the unit '배'"),
        (PERCENT | {"rate": Rate("USD", "KRW", 1380)}, "a percent has no rate"),
        (PERCENT | {"type": "rate", "unit": None}, "a rate needs its Rate"),
    ],
)
def test_a_mention_refuses_what_cannot_be(parts: dict[str, Any], says: str) -> None:
    with pytest.raises(AmountError, match=says):
        Mention(**parts)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3억원", 300_000_000), ("3억원 이상", 300_000_000), ("3억원 미만", 300_000_000), ("1~2조원", None),
        ("수조원", None), ("3조원대", None), ("7.5%", Decimal("7.5")), ("두 배", 2), ("1달러=1,380원", 1380),
    ],
)  # fmt: skip
def test_points_and_bounds_have_a_value(text: str, value: Decimal | int | None) -> None:
    assert krmoney.read(text).value == value
    assert krmoney.read(text).to_row()["value"] == (None if value is None else str(value))


@pytest.mark.parametrize("text", ["이익이 10% 이상 줄었다", "이익이 10% 줄었다"])
def test_the_value_of_a_fall_is_negative(text: str) -> None:
    assert krmoney.extract(text)[0].value == -10


@pytest.mark.parametrize(
    ("text", "rated"),
    [
        ("337억 크로나(약 4조 4000억원)를", True),
        ("3억~4억 달러(약 4000억~5500억원)를", True),
        ("최소 3억 달러(약 4000억원)를", True),
        ("약 3억 달러(수천억원)를", False),
        ("4조원(약 30억 달러)을", True),
    ],
)
def test_both_of_a_pair_know_of_each_other(text: str, rated: bool) -> None:  # noqa: FBT001
    first, second = krmoney.extract(text)
    foreign, other = (first, second) if second.currency == "KRW" else (second, first)
    assert foreign.quote is not None
    assert foreign.quote[:5] == (other.start, other.end, other.text, other.currency, True)
    assert (foreign.quote.rate is not None) is rated
    assert other.quote is None
    assert second.restates == (first.start, first.end)
    assert first.restates is None


def test_a_sum_can_leave_out_what_restates() -> None:
    dollars, euros, won = krmoney.extract("회사는 100달러(약 90유로, 13만원)를 냈다")
    assert dollars.restates is None
    assert euros.restates == won.restates == (dollars.start, dollars.end)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("세금 3억원.", ["세금 3억원."]),
        ("매출 3.5억원. 빚 2억원? “이자 7%!” 그뿐이다.", ["매출 3.5억원.", "빚 2억원?", "“이자 7%!”"]),
        ("3. 매출 3억원, 빚 2억원\n5만원권", ["3. 매출 3억원, 빚 2억원", "3. 매출 3억원, 빚 2억원", "5만원권"]),
        ("U.S. 국채 3억 달러… 끝.", ["U.S. 국채 3억 달러…"]),
        ("  5억\n달러를 냈다.  ", ["5억\n달러를 냈다."]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert krmoney.extract(text).sentences() == sentences
    rows = krmoney.extract(text).to_rows(sentence=True)
    assert [row["sentence"] for row in rows] == sentences
