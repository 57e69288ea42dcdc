"""Tables for people: as wide as their terminal, with Hangul counted for two columns."""

from __future__ import annotations

import contextlib
import shutil
import sys
import unicodedata
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

from krmoney.cli.problems import printable
from krmoney.values import ends

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from krmoney import Mention, Money, Rate

__all__ = [
    "AMOUNTS",
    "FIGURES",
    "Layout",
    "Tables",
    "amount_row",
    "digits",
    "figure_row",
    "left",
    "right",
    "sided",
    "unit_of",
    "width_of",
]

_GAP: Final = "  "
_TIE: Final = "\u00a0"  # in a cell: a blank at which it is not folded
_BATCH: Final = 500  # rows, after which a table ends and the next begins: nobody waits for a million

_Column = list[list[str]]  # cells, each of them lines; the first is the header


class Layout(NamedTuple):
    """The columns of a table.

    Attributes:
        header: their names.
        styles: how rich shows them.
        right: the one that is aligned to the right.
        folded: in which order they give way; the first of them that makes enough room.
    """

    header: tuple[str, ...]
    styles: tuple[str, ...]
    right: str
    folded: tuple[str, ...]


FIGURES: Final = Layout(
    header=("where", "figure", "kind", "value", "unit", "rate"),
    styles=("dim", "bold", "", "green", "cyan", ""),
    right="value",
    folded=("rate", "value", "kind", "unit", "figure"),
)
AMOUNTS: Final = Layout(
    header=("where", "cell", "amount", "currency", "rate", "error"),
    styles=("dim", "bold", "green", "cyan", "", "red"),
    right="amount",
    folded=("error", "rate", "cell"),
)


class Tables:
    """One table for each file, printed when it ends, or when it is long.

    Args:
        layout: the columns.
        file: where to; default: standard output.

    Attributes:
        printed: how many tables were printed.
    """

    def __init__(self, layout: Layout, file: TextIO | None = None) -> None:
        self.printed = 0
        self._layout = layout
        self._file = file or sys.stdout
        self._title = ""
        self._rows: list[list[str]] = []

    def add(self, title: str, rows: list[list[str]]) -> None:
        """Add rows to the table of this title."""
        if title != self._title or len(self._rows) >= _BATCH:
            self.close()
        self._title = title
        self._rows += rows

    def close(self) -> None:
        """Print the last table."""
        if not self._rows:
            return
        if self.printed:
            print(file=self._file)
        _print_table(self._title, self._layout, self._rows, self._file)
        self._file.flush()
        self.printed += 1
        self._rows = []


def figure_row(place: str, mention: Mention) -> list[str]:
    """Return the cells of a figure; they may be folded at their blanks."""
    kind = mention.kind.replace("_", " ")
    return [place, printable(mention.text), kind, _value(mention), unit_of(mention), _quoted(mention)]


def _value(mention: Mention) -> str:
    """Write the value short, to be folded behind the dash only: ``≈ 5``, ``≥ 5``, ``5 – 7``."""
    value = ends(mention, digits).replace(" ", _TIE).replace(f"–{_TIE}", "– ")
    return f"≈{_TIE}{value}" if mention.approx else value


def unit_of(mention: Mention) -> str:
    """Name the currency, or those that it may be; else the unit."""
    if mention.rate is not None:
        return f"{mention.rate.counter!s}/{mention.rate.base!s}"
    if mention.type != "money":
        return mention.unit or ""
    return str(mention.currency or " or ".join(mention.candidates) or "?")


def _quoted(mention: Mention) -> str:
    """Write the rate that the text quotes, its error bars apart from it; without a rate, the restatement."""
    rate = mention.rate or (mention.quote and mention.quote.rate)
    if rate is not None:
        return _rate(rate)
    return printable(mention.quote.text) if mention.quote is not None else ""


def _rate(rate: Rate) -> str:
    return str(rate).replace(" ", _TIE).replace(f"{_TIE}(", " (")


def amount_row(place: str, cell: str, money: Money | None, error: str) -> list[str]:
    """Return the cells of a parsed cell; they may be folded at their blanks."""
    if money is None:
        return [place, printable(cell), "", "", "", printable(error)]
    rate = "" if money.rate is None else _rate(money.rate)
    return [place, printable(cell), digits(money.amount), str(money.currency), rate, ""]


def _print_table(title: str, layout: Layout, rows: list[list[str]], file: TextIO) -> None:
    """Print a table: on a terminal as wide as that is and with rich if it is there, else plainly."""
    room = shutil.get_terminal_size().columns if file.isatty() else None
    columns = _folded(layout, list(zip(layout.header, *rows, strict=True)), room)
    title = printable(title)
    if room is not None:
        with contextlib.suppress(ImportError):
            _print_rich(title, layout, columns, file)
            return
    _print_plain(title, layout, columns, file)


def _print_rich(title: str, layout: Layout, columns: list[_Column], file: TextIO) -> None:
    from rich.box import SIMPLE_HEAD  # rich is optional
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for (name, *_), style in zip(columns, layout.styles, strict=True):
        table.add_column("\n".join(name), style=style, justify="right" if name == [layout.right] else "left")
    for row in zip(*(cells for _, *cells in columns), strict=True):
        table.add_row(*(Text("\n".join(cell)) for cell in row))
    console = Console(file=file)
    console.width = max(console.width, sum(map(_column_width, columns)) + len(_GAP) * len(columns))
    console.print(Text(title, style="bold"))
    console.print(table)


def _print_plain(title: str, layout: Layout, columns: list[_Column], file: TextIO) -> None:
    widths = [*map(_column_width, columns)]
    sides = [right if name == [layout.right] else left for name, *_ in columns]
    header, *rows = zip(*columns, strict=True)
    print(title, file=file)
    for row in (header, [["-" * width] for width in widths], *rows):
        for line in zip_longest(*row, fillvalue=""):
            print(_GAP.join(map(sided, sides, line, widths)).rstrip(), file=file)


def _folded(layout: Layout, columns: Sequence[Sequence[str]], room: int | None) -> list[_Column]:
    """Break cells at their blanks where the table would be wider than `room`, as far as that helps."""
    widths = [max(map(width_of, column)) for column in columns]
    least = [max(width_of(word) for cell in column for word in cell.split(" ")) for column in columns]
    for at in map(layout.header.index, layout.folded):
        excess = 0 if room is None else sum(widths) + len(_GAP) * (len(widths) - 1) - room
        widths[at] -= min(max(excess, 0), widths[at] - least[at])
    return [[_fold(cell, width) for cell in column] for column, width in zip(columns, widths, strict=True)]


def _column_width(column: _Column) -> int:
    return max(width_of(line) for cell in column for line in cell)


def _fold(text: str, width: int) -> list[str]:
    """Break a text at its blanks into lines of at most `width`; a longer word keeps its line."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width_of(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [line.replace(_TIE, " ") for line in lines]


def sided(side: Callable[[str, int], str], cell: str, room: int) -> str:
    """Set a cell to one side of so many columns; for `map`."""
    return side(cell, room)


def left(text: str, room: int) -> str:
    """Fill up a text to so many columns."""
    return text + " " * (room - width_of(text))


def right(text: str, room: int) -> str:
    """Set a text to the right of so many columns."""
    return " " * (room - width_of(text)) + text


def width_of(text: str) -> int:
    """Count the columns that a text takes in a terminal: two for a Hangul syllable."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    # Jungseong and jongseong join the choseong before them, which is wide already.
    if unicodedata.combining(char) or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def digits(number: Decimal) -> str:
    """Write a number plainly, with commas."""
    return f"{number:,f}"
