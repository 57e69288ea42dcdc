"""Text that a line, a terminal or a page can hold. Nothing is imported: messages about arguments need no values."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["counted", "one_line", "without_controls"]

_CONTROLS: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # what HTML cannot hold


def counted(number: int, singular: str) -> str:
    """Write a number of things: ``1 figure``, ``2 figures``."""
    return f"{number:,} {singular}" + ("" if number == 1 else "s")


def one_line(text: str) -> str:
    """Replace characters that would break a line or confuse a terminal: line ends, tabs, escapes."""
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)


def without_controls(text: str) -> str:
    """Replace what neither a page nor a chart can hold."""
    return _CONTROLS.sub("\ufffd", text)
