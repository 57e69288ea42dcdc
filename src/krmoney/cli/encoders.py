"""Formats of records, as they are written: a block of records becomes bytes, and bytes become a file.

An `Encoder` is a frozen value that works on blocks, in whichever process. What it makes of them goes to its sink, in
the process that writes.
"""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from krmoney._extras import library
from krmoney.cli.files import packed
from krmoney.cli.formats import BadRow, Parquet, ipc, is_json, is_text
from krmoney.cli.problems import INPUT, ProblemError
from krmoney.cli.rows import json_line
from krmoney.cli.tables import Tables
from krmoney.cli.texts import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from krmoney.cli.figures import Task
    from krmoney.cli.files import Output
    from krmoney.cli.formats import Format, Row
    from krmoney.cli.tables import Layout

__all__ = ["Block", "Encoder", "Result", "Sink", "encoder", "work"]

_SHOWN: Final = 40  # characters of a value that a message repeats
_GROUP: Final = 1 << 25  # bytes of a row group of Parquet, about, before they are packed


class Block(NamedTuple):
    """Some records of a file, and all that is needed to work on them.

    Attributes:
        name: the file, as problems call it.
        format: how the records are read.
        task: what is done with them.
        encoder: how they are written.
        data: the records.
        line: the line on which they begin, from 1.
        taken: how many bytes of all files were read when they were.
        strict: whether to stop at the first bad row.
    """

    name: str
    format: Format
    task: Task
    encoder: Encoder
    data: bytes
    line: int
    taken: int
    strict: bool = False


class Result(NamedTuple):
    """What became of a block.

    Attributes:
        name: the file, as problems call it.
        taken: how many bytes of all files were read when the block was.
        output: what the sink of the encoder takes.
        bad: the rows that could not be used, or whose cell could not be read.
        rows: how many rows there were, the bad ones among them.
        figures: how many figures were found.
    """

    name: str
    taken: int
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
    def settled(self) -> bool:
        """Whether the columns of the output are known: of records that are all bad nobody learns them."""

    def encode(self, block: Block) -> Result:
        """Work on a block."""

    def sink(self, output: Output) -> Sink:
        """Begin a file."""


class Sink(Protocol):
    """A file that is being written."""

    def write(self, result: Result) -> None:
        """Write what became of a block."""

    def close(self) -> None:
        """Write what is left."""


def encoder(kind: str, task: Task, columns: tuple[str, ...], schema: pa.Schema | None, packing: str | None) -> Encoder:
    """Return the encoder of a format.

    Args:
        kind: the name of the format.
        task: what is done with the records.
        columns: the columns of the input, so far as they are known.
        schema: their types, for Parquet.
        packing: gzip, if parts of the output are to be packed with that.
    """
    if kind == "parquet":
        pa = library("pyarrow", "arrow")
        return ArrowEncoder((schema or pa.schema([])).append(pa.field(task.name, task.type())), task.name)
    if kind == "table":
        return TableEncoder(task.layout)
    if kind == "jsonl":
        return JsonEncoder(task.name, packing)
    return CsvEncoder(columns, task.columns, "\t" if kind == "tsv" else ",", packing)


# --- text


class _Rows:
    """Works on one record at a time."""

    @property
    def settled(self) -> bool:
        """Nothing has to be known."""
        return True

    def encode(self, block: Block) -> Result:
        """Work on a block."""
        written: list[Any] = []
        bad: list[BadRow] = []
        rows = figures = 0
        for row in block.format.rows(block.data, block.line):
            rows += 1
            if isinstance(row, BadRow):
                bad.append(row)
            elif problem := self._problem(row):
                bad.append(BadRow(row.line, problem, row.raw))
            else:
                read = block.task.read(row.cell)
                problem = "" if read.error is None else str(read.error)
                try:
                    written += self._written(block.task, row, read.values or ())
                    figures += read.figures
                except (OverflowError, RecursionError, ValueError) as error:
                    problem = f"it cannot be written: {error}"
                if problem:
                    bad.append(BadRow(row.line, problem, row.raw))
            if bad and block.strict:
                break
        return Result(block.name, block.taken, self._joined(written), bad, rows, figures)

    def _problem(self, row: Row) -> str:  # noqa: ARG002
        """Say why a record has no place in the output."""
        return ""

    def _written(self, task: Task, row: Row, values: Any) -> Iterator[Any]:
        """Yield what is written of a record."""
        raise NotImplementedError

    def _joined(self, written: list[Any]) -> Any:
        """Make one of it."""
        return written


class _Bytes:
    """A file of bytes, that begins with a header."""

    def __init__(self, output: Output, header: str, packing: str | None) -> None:
        self._output = output
        # A file that was packed is never without any bytes, also if there is nothing in it.
        if header or packing:
            self._output.write(packed(header.encode("utf-8", "backslashreplace"), packing))

    def write(self, result: Result) -> None:
        """Write what became of a block."""
        if result.output:
            self._output.write(result.output)
            self._output.flush()

    def close(self) -> None:
        """Nothing is left."""


@dataclass(frozen=True)
class JsonEncoder(_Rows):
    """JSON Lines: each record as it was, with one key more."""

    name: str
    packing: str | None = None

    @property
    def added(self) -> tuple[str, ...]:
        """The added key."""
        return (self.name,)

    def sink(self, output: Output) -> Sink:
        """Begin a file."""
        return _Bytes(output, "", self.packing)

    def _written(self, task: Task, row: Row, values: Any) -> Iterator[str]:
        begun = f"{row.json()[:-1]}, {json_line(self.name)}: "
        for value in values:
            yield f"{begun}{json_line(task.json(value))}}}\n"

    def _joined(self, written: list[str]) -> bytes:
        # A half of a surrogate pair, which JSON may name, is written as it was.
        return packed("".join(written).encode("utf-8", "backslashreplace"), self.packing) if written else b""


@dataclass(frozen=True)
class CsvEncoder(_Rows):
    """CSV: the cells of each record, and those that are added."""

    columns: tuple[str, ...]
    added: tuple[str, ...]
    delimiter: str = ","
    packing: str | None = None

    @property
    def settled(self) -> bool:
        """Whether there is a header."""
        return bool(self.columns)

    def sink(self, output: Output) -> Sink:
        """Begin a file with its header."""
        return _Bytes(output, self._text([[*self.columns, *self.added]]), self.packing)

    def _problem(self, row: Row) -> str:
        return _misplaced(row, frozenset(self.columns))

    def _written(self, task: Task, row: Row, values: Any) -> Iterator[list[object]]:
        cells = row.cells(self.columns)
        if not all(is_text(cell) for cell in cells if isinstance(cell, str)):
            message = "half of a surrogate pair is no character"
            raise ValueError(message)
        for value in values:
            yield [*cells, *task.flat(value)]

    def _joined(self, written: list[list[object]]) -> bytes:
        return packed(self._text(written).encode("utf-8", "backslashreplace"), self.packing) if written else b""

    def _text(self, rows: list[list[object]] | list[list[str]]) -> str:
        text = StringIO(newline="")
        csv.writer(text, delimiter=self.delimiter, lineterminator="\n").writerows(rows)
        if "\r" not in text.getvalue():
            return text.getvalue()
        # A writer that ends lines with \n leaves \r outside of quotes, and no reader takes that.
        text = StringIO(newline="")
        csv.writer(text, delimiter=self.delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
        return text.getvalue()


@dataclass(frozen=True)
class TableEncoder(_Rows):
    """A table for people: one for each file."""

    layout: Layout

    @property
    def added(self) -> tuple[str, ...]:
        """A table has no columns of the input."""
        return ()

    def sink(self, output: Output) -> Sink:
        """Begin a table."""
        return _Tables(self.layout, output)

    def _written(self, task: Task, row: Row, values: Any) -> Iterator[list[str]]:
        for value in values:
            yield from task.shown(str(row.line), row.cell or "", value)


class _Tables:
    """Tables for people."""

    def __init__(self, layout: Layout, output: Output) -> None:
        self._file = output.text()
        self._tables = Tables(layout, self._file)

    def write(self, result: Result) -> None:
        """Collect the rows of a block."""
        title = "standard input" if result.name == STDIN else result.name
        for row in result.output:
            self._tables.add(title, [row])

    def close(self) -> None:
        """Print the last table."""
        self._tables.close()
        if not self._tables.printed:
            print("nothing found", file=self._file)
        self._file.flush()


# --- Arrow


@dataclass(frozen=True)
class ArrowEncoder:
    """Parquet: the columns of the input with their types, and one more."""

    out: pa.Schema
    name: str

    @property
    def added(self) -> tuple[str, ...]:
        """The added column."""
        return (self.name,)

    @property
    def settled(self) -> bool:
        """Whether there are columns beside the added one."""
        return len(self.out) > 1

    def sink(self, output: Output) -> Sink:
        """Begin a file."""
        return _ParquetFile(output, self.out)

    def encode(self, block: Block) -> Result:
        """Work on a block."""
        pa = library("pyarrow", "arrow")
        bad: list[BadRow] = []
        rows: list[Row] | None = None
        lines: Sequence[int] = ()
        if isinstance(block.format, Parquet):
            batch = block.format.batch(block.data)
            total, lines = len(batch), range(block.line, block.line + len(batch))
            if odd := _odd(pa, block, batch):
                bad += odd
                refused = {row.line for row in odd}
                lines = [line for line in lines if line not in refused]
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
                (row,) = block.format.rows(ipc(batch.slice(at, 1)), lines[at])
                bad.append(BadRow(row.line, message, row.raw))
        if values.rows is not None:
            batch = batch.take(values.rows)
        made = pa.RecordBatch.from_arrays([*batch.columns, values.column], schema=self.out)
        output = ipc(made) if len(made) else b""
        return Result(block.name, block.taken, output, sorted(bad), total, values.figures)

    def _batch(self, pa: Any, block: Block) -> tuple[list[Row], list[BadRow], pa.RecordBatch]:
        """Read the records of text, those that fit into the schema."""
        rows: list[Row] = []
        fields: list[dict[str, Any]] = []
        bad: list[BadRow] = []
        of = pa.schema([*self.out][:-1])
        names = frozenset(of.names)
        for row in block.format.rows(block.data, block.line):
            if isinstance(row, BadRow):
                bad.append(row)
                continue
            values: dict[str, Any] = {}
            problem = _misplaced(row, names)
            try:
                for field in of:
                    value = row.text(field.name) if is_json(field) else row.value(field.name)
                    values[field.name] = value
                    problem = problem or _unfit(pa, value, field)
            except (ValueError, RecursionError) as error:
                problem = str(error)
            if problem:
                bad.append(BadRow(row.line, problem, row.raw))
            else:
                rows.append(row)
                fields.append(values)
        arrays = [pa.array([values.get(field.name) for values in fields], field.type) for field in of]
        return rows, bad, pa.RecordBatch.from_arrays(arrays, schema=of)


def _misplaced(row: Row, columns: frozenset[str]) -> str:
    """Say which of its keys a record has no column for, if there is one."""
    beyond = row.beyond(columns)
    odd = next((name for name in beyond if not is_text(name)), None)
    if odd is not None:
        return f"{odd!r} is no name of a column: half of a surrogate pair is no character"
    return f"the output has no column {beyond[0]!r}: the first rows had none" if beyond else ""


def _unfit(pa: Any, value: Any, field: pa.Field) -> str:
    """Say why a value has no place in a column; texts in a column of texts have."""
    if _lacks(pa, value, field):
        return f"{field.name!r} is never null in the first rows, and here it is"
    if value is None or (isinstance(value, str) and pa.types.is_string(field.type) and is_text(value)):
        return ""
    with suppress(pa.ArrowException, ValueError, TypeError, OverflowError):
        if _keeps(pa.scalar(value, field.type).as_py(), value):
            return ""
    return f"{field.name!r} is {_short(str(field.type))} in the first rows, and here {_short(json.dumps(value))}"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _lacks(pa: Any, value: Any, field: pa.Field) -> bool:
    """Tell whether a value is null, or holds a null, where a Parquet file said that there is none."""
    if value is None:
        return not field.nullable
    inner = [field.type.field(at) for at in range(field.type.num_fields)] if not field.type.equals(pa.null()) else []
    if isinstance(value, dict) and pa.types.is_struct(field.type):
        return any(_lacks(pa, value.get(each.name), each) for each in inner)
    return isinstance(value, list) and len(inner) == 1 and any(_lacks(pa, each, inner[0]) for each in value)


def _odd(pa: Any, block: Block, batch: pa.RecordBatch) -> list[BadRow]:
    """Return the rows of Parquet that hold texts that are none."""
    try:
        batch.validate(full=True)
    except pa.ArrowInvalid:
        return [row for row in block.format.rows(block.data, block.line) if isinstance(row, BadRow)]
    return []


def _keeps(kept: Any, value: Any) -> bool:
    """Tell whether Arrow made of a value what it was: it cuts 2.5 to 2, and leaves out keys that a struct has not."""
    if isinstance(value, dict):
        return isinstance(kept, dict) and all(name in kept and _keeps(kept[name], each) for name, each in value.items())
    if isinstance(value, list):
        return isinstance(kept, list) and len(kept) == len(value) and all(map(_keeps, kept, value))
    if isinstance(value, bool) or isinstance(kept, bool):
        return kept is value
    return bool(kept == value) or (value != value and kept != kept)  # noqa: PLR0124  # not a number


class _ParquetFile:
    """A Parquet file, written a row group at a time."""

    def __init__(self, output: Output, schema: pa.Schema) -> None:
        try:
            self._writer = library("pyarrow.parquet", "arrow").ParquetWriter(output, schema)
        except (library("pyarrow", "arrow").ArrowException, UnicodeError) as error:
            message = f"Parquet cannot hold these columns: {str(error).partition(chr(10))[0]}"
            raise ProblemError(message, INPUT) from error
        self._waiting: list[pa.RecordBatch] = []
        self._size = 0

    def write(self, result: Result) -> None:
        """Collect what became of a block."""
        if result.output:
            self._waiting.append(Parquet.batch(result.output))
            self._size += self._waiting[-1].nbytes
        if self._size > _GROUP:
            self._write()

    def close(self) -> None:
        """Write the last row group, and what Parquet has at the end."""
        self._write()
        self._writer.close()

    def _write(self) -> None:
        if self._waiting:
            pa = library("pyarrow", "arrow")
            table = pa.Table.from_batches(self._waiting)
            self._writer.write_table(table, row_group_size=len(table))
        self._waiting, self._size = [], 0
