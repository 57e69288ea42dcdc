"""An explanation names what decided, the words that did and the line of data, and misses no figure."""

import json
import tomllib
from pathlib import Path

import pytest

import krmoney
from krmoney import Explanation, Reader, Trap, Vocabulary, cli

DATA = Path(krmoney.__file__).parent / "data"


@pytest.mark.parametrize(
    ("text", "stage", "by", "words", "file"),
    [
        ("체중이 40파운드 늘었다", "traps", "weight", "체중", "traps"),
        ("100위안에 들었다", "traps", "rank", "들", "traps"),
        ("24조 원전 수주", "traps", "part_of_a_word", "24조 원전", ""),
        ("타율 3할 타자", "traps", "average", "타율", "traps"),
        ("13억 명의 가입자", "elision", "counter", "명의", "cues"),
        ("600만 관중 돌파", "elision", "counter", "관중", "cues"),
        ("7억을 1조 투자", "elision", "cue", "투자", "cues"),
        ("301동으로 오세요", "currencies", "needs_evidence", "동", "currencies"),
        ("스웨덴에 3억 크로나를 냈다", "currencies", "place", "스웨덴", "names"),
        ("베이징에서 ¥300을 냈다", "currencies", "place", "베이징", "places"),
        ("3억 달러를 냈다", "currencies", "default", "달러", "currencies"),
        ("10억 크로나", "currencies", "name", "크로나", "currencies"),
        ("매출이 3% 줄었다", "signs", "cue", "줄었", "cues"),
        ("매출이 3% 늘었다", "signs", "cue", "늘었", "cues"),
        ("미화 300만 달러", "modifiers", "hedges", "미화", "currencies"),
        ("배럴당 80달러", "modifiers", "hedges", "배럴당", ""),
        ("최소 3억원", "modifiers", "hedges", "최소", "hedges"),
        ("3억원 이상", "modifiers", "hedges", "이상", "hedges"),
        ("2인 1조로 일했다", "elision", "group", "2인 ", ""),
        ("$500을 냈다", "currencies", "default", "$", "currencies"),
        ("3억 USDT를 샀다", "elision", "another_currency", "USDT", "cues"),
        ("7억 도지를 모았다", "elision", "another_currency", "도지", "cues"),
        ("$1½을 냈다", "figures", "malformed", "1½", ""),
        ("10~5억원이 든다", "whole", "unread_piece", "10~", ""),
        ("{cash}만 원을 낸다", "whole", "unread_piece", "{cash}", ""),
        ("월세 5000/90", "listings", "listing", "월세 5000/90", ""),
        ("3억 달러(영업이익 500억원)", "restatements", "no_joint", "(영업이익", ""),
        ("3억 달러, 즉 4140억원", "restatements", "joint", ", 즉", ""),
        ("3%로 낮아졌다", "signs", "level", "", ""),
    ],
)
def test_the_step_that_decides(text: str, stage: str, by: str, words: str, file: str) -> None:
    explanation = krmoney.explain(text)
    step = next(step for step in explanation if (step.stage, step.by) == (stage, by) and step.words == words)
    assert text[step.words_start : step.words_end] == step.words
    assert text[step.start : step.end] == step.text
    assert step.words in str(explanation)
    if file:
        name, _, number = step.data.partition(".toml:")
        assert name == file
        lines = (DATA / f"{name}.toml").read_text("utf-8").splitlines()
        assert step.data in str(explanation)
        if stage != "traps":
            assert step.words in lines[int(number) - 1]
        else:
            assert by in lines[int(number) - 1]
    elif step.data and stage == "traps":
        assert step.data == f"traps.py, _{by}"


def test_the_command_of_the_issue() -> None:
    said = str(krmoney.explain("체중이 40파운드 늘었다"))
    assert "trap weight" in said
    assert "체중" in said


def test_what_the_user_added_says_so() -> None:
    trap = Trap(name="cake", unit="파운드", near="케잌")
    words = Vocabulary.default().extend(currencies={"코로넷": "SEK"}, counters=["성운"], traps=[trap])
    explanation = Reader(vocabulary=words).explain("3억 성운과 5코로넷, 케잌 1파운드")
    added = {step.by: step.words for step in explanation if step.data == "added to the vocabulary"}
    assert added == {"counter": "성운", "name": "코로넷", "cake": "케잌"}


@pytest.mark.parametrize("text", ["", "안녕하세요", "가나다라"])
def test_a_text_without_figures(text: str) -> None:
    explanation = krmoney.explain(text)
    assert len(explanation) == 0
    assert str(explanation).startswith("nothing in this text looks like a figure: ")
    assert "nothing in this text" in explanation._repr_html_()


def texts(corpus: str) -> list[str]:
    path = Path(__file__).parent / "corpus" / f"{corpus}.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [text for row in rows for text in (row.get("texts") or [row.get("text")]) if isinstance(text, str)]


@pytest.mark.parametrize("corpus", ["sentences", "traps", "laws"])
def test_every_figure_that_is_found_is_explained(corpus: str) -> None:
    sample = texts(corpus)[::3]
    assert len(sample) > 50
    for text in sample:
        explanation = krmoney.explain(text)
        assert str(explanation)
        spans = {(step.start, step.end) for step in explanation}
        for mention in krmoney.extract(text):
            assert (mention.start, mention.end) in spans
        for step in explanation:
            assert text[step.start : step.end] == step.text
            assert text[step.words_start : step.words_end] == step.words
        assert [step for group in explanation.groups() for step in group] == list(explanation)


def test_the_canonical_text_is_told_where_it_differs() -> None:
    assert str(krmoney.explain("**4억**  달러")).startswith("read as: 4억 달러\n")


def test_rows_and_html() -> None:
    explanation = krmoney.explain("<b>체중</b>이 40파운드 늘었다")
    assert isinstance(explanation, Explanation)
    assert explanation[0].outcome == "looked"
    assert explanation[:1] == (explanation[0],)
    rows = explanation.rows()
    assert json.loads(json.dumps(rows)) == rows
    assert [row["stage"] for row in rows] == [step.stage for step in explanation]
    html = krmoney.explain("<b>3억<i> 달러")._repr_html_()
    assert "<i>" not in html
    assert "3억" in html


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text('counters = ["성운"]\n', "utf-8")
    assert tomllib.loads(path.read_text("utf-8"))
    assert cli.main(["explain", "--vocabulary", str(path), "3억 성운", "체중이 40파운드 늘었다"]) == 0
    said = capsys.readouterr().out
    reader = Reader(vocabulary=Vocabulary.load(path))
    assert said == f"{reader.explain('3억 성운')}\n\n{krmoney.explain('체중이 40파운드 늘었다')}\n"
    assert cli.main(["explain", "--json", "3억원"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows == krmoney.explain("3억원").rows()


@pytest.mark.parametrize("given", [None, 5])
def test_only_text_is_explained(given: object) -> None:
    with pytest.raises(TypeError, match="expected str, got"):
        krmoney.explain(given)  # type: ignore[arg-type]
