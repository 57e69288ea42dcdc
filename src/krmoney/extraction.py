"""Running text → mentions: the only place that knows the order of the steps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from krmoney import grammar, quotes, rates
from krmoney.context import Surroundings
from krmoney.currencies import Word, lexicon
from krmoney.errors import AmountError, UnknownCurrencyError
from krmoney.iso import Currency
from krmoney.numerals import DIGITS, NATIVE, PAIRS, PIECES, SCALES, UNITS
from krmoney.text import normalise
from krmoney.traps import trapped
from krmoney.values import RATIO, Evidence, Mention, Mentions, Quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from krmoney.context import Choice, Signed
    from krmoney.currencies import Lexicon
    from krmoney.grammar import Expression
    from krmoney.values import Kind

__all__ = ["extract", "preferred", "resolve", "restated_bare"]

_WON: Final = "KRW"
_LONGEST: Final = 80  # characters of a numeral written in syllables
_LISTED: Final = re.compile(r"(?:,|·|/| ?→|와|과| 및| 또는|이나) ?(?:[A-Z가-힣]{1,5}(?:석|권|형) )?")


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
    >>> [(each.text, str(each.currency), each.value) for each in found]
    [('337억 크로나', 'SEK', None), ('4조 4000억원', 'KRW', None), ('14.3%', 'None', Decimal('-14.3'))]
    >>> print(found[0].quote.rate)
    1 SEK = 130.56 KRW (129.08–132.05)
    >>> extract("매출은 3억 크로나, 지난해 2억 달러", prefer="ISK")[0].currency
    Currency('ISK')
    """
    if not isinstance(text, str):
        message = f"text is read, not {type(text).__name__}: {text!r}"
        raise AmountError(message)
    wanted = preferred(prefer)
    normal, offsets = normalise(text)
    return Mentions(text, list(resolve(text, normal, offsets, _figures(normal, elided=elided), wanted)))


def preferred(codes: str | Iterable[str]) -> Sequence[Currency]:
    """Check the currencies that the caller prefers."""
    if codes == ():
        return ()
    if not isinstance(codes, Iterable):
        message = f"prefer is a currency code or several, not {codes!r}"
        raise UnknownCurrencyError(message)
    return [Currency(codes)] if isinstance(codes, str) else [Currency(code) for code in codes]


class _Anchors(NamedTuple):
    """What only a figure has: two patterns, each linear, because every run begins where none of its kind goes on."""

    digits: re.Pattern[str]  # digits before a unit or behind a symbol; starts where the numeral starts
    syllables: re.Pattern[str]  # the last syllable of a numeral before a currency word
    times: re.Pattern[str]  # 배 behind a native numeral
    vague: re.Pattern[str]  # 수천억, 몇 조, with or without a currency; 수십%


def _heads(names: Iterable[str]) -> list[str]:
    """Return the first two characters of names, or three where the second is a blank (美 달러): enough of a look."""
    return sorted({re.escape(name[: 3 if name[1:2] == " " else 2]) for name in names if not name.isascii()})


@cache
def _anchors() -> _Anchors:
    lex: Lexicon = lexicon()
    scales = "".join([*SCALES, *UNITS])
    digits = "".join(DIGITS)
    heads = _heads(lex.after)
    firsts = "".join(sorted({head[0] for head in heads}))  # a cheap look before all the heads
    # Behind syllables fewer words can stand: none that needs its country, and no part of a unit.
    spoken = _heads(name for name, word in lex.after.items() if not word.weak and not word.after_unit)
    spoken_firsts = "".join(sorted({head[0] for head in spoken}))
    common = "".join(char for char in scales if char not in "해자양")  # the others are everyday words first
    symbols = "".join(sorted({re.escape(name[-1]) for name in lex.before if not name[-1].isalnum()}))
    return _Anchors(
        digits=re.compile(
            rf"""
            [0-9](?<![0-9.,].)                              # where a number begins
            (?: (?<=[{symbols}].) | (?<=[{symbols}][ ].)    # behind a symbol: $450, € 3
              | (?<=[A-Z]{{3}}.) | (?<=[A-Z]{{3}}[ ].)      # behind a code: EUR450, SEK 3
              | [0-9,.]*+ (?=[ ]? (?:                       # or before, after one blank at most,
                    [{scales}여]                            # a scale: 450만, 30여
                  | 원 | 달러 | 엔                          # a currency: the commonest, then all
                  | (?=[{firsts}]) (?: {"|".join(heads)} )
                  | [%~∼〜–—] | -[0-9] | 에서 | 부터         # percent, what joins a range
                  | 퍼 | 프로 | 베이 | 배 | 할               # 퍼센트, 프로, 베이시스 포인트, 배, 할
                  | [A-Zbmtk$€£¥₩]                          # a code, a magnitude (450m), a symbol
                ))
            )""",
            re.VERBOSE,
        ),
        syllables=re.compile(
            rf"""
            [{digits}{scales}] (?=[ 0-9대퍼A-Z{spoken_firsts}])                   # a cheap look first
            (?: (?<=[{common}]) (?= [0-9] | [ ]?대 | [ ]?{_spoken(spoken)} )      # 사억 달러, 억대
              | (?<=[{digits}{common}점].) (?= [ ]?{_spoken(spoken)} )            # 삼십오 달러
            )""",
            re.VERBOSE,
        ),
        times=re.compile(  # 두 배, 서너배
            r"배(?: (?<=[두세네너댓섯곱덟홉열무몇십백천]배) | (?<=[두세네너댓섯곱덟홉열무몇십백천][ ]배) )", re.VERBOSE
        ),
        vague=re.compile(r"(?:수|몇[ ]?) (?: (?:[십백천]여?[ ]?)?[억조] | [십백천](?=[ ]?%) )", re.VERBOSE),  # 수천억
    )


def _spoken(heads: list[str]) -> str:
    """Return the pattern of what may stand behind a numeral in syllables, for re.VERBOSE."""
    pro = "프로(?: (?![가-힣]) | (?: (?<=[십백]..) | (?<=[십백]...) ) (?=[만도은는가이의라짜]) )"  # 십프로만
    return f"(?: {'|'.join(heads)} | 퍼센트 | {pro} | 퍼(?![가-힣]) | [A-Z]{{3}}(?![A-Za-z]) )"


def _starts(text: str) -> list[tuple[int, int]]:
    """Return where numerals may begin, in order: start, and the end of the anchor if it is one of syllables, else 0."""
    anchors = _anchors()
    found = [(match.start(), 0) for match in anchors.digits.finditer(text)]
    for pattern in (anchors.syllables, anchors.vague):
        found += [(match.start(), match.end()) for match in pattern.finditer(text)]
    for match in anchors.times.finditer(text):
        at = match.start() - (text[match.start() - 1] == " ")
        found.append((at, at))
    found.sort()
    return found


_NOUN: Final = re.compile(f"(?:[{''.join(DIGITS)}여수]?[해자양]|구조|이 해)")  # made of syllables of numerals


@cache
def _syllables() -> re.Pattern[str]:
    """A numeral that begins with syllables, up to the last one of them: ``사억오천만``, ``수십억``, ``몇 천``."""
    run = f"[{''.join(DIGITS)}{''.join(UNITS)}{''.join(SCALES)}수몇여점數幾]"
    native = "|".join([*NATIVE, *PAIRS])
    pair = "|".join(PAIRS)
    # A lone 해 is a year, 한 해 오만원, and 이자, 사양, 오해 are nouns, 이자 십만원; before 수 and 몇 stand no digits:
    # 이 수십억원, two words, but 만 몇천원.
    word = rf"(?!{_NOUN.pattern} ){run}++ (?!(?<![만억천백십] )[수몇數幾])"
    return re.compile(rf"(?<![가-힣0-9])(?:(?:{word}){{0,3}}{run}++|(?:{pair}) ?{run}++|{native})$")


def _figures(text: str, *, elided: bool) -> list[Expression]:
    """Return the expressions that count as figures."""
    around = Surroundings(text)
    reads: list[Expression] = []
    done = 0
    for start, anchored in _starts(text):
        if start < done:
            continue
        read = _read(text, around, start, anchored)
        if read is None or read.start < done:  # 0$0: the symbol belongs to the amount before
            continue
        if read.elided and not elided:  # 우리 돈 5만
            continue
        reads.append(read)
        done = read.end
        if elided and (restated := restated_bare(text, read)):
            reads.append(restated)
            done = restated.end

    # From the right, so that in 10억, 20억, 30억 달러 each knows what the next one is.
    found: list[Expression] = []
    following: Expression | None = None
    spelled = {each.low for each in reads if each.word and each.word.codes[0] == _WON}
    for read in reversed(reads):
        if read.unit is None:
            if following is not None and _shares_unit(text, read, following):
                read.give(text, following.word, following.elided)
            else:
                why = around.elided(read, spelled) if elided else None
                if why is None or trapped(text, read):
                    continue
                read.give(text, _won_word(), why)
        found.append(read)
        following = read
    found.reverse()
    return found


def _read(text: str, around: Surroundings, start: int, anchored: int) -> Expression | None:
    """Read the expression at an anchor, if it is one and in no trap; a number that has no unit keeps None for it."""
    if anchored:
        run = _syllables().search(text, max(0, anchored - _LONGEST), anchored)
        if run is None:
            return None
        noun = _NOUN.fullmatch(run[0]) and text[anchored + 1 : anchored + 2] in PIECES  # 이자 십만원; not 일자 구르드
        if noun and lexicon().match(text, anchored + 1) is None:
            return None
        start = run.start()
    elif text[start - 2 : start] == "만 " and not text[start - 3 : start - 2].isalnum():
        start -= 2  # 만 2천 원, as broadcasters write 12,000
    read = grammar.expression(text, start)
    if read is None or read.unit is None or (read.unit == "money" and not around.supports(read)):
        return read if read is not None and read.unit is None else None
    trap = trapped(text, read)
    single = read.last.end - read.last.word_start == 1  # 24조 원전 수주; but 억 달러화 is no won
    if trap == "part_of_a_word" and single and read.last.numeral.scale > 1 and text[read.last.word_start - 1] == " ":
        return grammar.number(text, start)  # 24조 원전 수주: the number stands without a unit
    return None if trap else read


def _shares_unit(text: str, bare: Expression, following: Expression) -> bool:
    """Tell whether a bare number is one of a list whose last carries the unit: the 3만 of ``3만, 5만원``."""
    if bare.kind != "point" or following.unit != "money" or following.word is None:
        return False
    return _LISTED.fullmatch(text, bare.end, following.left) is not None


@cache
def _bare_bracket() -> re.Pattern[str]:
    own = "|".join(re.escape(name) for name, word in lexicon().own.items() if word.codes[0] == _WON)
    return re.compile(rf" ?\(((?:(?:{own}) ?)?(?P<hedge>(?:{grammar.hedge_words('approx')}) ?)?)(?=[0-9])")


def restated_bare(text: str, read: Expression) -> Expression | None:
    """Read the won without a word for it in the brackets behind a foreign amount: ``5달러(약 6500)``."""
    if read.unit != "money" or read.word is None or _WON in read.word.codes:
        return None
    opened = _bare_bracket().match(text, read.end)
    bare = grammar.number(text, opened.end()) if opened else None
    if opened is None or bare is None or text[bare.end : bare.end + 1] != ")":
        return None
    if not opened[1] and bare.last.numeral.scale == 1:
        return None
    bare.approx, bare.left = bare.approx or opened["hedge"] is not None, opened.start(1)
    bare.give(
        text,
        _won_word(),
        Evidence("elided", "restatement", opened[1].strip(), opened.start(1), opened.end(1)),
    )
    return bare


@cache
def _won_word() -> Word:
    return Word((Currency(_WON),), Currency(_WON), whole=True)


def resolve(
    text: str,
    normal: str,
    offsets: list[int] | None,
    found: Sequence[Expression],
    prefer: Sequence[Currency] = (),
) -> Iterator[Mention]:
    """Decide currencies and signs, link quotes, and yield the mentions, with offsets into `text` as it was given."""
    around = Surroundings(normal, prefer)
    linked = quotes.pairs(normal, found)
    for one, two in linked.items():
        quotes.close(normal, found[one], found[two])
    choices = _currencies(around, found, linked | dict(rates.unit_pairs(normal, found)))
    signs = _signs(around, found)
    back = _Back(text, offsets)
    quoted = dict(_quotes(back, found, choices, linked))
    stated = [*rates.stated(normal, found, {index: choice.currency for index, choice in choices.items()})]

    for index, each in enumerate(found):
        while stated and stated[0].start <= each.start:
            yield _stated(back, stated.pop(0))
        money = each.unit == "money"
        choice = choices.get(index)
        signed, cue = signs.get(index, (1, None))
        kind, low, high, low_inclusive, high_inclusive = _ends(each, negative=signed < 0)
        value = None if money or each.kind in {"range", "vague"} else Decimal(each.first.value)
        start, end, written = back.span(each.start, each.end)
        why = (each.elided, choice.evidence if choice else None, cue)
        yield Mention(
            start=start,
            end=end,
            text=written,
            type="money" if money else "multiple" if each.unit == "배" else "percent",
            kind=kind,
            low=low,
            high=high,
            low_inclusive=low_inclusive,
            high_inclusive=high_inclusive,
            approx=each.approx,
            currency=choice.currency if choice else None,
            candidates=choice.candidates if choice else (),
            elided=each.elided is not None,
            denomination=each.denomination,
            per=each.per,
            period=each.period,
            quote=quoted.get(index),
            value=value.copy_negate() if value and signed < 0 else value,
            unit=None if money else each.unit,
            evidence=tuple(back.evidence(each) for each in why if each),
        )


_FLIPPED: Final[dict[Kind, Kind]] = {"lower_bound": "upper_bound", "upper_bound": "lower_bound"}


def _ends(found: Expression, *, negative: bool) -> tuple[Kind, Decimal | None, Decimal | None, bool, bool]:
    """Return kind, ends and whether they count; of a fall the mirror image: 10% 이상 감소 is -10 or less."""
    low, high = (None if end is None else Decimal(end) for end in (found.low, found.high))
    if not negative:
        return found.kind, low, high, found.low_inclusive, found.high_inclusive
    low, high = (None if end is None else end.copy_negate() for end in (high, low))
    return _FLIPPED.get(found.kind, found.kind), low, high, found.high_inclusive, found.low_inclusive


def _stated(back: _Back, found: rates.Stated) -> Mention:
    start, end, written = back.span(found.start, found.end)
    value = found.rate.value
    return Mention(
        start=start, end=end, text=written, type="rate", kind="point", low=value, high=value, approx=found.approx,
        rate=found.rate,
    )  # fmt: skip


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
    for trust in range(3):
        for index, each in enumerate(found):
            word = each.word
            if each.unit != "money" or word is None or trust != _distrust(word):
                continue
            choice = choices[index] = around.choose(each, _won(found, choices, index, partner.get(index)))
            if choice.currency is not None:
                around.decided(each, choice.currency)
    return choices


def _distrust(word: Word) -> int:
    """Rank a currency word: 0 means one currency, 1 usually means one, 2 is shared."""
    return 0 if word.whole or len(word.codes) == 1 else 1 if word.alone is not None else 2


def _won(found: Sequence[Expression], choices: dict[int, Choice], index: int, partner: int | None) -> Decimal | None:
    """Return how many won the text quotes for one unit of an amount."""
    if partner is None or partner not in choices or choices[partner].currency != _WON:
        return None
    own, other = found[index].low, found[partner].low
    return RATIO.divide(other, own) if own and other else None


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
    following: tuple[int, str | None, Signed] | None = None
    for index in range(len(found) - 1, -1, -1):
        each = found[index]
        if each.unit not in {"%", "%p", "bp"}:
            continue
        own = around.sign(each)
        # 지지율은 30%, 2%p 하락: a level is no part of a list of changes
        if own is None and following and following[1] == each.unit and around.lists(each.right, following[0]):
            own = following[2]
        if own is not None and each.first.value >= 0:
            signs[index] = own
        following = (each.left, each.unit, own) if own is not None else None
    return signs
