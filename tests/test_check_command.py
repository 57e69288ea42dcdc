"""``krmoney check``: formats, sources, records with days, exit statuses."""

import csv
import io
import json
from pathlib import Path

import pytest

from krmoney.cli import main

DAY = ("--date", "2024-06-04")
SOUND = "1억 달러(약 1380억원)를 쓴다."
SLIP = "4억 달러(약 55조원)를 쓴다."
OFF = "1억 달러(약 1280억원)를 번다."


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "article.txt"
    path.write_text(f"첫 줄\n{SOUND} {SLIP}\n", "utf-8")
    return str(path)


def run(*arguments: str) -> int:
    """Run the command; argparse exits."""
    try:
        return main(["check", *arguments])
    except SystemExit as exited:
        return int(exited.code or 0)


def test_text(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(article, *DAY) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"{article}:2:1  fits"
    assert said[1] == "  «1억 달러»(약 «1380억원»)를 쓴다."
    assert said[4] == f"{article}:2:22  factor (error)"
    assert said[5] == "  «4억 달러»(약 «55조원»)를 쓴다."
    assert said[6].endswith("400억 달러–55조원 or 4억 달러–5500억원 would fit.")
    assert said[8] == "2 conversions: 1 fits, 1 factor"
    assert said[9].startswith("Rates: ECB, until 2")


def test_korean(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(article, *DAY, "--lang", "ko", "--only", "error")
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("자릿수 (오류)")
    assert said[2].endswith("100배 차이입니다. 400억 달러–55조원 또는 4억 달러–5500억원이면 환율과 맞습니다.")
    assert said[-1].startswith("환율 자료: ECB, ")


def test_rows(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(article, *DAY, "--format", "jsonl")
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["doc"], row["verdict"], row["on"]) for row in rows] == [
        (article, "fits", "2024-06-04"),
        (article, "factor", "2024-06-04"),
    ]
    run(article, *DAY, "--format", "csv")
    flat = [*csv.DictReader(io.StringIO(capsys.readouterr().out))]
    assert [row["slip_base"] for row in flat] == ["", "400억 달러"]
    assert flat[0]["base_text"] == rows[0]["base"]["text"]
    assert flat[1]["explanation"] == rows[1]["explanation"]


def test_a_page(article: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run(article, *DAY, "-o", str(page)) == 1
    html = page.read_text("utf-8")
    assert "krm-error" in html
    assert "krm-fits" in html
    assert html.count("<script") == 1  # our own
    assert "2 conversions" in html


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    path, page = tmp_path / "a.txt", tmp_path / "a.html"
    path.write_text("<script>alert(1)</script> 4억 달러(약 <b>55조원</b>) & 끝", "utf-8")
    run(str(path), *DAY, "-o", str(page))
    assert "<script>alert" not in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "fail_on", "status"),
    [
        (SOUND, "warning", 0),
        (OFF, "warning", 1),
        (OFF, "error", 0),
        (SLIP, "error", 1),
        (SLIP, "never", 0),
        ("1억 동(약 540만원)", "warning", 0),
        ("", "warning", 0),
    ],
)
def test_exit_statuses(tmp_path: Path, text: str, fail_on: str, status: int) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    assert run(str(path), *DAY, "--fail-on", fail_on) == status


@pytest.mark.parametrize(
    "arguments",
    [
        ("--rates", "nothing.csv"),
        ("--rates", "USD=much"),
        ("--date", "yesterday"),
        ("--tolerance", "much"),
        ("--date-column", "day"),
        ("--from", "csv"),
        ("--column", "text", "--lines"),
    ],
)
def test_wrong_usage(article: str, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(article, *arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_without_the_extra_and_without_rates(
    article: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "currency_converter", None)
    assert run(article) == 2
    assert "pip install 'krmoney[rates]'; or name a source with --rates" in capsys.readouterr().err
    assert run(article, "--rates", "USD=1380") == 1
    assert run(article, "--rates", "none") == 1  # 1,380 and 137,500 cannot both hold


def test_sources(article: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "bank.csv"
    table.write_text("일자,USD,VND(100)\n2024-06-04,1374.5,5.41\n", "utf-8")
    run(article, *DAY, "--rates", str(table))
    assert "(bank.csv)" in capsys.readouterr().out
    run(article, *DAY, "--rates", "USD=137500")
    assert "Rates: fixed rates" in capsys.readouterr().out
    run(article, *DAY, "--rates", str(table), "--rates", "ecb")
    assert "Rates: bank.csv, ECB" in capsys.readouterr().out


def test_tolerance(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(article, "--date", "2023-06-05", "--tolerance", "10%", "--format", "jsonl")
    assert json.loads(capsys.readouterr().out.splitlines()[0])["verdict"] == "fits"
    run(article, "--date", "2023-06-05", "--tolerance", "0.01", "--format", "jsonl")
    assert json.loads(capsys.readouterr().out.splitlines()[0])["verdict"] == "off"


DAYS = ("2024-06-04", "2021-01-04", "soon")
RECORDS = {
    "csv": "day,text\n" + "".join(f"{day},1억 달러(약 1380억원)\n" for day in DAYS),
    "jsonl": "".join(json.dumps({"day": day, "text": "1억 달러(약 1380억원)"}) + "\n" for day in DAYS),
}


@pytest.mark.parametrize("kind", RECORDS)
def test_records_with_days(tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / f"articles.{kind}"
    path.write_text(RECORDS[kind], "utf-8")
    assert run(str(path), "--column", "text", "--date-column", "day", "--format", "jsonl") == 1
    said = capsys.readouterr()
    rows = [json.loads(line) for line in said.out.splitlines()]
    assert [(row["verdict"], row["on"]) for row in rows] == [("fits", "2024-06-04"), ("off", "2021-01-04")]
    assert "a day such as 2024-06-04 is needed, not 'soon'" in said.err
    assert run(str(path), "--column", "text", "--date-column", "date") == 3
    assert "no column 'date'" in capsys.readouterr().err


def test_many_files_on_several_processors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(SOUND if number else SLIP, "utf-8")
    assert run(str(tmp_path / "*.txt"), *DAY, "--jobs", "2", "--only", "warning") == 1
    assert "4 conversions: 3 fits, 1 factor" in capsys.readouterr().out


def test_nothing_to_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("노조와 합의", "utf-8")
    assert run(str(path)) == 0
    said = capsys.readouterr().out
    assert said.startswith("0 conversions\nRates: ECB")
    assert "outside the rates of the last ten years" in said
