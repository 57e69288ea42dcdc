"""What the words around a figure decide: which currency a shared name means, whether bare 1조 is money, which sign.

Every decision comes with its evidence, and what nothing decides stays undecided.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from krmoney._data import load
from krmoney.currencies import Word, places, plausible
from krmoney.grammar import Expression
from krmoney.iso import Currency
from krmoney.traps import ends_a_word
from krmoney.values import Evidence

__all__ = ["Choice", "choose", "elided", "listed", "sign", "supported"]

_SENTENCE_END: Final = re.compile(r"[.!?。][\s\"'”’)]|\n")
_HANGUL: Final = re.compile(r"[가-힣]")
_NEAR: Final = 20  # characters on either side in which a noun shows that a bare number is money
_BEHIND: Final = re.compile(r"(?:을|를|이|가|에|로|으로|씩|이나|나|도|까지|원)? ?(?:더 |다 |또 |넘게 |이상 |정도 |가량 |가까이 )?")
# 조 is a group, too: 2인 1조로, 3조 두 번째로, A조 1조
_GROUP: Final = re.compile(r"(?<![0-9.,])[0-9]{1,2}조 ?(?:로|와|과|에 속|는|은|가|의)?(?: ?(?:[0-9]|첫|두|세|네|다섯|여섯|일곱|번째|조장|경기))")
_GROUP_BEFORE: Final = re.compile(r"(?:[0-9]|한|두|세|네|다섯|여섯) ?(?:인|명|사람|팀|개)(?:이|씩)? ?$|(?:제|법|[0-9]항) ?$")
_MOST_BACK: Final = 1500  # characters of the paragraphs before that may name a country


class Choice(NamedTuple):
    """Which currency: the code if decided, else None with what is left."""

    currency: Currency | None
    candidates: tuple[Currency, ...]
    evidence: Evidence | None


@cache
def _cues(table: str, key: str = "words") -> re.Pattern[str]:
    words = sorted(load("cues")[table][key].split(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def _places() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, places()), key=len, reverse=True)))


def choose(text: str, found: Expression, won: Decimal | None, neighbours: Sequence[tuple[int, Currency]]) -> Choice:
    """Choose the currency of an expression with a currency word.

    Asked in this order: the word itself; the quoted rate; a place in the sentence, then in the text before, nearest
    first; the same name decided nearby; what the word means alone.

    Args:
        text: normalised text.
        found: the expression.
        won: how many won the text quotes for one unit, if it does.
        neighbours: where other amounts stand, and the currency that was decided for them.
    """
    word = found.word
    if word is None:
        raise AssertionError
    if word.whole or len(word.codes) == 1:
        return Choice(word.codes[0], (), None)
    codes = word.codes
    if won is not None:
        limits = plausible()
        fits = tuple(
            code for code in codes if str(code) in limits and limits[str(code)][0] <= won <= limits[str(code)][1]
        )
        codes = fits or codes
    place = _place(text, found, codes) if word.alone is None else None
    if place:
        return Choice(place[0], (), place[1])
    if len(codes) == 1:
        evidence = Evidence("currency", "rate", "", found.end, found.end)
        return Choice(codes[0], (), evidence)
    near = [(abs(at - found.start), code) for at, code in neighbours if code in codes]
    if near and word.alone is None:
        return Choice(min(near)[1], (), Evidence("currency", "neighbour", "", found.start, found.start))
    if word.alone is not None and word.alone in codes:
        return Choice(word.alone, (), Evidence("currency", "default", "", found.start, found.start))
    return Choice(None, codes, None)


def supported(text: str, found: Expression) -> bool:
    """Tell whether the text names a place that makes a weak currency name (동, 솔, 랜드 …) a currency."""
    word = found.word
    return word is not None and _place(text, found, word.codes) is not None


def _place(text: str, found: Expression, codes: Sequence[Currency]) -> tuple[Currency, Evidence] | None:
    """Find the place nearest before (or in the same sentence behind) that uses one of `codes`."""
    before = _SENTENCE_END.search(text, found.end)
    end = before.start() if before else len(text)
    start = max(0, found.start - _MOST_BACK)
    sentence = max((match.end() for match in _SENTENCE_END.finditer(text, start, found.start)), default=start)
    best: tuple[tuple[bool, int], Currency, re.Match[str]] | None = None
    for match in _places().finditer(text, start, end):
        for code in places()[match[0]]:
            if code in codes:
                key = (match.start() < sentence, abs(found.start - match.start()))
                if best is None or key < best[0]:
                    best = (key, Currency(code), match)
                break
    if best is None:
        return None
    return best[1], Evidence("currency", "place", best[2][0], best[2].start(), best[2].end())


def elided(text: str, found: Expression) -> Evidence | None:
    """Tell why a bare number with a scale is money (``1조 투자``, ``2억 주고 산 땅``); None if it is not.

    >>> from krmoney.grammar import expression
    >>> elided("1조 더 베팅", expression("1조 더 베팅", 0)).text, elided("13억 명의 가입자", expression("13억 명의 가입자", 0))
    ('베팅', None)
    """
    if found.last.numeral.scale == 1 or found.unit is not None:
        return None
    end = found.right
    at = end + (text[end : end + 1] == " ")
    if end == found.end and (counter := _cues("counter").match(text, at)):  # behind 대 it is no counter: 50억 대 세금
        if len(counter[0]) > 1 or ends_a_word(text, counter.end()):
            return None
    if text[at : at + 1].isdecimal() or (text[end : end + 1].isalnum() and not ends_a_word(text, end)):
        return None
    if _GROUP.search(text, found.start, at) or _GROUP_BEFORE.search(text, max(0, found.start - 8), found.start):
        return None
    start = max(0, found.left - _NEAR)
    stop = _SENTENCE_END.search(text, end, end + _NEAR)
    stop_at = stop.start() if stop else min(len(text), end + _NEAR)
    if _cues("other").search(text, start, stop_at):
        return None
    behind = _BEHIND.match(text, end)
    if cue := _cues("money", "verbs").match(text, behind.end() if behind else end):
        return Evidence("elided", "cue", cue[0], cue.start(), cue.end())
    if cue := _cues("money").search(text, end, stop_at):
        return Evidence("elided", "cue", cue[0], cue.start(), cue.end())
    before = [*_cues("money").finditer(text, start, found.left)]
    return Evidence("elided", "cue", before[-1][0], before[-1].start(), before[-1].end()) if before else None


_GOVERNED: Final = re.compile(
    r"\)?(?:씩|이나|나|가량|정도|이상|가까이|안팎|넘게|포인트|,|을|를|이|가|도| )*"
    r"(?:(?:더|더욱|각각|크게|소폭|대폭|급격히|이상|평균|추가로|넘게|가까이|가량|정도|매출이|가격이) )*"
)
_LIST: Final = re.compile(r"(?:씩)?(?:와|과|,|·| 및|이고|, 그리고) ?(?:[가-힣A-Za-z0-9·]+[은는이가도]? ?){0,3}")


def sign(text: str, found: Expression) -> tuple[int, Evidence | None] | None:
    """Return the sign that a verb or noun behind a percentage gives it, or None where no word does."""
    at = found.right
    if text.startswith(("로 ", "으로 "), found.end) or text.startswith(("까지", "에서", "로서"), found.end):
        return None
    gap = _GOVERNED.match(text, at)
    at = gap.end() if gap else at
    for table, value in (("down", -1), ("up", 1)):
        if cue := _cues(table).match(text, at):
            return value, Evidence("sign", "cue", cue[0], cue.start(), cue.end())
    return None


def listed(between: str) -> bool:
    """Tell whether what stands between two percentages only lists them, so that one verb governs both."""
    return _LIST.fullmatch(between) is not None
