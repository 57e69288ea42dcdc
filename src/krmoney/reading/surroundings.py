"""The text around a figure: its sentence, the object of a verb, goods that are sold by the pound."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from krmoney.reading.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["NEIGHBOURHOOD", "coins", "counter_at", "has_object", "nearest", "sentence", "sold_by_the_pound"]

_SENTENCE_END: Final = lazy(r"[.!?。][\s\"'”’)]|\n")
_MOST_SENTENCE: Final = 400  # characters
NEIGHBOURHOOD: Final = 10_000  # characters on either side in which other figures of a text are evidence
_CLAUSE: Final = 30  # characters looked at for what is sold


def sentence(text: str, at: int) -> tuple[int, int]:
    """Return the start and end of the sentence at `at`, up to the maximum length of a sentence."""
    stop = _SENTENCE_END.search(text, at, at + _MOST_SENTENCE)
    start = max(0, at - _MOST_SENTENCE)
    for match in _SENTENCE_END.finditer(text, start, at):
        start = match.end()
    return start, stop.start() if stop else min(len(text), at + _MOST_SENTENCE)


def nearest(starts: Sequence[int], at: int) -> int | None:
    """Return the distance to the nearest of some places, given in order; None if none is near.

    >>> nearest([5, 900], 1000), nearest([5], 20_000)
    (100, None)
    """
    index = bisect_left(starts, at)
    distance = min((abs(at - start) for start in starts[max(0, index - 1) : index + 1]), default=NEIGHBOURHOOD + 1)
    return distance if distance <= NEIGHBOURHOOD else None


def has_object(text: str, start: int) -> bool:
    """Tell whether the object of a verb comes directly before `start`: ``전망치를 8% 웃돌았다``."""
    return text[start - 2 : start] in {"을 ", "를 "}


def sold_by_the_pound(text: str, vocabulary: Vocabulary, start: int) -> bool:
    """Tell whether goods that are sold by the pound come before: ``구리는 파운드당 4달러``."""
    return vocabulary.cues["goods"].search(text, max(0, start - _CLAUSE), start) is not None


def counter_at(text: str, vocabulary: Vocabulary, at: int) -> re.Match[str] | None:
    """Return the counter at `at`; none where a noun only begins like one: ``3억 배당``, ``5억 명의 도용``."""
    cues = vocabulary.cues
    counter = cues["counter"].match(text, at)
    return None if counter and len(counter[0]) == 1 and cues["not_counted"].match(text, at) else counter


def coins(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of a word that is or holds the name of a coin."""
    names, codes = (vocabulary.cues.alternatives(name) for name in ("coin", "coin_code"))
    return re.compile(rf"(?:[가-힣]{{0,6}}(?:{names})|(?:{codes})(?![A-Za-z]))")
