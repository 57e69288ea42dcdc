"""Units: what Korean text prices by, as quantities of pint, in krmoney's registry and in others, and back."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import unicodedata
from collections import Counter
from decimal import Decimal, getcontext, localcontext
from fractions import Fraction
from typing import Any

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

import krmoney
from krmoney import AmountError, KrmoneyError, Mention, Money, NotOneAmountError, Rate, units
from krmoney.data import load
from krmoney.iso import all_codes

DATA = load("units")
OURS = units.registry()


def q(number: object, unit: str) -> pint.Quantity[Decimal]:
    return OURS.Quantity(Decimal(str(number)), unit)


def decimal_registry(*definitions: str, **options: Any) -> pint.UnitRegistry[Any]:
    ureg: pint.UnitRegistry[Any] = pint.UnitRegistry(non_int_type=Decimal, **options)
    for definition in definitions:
        ureg.define(definition)
    return ureg


# Each expression with its number and unit, in pint's language.
PRICES = [
    ("배럴당 75달러", "75", "USD / oil_barrel"),
    ("평당 4200만원", "42000000", "KRW / pyeong"),
    ("3.3㎡당 3300만원", "10000000", "KRW / meter ** 2"),
    ("㎡당 812만원", "8120000", "KRW / meter ** 2"),
    ("1제곱미터당 812만원", "8120000", "KRW / meter ** 2"),
    ("㏊당 340만원", "3400000", "KRW / hectare"),
    ("10a당 60만원", "60000", "KRW / are"),
    ("kWh당 142원", "142", "KRW / kilowatt_hour"),
    ("㎾h당 142.5원", "142.5", "KRW / kilowatt_hour"),
    ("MWh당 61유로", "61", "EUR / megawatt_hour"),
    ("MMBtu당 3달러", "3", "USD / MMBtu"),
    ("백만BTU당 3달러", "0.000003", "USD / british_thermal_unit"),
    ("ℓ당 1680원", "1680", "KRW / liter"),
    ("리터당 1680원", "1680", "KRW / liter"),
    ("갤런당 3달러 20센트", "3.2", "USD / gallon"),
    ("㎥당 910원", "910", "KRW / meter ** 3"),
    ("천㎥당 250달러", "0.25", "USD / meter ** 3"),
    ("톤당 9300달러", "9300", "USD / metric_ton"),
    ("㎏당 2만4000원", "24000", "KRW / kilogram"),
    ("100g당 2980원", "29.8", "KRW / gram"),
    ("600그램당 1만8000원", "30", "KRW / gram"),
    ("온스당 2410달러", "2410", "USD / troy_ounce"),
    ("돈당 47만원", "470000", "KRW / don"),
    ("1캐럿당 800만원", "8000000", "KRW / carat"),
    ("㎞당 1200원", "1200", "KRW / kilometer"),
    ("주당 350원", "350", "KRW / share"),
    ("1주당 6만1000원", "61000", "KRW / share"),
    ("1인당 3만5000달러", "35000", "USD / person"),
    ("10만명당 3억원", "3000", "KRW / person"),
    ("가구당 5200만원", "52000000", "KRW / household"),
    ("건당 800원", "800", "KRW / case"),
    ("한대당 4100만원", "41000000", "KRW / machine"),
    ("두마리당 1만8000원", "9000", "KRW / animal"),
    ("3박당 36만원", "120000", "KRW / night"),
    ("시간당 1만30원", "10030", "KRW / hour"),
    ("10분당 500원", "50", "KRW / minute"),
    ("분기당 300억원", "30000000000", "KRW / quarter_year"),
    ("연 1200억엔", "120000000000", "JPY / year"),
    ("매년 30억원", "3000000000", "KRW / year"),
    ("연평균 30억원", "3000000000", "KRW / year"),
    ("연 평균 30억원", "3000000000", "KRW / year"),
    ("월 45만원", "450000", "KRW / month"),
    ("매주 7만원", "70000", "KRW / week"),
    ("매일 5000원", "5000", "KRW / day"),
    ("1인당 월 45만원", "450000", "KRW / person / month"),
    ("월 1인당 45만원", "450000", "KRW / person / month"),
    ("배럴당 약 75달러", "75", "USD / oil_barrel"),
    ("약 3억원", "300000000", "KRW"),
    ("3억 크로나(약 400억원)", "300000000", "SEK"),
    ("100엔당 920원", "9.2", "KRW / JPY"),
    ("달러당 1390원", "1390", "KRW / USD"),
    ("1센트당 14원", "1400", "KRW / USD"),
    ("1만원당 150원", "0.015", ""),
]


@pytest.mark.parametrize(("text", "number", "unit"), PRICES)
def test_prices_and_flows(text: str, number: str, unit: str) -> None:
    found = krmoney.read(text).to_pint()
    assert (found.magnitude, found.units) == (Decimal(number), OURS.Unit(unit))
    assert isinstance(found.magnitude, Decimal)


def test_running_text() -> None:
    text = "정부는 도축장에 마리당 2만원을, 농가에는 가구당 월 30만원을 준다."
    found = [str(each.to_pint()) for each in krmoney.extract(text)]
    assert found == ["20000 KRW / animal", "300000 KRW / household / month"]


def test_a_mention_of_a_rate_is_the_rate() -> None:
    (mention, *_) = krmoney.extract("이날 환율은 달러당 1390원에 마감했다.")
    assert mention.type == "rate"
    assert str(mention.to_pint()) == "1390 KRW / USD"


@pytest.mark.parametrize(
    "text", ["평당 2000만~3000만원", "배럴당 80달러 이상", "1인당 최대 50만원", "수백억원", "5%", "2배"]
)
def test_only_one_amount(text: str) -> None:
    with pytest.raises(NotOneAmountError):
        krmoney.read(text).to_pint()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("그릇당 9000원", "'그릇당'; the known ones are .*평.*배럴.*per='item'"),
        ("CO2톤당 8000원", "'CO2톤당'"),
        ("수만명당 1억원", "'수만명당'"),
        ("0㎏당 500원", "'0㎏당'"),
        ("1.5.2㎏당 500원", "'1.5.2㎏당'"),
        ("파운드당 4달러", r"'파운드' can be pound or GBP: .*per='pound'"),
        ("200파운드당 900달러", r"per='200 pound'"),
        ("근당 1만2000원", r"geun or 375 gram or 400 gram"),
        ("루피당 16원", r"INR or PKR"),
    ],
)
def test_words_that_give_no_unit(text: str, says: str) -> None:
    with pytest.raises(units.UnitError, match=says) as caught:
        krmoney.read(text).to_pint()
    assert isinstance(caught.value, KrmoneyError)


def test_a_period_that_is_not_known() -> None:
    mention = Mention(
        start=0, end=2, text="1원", type="money", kind="point", low=Decimal(1), high=Decimal(1),
        currency=krmoney.Currency("KRW"), period="격주",
    )  # fmt: skip
    with pytest.raises(units.UnitError, match=r"'격주': the known ones are 매일"):
        mention.to_pint()


def test_every_period_that_is_read_is_known() -> None:
    for word in ("매년", "매해", "매월", "매달", "매주", "매일", "연간", "월간", "연평균", "연", "월", "年", "月"):
        mention = krmoney.read(f"{word} 5만원")
        assert mention.period == word
        assert set(dict(mention.to_pint().dimensionality).values()) == {1, -1}


@pytest.mark.parametrize(
    ("per", "unit", "number"),
    [
        ("pound", "USD / pound", "9"),
        ("200 pound", "USD / pound", "0.045"),
        ("GBP", "USD / GBP", "9"),
        ("week", "USD / week", "9"),
        ("item / hour", "USD * hour / item", "9"),
    ],
)
def test_the_caller_names_the_unit(per: str, unit: str, number: str) -> None:
    found = krmoney.read("파운드당 9달러").to_pint(per=per)
    assert (found.magnitude, found.units) == (Decimal(number), OURS.Unit(unit))
    assert units.quantity(Money(9, "USD"), per=per) == found


@pytest.mark.parametrize(
    "per", ["", " ", "400", "banana", "pound +", "0 pound", "-1 pound", "1e9999999999999999999 pound"]
)
def test_a_unit_that_is_none(per: str) -> None:
    with pytest.raises(KrmoneyError):
        krmoney.read("파운드당 9달러").to_pint(per=per)


# The registry


def test_the_registry_is_one() -> None:
    assert units.registry() is OURS
    assert OURS.non_int_type is Decimal


def test_every_currency_is_a_dimension_of_its_own() -> None:
    dimensions = {tuple(dict(OURS.Quantity(1, code).dimensionality)) for code in all_codes()}
    assert len(dimensions) == len(all_codes())


@pytest.mark.parametrize(
    ("unit", "number", "of"),
    [
        ("hectare", 10000, "meter ** 2"),
        ("kilometer", 1000, "meter"),
        ("liter", "0.001", "meter ** 3"),
        ("gallon", "3.785411784", "liter"),
        ("oil_barrel", "158.987294928", "liter"),
        ("bushel", "35.23907016688", "liter"),
        ("metric_ton", 1000, "kilogram"),
        ("pound", "0.45359237", "kilogram"),
        ("troy_ounce", "31.1034768", "gram"),
        ("carat", "0.2", "gram"),
        ("don", "3.75", "gram"),
        ("nyang", "37.5", "gram"),
        ("geun", "600", "gram"),
        ("kilowatt_hour", "3600000", "joule"),
        ("megawatt_hour", 1000, "kilowatt_hour"),
        ("gigawatt_hour", 1000, "megawatt_hour"),
        ("gigajoule", 1000, "megajoule"),
        ("MMBtu", "1055056000", "joule"),
        ("minute", 60, "second"),
        ("hour", 3600, "second"),
        ("day", 24, "hour"),
        ("week", 7, "day"),
        ("year", 12, "month"),
        ("year", "365.25", "day"),
        ("year", 4, "quarter_year"),
        ("half_year", 6, "month"),
    ],
)
def test_definitions_are_exact(unit: str, number: float | str, of: str) -> None:
    assert q(1, unit).to(of).magnitude == Decimal(number)
    # A price by the smaller unit becomes one by the larger by the same factor.
    assert q(1, f"KRW / ({of})").to(f"KRW / {unit}").magnitude == Decimal(number)


def test_a_pyeong_is_400_121sts_of_a_square_meter() -> None:
    assert q(1, "meter ** 2").to("pyeong").magnitude == Decimal("0.3025")
    assert q(30_000_000, "KRW / pyeong").to("KRW / meter ** 2").magnitude == 9_075_000
    assert q(9_075_000, "KRW / meter ** 2").to("KRW / pyeong").magnitude == 30_000_000
    fraction = Fraction(q(1, "pyeong").to("meter ** 2").magnitude)
    assert abs(fraction - Fraction(60, 33) ** 2) < Fraction(1, 10**27)


def test_traps_of_pints_own_file_are_not_here() -> None:
    for name in ("barrel", "ton", "quarter", "ounce", "foot", "count"):
        assert name not in OURS


def test_names_are_said_once() -> None:
    names = Counter(name for unit in DATA["unit"] for name in [unit["name"], *unit.get("aliases", [])])
    names.update(all_codes())
    assert {name for name, times in names.items() if times > 1} == set()


def test_words_are_said_once_and_normalised() -> None:
    entries = [*DATA["unit"], *DATA["word"], *DATA["ambiguous"]]
    words = Counter(word for entry in entries for word in entry.get("words", "").split())
    assert {word for word, times in words.items() if times > 1} == set()
    assert [word for word in words if unicodedata.normalize("NFKC", word) != word] == []


@pytest.mark.parametrize("word", units.words())
def test_every_word_is_read(word: str) -> None:
    mention = krmoney.read("7만원")
    for per in (f"{word}당", f"1{word}당", f"{word} 당"):
        found = Mention(
            start=0, end=3, text="7만원", type="money", kind="point", low=mention.low, high=mention.high,
            currency=mention.currency, per=per,
        ).to_pint()  # fmt: skip
        assert found == q(70000, f"KRW / ({units.words()[word]})")


@pytest.mark.parametrize(
    ("per", "number", "unit"),
    [
        ("100 g당", "30", "KRW / gram"),
        ("1,500㎥당", "2", "KRW / meter ** 3"),
        ("두 마리당", "1500", "KRW / animal"),
        ("10만 명당", "0.03", "KRW / person"),
        ("백만BTU 당", "0.003", "KRW / british_thermal_unit"),
        ("배럴", "3000", "KRW / oil_barrel"),
    ],
)
def test_numbers_before_the_word(per: str, number: str, unit: str) -> None:
    three = krmoney.read("3000원")
    mention = Mention(
        start=0, end=5, text="3000원", type="money", kind="point", low=three.low, high=three.high,
        currency=three.currency, per=per,
    )  # fmt: skip
    assert mention.to_pint() == q(number, unit)


def test_proposals_for_ambiguous_words_can_be_taken() -> None:
    for entry in DATA["ambiguous"]:
        for unit in entry["means"]:
            assert krmoney.read("7만원").to_pint(per=unit).magnitude > 0


def test_entries_have_no_other_keys() -> None:
    assert set(DATA) == {"unit", "word", "ambiguous", "not_each"}
    assert {key for entry in DATA["unit"] for key in entry} == {
        "name", "is", "aliases", "words", "periods", "source",
    }  # fmt: skip


def test_words_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        units.words()["평"] = "acre"  # type: ignore[index]


def test_pint_waits_until_it_is_needed() -> None:
    program = (
        "import sys, krmoney.units; assert 'pint' not in sys.modules; "
        "krmoney.units.words(); assert 'pint' not in sys.modules; "
        "krmoney.Money(1, 'KRW').to_pint(); assert 'pint' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_threads_get_the_same_registry() -> None:
    program = (
        "from concurrent.futures import ThreadPoolExecutor as Pool; from krmoney import units\n"
        "with Pool(8) as pool: found = [pool.submit(units.registry) for _ in range(8)]\n"
        "assert len({id(each.result()) for each in found}) == 1"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


# Arithmetic


def test_won_and_dollars_do_not_mix() -> None:
    won, dollars = Money(1000, "KRW").to_pint(), Money(1, "USD").to_pint()
    with pytest.raises(pint.DimensionalityError):
        won + dollars
    with pytest.raises(pint.DimensionalityError):
        won - dollars
    with pytest.raises(pint.DimensionalityError):
        bool(won < dollars)
    with pytest.raises(pint.DimensionalityError):
        won.to("USD")
    with pytest.raises(pint.DimensionalityError):
        won + 1000
    assert won != dollars
    assert Money(0, "KRW").to_pint() != Money(0, "USD").to_pint()


def test_prices_of_different_things_do_not_mix() -> None:
    with pytest.raises(pint.DimensionalityError):
        krmoney.read("1인당 5만원").to_pint() + krmoney.read("주당 5만원").to_pint()
    with pytest.raises(pint.DimensionalityError):
        krmoney.read("월 5만원").to_pint() + krmoney.read("5만원").to_pint()


def test_floats_are_refused() -> None:
    won = Money(1000, "KRW").to_pint()
    for operation in (lambda: won * 1.5, lambda: 1.5 * won, lambda: won / 1.5):
        with pytest.raises(TypeError):
            operation()
    with pytest.raises(AmountError, match=r"float; write Decimal\('1.5'\)"):
        units.money(OURS.Quantity(1.5, "KRW"))


def test_a_rate_turns_dollars_per_barrel_into_won_per_liter() -> None:
    price = krmoney.read("배럴당 79.493647464달러").to_pint() * units.rate(Rate("USD", "KRW", "1400"))
    assert price.units == OURS.Unit("KRW / oil_barrel")
    assert price.to("KRW / liter").magnitude == 700
    assert units.money(price * OURS("2 oil_barrel")) == Money("222582.2128992", "KRW")


def test_a_quoted_rate_gives_back_what_was_quoted() -> None:
    quoted = krmoney.parse("337억 크로나(약 4조 4000억원)")
    assert quoted.rate is not None
    assert units.money(quoted.to_pint() * units.rate(quoted.rate)) == Money(4_400_000_000_000, "KRW")


def test_rates_compose() -> None:
    cross = units.rate(Rate("USD", "KRW", 1400)) / units.rate(Rate("USD", "JPY", 140))
    assert cross == q(10, "KRW / JPY")


# Back to money


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**40), max_value=10**40),
    st.sampled_from(sorted(all_codes())),
)
def test_money_comes_back(amount: Decimal, code: str) -> None:
    there = Money(amount, code)
    assert units.money(there.to_pint()) == there


@given(st.integers(1, 10**15), st.integers(1, 10**6))
def test_what_cancels_is_exact(price: int, area: int) -> None:
    total = q(price * 121, "KRW / meter ** 2") * q(area, "pyeong")
    if price * area * 400 < 10**28:
        assert units.money(total) == Money(price * area * 400, "KRW")


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (q(150, "KRW / kWh") * q(3, "MWh"), 450_000),
        (q(2, "KRW / year") * q(6, "month"), 1),
        (q(7, "KRW / person / month") * q(3, "persons") * q(1, "year"), 252),
        (OURS.Quantity(5, "KRW"), 5),
        (q(2, "KRW ** 2") / q(4, "KRW"), Decimal("0.5")),
        ((q(16, "KRW ** 2")) ** Decimal("0.5"), 4),
        (q(1, "KRW / item") * q(1, "item") / 3, Decimal("0." + "3" * 28)),
    ],
)
def test_units_that_cancel(quantity: pint.Quantity[Decimal], expected: Decimal | int) -> None:
    assert units.money(quantity) == Money(expected, "KRW")


def test_money_does_not_depend_on_the_decimal_context() -> None:
    with localcontext() as context:
        context.prec = 6
        assert units.money(q("123456789.01", "KRW / item") * q(1, "item")) != Money("123456789.01", "KRW")  # pint's
        whole = OURS.Quantity(Decimal("123456789.01"), "KRW * MWh / kWh")
        assert units.money(whole) == Money("123456789010", "KRW")
    assert getcontext().prec == 28


@pytest.mark.parametrize(
    ("quantity", "says"),
    [
        (q(5, "KRW / person"), "KRW / person is not money"),
        (q(5, "KRW * USD"), "KRW \\* USD is not money"),
        (q(5, "KRW ** 2"), "is not money"),
        (q(5, "1 / KRW"), "is not money"),
        (q(5, "meter"), "meter is not money"),
        (q(5, ""), "a number without unit is not money"),
        (5, "not int"),
        (Money(5, "KRW"), "not Money"),
    ],
)
def test_what_is_not_money(quantity: Any, says: str) -> None:
    with pytest.raises(units.UnitError, match=says):
        units.money(quantity)


# A registry of one's own


def test_joining_pints_default_registry() -> None:
    ureg = decimal_registry()
    before = {name: ureg.get_root_units(name) for name in list(ureg) if name.isidentifier()}
    units.define_in(ureg)
    assert {name: ureg.get_root_units(name) for name in before} == before
    price = krmoney.read("평당 3000만원").to_pint(ureg)
    assert price.to("KRW / meter ** 2").magnitude == 9_075_000
    assert Money(1, "KRW").to_pint(ureg) * 2 == ureg("2 KRW")
    barrel = krmoney.read("배럴당 80달러").to_pint(ureg) * ureg("42 gallon")
    assert units.money(barrel) == Money(80, "USD")
    assert ureg("1 평") == ureg("1 pyeong")
    for unit in DATA["unit"]:
        theirs = ureg.Quantity(Decimal(1), unit["name"]).to_root_units()
        ours = OURS.Quantity(Decimal(1), unit["name"]).to_root_units()
        assert dict(theirs.dimensionality) == dict(ours.dimensionality)
        if not unit["is"].startswith("["):
            factor = theirs.to(f"{ours.units:D}").magnitude / ours.magnitude
            assert abs(factor - 1) < Decimal("1e-26")


def test_joining_twice_changes_nothing() -> None:
    ureg = decimal_registry()
    units.define_in(ureg)
    names = list(ureg)
    units.define_in(ureg)
    units.define_in(ureg, prefix="again_")
    assert list(ureg) == names
    assert str(Money(1, "KRW").to_pint(ureg)) == "1 KRW"
    units.define_in(OURS)
    assert str(Money(1, "KRW").to_pint()) == "1 KRW"


def test_joining_an_empty_registry_makes_another_of_ours() -> None:
    ureg: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Decimal)
    units.define_in(ureg)
    assert set(ureg) == set(OURS)


def test_names_that_are_taken() -> None:
    mine = decimal_registry(
        "USD = [currency]", "KRW = USD / 1400", "share = []", "pyeong = 3.3 * meter ** 2", "don = [gift]"
    )
    with pytest.raises(
        units.UnitError,
        match=r"^pyeong, don, share, KRW, USD: defined differently in this registry; .* prefix='krmoney_'",
    ):
        units.define_in(mine)
    assert not {"SEK", "person", "nyang"} & set(mine), "nothing is added halfway"
    with pytest.raises(units.UnitError, match="define_in"):
        Money(1, "KRW").to_pint(mine)

    units.define_in(mine, prefix="krmoney_")
    price = krmoney.read("평당 3000만원").to_pint(mine)
    assert str(price) == "30000000 krmoney_KRW / krmoney_pyeong"
    assert price.to("krmoney_KRW / meter ** 2").magnitude == 9_075_000
    assert units.money(price * mine("2 krmoney_pyeong")) == Money(60_000_000, "KRW")
    assert str(krmoney.read("1인당 월 5만원").to_pint(mine)) == "50000 krmoney_KRW / krmoney_person / month"
    assert str(units.rate(Rate("USD", "KRW", 1400), mine)) == "1400 krmoney_KRW / krmoney_USD"
    with pytest.raises(pint.DimensionalityError):
        Money(1, "KRW").to_pint(mine) + mine("1 KRW")
    with pytest.raises(units.UnitError):
        units.money(mine("1 KRW"))
    assert mine("1400 KRW").to("USD").magnitude == 1


def test_an_alias_that_is_taken_stays_theirs() -> None:
    mine = decimal_registry("돈 = 4 * gram")
    units.define_in(mine)
    assert mine("1 돈").to("gram").magnitude == 4
    assert mine("1 don").to("gram").magnitude == Decimal("3.75")


def test_a_taken_prefix() -> None:
    mine = decimal_registry("KRW = [won]", "my_KRW = 3 * meter")
    with pytest.raises(units.UnitError, match=r"^my_KRW: "):
        units.define_in(mine, prefix="my_")


def test_registries_that_do_not_tell_capitals_from_small_letters() -> None:
    mine = decimal_registry(case_sensitive=False)
    with pytest.raises(units.UnitError, match="CUP"):
        units.define_in(mine)
    units.define_in(mine, prefix="krmoney_")
    assert units.money(Money(3, "CUP").to_pint(mine)) == Money(3, "CUP")
    assert mine("1 cup").check("[length] ** 3")


@pytest.mark.parametrize(
    ("registry", "says"),
    [
        (pint.UnitRegistry(None), "computes with float"),
        (pint.UnitRegistry(None, non_int_type=Fraction), "computes with Fraction"),
        (pint.get_application_registry(), "computes with float"),
        (None, "not NoneType"),
    ],
)
def test_registries_that_do_not_fit(registry: Any, says: str) -> None:
    with pytest.raises(units.UnitError, match=says):
        units.define_in(registry)


def test_a_copied_registry_is_joined_anew() -> None:
    ureg = decimal_registry()
    units.define_in(ureg)
    other = copy.deepcopy(ureg)
    with pytest.raises(units.UnitError, match="define_in"):
        Money(1, "KRW").to_pint(other)
    units.define_in(other)
    assert str(Money(1, "KRW").to_pint(other)) == "1 KRW"


# Pickles


def test_values_pickle_and_quantities_need_the_application_registry() -> None:
    mention = krmoney.read("배럴당 80달러")
    assert pickle.loads(pickle.dumps(mention)).to_pint() == mention.to_pint()  # noqa: S301  # our own bytes
    dumped = pickle.dumps(mention.to_pint())
    before = pint.get_application_registry().get()
    with pytest.raises(pint.UndefinedUnitError):
        pickle.loads(dumped)  # noqa: S301
    try:
        pint.set_application_registry(OURS)
        assert pickle.loads(dumped) == mention.to_pint()  # noqa: S301
        units.define_in(pint.get_application_registry())
        assert str(Money(1, "KRW").to_pint(pint.get_application_registry())) == "1 KRW"
    finally:
        pint.set_application_registry(before)
