"""Regular expressions that are compiled when they are first used: most texts need few of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Protocol, TypeVar

    T = TypeVar("T")

    class _Vocabulary(Protocol):
        def derive(self, build: Callable[[Any], T]) -> T: ...


__all__ = ["alternatives", "lazy", "template"]

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub")


class _Lazy:
    """Stands for a pattern until it is first used; then its methods are those of the compiled pattern."""

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
