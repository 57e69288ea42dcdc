"""The short path reads what the whole grammar reads: on every corpus, beside every token, on generated text.

`explain` takes notes of everything, so with a trace every number goes the long path.
"""

from random import Random

import pytest

import krmoney
from krmoney.reading.anchors import quiet
from krmoney.reading.pipeline import find
from krmoney.reading.source import Source
from krmoney.reading.trace import Trace
from krmoney.reading.vocabulary import Vocabulary
from laws import neighbours
from laws.checks import changed, made_text, texts

WORDS = Vocabulary.default()
MADE = 3000
CHANGED = 3000
PLACED = 25  # texts with a figure whose figures are put beside every token


def assert_the_same(text: str, *, elided: bool = True) -> None:
    """Compare the figures, beginning where the first look says, with those of the whole text by the grammar."""
    quick, source = Source(text, quiet(text, WORDS)), Source(text)
    plain = quick.text
    assert find(quick, WORDS, elided=elided) == find(source, WORDS, elided=elided, trace=Trace()), text
    whole = source.span(0, len(source.text))
    assert (plain, quick.span(0, len(plain)), quick.text) == (source.text, whole, plain), text


def test_every_line_of_the_corpora() -> None:
    for number, text in enumerate(texts()):
        assert_the_same(text, elided=number % 3 > 0)


def test_lines_of_the_corpora_as_one_text() -> None:
    lines = texts()
    for start in range(0, len(lines), 40):
        assert_the_same("\n".join(lines[start : start + 40]))


@pytest.mark.parametrize("seed", range(3))
def test_made_text(seed: int) -> None:
    rng = Random(seed)  # noqa: S311  # no secret
    lines = texts()
    for _ in range(MADE // 3):
        assert_the_same(made_text(rng))
    for _ in range(CHANGED // 3):
        assert_the_same(changed(rng, rng.choice(lines)))


def test_quotation_marks_and_jamo() -> None:
    """These are taken out, or left, without rewriting the text, if nothing else is in it."""
    rng = Random(6)  # noqa: S311  # no secret
    for text in rng.sample(texts(), MADE // 3):
        pieces = list(text[:200])
        for _ in range(rng.randint(1, 5)):
            pieces.insert(rng.randint(0, len(pieces)), rng.choice(("'", '"', " “", "” ", "''", "ᄏᄏ", "ᅲ", "ᄀ", "ᅡ")))
        assert_the_same("".join(pieces))


def test_beside_every_token() -> None:
    rng = Random(14)  # noqa: S311  # no secret
    for text in rng.sample([line for line in texts() if any(map(str.isdecimal, line))], PLACED):
        for each in krmoney.extract(text):
            for placed in neighbours.placements(text, each.start, each.end):
                assert_the_same(placed.text)


def test_most_plain_figures_take_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this the others could compare the long path with itself."""
    monkeypatch.setattr("krmoney.reading.pipeline.figure", lambda *_: None)
    for text in ("매출은 3억5000만원이다", "금리는 4.5%로 올랐다", "1,234달러를 냈다", "1조 2000억 원의 예산"):
        assert krmoney.extract(text), text
