"""What a row label or a column header says about its cells: a unit, or the kind of numbers by its words."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from krmoney.errors import ParseError
from krmoney.reading.labels import label_in, unit_label
from krmoney.reading.rows import package_file
from krmoney.reading.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from krmoney.reading.labels import UnitLabel
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["SILENT", "Says", "is_date", "is_period", "says", "stem_of"]

Said: TypeAlias = Literal["", "money", "percent", "count", "other"]


class Says(NamedTuple):
    """What labels say.

    Attributes:
        kind: the kind of the numbers, empty if unknown.
        unit: the unit in the label.
        text: the label.
        per_unit: whether it is an amount per unit (주당순이익), which tables in thousands do not scale.
        foreign: whether it is only a foreign currency, as in the row labels of a table of equivalents.
        open: whether it has something that is not understood: an unknown unit, a scale without a currency.
    """

    kind: Said = ""
    unit: UnitLabel | None = None
    text: str = ""
    per_unit: bool = False
    foreign: bool = False
    open: bool = False

    @property
    def explicit(self) -> bool:
        """Whether it states a unit."""
        return self.unit is not None


SILENT: Final = Says()

_MOST_UNIT: Final = 20  # characters of a label that is a unit and nothing else
_CURRENCIES: Final = frozenset({"통화", "외화", "화폐"})

_BRACKETS: Final = re.compile(r"[(\[<{（][^()\[\]<>{}（）]*[)\]>}）]|[(\[（].*$")
_NOTES: Final = re.compile(r"(?:\*+\d*|주\d*\)|[*※]\d+\)?|[¹²³⁴⁵⁶⁷⁸⁹]+)\s*$")
_NUMBERING: Final = re.compile(r"^(?:[IVXⅠ-Ⅻ]+|\d{1,2}|[가-하])[.)]\s*|^[①-⑳\-ㆍ·▶■□○●]\s*|^\(\d{1,2}\)\s*")
_OPEN_UNIT: Final = re.compile(
    r"[(\[] ?(?:[십백천]?[만억조]|[백천]|mn|bn|million|billion|thousand|[^()\[\]]*단위[^()\[\]]*)[)\]]"
)
_PERIODS: Final = (
    (
        r"['’]? ?(?:19|20)?\d\d ?년?(?: ?[./\-년] ?(?:0?[1-9]|1[0-2]) ?월?"  # 2023년 12월 31일 말
        r"(?: ?[./\-월] ?(?:0?[1-9]|[12]\d|3[01]) ?일?)?)?\.?"
        r" ?(?:말|초|도|년도|년말|기말|분기|반기|E|F|P|\([가-힣A-Za-z ]*\))?"
    ),
    r"(?:FY ?)?(?:19|20)\d\d(?:년|년도)? ?[EFP]?|FY ?\d\d[EFP]?",
    r"[1-4]Q ?'?(?:\d\d){1,2} ?[EFP]?|'?(?:\d\d){1,2}[. ]?[1-4]Q ?[EFP]?",
    r"제?\s?\d{1,3} ?(?:\([가-힣]+\))? ?기.*",
    r"(?:(?:19|20)\d\d년? ?)?(?:[1-4]/4|[1-4]) ?분기.{0,8}|(?:(?:19|20)\d\d년? ?)?(?:상|하)반기",
    r"(?:1[0-2]|[1-9])월|[당전] ?[기년](?:말|초)?",
)
_PERIOD: Final = re.compile("|".join(_PERIODS))
_DATE: Final = re.compile(
    r"(?:19|20)\d\d ?[.\-/년] ?(?:0[1-9]|1[0-2]|[1-9]) ?월?(?: ?[.\-/월] ?(?:0?[1-9]|[12]\d|3[01]) ?일?)?\.?"
    r"(?: ?[~\-] ?.*)?|\d\d[.\-/](?:0[1-9]|1[0-2])[.\-/](?:0[1-9]|[12]\d|3[01])\.?"
)


def is_period(text: str) -> bool:
    """Tell whether a text is a year, a quarter or a day, as headers are.

    >>> is_period("2023년 12월"), is_period("제 55 기"), is_period("2,023"), is_period("2017.06")
    (True, True, False, True)
    """
    return _PERIOD.fullmatch(text) is not None or _DATE.fullmatch(text) is not None


def is_date(text: str) -> bool:
    """Tell whether the text of a cell is a month or a day: ``2017.06``, ``2023-12-31``."""
    return _DATE.fullmatch(text) is not None


def stem_of(text: str) -> str:
    """Return a label without numbering, brackets and note marks."""
    plain = Source(text).text.replace("\n", " ").strip()
    plain = _NUMBERING.sub("", plain)
    return _NOTES.sub("", _BRACKETS.sub("", plain).strip()).strip(" :;.*")


@lru_cache(maxsize=1 << 14)
def says(text: str, vocabulary: Vocabulary, *, whole: bool = False) -> Says:
    """Return what one label says.

    Args:
        text: the label.
        vocabulary: the words that are known.
        whole: whether a label that is a unit and nothing else counts, as in column headers.

    >>> from krmoney import Vocabulary
    >>> [says(each, Vocabulary.default()).kind for each in ("직원 수", "증감률", "적용 환율", "매출액(백만원)", "기타")]
    ['count', 'percent', 'other', 'money', '']
    """
    if not text:
        return SILENT
    stem = stem_of(text)
    kind, per_unit = _by_words(stem)
    words = Says(kind, None, text, per_unit)
    if found := label_in(text, vocabulary):
        label, unknown = found
        if unknown:
            return words._replace(open=True)
        return _of_money(words, label, stem, vocabulary) if label.money else _of_others(words, label, stem)
    if whole and len(text) <= _MOST_UNIT and (label_of_all := _whole(text, vocabulary)):
        if label_of_all.money and _is_foreign_name(label_of_all):
            return words._replace(foreign=True)
        return _of_money(words, label_of_all, "", vocabulary) if label_of_all.money else _of_others(words, label_of_all)
    if stem.endswith("%"):
        return Says("percent", None, text)
    if _OPEN_UNIT.search(text):
        return words._replace(open=kind in {"", "money"})
    return words._replace(foreign=_is_currency(stem, vocabulary))


def _of_money(words: Says, label: UnitLabel, stem: str, vocabulary: Vocabulary) -> Says:
    """Return what a label with a unit of money says."""
    if _is_foreign_name(label):
        if (not stem or stem in _CURRENCIES or _is_currency(stem, vocabulary)) and label.text != stem:
            return Says("", None, words.text, foreign=True)  # 미국달러(USD) is the name of a currency
        return words._replace(kind=words.kind or "money", unit=label, foreign=True)
    if label.others:
        return words._replace(unit=label)
    return words._replace(kind="money", unit=label, per_unit=words.per_unit or bool(label.money[0].per))


def _of_others(words: Says, label: UnitLabel, stem: str | None = None) -> Says:
    """Return what a label with other units says; (주) after a name is a company."""
    if (
        stem is not None
        and label.others[0].text == "주"
        and words.kind != "count"
        and not stem.endswith(("주식", "수"))
    ):
        return words
    kinds = {each.kind for each in label.others}
    if len(kinds) > 1:
        return words._replace(open=not words.kind)
    return Says(kinds.pop(), label, words.text)


def _whole(text: str, vocabulary: Vocabulary) -> UnitLabel | None:
    try:
        return unit_label(text, vocabulary=vocabulary)
    except ParseError:
        return None


def _is_foreign_name(label: UnitLabel) -> bool:
    """Tell whether a label is no more than the name of a foreign currency."""
    return len(label.money) == 1 and not label.others and label.money[0].scale == 1 and label.money[0].currency != "KRW"


@lru_cache(maxsize=1 << 12)
def _is_currency(stem: str, vocabulary: Vocabulary) -> bool:
    label = _whole(stem, vocabulary) if stem and len(stem) <= _MOST_UNIT else None
    return label is not None and _is_foreign_name(label)


class _Row(NamedTuple):
    kind: str
    example: str
    ends: str = ""
    words: str = ""
    per_unit: bool = False
    counterexample: str = ""


class _Words(NamedTuple):
    ends: Mapping[str, tuple[Said, bool]]
    words: Mapping[str, tuple[Said, bool]]


@cache
def _rows() -> _Words:
    ends: dict[str, tuple[Said, bool]] = {}
    words: dict[str, tuple[Said, bool]] = {}
    for row in package_file("labels").rows("says", _Row):
        for given, table in ((row.ends, ends), (row.words, words)):
            for word in given.split():
                table.setdefault(word.replace("_", "").lower(), (row.kind, row.per_unit))  # type: ignore[arg-type]
    return _Words(ends, words)


def _by_words(stem: str) -> tuple[Said, bool]:
    """Return the kind of numbers by the longest ending of a label, and whether they are per unit."""
    if not stem:
        return "", False
    lower = stem.lower()
    table, closed = _rows(), lower.replace(" ", "")
    tokens = re.split(r"[ /,·ㆍ]+", lower)
    per_unit = any(table.words.get(each, ("", False))[1] for each in tokens) or closed.startswith(("주당", "1주당"))
    by_end: tuple[Said, bool] = ("", False)
    for length in range(min(len(closed), 12), 0, -1):
        end = closed[-length:]
        if (row := table.ends.get(end)) and not (
            end.isascii() and end.isalnum() and closed[:-length][-1:].isascii() and closed[:-length][-1:].isalpha()
        ):
            by_end = row
            break
    if by_end[0]:
        return by_end[0], by_end[1] or (per_unit and by_end[0] == "money")
    for each in reversed(tokens):
        if row := table.words.get(each):
            return row
    return ("money", True) if per_unit else ("", False)
