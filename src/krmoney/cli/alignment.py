"""Text aligned in columns of a terminal, where a Hangul syllable takes two."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["NO_BREAK", "folded", "left", "right", "sided", "width_of"]

NO_BREAK: Final = "\u00a0"  # a blank at which a text is not folded


def folded(text: str, width: int) -> list[str]:
    """Fold a text at its blanks into lines of at most `width`; a longer word gets its own line."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width_of(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [line.replace(NO_BREAK, " ") for line in lines]


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
