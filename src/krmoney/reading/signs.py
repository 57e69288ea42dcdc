"""The sign of a percentage: the word for a change that belongs to it decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from krmoney.reading.figures import PERCENT
from krmoney.reading.patterns import lazy, template
from krmoney.values import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from krmoney.reading.figures import Figure
    from krmoney.reading.source import Source
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["sign"]

_GLOSS: Final = lazy(r" ?\([^()]{1,30}\)")
_ADVERB: Final = template(r"\)?(?:{particles})? (?:[가-힣]{1,4}게|[가-힣]{1,4}적으로) ")  # 가파르게
_WORD: Final = r"[^\s,%().]+"
_LIST: Final = template(
    rf"(?:씩)?(?:와|과| ?,| ?·|/| 및|이고|, 그리고) ?(?:{_WORD}(?:\([^()]*\)(?:{{topic}}|도)?)? ?){{0,4}}"
    rf"|\)(?:,|·| 및|와|과)? ?(?:{_WORD} ?){{1,4}}\("  # 갑(2.1%), 을(1.3%) 등이 하락했다
)
# 하락폭(0.05%)이 줄었다: a level, not a change. 감소율, 인상폭: nouns of their own.
_LEVEL_NOUN: Final = template(r"{level}\($|[0-9](?:bp|%|%p|%포인트)(?:=|{topic} )$")
_FALLS: Final = frozenset("▼▽↓")
# An arrow that touches a change: 3.5%(▼0.2%p), 전년비 ▼3.2%; not the mark of a list (할인 ▼10%).
_FALLEN: Final = lazy(rf"[(\[|0-9%p원비일월기년] ?([{''.join(sorted(_FALLS))}])$")
# What may come between a percentage and the word that decides its sign.
_GOVERNED: Final = template(
    r"(?: ?\)(?:는|만)?)? ?(?:등)?(?:{before_change}|나(?!빠)|,|의|을|를|이|가|은|도| )*"
    r"(?:[0-9][0-9,.]*(?:선|포인트)?으?로 )?(?:{adverb} )*"  # 0.3%를 2,510으로 내렸다
)
_DENIED: Final = template("[가-힣]{0,3}지(?:는|도)? ?{denied}")  # 5% 감소하지 않았다
_NOUN_GOES_ON: Final = lazy("[율률폭]")
_CLAUSE: Final = 20  # characters
_REPORTED: Final = template(
    r"[가-힣]{0,4}(?:[다라]고 ?{reported}"
    r"|[을를] ?{expected})|[가-힣]{0,3} 것"
)  # 60%가 감소했다고 답했다: a share


Signed = tuple[int, Evidence]


def sign(source: Source, vocabulary: Vocabulary, figures: Sequence[Figure]) -> list[Figure]:
    """Set the sign of percentages with a word for a change; one verb decides for the whole list before it."""
    signed = list(figures)
    following: tuple[int, str | None, Signed] | None = None
    for index in range(len(signed) - 1, -1, -1):
        each = signed[index]
        if each.unit not in PERCENT:
            continue
        own = _sign(source.text, vocabulary, each)
        # 지지율은 30%, 2%p 하락: a level does not belong to a list of changes
        if (
            own is None
            and following
            and following[1] == each.unit
            and _lists(source.text, vocabulary, each.right, following[0])
        ):
            own = following[2]
        if own is not None and each.first.value >= 0:
            signed[index] = each._replace(sign=own[0], why=(*each.why, own[1]))
        following = (each.left, each.unit, own) if own is not None else None
    return signed


def _sign(text: str, vocabulary: Vocabulary, found: Figure) -> Signed | None:
    """Return the sign set by a verb or noun after a percentage, or None if no word sets it."""
    if text[found.start - 1 : found.start] in _FALLS and (
        arrow := _FALLEN.search(text, max(0, found.start - 4), found.start)
    ):
        return -1, Evidence("sign", "cue", arrow[1], arrow.start(1), arrow.end(1))
    if text.startswith(("로 ", "으로 ", "까지", "에서", "로서"), found.end) or "까지" in text[found.end : found.right]:
        return None  # a level: 61%로 낮아졌다, 5%대까지 떨어졌다
    if text[found.left - 1 : found.left] in {"(", "=", " "} and _LEVEL_NOUN(vocabulary).search(
        text, max(0, found.left - 6), found.left
    ):
        return None
    short = vocabulary.cues["short"].match(text, found.right + 1) if text.startswith(" ", found.right) else None
    if short:  # 전망치를 9.8% 밑돌았다: so far below it
        return -1, Evidence("sign", "cue", short[0], short.start(), short.end())
    bracketed = text[found.right : found.right + 1] == ")"
    gloss = _GLOSS.match(text, found.right)  # 1.1%(774가구) 줄었다
    gap = _GOVERNED(vocabulary).match(text, gloss.end() if gloss else found.right)
    at = gap.end() if gap else found.right
    adverb = _ADVERB(vocabulary).match(text, found.right)
    signed = _change(text, vocabulary, found, at, bracketed=bracketed)
    return _change(text, vocabulary, found, adverb.end(), bracketed=bracketed) if adverb and signed is None else signed


def _change(text: str, vocabulary: Vocabulary, found: Figure, at: int, *, bracketed: bool) -> Signed | None:
    """Return the sign set by a word of change at `at`."""
    if text[at : at + 1] not in vocabulary.derive(_begins_change):
        return None
    for table, way in (("down", -1), ("up", 1)):
        cue = vocabulary.cues[table].match(text, at)
        if cue is None or _NOUN_GOES_ON.match(text, cue.end()) or (bracketed and cue[0][0] in "낮높"):
            continue
        if _DENIED(vocabulary).match(text, cue.end()):
            return None
        if text.startswith(("가", "이"), found.right) and _REPORTED(vocabulary).match(text, cue.end()):
            return None
        # 연체율이 0.3%p 악화됐다: it rose
        ill = vocabulary.cues["judging"].fullmatch(cue[0]) and vocabulary.cues["ill"].search(
            text, max(0, found.left - _CLAUSE), found.left
        )
        return -way if ill else way, Evidence("sign", "cue", cue[0], cue.start(), cue.end())
    return None


def _begins_change(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the first characters of words for a change: a cheap check before the patterns."""
    return frozenset(word[0] for table in ("down", "up") for word in vocabulary.cues.list(table))


def _lists(text: str, vocabulary: Vocabulary, start: int, end: int) -> bool:
    """Tell whether the text between two percentages only lists them, so that one verb decides for both."""
    return _LIST(vocabulary).fullmatch(text, start, end) is not None
