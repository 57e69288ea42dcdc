"""Writing: each value in each style as a person would write it, and the laws that hold whatever the value is.

The tables start from the value. Their texts were written by hand, not copied from what the code gave.
"""

import decimal
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.numbers import format_currency
from hypothesis import assume, example, given
from hypothesis import strategies as st

import krmoney
from krmoney import AmountError, Currency, Mention, Money, MoneyRange, Rate, Style, Vocabulary, cli, testing

TYPICAL = Vocabulary.default().typical.won
CORPUS = Path(__file__).parent / "corpus" / "expressions.jsonl"
STYLES = krmoney.style_names()
SPELLED = ("hangul", "contract", "hanja", "cheque")  # styles whose numerals have no fractions
NOT = None  # this style cannot write this value

# One value a row, then what each style makes of it.
AMOUNTS: list[tuple[Decimal | int | str, str, dict[str, str | None]]] = [
    (
        450_000_000, "USD",
        {
            "press": "4억5000만 달러", "spaced": "4억 5000만 달러", "commas": "4억 5,000만 달러",
            "thousands": "4억5천만 달러", "one": "4.5억 달러", "digits": "450,000,000달러",
            "hangul": "사억오천만 달러", "contract": "일금 사억오천만 달러정", "hanja": "金 四億五千萬 달러整",
            "cheque": "金 四億五千萬 달러整", "en": "$450 million", "en-short": "US$450m", "code": "USD 450,000,000",
        },
    ),
    (
        450_000_000, "KRW",
        {
            "press": "4억5000만원", "spaced": "4억 5000만 원", "commas": "4억 5,000만 원", "thousands": "4억5천만원",
            "one": "4.5억원", "digits": "450,000,000원", "hangul": "사억오천만원", "contract": "일금 사억오천만 원정",
            "hanja": "金 四億五千萬원整", "cheque": "金 四億五千萬원整", "en": "KRW 450 million",
            "en-short": "KRW 450m", "code": "KRW 450,000,000",
        },
    ),
    (
        33_700_000_000, "SEK",
        {
            "press": "337억 스웨덴 크로나", "spaced": "337억 스웨덴 크로나", "commas": "337억 스웨덴 크로나",
            "thousands": "337억 스웨덴 크로나", "one": "337억 스웨덴 크로나", "digits": "33,700,000,000 스웨덴 크로나",
            "hangul": "삼백삼십칠억 스웨덴 크로나", "contract": "일금 삼백삼십칠억 스웨덴 크로나정",
            "hanja": "金 三百三十七億 스웨덴 크로나整", "cheque": "金 參百參拾七億 스웨덴 크로나整",
            "en": "SEK 33.7 billion", "en-short": "SEK 33.7bn", "code": "SEK 33,700,000,000",
        },
    ),
    (
        1_005_800_000_000, "KRW",  # a section of zeros, and 58 without leading zeros
        {
            "press": "1조58억원", "spaced": "1조 58억 원", "commas": "1조 58억 원", "thousands": "1조58억원",
            "one": "1.0058조원", "digits": "1,005,800,000,000원", "hangul": "일조오십팔억원",
            "contract": "일금 일조오십팔억 원정", "hanja": "金 一兆五十八億원整", "cheque": "金 壹兆五拾八億원整",
            "en": "KRW 1.0058 trillion", "en-short": "KRW 1.0058tn", "code": "KRW 1,005,800,000,000",
        },
    ),
    (
        11_111_111, "KRW",  # 일 is left out before 천, 백, 십 and kept before 만, and contracts keep them all
        {
            "press": "1111만1111원", "spaced": "1111만 1111 원", "commas": "1,111만 1,111 원",
            "thousands": "1천111만1천111원", "one": "1,111.1111만원", "digits": "11,111,111원",
            "hangul": "천백십일만천백십일원", "contract": "일금 일천일백일십일만일천일백일십일 원정",
            "hanja": "金 千百十一萬千百十一원整", "cheque": "金 壹千壹百壹拾壹萬壹千壹百壹拾壹원整",
            "en": "KRW 11.111111 million", "en-short": "KRW 11.111111m", "code": "KRW 11,111,111",
        },
    ),
    (
        10_000, "JPY",
        {
            "press": "1만엔", "spaced": "1만 엔", "commas": "1만 엔", "thousands": "1만엔", "one": "1만엔",
            "digits": "10,000엔", "hangul": "일만엔", "contract": "일금 일만 엔정", "hanja": "金 一萬엔整",
            "cheque": "金 壹萬엔整", "en": "¥10,000", "en-short": "¥10,000", "code": "JPY 10,000",
        },
    ),
    (
        9_999, "EUR",  # below the first scale
        {
            "press": "9999 유로", "spaced": "9999 유로", "commas": "9,999 유로", "thousands": "9천999 유로",
            "one": "9,999 유로", "digits": "9,999유로", "hangul": "구천구백구십구 유로",
            "contract": "일금 구천구백구십구 유로정", "hanja": "金 九千九百九十九 유로整",
            "cheque": "金 九千九百九拾九 유로整", "en": "€9,999", "en-short": "€9,999", "code": "EUR 9,999",
        },
    ),
    (
        0, "KRW",
        {
            "press": "0원", "spaced": "0 원", "commas": "0 원", "thousands": "0원", "one": "0원", "digits": "0원",
            "hangul": "영 원", "contract": "일금 영 원정", "hanja": "金 零원整", "cheque": "金 零원整", "en": "KRW 0",
            "en-short": "KRW 0", "code": "KRW 0",
        },
    ),
    (
        -1_234_567, "KRW",
        {
            "press": "-123만4567원", "spaced": "-123만 4567 원", "commas": "-123만 4,567 원",
            "thousands": "-123만4천567원", "one": "-123.4567만원", "digits": "-1,234,567원",
            "hangul": "-백이십삼만사천오백육십칠원", "contract": "일금 -일백이십삼만사천오백육십칠 원정",
            "hanja": "金 -百二十三萬四千五百六十七원整", "cheque": "金 -壹百貳拾參萬四千五百六拾七원整",
            "en": "-KRW 1.234567 million", "en-short": "-KRW 1.234567m", "code": "-KRW 1,234,567",
        },
    ),
    (
        "12345.60", "USD",  # a trailing zero says nothing
        {
            "press": "1만2345.6 달러", "spaced": "1만 2345.6 달러", "commas": "1만 2,345.6 달러",
            "thousands": "1만2345.6 달러", "one": "1.23456만 달러", "digits": "12,345.6달러", "hangul": NOT,
            "contract": NOT, "hanja": NOT, "cheque": NOT, "en": "$12,345.6", "en-short": "US$12,345.6",
            "code": "USD 12,345.6",
        },
    ),
    (
        "-0.05", "GBP",
        {
            "press": "-0.05 파운드", "spaced": "-0.05 파운드", "commas": "-0.05 파운드", "thousands": "-0.05 파운드",
            "one": "-0.05 파운드", "digits": "-0.05파운드", "hangul": NOT, "contract": NOT, "hanja": NOT, "cheque": NOT,
            "en": "-£0.05", "en-short": "-£0.05", "code": "-GBP 0.05",
        },
    ),
    (
        "100000000.01", "USD",  # cents after zeros
        {
            "press": "1억0.01 달러", "spaced": "1억 0.01 달러", "commas": "1억 0.01 달러", "thousands": "1억0.01 달러",
            "one": "1.0000000001억 달러", "digits": "100,000,000.01달러", "hangul": NOT, "contract": NOT, "hanja": NOT,
            "cheque": NOT, "en": "$100.00000001 million", "en-short": "US$100.00000001m", "code": "USD 100,000,000.01",
        },
    ),
    (
        10**24, "KRW",
        {
            "press": "1자원", "spaced": "1자 원", "commas": "1자 원", "thousands": "1자원", "one": "1자원",
            "digits": "1,000,000,000,000,000,000,000,000원", "hangul": "일자원", "contract": "일금 일자 원정",
            "hanja": "金 一秭원整", "cheque": "金 壹秭원整", "en": "KRW 1,000,000,000,000 trillion",
            "en-short": "KRW 1,000,000,000,000tn", "code": "KRW 1,000,000,000,000,000,000,000,000",
        },
    ),
    (
        10**24 - 1, "USD",  # a digit more and less than the 28 that Decimal keeps by default makes no difference
        {
            "press": "9999해9999경9999조9999억9999만9999 달러", "one": "9,999.99999999999999999999해 달러",
            "digits": "999,999,999,999,999,999,999,999달러",
            "en": "$999,999,999,999.999999999999 trillion",
            "hangul": "구천구백구십구" + "".join(f"{scale}구천구백구십구" for scale in "해경조억만") + " 달러",
        },
    ),
    (
        10**32, "KRW",  # above 9999양 there is no scale, and digits go on
        {
            "press": NOT, "spaced": NOT, "commas": NOT, "thousands": NOT, "hangul": NOT, "contract": NOT, "hanja": NOT,
            "cheque": NOT, "one": "10,000양원", "digits": f"{10**32:,}원", "en": f"KRW {10**20:,} trillion",
        },
    ),
    (
        "1234567890123456789012345678901.23", "KRW",  # 33 digits
        {
            "press": "123양4567자8901해2345경6789조123억4567만8901.23원",
            "digits": "1,234,567,890,123,456,789,012,345,678,901.23원",
            "one": "123.456789012345678901234567890123양원", "code": "KRW 1,234,567,890,123,456,789,012,345,678,901.23",
        },
    ),
]  # fmt: skip
CELLS = [
    pytest.param(Money(amount, code), style, text, id=f"{amount} {code} {style}")
    for amount, code, texts in AMOUNTS
    for style, text in texts.items()
]


def test_the_tables_show_every_style() -> None:
    assert {style for _, _, texts in AMOUNTS for style in texts} == set(STYLES)


@pytest.mark.parametrize(("money", "style", "text"), CELLS)
def test_amounts(money: Money, style: str, text: str | None) -> None:
    if text is NOT:
        with pytest.raises(AmountError, match=r"has (?:a fraction|too many digits)"):
            krmoney.format(money, style)
        return
    assert krmoney.format(money, style) == text
    assert krmoney.parse(text) == money
    assert money.format(style) == f"{money:{style}}" == text


# The shortest name that means one currency alone, and the English mark.
NAMES = {
    "KRW": ("1만원", "KRW 10,000", "KRW 10,000"),
    "USD": ("1만 달러", "$10,000", "US$10,000"),
    "EUR": ("1만 유로", "€10,000", "€10,000"),
    "JPY": ("1만엔", "¥10,000", "¥10,000"),
    "GBP": ("1만 파운드", "£10,000", "£10,000"),
    "CNY": ("1만 위안", "CNY 10,000", "CNY 10,000"),
    "CHF": ("1만 프랑", "CHF 10,000", "CHF 10,000"),
    "HKD": ("1만 홍콩 달러", "HKD 10,000", "HKD 10,000"),
    "TWD": ("1만 대만달러", "TWD 10,000", "TWD 10,000"),
    "SEK": ("1만 스웨덴 크로나", "SEK 10,000", "SEK 10,000"),
    "NOK": ("1만 노르웨이 크로네", "NOK 10,000", "NOK 10,000"),
    "DKK": ("1만 덴마크 크로네", "DKK 10,000", "DKK 10,000"),
    "THB": ("1만 바트", "THB 10,000", "THB 10,000"),
    "VND": ("1만 베트남 동", "VND 10,000", "VND 10,000"),
    "PLN": ("1만 즈워티", "PLN 10,000", "PLN 10,000"),
    "KPW": ("1만 북한 원", "KPW 10,000", "KPW 10,000"),
    "DEM": ("1만 마르크", "DEM 10,000", "DEM 10,000"),  # gone, and read in the texts of its time
}


@pytest.mark.parametrize(("code", "texts"), NAMES.items())
def test_names(code: str, texts: tuple[str, str, str]) -> None:
    money = Money(10_000, code)
    assert tuple(krmoney.format(money, style) for style in ("press", "en", "en-short")) == texts
    assert [krmoney.parse(text) for text in texts] == [money] * 3


# --- styles of one's own: the options combine

OPTIONS = [
    (Style(), "12억3456만7000원"),
    (Style(gap=" "), "12억 3456만 7000 원"),
    (Style(comma=","), "12억3,456만7,000원"),
    (Style(thousands=True), "12억3천456만7천원"),
    (Style(thousands=True, gap=" ", blank=True), "12억 3천456만 7천 원"),
    (Style(thousands=True, comma=","), "12억3천456만7천원"),
    (Style(blank=True), "12억3456만7000 원"),
    (Style(scales="one"), "12.34567억원"),
    (Style(scales="one", blank=True), "12.34567억 원"),
    (Style(scales="one", gap=" "), "12.34567억 원"),
    (Style(scales="none"), "1234567000원"),
    (Style(scales="none", comma=","), "1,234,567,000원"),
    (Style(scales="none", comma=",", blank=True), "1,234,567,000 원"),
    (Style(script="hangul"), "십이억삼천사백오십육만칠천원"),
    (Style(script="hangul", gap=" "), "십이억 삼천사백오십육만 칠천 원"),
    (Style(script="hangul", ones=True), "일십이억삼천사백오십육만칠천원"),
    (Style(script="hanja"), "十二億三千四百五十六萬七千원"),
    (Style(script="formal"), "拾貳億參千四百五拾六萬七千원"),
    (Style(script="formal", ones=True), "壹拾貳億參千四百五拾六萬七千원"),
    (Style(name="code"), "12억3456만7000 KRW"),
    (Style(before="금 ", after="정"), "금 12억3456만7000원정"),
    (Style(language="en"), "KRW 1.234567 billion"),
    (Style(language="en", scales="one"), "KRW 1.234567 billion"),
    (Style(language="en", scales="none"), "KRW 1234567000"),
    (Style(language="en", scales="none", comma=","), "KRW 1,234,567,000"),
    (Style(language="en", short=True), "KRW 1.234567bn"),
    (Style(language="en", name="code"), "KRW 1.234567 billion"),
]


@pytest.mark.parametrize(("style", "text"), OPTIONS, ids=[text for _, text in OPTIONS])
def test_options(style: Style, text: str) -> None:
    assert krmoney.format(Money(1_234_567_000, "KRW"), style) == text
    assert krmoney.parse(text) == Money(1_234_567_000, "KRW")


def test_a_short_name_is_one_that_others_may_share() -> None:
    money = Money(10**8, "SEK")
    short = Style(name="short")
    assert krmoney.format(money, short) == "1억 크로나"
    assert krmoney.parse("1억 크로나", prefer="SEK") == money
    assert krmoney.format(Money(10**8, "HKD"), short) == "1억 달러"
    assert krmoney.format(Money(10**8, "THB"), short) == "1억 바트"
    assert krmoney.format(Money(10**8, "SEK"), Style(name="short", scales="none", comma=",")) == "100,000,000크로나"
    assert krmoney.format(Money(10**8, "USD"), Style(language="en", name="code")) == "USD 100 million"


def test_a_style_is_data() -> None:
    style = Style(gap=" ", comma=",")
    assert krmoney.format(Money(450_000_000, "USD"), style) == krmoney.format(Money(450_000_000, "USD"), "commas")
    assert replace(style, gap="") == Style(comma=",")
    assert asdict(Style())["scales"] == "all"


def test_the_names_of_the_styles() -> None:
    assert STYLES == (
        "press", "spaced", "commas", "thousands", "one", "digits", "hangul", "contract", "hanja", "cheque", "en",
        "en-short", "code",
    )  # fmt: skip


# --- ranges and bounds

JO = 10**12
MARKED = ("contract", "hanja", "cheque")  # a contract states one amount
RANGES: list[tuple[MoneyRange, dict[str, str]]] = [
    (
        MoneyRange(JO, 2 * JO, "KRW"),
        {
            "press": "1조~2조원", "commas": "1조~2조 원", "digits": "1,000,000,000,000~2,000,000,000,000원",
            "one": "1조~2조원", "en": "KRW 1–2 trillion", "en-short": "KRW 1–2tn",
        },
    ),
    (
        MoneyRange(300_000_000, 450_000_000, "USD"),
        {
            "press": "3억~4억5000만 달러", "spaced": "3억~4억 5000만 달러", "thousands": "3억~4억5천만 달러",
            "one": "3억~4.5억 달러", "en": "$300–450 million", "en-short": "US$300–450m",
        },
    ),
    (
        MoneyRange(8_000, 12_000, "KRW"),  # 8000~1만2000원 would be from 8000만
        {"press": "8000원~1만2000원", "hangul": "팔천원~일만이천원", "digits": "8,000~12,000원"},
    ),
    (MoneyRange(10_000, 12_000, "KRW"), {"press": "1만~1만2000원"}),
    (MoneyRange(10_001, 100_000, "AED"), {"press": "1만1 디르함~10만 디르함", "spaced": "1만 1 디르함~10만 디르함"}),
    (MoneyRange(10_500, 100_000, "KRW"), {"press": "1만500~10만원", "spaced": "1만 500~10만 원"}),
    (MoneyRange(9_000, 9_999, "KRW"), {"press": "9000~9999원", "commas": "9,000~9,999 원"}),
    (MoneyRange(9_999, 10_000, "KRW"), {"press": "9999원~1만원"}),
    (MoneyRange(-5_000, 10_000, "SEK"), {"press": "-5000 스웨덴 크로나~1만 스웨덴 크로나"}),
    (MoneyRange(0, 5_000, "KRW"), {"press": "0원~5000원", "one": "0원~5,000원"}),
    (MoneyRange(1, 5_000, "KRW"), {"press": "1원~5000원", "digits": "1원~5,000원", "hangul": "일 원~오천원"}),
    (MoneyRange(7, 7, "KRW"), {"press": "7원", "en": "KRW 7"}),
    (MoneyRange(JO, None, "KRW"), {"press": "1조원 이상", "commas": "1조 원 이상", "en": "at least KRW 1 trillion"}),
    (MoneyRange(None, JO, "USD"), {"press": "1조 달러 이하", "hangul": "일조 달러 이하", "en": "at most $1 trillion"}),
    (MoneyRange(JO, None, "KRW", low_inclusive=False), {"press": "1조원 초과", "en-short": "more than KRW 1tn"}),
    (MoneyRange(None, JO, "KRW", high_inclusive=False), {"press": "1조원 미만", "en": "less than KRW 1 trillion"}),
    (
        MoneyRange(3 * JO, 4 * JO, "KRW", high_inclusive=False),
        {
            "press": "3조원 이상 4조원 미만", "commas": "3조 원 이상 4조 원 미만", "hangul": "삼조원 이상 사조원 미만",
            "en": "at least KRW 3 trillion and less than KRW 4 trillion",
        },
    ),
    (
        MoneyRange(3 * JO, 4 * JO, "USD", low_inclusive=False),
        {"press": "3조 달러 초과 4조 달러 이하", "en-short": "more than US$3tn and at most US$4tn"},
    ),
    (
        MoneyRange(3 * JO, 4 * JO, "KRW", low_inclusive=False, high_inclusive=False),
        {"press": "3조원 초과 4조원 미만", "code": f"more than KRW {3 * JO:,} and less than KRW {4 * JO:,}"},
    ),
]  # fmt: skip
SPANS = [pytest.param(span, style, text, id=f"{text}") for span, texts in RANGES for style, text in texts.items()]


@pytest.mark.parametrize(("span", "style", "text"), SPANS)
def test_ranges(span: MoneyRange, style: str, text: str) -> None:
    assert krmoney.format(span, style) == text
    assert krmoney.read(text).range == span
    assert krmoney.format(krmoney.read(text), style) == text


def test_ranges_are_rounded_end_by_end() -> None:
    span = MoneyRange(1_234_567, 9_876_543, "KRW")
    assert krmoney.format(span, significant=2) == "120만~990만원"
    assert krmoney.format(span, places=-4, rounding=decimal.ROUND_DOWN) == "123만~987만원"
    assert krmoney.format(span, significant=2, approx=True) == "약 120만~990만원"
    assert krmoney.format(span, "en", significant=2, approx=True) == "about KRW 1.2–9.9 million"
    assert krmoney.format(MoneyRange(1_234_567, None, "KRW"), significant=1) == "100만원 이상"
    assert krmoney.format(MoneyRange(101, 102, "KRW"), places=-2) == "100원"  # what rounds to one amount is one
    assert krmoney.format(MoneyRange(101, 102, "KRW", high_inclusive=False), places=-2) == "100원"


# --- mentions: what a text says, said again

MENTIONS = [
    ("4억5000만원", "4억5000만원"),
    ("1~2조원", "1조~2조원"),
    ("수조원", "수조원"),
    ("수백억 원", "수백억원"),
    ("수십만 달러", "수십만 달러"),
    ("몇 천원", "수천원"),
    ("십수억원", "십수억원"),
    ("수만원", "수만원"),
    ("조원대", "조원대"),
    ("3조원대", "3조원 이상 4조원 미만"),
    ("최대 5조원", "5조원 이하"),
    ("최소 500억 달러", "500억 달러 이상"),
    ("1조원을 넘는", "1조원 초과"),
    ("3만원도 안 되는", "3만원 미만"),
    ("14.3%", "14.3%"),
    ("-3.20%", "-3.2%"),
    ("1.5~2.5%", "1.5~2.5%"),
    ("3%p", "3%포인트"),
    ("25bp", "25bp"),
    ("10% 이상", "10% 이상"),
    ("10% 초과", "10% 초과"),
    ("25bp 이하", "25bp 이하"),
    ("3%포인트 미만", "3%포인트 미만"),
    ("5% 이상 10% 미만", "5% 이상 10% 미만"),
    ("두 배", "2배"),
    ("3할 5푼", "35%"),
    ("2배 이상", "2배 이상"),
    ("3~4배", "3~4배"),
    ("배럴당 80달러", "배럴당 80 달러"),
    ("1인당 3만원", "1인당 3만원"),
    ("5만원권", "5만원권"),
    ("연 1000억엔", "연 1000억엔"),
    ("1달러=1,380.5원", "1달러=1,380.5원"),
    ("1유로=1.08달러", "1유로=1.08달러"),
]


@pytest.mark.parametrize(("text", "again"), MENTIONS)
def test_mentions(text: str, again: str) -> None:
    mention = krmoney.read(text)
    assert krmoney.format(mention) == again
    assert meaning(krmoney.read(again)) == meaning(mention)


def meaning(mention: Mention) -> tuple[Any, ...]:
    """Everything a figure says, but for where it stands and how it is spelled."""
    return (
        mention.type, mention.kind, mention.low, mention.high, mention.low_inclusive, mention.high_inclusive,
        mention.currency, mention.unit, mention.value, mention.rate, mention.per, mention.period,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["약 3억원", "30여억원", "3억원가량", "약 3%", "약 1~2조원", "1억원 안팎"])
def test_mentions_keep_their_hedge(text: str) -> None:
    mention = krmoney.read(text)
    again = krmoney.read(krmoney.format(mention))
    assert (meaning(again), again.approx) == (meaning(mention), True)


@pytest.mark.parametrize("text", ["몇 달러", "몇 유로", "몇 배", "몇 퍼센트", "수십 %"])
def test_what_is_vague_stays_vague(text: str) -> None:
    mention = krmoney.read(text)
    assert mention.kind == "vague"
    assert meaning(krmoney.read(krmoney.format(mention))) == meaning(mention)


@cache
def said(path: Path) -> list[Mention]:
    """Every expression of the corpus whose currency is decided, read."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    mentions = [
        krmoney.read(text, **line.get("args", {}))
        for line in lines
        for text in line["texts"]
        if line["value"].get("currency", "KRW") is not None
    ]
    return [each for each in mentions if each.type != "money" or each.currency is not None]


@pytest.mark.parametrize("style", ["press", "spaced", "commas", "thousands", "one", "digits", "hangul", "en", "code"])
def test_whatever_the_corpus_says_can_be_said_again(style: str) -> None:
    english = style in {"en", "code"}
    mentions = said(CORPUS)
    assert len(mentions) > 1000
    for mention in mentions:
        if english and (mention.kind == "vague" or mention.per or mention.period or mention.denomination):
            continue  # there are no English words for 수조원, 배럴당, 연 and 권
        if style == "hangul" and any(lost(style, end) for end in (mention.low, mention.high) if end is not None):
            continue
        again = krmoney.read(krmoney.format(mention, style))
        assert meaning(again) == meaning(mention)
        assert (again.approx, again.denomination) == (mention.approx, mention.denomination)


def test_percentages_in_english() -> None:
    for text, english in (
        ("14.3%", "14.3%"),
        ("3%p", "3 percentage points"),
        ("25bp", "25 basis points"),
        ("두 배", "2 times"),
        ("1.5~2.5%", "1.5–2.5%"),
        ("10% 이상", "at least 10%"),
        ("약 3%", "about 3%"),
        ("5% 이상 10% 미만", "at least 5% and less than 10%"),
    ):
        mention = krmoney.read(text)
        assert krmoney.format(mention, "en") == english
        again = krmoney.read(english)
        assert (meaning(again), again.approx) == (meaning(mention), mention.approx)


def test_times_may_be_how_often() -> None:
    """What `format` writes is read back, but running text says 3 times of occasions, too."""
    assert not krmoney.extract("NASA는 올해 3 times, 내년 2–3 times 발사한다.")


@pytest.mark.parametrize(
    ("text", "style", "message"),
    [
        ("배럴당 80달러", "en", "English styles cannot write '배럴당'"),
        ("1인당 월 30만원", "code", "English styles cannot write '1인당'"),
        ("연 3.5%", "en-short", "English styles cannot write '연'"),
        ("5만원권", "en", "English styles cannot write '권'"),
        ("5만원권", "contract", "not a banknote"),
    ],
)
def test_words_that_a_style_lacks(text: str, style: str, message: str) -> None:
    mention = krmoney.read(text)
    with pytest.raises(AmountError, match=message):
        krmoney.format(mention, style)
    if mention.type == "money" and style != "contract":
        assert krmoney.parse(krmoney.format(mention.money, style)) == mention.money


@pytest.mark.parametrize(
    "text", ["5만원권", "약 5만원권", "100달러권", "1만~5만원권", "5만원권 이상", "만원권", "수만원권"]
)
def test_a_banknote_stays_one(text: str) -> None:
    mention = krmoney.read(text)
    again = krmoney.read(krmoney.format(mention))
    assert again.denomination is mention.denomination is True
    assert meaning(again) == meaning(mention)


@pytest.mark.parametrize(
    "options",
    [
        {"style": 3}, {"style": []}, {"style": None},
        {"places": "x"}, {"places": 1.5}, {"places": True}, {"places": 10**9},
        {"significant": "x"}, {"significant": 1.0},
        {"places": 1, "rounding": 3}, {"places": 1, "rounding": []},
        {"locale": 3}, {"locale": ["de"]}, {"locale": "de", "pattern": 3}, {"locale": "de", "places": "x"},
        {"pattern": "0"},
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("value", [Money(5, "USD"), MoneyRange(5, 6, "USD"), Rate("USD", "KRW", 1380)])
def test_odd_options_are_errors_of_ours(value: Any, options: dict[str, Any]) -> None:
    with pytest.raises(AmountError):
        krmoney.format(value, **options)


def test_an_undecided_currency_is_not_written() -> None:
    mention = krmoney.read("10억 크로나")
    with pytest.raises(AmountError, match=r"undecided \(SEK, ISK\)"):
        krmoney.format(mention)
    assert krmoney.format(krmoney.read("4억원"), "contract") == "일금 사억 원정"
    assert krmoney.format(krmoney.read("10억 크로나", prefer="ISK")) == "10억 아이슬란드 크로나"


def test_rates() -> None:
    rate = Rate("USD", "KRW", "1380.50")
    assert krmoney.format(krmoney.read("337억 크로나(약 4조 4000억원)"), restate=True) == "337억 크로나(약 4조4000억원)"
    assert krmoney.format(rate) == "1달러=1,380.5원"
    assert krmoney.format(rate, significant=2, approx=True) == "1달러=약 1,400원"
    assert krmoney.format(Rate("SEK", "USD", "0.095")) == "1 스웨덴 크로나=0.095달러"
    for each in (rate, Rate("EUR", "USD", "1.08"), Rate("JPY", "KRW", "9.5"), Rate("HKD", "KRW", "170.2")):
        assert krmoney.read(krmoney.format(each)).rate == each


# --- with the rate: 337억 크로나(약 4조 4000억원)

KRONA = krmoney.parse("337억 크로나(약 4조 4000억원)")
RESTATED = [
    (KRONA, "press", "337억 크로나(약 4조4000억원)"),
    (KRONA, "commas", "337억 크로나(약 4조 4,000억 원)"),
    (KRONA, "thousands", "337억 크로나(약 4조4천억원)"),
    (KRONA, "one", "337억 크로나(약 4.4조원)"),
    (KRONA, "hangul", "삼백삼십칠억 크로나(약 사조사천억원)"),
    (KRONA, "en", "SEK 33.7 billion (about KRW 4.4 trillion)"),
    (KRONA, "en-short", "SEK 33.7bn (about KRW 4.4tn)"),
    (Money(450_000_000, "USD", Rate("USD", "KRW", 1380)), "press", "4억5000만 달러(6210억원)"),
    (Money(450_000_000, "USD", Rate("USD", "KRW", 1380)), "en", "$450 million (KRW 621 billion)"),
    (Money(621_000_000_000, "KRW", Rate("USD", "KRW", 1380)), "press", "6210억원(4억5000만 달러)"),
    (Money(1, "SEK", Rate("SEK", "KRW", "130.56")), "press", "1 크로나(약 131원)"),
    (Money("0.5", "SEK", Rate("SEK", "KRW", "130.56")), "press", "0.5 크로나(약 65원)"),
    (Money(1000, "SEK", Rate("SEK", "USD", "0.1")), "press", "1000 스웨덴 크로나(100 달러)"),
    # less than the minor unit is rounded, and marked
    (Money(1, "USD", Rate("USD", "KRW", "1380.4")), "press", "1 달러(약 1380원)"),
    (Money(1001, "KRW", Rate("USD", "KRW", 1000)), "press", "1001원(1 달러)"),
]  # fmt: skip


@pytest.mark.parametrize(("money", "style", "text"), RESTATED[:-1], ids=[text for _, _, text in RESTATED[:-1]])
def test_restatements(money: Money, style: str, text: str) -> None:
    assert krmoney.format(money, style, restate=True) == text
    again = krmoney.parse(text)
    assert again == money
    assert again.rate is not None
    assert money.rate is not None
    assert again.rate.low <= money.rate.value <= again.rate.high


def test_a_restatement_may_name_the_currency_by_its_rate() -> None:
    assert krmoney.format(Money(10**10, "ISK", Rate("ISK", "KRW", "10.1")), restate=True) == "100억 크로나(1010억원)"
    # at a rate that kronor never had, the name is whole
    in_pesos = krmoney.format(Money(10**8, "SEK", Rate("SEK", "CLP", 130)), restate=True)
    assert in_pesos == "1억 스웨덴 크로나(130억 칠레 페소)"  # 130 is the rate of the krona in won, not in pesos
    far = krmoney.format(Money(10**10, "SEK", Rate("SEK", "KRW", 40)), restate=True)
    assert far == "100억 스웨덴 크로나(4000억원)"


SHARED = ["HKD", "TWD", "CAD", "AUD", "SGD", "EGP", "MAD", "BYN", "XOF", "INR", "MXN", "NOK", "ISK", "DKK", "CNY"]


@pytest.mark.parametrize("code", [code for code in SHARED if code in TYPICAL])
def test_a_restated_amount_is_never_another_currency(code: str) -> None:
    usual = TYPICAL[code]
    for factor in ("0.5", "0.8", "1", "1.3", "2", "3"):
        money = Money(33_700_000_000, code, Rate(code, "KRW", usual * Decimal(factor)))
        assert krmoney.parse(krmoney.format(money, restate=True)) == money


@pytest.mark.parametrize("style", STYLES)
def test_every_style_restates(style: str) -> None:
    for money in (KRONA, Money(450_000_000, "USD", Rate("USD", "KRW", 1380))):
        again = krmoney.parse(krmoney.format(money, style, restate=True))
        assert again == money
        assert again.rate is not None
        assert again.rate.counter == "KRW"


def test_nothing_and_next_to_nothing_are_restated() -> None:
    rate = Rate("SEK", "KRW", "130.56")
    for amount in ("0", "0.001", "-100"):
        money = Money(amount, "SEK", rate)
        assert krmoney.parse(krmoney.format(money, restate=True)) == money


def test_a_restatement_is_of_the_value_itself_and_rounded_as_asked() -> None:
    assert krmoney.format(KRONA, restate=True, significant=2) == "340억 크로나(약 4조4000억원)"
    dollars = Money(1_234_567, "USD", Rate("USD", "KRW", 1000))
    assert krmoney.format(dollars, restate=True, significant=3) == "123만 달러(약 12억3000만원)"


def test_without_a_rate_nothing_is_restated() -> None:
    with pytest.raises(AmountError, match="no rate to restate it with"):
        krmoney.format(Money(1, "SEK"), restate=True)


# --- rounding, only on request

ROUNDED: list[tuple[Decimal | int | str, dict[str, Any], str]] = [
    (99_999_999, {}, "9999만9999원"),
    (99_999_999, {"significant": 2}, "1억원"),  # it carries, and is not 10000만
    (99_999_999, {"significant": 7}, "1억원"),
    (99_999_999, {"significant": 8}, "9999만9999원"),
    (99_999_999, {"places": -1}, "1억원"),
    (999_950, {"significant": 4}, "100만원"),
    (999_950, {"significant": 5}, "99만9950원"),
    (999_950, {"places": -2}, "100만원"),
    (999_949, {"places": -2}, "99만9900원"),
    (9_999_500_000_000, {"significant": 4}, "10조원"),
    (9_999_499_999_999, {"significant": 4}, "9조9990억원"),
    (95, {"significant": 1}, "100원"),
    (5, {"places": -1}, "0원"),
    (-5, {"places": -1}, "0원"),  # no -0
    (-99_999_999, {"significant": 2}, "-1억원"),
    ("0.0049", {"places": 2}, "0원"),
    ("0.051", {"significant": 1}, "0.05원"),
    ("0.00999", {"significant": 2}, "0.01원"),
    (0, {"significant": 3}, "0원"),
    (0, {"places": 2}, "0원"),
    (450_000_000, {"places": -8}, "4억원"),  # half goes to the even digit
    (550_000_000, {"places": -8}, "6억원"),
    (450_000_000, {"places": -20}, "0원"),
    ("123.456", {"significant": 4, "places": 0}, "123원"),  # once, not first to 123.5 and then to 124
    ("123.456", {"significant": 2, "places": 2}, "120원"),
    (10**24 - 1, {"significant": 24}, "9999해9999경9999조9999억9999만9999원"),
    (10**24 - 1, {"significant": 23}, "1자원"),
    (4_730_000_000_000, {"significant": 2, "approx": True}, "약 4조7000억원"),
    (4_730_000_000_000, {"approx": True}, "약 4조7300억원"),
]


@pytest.mark.parametrize(("amount", "options", "text"), ROUNDED)
def test_rounding(amount: Decimal | int | str, options: dict[str, Any], text: str) -> None:
    assert krmoney.format(Money(amount, "KRW"), **options) == text


MODES = {  # to whole won: what 2.5, -2.5, 3.5, 2.1, -2.9, 5.1 become
    decimal.ROUND_HALF_EVEN: (2, -2, 4, 2, -3, 5),
    decimal.ROUND_HALF_UP: (3, -3, 4, 2, -3, 5),
    decimal.ROUND_HALF_DOWN: (2, -2, 3, 2, -3, 5),
    decimal.ROUND_UP: (3, -3, 4, 3, -3, 6),
    decimal.ROUND_DOWN: (2, -2, 3, 2, -2, 5),
    decimal.ROUND_CEILING: (3, -2, 4, 3, -2, 6),
    decimal.ROUND_FLOOR: (2, -3, 3, 2, -3, 5),
    decimal.ROUND_05UP: (2, -2, 3, 2, -2, 6),
}


@pytest.mark.parametrize("mode", MODES)
def test_every_mode(mode: str) -> None:
    amounts = [Decimal(each) for each in ("2.5", "-2.5", "3.5", "2.1", "-2.9", "5.1")]
    for amount, whole in zip(amounts, MODES[mode], strict=True):
        assert krmoney.format(Money(amount, "KRW"), "digits", places=0, rounding=mode) == f"{whole}원"
        assert krmoney.format(Money(amount, "KRW"), significant=1, rounding=mode) == f"{whole}원"
        assert krmoney.format(Money(amount * 10**9, "KRW"), places=-9, rounding=mode) == krmoney.format(
            Money(whole * 10**9, "KRW")
        )


def test_the_mark_of_a_rounded_amount() -> None:
    money = Money(4_730_000_000_000, "USD")
    assert krmoney.format(money, "hangul", significant=1, approx=True) == "약 오조 달러"
    assert krmoney.format(money, "en", significant=2, approx=True) == "about $4.7 trillion"
    assert krmoney.format(money, "en-short", significant=2, approx=True) == "about US$4.7tn"
    assert krmoney.format(money, "code", approx=True) == "about USD 4,730,000,000,000"


# --- any locale, by Babel

LOCALES = [
    ("de", None, "450000000.5", "450.000.000,50\xa0$"),
    ("en", None, "450000000.5", "$450,000,000.50"),
    ("ko", None, "450000000.5", "US$450,000,000.50"),
    ("fr", None, "450000000.5", "450\u202f000\u202f000,50\xa0$US"),
    ("hi", None, "450000000.5", "$45,00,00,000.50"),
    ("de_CH", None, "-450000000.5", "$-450’000’000.50"),
    ("en", "#,##0.00 ¤¤", "450000000.5", "450,000,000.50 USD"),
    ("en", "#,##0 ¤", "450000000.5", "450,000,000.5 $"),  # digits are never lost
    ("en", "¤#,##0.0;(¤#,##0.0)", "-450000000.5", "($450,000,000.5)"),
    ("ko", "#,####0 ¤¤¤", "450000000", "4500,00000 미국 달러"),
]


@pytest.mark.parametrize(("locale", "pattern", "amount", "text"), LOCALES)
def test_locales(locale: str, pattern: str | None, amount: str, text: str) -> None:
    assert krmoney.format(Money(amount, "USD"), locale=locale, pattern=pattern) == text


def test_locales_lose_nothing() -> None:
    """Babel's compact form makes 4.5억 to 4억 and its plain one rounds to cents and 28 digits; ours does neither."""
    long = "12345678901234567890123456789012345.678901"
    assert krmoney.format(Money(long, "KRW"), locale="ko") == f"₩{Decimal(long):,f}"
    assert krmoney.format(Money(long, "USD"), locale="en") == f"${Decimal(long):,f}"
    assert krmoney.format(Money("0.00000001", "USD"), locale="en") == "$0.00000001"
    assert krmoney.format(Money(450_123_456, "USD"), locale="en", significant=2) == "$450,000,000.00"
    assert krmoney.format(Money("0.125", "USD"), locale="en", places=2, rounding=decimal.ROUND_HALF_UP) == "$0.13"


def test_the_context_of_the_caller_changes_nothing() -> None:
    money = Money("450123456.789", "USD")
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP, traps=[])):
        assert krmoney.format(money) == "4억5012만3456.789 달러"
        assert krmoney.format(money, "one") == "4.50123456789억 달러"
        assert krmoney.format(money, "en") == "$450.123456789 million"
        assert krmoney.format(money, locale="de") == "450.123.456,789\xa0$"
        assert krmoney.format(money, significant=9) == "4억5012만3457 달러"
        assert krmoney.format(Money("123.456789", "KRW"), places=4) == "123.4568원"
        assert krmoney.format(krmoney.read("수백조원")) == "수백조원"
        assert krmoney.format(KRONA, restate=True) == "337억 크로나(약 4조4000억원)"
    with decimal.localcontext(decimal.Context(prec=3, traps=[decimal.Inexact])):
        assert krmoney.format(money, locale="en", places=1) == "$450,123,456.80"
        assert krmoney.format(money, significant=9, approx=True) == "약 4억5012만3457 달러"
        assert krmoney.format(krmoney.read("십수억원")) == "십수억원"
        assert krmoney.format(KRONA, restate=True) == "337억 크로나(약 4조4000억원)"


@given(
    testing.money(currencies=["KRW", "USD", "EUR", "SEK", "KWD", "JPY"], minimum=-(10**20), maximum=10**20),
    st.sampled_from(["ko", "de", "en", "fr", "hi", "sv", "ja", "pl", "pt_BR", "de_CH"]),
)
def test_locales_are_those_of_babel(money: Money, locale: str) -> None:
    assert krmoney.format(money, locale=locale) == format_currency(money.amount, money.currency, locale=locale)


# --- f-strings

SPECS = [
    ("", "4,730,000,000,000 KRW"),
    ("press", "4조7300억원"),
    ("commas", "4조 7,300억 원"),
    ("one", "4.73조원"),
    ("one.2", "4.7조원"),
    (".2", "4조7000억원"),
    ("약", "약 4조7300억원"),
    ("약.1", "약 5조원"),
    ("약press.1", "약 5조원"),
    ("en-short", "KRW 4.73tn"),
    ("en-short.1", "KRW 5tn"),
    ("약en.2", "about KRW 4.7 trillion"),
    ("one.30", "4.73조원"),
]


@pytest.mark.parametrize(("spec", "text"), SPECS)
def test_fstrings(spec: str, text: str) -> None:
    assert f"{Money(4_730_000_000_000, 'KRW'):{spec}}" == text
    assert format(Money(4_730_000_000_000, "KRW"), spec) == text


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("PRESS", "invalid format 'PRESS'"),
        ("one.", "invalid format 'one.'"),
        ("one.2.3", "invalid format 'one.2.3'"),
        ("one.-1", "invalid format"),
        ("press ", "invalid format 'press '"),
        (" ", "invalid format ' '"),
        ("약약", "invalid format"),
        ("press약", "invalid format"),
        ("foo", "unknown style 'foo': the styles are press, spaced"),
        ("약foo.2", "unknown style 'foo'"),
        (".0", "significant must be"),
    ],
)
def test_fstring_errors(spec: str, message: str) -> None:
    with pytest.raises(AmountError) as caught:
        f"{Money(1, 'KRW'):{spec}}"
    assert message in str(caught.value)


# --- errors

REFUSED: list[tuple[Callable[[], str], str]] = [
    (lambda: krmoney.format(Money(1, "KRW"), "telex"), "unknown style 'telex': the styles are press, spaced, commas"),
    (lambda: krmoney.format("1억원"), "not a value of krmoney: '1억원'"),  # type: ignore[arg-type]
    (lambda: krmoney.format(450_000_000), "not a value of krmoney: 450000000"),  # type: ignore[arg-type]
    (lambda: krmoney.format(Money(1, "KRW"), significant=0), "significant must be"),
    (lambda: krmoney.format(Money(1, "KRW"), significant=-3), "significant must be"),
    (lambda: krmoney.format(Money(1, "KRW"), locale="xx"), "unknown locale 'xx'"),
    (lambda: krmoney.format(Money(1, "KRW"), locale=""), "unknown locale ''"),
    (lambda: krmoney.format(Money(1, "KRW"), locale=5), "unknown locale 5"),  # type: ignore[arg-type]
    (lambda: krmoney.format(Money(1, "KRW"), locale="en", pattern="abc"), "needs a place for digits"),
    (lambda: krmoney.format(Money(1, "KRW"), locale="en", pattern=""), "needs a place for digits"),
    (lambda: krmoney.format(Money(1, "KRW"), locale="en", pattern="#,##0.5"), "rounds"),
    (lambda: krmoney.format(Money(1, "KRW"), Style(script="hangul", scales="none")), "arabic digits"),
    (lambda: krmoney.format(Money(1, "KRW"), Style(thousands=True, scales="one")), "arabic digits"),
    (lambda: krmoney.format(Rate("USD", "KRW", 1380), "contract"), "states one amount, not a rate"),
    (lambda: krmoney.format(MoneyRange(1, 2, "KRW"), restate=True), "only one amount of money that has a rate"),
    (lambda: krmoney.format(Rate("USD", "KRW", 1380), restate=True), "only one amount of money that has a rate"),
    (lambda: krmoney.format(krmoney.read("3%"), restate=True), "cannot be restated"),
    (lambda: krmoney.format(MoneyRange(1, 2, "KRW"), locale="de"), "only for a single amount of money"),
    (lambda: krmoney.format(krmoney.read("3%"), locale="de"), "only for a single amount of money"),
    (lambda: krmoney.format(Money("0.5", "KRW"), "hangul"), "0.5 has a fraction, which hangul numerals cannot express"),
    (lambda: krmoney.format(Money("0.5", "KRW"), "cheque"), "which formal numerals cannot express"),
    (lambda: krmoney.format(Money(10**32, "KRW")), "too many digits"),
    (lambda: krmoney.format(Money(1, "KRW"), pattern="0.0"), "only for a single amount of money"),
    (lambda: krmoney.format(Money(1, "KRW"), locale="ko", approx=True), "only for a single amount of money"),
    (lambda: krmoney.format(KRONA, locale="ko", restate=True), "only for a single amount of money"),
    (lambda: krmoney.format(Money("450.25", "USD"), locale="ko", pattern="@@ ¤"), "pattern"),
    (lambda: krmoney.format(MoneyRange(1, 2, "KRW"), "contract"), "states one amount, not a range"),
    (lambda: krmoney.format(MoneyRange(1, None, "KRW"), "cheque"), "states one amount, not a range"),
    (lambda: krmoney.format(MoneyRange(1, 2, "KRW"), Style(before="총 ")), "states one amount, not a range"),
    (lambda: krmoney.format(MoneyRange(1, 2, "KRW"), Style(after="정")), "states one amount, not a range"),
    (lambda: krmoney.format(krmoney.read("1~2조원"), "hanja"), "states one amount, not a range"),
    (lambda: krmoney.format(krmoney.read("수조원"), "en"), "no vague numeral"),
]  # fmt: skip


@pytest.mark.parametrize(("write", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_refusals(write: Callable[[], str], message: str) -> None:
    with pytest.raises(AmountError) as caught:
        write()
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "options",
    [
        {"script": "roman"}, {"language": "xx"}, {"scales": "two"}, {"name": "symbol"}, {"comma": 5}, {"gap": None},
        {"ones": 1}, {"before": b"x"},
    ],
)  # fmt: skip
def test_a_style_refuses_options_that_are_none(options: dict[str, Any]) -> None:
    with pytest.raises(AmountError, match=f"the option {next(iter(options))} of a style must be"):
        Style(**options)


def test_digits_without_scales_are_grouped_by_any_comma() -> None:
    assert Money("15000000.5", "KRW").format(Style(scales="none", comma=" ")) == "15 000 000.5원"


@pytest.mark.parametrize(
    ("tag", "written"),
    [("ko-KR", "₩5"), ("en-US", "₩5"), ("de-AT", "₩\xa05"), ("zh-Hans-CN", "₩5"), ("sr-Latn-RS", "5\xa0KRW")],
)
def test_locales_are_also_tags_of_bcp_47(tag: str, written: str) -> None:
    assert Money(5, "KRW").format(locale=tag) == Money(5, "KRW").format(locale=tag.replace("-", "_")) == written


def test_a_quoted_sign_in_a_pattern_is_text() -> None:
    assert Money(1234, "KRW").format(locale="en", pattern="'@1' #,##0") == "@1 1,234"


def test_rates_are_written_in_the_language_of_the_style() -> None:
    rate = Rate("USD", "KRW", "1380.5")
    assert krmoney.format(rate) == "1달러=1,380.5원"
    assert krmoney.format(rate, "en") == "$1 = KRW 1,380.5"
    assert krmoney.format(rate, "en-short") == "US$1 = KRW 1,380.5"
    assert krmoney.read("$1 = KRW 1,380.5").rate == krmoney.read("US$1 = KRW 1,380.5").rate == rate


def test_rounding_makes_a_fraction_writable() -> None:
    assert krmoney.format(Money("1234.56", "USD"), "hangul", places=0) == "천이백삼십오 달러"
    assert krmoney.format(Money("99999.99", "USD"), "contract", places=0) == "일금 일십만 달러정"


# --- English

PAIRS = [
    ("$2.9 billion", "29억 달러"),
    ("$450 million", "4억5000만 달러"),
    ("$1.2 trillion", "1조2000억 달러"),
    ("$100 million", "1억 달러"),
    ("$1 million", "100만 달러"),
    ("$10 billion", "100억 달러"),
    ("$999,950", "99만9950 달러"),
    ("$12,345.67", "1만2345.67 달러"),
    ("KRW 2.4 trillion", "2조4000억원"),
    ("KRW 50 billion", "500억원"),
    ("KRW 9,900", "9900원"),
    ("SEK 33.7 billion", "337억 스웨덴 크로나"),
    ("€3.5 billion", "35억 유로"),
    ("£20 million", "2000만 파운드"),
    ("¥100 billion", "1000억엔"),
    ("CNY 1.5 billion", "15억 위안"),
    ("HKD 800 million", "8억 홍콩 달러"),
    ("CHF 7 million", "700만 프랑"),
    ("-$300 million", "-3억 달러"),
    ("TWD 120.5 billion", "1205억 대만달러"),
]


def converted(*args: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What ``krmoney convert`` shows after the plain number of its first amount."""
    assert cli.main(["convert", *args]) in {0, None}
    out = capsys.readouterr().out.splitlines()
    return out[1].split("   ")[-1].strip()


@pytest.mark.parametrize(("english", "korean"), PAIRS)
def test_english_to_korean_and_back(english: str, korean: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert krmoney.parse(english) == krmoney.parse(korean)
    assert krmoney.format(krmoney.parse(english)) == korean
    assert krmoney.format(krmoney.parse(korean), "en") == english
    assert converted(english, capsys=capsys) == korean
    assert converted("--style", "en", korean, capsys=capsys) == english


def test_there_are_twenty_pairs() -> None:
    assert len(PAIRS) == len(set(PAIRS)) == 20


ENGLISH: list[tuple[str, Money]] = [
    (text, Money(amount, code))
    for amount, code, texts in [
        (
            2_900_000_000, "USD",
            [
                "$2.9 billion", "$2.9bn", "$2.9 bn", "US$2.9bn", "US$2.9 billion", "$2.9 Billion", "$2.9B", "$2.9bln",
                "USD 2.9 billion", "USD2.9bn", "2.9 billion dollars", "2.9 billion US dollars", "$2,900 million",
                "$2,900,000,000",
            ],
        ),
        (
            450_000_000, "USD",
            ["$450m", "US$450m", "$450 million", "$450mn", "$450mln", "$0.45bn", "450 million U.S. dollars"],
        ),
        (33_700_000_000, "SEK", ["SEK 33.7bn", "SEK 33.7 billion", "SEK33.7bn", "33.7 billion Swedish kronor"]),
        (
            2_400_000_000_000, "KRW",
            ["2.4 trillion won", "KRW 2.4 trillion", "KRW2.4tn", "₩2.4tn", "₩2.4 trillion", "2,400bn won"],
        ),
        (5_000, "USD", ["$5k", "$5 thousand", "$5,000", "5 thousand dollars"]),
        (3_500_000_000, "EUR", ["€3.5bn", "EUR 3.5 billion", "3.5 billion euros"]),
        (100_000_000_000, "JPY", ["¥100 billion", "JPY 100bn", "100 billion yen"]),
        (-5_000_000, "USD", ["-$5 million", "$-5 million", "-US$5m", "-5 million dollars"]),
    ]
    for text in texts
]  # fmt: skip


@pytest.mark.parametrize(("text", "money"), ENGLISH, ids=[text for text, _ in ENGLISH])
def test_english_is_read(text: str, money: Money) -> None:
    assert krmoney.parse(text) == money


HEDGED = [
    ("about $5 million", "point", True, True),
    ("around $5 million", "point", True, True),
    ("nearly $5 million", "point", True, True),
    ("some $5 million", "point", True, True),
    ("approximately $5 million", "point", True, True),
    ("at least $5 million", "lower_bound", True, False),
    ("no less than $5 million", "lower_bound", True, False),
    ("more than $5 million", "lower_bound", False, False),
    ("over $5 million", "lower_bound", False, False),
    ("at most $5 million", "upper_bound", True, False),
    ("up to $5 million", "upper_bound", True, False),
    ("no more than $5 million", "upper_bound", True, False),
    ("less than $5 million", "upper_bound", False, False),
    ("under $5 million", "upper_bound", False, False),
]


@pytest.mark.parametrize(("text", "kind", "inclusive", "approx"), HEDGED)
def test_english_hedges_and_bounds(text: str, kind: str, inclusive: bool, approx: bool) -> None:  # noqa: FBT001
    mention = krmoney.read(text)
    assert (mention.kind, mention.low_inclusive and mention.high_inclusive, mention.approx) == (kind, inclusive, approx)
    assert (mention.low or mention.high) == 5_000_000


# --- the laws


def lost(style: str, amount: Decimal) -> bool:
    """Whether a style has no way to write this amount: a fraction in words."""
    return style in SPELLED and amount != amount.to_integral_value()


@pytest.mark.parametrize("style", STYLES)
@given(money=testing.money())
@example(money=Money(10**24, "KRW"))
@example(money=Money("-0.01", "USD"))
@example(money=Money(0, "KRW"))
def test_what_is_written_is_read(style: str, money: Money) -> None:
    if lost(style, money.amount):
        with pytest.raises(AmountError):
            krmoney.format(money, style)
        assume(condition=False)
    text = krmoney.format(money, style)
    assert krmoney.parse(text) == money
    assert krmoney.format(krmoney.parse(text), style) == text


@given(testing.money(), st.sampled_from(STYLES))
def test_no_two_amounts_are_written_alike(money: Money, style: str) -> None:
    assume(not lost(style, money.amount))
    other = Money(money.amount + 1, money.currency)
    assert krmoney.format(money, style) != krmoney.format(other, style)


anyhow = {
    "gap": st.sampled_from(["", " "]),
    "comma": st.sampled_from(["", ","]),
    "ones": st.booleans(),
    "blank": st.booleans(),
    "name": st.sampled_from(["full", "short", "code"]),
    "before": st.sampled_from(["", "일금 ", "金 ", "금 "]),
    "after": st.sampled_from(["", "정", "整"]),
}
scripts = st.sampled_from(["arabic", "hangul", "hanja", "formal"])
own_styles = st.one_of(
    st.builds(Style, script=scripts, thousands=st.booleans(), **anyhow),
    st.builds(Style, scales=st.sampled_from(["one", "none"]), **anyhow),
)


@given(testing.money(), own_styles)
def test_every_style_of_ones_own_reads_back(money: Money, style: Style) -> None:
    assume(style.scales != "all" or style.script == "arabic" or money.amount == money.amount.to_integral_value())
    text = krmoney.format(money, style)
    prefer = money.currency if style.name == "short" else ()
    alone = style.name != "short" or krmoney.read(text, prefer=prefer).currency == money.currency
    assume(alone)  # 달러 alone is the American one, whatever is preferred
    assert krmoney.parse(text, prefer=prefer) == money


@st.composite
def roundings(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a way to round."""
    options: dict[str, Any] = {"rounding": draw(st.sampled_from(list(MODES)))}
    if draw(st.booleans()):
        return options | {"places": draw(st.integers(-24, 4))}
    return options | {"significant": draw(st.integers(1, 12))}


def step(amount: Decimal, options: dict[str, Any]) -> Fraction:
    """The worth of the last digit that is kept."""
    places = options.get("places")
    return Fraction(10) ** (-places if places is not None else amount.adjusted() + 1 - options["significant"])


@given(testing.money(), st.sampled_from(STYLES), roundings(), st.booleans())
@example(Money(99_999_999, "KRW"), "press", {"significant": 2, "rounding": decimal.ROUND_HALF_EVEN}, True)  # noqa: FBT003
@example(Money("-0.95", "USD"), "en", {"significant": 1, "rounding": decimal.ROUND_UP}, False)  # noqa: FBT003
def test_what_is_rounded_lies_within_the_rounding(
    money: Money,
    style: str,
    options: dict[str, Any],
    approx: bool,  # noqa: FBT001
) -> None:
    try:
        text = krmoney.format(money, style, approx=approx, **options)
    except AmountError:
        assert style in SPELLED
        assume(condition=False)
        raise
    mention = krmoney.read(text)
    assert mention.approx is approx
    assert mention.currency == money.currency
    again = krmoney.parse(text)
    before, after = Fraction(money.amount), Fraction(again.amount)
    size = step(money.amount, options)
    assert after % size == 0
    off, mode = abs(after - before), options["rounding"]
    assert off <= size / 2 if "HALF" in mode else off < size
    if mode == decimal.ROUND_CEILING:
        assert after >= before
    elif mode == decimal.ROUND_FLOOR:
        assert after <= before
    elif mode == decimal.ROUND_UP:
        assert abs(after) >= abs(before)
    elif mode == decimal.ROUND_DOWN:
        assert abs(after) <= abs(before)
    assert after * before >= 0
    if "significant" in options and again:
        assert len(again.amount.normalize(decimal.Context(prec=99)).as_tuple().digits) <= options["significant"]
    assert krmoney.format(again, style, approx=approx, **options) == text


@given(testing.money(), st.sampled_from(STYLES), st.integers(1, 30))
def test_fstrings_round_as_format_does(money: Money, style: str, digits: int) -> None:
    assume(style not in SPELLED)
    assert f"{money:{style}.{digits}}" == krmoney.format(money, style, significant=digits)
    assert f"{money:약{style}.{digits}}" == krmoney.format(money, style, significant=digits, approx=True)


@pytest.mark.parametrize("style", [each for each in STYLES if each not in MARKED])
@given(span=testing.ranges(), ends=st.tuples(st.booleans(), st.booleans()))
@example(span=MoneyRange(1, 20_000, "KRW"), ends=(True, True))
@example(span=MoneyRange(5000, 10**12, "SEK"), ends=(True, True))
@example(span=MoneyRange(5000, 10**12, "SEK"), ends=(False, True))
def test_ranges_and_bounds_read_back(style: str, span: MoneyRange, ends: tuple[bool, bool]) -> None:
    if span.low is not None and span.high is not None:
        span = MoneyRange(span.low, span.high, span.currency, low_inclusive=ends[0], high_inclusive=ends[1])
    text = krmoney.format(span, style)
    mention = krmoney.read(text)
    assert mention.range == span
    assert krmoney.format(mention, style) == text


@given(
    st.sampled_from(["수", "몇 ", "십수"]),
    st.sampled_from(["", "십", "백", "천"]),
    st.sampled_from(["", "만", "억", "조", "경"]),
    testing.currencies(),
    st.sampled_from([each for each in STYLES if not each.startswith(("en", "code"))]),
)
def test_vague_amounts_read_back(several: str, unit: str, scale: str, currency: Currency, style: str) -> None:
    assume(unit or scale)
    assume(not (several == "십수" and unit))
    text = f"{several}{unit}{scale} {krmoney.format(Money(1, currency), 'digits')[1:].strip()}"
    mention = krmoney.read(text)
    assert (mention.kind, mention.currency) == ("vague", currency)
    assert meaning(krmoney.read(krmoney.format(mention, style))) == meaning(mention)


@given(
    st.integers(1, 99_999),
    st.integers(0, 14),
    st.sampled_from(sorted(code for code in TYPICAL if code != "KRW")),
    st.integers(30, 300),
    st.sampled_from(["press", "spaced", "commas", "thousands", "one", "digits", "hangul", "en", "en-short", "code"]),
)
@example(337, 8, "SEK", 100, "press")
@example(337, 8, "HKD", 100, "press")
@example(1, 0, "AED", 30, "press")
@example(337, 8, "GBP", 2, "press")
def test_restated_amounts_read_back(figure: int, power: int, code: str, percent: int, style: str) -> None:
    rate = Rate(code, "KRW", TYPICAL[code] * percent / 100)
    money = Money(figure * 10**power, code, rate)
    won = rate.convert(money).quantize()
    assume(won.amount >= 1)
    text = krmoney.format(money, style, restate=True)
    again = krmoney.parse(text)
    assert again == money
    assert again.rate is not None
    assert (again.rate.base, again.rate.counter) == (code, "KRW")
    assert again.rate.low <= rate.value <= again.rate.high
    quote = krmoney.read(text).quote
    assert quote is not None
    assert krmoney.parse(quote.text) == won


percents = st.builds(lambda number, places: Decimal(number).scaleb(-places), st.integers(0, 10**6), st.integers(0, 3))


@given(
    percents, percents, st.sampled_from(["%", "%포인트", "bp", "배"]), st.sampled_from("=~이하상미초"), st.booleans()
)
def test_percentages_and_multiples_read_back(
    one: Decimal,
    two: Decimal,
    unit: str,
    form: str,
    minus: bool,  # noqa: FBT001
) -> None:
    low, high = sorted([one, two])
    sign = "-" if minus and unit != "배" else ""
    text = {
        "=": f"{sign}{low}{unit}",
        "~": f"{low}~{high}{unit}",
        "이": f"{low}{unit} 이상",
        "하": f"{low}{unit} 이하",
        "상": f"{low}{unit} 이상 {high}{unit} 미만",
        "미": f"{low}{unit} 미만",
        "초": f"{low}{unit} 초과",
    }[form]
    assume(form in "=이하미초" or low < high)
    mention = krmoney.read(text)
    again = krmoney.read(krmoney.format(mention))
    assert meaning(again) == meaning(mention)


@pytest.mark.parametrize("currency", ["KRW", "VND", "IDR", "USD"])
@pytest.mark.parametrize("style", ["press", "commas", "digits", "en", "code"])
@pytest.mark.parametrize("amount", ["1.234", "12.345", "999.001", "1234.567", "0.125"])
def test_three_decimals_are_not_read_as_thousands(amount: str, style: str, currency: str) -> None:
    money = Money(amount, currency)
    assert krmoney.parse(krmoney.format(money, style)) == money


@given(testing.rates())
@example(Rate("AED", "KRW", "38.75"))
@example(Rate("GBP", "KRW", 28))
@example(Rate("CHF", "KRW", 2))
def test_rates_read_back(rate: Rate) -> None:
    assume(rate.base != "KRW")
    mention = krmoney.read(krmoney.format(rate))
    assert mention.type == "rate"
    assert mention.rate == rate


@given(testing.texts_with_money())
def test_written_amounts_are_found_whole(drawn: tuple[str, Money, tuple[int, int]]) -> None:
    text, money, span = drawn
    found = [each for each in krmoney.extract(text) if each.type == "money"]
    assert [(each.start, each.end) for each in found] == [span]
    assert found[0].money == money


@given(testing.money(currencies=["KRW", "SEK"], minimum=5, maximum=10**6))
def test_the_strategy_keeps_to_its_limits(money: Money) -> None:
    assert money.currency in {"KRW", "SEK"}
    assert 5 <= money.amount <= 10**6
    assert money.quantize() == money
