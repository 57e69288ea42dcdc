"""One expression, wholly consumed → its value, or an error that says what was wrong and what would have been read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from krmoney import numerals
from krmoney.errors import (
    AmbiguousCurrencyError,
    AmountError,
    KrmoneyError,
    NoCurrencyError,
    NotOneAmountError,
    ParseError,
    UnknownCurrencyError,
)
from krmoney.iso import Currency
from krmoney.reading import modifiers
from krmoney.reading.lexicon import named
from krmoney.reading.numbers import scan
from krmoney.reading.pipeline import decide, find, mentions
from krmoney.reading.restatements import bare_won, restates_to_the_end
from krmoney.reading.source import Source
from krmoney.reading.vocabulary import Vocabulary
from krmoney.values import Mentions, Money, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from krmoney.reading.figures import Figure
    from krmoney.values import Mention, Rate

__all__ = ["extract", "parse", "read"]

_NUMERAL: Final = re.compile(
    f"[0-9{''.join(numerals.DIGITS)}{''.join(numerals.UNITS)}{''.join(numerals.SCALES)}수몇數幾]|{'|'.join(numerals.NATIVE)}"
)
_MOST_STARTS: Final = 8  # places at which a numeral is looked for: words before it hold numeral syllables, too
_SHOWN: Final = 20  # characters of an unread rest that a message repeats
_NEEDED: Final = "an amount such as 4억5000만 달러 is needed"
_MOST_TEXT: Final = 1000  # characters; an expression is a line, not a document

_CALLED: Final = {
    "range": "a range",
    "lower_bound": "a lower bound",
    "upper_bound": "an upper bound",
    "vague": "a vague amount",
    "percent": "a percentage",
    "multiple": "a multiple",
    "rate": "an exchange rate",
}


def extract(text: str, *, elided: bool = True, prefer: str | Iterable[str] = ()) -> Mentions:
    """Find every figure in running text of any length.

    Never raises on text. What the text does not decide is left undecided: `Mention.currency` is None and
    `Mention.candidates` says what it can be.

    Args:
        text: any text; offsets are code points of exactly this text.
        elided: also read amounts whose 원 is left out (``1조 투자``).
        prefer: the code or codes to choose where the text leaves several currencies (크로나: SEK, ISK), or has only a
            default (달러).

    Returns:
        The mentions, in the order in which they stand.

    Raises:
        AmountError: `text` is no text.
        UnknownCurrencyError: `prefer` names no currency.

    >>> found = extract("MS는 스웨덴에 337억 크로나(약 4조 4000억원)를 투자한다. 매출은 14.3% 감소했다.")
    >>> [(each.text, str(each.currency or each.unit), f"{each.value:,}") for each in found]
    [('337억 크로나', 'SEK', '33,700,000,000'), ('4조 4000억원', 'KRW', '4,400,000,000,000'), ('14.3%', '%', '-14.3')]
    >>> print(found[0].quote.rate)
    1 SEK = 130.56 KRW (129.08–132.05)
    >>> extract("매출은 3억 크로나, 지난해 2억 달러", prefer="ISK")[0].currency
    Currency('ISK')
    """
    if not isinstance(text, str):
        message = f"text is read, not {type(text).__name__}: {text!r}"
        raise AmountError(message)
    source = Source(text)
    return Mentions(
        text, list(mentions(source, find(source, Vocabulary.default(), elided=elided, prefer=_preferred(prefer))))
    )


def _preferred(codes: str | Iterable[str]) -> Sequence[Currency]:
    """Check the currencies that the caller prefers."""
    if codes == ():
        return ()
    if not isinstance(codes, Iterable):
        message = f"prefer is a currency code or several, not {codes!r}"
        raise UnknownCurrencyError(message)
    return [Currency(codes)] if isinstance(codes, str) else [Currency(code) for code in codes]


def parse(
    text: str,
    *,
    currency: str | None = None,
    prefer: str | Iterable[str] = (),
    context: str = "",
    unit: str = "",
) -> Money:
    """Read one amount of money; the whole text must be that amount.

    What the words around the amount say is not kept: of 약 3억원, 배럴당 80달러 and 월 50만원 the bare amounts are
    returned. `read` keeps it.

    Args:
        text: such as ``"4억5000만 달러"``, ``"$4.5억"``, ``"四億五千萬원"``; a restatement may follow in brackets or
            after a comma, and its rate is kept as `Money.rate`.
        currency: the ISO 4217 code of an amount without currency word (``"337억"``).
        prefer: the code or codes to choose where the text leaves several (크로나: SEK, ISK).
        context: other text, such as the sentence before, in which a country may decide instead.
        unit: what the head of a table says that its numbers are in (``"백만원"``, ``"천 달러"``); for a cell that is
            digits and nothing else. A minus may then also be ``△`` before them, or brackets around them.

    Raises:
        NoCurrencyError: the amount has no currency and `currency` is not given.
        AmbiguousCurrencyError: a shared name that nothing decides; the error lists the candidates.
        NotOneAmountError: a range, a bound, a vague amount or no money; `read` returns these.
        ParseError: anything else that is not one expression.
        UnknownCurrencyError: `currency` or `prefer` names no currency.
        AmountError: `text` or `context` is no text, or `unit` is none.

    >>> parse("2조4000억원"), parse("사억오천만 달러"), parse("337억", currency="SEK")
    (Money(2400000000000, 'KRW'), Money(450000000, 'USD'), Money(33700000000, 'SEK'))
    >>> print(parse("337억 크로나(약 4조 4000억원)").rate)
    1 SEK = 130.56 KRW (129.08–132.05)
    >>> parse("1,234", unit="백만원"), parse("(7.5)", unit="백만원"), parse("3억원", unit="백만원")
    (Money(1234000000, 'KRW'), Money(-7500000, 'KRW'), Money(300000000, 'KRW'))
    """
    code, wanted = None if currency is None else Currency(currency), _preferred(prefer)
    if unit and (cell := _cell_in(text, unit)):
        try:
            return parse(cell, prefer=wanted, context=context)
        except AmbiguousCurrencyError:
            raise
        except ParseError:
            code = None  # the error of the cell itself comes next
    if not context and not wanted and (plain := _plain(text)):
        return plain
    mention, rate = _read(text, code, wanted, context)
    whole = (0, len(text))
    if mention.type != "money" or mention.kind != "point":
        message = f"not one amount but {_CALLED[mention.kind if mention.type == 'money' else mention.type]}"
        raise NotOneAmountError(message, text, whole, "krmoney.read(text) returns it")
    if mention.currency is None:
        codes = tuple(map(str, mention.candidates))
        message = f"the currency is shared by {', '.join(codes)}"
        hint = f"choose with prefer={codes[0]!r}, or name the country"
        raise AmbiguousCurrencyError(message, text, (mention.start, mention.end), hint, codes)
    return Money(mention.low or 0, mention.currency, rate)


def read(text: str, *, currency: str | None = None, prefer: str | Iterable[str] = (), context: str = "") -> Mention:
    """Read one expression of any kind: a range, a bound, a vague amount, a percentage, or one amount.

    The arguments are those of `parse`. A shared currency name that nothing decides is no error here: the mention
    has no `currency`, and `candidates` says what it can be.

    Raises:
        NoCurrencyError: a bare number, and `currency` is not given.
        ParseError: the text is not one expression.
        UnknownCurrencyError: `currency` or `prefer` names no currency.
        AmountError: `text` or `context` is no text.

    >>> mention = read("1~2조원")
    >>> mention.kind, int(mention.low), int(mention.high)
    ('range', 1000000000000, 2000000000000)
    >>> read("수조원").kind, read("1조원 이상").kind, read("10억 크로나").candidates
    ('vague', 'lower_bound', (Currency('SEK'), Currency('ISK')))
    """
    return _read(text, None if currency is None else Currency(currency), _preferred(prefer), context)[0]


# Digits as tables have them: 1,234, △56, (7.5); what negative is, only a table's head makes sure of.
_CELL: Final = re.compile(r" ?(?:(?P<sign>[-+△]?) ?(?P<number>[0-9][0-9,.]*)|\( ?(?P<negative>[0-9][0-9,.]*) ?\)) ?")


def _cell_in(text: str, unit: str) -> str | None:
    """Return a cell that is digits alone with the unit that the head of its table says; None for other cells."""
    _check_unit(str(unit))
    match = _CELL.fullmatch(Source(text).text) if isinstance(text, str) else None
    if match is None:
        return None
    return f"-{match['negative']}{unit}" if match["negative"] else f"{match['sign']}{match['number']}{unit}"


@cache
def _check_unit(unit: str) -> None:
    try:
        parse(f"1{unit}")
    except AmbiguousCurrencyError:
        pass
    except KrmoneyError as error:
        message = f"no unit of money: {unit!r}; 백만원, 억원 and 천 달러 are some"
        raise AmountError(message) from error


def _plain(text: str) -> Money | None:
    """Return what most texts are, one amount whose own words say everything, without looking for more."""
    if not isinstance(text, str) or len(text) > _MOST_TEXT:
        return None
    normal = Source(text).text
    match = _NUMERAL.search(normal)
    whole = modifiers.read(normal, Vocabulary.default(), match.start()) if match else None
    if whole is None or whole.unit != "money" or whole.kind != "point" or whole.left or whole.right != len(normal):
        return None
    word = whole.last.word
    if word is None or word.default is None or word.place_decides or whole.per:
        return None
    return Money(whole.last.value, word.default)


class _Given:
    """The text as given, after its context if it has one, and the part of the canonical text that is to be read."""

    def __init__(self, text: str, context: str) -> None:
        self.text = text
        whole = f"{context}\n{text}" if context else text
        self.shift = len(whole) - len(text)
        self.source = Source(whole)
        self.normal = self.source.text
        begin = self.source.position(self.shift)
        self.stop = len(self.normal.rstrip())
        while begin < self.stop and self.normal[begin].isspace():
            begin += 1
        self.begin = begin

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a span of the canonical text as a span of the text that was given."""
        start, end = self.source.span(start, end)
        return max(0, start - self.shift), max(0, end - self.shift)

    def starts(self, begin: int) -> Iterator[int]:
        """Yield the places from `begin` on at which a numeral may start."""
        found = _NUMERAL.finditer(self.normal, begin, self.stop)
        return (match.start() for match in islice(found, _MOST_STARTS))


def _read(
    text: str, currency: Currency | None, prefer: Sequence[Currency], context: str
) -> tuple[Mention, Rate | None]:
    """Return the mention and the rate that the text quotes, on whichever side of the pair it stands."""
    for each in (text, context):
        if not isinstance(each, str):
            message = f"text is read, not {type(each).__name__}: {each!r}"
            raise AmountError(message)
    if len(text) > _MOST_TEXT:
        message = f"an expression has at most {_MOST_TEXT} characters, this has {len(text)}"
        raise ParseError(message, text, (_MOST_TEXT, len(text)), "krmoney.extract reads texts of any length")
    given = _Given(text, context)
    try:
        found = _expressions(given)
    except ParseError:
        if stated := _stated(text):
            return stated, stated.rate
        raise
    first = found[0]
    if first.unit is None:
        if currency is None:
            hint = f"currency='KRW' would read {given.normal[first.start : first.end]} as won"
            message = "a number without a currency"
            raise NoCurrencyError(message, text, given.span(first.start, first.end), hint)
        found = [first.assign_currency(named(currency), None), *found[1:]]
    read = list(mentions(given.source, decide(given.source, Vocabulary.default(), found, prefer=prefer)))
    mention = next((each for each in read if each.type != "rate"), None)
    if mention is None:
        message = "the lower end is above the upper one"
        raise ParseError(message, text, given.span(first.start, first.end))
    rate = next((each.quote.rate for each in read if each.quote), None)
    return _shifted(mention, given.shift) if given.shift else mention, rate


def _stated(text: str) -> Mention | None:
    """Return the exchange rate that the whole text states: ``1달러=1,380원``, ``원·달러 환율 1,380원``."""
    whole = text.strip()
    rates = [each for each in extract(text) if each.type == "rate" and each.text == whole]
    return rates[0] if rates else None


def _expressions(given: _Given) -> list[Figure]:
    """Return the one expression that the text is, with the restatement behind it if there is one."""
    longest: Figure | None = None
    for start in given.starts(given.begin):
        if longest and start < longest.end:
            continue
        whole = modifiers.read(given.normal, Vocabulary.default(), start)
        if whole is None:
            continue
        if whole.left <= given.begin:
            if whole.right >= given.stop:
                return [whole]
            if again := _restated(given, whole):
                return [whole, again]
        if longest is None or whole.right - whole.left > longest.right - longest.left:
            longest = whole
    raise _refusal(given, longest)


def _restated(given: _Given, whole: Figure) -> Figure | None:
    """Return the restatement that fills the rest of the text, if that is what the rest is."""
    normal = given.normal
    if (bare := bare_won(normal, Vocabulary.default(), whole)) and normal[bare.end : given.stop].strip() == ")":
        return bare
    for start in given.starts(whole.right):
        again = modifiers.read(normal, Vocabulary.default(), start)
        if again and restates_to_the_end(normal, Vocabulary.default(), whole, again, given.stop):
            return again
    return None


def _refusal(given: _Given, longest: Figure | None) -> ParseError:
    """Say why the text is not one expression, with what would have been read."""
    text, normal, begin, stop = given.text, given.normal, given.begin, given.stop
    if begin >= stop:
        return ParseError("nothing to read", text, (0, len(text)), _NEEDED)
    numeral = next((scan(normal, start) for start in given.starts(begin)), None)
    if numeral and numeral.fault:
        ended = [stop for stop in numeral.stops if normal[stop.end - 1] in numerals.SCALES]
        last = next(reversed(ended or numeral.stops), None)
        hint = f"{normal[last.start : last.end]} alone would be {last.value:,}" if last else ""
        return ParseError(numeral.fault, text, given.span(*numeral.culprit), hint)
    if longest is None:
        word = Vocabulary.default().currencies.match(normal, begin)
        message = "a currency without a number" if word and word[0] >= stop else "no amount in the text"
        return ParseError(message, text, given.span(begin, stop), _NEEDED)
    piece = normal[longest.start : longest.end]
    hint = f"without it, {piece} would be read"
    if longest.left > begin:
        before = normal[begin : longest.left].strip()
        word = Vocabulary.default().currencies.match(before, 0)
        if word and word[0] == len(before) and longest.unit is None:
            hint = f"the currency name stands behind the number: {piece}{' ' * before.isascii()}{before}"
        return ParseError(f"cannot read {before!r} before the amount", text, given.span(begin, longest.left), hint)
    rest = normal[longest.right : stop].strip()
    shown = rest if len(rest) <= _SHOWN else rest[:_SHOWN] + "…"
    return ParseError(f"cannot read {shown!r} behind the amount", text, given.span(longest.right, stop), hint)


def _shifted(mention: Mention, shift: int) -> Mention:
    """Take the context off again: offsets are into the text alone, and evidence in the context has none."""
    quote = mention.quote
    return replace(
        mention,
        start=mention.start - shift,
        end=mention.end - shift,
        quote=quote and quote._replace(start=quote.start - shift, end=quote.end - shift),
        restates=mention.restates and Span(mention.restates.start - shift, mention.restates.end - shift),
        evidence=tuple(
            each._replace(start=max(0, each.start - shift), end=max(0, each.end - shift)) for each in mention.evidence
        ),
    )
