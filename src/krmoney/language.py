"""The language of messages, help, tables, pages and charts: English or Korean.

The English messages are in the code, the Korean ones in a gettext catalogue, ``locale/ko/LC_MESSAGES/krmoney.po``. What
programs read is never translated: keys and columns, kinds, codes, names of styles.

`set_language` sets the language of the whole process, which all threads use from their next message on. `in_language`
sets it for a block of code, in one thread or task.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from krmoney.errors import LanguageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from gettext import GNUTranslations

__all__ = [
    "LANGUAGES",
    "Language",
    "counted",
    "filled",
    "get_language",
    "in_language",
    "language_of",
    "marked",
    "set_language",
    "translate",
]

Language: TypeAlias = Literal["en", "ko"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

_CATALOGUES: Final = Path(__file__).with_name("locale")
_here: Final[ContextVar[Language | None]] = ContextVar("language", default=None)
_everywhere: Language = "en"


def set_language(language: str) -> None:
    """Choose the language of messages, tables, pages and charts for the whole process: ``en`` or ``ko``.

    It is English until this is called, whatever the locale; only the command ``krmoney`` follows the locale. Values,
    rows and what `krmoney.format` writes do not depend on it.

    Args:
        language: ``en`` or ``ko``; every thread sees it from its next message on.

    Raises:
        LanguageError: krmoney has no messages in this language.

    >>> import krmoney
    >>> krmoney.set_language("ko")
    >>> krmoney.parse("5000")
    Traceback (most recent call last):
    krmoney.errors.NoCurrencyError: 통화가 없습니다: “5000”, 위치 0–4 (currency='KRW'를 주면 5000을 원으로 읽습니다)
    >>> krmoney.set_language("en")
    """
    global _everywhere  # noqa: PLW0603  # the process has one language
    _everywhere = _known(language)


def get_language() -> Language:
    """Return the current language of krmoney's messages.

    >>> get_language()
    'en'
    """
    return _here.get() or _everywhere


@contextmanager
def in_language(language: str | None) -> Iterator[None]:
    """Use a language for a block of code, in this thread or task only; None changes nothing.

    Args:
        language: ``en``, ``ko`` or None.

    Raises:
        LanguageError: krmoney has no messages in this language.

    >>> with in_language("ko"):
    ...     print(translate("lower bound"))
    하한
    """
    if language is None:
        yield
        return
    token = _here.set(_known(language))
    try:
        yield
    finally:
        _here.reset(token)


def language_of(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language that the locale asks for, by gettext's order; English for one that is not known.

    >>> language_of({"LANG": "ko_KR.UTF-8"}), language_of({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}), language_of({})
    ('ko', 'en', 'en')
    """
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "C")
    wanted = [locale]
    if locale.partition(".")[0] not in {"C", "POSIX"}:  # there gettext looks no further
        wanted = (environment.get("LANGUAGE") or locale).split(":")
    spoken = (each.partition(".")[0].partition("_")[0].lower() for each in wanted)
    return next((language for each in spoken for language in LANGUAGES if each == language), "en")


def translate(message: str, /, **values: object) -> str:
    """Return a message in the current language, with values in place of their names.

    The message is the English one, a literal that ``tools/catalogue.py`` collects. In the Korean one, a value gets the
    particle that fits its last syllable: ``{name:은}``, ``{name:이}``, ``{name:을}``.

    >>> translate("unknown currency {code!r}", code="WON")
    "unknown currency 'WON'"
    """
    language = get_language()
    if language != "en":
        message = _catalogue(language).gettext(message)
    return filled(message, values) if values else message


def filled(message: str, values: Mapping[str, object]) -> str:
    """Fill in a message that is translated already."""
    return _KOREAN.vformat(message, (), values) if get_language() == "ko" else message.format_map(values)


def counted(singular: str, plural: str, number: int, /, **values: object) -> str:
    """Return a message with a number of things, written as ``{n}``.

    >>> counted("{n:,} figure", "{n:,} figures", 1), counted("{n:,} figure", "{n:,} figures", 1200)
    ('1 figure', '1,200 figures')
    """
    language = get_language()
    if language == "en":
        message = singular if number == 1 else plural
    else:
        message = _catalogue(language).ngettext(singular, plural, number)
    return filled(message, {"n": number} | values)


def marked(message: str) -> str:
    """Mark a message that is translated later, when the language is known."""
    return message


def _known(language: str) -> Language:
    for each in LANGUAGES:
        if each == language:
            return each
    message = translate(
        "the language must be one of {languages}, not {given!r}", languages=", ".join(LANGUAGES), given=language
    )
    raise LanguageError(message)


@cache
def _catalogue(language: Language) -> GNUTranslations:
    from gettext import GNUTranslations  # English needs no catalogue

    with (_CATALOGUES / language / "LC_MESSAGES" / "krmoney.mo").open("rb") as file:
        return GNUTranslations(file)


# Particles: after a consonant, and after a vowel.
_PARTICLES: Final = {"은": "는", "이": "가", "을": "를", "과": "와", "으로": "로", "이라": "라"}
_RIEUL: Final = 8
# How digits and letters are read: 일, 이, 삼 …; 엘, 엠, 엔, 알. The number of the last consonant of the syllable.
_FINALS: Final = dict(zip("0136789LMNR", (21, 8, 16, 1, 8, 8, 0, 8, 16, 4, 8), strict=True))


class _Korean(Formatter):
    """Fills in messages with particles: ``{name:을}``."""

    def format_field(self, value: Any, format_spec: str) -> Any:  # noqa: ANN401  # as its base has it
        if format_spec not in _PARTICLES:
            return super().format_field(value, format_spec)
        return f"{value}{_particle(str(value), format_spec)}"


_KOREAN: Final = _Korean()


def _particle(word: str, particle: str) -> str:
    """Choose the form of a particle after a word; both forms if its pronunciation is unknown.

    >>> [_particle(word, "을") for word in ("원", "달러", "USD", "'금액'", "--rate")]
    ['을', '를', '를', '을', '을(를)']
    >>> [_particle(word, "으로") for word in ("원", "달러", "1달", "JPY", "10")]
    ['으로', '로', '로', '로', '으로']
    """
    last = next((char for char in reversed(word) if char.isalnum()), "")
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
    elif last.isdecimal() or ("A" <= last <= "Z" and word.upper() == word):
        final = _FINALS.get(last, 0)
    else:
        vowel = _PARTICLES[particle]
        return f"{particle}({vowel})" if particle != "으로" else "(으)로"
    closed = final not in {0, _RIEUL} if particle == "으로" else bool(final)
    return particle if closed else _PARTICLES[particle]
