"""What people explore with: figures as HTML for notebooks and pages, as rows of data frames, and as charts.

In Jupyter the values of krmoney show themselves. Nothing here is needed to read figures, and ``import krmoney``
does not load it; pandas, polars and matplotlib are imported by the functions that use them.

The HTML has no script and fetches nothing. Every character of the text is escaped, and the text on the page is
the text: labels and arrows are drawn by the style sheet, so what is copied from the page is what was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation
from functools import cache
from html import escape
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import krmoney
from krmoney import AmountError, KrmoneyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd
    import polars as pl
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from krmoney import Currency, Evidence, Mention, Mentions, Money, Quote, Rate

__all__ = [
    "Chart",
    "MissingExtraError",
    "mention_html",
    "mentions_html",
    "money_html",
    "page_end",
    "page_section",
    "page_start",
    "plot_amounts",
    "plot_rates",
    "rate_html",
    "to_dicts",
    "to_pandas",
    "to_polars",
]


class MissingExtraError(KrmoneyError, ImportError):
    """A library that comes with an extra of krmoney is not installed; the message names the extra."""


def _library(name: str, extra: str) -> Any:  # noqa: ANN401  # a module that may not be there
    try:
        return import_module(name)
    except ImportError as error:
        message = f"{name.partition('.')[0]} is not installed; it comes with: pip install 'krmoney[{extra}]'"
        raise MissingExtraError(message) from error


# --- numbers and words for people

_WIDE: Final = Context(prec=1000)
_SCALES: Final = ((12, "tn", 3), (9, "bn", 3), (6, "m", 4))  # named as krmoney.format names them, and how many decimals
_ROLES: Final = {
    "won": "won",
    "foreign": "foreign currency",
    "open": "currency undecided",
    "ratio": "percent and multiples",
    "rate": "rates",
}


def _digits(number: Decimal) -> str:
    """Write a number in full, with a real minus sign.

    >>> _digits(Decimal("-1234567.50"))
    '−1,234,567.5'
    """
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−")


def _short(number: Decimal) -> str:
    """Write a number short and yet exactly; in full where that cannot be.

    >>> [_short(Decimal(each)) for each in ("33700000000", "4400000000000", "-1234500", "1234567.8", "70.50")]
    ['33.7bn', '4.4tn', '−1.2345m', '1,234,567.8', '70.5']
    """
    for power, name, places in _SCALES:
        scaled = _WIDE.scaleb(number, -power)
        if abs(scaled) >= 1 and scaled == scaled.quantize(Decimal(1).scaleb(-places), context=_WIDE):
            return _digits(scaled) + name
    return _digits(number)


def _value(mention: Mention, write: Callable[[Decimal], str]) -> str:
    """Write the value of a mention: ``≈ 5``, ``≥ 5``, ``5 – 7``, ``5 – <7``."""
    low, high = (None if end is None else write(end) for end in (mention.low, mention.high))
    if high is None:
        text = f"{'≥' if mention.low_inclusive else '>'} {low}"
    elif low is None:
        text = f"{'≤' if mention.high_inclusive else '<'} {high}"
    elif low == high:
        text = low
    else:
        text = f"{'' if mention.low_inclusive else '>'}{low} – {'' if mention.high_inclusive else '<'}{high}"
    return f"≈ {text}" if mention.approx else text


def _unit(mention: Mention) -> str:
    """Name the currency, or those that it may be; else the unit."""
    if mention.rate is not None:
        return f"{mention.rate.counter!s}/{mention.rate.base!s}"
    if mention.type != "money":
        return mention.unit or ""
    if mention.currency is not None:
        return str(mention.currency)
    return f"{' or '.join(mention.candidates)}?"


def _label(mention: Mention) -> str:
    """Say in a few characters what a figure is worth.

    >>> [_label(each) for each in krmoney.extract("매출 약 3.5조원, 12.5% 감소, 빚은 3배, 1달러당 1391.5원")]
    ['≈ 3.5tn KRW', '−12.5%', '× 3', '1,391.5 KRW/USD', '1 USD', '1,391.5 KRW']
    """
    value = _value(mention, _short)
    if mention.type == "multiple":
        return f"× {value}"
    return value + ("" if mention.type == "percent" else " ") + _unit(mention)


def _role(mention: Mention) -> str:
    if mention.type == "rate":
        return "rate"
    if mention.type != "money":
        return "ratio"
    return "open" if mention.currency is None else _role_of(mention.currency)


def _role_of(currency: Currency) -> str:
    return "won" if currency == "KRW" else "foreign"


def _rate_digits(rate: Rate) -> str:
    """Write what a rate multiplies by, to the digits that `str(rate)` has.

    >>> _rate_digits(krmoney.extract("337억 크로나(약 4조 4000억원)")[0].quote.rate)
    '130.56'
    """
    return str(rate).split()[3]


def _press(value: Money | Mention) -> str:
    """Write a value as the press does; what cannot be written so, such as a currency that is open, not at all."""
    try:
        return krmoney.format(value)
    except KrmoneyError:
        return ""


def _reason(evidence: Evidence) -> str:
    said = f" “{evidence.text}”" if evidence.text else ""
    return f"{evidence.question} by {evidence.reason}{said}"


def _counted(number: int, singular: str) -> str:
    return f"{number:,} {singular}" + ("" if number == 1 else "s")


# --- HTML: pieces

_UNPRINTABLE: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # what HTML cannot hold


def _escaped(text: str) -> str:
    r"""Make text of what may look like markup; replace what HTML cannot hold.

    >>> _escaped("<b title='1조원'>\0 & 2조원</b>")
    '&lt;b title=&#x27;1조원&#x27;&gt;� &amp; 2조원&lt;/b&gt;'
    """
    return escape(_UNPRINTABLE.sub("\ufffd", text))


@cache
def _style() -> str:
    css = (Path(__file__).parent / "templates" / "notebook.css").read_text("utf-8")
    return f"<style>{' '.join(re.sub(r'/[*].*?[*]/', '', css, flags=re.DOTALL).split())}</style>"


def _box(content: str, extra: str = "", *, style: bool = True) -> str:
    # The last two classes keep MathJax from taking the text between two dollar signs for a formula.
    css = _style() if style else ""
    return f'<div class="krm{extra} tex2jax_ignore mathjax_ignore">{css}{content}</div>'


def _facts(mention: Mention) -> Iterator[tuple[str, str]]:
    """Yield what there is to know of a figure, each fact with its name."""
    rate = mention.rate
    unit = "" if rate else _unit(mention)
    yield "value", str(rate) if rate else f"{_value(mention, _digits)} {unit}".rstrip()
    if press := _press(mention):
        yield "in Korean", press
    if mention.currency is not None:
        yield "currency", f"{mention.currency.name()} · {mention.currency.name('en')}"
    elif mention.candidates:
        yield "currency", "undecided: " + ", ".join(f"{each!s} {each.name()}" for each in mention.candidates)
    yield "kind", mention.kind.replace("_", " ") + (", approximate" if mention.approx else "")
    if mention.per:
        yield "per", mention.per
    if mention.period:
        yield "period", mention.period
    if mention.elided:
        yield "left out", "원"
    if mention.quote is not None:
        yield "restated", f"{mention.quote.text} ({mention.quote.currency!s})"
        if mention.quote.rate is not None:
            yield "rate", str(mention.quote.rate)
    for each in mention.evidence:
        yield "why", _reason(each)
    yield "place", f"{mention.start}–{mention.end}"


def _facts_html(mention: Mention) -> str:
    pairs = [f"<dt>{name}</dt><dd>{_escaped(fact)}</dd>" for name, fact in _facts(mention)]
    first, *others = pairs
    return f'<dl class="krm-facts">{first.replace("<dd>", "<dd class="krm-big">", 1)}{"".join(others)}</dl>'


# --- HTML: the text


class _Link(NamedTuple):
    """An arrow between two figures: from an amount to its restatement."""

    label: str
    back: bool  # the restatement stands before the amount


class _Text:
    """A text with its figures: what to show where.

    Only the outermost figures are highlighted: a rate is one, the amounts it is stated with are in the table.
    """

    _NEAR: Final = 20  # characters between an amount and its restatement, at most, for an arrow
    _BEFORE: Final = re.compile(r"[^\s]{1,6}\Z")  # what is kept on one line with a figure
    _BEHIND: Final = re.compile(r"[^\s]{1,10}")

    def __init__(self, found: Mentions) -> None:
        self.source = found.source
        self.figures: list[Mention] = []
        for each in sorted(found, key=lambda each: (each.start, -each.end)):
            if not self.figures or each.start >= self.figures[-1].end:
                self.figures.append(each)
        self.links: dict[int, _Link] = {}  # by the start of the right one of the two
        for left, right in zip(self.figures, self.figures[1:], strict=False):
            link = _link(left.quote, right, back=False) or _link(right.quote, left, back=True)
            between = self.source[left.end : right.start]
            if link and len(between) <= self._NEAR and "\n" not in between:
                self.links[right.start] = link

    def html(self, start: int, end: int) -> str:
        """Write a part of the text; no figure reaches over its ends."""
        pieces: list[str] = []
        at = start
        for each in self.figures:
            if not start <= each.start < end:
                continue
            before = self.source[at : each.start]
            if link := self.links.get(each.start):
                side = " krm-back" if link.back else ""
                head = f'<span class="krm-link{side}" data-label="{_escaped(link.label)}">{_escaped(before)}</span>'
            else:
                head = match[0] if (match := self._BEFORE.search(before)) else ""
                pieces.append(_escaped(before.removesuffix(head)))
                head = _escaped(head)
            at = each.end
            behind = self._BEHIND.match(self.source, at, self._next(each, end))
            if behind:
                at = behind.end()
            tail = _escaped(behind[0]) if behind else ""
            pieces.append(f'<span class="krm-word">{head}{_figure(each)}{tail}</span>')
        return "".join([*pieces, _escaped(self.source[at:end])])

    def _next(self, figure: Mention, end: int) -> int:
        """Return up to where the text behind a figure is not claimed by the next."""
        following = self.figures[self._index(figure) + 1 :][:1]
        if not following or following[0].start >= end:
            return end
        return figure.end if following[0].start in self.links else following[0].start
