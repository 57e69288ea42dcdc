"""Hooks: how a value calls rooms above it, by names that the root `krmoney` installs.

`Money.format`, a field of a pydantic model and a chart need rooms above the values. Values do not import these: the
root installs a table of names, and a hook is imported when it is first called.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeAlias, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema, SchemaSerializer

__all__ = [
    "Amounts",
    "AnyChart",
    "AnyStyle",
    "Columns",
    "FormatOptions",
    "PydanticType",
    "core_schema",
    "hook",
    "install",
]

_rooms: Final[dict[str, str]] = {}


def install(rooms: Mapping[str, tuple[str, ...]]) -> None:
    """Install hooks: the module that defines each."""
    _rooms.update((name, room) for room, names in rooms.items() for name in names)


@cache
def hook(name: str) -> Callable[..., Any]:
    """Import a hook."""
    function: Callable[..., Any] = getattr(import_module(_rooms[name]), name)
    return function


# What hooks take and return, as far as a value has to know it.


Amounts: TypeAlias = Literal["decimal", "float", "int"]
"""How a column keeps its numbers."""

Columns: TypeAlias = Literal["core", "all"]
"""Which columns a table of figures has."""


class AnyStyle(Protocol):
    """A `krmoney.Style`."""

    @property
    def language(self) -> Literal["ko", "en"]: ...
    @property
    def scales(self) -> Literal["all", "one", "none"]: ...


class FormatOptions(TypedDict, total=False):
    """The options of `krmoney.format` by name."""

    places: int | None
    significant: int | None
    rounding: str
    approx: bool
    restate: bool
    locale: str | None
    pattern: str | None


class AnyChart(Protocol):
    """A `krmoney.notebook.Chart`."""

    @property
    def figure(self) -> Figure: ...
    @property
    def summary(self) -> str: ...
    @property
    def axes(self) -> list[Axes]: ...
    def save(self, path: str | Path, **options: Any) -> None: ...  # noqa: ANN401  # what savefig takes


def core_schema(of: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
    """Return how pydantic reads, writes and describes a type."""
    schema: CoreSchema = hook("core_schema_of")(of, handler)
    return schema


class _Serialiser:
    """The serialiser of a class, made when it is first asked for: pydantic uses it for values outside of fields."""

    def __get__(self, value: object, of: type[Any]) -> SchemaSerializer:
        made: SchemaSerializer = hook("serialiser_of")(of)
        of.__pydantic_serializer__ = made
        return made


class PydanticType:
    """The base of types that can be fields of pydantic models."""

    __slots__ = ()

    __pydantic_serializer__ = _Serialiser()

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic about the type."""
        return core_schema(cls, handler)
