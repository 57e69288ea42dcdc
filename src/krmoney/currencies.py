"""Currency words: what Korean text writes → ISO 4217 codes. CLDR's names through Babel, and the press's as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple

from krmoney._data import load
from krmoney.iso import Currency, all_codes

__all__ = ["Lexicon", "Word", "lexicon"]


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
        self._before: Final = re.compile(
            "(?:(?<![A-Za-z])(?:" + "|".join(map(re.escape, words)) + r")) ?$"
        )

    def match(self, text: str, pos: int) -> tuple[int, Word] | None:
        """Return the end and the meaning of the longest currency word that begins at `pos`, if one does.

        >>> end, word = lexicon().match("100홍콩달러", 3)
        >>> end, word.codes
        (7, (Currency('HKD'),))
        """
        for name, word in self._after.get(text[pos : pos + 1], ()):
            if text.startswith(name, pos):
                end = pos + len(name)
                if name.isascii() and name[-1].isalpha() and text[end : end + 1].isascii() and text[end : end + 1].isalnum():
                    continue
                return end, word
        return None

    def match_before(self, text: str, end: int) -> tuple[int, Word] | None:
        """Return the start and the meaning of a symbol or code that ends just before `end`, if one does."""
        last = text[end - 1] if text[end - 1] != " " or end < 2 else text[end - 2]  # noqa: PLR2004
        if last not in self._last:
            return None
        found = self._before.search(text, max(0, end - 8), end)
        return None if found is None else (found.start(), self.before[found[0].strip()])


def _by_first(words: dict[str, Word]) -> dict[str, list[tuple[str, Word]]]:
    table: dict[str, list[tuple[str, Word]]] = {}
    for name in sorted(words, key=len, reverse=True):
        table.setdefault(name[0], []).append((name, words[name]))
    return table


def _cldr() -> Iterator[tuple[str, str]]:
    """Yield code and Korean name of every currency that some country uses today."""
    from babel import Locale  # noqa: PLC0415  # Babel waits until it is needed
    from babel.core import get_global  # noqa: PLC0415

    names = Locale("ko").currencies
    used = {
        code
        for periods in get_global("territory_currencies").values()
        for code, _, end, _ in periods
        if end is None
    }
    for code in sorted(used):
        name = re.sub(r"\s*\(.*\)$", "", names.get(code, ""))
        # XAU is 금, XXX "unknown": codes that begin with X are metals and funds, but for the three CFA/CFP francs
        if name and (not code.startswith("X") or code in {"XAF", "XOF", "XPF", "XCD", "XDR"}) and code not in _FUNDS:
            yield code, name


def _historic() -> Iterator[tuple[str, str]]:
    """Yield code and Korean name of currencies that are gone, for whole names only: 프랑스 프랑, 이탈리아 리라."""
    from babel import Locale  # noqa: PLC0415  # Babel waits until it is needed

    current = {code for code, _ in _cldr()}
    for code, name in Locale("ko").currencies.items():
        if code not in current and code[0] != "X" and "(" not in name and " " in name:
            yield code, name


_FUNDS: Final = {"CHE", "CHW", "CLF", "COU", "UYI", "USN", "BOV", "MXV", "CNH"}


@cache
def places() -> dict[str, tuple[str, ...]]:
    """Return every place name the data and CLDR know, with the codes of the currencies used there."""
    from babel import Locale  # noqa: PLC0415  # Babel waits until it is needed
    from babel.core import get_global  # noqa: PLC0415

    used = get_global("territory_currencies")
    names = Locale("ko").territories
    table: dict[str, tuple[str, ...]] = {}
    extra = load("places")
    for territory, periods in used.items():
        codes = tuple(code for code, _, end, tender in periods if end is None and tender)
        data = extra.get(territory, {})
        codes = tuple(data.get("codes", codes))
        if not codes:
            continue
        cldr = re.sub(r"\(.*\)", "", names.get(territory, "")).strip()
        for name in (cldr, *data.get("names", ()), *data.get("cities", ())):
            if len(name) > 1:
                table.setdefault(name, codes)
    return table


def _adjectives() -> dict[str, list[str]]:
    """Return, for each code, the place words that stand before a currency name: 홍콩, 美, 미국, 미.

    A place counts for what it uses today, and for a currency that is gone everywhere (독일 마르크).
    """
    from babel import Locale  # noqa: PLC0415  # Babel waits until it is needed
    from babel.core import get_global  # noqa: PLC0415

    names = Locale("ko").territories
    extra = load("places")
    used = get_global("territory_currencies")
    current = {code for periods in used.values() for code, _, end, _ in periods if end is None}
    table: dict[str, list[str]] = {}
    for territory, periods in used.items():
        data: dict[str, Any] = extra.get(territory, {})
        codes = data.get("codes") or [
            code for code, _, end, tender in periods if tender and (end is None or code not in current)
        ]
        cldr = re.sub(r"\(.*\)", "", names.get(territory, "")).strip()
        for code in codes:
            table.setdefault(code, []).extend([cldr, *data.get("names", ()), *data.get("short", ())])
    return table


@cache
def lexicon() -> Lexicon:
    """Build the lexicon, once: CLDR's names, then the press's names, then every place before every name."""
    data = load("currencies")
    cldr = dict(_cldr())
    families: dict[str, list[str]] = {}
    for code, name in cldr.items():
        families.setdefault(name.split()[-1].removesuffix("화") or name, []).append(code)

    after: dict[str, Word] = {}
    adjectives = _adjectives()

    def add(name: str, word: Word) -> None:
        after.setdefault(name, word)

    def spell(names: Iterable[str], codes: Iterable[str]) -> None:
        """Add each name behind each place that uses one of its currencies, joined and spaced."""
        for code in codes:
            whole = Word((Currency(code),), Currency(code), whole=True)
            for place in adjectives.get(code, ()):
                for name in names:
                    add(f"{place} {name}", whole)
                    add(place + name, whole)

    for entry in data["whole"]:
        for name in entry["names"]:
            add(name, Word((Currency(entry["code"]),), Currency(entry["code"]), whole=True))
    for code, name in cldr.items():
        whole = Word((Currency(code),), Currency(code), whole=True)
        if " " in name:
            add(name, whole)
            add(name.replace(" ", ""), whole)
    for entry in data["family"]:
        names, codes = entry["names"], entry["codes"]
        codes = [*codes, *(code for code in families.pop(names[0], ()) if code not in codes and code != "KPW")]
        alone = Currency(entry["alone"]) if "alone" in entry else None
        word = Word(
            tuple(map(Currency, codes)), alone, word=entry.get("word", False), weak=entry.get("weak", False)
        )
        for name in names:
            add(name, word)
        spell(names, codes)
    for name, found in families.items():  # names of CLDR's that the press has no other word for
        only = Currency(found[0]) if len(found) == 1 else None
        add(name, Word(tuple(map(Currency, found)), only, word=True, weak=len(name) == 1))
        spell([name], found)
    for code, name in _historic():
        add(name, Word((Currency(code),), Currency(code), whole=True))
        add(name.replace(" ", ""), after[name])
    for entry in data["part"]:
        word = Word(
            tuple(map(Currency, entry["codes"])),
            Currency(entry["alone"]),
            per=entry["per"],
            word=True,
            after_unit=entry.get("after_unit", False),
        )
        for name in entry["names"]:
            add(name, word)

    before: dict[str, Word] = {}
    for symbol, found in data["symbols"].items():
        before[symbol] = Word(
            tuple(map(Currency, found)), Currency(found[0]), whole=len(found) == 1, place=symbol == "¥"
        )
    for code, symbol in _cldr_symbols().items():
        before.setdefault(symbol, Word((Currency(code),), Currency(code), whole=True))
    for code in sorted(all_codes()):
        before.setdefault(code, Word((Currency(code),), Currency(code), whole=True))
    for name, word in before.items():
        add(name, word)
    own = {name: Word((Currency(code),), Currency(code), whole=True) for name, code in data["before"].items()}
    return Lexicon(after, before, own)


def _cldr_symbols() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415  # Babel waits until it is needed

    symbols = Locale("ko").currency_symbols
    return {code: symbol for code, symbol in symbols.items() if symbol != code and not symbol[0].isspace() and code != "XXX"}


@cache
def typical() -> dict[str, Decimal]:
    """Return, by code, roughly how many won one unit is worth."""
    return {code: Decimal(str(won)) for code, won in load("currencies")["typical"].items()}
