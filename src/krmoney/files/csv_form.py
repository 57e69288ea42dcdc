"""How CSV is written: for programs, or for spreadsheets with a byte order mark and without formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TextIO

__all__ = ["PLAIN", "CsvForm", "CsvTable"]

# The characters that begin a formula in spreadsheets, and numbers, which are not formulas.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBER: Final = re.compile(r"-[0-9]+(\.[0-9]+)?")


class CsvForm(NamedTuple):
    """How CSV is written.

    Attributes:
        bom: whether it begins with a byte order mark, without which Excel reads Korean in the encoding of the system.
        safe: whether a ``'`` is written before cells that a spreadsheet would take for a formula.
    """

    bom: bool = False
    safe: bool = False

    @property
    def start(self) -> str:
        """The text before the header."""
        return "\ufeff" if self.bom else ""

    def cells(self, cells: Iterable[object]) -> Iterable[object]:
        """Return the cells of a row as they are written.

        >>> [*CsvForm(safe=True).cells(["=1+1", "-14.3", "-", "5만원", None, "@sum"])]
        ["'=1+1", '-14.3', "'-", '5만원', None, "'@sum"]
        """
        return map(_safe, cells) if self.safe else cells


PLAIN: Final = CsvForm()


class CsvTable:
    """A file of CSV: a header, then rows by the names of their columns.

    Args:
        file: where to write.
        names: the columns.
        form: how it is written.
    """

    def __init__(self, file: TextIO, names: Sequence[str], form: CsvForm) -> None:
        import csv  # the help of the command needs the form alone

        self._names, self._form = names, form
        self._writer = csv.writer(file, lineterminator="\n")
        file.write(form.start)
        self._writer.writerow(names)

    def write(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write rows; what a row does not have is an empty cell."""
        self._writer.writerows(self._form.cells(map(row.get, self._names)) for row in rows)


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
