"""Tables of figures and of parsed cells: their columns and rows, and the encoder that writes records as tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from krmoney._present import words
from krmoney._present.text import one_line
from krmoney._present.words import digits
from krmoney.cli.alignment import NO_BREAK
from krmoney.cli.inputs import called
from krmoney.cli.tables import Layout, Tables
from krmoney.files.encoders import RowEncoder
from krmoney.files.tasks import Extract, ExtractNested, Parse
from krmoney.language import marked, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from krmoney.files.encoders import Result, Sink
    from krmoney.files.formats import Row
    from krmoney.files.outputs import Output
    from krmoney.files.tasks import Cell, Task
    from krmoney.values import Mention, Mentions, Money, Rate

__all__ = ["FIGURES", "FIGURES_IN_CONTEXT", "TableEncoder", "figure_row"]

FIGURES: Final = Layout(
    header=(marked("where"), marked("figure"), marked("kind"), marked("value"), marked("unit"), marked("rate")),
    styles=("dim", "bold", "", "green", "cyan", ""),
    right="value",
    folded=("rate", "value", "kind", "unit", "figure"),
)
FIGURES_IN_CONTEXT: Final = Layout(
    header=(*FIGURES.header, marked("sentence")),
    styles=(*FIGURES.styles, ""),
    right=FIGURES.right,
    folded=("sentence", *FIGURES.folded),
)
AMOUNTS: Final = Layout(
    header=(marked("where"), marked("cell"), marked("amount"), marked("currency"), marked("rate"), marked("error")),
    styles=("dim", "bold", "green", "cyan", "", "red"),
    right="amount",
    folded=("error", "rate", "cell"),
)


def figure_row(place: str, mention: Mention, sentence: str | None = None) -> list[str]:
    """Return the cells of a figure, with its sentence if that is given; they may be wrapped at blanks."""
    unit = words.unit(mention)
    cells = [place, one_line(mention.text), words.kind(mention), _value(mention), unit, _quoted(mention)]
    return cells if sentence is None else [*cells, one_line(sentence)]


def _value(mention: Mention) -> str:
    """Return the value, which may be folded only after the dash: ``≈ 5``, ``≥ 5``, ``5 – 7``."""
    return words.worth(mention).replace(" ", NO_BREAK).replace(f"–{NO_BREAK}", "– ")


def _quoted(mention: Mention) -> str:
    """Return the rate that the text quotes, which may be folded before its error bars, or else the restatement."""
    rate = mention.rate or (mention.quote and mention.quote.rate)
    if rate is not None:
        return _rate(rate)
    return one_line(mention.quote.text) if mention.quote is not None else ""


def _rate(rate: Rate) -> str:
    return str(rate).replace(" ", NO_BREAK).replace(f"{NO_BREAK}(", " (")


def amount_row(place: str, cell: str, money: Money | None, error: str) -> list[str]:
    """Return the cells of a parsed cell; they may be folded at their blanks."""
    if money is None:
        return [place, one_line(cell), "", "", "", one_line(error)]
    rate = "" if money.rate is None else _rate(money.rate)
    return [place, one_line(cell), digits(money.amount), str(money.currency), rate, ""]


def _figure_rows(place: str, cell: str, value: tuple[Mention, str | None]) -> Iterator[list[str]]:  # noqa: ARG001
    yield figure_row(place, *value)


def _nested_rows(place: str, cell: str, value: Mentions | None) -> Iterator[list[str]]:  # noqa: ARG001
    for each in value or ():  # a table is not nested
        yield figure_row(place, each)


def _amount_rows(place: str, cell: str, value: Cell | None) -> Iterator[list[str]]:
    if value is not None:
        yield amount_row(place, cell, value.money, "" if value.error is None else words.fault(value.error))


@dataclass(frozen=True)
class TableEncoder(RowEncoder):
    """Writes records as tables for people, one for each file.

    Attributes:
        layout: the columns of the tables.
        rows: returns the rows for a place, a cell and a value that it was read as.
    """

    layout: Layout
    rows: Callable[[str, str, Any], Iterator[list[str]]]
    added: ClassVar[tuple[str, ...]] = ()  # apart from columns of the input, which a table does not show

    @classmethod
    def of(cls, task: Task) -> TableEncoder:
        """Return the encoder for a task."""
        if isinstance(task, Parse):
            return cls(AMOUNTS, _amount_rows)
        if isinstance(task, ExtractNested):
            return cls(FIGURES, _nested_rows)
        return cls(FIGURES_IN_CONTEXT if isinstance(task, Extract) and task.sentence else FIGURES, _figure_rows)

    def sink(self, output: Output) -> Sink:
        """Start a table."""
        return _TableSink(self.layout, output)

    def written(self, task: Task, row: Row, values: Iterable[Any]) -> Iterator[list[str]]:  # noqa: ARG002
        """Yield the rows of a record."""
        for value in values:
            yield from self.rows(str(row.line), row.cell or "", value)


class _TableSink:
    """A file of tables."""

    def __init__(self, layout: Layout, output: Output) -> None:
        self._file = output.text()
        self._tables = Tables(layout, self._file)

    def write(self, result: Result) -> None:
        """Collect the rows of a block."""
        title = called(result.name)
        for row in result.output:
            self._tables.add(title, [row])

    def close(self) -> None:
        """Print the last table."""
        self._tables.close()
        if not self._tables.printed:
            print(translate("nothing found"), file=self._file)
        self._file.flush()
