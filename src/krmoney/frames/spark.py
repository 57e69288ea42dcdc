"""krmoney in PySpark: steps for ``mapInArrow``, and columns computed by Arrow UDFs.

Both pass whole Arrow batches to the same functions. A step adds one column to a data frame::

    step = Extract("title")
    df.mapInArrow(step, step.schema(df))

and a UDF is an expression like any other::

    df.select("id", parse("amount").alias("money")).select("id", "money.amount", "money.currency")

`convert` and `format`, which take money and not text, exist only as expressions.

A row never stops a job: null stays null, bytes that are not UTF-8 count as U+FFFD, and if `Parse` cannot read a cell,
the field ``error_type`` says why. krmoney has to be installed on the workers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Unpack

from krmoney._extras import library
from krmoney.checking import check_options
from krmoney.errors import KrmoneyError
from krmoney.frames import columns as arrow
from krmoney.frames import money as arrow_money
from krmoney.language import translate
from krmoney.reading.reader import reader_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import DataType, StructType

    from krmoney._hooks import Amounts, Columns, FormatOptions
    from krmoney.checking import CheckOptions
    from krmoney.frames.money import Missing
    from krmoney.rates import Rates
    from krmoney.reading.reader import Options, Reader
    from krmoney.writing import Style
else:
    pa = library("pyarrow", "arrow")

__all__ = ["Check", "Extract", "Parse", "check", "convert", "extract", "format", "parse"]


@dataclass(frozen=True, init=False)
class _Step:
    """A function that adds one column to each Arrow batch."""

    column: str
    into: str
    reader: Reader
    amounts: Amounts
    scale: int

    _into: ClassVar[str]

    def __init__(
        self,
        column: str,
        into: str = "",
        *,
        reader: Reader | None = None,
        amounts: Amounts = "decimal",
        scale: int = 10,
        **options: Unpack[Options],
    ) -> None:
        """Store the arguments."""
        self._keep(column=column, into=into or self._into, reader=reader_with(options, reader))
        self._keep(amounts=amounts, scale=scale)

    def _keep(self, **given: Any) -> None:  # noqa: ANN401
        """Set attributes, once."""
        for name, value in given.items():
            object.__setattr__(self, name, value)

    @property
    def _laid(self) -> dict[str, Any]:
        return {"amounts": self.amounts, "scale": self.scale}

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Add the column to each batch."""
        for batch in batches:
            yield batch.append_column(self.into, self.read(*(batch.column(name) for name in self._columns())))

    def schema(self, of: DataFrame) -> StructType:
        """Return the schema of a data frame with the column added, for ``mapInArrow``.

        Raises:
            KrmoneyError: the column to read does not exist, or the column to add already does.
        """
        missing = next((name for name in self._columns() if name not in of.columns), None)
        if missing is not None:
            message = translate(
                "no column {missing!r}; the columns are {known}", missing=missing, known=", ".join(of.columns)
            )
            raise KrmoneyError(message)
        if self.into in of.columns:
            message = translate("column {into!r} already exists: choose another name with into=", into=self.into)
            raise KrmoneyError(message)
        return of.schema.__class__([*of.schema.fields]).add(self.into, _spark_type(self.type()))

    def _columns(self) -> tuple[str, ...]:
        """Return the columns that are read."""
        return (self.column,)

    def read(self, texts: pa.Array, *others: pa.Array) -> pa.Array:
        """Make the column that is added."""
        raise NotImplementedError

    def type(self) -> pa.DataType:
        """Return the type of the values."""
        raise NotImplementedError


@dataclass(frozen=True, init=False)
class Extract(_Step):
    """Adds a column with the figures of a text: an array of structs, for ``inline`` or ``explode``.

    Args:
        column: the column of texts.
        into: the name of the new column; default: ``figures``.
        reader: the reader to use; default: krmoney's own.
        columns: ``core`` has the columns that are needed most often, ``all`` has all of them.
        sentence: whether the last column is the sentence of each figure.
        amounts: how numbers are kept: ``decimal``, ``float`` or ``int``; see `krmoney.frames.extract`.
        scale: decimal places of the amounts as decimals, 0 to 38.
        options: other options of the reader; see `krmoney.Options`.
    """

    columns: Columns
    sentence: bool

    _into = "figures"

    def __init__(  # noqa: PLR0913  # each option is one of its own
        self,
        column: str,
        into: str = "",
        *,
        reader: Reader | None = None,
        columns: Columns = "core",
        sentence: bool = False,
        amounts: Amounts = "decimal",
        scale: int = 10,
        **options: Unpack[Options],
    ) -> None:
        """Store the arguments."""
        super().__init__(column, into, reader=reader, amounts=amounts, scale=scale, **options)
        self._keep(columns=columns, sentence=sentence)

    def read(self, texts: pa.Array, *others: pa.Array) -> pa.Array:  # noqa: ARG002
        """Find the figures."""
        return arrow.extract(texts, reader=self.reader, columns=self.columns, sentence=self.sentence, **self._laid)

    def type(self) -> pa.DataType:
        """Lists of figures."""
        return arrow.mentions_type(self.columns, sentence=self.sentence, **self._laid)


class Parse(_Step):
    """Adds a column with the amount in a cell, or the error: a struct.

    Args:
        column: the column of cells.
        into: the name of the new column; default: ``money``.
        reader: the reader to use; default: krmoney's own.
        amounts: how the amount is kept: ``decimal``, ``float`` or ``int``; see `krmoney.frames.extract`.
        scale: decimal places of the amount as a decimal, 0 to 38.
        options: other options of the reader; see `krmoney.Options`.
    """

    _into = "money"

    def read(self, texts: pa.Array, *others: pa.Array) -> pa.Array:  # noqa: ARG002
        """Read the cells."""
        return arrow.parse(texts, reader=self.reader, **self._laid)

    def type(self) -> pa.DataType:
        """Amounts or errors."""
        return arrow.money_type(**self._laid)


@dataclass(frozen=True, init=False)
class Check(_Step):
    """Adds a column that says whether the conversions in a text fit the rate of its day: an array of structs.

    Args:
        column: the column of texts.
        dates: the column with their dates; None compares with the last ten years of the rates.
        into: the name of the new column; default: ``findings``.
        reader: the reader to use; default: krmoney's own.
        amounts: how rates are kept: as decimals with twenty places, or as floats.
        options: ``rates``, ``tolerance`` and ``back`` as for `krmoney.check`, and options of the reader; see
            `krmoney.Options`.
    """

    dates: str | None
    how: tuple[tuple[str, Any], ...]

    _into = "findings"

    def __init__(
        self,
        column: str,
        dates: str | None = None,
        into: str = "",
        *,
        reader: Reader | None = None,
        amounts: Amounts = "decimal",
        **options: Unpack[CheckOptions],
    ) -> None:
        """Store the arguments."""
        for_reader, how = check_options(options)
        super().__init__(column, into, reader=reader, amounts=amounts, **for_reader)
        self._keep(dates=dates, how=tuple(how.items()))

    def _columns(self) -> tuple[str, ...]:
        return (self.column,) if self.dates is None else (self.column, self.dates)

    def read(self, texts: pa.Array, *others: pa.Array) -> pa.Array:
        """Check the conversions."""
        how: CheckOptions = dict(self.how)  # type: ignore[assignment]  # some of its keys
        return arrow.check(texts, others[0] if others else None, reader=self.reader, amounts=self.amounts, **how)

    def type(self) -> pa.DataType:
        """Lists of findings."""
        return arrow.findings_type(amounts=self.amounts)


def extract(  # noqa: PLR0913  # each option is one of its own
    column: Column | str,
    *,
    reader: Reader | None = None,
    columns: Columns = "core",
    sentence: bool = False,
    amounts: Amounts = "decimal",
    scale: int = 10,
    **options: Unpack[Options],
) -> Column:
    """Return the column of the figures of a column of texts, computed by an Arrow UDF; see `Extract`."""
    step = Extract("", reader=reader, columns=columns, sentence=sentence, amounts=amounts, scale=scale, **options)
    return _by_step(step, column)


def parse(
    column: Column | str,
    *,
    reader: Reader | None = None,
    amounts: Amounts = "decimal",
    scale: int = 10,
    **options: Unpack[Options],
) -> Column:
    """Return the column of the amounts of a column of cells, computed by an Arrow UDF; see `Parse`."""
    return _by_step(Parse("", reader=reader, amounts=amounts, scale=scale, **options), column)


def check(
    column: Column | str,
    dates: Column | str | None = None,
    *,
    reader: Reader | None = None,
    amounts: Amounts = "decimal",
    **options: Unpack[CheckOptions],
) -> Column:
    """Return the column of the findings of a column of texts, computed by an Arrow UDF; see `Check`."""
    step = Check("", reader=reader, amounts=amounts, **options)
    return _by_step(step, column, *([] if dates is None else [dates]))


def convert(  # noqa: PLR0913  # each option is one of its own
    money: Column | str,
    rates: Rates,
    *,
    to: str = "KRW",
    on: Column | str | None = None,
    currency: Column | str | None = None,
    errors: Missing = "null",
    back: int = 7,
    places: int | None = None,
    amounts: Amounts = "decimal",
    scale: int = 10,
) -> Column:
    """Return a column of money in one currency, each amount at the rate of its day; see `krmoney.frames.convert`.

    An Arrow UDF computes it: a struct for each row. A string is the name of a column, as everywhere in Spark.

    Args:
        money: structs with the fields ``currency`` and ``amount`` or ``value``, as `parse` returns them and as
            ``struct("value", "currency")`` makes them; or amounts, with `currency`.
        rates: a source of reference rates, which is sent to the workers; see `krmoney.rates`.
        to: the currency to convert to.
        on: the days; ``lit(…)`` of a `datetime.date` is one day for all. Rates that are the same every day need none.
        currency: the currencies of amounts; ``lit("USD")`` is one currency for all.
        errors: what to do with an amount that has no rate: ``null`` gives the reason in its row,
            ``raise`` stops the job.
        back: how many days older than the day the rate may be.
        places: how many digits after the point to round to.
        amounts: how amounts are kept; see `krmoney.frames.extract`.
        scale: decimal places of the amounts as decimals, 0 to 38.
    """
    laid: dict[str, Any] = {"amounts": amounts, "scale": scale}
    how: dict[str, Any] = {"to": to, "errors": errors, "back": back, "places": places}
    turn = partial(arrow_money.convert, rates=rates, **how, **laid)
    return _by_names("convert", turn, arrow_money.converted_type(**laid), money, on=on, currency=currency)


def format(  # noqa: A001  # as krmoney.format
    money: Column | str,
    style: str | Style = "press",
    *,
    currency: Column | str | None = None,
    **options: Unpack[FormatOptions],
) -> Column:
    """Return a column of money written in Korean or English, computed by an Arrow UDF; see `krmoney.format`.

    Args:
        money: as for `convert`.
        style: a name from `krmoney.style_names`, or a `krmoney.Style` of your own.
        currency: as for `convert`.
        options: those of `krmoney.format`.
    """
    write = partial(arrow_money.format, style=style, **options)
    return _by_names("format", write, pa.string(), money, currency=currency)


def _by_names(
    name: str, function: Callable[..., pa.Array], of: pa.DataType, column: Column | str, **others: Column | str | None
) -> Column:
    """Return the column that a function computes from several columns; all but the first are passed by name."""
    given = {name: other for name, other in others.items() if other is not None}
    names = tuple(given)  # workers get the function, and columns cannot be sent to them

    def made(first: pa.Array, *rest: pa.Array) -> pa.Array:
        return function(first, **dict(zip(names, rest, strict=True)))

    return _computed(name, made, of, column, *given.values())


def _by_step(step: _Step, *columns: Column | str) -> Column:
    """Return the column that a step adds."""
    return _computed(type(step).__name__.lower(), step.read, step.type(), *columns)


def _computed(name: str, function: Callable[..., pa.Array], of: pa.DataType, *columns: Column | str) -> Column:
    """Return the column that an Arrow UDF computes from others."""

    def krmoney(*arrays: pa.Array) -> pa.Array:
        return function(*arrays)

    krmoney.__name__ = f"krmoney_{name}"  # as the plan shows it
    udf = library("pyspark.sql.functions", "spark").arrow_udf
    computed: Column = udf(krmoney, _spark_type(of))(*columns)
    return computed


def _spark_type(of: pa.DataType) -> DataType:
    spark_type: DataType = library("pyspark.sql.pandas.types", "spark").from_arrow_type(of)
    return spark_type
