"""Records through `krmoney extract --column` and `krmoney parse`, against `krmoney.extract` and `krmoney.parse`."""

import csv
import gzip
import json
import os
import random
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from decimal import Decimal
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import krmoney
from krmoney.cli import main
from krmoney.files.formats import BadRow, Csv, JsonLines, Row

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

MODULES = str(Path(krmoney.__file__).resolve().parents[1])
COMMAND = (sys.executable, "-m", "krmoney")

TEXTS = [
    "새 도크에 12억 5천만 크로네(약 1600억원)를 썼다.",
    '매출은 3조원대,\n이익률은 "2.5%p" 올랐다.',
    None,
    "아무것도 없다",
    "1달러=1391.5원, 1~2조원",
    "그는 10억 크로나를 두고 떠났다.",
]
CELLS = ["3억원", "337억 크로나(약 4조 4000억원)", None, "조금", "1~2조원", "30,000"]


class Result(NamedTuple):
    """What a run of the command left."""

    status: int
    out: bytes
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What the output holds, if it is JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def problems(self) -> list[str]:
        """The lines on standard error."""
        return self.err.splitlines()


def run(*args: str, stdin: bytes = b"", cwd: Path, **env: str) -> Result:
    """Run the command: in this process, which is quicker, unless it needs an input or a surrounding of its own."""
    result = run_there(*args, stdin=stdin, cwd=cwd, **env) if stdin or env else run_here(*args, cwd=cwd)
    assert "Traceback" not in result.err
    assert all(line.startswith("krmoney: ") for line in result.problems)
    assert not [*cwd.rglob("*.part")]
    return result


def run_there(*args: str, stdin: bytes, cwd: Path, **env: str) -> Result:
    done = subprocess.run(
        [*COMMAND, *args],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": MODULES} | env,
        check=False,
        timeout=120,
    )
    return Result(done.returncode, done.stdout, done.stderr.decode())


def run_here(*args: str, cwd: Path) -> Result:
    out, err = TextIOWrapper(BytesIO()), TextIOWrapper(BytesIO())
    with redirect_stdout(out), redirect_stderr(err), chdir(cwd):
        try:
            status = main([*args])
        except SystemExit as error:
            status = int(error.code or 0)
        out.flush()
        err.flush()
    return Result(status, out.buffer.getvalue(), err.buffer.getvalue().decode())  # type: ignore[attr-defined]


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


def figures(text: str | None, *, elided: bool = True) -> list[dict[str, Any]]:
    return [] if text is None else plain([each.to_row() for each in krmoney.extract(text, elided=elided)])


def money(cell: str | None, **options: Any) -> dict[str, Any] | None:
    if cell is None:
        return None
    row: dict[str, Any] = dict.fromkeys(("amount", "currency", "rate", "error"))
    try:
        found = krmoney.parse(cell, **options)
    except krmoney.ParseError as error:
        start, end = error.span
        said = {"type": type(error).__name__, "message": error.message, "hint": error.hint or None}
        return row | {"error": said | {"start": start, "end": end}}
    rate = found.rate.to_dict() if found.rate else None
    amount = f"{found.amount.normalize():f}"
    return row | {"amount": amount, "currency": str(found.currency), "rate": rate}


# --- formats of files


def jsonl(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def csv_bytes(rows: list[dict[str, Any]], delimiter: str = ",") -> bytes:
    text = StringIO(newline="")
    writer = csv.DictWriter(text, [*rows[0]], delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def parquet(rows: list[dict[str, Any]]) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    return bytes(sink.getvalue())


def zstd(data: bytes) -> bytes:
    return bytes(pa.Codec("zstd").compress(data))


FORMATS: dict[str, Callable[[list[dict[str, Any]]], bytes]] = {
    ".jsonl": jsonl,
    ".ndjson": jsonl,
    ".csv": csv_bytes,
    ".tsv": lambda rows: csv_bytes(rows, "\t"),
    ".parquet": parquet,
}
PACKED: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".zst": zstd}
INPUTS = [(form, pack) for form in FORMATS for pack in PACKED if not (form == ".parquet" and pack)]


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".zst":
        return bytes(pa.input_stream(pa.BufferReader(data), compression="zstd").read())
    return data


def read(path: Path) -> list[dict[str, Any]]:
    """Read what the command has written, in any format."""
    data = unpacked(path)
    kind = path.name.split(".")[1]
    if kind in {"jsonl", "ndjson"}:
        return [json.loads(line) for line in data.splitlines()]
    if kind in {"csv", "tsv"}:
        return [*csv.DictReader(StringIO(data.decode(), newline=""), delimiter="\t" if kind == "tsv" else ",")]
    rows: list[dict[str, Any]] = pq.read_table(pa.BufferReader(data)).to_pylist()
    return rows


def decimals(value: Any) -> Any:
    """Write decimals, wherever they are, without trailing zeros; and leave out what JSON leaves out."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, dict):
        return {name: kept for name, each in value.items() if (kept := decimals(each)) not in (None, [], False)}
    return [decimals(each) for each in value] if isinstance(value, list) else value


def laid(row: dict[str, Any] | None) -> dict[str, Any]:
    """Lay a figure or an amount flat, as Parquet has it; without the numbers of rates, of which Arrow has 20 places."""
    fields = dict(row or {})
    quote = fields.pop("quote", None) or {}
    rate = fields.pop("rate", None) or quote.get("rate") or {}
    inner = {"quote": quote, "rate": rate, "restates": fields.pop("restates", None), "error": fields.pop("error", None)}
    fields |= {f"{name}_{part}": value for name, of in inner.items() for part, value in (of or {}).items()}
    fields |= {"restates": bool(inner["restates"])}
    return without_rates(fields)


def without_rates(row: dict[str, Any] | None) -> dict[str, Any]:
    left_out = {"rate_value", "rate_low", "rate_high", "quote_rate", "unfit"}
    return decimals({name: value for name, value in (row or {}).items() if name not in left_out})


def flat(row: dict[str, Any], prefix: str) -> dict[str, str]:
    """Lay a figure or an amount flat, as CSV has it."""
    quote = row.get("quote") or {}
    rate = row.get("rate") or quote.get("rate") or {}
    names = [name for name in row if name not in {"rate", "quote", "evidence", "restates", "error"}]
    cells = {f"{prefix}_{name}": row[name] for name in names}
    if "start" in row:
        cells[f"{prefix}_restates"] = "restates" in row
    cells |= {f"{prefix}_rate_{name}": value for name, value in rate.items()}
    cells |= {f"{prefix}_restates_{name}": value for name, value in (row.get("restates") or {}).items()}
    if "candidates" in row:
        cells[f"{prefix}_candidates"] = " ".join(row["candidates"])
    if row.get("error"):
        cells[f"{prefix}_error"] = row["error"]["message"]
    return {name: str(c).lower() if isinstance(c, bool) else "" if c is None else str(c) for name, c in cells.items()}


@pytest.fixture
def table() -> list[dict[str, Any]]:
    """Records with other columns, that have to survive."""
    return [{"id": f"{number:03}", "text": text, "what": '쉼표, "따옴표"'} for number, text in enumerate(TEXTS)]


def blank(value: Any, form: str) -> Any:
    """CSV has no null: it has cells with nothing in them."""
    return "" if value is None and form in {".csv", ".tsv"} else value


# --- every format, in and out


@pytest.mark.parametrize("out", [".jsonl", ".csv", ".tsv", ".parquet", ".jsonl.gz", ".csv.zst"])
@pytest.mark.parametrize("file", INPUTS, ids="".join)
def test_extract_of_every_format(tmp_path: Path, table: list[dict[str, Any]], file: tuple[str, str], out: str) -> None:
    form, pack = file
    (tmp_path / f"a{form}{pack}").write_bytes(PACKED[pack](FORMATS[form](table)))
    columns = () if ".jsonl" in out else ("--columns", "all")
    result = run("extract", "--column", "text", *columns, f"a{form}{pack}", "-o", f"out{out}", cwd=tmp_path)
    assert result == (0, b"", "")
    rows = read(tmp_path / f"out{out}")
    expected = [(row, figure) for row in table for figure in figures(row["text"])]
    assert len(rows) == len(expected) > 5
    for got, (row, figure) in zip(rows, expected, strict=True):
        assert {name: got[name] for name in row} == row
        if ".jsonl" in out:
            assert got["figure"] == figure
            assert [*got] == [*row, "figure"]
        elif ".parquet" in out:
            assert without_rates(got["figure"]) == laid(figure)
        else:
            cells = flat(figure, "figure")
            assert {name: got[name] for name in cells} == cells
            assert all(not got[name] for name in {*got} - {*cells, *row} if "quote" not in name)


@pytest.mark.parametrize("out", [".jsonl", ".csv", ".parquet"])
@pytest.mark.parametrize("form", [".jsonl", ".csv", ".parquet"])
def test_parse_of_every_format(tmp_path: Path, form: str, out: str) -> None:
    table = [{"amount": cell, "id": f"{number}x"} for number, cell in enumerate(CELLS)]
    (tmp_path / f"a{form}").write_bytes(FORMATS[form](table))
    result = run("parse", "--column", "amount", f"a{form}", "-o", f"out{out}", "--prefer", "SEK", cwd=tmp_path)
    assert result.status == 1
    problems = result.problems
    first = {".jsonl": 1, ".csv": 2, ".parquet": 1}[form]
    assert [line.split(": ")[1] for line in problems[:3]] == [f"a{form}:{first + at}" for at in (3, 4, 5)]
    assert problems[3] == "krmoney: 6 rows, 2 amounts, 3 bad rows"
    rows = read(tmp_path / f"out{out}")
    for got, row in zip(rows, table, strict=True):
        expected = money(row["amount"])
        assert {name: got[name] for name in row} == {n: blank(blank(v, form), out) for n, v in row.items()}
        if out == ".csv":
            assert {name: got[name] for name in flat(expected or {}, "money")} == flat(expected or {}, "money")
        else:
            assert (laid(got["money"]) if out != ".parquet" else without_rates(got["money"])) == laid(expected)


def test_options_of_parse(tmp_path: Path) -> None:
    stdin = jsonl([{"a": cell} for cell in ("30,000", "10억 크로나", "$3")])
    result = run("parse", "--column", "a", "--currency", "krw", "--prefer", "ISK", stdin=stdin, cwd=tmp_path)
    assert [(row["money"]["amount"], row["money"]["currency"]) for row in result.rows] == [
        ("30000", "KRW"),
        ("1000000000", "ISK"),
        ("3", "USD"),
    ]


def test_parse_of_lines(tmp_path: Path) -> None:
    text = "3억원\r\n\n조금\n  2만 달러"
    result = run("parse", stdin=text.encode(), cwd=tmp_path)
    assert result.status == 1
    assert [row["text"] for row in result.rows] == ["3억원", "", "조금", "  2만 달러"]
    assert [row["money"] and row["money"]["amount"] for row in result.rows] == ["300000000", None, None, "20000"]
    assert result.err.startswith("krmoney: -:3: no amount in the text")
    (tmp_path / "a.txt").write_text(text, "utf-8", newline="")
    assert run("parse", "a.txt", cwd=tmp_path).out == result.out


def test_elided_amounts(tmp_path: Path) -> None:
    stdin = jsonl([{"text": "이 회사는 1조 투자를 약속했고 3억원은 이미 냈다."}])
    command = ("extract", "--column", "text")
    assert len(run(*command, stdin=stdin, cwd=tmp_path).rows) == 2
    assert len(run(*command, "--no-elided", stdin=stdin, cwd=tmp_path).rows) == 1


@pytest.mark.parametrize("out", [".jsonl", ".parquet"])
@pytest.mark.parametrize("form", [".jsonl", ".csv", ".parquet"])
def test_nested(tmp_path: Path, table: list[dict[str, Any]], form: str, out: str) -> None:
    (tmp_path / f"a{form}").write_bytes(FORMATS[form](table))
    columns = ("--columns", "all") if out == ".parquet" else ()
    args = ("extract", "--column", "text", "--nested", *columns, f"a{form}", "-o", f"b{out}", "--as", "돈")
    assert run(*args, cwd=tmp_path).status == 0
    for got, row in zip(read(tmp_path / f"b{out}"), table, strict=True):
        empty = row["text"] is None
        assert (got["돈"] is None) is empty
        of = without_rates if out == ".parquet" else laid
        assert [*map(of, got["돈"] or ())] == [*map(laid, figures(row["text"]))]


# --- what stands beside the column


def test_json_is_kept_to_the_letter(tmp_path: Path) -> None:
    kept = '"b": 1.10, "a": 1e400,"a" : -0.0, "s": "\\ud800 \\u0041", "n": 123456789012345678901234567890'
    lines = [f'{{ {kept}, "text": "3억원" }}', '  {"text":"\\u0033억원"}\t', '{"text": "3억원", "d": {"x": [1.0]}}']
    result = run("extract", "--column", "text", stdin="\r\n\n".join(lines).encode(), cwd=tmp_path)
    assert result.status == 0
    begun = [line.decode().partition(', "figure": ')[0] for line in result.out.splitlines()]
    assert begun == [line.strip()[:-1] for line in lines]


def test_numbers_become_cells_as_they_are_spelled(tmp_path: Path) -> None:
    stdin = b'{"a": 1.10, "b": 1e400, "c": true, "d": null, "e": [1.50, {"x": "\\u00e9"}], "text": "2%"}\n'
    out = run("extract", "--column", "text", "--format", "csv", stdin=stdin, cwd=tmp_path).out.decode()
    (row,) = csv.DictReader(StringIO(out))
    assert [row[name] for name in "abcde"] == ["1.10", "1e400", "true", "", '[1.50, {"x": "é"}]']


def test_parquet_keeps_types_and_metadata(tmp_path: Path) -> None:
    import datetime as dt

    when = dt.datetime(2024, 2, 29, 12, 30, tzinfo=dt.UTC)
    table = pa.table(
        {
            "id": pa.array([7, None], pa.uint8()),
            "text": pa.array(["3억원", "2%"]).dictionary_encode(),
            "when": pa.array([when, None], pa.timestamp("ns", "Asia/Seoul")),
            "day": pa.array([when.date(), None]),
            "price": pa.array([Decimal("1.10"), None], pa.decimal128(9, 2)),
            "tags": pa.array([["a"], []]),
            "raw": pa.array([b"\xff", None]),
            "f": pa.array([float("nan"), 0.5]),
        }
    ).replace_schema_metadata({"made by": "hand"})
    table = table.cast(table.schema.set(0, pa.field("id", pa.uint8(), metadata={"unit": "none"})))
    pq.write_table(table, tmp_path / "a.parquet")
    assert run("extract", "--column", "text", "a.parquet", "-o", "b.parquet", cwd=tmp_path).status == 0
    made = pq.read_table(tmp_path / "b.parquet")
    read_back = pq.read_table(tmp_path / "a.parquet")
    assert made.drop_columns(["figure"]).schema.equals(read_back.schema, check_metadata=True)
    assert made.drop_columns(["figure", "f"]).equals(read_back.drop_columns(["f"]))
    (row, other) = run("extract", "--column", "text", "a.parquet", cwd=tmp_path).rows
    del row["figure"]
    assert row == {
        "id": 7,
        "text": "3억원",
        "when": row["when"],
        "day": "2024-02-29",
        "price": "1.10",
        "tags": ["a"],
        "raw": "/w==",
        "f": None,
    }
    assert row["when"].startswith("2024-02-29T")
    assert other["tags"] == []


def test_json_becomes_parquet_by_its_first_block(tmp_path: Path) -> None:
    rows = [
        {"text": "3억원", "n": 1, "mixed": 1, "deep": {"a": 1}, "none": None},
        {"text": "3억원", "n": 2.5, "mixed": 1, "deep": {"a": 1}},
        {"text": "3억원", "mixed": "x", "deep": {"a": 1}},
        {"text": "3억원", "deep": {"b": 1}},
    ]
    (tmp_path / "a.jsonl").write_bytes(jsonl(rows) + b'{"text": "3\xec\x96\xb5\xec\x9b\x90", "n": 1e400}\n')
    later = jsonl([{"text": "3억원", "extra": 1}, {"text": "3억원", "none": 5}, {"text": "4억원", "none": "s"}])
    (tmp_path / "b.jsonl").write_bytes(later)
    result = run("extract", "--column", "text", "a.jsonl", "b.jsonl", "-o", "out.parquet", cwd=tmp_path)
    assert result.status == 1
    made = pq.read_table(tmp_path / "out.parquet")
    assert [str(field.type) for field in made.schema][:5] == [
        "string",
        "double",
        "int64",
        "struct<a: int64, b: int64>",
        "string",
    ]
    assert [line.split(": ")[1:3] for line in result.problems[:4]] == [
        ["a.jsonl:3", "column 'mixed' was int64 in the first records, but is \"x\" here"],
        ["a.jsonl:5", "Parquet cannot hold the number 1e400"],
        ["b.jsonl:1", "the output has no column 'extra'"],
        ["b.jsonl:2", "column 'none' was string in the first records, but is 5 here"],
    ]
    assert len(made) == 4


def test_whatever_json_holds_becomes_parquet_or_a_bad_row(tmp_path: Path) -> None:
    lines = [
        '{"text": "3억원", "s": "a", "l": [{"a": 1}], "n": 1}',
        '{"text": "3억원", "s": "\\ud800"}',
        '{"text": "3억원", "l": [{"a": 1, "b": 2}]}',
        f'{{"text": "3억원", "n": {"9" * 5000}}}',
        '{"text": "3억원", "n": 99999999999999999999}',
        '{"text": "4억원", "l": [], "n": null}',
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    result = run("extract", "--column", "text", "a.jsonl", "-o", "a.parquet", "--block-size", "1", cwd=tmp_path)
    assert [row["text"] for row in read(tmp_path / "a.parquet")] == ["3억원", "4억원"]
    assert [line.split(": ")[1] for line in result.problems[:-1]] == [f"a.jsonl:{at}" for at in (2, 3, 4, 5)]


def test_numbers_of_json_are_never_cut(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"text": "3억원", "n": n} for n in (1, 2.75, -7.5, 3.0, True, "4")]))
    result = run("extract", "--column", "text", "a.jsonl", "-o", "a.parquet", "--block-size", "1", cwd=tmp_path)
    assert [row["n"] for row in read(tmp_path / "a.parquet")] == [1, 3]
    assert [line.rpartition("but is ")[2] for line in result.problems[:-1]] == [
        *("2.75 here", "-7.5 here", "true here", '"4" here'),
    ]


def test_json_fits_into_the_types_of_parquet_or_is_a_bad_row(tmp_path: Path) -> None:
    typed = pa.table(
        {
            "text": ["1억원"],
            "at": pa.array([1], pa.timestamp("s")),
            "day": pa.array([1], pa.date32()),
            "raw": [b"a"],
            "near": pa.array([0.5], pa.float32()),
            "parts": pa.array([[1]], pa.large_list(pa.int64())),
        }
    )
    pq.write_table(typed, tmp_path / "a.parquet")
    rows = [{"at": 20240101}, {"day": 20240}, {"raw": "AA=="}, {"near": 0.1}, {"parts": [1.5]}]
    rows += [{"near": 0.25, "parts": [2, 3]}]
    (tmp_path / "b.jsonl").write_bytes(jsonl([{"text": "2억원"} | row for row in rows]))
    result = run("extract", "--column", "text", "a.parquet", "b.jsonl", "-o", "out.parquet", cwd=tmp_path)
    assert [line.split(": ")[1] for line in result.problems[:-1]] == [f"b.jsonl:{at}" for at in range(1, 6)]
    assert [(row["near"], row["parts"]) for row in read(tmp_path / "out.parquet")] == [(0.5, [1]), (0.25, [2, 3])]


def test_json_that_parquet_has_no_type_for(tmp_path: Path) -> None:
    deep = json.loads("[" * 50 + "]" * 50)
    rows = [{"text": "3억원", "empty": {}, "deep": deep, "big": 10**30, "vast": 10**40, "wide": 1e300}]
    rows += [{"text": "4억원", "empty": {"a": [{}]}, "deep": None, "big": 1, "vast": 1, "wide": 2}]
    (tmp_path / "a.jsonl").write_bytes(jsonl(rows))
    assert run("extract", "--column", "text", "a.jsonl", "-o", "a.parquet", cwd=tmp_path).status == 0
    made = read(tmp_path / "a.parquet")
    assert [json.loads(row["empty"]) for row in made] == [{}, {"a": [{}]}]
    assert (json.loads(made[0]["deep"]), made[1]["deep"]) == (deep, None)
    assert [row["big"] for row in made] == [10**30, 1]
    assert [json.loads(row["vast"]) for row in made] == [10**40, 1]
    assert [row["wide"] for row in made] == [1e300, 2]


def test_numbers_of_json_are_exact_in_parquet_or_bad_rows(tmp_path: Path) -> None:
    spelled = ["0.1", "9007199254740993.0", "12345678901234567.89", "1e-400", "1e400", "1.10", "-2.5e3", "[1.5]"]
    lines = [f'{{"text": "3억원", "n": {number}}}' for number in spelled]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    result = run("extract", "--column", "text", "a.jsonl", "-o", "a.parquet", "--block-size", "1", cwd=tmp_path)
    assert [row["n"] for row in read(tmp_path / "a.parquet")] == [0.1, 1.1, -2500]
    assert [line.split(":")[2] for line in result.problems[:-1]] == ["2", "3", "4", "5", "8"]


def test_json_as_text_is_spelled_as_it_was(tmp_path: Path) -> None:
    spelled = '{"b": {}, "p": 1.10, "c": 12345678901234567.89, "d": 1e400}'
    (tmp_path / "a.jsonl").write_text(f'{{"text": "3억원", "n": {spelled}}}\n', "utf-8")
    (tmp_path / "b.csv").write_text("text,n\n4억원,abc\n", "utf-8")
    assert run("extract", "--column", "text", "a.jsonl", "b.csv", "-o", "a.parquet", cwd=tmp_path).status == 0
    assert [row["n"] for row in read(tmp_path / "a.parquet")] == [spelled, '"abc"']


def test_what_is_never_null_stays_so(tmp_path: Path) -> None:
    inner = pa.struct([pa.field("a", pa.int64(), nullable=False)])
    schema = pa.schema([pa.field("text", pa.string(), nullable=False), pa.field("x", inner, nullable=False)])
    pq.write_table(pa.table({"text": ["3억원"], "x": [{"a": 1}]}, schema=schema), tmp_path / "a.parquet")
    (tmp_path / "b.jsonl").write_bytes(jsonl([{"text": "4억원"}, {"text": "4억원", "x": {"a": None}}]))
    (tmp_path / "c.jsonl").write_bytes(jsonl([{"text": "5억원", "x": {"a": 5}}]))
    args = ("extract", "--column", "text", "a.parquet", "b.jsonl", "c.jsonl", "-o", "out.parquet")
    result = run(*args, cwd=tmp_path)
    assert [line.split(": ")[1:] for line in result.problems[:-1]] == [
        [f"b.jsonl:{at}", "column 'x' had no nulls in the first records, but is null here"] for at in (1, 2)
    ]
    assert [row["text"] for row in read(tmp_path / "out.parquet")] == ["3억원", "5억원"]


def test_bytes_of_parquet_that_are_not_text_are_bad_rows(tmp_path: Path) -> None:
    data = pa.array([b"\xff1\xec\x9b\x90", "3억원".encode(), b"\xec"])
    texts = pa.Array.from_buffers(pa.string(), 3, data.buffers())
    pq.write_table(pa.table({"text": texts, "id": [1, 2, 3]}), tmp_path / "a.parquet")
    for what in ("extract", "parse"):
        result = run(what, "--column", "text", "a.parquet", "-o", "out.parquet", cwd=tmp_path)
        assert [line.split(":")[2] for line in result.problems[:-1]] == ["1", "3"]
        assert [row["id"] for row in read(tmp_path / "out.parquet")] == [2]


def test_half_a_surrogate_pair_is_not_a_cell(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "3억원", "x": "\\ud800"}\n{"text": "4억원", "x": "a"}\n', "utf-8")
    result = run("extract", "--column", "text", "a.jsonl", "-o", "a.csv", cwd=tmp_path)
    assert result.problems[0].startswith("krmoney: a.jsonl:1: cannot be written")
    assert [row["x"] for row in read(tmp_path / "a.csv")] == ["a"]


def test_a_record_is_bad_once(tmp_path: Path) -> None:
    deep = "[" * 600 + "]" * 600
    (tmp_path / "a.jsonl").write_text(f'{{"text": "조금", "x": {deep}}}\n', "utf-8")
    result = run("parse", "--column", "text", "a.jsonl", "-o", "a.csv", "--rejects", "bad.jsonl", cwd=tmp_path)
    assert result.problems[-1].startswith("krmoney: 1 row, 0 amounts, 1 bad row")
    assert len(read(tmp_path / "bad.jsonl")) == 1


def test_csv_has_room_for_a_column_called_like_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"text": "3억원", "figure": 1}]))
    assert run("extract", "--column", "text", "a.jsonl", "-o", "a.csv", cwd=tmp_path).status == 0
    assert [row["figure"] for row in read(tmp_path / "a.csv")] == ["1"]


def test_cells_of_a_table_have_its_unit(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('name,value\na,"1,234"\nb,(56)\n', "utf-8")
    args = ("parse", "--column", "value", "--unit", "백만원", "a.csv")
    rows = run(*args, "--format", "jsonl", cwd=tmp_path).rows
    assert [row["money"]["amount"] for row in rows] == ["1234000000", "-56000000"]
    assert run(*args, "-o", "a.parquet", cwd=tmp_path).status == 0
    assert [row["money"]["amount"] for row in read(tmp_path / "a.parquet")] == [1_234_000_000, -56_000_000]
    assert run("parse", "--column", "value", "--unit", "쿠키", "a.csv", cwd=tmp_path).status == 2


@pytest.mark.parametrize("options", [[], ["--nested"]])
def test_a_currency_is_preferred_where_the_text_leaves_several(tmp_path: Path, options: list[str]) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"text": "3억 크로나"}, {"text": "337억 크로나(약 4조 4000억원)"}]))
    args = ("extract", "--column", "text", "--prefer", "isk", *options, "a.jsonl")
    rows = run(*args, cwd=tmp_path).rows
    found = [figure for row in rows for figure in row.get("figures", [row.get("figure")])]
    assert [figure["currency"] for figure in found] == ["ISK", "SEK", "KRW"]
    assert run(*args, "-o", "a.parquet", cwd=tmp_path).status == 0
    (tmp_path / "a.txt").write_text("3억 크로나\n", "utf-8")
    assert [row["currency"] for row in run("extract", "--prefer", "ISK", "a.txt", cwd=tmp_path).rows] == ["ISK"]
    assert run("extract", "--prefer", "WON", "a.txt", cwd=tmp_path).status == 2


@pytest.mark.parametrize("name", ["out.csv", "out.parquet", "out.jsonl"])
@pytest.mark.parametrize(
    "record",
    [
        "broken",
        "",
        '{"text": "3억원", "n": ' + "[" * 700 + "]" * 700 + "}",
        '{"text": "3억원", "n": ' + "1" * 5000 + "}",
        '{"text": "3억원", "\\ud800": 1}',
    ],
    ids=["no JSON", "blank", "deep", "many digits", "half a pair"],
)
def test_an_odd_first_record_costs_no_other(tmp_path: Path, record: str, name: str) -> None:
    (tmp_path / "odd.jsonl").write_text(f"{record}\n", "utf-8")
    (tmp_path / "good.jsonl").write_bytes(jsonl([{"id": 1, "text": "4억원"}]))
    result = run("extract", "--column", "text", "odd.jsonl", "good.jsonl", "-o", name, cwd=tmp_path)
    assert result.status in {0, 1}
    if record in {"broken", ""}:  # the others have columns, which the second file has not
        assert [str(row["id"]) for row in read(tmp_path / name)] == ["1"]
        assert len(result.problems) == (2 if record else 0)
    dirs = run("extract", "--column", "text", "odd.jsonl", "good.jsonl", "--output-dir", "out", cwd=tmp_path)
    assert dirs.status in {0, 1}
    assert [row["text"] for row in read(tmp_path / "out" / "good.jsonl")] == ["4억원"]


def test_dates_and_times_of_parquet_keep_all_they_have(tmp_path: Path) -> None:
    table = pa.table(
        {
            "text": ["3억원"],
            "day": pa.array([2932897], pa.date32()),
            "time": pa.array([32400000000001], pa.time64("ns")),
            "at": pa.array([1700000000123456789], pa.timestamp("ns")),
            "there": pa.array([1700000000123456789], pa.timestamp("ns", "Asia/Seoul")),
            "lost": pa.array([1700000000], pa.timestamp("s", "Mars/Olympus")),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    (row,) = run("extract", "--column", "text", "a.parquet", cwd=tmp_path).rows
    assert [row[name] for name in ("day", "time", "at", "there", "lost")] == [
        "10000-01-01",
        "09:00:00.000000001",
        "2023-11-14T22:13:20.123456789",
        "2023-11-15T07:13:20.123456789+09:00",
        "2023-11-14T22:13:20.000Z",
    ]


def test_a_value_of_parquet_that_cannot_be_written_costs_no_other(tmp_path: Path) -> None:
    odd = pa.array([{"at": 2**62}, {"at": 0}], pa.struct([("at", pa.timestamp("us"))]))
    pq.write_table(pa.table({"text": ["3억원", "4억원"], "odd": odd}), tmp_path / "a.parquet")
    result = run("extract", "--column", "text", "a.parquet", "--rejects", "bad.jsonl", cwd=tmp_path)
    assert [row["text"] for row in result.rows] == ["4억원"]
    assert result.problems[0] == "krmoney: a.parquet:1: 'odd' holds a value that cannot be written"
    assert json.loads(read(tmp_path / "bad.jsonl")[0]["record"])["text"] == "3억원"


def test_views_of_parquet_are_texts(tmp_path: Path) -> None:
    columns = {
        "text": pa.array(["1억원과 2억원"], pa.string_view()),
        "bytes": pa.array([b"x"], pa.binary_view()),
        "list": pa.array([["x"]], pa.list_(pa.string_view())),
        "struct": pa.array([{"a": ["x"]}], pa.struct([("a", pa.large_list(pa.string_view()))])),
        "map": pa.array([[("k", "v")]], pa.map_(pa.string(), pa.string_view())),
    }
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    assert run("extract", "--column", "text", "a.parquet", "-o", "out.parquet", cwd=tmp_path).status == 0
    made = read(tmp_path / "out.parquet")
    assert len(made) == 2
    assert {name: made[0][name] for name in columns} == {
        name: column.to_pylist()[0] for name, column in columns.items()
    }


def test_a_carriage_return_in_a_cell_is_kept_in_quotes(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"text": "값은 3억원\r이다"}, {"text": "4억원"}]))
    assert run("extract", "--column", "text", "a.jsonl", "-o", "a.csv", cwd=tmp_path).status == 0
    again = run("extract", "--column", "text", "--as", "again", "a.csv", cwd=tmp_path)
    assert [row["text"] for row in again.rows] == ["값은 3억원\r이다", "4억원"]


def test_lines_become_anything(tmp_path: Path) -> None:
    stdin = "3억원\n\n2만 달러".encode()
    for out in ("a.csv", "a.tsv", "a.parquet"):
        assert run("parse", "-o", out, stdin=stdin, cwd=tmp_path).status == 0
        assert [row["text"] for row in read(tmp_path / out)] == ["3억원", "", "2만 달러"]
    assert read(tmp_path / "a.csv")[0]["money_amount"] == "300000000"
    assert read(tmp_path / "a.parquet")[1]["money"] is None


def test_a_table_of_lists_is_a_table(tmp_path: Path, table: list[dict[str, Any]]) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl(table))
    args = ("extract", "--column", "text", "a.jsonl", "--format", "table")
    assert run(*args, "--nested", cwd=tmp_path).out == run(*args, cwd=tmp_path).out != b""


def test_encodings_that_have_no_ascii(tmp_path: Path) -> None:
    data = '{"text": "3억원"}\n'.encode("iso2022-kr")
    args = ("extract", "--column", "text", "--encoding", "iso2022-kr")
    assert run(*args, stdin=data, cwd=tmp_path).rows[0]["text"] == "3억원"
    result = run(*args, stdin=data + b"\x1b$)C\x0e\xff", cwd=tmp_path)
    assert (result.status, len(result.problems)) == (3, 1)


def test_names_that_are_taken(tmp_path: Path) -> None:
    stdin = jsonl([{"text": "3억원", "figure": 1}])
    result = run("extract", "--column", "text", stdin=stdin, cwd=tmp_path)
    assert (result.status, result.out) == (2, b"")
    assert "--as" in result.err
    assert run("extract", "--column", "text", "--as", "x", stdin=stdin, cwd=tmp_path).rows[0]["x"]["text"] == "3억원"
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"text": "3억원"}]) + stdin)
    result = run("extract", "--column", "text", "--block-size", "1", "a.jsonl", cwd=tmp_path)
    assert (result.status, len(result.rows)) == (1, 1)
    (tmp_path / "a.csv").write_text("text,money_rate_low\n3억원,1\n", "utf-8")
    assert run("parse", "--column", "text", "a.csv", cwd=tmp_path).status == 0
    assert run("parse", "--column", "text", "--format", "csv", "a.csv", cwd=tmp_path).status == 2


# --- many files


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for name, count in (("b", 3), ("a", 2), ("c", 0)):
        rows = [{"id": f"{name}{number}", "text": f"{number + 1}억원"} for number in range(count)]
        (tmp_path / f"{name}.jsonl").write_bytes(jsonl(rows))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "d.jsonl.gz").write_bytes(gzip.compress(jsonl([{"id": "d0", "text": "9억원"}])))
    return tmp_path


def test_patterns(many: Path) -> None:
    ids = [row["id"] for row in run("extract", "--column", "text", "*.jsonl", "**/*.gz", "a.jsonl", cwd=many).rows]
    assert ids == ["a0", "a1", "b0", "b1", "b2", "d0", "a0", "a1"]
    (many / "[x].jsonl").write_bytes(jsonl([{"id": "x", "text": "1억원"}]))
    assert [row["id"] for row in run("extract", "--column", "text", "[x].jsonl", cwd=many).rows] == ["x"]
    result = run("extract", "--column", "text", "*.nothing", "a.jsonl", cwd=many)
    assert (result.status, len(result.rows), result.problems) == (3, 2, ["krmoney: *.nothing: no file matches"])


def test_documents_have_patterns_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress("3억원".encode()))
    (tmp_path / "b.txt.zst").write_bytes(zstd("4억원".encode()))
    for jobs in ("1", "2"):
        result = run("extract", "?.txt*", "--jobs", jobs, "-o", f"{jobs}.csv.gz", cwd=tmp_path)
        assert result == (0, b"", "")
        rows = [*csv.DictReader(StringIO(gzip.decompress((tmp_path / f"{jobs}.csv.gz").read_bytes()).decode()))]
        assert [(row["doc"], row["text"]) for row in rows] == [("a.txt.gz", "3억원"), ("b.txt.zst", "4억원")]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_file_for_each(many: Path, jobs: str) -> None:
    args = ("extract", "--column", "text", "--jobs", jobs, "*.jsonl", "sub/*", "--output-dir", "new/out")
    assert run(*args, cwd=many) == (0, b"", "")
    out = many / "new" / "out"
    assert sorted(path.name for path in out.iterdir()) == ["a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl.gz"]
    assert [row["id"] for row in read(out / "b.jsonl")] == ["b0", "b1", "b2"]
    assert read(out / "d.jsonl.gz")[0]["figure"]["low"] == "900000000"
    (out / "a.jsonl").write_bytes(b"mine")
    (out / "b.jsonl").unlink()
    assert run(*args, "--skip-existing", cwd=many).status == 0
    assert (out / "a.jsonl").read_bytes() == b"mine"
    assert len(read(out / "b.jsonl")) == 3
    assert run(*args, "--format", "parquet", cwd=many).status == 0
    assert len(read(out / "b.parquet")) == 3
    assert len(read(out / "c.parquet")) == 0


def test_files_that_do_not_fit_together(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,3억원\n", "utf-8")
    (tmp_path / "b.csv").write_text("text,id\n3억원,1\n", "utf-8")
    result = run("extract", "--column", "text", "a.csv", "b.csv", "-o", "out.csv", cwd=tmp_path)
    assert (result.status, len(read(tmp_path / "out.csv"))) == (3, 1)
    assert "--output-dir" in result.err
    assert len(run("extract", "--column", "text", "a.csv", "b.csv", cwd=tmp_path).rows) == 2


@pytest.mark.parametrize("kind", ["csv", "parquet", "jsonl"])
def test_an_empty_file_before_others_changes_nothing(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    (tmp_path / "b.csv").write_text("id,text\n1,3억원\n", "utf-8")
    for names in (["a.csv", "b.csv"], ["b.csv", "a.csv"]):
        assert run("extract", "--column", "text", *names, "-o", f"out.{kind}", cwd=tmp_path).status == 0
        (row,) = read(tmp_path / f"out.{kind}")
        assert row["id"] == "1"


def test_columns_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,,\n3억원,a,b\n", "utf-8")
    assert run("extract", "--column", "text", "a.csv", "-o", "out.csv", cwd=tmp_path).status == 0
    assert (tmp_path / "out.csv").read_text("utf-8").splitlines()[1].startswith("3억원,a,b,0,3,3억원,")
    result = run("extract", "--column", "text", "a.csv", cwd=tmp_path)
    assert (result.status, result.out) == (3, b"")
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"text": "3억원"}]))
    (tmp_path / "b.csv").write_text("text,figure\n3억원,a\n", "utf-8")
    result = run("extract", "--column", "text", "a.jsonl", "b.csv", cwd=tmp_path)
    assert (result.status, len(result.rows)) == (2, 1)
    (tmp_path / "c.csv").write_text("text,text\n3억원,4억원\n", "utf-8")
    result = run("extract", "--column", "text", "c.csv", "--format", "csv", cwd=tmp_path)
    assert (result.status, result.problems) == (
        3, ["krmoney: c.csv: header: two columns are called 'text'"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "args",
    [
        ["extract", "--nested", "a.jsonl"],  # of what?
        ["extract", "--column", "text", "--nested", "--format", "csv", "a.jsonl"],
        ["extract", "--column", "text", "--format", "html", "a.jsonl"],
        ["extract", "--column", "text", "--lines", "a.jsonl"],
        ["extract", "--column", "text", "a.dat"],  # in which format?
        ["extract", "--column", "text", "a.jsonl", "-o", "a.jsonl"],
        ["extract", "--column", "text", "a.jsonl", "--rejects", "./a.jsonl"],
        ["extract", "--column", "text", "a.jsonl", "-o", "x", "--rejects", "x"],
        ["extract", "--column", "text", "a.jsonl", "--output-dir", "."],
        ["extract", "--column", "text", "a.jsonl", "sub/a.jsonl", "--output-dir", "out"],
        ["extract", "--column", "text", "a.jsonl", "--rejects", "-"],
        ["extract", "--column", "text", "--output-dir", "out"],
        ["extract", "--column", "text", "a.jsonl", "--output-dir", "out", "-o", "x"],
        ["extract", "--column", "text", "a.jsonl", "--skip-existing"],
        ["extract", "--column", "text", "a.jsonl", "-o", "x.parquet.gz"],
        ["extract", "--column", "text", "a.jsonl", "--jobs", "0"],
        ["extract", "--column", "text", "a.jsonl", "--delimiter", '"'],
        ["extract", "--format", "parquet", "a.txt"],
        ["parse", "a.csv"],  # which column?
        ["parse", "--from", "jsonl"],
    ],
    ids=" ".join,
)
def test_wrong_usage(tmp_path: Path, args: list[str]) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"text": "3억원"}]))
    result = run(*args, cwd=tmp_path)
    assert (result.status, result.out, len(result.problems)) == (2, b"", 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl"]


# --- standard input and output


@pytest.mark.parametrize("pack", PACKED)
def test_standard_input(tmp_path: Path, pack: str) -> None:
    data = PACKED[pack](jsonl([{"text": "3억원"}]))
    assert len(run("extract", "--column", "text", stdin=data, cwd=tmp_path).rows) == 1
    data = PACKED[pack]("t|x\n3억원|\n".encode("utf-16"))
    args = ("--from", "csv", "--delimiter", "|", "--encoding", "utf-16")
    assert run("extract", "--column", "t", *args, stdin=data, cwd=tmp_path).rows[0]["x"] == ""


def test_parquet_on_standard_input_and_output(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet([{"text": "3억원"}]))
    command = [*COMMAND, "extract", "--column", "text", "--from", "parquet", "--format", "parquet"]
    with (tmp_path / "a.parquet").open("rb") as file:
        done = subprocess.run(
            command, stdin=file, capture_output=True, env=os.environ | {"PYTHONPATH": MODULES}, check=True
        )
    assert pq.read_table(pa.BufferReader(done.stdout)).num_rows == 1
    result = run(*command[3:], stdin=done.stdout, cwd=tmp_path)
    assert (result.status, result.out) == (3, b"")
    assert "pipe" in result.err


def test_records_of_a_pipe_are_answered_as_they_come(tmp_path: Path) -> None:
    command = [*COMMAND, "extract", "--column", "text"]
    env = os.environ | {"PYTHONPATH": MODULES}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd=tmp_path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in (1, 2):
            process.stdin.write(jsonl([{"text": f"{number}억원"}]))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["figure"]["text"] == f"{number}억원"
        process.stdin.close()
        assert process.wait(60) == 0


@pytest.mark.parametrize("encoding", ["cp949", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_encodings(tmp_path: Path, form: str, encoding: str) -> None:
    lines = ['{"text": "넋두리 3억원"}'] * 300 if form == "jsonl" else ["text,x"] + ['"넋두리\n3억원",y'] * 300
    (tmp_path / f"a.{form}").write_bytes("\n".join(lines).encode(encoding))
    args = ("--encoding", encoding, "--block-size", "100", "--format", "jsonl")
    result = run("extract", "--column", "text", f"a.{form}", *args, cwd=tmp_path)
    assert result.status == 0
    assert [row["figure"]["start"] for row in result.rows] == [4] * 300


def test_a_table(tmp_path: Path, table: list[dict[str, Any]]) -> None:
    (tmp_path / "a.csv").write_bytes(csv_bytes(table))
    title, header, _, first, *_ = (
        run("extract", "--column", "text", "a.csv", "--format", "table", cwd=tmp_path).out.decode().splitlines()
    )
    assert (title, header.split()) == ("a.csv", ["where", "figure", "kind", "value", "unit", "rate"])
    assert first.split()[:5] == ["2", "12억", "5천만", "크로네", "point"]
    stdin = "3억원\n조금\n".encode()
    out = run("parse", "--format", "table", stdin=stdin, cwd=tmp_path).out.decode().splitlines()
    assert out[0] == "standard input"
    assert out[1].split() == ["where", "cell", "amount", "currency", "rate", "error"]
    assert [line.split() for line in out[3:]] == [
        ["1", "3억원", "300,000,000", "KRW"],
        ["2", "조금", *["no", "amount", "in", "the", "text"]],
    ]
    assert run_there("parse", "--format", "table", stdin=b"", cwd=tmp_path).out == b"nothing found\n"


def in_terminal(*args: str, cwd: Path) -> str:
    """Run the command in a terminal, and return what it shows there."""
    pty, fcntl, termios = map(pytest.importorskip, ("pty", "fcntl", "termios"))
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    env = os.environ | {"PYTHONPATH": MODULES, "TERM": "xterm-256color"}
    process = subprocess.Popen(
        [*COMMAND, *args], stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, cwd=cwd, env=env
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # how Linux says that the other side is closed
        pass
    os.close(ours)
    assert process.wait(60) in {0, 1}
    return shown.decode()


def test_a_bar_shows_bytes_and_rows(tmp_path: Path) -> None:
    pytest.importorskip("rich")
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"text": "3억원"}] * 3000) + b"bad\n")
    args = ("extract", "--column", "text", "a.jsonl")
    shown = in_terminal(*args, "-o", "out.jsonl", "--block-size", "2000", cwd=tmp_path)
    assert re.search(r"[0-9.]+/[0-9.]+ kB", re.sub(r"\x1b\[[0-9;]*m", "", shown))
    assert "3,001 rows" in shown
    assert "krmoney: a.jsonl:3001: invalid JSON" in shown
    assert shown.rstrip().endswith("krmoney: 3,001 rows, 3,000 figures, 1 bad row")
    plain_ = in_terminal(*args, "-o", "out.jsonl", "--no-progress", cwd=tmp_path).splitlines()
    assert len(plain_) == 2
    # Where a table is shown, a bar would be in its way.
    assert "━" not in in_terminal(*args, cwd=tmp_path)


# --- several processes


@pytest.mark.parametrize("form", [".jsonl", ".csv", ".parquet"])
def test_jobs_change_nothing(tmp_path: Path, form: str) -> None:
    chosen = random.Random(7)  # noqa: S311  # no secret
    rows = [
        {"id": str(number), "text": chosen.choice(TEXTS) or "", "s": "x" * chosen.randrange(200)}
        for number in range(300)
    ]
    (tmp_path / f"a{form}").write_bytes(FORMATS[form](rows))
    outputs = []
    for jobs in ("1", "3"):
        args = ("--jobs", jobs, "--block-size", "3000", "-o", f"{jobs}{form}")
        assert run("extract", "--column", "text", f"a{form}", *args, cwd=tmp_path).status == 0
        outputs.append((tmp_path / f"{jobs}{form}").read_bytes())
    assert outputs[0] == outputs[1]
    ids = [int(row["id"]) for row in read(tmp_path / f"1{form}")]
    assert ids == sorted(ids)
    assert len({*ids}) > 150


# --- bad rows


BAD_JSON = (
    '{"text": "1억원"}\n'
    "{bad\n"
    '{"text": "2억원"}\n'
    '["text"]\n'
    '{"txet": "3억원"}\n'
    '{"text": 3}\n'
    '{"text": {}}\n'
    "\n"
    f"{'[' * 100_000}\n"
    '{"text": "4억원"}'
)


@pytest.mark.parametrize(("jobs", "size"), [("1", "1"), ("1", "1000000"), ("2", "40")])
def test_bad_json(tmp_path: Path, jobs: str, size: str) -> None:
    (tmp_path / "a.jsonl").write_text(BAD_JSON, "utf-8")
    args = ("--jobs", jobs, "--block-size", size, "--rejects", "bad.jsonl")
    result = run("extract", "--column", "text", "a.jsonl", *args, cwd=tmp_path)
    assert result.status == 1
    assert [row["text"] for row in result.rows] == ["1억원", "2억원", "4억원"]
    assert [line.split(": ")[1] for line in result.problems[:-1]] == [f"a.jsonl:{at}" for at in (2, 4, 5, 6, 7, 9)]
    assert result.problems[-1] == "krmoney: 9 rows, 3 figures, 6 bad rows, written to bad.jsonl"
    assert "did you mean 'txet'?" in result.err
    lines = BAD_JSON.split("\n")
    rejected = read(tmp_path / "bad.jsonl")
    assert [(row["file"], row["line"]) for row in rejected] == [("a.jsonl", at) for at in (2, 4, 5, 6, 7, 9)]
    assert all(row["record"] == lines[row["line"] - 1] for row in rejected)
    assert all(f"{row['line']}: {row['error']}" in result.err for row in rejected)


BAD_CSV = (
    "id,text\n"  # 1
    "1,1억원\n"
    '2,"2억원\n'  # 3: a quote left open
    "3,3억원\n"
    '4,"4억원"x\n'  # 5: broken
    '"5","두\n줄 5억원"\n'  # 6 and 7
    "\n"
    "6,6억원,7\n"  # 9: too many
    "7\n"
    '8,"8""억원"\n'
    '9,9" 나사 9억원\n'  # a quote inside is a character
    '10,"10억원\n'  # 13: open to the end
    "11,11억원"
)


@pytest.mark.parametrize(("jobs", "size"), [("1", "1"), ("1", "40"), ("1", "1000000"), ("2", "40")])
def test_bad_csv(tmp_path: Path, jobs: str, size: str) -> None:
    (tmp_path / "a.csv").write_text(BAD_CSV, "utf-8")
    args = ("--jobs", jobs, "--block-size", size, "--rejects", "bad.jsonl", "--format", "jsonl")
    result = run("extract", "--column", "text", "a.csv", *args, cwd=tmp_path)
    assert result.status == 1
    assert [row["id"] for row in result.rows] == ["1", "3", "5", "8", "9", "11"]
    rejected = read(tmp_path / "bad.jsonl")
    assert [(row["line"], row["record"]) for row in rejected] == [
        (3, '2,"2억원'),
        (5, '4,"4억원"x'),
        (9, "6,6억원,7"),
        (10, "7"),
        (13, '10,"10억원'),
    ]
    assert "unclosed quote" in rejected[-1]["error"]
    assert "3 cells, but the header has 2" in rejected[2]["error"]


def test_bad_bytes(tmp_path: Path) -> None:
    good, old = '{"text": "1억원"}\n'.encode(), '{"text": "2억원"}\n'.encode("cp949")
    (tmp_path / "a.jsonl").write_bytes(good + old + b'{"text": "3\xff"}\n' + good)
    (tmp_path / "a.csv").write_bytes(b'text,x\n1%,\n2%,\xb0\n"\n\xff\n",y\n4%,z')
    result = run("extract", "--column", "text", "a.jsonl", "a.csv", "--rejects", "bad.jsonl", cwd=tmp_path)
    assert result.status == 1
    assert [row["text"] for row in result.rows] == ["1억원", "1억원", "1%", "4%"]
    rejected = read(tmp_path / "bad.jsonl")
    assert [(row["line"], row["record"]) for row in rejected] == [
        (2, '{"text": "2\\xbe\\xef\\xbf\\xf8"}'),
        (3, '{"text": "3\\xff"}'),
        (3, "2%,\\xb0"),
        (4, '"\n\\xff\n",y'),
    ]
    assert "byte 11 (0xbe) is not utf-8; the text can be read as cp949" in rejected[0]["error"]
    assert "the text can be read as cp949: try --encoding cp949" in result.err
    result = run(
        "extract", "--column", "text", "--encoding", "cp949", stdin=old + b'{"text": "\xff"}\n' + old, cwd=tmp_path
    )
    assert (result.status, [row["text"] for row in result.rows]) == (1, ["2억원", "2억원"])


def test_many_bad_rows_are_counted(tmp_path: Path) -> None:
    result = run("parse", stdin=b"x\n" * 1234, cwd=tmp_path)
    assert result.status == 1
    assert len(result.problems) == 22
    assert result.problems[-2:] == [
        "krmoney: … and 1,214 more bad rows",
        "krmoney: 1,234 rows, 0 amounts, 1,234 bad rows",
    ]
    assert len(result.rows) == 1234


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_strict(tmp_path: Path, jobs: str) -> None:
    (tmp_path / "out.jsonl").write_bytes(b"before")
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"text": f"{number + 1}원"} for number in range(100)]) + b"bad\nworse\n")
    args = ("--strict", "-o", "out.jsonl", "--rejects", "bad.jsonl", "--block-size", "500", "--jobs", jobs)
    result = run("extract", "--column", "text", "a.jsonl", *args, cwd=tmp_path)
    assert result.status == 1
    assert [line.split(": ")[1] for line in result.problems] == [
        "a.jsonl:101",
        "stopped because of --strict; no output was written",
    ]
    assert (tmp_path / "out.jsonl").read_bytes() == b"before"
    assert [row["line"] for row in read(tmp_path / "bad.jsonl")] == [101]
    shown = run("extract", "--column", "text", "a.jsonl", *args[:1], *args[5:], cwd=tmp_path)
    assert shown.problems[-1] == "krmoney: stopped because of --strict; what was written before stays"
    assert shown.rows


def test_rejects_are_packed_or_shown_like_any_output(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"text": "3억원"}]) + b"bad\n")
    args = ("extract", "--column", "text", "a.jsonl", "-o", "out.jsonl", "--rejects")
    assert run(*args, "bad.jsonl.gz", cwd=tmp_path).problems[-1].endswith("written to bad.jsonl.gz")
    assert [row["line"] for row in read(tmp_path / "bad.jsonl.gz")] == [2]
    assert [row["line"] for row in run(*args, "-", cwd=tmp_path).rows] == [2]


# --- whatever the file


WORDS = st.sampled_from(
    ["3억원", "약 2만 달러", '"', "\n", ",", "'", "한", "\r\n", " ", "\\", "{", "1%", "\t", "é", "😀", "\ufeff"]
)
CELL = st.lists(WORDS, max_size=6).map("".join)
TABLE = st.lists(st.tuples(CELL, CELL), max_size=12)


class Source:
    """A file in memory, for a format to cut into blocks."""

    live = False

    def __init__(self, data: bytes, piece: int) -> None:
        self._pieces = [data[at : at + piece] for at in range(0, len(data), piece)]

    def read1(self, _size: int = -1, /) -> bytes:
        """Return the next piece."""
        return self._pieces.pop(0) if self._pieces else b""


def rows_of(form: Csv | JsonLines, data: bytes, size: int) -> list[Row | BadRow]:
    blocks = form.blocks(Source(data, max(1, size // 2)), size)  # type: ignore[arg-type]
    return [row for known, block, line in blocks for row in known.rows(block, line)]


@given(table=TABLE, size=st.integers(1, 200), always=st.booleans())
@example(table=[("", "")], size=1, always=False)
def test_csv_survives_however_it_is_cut(table: list[tuple[str, str]], size: int, *, always: bool) -> None:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if always else csv.QUOTE_MINIMAL)
    writer.writerows([("a", "b"), *table])
    data = text.getvalue().encode()
    rows = rows_of(Csv("a"), data, size)
    assert [tuple(row.cells(("a", "b"))) for row in rows if not isinstance(row, BadRow)] == table
    assert len(rows) == len(table)
    lines = text.getvalue().split("\n")
    assert all(lines[row.line - 1].startswith(row.raw.split("\n", maxsplit=1)[0].rstrip("\r")) for row in rows)


BROKEN = st.sampled_from(['x,"open', "one", "a,b,c", '"x"y,z', "{", "[1]", '{"a": 1}', '{"b": "x"}', "\\"])
LINES = st.lists(st.one_of(st.tuples(st.just("good"), CELL), st.tuples(st.just("bad"), BROKEN)), max_size=15)


@given(lines=LINES, size=st.integers(1, 300))
def test_good_json_survives_between_bad(lines: list[tuple[str, str]], size: int) -> None:
    written = [json.dumps({"a": text}, ensure_ascii=False) if kind == "good" else text for kind, text in lines]
    rows = rows_of(JsonLines("a"), "\n".join(written).encode(), size)
    assert [row.cell for row in rows if not isinstance(row, BadRow)] == [text for kind, text in lines if kind == "good"]
    assert [row.line for row in rows] == [*range(1, len(lines) + 1)]


PLAIN = st.text(st.sampled_from("3억원 '한é"), min_size=1).filter(lambda text: text.strip() == text)


@given(
    lines=st.lists(
        st.one_of(
            st.tuples(st.just("good"), PLAIN), st.tuples(st.just("bad"), st.sampled_from(['x,"open', "one", "a,b,c"]))
        ),
        max_size=15,
    ),
    size=st.integers(1, 300),
)
def test_good_csv_survives_between_bad(lines: list[tuple[str, str]], size: int) -> None:
    written = ["a,b", *(f"{text},z" if kind == "good" else text for kind, text in lines)]
    rows = rows_of(Csv("a"), "\n".join(written).encode(), size)
    assert [row.cell for row in rows if not isinstance(row, BadRow)] == [text for kind, text in lines if kind == "good"]
    assert [row.line for row in rows if isinstance(row, BadRow)] == [
        number for number, (kind, _) in enumerate(lines, 2) if kind == "bad"
    ]


@settings(max_examples=100)
@given(
    data=st.binary(max_size=300) | st.text(st.sampled_from("\",\n\r'a한é{}[]:"), max_size=200).map(str.encode),
    size=st.integers(1, 100),
)
def test_any_bytes_at_all(data: bytes, size: int) -> None:
    for form, head in ((Csv("a"), b"a,b\n"), (JsonLines("a"), b"")):
        rows = rows_of(form, head + data, size)
        lines = [row.line for row in rows]
        assert lines == sorted({*lines})
        assert all(0 < line <= (head + data).count(b"\n") + 1 for line in lines)


def test_hostile_csv_takes_no_time() -> None:
    from time import process_time  # not that of other processes

    for line in (b'x,"\n', b'"\n', b'""\n', b'x,"""\n', b'"a""\n', b'",\n', b'"x"y\n', b'x,"a\n""\n'):
        begun = process_time()
        rows_of(Csv("a"), b"a,b\n" + line * (100_000 // len(line)), 1 << 14)
        assert process_time() - begun < 5
