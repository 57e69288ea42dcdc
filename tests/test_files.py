"""The room `krmoney.files` without the command: a job with an observer, and the parts that have rules of their own."""

import gzip
import json
import pickle
from pathlib import Path

import pytest

import krmoney
from krmoney.cli.arguments import parser
from krmoney.cli.figure_tables import TableEncoder
from krmoney.cli.options import reader_of
from krmoney.files.encoders import encoder
from krmoney.files.errors import FileError, Remedy, StoppedError
from krmoney.files.formats import BadRow, Csv, Format, JsonLines
from krmoney.files.jobs import Job, Source
from krmoney.files.names import FileName, matches, suffixes
from krmoney.files.runs import Totals, run
from krmoney.files.steps import Failed
from krmoney.files.tasks import Extract, ExtractNested, Parse, Task

NOK = krmoney.Reader(prefer="NOK")


class Notes:
    """An observer that writes everything down."""

    def __init__(self) -> None:
        self.bad: list[tuple[str, BadRow]] = []
        self.unread: list[tuple[Failed, int]] = []
        self.progress: list[tuple[int, int]] = []

    def advanced(self, consumed: int, rows: int) -> None:
        """Note the progress."""
        self.progress.append((consumed, rows))

    def refused(self, name: str, row: BadRow) -> None:
        """Note a bad record."""
        self.bad.append((name, row))

    def failed(self, failed: Failed, rows: int) -> None:
        """Note a file that cannot be read."""
        self.unread.append((failed, rows))


def job(folder: Path, task: Task, *paths: str, form: Format, kind: str = "jsonl", strict: bool = False) -> Job:
    target = str(folder / f"out.{kind}")
    sources = [Source(str(folder / path), form, encoder(kind, task), target, None) for path in paths]
    return Job(task, sources, strict=strict)


def test_a_job_reads_its_files_and_tells_its_observer(tmp_path: Path) -> None:
    lines = ['{"text": "3억원과 2%"}', "bad", '{"text": null}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "5만원"}\n', "utf-8")
    notes = Notes()
    totals = run(job(tmp_path, Extract(), "a.jsonl", "none.jsonl", "b.jsonl", form=JsonLines("text")), notes)
    assert totals == Totals(files=2, rows=4, figures=3, bad=1)
    assert [(name, row.line) for name, row in notes.bad] == [(str(tmp_path / "a.jsonl"), 2)]
    assert [(Path(failed.name).name, rows) for failed, rows in notes.unread] == [("none.jsonl", 0)]
    assert notes.progress[-1] == (sum(path.stat().st_size for path in tmp_path.glob("[ab].jsonl")), 4)
    rows = [json.loads(line)["figure"]["text"] for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert rows == ["3억원", "2%", "5만원"]


def test_a_task_has_a_reader(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("cell\n30\n", "utf-8")
    task = Parse("m", krmoney.Reader(unit="억원"))
    run(job(tmp_path, task, "a.csv", form=Csv("cell"), kind="csv"), Notes())
    assert (tmp_path / "out.csv").read_text("utf-8").splitlines()[1].startswith("30,3000000000,KRW,")


def test_a_strict_job_stops_and_leaves_no_output(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "3억원"}\nbad\n', "utf-8")
    with pytest.raises(StoppedError) as caught:
        run(job(tmp_path, Extract(), "a.jsonl", form=JsonLines("text"), strict=True), Notes())
    assert caught.value.kept == "nothing"
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


@pytest.mark.parametrize("task", [Extract(), ExtractNested(reader=NOK), Parse("m", krmoney.Reader(unit="억원"))])
def test_what_goes_to_other_processes_can_be_pickled(task: Task) -> None:
    for each in (task, encoder("csv", task), encoder("jsonl", task, gzip=True), TableEncoder.of(task)):
        assert pickle.loads(pickle.dumps(each)) == each  # noqa: S301  # our own bytes


def test_an_error_keeps_its_remedy_on_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(FileError("wrong", Remedy("encoding", "cp949"))))  # noqa: S301  # our own bytes
    assert (str(error), error.remedy) == ("wrong", Remedy("encoding", "cp949"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.jsonl", ("a", "jsonl", None)),
        ("x/a.JSONL.gz", ("a", "jsonl", "gzip")),
        ("a.csv.zst", ("a", "csv", "zstd")),
        ("a.b.pq", ("a.b", "parquet", None)),
        ("a.gz", ("a", None, "gzip")),
        ("a.dat", ("a.dat", None, None)),
        ("", ("", None, None)),
    ],
)
def test_file_names(path: str, expected: tuple[str, str | None, str | None]) -> None:
    assert FileName.of(path) == expected


def test_suffixes_are_read_as_they_are_written() -> None:
    for kind in ("jsonl", "csv", "tsv", "parquet"):
        assert FileName.of(f"a{suffixes(kind, 'gzip')}") == ("a", kind, "gzip")


def test_patterns(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "[c].txt"):
        (tmp_path / name).touch()
    (tmp_path / "d.txt").mkdir()
    names = [Path(path).name for path in matches(f"{tmp_path}/*.txt")]
    assert names == sorted(["a.txt", "b.txt", "[c].txt"])
    assert matches(f"{tmp_path}/[c].txt") == [f"{tmp_path}/[c].txt"]
    assert matches(f"{tmp_path}/*.none") == []
    assert matches("none") == ["none"]


@pytest.mark.parametrize("command", ["convert", "extract", "parse"])
def test_a_command_without_options_has_the_default_reader(command: str) -> None:
    assert reader_of(parser().parse_args([command])) == krmoney.Reader()


def test_the_options_of_a_command_are_those_of_its_reader(tmp_path: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text('[currencies]\n"코로넷" = "SEK"\n', "utf-8")
    args = ["parse", "--currency", "usd", "--unit", "천 코로넷", "--prefer", "CAD", "--vocabulary", str(words)]
    vocabulary = krmoney.Vocabulary.load(words)
    expected = krmoney.Reader(currency="USD", unit="천 코로넷", prefer=["CAD"], vocabulary=vocabulary)
    assert reader_of(parser().parse_args(args)) == expected
    assert not reader_of(parser().parse_args(["extract", "--no-elided"])).elided


def test_tables_can_be_compressed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from krmoney.cli import main

    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_text('{"text": "3억원"}\n', "utf-8")
    assert main(["extract", "--column", "text", "a.jsonl", "--format", "table", "-o", "out.txt.gz"]) == 0
    assert "300,000,000" in gzip.decompress(Path("out.txt.gz").read_bytes()).decode()
