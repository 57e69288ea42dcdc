"""Laws that hold for every value and every text: what is written reads back, and no text makes `extract` raise.

How many examples are tried is the business of ``conftest.py``.
"""

import json
import operator
import pickle
import re
from copy import copy, deepcopy
from decimal import Context, Decimal, Inexact, Rounded, localcontext
from fractions import Fraction
from typing import Any

import pytest
from babel import Locale
from hypothesis import assume, example, given
from hypothesis import strategies as st
from num2words import num2words

import krmoney
from krmoney import AmountError, Currency, Money, MoneyRange, Rate
from krmoney.reading.numbers import longest
from krmoney.reading.vocabulary import Vocabulary
from krmoney.testing import rates
from krmoney.writing.numerals import write

KOREAN = re.compile("[가-힣]")

NAMES = {name: getattr(krmoney, name) for name in krmoney.__all__}  # of a repr


def has_korean_name(code: str) -> bool:
    """Funds, metals and the like have a name in CLDR; what counts is whether Korean text would use it."""
    return bool(KOREAN.search(krmoney.format(Money(1, code))))


CODES = [code for code in sorted(Locale("ko").currencies) if has_korean_name(code)]
LARGEST = 10**24
TINY = Decimal("1e-25")  # what may be lost of an amount where 28 significant digits are kept


def test_there_are_currencies_and_styles() -> None:
    assert len(CODES) > 150
    assert len(krmoney.style_names()) > 5


# --- values

codes = st.sampled_from(CODES)
styles = st.sampled_from(krmoney.style_names())
whole = st.one_of(
    st.integers(0, 10**5),
    st.integers(0, LARGEST),
    # Round figures, as people write them.
    st.builds(operator.mul, st.integers(1, 9999), st.integers(0, 20).map(lambda power: 10**power)),
)
signs = st.sampled_from([1, 1, 1, -1])


@st.composite
def amounts(draw: st.DrawFn, most_places: int = 4) -> Decimal:
    """Draw an amount up to 10^24 and beyond, of either sign, with a few digits after the point or none."""
    number, places = draw(whole), draw(st.integers(0, most_places) | st.just(0))
    fraction = draw(st.integers(0, 10**places - 1))
    return Decimal(f"{'-' if draw(signs) < 0 else ''}{number}.{fraction:0{places}d}" if places else number)


@st.composite
def monies(draw: st.DrawFn) -> Money:
    """Draw an amount with no more digits after the point than its currency has."""
    code = draw(codes)
    places = Currency(code).minor_unit
    return Money(draw(amounts(places)), code)


def written(money: Money, style: str) -> str:
    """Write an amount, or have Hypothesis draw another where the style cannot write it exactly."""
    try:
        return krmoney.format(money, style)
    except AmountError:
        assume(condition=False)
        raise


@given(monies(), styles)
@example(Money(0, "KRW"), "press")
@example(Money(10**24, "KRW"), "hangul")
@example(Money("-1.05", "USD"), "one")
@example(Money(10_000, "KRW"), "hangul")
def test_what_is_written_reads_back(money: Money, style: str) -> None:
    text = written(money, style)
    assert krmoney.parse(text) == money
    assert krmoney.read(text).text == unmarked(text)


@pytest.mark.parametrize("style", krmoney.style_names())
@pytest.mark.parametrize("code", CODES)
def test_every_currency_reads_back_in_every_style(code: str, style: str) -> None:
    for amount in (1, 10, 45, 1000, 10_000, 450_000_000, 10**12 + 1, 2 * 10**24, -37):
        money = Money(amount, code)
        assert krmoney.parse(krmoney.format(money, style)) == money


def unmarked(text: str) -> str:
    """Take off the marks of contracts and cheques, which are not part of the span: 일금 … 정, 金 … 整."""
    return re.sub(r"^(?:일금|金) |[정整]$", "", text)


DOUBTFUL = {name for name, word in Vocabulary.default().currencies.before.items() if word.needs_evidence}


def means_something_else(text: str) -> bool:
    """Tell whether it is a word far more often than money: one syllable (이유로, 사원), a place (이천엔), TOP 7."""
    if not DOUBTFUL.isdisjoint(re.findall("[A-Z]{3}", text)):
        return True
    bare = text.removeprefix("-")
    numeral = longest(bare.partition(" ")[0])
    if numeral is None or bare[0].isdecimal():
        return False
    return numeral.end == 1 or (numeral.scale == 1 and bare.endswith("엔"))


YEAR = re.compile("(19[89]|20[0-3])[0-9] ")  # 2010 아프가니 그리고 …: a year, before a word that is a country, too

before = st.sampled_from(
    ["", "정부는 ", "이 가운데 ", "모두 ", "지난해 매출은 ", "(", "“", "제품 가격이\n", "A사, ", "1일 "]
)
# What follows a word that ends in a consonant, and one that ends in a vowel.
PARTICLES = [("을", "를"), ("은", "는"), ("이", "가"), ("과", "와"), ("으로", "로"), ("이라고", "라고"), ("이나", "나")]
PARTICLES += [
    (each, each)
    for each in ("의", "에", "에서", "까지", "보다", "짜리", "어치", "씩", "", " 투자", ")", "”", ",", ".", "\n")
]
RIEUL = 8  # ㄹ takes 로 as a vowel does


def attached(text: str, particle: tuple[str, str]) -> str:
    """Put a particle after a word, in the form that its last syllable asks for."""
    final = (ord(text[-1]) - ord("가")) % 28 if "가" <= text[-1] <= "힣" else 0
    closed = final != 0 and (final != RIEUL or particle[1] != "로")
    return text + (particle[0] if closed else particle[1])


after = st.sampled_from(["", " 쓰기로 했다.", " 나왔다.", " 등을 내놓았다", " 가운데 절반"])


@given(before, monies(), styles, st.sampled_from(PARTICLES), after)
def test_an_amount_in_running_text_is_found_whole(
    left: str, money: Money, style: str, particle: tuple[str, str], right: str
) -> None:
    text = written(money, style)
    figure = unmarked(text)
    assume(not means_something_else(figure))
    whole = left + (attached(text, particle) if figure == text else text) + right  # no particle after …원정
    found = krmoney.extract(whole)
    assert [each.text for each in found] == [figure]
    assert found[0].start == whole.index(figure, len(left))
    assert (found[0].low, found[0].high, found[0].currency) == (money.amount, money.amount, money.currency)
    assert found[0].kind == "point"
    assert found[0].money == money


@given(st.lists(st.tuples(monies(), styles), min_size=2, max_size=6))
def test_figures_side_by_side_do_not_disturb_each_other(drawn: list[tuple[Money, str]]) -> None:
    texts = [written(money, style) for money, style in drawn]
    assume(not any(means_something_else(unmarked(text)) or YEAR.match(unmarked(text)) for text in texts))
    found = krmoney.extract(" 그리고 ".join(texts))
    assert [each.text for each in found] == [unmarked(text) for text in texts]
    for each, (money, _) in zip(found, drawn, strict=True):
        assert each.low == each.high == money.amount
        # 파운드 alone is sterling, but beside 이집트 파운드 it may be Egyptian: then the evidence says so.
        assert each.currency == money.currency or {why.reason for why in each.evidence} & {"place", "neighbour"}


@st.composite
def ranges(draw: st.DrawFn) -> MoneyRange:
    """Draw a range or a bound, its ends with or without themselves."""
    low, high = sorted([abs(draw(amounts(2))), abs(draw(amounts(2)))])
    kind = draw(st.sampled_from(["range", "lower", "upper"]))
    assume(kind != "range" or low < high)
    ends = {"range": (low, high), "lower": (low, None), "upper": (None, high)}[kind]
    inclusive = [end is None or draw(st.booleans()) for end in ends]
    return MoneyRange(*ends, draw(codes), low_inclusive=inclusive[0], high_inclusive=inclusive[1])


@given(ranges(), styles)
@example(MoneyRange(1, 2 * 10**8, "KRW"), "press")
@example(MoneyRange(1, 10**6, "AED"), "en")
@example(MoneyRange(5000, 10**12, "SEK"), "en-short")
@example(MoneyRange(10**12, 2 * 10**12, "KRW", high_inclusive=False), "press")
def test_a_range_reads_back(span: MoneyRange, style: str) -> None:
    try:
        text = krmoney.format(span, style)
    except AmountError:
        assume(condition=False)
        raise
    assert krmoney.read(text).range == span


# --- any text

pieces = st.sampled_from(
    [
        *"0123456789일이삼사오육칠팔구영공십백천만억조경해자양여수몇三十百千萬億兆,.%~∼～–—-()[]△▲+ 　¥",
        *("\u00a0", "\u200b", "\u00ad", "\ufeff", "\n", "\t", "\x00", "🙂", "é", "²", "٣", "Ⅳ", "１２", "，", "．"),
        *(
            "원",
            "달러",
            "엔",
            "유로",
            "위안",
            "크로나",
            "크로네",
            "페소",
            "루피",
            "센트",
            "전",
            "할",
            "푼",
            "배",
            "동",
            "솔",
        ),
        *("$", "₩", "€", "US$", "HK$", "USD", "KRW", "bn", "million", "m", "k", "%p", "포인트", "bp", "프로", "퍼센트"),
        *(
            "억원",
            "만원",
            "에서",
            "부터",
            "까지",
            "사이",
            "이상",
            "미만",
            "이하",
            "초과",
            "넘는",
            "최대",
            "최소",
            "약 ",
            "약",
        ),
        *("1인당 ", "배럴당 ", "매년 ", "연", "우리 돈", "우리돈으로", "한화 ", "미화 ", "홍콩 ", "스웨덴 ", "멕시코 "),
        *(
            "투자",
            "감소",
            "증가",
            "대",
            "선",
            "가량",
            "정도",
            "제",
            "명",
            "주고",
            "원전",
            "환율",
            "마이너스 ",
            "위안에 들",
        ),
    ]
)
texts = st.text() | st.lists(pieces, max_size=30).map("".join)


@given(texts)
@example("0$0")
@example("\ufeff몇 천만원\u200b")
@example("마이너스 몇 천원")
@example("")
def test_no_text_makes_extract_raise(text: str) -> None:
    found = krmoney.extract(text)
    assert found.source == text
    money_ends = 0
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
        assert each.text == text[each.start : each.end]
        if each.type == "money":
            assert each.start >= money_ends
            money_ends = each.end
        if each.quote:
            assert each.quote.text == text[each.quote.start : each.quote.end]
        for evidence in each.evidence:
            assert evidence.text == text[evidence.start : evidence.end]
    assert [each.start for each in found] == sorted(each.start for each in found)


@given(texts)
@example("2~3% 감소했다")
@example("마이너스 몇 천원")
def test_mentions_hold_together(text: str) -> None:
    for each in krmoney.extract(text):
        if each.kind == "point":
            assert each.low == each.high
            assert each.low is not None
        elif each.kind in {"range", "vague"}:
            assert each.low is not None
            assert each.high is not None
            assert each.low < each.high
        else:
            assert (each.low is None) is (each.kind == "upper_bound")
            assert (each.high is None) is (each.kind == "lower_bound")
        if each.type == "money":
            assert (each.currency is None) is bool(each.candidates)
        assert set(each.to_row("a.txt")) >= {"doc", "start", "end", "text", "type", "kind", "low", "high"}
        assert eval(repr(each), NAMES | {"Decimal": Decimal}) == each  # noqa: S307
        assert pickle.loads(pickle.dumps(each)) == each  # noqa: S301
        assert through_json(each) == each


def through_json(value: Any) -> Any:
    """Send a value through JSON as a dictionary."""
    return type(value).from_dict(json.loads(json.dumps(value.to_dict(), allow_nan=False)))


@given(monies(), rates())
def test_amounts_come_back_from_json(amount: Money, rate: Rate) -> None:
    money = amount.replace(rate=rate)
    assert (through_json(money), through_json(money).rate) == (amount, rate)
    assert through_json(amount).rate is None


@given(ranges())
def test_ranges_come_back_from_json(span: MoneyRange) -> None:
    assert through_json(span) == span


@given(monies(), st.integers(1, 10**15), st.booleans())
def test_rates_with_error_bars_come_back_from_json(amount: Money, won: int, of_base: bool) -> None:  # noqa: FBT001
    assume(amount.amount > 0 and amount.currency != "KRW")
    rate = Rate.quoted(amount, Money(won, "KRW"), rounded="base" if of_base else "counter")
    assert through_json(rate) == rate


@given(texts)
def test_extract_is_a_function_of_the_text(text: str) -> None:
    assert krmoney.extract(text) == krmoney.extract(text)


@given(texts)
def test_parse_raises_only_errors_of_ours(text: str) -> None:
    try:
        money = krmoney.parse(text)
    except krmoney.ParseError as error:
        start, end = error.span
        assert 0 <= start <= end <= len(text)
        assert len(str(error).splitlines()) == 1  # noqa: PT017  # texts that can be read raise nothing
    else:
        assert isinstance(money, Money)
        assert krmoney.read(text).money == money


@given(texts)
@example("$억대")
@example("우리돈0만")
@example("0~1원대")
@example("1~2조원 대의 투자")
def test_parse_reads_what_extract_found(text: str) -> None:
    """What stands around a figure may decide its currency or bound it, but its own characters say the same.

    Only 대 comes after the span, as in 3억대, and widens it; of a bare 억 it makes a figure.
    """
    for each in krmoney.extract(text):
        if each.type == "money" and not each.elided and each.currency is not None:
            band = not each.high_inclusive and text[each.end :].lstrip().startswith("대")
            alone = krmoney.read(each.text + "대" * band, prefer=each.currency)
            if each.kind == alone.kind:
                assert (alone.low, alone.high) == (each.low, each.high)


@given(st.lists(texts, max_size=4))
def test_paragraphs_shift_offsets_and_nothing_else(paragraphs: list[str]) -> None:
    """A figure has the same place relative to its own paragraph whatever stands far above it."""
    text = "\n".join(paragraphs)
    shifted = krmoney.extract("가나다.\n" + text)
    assert [(each.start - 5, each.text) for each in shifted] == [
        (each.start, each.text) for each in krmoney.extract(text)
    ]


# --- looks that change nothing

INVISIBLE = ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200e"]
BLANKS = ["\u00a0", "\u3000", "\u2009", "\u202f"]
FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


@given(monies(), styles, st.data())
def test_invisible_characters_do_not_change_the_value(money: Money, style: str, data: st.DataObject) -> None:
    text = written(money, style)
    at = data.draw(st.integers(0, len(text)))
    odd = text[:at] + data.draw(st.sampled_from(INVISIBLE)) + text[at:]
    assert krmoney.parse(odd) == money
    if len(text.lstrip("-")) > 1 and text.lstrip("-")[0].isdecimal():
        found = krmoney.extract(f"모두 {odd}의 값")
        assert [each.money for each in found] == [money]
        assert found[0].text in odd


@given(monies(), styles, st.sampled_from(BLANKS))
def test_blanks_and_full_width_digits_do_not_change_the_value(money: Money, style: str, blank: str) -> None:
    text = written(money, style)
    assert krmoney.parse(text.replace(" ", blank)) == money
    assert krmoney.parse(text.translate(FULL_WIDTH)) == money
    assert krmoney.parse(f"{blank}{text}{blank}") == money


@given(monies(), styles)
def test_hedges_do_not_change_the_value(money: Money, style: str) -> None:
    text = written(money, style)
    for hedged in (f"약 {text}", f"{text} 가량", f"{text} 정도", f"대략 {text}"):
        mention = krmoney.read(hedged)
        assert mention.approx
        assert mention.money == money


@given(monies(), styles)
def test_the_callers_decimal_context_does_not_matter(money: Money, style: str) -> None:
    text = written(money, style)
    rate = Rate("EUR", money.currency, "1234.56789") if money.currency != "EUR" else Rate("EUR", "KRW", "1234.56789")
    wide = rate.convert(money), money * 3, krmoney.extract(text), str(money), repr(money)
    with localcontext(Context(prec=3, traps=[Inexact, Rounded])):  # narrow, and it complains
        assert krmoney.format(money, style) == text
        assert krmoney.parse(text) == money
        assert (rate.convert(money), money * 3, krmoney.extract(text), str(money), repr(money)) == wide


# --- numerals


@given(whole, st.sampled_from(["arabic", "hangul", "hanja", "formal"]))
def test_numerals_read_what_they_write(number: int, script: Any) -> None:
    text = write(number, script=script)
    found = longest(text)
    assert found is not None
    assert (found.value, found.end) == (number, len(text))


@given(st.integers(0, 10**28 - 1), st.booleans(), st.sampled_from(["", " "]), st.sampled_from(["", ","]))
def test_arabic_numerals_in_all_their_dresses(number: int, thousands: bool, gap: str, comma: str) -> None:  # noqa: FBT001
    text = write(number, thousands=thousands, gap=gap, comma=comma)
    found = longest(text)
    assert found is not None
    assert (found.value, found.end) == (number, len(text))


@given(amounts(6))
def test_fractions_are_kept_exactly(amount: Decimal) -> None:
    found = longest(write(abs(amount)))
    assert found is not None
    assert found.value == abs(amount)


@given(whole)
@example(10_000)
@example(11_111)
def test_digits_are_those_of_int(number: int) -> None:
    for text in (str(number), f"{number:,}"):
        found = longest(text)
        assert found is not None
        assert found.value == number


@given(st.integers(1, 10**16 - 1) | st.integers(1, 10**5))
@example(10_000)
@example(11_111)
@example(10**8)
@example(110_000_000)
@example(10**12 + 10**4)
def test_syllables_are_those_of_num2words(number: int) -> None:
    theirs = num2words(number, lang="ko")
    found = longest(theirs)
    assert found is not None
    assert (found.value, found.end) == (number, len(theirs))
    # They put a blank after each scale, as the spelling rules ask, and leave 일 out where 만 stands alone.
    ours = write(number, script="hangul", gap=" ")
    assert re.sub(r"(?<!\S)일만", "만", ours) == theirs


# --- rates

positive = st.builds(Decimal, st.integers(1, 10**12)).flatmap(
    lambda number: st.integers(0, 6).map(lambda places: number.scaleb(-places))
)


@given(positive, monies().filter(lambda money: money.currency != "KRW"))
def test_a_rate_converts_there_and_back(value: Decimal, money: Money) -> None:
    rate = Rate(money.currency, "KRW", value)
    there = rate.convert(money)
    assert there.currency == "KRW"
    assert there.rate == rate
    back = rate.convert(there)
    assert back.currency == money.currency
    assert abs(back.amount - money.amount) <= abs(money.amount) * TINY


@given(whole.filter(bool), whole.filter(bool))
def test_a_quoted_rate_gives_back_what_it_was_read_from(foreign: int, won: int) -> None:
    base, counter = Money(foreign, "SEK"), Money(won, "KRW")
    rate = Rate.quoted(base, counter)
    assert rate.convert(base) == counter
    assert rate.convert(counter) == base
    assert rate.low <= rate.value <= rate.high
    other = Rate.quoted(base, counter, rounded="base")
    assert other.value == rate.value
    assert other.low <= other.value <= other.high


@given(st.integers(1, 9999), st.integers(4, 14), st.integers(1, 10**8))
def test_a_quoted_conversion_is_read_from_text(figure: int, power: int, foreign: int) -> None:
    won = Money(figure * 10**power, "KRW")
    euros = Money(foreign, "EUR")
    text = f"{krmoney.format(euros)}(약 {krmoney.format(won)})"
    money = krmoney.parse(text)
    assert money == euros
    assert money.rate == Rate.quoted(euros, won)
    found = krmoney.extract(f"회사는 {text}를 냈다.")
    assert [each.money for each in found] == [euros, won]
    assert found[0].money.rate == money.rate
    assert found[1].approx


bars = st.tuples(positive, positive, positive).map(sorted).map(lambda three: (three[1], three[0], three[2]))


@given(bars, bars)
def test_rates_compose_and_turn_round(one: tuple[Decimal, ...], two: tuple[Decimal, ...]) -> None:
    first, second = Rate("SEK", "USD", *one), Rate("USD", "KRW", *two)
    both = first * second
    assert (both.base, both.counter) == ("SEK", "KRW")
    assert both.low <= both.value <= both.high
    money = Money(1000, "SEK")
    apart, together = second.convert(first.convert(money)), both.convert(money)
    assert abs(apart.amount - together.amount) <= together.amount * TINY
    back = both.invert()
    assert (back.base, back.counter) == ("KRW", "SEK")
    assert abs(back.convert(together).amount - money.amount) <= money.amount * TINY
    assert abs(back.invert().value - both.value) <= both.value * TINY


# --- arithmetic

same = st.tuples(amounts(), amounts(), amounts()).map(lambda three: [Money(each, "USD") for each in three])
factors = st.integers(-(10**9), 10**9) | amounts(3)


@given(same)
def test_sums_are_exact(three: list[Money]) -> None:
    a, b, c = three
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + b - b == a
    assert a - a == Money(0, "USD")
    assert a - b == a + -b
    assert sum(three) == a + b + c
    assert -(-a) == a == +a  # noqa: B002  # it does for money
    assert abs(a) == abs(-a)
    assert Fraction((a + b).amount) == Fraction(a.amount) + Fraction(b.amount)


@given(same, factors, factors)
def test_products_are_exact(three: list[Money], n: Decimal | int, m: Decimal | int) -> None:
    a, b, _ = three
    assert a * n == n * a
    assert (a + b) * n == a * n + b * n
    assert a * n * m == a * m * n
    assert a * 0 == Money(0, "USD")
    assert a * 1 == a


@given(same)
def test_a_ratio_times_its_base_is_the_amount(three: list[Money]) -> None:
    a, b, _ = three
    assume(b)
    ratio = a / b
    assert isinstance(ratio, Decimal)
    assert abs((b * ratio).amount - a.amount) <= abs(a.amount) * TINY


@given(same)
def test_amounts_are_ordered_as_their_numbers(three: list[Money]) -> None:
    a, b, _ = three
    for compare in (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne):
        assert compare(a, b) is compare(a.amount, b.amount)
    assert [each.amount for each in sorted(three)] == sorted(each.amount for each in three)


@given(monies(), st.integers(0, 6))
def test_trailing_zeros_do_not_tell_amounts_apart(money: Money, zeros: int) -> None:
    padded = Money(Decimal(f"{money.amount:f}{'' if '.' in f'{money.amount:f}' else '.'}{'0' * zeros}"), money.currency)
    assert padded == money
    assert hash(padded) == hash(money)
    assert repr(padded) == repr(money)
    assert str(padded) == str(money)


@given(monies(), st.integers(1, 50) | st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
def test_shares_add_up(money: Money, parts: int | list[int]) -> None:
    shares = money.allocate(parts)
    ratios = [1] * parts if isinstance(parts, int) else parts
    unit = Decimal(1).scaleb(-money.currency.minor_unit)
    assert len(shares) == len(ratios)
    assert sum(shares, start=Money(0, money.currency)) == money
    for share, ratio in zip(shares, ratios, strict=True):
        assert share.quantize() == share
        assert abs(Fraction(share.amount) - Fraction(money.amount) * ratio / sum(ratios)) <= unit
        assert share.amount == 0 or ratio
        assert share.amount * money.amount >= 0


@given(st.builds(Money, amounts(6), codes), st.none() | st.integers(-10, 5))
def test_rounding_goes_to_the_nearest(money: Money, places: int | None) -> None:
    rounded = money.quantize(places)
    step = Decimal(1).scaleb(-(money.currency.minor_unit if places is None else places))
    assert abs(Fraction(rounded.amount) - Fraction(money.amount)) <= Fraction(step) / 2
    assert Fraction(rounded.amount) % Fraction(step) == 0
    assert rounded.quantize(places) == rounded
    assert rounded.currency == money.currency


@given(st.builds(Money, amounts(2), codes), st.integers(1, 6), st.sampled_from(["press", "one", "digits", "commas"]))
def test_significant_digits(money: Money, digits: int, style: str) -> None:
    again = krmoney.parse(krmoney.format(money, style, significant=digits))
    assert len(again.amount.normalize().as_tuple().digits) <= digits
    assert abs(Fraction(again.amount) - Fraction(money.amount)) <= abs(Fraction(money.amount)) / (
        2 * 10 ** (digits - 1)
    )
    assert krmoney.read(krmoney.format(money, style, significant=digits, approx=True)).approx


rates = st.builds(
    lambda codes, three: Rate(*codes, *(three[1], three[0], three[2])),
    st.lists(codes, min_size=2, max_size=2, unique=True),
    st.tuples(positive, positive, positive).map(sorted),
)


@given(st.builds(Money, amounts(), codes, st.none() | rates) | rates | ranges())
def test_copies_are_equal(value: Money | Rate | MoneyRange) -> None:
    ways: list[Any] = [copy, deepcopy, lambda each: eval(repr(each), NAMES.copy())]  # noqa: S307
    ways += [
        lambda each, protocol=protocol: pickle.loads(pickle.dumps(each, protocol))  # noqa: S301
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
    ]
    for way in ways:
        again = way(value)
        assert again == value
        assert type(again) is type(value)
        assert hash(again) == hash(value)
        assert repr(again) == repr(value)
        assert getattr(again, "rate", None) == getattr(value, "rate", None)


@given(monies())
def test_the_plain_text_of_an_amount_reads_back(money: Money) -> None:
    assert krmoney.parse(str(money)) == money
