"""Figures with a token beside them: glued to it or one blank away, on either side (law 1).

What is **wrong**, for a figure F that was read alone, with a token T beside it:

* *part*: a mention covers some of F and not all of it, unless it says the same without the unit, or F begins with a
  dash that T makes a hyphen, or a code or name of F binds to T by the law of nearest binding (``5 KRW500``,
  ``2 USD 3``, ``3USD 5``, ``3유로 30``) or T contradicts a name of F (``유로 30 달러``, ``₩3원(인민폐)``), or T makes a
  percentage of F's number after a code and a blank (``GBP 5 %``), or F is ``A 부터 B`` and each end is read whole, or T
  makes another word of F's unit (``명천 5백조``, ``$5조명``);
* *left out*: F is read as before although T certainly belongs to it (a digit glued to its digits, 천 before
  ``4백만 달러``, ``million`` after ``$5``): then F must be read with T, or not at all;
* *changed*: F is read at its own span with another number (a bound that T parts from its words may become a point, a
  band that it parts from 대 its lower end, and a percentage that it parts from 감소 may lose the sign), or, where F has
  a unit and no restatement that T may part from it, and T names no currency, with another currency (a word for foreign
  money before F, and what says that F is its worth in won, count only where T does not part them from it);
* *won*: T is a currency, a code or a symbol beside a number without a unit, or a coin after it, and the number is read
  as won (``비트코인 1억 돌파`` is in won);
* *token*: a mention lies on T alone;
* *others*: another figure of the text has another number than before.

Missing is never wrong: beside a neighbour it is often the only honest answer. Nor is F read together with T, whatever
that is worth: `test_laws` compares the values of figures that were made whole. Which T certainly belongs is a short
list on purpose. 이, 일, 한, 조, 수 and 만 alone are everyday words or particles (``이 5억원``, ``지난달에만 5억원``),
and a number one blank before a symbol is another's (``커피 2 ₩9,000``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import krmoney

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from krmoney import Mention

TOKENS = {
    "digit": ("3", "27", "500", "1,", "0."),
    "scale": ("천", "백만", "억", "만", "조"),
    "syllable": ("삼", "오백", "이천", "일"),
    "vague": ("수", "몇", "수천", "몇백", "수십"),
    "currency": ("원", "달러", "유로", "엔", "크로나", "페소"),
    "symbol": ("$", "₩", "€", "US$", "¥"),
    "code": ("USD", "KRW", "SEK"),
    "coin": ("BTC", "USDT", "리플", "테더"),
    "fraction": ("½", "1/"),
    "magnitude": ("million", "bn", "k"),
    "word": ("사과", "지난달에만", "무려", "명", "주"),
    "per cent": ("%",),
}
_NAMES_A_CURRENCY = {"currency", "symbol", "code", "coin"}
_ENDS_IN_NUMBER = re.compile(r"[\d만억조천백]$")
_JOINED_BY_A_WORD = re.compile("에서|부터|이상|초과")
_JOINT = re.compile(r"(?:에서|부터|이상|초과)[\s~∼-]*(?:많게는 |최대 |최고 )?$")
_SYMBOLS = {"$": "USD", "US$": "USD", "₩": "KRW", "€": "EUR"}
_CODE_APART = re.compile(r" (?:[A-Z]{3}|[$€£¥₩])$")
_LONE_UNIT = re.compile("[천백십] ")
# A code or symbol that a blank or syllables part from the digits of F, or a name there: 유로 30.
_CODE_FIRST = re.compile(r"(?P<code>[A-Z]{3}|[A-Z]{0,2}[$€£¥₩])(?: |[가-힣])|(?P<name>[가-힣]+(?: [가-힣]+)?) ?[0-9]")
_MONEY_BEFORE = re.compile("(?:돈|화폐|인민폐|[가-힣]화|달러|불)[가-힣 *“]{0,12}$")
_OPEN_LEFT = re.compile(r"[\s(\[“‘\"']$|^$")


class Placed(NamedTuple):
    """A text with a token beside a figure.

    Attributes:
        start, end: the span of the figure.
        at, until: the span of the token.
        inserted, shift: where the text got longer, in offsets of the text before, and by how much.
    """

    text: str
    start: int
    end: int
    at: int
    until: int
    kind: str
    glued: bool
    inserted: int
    shift: int


def placements(text: str, start: int, end: int) -> Iterator[Placed]:
    """Put every token on both sides of a figure, glued to it and one blank away."""
    left, figure, right = text[:start], text[start:end], text[end:]
    apart = "" if _OPEN_LEFT.search(left) else " "
    tail = " " if right[:1].isalnum() else ""
    for kind, tokens in TOKENS.items():
        for token in tokens:
            for gap in ("", " "):
                piece = apart + token + gap
                at, head = start + len(apart), start + len(piece)
                yield Placed(
                    left + piece + figure + right, head, head + len(figure), at, at + len(token), kind, not gap,
                    start, len(piece),
                )  # fmt: skip
                piece, at = gap + token + tail, end + len(gap)
                yield Placed(
                    left + figure + piece + right, start, end, at, at + len(token), kind, not gap, end, len(piece)
                )


def belongs(placed: Placed, figure: Mention) -> bool:
    """Tell whether the token certainly belongs to the figure."""
    token = placed.text[placed.at : placed.until]
    if placed.at < placed.start:
        if not figure.text[0].isdecimal():
            return False
        if placed.kind == "symbol":
            return placed.glued and figure.type == "money" and _SYMBOLS.get(token) != figure.currency
        if placed.glued and placed.kind in {"digit", "fraction"}:
            return True
        return token in {"천", "오백", "수천", "몇백"}
    if not _ENDS_IN_NUMBER.search(figure.text):
        return False
    if token == "만" and figure.text[-1] in "만억조":  # noqa: S105  # a particle: only that much
        return False
    if token in {"million", "bn"}:
        return figure.text[-1].isdecimal()
    if placed.glued:
        return placed.kind in {"digit", "scale", "fraction"}
    return token in {"천", "억", "백만"}


def wrongs(placed: Placed, figure: Mention, found: Iterable[Mention]) -> list[str]:
    """Read a text with a token and return what is wrong, each as ``kind: detail``.

    Args:
        placed: the text.
        figure: the figure as it was read without the token.
        found: all that was read without it.
    """
    others = {each.start + placed.shift * (each.start >= placed.inserted): each for each in found if each != figure}
    wrong = []
    for each in krmoney.extract(placed.text):
        if each.type == "rate":
            continue
        what = ""
        if each.end <= placed.start or placed.end <= each.start:
            other = others.get(each.start)
            if other is None:
                what = "token" if placed.at <= each.start and each.end <= placed.until else ""
            elif len(other.text) == len(each.text) and not (_same_numbers(each, other) or _is_band(placed, each)):
                what = "others"
        elif placed.start < each.start or each.end < placed.end:
            what = "" if _fair_part(placed, figure, each) else "part"
        elif (each.start, each.end) == (placed.start, placed.end):
            what = _same_span(placed, figure, each)
        if what:
            wrong.append(f"{what}: {each.text!r} of {figure.text!r} in {placed.text!r}")
    return wrong


def _same_span(placed: Placed, figure: Mention, each: Mention) -> str:
    """Name what is wrong with a figure that is read at its own span beside a token."""
    names, token = placed.kind in _NAMES_A_CURRENCY, placed.text[placed.at : placed.until]
    parted_from_band = placed.at > placed.start and placed.text[placed.until :].lstrip().startswith("대")
    if not _same_numbers(each, figure) and not parted_from_band:
        return "changed"
    parted = placed.at < placed.start and _MONEY_BEFORE.search(placed.text, 0, placed.at)
    either = each.currency in figure.candidates and "KRW" in figure.candidates
    fair = names or figure.elided or figure.quote or parted or either
    if each.currency not in {figure.currency, None} and not fair:
        return "changed"
    if figure.elided and names and each.currency == "KRW" and token not in {"원", "₩", "KRW"}:
        return "" if placed.kind == "coin" and placed.at < placed.start else "won"
    return "left out" if belongs(placed, figure) else ""


def _same_numbers(one: Mention, two: Mention) -> bool:
    """Tell whether the numbers of one are those of the other, whatever bounds or signs them."""
    if (one.type, one.unit) != (two.type, two.unit):
        return False
    if one.type == "percent":
        return {abs(end) for end in (one.low, one.high) if end} <= {abs(end) for end in (two.low, two.high) if end}
    return {one.low, one.high} <= {two.low, two.high, None}


def _is_band(placed: Placed, each: Mention) -> bool:
    """Tell whether 대 stands after a figure: ``51% 대 49%`` is a band if T makes the 49% unreadable."""
    return placed.text[each.end :].lstrip().startswith("대")


def _fair_part(placed: Placed, figure: Mention, each: Mention) -> bool:
    """Tell whether a mention of a part of the figure says nothing wrong."""
    if _JOINED_BY_A_WORD.search(figure.text) and (
        each.start <= min(placed.at, placed.start) or _JOINT.search(figure.text[: each.start - placed.start])
    ):
        return True
    if each.end > placed.end and not figure.text[-1].isdecimal() and (placed.glued or _CODE_APART.search(figure.text)):
        return True
    if placed.text[placed.until - 1] >= "가" and placed.until == placed.start and _LONE_UNIT.match(figure.text):
        return True
    if placed.text[placed.end - 1 : placed.until] == "조명":
        return True
    code = _CODE_FIRST.match(figure.text)
    if code and (
        each.end == placed.start + code.end(code.lastgroup or 0)
        or (each.type == "percent" and placed.kind == "per cent")
    ):
        return True
    if not figure.text[0].isalnum() and placed.until == placed.start and each.start == placed.start + 1:
        return each.end == placed.end
    names = placed.kind in _NAMES_A_CURRENCY
    if code and code["name"] and (each.elided or (names and each.start > placed.start)):
        return True
    if names and figure.text[-1] == ")":
        return True
    return _same_numbers(each, figure) and each.currency in {figure.currency, *figure.candidates}
