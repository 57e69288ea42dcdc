"""How krmoney's types answer pydantic: with what `krmoney.schema` makes, which waits until pydantic asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema, SchemaSerializer

__all__ = ["PydanticType", "core_schema"]


def core_schema(of: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
    """Return how a type is read, written and described."""
    from krmoney.schema import core_schema_of

    return core_schema_of(of, handler)


class _Serialiser:
    """The serialiser of a class, made when it is first asked for: what is no field of a model is written alike."""

    def __get__(self, value: object, of: type[Any]) -> SchemaSerializer:
        from krmoney.schema import serialiser_of

        of.__pydantic_serializer__ = made = serialiser_of(of)
        return made


class PydanticType:
    """The base of types that are fields of pydantic models."""

    __slots__ = ()

    __pydantic_serializer__ = _Serialiser()

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic about the type."""
        return core_schema(cls, handler)
