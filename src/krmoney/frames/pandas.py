"""krmoney for pandas: importing this module adds the accessor ``.krmoney`` to every Series.

>>> import pandas as pd
>>> import krmoney.frames.pandas
>>> titles = pd.Series(["세금 1조2000억원", "합의", None], index=["a", "b", "c"], name="title")
>>> titles.krmoney.extract()[["text", "low", "currency"]]
       text                       low currency
a  1조2000억원  1200000000000.0000000000      KRW
>>> pd.Series(["4억5000만 달러", "조금"]).krmoney.parse(errors="report")[["amount", "error_type"]]
                 amount  error_type
0  450000000.0000000000        <NA>
1                  <NA>  ParseError
>>> from krmoney import rates
>>> articles = pd.Series(["4억 달러(약 55조원)", "2억 유로(약 2990억원)"])
>>> articles.krmoney.check("2024-06-04", rates=rates.ecb())[["base_text", "verdict", "on"]]
  base_text verdict          on
0     4억 달러  factor  2024-06-04
1     2억 유로    fits  2024-06-04
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, Unpack

from krmoney._extras import library
from krmoney.errors import KrmoneyError
from krmoney.frames import columns
from krmoney.reading.reader import reader_with

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from krmoney.checking import CheckOptions
    from krmoney.reading.reader import Options, Reader
else:
    pa = library("pyarrow", "arrow")
    pd = library("pandas", "pandas")

__all__ = ["Accessor"]

_ERRORS: Final = ("raise", "null", "report")
_FORMS: Final = ("long", "nested")


@pd.api.extensions.register_series_accessor("krmoney")
class Accessor:
    """The accessor ``series.krmoney``."""

    def __init__(self, series: pd.Series[Any]) -> None:
        """Store the series."""
        self._series = series

    def extract(
        self,
        form: Literal["long", "nested"] = "long",
        *,
        reader: Reader | None = None,
        scale: int = 10,
        **options: Unpack[Options],
    ) -> pd.DataFrame | pd.Series[Any]:
        """Find every figure in each text.

        Args:
            form: ``long`` is a data frame with one row for each figure, its index that of the text it was found
                in; ``nested`` is a series of lists of structs, one for each text.
            reader: the reader to use; krmoney's own if it is left out.
            scale: decimal places of the amounts; see `krmoney.frames.extract`.
            options: what to change about the reader; see `krmoney.Options`.

        Returns:
            Columns of Arrow's types, amounts as exact decimals. The columns of the data frame are those of
            ``krmoney extract --format csv``, ``evidence`` and ``unfit``.

        Raises:
            TypeError: a cell is not text.
        """
        _check("form", form, _FORMS)
        found = columns.extract(self._cells(), reader=reader_with(options, reader), scale=scale)
        if form == "nested":
            return self._series_of(found)
        flat, rows = columns.flatten(found.flatten()), found.value_parent_indices()
        return _frame(flat, self._series.index.take(rows.to_numpy()))

    def parse(
        self,
        errors: Literal["raise", "null", "report"] = "raise",
        *,
        reader: Reader | None = None,
        scale: int = 10,
        **options: Unpack[Options],
    ) -> pd.DataFrame:
        """Read each cell as one amount of money.

        Args:
            errors: what becomes of a cell that cannot be read: ``raise`` stops at the first; ``null`` leaves its
                row empty; ``report`` says in the columns ``error_…`` what is wrong.
            reader: the reader to use; krmoney's own if it is left out.
            scale: decimal places of the amounts; see `krmoney.frames.parse`.
            options: what to change about the reader; see `krmoney.Options`.

        Returns:
            A data frame with the index of the series. Its columns are ``amount`` and ``currency``, the quoted rate
            in ``rate_…``, and ``unfit``, which names what needs more digits than a column holds.

        Raises:
            KrmoneyError: a cell cannot be read, if `errors` is ``raise``; a note says which.
            TypeError: likewise, where a cell is not text.
        """
        _check("errors", errors, _ERRORS)
        cells = self._cells()
        reader = reader_with(options, reader)
        parsed = columns.parse(cells, reader=reader, scale=scale)
        bad = parsed.field("error").is_valid()
        if errors == "raise" and (at := bad.index(True).as_py()) >= 0:
            try:
                reader.parse(cells[at])
            except (KrmoneyError, TypeError) as error:
                (label,) = self._series.index[[at]].tolist()  # 13, not np.int64(13)
                error.add_note(f"in the row {label!r}")
                raise
        flat = columns.flatten(parsed)
        if errors != "report":
            flat = flat.select([name for name in flat.column_names if not name.startswith("error_")])
        return _frame(flat, self._series.index)

    def check(
        self,
        dates: Any = None,  # noqa: ANN401  # a series, or one day
        form: Literal["long", "nested"] = "long",
        *,
        reader: Reader | None = None,
        **options: Unpack[CheckOptions],
    ) -> pd.DataFrame | pd.Series[Any]:
        """Tell for each conversion in each text whether it fits the rate of its day; see `krmoney.check`.

        Args:
            dates: the days of the texts: a series with the same index, a sequence, or one day or year for all.
            form: ``long`` is a data frame with one row for each conversion, its index that of the text; ``nested`` is a
                series of lists of structs, one for each text.
            reader: the reader to use; krmoney's own if it is left out.
            options: ``rates``, ``tolerance`` and ``back`` as for `krmoney.check`, and what to change about the reader;
                see `krmoney.Options`.

        Raises:
            RatesError: there are not as many dates as texts.
            TypeError: a cell is not text.
        """
        _check("form", form, _FORMS)
        days = dates.tolist() if isinstance(dates, pd.Series) else dates
        found = columns.check(self._cells(), days, reader=reader, **options)
        if form == "nested":
            return self._series_of(found)
        flat, rows = columns.flatten(found.flatten()), found.value_parent_indices()
        return _frame(flat, self._series.index.take(rows.to_numpy()))

    def _cells(self) -> list[Any]:
        """Return the cells as objects, missing ones as None."""
        return [None if missing else cell for cell, missing in zip(self._series, self._series.isna(), strict=True)]

    def _series_of(self, found: pa.Array) -> pd.Series[Any]:
        of = pd.ArrowDtype(found.type)
        return pd.Series(pd.arrays.ArrowExtensionArray(found), self._series.index, of, self._series.name)


def _frame(flat: pa.Table, index: pd.Index[Any]) -> pd.DataFrame:
    frame: pd.DataFrame = flat.to_pandas(types_mapper=pd.ArrowDtype)
    return frame.set_index(index)


def _check(name: str, given: object, known: tuple[str, ...]) -> None:
    if given not in known:
        message = f"{name} is one of {', '.join(known)}, not {given!r}"
        raise KrmoneyError(message)
