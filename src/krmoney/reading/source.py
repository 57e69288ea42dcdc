"""One canonical view of a text, and the way back to the offsets of the text as it was given.

Every stage sees only this view, so how a text was typed, wrapped or marked up changes no figure in it (law 6):

* Hangul is composed, full width is folded, a run of blanks is one blank;
* inline markup, quotation marks and invisible characters are gone;
* a line that wraps is joined by a blank; inside a number, where it must not be, by `WRAP`;
* paragraphs, list items and cells keep their line breaks.

Most texts hold few of these characters, and many hold none: one look at the text tells which, and a plain text
passes untouched.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from krmoney.numerals import SCALES, UNITS
from krmoney.reading.patterns import lazy

if TYPE_CHECKING:
    from krmoney.values import Evidence

__all__ = ["WRAP", "Source"]

WRAP: Final = "\v"  # a line that wraps after a digit, before another or before a scale

_BLANKS: Final = "\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BREAKS: Final = "\n\r\v\f\u0085\u2028\u2029"
# Zero width, joiners, soft hyphen, byte order mark, directional marks and isolates, selectors of variants, fillers.
_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0100-\U000e01ef"
)
_QUOTES: Final = '"“”‘’„‟‛「」『』«»‹›'
_INLINE: Final = "b|i|em|strong|span|a|font|mark|u|ins|small|big"
# One character for one character: full-width forms and look-alikes.
_FOLDED: Final = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2212, 0xFE63, 0xFF0D], "-"),
    0xFFE5: "¥", 0xFFE6: "₩", 0xFFE1: "£", 0xFFE0: "¢", 0xFE69: "$", 0xFE6A: "%", 0x0394: "△", 0xFF5E: "~",
    0x223C: "~", 0x301C: "~", 0xFF61: "。",
}  # fmt: skip
_FOLD: Final = "".join(map(chr, _FOLDED))
_JAMO: Final = "\u1100-\u115e\u1161-\u11ff\ua960-\ua97f\ud7b0-\ud7ff"
_MARK: Final = (  # of a list item
    r"(?:\*(?!\*)|[-+•·∙‣▪●○◦■□◆◇▶▷►※△▲▼☞|#>]|[0-9]{1,2}[.)] |[①-⑳㉠-㉻가나다라마바사아자차카타파하][.)] )"
)

_IN_NUMBER: Final = frozenset("0123456789") | frozenset(UNITS) | frozenset(SCALES)
_LIST_ITEM: Final = lazy(_MARK)
_ONE_BREAK: Final = lazy(rf"[ {_BLANKS}]*(?:\r\n|(?:\\r)?\\n|[{_BREAKS}])[ {_BLANKS}]*")
# A cheap look for characters that may need work; then, where one stands, what it is.
_LOOK: Final = lazy(rf"[{_JAMO}{_BREAKS}{_BLANKS}{_INVISIBLE}{_QUOTES}{re.escape(_FOLD)}'&*<\\_](?<! )|  ")
_ODD: Final = lazy(
    rf"""
      (?P<jamo>[{_JAMO}]+)
    | (?P<break>(?:[{_BREAKS}][ {_BLANKS}]*)+ | (?:\\r)?\\n(?=[0-9₩$€£¥]))
    | (?P<blank>[ {_BLANKS}]+ | &(?:nbsp|ensp|emsp|thinsp|\#160|\#[xX][aA]0);)
    | (?P<gone>[{_INVISIBLE}]+ | &(?:zwnj|zwj|shy|lrm|rlm);
        | \*\*+ | (?<![A-Za-z0-9_])_+(?=[^\s_]) | (?<=[^\s_])_+(?![A-Za-z0-9_])
        | </?(?:{_INLINE})(?:\s[^<>]*)?>
        | \\(?=[~*_$]))
    | (?P<quote>[{_QUOTES}] | '(?![0-9]) | (?<![0-9])')
    | (?P<minus>[\u2212\u2012][ ](?=[0-9₩$€£¥]))  # before a number it is a sign, whatever the blank
    | (?P<folded>[{re.escape(_FOLD)}])
    """,
    re.VERBOSE,
)


_NOWHERE: Final[list[int]] = []  # of a text that is canonical as it is


class Source:
    r"""The canonical view of one text.

    Attributes:
        given: the text exactly as it was given.
        text: the canonical text, which all stages read.

    >>> source = Source("“**4억**  5000만”\u200b 달러")
    >>> source.text
    '4억 5000만 달러'
    >>> start, end = source.span(0, len(source.text))
    >>> source.given[start:end]
    '4억**  5000만”\u200b 달러'
    """

    __slots__ = ("_at", "_shift", "_wide", "given", "text")

    def __init__(self, given: str) -> None:
        """Look for characters that need work, and rewrite the text if there are any."""
        self.given: Final = given
        self.text: str = given
        self._at: list[int] = _NOWHERE
        if _LOOK.search(given):
            self._rewrite(given)

    def _rewrite(self, given: str) -> None:
        self._at = []  # where in `text` the distance to `given` changes …
        self._shift: list[int] = []  # … and to what
        self._wide: dict[int, int] = {}  # characters of `text` that stand for several, and for how many
        pieces: list[str] = []
        length = done = 0  # of the canonical text so far; of the given text
        blank = True  # whether the canonical text so far ends with a blank or a wall
        for look in _LOOK.finditer(given):
            match = _ODD.match(given, look.start()) if look.start() >= done else None
            if match is None or (match.lastgroup == "quote" and self._parts_words(given, *match.span())):
                continue
            start, end = match.span()
            while match.lastgroup == "break" and start > done and given[start - 1] == " ":
                start -= 1
            new = self._canonical(given, match.lastgroup, start, end)
            if new == given[start:end]:
                continue  # jamo that do not compose
            if start > done:
                pieces.append(given[done:start])
                length += start - done
                blank = given[start - 1] == " "
            if new == " " and blank:
                new = ""  # the blanks around a mark that is gone are one blank
            if new:
                if match.lastgroup == "jamo" or len(new) != end - start:
                    self._map(length, start, end, new)
                pieces.append(new)
                length += len(new)
                blank = new in {" ", "\n", WRAP}
            done = end + (not new and blank and given[end : end + 1] == " ")
            if length + (self._shift[-1] if self._shift else 0) != done:
                self._at.append(length)
                self._shift.append(done - length)
        pieces.append(given[done:])
        self.text = "".join(pieces)

    def _canonical(self, given: str, kind: str | None, start: int, end: int) -> str:
        """Return what stands in the canonical text for what was found."""
        if kind == "break":
            return self._broken(given, start, end)
        if kind == "jamo":
            return unicodedata.normalize("NFC", given[start:end])
        if kind == "folded":
            return _FOLDED[ord(given[start])]
        return {"blank": " ", "minus": "-"}.get(kind or "", "")

    def _map(self, at: int, start: int, end: int, new: str) -> None:
        """Note which characters of the given text each new character stands for."""
        if len(new) == 1:
            self._wide[at] = end - start
            return
        begin = start
        for offset, char in enumerate(new):
            width = len(unicodedata.normalize("NFD", char))
            self._at.append(at + offset)
            self._shift.append(begin - at - offset)
            self._wide[at + offset] = width
            begin += width

    @staticmethod
    def _broken(given: str, start: int, end: int) -> str:
        """Return what a break becomes: a blank where a line wraps, a wall before a paragraph or a list item."""
        single = end - start == 1 or _ONE_BREAK.fullmatch(given, start, end)
        if not single or not start or end == len(given) or _LIST_ITEM.match(given, end):
            return "\n"
        return WRAP if given[start - 1].isdecimal() and given[end] in _IN_NUMBER else " "

    @staticmethod
    def _parts_words(given: str, start: int, end: int) -> bool:
        """Tell whether a quotation mark is all that parts a letter from a digit: ‘갤럭시S’3억원."""
        return (
            given[start - 1 : start].isascii()
            and given[start - 1 : start].isalpha()
            and given[end : end + 1].isdecimal()
        )

    def start(self, at: int) -> int:
        """Return where in the given text the character at `at` begins."""
        index = bisect_right(self._at, at) - 1
        return at + self._shift[index] if index >= 0 else at

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a span of the canonical text as a span of the given one; marks outside it stay outside."""
        if not self._at:
            return start, end
        if end <= start:
            at = self.start(start)
            return at, at
        return self.start(start), self.start(end - 1) + self._wide.get(end - 1, 1)

    def position(self, given: int) -> int:
        """Return the first position in `text` that stands at or after an offset in the given text."""
        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high) // 2
            if self.start(middle) < given:
                low = middle + 1
            else:
                high = middle
        return low

    def evidence(self, found: Evidence) -> Evidence:
        """Return evidence with its offsets in the given text, and its slice."""
        start, end = self.span(found.start, found.end)
        return found._replace(text=self.given[start:end], start=start, end=end)
