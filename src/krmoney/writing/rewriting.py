"""A text with its figures written in another style."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.errors import KrmoneyError
from krmoney.language import marked, translate
from krmoney.reading.reader import Reader
from krmoney.values import Mentions, Money, Rewritten
from krmoney.writing import styles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from krmoney.iso import Currency
    from krmoney.values import Mention
    from krmoney.writing.styles import Style

__all__ = ["rewrite"]

_CHANGED: Final = marked("it would be read differently there")
_ROUNDS: Final = 8


class _Place(NamedTuple):
    """A figure and its new text, or None and the reason why it stays."""

    mention: Mention
    written: str | None
    reason: str = ""


def rewrite(mentions: Mentions, style: str | Style | Callable[[Mention], str | None] = "en") -> Rewritten:
    """Rewrite the figures of a text, and leave the rest as it is; see `krmoney.Mentions.rewrite`."""
    if callable(style):
        places = [_Place(each, style(each), translate("the function returned None")) for each in _innermost(mentions)]
    else:
        chosen = styles.style_of(style)
        places = _as_read(mentions.source, [_place(each, chosen) for each in _innermost(mentions)])
    left = [place for place in places if place.written is None]
    return Rewritten(
        "".join(_pieces(mentions.source, places)),
        Mentions(mentions.source, [place.mention for place in left]),
        [place.reason for place in left],
    )


def _innermost(mentions: Mentions) -> list[Mention]:
    """Leave out rates whose amounts are figures of their own: 1달러=1,380원."""
    ordered = sorted(mentions, key=lambda each: (each.start, -each.end))
    return [each for at, each in enumerate(ordered) if at + 1 == len(ordered) or ordered[at + 1].start >= each.end]


def _place(mention: Mention, style: Style) -> _Place:
    try:
        return _Place(mention, _written(mention, style))
    except KrmoneyError as error:
        return _Place(mention, None, str(error))


def _written(mention: Mention, style: Style) -> str:
    """Write the text for the span of a mention, without the words around it: 14.3% of ``14.3% 감소``."""
    if mention.type == "money" and mention.currency is None:
        return styles.format(mention, style)  # which tells why not
    reader = _reader(mention.currency)
    if mention.kind == "range" and len(inner := reader.extract(mention.text)) > 1:  # 1조원 이상 2조원, before 미만
        return "".join(_pieces(mention.text, [_Place(each, _written(each, style)) for each in inner]))
    alone = reader.read(mention.text)
    if mention.type == "money" and mention.kind == alone.kind == "point":  # 5000 of 월세 5000/90 is fifty million
        written = styles.format(Money(mention.money.amount, mention.money.currency), style, approx=alone.approx)
    else:
        written = styles.format(alone, style)
    before, after = _marks(mention.text)
    return f"{before}{written}{after}"


@cache
def _reader(currency: Currency | None) -> Reader:
    """Return a reader for the text of a span whose currency is known."""
    return Reader(prefer=[currency] if currency else [], currency=currency)


_MARK: Final = re.compile(r"\*\*|</?[A-Za-z][^<>]*>|[\"“”‘’「」『』]")
_OPENING: Final = {"“": "”", "‘": "’", "「": "」", "『": "』"}


def _marks(text: str) -> tuple[str, str]:
    """Return the marks in a span whose other half is outside it: the ``**`` of ``**4억** 달러``."""
    opened: list[tuple[str, str]] = []  # with what would close it
    after = ""
    for mark in _MARK.findall(text):
        if opened and mark == opened[-1][1]:
            opened.pop()
        elif mark.startswith("<") and not mark.startswith("</"):
            opened.append((mark, f"</{mark[1:-1].split()[0]}>"))
        elif mark in _OPENING:
            opened.append((mark, _OPENING[mark]))
        else:
            after += mark
    return "".join(mark for mark, _ in opened), after


def _pieces(text: str, places: Sequence[_Place]) -> Iterator[str]:
    done = 0
    for mention, written, _ in places:
        if written is not None:
            yield text[done : mention.start]
            yield written
            done = mention.end
    yield text[done:]


def _as_read(text: str, places: list[_Place]) -> list[_Place]:
    """Leave the figures whose new text would be read as something else."""
    for _ in range(_ROUNDS):
        wrong = _misread(text, places)
        if not wrong:
            return places
        places = [
            place._replace(written=None, reason=translate(_CHANGED)) if at in wrong else place
            for at, place in enumerate(places)
        ]
    return [place._replace(written=None, reason=translate(_CHANGED)) for place in places]


def _misread(text: str, places: Sequence[_Place]) -> set[int]:
    """Return the figures whose new text is read as another value; text that is not read at all does no harm."""
    found = iter(Reader().extract("".join(_pieces(text, places))))
    read = next(found, None)
    wrong: set[int] = set()
    moved = 0
    for at, (mention, written, _) in enumerate(places):
        if written is None:
            continue
        start = mention.start + moved
        end = start + len(written)
        moved += len(written) - (mention.end - mention.start)
        while read is not None and (read.end <= start or read.type == "rate"):
            read = next(found, None)
        if read is not None and read.start < end and (read.start < start or _says(read) != _says(mention)):
            wrong.add(at)
    return wrong


def _says(mention: Mention) -> tuple[object, ...]:
    ends = mention.low, mention.high, mention.low_inclusive, mention.high_inclusive
    return mention.type, mention.kind, *ends, mention.unit, mention.currency
