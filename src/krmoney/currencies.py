"""Currency words: what Korean text writes → ISO 4217 codes. CLDR's names as a reviewed snapshot, and the press's."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from math import log
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from krmoney.data import load
from krmoney.iso import Currency, all_codes, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Lexicon", "Word", "agrees", "currencies_with_names", "lexicon", "nearest", "places", "typical"]

_FAR_OFF: Final = log(1.75)  # a quoted rate further off than this factor points to another currency


class Word(NamedTuple):
    """What one currency word means.

    Attributes:
        codes: what it can mean, likeliest first.
        alone: what it means where nothing else decides; None where undecided stays undecided.
        whole: it wears its place (홍콩 달러), its code or its own symbol: nothing is left to decide.
        word: it is an everyday word too, and counts only where a word ends.
        weak: in running text it needs other evidence of its currency.
        place: a place in the text decides before `alone` does (¥ in Beijing).
        per: how many of it make one unit (센트: 100), else 1.
        after_unit: it is read only behind an amount in the main unit (64원 50전).
    """

    codes: tuple[Currency, ...]
    alone: Currency | None
    whole: bool = False
    word: bool = False
    weak: bool = False
    per: int = 1
    after_unit: bool = False
    place: bool = False


class Lexicon:
    """Every currency word there is, by where it stands: after the number, before it, on either side."""

    def __init__(self, after: dict[str, Word], before: dict[str, Word], own: dict[str, Word]) -> None:
        """Sort the words for longest match.

        Args:
            after: words behind the number: names, symbols, codes.
            before: symbols and codes before the number.
            own: words further before it that say whose money it is: 미화, 한화, 우리 돈.
        """
        self.after: Final = after
        self.before: Final = before
        self.own: Final = own
        self._after: Final = _by_first(after)
        # A capital letter or a digit beside a code or symbol makes it part of something else: AUSD, EUR1.
        words = sorted(before, key=len, reverse=True)
        self._last: Final = frozenset(name[-1] for name in before)
        self._before: Final = re.compile("(?:(?<![A-Za-z])(?:" + "|".join(map(re.escape, words)) + r")) ?$")

    def match(self, text: str, pos: int) -> tuple[int, Word] | None:
        """Return the end and the meaning of the longest currency word that begins at `pos`, if one does.

        >>> end, word = lexicon().match("100홍콩달러", 3)
        >>> end, word.codes
        (7, (Currency('HKD'),))
        """
        for name, word in self._after.get(text[pos : pos + 1], ()):
            if text.startswith(name, pos):
                end = pos + len(name)
                if (
                    name.isascii()
                    and name[-1].isalpha()
                    and text[end : end + 1].isascii()
                    and text[end : end + 1].isalnum()
                ):
                    continue
                return end, word
        return None

    def match_before(self, text: str, end: int) -> tuple[int, Word] | None:
        """Return the start and the meaning of a symbol or code that ends just before `end`, if one does."""
        last = text[end - 1] if text[end - 1] != " " or end == 1 else text[end - 2]
        if last not in self._last:
            return None
        found = self._before.search(text, max(0, end - 8), end)
        return None if found is None else (found.start(), self.before[found[0].strip()])


def _by_first(words: dict[str, Word]) -> dict[str, list[tuple[str, Word]]]:
    table: dict[str, list[tuple[str, Word]]] = {}
    for name in sorted(words, key=len, reverse=True):
        table.setdefault(name[0], []).append((name, words[name]))
    return table


def _names(group: str) -> Iterator[tuple[str, str]]:
    """Yield code and Korean name of the currencies that are ``current`` or ``gone``."""
    return ((code, line.name) for code, line in listed().items() if line.group == group)


@cache
def currencies_with_names(*, historic: bool = False) -> tuple[Currency, ...]:
    """Return the currencies that have a Korean name: those in use, and with `historic` those that are gone.

    >>> len(currencies_with_names()) > 140, Currency("DEM") in currencies_with_names(historic=True)
    (True, True)
    """
    groups = ("current", "gone") if historic else ("current",)
    return tuple(Currency(code) for group in groups for code, _ in _names(group))


class _Territory(NamedTuple):
    """CLDR's name of a territory, the currencies used there, and those used there that are gone everywhere."""

    name: str
    codes: tuple[str, ...]
    gone: tuple[str, ...]


_TERRITORY: Final = re.compile("([A-Z]{2})((?: [A-Z]{3})*)(?: /((?: [A-Z]{3})+))? (.+)")


@cache
def _territories() -> dict[str, _Territory]:
    lines = map(_TERRITORY.fullmatch, load("names")["territories"].splitlines())
    return {
        line[1]: _Territory(line[4], tuple(line[2].split()), tuple((line[3] or "").split())) for line in lines if line
    }


@cache
def places() -> dict[str, tuple[str, ...]]:
    """Return every place name the data and CLDR know, with the codes of the currencies used there."""
    table: dict[str, tuple[str, ...]] = {}
    extra = load("places")
    for territory, cldr in _territories().items():
        data = extra.get(territory, {})
        codes = tuple(data.get("codes", cldr.codes))
        if not codes:
            continue
        for name in (cldr.name, *data.get("names", ()), *data.get("cities", ())):
            if len(name) > 1:
                table.setdefault(name, codes)
    return table


def _adjectives() -> dict[str, list[str]]:
    """Return, for each code, the place words that stand before a currency name: 홍콩, 美, 미국, 미.

    A place counts for what it uses today, and for a currency that is gone everywhere (독일 마르크).
    """
    extra = load("places")
    table: dict[str, list[str]] = {}
    for territory, cldr in _territories().items():
        data: dict[str, Any] = extra.get(territory, {})
        for code in data.get("codes") or (*cldr.codes, *cldr.gone):
            table.setdefault(code, []).extend([cldr.name, *data.get("names", ()), *data.get("short", ())])
    return table


@cache
def lexicon() -> Lexicon:
    """Build the lexicon, once. What is added first stands, so the order is the order of trust."""
    build = _Builder()
    build.whole_names()
    build.families()
    build.historic_names()
    build.parts()
    build.english_names()
    return Lexicon(build.after, build.symbols_and_codes(), build.own_words())


def _whole(code: str) -> Word:
    return Word((Currency(code),), Currency(code), whole=True)


class _Builder:
    """Puts the lexicon together from CLDR's names and the press's."""

    def __init__(self) -> None:
        self.data = load("currencies")
        self.cldr = dict(_names("current"))
        self.adjectives = _adjectives()
        self.after: dict[str, Word] = {}

    def add(self, names: Iterable[str], word: Word) -> None:
        for name in names:
            self.after.setdefault(name, word)

    def whole_names(self) -> None:
        """Add names that wear their place, the press's before CLDR's: 대만달러, 스웨덴 크로나."""
        for entry in self.data["whole"]:
            self.add(entry["names"], _whole(entry["code"]))
        for code, name in self.cldr.items():
            if " " in name:
                self.add([name, name.replace(" ", "")], _whole(code))

    def families(self) -> None:
        """Add names that stand alone, and each of them behind each place that uses one of its currencies."""
        left: dict[str, list[str]] = {}
        for code, name in self.cldr.items():
            left.setdefault(name.split()[-1].removesuffix("화") or name, []).append(code)
        for entry in self.data["family"]:
            names = entry["names"]
            codes = list(dict.fromkeys([*entry["codes"], *left.pop(names[0], ())]))
            if names[0] == "원":
                codes.remove("KPW")  # 북한 원 is never called 원 alone
            alone = Currency(entry["alone"]) if "alone" in entry else None
            flags = {flag: entry.get(flag, False) for flag in ("word", "weak", "place")}
            self.add(names, Word(tuple(map(Currency, codes)), alone, **flags))
            self._with_places(names, codes)
        for name, codes in left.items():  # names of CLDR's that the press has no other word for
            if any(listed()[code].stands_alone for code in codes):
                alone = Currency(codes[0]) if len(codes) == 1 else None
                self.add([name], Word(tuple(map(Currency, codes)), alone, word=True))
            self._with_places([name], codes)

    def _with_places(self, names: Iterable[str], codes: Iterable[str]) -> None:
        for code in codes:
            for place in self.adjectives.get(code, ()):
                for name in names:
                    self.add([f"{place} {name}", place + name], _whole(code))

    def historic_names(self) -> None:
        """Add CLDR's names of currencies that are gone, where nothing that lives has the name."""
        for code, name in _names("gone"):
            self.add([name, name.replace(" ", "")], _whole(code))

    def parts(self) -> None:
        """Add parts of a unit: 센트, 펜스, 전."""
        for entry in self.data["part"]:
            codes, alone = tuple(map(Currency, entry["codes"])), Currency(entry["alone"])
            only_behind = entry.get("after_unit", False)
            self.add(entry["names"], Word(codes, alone, per=entry["per"], word=True, after_unit=only_behind))

    def english_names(self) -> None:
        """Add what English calls them, for ``2.4 trillion won``."""
        for name, code in self.data["english"].items():
            self.add([name], _whole(code))

    def symbols_and_codes(self) -> dict[str, Word]:
        """Return symbols and ISO codes, which stand before the number; they count behind it, too."""
        before: dict[str, Word] = {}
        for symbol, codes in self.data["symbols"].items():
            one, place = len(codes) == 1, symbol in self.data["place_decides"]
            before[symbol] = Word(tuple(map(Currency, codes)), Currency(codes[0]), whole=one, place=place)
        for line in load("names")["symbols"].splitlines():
            code, _, symbol = line.partition(" ")
            before.setdefault(symbol, _whole(code))
        for code in sorted(all_codes()):
            before.setdefault(code, _whole(code))
        for name, word in before.items():
            self.add([name], word)
        return before

    def own_words(self) -> dict[str, Word]:
        """Return the words that say whose money it is: 미화, 한화, 우리 돈."""
        return {name: _whole(code) for name, code in self.data["before"].items()}


@cache
def typical() -> dict[str, Decimal]:
    """Return, by code, roughly how many won one unit is worth."""
    return {code: Decimal(str(won)) for code, won in load("currencies")["typical"].items()}


def off(code: Currency, won: Decimal) -> float | None:
    """Return how far a quoted rate is from what a currency is usually worth, as a logarithm; None if nobody knows."""
    usual = typical().get(code)
    return None if usual is None or won <= 0 else abs(log(float(won) / float(usual)))


def agrees(code: Currency, won: Decimal, alone: Currency | None) -> bool:
    """Tell whether a quoted rate lets a shared name mean `code`: nearer to it than to what the name means alone.

    >>> agrees(Currency("CAD"), Decimal(975), Currency("USD")), agrees(Currency("CAD"), Decimal(1380), Currency("USD"))
    (True, False)
    """
    mine, usual = off(code, won), None if alone is None else off(alone, won)
    if mine is None:  # nobody has told what it is worth
        return usual is None or usual >= _FAR_OFF
    return mine < _FAR_OFF and (usual is None or mine < usual)


def nearest(codes: Sequence[Currency], won: Decimal) -> Currency | None:
    """Return the currency whose usual worth a quoted rate comes clearly nearest to, if it comes near any."""
    far = sorted((distance, code) for code in codes if (distance := off(code, won)) is not None)
    if not far:
        return None
    near, code = far[0]
    clear = len(far) == 1 or near < far[1][0] / 2
    return code if near < _FAR_OFF and clear else None
