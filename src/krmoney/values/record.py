"""What the values have in common: they are immutable, and can be turned into dictionaries and back."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, TypeVar, dataclass_transform

from krmoney._hooks import PydanticType, hook
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Frozen", "Record", "from_dict", "to_dict"]

_Value = TypeVar("_Value")


def to_dict(value: object) -> dict[str, Any]:
    """Return a value as a dictionary for JSON; see `Record.to_dict`."""
    row: dict[str, Any] = hook("row")(value)
    return row


def from_dict(of: type[_Value], fields: Mapping[str, Any]) -> _Value:
    """Return a value of a type, from what `to_dict` returned; see `Record.from_dict`."""
    value: _Value = hook("value_of_row")(of, fields)
    return value


class Record(PydanticType):
    """A value with named fields, which its constructor takes by the same names."""

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]]

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as a dictionary for JSON, with amounts as plain decimal strings.

        `from_dict` makes an equal value from it, including its rate.
        """
        return to_dict(self)

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Make a value from what `to_dict` returns. Amounts may also be integers.

        Raises:
            AmountError: a field is missing, unknown or of the wrong type, or an amount is not exact.
            KrmoneyError: the constructor refuses the values.
        """
        return from_dict(cls, fields)

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401  # fields of any type
        """Return a copy with other values in some fields; `copy.replace` of Python 3.13 does the same."""
        return type(self)(**{name: getattr(self, name) for name in self._fields} | changes)

    __replace__ = replace


@dataclass_transform(frozen_default=True)
class Frozen(Record):
    """A record that keeps its fields in slots and is immutable.

    It is not a dataclass, because frameworks write the fields of dataclasses by rules of their own. To type checkers it
    looks like a frozen one.
    """

    __slots__ = ()
    # Write and read all fields at once, which is faster than one by one.
    _writers: ClassVar[tuple[Callable[[Any, Any], None], ...]]
    _values: ClassVar[attrgetter[tuple[Any, ...]]]

    def __init_subclass__(cls) -> None:
        """Prepare the access to the fields that the subclass adds."""
        if "_fields" in vars(cls):
            cls._writers = tuple([vars(cls)[name].__set__ for name in cls._fields])
            cls._values = attrgetter(*cls._fields)

    @classmethod
    def of_fields(cls, *values: object) -> Self:
        """Make a value from all its fields, in order, without checks: for the reader, which has checked them."""
        made = cls.__new__(cls)
        for write, value in zip(cls._writers, values):  # noqa: B905  # the reader passes as many
            write(made, value)
        return made

    def _store(self, *values: object) -> None:
        """Fill the fields; only constructors do this."""
        for write, value in zip(self._writers, values):  # noqa: B905  # constructors pass as many
            write(self, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        message = translate(
            "{type} cannot be changed: replace({name}=…) returns a changed copy", type=type(self).__name__, name=name
        )
        raise AttributeError(message)

    def __delattr__(self, name: str) -> NoReturn:
        message = translate("{type} cannot be changed: {name} cannot be deleted", type=type(self).__name__, name=name)
        raise AttributeError(message)

    def __eq__(self, other: object) -> bool:
        """Compare all fields."""
        if type(other) is not type(self):
            return NotImplemented
        return self._values(self) == self._values(other)

    def __hash__(self) -> int:
        """Hash all fields."""
        return hash(self._values(self))

    def __repr__(self) -> str:
        """Evaluate to an equal value."""
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__name__}({fields})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the call that makes it."""
        return (_made, (type(self), *self._values(self)))


def _made(of: type[Frozen], *values: object) -> Frozen:
    return of(**dict(zip(of._fields, values, strict=True)))
