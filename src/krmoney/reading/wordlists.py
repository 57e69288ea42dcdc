"""The word lists of the data files, as patterns; each is compiled when it is first asked for."""

from __future__ import annotations

import re
from functools import cache

from krmoney.currencies import Word
from krmoney.data import load
from krmoney.iso import Currency

__all__ = ["cues", "trap_words", "won"]


@cache
def cues(table: str, key: str = "words") -> re.Pattern[str]:
    """Return the pattern of a list of ``cues.toml``."""
    entry = load("cues")[table]
    words = [word.replace("_", " ") for word in entry[key].split()]  # 준_ is not 준비
    words = sorted([*words, *entry.get("phrases", ())], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def trap_words(table: str, key: str) -> re.Pattern[str]:
    """Return the pattern of a list of ``traps.toml``."""
    given: str | list[str] = load("traps")[table][key]
    words = sorted(given.split() if isinstance(given, str) else given, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def won() -> Word:
    """Return the word for won, for amounts that leave it out."""
    return Word((Currency("KRW"),), Currency("KRW"), whole=True)
