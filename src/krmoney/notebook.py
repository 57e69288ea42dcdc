"""What people explore with: figures as HTML for notebooks and pages, as rows of data frames, and as charts.

In Jupyter the values of krmoney show themselves. Nothing here is needed to read figures, and ``import krmoney``
does not load it; pandas, polars and matplotlib are imported by the functions that use them.

The HTML has no script and fetches nothing. Every character of the text is escaped, and the text on the page is
the text: labels and arrows are drawn by the style sheet, so what is copied from the page is what was written.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation
from functools import cache
from html import escape
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import krmoney
from krmoney import AmountError, KrmoneyError
from krmoney._extras import library
from krmoney._flat import FIGURE, Column, ends, lay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd
    import polars as pl
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from krmoney import Currency, Evidence, Mention, Mentions, Money, Quote, Rate

__all__ = [
    "Chart",
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
    return ("≈ " if mention.approx else "") + ends(mention, write)


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
    return f'<dl class="krm-facts">{"".join(pairs)}</dl>'


# --- HTML: the text


class _Link(NamedTuple):
    """An arrow between two figures: from an amount to its restatement."""

    label: str
    back: bool  # the restatement stands before the amount


def _outermost(found: Iterable[Mention]) -> list[Mention]:
    """Leave out what lies in another figure: the two amounts of ``1달러당 1391원``, which is one rate."""
    outermost: list[Mention] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not outermost or each.start >= outermost[-1].end:
            outermost.append(each)
    return outermost


class _Text:
    """A text with its figures: what to show where.

    Only the outermost figures are highlighted: a rate is one, the amounts it is stated with are in the table.
    """

    _NEAR: Final = 20  # characters between an amount and its restatement, at most, for an arrow
    _BEFORE: Final = re.compile(r"[^\s]{1,6}\Z")  # what is kept on one line with a figure
    _BEHIND: Final = re.compile(r"[^\s]{1,10}")

    def __init__(self, found: Mentions) -> None:
        self.source = found.source
        self.figures = _outermost(found)
        self.links: dict[int, _Link] = {}  # by the start of the right one of the two
        for left, right in zip(self.figures, self.figures[1:], strict=False):
            link = _link(left.quote, right, back=False) or _link(right.quote, left, back=True)
            between = self.source[left.end : right.start]
            if link and len(between) <= self._NEAR and "\n" not in between:
                self.links[right.start] = link

    def html(self, start: int, end: int) -> str:
        """Write a part of the text; no figure and no arrow reaches over its ends."""
        pieces: list[str] = []
        at = start
        chosen = [each for each in self.figures if start <= each.start < end]
        for each, following in zip_longest(chosen, chosen[1:]):
            before = self.source[at : each.start]
            if link := self.links.get(each.start):
                tied = _link_html(link, before)
            else:
                kept = match[0] if (match := self._BEFORE.search(before)) else ""
                pieces.append(_escaped(before.removesuffix(kept)))
                tied = _escaped(kept)
            at = each.end
            # What stands between a figure and its restatement belongs to the arrow.
            limit = end if following is None else each.end if following.start in self.links else following.start
            if match := self._BEHIND.match(self.source, at, limit):
                at = match.end()
            figure = _figure(each, self.source[each.start : each.end])
            pieces.append(f'<span class="krm-word">{tied}{figure}{_escaped(self.source[each.end : at])}</span>')
        return "".join([*pieces, _escaped(self.source[at:end])])

    def cut(self, wanted: int) -> int:
        """Return where the text can be cut: behind a line or a sentence, and not inside a figure or an arrow."""
        figures = iter(self.figures)
        figure = next(figures, None)
        for match in re.compile(r"\n+|(?<=[.!?]) +").finditer(self.source, wanted):
            while figure is not None and figure.end <= match.start():
                figure = next(figures, None)
            if figure is None or (match.end() <= figure.start and figure.start not in self.links):
                return match.end()
        return len(self.source)

    def count(self, start: int, end: int) -> str:
        """Tell how much there is in a part of the text."""
        figures = sum(start <= each.start < end for each in self.figures)
        return f"{_counted(end - start, 'character')}, {_counted(figures, 'figure')}"


def _link(quote: Quote | None, restated: Mention, *, back: bool) -> _Link | None:
    if quote is None or (quote.start, quote.end) != (restated.start, restated.end):
        return None
    return _Link(f"× {_rate_digits(quote.rate)}" if quote.rate else "", back)


def _link_html(link: _Link, between: str) -> str:
    side = " krm-back" if link.back else ""
    return f'<span class="krm-link{side}" data-label="{_escaped(link.label)}">{_escaped(between)}</span>'


def _figure(mention: Mention, text: str) -> str:
    """Write a figure: its text, and hidden beside it what there is to know of it."""
    return (
        f'<mark class="krm-figure krm-{_role(mention)} krm-{mention.kind}" data-label="{_escaped(_label(mention))}"'
        f' tabindex="0">{_escaped(text)}'
        f'<span class="krm-tip" role="tooltip" hidden>{_facts_html(mention)}</span></mark>'
    )


# --- HTML: tables

_HEADER: Final = "".join(
    f'<th scope="col"{" class=krm-number" if name in {"value", "rate"} else ""}>{name}</th>'
    for name in ("figure", "value", "unit", "kind", "rate", "notes")
)


def _table(found: Sequence[Mention]) -> str:
    restated = {(each.quote.start, each.quote.end): each.text for each in found if each.quote}
    rows: list[str] = []
    covered = 0
    for each in found:
        part = " krm-part" if each.start < covered else ""
        covered = max(covered, each.end)
        cells = _cells(each, restated.get((each.start, each.end)))
        rows.append(f'<tr class="krm-{_role(each)}{part}"><th scope="row">{_escaped(each.text)}</th>{cells}</tr>')
    return (
        '<div class="krm-scroll"><table class="krm-table">'
        f"<thead><tr>{_HEADER}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _cells(mention: Mention, restates: str | None) -> str:
    value = _digits(mention.rate.value) if mention.rate else _value(mention, _digits)
    rate = mention.rate or (mention.quote.rate if mention.quote else None)
    stated, _, bars = str(rate).removesuffix(")").partition(" (") if rate else ("", "", "")
    if bars:
        stated += f'<div class="krm-bars">{bars}</div>'
    notes = [mention.per, mention.period, f"restates {restates}" if restates else None]
    notes += map(_reason, mention.evidence)
    said = _escaped(" · ".join(filter(None, notes)))
    kind = mention.kind.replace("_", " ")
    cells = (("number", value), ("unit", _escaped(_unit(mention))), ("kind", kind), ("number", stated), ("note", said))
    return "".join(f'<td class="krm-{name}">{cell}</td>' for name, cell in cells)


def _head(found: Sequence[Mention]) -> str:
    roles = [_role(each) for each in found]
    keys = [
        f'<span class="krm-key krm-{role}">{name} {roles.count(role):,}</span>'
        for role, name in _ROLES.items()
        if role in roles
    ]
    quoted = sum(each.quote is not None for each in found)
    restated = [f"<span>{_counted(quoted, 'conversion')}</span>"] if quoted else []
    total = f"<b>{_counted(len(found), 'figure') if found else 'no figures'}</b>"
    return f'<div class="krm-head">{"".join([total, *keys, *restated])}</div>'


# --- HTML: values as they show themselves

_FOLDED: Final = 1200  # characters that stand open
_MOST: Final = 30_000  # characters that a notebook is given
_ROWS: Final = 30  # of an open table


def mentions_html(found: Mentions, *, most: int | None = _MOST, style: bool = True) -> str:
    """Write a text with its figures highlighted, and below it the table of them.

    Args:
        found: what `krmoney.extract` returned.
        most: how many characters of the text are written, about; None for all. A notebook keeps every output.
        style: put the style sheet in front; a page needs it once.

    >>> html = mentions_html(krmoney.extract("빚은 <b>3조원</b>이다."), style=False)
    >>> "&lt;b&gt;" in html, 'data-label="3tn KRW"' in html
    (True, True)
    """
    text = _Text(found)
    length = len(text.source)
    end = length if most is None or length <= most + _FOLDED else text.cut(most)
    fold = end if end <= _FOLDED * 3 // 2 else min(text.cut(_FOLDED), end)
    pieces = [_head(found), f'<div class="krm-text" lang="ko">{text.html(0, fold)}</div>']
    if fold < end:
        rest = f'<div class="krm-text" lang="ko">{text.html(fold, end)}</div>'
        pieces.append(_folded(f"the text goes on: {text.count(fold, end)}", rest))
    shown = [each for each in found if each.start < end]
    if shown:
        table = _table(shown)
        pieces.append(table if len(shown) <= _ROWS else _folded(f"table of {_counted(len(shown), 'figure')}", table))
    if end < length:
        left = f"not shown: {text.count(end, length)}; to_pandas(), to_dicts() and the command line have them all"
        pieces.append(f'<p class="krm-note">{left}</p>')
    return _box("".join(pieces), style=style)


def _folded(summary: str, content: str) -> str:
    return f"<details><summary>{summary}</summary>{content}</details>"


def mention_html(mention: Mention) -> str:
    """Write a figure with everything that is known of it."""
    head = f'<div class="krm-head"><span class="krm-key">{mention.type}</span></div>'
    label = f'<span class="krm-same">{_escaped(_label(mention))}</span>'
    one = f'<div><span class="krm-one" lang="ko">{_escaped(mention.text)}</span>{label}</div>'
    return _box(f"{head}{one}{_facts_html(mention)}", f" krm-small krm-{_role(mention)}")


def money_html(money: Money) -> str:
    """Write an amount in Korean and in digits, and the rate that it carries."""
    digits = f"{_digits(money.amount)} {money.currency!s}"
    press = _press(money)
    same = f'<span class="krm-same">{digits}</span>' if press else ""
    rate = f'<div class="krm-note">at {money.rate!s}</div>' if money.rate else ""
    one = f'<span class="krm-one" lang="ko">{_escaped(press or digits)}</span>'
    return _box(f"<div>{one}{same}</div>{rate}", f" krm-small krm-{_role_of(money.currency)}")


def rate_html(rate: Rate) -> str:
    """Write a rate and draw its error bars."""
    stated, _, bars = str(rate).removesuffix(")").partition(" (")
    content = f'<div class="krm-one">{stated}</div>'
    if bars:
        low, _, high = bars.partition("–")
        at = 100 * (rate.value - rate.low) / (rate.high - rate.low)
        wide = 50 * (rate.high - rate.low) / rate.value
        ends = f'<span>{low}</span><span class="krm-note">±{wide:.2g} %</span><span>{high}</span>'
        content += f'<div class="krm-gauge" style="--krm-at:{at:.1f}%"></div><div class="krm-ends">{ends}</div>'
    return _box(content, " krm-small krm-rate")


# --- HTML: a page of its own

_PAGE: Final = """\
body { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; background: light-dark(#f4f6f8, #0d0f13); }
body { color: light-dark(#1f2328, #e4e7eb); font: 15px/1.5 Pretendard, "Apple SD Gothic Neo", "Malgun Gothic", \
"Noto Sans KR", "Noto Sans CJK KR", NanumGothic, "Nanum Gothic", system-ui, sans-serif; }
h1 { margin: 1.6rem 0 0.5rem; font-size: 1.1rem; overflow-wrap: anywhere; } h1:first-child { margin-top: 0; }
"""


def page_start(title: str) -> str:
    """Write the beginning of an HTML document; `page_section` and `page_end` write the rest."""
    name = _escaped(title)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        # The page is made of other people's text: nothing in it may run or be fetched, whatever it says.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{name}</title>\n<style>{_PAGE}</style>\n{_style()}\n</head>\n<body>\n"
    )


def page_section(name: str, found: Mentions) -> str:
    """Write one text with its figures, whole."""
    return f"<h1>{_escaped(name)}</h1>\n{mentions_html(found, most=None, style=False)}\n"


def page_end() -> str:
    """Write the end of the document."""
    return "</body>\n</html>\n"


# --- data frames

_TYPES: Final = ("money", "percent", "rate", "multiple")
_KINDS: Final = ("point", "range", "lower_bound", "upper_bound", "vague")
# What polars gives a column of decimals: how many digits, and how many of them behind the point.
_DECIMALS: Final = {"amount": (38, 10), "rate": (38, 20)}


def to_dicts(found: Iterable[Mention], doc: str | None = None) -> list[dict[str, Any]]:
    """Return a flat dictionary for each figure, all with the same keys.

    Numbers are `int` and `Decimal`; what does not apply is None. The keys are the columns of ``--format csv``,
    and ``evidence``.

    Args:
        found: what `krmoney.extract` returned.
        doc: the name of the document; if given, every dictionary begins with it.

    >>> (row, _) = to_dicts(krmoney.extract("337억 크로나(약 4조 4000억원)"), doc="a.txt")
    >>> row["doc"], row["low"], row["currency"], row["quote_text"], f"{row['rate_value']:.2f}"
    ('a.txt', Decimal('33700000000'), 'SEK', '4조 4000억원', '130.56')
    """
    named = {} if doc is None else {"doc": doc}
    return [named | _row(each) for each in found]


_WRITTEN: Final[dict[str, Callable[[Any], Any]]] = {  # of what is no plain value: how it is written
    "currency": str,
    "currencies": lambda codes: [*map(str, codes)],
    "evidence": lambda evidence: [each._asdict() for each in evidence],
}


def _row(mention: Mention) -> dict[str, Any]:
    """Lay a mention flat."""
    row = lay(mention, FIGURE, lambda of, name: getattr(of, name, None))
    for column in FIGURE:
        if column.holds in _WRITTEN and row[column.name] is not None:
            row[column.name] = _WRITTEN[column.holds](row[column.name])
    return row


def _columns(found: Iterable[Mention], doc: str | None) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield the columns of a frame: name, what it holds, and the cells; without any figure the same columns."""
    rows = to_dicts(found, doc)
    named = [] if doc is None else [Column("doc", "text", ())]
    for name, holds, _ in (*named, *FIGURE):
        yield name, holds, [row[name] for row in rows]


def to_pandas(found: Iterable[Mention], doc: str | None = None) -> pd.DataFrame:
    """Return the figures as a pandas data frame, one a row, with the columns of `to_dicts`.

    Amounts and rates are `Decimal` objects, exact at any size; where a chart or a statistic wants floats, say
    ``frame["low"].astype(float)``.

    Raises:
        MissingExtraError: pandas is not installed.

    >>> frame = to_pandas(krmoney.extract("매출 3조5천억원, 이익률 12.5%"))
    >>> frame.loc[0, "low"], str(frame["start"].dtype), str(frame["approx"].dtype), str(frame["type"].dtype)
    (Decimal('3500000000000'), 'int64', 'bool', 'category')
    """
    pandas = library("pandas", "pandas")
    types = {
        "integer": "int64",
        "boolean": "bool",
        "text": pandas.StringDtype(),
        "currency": pandas.StringDtype(),
        "type": pandas.CategoricalDtype(_TYPES),
        "kind": pandas.CategoricalDtype(_KINDS),
    }
    cells = _columns(found, doc)
    frame: pd.DataFrame = pandas.DataFrame(
        {name: pandas.Series(column, dtype=types.get(holds, "object")) for name, holds, column in cells}
    )
    return frame


def to_polars(found: Iterable[Mention], doc: str | None = None) -> pl.DataFrame:
    """Return the figures as a polars data frame, one a row, with the columns of `to_dicts`.

    Amounts are ``Decimal(38, 10)`` and rates ``Decimal(38, 20)``: always the same types, so that frames can be
    joined. A rate, which is a measurement, is rounded to that; an amount never.

    Raises:
        AmountError: an amount has more digits than the column can hold; `to_dicts` and `to_pandas` hold it.
        MissingExtraError: polars is not installed.

    >>> frame = to_polars(krmoney.extract("매출 3조5천억원, 이익률 12.5%"))
    >>> frame["low"][0], frame.schema["low"], frame.schema["start"]
    (Decimal('3500000000000.0000000000'), Decimal(precision=38, scale=10), Int64)
    """
    polars = library("polars", "polars")
    evidence = dict.fromkeys(("question", "reason", "text"), polars.String)
    evidence |= dict.fromkeys(("start", "end"), polars.Int64)
    types = {
        "integer": polars.Int64,
        "boolean": polars.Boolean,
        "text": polars.String,
        "currency": polars.String,
        "type": polars.Enum(_TYPES),
        "kind": polars.Enum(_KINDS),
        "currencies": polars.List(polars.String),
        "evidence": polars.List(polars.Struct(evidence)),
        **{holds: polars.Decimal(*size) for holds, size in _DECIMALS.items()},
    }
    series = [
        polars.Series(name, [_fitted(cell, holds) for cell in column], dtype=types[holds])
        for name, holds, column in _columns(found, doc)
    ]
    frame: pl.DataFrame = polars.DataFrame(series)
    return frame


def _fitted(cell: Any, holds: str) -> Any:  # noqa: ANN401  # a cell of any column
    """Give a decimal the digits of its column."""
    if not isinstance(cell, Decimal):
        return cell
    precision, scale = _DECIMALS[holds]
    context = Context(prec=precision, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation])
    context.traps[Inexact] = holds == "amount"
    try:
        return cell.quantize(Decimal(1).scaleb(-scale), context=context)
    except (Inexact, InvalidOperation) as error:
        message = f"{cell} has more digits than Decimal({precision}, {scale}) of polars; to_pandas() keeps them all"
        raise AmountError(message) from error


# --- charts

_FONTS: Final = (
    *("Pretendard", "Apple SD Gothic Neo", "AppleGothic", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR"),
    *("Noto Sans CJK JP", "NanumGothic", "NanumBarunGothic", "Nanum Gothic", "UnDotum", "Baekmuk Gulim"),
)
# Between light and dark: a picture cannot know on which it is shown, so its ground is transparent.
_INK: Final = "#7b828b"
_GRID: Final = "#7b828b33"
_COLOURS: Final = {"won": "#149174", "foreign": "#4478e6", "open": "#d9534f", "rate": "#8d5fd3"}
_DRAWN: Final = 40  # rows; of more amounts a chart shows one row a currency


@dataclass(frozen=True, eq=False)
class Chart:
    """A picture that shows itself in a notebook, the same in every front end and without a network.

    Attributes:
        figure: the figure of matplotlib, to go on with: ``chart.axes[0].set_title(…)``.
        summary: what is drawn, in words.
    """

    figure: Figure
    summary: str

    @property
    def axes(self) -> list[Axes]:
        """The axes of the figure."""
        return self.figure.axes

    def __repr__(self) -> str:
        """Say what is drawn."""
        return f"<Chart: {self.summary}>"

    def save(self, path: str | Path, **options: Any) -> None:  # noqa: ANN401  # what savefig takes
        """Write the picture to a file, such as ``amounts.png``, ``.svg`` or ``.pdf``."""
        chosen: dict[str, Any] = {"bbox_inches": "tight", "dpi": 200} | options
        self.figure.savefig(path, **chosen)

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        """Return the picture at twice the size at which it is shown: sharp on fine screens."""
        buffer = BytesIO()
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph")  # a rare character that the fonts lack is drawn as a box
            self.figure.savefig(buffer, format="png", dpi=200)
        wide, high = self.figure.get_size_inches() * 100
        return buffer.getvalue(), {"width": int(wide), "height": int(high)}


def plot_amounts(*found: Mentions) -> Chart:
    """Draw the amounts of one text or several on a log scale, by currency.

    A dot is an amount, hollow where the text hedges; a bar is a range, pale if it is vague; an arrow is a bound.
    The amounts that state a rate (``1달러당 1391원``) are left to `plot_rates`.

    Raises:
        KrmoneyError: there is no amount.
        MissingExtraError: matplotlib is not installed.

    >>> plot_amounts(krmoney.extract("337억 크로나(약 4조 4000억원)를 투자하고 최소 5000억원을 빌린다."))
    <Chart: 3 amounts in 2 currencies>
    """
    amounts = [each for one in found for each in _outermost(one) if each.type == "money" and _middle(each)]
    if not amounts:
        message = "there are no amounts of money to draw"
        raise KrmoneyError(message)
    groups: dict[str, dict[tuple[Any, ...], Mention]] = {}
    for each in sorted(amounts, key=_middle):
        same = (each.text, each.low, each.high, each.kind, each.approx)
        groups.setdefault(_unit(each), {})[same] = each
    apart = sum(map(len, groups.values())) <= _DRAWN
    places: list[tuple[float, Mention]] = []
    headings: list[tuple[float, str]] = []
    y = 0.0
    for unit, group in sorted(groups.items(), key=lambda item: -len(item[1])):
        headings.append((y, unit))
        if apart:
            places += [(y + row, each) for row, each in enumerate(group.values(), 1)]
            y += len(group) + 1
        else:  # of so many, those of one currency share a row
            places += [(y + 0.8, each) for each in group.values()]
            y += 1.7
    figure, (axes,) = _figure_of([y])
    for at, unit in headings:
        _draw_heading(axes, at, unit)
    for at, each in places:
        _draw_amount(axes, each, at, named=apart)
    _finish(axes, {at: _source(each) for at, each in places if apart}, (-0.55, y - 0.3))
    axes.set_xscale("log")
    axes.margins(x=0.13)
    axes.xaxis.set_major_formatter(lambda value, _: _short(Decimal(f"{value:.3g}")))
    axes.xaxis.set_minor_formatter(lambda *_: "")
    currencies = f"{len(groups)} {'currency' if len(groups) == 1 else 'currencies'}"
    return Chart(figure, f"{_counted(len(amounts), 'amount')} in {currencies}")


def _middle(mention: Mention) -> float:
    """Return where an amount is drawn; 0 where a log scale has no place for it."""
    ends = _ends(mention)
    return sum(ends) / len(ends) if ends else 0.0


def _ends(mention: Mention) -> list[float]:
    """Return the ends that a log scale can show, without their sign."""
    return [float(abs(end)) for end in (mention.low, mention.high) if end]


def _draw_heading(axes: Axes, y: float, unit: str) -> None:
    undecided = unit.endswith("?")
    text = unit if undecided else f"{unit}  {krmoney.Currency(unit).name('en')}"
    colour = _COLOURS["open" if undecided else _role_of(krmoney.Currency(unit))]
    axes.annotate(text, (0, y), (6, 0), xycoords=axes.get_yaxis_transform(), textcoords="offset points",
                  color=colour, fontweight="bold", fontsize=9, va="center")  # fmt: skip
    axes.axhline(y - 0.5, color=_GRID, linewidth=0.8)


def _draw_amount(axes: Axes, mention: Mention, y: float, *, named: bool) -> None:
    colour = _COLOURS[_role(mention)]
    ends = _ends(mention)
    space = 8
    if mention.kind in {"lower_bound", "upper_bound"}:
        reach = 24 if mention.high is None else -24
        space = max(space, reach + 6)
        axes.annotate("", (ends[0], y), (reach, 0), textcoords="offset points",
                      arrowprops={"arrowstyle": "<-", "color": colour, "linewidth": 1.6, "shrinkA": 0})  # fmt: skip
    elif len(set(ends)) > 1:
        vague = mention.kind == "vague"
        axes.plot(ends, [y, y], color=colour, linewidth=7 if vague else 2, alpha=0.4 if vague else 1,
                  solid_capstyle="round")  # fmt: skip
    if mention.kind != "vague":
        face = "none" if mention.approx else colour
        axes.plot(ends, [y] * len(ends), "o", color=colour, markerfacecolor=face, markersize=6.5)
    if named:
        axes.annotate(_value(mention, _short), (max(ends), y), (space, 0), textcoords="offset points",
                      color=_INK, fontsize=8.5, va="center")  # fmt: skip


def plot_rates(*found: Mentions) -> Chart:
    """Draw the rates that amounts and their restatements imply, with error bars; stated rates as diamonds.

    Each pair of currencies has a scale of its own.

    Raises:
        KrmoneyError: there is no rate.
        MissingExtraError: matplotlib is not installed.

    >>> plot_rates(krmoney.extract("337억 크로나(약 4조 4000억원)를 빌렸다. 환율은 1달러당 1380원이다."))
    <Chart: 2 rates of 2 pairs of currencies>
    """
    panels: dict[tuple[str, str], list[tuple[Mention, Rate]]] = {}
    for each in (each for one in found for each in one):
        rate = each.rate or (each.quote.rate if each.quote else None)
        if rate is not None:
            panels.setdefault((str(rate.base), str(rate.counter)), []).append((each, rate))
    if not panels:
        message = "there are no rates to draw"
        raise KrmoneyError(message)
    figure, every = _figure_of([len(rates) + 1 for rates in panels.values()])
    for axes, ((base, counter), rates) in zip(every, panels.items(), strict=True):
        for y, (mention, rate) in enumerate(rates):
            value, low, high = map(float, (rate.value, rate.low, rate.high))
            colour = _COLOURS["rate" if mention.rate else _role(mention)]
            axes.errorbar(value, y, xerr=[[value - low], [high - value]], fmt="D" if mention.rate else "o",
                          color=colour, markersize=6, linewidth=1.8, capsize=3.5)  # fmt: skip
            axes.annotate(_rate_digits(rate), (high, y), (8, 0), textcoords="offset points",
                          color=_INK, fontsize=8.5, va="center")  # fmt: skip
        ticks: dict[float, str] = {y: _source(mention, quoted=True) for y, (mention, _) in enumerate(rates)}
        _finish(axes, ticks, (-0.6, len(rates) - 0.4))
        axes.margins(x=0.15)
        axes.ticklabel_format(axis="x", style="plain", useOffset=False)
        axes.set_title(f"{counter} for 1 {base}", loc="left", color=_INK, fontsize=9.5, fontweight="bold")
    total = sum(map(len, panels.values()))
    pairs = "1 pair" if len(panels) == 1 else f"{len(panels)} pairs"
    return Chart(figure, f"{_counted(total, 'rate')} of {pairs} of currencies")


def _figure_of(heights: Sequence[float]) -> tuple[Figure, Sequence[Axes]]:
    """Make a figure with one panel for each height, which is a number of rows."""
    module = library("matplotlib.figure", "plot")
    high = 0.25 * sum(heights) + 0.45 * len(heights)
    # Not by pyplot: that would keep every figure, and show it a second time.
    figure: Figure = module.Figure(figsize=(8, high), layout="constrained", facecolor="none")
    axes = figure.subplots(len(heights), 1, squeeze=False, height_ratios=heights)
    return figure, [*axes[:, 0]]


def _source(mention: Mention, *, quoted: bool = False) -> str:
    """Say on an axis where a value comes from: in the words of the text, or in Latin letters if no font has them."""
    if not _korean_fonts():
        return _label(mention)
    text = mention.text + (f" → {mention.quote.text}" if quoted and mention.quote else "")
    return " ".join(_UNPRINTABLE.sub("\ufffd", text).replace("$", r"\$").split())


def _finish(axes: Axes, ticks: Mapping[float, str], ends: tuple[float, float]) -> None:
    """Give an axis its looks: the figures of the text on the left, a grid, no frame."""
    axes.set_yticks([*ticks], [*ticks.values()])
    axes.tick_params(axis="both", which="both", length=0, labelcolor=_INK, labelsize=9)
    for label in axes.get_yticklabels():
        label.set_fontfamily(["DejaVu Sans", *_korean_fonts()])
    axes.set_ylim(ends[1], ends[0])
    axes.set_facecolor("none")
    axes.grid(axis="x", color=_GRID, linewidth=0.8)
    axes.spines[:].set_visible(False)


@cache
def _korean_fonts() -> list[str]:
    """Return the fonts for Korean that matplotlib can find."""
    names = {font.name for font in library("matplotlib.font_manager", "plot").fontManager.ttflist}
    return [name for name in _FONTS if name in names]
