"""Running text → mentions. The only place that knows the order of the steps: anchors, grammar, traps, context, quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Final

from krmoney import context, grammar, quotes
from krmoney.currencies import Lexicon, Word, lexicon
from krmoney.grammar import Expression
from krmoney.iso import Currency
from krmoney.numerals import DIGITS, SCALES, UNITS
from krmoney.text import normalise
from krmoney.traps import trapped
from krmoney.values import Evidence, Mention, Mentions, Quote, Rate

__all__ = ["extract", "resolve"]

_WON: Final = "KRW"


def extract(text: str, *, elided: bool = True) -> Mentions:
    """Find every figure in running text of any length.

    Never raises on text. What the text does not decide is left undecided: `Mention.currency` is None and
    `Mention.candidates` says what it can be.

    Args:
        text: any text; offsets are code points of exactly this text.
        elided: also read amounts whose 원 is left out (``1조 투자``).

    Returns:
        The mentions, in the order in which they stand.

    >>> found = extract("MS는 스웨덴에 337억 크로나(약 4조 4000억원)를 투자한다. 매출은 14.3% 감소했다.")
    >>> [(each.text, str(each.currency), each.value) for each in found]
    [('337억 크로나', 'SEK', None), ('4조 4000억원', 'KRW', None), ('14.3%', 'None', Decimal('-14.3'))]
    >>> print(found[0].quote.rate)
    1 SEK = 130.56 KRW (129.08–132.05)
    """
    normal, offsets = normalise(text)
    found, evidence = _figures(normal, elided=elided)
    return Mentions(text, list(resolve(text, normal, offsets, found, evidence)))


@cache
def _anchor() -> re.Pattern[str]:
    """One pattern for what only a figure has: digits before a unit or behind a symbol, or syllables before a currency.

    Linear in the text: every run is possessive and begins where no run of its kind goes on.
    """
    lex: Lexicon = lexicon()
    # Behind digits (one blank between): first characters of currency words, scales, percent, a dash of a range.
    firsts = {name[0] for name in lex.after} | set(SCALES) | set(UNITS)
    first = re.escape("".join(sorted(firsts | set("여%퍼프bB배~∼〜–—-할에부"))))
    symbols = re.escape("".join(sorted({name[-1] for name in lex.before if not name[-1].isalnum()})))
    digits = (
        rf"(?<![0-9.,])[0-9](?:[0-9,.]*+(?=[ ]?[{first}]|(?i:[mt](?:rn|ln|n|illion)?\b))"
        rf"|(?:(?<=[{symbols}].)|(?<=[{symbols}] .)|(?<=[A-Z]{{3}}.)|(?<=[A-Z]{{3}} .)))"
    )
    names = sorted((name for name in lex.after if not name[0].isascii()), key=len, reverse=True)
    heads = "|".join(sorted({re.escape(name[:2]) for name in names}))
    run = f"[{''.join(DIGITS)}{''.join(UNITS)}{''.join(SCALES)}수몇여]"
    syllables = rf"(?<![가-힣0-9]){run}++(?: {run}++)?+(?: {run}++)?+(?=[0-9]| ?(?:{heads}))"
    return re.compile(f"{digits}|(?P<syllables>{syllables})")


def _figures(text: str, *, elided: bool) -> tuple[list[Expression], dict[int, Evidence]]:
    """Return the expressions that count as figures, and for those without a currency word why they are money."""
    found: list[Expression] = []
    evidence: dict[int, Evidence] = {}
    won = Word((Currency(_WON),), Currency(_WON), whole=True)
    done = 0
    for anchor in _anchor().finditer(text):
        start = anchor.start()
        if start < done:
            continue
        read = grammar.expression(text, start)
        if read is None:
            continue
        if read.unit is None:
            why = context.elided(text, read) if elided else None
            if why is None or trapped(text, read):
                continue
            evidence[len(found)] = why
            last = read.last._replace(word=won, unit="money")
            read = replace(read, unit="money", last=last)
        elif read.unit == "money" and (trapped(text, read) or _unsupported(text, read)):
            continue
        found.append(read)
        done = read.end
    return found, evidence


def _unsupported(text: str, read: Expression) -> bool:
    """Tell whether a weak currency name (동, 솔 …) has neither a place nor a restatement to show that it is one."""
    return read.word is not None and read.word.weak and text[read.end : read.end + 1] != "(" and not context.supported(text, read)


def resolve(
    text: str, normal: str, offsets: list[int] | None, found: Sequence[Expression], elided: dict[int, Evidence]
) -> Iterator[Mention]:
    """Decide currencies and signs, link quotes, and yield the mentions, with offsets into `text` as it was given."""
    linked = quotes.pairs(normal, found)
    choices = _currencies(normal, found, linked)
    signs = _signs(normal, found)

    def at(offset: int) -> int:
        return offset if offsets is None else offsets[offset]

    def until(offset: int) -> int:
        return offset if offsets is None else offsets[offset - 1] + 1

    quoted: dict[int, Quote] = {}
    for one, two in linked.items():
        base, counter = (one, two) if choices[two].currency != choices[one].currency else (two, one)
        if choices[base].currency == _WON:
            base, counter = counter, base
        quote = _quote(text, found, choices, base, counter, "counter" if counter == two else "base", at, until)
        if quote is not None:
            quoted[base] = quote

    for index, each in enumerate(found):
        money = each.unit == "money"
        choice = choices.get(index)
        signed, cue = signs.get(index, (1, None))
        low, high = (None if end is None else Decimal(end) * signed for end in (each.low, each.high))
        if signed < 0:
            low, high = high, low
        why = [elided.get(index), choice.evidence if choice else None, cue]
        start, end = at(each.start), until(each.end)
        yield Mention(
            start=start,
            end=end,
            text=text[start:end],
            type="money" if money else "multiple" if each.unit == "배" else "percent",
            kind=each.kind,
            low=low,
            high=high,
            low_inclusive=each.low_inclusive,
            high_inclusive=each.high_inclusive,
            approx=each.approx,
            currency=choice.currency if choice else None,
            candidates=choice.candidates if choice else (),
            elided=index in elided,
            per=each.per,
            period=each.period,
            quote=quoted.get(index),
            value=None if money or each.kind in {"range", "vague"} else Decimal(each.first.value) * signed,
            unit=None if money else each.unit,
            evidence=tuple(
                each._replace(start=at(each.start), end=until(each.end) if each.end > each.start else at(each.start))
                for each in why
                if each
            ),
        )


def _currencies(text: str, found: Sequence[Expression], linked: dict[int, int]) -> dict[int, context.Choice]:
    """Decide the currency of every amount: those that stand by themselves first, as neighbours for the others."""
    partner = linked | {two: one for one, two in linked.items()}
    choices: dict[int, context.Choice] = {}
    decided: list[tuple[int, Currency]] = []
    for sure in (True, False):
        for index, each in enumerate(found):
            word = each.word
            if each.unit != "money" or word is None or sure != (word.whole or word.alone is not None):
                continue
            won = _won(found, choices, index, partner.get(index))
            choice = choices[index] = context.choose(text, each, won, decided)
            if choice.currency is not None:
                decided.append((each.start, choice.currency))
    return choices


def _won(
    found: Sequence[Expression], choices: dict[int, context.Choice], index: int, partner: int | None
) -> Decimal | None:
    """Return how many won the text quotes for one unit of an amount."""
    if partner is None or partner not in choices or choices[partner].currency != _WON:
        return None
    own, other = found[index].low, found[partner].low
    return Decimal(other) / Decimal(own) if own and other else None


def _quote(text, found, choices, base, counter, restated, at, until) -> Quote | None:  # type: ignore[no-untyped-def]
    base_code, counter_code = choices[base].currency, choices[counter].currency
    if base_code is None or counter_code is None or base_code == counter_code:
        return None
    rate: Rate | None = quotes.rate(found[base], base_code, found[counter], counter_code, restated=restated)
    start, end = at(found[counter].start), until(found[counter].end)
    return Quote(start, end, text[start:end], counter_code, rate)


def _signs(text: str, found: Sequence[Expression]) -> dict[int, tuple[int, Evidence | None]]:
    """Sign the percentages that a word of change governs; one verb signs the whole list before it."""
    signs: dict[int, tuple[int, Evidence | None]] = {}
    following: tuple[int, tuple[int, Evidence | None]] | None = None
    for index in range(len(found) - 1, -1, -1):
        each = found[index]
        if each.unit not in {"%", "%p", "bp"}:
            following = None
            continue
        own = context.sign(text, each)
        if own is None and following and context.listed(text[each.right : following[0]]):
            own = following[1]
        if own is not None and not each.first.value < 0:
            signs[index] = own
        following = (each.left, own) if own is not None else None
    return signs
