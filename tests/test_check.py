"""Does the conversion fit the day's rate: verdicts, days, named rates, and the laws that hold for all of them."""

import datetime as dt
import pickle
import re
import time
import unicodedata
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from functools import partial
from typing import Any, Literal

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import krmoney
from krmoney import rates
from krmoney.checking import SEVERITIES, named
from krmoney.rates import Rates

BANK = rates.ecb()
JUNE = "2024-06-04"  # a dollar was 1,376.63 won, a euro 1,495.71, 100 yen 888.8, a krona 131.5
check = partial(krmoney.check, rates=BANK, date=JUNE)


def verdicts(text: str, **options: Any) -> list[str]:
    return [each.verdict for each in check(text, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1억 달러(약 1380억원)", "fits"),
        ("1억 달러(약 1410억원)", "fits"),  # 2 % above, its bars less
        ("1억 달러(약 1650억원)", "off"),
        ("21억 달러(약 3조원)", "coarse"),
        ("5000만 유로(약 5430만 달러)", "fits"),
        ("1억 달러(약 1250억원)", "off"),
        ("4억 달러(약 55조원)", "factor"),
        ("4억 달러(약 55억원)", "factor"),
        ("4000만 달러(약 5500억원)", "factor"),
        ("3조4000억 달러(약 468조2만원)", "factor"),  # 468조2000억원
        ("1억 캐나다달러(약 1377억원)", "currency"),
        ("1억 유로(약 1377억원), 1억 달러(약 1377억원)", "currency"),
        ("수억 달러(약 수천억원)", "no rate"),
        ("1억 동(약 540만원)", "no rate"),
        ("100만~200만 달러(약 13억8000만~27억5000만원)", "fits"),
        ("100만~200만 달러(약 138억~275억원)", "factor"),
        ("900억원(6540만달러·6020만유로)", "fits"),
        ("1380억원(약 1억 달러)", "coarse"),
        ("1억 달러(약 1500억원)", "off"),  # a euro shares no word with a dollar, and none is in the text
    ],
)
def test_verdicts(text: str, expected: str) -> None:
    assert verdicts(text)[0] == expected


@pytest.mark.parametrize(
    ("verdict", "text", "severity"),
    [
        ("fits", "1억 달러(약 1380억원)", "ok"),
        ("coarse", "21억 달러(약 3조원)", "note"),
        ("own rate", "3억 달러(환율 1420원 기준 4260억원)", "note"),
        ("no rate", "1억 동(약 540만원)", "note"),
        ("off", "1억 달러(약 1280억원)", "warning"),
        ("off", "1억 달러(약 2280억원)", "error"),
        ("currency", "1억 캐나다달러(약 1377억원)", "warning"),
        ("factor", "4억 달러(약 55조원)", "error"),
    ],
)
def test_severities(verdict: str, text: str, severity: str) -> None:
    (finding,) = check(text)
    assert (finding.verdict, finding.severity) == (verdict, severity)


def test_a_finding_says_all() -> None:
    (finding,) = check("매출은 1억 달러(약 1250억원)다.")
    assert (finding.base.text, finding.counter.text, finding.start, finding.end) == ("1억 달러", "1250억원", 4, 18)
    assert finding.rate is not None
    assert finding.reference is not None
    assert [finding.rate.value, finding.rate.low, finding.rate.high] == [1250, 1245, 1255]
    assert (finding.on, finding.source) == (dt.date(2024, 6, 4), "ECB")
    assert finding.off == pytest.approx(Decimal(1255) / finding.reference.value - 1)
    assert finding.stood == dt.date(2023, 1, 11)
    assert finding.explanation == (
        "The two amounts do not fit: they imply 1 USD = 1,250.00 KRW (1,245.00–1,255.00), 8.8% below the reference, and"
        " on 2024-06-04 the rate was 1 USD = 1,376.63 KRW (ECB). "
        "At that rate 1억 달러 is about 1377억원, and 1250억원 about 9080만 달러. "
        "The rate was last at that level on 2023-01-11."
    )
    assert finding.explain("ko").endswith(
        "그 환율로 1억 달러는 약 1377억원, 1250억원은 약 9080만 달러입니다. "
        "환율이 이 수준이었던 마지막 날은 2023-01-11입니다."
    )


def test_a_slip_names_both_sides_and_no_culprit() -> None:
    (finding,) = check("4억 달러(약 55조원)")
    assert finding.slip == krmoney.Slip("400억 달러", "5500억원", -2)
    languages: tuple[Literal["en", "ko"], ...] = ("en", "ko")
    for language in languages:
        said = finding.explain(language)
        assert "400억 달러–55조원" in said
        assert "4억 달러–5500억원" in said


@pytest.mark.parametrize(
    "text", ["1억 달러(약 1280억원)", "4억 달러(약 55조원)", "1억 동(약 540만원)", "1억 캐나다달러(약 1377억원)"]
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_finding_says_wrong(text: str, language: Any) -> None:
    (finding,) = check(text)
    assert not re.search("wrong|error|mistake|틀렸|틀린|오류|잘못", finding.explain(language))


# --- days


@pytest.mark.parametrize(
    ("date", "on"),
    [
        ("2024-06-08", "2024-06-07"),  # a Saturday
        ("2024-06-09", "2024-06-07"),
        ("2023-12-26", "2023-12-22"),  # two holidays after a weekend
        ("1999-01-04", "1999-01-04"),  # the first day
        (str(BANK.last), str(BANK.last)),
        (str(BANK.last + dt.timedelta(7)), str(BANK.last)),
    ],
)
def test_the_last_day_that_has_a_rate(date: str, on: str) -> None:
    (finding,) = check("1억 달러(약 1234억5678만원)", date=date)
    assert str(finding.on) == on


@pytest.mark.parametrize(
    ("date", "text", "reason"),
    [
        ("1999-01-03", "1억 달러(약 1380억원)", "before"),
        (str(BANK.last + dt.timedelta(8)), "1억 달러(약 1380억원)", "after"),
        ("2024-06-04", "1억 루블(약 15억원)", "ended"),
        ("2024-06-04", "1억 동(약 540만원)", "currency"),
        ("2000-06-05", "1억 위안(약 130억원)", "not yet"),
        ("2024-06-04", "수억 달러(약 수천억원)", "vague"),
        ("2024-06-04", "1억 페소(약 9조원)", "undecided"),
    ],
)
def test_no_rate_and_why(date: str, text: str, reason: str) -> None:
    (finding,) = check(text, date=date)
    assert (finding.verdict, finding.reason) == ("no rate", reason)
    assert finding.explanation
    assert finding.explain("ko")


def test_back() -> None:
    assert verdicts("1억 달러(약 1380억원)", date="2024-06-09", back=1) == ["no rate"]
    assert verdicts("1억 달러(약 1380억원)", date="2024-06-09", back=2) == ["fits"]


@pytest.mark.parametrize(
    ("date", "text", "verdict"),
    [
        (2024, "1억 달러(약 1340억원)", "fits"),
        (2024, "1억 달러(약 1180억원)", "off"),
        ("2021", "1억 달러(약 1180억원)", "fits"),
        (None, "1억 달러(약 1180억원)", "fits"),
        (None, "1억 유로(약 850억원)", "off"),
        (None, "1억 달러(약 1.38조원)", "factor"),
    ],
)
def test_a_year_and_no_day_at_all(date: Any, text: str, verdict: str) -> None:
    (finding,) = check(text, date=date)
    assert finding.verdict == verdict
    assert finding.on is None
    assert finding.reference is not None
    assert finding.reference.low < finding.reference.high


def test_the_basis_is_told() -> None:
    assert [check("", date=date).basis for date in (JUNE, 2024, None)] == ["day", "year", "decade"]
    assert krmoney.check("").basis == "text"
    assert krmoney.check("", rates=rates.fixed({"USD": 1380})).basis == "constant"


def test_a_function_will_do() -> None:
    def house(base: str, counter: str, day: dt.date) -> Decimal | None:
        return Decimal(1380) if (base, counter) == ("USD", "KRW") and day.weekday() < 5 else None

    assert verdicts("1억 달러(약 1380억원)", rates=house, date="2024-06-09") == ["fits"]
    without = krmoney.check("1억 달러(약 1380억원)", rates=house)
    assert (without[0].verdict, without[0].reason, without.basis, without.rates) == (
        "no rate",
        "no date",
        "blind",
        "house",
    )


def test_a_source_that_returns_a_float_is_refused() -> None:
    def careless(base: str, counter: str, day: dt.date) -> Any:  # noqa: ARG001
        return 1380.5

    with pytest.raises(krmoney.AmountError, match="a float"):
        krmoney.check("1억 달러(약 1380억원)", rates=careless, date=JUNE)


def test_ended_currencies_by_what_the_euro_was_fixed_at() -> None:
    assert verdicts("1억 마르크(약 765억원)") == ["fits"]
    assert verdicts("100만 이탈리아 리라(약 77만원)") == ["fits"]


# --- what the text says itself


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("3억 달러(환율 1420원 기준 4260억원)", "own rate"),
        ("3억 달러(4260억원)를 투자한다. 환율은 달러당 1420원을 적용했다.", "own rate"),
        ("※ 환율은 1달러=1420원 적용\n3억 달러(4260억원)", "own rate"),
        ("매매기준율 950원을 적용한 1만 엔(9만5000원)", "own rate"),
        ("3억 달러(환율 1420원 기준 4조2600억원)", "factor"),
        ("3억 달러(환율 1420원 기준 4800억원)", "off"),
        ("1억 달러(2023년 1월 11일 환율로 1246억원)", "own rate"),
        ("1억 달러(2023년 환율로 1246억원)", "own rate"),
        ("1억 달러(지난해 평균 환율로 1306억원)", "own rate"),
        ("1억 달러(당시 환율로 약 1110억원)", "own rate"),
        ("1억 달러(당시 환율로 약 2110억원)", "off"),
        ("1억 달러(당시 약 1110억원)", "own rate"),
        ("1억 달러(약 1110억원, 2010년 기준)", "own rate"),
        ("1억 달러(11월 2일 기준 약 1323억원)", "own rate"),
        ("1억 달러(매출 1420원 기준 4260억원)", "off"),
    ],
)
def test_the_texts_own_rate_or_day(text: str, verdict: str) -> None:
    assert verdicts(text)[:1] == [verdict] or not verdicts(text)


def test_a_reference_of_the_text_says_so() -> None:
    for won in ("4260억원", "42조6000억원", "4800억원"):
        (finding,) = check(f"3억 달러(환율 1420원 기준 {won})")
        assert finding.own
        assert "the text says 1 USD = 1,420.00 KRW (“환율 1420원”)" in finding.explanation
        assert "글에 나온 환율은 1 USD = 1,420.00 KRW입니다" in finding.explain("ko")
    assert not check("1억 달러(약 1380억원)")[0].own


def test_without_rates_the_text_is_held_against_itself() -> None:
    assert verdicts("3억 달러(환율 1420원 기준 4260억원)", rates=None) == ["own rate"]
    assert verdicts("3억 달러(환율 1420원 기준 42조6000억원)", rates=None) == ["factor"]
    assert verdicts("3억 달러(4260억원)", rates=None) == ["no rate"]


@pytest.mark.parametrize("date", [None, 2024])
def test_what_the_text_says_is_closer_than_the_rates_of_years(date: Any) -> None:
    assert verdicts("3억 달러(환율 1420원 기준 4260억원)", date=date) == ["own rate"]
    assert verdicts("3억 달러(환율 1420원 기준 4010억원)", date=date) == ["off"]
    assert verdicts("1억 달러(2024년 6월 4일 환율로 1460억원)", date=date) == ["off"]


def test_inconsistent() -> None:
    two = krmoney.check("3억 달러(4140억원)를 들여 1억 달러(1580억원)를 번다.")
    assert [each.verdict for each in two] == ["inconsistent"] * 2  # neither is to blame
    assert two[0].other is not None
    assert "1억 달러–1580억원" in two[0].explain("ko")
    three = krmoney.check("3억 달러(4140억원), 2억 달러(2760억원), 1억 달러(1580억원)")
    assert [each.verdict for each in three] == ["no rate", "no rate", "inconsistent"]
    assert verdicts("3억 달러(4140억원), 1억 달러(1100억원)", date=None) == ["inconsistent"] * 2


def test_an_undecided_currency_is_judged_against_every_candidate() -> None:
    (finding,) = check("3억 크로네(약 391억원)")
    assert finding.verdict == "fits"
    assert finding.rate is not None
    assert finding.rate.base in {"NOK", "DKK"}
    assert verdicts("3억 크로네(약 39조원)") == ["factor"]


@pytest.mark.parametrize("row", [*named.rows()[0], *named.rows()[1]], ids=lambda row: row.example)
def test_rows(row: Any) -> None:
    """What an example names, its counterexample does not."""

    def names(text: str) -> bool:
        found = krmoney.extract(text)
        return bool(named.Names(found, [0], dt.date(2024, 6, 4)).all_for(0))

    assert names(row.example)
    assert not row.counterexample or not names(row.counterexample)


# --- arguments and values


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"date": "4 June"}, krmoney.RatesError),
        ({"date": 0}, krmoney.RatesError),
        ({"tolerance": 0.03}, krmoney.AmountError),
        ({"tolerance": -1}, krmoney.RatesError),
        ({"back": -1}, krmoney.RatesError),
        ({"text_or_mentions": 1}, TypeError),
    ],
)
def test_wrong_arguments(options: dict[str, Any], error: type[Exception]) -> None:
    given: dict[str, Any] = {"text_or_mentions": "", "rates": BANK} | options
    with pytest.raises(error):
        krmoney.check(**given)


def test_mentions_of_a_reader_of_ones_own() -> None:
    found = krmoney.extract("1억 달러(약 1006억원)", prefer="CAD")
    assert [each.verdict for each in check(found)] == ["fits"]


def test_findings_travel_and_have_rows() -> None:
    findings = check("4억 달러(약 55조원), 1억 달러(약 1380억원)")
    copy = pickle.loads(pickle.dumps(findings))  # noqa: S301  # our own
    assert [*copy] == [*findings]
    assert (copy.rates, copy.last, copy.basis) == ("ECB", BANK.last, "day")
    assert findings.counts == {"factor": 1, "fits": 1}
    assert [each.base.text for each in findings.at_least("warning")] == ["4억 달러"]
    row = findings.to_rows("a.txt", "ko")[0]
    assert row["doc"] == "a.txt"
    assert row["slip"] == {"base": "400억 달러", "counter": "5500억원", "power": -2, "currency": None}
    assert (row["verdict"], row["on"], row["base"]["end"]) == ("factor", JUNE, 5)
    assert row["explanation"].startswith("두 금액이 서로 맞지 않습니다.")


# --- laws: conversions made from the rates of real days

CODES = ("USD", "EUR", "JPY", "GBP", "CNY", "AUD", "CAD", "CHF", "HKD", "SGD", "SEK", "THB", "INR", "IDR", "PHP")
DAYS = st.dates(dt.date(2009, 2, 2), BANK.last)


def rate_of(code: str, day: dt.date, source: Rates = BANK) -> Decimal:
    for back in range(8):
        value = source(code, "KRW", day - dt.timedelta(back))
        if value is not None:
            return value
    raise AssertionError


def written(won: Decimal, digits: int) -> str:
    """Round a sum of won as newsrooms do, and write it in 조, 억 and 만."""
    unit = Decimal(1).scaleb(won.adjusted() - digits + 1)
    rounded = won.quantize(unit, ROUND_HALF_EVEN) if unit > 1 else won.quantize(Decimal(1))
    return krmoney.Money(Decimal(int(rounded)), "KRW").format("press")


@st.composite
def conversions(draw: st.DrawFn) -> tuple[dt.date, str, int, int]:
    number = draw(st.integers(11, 9999))
    zeros = draw(st.sampled_from([10**4, 10**6, 10**8]))
    return draw(DAYS), draw(st.sampled_from(CODES)), number * zeros, draw(st.integers(2, 4))


def sentence(code: str, amount: int, won: str) -> str:
    return f"{krmoney.Money(amount, code).format('press')}(약 {won})를 투자한다"


@given(conversions())
@settings(max_examples=150, deadline=None)
@example((dt.date(2024, 6, 8), "USD", 4 * 10**8, 2))
def test_sound_conversions_fit(case: tuple[dt.date, str, int, int]) -> None:
    day, code, amount, digits = case
    text = sentence(code, amount, written(amount * rate_of(code, day), digits))
    assert [each.verdict for each in krmoney.check(text, date=day, rates=BANK)] in (["fits"], ["coarse"]), text


@given(conversions(), st.sampled_from([-2, -1, 1, 2, 4]))
@settings(max_examples=100, deadline=None)
def test_a_power_of_ten_is_named(case: tuple[dt.date, str, int, int], power: int) -> None:
    day, code, amount, digits = case
    won = (amount * rate_of(code, day)).scaleb(power)
    assume(won >= 10**5)
    text = sentence(code, amount, written(won, digits))
    assert [each.verdict for each in krmoney.check(text, date=day, rates=BANK)] == ["factor"], text


@given(conversions(), st.sampled_from(CODES))
@settings(max_examples=100, deadline=None)
def test_the_rate_of_another_pair(case: tuple[dt.date, str, int, int], other: str) -> None:
    day, code, amount, _ = case
    own, theirs = rate_of(code, day), rate_of(other, day)
    apart = abs((theirs / own).log10())
    assume(Decimal("0.03") < apart % 1 < Decimal("0.97"))  # by no power of ten, and not by 7 %
    text = sentence(code, amount, written(amount * theirs, 4))
    (finding,) = krmoney.check(text, date=day, rates=BANK)
    assume(finding.base.currency == code)  # of pounds, the rate may be that of Egypt
    rate = finding.rate
    assume(rate is not None and rate.high < rate.low * Decimal("1.02"))  # not so round that anything fits
    by_chance = finding.slip is not None and finding.slip.power is None  # a word of scale explains one in 200 as well
    assert finding.verdict in {"currency", "off"} or by_chance, text


@given(conversions(), st.decimals("0.5", "20", places=2), st.lists(st.decimals(0, 1, places=3), min_size=2, max_size=4))
@settings(max_examples=100, deadline=None)
@example((dt.date(2015, 9, 4), "JPY", 7625 * 10**8, 3), Decimal("17.1"), [Decimal(0), Decimal("0.3"), Decimal(1)])
def test_loosening_the_tolerance_adds_no_finding(
    case: tuple[dt.date, str, int, int], wrong: Decimal, tolerances: list[Decimal]
) -> None:
    day, code, amount, digits = case
    text = sentence(code, amount, written(amount * rate_of(code, day) * wrong, digits))
    order = SEVERITIES
    severities = [
        max(
            (order.index(each.severity) for each in krmoney.check(text, date=day, rates=BANK, tolerance=tolerance)),
            default=0,
        )
        for tolerance in sorted(tolerances)
    ]
    found = [severity for severity in severities if severity > 1]
    assert severities[: len(found)] == sorted(found, reverse=True)


OTHER = [
    "노조와 합의했다.",
    "직원은 1200명이다.",
    "점유율은 12.5% 늘었다.",
    "그는 3일 귀국했다.",
    "예산은 300억원이다.",
]


@given(st.permutations(range(3)), st.lists(st.sampled_from(OTHER), max_size=4))
@settings(max_examples=60, deadline=None)
def test_order_and_other_text_change_nothing(order: list[int], other: list[str]) -> None:
    parts = ["4억 달러(약 55조원)를 투자한다.", "2억 유로(약 2990억원)는 빌린다.", "100만 엔(약 950만원)이 남는다."]
    alone = {each.base.text: each.verdict for part in parts for each in check(part)}
    text = "\n".join(piece for at in order for piece in (parts[at], *other))
    assert {each.base.text: each.verdict for each in check(text)} == alone


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("NFD", lambda text: unicodedata.normalize("NFD", text)),
        ("two blanks", lambda text: text.replace(" ", "  ")),
        ("tabs", lambda text: text.replace(" ", "\t")),
        ("full width", lambda text: text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})),
        ("bold", lambda text: re.sub(r"([0-9]+[조억만]?)", r"**\1**", text)),
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "3억 달러(환율 1420원 기준 4260억원)",
        "1억 달러(2023년 1월 11일 환율로 1246억원)",
        "1억 달러(당시 환율로 약 1110억원)",
        "4억 달러(약 55조원)",
        "3조4000억 달러(약 468조2만원)",
        "1억 캐나다달러(약 1377억원)",
    ],
)
def test_how_a_text_is_typed_changes_nothing(text: str, name: str, change: Callable[[str], str]) -> None:
    assert name
    assert verdicts(change(text)) == verdicts(text)


def test_time_grows_with_the_text() -> None:
    def seconds(many: int) -> float:
        pieces = [
            "1억 달러(약 1380억원), ",
            "1달러=1,420원. ",
            "2억 달러(3일 기준 약 2800억원). ",
            "환율 1420원 기준. ",
        ]
        text = "".join(piece * many for piece in pieces)
        found = krmoney.extract(text)
        began = time.process_time()
        krmoney.check(found)
        check(found)
        return time.process_time() - began

    seconds(10)
    assert min(seconds(2000) for _ in range(2)) < 8 * max(min(seconds(500) for _ in range(3)), 0.01)


def test_loading_is_quick_enough() -> None:
    began = time.perf_counter()
    rates.ecb()("USD", "KRW", dt.date(2024, 6, 4))
    assert time.perf_counter() - began < 2  # 0.05 on an idle machine; half a second is promised
