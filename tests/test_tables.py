"""Tables: each of `corpus/tables.txt` in every format, every cell with its value, kind and the place of its unit."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from krmoney import AmountError, Vocabulary, tables
from krmoney.data import load
from krmoney.tables.says import says

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
        body = markup(case, "TE", "TH").replace("table", "TABLE")
        text = f'<?xml version="1.0" encoding="euc-kr"?>\n<DOCUMENT><BODY>{body}</BODY></DOCUMENT>'
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


# --- rows of data


@pytest.mark.parametrize("row", load("labels")["says"], ids=lambda row: row["example"])
def test_rows_of_what_labels_say(row: dict[str, Any]) -> None:
    words = Vocabulary.default()
    said, other = says(row["example"], words), says(row["counterexample"], words)
    assert (said.kind, said.per_unit) == (row["kind"], row.get("per_unit", False))
    assert (other.kind, other.per_unit) != (row["kind"], row.get("per_unit", False))


# --- properties

AMOUNTS = st.integers(-(10**9), 10**9)
UNITS = {"원": 1, "천원": 1_000, "백만원": 10**6, "억원": 10**8, "십억원": 10**9}
MINUS = {
    "-": "-{}", "△": "△{}", "▲": "▲{}", "brackets": "({})", "(-)": "(-){}", "triangle in brackets": "(△{})", "−": "−{}",
}  # fmt: skip
PLACES = ("small", "paragraph", "first row", "column header", "row label")


def written(amount: int, minus: str) -> str:
    return MINUS[minus].format(f"{-amount:,}") if amount < 0 else f"{amount:,}"


def page(amounts: list[int], unit: str, place: str, minus: str) -> str:
    label = f"(단위 : {unit})"
    before = {"small": f"<table><tr><td>{label}</td></tr></table>", "paragraph": f"<p>{label}</p>"}.get(place, "")
    first = f"<tr><td colspan=3>{label}</td></tr>" if place == "first row" else ""
    column = f"금액({unit})" if place == "column header" else "금액"
    row = f"매출액({unit})" if place == "row label" else "매출액"
    body = "".join(
        f"<tr><td>{row} {at}</td><td>{written(each, minus)}</td><td>{at}</td></tr>" for at, each in enumerate(amounts)
    )
    return f"{before}<table>{first}<tr><th>구분</th><th>{column}</th><th>직원 수</th></tr>{body}</table>"


def money_of(source: str) -> list[Decimal | None]:
    return [each.value for _, _, each in tables.read(source)[-1].data() if each.kind == "money"]


@given(
    st.lists(AMOUNTS, min_size=1, max_size=5),
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(PLACES),
    st.sampled_from(sorted(MINUS)),
)
def test_what_is_written_is_read(amounts: list[int], unit: str, place: str, minus: str) -> None:
    assert money_of(page(amounts, unit, place, minus)) == [each * UNITS[unit] for each in amounts]


@given(st.lists(AMOUNTS, min_size=1, max_size=4), st.sampled_from(["small", "paragraph", "first row", "column header"]))
def test_a_unit_reaches_one_table(amounts: list[int], place: str) -> None:
    second = "<table><tr><th>구분</th><th>금액</th></tr><tr><td>가</td><td>5</td></tr></table>"
    last = tables.read(page(amounts, "백만원", place, "-") + second)[-1]
    assert [each.kind for _, _, each in last.data()] == ["undecided"]
    assert last.unit is None


@given(st.lists(AMOUNTS, min_size=1, max_size=4), st.sampled_from(PLACES))
def test_a_thousand_times_the_unit_changes_the_money_by_a_thousand(amounts: list[int], place: str) -> None:
    small = tables.read(page(amounts, "천원", place, "△"))[-1]
    large = tables.read(page(amounts, "백만원", place, "△"))[-1]
    for (_, _, one), (_, _, other) in zip(small.data(), large.data(), strict=True):
        assert one.kind == other.kind
        if one.kind == "money":
            assert one.value is not None
            assert other.value == one.value * 1000
        else:
            assert one.value == other.value


@given(st.text(max_size=200))
def test_no_text_is_refused(text: str) -> None:
    tables.read(f"<table><tr><td>{text}</td></tr></table>{text}")
    tables.read([[text, text], [text]])
    tables.read(f"{text}\n| {text} | 1 |\n|---|---|\n| a | {text} |")


# --- sources


def test_a_path_and_its_encodings(tmp_path: Path) -> None:
    rows = "<tr><th>구분</th><th>금액</th></tr><tr><td>똠방각하</td><td>3</td></tr>"
    html = f'<meta charset="euc-kr"><p>(단위: 억원)</p><table>{rows}</table>'
    for encoding, text in (("cp949", html), ("utf-8", html.replace("euc-kr", "utf-8")), ("utf-16", html)):
        file = tmp_path / f"{encoding}.html"
        file.write_bytes(text.encode(encoding))
        for source in (file, str(file), file.read_bytes()):
            (table,) = tables.read(source)
            assert table.cells[1][0].text == "똠방각하"
            assert table.cells[1][1].value == 300_000_000
    csv = tmp_path / "sheet.csv"
    csv.write_text("(단위: 천원),\n구분,금액\n가,5\n", "utf-8")
    assert tables.read(csv)[0].cells[2][1].value == 5_000
    with pytest.raises(FileNotFoundError):
        tables.read("no-such-file.html")
    with pytest.raises(TypeError, match="not int"):
        tables.read(5)


def test_data_frames_as_pandas_reads_them() -> None:
    html = page([1234, -5], "백만원", "small", "brackets")
    frames = pd.read_html(io.StringIO(html), thousands=None)
    assert len(frames) == 2
    table = tables.read(frames)[-1]
    assert [each.value for _, _, each in table.data() if each.kind == "money"] == [1_234_000_000, -5_000_000]
    frame = pd.DataFrame({"매출액": [1.0, None], "직원 수": [3, 4]}, index=["2022", "2023"])
    cells = [(each.kind, each.value) for _, _, each in tables.read(frame, unit="억원")[0].data()]
    assert cells == [("money", 10**8), ("count", 3), ("none", None), ("count", 4)]
    with pytest.raises(AmountError, match="may have lost digits"):
        tables.read(pd.DataFrame({"매출액": [1e17]}))


def test_what_the_caller_gives_is_for_tables_that_say_nothing() -> None:
    silent = [["구분", "금액"], ["가", "5"], ["이익률", "7"]]
    (table,) = tables.read(silent, unit="백만원")
    assert [(each.kind, each.value, str(each.unit_from)) for _, _, each in table.data()] == [
        ("money", 5_000_000, "given: 백만원"),
        ("percent", 7, "row_label: 이익률"),
    ]
    (table,) = tables.read([["(단위: 천원)", None], *silent], unit="백만원")
    assert table.cells[2][1].value == 5_000
    for wrong in ("%", "천원, 원", "5백만원"):
        with pytest.raises(AmountError):
            tables.read(silent, unit=wrong)


def test_ragged_rows_and_missing_headers_are_told_and_open() -> None:
    rows = [["(단위: 천원)"], ["구분", "주식수", "금액"], ["가", "1", "2"], ["나", "3"], ["다", "4", "5", "6"]]
    (table,) = tables.read(rows)
    assert [each.kind for _, _, each in table.data()] == ["count", "money", *["undecided"] * 4]
    assert table.warnings == (
        "row 4 has 2 cells, not 3: their units are unknown",
        "row 5 has 4 cells, not 3: their units are unknown",
    )
    first, second = tables.read([rows[:3], [["라", "7", "8"], ["마", "9", "10"]]], unit="천원")
    assert not first.warnings
    assert {each.kind for _, _, each in second.data()} == {"undecided"}
    assert "no header" in second.warnings[0]


def test_a_cell_that_spans_places_is_one() -> None:
    head = "<tr><th>구분</th><th>가</th><th>나</th></tr>"
    html = f"<p>단위: 원</p><table>{head}<tr><td>금액</td><td colspan=2>7</td></tr></table>"
    (table,) = tables.read(html)
    assert [each.value for each in table.cells[1][1:]] == [7, 7]
    assert [row["value"] for row in table.to_dicts()] == ["7"]


# --- views


@pytest.fixture
def table() -> tables.Table:
    return tables.read(page([1234, -5], "백만원", "small", "△"))[-1]


def test_views(table: tables.Table) -> None:
    rows = table.to_dicts()
    assert rows[0] == {
        "table": 1, "row": 1, "column": 1, "labels": ["매출액 0"], "headers": ["금액"], "text": "1,234",
        "kind": "money", "value": "1234000000", "currency": "KRW", "unit_from": "caption: (단위 : 백만원)",
    }  # fmt: skip
    long = table.to_pandas()
    assert long["value"].tolist() == [1_234_000_000, 0, -5_000_000, 1]
    assert all(isinstance(each, Decimal) for each in long["value"])
    wide = table.to_pandas("wide")
    assert wide.loc["매출액 1", "금액"] == -5_000_000
    assert list(wide.columns) == ["금액", "직원 수"]
    arrow = table.to_arrow()
    assert arrow.column("value").to_pylist() == [1_234_000_000, 0, -5_000_000, 1]
    assert [row["kind"] for row in rows] == arrow.column("kind").to_pylist()
    with pytest.raises(AmountError, match="form must be long or wide"):
        table.to_pandas("tall")  # type: ignore[arg-type]
    assert repr(table) == "<Table 1: 3 × 3, caption: (단위 : 백만원)>"
    assert table.counts() == {"money": 2, "percent": 0, "count": 2, "other": 0, "none": 0, "undecided": 0}


def test_the_view_of_a_notebook_is_safe_and_says_what_was_read(table: tables.Table) -> None:
    html = table._repr_html_()
    assert "12억3400만원" in html
    assert "(단위 : 백만원)" in html
    (hostile,) = tables.read([["<script>alert(1)</script>", "금액"], ["<b>", "1"]])
    html = hostile._repr_html_()
    assert "<script>" not in html
    assert "undecided" in html


# --- the command


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "krmoney", "table", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=False)


def test_the_command(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    more = "<table><tr><td>가</td><td>9</td></tr><tr><td>나</td><td>-</td></tr></table>"
    file.write_text(page([1234, -5], "백만원", "small", "△") + more, "utf-8")
    ran = run(str(file))
    assert ran.returncode == 0
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [row["value"] for row in rows if row["kind"] == "money"] == ["1234000000", "-5000000"]
    assert rows[0]["file"] == str(file)
    assert ran.stderr.decode().splitlines()[-1] == "krmoney: money 2, percent 0, counts 2, none 1, undecided 1"
    ran = run(str(file), "--format", "csv", "--in", "억원", "--unit", "천원")
    lines = list(csv.DictReader(io.StringIO(ran.stdout.decode())))
    assert [line["value"] for line in lines if line["currency"]] == ["12.34", "-0.05", "0.00009"]
    assert lines[0]["in"] == "억원"
    assert run(str(file), "--undecided", "error").returncode == 1
    assert run(str(file), "--undecided", "error", "--unit", "원").returncode == 0
    table = run(str(file), "--format", "table").stdout.decode()
    assert "1,234,000,000" in table
    parquet = tmp_path / "cells.parquet"
    assert run(str(file), "-o", str(parquet)).returncode == 0
    assert pd.read_parquet(parquet)["kind"].tolist().count("money") == 2
    assert run("-", stdin=file.read_bytes()).stdout.count(b"\n") == 6


def test_the_command_refuses(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text("<table></table>", "utf-8")
    assert run(str(file), "--unit", "쿠키").returncode == 2
    assert run(str(file), "--in", "%").returncode == 2
    assert run(str(file), "--format", "parquet").returncode == 2
    assert run(str(tmp_path / "none.html")).returncode == 3
