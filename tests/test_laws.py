"""The laws of a figure, over figures of a known value in many contexts, and over the texts that we have.

What a law asks is stated in ``laws/checks.py``, what counts as wrong beside a neighbour in ``laws/neighbours.py``. Real
text is sampled in a normal run, always the same lines; the ``thorough`` profile of ``conftest.py`` takes all of it.
``benchmarks/fuzz.py`` runs the same checks on as many made texts as it is told to, and counts.
"""

from __future__ import annotations

import zlib
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import krmoney
from laws import checks, looks
from laws.invariants import faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Checks that the reader does not pass yet, with the reason; their tests must fail until it does.
OPEN: dict[str, str] = {}


def checked(name: str, *values: object, id: str) -> Any:  # noqa: A002
    """Make a case that must fail while its check is open."""
    return pytest.param(*values, marks=pytest.mark.xfail(name in OPEN, reason=OPEN.get(name, ""), strict=True), id=id)


THOROUGH = settings().max_examples >= 10_000
choices = st.randoms(use_true_random=False)
generated = [
    checked(check.__name__, check, id=f"{law}-{check.__name__}") for law, laws in checks.LAWS.items() for check in laws
]


@pytest.mark.parametrize("check", generated)
@given(rng=choices)
def test_law_on_made_text(check: Callable[[Random], list[str]], rng: Random) -> None:
    assert not check(rng)


texts_with_figures = cache(checks.texts_with_figures)


def part(salt: str, parts: int) -> list[str]:
    """Take one of so many parts of the texts, the same in every run; all of them if the run is thorough."""
    return [text for text in texts_with_figures() if THOROUGH or zlib.crc32((salt + text).encode()) % parts == 0]


def summary(wrong: Iterable[str]) -> list[str]:
    """Show what is wrong, the shortest first, and how much there is of it."""
    found = sorted(wrong, key=len)
    return [f"{len(found)} in all", *found[:20]] if found else []


def test_there_are_texts() -> None:
    assert len(texts_with_figures()) > 4000
    assert len(part("", 10)) > 300


@pytest.mark.parametrize("name", [checked(name, name, id=name) for name in looks.LOOKS])
def test_another_look_of_real_text_changes_nothing(name: str) -> None:
    lines = part(name, 8)
    assert not summary(wrong for line in lines for wrong in looks.differences(line, name, Random(line)))  # noqa: S311


@pytest.mark.xfail("beside_tokens" in OPEN, reason=OPEN.get("beside_tokens", ""), strict=True)
def test_no_token_beside_a_figure_of_real_text_makes_it_wrong() -> None:
    assert not summary(wrong for line in part("beside", 100) for wrong in checks.beside_tokens(line))


def test_mentions_of_real_text_hold_together() -> None:
    assert not summary(f"{fault} in {line!r}" for line in checks.texts() for fault in faults(line))


@given(st.lists(choices.map(checks.made_text) | st.none(), max_size=3))
def test_a_column_holds_what_the_loop_holds(cells: list[str | None]) -> None:
    cells = [cell and cell.encode("utf-8", "replace").decode() for cell in cells]  # Arrow has no lone surrogates
    pa = pytest.importorskip("pyarrow")
    from krmoney import frames

    loop = frames.from_mentions(None if cell is None else krmoney.extract(cell) for cell in cells)
    assert frames.extract(pa.array(cells, pa.string())) == loop


# --- the checks themselves: a look that tears a figure off, or a wrong number, must not go unnoticed


@pytest.mark.parametrize("name", looks.LOOKS)
def test_a_look_knows_where_the_figure_went(name: str) -> None:
    """Without the look's marks and letters, the span of every figure in the new text is the figure."""
    for number, text in enumerate(["약 4억 5000만 달러(약 5,900억 원)를 냈다.", "점유율은 30% 안팎이다."]):
        found = krmoney.extract(text)
        look = looks.Look(name, text)
        looks.LOOKS[name](look, text, found, Random(number))  # noqa: S311
        assert look.text != text
        for each in found:
            start, end = look.span(each.start, each.end)
            assert looks.bare(look.text[start:end]) == looks.bare(each.text)
            assert not look.text[start].isspace()


def test_a_wrong_number_is_noticed() -> None:
    text = "값은 5억원이다."
    (figure,) = krmoney.extract(text)
    placed = next(each for each in checks.neighbours.placements(text, figure.start, figure.end) if each.kind == "digit")
    (other,) = krmoney.extract(text.replace("5억", "6억"))
    assert placed.text == "값은 35억원이다."
    assert checks.neighbours.wrongs(placed._replace(text=text, start=3, end=6, at=0, until=1), other, [other]) == [
        f"changed: '5억원' of '6억원' in {text!r}"
    ]


def test_rows_that_are_not_right_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_text: str) -> krmoney.Mentions:
        raise ValueError("no")  # noqa: EM101

    monkeypatch.setattr(krmoney, "extract", fail)
    assert faults("5억원") == ["raises: ValueError: no"]
