"""The sources of tables: a source of any kind → blocks, in document order."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from io import StringIO, TextIOBase
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from krmoney.language import translate
from krmoney.tables.blocks import MOST_BEFORE, Block, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["blocks"]

_DELIMITER: Final = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_MARKUP: Final = re.compile(r"\s*<|.*<(?:table|TABLE|html|HTML|tr|TR)\b", re.DOTALL)
_DECLARED: Final = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""")
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


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
    if isinstance(source, TextIOBase):
        return _of_text(source.read())
    if _is_frame(source):
        return [_of_frame(source)]
    if isinstance(source, Sequence):
        if all(map(_is_frame, source)):
            return [_of_frame(each) for each in source]
        if all(isinstance(row, Sequence) and not isinstance(row, str) for row in source):
            deep = source and all(isinstance(c, Sequence) and not isinstance(c, str) for row in source for c in row)
            return [Block.of_rows(rows) for rows in source] if deep else [Block.of_rows(source)]
    message = translate(
        "tables are read from a path, bytes, text, a DataFrame, DataFrames or rows, not {kind}",
        kind=type(source).__name__,
    )
    raise TypeError(message)


def _is_path(text: str) -> bool:
    """Tell whether a text names a file: one line without marks of a table."""
    return bool(text) and not any(char in text for char in "\n<|\t\0") and len(text) < 1024  # noqa: PLR2004


def _of_bytes(data: bytes, suffix: str = "") -> list[Block]:
    return _of_text(_decoded(data), suffix)


def _decoded(data: bytes) -> str:
    """Decode bytes: by their byte order mark, by the declared encoding, as UTF-8, or as Korean Windows writes them."""
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
        from krmoney.tables.markup import of_markup  # it needs lxml

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
            yield Block.of_rows(rows, headers=1, before=tuple(before[-MOST_BEFORE:]))
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
    """Make a block of a data frame: column names are header rows, and a meaningful index is label columns."""
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
    rows += [[*(index[at] if index else ()), *(column[at] for column in columns)] for at in range(len(frame))]
    return Block.of_rows(rows, headers=depth or None, labels=labels or None)


def _is_numbered(index: Any) -> bool:  # noqa: ANN401  # a pandas.Index
    return list(index) == list(range(len(index)))


def _levels(name: object) -> tuple[object, ...]:
    return name if isinstance(name, tuple) else (name,)


def _name(name: object) -> str:
    text = text_of(name) or ""
    return "" if text.startswith("Unnamed: ") else text
