"""Text for a line, a terminal or a page. This module imports no values, because messages about arguments need it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["meant", "nearest", "one_line", "without_controls"]

_CONTROLS: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # what HTML cannot contain


def nearest(given: str, known: Iterable[str]) -> str | None:
    """Return the word that was probably meant, if one is near: one of the same letters before any other.

    >>> nearest("covnert", ["convert", "extract"]), nearest("devour", ["convert", "extract"])
    ('convert', None)
    >>> nearest("KWR", ["KRW", "PKR", "KWD"])
    'KRW'
    """
    from difflib import get_close_matches  # hardly ever needed

    words = list(known)
    near = get_close_matches(given, words, max(1, len(words)))
    return next((word for word in near if sorted(word) == sorted(given)), near[0] if near else None)


def meant(near: str | None) -> str:
    """Return a question whether something else was meant, to follow a message."""
    return "" if near is None else translate("; did you mean {near}?", near=near)


def one_line(text: str) -> str:
    """Replace characters that would break a line or confuse a terminal: line ends, tabs, escapes."""
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)


def without_controls(text: str) -> str:
    """Replace characters that neither a page nor a chart can contain."""
    return _CONTROLS.sub("\ufffd", text)
