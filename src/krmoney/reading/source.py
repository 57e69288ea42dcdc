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
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, Self

from krmoney.numerals import SCALES, UNITS
from krmoney.reading.patterns import lazy
from krmoney.values import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


__all__ = ["IS_ODD", "ODD", "WRAP", "Source"]

WRAP: Final = "\v"  # a line that wraps after a digit, before another or before a scale

_BLANKS: Final = "\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BREAKS: Final = "\n\r\v\f\u0085\u2028\u2029"
# Zero width, joiners, soft hyphen, byte order mark, directional marks and isolates, selectors of variants, fillers.
_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0100-\U000e01ef"
)
_QUOTES: Final = '"`“”‘’„‟‛「」『』«»‹›'
_QUOTE_MARKS: Final = frozenset(f"{_QUOTES}'")
_DIGITS: Final = frozenset("0123456789")
_INLINE: Final = "b|i|em|strong|span|a|font|mark|u|ins|small|big"
# One character for one character: full-width forms and look-alikes.
_FOLDED: Final = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2212, 0xFE63, 0xFF0D], "-"),
    0xFFE5: "¥", 0xFFE6: "₩", 0xFFE1: "£", 0xFFE0: "¢", 0xFE69: "$", 0xFE6A: "%", 0x0394: "△", 0xFF5E: "~",
    0x223C: "~", 0x301C: "~", 0xFF61: "。",
}  # fmt: skip
_FOLD: Final = re.escape("".join(map(chr, _FOLDED)))
_JAMO: Final = "\u1100-\u115e\u1161-\u11ff\ua960-\ua97f\ud7b0-\ud7ff"
# A syllable is composed of one of the first and one of the second, and perhaps more; ᄏᄏᄏ stays.
_LEADING, _VOWELS = "\u1100-\u1112", "\u1161-\u1175"
_MARK: Final = (  # of a list item
    r"(?:\*(?!\*)|[-+•·∙‣▪●○◦■□◆◇▶▷►※△▲▼☞|#>]"
    r"|[1-9][0-9]?[.)][ \t\u00a0\u3000]|[①-⑳㉠-㉻가나다라마바사아자차카타파하][.)][ \t\u00a0\u3000])"
)

_IN_NUMBER: Final = lazy(
    rf"[0-9]+(?![0-9,])|[{''.join([*UNITS, *SCALES])}](?<![해자양])"
)  # what goes on a number on the next line
# A number broken after its comma or its point: 1조 2,⏎345억원, 매출은 12.⏎5억원; not the end of a list or a sentence.
_ENDS_GROUP: Final = lazy(rf"(?<![0-9])(?<!, )[0-9]{{1,3}},[ {_BLANKS}]*$")
# After one of these digits at the end of a line are the beginning of a number, and not how many: 약 12⏎4,000엔.
_BEGINS_NUMBER: Final = lazy(
    rf"(?:약|총|최[대소]|[(=~₩$€£¥]|[가-힣](?:에서|부터|[은는을를])[ {_BLANKS}])[ {_BLANKS}]?[0-9]{{1,3}}$"
)
_GROUPED: Final = lazy("[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_ENDS_WHOLE: Final = lazy(
    rf"[^\s0-9.,][ {_BLANKS}]?[0-9]{{1,3}}(?:,[0-9]{{3}})*\.[ {_BLANKS}]*$"
)  # not 3. at the head of a line
_AFTER_GROUP: Final = lazy(rf"[0-9]{{3}}(?![0-9])|[0-9]+ ?[{''.join(SCALES)}]")
_HEADS: Final = lazy(r"(?:[A-Za-z][0-9]+|[0-9]{4})$")  # Q1⏎3억원, 2025⏎3억원: five digits are no 억
_HEADED: Final = lazy("[0-9]+[만억조]")
_YEAR_LINE: Final = lazy(rf"(?:^|[{_BREAKS}])[ {_BLANKS}]*(?:19|20)[0-9]{{2}}$")  # a year alone in its line: a cell
_SUBTRACTS: Final = lazy(rf"[)\]0-9%원만억조][ {_BLANKS}{_INVISIBLE}]*$")  # what a minus takes a number from
_MOST_BLANKS: Final = 24  # characters before a year alone in its line
_MOST_MARKED: Final = 80  # characters in which stars are looked for that make a pair
_LIST_ITEM: Final = lazy(_MARK)
_ONE_BREAK: Final = lazy(rf"[ {_BLANKS}]*(?:\r\n|(?:\\r)?\\n|[{_BREAKS}])[ {_BLANKS}]*")

# First single characters, then layout and markup.
_CHARACTER: Final = rf"{_LEADING}{_INVISIBLE}{_FOLD}"
_CHARACTERS: Final = lazy(
    rf"(?P<jamo>[{_JAMO}]+)|(?P<gone>[{_INVISIBLE}]+)"
    # A minus and blanks before a number
    rf"|(?P<minus>[\u2212\u2012][{_INVISIBLE}]*[ {_BLANKS}][ {_BLANKS}{_INVISIBLE}]*(?=[0-9０-９₩$€£¥]))"
    rf"|(?P<folded>[{_FOLD}])"
)
# Cheap looks, each a class of characters and nothing before it: whether there is work at all, and where.
_MARKS: Final = rf"{_BREAKS}{_BLANKS.replace(' ', '')}{_QUOTES}'&*<\\_"
ODD: Final = f"{_CHARACTER}{_MARKS}"  # for a class of a pattern
_COMPOSED: Final = f"(?:(?<![{_LEADING}])|(?=[{_VOWELS}]))"
IS_ODD: Final = f"(?<=[{ODD}]){_COMPOSED}"  # after one of them
_ODD: Final = lazy(f"[{ODD}]{_COMPOSED}")
_LOOK_CHARACTERS: Final = lazy(f"[{_CHARACTER}]{_COMPOSED}")
# A quotation mark before no digit goes, and a blank with it where two would stand. Other marks need a closer look.
_QUOTE: Final = f"[{_QUOTES}']"
_HARD: Final = lazy(f"[{ODD}]{_COMPOSED}(?:(?<!{_QUOTE})|(?=[0-9]))")
_QUOTED: Final = lazy(f"(?<![^ ]){_QUOTE}+ ?|{_QUOTE}+")
# The group says that a quotation mark goes whatever stands beside it but a digit or other layout.
_SIMPLE: Final = rf"(?:(?<={_QUOTE})(?![0-9])())?"
_LOOK: Final = lazy(f"[{_MARKS}]{_SIMPLE}")
_LOOK_BLANKS: Final = lazy(f"[ {_MARKS}](?:(?<! )|(?=[ ])){_SIMPLE}")
# Most breaks: a line that wraps between words, no digit beside it and no mark of a list after it.
_WRAPPED: Final = lazy(
    r"\n(?:(?<=[^\s\d;.,)]\n)|(?<=[가-힣]{2}[.)]\n)|(?<=[.]{2}\n))"
    r"(?=[^\s\d*+•·∙‣▪●○◦■□◆◇▶▷►※△▲▼☞|#>-](?![.)])|[0-9](?![0-9]?[.)]))"
)
_LAYOUT: Final = lazy(
    rf"""
      (?P<break>(?:[{_BREAKS}][ {_BLANKS}]*)+ | (?:\\r)?\\n(?=[*_]*[0-9₩$€£¥]))
    | (?P<blank>[ {_BLANKS}]+ | &(?:nbsp|ensp|emsp|thinsp|\#160|\#[xX][aA]0);)
    | (?P<gone>&(?:zwnj|zwj|shy|lrm|rlm);
        | \*\*+ | (?:(?<![A-Za-z0-9_])|(?<=\\n))_+(?=[^\s_]) | (?<=[^\s_])_+(?![A-Za-z0-9_])
        | </?(?i:{_INLINE})(?:\s[^<>]*)?>
        | \\(?=[~*_$]))
    """,
    re.VERBOSE,
)


class _Rewriting:
    """One rewriting of a text, with the way back: where the distance to the text before changes, and to what.

    Attributes:
        text: the text as rewritten.
    """

    __slots__ = ("_at", "_given", "_shift", "_wide", "text")

    def __init__(self, given: str) -> None:
        """Begin with the text as it was."""
        self._given: Final = given
        self.text = given
        self._at: Final[list[int]] = []
        self._shift: Final[list[int]] = []
        self._wide: Final[dict[int, int]] = {}  # characters that stand for several, and for how many

    def apply(self, edits: Iterable[tuple[int, int, str]]) -> Self:
        """Apply edits: from, to, and what stands there instead; a blank beside a blank or a wall is left out."""
        given = self._given
        pieces: list[str] = []
        length = done = 0  # of the text made so far; of the given text
        blank = True  # whether the text so far ends with a blank or a wall
        for start, end, new in edits:
            if start > done:
                pieces.append(given[done:start])
                length += start - done
                blank = given[start - 1] == " "
            kept = "" if new == " " and blank else new
            if kept:
                if len(kept) != end - start or len(kept) > 1:
                    self._map(length, start, end, kept)
                pieces.append(kept)
                length += len(kept)
                blank = kept in {" ", "\n", WRAP}
            done = end + (not kept and blank and given[end : end + 1] == " ")
            if length + (self._shift[-1] if self._shift else 0) != done:
                self._at.append(length)
                self._shift.append(done - length)
        pieces.append(given[done:])
        self.text = "".join(pieces)
        return self

    def _map(self, at: int, start: int, end: int, new: str) -> None:
        """Note which characters each new character stands for."""
        if len(new) == 1:
            self._wide[at] = end - start
            return
        begin = start
        for offset, char in enumerate(new):  # composed Hangul
            width = len(unicodedata.normalize("NFD", char))
            self._at.append(at + offset)
            self._shift.append(begin - at - offset)
            self._wide[at + offset] = width
            begin += width

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a span as it was before; marks outside it stay outside."""
        index = bisect_right(self._at, start)
        begin = start + self._shift[index - 1] if index else start
        if end <= start:
            return begin, begin
        last = end - 1
        index = bisect_right(self._at, last, index)
        return begin, last + (self._shift[index - 1] if index else 0) + self._wide.get(last, 1)


class Source:
    r"""The canonical view of one text.

    Attributes:
        given: the text exactly as it was given.
        text: the canonical text, which all stages read.
        quiet: how many of its first characters are known to hold no anchor.

    >>> source = Source("“**4억**  5000만”\u200b 달러")
    >>> source.text
    '4억 5000만 달러'
    >>> start, end = source.span(0, len(source.text))
    >>> source.given[start:end]
    '4억**  5000만”\u200b 달러'
    """

    __slots__ = ("_mapped", "_rewritings", "given", "quiet", "text")

    def __init__(self, given: str, quiet: int = 0) -> None:
        """Rewrite the text where it holds characters that need it.

        Args:
            given: the text.
            quiet: how many of its first characters are known to need no rewriting and hold no anchor (`anchors.quiet`).
        """
        self.given: Final = given
        self.text: str = given
        self.quiet: int = quiet
        self._rewritings: Final[list[_Rewriting]] = []
        self._mapped = True
        odd = _ODD.search(given, quiet)
        double = "  " in given
        if odd is None and not double:
            return
        self.quiet = 0
        if odd and not double and _HARD.search(given, odd.start()) is None:
            self.text = _QUOTED.sub("", given)
            self._mapped = False  # until a figure asks for the way back
            return
        self._rewrite(_LOOK_CHARACTERS, _characters)
        self.text = _WRAPPED.sub(" ", self.text)
        self._rewrite(_LOOK_BLANKS if "  " in self.text else _LOOK, _layout)

    def _rewrite(
        self, look: re.Pattern[str], edits: Callable[[str, Iterable[re.Match[str]]], Iterator[tuple[int, int, str]]]
    ) -> None:
        """Apply one kind of edits where a look finds characters that need it."""
        if look.search(self.text):
            self._rewritings.insert(0, _Rewriting(self.text).apply(edits(self.text, look.finditer(self.text))))
            self.text = self._rewritings[0].text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a span of the canonical text as a span of the given one; marks outside it stay outside."""
        if not self._mapped:
            self._mapped, self.text = True, self.given
            self._rewrite(_LOOK, _layout)
        for rewriting in self._rewritings:
            start, end = rewriting.span(start, end)
        return start, end

    def position(self, given: int) -> int:
        """Return the first position in `text` that stands at or after an offset in the given text."""
        return bisect_left(range(len(self.text)), given, key=lambda at: self.span(at, at)[0])

    def evidence(self, found: Evidence) -> Evidence:
        """Return evidence with its offsets in the given text, and its slice."""
        start, end = self.span(found.start, found.end)
        return Evidence(found.question, found.reason, self.given[start:end], start, end)


def _characters(text: str, looks: Iterable[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    """Yield the characters that are composed, folded or left out."""
    done = 0
    for look in looks:
        match = _CHARACTERS.match(text, look.start()) if look.start() >= done else None
        if match is None:
            continue
        done = match.end()
        kind, written = match.lastgroup, match[0]
        if kind == "minus" and _SUBTRACTS.search(text, max(0, match.start() - _MOST_BLANKS), match.start()):
            done = match.start() + 1
            yield match.start(), done, "-"
        elif kind == "jamo":
            composed = unicodedata.normalize("NFC", written)
            if composed != written:
                yield *match.span(), composed
        else:
            yield *match.span(), _FOLDED[ord(written)] if kind == "folded" else "-" if kind == "minus" else ""


def _layout(text: str, looks: Iterable[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    """Yield the breaks and blanks, marks and quotation marks that are rewritten."""
    done = 0
    for look in looks:
        start = look.start()
        if start < done:
            continue
        if look.lastindex:
            done = start + 1
            yield start, done, ""
            continue
        if text[start] in _QUOTE_MARKS:
            if not _is_grouping(text, start) and not _parts_words(text, start, start + 1):
                done = start + 1
                yield start, done, ""
            continue
        match = _LAYOUT.match(text, start)
        if match is None:
            continue
        end = match.end()
        if text[start] == "_" and _is_alone(text, start, end):
            continue  # ___만 원
        new = " " if match.lastgroup == "blank" else WRAP if _is_power(text, start, end) else ""
        if match.lastgroup == "break":
            while start > done and text[start - 1] == " ":
                start -= 1
            new = _broken(text, start, end)
        done = end
        yield start, end, new


def _is_grouping(text: str, at: int) -> bool:
    """Tell whether a mark stands between digits and groups them: 1'234'567."""
    return text[at] == "'" and _DIGITS.issuperset((text[at - 1 : at], text[at + 1 : at + 2]))


def _broken(text: str, start: int, end: int) -> str:
    """Return what a break becomes: a blank where a line wraps, a wall before a paragraph or a list item."""
    single = end - start == 1 or _ONE_BREAK.fullmatch(text, start, end)
    if not single or not start or end == len(text) or _LIST_ITEM.match(text, end):
        return "\n"
    if _GROUPED.match(text, end) and _BEGINS_NUMBER.search(text, max(0, start - 12), start):
        return WRAP
    if not text[start - 1].isdecimal() or not _IN_NUMBER.match(text, end):
        return WRAP if _parts_number(text, start, end) else " "
    if _HEADED.match(text, end) and _HEADS.search(text, max(0, start - 8), start):
        return "\n"
    year = text[end].isdecimal() and _YEAR_LINE.search(text, max(0, start - _MOST_BLANKS), start)
    return "\n" if year else WRAP


def _parts_number(text: str, start: int, end: int) -> bool:
    """Tell whether a number is broken after its comma or its point."""
    if not text[end].isdecimal():
        return False
    if _AFTER_GROUP.match(text, end) and _ENDS_GROUP.search(text, max(0, start - 12), start):
        return True
    return _ENDS_WHOLE.search(text, max(0, start - 12), start) is not None


def _is_power(text: str, start: int, end: int) -> bool:
    """Tell whether two stars between digits are no markup, for none closes it: 10**6."""
    if text[start] != "*" or not (text[start - 1 : start].isdecimal() and text[end : end + 1].isdecimal()):
        return False
    return _is_alone(text, start, end)


def _is_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a mark has none near it that it makes a pair with."""
    mark = text[start:end]
    return mark not in text[max(0, start - _MOST_MARKED) : start] and mark not in text[end : end + _MOST_MARKED]


def _parts_words(text: str, start: int, end: int) -> bool:
    """Tell whether a quotation mark is all that parts a letter from a digit: ‘갤럭시S’3억원."""
    before = text[start - 1 : start]
    return before.isascii() and before.isalpha() and text[end : end + 1].isdecimal()
