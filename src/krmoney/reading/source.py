"""Normalised text for the grammar, and the way back to offsets in the text as it was given."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from krmoney.values import Evidence

__all__ = ["Source", "normalise"]

# One character for one character, so that offsets stay: full-width forms, the many blanks, look-alike dashes.
_ONE_TO_ONE: Final = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys([0x00A0, 0x3000, 0x202F, 0x205F, *range(0x2000, 0x200B), 0x0009], " "),
    **dict.fromkeys([0x2010, 0x2011, 0x2212, 0xFE63, 0xFF0D], "-"),
    0xFFE5: "¥",
    0xFFE6: "₩",
    0xFFE1: "£",
    0xFE69: "$",
    0xFE6A: "%",
    0xFF5E: "~",
    0x0394: "△",
}
# Invisible, and taken out: zero-width blanks and joiners, soft hyphen, byte order mark, directional marks.
_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_ODD: Final = re.compile("[" + "".join(map(chr, _ONE_TO_ONE)) + _INVISIBLE + "]")
_HIDDEN: Final = re.compile(f"[{_INVISIBLE}]")


def normalise(text: str) -> tuple[str, list[int] | None]:
    r"""Return the text that the grammar reads, and for each of its offsets the offset in `text`, or None if equal.

    >>> normalise("４억　원")
    ('4억 원', None)
    >>> normalise("4\u200b억")
    ('4억', [0, 2, 3])
    """
    if not _ODD.search(text):
        return text, None
    normal = text.translate(_ONE_TO_ONE)
    if not _HIDDEN.search(normal):
        return normal, None
    kept = [at for at, char in enumerate(normal) if char not in _INVISIBLE]
    return "".join(normal[at] for at in kept), [*kept, len(text)]


class Source:
    """A text as the reader sees it, with the way back to the text as it was given."""

    __slots__ = ("_offsets", "given", "text")

    def __init__(self, given: str) -> None:
        """Normalise a text.

        Args:
            given: the text as it was given.
        """
        self.given: Final = given
        self.text, self._offsets = normalise(given)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a span as offsets in the given text; an invisible character after the end stays outside.

        >>> Source("약\u200b4\u200b억\u200b원").span(1, 3)
        (2, 5)
        """
        if self._offsets is None:
            return start, end
        return self._offsets[start], self._offsets[end - 1] + 1 if end > start else self._offsets[end]

    def position(self, given: int) -> int:
        """Return the first position in `text` that stands at or after an offset in the given text."""
        return given if self._offsets is None else bisect_left(self._offsets, given)

    def evidence(self, found: Evidence) -> Evidence:
        """Return evidence with its offsets in the given text."""
        start, end = self.span(found.start, found.end)
        return found._replace(start=start, end=end)
