"""What a finding says to people, in English and in Korean: findings.toml filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from krmoney.data import load
from krmoney.errors import AmountError, KrmoneyError
from krmoney.language import translate
from krmoney.reading.josa import final_consonant
from krmoney.values import Money, Rate

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from krmoney._present.columns import Slip
    from krmoney.values import Mention

__all__ = ["LANGUAGES", "basis", "explain", "verdict"]

LANGUAGES: Final = ("en", "ko")
Language = Literal["en", "ko"]


class Told(Protocol):
    """What is told of a finding: see `krmoney.Finding`, which has it."""

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


def explain(finding: Told, language: Language) -> str:
    """Say why a finding is what it is."""
    words = _words(language)
    key = finding.verdict + ("_band" if finding.verdict == "fits" and _is_band(finding) else "")
    return _filled(words[key], _Facts(finding, words, language))


def verdict(finding: Told, language: Language) -> str:
    """Name the verdict."""
    name: str = load("findings")["verdict"][language][finding.verdict]
    return name


def basis(what: str, rates: str | None, last: dt.date | None, language: Language = "en") -> list[str]:
    """Say what texts were held against, in lines: the source with its last day, and what was missing.

    >>> basis("text", None, None)
    ['No rates were given: only what the texts say themselves was compared.']
    """
    words = _words(language)
    said = []
    if rates is not None:
        said.append(words["source" if last is None else "source_last"].format(source=rates, last=last))
    return [*said, words[f"basis_{what}"]] if f"basis_{what}" in words else said


def _words(language: str) -> dict[str, str]:
    if language not in LANGUAGES:
        message = translate(
            "the language is {known}, not {language!r}", known=" or ".join(LANGUAGES), language=language
        )
        raise AmountError(message)
    words: dict[str, str] = load("findings")[language]
    return words


class _Named(str):
    """A word that takes the particle of the topic when it is asked: ``{base:topic}``."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return f"{self}{_topic(self)}" if spec == "topic" else super().__format__(spec)


def _topic(word: str) -> str:
    """Return 은 or 는, as the last syllable wants it."""
    final = final_consonant(word[-1:])
    return "은(는)" if final is None else "은" if final else "는"


def _filled(template: str, facts: _Facts) -> str:
    return template.format_map(facts)


class _Facts(dict[str, Any]):
    """The facts of a finding by the names that templates use, each found when it is asked for."""

    def __init__(self, finding: Told, words: dict[str, str], language: Language) -> None:
        super().__init__()
        self._finding, self._words, self._language = finding, words, language

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

    def _base(self) -> _Named:
        return _Named(self._finding.base.text)

    def _counter(self) -> _Named:
        return _Named(self._finding.counter.text)

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
        return self._words[key].format(on=finding.on, rate=_rate_of(rate, rate.value), source=finding.source, **ends)

    def _off(self) -> str:
        off = self._finding.off
        return "" if off is None else f"{abs(off) * 100:.1f}%"

    def _side(self) -> str:
        return self._words["above" if (self._finding.off or 0) > 0 else "below"]

    def _slip(self) -> str:
        finding, slip = self._finding, self._finding.slip
        if slip is None:
            return ""
        if slip.currency is not None:
            name = slip.currency.name("ko" if self._language == "ko" else "en")
            return self._words["other_currency"].format(name=name, code=str(slip.currency))
        one = f"{slip.base}–{finding.counter.text}" if slip.base else ""
        two = f"{finding.base.text}–{slip.counter}" if slip.counter else ""
        if slip.power is not None:
            return self._words["power"].format(times=f"{10 ** abs(slip.power):,}", one=one, two=two)
        return self._words["scale"].format(choices=self._words["or"].join(filter(None, (one, two))))

    def _expected(self) -> str:
        finding, rate = self._finding, self._finding.reference
        if rate is None:
            return ""
        base, counter = _money(finding.base, rate.base), _money(finding.counter, rate.counter)
        if base is None or counter is None:
            return ""
        worths = {"counter_worth": _written(rate.convert(base)), "base_worth": _written(rate.convert(counter))}
        return self._words["expected"].format(base=self._base(), counter=self._counter(), **worths)

    def _stood(self) -> str:
        return "" if self._finding.stood is None else self._words["stood"].format(stood=self._finding.stood)

    def _other(self) -> str:
        other = self._finding.other
        return "" if other is None else f"{other.base.text}–{other.counter.text}"

    def _other_rate(self) -> str:
        return "" if self._finding.other is None else _rate(self._finding.other.rate)

    def _reason(self) -> str:
        finding, code = self._finding, self._finding.reason or ""
        template = self._words["currency_lacks" if code == "currency" else code]
        pair = "/".join(str(each.currency) for each in (finding.base, finding.counter))
        return template.format(pair=pair, ended=finding.stood)


def _is_band(finding: Told) -> bool:
    return finding.reference is not None and finding.reference.low != finding.reference.high


def _rate(rate: Rate | None) -> str:
    return "" if rate is None else str(rate)


def _rate_of(rate: Rate, value: Decimal) -> str:
    return str(Rate(rate.base, rate.counter, value))


def _digits(rate: Rate, value: Decimal) -> str:
    return _rate_of(rate, value).rpartition(" ")[0]


def _money(mention: Mention, currency: str) -> Money | None:
    """Return the amount of a mention; of a range its upper end."""
    value = mention.value if mention.value is not None else mention.high
    return None if not value else Money(value, currency)


def _written(money: Money) -> str:
    """Write an amount as the press does, rounded."""
    from krmoney.writing import format_spec  # only what does not fit needs it

    try:
        return format_spec(Money(money.amount, money.currency), "press.4")
    except KrmoneyError:
        return str(money)
