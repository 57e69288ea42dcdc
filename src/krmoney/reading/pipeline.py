"""From a text to its mentions. Only this module knows the order of the stages.

A stage is a function ``(source, vocabulary, figures) -> figures``; it returns new figures and changes none.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from krmoney.reading import currencies, elision, listings, modifiers, restatements, signs, stated_rates
from krmoney.reading.anchors import left_end, numeral_start, starts
from krmoney.reading.ranges import figure
from krmoney.reading.short import read_plain
from krmoney.reading.trace import Dropped
from krmoney.reading.traps import trapped
from krmoney.reading.whole import unread_piece
from krmoney.values import Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from krmoney.iso import Currency
    from krmoney.reading.figures import Figure
    from krmoney.reading.source import Source
    from krmoney.reading.trace import Trace
    from krmoney.reading.vocabulary import Vocabulary
    from krmoney.values import Kind

    _Stage = Callable[[Source, Vocabulary, Sequence[Figure]], list[Figure]]

__all__ = ["decide", "find", "mentions"]


def find(
    source: Source,
    vocabulary: Vocabulary,
    *,
    elided: bool = True,
    prefer: Sequence[Currency] = (),
    trace: Trace | None = None,
) -> list[Figure]:
    """Find every figure in a text.

    Args:
        source: the text.
        vocabulary: the words.
        elided: also read amounts whose 원 is left out.
        prefer: the currencies to choose where the text leaves several.
        trace: where to note decisions and their reasons.
    """
    found = _read(source, vocabulary, elided=elided, trace=trace)
    if elided:
        read, found = found, listings.add_rents(source, vocabulary, found)
        if trace is not None:
            trace.decided("listings", read, found)
    if not found:
        return found
    if any(each.unit is None for each in found):
        found = elision.assign_won(source, vocabulary, found, elided=elided, trace=trace)
    return decide(source, vocabulary, found, prefer=prefer, trace=trace)


_STAGES: Final[tuple[tuple[str, _Stage, int], ...]] = (
    ("stated_rates", stated_rates.pair, 2),  # figures that the stage needs
    ("restatements", restatements.link, 1),
    ("currencies", currencies.choose, 1),
    ("signs", signs.sign, 1),
    ("restatements", restatements.quote, 2),
    ("stated_rates", stated_rates.state, 1),
)


def decide(
    source: Source,
    vocabulary: Vocabulary,
    figures: Sequence[Figure],
    *,
    prefer: Sequence[Currency] = (),
    trace: Trace | None = None,
) -> list[Figure]:
    """Decide what the words of the figures leave open: links, currencies, signs, rates."""
    found = list(figures)
    for name, stage, least in _STAGES:
        if len(found) < least:
            continue
        before = found
        if prefer and stage is currencies.choose:
            found = currencies.choose(source, vocabulary, found, prefer=prefer)
        else:
            found = stage(source, vocabulary, found)
        if trace is not None:
            trace.decided(name, before, found)
    return found


def _read(source: Source, vocabulary: Vocabulary, *, elided: bool, trace: Trace | None) -> list[Figure]:
    """Read the figures from left to right; numbers without a unit are among them.

    Traps are checked here, because the text of a dropped figure is free for the next anchor.
    """
    text = source.text
    found: list[Figure] = []
    done = 0
    for anchor, anchored in starts(text, vocabulary, source.quiet):
        if anchor < done:
            continue
        plain = None if anchored or trace is not None else read_plain(text, vocabulary, anchor)
        if isinstance(plain, int):  # the end of a number that is no figure
            done = plain
            continue
        whole = plain or _by_grammar(text, vocabulary, anchor, anchored, trace)
        read = whole and _kept(text, vocabulary, whole, found[-1] if found else None, trace)
        if read is None or read.start < done or (read.elided and not elided):
            continue  # 0$0: the symbol belongs to the amount before; 우리 돈 5만 leaves out the 원
        restated = restatements.bare_won(text, vocabulary, read) if elided else None
        if named := restatements.named(text, vocabulary, read):
            _add_named(found, named, trace)
        for each in (read, restated) if restated else (read,):
            found.append(each)
            done = each.end
            if trace is not None:
                trace.read(each)
    return found


def _add_named(found: list[Figure], named: Figure, trace: Trace | None) -> None:
    """Add the number that a currency's name before it makes an amount; the bare one that was read goes."""
    if found and found[-1].end > named.start:
        if found[-1].unit is not None:
            return
        found.pop()
    found.append(named)
    if trace is not None:
        trace.read(named)


def _by_grammar(text: str, vocabulary: Vocabulary, anchor: int, anchored: int, trace: Trace | None) -> Figure | None:
    """Read the figure at an anchor."""
    start = numeral_start(text, vocabulary, anchor, anchored)
    if start is None:
        return None
    if trace is not None:
        trace.looked(start, max(anchored, anchor + 1))
    begin = left_end(text, start)
    read = figure(text, vocabulary, begin)
    if begin < start and (read is None or read.end <= start):  # 오만에서 칠만 원으로: a change, and no range
        return figure(text, vocabulary, start)
    return read


def _kept(
    text: str, vocabulary: Vocabulary, read: Figure, previous: Figure | None, trace: Trace | None
) -> Figure | None:
    """Return a figure with the words beside it, unless it is in a trap."""
    if _may_be_money(text, read, previous):
        read = modifiers.modify(text, vocabulary, read)
    if piece := unread_piece(text, vocabulary, read, previous):
        if trace is not None:
            trace.dropped("whole", read, Dropped("unread_piece", *piece))
        return None
    if read.unit is None:
        return read
    if read.unit == "money" and not currencies.supports(text, vocabulary, read, previous):
        if trace is not None:
            trace.dropped("currencies", read, Dropped("needs_evidence", read.last.word_start, read.last.end))
        return None
    trap = trapped(text, vocabulary, read)
    if trap is None:
        return read
    if trace is not None:
        trace.dropped("traps", read, Dropped(trap.name, trap.start, trap.end))
    return modifiers.number(text, vocabulary, read.first.numeral.start) if trap.leaves_number else None


_NEXT_IN_LIST: Final = frozenset(",·/→+=와과및또이")  # begins what joins a number to the next one of a list
_NEAR: Final = 100  # characters


def _may_be_money(text: str, read: Figure, previous: Figure | None) -> bool:
    """Tell whether what stands beside a number can matter: one without scale and unit counts only in a list."""
    if read.unit is not None or read.last.numeral.scale > 1:
        return True
    between = text[previous.end : read.start] if previous and read.start - previous.end < _NEAR else ""
    if not _NEXT_IN_LIST.isdisjoint(between):
        return True
    return text[read.end : read.end + 2].lstrip(" ")[:1] in _NEXT_IN_LIST


def mentions(source: Source, figures: Sequence[Figure]) -> Iterator[Mention]:
    """Yield the mentions, with offsets into the text as it was given."""
    for each in figures:
        money = each.unit == "money"
        kind, low, high, low_inclusive, high_inclusive = _ends(each, negative=each.sign < 0)
        if low is not None and high is not None and low > high:  # its scales make no sense
            continue
        start, end = source.span(each.start, each.end)
        evidence = each.why if each.elided is None else (each.elided, *each.why)
        yield Mention.of_fields(
            start, end, source.given[start:end],
            "money" if money else "rate" if each.rate else "multiple" if each.unit == "배" else "percent",
            kind, low, high, low_inclusive, high_inclusive, each.approx,
            None if money or each.rate else each.unit, each.currency, each.candidates, each.elided is not None,
            each.denomination, each.per, each.period, each.quote, each.restates, each.rate,
            tuple(map(source.evidence, evidence)) if evidence else (),
        )  # fmt: skip


_FLIPPED: Final[dict[Kind, Kind]] = {"lower_bound": "upper_bound", "upper_bound": "lower_bound"}


def _ends(found: Figure, *, negative: bool) -> tuple[Kind, Decimal | None, Decimal | None, bool, bool]:
    """Return kind, ends and whether they count; a fall is mirrored: 10% 이상 감소 is -10 or less."""
    low = None if found.low is None else Decimal(found.low)
    high = low if found.high is found.low else None if found.high is None else Decimal(found.high)
    if not negative:
        return found.kind, low, high, found.low_inclusive, found.high_inclusive
    low, high = (None if end is None else end.copy_negate() for end in (high, low))
    return _FLIPPED.get(found.kind, found.kind), low, high, found.high_inclusive, found.low_inclusive
