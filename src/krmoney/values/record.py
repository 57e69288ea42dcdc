"""What the values have in common: they never change, and they can be taken apart and put together again."""

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
    """Return a value as JSON has it; see `Record.to_dict`."""
    row: dict[str, Any] = hook("row")(value)
    return row


def from_dict(of: type[_Value], fields: Mapping[str, Any]) -> _Value:
    """Return the value of a type that `to_dict` took apart; see `Record.from_dict`."""
    value: _Value = hook("value_of_row")(of, fields)
    return value


class Record(PydanticType):
    """A value with named fields, which its constructor takes by the same names."""

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]]

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON has them: plain decimal strings, codes, booleans, and dictionaries of these.

        `from_dict` makes an equal value of it, its rate included.
        """
        return to_dict(self)

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Make the value of what `to_dict` returns, or of the same from elsewhere. Amounts may also be integers.

        Raises:
            AmountError: a field is missing, unknown or of the wrong type, or an amount is not exact.
            KrmoneyError: whatever the constructor refuses.
        """
        return from_dict(cls, fields)

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401  # fields of any type
        """Return a copy with other values in some fields; `copy.replace` of Python 3.13 does the same."""
        return type(self)(**{name: getattr(self, name) for name in self._fields} | changes)

    __replace__ = replace


@dataclass_transform(frozen_default=True)
class Frozen(Record):
    """A record that holds its fields in slots and lets nobody write to them.

    It is not a dataclass: frameworks that find one take it for a record of columns, and write its parts by rules of
    their own. To type checkers it is like a frozen one.
    """

    __slots__ = ()
    # How all fields are written and read at once, faster than one by one.
    _writers: ClassVar[tuple[Callable[[Any, Any], None], ...]]
    _values: ClassVar[attrgetter[tuple[Any, ...]]]

    def __init_subclass__(cls) -> None:
        """Prepare the access to the fields that the subclass adds."""
        if "_fields" in vars(cls):
            cls._writers = tuple([vars(cls)[name].__set__ for name in cls._fields])
            cls._values = attrgetter(*cls._fields)

    @classmethod
    def of_fields(cls, *values: object) -> Self:
        """Make a value of all its fields, in their order, unchecked: for the reader, whose fields fit together."""
        made = cls.__new__(cls)
        for write, value in zip(cls._writers, values):  # noqa: B905  # the reader passes as many
            write(made, value)
        return made

    def _store(self, *values: object) -> None:
        """Fill the fields; only constructors do."""
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
