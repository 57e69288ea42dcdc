"""ISO 4217 codes with their minor units and names, from the snapshot of CLDR in ``data/names.toml``."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple, Self

from krmoney._hooks import PydanticType
from krmoney.data import load
from krmoney.errors import AmountError, UnknownCurrencyError
from krmoney.language import translate

__all__ = ["Currency", "Listed", "all_codes", "babel_locale", "currencies_with_names", "listed"]

_known: Final[dict[str, Currency]] = {}


class Currency(str, PydanticType):
    """An ISO 4217 code, current or historic, as a checked `str`.

    Args:
        code: three letters, such as ``"KRW"`` or ``"krw"``.

    Raises:
        UnknownCurrencyError: CLDR does not list the code.

    >>> Currency("SEK"), Currency("sek")
    (Currency('SEK'), Currency('SEK'))
    >>> str(Currency("SEK")), Currency("SEK") == "SEK", Currency("KRW").minor_unit
    ('SEK', True, 0)
    """

    __slots__ = ()

    def __new__(cls, code: str) -> Self:
        """Return the only instance of `code`."""
        found = _known.get(code) if isinstance(code, str) else None
        if found is None:
            capitals = code.upper() if isinstance(code, str) and code.isascii() else ""
            if capitals not in listed():
                message = translate(
                    "unknown currency {code!r}: an ISO 4217 code such as 'KRW' or 'USD' is needed", code=code
                )
                raise UnknownCurrencyError(message)
            found = _known.get(capitals)
            if found is None:
                found = _known[capitals] = super().__new__(cls, capitals)
        return found  # type: ignore[return-value]  # the class is final in all but name

    def __repr__(self) -> str:
        """``Currency('KRW')``."""
        return f"Currency({str.__repr__(self)})"

    def __str__(self) -> str:
        """Return the bare code."""
        return str.__str__(self)

    @property
    def minor_unit(self) -> int:
        """Digits after the decimal point in use: 0 for won and yen, 2 for dollars, 3 for Kuwaiti dinars (CLDR)."""
        return listed()[self].minor_unit

    def name(self, locale: str = "ko") -> str:
        """CLDR's name of the currency in a language. Korean and English names do not depend on Babel's version.

        Args:
            locale: a locale of Babel or a BCP 47 tag: ``"en"``, ``"pt_BR"``, ``"zh-Hans-CN"``.

        Raises:
            AmountError: Babel does not know the locale.

        >>> Currency("SEK").name(), Currency("SEK").name("en")
        ('스웨덴 크로나', 'Swedish Krona')
        """
        if locale in {"ko", "ko_KR", "ko-KR"}:  # not Babel's, so that what is written can be read
            return listed()[self].name or str(self)
        if locale == "en":
            return _english()[self]
        from babel.numbers import get_currency_name  # imported late: slow

        return get_currency_name(str(self), locale=babel_locale(locale))


def babel_locale(tag: str) -> str:
    """Return the name that Babel has for a locale, which may be a tag of BCP 47.

    Raises:
        AmountError: Babel does not know the locale.

    >>> babel_locale("ko-KR")
    'ko_KR'
    """
    from babel import Locale, UnknownLocaleError  # imported late: slow

    try:
        return str(Locale.parse(tag.replace("-", "_")))
    except (AttributeError, TypeError, UnknownLocaleError, ValueError) as error:
        message = translate("unknown locale {tag!r}: a name such as 'ko', 'en_US' or 'zh-Hans-CN' is needed", tag=tag)
        raise AmountError(message) from error


class Listed(NamedTuple):
    """One line of the snapshot of CLDR's names.

    Attributes:
        minor_unit: digits after the decimal point.
        name: CLDR's Korean name, empty if it has none.
        group: whether it is in use (``current``), was replaced (``gone``), or is not money (``other``).
        stands_alone: a reviewer decided that the last word of its name needs no country.
    """

    minor_unit: int
    name: str
    group: str
    stands_alone: bool


@cache
def listed() -> dict[str, Listed]:
    """Return every code that CLDR lists, with its line of the snapshot.

    >>> listed()["AOA"]
    Listed(minor_unit=2, name='앙골라 콴자', group='current', stands_alone=True)
    """
    data = load("names")
    table = {}
    for group in ("current", "gone", "other"):
        for line in data[group].splitlines():
            code, digits, *words = line.split(" ")
            name = " ".join(words)
            table[code] = Listed(int(digits), name.replace("*", ""), group, "*" in name)
    return table


@cache
def _english() -> dict[str, str]:
    lines = (line.partition(" ") for line in load("names")["english"].splitlines())
    return {code: name for code, _, name in lines}


def all_codes() -> frozenset[str]:
    """Return every code that CLDR lists, current and historic."""
    return frozenset(listed())


def currencies_with_names(*, historic: bool = False) -> tuple[Currency, ...]:
    """Return the currencies in use that have a Korean name; with `historic`, also former ones.

    >>> len(currencies_with_names()) > 140, Currency("DEM") in currencies_with_names(historic=True)
    (True, True)
    """
    groups = ("current", "gone") if historic else ("current",)
    return tuple(Currency(code) for group in groups for code, line in listed().items() if line.group == group)
