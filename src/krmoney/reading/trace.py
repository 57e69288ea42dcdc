"""The notes that the reader takes for `explain`, one for each decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from krmoney.reading.figures import Figure

__all__ = ["Dropped", "Note", "Trace"]

Outcome = Literal["looked", "read", "decided", "dropped"]


class Dropped(NamedTuple):
    """Why something is not a figure.

    Attributes:
        by: the row or the law that decided.
        start: where the words that decided begin, in canonical text.
        end: where they end; equal to `start` if there are none.
    """

    by: str
    start: int
    end: int


class Note(NamedTuple):
    """One thing that a stage decided.

    Attributes:
        stage: the stage.
        outcome: a place was looked at, a figure was read there, something about it was decided, or it was dropped.
        start: where it begins in canonical text.
        end: where it ends.
        figure: the figure as it was then, if one was read.
        why: what dropped it.
    """

    stage: str
    outcome: Outcome
    start: int
    end: int
    figure: Figure | None = None
    why: Dropped | None = None


class Trace:
    """The notes of one reading, in order."""

    __slots__ = ("notes",)

    def __init__(self) -> None:
        """Begin with no notes."""
        self.notes: list[Note] = []

    def looked(self, start: int, end: int) -> None:
        """Note a place where a figure can be."""
        self.notes.append(Note("anchors", "looked", start, end))

    def read(self, figure: Figure) -> None:
        """Note a figure that was read."""
        self.notes.append(Note("figures", "read", figure.start, figure.end, figure))

    def dropped(self, stage: str, figure: Figure, why: Dropped) -> None:
        """Note that a stage dropped a figure, and the words that decided it."""
        self.notes.append(Note(stage, "dropped", figure.start, figure.end, figure, why))

    def decided(self, stage: str, before: list[Figure], after: list[Figure]) -> None:
        """Note the figures that a stage changed or added."""
        known = {*map(id, before)}
        for each in after:
            if id(each) not in known:
                self.notes.append(Note(stage, "decided", each.start, each.end, each))
