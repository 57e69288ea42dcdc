"""The reader: `extract`, `read` and `parse`, with the options that change what they read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypedDict, Unpack

from krmoney.errors import (
    AmbiguousCurrencyError,
    NoCurrencyError,
    NotOneAmountError,
    NoValueError,
    ParseError,
    UnknownCurrencyError,
)
from krmoney.iso import Currency
from krmoney.language import marked, translate
from krmoney.reading.amounts import dot_grouped
from krmoney.reading.anchors import quiet
from krmoney.reading.cells import cell_number, has_no_value
from krmoney.reading.explain import explained
from krmoney.reading.expressions import Given, plain, whole
from krmoney.reading.labels import only_money
from krmoney.reading.lexicon import named
from krmoney.reading.listings import may_have_rents
from krmoney.reading.pipeline import decide, find, mentions
from krmoney.reading.source import Source
from krmoney.reading.trace import Trace
from krmoney.reading.vocabulary import Vocabulary
from krmoney.values import EXACT, Mentions, Money, Span
from krmoney.values.mention import undecided

if TYPE_CHECKING:
    from collections.abc import Callable

    from krmoney.reading.explain import Explanation
    from krmoney.reading.figures import Figure
    from krmoney.reading.labels import MoneyUnit, UnitLabel
    from krmoney.values import Mention, Rate

__all__ = ["Options", "Reader", "explain", "extract", "moved", "parse", "read", "reader_with"]

_CALLED: Final = {
    "range": marked("a range"),
    "lower_bound": marked("a lower bound"),
    "upper_bound": marked("an upper bound"),
    "vague": marked("a vague amount"),
    "percent": marked("a percentage"),
    "multiple": marked("a multiple"),
    "rate": marked("an exchange rate"),
}


class Options(TypedDict, total=False):
    """The options of a `Reader`, and of every function that reads.

    Attributes:
        vocabulary: the known words; the default is `Vocabulary.default()`.
        prefer: the code or codes to choose if the text leaves several currencies open (크로나: SEK, ISK), or if only
            custom decides (달러).
        elided: whether to find amounts without 원 (``1조 투자``) in running text; on by default.
        currency: the ISO 4217 code of an amount without a currency word (``"337억"``), in single expressions.
        unit: the unit of cells that contain only a number, as the table states it: a label with exactly one unit of
            money (``"백만원"``, ``"(단위: 천 달러, %)"``), or a `UnitLabel`. Such a cell may have note marks and a
            restatement in brackets; ``△`` or ``▲`` before the number, or brackets around it, are a minus. For single
            expressions.
    """

    vocabulary: Vocabulary
    prefer: str | Iterable[str]
    elided: bool
    currency: str | None
    unit: str | UnitLabel


def _codes(codes: str | Iterable[str]) -> tuple[Currency, ...]:
    """Check the preferred currencies."""
    if not isinstance(codes, Iterable):
        message = translate("prefer must be one or more currency codes, not {kind}", kind=type(codes).__name__)
        raise UnknownCurrencyError(message)
    return (Currency(codes),) if isinstance(codes, str) else tuple(map(Currency, codes))


def _code(code: str | None) -> Currency | None:
    return None if code is None else Currency(code)


_WORDS: Final = Vocabulary.default()
_CHECKS: Final[dict[str, Callable[[Any], Any]]] = {"prefer": _codes, "currency": _code}


@dataclass(frozen=True, slots=True, init=False)
class Reader:
    """Reads Korean text with a vocabulary and options; immutable, hashable, equal by value, picklable.

    The functions `extract`, `read`, `parse` and `explain` are the methods of a reader with their options.

    Args:
        options: see `Options`; they are also attributes of the reader.

    Raises:
        UnknownCurrencyError: `prefer` or `currency` is not a currency code.
        AmountError: `unit` is not one unit of money.

    >>> reader = Reader(prefer="CAD", unit="백만원")
    >>> reader.extract("3억 달러")[0].currency, reader.parse("1,234")
    (Currency('CAD'), Money(1234000000, 'KRW'))
    >>> reader == Reader(prefer=["CAD"], unit="백만원"), reader.with_options(unit="")
    (True, Reader(prefer=(Currency('CAD'),)))
    """

    vocabulary: Vocabulary = _WORDS
    prefer: tuple[Currency, ...] = ()
    elided: bool = True
    currency: Currency | None = None
    unit: str | UnitLabel = ""

    def __init__(self, **options: Unpack[Options]) -> None:
        """Check and store the options."""
        given: dict[str, Any] = {**options}
        for option in fields(self):
            name, value = option.name, given.pop(option.name, option.default)
            object.__setattr__(self, name, _CHECKS[name](value) if name in _CHECKS else value)
        if given:
            message = translate(
                "unknown option {given!r}: the options are {known}",
                given=min(given),
                known=", ".join(each.name for each in fields(self)),
            )
            raise TypeError(message)

        if self.unit:
            _unit(self.unit, self.vocabulary)

    def __repr__(self) -> str:
        """Show the options that differ from those of the default reader."""
        return f"Reader({', '.join(f'{name}={value!r}' for name, value in self.options().items())})"

    def options(self) -> dict[str, Any]:
        """Return the options that differ from the defaults.

        >>> Reader(elided=False).options()
        {'elided': False}
        """
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name)) != each.default}

    def with_options(self, **options: Unpack[Options]) -> Reader:
        """Return a reader with some options changed; see `Options`."""
        changed: dict[str, Any] = {**self.options(), **options}
        return Reader(**changed)

    def extract(self, text: str) -> Mentions:
        """Find every figure in running text; see the function `extract`."""
        _check_text(text)
        begin = quiet(text, self.vocabulary)
        if begin == len(text) and not may_have_rents(text):
            return Mentions(text)
        source = Source(text, begin)
        figures = find(source, self.vocabulary, elided=self.elided, prefer=self.prefer)
        return Mentions(text, [*mentions(source, figures)] if figures else ())

    def read(self, text: str, *, context: str = "") -> Mention:
        """Read one expression of any kind; see the function `read`."""
        _check_text(text, context)
        if (cell := self._cell(text)) is not None:
            try:
                return _in_cell(text, self._read(cell, context, None)[0])
            except ParseError:
                return self._read(text, context, None)[0]
        return self._read(text, context, self.currency)[0]

    def explain(self, text: str) -> Explanation:
        """Explain why running text is read the way it is; see the function `explain`."""
        _check_text(text)
        source, trace = Source(text), Trace()
        find(source, self.vocabulary, elided=self.elided, prefer=self.prefer, trace=trace)
        return explained(source, self.vocabulary, trace)

    def parse(self, text: str, *, context: str = "") -> Money:
        """Read one amount of money; see the function `parse`."""
        _check_text(text, context)
        if (cell := self._cell(text)) is not None:
            try:
                return self._parse(cell, context, None)
            except AmbiguousCurrencyError:
                raise
            except ParseError:
                return self._parse(text, context, None)  # the error of the cell itself
        return self._parse(text, context, self.currency)

    def _parse(self, text: str, context: str, currency: Currency | None) -> Money:
        if not context and not self.prefer and (only := plain(text, self.vocabulary)) and only.currency:
            return Money(only.last.value, only.currency)
        mention, rate = self._read(text, context, currency)
        if mention.type != "money" or mention.kind != "point":
            called = _CALLED[mention.kind if mention.type == "money" else mention.type]
            message = translate("not one amount but {called}", called=translate(called))
            raise NotOneAmountError(message, text, (0, len(text)), translate("krmoney.read(text) returns it"))
        if mention.currency is None:
            hint = translate("choose with prefer={code!r}, or name the country", code=str(mention.candidates[0]))
            raise undecided(mention.candidates, text, (mention.start, mention.end), hint)
        return Money(mention.low or 0, mention.currency, rate)

    def _read(self, text: str, context: str, currency: Currency | None) -> tuple[Mention, Rate | None]:
        """Return the mention and the rate that the text quotes, on either side of the pair."""
        given = Given(text, context)
        try:
            found = whole(given, self.vocabulary)
        except ParseError:
            if stated := self._stated(text):
                return stated, stated.rate
            if has_no_value(text):
                message = translate("the cell has no value")
                raise NoValueError(message, text, (0, len(text))) from None
            raise
        first = found[0]
        if first.unit is None:
            if currency is None:
                hint = translate(
                    "currency='KRW' would read {number} as won", number=given.normal[first.start : first.end]
                )
                message = translate("a number without a currency")
                raise NoCurrencyError(message, text, given.span(first.start, first.end), hint)
            found = [_in_currency(given.normal, first, currency), *found[1:]]
        read = list(mentions(given.source, decide(given.source, self.vocabulary, found, prefer=self.prefer)))
        mention = next((each for each in read if each.type != "rate"), None)
        if mention is None:
            message = translate("the lower end is above the upper one")
            raise ParseError(message, text, given.span(first.start, first.end))
        rate = next((each.quote.rate for each in read if each.quote), None)
        return moved(mention, -given.shift) if given.shift else mention, rate

    def _stated(self, text: str) -> Mention | None:
        """Return the exchange rate that the whole text states: ``1달러=1,380원``, ``원·달러 환율 1,380원``."""
        stripped = text.strip()
        return next((each for each in self.extract(text) if each.type == "rate" and each.text == stripped), None)

    def _cell(self, text: str) -> str | None:
        """Return the amount in a cell that is a number, in the unit of its table; None for other cells."""
        number = cell_number(text) if self.unit else None
        if number is None or (number.rest and number.rest[0] != "("):
            return None
        unit = _unit(self.unit, self.vocabulary)
        value = EXACT.multiply(number.value, unit.scale)
        return f"{value:f}{unit.name}{number.rest}"


@lru_cache(maxsize=1 << 10)  # bounded, because a service reads units from clients
def _unit(unit: str | UnitLabel, vocabulary: Vocabulary) -> MoneyUnit:
    return only_money(unit, vocabulary)


def _check_text(*texts: str) -> None:
    for text in texts:
        if not isinstance(text, str):
            message = translate("expected str, got {kind}", kind=type(text).__name__)
            raise TypeError(message)


def _in_cell(text: str, mention: Mention) -> Mention:
    """Turn a mention of digits with their unit into one of the digits, because only they are in the text."""
    begin = len(text) - len(text.lstrip())
    end = max(begin, len(text.rstrip()))
    evidence = tuple(each._replace(start=min(each.start, end), end=min(each.end, end)) for each in mention.evidence)
    return mention.replace(start=begin, end=end, text=text[begin:end], evidence=evidence)


def _in_currency(text: str, bare: Figure, currency: Currency) -> Figure:
    """Return a number without a unit in the caller's currency; in won, a dot may separate thousands."""
    found = bare.assign_currency(named(currency), None)
    word = found.last.word
    grouped = dot_grouped(text, found.last.numeral, word) if word and found.kind == "point" else None
    if grouped is None:
        return found
    value = Decimal(grouped).copy_sign(found.last.value)
    only = found.last._replace(value=value)
    return found._replace(first=only, last=only, low=value, high=value)


def moved(mention: Mention, by: int) -> Mention:
    """Move a mention by a number of characters; evidence that would be before the text has no position."""
    quote = mention.quote
    return mention.replace(
        start=mention.start + by,
        end=mention.end + by,
        quote=quote and quote._replace(start=quote.start + by, end=quote.end + by),
        restates=mention.restates and Span(mention.restates.start + by, mention.restates.end + by),
        evidence=tuple(
            each._replace(start=max(0, each.start + by), end=max(0, each.end + by)) for each in mention.evidence
        ),
    )


def reader_with(options: Options, reader: Reader | None = None) -> Reader:
    """Return a reader, by default the package's own, with some options changed."""
    chosen = reader or _DEFAULT
    return chosen.with_options(**options) if options else chosen


def extract(text: str, **options: Unpack[Options]) -> Mentions:
    """Find every figure in running text of any length.

    This never fails on text. If the text does not decide the currency, `Mention.currency` is None and
    `Mention.candidates` lists the possible currencies.

    Args:
        text: any text; offsets are code points of exactly this text.
        options: see `Options`.

    Returns:
        The mentions, in the order of the text.

    Raises:
        TypeError: `text` is not a `str`.
        UnknownCurrencyError: `prefer` is not a currency code.

    >>> found = extract("새 공장에 337억 크로나(약 4조 4000억원)를 들인다. 매출은 14.3% 감소했다.")
    >>> [(each.text, str(each.currency or each.unit), f"{each.value:,}") for each in found]
    [('337억 크로나', 'SEK', '33,700,000,000'), ('4조 4000억원', 'KRW', '4,400,000,000,000'), ('14.3%', '%', '-14.3')]
    >>> print(found[0].quote.rate)
    1 SEK = 130.56 KRW (129.08–132.05)
    >>> extract("매출은 3억 크로나, 지난해 2억 달러", prefer="ISK")[0].currency
    Currency('ISK')
    """
    return (reader_with(options) if options else _DEFAULT).extract(text)


def explain(text: str, **options: Unpack[Options]) -> Explanation:
    """Explain why a text is read the way it is: what each stage looked at, read, decided or dropped, and why.

    Args:
        text: any text, as for `extract`.
        options: see `Options`.

    Raises:
        TypeError: `text` is not a `str`.

    >>> step = explain("체중이 40파운드 늘었다")[-1]
    >>> step.text, step.says, step.words
    ('40파운드', 'dropped: trap weight, pounds as a weight', '체중')
    """
    return reader_with(options).explain(text)


def read(text: str, *, context: str = "", **options: Unpack[Options]) -> Mention:
    """Read one expression of any kind: a range, a bound, a vague amount, a percentage, or one amount.

    The whole text must be that expression. An undecided currency is not an error here: the mention has no `currency`,
    and `candidates` lists the possible ones.

    Args:
        text: such as ``"1~2조원"``, ``"약 3억 달러"``, ``"배럴당 80달러"``.
        context: other text, such as the sentence before, in which a country may decide the currency.
        options: see `Options`.

    Raises:
        NoCurrencyError: a bare number, and no `currency` or `unit` is given.
        NoValueError: the cell says that it has no value, such as ``-`` or ``해당없음``.
        ParseError: the text is not one expression.
        UnknownCurrencyError: `currency` or `prefer` is not a currency code.
        AmountError: `unit` is not one unit of money.
        TypeError: `text` or `context` is not a `str`.

    >>> mention = read("1~2조원")
    >>> mention.kind, int(mention.low), int(mention.high)
    ('range', 1000000000000, 2000000000000)
    >>> read("수조원").kind, read("1조원 이상").kind, read("10억 크로나").candidates
    ('vague', 'lower_bound', (Currency('SEK'), Currency('ISK')))
    """
    return reader_with(options).read(text, context=context)


def parse(text: str, *, context: str = "", **options: Unpack[Options]) -> Money:
    """Read one amount of money; the whole text must be that amount.

    Only the amount is returned: the 약 of 약 3억원, the 배럴당 of 배럴당 80달러 and the 월 of 월 50만원 are dropped.
    `read` keeps them.

    Args:
        text: such as ``"4억5000만 달러"``, ``"$4.5억"``, ``"四億五千萬원"``; a restatement may follow in brackets or
            after a comma; `Money.rate` has its rate.
        context: other text, such as the sentence before, in which a country may decide the currency.
        options: see `Options`.

    Raises:
        NoCurrencyError: the amount has no currency, and no `currency` or `unit` is given.
        NoValueError: the cell says that it has no value, such as ``-`` or ``해당없음``.
        AmbiguousCurrencyError: several currencies share the name, and nothing decides; the error lists the candidates.
        NotOneAmountError: a range, a bound, a vague amount, or not money; `read` returns these.
        ParseError: anything else that is not one expression.
        UnknownCurrencyError: `currency` or `prefer` is not a currency code.
        AmountError: `unit` is not one unit of money.
        TypeError: `text` or `context` is not a `str`.

    >>> parse("2조4000억원"), parse("사억오천만 달러"), parse("337억", currency="SEK")
    (Money(2400000000000, 'KRW'), Money(450000000, 'USD'), Money(33700000000, 'SEK'))
    >>> print(parse("337억 크로나(약 4조 4000억원)").rate)
    1 SEK = 130.56 KRW (129.08–132.05)
    >>> parse("1,234", unit="(단위: 백만원)"), parse("(7.5)주1)", unit="백만원"), parse("3억원", unit="백만원")
    (Money(1234000000, 'KRW'), Money(-7500000, 'KRW'), Money(300000000, 'KRW'))
    """
    return reader_with(options).parse(text, context=context)


_DEFAULT: Final = Reader()
