"""A text of any size in stretches, each with as much of the surrounding text as the reader looks at.

The reading of a figure depends on its sentence, on the countries named before it and on its neighbours, and on nothing
further away than `CONTEXT`. So the figures that begin in a stretch are the same as in the whole text, and only a
stretch is in memory at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.reading.reader import moved
from krmoney.reading.source import Source
from krmoney.reading.surroundings import NEIGHBOURHOOD
from krmoney.values import Mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from krmoney.reading.reader import Reader
    from krmoney.values import Mention

__all__ = ["CONTEXT", "Stretch", "stretches"]

CONTEXT: Final = NEIGHBOURHOOD + 4_000  # characters: the neighbours of a figure, with what decides these
_MARGIN: Final = 1_000  # characters in which the context may begin earlier, with a line
_MOST_BLANK: Final = 16  # times the context, if it is nearly all blanks and markup


class Stretch(NamedTuple):
    """A stretch of a text, with the text around it.

    Attributes:
        text: the stretch and its context.
        begin: where the stretch begins in it.
        end: where it ends, exclusive.
        offset: how many characters of the whole text come before `text`.
        line: the line on which `text` begins, from 1.
        column: where in that line, from 1.
    """

    text: str
    begin: int
    end: int
    offset: int = 0
    line: int = 1
    column: int = 1

    def extract(self, reader: Reader) -> Mentions:
        """Return the figures that begin in the stretch, with their places in `text`."""
        found = reader.extract(self.text)
        if self.begin == 0 and self.end == len(self.text):
            return found
        return Mentions(self.text, [each for each in found if self.begin <= each.start < self.end])

    def placed(self, figures: Iterable[Mention]) -> list[Mention]:
        """Return figures with their places in the whole text."""
        return [moved(each, self.offset) for each in figures] if self.offset else [*figures]

    def after(self, at: int) -> tuple[int, int, int]:
        """Return offset, line and column of a place in `text`."""
        begun = self.text.rfind("\n", 0, at) + 1
        column = at - begun + 1 if begun else self.column + at
        return self.offset + at, self.line + self.text.count("\n", 0, at), column


def stretches(pieces: Iterable[str], size: int) -> Iterator[Stretch]:
    """Cut a text into stretches.

    Args:
        pieces: the text as it comes in.
        size: characters of a stretch, at most; the context is more.

    Yields:
        The stretches, in order; for a short text, the text itself.
    """
    kept = Stretch("", 0, 0)
    for piece in pieces:
        kept = kept._replace(text=kept.text + piece)
        while (cut := _cut(kept, size)) and (stop := _after(kept.text, cut)):
            yield kept._replace(text=kept.text[:stop], end=cut)
            start = _before(kept.text, cut)
            kept = Stretch(kept.text[start:], cut - start, 0, *kept.after(start))
    yield kept._replace(end=len(kept.text))


def _cut(kept: Stretch, size: int) -> int:
    """Return where a stretch ends: after a paragraph, a line or a blank if it can; 0 if the text is too short yet."""
    text, half, end = kept.text, kept.begin + size // 2, kept.begin + size
    if len(text) < end + CONTEXT:
        return 0
    ends = (text.rfind(mark, half, end) + len(mark) for mark in ("\n\n", "\n", " "))
    return next((at for at in ends if at > half), end)


def _after(text: str, cut: int) -> int:
    """Return where the context after a cut ends; 0 if there is too little text yet."""
    wide = CONTEXT
    while cut + wide <= len(text):
        if wide >= _MOST_BLANK * CONTEXT or _length(text[cut : cut + wide]) >= CONTEXT:
            return cut + wide
        wide *= 2
    return 0


def _before(text: str, cut: int) -> int:
    """Return where the context before a cut begins: with a line, or a word, if it can."""
    wide = CONTEXT
    while wide < min(cut, _MOST_BLANK * CONTEXT) and _length(text[cut - wide : cut]) < CONTEXT:
        wide *= 2
    start = max(0, cut - wide)
    margin = max(0, start - _MARGIN)
    line = text.rfind("\n", margin, start)
    return line + 1 if line >= 0 else text.rfind(" ", margin, start) + 1 or start


def _length(text: str) -> int:
    """Return how long a text is as reading sees it."""
    return len(Source(text).text)
