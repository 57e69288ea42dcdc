"""Nouns for money, recognised by their ending: 관리비, 입장료, 시급. Directly after one, a bare 만 is won."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.reading.josa import final_consonant
from krmoney.reading.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from krmoney.reading.josa import Josa

__all__ = ["MoneyNoun", "MoneyNouns"]

_REACH: Final = 30  # characters
_LONGEST_PARTICLE: Final = 4
# The word before a number, what may be in brackets after it, and what joins the two: 관리비(월): 4만.
_WORD: Final = lazy(r"(?<![\w])([0-9A-Za-z가-힣]{1,16})(?:\([^()\n]{1,12}\))?(?: ?[:=(→] ?| )?$")
_ENDINGS: Final = frozenset("면고니려서다네지라자던")
_SPAN: Final = "(?:[0-9]{1,2}|한|두|세|네) ?(?:박|일|주|달|개월|인|명|회|번|시간)(?:에|분)?"  # 숙박비 2박에 16만
_NEXT: Final = lazy(r"[가-힣]{1,16}(?![\w])")


class MoneyNoun(NamedTuple):
    """A row of money_nouns.toml: an ending of nouns for money.

    Attributes:
        end: the ending.
        example: text with a bare amount of won after such a noun.
        counterexample: a similar text without one.
        alone: the ending is also a noun by itself.
        only: what may come before the ending, separated by blanks; anything if empty.
        consonant: it counts only after a syllable with a final consonant.
        particle: the ending may also be a particle, so no particle may follow the number.
        not_money: nouns with this ending that are not money, separated by blanks; ``*`` stands for any beginning.
    """

    end: str
    example: str
    counterexample: str
    alone: bool = False
    only: str = ""
    consonant: bool = False
    particle: bool = False
    not_money: str = ""


class MoneyNouns:
    """The nouns for money."""

    def __init__(self, rows: Iterable[MoneyNoun], josa: Josa, between: Iterable[str]) -> None:
        """Read the rows.

        Args:
            rows: the ends.
            josa: what may follow a noun.
            between: adverbs that may come between the noun and its amount.
        """
        self.rows: Final = tuple(rows)
        self._josa: Final = josa
        self._between: Final = lazy(f":? (?:{'|'.join(between)}|{_SPAN}) ?$")
        self._by_last: Final[dict[str, list[MoneyNoun]]] = {}
        for row in self.rows:
            self._by_last.setdefault(row.end[-1], []).append(row)

    def before(self, text: str, end: int) -> tuple[int, int] | None:
        """Return the span of the noun for money before `end`, with a particle and a blank between, or None.

        >>> from krmoney.reading.vocabulary import Vocabulary
        >>> nouns = Vocabulary.default().money_nouns
        >>> [nouns.before(text, len(text)) for text in ("관리비는 ", "관리비(월): ", "환자가 ", "지금 ")]
        [(0, 3), (0, 3), None, None]
        """
        start = max(0, end - _REACH)
        if match := self._between.search(text, start, end):
            end = match.start() + len(match[0]) - len(match[0].lstrip(": "))
        match = _WORD.search(text, start, end)
        if match is None:
            return None
        begin, word = match.start(1), match[1]
        if self.is_money(word):
            return begin, begin + len(word)
        for size in range(len(word) - 1, max(0, len(word) - _LONGEST_PARTICLE - 1), -1):
            verb = word[size - 1] == "가" and word[size] in _ENDINGS  # 안가면, 공항가서
            if not verb and self.is_money(word[:size]) and self._josa.particle(text, begin + size) == begin + len(word):
                return begin, begin + size
        return None

    def at(self, text: str, start: int) -> bool:
        """Tell whether a noun for money begins at `start`: the 구독료 of 월 7만 구독료를.

        >>> from krmoney.reading.vocabulary import Vocabulary
        >>> [Vocabulary.default().money_nouns.at(text, 0) for text in ("구독료를 낸다", "방문자")]
        [True, False]
        """
        match = _NEXT.match(text, start)
        return match is not None and self.before(text, match.end()) is not None

    def is_doubtful(self, noun: str) -> bool:
        """Tell whether the end of a noun for money may be a particle: 차량 판매가 30만에 이른다."""
        return any(row.particle and _ends(noun, row) for row in self._by_last.get(noun[-1:], ()))

    def is_money(self, noun: str) -> bool:
        """Tell whether a noun is one of money.

        >>> from krmoney.reading.vocabulary import Vocabulary
        >>> [Vocabulary.default().money_nouns.is_money(noun) for noun in ("택배비", "준비", "희망가", "국가")]
        [True, False, True, False]
        """
        return any(_ends(noun, row) for row in self._by_last.get(noun[-1:], ()))


def _ends(noun: str, row: MoneyNoun) -> bool:
    if not noun.endswith(row.end):
        return False
    stem = noun.removesuffix(row.end)
    if not stem:
        return row.alone or not (row.only or len(row.end) == 1)
    if row.only and not stem.endswith(tuple(row.only.split())):
        return False
    if row.consonant and not final_consonant(stem[-1]):
        return False
    return not any(
        noun.endswith(other[1:]) if other.startswith("*") else noun == other for other in row.not_money.split()
    )
