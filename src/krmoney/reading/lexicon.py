"""The words of currencies and places: CLDR's names as a reviewed snapshot, the press's, and a user's own.

A word is looked up by its first character, or by its last where it comes before a number: there are 2,000.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property
from math import log
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from krmoney.iso import Currency, all_codes, listed
from krmoney.reading.numbers import times
from krmoney.reading.patterns import alternatives, lazy
from krmoney.reading.rows import package_file
from krmoney.values import EXACT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["OFF_A_RATE", "WON", "Currencies", "Places", "Typical", "Word", "named", "or_won"]

_NEAR: Final = log(1.25)  # a currency within this factor may be meant
_FAR_OFF: Final = log(1.75)  # a quoted rate further off than this factor points to another currency
OFF_A_RATE: Final = log(3)  # an amount further than this factor from the usual value of a unit is not its rate
_FACTOR: Final = log(4)  # no currency has been further from its usual value


class Word(NamedTuple):
    """The meaning of a currency word.

    Attributes:
        codes: the currencies that it can mean, the likeliest first.
        default: its usual meaning if nothing else decides; None if it then stays undecided.
        unambiguous: it has its place (홍콩 달러), or is a code or a symbol of one currency, so there is nothing to
            decide.
        everyday_word: it is also an everyday word, and counts only at the end of a word.
        needs_evidence: in running text something else must show that it is a currency.
        per: how many of it make one unit (센트: 100, 마넌: 1/10,000), otherwise 1.
        after_unit: it is read only after an amount in the main unit (64원 50전).
        place_decides: a place in the text decides before `default` does (¥ in Beijing).
    """

    codes: tuple[Currency, ...]
    default: Currency | None
    unambiguous: bool = False
    everyday_word: bool = False
    needs_evidence: bool = False
    per: int | Decimal = 1
    after_unit: bool = False
    place_decides: bool = False

    def in_units(self, number: int | Decimal) -> int | Decimal:
        """Return so many of it in whole units.

        >>> [Currencies().after[name].in_units(150) for name in ("센트", "원", "마넌")]
        [Decimal('1.5'), 150, 1500000]
        """
        if self.per < 1:
            return times(number, int(1 / self.per))
        return number if self.per == 1 else EXACT.divide(number, self.per)


def named(code: str) -> Word:
    """Return the word of a name that means one currency and no other."""
    currency = Currency(code)
    return Word((currency,), currency, unambiguous=True)


WON: Final = named("KRW")


def or_won(foreign: Word) -> Word:
    """Return the word of an amount that is in foreign money or in won: ``일본 돈 5000원``."""
    return foreign._replace(codes=(*foreign.codes, *WON.codes), default=None, unambiguous=False)


class Currencies:
    """Every currency word, by position: after the number, before it, further before it.

    Attributes:
        after: words after the number: names, symbols, codes.
        before: symbols and codes right before the number.
        own: words before the number that name its currency: 미화, 한화, 우리 돈.
        decimal_commas: currencies that are written with a decimal comma at home.
        called_won: currencies that Koreans call 원, too.
        money: the words of `own` for foreign money itself: 미화, 인민폐; not 엔화, which heads rates.
        of_a_country: nouns that name its money after a country: 중국 돈.
    """

    def __init__(self, own_names: Iterable[tuple[str, str]] = (), not_currencies: Iterable[str] = ()) -> None:
        """Collect the words.

        Args:
            own_names: further names, with the code that each means.
            not_currencies: names that are not read as a currency.
        """
        build = _Builder()
        for name, code in own_names:
            build.add([name], named(code)._replace(everyday_word=True))
        build.whole_names()
        build.families()
        build.historic_names()
        build.parts()
        build.english_names()
        self.before: Final[Mapping[str, Word]] = build.symbols_and_codes()
        self.own: Final[Mapping[str, Word]] = build.own_words()
        won = build.file.content["foreign_won"]
        self.decimal_commas: Final = frozenset(map(Currency, build.file.words("decimal_commas")))
        self.called_won: Final = frozenset(won["called_won"])
        self.money: Final = frozenset(won["foreign"])
        self.of_a_country: Final[tuple[str, ...]] = tuple(won["after_a_country"])
        self.after: Final[Mapping[str, Word]] = build.after
        for name in not_currencies:
            build.after.pop(name, None)
        self._by_first: Final = _by_character(self.after, 0)
        self._symbols: Final = _by_character(self.before, -1)
        self.last_of_symbols: Final = frozenset(self._symbols)  # a cheap check before `match_before`

    def named_before(self, words: str) -> Word | None:
        """Return the currency that words before a number name.

        >>> [word and str(word.default) for word in map(Currencies().named_before, ("미화", "중국 돈", "남의 돈"))]
        ['USD', 'CNY', None]
        """
        if own := self.own.get(words):
            return own
        noun = next(filter(words.endswith, self.of_a_country), "")
        return self._countries.get(words.removesuffix(noun).rstrip(" ")) if noun else None

    @cached_property
    def _countries(self) -> dict[str, Word]:
        named_places = ((place, name) for place in _territories() for name in (*place.names, *place.short))
        return {name: named(place.codes[0]) for place, name in named_places if place.codes and len(name) > 1}

    @cached_property
    def _by_last(self) -> dict[str, list[tuple[str, Word]]]:
        return _by_character({name: word for name, word in self.after.items() if not name.isascii()}, -1)

    def match(self, text: str, pos: int) -> tuple[int, Word] | None:
        """Return the end and the meaning of the longest currency word that begins at `pos`, if one does.

        >>> end, word = Currencies().match("100홍콩달러", 3)
        >>> end, word.codes
        (7, (Currency('HKD'),))
        """
        for name, word in self._by_first.get(text[pos : pos + 1], ()):
            if text.startswith(name, pos) and not (name.isascii() and _goes_on(text, name, pos + len(name))):
                return pos + len(name), word
        return None

    def matches(self, text: str, pos: int) -> Iterator[tuple[int, Word]]:
        """Yield every currency word that begins at `pos`, the longest first."""
        for name, word in self._by_first.get(text[pos : pos + 1], ()):
            if text.startswith(name, pos) and not (name.isascii() and _goes_on(text, name, pos + len(name))):
                yield pos + len(name), word

    def match_before(self, text: str, end: int) -> tuple[int, Word] | None:
        """Return the start and the meaning of a symbol or code that ends just before `end`, if one does.

        A letter beside a code or symbol makes it part of something else: AUSD, example.kr.
        """
        stop = end - 1 if end > 1 and text[end - 1] == " " else end
        for name, word in self._symbols.get(text[stop - 1], ()) if stop else ():
            start = stop - len(name)
            previous = text[start - 1 : start]
            lettered = previous.isascii() and (previous.isalpha() or (previous in {".", "@"} and name.isalpha()))
            if text.endswith(name, 0, stop) and not (previous and lettered):
                return start, word
        return None

    @cached_property
    def last_syllables(self) -> frozenset[str]:
        """The last characters of names: a cheap check before `names_before`."""
        return frozenset(self._by_last)

    def names_before(self, text: str, end: int) -> Iterator[tuple[int, Word]]:
        """Yield the start and the meaning of every currency name that ends just before `end`, the longest first."""
        for name, word in self._by_last.get(text[end - 1 : end], ()):
            if text.endswith(name, 0, end):
                yield end - len(name), word


def _goes_on(text: str, name: str, end: int) -> bool:
    """Tell whether a code or an English name is only the beginning of something longer: EURO, wonder."""
    following = text[end : end + 1]
    return following.isascii() and following.isalnum() and name[-1].isalpha()


def _by_character(words: Mapping[str, Word], at: int) -> dict[str, list[tuple[str, Word]]]:
    table: dict[str, list[tuple[str, Word]]] = {}
    for name in sorted(words, key=len, reverse=True):
        table.setdefault(name[at], []).append((name, words[name]))
    return table


class _Family(NamedTuple):
    """Names that are used alone, ``[[family]]`` of currencies.toml."""

    names: tuple[str, ...]
    codes: tuple[str, ...]
    default: str = ""
    everyday_word: bool = False
    needs_evidence: bool = False
    place_decides: bool = False


class _Whole(NamedTuple):
    """Names that mean one currency, ``[[whole]]``."""

    names: tuple[str, ...]
    code: str


class _Part(NamedTuple):
    """Names of parts of a unit, and of so many units, ``[[part]]``."""

    names: tuple[str, ...]
    codes: tuple[str, ...]
    per: int = 1
    units: int = 1
    default: str = ""
    after_unit: bool = False


class _Builder:
    """Collects the words. The first meaning of a name wins, so the order is the order of trust."""

    def __init__(self) -> None:
        self.file = package_file("currencies")
        self.current = {code: line for code, line in listed().items() if line.group == "current"}
        self.adjectives = _adjectives()
        self.after: dict[str, Word] = {}

    def add(self, names: Iterable[str], word: Word) -> None:
        for name in names:
            self.after.setdefault(name, word)

    def whole_names(self) -> None:
        """Add names with their place, the press's before CLDR's: 대만달러, 스웨덴 크로나."""
        for row in self.file.rows("whole", _Whole):
            self.add(row.names, named(row.code))
        for code, line in self.current.items():
            if " " in line.name:
                self.add([line.name, line.name.replace(" ", "")], named(code))

    def families(self) -> None:
        """Add names that are used alone, and each of them after each place that uses one of its currencies."""
        left: dict[str, list[str]] = {}
        for code, line in self.current.items():
            left.setdefault(line.name.split()[-1].removesuffix("화") or line.name, []).append(code)
        for row in self.file.rows("family", _Family):
            codes = list(dict.fromkeys([*row.codes, *left.pop(row.names[0], ())]))
            if row.names[0] == "원":
                codes.remove("KPW")  # 북한 원 is never called 원 alone
            default = Currency(row.default) if row.default else None
            word = Word(
                tuple(map(Currency, codes)),
                default,
                everyday_word=row.everyday_word,
                needs_evidence=row.needs_evidence,
                place_decides=row.place_decides,
            )
            self.add(row.names, word)
            self._with_places(row.names, codes)
        for name, codes in left.items():  # names of CLDR's that the press has no other word for
            if any(self.current[code].stands_alone for code in codes):
                default = Currency(codes[0]) if len(codes) == 1 else None
                self.add([name], Word(tuple(map(Currency, codes)), default, everyday_word=True))
            self._with_places([name], codes)

    def _with_places(self, names: Iterable[str], codes: Iterable[str]) -> None:
        for code in codes:
            word = named(code)
            for place in self.adjectives.get(code, ()):
                for name in names:
                    self.after.setdefault(f"{place} {name}", word)
                    self.after.setdefault(place + name, word)

    def historic_names(self) -> None:
        """Add CLDR's names of former currencies, unless a current one has the name."""
        for code, line in listed().items():
            if line.group == "gone":
                self.add([line.name, line.name.replace(" ", "")], named(code))

    def parts(self) -> None:
        """Add parts of a unit, and names of several: 센트, 펜스, 전, 마넌."""
        for row in self.file.rows("part", _Part):
            codes, default = tuple(map(Currency, row.codes)), Currency(row.default) if row.default else None
            per = row.per if row.units == 1 else EXACT.divide(1, row.units)
            self.add(row.names, Word(codes, default, per=per, everyday_word=True, after_unit=row.after_unit))

    def english_names(self) -> None:
        """Add English names, for ``2.4 trillion won``."""
        for name, code in self.file.content["english"].items():
            self.add([name], named(code))

    def symbols_and_codes(self) -> dict[str, Word]:
        """Return symbols and ISO codes, which come before the number; they count after it, too."""
        before: dict[str, Word] = {}
        everyday = self.file.words("everyday_codes")
        of_places, left_open = (self.file.content[f"symbols_{which}"] for which in ("of_places", "left_open"))
        for symbol, codes in self.file.content["symbols"].items():
            currencies = tuple(map(Currency, codes))
            default = None if symbol in left_open else currencies[0]
            before[symbol] = Word(
                currencies,
                default,
                unambiguous=len(codes) == 1,
                needs_evidence=symbol in everyday,
                place_decides=symbol in of_places,
            )
        for line in package_file("names").content["symbols"].splitlines():
            code, _, symbol = line.partition(" ")
            before.setdefault(symbol, named(code))
        for code in sorted(all_codes()):
            doubtful = code in everyday or listed()[code].group != "current"
            before.setdefault(code, named(code)._replace(needs_evidence=doubtful))
        for name, word in before.items():
            self.add([name], word)
        return before

    def own_words(self) -> dict[str, Word]:
        """Return the words before a number that name its currency: 미화, 한화, 우리 돈."""
        return {name: named(code) for name, code in self.file.content["before"].items()}


class Place(NamedTuple):
    """A territory: what the snapshot of CLDR and places.toml say about it.

    Attributes:
        names: its names, which count in running text and before a currency name.
        short: short forms, which count only before a currency name: 美달러.
        cities: cities and other words, which count in running text.
        codes: the currencies that are used there.
        gone: those that are used nowhere any more.
    """

    names: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


_TERRITORY: Final = lazy("([A-Z]{2})((?: [A-Z]{3})*)(?: /((?: [A-Z]{3})+))? (.+)")


def _territories() -> Iterator[Place]:
    file = package_file("places")
    for line in map(_TERRITORY.fullmatch, package_file("names").content["territories"].splitlines()):
        if line:
            press = file.row(line[1], Place)
            codes, gone = (press.codes, ()) if press.codes else (tuple(line[2].split()), tuple((line[3] or "").split()))
            yield press._replace(names=(line[4], *press.names), codes=codes, gone=gone)


def _adjectives() -> dict[str, list[str]]:
    """Return, for each code, the place words that come before a currency name: 홍콩, 美, 미국, 미.

    A place counts for the currencies that it uses today, and for those that are used nowhere any more (독일 마르크).
    """
    table: dict[str, list[str]] = {}
    for place in _territories():
        for code in (*place.codes, *place.gone):
            table.setdefault(code, []).extend([*place.names, *place.short])
    return table


class Places:
    """Place names in running text, with the currencies used there."""

    def __init__(self, own_names: Iterable[tuple[str, tuple[str, ...]]] = ()) -> None:
        """Collect the names.

        Args:
            own_names: further names, with the codes of the currencies used there.
        """
        self.codes: Final[dict[str, tuple[str, ...]]] = dict(own_names)
        for place in _territories():
            for name in (*place.names, *place.cities):
                if len(name) > 1 and place.codes:
                    self.codes.setdefault(name, place.codes)
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}

    def using(self, codes: tuple[str, ...]) -> re.Pattern[str]:
        """Return the pattern of the places that use one of these currencies: few names, quickly searched."""
        pattern = self._patterns.get(codes)
        if pattern is None:
            wanted = frozenset(codes)
            either = alternatives(name for name, used in self.codes.items() if not wanted.isdisjoint(used)) or "(?!)"
            pattern = self._patterns[codes] = re.compile(rf"(?<![가-힣])(?:{either})")
        return pattern


class Typical:
    """The rough value of currencies in won, to tell apart currencies of one name.

    Attributes:
        won: the value by code, if it is known and has not changed much.
    """

    def __init__(self) -> None:
        """Read currencies.toml."""
        given: dict[str, Any] = package_file("currencies").content["typical"]
        ends = {code: won if isinstance(won, list) else [won, won] for code, won in given.items()}
        self.won: Final[Mapping[str, Decimal]] = {
            code: Decimal(str(low)) for code, (low, high) in ends.items() if low == high
        }
        self._ends: Final = {code: (log(low), log(high)) for code, (low, high) in ends.items()}

    def off(self, base: str, counter: str, rate: float) -> float | None:
        """Return how far a rate is from what two currencies have been worth, as a logarithm; None if that is unknown.

        Args:
            base: the currency of which one unit is meant.
            counter: the currency of the rate.
            rate: so many of its units for one of `base`; more than 0.

        >>> typical = Typical()
        >>> [round(typical.off("TRY", "KRW", won), 1) for won in (35, 700, 9500)], typical.off("ARS", "KRW", 1)
        ([0.0, 0.0, 2.3], None)
        """
        one, two = self._ends.get(base), self._ends.get(counter)
        if one is None or two is None:
            return None
        value = log(rate)
        return max(one[0] - two[1] - value, value - one[1] + two[0], 0.0)

    def agrees(self, code: Currency, won: Decimal, default: Currency | None) -> bool:
        """Tell whether a quoted rate fits `code` better than the usual meaning of a shared name.

        >>> typical, usd = Typical(), Currency("USD")
        >>> [typical.agrees(Currency("CAD"), Decimal(won), usd) for won in (975, 1380)]
        [True, False]
        """
        mine, usual = self._off(code, won), None if default is None else self._off(default, won)
        if mine is None:  # its value is unknown
            return usual is None or usual >= _FAR_OFF
        return mine < _FAR_OFF and (usual is None or mine < usual)

    def nearest(self, codes: Sequence[Currency], won: Decimal, *, sure: bool = False) -> Currency | None:
        """Return the currency whose value is near a quoted rate, if no other is near the rate or has the same value.

        Args:
            codes: the candidates.
            won: the rate.
            sure: something else points to another currency, so the rate must be very near.
        """
        far = sorted((distance, code) for code in codes if (distance := self._off(code, won)) is not None)
        if not far or far[0][0] >= (_NEAR if sure else _FAR_OFF):
            return None
        nearest = far[0][1]
        others = ((off, self.off(code, nearest, 1)) for off, code in far[1:])
        return None if any(min(off, apart or 0) < _NEAR for off, apart in others) else nearest

    def instead(self, codes: Sequence[Currency], won: Decimal, default: Currency) -> list[Currency]:
        """Return the currencies that are near a quoted rate, if the usual meaning of the name is far from it.

        Return none if the rate is off by a power of ten: then the amounts are more likely wrong.

        >>> typical, codes = Typical(), [Currency("GBP"), Currency("EGP"), Currency("LBP")]
        >>> [typical.instead(codes, Decimal(won), codes[0]) for won in (28, 17, 1750)]
        [[Currency('EGP')], [], []]
        """
        off = self._off(default, won)
        if off is None or off < _FAR_OFF or self.slipped(default, won):
            return []
        return [code for code in codes if (own := self._off(code, won)) is not None and own < _FACTOR]

    def slipped(self, code: Currency, won: Decimal) -> bool:
        """Tell whether a quoted rate is a power of ten away from the value of a currency.

        >>> [Typical().slipped(Currency("SAR"), Decimal(won)) for won in (305, 3600, 1000)]
        [False, True, False]
        """
        off = self._off(code, won)
        powers = 0 if off is None else round(off / log(10))
        return off is not None and powers > 0 and abs(off - powers * log(10)) < _NEAR

    def knows(self, code: str) -> bool:
        """Tell whether the value of a currency is known."""
        return code in self._ends

    def _off(self, code: Currency, won: Decimal) -> float | None:
        """Return how far a quoted rate is from the usual value of a currency, as a logarithm."""
        return None if won <= 0 else self.off(code, "KRW", float(won))
