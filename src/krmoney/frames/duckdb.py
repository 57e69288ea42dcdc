"""krmoney in DuckDB: `register` adds to a connection the SQL functions ``krmoney_extract`` and ``krmoney_parse``.

>>> import duckdb
>>> from krmoney.frames.duckdb import register
>>> with duckdb.connect() as con:
...     _ = register(con)
...     _ = con.sql("create table news as select 1 as id, '세금 1조2000억원과 2.5%' as title")
...     figures = con.sql("select id, unnest(krmoney_extract(title)) as figure from news")
...     con.sql("select id, figure.text, figure.low from figures where figure.type = 'money'").fetchall()
...     con.sql("select krmoney_parse('4억5000만 달러').currency").fetchall()
[(1, '1조2000억원', Decimal('1200000000000.0000000000'))]
[('USD',)]
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Unpack

from krmoney._extras import library
from krmoney.errors import KrmoneyError
from krmoney.frames import columns
from krmoney.reading.reader import reader_with

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from krmoney.reading.reader import Options, Reader
else:
    pa = library("pyarrow", "arrow")
    duckdb = library("duckdb", "duckdb")

__all__ = ["register"]

# Whole columns in and out; NULL is ours to answer. Strings, since releases keep the enumerations in different places.
_HOW: Final[dict[str, Any]] = {"type": "arrow", "null_handling": "special"}


def register(
    con: duckdb.DuckDBPyConnection,
    *,
    prefix: str = "krmoney_",
    reader: Reader | None = None,
    scale: int = 10,
    **options: Unpack[Options],
) -> duckdb.DuckDBPyConnection:
    """Add the SQL functions to a connection.

    ``krmoney_extract(text)`` returns a list of structs, for ``unnest``; ``krmoney_parse(text)`` a struct. Both
    return NULL for NULL and are called with whole columns. Registered again, they are replaced.

    Args:
        con: a connection, which is also returned.
        prefix: what the names of the functions begin with, so that they can be registered twice with other options.
        reader: the reader to use; krmoney's own if it is left out.
        scale: decimal places of the amounts, 0 to 38.
        options: what to change about the reader; see `krmoney.Options`.

    Raises:
        KrmoneyError: another cursor or connection to the same database has functions of these names.
        AmountError: `scale` is not a number of places, or `unit` not a unit of money.
        UnknownCurrencyError: `currency` or `prefer` is not a currency code.
    """
    reader = reader_with(options, reader)

    def extract(texts: pa.ChunkedArray) -> pa.ChunkedArray:
        return columns.extract(texts, reader=reader, scale=scale)

    def parse(texts: pa.ChunkedArray) -> pa.ChunkedArray:
        return columns.parse(texts, reader=reader, scale=scale)

    for function in (extract, parse):
        # No rows, but the type; and what is wrong with the options is told here, not in the middle of a query.
        empty = function(pa.chunked_array([], pa.string()))
        (returned,) = con.from_arrow(pa.table({"column": empty})).types
        name = prefix + function.__name__
        with suppress(duckdb.InvalidInputException):  # there is none yet
            con.remove_function(name)
        try:
            con.create_function(name, function, ["VARCHAR"], returned, **_HOW)
        except duckdb.CatalogException as error:
            message = f"another connection to this database has a function {name} already: name another prefix"
            raise KrmoneyError(message) from error
    return con
