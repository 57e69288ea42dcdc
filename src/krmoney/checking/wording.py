"""The text of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from krmoney.errors import KrmoneyError
from krmoney.language import filled, get_language, in_language, marked, translate
from krmoney.values import Money, Rate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from decimal import Decimal

    from krmoney._present.columns import Slip
    from krmoney.values import Mention

__all__ = ["basis", "explain", "lack", "verdict", "verdict_called"]


class Told(Protocol):
    """The fields of a `krmoney.Finding` that its text needs."""

    @property
    def verdict(self) -> str: ...
    @property
    def base(self) -> Mention: ...
    @property
    def counter(self) -> Mention: ...
    @property
    def rate(self) -> Rate | None: ...
    @property
    def reference(self) -> Rate | None: ...
    @property
    def off(self) -> Decimal | None: ...
    @property
    def on(self) -> dt.date | None: ...
    @property
    def source(self) -> str | None: ...
    @property
    def own(self) -> bool: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def slip(self) -> Slip | None: ...
    @property
    def stood(self) -> dt.date | None: ...
    @property
    def other(self) -> Told | None: ...


# The texts name both amounts and say "do not fit" and not "wrong", because nothing in a text tells which of the two is
# wrong.
_SAID: Final = {
    "fits": marked("The two amounts fit: they imply {rate}, and {reference}."),
    "fits_band": marked(
        "It may fit: the two amounts imply {rate}, and {reference}. Without a date, nothing more can be said."
    ),
    "coarse": marked(
        "It fits, but the figures are so round that anything from {low} to {high} would fit, and {reference}."
    ),
    "own rate": marked("It fits what the text itself says: the two amounts imply {rate}, and {reference}."),
    "factor": marked("The two amounts do not fit: they imply {rate}, and {reference}. {slip}"),
    "currency": marked("The two amounts do not fit: they imply {rate}, and {reference}. {slip}"),
    "off": marked("The two amounts do not fit: they imply {rate}, {off} {side}, and {reference}. {expected}{stood}"),
    "inconsistent": marked(
        "This contradicts another conversion in the text, {other}: this one implies {rate}, that one "
        "{other_rate}. They cannot both be right."
    ),
    "no rate": marked("There is nothing to compare it with: {reason}."),
    "power": marked("They are {times} times apart: {one} or {two} would fit."),
    "scale": marked("One wrong scale word would explain it: {choices} would fit."),
    "other_currency": marked("In {name} ({code}), the two would fit."),
    "or": marked(" or "),
    "expected": marked("At that rate {base} is about {counter_worth}, and {counter} about {base_worth}."),
    "stood": marked(" The rate was last at that level on {stood}."),
    "above": marked("above the reference"),
    "below": marked("below the reference"),
    "ref_day": marked("on {on} the rate was {rate} ({source})"),
    "ref_own_day": marked("on {on}, the day that the text names, the rate was {rate} ({source})"),
    "ref_band": marked("the rate was between {low} and {high} ({source})"),
    "ref_own_band": marked("in the period that the text names, the rate was between {low} and {high} ({source})"),
    "ref_own": marked("the text says {rate} (“{source}”)"),
    "ref_constant": marked("the reference is {rate} ({source})"),
    "no rates": marked("no rates were given, and the text names none"),
    "no date": marked("no day was given, and the source does not say which days it covers"),
    "vague": marked("one of the amounts is vague, so the two imply no rate"),
    "undecided": marked("the currency is undecided, and the source has no rate for one of its candidates"),
    "currency_lacks": marked("the source has no rate of {pair}"),
    "ended": marked("the rates of {pair} in the source end on {ended}"),
    "not yet": marked("the rates of {pair} in the source begin after that day"),
    "before": marked("the day is before the first day of the source"),
    "after": marked("the day is after the last day of the source"),
    "gap": marked("the source has no rate of {pair} near that day"),
    "no amount": marked("it is not one amount"),
    "no currency": marked("it has no currency"),
    "no day": marked("it has no date"),
    "basis_decade": marked("No day was given: only conversions outside the rates of the last ten years are reported."),
    "basis_year": marked("Only a year was given: only conversions outside the rates of that year are reported."),
    "basis_text": marked("No rates were given: the conversions were only compared with what the texts say."),
    "basis_blind": marked(
        "The source does not say which days it covers: without a day, the conversions were only compared with "
        "what the texts say."
    ),
    "source": marked("Rates: {source}"),
    "source_last": marked("Rates: {source}, until {last}"),
}
_VERDICTS: Final = {
    "fits": marked("fits"),
    "coarse": marked("coarse"),
    "own rate": marked("own rate"),
    "factor": marked("factor"),
    "currency": marked("currency"),
    "off": marked("off"),
    "inconsistent": marked("inconsistent"),
    "no rate": marked("no rate"),
}


def explain(finding: Told, language: str | None = None) -> str:
    """Explain a finding, in a language or in the current one."""
    key = finding.verdict + ("_band" if finding.verdict == "fits" and _is_band(finding) else "")
    with in_language(language):
        return _said(key, _Facts(finding))


def lack(reason: str, pair: str, ended: dt.date | None) -> str:
    """Explain the code of a reason why there is no rate.

    >>> lack("currency", "VND/KRW", None)
    'the source has no rate of VND/KRW'
    """
    return _said("currency_lacks" if reason == "currency" else reason, {"pair": pair, "ended": ended})


def verdict(finding: Told) -> str:
    """Name the verdict."""
    return verdict_called(finding.verdict)


def verdict_called(name: str) -> str:
    """Name a verdict."""
    return translate(_VERDICTS[name])


def basis(what: str, rates: str | None, last: dt.date | None) -> list[str]:
    """Return lines about what texts were compared with: the source, its last day, and what was missing.

    >>> basis("text", None, None)
    ['No rates were given: the conversions were only compared with what the texts say.']
    """
    said = []
    if rates is not None:
        said.append(_said("source" if last is None else "source_last", {"source": rates, "last": last}))
    return [*said, _said(f"basis_{what}")] if f"basis_{what}" in _SAID else said


def _said(key: str, facts: Mapping[str, object] | None = None) -> str:
    return filled(translate(_SAID[key]), {} if facts is None else facts)


class _Facts(dict[str, Any]):
    """The facts of a finding, by the names in the messages, each computed when it is needed."""

    def __init__(self, finding: Told) -> None:
        super().__init__()
        self._finding = finding

    def __missing__(self, name: str) -> Any:  # noqa: ANN401  # text
        return getattr(self, f"_{name}")()

    def _rate(self) -> str:
        return _rate(self._finding.rate)

    def _low(self) -> str:
        rate = self._finding.rate
        return "" if rate is None else _digits(rate, rate.low)

    def _high(self) -> str:
        rate = self._finding.rate
        return "" if rate is None else _rate_of(rate, rate.high)

    def _base(self) -> str:
        return self._finding.base.text

    def _counter(self) -> str:
        return self._finding.counter.text

    def _reference(self) -> str:
        finding, rate = self._finding, self._finding.reference
        if rate is None:
            return ""
        own = finding.own
        if rate.low != rate.high:
            key = "ref_own_band" if own else "ref_band"
        elif finding.on is None:
            key = "ref_own" if own else "ref_constant"
        else:
            key = "ref_own_day" if own else "ref_day"
        ends = {"low": _digits(rate, rate.low), "high": _rate_of(rate, rate.high)}
        return _said(key, dict(on=finding.on, rate=_rate_of(rate, rate.value), source=finding.source, **ends))

    def _off(self) -> str:
        off = self._finding.off
        return "" if off is None else f"{abs(off) * 100:.1f}%"

    def _side(self) -> str:
        return _said("above" if (self._finding.off or 0) > 0 else "below")

    def _slip(self) -> str:
        finding, slip = self._finding, self._finding.slip
        if slip is None:
            return ""
        if slip.currency is not None:
            return _said("other_currency", {"name": slip.currency.name(get_language()), "code": str(slip.currency)})
        one = f"{slip.base}–{finding.counter.text}" if slip.base else ""
        two = f"{finding.base.text}–{slip.counter}" if slip.counter else ""
        if slip.power is not None:
            return _said("power", {"times": f"{10 ** abs(slip.power):,}", "one": one, "two": two})
        return _said("scale", {"choices": _said("or").join(filter(None, (one, two)))})

    def _expected(self) -> str:
        finding, rate = self._finding, self._finding.reference
        if rate is None:
            return ""
        base, counter = _money(finding.base, rate.base), _money(finding.counter, rate.counter)
        if base is None or counter is None:
            return ""
        worths = {"counter_worth": _written(rate.convert(base)), "base_worth": _written(rate.convert(counter))}
        return _said("expected", {"base": self._base(), "counter": self._counter()} | worths)

    def _stood(self) -> str:
        return "" if self._finding.stood is None else _said("stood", {"stood": self._finding.stood})

    def _other(self) -> str:
        other = self._finding.other
        return "" if other is None else f"{other.base.text}–{other.counter.text}"

    def _other_rate(self) -> str:
        return "" if self._finding.other is None else _rate(self._finding.other.rate)

    def _reason(self) -> str:
        finding = self._finding
        pair = "/".join(str(each.currency) for each in (finding.base, finding.counter))
        return lack(finding.reason or "", pair, finding.stood)


def _is_band(finding: Told) -> bool:
    return finding.reference is not None and finding.reference.low != finding.reference.high


def _rate(rate: Rate | None) -> str:
    return "" if rate is None else str(rate)


def _rate_of(rate: Rate, value: Decimal) -> str:
    return str(Rate(rate.base, rate.counter, value))


def _digits(rate: Rate, value: Decimal) -> str:
    return _rate_of(rate, value).rpartition(" ")[0]


def _money(mention: Mention, currency: str) -> Money | None:
    """Return the amount of a mention, or the upper end of a range."""
    value = mention.value if mention.value is not None else mention.high
    return None if not value else Money(value, currency)


def _written(money: Money) -> str:
    """Write an amount as the press does, rounded."""
    from krmoney.writing import format_spec  # only what does not fit needs it

    try:
        return format_spec(Money(money.amount, money.currency), "press.4")
    except KrmoneyError:
        return str(money)
