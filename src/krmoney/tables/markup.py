"""HTML and the XML of filings → blocks, with lxml: ``<td>`` and ``<th>``, and DART's ``<TE>`` and ``<TU>``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from krmoney._extras import library
from krmoney.tables.blocks import MOST_BEFORE, Block

if TYPE_CHECKING:
    from collections.abc import Iterator

    etree: Any
else:
    etree = library("lxml.etree", "tables")

__all__ = ["of_markup"]

_CELLS: Final = frozenset({"td", "th", "te", "tu"})
_SECTIONS: Final = frozenset({"thead", "tbody", "tfoot"})
_UNSEEN: Final = frozenset({"script", "style", "template", "noscript", "colgroup", "head"})
_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "big",
        "em",
        "font",
        "i",
        "ins",
        "label",
        "mark",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "tt",
    ]
)
_MOST_SPAN: Final = 1000  # as in browsers
_BLANKS: Final = re.compile(r"[ \t\n\r\f\u00a0\u200b]+")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def of_markup(text: str) -> list[Block]:
    """Return the tables of a document."""
    # lxml decodes bytes in the encoding that it is given, whatever the document declares.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, recover=True, remove_comments=True, remove_pis=True)
    data = _DECLARATION.sub("", text).replace("\0", "").encode("utf-8", "replace")
    root = etree.fromstring(data, parser) if data.strip() else None
    return [] if root is None else list(_tables(root))


def _tables(root: Any) -> Iterator[Block]:  # noqa: ANN401  # an element of lxml
    """Yield the tables, each with the paragraphs since the one before."""
    before: list[str] = []
    pieces: list[str] = []

    def end_paragraph() -> None:
        if said := _BLANKS.sub(" ", "".join(pieces)).strip():
            before.append(said)
        pieces.clear()

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "end":
            if tag not in _INLINE:
                end_paragraph()
            pieces.append(element.tail or "")
            continue
        if tag == "table":
            end_paragraph()
            yield from _of_table(element, tuple(before[-MOST_BEFORE:]))
            before = []
            walk.skip_subtree()
        elif tag in _UNSEEN:
            walk.skip_subtree()
        else:
            if tag not in _INLINE:
                end_paragraph()
            pieces.append(element.text or "")


def _of_table(table: Any, before: tuple[str, ...]) -> Iterator[Block]:  # noqa: ANN401
    """Yield a table, and after it those in its cells."""
    caption = ""
    rows: list[list[tuple[Any, str]]] = []
    nested: list[Any] = []
    headers = 0
    for section, element in _rows(table):
        if section == "caption":
            caption = _text(element, nested)
            continue
        cells = [each for each in element if each.tag in _CELLS and not _is_hidden(each)]
        rows.append([(each, _text(each, nested)) for each in cells])
        headers += section == "thead"
    grid, first = _expanded(rows)
    heads = [bool(row) and all(each.tag == "th" for each, _ in row) for row in rows]
    yield Block(grid, first, heads, headers or None, None, caption, before, spans=True)
    for each in nested:
        yield from _of_table(each, ())


def _rows(table: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield the rows and the caption of a table, each with the section that it is in."""
    stack: list[tuple[str, Any]] = [("", table)]
    while stack:
        section, element = stack.pop()
        for child in element:
            tag = child.tag
            if tag == "tr":
                if not _is_hidden(child):
                    yield section, child
            elif tag == "caption":
                yield "caption", child
            elif tag in _SECTIONS:
                yield from ((tag, row) for row in child.iter("tr") if _owner(row) is table and not _is_hidden(row))
            elif tag not in _CELLS and tag != "table" and len(child):
                stack.append((section, child))


def _owner(row: Any) -> Any:  # noqa: ANN401
    """Return the table that a row belongs to."""
    parent = row.getparent()
    while parent is not None and parent.tag != "table":
        parent = parent.getparent()
    return parent


def _is_hidden(element: Any) -> bool:  # noqa: ANN401
    style = element.get("style")
    return bool(style) and _HIDDEN.search(style) is not None


def _text(element: Any, nested: list[Any]) -> str:  # noqa: ANN401
    """Return the text of a cell on one line; tables within it are put aside."""
    if not len(element):
        text = element.text or ""
        return text if text.isalnum() else _BLANKS.sub(" ", text).strip()
    pieces: list[str] = []
    _collect(element, pieces, nested)
    return _BLANKS.sub(" ", "".join(pieces)).strip()


def _collect(element: Any, pieces: list[str], nested: list[Any], depth: int = 0) -> None:  # noqa: ANN401
    pieces.append(element.text or "")
    for child in element:
        tag = child.tag
        if tag == "table":
            nested.append(child)
        elif tag == "sup":
            note = _BLANKS.sub(" ", "".join(child.itertext())).strip()
            raised = note and "".join(pieces).rstrip()[-1:] in set("0123456789)%")
            pieces.append(f"(*{note.strip('()*주')})" if raised else note)  # 1,234<sup>1</sup> is not 12,341
        elif tag not in _UNSEEN and isinstance(tag, str) and not _is_hidden(child):
            if tag not in _INLINE:
                pieces.append(" ")
            if depth < 100:  # noqa: PLR2004  # nested deeper, it is a broken document
                _collect(child, pieces, nested, depth + 1)
            if tag not in _INLINE:
                pieces.append(" ")
        pieces.append(child.tail or "")


def _expanded(rows: list[list[tuple[Any, str]]]) -> tuple[list[list[str | None]], list[list[bool]]]:
    """Put cells into the grid: a cell is in every place that it spans."""
    grid: list[list[str | None]] = []
    first: list[list[bool]] = []
    spanning: dict[int, tuple[int, str]] = {}  # by column: the rows still covered by a cell from above, and its text
    for cells in rows:
        covered, spanning = spanning, {at: (left - 1, text) for at, (left, text) in spanning.items() if left > 1}
        line: dict[int, tuple[str, bool]] = {at: (text, False) for at, (_, text) in covered.items()}
        at = 0
        for element, text in cells:
            while at in covered:
                at += 1
            across, down = _span(element, "colspan"), _span(element, "rowspan")
            for offset in range(across):
                line.setdefault(at + offset, (text, not offset))
                if down > 1:
                    spanning[at + offset] = (down - 1, text)
            at += across
        width = max(line, default=-1) + 1
        grid.append([line[at][0] if at in line else None for at in range(width)])
        first.append([line[at][1] if at in line else False for at in range(width)])
    return grid, first


def _span(element: Any, name: str) -> int:  # noqa: ANN401
    value = element.get(name)
    if value is None:
        return 1
    value = value.strip()
    return min(max(int(value), 1), _MOST_SPAN) if value.isascii() and value.isdecimal() else 1
