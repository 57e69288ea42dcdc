"""krmoney in PySpark: steps for ``mapInArrow``, and columns that are computed by Arrow UDFs.

Both hand whole Arrow batches to the same functions. A step adds one column to a data frame::

    step = Extract("title")
    df.mapInArrow(step, step.schema(df))

and a UDF is an expression like any other::

    df.select("id", parse("amount").alias("money")).select("id", "money.amount", "money.currency")

A row never stops a job: null stays null, bytes that are no UTF-8 count as U+FFFD, and a cell that `Parse` cannot
read says so in its field ``error``. krmoney has to be installed where the workers are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from krmoney._extras import library
from krmoney.errors import KrmoneyError
from krmoney.frames import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import DataType, StructType
else:
    pa = library("pyarrow", "arrow")

__all__ = ["Extract", "Parse", "extract", "parse"]


@dataclass(frozen=True, kw_only=True)
class _Step:
    """A function of Arrow batches that adds one column to each."""

    column: str = field(kw_only=False)
    into: str = field(default="", kw_only=False)
    scale: int = 10

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Add the column to each batch."""
        for batch in batches:
            yield batch.append_column(self.into, self.read(batch.column(self.column)))

    def schema(self, of: DataFrame) -> StructType:
        """Return the schema of a data frame with the column added, for ``mapInArrow``.

        Raises:
            KrmoneyError: the data frame has no such column to read, or one of the name that is to be added.
        """
        if self.column not in of.columns:
            message = f"no column {self.column!r}: there are {', '.join(of.columns)}"
            raise KrmoneyError(message)
        if self.into in of.columns:
            message = f"there is a column {self.into!r} already: choose another name with into="
            raise KrmoneyError(message)
        return of.schema.__class__([*of.schema.fields]).add(self.into, _spark_type(self.type()))

    def read(self, texts: pa.Array) -> pa.Array:
        """Make the column that is added."""
        raise NotImplementedError

    def type(self) -> pa.DataType:
        """Say what it is a column of."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Extract(_Step):
    """Adds a column with the figures of a text: an array of structs, for ``inline`` or ``explode``.

    Args:
        column: the column of texts.
        into: the name of the new column.
        elided: see `krmoney.frames.extract`.
        prefer: likewise.
        scale: decimal places of the amounts, 0 to 38.
    """

    into: str = field(default="figures", kw_only=False)
    elided: bool = True
    prefer: str | tuple[str, ...] = ()

    def read(self, texts: pa.Array) -> pa.Array:
        """Find the figures."""
        return columns.extract(texts, elided=self.elided, prefer=self.prefer, scale=self.scale)

    def type(self) -> pa.DataType:
        """Lists of figures."""
        return columns.mentions_type(self.scale)


@dataclass(frozen=True, kw_only=True)
class Parse(_Step):
    """Adds a column with the amount that a cell holds, or what is wrong with it: a struct.

    Args:
        column: the column of cells.
        into: the name of the new column.
        currency: see `krmoney.frames.parse`.
        prefer: likewise.
        unit: likewise.
        scale: decimal places of the amounts, 0 to 38.
    """

    into: str = field(default="money", kw_only=False)
    currency: str | None = None
    prefer: str | tuple[str, ...] = ()
    unit: str = ""

    def read(self, texts: pa.Array) -> pa.Array:
        """Read the cells."""
        return columns.parse(texts, currency=self.currency, prefer=self.prefer, unit=self.unit, scale=self.scale)

    def type(self) -> pa.DataType:
        """Amounts or errors."""
        return columns.money_type(self.scale)


def extract(
    column: Column | str, *, elided: bool = True, prefer: str | tuple[str, ...] = (), scale: int = 10
) -> Column:
    """Return the column of the figures of a column of texts, computed by an Arrow UDF; see `Extract`."""
    return _computed(Extract("", elided=elided, prefer=prefer, scale=scale), column)


def parse(
    column: Column | str,
    *,
    currency: str | None = None,
    prefer: str | tuple[str, ...] = (),
    unit: str = "",
    scale: int = 10,
) -> Column:
    """Return the column of the amounts of a column of cells, computed by an Arrow UDF; see `Parse`."""
    return _computed(Parse("", currency=currency, prefer=prefer, unit=unit, scale=scale), column)


def _computed(step: _Step, column: Column | str) -> Column:
    def krmoney(texts: pa.Array) -> pa.Array:
        return step.read(texts)

    krmoney.__name__ = f"krmoney_{type(step).__name__.lower()}"  # as the plan shows it
    udf = library("pyspark.sql.functions", "spark").arrow_udf
    computed: Column = udf(krmoney, _spark_type(step.type()))(column)
    return computed


def _spark_type(of: pa.DataType) -> DataType:
    spark_type: DataType = library("pyspark.sql.pandas.types", "spark").from_arrow_type(of)
    return spark_type
