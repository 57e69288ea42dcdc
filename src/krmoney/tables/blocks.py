"""What tables are read from: sources of any kind → grids of texts, each with what stands before it."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import StringIO
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from krmoney.errors import AmountError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Block", "blocks"]

_MOST_BEFORE: Final = 4  # paragraphs before a table in which its unit is looked for
_DELIMITER: Final = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_MARKUP: Final = re.compile(r"\s*<|.*<(?:table|TABLE|html|HTML|tr|TR)\b", re.DOTALL)
_DECLARED: Final = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""")
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_EXACT: Final = 2**53  # a float beyond it may have lost digits


@dataclass(slots=True)
class Block:
    """A table as it stands in its source, before anything is read.

    Attributes:
        grid: its texts, spans expanded; None where a row has no cell.
        first: for each place whether the cell begins there, which it does not where a span covers it.
        heads: for each row whether all its cells say that they are a header.
        headers: the rows at the top that the source calls its header; None if it does not say.
        labels: the columns at the left that the source calls labels; None if it does not say.
        caption: its own caption.
        before: the paragraphs between the table before and this one, the last ones.
        spans: whether the source says which cells span others.
    """

    grid: list[list[str | None]]
    first: list[list[bool]]
    heads: list[bool] = field(default_factory=list)
    headers: int | None = None
    labels: int | None = None
    caption: str = ""
    before: tuple[str, ...] = ()
    spans: bool = False

    @classmethod
    def of_rows(cls, rows: Iterable[Sequence[Any]], **rest: Any) -> Block:  # noqa: ANN401  # the other fields
        """Make a block of rows of values."""
        grid: list[list[str | None]] = [[_text(cell) for cell in row] for row in rows]
        return cls(grid, [[True] * len(row) for row in grid], [False] * len(grid), **rest)


def blocks(source: object) -> list[Block]:
    """Return the tables of a source, in document order.

    Raises:
        TypeError: the source is none of what is read.
        OSError: a file cannot be read.
    """
    if isinstance(source, PathLike):
        return _of_bytes(Path(source).read_bytes(), Path(source).suffix.lower())
    if isinstance(source, bytes | bytearray):
        return _of_bytes(bytes(source))
    if isinstance(source, str):
        if _is_path(source):
            return _of_bytes(Path(source).read_bytes(), Path(source).suffix.lower())
        return _of_text(source)
    if _is_frame(source):
        return [_of_frame(source)]
    if isinstance(source, Sequence):
        if all(map(_is_frame, source)):
            return [_of_frame(each) for each in source]
        if all(isinstance(row, Sequence) and not isinstance(row, str) for row in source):
            deep = source and all(isinstance(c, Sequence) and not isinstance(c, str) for row in source for c in row)
            return [Block.of_rows(rows) for rows in source] if deep else [Block.of_rows(source)]
    message = f"tables are read from a path, bytes, text, a DataFrame, DataFrames or rows, not {type(source).__name__}"
    raise TypeError(message)


def _is_path(text: str) -> bool:
    """Tell whether a text names a file: one line without marks of a table."""
    return bool(text) and not any(char in text for char in "\n<|\t\0") and len(text) < 1024  # noqa: PLR2004


def _of_bytes(data: bytes, suffix: str = "") -> list[Block]:
    return _of_text(_decoded(data), suffix)


def _decoded(data: bytes) -> str:
    """Decode bytes: by their mark, by the encoding that they declare, as UTF-8, as what Korean Windows writes."""
    names = [name for mark, name in _BOMS if data.startswith(mark)]
    if declared := _DECLARED.search(data, 0, 4096):
        name = declared[1].decode("ascii").lower()
        # Windows writes more syllables than the standard has under its name.
        names.append("cp949" if name in {"euc-kr", "euc_kr", "ks_c_5601-1987", "ksc5601", "x-windows-949"} else name)
    for name in (*names, "utf-8", "cp949"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode(names[0] if names else "utf-8", "replace")


def _of_text(text: str, suffix: str = "") -> list[Block]:
    if suffix in {".csv", ".tsv"}:
        return [Block.of_rows(csv.reader(StringIO(text), delimiter="\t" if suffix == ".tsv" else ","))]
    if suffix not in {".md", ".markdown"} and _MARKUP.match(text):
        from krmoney.tables.markup import of_markup

        return of_markup(text)
    return list(_of_markdown(text.splitlines()))


# --- Markdown


def _of_markdown(lines: list[str]) -> Iterator[Block]:
    before: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if "|" in line and at + 1 < len(lines) and "|" in lines[at + 1] and _DELIMITER.fullmatch(lines[at + 1]):
            rows = [_markdown_row(line)]
            at += 2
            while at < len(lines) and "|" in lines[at]:
                rows.append(_markdown_row(lines[at]))
                at += 1
            yield Block.of_rows(rows, headers=1, before=tuple(before[-_MOST_BEFORE:]))
            before = []
            continue
        if said := line.strip().lstrip("#> ").strip():
            before.append(said)
        at += 1


def _markdown_row(line: str) -> list[str]:
    cells = _PIPE.split(line.strip())
    cells = cells[1:] if cells and not cells[0].strip() and line.lstrip().startswith("|") else cells
    cells = cells[:-1] if cells and not cells[-1].strip() else cells
    return [re.sub(r"<br ?/?>", " ", cell).replace("\\|", "|").strip() for cell in cells]


# --- data frames and rows


def _is_frame(source: object) -> bool:
    return hasattr(source, "iloc") and hasattr(source, "columns")


def _of_frame(frame: Any) -> Block:  # noqa: ANN401  # a pandas.DataFrame
    """Lay a data frame out: names of columns are header rows, an index that says something is columns of labels."""
    width, numbered = len(frame.columns), _is_numbered(frame.columns)
    heads = [] if numbered else [[_name(level) for level in _levels(column)] for column in frame.columns]
    index = [] if _is_numbered(frame.index) else [[_name(level) for level in _levels(label)] for label in frame.index]
    labels = len(index[0]) if index else 0
    names = [_name(name) for name in frame.index.names][:labels]
    rows: list[list[Any]] = []
    depth = len(heads[0]) if heads else 0
    for level in range(depth):
        corner = names if level == depth - 1 else [""] * labels
        rows.append([*corner, *(head[level] for head in heads)])
    columns = [list(frame.iloc[:, at]) for at in range(width)]
    for at in range(len(frame)):
        rows.append([*(index[at] if index else ()), *(column[at] for column in columns)])
    return Block.of_rows(rows, headers=depth or None, labels=labels or None)


def _is_numbered(index: Any) -> bool:  # noqa: ANN401  # a pandas.Index
    return list(index) == list(range(len(index)))


def _levels(name: object) -> tuple[object, ...]:
    return name if isinstance(name, tuple) else (name,)


def _name(name: object) -> str:
    text = _text(name) or ""
    return "" if text.startswith("Unnamed: ") else text


def _text(cell: Any) -> str | None:  # noqa: ANN401  # a cell may hold anything
    """Return a cell as text; None and what is missing are blank."""
    if isinstance(cell, str):
        return cell
    if cell is None or cell != cell or str(cell) in {"<NA>", "NaT"}:  # noqa: PLR0124  # NaN
        return ""
    if hasattr(cell, "item"):  # a scalar of NumPy
        cell = cell.item()
    if isinstance(cell, float):
        if math.isinf(cell) or abs(cell) > _EXACT:
            message = f"a cell is a float that may have lost digits, {cell!r}: read it as text"
            raise AmountError(message)
        return str(int(cell)) if cell.is_integer() else f"{Decimal(repr(cell)):f}"
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
