"""Text aligned in columns of a terminal, where a Hangul syllable takes two."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["left", "right", "sided", "width_of"]


def sided(side: Callable[[str, int], str], cell: str, room: int) -> str:
    """Align a cell; for `map`."""
    return side(cell, room)


def left(text: str, room: int) -> str:
    """Align a text to the left."""
    return text + " " * (room - width_of(text))


def right(text: str, room: int) -> str:
    """Align a text to the right."""
    return " " * (room - width_of(text)) + text


def width_of(text: str) -> int:
    """Return the columns that a text takes in a terminal: two for a Hangul syllable."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    # A jungseong or jongseong joins the choseong before it, which is two columns wide.
    if unicodedata.combining(char) or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
