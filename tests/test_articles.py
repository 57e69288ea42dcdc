"""Whole articles, sentences as they come, and film comments, written and annotated without a look at the code.

Every figure in them is marked, so that what else is found is false. What is still wrong is listed, with the reason,
and must stay wrong: a rule that mends it takes the line out.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import krmoney

if TYPE_CHECKING:
    from krmoney import Mention

ARTICLES = Path(__file__).parent / "corpus" / "articles.jsonl"

KNOWN = {
    ("world", "86억"): "a headline in quotation marks whose only cue is 한 개 before it",
    ("startup", "수백억"): "수백억 번 영앤리치: 번 is also 'time'",
    ("sports", "3할"): "a batting average without one of the words of the trap",
    ("rev1-106", "천원"): "천원돌파 is the title of a film",
    ("rev1-18", "백억"): "a bare numeral of syllables",
    ("rev1-83", "만원"): "만원 before a noun may be a full house",
    ("mixed-10", "만원"): "돈만원: 만원 glued to a noun before it",
    ("mixed-425", "만원"): "만원한 may be made of 만원 and 한 …, or be full",
    ("mixed-454", "천원"): "천원돌파 is the title of a film",
    ("v-x18", "30에서 40만원"): "에서 before 정도, where the left end may be no amount",
    ("v-x27", "이백"): "월급 이백: 만 is left out, too",
}


def documents() -> list[Any]:
    lines = [json.loads(line) for line in ARTICLES.read_text("utf-8").splitlines()]
    assert len(lines) >= 500, "articles.jsonl has been emptied"
    return [pytest.param(line, id=line["doc"]) for line in lines]


def agrees(gold: dict[str, Any], found: Mention) -> bool:
    """Hold value, type and currency against each other, as the scorer does."""
    if gold["type"] != found.type:
        return False
    if gold["type"] != "money":
        return found.value == (None if gold["value"] is None else Decimal(gold["value"]))
    if gold["currency"] != found.currency or gold["kind"] != found.kind:
        return False
    ends = (None if gold[end] is None else Decimal(gold[end]) for end in ("low", "high"))
    return gold["kind"] == "vague" or (found.low, found.high) == tuple(ends)


@pytest.mark.parametrize("line", documents())
def test_document(line: dict[str, Any]) -> None:
    found = [each for each in krmoney.extract(line["text"]) if each.type in {"money", "percent"}]
    ignored = [gold for gold in line["figures"] if gold.get("ignore")]
    expected = [gold for gold in line["figures"] if not gold.get("ignore")]
    wrong = []
    for gold in expected:
        match = next((each for each in found if each.start < gold["end"] and gold["start"] < each.end), None)
        if match is None or not agrees(gold, match):
            wrong.append(gold["text"])
        elif "quote" in gold and (match.quote is None or match.quote.start != gold["quote"]["start"]):
            wrong.append(f"{gold['text']} quote")
    wrong += [
        each.text
        for each in found
        if not any(each.start < gold["end"] and gold["start"] < each.end for gold in expected + ignored)
    ]
    assert sorted(set(wrong)) == sorted(text for doc, text in KNOWN if doc == line["doc"])
