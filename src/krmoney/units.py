"""Units: money, per-unit prices and flows as quantities of pint, and back.

The registry is krmoney's own. It computes with `Decimal`, has one dimension for each currency, so that won and dollars
never add, and knows the units in which Korean text states prices; ``data/units.toml`` lists them with their sources.

>>> import krmoney
>>> price = krmoney.read("배럴당 80달러").to_pint()
>>> print(price)
80 USD / oil_barrel
>>> print((price * rate(krmoney.Rate("USD", "KRW", "1380"))).to("KRW / liter").magnitude.quantize(1))
694
"""

from __future__ import annotations

import re
import unicodedata
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    localcontext,
)
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from krmoney import numerals
from krmoney._data import load
from krmoney.currencies import lexicon
from krmoney.errors import KrmoneyError, NotOneAmountError
from krmoney.iso import all_codes
from krmoney.text import normalise
from krmoney.values import EXACT, Mention, Money, Rate, exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pint

__all__ = ["UnitError", "define_in", "money", "quantity", "rate", "registry", "words"]

# pint computes in the decimal context of its caller, 28 digits unless that was changed. What is computed here, the
# definitions first of all, has digits to spare, and is rounded to 28 once, at the end.
_TRAPS: Final = (InvalidOperation, DivisionByZero, Overflow)
_SPARE: Final = Context(prec=50, rounding=ROUND_HALF_EVEN, traps=list(_TRAPS))
_ROUNDED: Final = Context(prec=28, rounding=ROUND_HALF_EVEN, traps=list(_TRAPS))
_SAME: Final = Decimal("1e-20")  # two definitions of a unit that differ by less than this are the same

_NAME: Final = re.compile(r"[^\W\d]\w*")
_MONEY: Final = re.compile(r"\[\w*currency_([A-Z]{3})\]")


class UnitError(KrmoneyError):
    """No quantity of money: a word for a unit that is not known, a wrong dimension, or a registry that does not fit."""


class _Unit(NamedTuple):
    """One unit as the data file has it: its name, what it is, further names."""

    name: str
    definition: str
    aliases: tuple[str, ...] = ()


# For each registry that `define_in` joined: what krmoney's units are called there.
_joined: Final[WeakKeyDictionary[pint.UnitRegistry[Any], dict[str, str]]] = WeakKeyDictionary()
_building: Final = Lock()


def registry() -> pint.UnitRegistry[Decimal]:
    """Return krmoney's registry: the same one each time, built when it is first asked for.

    Quantities of different registries do not mix; `define_in` brings krmoney's units to a registry of your own.

    >>> price = registry().Quantity(30_000_000, "KRW / pyeong")
    >>> print(price.to("KRW / meter ** 2").magnitude.normalize())
    9.075E+6
    """
    with _building:
        return _registry()


@cache
def _registry() -> pint.UnitRegistry[Decimal]:
    from pint import UnitRegistry  # pint waits until it is needed

    ours: pint.UnitRegistry[Decimal] = UnitRegistry(None, non_int_type=Decimal)
    _define(ours, {unit.name: unit.name for unit in _units()})
    return ours


def define_in(registry: pint.UnitRegistry[Any], *, prefix: str = "") -> None:
    """Add krmoney's units to a registry of your own, so that its quantities and krmoney's mix.

    A unit that the registry has already, with the same meaning, stays as it is. If it has one of the same name with
    another meaning, nothing is added and the error names it; a `prefix` then keeps the two apart.

    Args:
        registry: a pint registry that computes with decimals, ``pint.UnitRegistry(non_int_type=Decimal)``.
        prefix: put before the name of every unit that is added, such as ``"krmoney_"``.

    Raises:
        UnitError: the registry does not compute with decimals, or a unit has a name that is taken.

    >>> import pint
    >>> ureg = pint.UnitRegistry(non_int_type=Decimal)
    >>> define_in(ureg)
    >>> print(Money(3_000_000, "KRW").to_pint(ureg) / ureg("2 acre"))
    1500000 KRW / acre
    """
    mine = _unwrapped(registry)
    if mine.non_int_type is not Decimal:
        message = (
            f"the registry computes with {mine.non_int_type.__name__}, krmoney with Decimal: "
            "make it with pint.UnitRegistry(non_int_type=Decimal)"
        )
        raise UnitError(message)
    called: dict[str, str] = {}
    new: dict[str, str] = {}
    taken: list[str] = []
    for unit in _units():
        for name in dict.fromkeys((unit.name, prefix + unit.name)):
            if not mine.parse_unit_name(name):
                new[unit.name] = prefix + unit.name
            elif _same(mine, name, unit, prefix if name != unit.name else ""):
                called[unit.name] = name
            else:
                continue
            break
        else:
            taken.append(unit.name)
    if taken:
        verb = "means" if len(taken) == 1 else "mean"
        message = (
            f"in this registry {', '.join(map(repr, taken))} {verb} something else than in krmoney: "
            "keep the two apart with prefix='krmoney_'"
        )
        raise UnitError(message)
    _define(mine, called | new, new)


def _unwrapped(registry: pint.UnitRegistry[Any]) -> pint.UnitRegistry[Any]:
    """Return the registry behind what `pint.get_application_registry` returns."""
    from pint import UnitRegistry
    from pint.registry import ApplicationRegistry, LazyRegistry

    inner: object = registry.get() if isinstance(registry, ApplicationRegistry) else registry
    if isinstance(inner, LazyRegistry):
        inner.non_int_type  # noqa: B018  # the first look at a lazy registry turns it into a real one
    if not isinstance(inner, UnitRegistry):
        message = f"a pint.UnitRegistry is needed, not {type(inner).__name__}"
        raise UnitError(message)
    return inner


def _same(registry: pint.UnitRegistry[Any], name: str, ours: _Unit, prefix: str) -> bool:
    """Tell whether a name of a registry means what a unit of krmoney means."""
    from pint import PintError

    if ours.definition.startswith("["):
        dimension = ours.definition.replace("[", f"[{prefix}") if ours.name not in _SHARED else ours.definition
        return dict(registry.get_dimensionality(name)) == {dimension: 1}
    root = _registry().Quantity(Decimal(1), ours.name).to_root_units()
    try:
        value = registry.Quantity(Decimal(1), name).to(str(root.units)).magnitude
    except PintError:
        return False
    return bool(abs(value / root.magnitude - 1) < _SAME)
