"""Quantities: money, prices per unit and amounts per period as pint quantities, and back.

krmoney has a registry of its own. It calculates with `Decimal` and has the units of prices in Korean text;
``data/units.toml`` lists them with their sources. Each currency is a dimension, so won and dollars cannot be added.

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
from threading import RLock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from krmoney import numerals
from krmoney.data import load
from krmoney.errors import KrmoneyError
from krmoney.iso import all_codes
from krmoney.language import marked, translate
from krmoney.reading.numbers import longest
from krmoney.reading.vocabulary import Vocabulary
from krmoney.values import CONVERTED, EXACT, Mention, Money, Rate, exact, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pint

__all__ = ["UnitError", "define_in", "money", "quantity", "rate", "registry", "words"]

# pint calculates in the decimal context of its caller: 28 digits, unless that was changed. Calculations in this module,
# including the definitions, use more digits and round to 28 once, at the end.
_SPARE: Final = Context(prec=60, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
_SAME: Final = Decimal("1e-20")  # definitions that differ by less than this share are the same

_PHYSICAL: Final = ("[length]", "[mass]", "[time]")  # the dimensions that every registry has
_NAME: Final = re.compile(r"[^\W\d]\w*")
_MONEY: Final = re.compile(r"\[\w*?currency_([A-Z]{3})\]")


class UnitError(KrmoneyError):
    """An unknown unit, a quantity that is not money, or a registry in which krmoney's units cannot be defined."""


class _Unit(NamedTuple):
    """A unit of the data file, or a currency.

    Attributes:
        name: its name in krmoney's registry.
        definition: its definition, in pint's notation.
        aliases: further names.
    """

    name: str
    definition: str
    aliases: tuple[str, ...] = ()


_building: Final = RLock()
# For each registry that has krmoney's units: their names there.
_joined: Final[WeakKeyDictionary[pint.UnitRegistry[Any], dict[str, str]]] = WeakKeyDictionary()


def registry() -> pint.UnitRegistry[Decimal]:
    """Return krmoney's registry: the same one each time, built on first use.

    Quantities of different registries do not mix; `define_in` adds krmoney's units to a registry of your own.

    >>> price = registry().Quantity(30_000_000, "KRW / pyeong")
    >>> print(f"{price.to('KRW / meter ** 2'):,.0f}")
    9,075,000 KRW / meter ** 2
    """
    with _building:
        return _built()


@cache
def _built() -> pint.UnitRegistry[Decimal]:
    from pint import UnitRegistry  # imported late: slow

    ours: pint.UnitRegistry[Decimal] = UnitRegistry(None, non_int_type=Decimal)
    _define(ours, {unit.name: unit.name for unit in _units()}, _units(), "")
    return ours


def define_in(registry: pint.UnitRegistry[Any], *, prefix: str = "") -> None:
    """Add krmoney's units to a registry of your own, so that `quantity` can make its quantities.

    A unit that the registry already has with the same meaning does not change. If it has a unit of the same name with
    another meaning, nothing is added and the error lists the names; a `prefix` keeps both.

    Args:
        registry: a registry that calculates with decimals: ``pint.UnitRegistry(non_int_type=Decimal)``.
        prefix: put before the name of every unit that is added, such as ``"krmoney_"``.

    Raises:
        UnitError: the registry does not calculate with decimals, names are taken, or the prefix cannot begin a name.

    >>> import pint
    >>> ureg = pint.UnitRegistry(non_int_type=Decimal)
    >>> define_in(ureg)
    >>> print(Money(3_000_000, "KRW").to_pint(ureg) / ureg("2 acre"))
    1500000 KRW / acre
    """
    if not isinstance(prefix, str) or not f"{prefix}_".isidentifier():
        message = translate(
            "a prefix must be the beginning of a name, such as 'krmoney_', not {prefix!r}", prefix=prefix
        )
        raise UnitError(message)
    theirs = _real(registry)
    if theirs.non_int_type is not Decimal:
        message = translate(
            "the registry computes with {kind}, krmoney with Decimal: make it with "
            "pint.UnitRegistry(non_int_type=Decimal)",
            kind=theirs.non_int_type.__name__,
        )
        raise UnitError(message)
    called: dict[str, str] = {}
    new: list[_Unit] = []
    taken: list[str] = []
    for unit in _units():
        if _is_same(theirs, unit.name, unit):
            called[unit.name] = unit.name
            continue
        called[unit.name] = name = prefix + unit.name
        if not theirs.parse_unit_name(name):
            new.append(unit)
        elif not (prefix and _is_same(theirs, name, unit, prefix)):
            taken.append(name)
    if taken:
        message = translate(
            "{known}: defined differently in this registry; give krmoney's units a prefix, such as prefix='krmoney_'",
            known=", ".join(taken),
        )
        raise UnitError(message)
    _define(theirs, called, new, prefix)


def quantity(
    value: Money | Mention, registry: pint.UnitRegistry[Any] | None = None, *, per: str | None = None
) -> pint.Quantity[Decimal]:
    """Return money or a price in a text as a quantity.

    A mention is divided by what it is for (`Mention.per`) and by its period: ``1인당 월 50만원`` is 500000 KRW per
    person and month. With neither, it is plain money. A mention of an exchange rate becomes that rate. Hedges (약) are
    not kept.

    Args:
        value: an amount or a mention of exactly one amount.
        registry: one to which `define_in` added krmoney's units; default: krmoney's own.
        per: what one amount is for, in pint's notation (``"pound"``, ``"400 gram"``), instead of the words of the
            mention, if these are ambiguous, unknown or missing.

    Raises:
        NotOneAmountError: the mention is a range, a bound, vague, or not money.
        UnitError: the words name an unknown unit, or leave two possible.

    >>> from krmoney import read
    >>> print(quantity(read("평당 3000만원")))
    30000000 KRW / pyeong
    >>> print(quantity(read("파운드당 4달러 20센트"), per="pound"))
    4.2 USD / pound
    """
    where, called = _registry_and_names(registry)
    if isinstance(value, Money):
        amount, period = value, None
        count, divisor = (Decimal(1), "") if per is None else _given(where, per)
    else:
        if not isinstance(value, Mention):
            message = translate("expected Money or a Mention, got {value!r}", value=value)
            raise UnitError(message)
        if value.type == "rate" and value.rate is not None:
            return rate(value.rate, registry)
        amount, period = value.money, value.period
        if per is not None:
            count, divisor = _given(where, per)
        else:
            count, divisor = (Decimal(1), "") if value.per is None else _per(value.per)
            divisor = _translated(divisor, called)
    unit = called[amount.currency]
    if divisor:
        unit = f"{unit} / ({divisor})"
    if period is not None:
        unit = f"{unit} / {called[_period(period)]}"
    return where.Quantity(_divided(amount.amount, count), unit)


def rate(rate: Rate, registry: pint.UnitRegistry[Any] | None = None) -> pint.Quantity[Decimal]:
    """Return an exchange rate as a quantity, counter currency per base currency.

    The quantity is the rate's `value`, without its error bars.

    Args:
        rate: the rate.
        registry: one to which `define_in` added krmoney's units; default: krmoney's own.

    >>> from krmoney import Rate
    >>> print(rate(Rate("USD", "KRW", "1380")))
    1380 KRW / USD
    """
    if not isinstance(rate, Rate):
        message = translate("expected a Rate, got {rate!r}", rate=rate)
        raise UnitError(message)
    where, called = _registry_and_names(registry)
    return where.Quantity(rate.value, f"{called[rate.counter]} / {called[rate.base]}")


def money(quantity: pint.Quantity[Any]) -> Money:
    """Return a quantity whose dimension is one currency as money.

    A magnitude in the currency itself does not change. If other units cancel out (KRW / pyeong * meter ** 2), the
    result is rounded to 28 significant digits, as with `Rate.convert`.

    Raises:
        UnitError: the dimension is not that of one currency.
        AmountError: the magnitude is a float, NaN, or not a number.

    >>> price = Money(9_075_000, "KRW").to_pint() / registry()("meter ** 2")
    >>> money(price * registry()("33 pyeong"))
    Money(990000000, 'KRW')
    """
    from pint import Quantity

    if not isinstance(quantity, Quantity):
        message = translate("a pint.Quantity is needed, not {kind}", kind=type(quantity).__name__)
        raise UnitError(message)
    dimensions = dict(quantity.dimensionality)
    match = _MONEY.fullmatch(next(iter(dimensions), ""))
    if match is None or list(dimensions.values()) != [1]:
        what = f"{quantity.units:D}" if dict(quantity.unit_items()) else translate("a number without unit")
        message = translate("{what} is not money: one currency and nothing else is needed", what=what)
        raise UnitError(message)
    code = match[1]
    amount = exact(quantity.magnitude, marked("the magnitude of money"))
    parts = dict(quantity.unit_items())
    where = quantity._REGISTRY  # noqa: SLF001  # pint has no public name for it
    with localcontext(_SPARE):
        for name, exponent in parts.items():
            factor: Any = where.get_root_units(name)[0]  # an int or a Decimal
            if factor != 1:
                amount *= factor ** Decimal(str(exponent))
    if len(parts) > 1:
        amount = CONVERTED.plus(amount)
    return Money(amount, code)


def words() -> Mapping[str, str]:
    """Return the known words before 당, each with its name in pint.

    >>> words()["평"], words()["kWh"], words()["m2"]
    ('pyeong', 'kilowatt_hour', 'meter ** 2')
    """
    return _words()


def _real(registry: pint.UnitRegistry[Any]) -> pint.UnitRegistry[Any]:
    """Return the real registry if pint gives a proxy: the application registry, or a lazy one."""
    from pint import UnitRegistry
    from pint.registry import ApplicationRegistry

    inner: Any = registry.get() if isinstance(registry, ApplicationRegistry) else registry
    getattr(inner, "non_int_type", None)  # turns a lazy registry into a real one
    if not isinstance(inner, UnitRegistry):
        message = translate("a pint.UnitRegistry is needed, not {kind}", kind=type(inner).__name__)
        raise UnitError(message)
    return inner


def _registry_and_names(registry: pint.UnitRegistry[Any] | None) -> tuple[pint.UnitRegistry[Any], dict[str, str]]:
    """Return the registry and the names of krmoney's units in it."""
    where = _ours() if registry is None else _real(registry)
    called = _joined.get(where)
    if called is None:
        message = translate("this registry does not know krmoney's units: call krmoney.units.define_in(registry) once")
        raise UnitError(message)
    return where, called


_ours: Final = registry  # here a parameter is called `registry`


@cache
def _units() -> tuple[_Unit, ...]:
    """Return the units in the order in which they can be defined, currencies last."""
    of_data = [_Unit(each["name"], each["is"], tuple(each.get("aliases", ()))) for each in load("units")["unit"]]
    return (*of_data, *(_Unit(code, f"[currency_{code}]") for code in sorted(all_codes())))


def _dimension(unit: _Unit, prefix: str) -> str | None:
    """Return the dimension of which a unit is the base; None for a unit that others define."""
    if not unit.definition.startswith("["):
        return None
    return unit.definition if unit.definition in _PHYSICAL else f"[{prefix}{unit.definition[1:]}"


def _is_same(theirs: pint.UnitRegistry[Any], name: str, unit: _Unit, prefix: str = "") -> bool:
    """Tell whether a name has krmoney's meaning in a registry."""
    from pint import PintError

    if not theirs.parse_unit_name(name):
        return False
    try:
        if dimension := _dimension(unit, prefix):
            return dict(theirs.Quantity(1, name).dimensionality) == {dimension: 1}
        ours = _ours().Quantity(Decimal(1), unit.name).to_root_units()
        value = theirs.Quantity(Decimal(1), name).to(f"{ours.units:D}").magnitude
    except PintError:
        return False
    return bool(abs(value / ours.magnitude - 1) < _SAME)


def _define(where: pint.UnitRegistry[Any], called: dict[str, str], new: Iterable[_Unit], prefix: str) -> None:
    """Define units in a registry and remember their names there."""
    lines = []
    for unit in new:
        definition = _dimension(unit, prefix) or _translated(unit.definition, called)
        aliases = () if prefix else [alias for alias in unit.aliases if not where.parse_unit_name(alias)]
        lines.append(" = ".join([called[unit.name], definition, *aliases]))
    with localcontext(_SPARE):
        where.load_definitions(lines)
        for unit in new:
            if not unit.definition.startswith("["):
                where.get_root_units(called[unit.name])  # pint keeps it, with all its digits
    _joined[where] = called


def _translated(expression: str, called: dict[str, str]) -> str:
    """Return an expression of krmoney's units with the names that a registry has for them."""
    return _NAME.sub(lambda match: called[match[0]], expression)


@cache
def _words() -> Mapping[str, str]:
    data = load("units")
    table = {word: unit["name"] for unit in data["unit"] for word in unit.get("words", "").split()}
    table |= {word: entry["means"] for entry in data["word"] for word in entry["words"].split()}
    return MappingProxyType(table)


@cache
def _periods() -> dict[str, str]:
    return {word: unit["name"] for unit in load("units")["unit"] for word in unit.get("periods", "").split()}


@cache
def _ambiguous() -> dict[str, list[str]]:
    return {word: entry["means"] for entry in load("units")["ambiguous"] for word in entry["words"].split()}


def _period(text: str) -> str:
    """Return the unit of a period: 연, 매월, 월 평균."""
    unit = _periods().get(text.replace(" ", ""))
    if unit is None:
        message = translate(
            "unknown period {text!r}: the known ones are {known}", text=text, known=", ".join(_periods())
        )
        raise UnitError(message)
    return unit


def _per(text: str) -> tuple[Decimal, str]:
    """Read what one amount is for: the number and the unit.

    ::

        per     = [ numeral | native ] , ( unit | currency ) , [ [ " " ] , "당" ] ;
    """
    text = re.sub(r"\([^()]*\)", "", text)  # 3.3㎡(평)당: the gloss says the same again
    whole = unicodedata.normalize("NFKC", text).strip().removesuffix("당").rstrip()
    for at in range(len(whole)):
        count = _count(whole[:at].rstrip())
        if count is not None and (found := _meaning(whole[at:], count)):
            return found
    known: dict[str, str] = {}
    for word, unit in _words().items():
        if unit not in known or (known[unit].isascii() and not word.isascii()):
            known[unit] = word
    message = translate(
        "no unit is known for {text!r}; the known ones are {known} and currencies. Name a unit yourself, as "
        "in to_pint(per='item')",
        text=text,
        known=", ".join(known.values()),
    )
    raise UnitError(message)


def _count(text: str) -> Decimal | None:
    """Return how many of a unit; None if the text is not an exact positive numeral."""
    if not text or text in numerals.NATIVE:
        return Decimal(numerals.NATIVE.get(text, 1))
    numeral = longest(text)
    if numeral is None or numeral.end < len(text) or numeral.vague or numeral.approx:
        return None
    return Decimal(numeral.value) or None


def _meaning(word: str, count: Decimal) -> tuple[Decimal, str] | None:
    """Return the number and the unit that a count and a word before 당 mean; None for an unknown word."""
    if unit := _words().get(word):
        return count, unit
    choices = _ambiguous().get(word)
    if choices is None:
        found = Vocabulary.default().currencies.match(word, 0)
        if found is None or found[0] < len(word) or found[1].after_unit:
            return None
        currency = found[1]
        if currency.default:
            return _divided(count, currency.per), str(currency.default)
        choices = list(map(str, currency.codes))
    many = "" if count == 1 else f"{plain(count)} "
    message = translate(
        "{word!r} can be {known}: choose, as in to_pint(per={given!r})",
        word=word,
        known=" or ".join(choices),
        given=many + choices[0],
    )
    raise UnitError(message)


def _given(where: pint.UnitRegistry[Any], per: str) -> tuple[Decimal, str]:
    """Read the caller's ``per``, in pint's language."""
    from pint import PintError

    try:
        parsed: Any = where.Quantity(per)
    except (PintError, ValueError, ArithmeticError, AssertionError) as error:  # everything that pint's parser raises
        message = translate("per={per!r} is not a unit of the registry", per=per) + (f": {error}" if str(error) else "")
        raise UnitError(message) from error
    count = exact(parsed.magnitude, marked("what one amount is for"))
    if count <= 0 or not dict(parsed.unit_items()):
        message = translate("per={per!r} is not a unit, or its number is not above zero", per=per)
        raise UnitError(message)
    return count, f"{parsed.units:D}"


def _divided(number: Decimal, count: Decimal | int) -> Decimal:
    """Divide exactly, or to 28 significant digits if the quotient has no end."""
    if count == 1:
        return number
    try:
        return EXACT.add(EXACT.divide(number, count), 0)  # 1300, not 1.3E+3
    except Inexact:
        return CONVERTED.divide(number, count)
