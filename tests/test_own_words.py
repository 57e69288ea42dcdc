"""Words of a user's own, end to end: one file of them, and every way by which text is read."""

import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import krmoney
from krmoney import Reader, Trap, Vocabulary, cli

TEXT = "3억 성운, 카스텔라 1파운드, 5코로넷. 미드가르드에서 7억 크로나"
OWN = [("5코로넷", "SEK"), ("7억 크로나", "ISK")]
DEFAULT = [("3억", "KRW"), ("1파운드", "GBP"), ("7억 크로나", None)]
FILE = """\
counters = ["성운"]

[currencies]
"코로넷" = "SEK"

[places]
"미드가르드" = ["ISK"]

[[traps]]
name = "cake"
unit = "파운드"
near = "카스텔라"
example = "카스텔라 1파운드"
counterexample = "벌금 1파운드"
"""
WORDS = Vocabulary.default().extend(
    currencies={"코로넷": "SEK"},
    counters=["성운"],
    places={"미드가르드": ["ISK"]},
    traps=[
        Trap(name="cake", unit="파운드", near="카스텔라", example="카스텔라 1파운드", counterexample="벌금 1파운드")
    ],
)
READER = Reader(vocabulary=WORDS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "my.toml"
    path.write_text(FILE, "utf-8")
    return path


@pytest.fixture(autouse=True)
def _the_default_stays(file: Path) -> Any:
    assert seen(krmoney.extract(TEXT)) == DEFAULT
    assert Vocabulary.load(file) is WORDS
    yield
    assert seen(krmoney.extract(TEXT)) == DEFAULT


def seen(mentions: Any) -> list[tuple[str, str | None]]:
    return [(each.text, None if each.currency is None else str(each.currency)) for each in mentions]


def of_rows(rows: Any) -> list[tuple[str, str | None]]:
    return [(each["text"], each["currency"]) for each in rows]


def test_the_library() -> None:
    assert seen(READER.extract(TEXT)) == seen(krmoney.extract(TEXT, vocabulary=WORDS)) == OWN
    assert str(READER.parse("7코로넷")) == "7 SEK"
    assert str(READER.parse("7억 크로나", context="미드가르드에서 왔다")) == "700,000,000 ISK"
    assert str(Reader(vocabulary=WORDS, unit="천 코로넷").parse("7")) == "7,000 SEK"
    with pytest.raises(krmoney.ParseError):
        krmoney.parse("7코로넷")


def test_each_word_is_explained() -> None:
    explained = READER.explain(TEXT)
    mine = {step.words for step in explained if step.data == "added to the vocabulary"}
    assert mine == {"성운", "카스텔라", "코로넷", "미드가르드"}
    assert not any(step.data == "added to the vocabulary" for step in krmoney.explain(TEXT))


def test_a_pickle_in_another_process() -> None:
    program = (
        "import pickle, sys; reader, text = pickle.load(sys.stdin.buffer); "
        "sys.stdout.buffer.write(pickle.dumps((reader, reader.extract(text))))"
    )
    given = pickle.dumps((READER, TEXT))
    assert len(given) < 1000
    done = subprocess.run([sys.executable, "-c", program], input=given, capture_output=True, check=True)
    reader, found = pickle.loads(done.stdout)  # noqa: S301  # our own bytes
    assert reader == READER
    assert found == READER.extract(TEXT)


def test_columns() -> None:
    pa = pytest.importorskip("pyarrow")
    frames = pytest.importorskip("krmoney.frames")
    texts, cells = pa.array([TEXT, None]), pa.array(["7코로넷"])
    assert of_rows(frames.extract(texts, reader=READER).to_pylist()[0]) == OWN
    assert frames.extract(texts, vocabulary=WORDS) == frames.extract(texts, reader=READER)
    assert of_rows(frames.extract(texts).to_pylist()[0]) == DEFAULT
    assert frames.parse(cells, reader=READER).field("currency").to_pylist() == ["SEK"]
    assert frames.parse(cells).field("currency").to_pylist() == [None]
    assert frames.parse(pa.array(["7"]), reader=READER, unit="천 코로넷").field("currency").to_pylist() == ["SEK"]


def test_pandas() -> None:
    pd = pytest.importorskip("pandas")
    pytest.importorskip("krmoney.frames.pandas")
    assert of_rows(pd.Series([TEXT]).krmoney.extract(reader=READER).to_dict("records")) == OWN
    assert pd.Series(["7코로넷"]).krmoney.parse(reader=READER)["currency"].tolist() == ["SEK"]
    assert pd.Series([TEXT]).krmoney.extract()["text"].tolist() == [text for text, _ in DEFAULT]


def test_polars() -> None:
    pl = pytest.importorskip("polars")
    pytest.importorskip("krmoney.frames.polars")
    frame = pl.DataFrame({"text": [TEXT]})
    mine, default = (
        frame.select(pl.col("text").krmoney.extract(**options))["text"].to_list()[0]
        for options in ({"reader": READER}, {})
    )
    assert (of_rows(mine), of_rows(default)) == (OWN, DEFAULT)


def test_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb")
    register = pytest.importorskip("krmoney.frames.duckdb").register
    for options, expected in (({"reader": READER}, OWN), ({}, DEFAULT)):
        with duckdb.connect() as con:
            register(con, **options)
            ((row,),) = con.execute("select krmoney_extract(?)", [TEXT]).fetchall()
            assert of_rows(row) == expected


def test_a_step_of_spark() -> None:
    """What a worker of Spark does; `test_clusters` runs it in Spark itself."""
    pa = pytest.importorskip("pyarrow")
    spark = pytest.importorskip("krmoney.frames.spark")
    step = spark.Extract("text", reader=READER)
    assert step == spark.Extract("text", vocabulary=WORDS)
    step = pickle.loads(pickle.dumps(step))  # noqa: S301  # our own bytes
    (batch,) = step([pa.RecordBatch.from_pydict({"text": [TEXT]})])
    assert of_rows(batch.column("figures").to_pylist()[0]) == OWN
    assert spark.Parse("text", unit="백만원").reader == Reader(unit="백만원")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_files_on_processes(file: Path, tmp_path: Path, jobs: str) -> None:
    records, found = tmp_path / "news.jsonl", tmp_path / "found.jsonl"
    records.write_text(f"{json.dumps({'title': TEXT}, ensure_ascii=False)}\n" * 50, "utf-8")
    command = ["extract", "--column", "title", "--nested", "--jobs", jobs, "--output", str(found), str(records)]
    for options, expected in ((["--vocabulary", str(file)], OWN), ([], DEFAULT)):
        assert cli.main([*command, *options]) == 0
        lines = [json.loads(line) for line in found.read_text("utf-8").splitlines()]
        found.unlink()
        assert len(lines) == 50
        assert all(of_rows(line["figures"]) == expected for line in lines)


def test_the_command_line(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "a.txt"
    text.write_text(f"{TEXT}\n", "utf-8")
    own = ["--vocabulary", str(file)]
    for options, expected in ((own, OWN), ([], DEFAULT)):
        assert cli.main(["extract", "--format", "jsonl", *options, str(text)]) == 0
        assert of_rows(map(json.loads, capsys.readouterr().out.splitlines())) == expected
    assert cli.main(["convert", *own, "7코로넷"]) == 0
    assert "7 SEK" in capsys.readouterr().out
    assert cli.main(["explain", *own, TEXT]) == 0
    assert capsys.readouterr().out.count("added to the vocabulary") == 4
