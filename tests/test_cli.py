"""The command line, run as a process: what it prints, where, and with which exit status."""

import csv
import json
import os
import re
import signal
import struct
import subprocess
import sys
import unicodedata
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import krmoney
import krmoney.numerals

COMMAND = (sys.executable, "-m", "krmoney")
MODULES = str(Path(krmoney.__file__).resolve().parents[1])

FJORD = "노르웨이 조선소는 새 도크에 12억 5천만 크로네(약 1600억원)를 쓰기로 했다.\n"
MILL = "제분소 매출은 최대 3조원대로, 이익률은 2.5%p 올랐다.\n두 해 뒤에는 1~2조원의 빚을 갚는다.\n"
ODD = "그는 10억 크로나와 수십억 원을 두고 떠났다.\n"


class Result(NamedTuple):
    """What a run of the command left."""

    status: int
    out: str
    err: str

    @property
    def problems(self) -> list[str]:
        """The lines on standard error."""
        return self.err.splitlines()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What the output holds, if it is JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def environment(**changes: str) -> dict[str, str]:
    """The environment of a run: without what would change encodings, colours or widths."""
    dropped = ("PYTHON", "LC_", "LANGUAGE", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return kept | {"PYTHONPATH": MODULES, "LANG": "C.UTF-8", "TERM": "xterm-256color"} | changes


def run(*args: str | bytes, stdin: str | bytes = b"", cwd: Path | None = None, **env: str) -> Result:
    """Run the command and hold it to what is true of every run: UTF-8, no traceback, one line a problem."""
    done = subprocess.run(
        [*COMMAND, *args],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(**env),
        check=False,
        timeout=60,
    )
    result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in result.err
    assert "\r" not in result.out
    if not result.err.startswith("usage:"):
        assert all(line.startswith("krmoney: ") for line in result.problems)
    return result


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def place(part: str, line: str) -> int:
    """The column of the terminal in which a part of a line begins."""
    return width(line[: line.index(part)])


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with a few files."""
    (tmp_path / "fjord.txt").write_text(FJORD, "utf-8")
    (tmp_path / "mill.txt").write_text(MILL, "utf-8")
    return tmp_path


# --- the command as such


@pytest.mark.parametrize("args", [["--help"], ["convert", "--help"], ["extract", "--help"]])
def test_help_names_the_exit_codes(args: list[str]) -> None:
    result = run(*args)
    assert result.status == 0
    assert result.out.startswith("usage: krmoney")
    assert re.findall(r"^  (\d)  ", result.out, re.MULTILINE) == ["0", "1", "2", "3"]


def test_version() -> None:
    build = "pure Python" if krmoney.numerals.__file__.endswith(".py") else "compiled"
    assert run("--version") == (0, f"krmoney {krmoney.__version__} ({build})\n", "")


def test_without_a_command_there_is_help_and_an_error() -> None:
    result = run()
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("usage: krmoney")


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys, krmoney.cli\n"
        "try: krmoney.cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = ('babel', 'pydantic', 'pint', 'rich', 'pyarrow', 'multiprocessing', 'csv',\n"
        "         'krmoney.cli.records', 'krmoney.reading', 'krmoney.values')\n"
        "sys.exit(sum(name in sys.modules for name in heavy))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment(), check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "args",
    [
        ["devour"],
        ["extract", "--shape", "round"],
        ["extract", "--format", "xml"],
        ["extract", "--encoding", "klingon"],
        ["extract", "--encoding", "hex"],  # a codec, but none of text
        ["extract", "--line"],  # no abbreviations: a later option may begin alike
        ["convert", "--to", "XXZ", "3억원"],
        ["convert", "--to", "원", "3억원"],
        ["convert", "--rate", "1380", "3억원"],  # to what?
        ["convert", "--to", "USD", "--rate", "0", "3억원"],
        ["convert", "--to", "USD", "--rate", "13,80", "3억원"],
        ["convert", "--to", "USD", "--rate", "nan", "3억원"],
        ["convert", "--to", "USD", "--rate", "1e5000", "3억원"],
    ],
    ids=" ".join,
)
def test_wrong_usage(args: list[str]) -> None:
    result = run(*args)
    assert (result.status, result.out, len(result.problems)) == (2, "", 1)
    assert "--help)" in result.err


# --- convert


def test_convert_shows_amount_restatement_and_rate() -> None:
    result = run("convert", "337억 크로나(약 4조 4000억원)")
    press = [
        krmoney.format(krmoney.Money(33_700_000_000, "SEK")),
        krmoney.format(krmoney.Money(44 * 10**11, "KRW")),
    ]
    head, krona, won, rate = result.out.splitlines()
    assert head == "337억 크로나(약 4조 4000억원)"
    assert krona == f"     33,700,000,000 SEK   {press[0]}"
    assert won.startswith(f"  4,400,000,000,000 KRW   {press[1]} ")
    assert won.endswith("   (quoted)")
    assert rate == "  1 SEK = 130.56 KRW (129.08–132.05)"
    assert place("SEK", krona) == place("KRW", won)
    assert place(press[0], krona) == place(press[1], won)
    assert (result.status, result.err) == (0, "")


def test_convert_finds_the_rate_when_the_won_stand_first() -> None:
    out = run("convert", "4조4000억원(약 337억 크로나)").out
    assert "  33,700,000,000 SEK" in out
    assert "  1 SEK = 130.56 KRW (" in out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1조~2조원", ["from 1,000,000,000,000 KRW", "to 2,000,000,000,000 KRW"]),
        ("3조원대", ["from 3,000,000,000,000 KRW", "to below 4,000,000,000,000 KRW"]),
        ("500만원 이상", ["at least 5,000,000 KRW"]),
        ("500만원 초과", ["more than 5,000,000 KRW"]),
        ("500만원 이하", ["at most 5,000,000 KRW"]),
        ("500만원 미만", ["less than 5,000,000 KRW"]),
        ("약 500만원", ["about 5,000,000 KRW"]),
        ("수십억원", ["from 2,000,000,000 KRW", "to below 10,000,000,000 KRW"]),
        ("10억 크로나", ["1,000,000,000 SEK or ISK"]),
        ("-300억원", ["-30,000,000,000 KRW"]),
        ("7.5%", ["7.5 %"]),
        ("3.1~3.3%", ["from 3.1 %", "to 3.3 %"]),
    ],
)
def test_convert_shows_every_kind(text: str, shown: list[str]) -> None:
    result = run("convert", text)
    head, *lines = result.out.splitlines()
    assert (result.status, head) == (0, text)
    assert [" ".join(line.split())[: len(each)] for line, each in zip(lines, shown, strict=True)] == shown


@pytest.mark.parametrize(
    ("args", "shown"),
    [
        (["--to", "USD", "--rate", "1380", "138만원"], ["1,000 USD", "1 USD = 1,380 KRW"]),
        (["--to", "USD", "--rate", "1380", "4조4000억원"], ["≈ 3,188,405,797.1 USD"]),
        (
            ["--to", "KRW", "--rate", "130", "2억 크로나", "--prefer", "SEK"],
            ["26,000,000,000 KRW", "1 SEK = 130 KRW"],
        ),
        (["--to", "krw", "--rate", "9.1234567", "100엔"], ["≈ 912 KRW", "1 JPY = 9.1234567 KRW"]),
        (["--to", "EUR", "--rate", "0.9", "3억 달러"], ["270,000,000 EUR", "1 USD = 0.9 EUR"]),
        (["--to", "USD", "--rate", "1380", "1원"], ["≈ 0.00072 USD"]),
        (["--to", "USD", "--rate", "1380", "0원"], ["0 USD"]),
        (["--to", "USD", "--rate", "1000", "1만~2만원"], ["from 10 USD", "to 20 USD"]),
        (["--to", "USD", "--rate", "1000", "1만원 이상"], ["at least 10 USD"]),
        (["--to", "KRW", "337억 크로나(약 4조 4000억원)"], ["4,400,000,000,000 KRW"]),
        (["--to", "USD", "3억 달러"], ["300,000,000 USD"]),
        (["--to", "USD", "--rate", "1380", "7.5%"], ["7.5 %"]),
        (["--currency", "SEK", "337억"], ["33,700,000,000 SEK"]),
        (["--prefer", "ISK", "--prefer", "NOK", "10억 크로나"], ["1,000,000,000 ISK"]),
        (["--context", "스웨덴 회사가 냈다.", "10억 크로나"], ["1,000,000,000 SEK"]),
    ],
)
def test_convert_options(args: list[str], shown: list[str]) -> None:
    result = run("convert", *args)
    lines = [" ".join(line.split()) for line in result.out.splitlines()]
    assert (result.status, result.err) == (0, "")
    assert all(
        any(re.fullmatch(re.escape(each) + r"\b.*|" + re.escape(each), line) for line in lines) for each in shown
    )


def test_convert_goes_on_after_what_it_cannot_read() -> None:
    result = run("convert", "4억5000억 달러", "337억", "3억원")
    assert result.status == 1
    assert result.out.startswith("3억원\n")
    assert len(result.problems) == 2
    assert "4억5000억 달러" in result.problems[0]
    assert "--currency" in result.problems[1]


def test_convert_needs_a_rate() -> None:
    result = run("convert", "--to", "USD", "3억원", "337억 크로나(약 4조 4000억원)", "2억 달러(약 2700억원)")
    assert result.status == 2
    assert [re.search(r"rate of (\w+ and \w+)", line)[1] for line in result.problems] == [
        "KRW and USD",
        "SEK and USD",
    ]  # type: ignore[index]
    assert result.out.startswith("2억 달러")


def test_convert_does_not_guess_which_currency_to_convert() -> None:
    result = run("convert", "--to", "KRW", "--rate", "130", "10억 크로나")
    assert (result.status, result.out) == (1, "")
    assert "shared by SEK, ISK" in result.err
    assert "--prefer" in result.err


def test_convert_reads_lines_of_stdin() -> None:
    result = run("convert", stdin="3억원\r\n\n  사백 달러쯤이라니\n2만 달러")
    assert result.status == 1
    assert [line for line in result.out.splitlines() if line[:1].strip()] == ["3억원", "2만 달러"]
    assert [line.split(": ")[:2] for line in result.problems] == [["krmoney", "-:3"]]


def test_convert_of_undecodable_stdin() -> None:
    result = run("convert", stdin="3억원\n".encode() + "오만원".encode("cp949"))
    assert result.status == 3
    assert result.out.startswith("3억원\n")
    assert "krmoney: -: byte 8 " in result.err


def test_convert_json_holds_the_row_and_its_conversions() -> None:
    text = "337억 크로나(약 4조 4000억원)"
    result = run("convert", "--json", "--to", "KRW", "--rate", "130.5", text, "1조원 이상", "100달러")
    first, second, third = result.rows
    quoted, given = first.pop("conversions")
    assert first == json.loads(json.dumps(krmoney.read(text).to_row()))
    assert (quoted["source"], quoted["low"], quoted["high"]) == ("quoted", "4400000000000", "4400000000000")
    assert quoted["rate"] == first["quote"]["rate"]
    assert (given["source"], given["currency"], given["low"]) == ("given", "KRW", "4397850000000")
    assert second["conversions"] == []
    assert third["conversions"][0]["high"] == "13050"
    assert "크로나" in result.out  # no escapes


def test_convert_json_leaves_an_open_end_open() -> None:
    (row,) = run("convert", "--json", "--to", "USD", "--rate", "1000", "1만원 이상").rows
    (conversion,) = row["conversions"]
    assert (conversion["low"], conversion["high"]) == ("10", None)


def test_convert_of_more_money_than_there_is() -> None:
    for digits in (30, 60, 100, 900, 5000):
        result = run("convert", "--to", "USD", "--rate", "3.7", "9" * digits + "원")
        assert (result.status, bool(result.out), len(result.problems)) in {(0, True, 0), (1, False, 1)}


def test_convert_of_nothing_at_all() -> None:
    assert run("convert", stdin="") == (0, "", "")
    assert run("convert", "").status == 1


def test_control_characters_do_not_reach_the_terminal() -> None:
    result = run("convert", "\x1b[31m3억원", "조금\n\x1b[31m\n조금")
    assert (result.status, len(result.problems)) == (1, 2)
    assert not any(char in result.err for char in "\x1b\x07")


# --- extract: rows


def rows_of(text: str, doc: str) -> list[dict[str, Any]]:
    return [dict(row) for row in json.loads(json.dumps(krmoney.extract(text).to_rows(doc)))]


def test_extract_reads_stdin_by_default() -> None:
    result = run("extract", stdin=FJORD)
    assert (result.status, result.err) == (0, "")
    assert result.rows == rows_of(FJORD, "-")
    assert all(next(iter(row)) == "doc" for row in result.rows)
    assert "크로네" in result.out


def test_extract_reads_several_files_and_stdin(texts: Path) -> None:
    result = run("extract", "fjord.txt", "-", "mill.txt", stdin=ODD, cwd=texts)
    assert result.rows == rows_of(FJORD, "fjord.txt") + rows_of(ODD, "-") + rows_of(MILL, "mill.txt")


def test_extract_names_a_file_as_the_command_line_does(texts: Path) -> None:
    name = str(texts / "fjord.txt")
    assert {row["doc"] for row in run("extract", name).rows} == {name}


def test_extract_lines(texts: Path) -> None:
    result = run("extract", "--lines", "mill.txt", "-", stdin=f"\n{ODD}", cwd=texts)
    one, two = MILL.splitlines()
    assert result.rows == rows_of(one, "mill.txt:1") + rows_of(two, "mill.txt:2") + rows_of(ODD.strip(), "-:2")


def test_lines_end_at_newlines_only() -> None:
    text = "3억원\x0b\u2028\x85\r4억원\r\n\r\n5억원"
    found = [(row["doc"], row["start"], row["text"]) for row in run("extract", "--lines", stdin=text).rows]
    assert found == [("-:1", 0, "3억원"), ("-:1", 7, "4억원"), ("-:3", 0, "5억원")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_offsets_count_every_character_of_the_file(tmp_path: Path, newline: str) -> None:
    text = f"첫 줄{newline}{newline}셋째 줄에 4억5000만 달러{newline}끝은 7만원"
    (tmp_path / "a").write_bytes(text.encode())
    rows = run("extract", "a", cwd=tmp_path).rows
    assert [text[row["start"] : row["end"]] for row in rows] == ["4억5000만 달러", "7만원"]


@pytest.mark.parametrize(
    ("encoding", "option"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-8-sig", ["--encoding", "UTF8"]),
        ("cp949", ["--encoding", "cp949"]),
        ("euc-kr", ["--encoding", "euc-kr"]),
        ("utf-16", ["--encoding", "utf-16"]),
        ("utf-16-be", ["--encoding", "utf-16-be"]),
    ],
)
@pytest.mark.parametrize("lines", [[], ["--lines"]], ids=["whole", "lines"])
def test_encodings(tmp_path: Path, encoding: str, option: list[str], lines: list[str]) -> None:
    # Long enough that characters lie across the blocks in which a file is read.
    text = f"{'쌀' * 99} 3억원\n" * 2000 if lines else f"{MILL}{FJORD}"
    (tmp_path / "a").write_bytes(text.encode(encoding))
    result = run("extract", *lines, *option, "a", cwd=tmp_path)
    assert (result.status, result.err) == (0, "")
    if lines:
        assert [(row["doc"], row["start"], row["end"]) for row in result.rows] == [
            (f"a:{number}", 100, 103) for number in range(1, 2001)
        ]
    else:
        assert result.rows == rows_of(text, "a")


def test_no_elided() -> None:
    text = "이 회사는 1조 투자를 약속했고 3억원은 이미 냈다."
    assert [row["text"] for row in run("extract", stdin=text).rows] == ["1조", "3억원"]
    assert [row["text"] for row in run("extract", "--no-elided", stdin=text).rows] == ["3억원"]


# --- extract: what cannot be read


def test_other_files_are_read_all_the_same(texts: Path) -> None:
    (texts / "folder").mkdir()
    result = run("extract", "absent.txt", "fjord.txt", "folder", "mill.txt", cwd=texts)
    assert result.status == 3
    assert result.rows == rows_of(FJORD, "fjord.txt") + rows_of(MILL, "mill.txt")
    assert [line.split(": ")[1] for line in result.problems] == ["absent.txt", "folder"]


@pytest.mark.parametrize(
    ("data", "option", "said"),
    [
        (
            "오만 원".encode("cp949"),
            "utf-8",
            "byte 0 (0xbf) is not utf-8; the text can be read as cp949: try --encoding cp949",
        ),
        (b"\xef\xbb\xbf1\xff", "utf-8", "byte 4 (0xff) is not utf-8"),
        (
            b"a" * 300_000 + "뷁".encode("cp949"),
            "utf-8",
            "byte 300000 (0x94) is not utf-8; the text can be read as cp949: try --encoding cp949",
        ),
        ("오만 원".encode()[:-1], "utf-8", "byte 7 (0xec) is not utf-8"),
        (
            "오만 원".encode("utf-16"),
            "utf-8",
            "byte 0 (0xff) is not utf-8; the text can be read as utf-16: try --encoding utf-16",
        ),
        (
            "1 오만 원".encode(),
            "cp949",
            "byte 2 (0xec) is not cp949; the text can be read as utf-8: try --encoding utf-8",
        ),
        (
            "똠".encode("cp949"),
            "euc-kr",
            "byte 0 (0x8c) is not euc-kr; the text can be read as cp949: try --encoding cp949",
        ),
        ("오만 원".encode("utf-16-le"), "utf-16", "try --encoding utf-16-le"),
    ],
    ids=["cp949", "bom", "late", "cut", "utf-16", "utf-8", "euc-kr", "no bom"],
)
def test_bad_bytes(texts: Path, data: bytes, option: str, said: str) -> None:
    (texts / "bad.txt").write_bytes(data)
    (texts / "good.txt").write_bytes("3 USD\n".encode("utf-16" if option == "utf-16" else "ascii"))
    result = run("extract", "--encoding", option, "bad.txt", "good.txt", cwd=texts)
    assert (result.status, len(result.problems)) == (3, 1)
    assert result.err.startswith("krmoney: bad.txt: ")
    assert result.err.endswith(f"{said}\n")
    assert {row["doc"] for row in result.rows} == {"good.txt"}


def test_lines_before_a_bad_byte_are_read() -> None:
    result = run("extract", "--lines", stdin="3억원\n4억원\n".encode() + b"\xff\n" + "5억원\n".encode())
    assert [row["doc"] for row in result.rows] == ["-:1", "-:2"]
    assert (result.status, len(result.problems)) == (3, 1)


@pytest.mark.parametrize("args", [["extract"], ["convert"]])
def test_closed_stdin(args: list[str]) -> None:
    script = '"$@" <&-'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *COMMAND, *args],  # noqa: S607
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (3, b"", 1)
    assert done.stderr.startswith(b"krmoney: -: ")


# --- extract: csv


def test_csv(texts: Path) -> None:
    result = run("extract", "--format", "csv", "--columns", "all", "fjord.txt", "mill.txt", "-", stdin=ODD, cwd=texts)
    table = list(csv.DictReader(StringIO(result.out, newline="")))
    rows = rows_of(FJORD, "fjord.txt") + rows_of(MILL, "mill.txt") + rows_of(ODD, "-")
    assert len(table) == len(rows)
    for line, row in zip(table, rows, strict=True):
        rate = (row.get("quote") or {}).get("rate") or {}
        expected = {
            "doc": row["doc"],
            "start": str(row["start"]),
            "text": row["text"],
            "kind": row["kind"],
            "low": row["low"] or "",
            "high": row["high"] or "",
            "high_inclusive": str(row["high_inclusive"]).lower(),
            "currency": row.get("currency") or "",
            "candidates": " ".join(row.get("candidates", [])),
            "denomination": "true" if row.get("denomination") else "",
            "value": row.get("value") or "",
            "unit": row.get("unit", ""),
            "quote_text": row.get("quote", {}).get("text", ""),
            "quote_currency": row.get("quote", {}).get("currency", ""),
            "rate_base": rate.get("base", ""),
            "rate_value": rate.get("value", ""),
            "rate_low": rate.get("low", ""),
            "rate_high": rate.get("high", ""),
        }
        assert expected.items() <= line.items()
    assert any(line["rate_value"] for line in table)
    assert any(line["candidates"] == "SEK ISK" for line in table)


def test_csv_has_the_columns_of_data_frames_but_evidence() -> None:
    text = "5만원권 두 장과 337억 크로나(약 4조 4000억원), 7.5%"
    options = ["--columns", "all", "--format", "csv"]
    table = [*csv.DictReader(StringIO(run("extract", *options, stdin=text).out, newline=""))]
    columns = [[*row] for row in krmoney.extract(text).to_dicts(doc="-")]
    assert [[*row, "evidence"] for row in table] == columns
    assert [row["denomination"] for row in table] == ["true", "", "", ""]


@pytest.mark.parametrize("given", [[], ["--columns", "core"]], ids=" ".join)
def test_csv_has_the_columns_that_data_frames_have_by_default(given: list[str]) -> None:
    pytest.importorskip("pandas")
    text = "5만원권 두 장과 337억 크로나(약 4조 4000억원), 7.5%"
    table = csv.DictReader(StringIO(run("extract", *given, "--format", "csv", stdin=text).out, newline=""))
    assert [*(table.fieldnames or ()), "unfit"] == [*krmoney.extract(text).to_pandas("-")]
    by_line = run("extract", *given, "--column", "text", "--from", "text", "--format", "csv", stdin=text).out
    (columns, *_) = csv.reader(StringIO(by_line, newline=""))
    assert columns == ["text", *(f"figure_{name}" for name in (table.fieldnames or ())[1:])]


def test_columns_are_for_flat_formats() -> None:
    for args in (["-"], ["--format", "html"], ["--column", "text", "--format", "jsonl"]):
        result = run("extract", "--columns", "core", *args, stdin="")
        assert (result.status, result.out) == (2, "")
        assert "--columns needs --format csv or parquet" in result.err


def test_csv_has_the_restatement_of_a_range_too() -> None:
    text = "지원금은 100억~200억 크로나(약 1조 3천억~2조 6천억원)다."
    expected = [each.quote.text if each.quote else "" for each in krmoney.extract(text)]
    table = csv.DictReader(StringIO(run("extract", "--format", "csv", stdin=text).out, newline=""))
    assert [row["quote_text"] for row in table] == expected
    assert any(expected)


def test_html_is_one_page_for_all_files(texts: Path) -> None:
    out = run("extract", "--format", "html", "fjord.txt", "mill.txt", "-", stdin="아무것도 <b>없다</b>", cwd=texts).out
    assert out.startswith("<!doctype html>\n")
    assert out.endswith("</body>\n</html>\n")
    assert "<title>fjord.txt</title>" in out
    assert re.findall("<h1>(.*)</h1>", out) == ["fjord.txt", "mill.txt", "standard input"]
    assert out.count("<html") == out.count("</html>") == 1
    assert 'data-label="1.25bn NOK"' in out
    assert "아무것도 &lt;b&gt;없다&lt;/b&gt;" in out


def test_html_of_lines_leaves_out_those_without_figures(texts: Path) -> None:
    out = run("extract", "--lines", "--format", "html", "-", stdin=f"빈 줄\n{FJORD}", cwd=texts).out
    assert re.findall("<h1>(.*)</h1>", out) == ["standard input:2"]


def test_html_of_nothing_is_a_page_all_the_same() -> None:
    result = run("extract", "--format", "html", "no-such-file.txt")
    assert result.status == 3
    assert re.search(r"<body>\n<script>[^<]*(?:<(?!/script>)[^<]*)*</script>\n</body>\n</html>\n$", result.out)


def test_sentences_of_running_text() -> None:
    text, said = "세금 3억원. 빚은 2억 달러다.", ["세금 3억원.", "빚은 2억 달러다."]
    assert [row["sentence"] for row in run("extract", "--context", "--format", "jsonl", stdin=text).rows] == said
    table = csv.DictReader(StringIO(run("extract", "--context", "--format", "csv", stdin=text).out, newline=""))
    assert [row["sentence"] for row in table] == said
    lines = run("extract", "--context", "--format", "table", stdin=text).out.splitlines()
    assert lines[1].endswith("sentence")
    assert [line[-len(each) :] for line, each in zip(lines[3:], said, strict=True)] == said


def test_sentences_of_records() -> None:
    text, said = '{"본문": "세금 3억원. 빚은 2억 달러다."}', ["세금 3억원.", "빚은 2억 달러다."]
    rows = run("extract", "--context", "--column", "본문", stdin=text).rows
    assert [row["figure"]["sentence"] for row in rows] == said
    (nested,) = run("extract", "--context", "--nested", "--column", "본문", stdin=text).rows
    assert [each["sentence"] for each in nested["figures"]] == said
    output = run("extract", "--context", "--column", "본문", "--format", "csv", stdin=text).out
    assert [row["figure_sentence"] for row in csv.DictReader(StringIO(output, newline=""))] == said


def test_csv_of_nothing_is_a_header() -> None:
    assert run("extract", "--format", "csv", stdin="").out.count("\n") == 1


# --- extract: tables


def in_terminal(columns: int, *args: str, cwd: Path, rich: bool) -> list[str]:
    """Run the command in a terminal of so many columns; return the lines that it shows, without colours."""
    pty, fcntl, termios = map(pytest.importorskip, ("pty", "fcntl", "termios"))
    modules = [MODULES]
    if not rich:
        (cwd / "none").mkdir()
        (cwd / "none" / "rich.py").write_text("raise ImportError", "ascii")
        modules.insert(0, str(cwd / "none"))
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    env = environment(PYTHONPATH=os.pathsep.join(modules))
    process = subprocess.Popen([*COMMAND, *args], stdin=subprocess.DEVNULL, stdout=theirs, cwd=cwd, env=env)
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # how Linux says that the other side is closed
        pass
    os.close(ours)
    assert process.wait(60) == 0
    return [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", shown.decode()).splitlines()]


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("rich", [False, True], ids=["plain", "rich"])
def test_a_terminal_shows_a_table(texts: Path, columns: int, *, rich: bool) -> None:
    if rich:
        pytest.importorskip("rich")
    title, header, rule, first, *rest = in_terminal(columns, "extract", "fjord.txt", "mill.txt", cwd=texts, rich=rich)
    assert title == "fjord.txt"
    assert header.split() == ["where", "figure", "kind", "value", "unit", "rate"]
    assert set(rule) <= set("-─ ")
    assert first.startswith("1:17   12억 5천만 크로네  point")
    assert "mill.txt" in rest
    assert all(width(line) <= columns for line in [header, rule, first, *rest])
    lines = [header, first, rest[0] if columns == 120 else rest[1]]
    assert len({place(name, line) for name, line in zip(("unit", "NOK", "KRW"), lines, strict=True)}) == 1
    shown = " ".join(" ".join([first, *rest]).split())
    assert "1,250,000,000" in shown
    assert "1 NOK = 128 KRW" in shown or "1 NOK = 128.00 KRW" in shown
    assert "≈ 160,000,000,000" in shown


def test_a_table_for_a_pipe_is_plain_and_never_folded(texts: Path) -> None:
    result = run("extract", "--format", "table", "mill.txt", cwd=texts)
    title, header, rule, *lines = result.out.splitlines()
    assert title == "mill.txt"
    assert not set(rule) - set("- ")
    assert [line.split()[:2] for line in lines] == [["1:12", "3조원"], ["1:24", "2.5%p"], ["2:9", "1~2조원"]]
    assert "1,000,000,000,000 – 2,000,000,000,000" in lines[-1]
    assert [place("KRW", line) for line in (lines[0], lines[2])] == [place("unit", header)] * 2


def test_places_in_lines(texts: Path) -> None:
    result = run("extract", "--format", "table", "--lines", "mill.txt", cwd=texts)
    assert [line.split()[0] for line in result.out.splitlines()[3:]] == ["1:12", "1:24", "2:9"]


def test_a_table_names_all_candidates_and_standard_input() -> None:
    out = run("extract", "--format", "table", stdin=ODD).out
    assert out.startswith("standard input\n")
    assert "SEK or ISK" in out


def test_a_table_of_nothing() -> None:
    assert run("extract", "--format", "table", stdin="아무것도") == (0, "no figures found\n", "")


# --- streams


def test_documents_are_printed_as_they_come() -> None:
    command = [*COMMAND, "extract", "--lines"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in (1, 2):
            process.stdin.write(f"{number}억원\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["doc"] == f"-:{number}"
        process.stdin.close()
        assert process.wait(60) == 0


@pytest.mark.parametrize("shape", ["jsonl", "csv", "table", "html"])
def test_a_reader_may_leave(tmp_path: Path, shape: str) -> None:
    (tmp_path / "long.txt").write_text("3억원\n" * 20_000, "utf-8")
    command = [*COMMAND, "extract", "--lines", "--format", shape, "long.txt"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


@pytest.mark.parametrize("args", [["--help"], ["convert", "3억원"]])
def test_a_reader_may_leave_before_anything_is_printed(args: list[str]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run([*COMMAND, *args], stdout=theirs, stderr=subprocess.PIPE, env=environment(), check=False)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "convert", "3억원"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr.decode().startswith("krmoney: output: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("args", [["extract", "--lines"], ["convert", "--json"]])
def test_interrupt(args: list[str]) -> None:
    with subprocess.Popen(
        [*COMMAND, *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write("3억원\n".encode())
        process.stdin.flush()
        assert process.stdout.readline()  # it is at work, and waits for more
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
        assert process.wait(60) == 130


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    ],
    ids=["C", "POSIX", "bare C", "ascii"],
)
def test_the_locale_does_not_matter(tmp_path: Path, env: dict[str, str]) -> None:
    # Bytes, because it is our own locale that would encode them.
    (tmp_path / "장부.txt").write_text(MILL, "utf-8")
    assert run("extract", "장부.txt".encode(), cwd=tmp_path, **env).rows == rows_of(MILL, "장부.txt")
    args = ("--context", "스웨덴에서 왔다", "10억 크로나", "잔돈")
    result = run("convert", *(arg.encode() for arg in args), **env)
    assert result.status == 1
    assert result.out.startswith("10억 크로나\n  1,000,000,000 SEK   ")
    assert "잔돈" in result.err


WORDS = '[currencies]\n"코로넷" = "SEK"\n'


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_words_of_ones_own(tmp_path: Path, jobs: str) -> None:
    words, text = tmp_path / "words.toml", tmp_path / "a.txt"
    words.write_text(WORDS, "utf-8")
    text.write_text("그는 3억 코로넷을 냈다\n", "utf-8")
    args = ("--lines", "--format", "jsonl", "--jobs", jobs)
    (row,) = run("extract", str(text), *args, "--vocabulary", str(words)).rows
    assert (row["text"], row["currency"]) == ("3억 코로넷", "SEK")
    assert "코로넷" not in run("extract", str(text), *args).out


def test_words_of_ones_own_for_single_expressions_and_cells(tmp_path: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text(WORDS, "utf-8")
    assert run("convert", "3억 코로넷", "--vocabulary", str(words)).out.split()[2:4] == ["300,000,000", "SEK"]
    cells = run("parse", "--format", "jsonl", "--unit", "백만 코로넷", "--vocabulary", str(words), stdin="7\n")
    assert cells.rows[0]["money"]["amount"] == "7000000"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[currency]\n", "currencies"),
        ('[currencies]\n"코로넷" = "XXZ"\n', "XXZ"),
        ("[", "words.toml"),
        (None, "No such"),
    ],
)
def test_words_that_cannot_be_used(tmp_path: Path, content: str | None, said: str) -> None:
    words = tmp_path / "words.toml"
    if content is not None:
        words.write_text(content, "utf-8")
    result = run("extract", "--vocabulary", str(words))
    assert (result.status, result.out) == (2, "")
    assert said in result.err
    assert result.err.count("\n") == 1
