"""Running text → mentions. The only place that knows the order of the steps: anchors, grammar, traps, context, quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Final, Literal, NamedTuple

from krmoney import grammar, quotes
from krmoney.context import Choice, Signed, Surroundings
from krmoney.currencies import Lexicon, Word, lexicon
from krmoney.grammar import Expression
from krmoney.iso import Currency
from krmoney.numerals import DIGITS, SCALES, UNITS
from krmoney.text import normalise
from krmoney.traps import trapped
from krmoney.values import Evidence, Mention, Mentions, Quote

__all__ = ["extract", "resolve"]

_WON: Final = "KRW"
_LONGEST: Final = 40  # characters of a numeral written in syllables


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
    found, evidence = _figures(normal, Surroundings(normal), elided=elided)
    return Mentions(text, list(resolve(text, normal, offsets, found, evidence)))


class _Anchors(NamedTuple):
    """What only a figure has: two patterns, each linear, because every run begins where none of its kind goes on."""

    digits: re.Pattern[str]  # digits before a unit or behind a symbol; starts where the numeral starts
    syllables: re.Pattern[str]  # the last syllable of a numeral before a currency word


@cache
def _anchors() -> _Anchors:
    lex: Lexicon = lexicon()
    # Two characters of each name (three where the second is the blank of "美 달러") are enough to look closer.
    heads = {name[: 3 if name[1:2] == " " else 2] for name in lex.after if not name[0].isascii()} - {"원", "달러", "엔"}
    firsts = re.escape("".join(sorted({head[0] for head in heads})))
    name = f"(?:원|달러|엔|(?=[{firsts}])(?:{'|'.join(map(re.escape, sorted(heads)))}))"
    scales = "".join([*SCALES, *UNITS])
    # What may stand behind digits, after one blank at most: a scale, a currency word, percent, the dash of a range …
    tail = rf" ?(?:[{scales}여%~∼〜–—]|{name}|-[0-9]|퍼센|프로|베이|배|할|[A-Zbmtk$€£¥₩]|에서|부터)"
    symbols = re.escape("".join(sorted({name[-1] for name in lex.before if not name[-1].isalnum()})))
    behind = rf"(?<=[{symbols}].)|(?<=[{symbols}] .)|(?<=[A-Z]{{3}}.)|(?<=[A-Z]{{3}} .)"
    return _Anchors(
        re.compile(rf"[0-9](?<![0-9.,].)(?:{behind}|[0-9,.]*+(?={tail}))"),
        re.compile(f"[{''.join(DIGITS)}{scales}](?:(?= ?{name})|(?<=[{scales}])(?=[0-9]))"),
    )


def _starts(text: str) -> list[tuple[int, int]]:
    """Return where numerals may begin, in order: start, and the end of the anchor if it is one of syllables, else 0."""
    anchors = _anchors()
    found = [(match.start(), 0) for match in anchors.digits.finditer(text)]
    found += [(match.start(), match.end()) for match in anchors.syllables.finditer(text)]
    found.sort()
    return found


@cache
def _syllables() -> re.Pattern[str]:
    """A numeral that begins with syllables, up to the last one of them: ``사억오천만``, ``수십억``, ``몇 천``."""
    run = f"[{''.join(DIGITS)}{''.join(UNITS)}{''.join(SCALES)}수몇여]"
    return re.compile(rf"(?<![가-힣0-9])(?:{run}++ ){{0,3}}{run}++$")


def _figures(text: str, around: Surroundings, *, elided: bool) -> tuple[list[Expression], dict[int, Evidence]]:
    """Return the expressions that count as figures, and for those without a currency word why they are money."""
    found: list[Expression] = []
    evidence: dict[int, Evidence] = {}
    won = Word((Currency(_WON),), Currency(_WON), whole=True)
    done = 0
    for start, syllables in _starts(text):
        if start < done:
            continue
        if syllables:
            run = _syllables().search(text, max(done, syllables - _LONGEST), syllables)
            if run is None:
                continue
            start = run.start()  # noqa: PLW2901  # the anchor is the numeral's last syllable
        read = grammar.expression(text, start)
        if read is None:
            continue
        if read.unit is None:
            why = around.elided(read) if elided else None
            if why is None or trapped(text, read):
                continue
            evidence[len(found)] = why
            read.last, read.unit = read.last._replace(word=won, unit="money"), "money"
        elif read.unit == "money" and (trapped(text, read) or not around.supports(read)):
            continue
        found.append(read)
        done = read.end
    return found, evidence


def resolve(
    text: str, normal: str, offsets: list[int] | None, found: Sequence[Expression], elided: dict[int, Evidence]
) -> Iterator[Mention]:
    """Decide currencies and signs, link quotes, and yield the mentions, with offsets into `text` as it was given."""
    around = Surroundings(normal)
    linked = quotes.pairs(normal, found)
    choices = _currencies(around, found, linked)
    signs = _signs(around, found)
    back = _Back(text, offsets)
    quoted = dict(_quotes(back, found, choices, linked))

    for index, each in enumerate(found):
        money = each.unit == "money"
        choice = choices.get(index)
        signed, cue = signs.get(index, (1, None))
        low, high = (None if end is None else Decimal(end) for end in (each.low, each.high))
        if signed < 0:
            low, high = high and high.copy_negate(), low and low.copy_negate()
            low, high = high, low
        value = None if money or each.kind in {"range", "vague"} else Decimal(each.first.value)
        start, end, written = back.span(each.start, each.end)
        why = (elided.get(index), choice.evidence if choice else None, cue)
        yield Mention(
            start=start,
            end=end,
            text=written,
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
            value=value.copy_negate() if value and signed < 0 else value,
            unit=None if money else each.unit,
            evidence=tuple(back.evidence(each) for each in why if each),
        )


class _Back:
    """The way from the text that the grammar read back to the text as it was given."""

    def __init__(self, text: str, offsets: list[int] | None) -> None:
        self.text = text
        self.offsets = offsets

    def span(self, start: int, end: int) -> tuple[int, int, str]:
        """Return start, end and slice in the given text; an invisible character behind the end stays outside."""
        if self.offsets is not None:
            start, end = self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[end]
        return start, end, self.text[start:end]

    def evidence(self, found: Evidence) -> Evidence:
        start, end, _ = self.span(found.start, found.end)
        return found._replace(start=start, end=end)


def _currencies(around: Surroundings, found: Sequence[Expression], linked: dict[int, int]) -> dict[int, Choice]:
    """Decide the currency of every amount: those that stand by themselves first, as neighbours for the others."""
    partner = linked | {two: one for one, two in linked.items()}
    choices: dict[int, Choice] = {}
    for sure in (True, False):
        for index, each in enumerate(found):
            word = each.word
            if each.unit != "money" or word is None or sure != (word.whole or word.alone is not None):
                continue
            choice = choices[index] = around.choose(each, _won(found, choices, index, partner.get(index)))
            if choice.currency is not None:
                around.decided(each, choice.currency)
    return choices


def _won(found: Sequence[Expression], choices: dict[int, Choice], index: int, partner: int | None) -> Decimal | None:
    """Return how many won the text quotes for one unit of an amount."""
    if partner is None or partner not in choices or choices[partner].currency != _WON:
        return None
    own, other = found[index].low, found[partner].low
    return Decimal(other) / Decimal(own) if own and other else None


def _quotes(
    back: _Back, found: Sequence[Expression], choices: dict[int, Choice], linked: dict[int, int]
) -> Iterator[tuple[int, Quote]]:
    """Yield, by index of the foreign amount, its restatement and the rate that the pair implies."""
    for one, two in linked.items():
        base, counter = (two, one) if choices[one].currency == _WON else (one, two)
        base_code, counter_code = choices[base].currency, choices[counter].currency
        if base_code is None or counter_code is None or base_code == counter_code:
            continue
        restated: Literal["base", "counter"] = "counter" if counter == two else "base"
        rate = quotes.rate(found[base], base_code, found[counter], counter_code, restated)
        if rate is not None:
            start, end, written = back.span(found[counter].start, found[counter].end)
            yield base, Quote(start, end, written, counter_code, rate)


def _signs(around: Surroundings, found: Sequence[Expression]) -> dict[int, Signed]:
    """Sign the percentages that a word of change governs; one verb signs the whole list before it."""
    signs: dict[int, Signed] = {}
    following: tuple[int, Signed] | None = None
    for index in range(len(found) - 1, -1, -1):
        each = found[index]
        own = around.sign(each) if each.unit in {"%", "%p", "bp"} else None
        if own is None and following and around.lists(each.right, following[0]):
            own = following[1]
        if own is not None and each.first.value >= 0:
            signs[index] = own
        following = (each.left, own) if own is not None else None
    return signs
