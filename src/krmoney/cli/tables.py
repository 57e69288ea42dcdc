"""Tables for people: as wide as the terminal, with Hangul syllables counted as two columns."""

from __future__ import annotations

import contextlib
import shutil
import sys
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

from krmoney._present.text import one_line
from krmoney.cli.alignment import folded, left, right, sided, width_of
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Layout", "Tables"]

_GAP: Final = "  "
_BATCH: Final = 500  # rows of a table, after which the next one starts, so that the first rows appear soon

_Column = list[list[str]]  # cells, each of them lines; the first is the header


class Layout(NamedTuple):
    """The columns of a table.

    Attributes:
        header: their names, which are translated when they are printed.
        styles: how rich shows them.
        right: the column that is aligned to the right.
        folded: the columns that may be folded, in this order, until there is enough room.
    """

    header: tuple[str, ...]
    styles: tuple[str, ...]
    right: str
    folded: tuple[str, ...]


class Tables:
    """One table for each file, printed at the end of the file or when the table is long.

    Args:
        layout: the columns.
        file: where to print; default: standard output.

    Attributes:
        printed: the number of tables printed.
    """

    def __init__(self, layout: Layout, file: TextIO | None = None) -> None:
        self.printed = 0
        self._layout = layout
        self._file = file or sys.stdout
        self._title = ""
        self._rows: list[list[str]] = []

    def add(self, title: str, rows: list[list[str]]) -> None:
        """Add rows to the table of this title."""
        if title != self._title:
            self.close()
        self._title = title
        for row in rows:
            if len(self._rows) >= _BATCH:
                self.close()
            self._rows.append(row)

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


def _print_table(title: str, layout: Layout, rows: list[list[str]], file: TextIO) -> None:
    """Print a table: on a terminal as wide as that, and with rich if it is installed."""
    room = shutil.get_terminal_size().columns if file.isatty() else None
    columns = _folded(layout, list(zip(map(translate, layout.header), *rows, strict=True)), room)
    title = one_line(title)
    if room is not None:
        with contextlib.suppress(ImportError):
            _print_rich(title, layout, columns, file)
            return
    _print_plain(title, layout, columns, file)


def _print_rich(heading: str, layout: Layout, columns: list[_Column], file: TextIO) -> None:
    from rich.box import SIMPLE_HEAD  # rich is optional
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for (title, *_), name, style in zip(columns, layout.header, layout.styles, strict=True):
        table.add_column("\n".join(title), style=style, justify="right" if name == layout.right else "left")
    for row in zip(*(cells for _, *cells in columns), strict=True):
        table.add_row(*(Text("\n".join(cell)) for cell in row))
    console = Console(file=file)
    console.width = max(console.width, sum(map(_column_width, columns)) + len(_GAP) * len(columns))
    console.print(Text(heading, style="bold"))
    console.print(table)


def _print_plain(title: str, layout: Layout, columns: list[_Column], file: TextIO) -> None:
    widths = [*map(_column_width, columns)]
    sides = [right if name == layout.right else left for name in layout.header]
    header, *rows = zip(*columns, strict=True)
    print(title, file=file)
    for row in (header, [["-" * width] for width in widths], *rows):
        for line in zip_longest(*row, fillvalue=""):
            print(_GAP.join(map(sided, sides, line, widths)).rstrip(), file=file)


def _folded(layout: Layout, columns: Sequence[Sequence[str]], room: int | None) -> list[_Column]:
    """Fold cells at their blanks as far as needed to fit the table into `room`."""
    widths = [max(map(width_of, column)) for column in columns]
    least = [max(width_of(word) for cell in column for word in cell.split(" ")) for column in columns]
    for at in map(layout.header.index, layout.folded):
        excess = 0 if room is None else sum(widths) + len(_GAP) * (len(widths) - 1) - room
        widths[at] -= min(max(excess, 0), widths[at] - least[at])
    return [[folded(cell, width) for cell in column] for column, width in zip(columns, widths, strict=True)]


def _column_width(column: _Column) -> int:
    return max(width_of(line) for cell in column for line in cell)
