"""Whole sentences: every figure in them is found as marked, and in the traps none is found."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import krmoney
from krmoney import Mention

CORPUS = Path(__file__).parent / "corpus"
MARK = re.compile("[⟦⟧]")


def read(name: str) -> list[dict[str, Any]]:
    """Read the lines of a corpus; a missing file is an error, as is one with hardly anything in it."""
    lines = (CORPUS / name).read_text("utf-8").splitlines()
    assert len(lines) >= 50, f"{name} has been emptied"
    return [json.loads(line) for line in lines]


def cases(name: str, title: str) -> list[Any]:
    return [
        pytest.param(line, text, id=f"{line[title]}-{number}")
        for line in read(name)
        for number, text in enumerate(line["texts"], 1)
    ]


def unmark(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the marks out of a text; return it with the spans that they enclosed."""
    places = [match.start() - taken for taken, match in enumerate(MARK.finditer(text))]
    return MARK.sub("", text), list(zip(places[::2], places[1::2], strict=True))


def differences(expected: dict[str, Any], found: Mention, spans: list[tuple[int, int]]) -> list[str]:
    """Compare the fields that the corpus names; type and kind always, money and point if it does not."""
    wrong = []
    for field, wanted in ({"type": "money", "kind": "point"} | expected).items():
        got = getattr(found, field)
        if field == "quote" and wanted and got:
            linked = (got.start, got.end) == spans[wanted["to"]]
            rate = Decimal(wanted.get("rate", 0))
            same = linked and (not rate or (got.rate and abs(got.rate.value - rate) <= rate / 1000))
        elif field in {"low", "high", "value"}:
            same = got == (None if wanted is None else Decimal(wanted))
        elif field == "candidates":
            same = [str(code) for code in got] == wanted
        else:
            same = (got if got is None or isinstance(wanted, bool) else str(got)) == wanted
        if not same:
            wrong.append(f"{found.text}: {field} is {got}, not {wanted}")
    return wrong


@pytest.mark.parametrize(("line", "text"), cases("sentences.jsonl", "about"))
def test_sentence(line: dict[str, Any], text: str) -> None:
    text, spans = unmark(text)
    mentions = krmoney.extract(text)
    figures = [each for each in mentions if each.type != "rate"]
    assert [each.text for each in figures] == [text[start:end] for start, end in spans]
    assert [(each.start, each.end) for each in figures] == spans
    pairs = zip(line["figures"], figures, strict=True)
    assert not [wrong for expected, found in pairs for wrong in differences(expected, found, spans)]
    stated = [each.rate.to_dict() for each in mentions if each.type == "rate" and each.rate]
    wanted = line.get("rates", [])
    assert [(row["base"], row["counter"], Decimal(row["value"])) for row in stated] == [
        (row["base"], row["counter"], Decimal(row["value"])) for row in wanted
    ]


@pytest.mark.parametrize(
    ("text", "question", "reason", "words"),
    [
        ("그는 우리 돈 3만을 줬다.", "elided", "own", "우리 돈"),
        ("반도체에 1조 투자", "elided", "cue", "투자"),
        ("스웨덴 회사가 10억 크로나를 냈다.", "currency", "place", "스웨덴"),
        ("수출이 5% 감소했다.", "sign", "cue", "감소"),
    ],
)
def test_the_evidence_is_what_decided(text: str, question: str, reason: str, words: str) -> None:
    (found,) = krmoney.extract(text)
    (why,) = found.evidence
    assert (why.question, why.reason, why.text) == (question, reason, words)
    assert text[why.start : why.end] == words


@pytest.mark.parametrize(("line", "text"), cases("traps.jsonl", "trap"))
def test_trap(line: dict[str, Any], text: str) -> None:
    found = [each for each in krmoney.extract(text) if each.type not in line.get("allow", [])]
    assert not found, line["why"]


@pytest.mark.parametrize(("name", "title"), [("sentences.jsonl", "about"), ("traps.jsonl", "trap")])
def test_every_line_has_three_contexts_of_its_own(name: str, title: str) -> None:
    lines = read(name)
    titles = [line[title] for line in lines]
    texts = [text for line in lines for text in line["texts"]]
    assert len(set(titles)) == len(titles)
    assert len(set(texts)) == len(texts)
    assert not [line[title] for line in lines if len(line["texts"]) < 3]
