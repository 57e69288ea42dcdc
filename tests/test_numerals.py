"""Korean numerals: tables written by hand, and oracles that we did not write (num2words, int, Babel)."""

import re
from decimal import Decimal
from typing import Any

import pytest
from babel.numbers import format_compact_currency, format_currency
from hypothesis import assume, example, given
from hypothesis import strategies as st
from num2words import num2words

import krmoney
from krmoney import Currency, Money, testing
from krmoney.reading.numbers import Numeral, bare_tail, scan, times
from krmoney.writing.numerals import write

SCRIPTS: list[Any] = ["arabic", "hangul", "hanja", "formal"]
MOST = 10**32 - 1  # 9999양 …: what the scales can write


def longest(text: str, start: int = 0) -> Numeral | None:
    """The longest numeral that begins at `start`, whatever follows."""
    stops = scan(text, start).stops
    return stops[-1] if stops else None


def value(text: str) -> int | Decimal | None:
    """The value of a text that is one numeral from end to end, else None."""
    found = longest(text)
    return found.value if found and not scan(text, 0).fault and found.end == len(text) else None


# --- reading: one value a row, then its spellings

READ: list[tuple[int | str, list[str]]] = [
    (0, ["0", "영", "공", "零", "〇"]),
    (1, ["1", "일", "一", "壹", "壱"]),
    (2, ["2", "이", "二", "貳", "贰", "弐"]),
    (3, ["3", "삼", "三", "參", "叁", "参"]),
    (4, ["4", "사", "四", "肆"]),
    (5, ["5", "오", "五", "伍"]),
    (6, ["6", "육", "륙", "六", "陸"]),
    (7, ["7", "칠", "七", "柒", "漆"]),
    (8, ["8", "팔", "八", "捌"]),
    (9, ["9", "구", "九", "玖"]),
    (10, ["10", "십", "일십", "1십", "十", "一十", "壹拾", "拾"]),
    (11, ["11", "십일", "일십일", "십1", "1십1", "十一", "壹拾壹"]),
    (20, ["20", "이십", "2십", "二十"]),
    (100, ["100", "백", "일백", "1백", "百", "壹百", "佰"]),
    (101, ["101", "백일", "일백일", "1백1", "백 일"]),
    (110, ["110", "백십", "일백일십", "1백10", "1백1십"]),
    (999, ["999", "구백구십구", "9백9십9", "9백99", "九百九十九", "玖佰玖拾玖"]),
    (1000, ["1000", "1,000", "천", "일천", "1천", "千", "壹阡", "仟"]),
    (1001, ["천일", "1천1", "1,001", "1001"]),
    (1234, ["1234", "1,234", "천이백삼십사", "1천2백3십4", "1천2백34", "1천234", "1천 234", "千二百三十四"]),
    (2400, ["2천400", "2천4백", "이천사백", "2,400", "2400", "二千四百"]),
    (9999, ["9999", "9,999", "9천999", "구천구백구십구"]),
    (10_000, ["만", "일만", "1만", "萬", "万", "壹萬", "10,000", "10000"]),
    (12_000, ["만이천", "만2천", "일만이천", "1만2천", "1만2000", "1만 2000", "1만 2,000", "12,000"]),
    (15_000, ["만오천", "만5천", "1만5천"]),
    (100_000, ["십만", "10만", "일십만", "1십만", "十萬", "拾萬", "100,000"]),
    (110_000, ["십일만", "11만", "일십일만"]),
    (1_000_000, ["백만", "100만", "일백만", "1백만", "1,000,000"]),
    (12_000_000, ["천이백만", "1천2백만", "1천200만", "12백만", "1200만", "1,200만", "1.2천만"]),
    (450_000_000, ["4억5000만", "4억 5,000만", "4억5천만", "4.5억", "사억오천만", "四億五千萬", "450백만"]),
    (450_000_000, ["450,000천", "4억 오천만", "사억 5천만", "사 억 오 천 만", "450,000,000", "肆億伍阡萬"]),
    (100_000_000, ["일억", "1억", "一億", "一亿", "1億", "100백만", "10000만", "10,000만"]),
    (100_000_001, ["1억1", "1억 1", "일억일"]),
    (110_001_000, ["1억1000만1000", "1억 1천만 1천", "일억천만천", "一億千萬千"]),
    (1_005_800_000_000, ["1조58억", "1조 58억", "일조오십팔억", "一兆五十八億", "1.0058조"]),
    (240_000_000_000, ["2천400억", "2,400억", "이천사백억", "2천4백억", "0.24조"]),
    (10**16, ["1경", "일경", "一京", "10,000조"]),
    (10**20, ["1해", "일해", "一垓"]),
    (10**24, ["1자", "일자", "一秭"]),
    (10**28, ["1양", "일양", "一穰"]),
    (1_2345_6789_0123_4567, ["1경2345조6789억123만4567"]),
    (1_2345_6789_0123_4567, ["일경이천삼백사십오조육천칠백팔십구억백이십삼만사천오백육십칠"]),
    ("0.5", ["0.5", "0.50"]),
    ("1.5", ["1.5", "1.50"]),
    ("12345.67", ["1만2345.67", "12,345.67", "1만 2,345.67"]),
    ("74800000", ["74.8백만", "7480만", "7.48천만"]),
    ("0.0001", ["0.0001"]),
    (15_000, ["1.5만"]),
    (1, ["0.0001만"]),
    ("0.1", ["0.00001만"]),
]  # fmt: skip
SPELLINGS = [pytest.param(worth, text, id=f"{worth} {text}") for worth, texts in READ for text in texts]


@pytest.mark.parametrize(("worth", "text"), SPELLINGS)
def test_reading(worth: int | str, text: str) -> None:
    found = longest(text)
    assert found is not None
    assert (found.value, found.start, found.end, found.closed) == (Decimal(worth), 0, len(text), True)
    assert (found.vague, found.approx) == (None, False)
    # wherever it stands
    again = longest(f"값은 {text}", 3)
    assert again is not None
    assert (again.value, again.start, again.end) == (found.value, 3, 3 + len(text))


def test_whole_numbers_are_int() -> None:
    for text in ("4.5억", "1.50억", "74.8백만", "1,000", "사억"):
        assert type(value(text)) is int
    assert type(value("1만2345.67")) is Decimal


SCALES = [
    ("1원", 1), ("9999", 1), ("5만", 10**4), ("만오천", 10**4), ("4억5000만", 10**8), ("1조58억", 10**12),
    ("사억", 10**8), ("2천400억", 10**8), ("수백조", 10**12), ("십수억", 10**8), ("몇 천", 1), ("1양", 10**28),
]  # fmt: skip


@pytest.mark.parametrize(("text", "scale"), SCALES)
def test_the_highest_scale(text: str, scale: int) -> None:
    found = longest(text)
    assert found is not None
    assert found.scale == scale


# --- where a numeral ends: what is read of a text, and up to where

ENDS = [
    ("4억5000만 달러", 450_000_000, 7),
    ("4억 5000만원", 450_000_000, 8),
    ("5억 6억", 500_000_006, 4),  # another numeral, which its unit tells
    ("1조 2조", 10**12 + 2, 4),
    ("1억 2만 3억", 100_020_003, 7),
    ("3만 5", 30_005, 4),
    ("12 345", 12, 2),
    ("1.5조 2억", 1_500_000_000_000, 4),  # a fraction is the end of it
    ("2345 조지아 라리", 2345 * 10**12, 6),  # where the word ends is for the grammar to say
    ("1만 조지아", 10_000, 2),
    ("1만 2345 조지아", 12_345, 7),
    ("1,234,567.89.", Decimal("1234567.89"), 12),
    ("3.원", 3, 1),
    ("3,원", 3, 1),
    ("십 백", 10, 1),
    ("만", 10_000, 1),
    ("만 오천", 15_000, 4),
    ("7여", 7, 2),
    ("10천5", 10_000, 3),  # what stands in thousands has nothing after it
    ("10천 5", 10_000, 3),
    ("12백만5", 12_000_005, 5),
    ("1백2백", 102, 3),
    ("1조 1 조지아", 10**12 + 1, 4),
]


@pytest.mark.parametrize(("text", "worth", "end"), ENDS)
def test_the_end(text: str, worth: int | Decimal, end: int) -> None:
    found = longest(text)
    assert found is not None
    assert (found.value, found.end) == (worth, end)


APPROXIMATE = [
    ("30여", 30), ("30여억", 3_000_000_000), ("1억5천여만", 150_000_000), ("100여만", 1_000_000),
    ("1억여", 100_000_000),
    ("천여", 1000), ("만여", 10_000), ("10만여", 100_000), ("2천여억", 200_000_000_000), ("백여만", 1_000_000),
    ("1조여", 10**12), ("1조2000여억", 1_200_000_000_000), ("3억5000만여", 350_000_000),
]  # fmt: skip


@pytest.mark.parametrize(("text", "worth"), APPROXIMATE)
def test_a_few_more(text: str, worth: int) -> None:
    found = longest(text)
    assert found is not None
    assert (found.value, found.end, found.approx) == (worth, len(text), True)
    assert not getattr(longest(text.replace("여", "")), "approx", True)


VAGUE = [
    ("수십", 10, (2, 10)), ("수백", 100, (2, 10)), ("수천", 1000, (2, 10)), ("수만", 10**4, (2, 10)),
    ("수십만", 10**5, (2, 10)), ("수억", 10**8, (2, 10)), ("수천억", 10**11, (2, 10)), ("수조", 10**12, (2, 10)),
    ("수백조", 10**14, (2, 10)), ("몇 천", 1000, (2, 10)), ("몇천", 1000, (2, 10)), ("몇 백만", 10**6, (2, 10)),
    ("몇 십억", 10**9, (2, 10)), ("십수억", 10**8, (11, 20)), ("십수만", 10**4, (11, 20)), ("數億", 10**8, (2, 10)),
    ("幾千萬", 10**7, (2, 10)), ("수 억", 10**8, (2, 10)), ("수 십 억", 10**9, (2, 10)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "unit", "factors"), VAGUE)
def test_vague(text: str, unit: int, factors: tuple[int, int]) -> None:
    found = longest(text)
    assert found is not None
    interval = (factors[0] * unit, factors[1] * unit)
    assert (found.value, found.vague, found.end, found.approx) == (unit, interval, len(text), False)
    more = longest(text + "여")
    assert more is not None
    assert (more.value, more.end, more.approx) == (unit, len(text) + 1, True)


def test_words_that_are_not_vague_numerals() -> None:
    for text in ("수", "수원", "몇", "몇 명", "십수", "수를"):
        found = longest(text)
        assert found is None or found.vague is None


# --- what is not a number says why, and has no value

MALFORMED = "not a number: commas group by three, units get smaller, digit syllables stand alone"
FALLS = "scales must get smaller: "
FRACTION = "nothing can come after a fraction"
# What is worth anything before the fault, how long it is and its highest scale; the fault, and where it stands.
FAULTS: list[tuple[str, str, tuple[int, int]]] = [
    ("4억5000억", f"{FALLS}억 cannot come after 억", (6, 7)),
    ("3만2억", f"{FALLS}억 cannot come after 만", (3, 4)),
    ("1조2000조", f"{FALLS}조 cannot come after 조", (6, 7)),
    ("1억2만3억", f"{FALLS}억 cannot come after 만", (5, 6)),
    ("1만20000", f"{FALLS}20000 cannot come after 만", (2, 7)),
    ("1.5조2억", FRACTION, (4, 5)),
    ("4억1,23", MALFORMED, (2, 6)),
    ("1,23", MALFORMED, (0, 4)),
    ("1,2345억", MALFORMED, (0, 6)),
    ("12,34,567", MALFORMED, (0, 9)),
    ("000", MALFORMED, (0, 3)),
    ("이사억", MALFORMED, (0, 2)),
    ("1천25백", "units must get smaller: 백 cannot come after 5", (4, 5)),
    ("십10", f"{FALLS}10 cannot come after 십", (1, 3)),
    ("백100", f"{FALLS}100 cannot come after 백", (1, 4)),
    ("9" * 81, "too many digits", (0, 81)),
]


@pytest.mark.parametrize(("text", "fault", "culprit"), FAULTS, ids=[text[:12] for text, *_ in FAULTS])
def test_faults(text: str, fault: str, culprit: tuple[int, int]) -> None:
    for before in ("", "값은 ", "가" * 90):
        at = len(before)
        found = scan(before + text, at)
        assert (found.fault, found.culprit) == (fault, (at + culprit[0], at + culprit[1]))
        assert not any(stop.closed for stop in found.stops[-1:])
    with pytest.raises(krmoney.ParseError, match=fault) as caught:
        krmoney.parse(f"{text}원")
    assert caught.value.span == culprit
    assert krmoney.extract(f"그는 {text}원을 냈다.").to_rows() == []


def test_eighty_digits_are_read() -> None:
    for digits in ("9" * 80, f"{10**59:,}"):
        assert value(digits) == int(digits.replace(",", ""))
    assert value("9" * 81) is None
    assert value(f"{10**80:,}") is None


@pytest.mark.parametrize(
    "text", ["", " ", "원", "가나다", ",", ".", ".5", "점", "여", "a1", "-1", " 1", "억", "조", "億"]
)
def test_no_numeral(text: str) -> None:
    assert longest(text) is None


SPOKEN = [
    ("1억2천", 120_000_000), ("1억2천만", 120_000_000), ("3억5백", 305_000_000), ("1조2천", 1_200_000_000_000),
    ("2조 5천", 2_500_000_000_000), ("1억천", 110_000_000), ("1만2천", 12_000), ("4억5000", 450_000_000),
    ("1억2345만6천", 123_456_000), ("5천", 5000), ("오억이천", 520_000_000), ("1억1.5천", 115_000_000),
]  # fmt: skip


@pytest.mark.parametrize(("text", "worth"), SPOKEN)
def test_spoken(text: str, worth: int) -> None:
    """A last number without a scale counts in the next scale down."""
    found = longest(text)
    assert found is not None
    assert bare_tail(found) == worth


# --- writing

WRITTEN: list[tuple[int | str, dict[str, Any], str]] = [
    (450_000_000, {}, "4억5000만"),
    (1_005_800_000_000, {"gap": " "}, "1조 58억"),
    (2561_0000, {"thousands": True}, "2천561만"),
    (2000_0000, {"thousands": True}, "2천만"),
    (999_0999, {"thousands": True}, "999만999"),
    (1000_1000, {"thousands": True, "comma": ","}, "1천만1천"),
    (1000_1000, {"comma": ","}, "1,000만1,000"),
    (1000_1000, {"comma": ",", "gap": " "}, "1,000만 1,000"),
    ("1234567.5", {"thousands": True}, "123만4567.5"),
    ("1234567.50", {}, "123만4567.5"),
    ("10000.0", {}, "1만"),
    ("10000.01", {}, "1만0.01"),
    ("0.5", {}, "0.5"),
    ("0", {}, "0"),
    ("1E+8", {}, "1억"),
    (0, {"script": "hangul"}, "영"),
    (0, {"script": "hanja"}, "零"),
    (0, {"script": "formal"}, "零"),
    (1111_1111, {"script": "hangul"}, "천백십일만천백십일"),
    (1111_1111, {"script": "hangul", "ones": True}, "일천일백일십일만일천일백일십일"),
    (1111_1111, {"script": "hangul", "gap": " "}, "천백십일만 천백십일"),
    (1_0001, {"script": "hangul"}, "일만일"),
    (2030_0400, {"script": "hangul"}, "이천삼십만사백"),
    (123_456_789, {"script": "hanja"}, "一億二千三百四十五萬六千七百八十九"),
    (123_456_789, {"script": "formal"}, "壹億貳千參百四拾五萬六千七百八拾九"),
    (10, {"script": "formal", "ones": True}, "壹拾"),
    (10**28 + 10**24 + 10**20 + 10**16, {"script": "hangul"}, "일양일자일해일경"),
    (10**28 + 10**24 + 10**20 + 10**16, {"script": "hanja"}, "一穰一秭一垓一京"),
    (MOST, {}, "9999양9999자9999해9999경9999조9999억9999만9999"),
]


@pytest.mark.parametrize(("number", "options", "text"), WRITTEN)
def test_writing(number: int | str, options: dict[str, Any], text: str) -> None:
    assert write(Decimal(number), **options) == text
    assert value(text) == Decimal(number)


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_largest(script: Any) -> None:
    assert value(write(MOST, script=script)) == MOST
    with pytest.raises(ValueError, match="too many digits"):
        write(MOST + 1, script=script)


@pytest.mark.parametrize("script", SCRIPTS[1:])
def test_fractions_have_no_words(script: Any) -> None:
    with pytest.raises(ValueError, match=f"a fraction, which {script} numerals cannot express"):
        write(Decimal("1.5"), script=script)
    assert value(write(Decimal("1.0"), script=script)) == 1


def test_times_is_exact() -> None:
    assert times(3, 10**8) == 300_000_000
    assert type(times(Decimal("4.5"), 10**8)) is int
    assert times(Decimal("0.00001"), 10**4) == Decimal("0.1")
    long = Decimal("1.00000000000000000000000000000000000001")
    assert times(long, 10**4) == Decimal("10000.0000000000000000000000000000000001")


# --- laws

whole = st.one_of(
    st.integers(0, 10**5),
    st.integers(0, MOST),
    st.builds(lambda digits, zeros: digits * 10**zeros, st.integers(1, 9999), st.integers(0, 28)),
)


@given(
    whole,
    st.sampled_from(SCRIPTS),
    st.sampled_from(["", " "]),
    st.sampled_from(["", ","]),
    st.booleans(),
    st.booleans(),
)
@example(MOST, "formal", " ", "", False, True)  # noqa: FBT003
def test_what_is_written_is_read(number: int, script: Any, gap: str, comma: str, thousands: bool, ones: bool) -> None:  # noqa: FBT001, PLR0913, PLR0917
    text = write(number, script=script, gap=gap, comma=comma, thousands=thousands, ones=ones)
    assume(not re.match("[이사]자 ", text))  # 이자 십일 may be interest and eleven: it is refused
    assert value(text) == number


@given(whole, st.integers(1, 10**6), st.integers(1, 12))
def test_fractions_are_read(number: int, digits: int, places: int) -> None:
    amount = Decimal(number) + Decimal(digits).scaleb(-places) if number < 10**14 else Decimal(f"{number}.{digits}")
    for options in ({}, {"gap": " ", "comma": ","}, {"thousands": True}):
        assert value(write(amount, **options)) == amount


@given(st.lists(st.integers(0, 9999), min_size=1, max_size=8))
def test_a_number_is_the_sum_of_its_sections(sections: list[int]) -> None:
    """Written section by section, by hand: what `int` makes of the digits."""
    number = int("".join(f"{section:04d}" for section in sections))
    names = ["", *"만억조경해자양"]
    text = "".join(
        f"{section}{names[power]}"
        for power, section in zip(range(len(sections) - 1, -1, -1), sections, strict=True)
        if section
    )
    assert value(text or "0") == number


# --- oracles


NOUN = re.compile("(?:마이너스 )?[이사]자 .")  # 이자 십만 is interest of 100,000, before it is 2×10²⁴


@given(whole.filter(bool))
@example(10_000)
@example(110_000_000)
@example(2 * 10**24 + 100_000)
@example(MOST)
def test_hangul_is_that_of_num2words(number: int) -> None:
    """They put a blank after each scale, and leave out 일 before 만 wherever 만 has nothing else before it."""
    theirs = num2words(number, lang="ko")
    ours = write(number, script="hangul", gap=" ")
    assert re.sub(r"(?<!\S)일만", "만", ours) == theirs
    fault = scan(theirs, 0).fault
    if fault:
        assert NOUN.match(theirs)
        assert fault.startswith("this can be a noun or a numeral")
    else:
        assert value(theirs) == number


@given(
    whole.filter(bool),
    st.sampled_from([1, -1]),
    st.sampled_from([("원", "KRW"), (" 엔", "JPY"), (" 스웨덴 크로나", "SEK")]),
)
def test_amounts_in_words_of_num2words(number: int, sign: int, unit: tuple[str, str]) -> None:
    theirs = num2words(sign * number, lang="ko")
    assume(not NOUN.match(theirs))
    assume(number > 9 or unit[0] != "원")  # 일원 and 구원 are words, too
    assert krmoney.parse(theirs + unit[0]) == Money(sign * number, unit[1])


@given(st.integers(1, 10**9), st.integers(1, 99))
@example(100_010_000, 1)
def test_dollars_and_cents_of_num2words(dollars: int, cents: int) -> None:
    """Here they put no blank after a scale, and 일억만 may as well be no more than 일억: so 일 is put back."""
    amount = Decimal(dollars) + Decimal(cents) / 100
    theirs = re.sub("(?<=[억조])만", "일만", num2words(amount, lang="ko", to="currency", currency="USD"))
    assert krmoney.parse(theirs) == Money(amount, "USD")


@given(st.integers(0, 10**59))  # 80 characters, with their commas, are the most that is read
def test_digits_are_those_of_int(number: int) -> None:
    for text in (str(number), f"{number:,}"):
        assert value(text) == int(text.replace(",", "")) == number


@given(st.integers(0, 10**30), st.integers(0, 10**9), st.integers(1, 20))
def test_decimals_are_those_of_decimal(number: int, digits: int, places: int) -> None:
    fraction = f"{digits:0{places}d}"
    for text in (f"{number}.{fraction}", f"{number:,}.{fraction}"):
        assert value(text) == Decimal(text.replace(",", ""))


@given(st.integers(0, 9999), st.sampled_from(["만", "억", "조", "경"]), st.integers(0, 9999))
def test_one_scale_is_one_product(number: int, scale: str, fraction: int) -> None:
    worth = {"만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}[scale]
    assert value(f"{number}{scale}") == number * worth
    assert value(f"{number}.{fraction:04d}{scale}") == Decimal(f"{number}.{fraction:04d}") * worth
    assert value(f"{number:,}{scale}") == number * worth


# Babel's symbols are those of each language; krmoney reads the Korean and the English ones.
READABLE = st.sampled_from([Currency(code) for code in krmoney.currencies_with_names()])


@given(READABLE, testing.amounts(minimum=-(10**20), maximum=10**20), st.sampled_from(["ko", "en"]))
@example(Currency("XOF"), Decimal("1234.5"), "ko")
def test_babels_localised_currency_is_read(code: Currency, amount: Decimal, locale: str) -> None:
    theirs = format_currency(amount, code, locale=locale, currency_digits=False, decimal_quantization=False)
    assert krmoney.parse(theirs) == Money(amount, code)


@given(READABLE, testing.amounts(minimum=-(10**20), maximum=10**20))
def test_babels_korean_currency_names_are_read(code: Currency, amount: Decimal) -> None:
    theirs = format_currency(
        amount, code, locale="ko", format_type="name", currency_digits=False, decimal_quantization=False
    )
    assert krmoney.parse(theirs) == Money(amount, code)


@given(st.sampled_from(["KRW", "USD", "EUR", "SEK", "CNY"]), st.integers(1, 9999), st.sampled_from([4, 8, 12]))
def test_babels_compact_korean_is_read(code: str, number: int, power: int) -> None:
    """With digits enough, ₩4.5억 says all there is to say."""
    amount = number * 10**power // 1000
    theirs = format_compact_currency(amount, code, locale="ko", fraction_digits=8)
    assert krmoney.parse(theirs) == Money(amount, code)


@given(st.sampled_from(["KRW", "USD", "EUR", "SEK"]), st.integers(1, 9999), st.sampled_from([3, 6, 9, 12]))
def test_babels_compact_english_is_read(code: str, number: int, power: int) -> None:
    amount = number * 10**power // 1000
    theirs = format_compact_currency(amount, code, locale="en", fraction_digits=8)
    assert krmoney.parse(theirs) == Money(amount, code)


# --- numerals in expressions: where they end, what joins them


def ends(text: str, **options: Any) -> tuple[Any, ...]:
    mention = krmoney.read(text, **options)
    return mention.low, mention.high, mention.low_inclusive, mention.high_inclusive


JOINED: list[tuple[str, tuple[int | str, int | str]]] = [
    ("5000에서 6000원까지", (5000, 6000)),
    ("1000에서 2000원까지", (1000, 2000)),
    ("1만에서 2만원까지", (10_000, 20_000)),
    ("1억원에서 2억원 사이", (10**8, 2 * 10**8)),
    ("$300~400m", (300_000_000, 400_000_000)),
    ("$300-400m", (300_000_000, 400_000_000)),
    ("US$1~2k", (1000, 2000)),
    ("1억2천~1억5천만원", (120_000_000, 150_000_000)),
]


@pytest.mark.parametrize(("text", "wanted"), JOINED)
def test_joined(text: str, wanted: tuple[int, int]) -> None:
    assert ends(text) == (*wanted, True, True)


BANDS: list[tuple[str, tuple[int | str, int | str]]] = [
    ("3조원대", (3 * 10**12, 4 * 10**12)),
    ("5~6억원대", (500_000_000, 700_000_000)),
    ("3~4만원대", (30_000, 50_000)),
    ("1~2%대", (1, 3)),
    ("$2~3bn대", (2_000_000_000, 4_000_000_000)),
    ("3할대", (30, 40)),
    ("0.5%대", ("0.5", "0.6")),
    ("0%대", (0, 1)),
    ("1,300원대", (1300, 1400)),
]


@pytest.mark.parametrize(("text", "wanted"), BANDS)
def test_bands(text: str, wanted: tuple[int | str, int | str]) -> None:
    assert ends(text) == (Decimal(wanted[0]), Decimal(wanted[1]), True, False)


@pytest.mark.parametrize(("text", "wanted"), [("-3%대", (-4, -3)), ("-30억원대", (-4_000_000_000, -3_000_000_000))])
def test_a_band_below_zero_holds_the_end_that_it_names(text: str, wanted: tuple[int, int]) -> None:
    assert ends(text) == (*wanted, False, True)


APART = [
    ("3억원 이상 40% 미만", ["3억원", "40%"]),
    ("3억원 이상 4억원 이상", ["3억원", "4억원"]),
    ("3억원 이상 4억원", ["3억원", "4억원"]),
    ("3원 이상 40% 미만", ["3원", "40%"]),
    ("3억원 이상 3억원 미만", ["3억원", "3억원"]),
    ("64달러 몇십 센트", ["64달러", "몇십 센트"]),
    ("64달러 0달러", ["64달러", "0달러"]),
    ("64달러 45유로", ["64달러", "45유로"]),
    ("64달러 100센트", ["64달러", "100센트"]),
]


@pytest.mark.parametrize(("text", "figures"), APART)
def test_apart(text: str, figures: list[str]) -> None:
    assert [each.text for each in krmoney.extract(text)] == figures
    with pytest.raises(krmoney.ParseError):
        krmoney.read(text)


REFUSED = [
    "5만 million 달러",
    "450m 달러",  # metres; one letter wants a symbol before the digits
    "5k 달러",
    "1억에서 2억원의",
    "$100원",
]


@pytest.mark.parametrize("text", REFUSED)
def test_no_expression(text: str) -> None:
    with pytest.raises(krmoney.ParseError):
        krmoney.read(text)


NAMED = [  # the last syllable of the number may be the first of the currency
    ("천이란리알", 1000, "IRR"),
    ("3천이집트파운드", 3000, "EGP"),
    ("2천 이라크 디나르", 2000, "IQD"),
    ("200만이라크디나르", 2_000_000, "IQD"),
    ("1만 이란 리알", 10_000, "IRR"),
    ("1만 2345 조지아 라리", 12_345, "GEL"),
    ("1조 1 조지아 라리", 10**12 + 1, "GEL"),
    ("1경 5 조지아 라리", 10**16 + 5, "GEL"),
    ("$100달러", 100, "USD"),
    ("US$5억 달러", 500_000_000, "USD"),
    ("미화 300만 달러", 3_000_000, "USD"),
    ("유로화 5억", 500_000_000, "EUR"),
]


@pytest.mark.parametrize(("text", "amount", "code"), NAMED)
def test_named(text: str, amount: int, code: str) -> None:
    assert krmoney.parse(text) == Money(amount, code)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("십이", 12),
        ("이십삼", 23),
        ("오백일", 501),
        ("이천이십사", 2024),
        ("백", 100),
        ("만이천", 12_000),
        ("삼억이", 300_000_002),
    ],
)
def test_a_number_in_words_is_read_whole(text: str, amount: int) -> None:
    assert krmoney.parse(text, currency="KRW") == Money(amount, "KRW")


def test_particles_after_a_bare_number_do_not_belong_to_it() -> None:
    (mention,) = krmoney.extract("연봉은 5억이 넘는다.")
    assert (mention.text, mention.low) == ("5억", 500_000_000)
    (mention,) = krmoney.extract("연봉은 5억이고 나머지는 없다.")
    assert (mention.text, mention.low) == ("5억", 500_000_000)


def test_what_is_said_in_speech() -> None:
    (point,) = krmoney.extract("연봉 1억2천에 계약했다.")
    assert (point.text, point.low, point.elided) == ("1억2천", 120_000_000, True)
    (span,) = krmoney.extract("연봉 1억2천~1억5천을 받는다.")
    assert (span.low, span.high) == (120_000_000, 150_000_000)


def test_hedges_far_and_near() -> None:
    (most,) = krmoney.extract("최대 포상금 5억원")
    assert (most.kind, most.high, most.high_inclusive) == ("upper_bound", 500_000_000, True)
    (least,) = krmoney.extract("최소 보증금 5억원")
    assert (least.kind, least.low, least.low_inclusive) == ("lower_bound", 500_000_000, True)
    assert krmoney.read("3억여원 이상 4억원 미만").approx
    assert not krmoney.read("3억원 이상 4억원 미만").approx
    bracket = krmoney.extract("100달러(약 14만)")
    assert [(each.low, each.approx) for each in bracket] == [(100, False), (140_000, True)]


def test_whose_money_it_is() -> None:
    assert krmoney.parse("300만 달러", prefer="CAD") == Money(3_000_000, "CAD")
    assert krmoney.parse("미화 300만 달러", prefer="CAD") == Money(3_000_000, "USD")
    assert krmoney.parse("미화 30센트", prefer="CAD") == Money("0.3", "USD")
    assert [each.per for each in krmoney.extract("민주당 3억원을 썼고 1인당 3만원을 받았다.")] == [None, "1인당"]
