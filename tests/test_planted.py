"""Sentences built from the grammar: every planted figure is found whole, and among traps and plain text none is."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import krmoney

CORPUS = Path(__file__).parent / "corpus"


class Planted(NamedTuple):
    """A figure as text, with what must be found."""

    before: str
    text: str
    after: str
    kind: str
    low: Decimal | None
    high: Decimal | None
    approx: bool
    currency: str | None


SCALES = {"만": 10**4, "억": 10**8, "조": 10**12}
YEAR = re.compile("(?:19[89]|20[0-3])[0-9] (?:달러|유로)")
CURRENCIES = {
    "원": "KRW", " 원": "KRW", "달러": "USD", " 달러": "USD", "엔": "JPY", " 유로": "EUR", "위안": "CNY",
    " 홍콩달러": "HKD", " 스웨덴 크로나": "SEK", " 캐나다 달러": "CAD", " 스위스프랑": "CHF", " 인도 루피": "INR",
}  # fmt: skip
# What stands before and after a figure, and what it makes of it.
HEDGES = [
    ("", "", "point", False), ("약 ", "", "point", True), ("", "가량", "point", True),
    ("약 ", " 정도", "point", True),
    ("", " 안팎", "point", True), ("", " 이상", "lower_bound", False), ("최소 ", "", "lower_bound", False),
    ("적어도 ", "", "lower_bound", False), ("", "을 넘는", "lower_bound", False), ("최대 ", "", "upper_bound", False),
    ("", " 이하", "upper_bound", False), ("", " 미만", "upper_bound", False), ("총 ", "", "point", False),
    ("", " 규모", "point", False), ("", " 상당", "point", False), ("매년 ", "", "point", False),
    ("1인당 ", "", "point", False),
]  # fmt: skip
CONTEXTS = [
    ("", "."), ("회사는 ", " 투자 계획을 밝혔다."),
    ("올해 사업비는 ", "의 예산으로 짜였다."), ("“", "”라고 그는 말했다."),
    ("(", ")"), ("지난해보다 3명 늘어난 12명이 ", "도 나눠 가졌다."),
    ("2024년 5월 3일 서울에서 ", "도 걷혔다."),
    ("△지원 ", " △융자"), ("값은 ", "이다."), ("그 집은 ", "짜리다."),
]  # fmt: skip


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, Decimal]:
    """Draw a number as the press writes it, and what it is worth."""
    form = draw(st.sampled_from(["plain", "commas", "scale", "decimal", "two", "thousands"]))
    small, large = draw(st.integers(2, 9999)), draw(st.integers(1, 9999))
    scale = draw(st.sampled_from(list(SCALES)))
    if form == "plain":
        return str(small), Decimal(small)
    if form == "commas":
        return f"{small * 1000:,}", Decimal(small * 1000)
    if form == "scale":
        return f"{small}{scale}", Decimal(small * SCALES[scale])
    if form == "decimal":
        tenths = draw(st.integers(1, 9))
        return f"{small}.{tenths}{scale}", Decimal(f"{small}.{tenths}") * SCALES[scale]
    if form == "two":
        gap = draw(st.sampled_from(["", " "]))
        return f"{large}억{gap}{small}만", Decimal(large * 10**8 + small * 10**4)
    digit = draw(st.integers(1, 9))
    return f"{digit}천{scale}", Decimal(digit * 1000 * SCALES[scale])


@st.composite
def planted(draw: st.DrawFn) -> Planted:
    number, value = draw(numbers())
    word = draw(st.sampled_from(list(CURRENCIES)))
    before, after, kind, approx = draw(st.sampled_from(HEDGES))
    low = None if kind == "upper_bound" else value
    high = None if kind == "lower_bound" else value
    return Planted(before, number + word, after, kind, low, high, approx, CURRENCIES[word])


@given(planted(), st.sampled_from(CONTEXTS))
def test_a_planted_figure_is_found(figure: Planted, context: tuple[str, str]) -> None:
    left, right = context
    # 2025 달러 전망 and 2016 유로 결승 are years before a noun; with anything else after they are amounts.
    assume(not (YEAR.fullmatch(figure.text) and not figure.after and right.startswith(" ")))
    text = f"{left}{figure.before}{figure.text}{figure.after}{right}"
    found = [each for each in krmoney.extract(text) if each.type == "money"]
    assert [each.text for each in found] == [figure.text], text
    got = found[0]
    assert got.start == len(left) + len(figure.before)
    assert (got.kind, got.low, got.high, got.approx) == (figure.kind, figure.low, figure.high, figure.approx), text
    assert got.currency == figure.currency, text


@given(numbers(), numbers(), st.sampled_from(["~", "∼", "～", "-", "–"]), st.sampled_from(["원", "달러", " 유로"]))
def test_a_planted_range_is_found(one: tuple[str, Decimal], two: tuple[str, Decimal], dash: str, word: str) -> None:
    (low, least), (high, most) = sorted((one, two), key=lambda each: each[1])
    if least == most:
        return
    written = f"{low}{word}{dash}{high}{word}"
    found = krmoney.extract(f"가격은 {written}에서 정해진다.")
    assert [(each.text, each.kind, each.low, each.high) for each in found] == [(written, "range", least, most)]


@given(st.integers(1, 999), st.integers(0, 9), st.sampled_from(["%", "%포인트", " 퍼센트"]), st.booleans())
def test_a_planted_percentage_is_found(whole: int, tenth: int, unit: str, falling: bool) -> None:  # noqa: FBT001
    written = f"{whole}.{tenth}{unit}"
    found = krmoney.extract(f"수출은 지난해보다 {written} {'감소' if falling else '증가'}했다.")
    value = Decimal(f"{whole}.{tenth}")
    assert [(each.text, each.value) for each in found] == [(written, -value if falling else value)]


# Sentences of trap corpora in which nothing at all may be found, and plain ones; joined, still nothing.
PLAIN = ["오늘은 비가 온다.", "그는 천천히 걸었다.", "회의는 3시에 시작한다.", "팀은 2-1로 이겼다.", "제12조를 보라."]


def trap_texts() -> list[str]:
    lines = [json.loads(line) for line in (CORPUS / "traps.jsonl").read_text("utf-8").splitlines()]
    return [text for line in lines if not line.get("allow") for text in line["texts"]]


TRAPS = trap_texts()


def test_there_are_traps() -> None:
    assert len(TRAPS) >= 300


@given(st.lists(st.sampled_from(PLAIN + TRAPS), min_size=1, max_size=6), st.sampled_from([" ", "\n", "\n\n"]))
@example(["후쿠시마 제1원전 오염수 방류가 시작됐다.", "1반 4조는 과학실로 오세요."], " ")
def test_joined_traps_hold_nothing(pieces: list[str], joint: str) -> None:
    text = joint.join(piece if piece.endswith((".", "!", "?")) else piece + "." for piece in pieces)
    assert not krmoney.extract(text), text


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_holds_nothing(text: str) -> None:
    assert not krmoney.extract(text)
