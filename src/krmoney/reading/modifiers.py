"""The words right beside a figure that belong to it: hedges, bounds, 당, periods, whose money it is.

`read` is the figure with all of them; nothing here looks at the sentence around it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from krmoney import numerals
from krmoney.reading.amounts import amount
from krmoney.reading.figures import PERCENT, bare, point
from krmoney.reading.lexicon import OFF_A_RATE, WON, or_won
from krmoney.reading.patterns import alternatives, lazy, template
from krmoney.reading.ranges import DASH, PREFIX, figure
from krmoney.reading.surroundings import coins, counter_at, has_object
from krmoney.values import Evidence

if TYPE_CHECKING:
    from krmoney.reading.figures import Figure
    from krmoney.reading.lexicon import Word
    from krmoney.reading.numbers import Number
    from krmoney.reading.vocabulary import Effect, Vocabulary

__all__ = ["after", "before", "modify", "number", "read"]

_AND_LESS: Final = lazy(r" and (?:(less than|under)|at most|up to) ")


def read(text: str, vocabulary: Vocabulary, start: int) -> Figure | None:
    """Read the figure whose first numeral begins at `start`, with the words beside it.

    ::

        figure = { hedge | bound | per } , ( range | band | amount ) , [ "/" , unit ] , { hedge | bound }
               | amount , "이상" , [ dash ] , amount , ( "미만" | "이하" ) ;
    """
    whole = figure(text, vocabulary, start)
    return None if whole is None else modify(text, vocabulary, whole)


def modify(text: str, vocabulary: Vocabulary, whole: Figure) -> Figure:
    """Return a figure with the words beside it."""
    if text.startswith("/", whole.right):
        whole = _slashed(text, vocabulary, whole)
    whole = after(text, vocabulary, whole, whole.right)
    if whole.start:
        whole = _before(text, vocabulary, whole)
    if whole.kind == "lower_bound":
        whole = _between(text, vocabulary, whole) or whole
    if whole.per is not None:
        whole = _without_dot_groups(whole)
    return _far_bound(text, vocabulary, whole)


class _SlashUnits(NamedTuple):
    """What can stand after a slash: units and counters, and periods (12,900원/월)."""

    units: frozenset[str]
    periods: frozenset[str]


def _slash_units(vocabulary: Vocabulary) -> _SlashUnits:
    cues = vocabulary.cues
    periods = frozenset(cues.list("slash_period"))
    return _SlashUnits(vocabulary.units.union(cues.list("counter"), cues.list("slash")) - periods, periods)


_SLASHED: Final = lazy(
    r"/(?P<count>[0-9]++(?:[.,][0-9]++)*+ ?)?(?P<word>(?:[A-Za-z]++[23]?|[㎀-㏿ℓ])(?![A-Za-z0-9])당?|[가-힣]{1,6})"
)
_SIGN_OF_UNIT: Final = lazy("[㎀-㏿ℓ]")


def _slashed(text: str, vocabulary: Vocabulary, whole: Figure) -> Figure:
    """Read the unit or the period after a slash: ``1,200원/kg``, ``12,900원/월``."""
    found = _SLASHED.match(text, whole.right) if whole.unit == "money" else None
    if found is None:
        return whole
    units, periods = vocabulary.derive(_slash_units)
    for end in range(found.end(), found.start("word"), -1 if found["word"] >= "가" else -len(found["word"])):
        word = text[found.start("word") : end]
        if not vocabulary.josa.ends_word(text, end):
            continue
        if word in periods and found["count"] in {None, "1"}:
            listed = text[end : end + 1] == " " and text[end + 1 : end + 2].isdecimal()  # 보증금 500만원/월 40만원
            return whole if listed else whole._replace(period=word, right=end)
        one = word.removesuffix("당")
        long = one in periods and len(one) > 1  # 5만원/3개월; 12월 is a date
        if one in units or long or _SIGN_OF_UNIT.fullmatch(one):
            return whole._replace(per=text[found.start() + 1 : end], right=end)
    return whole


def _without_dot_groups(whole: Figure) -> Figure:
    """Return a price per unit with its dot as a decimal point: ``초당 1.980원``."""
    only = whole.last
    if whole.per is None or not only.numeral.dotted or whole.kind != "point" or only.value == only.numeral.value:
        return whole
    only = only._replace(value=only.numeral.value)
    return whole._replace(first=only, last=only, low=only.value, high=only.value)


def number(text: str, vocabulary: Vocabulary, start: int) -> Figure | None:
    """Read a number and nothing after it, as a figure without unit."""
    whole = bare(text, vocabulary, start)
    return None if whole is None else _before(text, vocabulary, whole) if whole.start else whole


def _between(text: str, vocabulary: Vocabulary, lower: Figure) -> Figure | None:
    """Join ``3천만원 이상 4천만원 미만``, and ``at least $3 and less than $4``, to one range."""
    spoken = _AND_LESS.match(text, lower.right)
    joint = spoken or DASH.match(text, lower.right)
    at = joint.end() if joint else lower.right + (text[lower.right : lower.right + 1] == " ")
    if (spoken or lower.last.symbol_before) and (front := PREFIX.match(text, at)):
        at = front.end()
    if not (text[at : at + 1].isdecimal() or text[at : at + 1] in numerals.PIECES):
        return None
    second = amount(text, vocabulary, at)
    if second is None:
        return None
    upper = point(text, vocabulary, second)
    upper = after(text, vocabulary, upper, upper.right)
    if spoken:
        upper = _apply(upper, "upper", inclusive=spoken[1] is None)
    if upper.kind == "point" and joint is not None and not spoken:  # 5만원 이상~10만원
        upper = _apply(upper, "upper")
    if upper.kind != "upper_bound" or upper.unit != lower.unit or upper.high is None or lower.low is None:
        return None
    if upper.high <= lower.low or _other_money(lower, upper):
        return None
    return upper._replace(
        start=lower.start,
        left=lower.left,
        first=lower.first,
        kind="range",
        low=lower.low,
        low_inclusive=lower.low_inclusive,
        approx=upper.approx or lower.approx,
    )


def _other_money(lower: Figure, upper: Figure) -> bool:
    """Tell whether the words of two ends name different currencies: 300만 달러 이상 500만 유로 미만."""
    low, high = lower.word, upper.word
    return low is not None and high is not None and set(low.codes).isdisjoint(high.codes)


def after(text: str, vocabulary: Vocabulary, whole: Figure, at: int) -> Figure:
    """Read the hedges and bounds at `at`, and return the figure with them; its `right` is where they end."""
    while found := vocabulary.hedges.after(text, at):
        match, hedge = found
        if hedge.gap and match[0].startswith(" ") and _is_gap(text, vocabulary, whole, hedge.gap, match[0]):
            break
        at = match.end()
        whole = _apply(whole, hedge.effect, inclusive=hedge.inclusive)
    return whole if whole.right == at else whole._replace(right=at)


# Before the size of a gap: 예산보다, 목표치를; what anything is compared with.
_YARDSTICK: Final = template(r"{yardstick}[치액가선값]?(?:[을를에]|{compared}) $")
_COMPARED: Final = template("[가-힣]{compared} $")
_NEAR: Final = 16  # characters


def _is_gap(text: str, vocabulary: Vocabulary, whole: Figure, gap: str, words: str) -> bool:
    """Tell whether an amount is the size of a gap, and no bound: ``전망치를 8% 웃돌았다``, ``예산보다 3억원 초과``."""
    near = max(0, whole.left - _NEAR)
    if gap == "object":
        signed = whole.first.value < 0 or text[whole.start] == "+"  # 컨센서스 -5% 하회
        if whole.unit in PERCENT and (signed or has_object(text, whole.left)):
            return True
        if _COMPARED(vocabulary).search(text, near, whole.left):
            return True
    # 예산을 3억원 넘게 썼다: more than that
    return not words.startswith(" 넘게") and _YARDSTICK(vocabulary).search(text, near, whole.left) is not None


def _before(text: str, vocabulary: Vocabulary, whole: Figure) -> Figure:
    """Read the hedges, bounds, 당 and periods before a figure."""
    for step in before(text, vocabulary, whole.start):
        if step.word is not None:
            owned = _own_currency(text, vocabulary, whole, step, step.word)
            if owned is None:
                break
            whole = owned._replace(left=step.start)
            continue
        whole = whole._replace(left=step.start)
        if step.effect == "per":
            whole = whole._replace(per=step.text)
        elif step.effect == "period":
            whole = whole._replace(period=step.text)
        elif step.effect != "currency":
            whole = _apply(whole, step.effect, inclusive=step.inclusive)
    last = text[whole.left - 1 : whole.left]
    if last == "~" or (last == " " and text[whole.left - 2 : whole.left] == "~ "):
        whole = _up_to(text, whole)
    if whole.per is None and whole.unit == "money" and last == " ":
        begin = max(0, whole.left - _FAR_PER)
        each = text.find("당", begin, whole.left) >= 0
        named = vocabulary.derive(_far_per).search(text, begin, whole.left) if each else None
        whole = whole._replace(per=named[1]) if named else whole
    return whole


_CELL_BEGINS: Final = lazy(r"(?:^|[\n|>(\[])[ \-*·•]*~ ?$")
_CELL_ENDS: Final = lazy(r" ?(?:$|[\n|<)\]])")


def _up_to(text: str, whole: Figure) -> Figure:
    """Read ``~3000만원``: an upper bound where it fills a text, a cell or a list item, else a hedge."""
    begin = text.rindex("~", 0, whole.left)
    if begin and not _CELL_BEGINS.search(text, max(0, begin - 8), whole.left) and text[begin - 1] != " ":
        return whole
    if _CELL_BEGINS.search(text, max(0, begin - 8), whole.left) and _CELL_ENDS.match(text, whole.right):
        return _apply(whole._replace(left=begin), "upper")
    return _apply(whole._replace(left=begin), "approx")


def _own_currency(text: str, vocabulary: Vocabulary, whole: Figure, step: Before, own: Word) -> Figure | None:
    """Apply a word for whose money it is: 미화 300만 달러, 한화 5만원; 우리 돈 5만 leaves out the 원.

    None if it says nothing about the amount: ``한화 100달러``.
    """
    word = whole.word
    if word is None:
        at = whole.end + text.startswith(" ", whole.end)
        counter = counter_at(text, vocabulary, at)  # 위안화 3만 명
        counted = counter is not None and vocabulary.josa.ends_word(text, counter.end())
        other = counted or text[at : at + 1].isdecimal() or vocabulary.derive(coins).match(text, at)
        if whole.unit is not None or whole.last.numeral.scale == 1 or other:
            return whole
        if step.text not in vocabulary.currencies.own and not step.counts:
            if whole.last.value >= _CAPITAL or step.text.endswith("화"):
                return None  # 중국 돈 1조 유입, 중국화 300만 관객
            own = or_won(own)
        why = Evidence("elided", "own", step.text, step.start, step.start + len(step.text))
        whole = whole.assign_currency(own, why)
        return whole._replace(last=whole.last._replace(word_start=step.start))
    if own.codes[0] not in word.codes:
        return _in_foreign_won(text, vocabulary, whole, step, own)
    if not word.unambiguous:
        return whole._replace(last=whole.last._replace(word=own._replace(per=word.per)))
    return whole


_SMALL: Final = 10**4  # below this it is a price, and not what the money is worth in won
_CAPITAL: Final = 10**8  # from this on it is what comes from the country: 중국 돈 5000억원 유치
_EXCHANGED: Final = template("[을를]? ?{exchanged}")


def _in_foreign_won(text: str, vocabulary: Vocabulary, whole: Figure, step: Before, own: Word) -> Figure | None:
    """Return an amount in 원 after a word for foreign money, in that money or undecided; None if it is in won.

    Koreans call yuan 원, too, so ``인민폐 5000만 원`` and ``중국 돈 300원`` are in yuan, but not what money is worth or
    exchanged for. ``일본 돈 5000원`` is undecided. 엔화 and 위안화 head rates and what is held in won: ``엔화 940원``.
    """
    value, rows = whole.last.value, vocabulary.currencies
    if text[whole.last.word_start : whole.last.end] != "원":
        return None  # 한화 100달러
    worth = vocabulary.cues["worth"].search(text, whole.end, whole.right)
    valued = worth is not None or _EXCHANGED(vocabulary).match(text, whole.right) is not None
    called = own.codes[0] in rows.called_won
    if step.text in rows.money:
        won, decided = not called and _is_rate(vocabulary, own, value), value < _SMALL or not valued
    elif step.text in rows.own:
        won, decided = not called or valued or _is_rate(vocabulary, own, value), False
    else:
        won = step.text.endswith("화") or (value >= _CAPITAL and not step.counts)  # 대만화 43원, as 엔화 940원
        decided = value < _SMALL or (step.counts and not valued and value < _CAPITAL)
    if won:
        return None
    why = Evidence("currency", "own", step.text, step.start, step.start + len(step.text))
    word, because = (own, (*whole.why, why)) if called and decided else (or_won(own), whole.why)
    last = whole.last._replace(word=word)
    return whole._replace(first=last if whole.first is whole.last else whole.first, last=last, why=because)


def _is_rate(vocabulary: Vocabulary, own: Word, value: Number) -> bool:
    """Tell whether so many won can be the price of one unit: 위안화 195원, 미화 1,380원."""
    off = vocabulary.typical.off(own.codes[0], WON.codes[0], float(value)) if value > 0 else None
    return off is not None and off < OFF_A_RATE


# 최소 … 수수료 3달러: the bound stands before the noun of the amount, with no particle between.
_FAR_BOUND: Final = lazy(r"(?<![가-힣])(최소|최대)((?: [가-힣]{2,6}){1,4}) $")
_RECORD: Final = template("{record} $")
_CARRIES_PARTICLE: Final = template(r"[가-힣]{clear}(?: |$)")


def _far_bound(text: str, vocabulary: Vocabulary, whole: Figure) -> Figure:
    """Apply a 최소 or 최대 before the noun of the amount; 최대 only of what has a limit (최대 매출 is a record)."""
    if whole.kind != "point" or text.find("최", max(0, whole.left - 30), whole.left) < 0 or text[whole.left - 1] != " ":
        return whole
    match = _FAR_BOUND.search(text, max(0, whole.left - 30), whole.left)
    if match is None or _CARRIES_PARTICLE(vocabulary).search(match[2]):
        return whole
    if _RECORD(vocabulary).search(text, max(0, match.start() - 8), match.start()):
        return whole
    if match[1] == "최소":
        return _apply(whole, "lower")
    limited = vocabulary.cues["limit"].search(match[2])
    return _apply(whole, "upper") if limited else whole


_FOCUS: Final = "는도만"  # particles that may follow 로
_MOST_BEFORE: Final = 4  # words; the limit keeps the time linear


class Before(NamedTuple):
    """One word before a figure: what it does, where it begins, what it says."""

    effect: Effect | Literal["per", "period", "currency"]
    start: int
    text: str
    inclusive: bool = True
    word: Word | None = None  # the currency that it names
    counts: bool = False  # in which the amount is counted: 중국 돈으로


def _own(vocabulary: Vocabulary) -> re.Pattern[str]:
    names, money = alternatives(vocabulary.currencies.own), alternatives(vocabulary.currencies.of_a_country)
    return re.compile(
        vocabulary.pattern(
            rf"(?<![가-힣])({names}|[가-힣]{{2,7}} ?(?:{money}))((?:{{by}}[{_FOCUS}]?)?(?: ?{{reckoned}})?),? ?$"
        )
    )


def _named(text: str, vocabulary: Vocabulary, left: int, start: int) -> Before | None:
    """Return the word before `start` that says whose money it is: 우리 돈, 미화, 중국 돈으로."""
    match = vocabulary.derive(_own).search(text, left, start)
    word = vocabulary.currencies.named_before(match[1]) if match else None
    return match and word and Before("currency", match.start(), match[1], word=word, counts=bool(match[2]))


_PER: Final = lazy(
    r"((?<![\w㎀-㏿ℓ.,])(?:[0-9][0-9,.]*+(?:[십백천만억] ?|[KM] )*+ ?|[한두세네] )?"
    r"[\w㎀-㏿ℓ%.]+(?:\([^()]{1,12}\))? ?당)(?: 평균)?,? ?$"
)
# 1인당 평균 급여는 8,900만원, 1주당 배당금 500원: 당 stands before the noun of the amount, of which at most the last
# word has a particle.
_FAR_PER: Final = 40  # characters


def _period(vocabulary: Vocabulary) -> re.Pattern[str]:
    words = alternatives(vocabulary.periods).replace("평균", " ?평균")
    return re.compile(rf"(?<!\w)({words}) ?$")


def _far_per(vocabulary: Vocabulary) -> re.Pattern[str]:
    unit = alternatives(vocabulary.units)
    noun, plain = r"[가-힣]{1,8}(?:\([^()]{1,12}\))?", "(?![가-힣]*(?:{clear}|{topic}|서)(?: |$))"
    source = (
        rf"((?<![\w㎀-㏿ℓ.,])(?!분당 )(?:[0-9][0-9,.]*+ ?)?(?:{unit}|[㎀-㏿ℓ]) ?당)"  # 분당 아파트 5억원: a city
        rf"(?: {plain}{noun}){{0,2}} (?:{noun}{{topic}}|{plain}(?![가-힣]*(?:{{by}}|도|만) ){noun}) $"
    )
    return re.compile(vocabulary.pattern(source))


_COUNT: Final = "".join([*numerals.PIECES, *"한두세네수몇0123456789,. "])


def _is_for_each(vocabulary: Vocabulary, word: str) -> bool:
    """Tell whether 당 after a word means for each of it: 배럴당, 회사당; but not 해당, 구내식당, 국민의당.

    >>> from krmoney.reading.vocabulary import Vocabulary
    >>> words = ("배럴당", "회사당", "수만명당", "해당", "구내식당", "국민의당")
    >>> [_is_for_each(Vocabulary.default(), each) for each in words]
    [True, True, True, False, False, False]
    """
    counted = word.removesuffix("당").rstrip().lstrip(_COUNT)  # 수만명당, 두마리당
    return counted in vocabulary.units or vocabulary.not_each.fullmatch(word) is None


class _Lasts(NamedTuple):
    """What the last characters of words before a figure can be, by kind: a cheap look before the patterns."""

    hedges: frozenset[str]
    own: frozenset[str]
    periods: frozenset[str]
    per: frozenset[str]
    every: frozenset[str]


def _last_characters(vocabulary: Vocabulary) -> _Lasts:
    currencies = vocabulary.currencies
    own = (*currencies.own, *currencies.of_a_country, *vocabulary.cues.list("reckoned"), "로", ",")
    kinds = (
        vocabulary.hedges.last_characters,
        frozenset(word[-1] for word in own),
        frozenset(word[-1] for word in vocabulary.periods),
        frozenset("당균,"),
    )
    return _Lasts(*kinds, frozenset().union(*kinds))


def before(text: str, vocabulary: Vocabulary, start: int) -> list[Before]:
    """Return the words before `start` that belong to the figure there, nearest first."""
    found: list[Before] = []
    hedges, own, periods, per, every = vocabulary.derive(_last_characters)
    while start and len(found) < _MOST_BEFORE:
        at = start - 2 if text[start - 1] == " " and start > 1 else start - 1
        last = "로" if text[at] in _FOCUS and text[at - 1] == "로" else text[at]  # 중국 돈으로는
        if last not in every:
            break
        left = max(0, start - 24)
        if last in hedges and (hedged := vocabulary.hedges.before(text, left, start)):
            words, hedge = hedged
            if found and found[-1].effect == "period" and words[0].strip() == "한":
                break  # 한 달 5만원: one month
            found.append(Before(hedge.effect, words.start(), words[0].strip(), hedge.inclusive))
        elif last in own and (named := _named(text, vocabulary, left, start)):
            found.append(named)
        elif last in periods and (match := vocabulary.derive(_period).search(text, left, start)):
            found.append(Before("period", match.start(), match[1]))
        elif last in per and (match := _PER.search(text, left, start)) and _is_for_each(vocabulary, match[1]):
            found.append(Before("per", match.start(), match[1]))
        else:
            break
        start = found[-1].start
    return found


def _apply(whole: Figure, effect: Effect, *, inclusive: bool = True) -> Figure:
    """Apply one hedge or bound to a figure; a range or a vague amount keeps its kind (최소 50만원에서 500만원)."""
    if effect == "approx":
        return whole._replace(approx=True)
    if effect == "denomination":
        return whole._replace(denomination=whole.unit in {"money", None})  # 5만원권, not 5%권
    if whole.kind == "range" and whole.first is whole.last and effect == "upper" and not inclusive:
        return whole._replace(kind="upper_bound", low=None, high=whole.low, high_inclusive=False)  # 3조원대 미만
    if whole.kind != "point":
        return whole
    if effect == "lower":
        return whole._replace(kind="lower_bound", high=None, low_inclusive=inclusive)
    if effect == "upper":
        return whole._replace(kind="upper_bound", low=None, high_inclusive=inclusive)
    return whole
