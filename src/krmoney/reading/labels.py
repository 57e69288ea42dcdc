"""Unit labels of tables and columns: ``(단위: 백만원, %)`` → the units that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from krmoney import numerals
from krmoney.errors import AmountError, KrmoneyError, ParseError
from krmoney.language import marked, translate
from krmoney.reading.patterns import lazy
from krmoney.reading.rows import package_file
from krmoney.reading.source import Source
from krmoney.reading.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from krmoney.iso import Currency
    from krmoney.reading.lexicon import Word

__all__ = ["CellKind", "MoneyUnit", "OtherUnit", "UnitLabel", "label_in", "only_money", "unit_label", "unit_of"]

CellKind: TypeAlias = Literal["percent", "count", "other"]


class MoneyUnit(NamedTuple):
    """A unit of money: the unit of the numbers in a table.

    Attributes:
        text: the unit as written, with plain characters: ``백만원``.
        scale: its value in units of the currency: 1000000.
        currency: the currency; None if the name is shared and undecided (천 크로나).
        candidates: the currencies that it can be, the most likely first.
        name: the currency as written, or its code if it is decided.
        per: what one amount is for (``원/주``: 주), or an empty text.
    """

    text: str
    scale: int
    currency: Currency | None
    candidates: tuple[Currency, ...]
    name: str
    per: str = ""


class OtherUnit(NamedTuple):
    """A unit that is not money.

    Attributes:
        text: the unit as written, with plain characters: ``%``.
        kind: the kind of its cells: ``percent``, ``count`` or ``other``.
        scale: its value: 1000 for 천주.
    """

    text: str
    kind: CellKind
    scale: int = 1


@dataclass(frozen=True, slots=True)
class UnitLabel:
    """The units that a label names.

    Attributes:
        text: the label as it was given.
        money: its units of money, in the order named.
        others: its other units, in the order named.
    """

    text: str
    money: tuple[MoneyUnit, ...]
    others: tuple[OtherUnit, ...] = ()

    def __str__(self) -> str:
        """Return the label as it was given."""
        return self.text

    @property
    def only(self) -> MoneyUnit:
        """Its only unit of money.

        Raises:
            AmountError: it names no unit of money, or several.
        """
        if len(self.money) != 1:
            found = " and ".join(each.text for each in self.money) or "none"
            message = translate("expected one unit of money, but {text!r} has {found}", text=self.text, found=found)
            raise AmountError(message)
        return self.money[0]


class _Scale(NamedTuple):
    words: str
    power: int
    example: str


class _Counted(NamedTuple):
    words: str
    kind: str
    example: str


_SCALE: Final = f"[{''.join(numerals.UNITS)}]?(?:[{''.join(numerals.SCALES)}])?"
_KOREAN_SCALE: Final = lazy(_SCALE)
_HEAD: Final = lazy(
    r"(?:단 ?위|\b(?i:units?)(?![A-Za-z]))(?: ?[:;.=)\]] ?| )"
    r"|(?:(?<=[(\[<{])|^)단 ?위|(?:^|(?<=[(\[]))(?i:in) (?=[A-Za-z0-9])"
)
_BRACKETS: Final = lazy(r"[(\[<{]((?:[^()\[\]<>{}]|\([^()]*\))*)[)\]>}]")
_CLOSING: Final = {"(": ")", "[": "]", "<": ">", "{": "}"}
_PARTS: Final = lazy(r" ?[,;·ㆍ|、] ?| 및 | (?:and|&) ")
_SUPER: Final = str.maketrans("²³", "23")
_HINT: Final = marked("units are written like 백만원, 천 달러, USD mn, % or 주")
_MOST_TEXT: Final = 300  # characters; a caption, not a page


def unit_label(text: str, *, vocabulary: Vocabulary | None = None) -> UnitLabel:
    """Read a unit label, on its own or inside a caption.

    Args:
        text: such as ``"(단위: 백만원, %)"``, ``"매출액(백만원)"``, ``"USD mn"``, ``"천US$"``.
        vocabulary: the known words; the default is `Vocabulary.default()`.

    Raises:
        ParseError: the label has a word that is not a unit, which the error names, or no unit at all.
        TypeError: `text` is not a `str`.

    >>> label = unit_label("제 55 기 (단위 : 백만원, %)")
    >>> label.money[0].scale, label.money[0].currency, label.others[0].kind
    (1000000, Currency('KRW'), 'percent')
    >>> [(each.scale, str(each.currency)) for each in unit_label("(단위: USD, JP￥, 천원)").money]
    [(1, 'USD'), (1, 'JPY'), (1000, 'KRW')]
    """
    if not isinstance(text, str):
        message = translate("expected str, got {kind}", kind=type(text).__name__)
        raise TypeError(message)
    units = vocabulary or Vocabulary.default()
    begin, listed = _listed(text, units)
    found, unknown = _units(listed, units)
    if unknown:
        message = translate("not a unit: {unknown!r}", unknown=unknown[0])
        at = text.find(unknown[0], begin)
        span = (at, at + len(unknown[0])) if at >= 0 else (0, len(text))
        raise ParseError(message, text, span, translate(_HINT))
    if not found:
        message = translate("no unit")
        raise ParseError(message, text, (0, len(text)), translate(_HINT))
    return _label(text, found)


@lru_cache(maxsize=1 << 12)
def label_in(text: str, vocabulary: Vocabulary) -> tuple[UnitLabel, tuple[str, ...]] | None:
    """Return the label inside a caption or a title with its unknown words, or None if there is none.

    A label has the word 단위, or brackets that contain only units.
    """
    if len(text) > _MOST_TEXT or not text:
        return None
    plain = _plain(text)
    if _HEAD.search(plain) is not None:
        found, unknown = _units(_listed(text, vocabulary)[1], vocabulary)
        return (_label(text, found), unknown) if found else None
    for bracket in reversed(list(_BRACKETS.finditer(plain))):  # 주당 배당금(원) 보통주
        found, unknown = _units(bracket[1].strip(), vocabulary)
        if found and not unknown:
            return _label(text, found), ()
    return None


def only_money(unit: str | UnitLabel, vocabulary: Vocabulary) -> MoneyUnit:
    """Return the one unit of money that a label names.

    Raises:
        AmountError: it does not name exactly one, or it contains a number.
    """
    if isinstance(unit, UnitLabel):
        return unit.only
    try:
        return unit_label(unit, vocabulary=vocabulary).only
    except (KrmoneyError, TypeError) as error:
        said = error.message if isinstance(error, ParseError) else str(error)
        message = translate(
            "not a unit of money: {unit!r} ({said}); write it like 백만원, 억원 or 천 달러", unit=unit, said=said
        )
        raise AmountError(message) from error


def _label(text: str, found: list[MoneyUnit | OtherUnit]) -> UnitLabel:
    money = tuple(each for each in found if isinstance(each, MoneyUnit))
    return UnitLabel(text, money, tuple(each for each in found if isinstance(each, OtherUnit)))


@lru_cache(maxsize=1 << 12)
def _plain(text: str) -> str:
    return Source(text.translate(_SUPER)).text.replace("\n", " ").strip()


def _listed(text: str, vocabulary: Vocabulary) -> tuple[int, str]:
    """Return the part of a text that lists units, and about where it begins: after 단위, in brackets, or all of it."""
    plain = _plain(text)
    head = None
    for head in _HEAD.finditer(plain):  # noqa: B007  # the last
        pass
    if head is not None:
        return head.start(), _until_closed(plain, head)
    pairs = list(_BRACKETS.finditer(plain))
    whole = pairs and pairs[0].end() == len(plain) and pairs[0].start() == 0
    if pairs and (whole or plain[pairs[-1].end() :].strip() in {"", ":"}):
        inside = pairs[-1][1].strip()
        before = plain[: pairs[-1].start()].strip()
        if not before or _one(plain, vocabulary) is None:  # 천원(KRW) is one unit
            return pairs[-1].start(), inside
    return 0, plain


def _until_closed(plain: str, head: re.Match[str]) -> str:
    """Return what follows 단위 up to the bracket that closes it."""
    opened = [char for char in plain[: head.start()] if char in "([<{"]
    closing = _CLOSING[opened[-1]] if opened and not re.search(r"[)\]>}] ?$", plain[: head.start()]) else ""
    depth, end = 0, len(plain)
    for at in range(head.end(), len(plain)):
        char = plain[at]
        if char == closing and not depth:
            end = at
            break
        depth += (char in _CLOSING) - (char in _CLOSING.values())
        if depth < 0:
            end = at
            break
    return plain[head.end() : end].strip(" :;.")


def _units(listed: str, vocabulary: Vocabulary) -> tuple[list[MoneyUnit | OtherUnit], tuple[str, ...]]:
    """Return the units in a list, and the words in it that are not units."""
    found: list[MoneyUnit | OtherUnit] = []
    unknown: list[str] = []
    shielded = re.sub(r"(?<![0-9])1(?:,000)+(?![0-9])", lambda match: match[0].replace(",", ""), listed)
    for part in _PARTS.split(shielded):
        if not (word := part.strip(" .")):
            continue
        if one := _one(word, vocabulary):
            found.append(one)
            continue
        pieces = [each.strip() for each in word.split("/")]
        several = [_one(each, vocabulary) for each in pieces]
        if len(pieces) > 1 and all(several):
            found += _divided(word, [each for each in several if each])
        elif len(words := word.split(" ")) > 1 and all(several := [_one(each, vocabulary) for each in words]):
            found += [each for each in several if each]
        else:
            unknown.append(word)
    return found, tuple(unknown)


def _divided(word: str, units: list[MoneyUnit | OtherUnit]) -> list[MoneyUnit | OtherUnit]:
    """Return what a slash joins: a price (원/주), a rate of exchange (원/달러), or two units (백만원/%)."""
    first, second, *more = units
    if more or (isinstance(second, OtherUnit) and second.kind == "percent"):
        return units
    if isinstance(first, MoneyUnit) and isinstance(second, OtherUnit):
        return [first._replace(text=word, per=second.text)]
    if isinstance(first, MoneyUnit) and isinstance(second, MoneyUnit):
        one = first.scale == second.scale == 1
        return [OtherUnit(word, "other")] if one else units
    if isinstance(first, OtherUnit) and isinstance(second, OtherUnit) and first.kind != "percent":
        return [OtherUnit(word, "other")]
    return units


def unit_of(text: str, vocabulary: Vocabulary) -> MoneyUnit | OtherUnit | None:
    """Return the unit if the whole text is one, such as the word after a number; otherwise None."""
    return _one(_plain(text), vocabulary)


@lru_cache(maxsize=1 << 12)
def _one(word: str, vocabulary: Vocabulary) -> MoneyUnit | OtherUnit | None:
    """Return what one word, with its blanks, is.

    ::

        money = [ own ] , ( [ scale ] , currency | currency , [ "in" ] , scale ) , [ "(" , code , ")" ] ;
        other = [ scale ] , counted ;
    """
    table = _words()
    if kind := table.counted.get(word):
        return OtherUnit(word, kind)
    if money := _money(word, vocabulary):
        return money
    scale, rest = _scale_before(word)
    if scale != 1 and (kind := table.counted.get(rest)) and kind != "percent":
        return OtherUnit(word, kind, scale)
    return None


def _money(word: str, vocabulary: Vocabulary) -> MoneyUnit | None:
    for own in sorted(vocabulary.currencies.own, key=len, reverse=True):
        if word.startswith(own) and len(word) > len(own):
            codes = vocabulary.currencies.own[own].codes
            inner = _money(word[len(own) :].strip(), vocabulary)
            if inner and set(codes) & set(inner.candidates):
                return MoneyUnit(word, inner.scale, codes[0], codes, codes[0])
    bracket = re.fullmatch(r"(.+?) ?\( ?([^()]+?) ?\)", word)
    if bracket:
        outer, inner = _money(bracket[1], vocabulary), _money(bracket[2], vocabulary)
        if outer and inner and set(outer.candidates) & set(inner.candidates) and inner.scale in {1, outer.scale}:
            return inner._replace(text=word, scale=outer.scale)
        return None
    for scale, rest in _scales(word):
        meaning = _currency(rest, vocabulary)
        if meaning is not None and meaning.per == 1:
            name = meaning.codes[0] if len(meaning.codes) == 1 else rest
            return MoneyUnit(word, scale, meaning.default, meaning.codes, name)
    return None


def _currency(word: str, vocabulary: Vocabulary) -> Word | None:
    """Return the currency that a whole word names."""
    for form in (word, word.lower(), word.upper() if len(word) == 3 else word):  # noqa: PLR2004  # a code
        if match := vocabulary.currencies.match(form, 0):
            end, meaning = match
            if end == len(form):
                return meaning
    for prefix, code in (("korean ", "KRW"), ("us ", "USD"), ("u.s. ", "USD")):
        named = _currency(word[len(prefix) :], vocabulary) if word.lower().startswith(prefix) else None
        if named is not None and code in named.codes:
            return named
    return None


def _scales(word: str) -> Iterator[tuple[int, str]]:
    """Yield the ways to split a word into a scale and the rest."""
    yield 1, word
    scale, rest = _scale_before(word)
    if scale != 1:
        yield scale, re.sub(r"^of ", "", rest)
    match = re.fullmatch(rf"(.+?) ?({_SCALE})", word)
    if match and match[2]:
        yield _korean(match[2]), match[1]
    for text, power in _words().scales.items():
        for joint in ("", " ", " in "):
            rest = word[: len(word) - len(text) - len(joint)]
            if not joint and len(text) == 1 and rest[-1:].isalpha():
                continue  # SEKK is not a thousand kronor
            if rest and word.lower().endswith(f"{joint}{text}".lower()) and _exactly(word, text, start=False):
                yield 10**power, rest.strip()


def _scale_before(word: str) -> tuple[int, str]:
    """Return the scale that a word begins with, 1 if none, and the rest."""
    match = _KOREAN_SCALE.match(word)
    if match and match[0] and len(word) > match.end():
        return _korean(match[0]), word[match.end() :].strip()
    for text, power in _words().scales.items():
        if word.lower().startswith(text.lower()) and len(word) > len(text) and _exactly(word, text, start=True):
            after = word[len(text)]
            if not (after.isascii() and after.isalnum() and text[-1].isalnum()):
                return 10**power, word[len(text) :].strip()
    return 1, word


def _exactly(word: str, text: str, *, start: bool) -> bool:
    """Tell whether a scale of one or two letters is in the listed case: M is a million, m is not."""
    if len(text) > 2:  # noqa: PLR2004
        return True
    return word.startswith(text) if start else word.endswith(text)


def _korean(text: str) -> int:
    worth = 1
    for char in text:
        worth *= numerals.UNITS.get(char) or numerals.SCALES[char]
    return worth


class _Words(NamedTuple):
    scales: Mapping[str, int]
    counted: Mapping[str, CellKind]


@cache
def _words() -> _Words:
    """Return the words of data/labels.toml."""
    file = package_file("labels")
    counted: dict[str, Any] = {}
    for row in file.rows("counted", _Counted):
        counted.update(dict.fromkeys(row.words.split(), row.kind))
    scales = {word: row.power for row in file.rows("scale", _Scale) for word in row.words.split()}
    return _Words(dict(sorted(scales.items(), key=lambda item: -len(item[0]))), counted)
