"""Other looks of a text that change nothing in what it says (law 6), and the comparison of what is read of both.

A look keeps for every character of the text what it became and what was put before it, so that the span of a figure
is known in the new text: from its first to its last character, with marks inside and none outside.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import krmoney

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from krmoney import Mention

BLANKS = ("  ", "\t", "\u00a0", "\u3000", "\u2009", " \u00a0", "   ")
INVISIBLE = ("\u200b", "\u2060", "\ufeff", "\u00ad", "\u200e", "\ufe0f", "\u3164")
ISOLATES = ("\u2066", "\u2067", "\u2068")
MARKS = (("**", "**"), ("<b>", "</b>"), ("“", "”"), ("‘", "’"), ("<em>", "</em>"), ("__", "__"))
_FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
# A number with its unit, apart: 4억5000만 and 달러.
_NUMBER = re.compile(r"(\d[\d.,\s만억조천백십여~∼]*[\d만억조천])\s?[^\d\s만억조천백십]+(?:\s[^\d\s]+)?$")
_SIGNS = frozenset("-−–－△▲+±~∼")
# A line that begins like this may be an item of a list, which is a wall.
_ITEM = re.compile(r"[-–—*•·+>#|△▲▽▼◆◇○●■□▶▷※~=<(\[]|[\w가-힣]{1,3}[.)]")
# Where nothing is put or changed: marks, entities, and the letters of a decomposed syllable.
_MARKUP = re.compile(r"<[^>]*>|&\w+;|\\.|[*_\\\"'“”‘’]+|.[\u1160-\u11ff]+")
# A wrap here leaves the number unread: among digits, or between a digit and its scale.
_INSIDE = re.compile(r"(?<=[\d천백십수몇]) (?=[\d천백십만억조])")


class Look:
    """A text in another look.

    Attributes:
        name: what was done.
        text: the new text.
        may_lose: the figures that need not be read in this look, as indices of the list of mentions.
    """

    def __init__(self, name: str, text: str) -> None:
        """Begin with the text as it is."""
        self.name = name
        self._images = [*text]
        self._before = [""] * (len(text) + 1)
        self.may_lose: set[int] = set()

    def replace(self, at: int, image: str) -> None:
        """Let a character become something else."""
        self._images[at] = image

    def insert(self, at: int, piece: str, *, outer: bool = False) -> None:
        """Put something before a character; with `outer` before what is there already."""
        self._before[at] = piece + self._before[at] if outer else self._before[at] + piece

    @property
    def text(self) -> str:
        """The new text."""
        pieces = zip(self._before, [*self._images, ""], strict=True)
        return "".join(piece for pair in pieces for piece in pair)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the new text has what stood from `start` to `end`."""

        def place(at: int) -> int:
            return sum(map(len, self._images[:at])) + sum(map(len, self._before[: at + 1]))

        return place(start), place(end - 1) + len(self._images[end - 1])


def decomposed(look: Look, text: str, _found: Sequence[Mention], _rng: Random) -> None:
    """Write Hangul as a Mac writes the names of files: in letters."""
    for at, char in enumerate(text):
        if "가" <= char <= "힣":
            look.replace(at, unicodedata.normalize("NFD", char))


def odd_blanks(look: Look, text: str, _found: Sequence[Mention], rng: Random) -> None:
    """Write every blank as two, a tab, or another kind of blank."""
    for match in re.finditer(r"(?<=\S) (?=\S)", text):
        look.replace(match.start(), rng.choice(BLANKS))


def invisible(look: Look, text: str, found: Sequence[Mention], rng: Random) -> None:
    """Put invisible characters before, inside and after every figure."""
    for each in found:
        closed = {
            at for mark in _MARKUP.finditer(text, each.start, each.end) for at in range(mark.start(), mark.end() + 1)
        }
        inside = {rng.randint(each.start, each.end), rng.randint(each.start, each.end)} - closed
        for at in sorted({each.start, each.end} | inside):
            look.insert(at, rng.choice(INVISIBLE), outer=at == each.end)


def isolated(look: Look, _text: str, found: Sequence[Mention], rng: Random) -> None:
    """Put every figure into a directional isolate, as chat programs do with names and numbers."""
    for each in _apart(found):
        look.insert(each.start, rng.choice(ISOLATES))
        look.insert(each.end, "\u2069", outer=True)


def full_width(look: Look, text: str, found: Sequence[Mention], _rng: Random) -> None:
    """Write the figures in full-width characters."""
    for each in found:
        closed = {at for mark in _MARKUP.finditer(text, each.start, each.end) for at in range(*mark.span())}
        for at in sorted({*range(each.start, each.end)} - closed):
            look.replace(at, text[at].translate(_FULL))


def marked(look: Look, text: str, found: Sequence[Mention], rng: Random) -> None:
    """Put marks or quotation marks around every figure."""
    for each in _apart(found):
        if text[max(0, each.start - 1) : each.start] in _SIGNS:
            continue  # a sign or a dash would be torn off
        opening, closing = rng.choice(MARKS)
        look.insert(each.start, opening)
        look.insert(each.end, closing, outer=True)


def number_marked(look: Look, text: str, found: Sequence[Mention], rng: Random) -> None:
    """Put marks around the numbers alone, with the unit outside: **9억** 유로."""
    for each in _apart(found):
        if number := _NUMBER.fullmatch(each.text):
            end = each.start + number.end(1)
            # Underscores before a letter of Latin are a part of its word.
            opening, closing = rng.choice(MARKS if not text[end].isascii() else MARKS[:-1])
            look.insert(each.start, opening)
            look.insert(end, closing, outer=True)


def wrapped(look: Look, text: str, found: Sequence[Mention], rng: Random) -> None:
    """Wrap the line at one blank in or near a figure."""
    near = [
        match.start()
        for match in re.finditer(r"(?<=\S) (?=\S)", text)
        if text[match.start() - 1] not in _SIGNS
        and not _ITEM.match(text, match.end())
        and any(each.start - 8 < match.start() < each.end + 8 for each in found)
    ]
    if not near:
        return
    at = rng.choice(near)
    look.replace(at, "\n")
    if _INSIDE.match(text, at):
        look.may_lose = {
            number
            for number, each in enumerate(found)
            if each.start - 1 <= at <= each.end or (each.quote and each.quote.start <= at < each.quote.end)
        }


LOOKS: dict[str, Callable[[Look, str, Sequence[Mention], Random], None]] = {
    each.__name__: each
    for each in (decomposed, odd_blanks, invisible, isolated, full_width, marked, number_marked, wrapped)
}


def differences(text: str, name: str, rng: Random) -> list[str]:
    """Read a text as it is and in another look; return what is not the same, each as ``kind: detail``."""
    if "\\n" in text:
        return []  # the code of a program: a break written out, which a mark after it would unmake
    found = krmoney.extract(text)
    look = Look(name, text)
    LOOKS[name](look, text, found, rng)
    again = list(krmoney.extract(look.text))
    places = {(each.start, each.end, each.type): each for each in again}
    wrong = []
    for number, each in enumerate(found):
        place = (*look.span(each.start, each.end), each.type)
        other = places.pop(place, None)
        if other is not None:
            wrong += [f"{what}: {each.text!r} in {look.text!r}" for what in _changed(each, other, look, number)]
            continue
        near = [rival for rival in again if rival.start < place[1] and place[0] < rival.end and rival.type == each.type]
        for rival in near:
            places.pop((rival.start, rival.end, rival.type), None)
        if near or number not in look.may_lose:
            what = "lost" if not near else "span" if _said(near[0]) == _said(each) else "part"
            wrong.append(f"{what}: {each.text!r} in {look.text!r}")
    return wrong + [f"new: {each.text!r} in {look.text!r}" for each in places.values()]


def _changed(one: Mention, two: Mention, look: Look, number: int) -> list[str]:
    """Name what two mentions of the same figure say differently."""
    wrong = []
    if _values(one) != _values(two):
        wrong.append("wrong")
    if (one.currency, one.candidates) != (two.currency, two.candidates):
        wrong.append("currency")
    if (one.kind, one.low_inclusive, one.high_inclusive) != (two.kind, two.low_inclusive, two.high_inclusive):
        wrong.append("kind")
    if one.approx != two.approx or one.elided != two.elided or one.denomination != two.denomination:
        wrong.append("hedge")
    if (bare(one.per), bare(one.period)) != (bare(two.per), bare(two.period)):
        wrong.append("per")
    if number in look.may_lose:
        return wrong
    if (one.quote is None) != (two.quote is None):
        wrong.append("link")
    elif one.quote and two.quote:
        here = look.span(one.quote.start, one.quote.end)
        if here != (two.quote.start, two.quote.end) or one.quote.rate != two.quote.rate:
            wrong.append("link")
    return wrong


def _values(mention: Mention) -> tuple[Any, ...]:
    return mention.low, mention.high, mention.value, mention.unit, mention.rate


def _said(mention: Mention) -> tuple[Any, ...]:
    return *_values(mention), mention.kind, mention.currency


def bare(words: str | None) -> str | None:
    """Keep the letters and digits of the words that say what an amount is for."""
    return words and re.sub(r"<[^>]*>|[\W_\u1160]", "", unicodedata.normalize("NFKC", words))


def _apart(found: Sequence[Mention]) -> list[Mention]:
    """Return the figures, without the rates that cover them."""
    return [each for each in found if each.type != "rate"]
