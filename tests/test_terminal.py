"""The command as people meet it at a terminal: what it suggests, completes and waits for, in both languages."""

import csv
import os
import pty
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from test_cli import COMMAND, Result, environment, run, width

KOREAN = {"LANG": "ko_KR.UTF-8"}
HANGUL = re.compile("[가-힣]")
COMMANDS = ("convert", "extract", "rewrite", "parse", "explain", "check", "table", "completion")


# --- what was meant


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (["covnert", "5만원"], "convert"),
        (["5만원"], "krmoney convert '5만원'"),
        (["1~2조원"], "krmoney convert '1~2조원'"),
        (["extract", "--line"], "--lines"),
        (["convert", "--curency", "KRW", "5"], "--currency"),
        (["convert", "--style", "pres", "5만원"], "press"),
        (["extract", "--format", "jsnl"], "jsonl"),
        (["completion", "bsh"], "bash"),
        (["convert", "--to", "원", "5달러"], "KRW"),
        (["convert", "--to", "dollar", "5만원"], "USD"),
        (["convert", "--to", "크로나", "5만원"], "SEK"),
        (["convert", "--to", "GBR", "5만원"], "GBP"),
    ],
    ids=" ".join,
)
def test_what_was_meant(args: list[str], meant: str) -> None:
    result = run(*args)
    assert (result.status, result.out, len(result.problems)) == (2, "", 1)
    assert f"; did you mean {meant}? (see krmoney" in result.err


def test_a_file_without_a_command(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("5만원", "utf-8")
    assert "did you mean krmoney extract a.txt?" in run("a.txt", cwd=tmp_path).err


def test_nothing_near_is_nothing_suggested() -> None:
    assert "did you mean" not in run("devour").err
    assert "did you mean" not in run("extract", "--shape").err


@pytest.mark.parametrize("args", [["convert", "--json=3", "5만원"], ["convert", "--to"], ["completion"], ["explain"]])
def test_other_mistakes_are_one_line(args: list[str]) -> None:
    result = run(*args)
    assert (result.status, result.out, len(result.problems)) == (2, "", 1)


# --- arguments


def test_expressions_on_both_sides_of_an_option() -> None:
    result = run("convert", "5만원", "--to", "USD", "3억원", "--rate", "1,380", "--", "-300억원")
    assert (result.status, result.err) == (0, "")
    heads = [line for line in result.out.splitlines() if line and not line.startswith(" ")]
    assert heads == ["5만원", "3억원", "-300억원"]
    assert "1 USD = 1,380 KRW" in result.out


def test_files_on_both_sides_of_an_option(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("5만원", "utf-8")
    rows = run("extract", "a.txt", "--format", "jsonl", "b.txt", cwd=tmp_path).rows
    assert [row["doc"] for row in rows] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("rate", ["13,80", "1,38", ",380", "1,3800", "1380,"])
def test_commas_that_group_nothing(rate: str) -> None:
    assert run("convert", "--to", "USD", "--rate", rate, "5만원").status == 2


@pytest.mark.parametrize(
    "args", [["--help"], ["convert", "--help"], ["--version"], ["completion", "bash"]], ids=" ".join
)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_fails_help_too(args: list[str], unbuffered: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *args],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(PYTHONUNBUFFERED=unbuffered),
            check=False,
        )
    assert (done.returncode, done.stderr.decode()) == (3, "krmoney: output: No space left on device\n")


def test_out_of_memory_is_one_line() -> None:
    program = (
        "import sys, krmoney.cli.convert as module\n"
        "def no_memory(*_, **__): raise MemoryError\n"
        "module.convert = no_memory\n"
        "from krmoney.cli import main\n"
        "sys.exit(main(['convert', '5만원']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment(), check=False)
    assert (done.returncode, done.stdout) == (3, b"")
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("krmoney: out of memory: ")


# --- the terminal


def at_terminal(*args: str, typed: bytes) -> Result:
    """Run the command with a terminal for its input."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *args], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        os.close(theirs)
        os.write(ours, typed + b"\x04")
        out, err = process.communicate(timeout=60)
    os.close(ours)
    return Result(process.returncode, out.decode(), err.decode())


@pytest.mark.parametrize("args", [["convert"], ["extract", "--format", "jsonl"], ["parse"]], ids=" ".join)
def test_at_a_terminal_the_command_says_what_it_waits_for(args: list[str]) -> None:
    result = at_terminal(*args, typed="5만원\n".encode())
    assert result.problems[0] == "krmoney: waiting for text from the keyboard; Ctrl-D ends it"
    assert "50" in result.out


def test_elsewhere_it_says_nothing() -> None:
    assert run("convert", stdin="5만원").err == ""


# --- completion

COMPLETES = """
{script}
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_shtab_krmoney krmoney "${{COMP_WORDS[-1]}}" "${{COMP_WORDS[-2]}}"
echo "${{COMPREPLY[@]}}"
"""


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("krmoney con", "convert"),
        ("krmoney convert --cur", "--currency"),
        ("krmoney convert --style cont", "contract"),
        ("krmoney --lang k", "ko"),
        ("krmoney extract not", "notes.txt"),
    ],
)
def test_bash_completes(words: str, completed: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("", "utf-8")
    script = COMPLETES.format(script=run("completion", "bash").out, words=words)
    done = subprocess.run(["bash", "-c", script], capture_output=True, cwd=tmp_path, check=True)  # noqa: S607
    assert done.stdout.decode().split() == [completed]


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_a_script_names_every_command(shell: str) -> None:
    script = run("completion", shell).out
    assert all(command in script for command in COMMANDS)


def test_completion_without_its_library() -> None:
    program = (
        "import sys; sys.modules['shtab'] = None; from krmoney.cli import main; sys.exit(main(['completion', 'zsh']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment(), check=False)
    assert done.returncode == 3
    assert "krmoney[cli]" in done.stderr.decode()


# --- in Korean


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_in_korean(command: str) -> None:
    result = run(*filter(None, [command]), "--help", COLUMNS="80", **KOREAN)
    lines = result.out.splitlines()
    assert lines[0].startswith("사용법: krmoney")
    assert all(HANGUL.search(each) for each in lines if each and not each.startswith(" "))
    # A word alone may be wider than its column: a list of choices, which argparse does not fold.
    assert [line for line in lines if width(line) > 80 and "{" not in line] == []


def test_every_option_is_described_in_korean() -> None:
    for command in COMMANDS:
        out = run(command, "--help", COLUMNS="200", **KOREAN).out
        described = re.findall(r"^  -.*?  +(.*)$", out, re.MULTILINE)
        assert described
        assert [each for each in described if not HANGUL.search(each)] == []


@pytest.mark.parametrize(
    ("changes", "korean"),
    [
        ({"LANG": "ko_KR.UTF-8"}, True),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, False),
        ({"LC_MESSAGES": "ko_KR.UTF-8"}, True),
        ({"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, False),
    ],
    ids=str,
)
def test_the_language_is_that_of_the_locale(changes: dict[str, str], *, korean: bool) -> None:
    assert bool(HANGUL.search(run("--help", **changes).out)) is korean


def test_lang_goes_before_the_locale_and_stands_anywhere() -> None:
    assert run("--lang", "en", "convert", "조금", **KOREAN).err.startswith("krmoney: no amount in the text")
    assert run("convert", "조금", "--lang=ko").err.startswith("krmoney: 금액이 없습니다")
    assert run("--lang", "ko", "convert", "조금").err.startswith("krmoney: 금액이 없습니다")


def test_a_language_that_is_not_spoken() -> None:
    result = run("--lang", "de", "convert", "5만원")
    assert (result.status, result.out) == (2, "")
    assert "'de' is not one of en, ko" in result.err


@pytest.mark.parametrize(
    "args", [["covnert"], ["convert", "--to", "WON", "5달러"], ["extract", "--line"], ["parse", "--jobs", "0"]]
)
def test_mistakes_in_korean(args: list[str]) -> None:
    result = run(*args, **KOREAN)
    assert (result.status, result.out, len(result.problems)) == (2, "", 1)
    assert HANGUL.search(result.err)
    assert "--help 참고)" in result.err


def test_conversions_in_korean() -> None:
    result = run("convert", "약 3조원대", "337억 크로나(약 4조 4000억원)", **KOREAN)
    assert result.out.splitlines()[1].split() == ["최소", "약", "3,000,000,000,000", "KRW", "3조원"]
    assert "(본문의 환산액)" in result.out


def test_a_table_in_korean_is_aligned() -> None:
    out = run("extract", "--format", "table", stdin="공장에 최소 5억원을 쓰고 이익은 14.3% 줄었다.", **KOREAN).out
    title, header, rule, *rows = out.splitlines()
    assert title == "표준 입력"
    assert header.split() == ["위치", "수치", "종류", "값", "단위", "환율"]
    assert [each.split()[2] for each in rows] == ["하한", "단일"]
    columns = [match.start() for match in re.finditer(r"(?<!\S)-+", rule)]
    ends = [width(header[: header.index(name)]) for name in ("위치", "수치", "종류", "단위", "환율")]
    assert ends == [columns[0], columns[1], columns[2], columns[4], columns[5]]


def test_rows_for_programs_stay_as_they_are() -> None:
    text = "공장에 최소 5억원을 쓰고 이익은 14.3% 줄었다."
    assert run("extract", stdin=text, **KOREAN).out == run("extract", stdin=text).out
    assert (
        run("extract", "--format", "csv", stdin=text, **KOREAN).out == run("extract", "--format", "csv", stdin=text).out
    )


def test_a_page_in_korean() -> None:
    page = run("extract", "--format", "html", stdin="이익은 14.3% 줄었다.", **KOREAN).out
    assert '<html lang="ko">' in page
    assert "수치 1개" in page
    assert "부호: 단서 “줄" in page


def test_other_processes_speak_korean_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("5만원\n조금\n" * 3, "utf-8")
    result = run("parse", "--jobs", "2", "--format", "jsonl", "a.txt", cwd=tmp_path, **KOREAN)
    assert result.problems[0].startswith("krmoney: a.txt:2: 금액이 없습니다")
    assert result.rows[1]["money"]["error"]["message"] == "금액이 없습니다"
    assert result.problems[-1] == "krmoney: 6행, 금액 3개, 잘못된 행 3개"


def test_an_explanation_in_korean() -> None:
    out = run("explain", "체중이 40파운드 늘었다", **KOREAN).out
    assert "제외: 규칙 weight" in out
    assert unicodedata.is_normalized("NFC", out)


# --- files from and for other programs

DRAFT = "새 공장에 5억원, 3만 2000원과 1,380원을 썼다.\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("given", [[], ["--encoding", "cp949"], ["--encoding", "euc-kr"]], ids=" ".join)
@pytest.mark.parametrize("text", [DRAFT, DRAFT * 50_000, "5,000 KRW\n"], ids=["short", "long", "ascii"])
def test_utf_16_without_a_mark(encoding: str, given: list[str], text: str, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_bytes(text.encode(encoding))
    for command in (["extract"], ["parse"]):
        result = run(*command, "draft.txt", *given, "--format", "jsonl", cwd=tmp_path)
        assert (result.status, result.out, len(result.problems)) == (3, "", 1)
        assert f"this is {encoding} and not " in result.err
        assert result.err.endswith(f": try --encoding {encoding}\n")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "cp949", "utf-8"])
def test_the_encoding_that_is_named_is_read(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_bytes(DRAFT.encode(encoding))
    rows = run("extract", "draft.txt", "--encoding", encoding, "--format", "jsonl", cwd=tmp_path).rows
    assert [row["text"] for row in rows] == ["5억원", "3만 2000원", "1,380원"]


def test_a_null_in_a_text_is_not_utf_16(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(DRAFT + "\0", "utf-8")
    assert len(run("extract", "draft.txt", "--format", "jsonl", cwd=tmp_path).rows) == 3


SHEET = 'name,amount\n=1+1,-300억원\n"@sum(a1)",5만원\n+82-2,2000엔\n'


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(text.removeprefix("\ufeff").splitlines()))


@pytest.mark.parametrize("kind", ["csv", "tsv"])
def test_csv_for_a_spreadsheet(kind: str, tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text(SHEET, "utf-8")
    arguments = ["parse", "--column", "amount", "sheet.csv", "--format", kind]
    assert not run(*arguments, cwd=tmp_path).out.startswith("\ufeff")
    out = run(*arguments, "--bom", "--safe-csv", cwd=tmp_path).out
    assert out.startswith("\ufeffname")
    assert out.count("\ufeff") == 1
    rows = cells(out.replace("\t", ","))[1:]
    assert [row[:3] for row in rows] == [
        ["'=1+1", "'-300억원", "-30000000000"],
        ["'@sum(a1)", "5만원", "50000"],
        ["'+82-2", "2000엔", "2000"],
    ]


def test_figures_and_findings_for_a_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "=a.txt").write_text("이익은 14.3% 줄었다. 4억 달러(약 55조원)를 쓴다.", "utf-8")
    for command in (["extract"], ["check", "--rates", "USD=1380", "--fail-on", "never"]):
        out = run(*command, "--format", "csv", "--bom", "--safe-csv", "=a.txt", cwd=tmp_path).out
        assert out.startswith("\ufeffdoc,")
        assert cells(out)[1][0] == "'=a.txt"
    assert "-14.3" in cells(run("extract", "--format", "csv", "--safe-csv", "=a.txt", cwd=tmp_path).out)[1]


def test_tables_for_a_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("(단위: 백만원),매출\n=합계,-5\n", "utf-8")
    out = run("table", "--format", "csv", "--bom", "--safe-csv", "a.csv", cwd=tmp_path).out
    assert out.startswith("\ufefffile,")
    assert any("'=합계" in row for row in cells(out))


@pytest.mark.parametrize("option", ["--bom", "--safe-csv"])
@pytest.mark.parametrize("command", [["extract"], ["parse"], ["check"], ["table"]], ids=" ".join)
def test_options_for_csv_need_csv(command: list[str], option: str) -> None:
    result = run(*command, option, "--format", "jsonl", stdin="5만원")
    assert (result.status, result.out, len(result.problems)) == (2, "", 1)
    assert f"{option} needs --format csv" in result.err
