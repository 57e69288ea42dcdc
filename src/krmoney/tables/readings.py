"""A block → a table: where its headers and labels end, which unit applies to it, and what each cell is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from krmoney.errors import KrmoneyError
from krmoney.language import translate
from krmoney.reading.labels import OtherUnit, UnitLabel, label_in, unit_label
from krmoney.tables.forms import BLANK, Forms
from krmoney.tables.rules import NON_MONEY, Looks, Said, TableUnit, read_cell
from krmoney.tables.says import SILENT, Says, says, stem_of
from krmoney.tables.table import Cell, Table, UnitFrom

if TYPE_CHECKING:
    from collections.abc import Iterable

    from krmoney.reading.reader import Reader
    from krmoney.reading.vocabulary import Vocabulary
    from krmoney.tables.blocks import Block
    from krmoney.tables.table import CellKind

__all__ = ["TableReader"]

_FRACTION: Final = re.compile(r"[(△▲\-]?0\.[0-9]{3,}\)?%?")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_GARBLED: Final = re.compile(r"[0-9.,()\-–△▲▼ ]*[0-9][0-9.,()\-–△▲▼ ]*")
_MOST_HEADERS: Final = 8  # rows
_NUMBERED: Final = 100  # columns that are numbered have names below it
_NON_MONEY: Final = frozenset({"percent", "count", "other"})
_MOST_PERCENT: Final = 100_000  # a percentage that is larger than this is undecided


_Labelled: TypeAlias = tuple[str, tuple[UnitLabel, tuple[str, ...]]]  # a text, its label, and its unknown words


class TableReader:
    """Reads the blocks of one source, in order, because a unit in a small table applies to the next one."""

    def __init__(self, reader: Reader, given: UnitLabel | None) -> None:
        """Store the reader for cells with units of their own, and the unit that the caller gave."""
        self._vocabulary = reader.vocabulary
        self._given = given
        self.forms = Forms(reader)
        self._pending: TableUnit | None = None
        self._width = -1  # of the last table with data and headers

    def read(self, block: Block, index: int) -> Table:
        """Read one table."""
        return _Reading(self, block, index).table()

    def unit_before(self, block: Block) -> TableUnit | None:
        """Return the unit before a table: in its caption, the paragraphs or a small table."""
        for text in (block.caption, *reversed(block.before)):
            if text and (found := self.label(text)):
                return TableUnit(*found, UnitFrom("caption", text))
        return self._pending

    def label(self, text: str) -> tuple[UnitLabel, tuple[str, ...]] | None:
        """Return the unit label in a text that is not a row label or a header."""
        return label_in(text, self._vocabulary) if text else None

    def given(self) -> TableUnit | None:
        """Return the unit that the caller gave."""
        return None if self._given is None else TableUnit(self._given, (), UnitFrom("given", self._given.text))

    def pass_over(self, block: Block) -> None:
        """Keep the unit of a table without numbers for the next one."""
        texts = list(dict.fromkeys(text for row in block.grid for text in row if text and text.strip()))
        found = [(text, *label) for text in texts if (label := self.label(text))]
        if not found and len(texts) == 1 and (whole := _whole(texts[0], self._vocabulary)):
            found = [(texts[0], whole, ())]
        if found:
            text, first, unknown = found[0]
            money = tuple(dict.fromkeys(unit for _, label, _ in found for unit in label.money))
            self._pending = TableUnit(UnitLabel(first.text, money, first.others), unknown, UnitFrom("caption", text))
            return
        for text in reversed(block.before):
            if before := self.label(text):
                self._pending = TableUnit(*before, UnitFrom("caption", text))
                break
        rows = sum(any(text and text.strip() for text in row) for row in block.grid)
        if rows > 1 and len(texts) > 2:  # noqa: PLR2004  # it says something of its own
            self._pending = None

    def done(self, width: int) -> None:
        """Record that a table with data was read: what came before it applies to no other table."""
        self._pending = None
        self._width = width

    @property
    def width_before(self) -> int:
        """The width of the last table that had headers."""
        return self._width

    @property
    def vocabulary(self) -> Vocabulary:
        """The words that are known."""
        return self._vocabulary


def _whole(text: str, vocabulary: Vocabulary) -> UnitLabel | None:
    try:
        return unit_label(text, vocabulary=vocabulary)
    except KrmoneyError:
        return None


class _Reading:
    """The reading of one table."""

    def __init__(self, reader: TableReader, block: Block, index: int) -> None:
        self.reader = reader
        self.block = block
        self.index = index
        self.warnings: list[str] = []
        self.grid = block.grid
        self.forms = [[BLANK if text is None else reader.forms.of(text) for text in row] for row in self.grid]
        self.width = max(map(len, self.grid), default=0)
        self.units: list[TableUnit | None] = [None] * len(self.grid)  # by row: a unit row applies to the rows below it
        self.unit_places: set[tuple[int, int]] = set()
        self._unit_rows: dict[int, _Labelled | None] = {}

    # --- the shape

    def table(self) -> Table:
        """Read the table."""
        rows = range(len(self.grid))
        if not any(form.is_data for row in self.forms for form in row):
            self.reader.pass_over(self.block)
            return self._without_numbers()
        self.headers = self._count_headers()
        self.labels = self._count_labels()
        self._fill_lost_spans()
        whole = self._whole_unit()
        self._ragged = self._ragged_rows()
        self.column_path = [self._column_path(at, 0, self.headers) for at in range(self.width)]
        self.column_says = [self._said(reversed(path), whole=True) for path in self.column_path]
        headless = not self.headers and self.width == self.reader.width_before and self.width > 2  # noqa: PLR2004
        if headless:
            self.warnings.append(
                translate("no header: this may continue the table before it, so the units of its columns are unknown")
            )
        self._headless = headless
        unit: TableUnit | None = whole
        self.looks = self._look_at_numbers()
        self._accounted: dict[int, bool] = {}
        lines = []
        section = SILENT
        for at in rows:
            unit = self.units[at] or unit
            if at >= self.headers:
                section = self._section(at, section)
                self._new_header(at)
            lines.append(self._row(at, unit, section))
        self.reader.done(self.width if self.headers else -1)
        first = whole or next((each for each in self.units if each), None)
        return Table(
            tuple(lines), self.index, first and first.label, first and first.source, self._title(), self.headers,
            self.labels, tuple(self.warnings),
        )  # fmt: skip

    def _without_numbers(self) -> Table:
        cells = tuple(
            tuple(
                Cell(
                    text or "",
                    kind="none" if form.kind in {"blank", "none"} else "other",
                    is_label=True,
                    is_first=first,
                )
                for text, form, first in zip(row, forms, firsts, strict=True)
            )
            for row, forms, firsts in zip(self.grid, self.forms, self.block.first, strict=True)
        )
        found = next((each for row in self.grid for text in row if text and (each := self.reader.label(text))), None)
        return Table(cells, self.index, found and found[0], None, self._title())

    def _title(self) -> str:
        return self.block.caption or (self.block.before[-1] if self.block.before else "")

    def _count_headers(self) -> int:
        count = self.block.headers or 0
        figures = (form for row in self.forms[:count] for form in row if form.is_data and not form.is_year)
        if count >= len(self.grid) or any(form.number is None or abs(form.number) >= _NUMBERED for form in figures):
            count = 0  # a source that calls any first row a header
        most = min(len(self.grid) - 1, count + _MOST_HEADERS)
        while count < most and self._is_header(count):
            count += 1
        return count

    def _is_header(self, at: int) -> bool:
        """Tell whether a row at the top is a header: texts and periods, no numbers."""
        row, forms = self.grid[at], self.forms[at]
        texts = self._texts(at)
        if not texts:
            return True
        numbers = [form for form in forms if form.is_data]
        if any(not form.is_year for form in numbers):
            return False
        if numbers and any(form.kind == "none" for form in forms):
            return False
        if len(numbers) == 1 and not all(self._only_unit(above) or self._is_single(above) for above in range(at)):
            return False
        if numbers and not self._below_has_data(at):
            return False
        if self.block.headers and self.block.spans and not (at < len(self.block.heads) and self.block.heads[at]):
            return self._only_unit(at) is not None
        if len(texts) == 1:
            spans = sum(text == texts[0] for text in row) > 1
            alone = self._only_unit(at) is not None
            heads = at < len(self.block.heads) and self.block.heads[at]
            return (
                alone
                or self._is_title(at)
                or (spans and self.width > 1 and not self._seems_section(at))
                or (heads and at == 0)
            )
        return all(form.kind != "none" for form in forms) or any(form.kind == "text" for form in forms[1:])

    def _is_title(self, at: int) -> bool:
        """Tell whether one text at the top is a title: a unit or a header follows, and not data."""
        if any(not self._is_single(above) for above in range(at)):
            return False
        following = next((row for row in range(at + 1, len(self.grid)) if self._texts(row)), None)
        if following is None or any(form.is_data for form in self.forms[following]):
            return False
        return self._only_unit(following) is not None or (len(self._texts(following)) > 1 and self.width > 2)  # noqa: PLR2004

    def _is_single(self, at: int) -> bool:
        return len(self._texts(at)) <= 1

    def _texts(self, at: int) -> list[str]:
        """Return the texts of a row, each once."""
        return list(dict.fromkeys(text for text in self.grid[at] if text and text.strip()))

    def _seems_section(self, at: int) -> bool:
        """Tell whether a row that one text spans comes after a header."""
        return any(len({text for text in self.grid[above] if text and text.strip()}) > 1 for above in range(at))

    def _below_has_data(self, at: int) -> bool:
        return any(form.is_data and not form.is_year for row in self.forms[at + 1 :] for form in row)

    def _only_unit(self, at: int) -> _Labelled | None:
        """Return the unit label of a row that contains only it, or also a title."""
        if at not in self._unit_rows:
            self._unit_rows[at] = self._find_only_unit(at)
        return self._unit_rows[at]

    def _find_only_unit(self, at: int) -> _Labelled | None:
        if any(form.is_data for form in self.forms[at]):
            return None
        texts = self._texts(at)
        found = [(text, label) for text in texts if (label := self.reader.label(text))]
        if len(found) == 1 and len(texts) <= 2:  # noqa: PLR2004
            text = found[0][0]
            in_data = [c for c, each in enumerate(self.grid[at]) if each == text]
            titled = not at or all(self._only_unit(above) for above in range(at))
            alone = len(texts) == 1 and (len(in_data) > 1 or titled or not stem_of(text))
            pair = len(texts) == 2 and "단위" in text.replace(" ", "") and self.width > 2 and not stem_of(text)  # noqa: PLR2004
            if alone or pair:
                return found[0]
        return None

    def _count_labels(self) -> int:
        if self.block.labels:
            return min(self.block.labels, self.width - 1)
        body = range(self.headers, len(self.grid))
        count = 0
        while count < self.width - 1:
            forms = [self.forms[at][count] for at in body if count < len(self.forms[at])]
            header = (
                says(self._column_path(count, 0, self.headers)[-1:][0], self.reader.vocabulary)
                if self._column_path(count, 0, self.headers)
                else SILENT
            )
            numbers = [form for form in forms if form.is_data]
            numbered = header.kind == "other" and stem_of(header.text) in {
                "순번",
                "연번",
                "번호",
                "No",
                "NO",
                "구분",
                "연도",
                "년도",
                "사업연도",
                "회차",
                "코드",
                "종목코드",
            }
            years = numbers and all(form.is_year for form in numbers) and count == 0 and len(numbers) > 1
            if numbers and not (numbered or years or self._few_words(count, body)):
                break
            if not count or any(form.kind in {"text", "period"} for form in forms) or (numbers and numbered) or years:
                count += 1
                continue
            if all(form.kind == "blank" for form in forms) and any(self._later_texts(count, at) for at in body):
                count += 1
                continue
            break
        return count

    def _few_words(self, at: int, body: range) -> bool:
        """Tell whether the first column has labels although some contain figures: 1억원 미만, 3개월."""
        forms = [self.forms[row][at] for row in body if at < len(self.forms[row])]
        numbers = sum(form.is_data for form in forms)
        return at == 0 and all(form.kind != "number" for form in forms) and numbers < len(forms)

    def _later_texts(self, column: int, row: int) -> bool:
        return column + 1 < len(self.forms[row]) and self.forms[row][column + 1].kind == "text"

    def _fill_lost_spans(self) -> None:
        """Fill the places that merged cells left blank, if the source does not say what they span."""
        if self.block.spans:
            return
        for at in range(self.headers - 1):
            row, below = self.grid[at], self.grid[at + 1]
            for c in range(max(1, self.labels), min(len(row), len(below))):
                if not (row[c] or "").strip() and (below[c] or "").strip() and (row[c - 1] or "").strip():
                    row[c] = row[c - 1]
        for c in range(self.labels - 1):
            above = ""
            for at in range(self.headers, len(self.grid)):
                row = self.grid[at]
                if c + 1 < len(row):
                    if not (row[c] or "").strip() and (row[c + 1] or "").strip():
                        row[c] = above
                    above = row[c] or ""

    def _ragged_rows(self) -> set[int]:
        ragged = set()
        for at, row in enumerate(self.grid):
            wide = len(row) if None not in row else sum(text is not None for text in row)
            if at >= self.headers and wide != self._usual_width() and any(form.is_data for form in self.forms[at]):
                ragged.add(at)
                self.warnings.append(
                    translate(
                        "row {row} has {wide} cells, not {usual}: their units are unknown",
                        row=at + 1,
                        wide=wide,
                        usual=self._usual_width(),
                    )
                )
        return ragged

    def _usual_width(self) -> int:
        heads = [len(row) for row in self.grid[: self.headers] if len(row) > 1 or self.width == 1]
        widths = heads or [len(row) for row in self.grid if len(row) > 1] or [self.width]
        return max(widths, key=lambda wide: (widths.count(wide), wide))

    # --- units of the table

    def _whole_unit(self) -> TableUnit | None:
        """Return the unit of the whole table, and record the rows that contain a unit."""
        found: TableUnit | None = None
        for at in range(len(self.grid)):
            place = self._only_unit(at)
            corner = self._corner_unit(at) if place is None and at < self.headers else None
            if (hit := place or corner) is not None:
                text, (whole, unknown) = hit
                unit = TableUnit(whole, unknown, UnitFrom("first_row", text))
                self.unit_places.update((at, c) for c, each in enumerate(self.grid[at]) if each == text)
                if at < self.headers:
                    found = unit
                else:
                    self.units[at] = unit
        if found is None:
            found = self.reader.unit_before(self.block)
        if found is None and not any(self.units):
            found = self.reader.given()
        return found

    def _corner_unit(self, at: int) -> _Labelled | None:
        """Return the unit in a header above the labels: 구분 (단위: 백만원)."""
        for c in range(min(self.labels, len(self.grid[at]))):
            text = self.grid[at][c]
            if text and (label := self.reader.label(text)):
                return text, label
        return None

    # --- labels

    def _column_path(self, at: int, start: int, stop: int) -> tuple[str, ...]:
        path: list[str] = []
        for row in range(start, stop):
            text = self.grid[row][at] if at < len(self.grid[row]) else None
            if text and (row, at) not in self.unit_places and text.strip() and text not in path[-1:]:
                path.append(text)
        return tuple(path)

    def _said(self, path: Iterable[str], *, whole: bool = False) -> Says:
        """Return what a path says: the nearest label that says anything."""
        per_unit = foreign = False
        kind = SILENT
        for text in path:
            said = says(text, self.reader.vocabulary, whole=whole)
            per_unit, foreign = per_unit or said.per_unit, foreign or said.foreign
            if said.explicit or said.open:
                return said._replace(per_unit=per_unit) if kind.kind in {"", "money"} or not said.explicit else kind
            if said.kind and not kind.kind:
                kind = said
        return kind._replace(per_unit=per_unit, foreign=foreign) if kind.kind or per_unit or foreign else SILENT

    def _row_path(self, at: int) -> tuple[str, ...]:
        path: list[str] = []
        for text in self.grid[at][: self.labels]:
            if text and text.strip() and text not in path:
                path.append(text)
        return tuple(path)

    def _section(self, at: int, section: Says) -> Says:
        """Return what the last row with only a label says about the rows below it."""
        texts = {text for text in self.grid[at] if text and text.strip()}
        if len(texts) != 1 or self.units[at] or any(form.is_data for form in self.forms[at]):
            return section
        return says(next(iter(texts)), self.reader.vocabulary)

    def _new_header(self, at: int) -> None:
        """Take new headers from a header row in the middle."""
        texts = [text for text in self.grid[at][self.labels :] if text and text.strip()]
        heads = at < len(self.block.heads) and self.block.heads[at]
        if len(set(texts)) < 2 or any(form.is_data for form in self.forms[at]):  # noqa: PLR2004
            return
        said = [says(text, self.reader.vocabulary, whole=True) for text in texts]
        speaks = sum(bool(each.kind) or each.explicit for each in said) * 2 > len(said)
        if heads or (speaks and all(form.kind in {"text", "blank", "period"} for form in self.forms[at])):
            self.column_path = [self._column_path(c, at, at + 1) for c in range(self.width)]
            self.column_says = [self._said(reversed(path), whole=True) for path in self.column_path]

    def _row_says(self, at: int, path: tuple[str, ...]) -> Says:
        for c in range(min(self.labels, len(self.grid[at]))):
            header = self.column_path[c][-1:]
            if header and stem_of(header[0]).replace(" ", "").lower() in {"단위", "unit"}:
                text = self.grid[at][c] or ""
                if label := _whole(text, self.reader.vocabulary):
                    kind = "money" if label.money else label.others[0].kind
                    return Says(kind, label, text)
                return Says("", None, text, open=bool(text.strip()))
        return self._said(reversed(path))

    # --- cells

    def _look_at_numbers(self) -> Looks:
        """Record what the numbers of the table look like as a whole."""
        numbers = [
            (text, form)
            for row, forms in zip(self.grid[self.headers :], self.forms[self.headers :], strict=True)
            for text, form in zip(row, forms, strict=True)
            if form.kind == "number"
        ]
        decimals = sum("." in (text or "") for text, _ in numbers)
        written = {mark for row in self.grid for text in row if text for mark in "▼▽↓▲△↑" if mark in text}
        return Looks(
            commas=any(text and "," in text for text, _ in numbers),
            few_decimals=decimals * 2 < len(numbers),
            arrows=bool(written & set("▼▽↓")) and bool(written & set("▲△↑")),
        )

    def _row(self, at: int, unit: TableUnit | None, section: Says) -> tuple[Cell, ...]:
        row, forms, firsts = self.grid[at], self.forms[at], self.block.first[at]
        if at < self.headers or self.units[at]:
            return tuple(
                Cell(text or "", is_label=True, is_first=first, kind="other" if (text or "").strip() else "none")
                for text, first in zip(row, firsts, strict=True)
            )
        path = self._row_path(at)
        said = self._row_says(at, path)
        trusted = at not in self._ragged
        about = Said(said, SILENT, section, unit, self._are_accounted, trusted, not self._headless, self.looks)
        cells: list[Cell] = []
        left = ""
        for c, (text, form, first) in enumerate(zip(row, forms, firsts, strict=True)):
            content = text or ""
            if c < self.labels:
                kind: CellKind = "other" if content.strip() else "none"
                cells.append(Cell(content, (), self.column_path[c], kind, is_label=True, is_first=first))
                continue
            headers = self.column_path[c]
            labels, mine = path, said
            if left:  # a label in the middle: 자본금 | 1,000 | 종업원수 | 200
                beside = says(left, self.reader.vocabulary)
                if not headers or beside.explicit or beside.kind in NON_MONEY:
                    labels, mine = (left,), beside
            if form.kind in {"blank", "none"}:
                cells.append(Cell(content, labels, headers, "none", is_first=first))
                continue
            if form.kind in {"text", "period"}:
                left = content if form.kind == "text" else left
                cells.append(Cell(content, labels, headers, "other", is_first=first))
                continue
            open_ = Cell(content, labels, headers, "undecided", number=form.number, is_first=first)
            cells.append(read_cell(open_, form, about._replace(row=mine, column=self.column_says[c])))
        return tuple(cells)

    def _are_accounted(self, unit: TableUnit) -> bool:
        """Tell whether the other units of a label have their own rows or columns, so that the rest is money."""
        key = id(unit)
        if key not in self._accounted:
            wanted = {each.kind for each in unit.label.others}
            rows = (self._row_says(row, self._row_path(row)).kind for row in range(self.headers, len(self.grid)))
            there = {says_.kind for says_ in self.column_says} | set(rows)
            there |= {
                "percent" if form.kind == "percent" else form.unit.kind
                for forms in self.forms[self.headers :]
                for form in forms
                if form.kind in {"percent", "counted"} and isinstance(form.unit, OtherUnit)
            }
            self._accounted[key] = wanted <= there and not unit.unknown
        return self._accounted[key]
