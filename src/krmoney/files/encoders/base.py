"""Blocks of records, their results, and the base of all encoders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol, Self

from krmoney.files.formats.base import BadRow, is_encodable
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from krmoney.files.formats.base import Format, Row
    from krmoney.files.outputs import Output
    from krmoney.files.tasks import Task

__all__ = ["Block", "Encoder", "Result", "RowEncoder", "Sink", "misfit", "work"]


class Block(NamedTuple):
    """Some records of a file, with everything that is needed to work on them.

    Attributes:
        name: the name of the file in messages.
        format: how the records are read.
        task: what is done with them.
        encoder: how they are written.
        data: the records.
        line: the line on which they start, from 1.
        consumed: total input bytes consumed once this block was read.
        strict: whether to stop at the first bad record.
    """

    name: str
    format: Format
    task: Task
    encoder: Encoder
    data: bytes
    line: int
    consumed: int
    strict: bool = False


class Result(NamedTuple):
    """The result of a block.

    Attributes:
        name: the name of the file in messages.
        consumed: total input bytes consumed once the block was read.
        output: what the sink of the encoder takes.
        bad: the records that could not be used, or whose cell could not be read.
        rows: the number of records, including bad ones.
        figures: the number of figures found.
    """

    name: str
    consumed: int
    output: Any
    bad: list[BadRow]
    rows: int
    figures: int


def work(block: Block) -> Result:
    """Work on a block."""
    return block.encoder.encode(block)


class Encoder(Protocol):
    """A format of records, as it is written."""

    @property
    def added(self) -> tuple[str, ...]:
        """The columns that are added to those of the input."""

    @property
    def by_name(self) -> bool:
        """Whether the output finds values by the name of their column, so that no name may occur twice."""

    @property
    def settled(self) -> bool:
        """Whether the columns of the output are known. False while no valid record has been seen."""

    def fitted(self, form: Format, data: bytes) -> Self:
        """Return the encoder for a file, given its format and its first block."""

    def encode(self, block: Block) -> Result:
        """Work on a block."""

    def sink(self, output: Output) -> Sink:
        """Start a file."""


class Sink(Protocol):
    """A file that is being written."""

    def write(self, result: Result) -> None:
        """Write the result of a block."""

    def close(self) -> None:
        """Write what is left."""


class RowEncoder:
    """An encoder that works on one record at a time."""

    by_name: ClassVar[bool] = False

    @property
    def settled(self) -> bool:
        """Return True: no columns have to be known."""
        return True

    def fitted(self, form: Format, data: bytes) -> Self:  # noqa: ARG002
        """Return the same encoder for every file."""
        return self

    def encode(self, block: Block) -> Result:
        """Work on a block."""
        written: list[Any] = []
        bad: list[BadRow] = []
        rows = figures = 0
        for row in block.format.rows(block.data, block.line):
            rows += 1
            if isinstance(row, BadRow):
                bad.append(row)
            elif problem := self.problem(row):
                bad.append(BadRow(row.line, problem, row.raw))
            else:
                read = block.task.read(row.cell)
                problem = "" if read.error is None else str(read.error)
                try:
                    written += self.written(block.task, row, read.values or ())
                    figures += read.figures
                except (OverflowError, RecursionError, ValueError) as error:
                    problem = translate("cannot be written: {error}", error=error)
                if problem:
                    bad.append(BadRow(row.line, problem, row.raw))
            if bad and block.strict:
                break
        return Result(block.name, block.consumed, self.joined(written), bad, rows, figures)

    def problem(self, row: Row) -> str:  # noqa: ARG002
        """Return why a record does not fit into the output, or an empty string."""
        return ""

    def written(self, task: Task, row: Row, values: Iterable[Any]) -> Iterator[Any]:
        """Yield what is written for a record: a piece for each value."""
        raise NotImplementedError

    def joined(self, written: list[Any]) -> Any:
        """Join the pieces of a block."""
        return written


def misfit(row: Row, columns: frozenset[str]) -> str:
    """Return which key of a record has no column in the output, as a message; an empty string if all have."""
    beyond = row.beyond(columns)
    odd = next((name for name in beyond if not is_encodable(name)), None)
    if odd is not None:
        return translate("{odd!r} is not a valid column name: it contains half of a surrogate pair", odd=odd)
    return (
        translate("the output has no column {beyond!r}: the first records did not have it", beyond=beyond[0])
        if beyond
        else ""
    )
