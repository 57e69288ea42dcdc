"""Tables: each of `corpus/tables.txt` in every format, every cell with its value, kind and the place of its unit."""

from __future__ import annotations

import io
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pandas as pd
import pytest

from krmoney import tables

CORPUS = Path(__file__).parent / "corpus" / "tables.txt"
FORMATS = ("html", "dart", "markdown", "rows", "xlsx", "frame")


class Expected(NamedTuple):
    """What a cell must be read as."""

    kind: str
    value: Decimal | None
    currency: str | None
    place: str | None


class Case(NamedTuple):
    """A table of the corpus."""

    name: str
    before: list[tuple[str, str]]
    formats: tuple[str, ...]
    rows: list[list[str]]
    expected: dict[tuple[int, int], Expected]


def cell(written: str) -> tuple[str, Expected | None]:
    said, found, text = written.partition("::")
    if not found:
        return written.strip(), None
    kind, *rest = said.split()
    place = next((each[1:] for each in rest if each.startswith("@")), None)
    number = rest[0].rstrip("%") if rest and rest[0] != "-" and not rest[0].startswith("@") else None
    currency = kind if kind.isupper() else None
    return text.strip(), Expected("money" if currency else kind, Decimal(number) if number else None, currency, place)


def cases() -> list[Case]:
    found: list[Case] = []
    for block in CORPUS.read_text("utf-8").split("\n== ")[1:]:
        name, *lines = block.strip("\n").splitlines()
        case = Case(name, [], FORMATS, [], {})
        for line in lines:
            if line.startswith("before: "):
                kind, _, text = line.removeprefix("before: ").partition(" ")
                case.before.append((kind, text))
            elif line.startswith("formats: "):
                case = case._replace(formats=tuple(line.removeprefix("formats: ").split()))
            elif line.strip():
                row: list[str] = []
                for at, written in enumerate(line.split(" | ")):
                    text, expected = cell(written)
                    row.append(text)
                    if expected:
                        case.expected[len(case.rows), at] = expected
                case.rows.append(row)
        found.append(case)
    return found


CASES = cases()


# --- writing the tables


def span(rows: list[list[str]], at: int, c: int) -> tuple[int, int]:
    across = 1
    while c + across < len(rows[at]) and rows[at][c + across] == "<<":
        across += 1
    down = 1
    while at + down < len(rows) and c < len(rows[at + down]) and rows[at + down][c] == "^^":
        down += 1
    return across, down


def markup(case: Case, data: str, head: str) -> str:
    lines = [f"<p>{escape(text)}</p>" if kind == "p" else "" for kind, text in case.before]
    for at, (kind, text) in enumerate(case.before):
        if kind == "small":
            lines[at] = f"<table><tr><{data}>{escape(text)}</{data}></tr></table>"
    lines.append("<table>")
    lines += [f"<caption>{escape(text)}</caption>" for kind, text in case.before if kind == "caption"]
    for at, row in enumerate(case.rows):
        cells = []
        for c, text in enumerate(row):
            if text in {"<<", "^^"}:
                continue
            across, down = span(case.rows, at, c)
            spans = (f' colspan="{across}"' if across > 1 else "") + (f' rowspan="{down}"' if down > 1 else "")
            tag = head if not at and len(row) > 1 and "단위 :" not in text else data
            cells.append(f"<{tag}{spans}>{escape(text)}</{tag}>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</table>"])


def plain_rows(case: Case) -> list[list[str | None]]:
    return [[None if text in {"<<", "^^"} else text for text in row] for row in case.rows]


def filled_rows(case: Case) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in case.rows:
        rows.append([])
        for c, text in enumerate(row):
            rows[-1].append(rows[-1][-1] if text == "<<" else rows[-2][c] if text == "^^" else text)
    return rows


def read(case: Case, format_: str) -> tables.Table:
    paragraphs = [text for kind, text in case.before if kind == "p"]
    small = [text for kind, text in case.before if kind == "small"]
    if format_ == "html":
        return tables.read(f"<html><body>{markup(case, 'td', 'th')}</body></html>")[-1]
    if format_ == "dart":
        text = f'<?xml version="1.0" encoding="euc-kr"?>\n<DOCUMENT><BODY>{markup(case, "TE", "TH").replace("table", "TABLE")}</BODY></DOCUMENT>'
        return tables.read(text.encode("cp949", "xmlcharrefreplace"))[-1]
    if format_ == "markdown":
        parts = [f"{text}\n" for text in paragraphs]
        parts += [f"| {text} |\n|---|\n" for text in small]
        head, *body = filled_rows(case)
        lines = ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *body)]
        return tables.read("\n".join([*parts, *lines]))[-1]
    if format_ == "rows":
        return tables.read([*([[text]] for text in [*paragraphs, *small]), plain_rows(case)])[-1]
    if format_ == "xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        for row in plain_rows(case):
            sheet.append(row)
        file = io.BytesIO()
        book.save(file)
        values = list(openpyxl.load_workbook(io.BytesIO(file.getvalue())).active.iter_rows(values_only=True))
        return tables.read([*([[text]] for text in [*paragraphs, *small]), values])[-1]
    frames = [pd.DataFrame([[text]]) for text in [*paragraphs, *small]]
    return tables.read([*frames, pd.DataFrame(filled_rows(case))])[-1]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_corpus(case: Case, format_: str) -> None:
    if format_ not in case.formats:
        pytest.skip("not in this format")
    table = read(case, format_)
    found = {
        (row, column): Expected(each.kind, each.value, each.currency, each.unit_from and each.unit_from.place)
        for row, cells in enumerate(table.cells)
        for column, each in enumerate(cells)
        if (row, column) in case.expected
    }
    wrong = {
        place: (case.rows[place[0]][place[1]], found.get(place), each)
        for place, each in case.expected.items()
        if found.get(place) != each
    }
    assert not wrong


def test_there_are_enough_cells() -> None:
    assert sum(len(case.expected) for case in CASES) >= 180
    assert sum(len(case.expected) * len(case.formats) for case in CASES) >= 1000
