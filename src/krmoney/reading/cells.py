"""Table cells: a number with its sign and notes, or no value. Used for expressions with a unit and for tables."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from krmoney.reading.patterns import lazy
from krmoney.reading.rows import package_file, words_in
from krmoney.reading.source import Source

__all__ = ["CellNumber", "cell_number", "has_no_value"]


class CellNumber(NamedTuple):
    """The number in a cell, before its unit is known.

    Attributes:
        value: the number as written, with its sign.
        mark: how a minus is written: ``-``, ``△``, ``(``; empty if the number is positive.
        rest: the text after the number and its notes: ``%``, ``주``, ``(US$ 402,504천)``; usually empty.
    """

    value: Decimal
    mark: str
    rest: str


class _Note(NamedTuple):
    pattern: str
    example: str
    counterexample: str = ""


class _NoValue(NamedTuple):
    words: str
    example: str


_DIGITS: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
_PLAIN: Final = lazy(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+")  # what most cells are
_MARKS: Final = "-–—△▲▽▼"
_CELL: Final = lazy(
    rf" ?(?:(?P<mark>[{_MARKS}+]|\( ?[{_MARKS}] ?\)) ?(?P<number>{_DIGITS})"
    rf"|(?P<bracket>\() ?(?P<inner>[{_MARKS}] ?)?(?P<negative>{_DIGITS}) ?(?P<percent>% ?)?\)"
    rf"|(?P<plain>{_DIGITS}))(?P<rest>.*)",
    re.DOTALL,
)
_EMPTY: Final = lazy(r"[(\[]? ?[-–—―─ㅡ]+ ?(?:%p?|원|천원|백만원|주|명|건|개|배)? ?[)\]]?")
_MOST: Final = 200  # characters; what is longer is prose


def cell_number(text: str) -> CellNumber | None:
    """Read a cell that is a number: digits with a sign, brackets and notes; None for other cells.

    >>> cell_number("(1,234)"), cell_number("△56주1)").value, cell_number("3.5%").rest
    (CellNumber(value=Decimal('-1234'), mark='(', rest=''), Decimal('-56'), '%')
    """
    if _PLAIN.fullmatch(text):
        return CellNumber(Decimal(text.replace(",", "")), "", "")
    if not text or len(text) > _MOST:
        return None
    plain = Source(text).text
    match = _CELL.fullmatch(plain) or _CELL.fullmatch(_without_note_before(plain))
    if match is None:
        return None
    digits = match["number"] or match["negative"] or match["plain"]
    rest = match["rest"]
    if rest[:1] in {",", "."} or rest[:1].isdecimal():
        return None
    value = Decimal(digits.replace(",", ""))
    mark = (match["inner"] or match["bracket"] or match["mark"] or "").strip("( )") or match["bracket"] or ""
    if mark == "+":
        mark = ""
    return CellNumber(-value if mark else value, mark, (match["percent"] or "").strip() + _without_notes(rest))


def has_no_value(text: str) -> bool:
    """Tell whether a cell says that it has no value.

    >>> has_no_value(" - "), has_no_value("N/A"), has_no_value("흑자전환"), has_no_value("0")
    (True, True, True, False)
    """
    if len(text) > _MOST:
        return False
    plain = Source(text).text.strip()
    if not plain or plain in _no_values():
        return True
    if _EMPTY.fullmatch(plain):
        return True
    inner = plain[1:-1].strip() if plain[0] in "([" and plain[-1] in ")]" else ""
    bare = _without_notes(plain)
    return inner in _no_values() if inner else bare != plain and (not bare or bare in _no_values())


def _without_notes(rest: str) -> str:
    """Remove the note marks after a number."""
    note = _notes()
    while match := note.match(rest):
        after = rest[match.end() :]
        if after[:1].isalnum():
            break
        rest = after
    while rest and (match := _note_at_end().search(rest)):
        rest = rest[: match.start()]
    return rest.strip()


def _without_note_before(plain: str) -> str:
    """Remove a note mark before a number: ``(*1) 1,234``."""
    match = _notes().match(plain)
    return plain[match.end() :].lstrip() if match and match.end() < len(plain) else plain


@cache
def _notes() -> re.Pattern[str]:
    return re.compile(" ?(?:" + "|".join(row.pattern for row in package_file("labels").rows("note", _Note)) + ")")


@cache
def _note_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{_notes().pattern}) ?$")


@cache
def _no_values() -> frozenset[str]:
    rows = package_file("labels").rows("no_value", _NoValue)
    return frozenset(word for row in rows for word in words_in(row.words))
