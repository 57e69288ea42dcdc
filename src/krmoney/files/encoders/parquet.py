"""Parquet, as it is written: in row groups, with the columns of the input and one more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from krmoney._extras import library
from krmoney.files.encoders.base import Result, misfit
from krmoney.files.encoders.conformity import nonconformity
from krmoney.files.errors import FileError
from krmoney.files.formats.arrow_batches import from_ipc, to_ipc
from krmoney.files.formats.base import BadRow
from krmoney.files.formats.json_types import holds_json
from krmoney.files.formats.parquet import Parquet
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa

    from krmoney.files.encoders.base import Block, Sink
    from krmoney.files.formats.base import Format, Row
    from krmoney.files.outputs import Output
    from krmoney.files.tasks import Task

__all__ = ["ParquetEncoder"]

_GROUP: Final = 1 << 25  # bytes of a row group, about, before compression


@dataclass(frozen=True)
class ParquetEncoder:
    """Parquet: the columns of the input with their types, and one more.

    Attributes:
        task: what is done with the records; it names and types the added column.
        columns: the columns of the input, once they are known.
    """

    task: Task
    columns: pa.Schema | None = None
    by_name: ClassVar[bool] = True

    @property
    def added(self) -> tuple[str, ...]:
        """The added column."""
        return (self.task.name,)

    @property
    def settled(self) -> bool:
        """Whether there are columns besides the added one."""
        return self.columns is not None and len(self.columns) > 0

    def fitted(self, form: Format, data: bytes) -> ParquetEncoder:
        """Return an encoder with the columns of a file."""
        return replace(self, columns=form.schema(data))

    def sink(self, output: Output) -> Sink:
        """Start a file."""
        return _ParquetSink(output, self._schema())

    def encode(self, block: Block) -> Result:
        """Work on a block."""
        pa = library("pyarrow", "arrow")
        read = (
            _parquet_records(pa, block, block.format)
            if isinstance(block.format, Parquet)
            else self._text_records(pa, block)
        )
        values = block.task.arrow(read.cells)
        bad = [*read.bad, *(read.bad_row(at, message) for at, message in values.errors)]
        bad.sort(key=lambda row: row.line)
        batch = read.batch if values.rows is None else read.batch.take(values.rows)
        made = pa.RecordBatch.from_arrays([*batch.columns, values.column], schema=self._schema())
        total = len(read.batch) + len(read.bad)
        return Result(block.name, block.consumed, to_ipc(made) if len(made) else b"", bad, total, values.figures)

    def _schema(self) -> pa.Schema:
        """Return the schema of the output."""
        pa = library("pyarrow", "arrow")
        return self._input_schema(pa).append(pa.field(self.task.name, self.task.type()))

    def _input_schema(self, pa: Any) -> pa.Schema:
        return pa.schema([]) if self.columns is None else self.columns

    def _text_records(self, pa: Any, block: Block) -> _Records:
        """Read records of text; those that do not fit the schema are bad."""
        rows: list[Row] = []
        fields: list[dict[str, Any]] = []
        bad: list[BadRow] = []
        schema = self._input_schema(pa)
        names = frozenset(schema.names)
        for row in block.format.rows(block.data, block.line):
            if isinstance(row, BadRow):
                bad.append(row)
                continue
            values: dict[str, Any] = {}
            problem = misfit(row, names)
            try:
                for field in schema:
                    value = row.text(field.name) if holds_json(field) else row.value(field.name)
                    values[field.name] = value
                    problem = problem or nonconformity(pa, value, field)
            except (ValueError, RecursionError) as error:
                problem = str(error)
            if problem:
                bad.append(BadRow(row.line, problem, row.raw))
            else:
                rows.append(row)
                fields.append(values)

        def bad_row(at: int, message: str) -> BadRow:
            return BadRow(rows[at].line, message, rows[at].raw)

        arrays = [pa.array([values.get(field.name) for values in fields], field.type) for field in schema]
        batch = pa.RecordBatch.from_arrays(arrays, schema=schema)
        return _Records(batch, pa.array([row.cell for row in rows], pa.string()), bad, bad_row)


class _Records(NamedTuple):
    """The records of a block.

    Attributes:
        batch: the columns of the valid ones.
        cells: their cells.
        bad: the others.
        bad_row: returns the bad row for a valid record whose cell cannot be read, given its position and a message.
    """

    batch: pa.RecordBatch
    cells: pa.Array
    bad: list[BadRow]
    bad_row: Callable[[int, str], BadRow]


def _parquet_records(pa: Any, block: Block, form: Parquet) -> _Records:
    """Read records of Parquet; those with invalid text are bad."""
    batch = from_ipc(block.data)
    lines: Sequence[int] = range(block.line, block.line + len(batch))
    bad: list[BadRow] = []
    try:
        batch.validate(full=True)
    except pa.ArrowInvalid:
        bad = [row for row in form.rows(block.data, block.line) if isinstance(row, BadRow)]
        invalid = {row.line for row in bad}
        lines = [line for line in lines if line not in invalid]
        batch = batch.take(pa.array([line - block.line for line in lines], pa.int64()))

    def bad_row(at: int, message: str) -> BadRow:
        (row,) = form.rows(to_ipc(batch.slice(at, 1)), lines[at])
        return BadRow(row.line, message, row.raw)

    return _Records(batch, batch.column(form.column), bad, bad_row)


class _ParquetSink:
    """A Parquet file, written a row group at a time."""

    def __init__(self, output: Output, schema: pa.Schema) -> None:
        try:
            self._writer = library("pyarrow.parquet", "arrow").ParquetWriter(output, schema)
        except (library("pyarrow", "arrow").ArrowException, UnicodeError) as error:
            message = translate("Parquet cannot hold these columns: {given}", given=str(error).partition(chr(10))[0])
            raise FileError(message) from error
        self._waiting: list[pa.RecordBatch] = []
        self._size = 0

    def write(self, result: Result) -> None:
        """Collect the result of a block, and write a row group when there is enough."""
        if result.output:
            self._waiting.append(from_ipc(result.output))
            self._size += self._waiting[-1].nbytes
        if self._size > _GROUP:
            self._write()

    def close(self) -> None:
        """Write the last row group and the index."""
        self._write()
        self._writer.close()

    def _write(self) -> None:
        if self._waiting:
            pa = library("pyarrow", "arrow")
            table = pa.Table.from_batches(self._waiting)
            self._writer.write_table(table, row_group_size=len(table))
        self._waiting, self._size = [], 0
