"""Parquet, as it is written: in row groups, with the columns of the input and one more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from krmoney._extras import library
from krmoney.files.encoders.base import Result, misfit
from krmoney.files.encoders.conformity import nonconformity
from krmoney.files.errors import FileError
from krmoney.files.formats.arrow_batches import from_ipc, to_ipc
from krmoney.files.formats.base import BadRow
from krmoney.files.formats.json_types import holds_json
from krmoney.files.formats.parquet import Parquet

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        bad: list[BadRow] = []
        rows: list[Row] | None = None
        lines: Sequence[int] = ()
        if isinstance(block.format, Parquet):
            batch = from_ipc(block.data)
            total, lines = len(batch), range(block.line, block.line + len(batch))
            if bad := _invalid_rows(pa, block, batch):
                invalid = {row.line for row in bad}
                lines = [line for line in lines if line not in invalid]
                batch = batch.take(pa.array([line - block.line for line in lines], pa.int64()))
            cells = batch.column(block.format.column)
        else:
            rows, bad, batch = self._batch(pa, block)
            cells, total = pa.array([row.cell for row in rows], pa.string()), len(rows) + len(bad)
        values = block.task.arrow(cells)
        for at, message in values.errors:
            if rows is not None:
                bad.append(BadRow(rows[at].line, message, rows[at].raw))
            else:
                (row,) = block.format.rows(to_ipc(batch.slice(at, 1)), lines[at])
                bad.append(BadRow(row.line, message, row.raw))
        if values.rows is not None:
            batch = batch.take(values.rows)
        made = pa.RecordBatch.from_arrays([*batch.columns, values.column], schema=self._schema())
        output = to_ipc(made) if len(made) else b""
        bad.sort(key=lambda row: row.line)
        return Result(block.name, block.consumed, output, bad, total, values.figures)

    def _schema(self) -> pa.Schema:
        """Return the schema of the output."""
        pa = library("pyarrow", "arrow")
        return self._input_schema(pa).append(pa.field(self.task.name, self.task.type()))

    def _input_schema(self, pa: Any) -> pa.Schema:
        return pa.schema([]) if self.columns is None else self.columns

    def _batch(self, pa: Any, block: Block) -> tuple[list[Row], list[BadRow], pa.RecordBatch]:
        """Read records of text; those that do not fit the schema are bad."""
        rows: list[Row] = []
        fields: list[dict[str, Any]] = []
        bad: list[BadRow] = []
        of = self._input_schema(pa)
        names = frozenset(of.names)
        for row in block.format.rows(block.data, block.line):
            if isinstance(row, BadRow):
                bad.append(row)
                continue
            values: dict[str, Any] = {}
            problem = misfit(row, names)
            try:
                for field in of:
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
        arrays = [pa.array([values.get(field.name) for values in fields], field.type) for field in of]
        return rows, bad, pa.RecordBatch.from_arrays(arrays, schema=of)


def _invalid_rows(pa: Any, block: Block, batch: pa.RecordBatch) -> list[BadRow]:
    """Return the rows with invalid text."""
    try:
        batch.validate(full=True)
    except pa.ArrowInvalid:
        return [row for row in block.format.rows(block.data, block.line) if isinstance(row, BadRow)]
    return []


class _ParquetSink:
    """A Parquet file, written a row group at a time."""

    def __init__(self, output: Output, schema: pa.Schema) -> None:
        try:
            self._writer = library("pyarrow.parquet", "arrow").ParquetWriter(output, schema)
        except (library("pyarrow", "arrow").ArrowException, UnicodeError) as error:
            message = f"Parquet cannot hold these columns: {str(error).partition(chr(10))[0]}"
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
