"""Where a word ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from krmoney.reading.patterns import lazy

if TYPE_CHECKING:
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["ends_a_word"]

_HANGUL: Final = lazy("[가-힣]")


def ends_a_word(text: str, vocabulary: Vocabulary, end: int) -> bool:
    """Tell whether a word may end at `end`: before a particle, an ending, or anything that is not Hangul."""
    if not _HANGUL.match(text, end):
        return True
    return vocabulary.cues["follow"].match(text, end) is not None
