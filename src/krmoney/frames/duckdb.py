"""krmoney in DuckDB: `register` adds SQL functions to a connection, ``krmoney_extract`` and others.

>>> import duckdb
>>> from krmoney.frames.duckdb import register
>>> with duckdb.connect() as con:
...     _ = register(con)
...     _ = con.sql("create table news as select 1 as id, '세금 1조2000억원과 2.5%' as title")
...     figures = con.sql("select id, unnest(krmoney_extract(title)) as figure from news")
...     con.sql("select id, figure.text, figure.value from figures where figure.type = 'money'").fetchall()
...     con.sql("select krmoney_parse('4억5000만 달러').currency").fetchall()
[(1, '1조2000억원', Decimal('1200000000000.0000000000'))]
[('USD',)]
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Unpack

from krmoney._extras import library
from krmoney.checking import check_options
from krmoney.errors import KrmoneyError
from krmoney.frames import columns as arrow
from krmoney.frames import money as arrow_money
from krmoney.language import translate
from krmoney.reading.reader import reader_with

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import pyarrow as pa

    from krmoney.checking import CheckOptions
    from krmoney.frames.columns import Amounts, Columns
    from krmoney.reading.reader import Reader
    from krmoney.writing import Style
else:
    pa = library("pyarrow", "arrow")
    duckdb = library("duckdb", "duckdb")

__all__ = ["register"]

# Whole columns in and out, with NULL handled here. Strings, because the enumerations are in different places from
# release to release.
_HOW: Final[dict[str, Any]] = {"type": "arrow", "null_handling": "special"}


def register(  # noqa: PLR0913  # each option is one of its own
    con: duckdb.DuckDBPyConnection,
    *,
    prefix: str = "krmoney_",
    reader: Reader | None = None,
    columns: Columns = "core",
    sentence: bool = False,
    amounts: Amounts = "decimal",
    scale: int = 10,
    to: str = "KRW",
    style: str | Style = "press",
    **options: Unpack[CheckOptions],
) -> duckdb.DuckDBPyConnection:
    """Add the SQL functions to a connection.

    ``krmoney_extract(text)`` returns a list of structs, for ``unnest``; ``krmoney_parse(text)`` a struct;
    ``krmoney_check(text, day)`` a list of structs, the findings of `krmoney.check` (the day is a DATE or NULL).
    ``krmoney_format(amount, currency)`` returns text, like `krmoney.frames.format`. With `rates`,
    ``krmoney_convert(amount, currency, day)`` returns a struct, like `krmoney.frames.convert`. All are called with
    whole columns. Registering again replaces them.

    Args:
        con: a connection, which is also returned.
        prefix: the beginning of the functions' names, so that they can be registered twice with different options.
        reader: the reader to use; default: krmoney's own.
        columns: ``core`` has the columns that are needed most often, ``all`` has all of them.
        sentence: whether the last column is the sentence of each figure.
        amounts: how numbers are kept: ``decimal``, ``float`` (DOUBLE) or ``int`` (BIGINT); see
            `krmoney.frames.extract`.
        scale: decimal places of the amounts as decimals, 0 to 38.
        to: the currency that ``krmoney_convert`` converts to.
        style: the style of ``krmoney_format``: a name from `krmoney.style_names`, or a `krmoney.Style`.
        rates: a source of reference rates for ``krmoney_check`` and ``krmoney_convert``; see `krmoney.rates`.
        tolerance: as for `krmoney.check`.
        back: as for `krmoney.check`.
        options: other options of the reader; see `krmoney.Options`.

    Raises:
        KrmoneyError: another cursor or connection to the same database has functions of these names.
        AmountError: an argument is not one of those above, or `unit` is not a unit of money.
        UnknownCurrencyError: `currency` or `prefer` is not a currency code.
    """
    for_reader, how = check_options(options)
    reader = reader_with(for_reader, reader)

    def extract(texts: pa.ChunkedArray) -> pa.ChunkedArray:
        return arrow.extract(texts, reader=reader, columns=columns, sentence=sentence, amounts=amounts, scale=scale)

    def parse(texts: pa.ChunkedArray) -> pa.ChunkedArray:
        return arrow.parse(texts, reader=reader, amounts=amounts, scale=scale)

    def check(texts: pa.ChunkedArray, days: pa.ChunkedArray) -> pa.ChunkedArray:
        return arrow.check(texts, days, reader=reader, amounts=amounts, **how)

    def convert(money: pa.ChunkedArray, codes: pa.ChunkedArray, days: pa.ChunkedArray) -> pa.ChunkedArray:
        given = {name: how[name] for name in ("rates", "back") if name in how}
        made = arrow_money.convert(money, currency=codes, on=days, to=to, amounts=amounts, scale=scale, **given)
        return pa.chunked_array([made])

    def format(money: pa.ChunkedArray, codes: pa.ChunkedArray) -> pa.ChunkedArray:  # noqa: A001  # its name in SQL
        return pa.chunked_array([arrow_money.format(money, style, currency=codes)])

    amount = arrow.money_type(amounts=amounts, scale=scale).field("amount").type
    functions: list[tuple[Callable[..., Any], list[pa.DataType]]] = [
        (extract, [pa.string()]),
        (parse, [pa.string()]),
        (check, [pa.string(), pa.date32()]),
        (format, [amount, pa.string()]),
    ]
    if how.get("rates") is not None:
        functions.append((convert, [amount, pa.string(), pa.date32()]))
    for function, kinds in functions:
        # Without rows, this gives the type, and wrong options are an error here and not in the middle of a query.
        empty = [pa.chunked_array([], kind) for kind in kinds]
        *takes, returned = _types(con, [*empty, function(*empty)])
        name = prefix + function.__name__
        with suppress(duckdb.InvalidInputException):  # there is none yet
            con.remove_function(name)
        try:
            con.create_function(name, function, takes, returned, **_HOW)
        except duckdb.CatalogException as error:
            message = translate(
                "another connection to this database already has the function {name}: choose another prefix", name=name
            )
            raise KrmoneyError(message) from error
    return con


def _types(con: duckdb.DuckDBPyConnection, columns: list[pa.ChunkedArray]) -> list[Any]:
    """Return DuckDB's types of columns."""
    table = pa.table(columns, names=[f"column{at}" for at in range(len(columns))])
    return [*con.from_arrow(table).types]
