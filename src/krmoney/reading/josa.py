"""Where a word ends: the list of particles and endings, used wherever the end of a word matters."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from krmoney.reading.patterns import alternatives, lazy

if TYPE_CHECKING:
    import re

    from krmoney.reading.rows import File

__all__ = ["Josa", "final_consonant"]

_FIRST, _FINALS = ord("가"), 28  # syllables are ordered by final consonant, the open one first
_RIEUL: Final = 8  # ㄹ among the final consonants


def final_consonant(char: str) -> int | None:
    """Return the number of the final consonant of a syllable, 0 if it has none; None if it is no syllable.

    >>> [final_consonant(char) for char in ("원", "달", "러", "$", "")]
    [4, 8, 0, None, None]
    """
    return (ord(char) - _FIRST) % _FINALS if "가" <= char <= "힣" else None


class Josa:
    """The particles and endings of josa.toml."""

    def __init__(self, file: File) -> None:
        """Read the lists.

        Args:
            file: josa.toml.
        """
        self._words: Final = {name: file.words(name) for name in file.content}

    def __contains__(self, name: str) -> bool:
        """Tell whether a list has this name."""
        return name == "particles" or name in self._words

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list."""
        return self._words[name]

    def alternatives(self, name: str) -> str:
        """Return a list as alternatives of a pattern; ``particles`` are all of them."""
        return self.particles if name == "particles" else _alternatives(self._words[name])

    @cached_property
    def particles(self) -> str:
        """All particles, as alternatives of a pattern, for cases in which the word before is unknown."""
        return _alternatives(*(self._words[name] for name in ("consonant", "vowel", "any")))

    def particle(self, text: str, at: int) -> int | None:
        """Return where the particles and endings that begin at `at` end, if the word ends there; else None.

        A particle fits what it follows: 이 comes after a final consonant, 가 after a vowel.

        >>> from krmoney.reading.vocabulary import Vocabulary
        >>> josa = Vocabulary.default().josa
        >>> [josa.particle(text, 2) for text in ("3원까지는", "3원", "3원이면", "3원가를", "3배와", "3배이상")]
        [5, 2, 4, None, 3, None]
        """
        match = self._after(text[at - 1 : at]).match(text, at)
        return match.end() if match else None

    def ends_word(self, text: str, at: int) -> bool:
        """Tell whether a word may end at `at`: before particles, before what is written onto it, or no Hangul.

        >>> from krmoney.reading.vocabulary import Vocabulary
        >>> josa = Vocabulary.default().josa
        >>> [josa.ends_word(text, 4) for text in ("5 유로의 벽", "5 유로짜리", "5 유로존")]
        [True, True, False]
        """
        if not "가" <= text[at : at + 1] <= "힣":
            return True
        return self._after(text[at - 1 : at]).match(text, at) is not None or self._glued.match(text, at) is not None

    def ends_said(self, text: str, at: int) -> bool:
        """Tell whether a word may end at `at` if it is read differently: in US$35억가, 가 follows 달러.

        >>> from krmoney.reading.vocabulary import Vocabulary
        >>> josa = Vocabulary.default().josa
        >>> [josa.ends_said(text, 5) for text in ("US$3억가", "US$3조각")]
        [True, False]
        """
        return self._after_any.match(text, at) is not None or self._glued.match(text, at) is not None

    def _after(self, char: str) -> re.Pattern[str]:
        """Return the pattern of what may follow a character to the end of its word."""
        final = final_consonant(char)
        if final is None:
            return self._after_any
        if final == _RIEUL:
            return self._after_rieul
        return self._after_consonant if final else self._after_vowel

    @cached_property
    def _after_any(self) -> re.Pattern[str]:
        return lazy(self._chain(self.particles, ("ending", "vowel_ending")))

    @cached_property
    def _after_consonant(self) -> re.Pattern[str]:
        return lazy(self._chain(_alternatives(self._words["consonant"], self._words["any"]), ("ending",)))

    @cached_property
    def _after_rieul(self) -> re.Pattern[str]:
        particles = [word for word in self._words["consonant"] if not word.startswith("으")]
        again = [word for word in self._words["vowel"] if word.startswith("로")]
        return lazy(self._chain(_alternatives(particles, again, self._words["any"]), ("ending",)))

    @cached_property
    def _after_vowel(self) -> re.Pattern[str]:
        words = self._words
        return lazy(self._chain(_alternatives(words["vowel"], words["any"]), ("ending", "vowel_ending")))

    @cached_property
    def _glued(self) -> re.Pattern[str]:
        return lazy(_alternatives(self._words["glued"]))

    def _chain(self, first: str, endings: tuple[str, ...]) -> str:
        """Return the pattern of particles and an ending, one after the other, and the end of the word."""
        ending = _alternatives(*(self._words[name] for name in endings))
        last = _alternatives(self._words["ending"], self._words["vowel_ending"])
        opened = f"(?:{_alternatives(self._words['open'])})[가-힣]{{0,4}}"
        return rf"(?:(?:{first})(?:{self.particles}){{0,2}}(?:{last}|{opened})?|{ending}|{opened})?(?![가-힣])"


def _alternatives(*lists: tuple[str, ...] | list[str]) -> str:
    """Return the words of lists, each once, as alternatives of a pattern; if one fails, the next is tried."""
    return alternatives({word for words in lists for word in words})
