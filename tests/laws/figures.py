"""Figures spelled in many ways from a value that is known, and words that may stand around them.

Every function takes a `random.Random`. The tests hand over Hypothesis's own, so that what fails gets small; the
fuzzer hands over a seeded one.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

SCALES = (("조", 10**12), ("억", 10**8), ("만", 10**4), ("", 1))
UNITS = (("천", 1000), ("백", 100), ("십", 10), ("", 1))
SYLLABLES = "영일이삼사오육칠팔구"

WORDS = {
    "원": "KRW", "달러": "USD", "엔": "JPY", "유로": "EUR", "위안": "CNY", "홍콩달러": "HKD", "캐나다 달러": "CAD",
    "스웨덴 크로나": "SEK", "스위스프랑": "CHF", "인도 루피": "INR",
}  # fmt: skip
SYMBOLS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW", "HK$": "HKD", "C$": "CAD"}
CODES = ("USD", "EUR", "KRW", "GBP", "SEK", "JPY", "HKD")
MAGNITUDES = {"m": 10**6, "M": 10**6, " million": 10**6, "bn": 10**9, " billion": 10**9, "억": 10**8, "만": 10**4}
PERCENT = ("%", "%p", "%포인트", " 퍼센트", "bp", "프로")

# No word here belongs to the number beside it, bounds it or signs it; what follows may stand after any unit.
BEFORE = (
    "", "값은 ", "회사는 ", "지난달에만 ", "비용만 ", "총 ", "한 해 ", "이제 ", "어제 ", "2024년 5월 3일 ", "3명이 ",
    "A사, ", "(", "“", "제품 가격이\n", "1인당 GDP ", "△지원 ",
)  # fmt: skip
AFTER = (
    "", ".", "의 예산", "에 팔렸다", " 규모", ")", "”", ", 그리고", "도 냈다", "만 냈다", "짜리", "씩 냈다", " 안팎",
    "에서 멈췄다",
    "…", "!", "\n다음 줄", " △융자", "보다 크다", "에는", "까지만",
)  # fmt: skip
# After a bound, whose words end what can be said of the amount.
AFTER_BOUND = ("", ".", " 예산", ")", "”", "…", "!", " 규모")
BOUNDS = (
    ("", " 이상", "lower_bound", True), ("", "을 넘는", "lower_bound", False), ("", " 초과", "lower_bound", False),
    ("최소 ", "", "lower_bound", True), ("적어도 ", "", "lower_bound", True), ("", " 이하", "upper_bound", True),
    ("", " 미만", "upper_bound", False), ("최대 ", "", "upper_bound", True), ("", " 이내", "upper_bound", True),
)  # fmt: skip
VAGUE = ("수조", "수십억", "수백만", "몇 천", "몇백만", "수천", "십수억", "수십만", "3만 몇천", "2조 수천억", "30몇만")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as text, with what it says.

    Attributes:
        text: what the span covers.
        before, after: words that bound it, outside the span.
        low, high: the ends; None on the open side of a bound, and both for a vague amount, whose ends nobody holds.
    """

    text: str
    type: str
    kind: str
    low: Decimal | None
    high: Decimal | None
    currency: str | None
    before: str = ""
    after: str = ""
    low_inclusive: bool = True
    high_inclusive: bool = True


def syllables(number: int) -> str:
    """Spell a number below 10,000 in Hangul: 이천삼백오, with no 일 before 천, 백 and 십."""
    written = []
    for name, worth in UNITS:
        digit, number = divmod(number, worth)
        if digit:
            written.append(("" if digit == 1 and name else SYLLABLES[digit]) + name)
    return "".join(written)


def group(rng: Random, number: int, *, spelled: bool) -> str:
    """Write a group below 10,000: 4500, 4,500, 4천5백, 4천500, 천 4백, 사천오백."""
    if spelled:
        return syllables(number)
    form = rng.choice(("digits", "commas", "units", "mixed"))
    thousands, rest = divmod(number, 1000)
    if form == "commas":
        return f"{number:,}"
    if form == "units" and thousands and rest and rest % 100 == 0:
        return f"{thousands}천{rng.choice(('', ' '))}{rest // 100}백"
    if form == "units" and thousands and not rest:
        return f"{thousands}천"
    if form == "units" and thousands:
        return f"{thousands}천{rest}"
    if form == "mixed" and thousands and rest and rest % 100 == 0:
        return f"{syllables(thousands * 1000)} {rest // 100}백"
    return str(number)


def number(rng: Random, *, spelled: bool = True, tail: bool = True) -> tuple[str, Decimal]:
    """Write a number in one of many ways; return it with its value.

    Args:
        rng: where choices come from.
        spelled: whether syllables may stand among the digits, or instead of them.
        tail: whether units may stand after 억 or 조, as in 1억 500; where no unit follows, they count in 만.
    """
    form = rng.choice(("digits", "commas", "decimal", "scaled", "scaled", "point", "syllables", "mixed"))
    if form == "digits":
        value = rng.randint(2, 99999)
        return str(value), Decimal(value)
    if form == "commas":
        value = rng.randint(1000, 10**9)
        return f"{value:,}", Decimal(value)
    if form == "decimal":
        text = f"{rng.randint(2, 9999):,}.{rng.randint(1, 99):02d}"
        return text, Decimal(text.replace(",", ""))
    scale, worth = rng.choice(SCALES[:3])
    if form == "point":
        text = f"{rng.randint(1, 999)}.{rng.randint(1, 9)}"
        return text + scale, Decimal(text) * worth
    gap = rng.choice(("", " "))
    top = rng.randint(0, 2)
    parts, total = [], 0
    spell_all = spelled and form == "syllables"
    for at, (name, size) in enumerate(SCALES[top:]):
        # A lower group may be missing; only 만 and above are followed by another.
        if at and (rng.choice((True, False)) or not (name or tail)):
            continue
        value = rng.randint(1, 9999)
        if rng.choice((True, False)):
            value = max(100, value // 100 * 100)
        one = spell_all or (spelled and form == "mixed" and at == 0)
        parts.append(group(rng, value, spelled=one) + name)
        total += value * size
    return gap.join(parts), Decimal(total)


def money(rng: Random) -> Figure:
    """Write a point of money: with a word, a symbol or a code."""
    form = rng.choice(("word", "word", "word", "symbol", "magnitude", "code", "code after"))
    if form == "magnitude":
        text = f"{rng.randint(1, 999)}.{rng.randint(1, 9)}"
        magnitude = rng.choice(list(MAGNITUDES))
        symbol = rng.choice(list(SYMBOLS))
        return point(symbol + text + magnitude, Decimal(text) * MAGNITUDES[magnitude], SYMBOLS[symbol])
    after = form in {"word", "code after"}
    text, value = number(rng, spelled=form == "word", tail=after)
    gap = rng.choice(("", " "))
    if form == "word":
        word = rng.choice(list(WORDS))
        return point(text + gap + word, value, WORDS[word])
    if form == "symbol":
        symbol = rng.choice(list(SYMBOLS))
        return point(symbol + text, value, SYMBOLS[symbol])
    code = rng.choice(CODES)
    return point(f"{code}{gap}{text}" if form == "code" else f"{text}{gap}{code}", value, code)


def point(text: str, value: Decimal, currency: str) -> Figure:
    """Make a point of money."""
    return Figure(text, "money", "point", value, value, currency)


def percent(rng: Random) -> Figure:
    """Write a percentage."""
    text = rng.choice((str(rng.randint(1, 300)), f"{rng.randint(0, 99)}.{rng.randint(1, 99)}"))
    return Figure(text + rng.choice(PERCENT), "percent", "point", Decimal(text), Decimal(text), None)


def bound(rng: Random) -> Figure:
    """Write an amount with the words that bound it."""
    inner = money(rng)
    before, after, kind, inclusive = rng.choice(BOUNDS)
    lower = kind == "lower_bound"
    return Figure(
        inner.text,
        "money",
        kind,
        inner.low if lower else None,
        None if lower else inner.high,
        inner.currency,
        before,
        after,
        low_inclusive=inclusive or not lower,
        high_inclusive=inclusive or lower,
    )


def vague(rng: Random) -> Figure:
    """Write a vague amount, whole or with a head."""
    word = rng.choice(list(WORDS))
    text = rng.choice(VAGUE) + rng.choice(("", " ")) + word
    return Figure(text, "money", "vague", None, None, WORDS[word])


def full_range(rng: Random) -> Figure:
    """Write a range whose ends both say all: 3억~4억 달러."""
    (left, low), (right, high) = sorted((number(rng), number(rng)), key=lambda each: each[1])
    word, gap = rng.choice(list(WORDS)), rng.choice(("", " "))
    joint = rng.choice(("~", "∼", "～", "–", " ~ ", "에서 ", " 내지 "))
    unit = gap + word
    text = f"{left}{unit}{joint}{right}{unit}"
    if low == high:
        return point(right + unit, high, WORDS[word])
    return Figure(text, "money", "range", low, high, WORDS[word], after=" 사이" if joint == "에서 " else "")


def short_range(rng: Random) -> tuple[Figure, bool]:
    """Write a range of which one end is short, and tell whether it can be read: 1200~2천억, 3억1~3천만, 10~5억.

    Where it cannot, the figure is only the text, and nothing of it may be read.
    """
    word, gap, joint = rng.choice(list(WORDS)), rng.choice(("", " ")), rng.choice(("~", "∼", "-", "–"))
    at = rng.randint(0, 2)
    name, scale = SCALES[at]
    unit_name, unit = rng.choice((("", 1), ("", 1), ("천", 1000), ("백", 100)))
    if rng.choice((True, False)):
        left = rng.choice((rng.randint(1, 9), rng.randint(10, 99), rng.randint(1, 99) * 100, rng.randint(100, 9999)))
        right = rng.randint(1, 9)
        high = right * unit * scale
        low = left * unit * scale
        # Three or four bare digits count in the next scale below the head of the right end.
        if low >= high and left >= 100:
            low = left * (scale if unit > 1 else SCALES[at + 1][1])
        text = f"{left}{joint}{right}{unit_name}{name}{gap}{word}"
    else:
        head, left, right = rng.randint(1, 99), rng.randint(1, 9), rng.randint(1, 9)
        below, size = SCALES[at + 1]
        unit_name, unit = rng.choice((("천", 1000), ("백", 100)))
        once = rng.choice(("", unit_name))
        if unit_name == "백":
            once = unit_name  # a bare digit is the next decimal, so it cannot stand for hundreds
        low, high = (head * scale + each * unit * size for each in (left, right))
        text = f"{head}{name}{left}{once}{joint}{right}{unit_name}{below}{gap}{word}"
    return Figure(text, "money", "range", Decimal(low), Decimal(high), WORDS[word]), low < high


def figure(rng: Random) -> Figure:
    """Write a figure of any kind."""
    return rng.choice((money, money, money, percent, bound, vague, full_range))(rng)


def in_context(rng: Random) -> tuple[str, Figure, int]:
    """Write a figure among words; return the text, the figure and where it starts."""
    written = figure(rng)
    left = rng.choice(BEFORE) + written.before
    after = AFTER if written.kind in {"point", "vague", "range"} and not written.after else AFTER_BOUND
    if written.text[-1] in "0123456789천백":
        after = tuple(each for each in after if each[:1] != "만")  # there 만 is a scale
    right = rng.choice(after)
    return left + written.text + written.after + right, written, len(left)
