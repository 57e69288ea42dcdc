"""Every trap does what it says: it holds in its example, and not in its counterexample."""

from pathlib import Path
from typing import Any

import pytest

import krmoney
from krmoney import Trap, Vocabulary, VocabularyError
from krmoney.reading import modifiers
from krmoney.reading.anchors import numeral_start, starts
from krmoney.reading.source import Source
from krmoney.reading.traps import CODED, trapped

DEFAULT = Vocabulary.default()
EXAMPLES = [(trap.name, trap.example, trap.counterexample) for trap in (*CODED, *DEFAULT.traps)]


def traps_in(text: str, vocabulary: Vocabulary = DEFAULT) -> list[tuple[str, str]]:
    """The names of the traps in a text, each with the words that decided."""
    text = Source(text).text
    found = []
    for anchor, anchored in starts(text, vocabulary):
        start = numeral_start(text, vocabulary, anchor, anchored)
        figure = None if start is None else modifiers.read(text, vocabulary, start)
        trap = figure and trapped(text, vocabulary, figure)
        if trap:
            found.append((trap.name, text[trap.start : trap.end]))
    return found


@pytest.mark.parametrize(("name", "example", "counterexample"), EXAMPLES, ids=[each[1] for each in EXAMPLES])
def test_trap(name: str, example: str, counterexample: str) -> None:
    assert name in {trap for trap, _ in traps_in(example)}
    assert name not in {trap for trap, _ in traps_in(counterexample)}
    assert not krmoney.extract(example)
    assert krmoney.extract(counterexample)


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [
        ("체중이 40파운드 늘었다.", "weight", "체중"),
        ("체중 40파운드인 아이", "weight", "체중"),
        ("이억원 위원장이 말했다.", "person", " 위원장"),
    ],
)
def test_a_trap_tells_the_words_that_decided(text: str, name: str, word: str) -> None:
    assert traps_in(text) == [(name, word)]


def test_a_trap_of_a_user() -> None:
    """It holds for the vocabulary that has it, and the default does not know it."""
    trap = Trap(name="game", unit="원", near="코인", side="before", example="코인 500원", counterexample="커피 500원")
    mine = DEFAULT.extend(traps=[trap])
    assert mine.traps[0] is trap
    assert traps_in(trap.example, mine) == [("game", "코인")]
    assert not traps_in(trap.counterexample, mine)
    assert not traps_in(trap.example)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "x"}, "a name and a condition"),
        ({"name": "", "unit": "원"}, "a trap needs a name"),
        ({"name": "x", "figure": "("}, "figure of 'x' is not a valid pattern"),
        ({"name": "x", "after": "(a)"}, "after of 'x' has groups"),
        ({"name": "x", "near": "a", "side": "left"}, "side must be one of before, after, both"),
    ],
)
def test_a_trap_that_is_none(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(VocabularyError, match=message.replace("(", r"\(")):
        DEFAULT.extend(traps=[Trap(**fields)])


def test_a_wrong_key_of_a_trap_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text('counters = ["성운"]\n\n[[traps]]\nname = "x"\nunits = "원"\n', "utf-8")
    with pytest.raises(VocabularyError, match=r"my.toml, line 5: .*'units'.*did you mean 'unit'"):
        Vocabulary.load(path)
