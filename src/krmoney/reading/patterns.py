"""Regular expressions that are compiled when they are first used: most texts need few of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Protocol, TypeVar

    T = TypeVar("T")

    class _Vocabulary(Protocol):
        def derive(self, build: Callable[[Any], T]) -> T: ...


__all__ = ["alternatives", "heads", "lasts", "lazy", "template"]

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub")


class _Lazy:
    """A pattern that is compiled when it is first used."""

    __slots__ = ("_flags", "_source", *_METHODS)

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # a method of re.Pattern
        compiled = re.compile(self._source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression that is compiled when it is first used.

    >>> lazy("[0-9]+").search("4억 50")[0]
    '4'
    """
    return cast("re.Pattern[str]", _Lazy(source, flags))


def alternatives(words: Iterable[str]) -> str:
    """Return words as alternatives of a pattern, the longest first.

    >>> alternatives(["원", "달러", "위안"])
    '달러|위안|원'
    """
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def template(source: str) -> Callable[[_Vocabulary], re.Pattern[str]]:
    """Return a regular expression that names lists of words, to be filled in from a vocabulary: ``{reckoned}``."""

    def build(vocabulary: Any) -> re.Pattern[str]:  # noqa: ANN401  # a Vocabulary, which is above this module
        return re.compile(vocabulary.pattern(source))

    return lambda vocabulary: vocabulary.derive(build)


def heads(source: str, skipped: str = "") -> frozenset[str] | None:
    """Return the characters with which a match can begin after any `skipped` ones; None if with any.

    This allows a cheap check before the pattern is tried. There may be too many characters, but none is missing.

    >>> "".join(sorted(heads("(?:을|를)? ?(?:넘[는은]|초과)|~(?! )", " 을를") or ""))
    '~넘초'
    >>> heads("[^0-9]원|달러"), heads("(?:약 )?")
    (None, None)
    """
    return _found(_alternation(source, 0, _Side(skipped, last=False))[0])


def lasts(source: str, skipped: str = "") -> frozenset[str] | None:
    """Return the characters of which a match ends with one, those `skipped` after it left out; None if with any.

    >>> "".join(sorted(lasts("단위(?:는|가)? ?[:=]? ?", " ") or ""))
    ':=가는위'
    >>> lasts(".*할.*"), lasts("제?")
    (None, None)
    """
    return _found(_alternation(source, 0, _Side(skipped, last=True))[0])


class _Side(NamedTuple):
    """Which end of a match is asked for, and the characters there that do not count."""

    skipped: str
    last: bool


def _found(chars: _Chars) -> frozenset[str] | None:
    return None if chars is None or "" in chars else frozenset(chars)


# In their results, an empty string means that the piece can match nothing, or only skipped characters.
_Chars = set[str] | None
_OPENS: Final = re.compile(r"\((?:\?:|(?P<look>\?<?[=!])|(?P<other>\?))?")
_RANGE: Final = re.compile("(.)-(.)")
_MOST_IN_RANGE: Final = 30  # characters: a-z, not 가-힣
_PIECE: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^]\\])*\]|.", re.DOTALL)
_TIMES: Final = re.compile(r"(?:(?P<none>[?*]|\{0?,[0-9]*\}|\{0\})|\+|\{[0-9,]+\})?[?+]?")


def _alternation(source: str, at: int, side: _Side) -> tuple[_Chars, int]:
    """Return the characters on one side of alternatives, and where they end in the pattern."""
    found: _Chars = set()
    while True:
        chars, at = _sequence(source, at, side)
        found = None if found is None or chars is None else found | chars
        if at == len(source) or source[at] == ")":
            return found, at
        at += 1


def _sequence(source: str, at: int, side: _Side) -> tuple[_Chars, int]:
    found: _Chars = {""}
    while at < len(source) and source[at] not in "|)":
        chars, at = _repeated(source, at, side)
        found = _outer(chars, found) if side.last else _outer(found, chars)
    return found, at


def _outer(one: _Chars, two: _Chars) -> _Chars:
    """Return the characters of the outer of two pieces, and of the inner one where the outer can be nothing."""
    if one is None or "" not in one:
        return one
    return None if two is None else (one - {""}) | two


def _repeated(source: str, at: int, side: _Side) -> tuple[_Chars, int]:
    if opens := _OPENS.match(source, at):
        chars, at = _alternation(source, opens.end(), side)
        chars, at = {""} if opens["look"] else None if opens["other"] else chars, at + 1
    else:
        piece = _PIECE.match(source, at)
        written = piece[0] if piece else ""
        chars, at = _one(written, side.skipped), at + len(written)
    times = _TIMES.match(source, at)
    if chars is not None and times and times["none"]:
        chars = chars | {""}
    return chars, times.end() if times else at


def _one(written: str, skipped: str) -> _Chars:
    """Return what one character of a pattern, escaped or not, or a class matches."""
    if written in {"^", "$"}:
        return {""}
    inside = written[1:-1] if written[0] == "[" else written.removeprefix("\\")
    escaped = written[0] == "\\" and written[1].isalnum()
    if written == "." or escaped or (written[0] == "[" and (inside[0] == "^" or "\\" in inside)):
        return None
    chars = set(inside)
    for one, two in _RANGE.findall(inside) if written[0] == "[" else ():
        if ord(two) - ord(one) > _MOST_IN_RANGE:
            return None
        chars.update(map(chr, range(ord(one), ord(two) + 1)))
    return {"" if char in skipped else char for char in chars}
