"""Figures as HTML, for notebooks and for pages.

The HTML fetches nothing, and only pages have a script, which sorts their tables. All text is escaped. Labels and arrows
are drawn by the style sheet, so copying from the page gives only the original text.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from functools import cache
from hashlib import sha256
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney._present import words
from krmoney._present.columns import MENTION
from krmoney._present.text import without_controls
from krmoney.checking.wording import basis, verdict
from krmoney.language import counted, get_language, in_language, marked, translate
from krmoney.notebook import roles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from krmoney.checking import Finding, Findings, Severity
    from krmoney.reading.explain import Explanation
    from krmoney.values import Mention, Mentions, Money, Quote, Rate

__all__ = [
    "boxed",
    "escaped",
    "explanation_html",
    "findings_html",
    "findings_section",
    "mention_html",
    "mentions_html",
    "money_html",
    "page_end",
    "page_section",
    "page_start",
    "rate_html",
]


def escaped(text: str) -> str:
    r"""Escape markup; replace characters that HTML cannot hold.

    >>> escaped("<b title='1조원'>\0 & 2조원</b>")
    '&lt;b title=&#x27;1조원&#x27;&gt;� &amp; 2조원&lt;/b&gt;'
    """
    return escape(without_controls(text))


def _template(name: str) -> str:
    """Return a style sheet or a script without its comments."""
    text = (Path(__file__).parents[1] / "templates" / name).read_text("utf-8")
    return re.sub(r"\s*/[*].*?[*]/", "", text, flags=re.DOTALL)


@cache
def _style() -> str:
    return f"<style>{' '.join(_template('notebook.css').split())}</style>"


def boxed(content: str, extra: str = "", *, style: bool = True) -> str:
    """Put a value into the box that all views have; a page needs the style sheet once."""
    # The last two classes keep MathJax from taking the text between two dollar signs for a formula.
    css = _style() if style else ""
    return f'<div class="krm{extra} tex2jax_ignore mathjax_ignore">{css}{content}</div>'


def _facts(mention: Mention) -> Iterator[tuple[str, str]]:
    """Yield the facts about a figure, each with its name."""
    rate = mention.rate
    unit = "" if rate else words.unit(mention)
    yield translate("value"), str(rate) if rate else f"{words.worth(mention, words.typeset)} {unit}".rstrip()
    if press := words.press(mention):
        yield translate("in Korean"), press
    if mention.currency is not None:
        yield translate("currency"), f"{mention.currency.name()} · {mention.currency.name('en')}"
    elif mention.candidates:
        yield (
            translate("currency"),
            translate("undecided") + ": " + ", ".join(f"{each!s} {each.name()}" for each in mention.candidates),
        )
    yield translate("kind"), words.kind(mention) + (translate(", approximate") if mention.approx else "")
    for column in MENTION:
        content = getattr(mention, column.name)
        if column.shown and content:
            yield from ((translate(column.shown), words.fact(each)) for each in (content if column.many else [content]))
    if mention.quote and mention.quote.rate:
        yield (
            translate("rate"),
            str(mention.quote.rate) + ("" if mention.quote.plausible else translate(", implausible")),
        )
    yield translate("where"), f"{mention.start}–{mention.end}"


def _facts_html(mention: Mention) -> str:
    pairs = [f"<dt>{name}</dt><dd>{escaped(fact)}</dd>" for name, fact in _facts(mention)]
    return f'<dl class="krm-facts">{"".join(pairs)}</dl>'


# --- HTML: the text


class _Link(NamedTuple):
    """An arrow between two figures: from an amount to its restatement."""

    label: str
    back: bool  # the restatement comes before the amount


class _Text:
    """A text with its figures: what to show where.

    Only the outermost figures are highlighted: a rate, for example, whose amounts are in the table.
    """

    _NEAR: Final = 20  # characters between an amount and its restatement, at most, for an arrow
    _BEFORE: Final = re.compile(r"[^\s]{1,6}\Z")  # the text that stays on one line with a figure
    _AFTER: Final = re.compile(r"[^\s]{1,10}")

    def __init__(
        self,
        found: Mentions,
        figures: Sequence[Mention] | None = None,
        mark: Callable[[Mention, str], str] | None = None,
    ) -> None:
        self.source = found.source
        self.figures = roles.outermost(found if figures is None else figures)
        self._mark = mark or _figure
        self.links: dict[int, _Link] = {}  # by the start of the second one
        for left, right in zip(self.figures, self.figures[1:], strict=False):
            link = _link(left.quote, right, back=False) or _link(right.quote, left, back=True)
            between = self.source[left.end : right.start]
            if link and len(between) <= self._NEAR and "\n" not in between:
                self.links[right.start] = link

    def html(self, start: int, end: int) -> str:
        """Write a part of the text; no figure or arrow crosses its ends."""
        pieces: list[str] = []
        at = start
        chosen = [each for each in self.figures if start <= each.start < end]
        for each, following in zip_longest(chosen, chosen[1:]):
            before = self.source[at : each.start]
            if link := self.links.get(each.start):
                tied = _link_html(link, before)
            else:
                kept = match[0] if (match := self._BEFORE.search(before)) else ""
                pieces.append(escaped(before.removesuffix(kept)))
                tied = escaped(kept)
            at = each.end
            # The text between a figure and its restatement belongs to the arrow.
            limit = end if following is None else each.end if following.start in self.links else following.start
            if match := self._AFTER.match(self.source, at, limit):
                at = match.end()
            figure = self._mark(each, self.source[each.start : each.end])
            pieces.append(f'<span class="krm-word">{tied}{figure}{escaped(self.source[each.end : at])}</span>')
        return "".join([*pieces, escaped(self.source[at:end])])

    def cut(self, wanted: int) -> int:
        """Return where the text can be cut: after a line or a sentence, and not inside a figure or an arrow."""
        figures = iter(self.figures)
        figure = next(figures, None)
        for match in re.compile(r"\n+|(?<=[.!?]) +").finditer(self.source, wanted):
            while figure is not None and figure.end <= match.start():
                figure = next(figures, None)
            if figure is None or (match.end() <= figure.start and figure.start not in self.links):
                return match.end()
        return len(self.source)

    def count(self, start: int, end: int) -> str:
        """Count the figures in a part of the text."""
        figures = sum(start <= each.start < end for each in self.figures)
        return ", ".join(
            (
                counted("{n:,} character", "{n:,} characters", end - start),
                counted("{n:,} figure", "{n:,} figures", figures),
            )
        )


def _link(quote: Quote | None, restated: Mention, *, back: bool) -> _Link | None:
    if quote is None or (quote.start, quote.end) != (restated.start, restated.end):
        return None
    return _Link(f"× {words.rate_digits(quote.rate)}" if quote.rate else "", back)


def _link_html(link: _Link, between: str) -> str:
    side = " krm-back" if link.back else ""
    return f'<span class="krm-link{side}" data-label="{escaped(link.label)}">{escaped(between)}</span>'


def _figure(mention: Mention, text: str) -> str:
    """Write a figure: its text, and its facts, which are hidden."""
    return _marked(mention, text, roles.role(mention), words.label(mention), _facts_html(mention))


def _marked(mention: Mention, text: str, colour: str, label: str, tip: str) -> str:
    return (
        f'<mark class="krm-figure krm-{colour} krm-{mention.kind}" data-at="{mention.start}" '
        f'data-label="{escaped(label)}" tabindex="0">'
        f'{escaped(text)}<span class="krm-tip" role="tooltip" hidden>{tip}</span></mark>'
    )


# --- HTML: tables

_COLUMNS: Final = (marked("figure"), marked("value"), marked("unit"), marked("kind"), marked("rate"), marked("notes"))


def _header() -> str:
    return "".join(
        f'<th scope="col"{" class=krm-number" if name in {"value", "rate"} else ""}>{translate(name)}</th>'
        for name in _COLUMNS
    )


def _table(found: Sequence[Mention]) -> str:
    restated = {(each.quote.start, each.quote.end): each.text for each in found if each.quote}
    rows: list[str] = []
    at = covered = 0  # where the figure of a row begins and ends in the text
    for each in found:
        part = " krm-part" if each.start < covered else ""
        if not part:
            at = each.start
        covered = max(covered, each.end)
        cells = _cells(each, restated.get((each.start, each.end)))
        figure = f'<th scope="row">{escaped(each.text)}</th>'
        rows.append(f'<tr class="krm-{roles.role(each)}{part}" data-at="{at}">{figure}{cells}</tr>')
    return (
        '<div class="krm-scroll"><table class="krm-table krm-folds">'
        f"<thead><tr>{_header()}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _cells(mention: Mention, restates: str | None) -> str:
    value = words.typeset(mention.rate.value) if mention.rate else words.worth(mention, words.typeset)
    rate = mention.rate or (mention.quote.rate if mention.quote else None)
    stated, _, bars = str(rate).removesuffix(")").partition(" (") if rate else ("", "", "")
    if bars:
        stated += f'<div class="krm-bars">{bars}</div>'
    notes = [mention.per, mention.period, translate("restates {text}", text=restates) if restates else None]
    notes += map(words.reason, mention.evidence)
    said = escaped(" · ".join(filter(None, notes)))
    kind = words.kind(mention)
    cells = (
        ("number", value),
        ("unit", escaped(words.unit(mention))),
        ("kind", kind),
        ("number", stated),
        ("note", said),
    )
    return "".join(f'<td class="krm-{name}">{cell}</td>' for name, cell in cells)


def _head(found: Sequence[Mention]) -> str:
    every = [roles.role(each) for each in found]
    keys = [
        f'<span class="krm-key krm-{role}">{translate(name)} {every.count(role):,}</span>'
        for role, name in roles.ROLES.items()
        if role in every
    ]
    quoted = sum(each.quote is not None for each in found)
    total = counted("{n:,} figure", "{n:,} figures", len(found)) if found else translate("no figures")
    pieces = [f"<b>{total}</b>", *keys]
    if quoted:
        pieces.append(f"<span>{counted('{n:,} conversion', '{n:,} conversions', quoted)}</span>")
    return f'<div class="krm-head">{"".join(pieces)}</div>'


# --- HTML: values in notebooks

_FOLDED: Final = 1200  # characters that are not folded
_MOST: Final = 30_000  # characters that a notebook is given
_ROWS: Final = 30  # of an open table


def mentions_html(
    found: Mentions, *, most: int | None = _MOST, fold: bool = True, style: bool = True, language: str | None = None
) -> str:
    """Write a text with its figures highlighted, followed by a table of them.

    Args:
        found: what `krmoney.extract` returned.
        most: about how many characters of the text are written, because a notebook keeps every output; None for all.
        fold: fold long parts: the rest of the text, and its table.
        style: put the style sheet in front; a page needs it once.
        language: of labels and of the table; default: that of `krmoney.set_language`.

    >>> from krmoney import extract
    >>> html = mentions_html(extract("빚은 <b>3조원</b>이다."), style=False)
    >>> "&lt;b&gt;" in html, 'data-label="3tn KRW"' in html
    (True, True)
    """
    with in_language(language):
        return _mentions_html(found, most, fold=fold, style=style)


def _mentions_html(found: Mentions, most: int | None, *, fold: bool, style: bool) -> str:
    text = _Text(found)
    length = len(text.source)
    end = length if most is None or length <= most + _FOLDED else text.cut(most)
    opened = end if not fold or end <= _FOLDED * 3 // 2 else min(text.cut(_FOLDED), end)
    pieces = [_head(found), f'<div class="krm-text" lang="ko">{text.html(0, opened)}</div>']
    if opened < end:
        rest = f'<div class="krm-text" lang="ko">{text.html(opened, end)}</div>'
        pieces.append(_folded(translate("the rest of the text: {rest}", rest=text.count(opened, end)), rest))
    shown = [each for each in found if each.start < end]
    if shown:
        table = _table(shown)
        folded = fold and len(shown) > _ROWS
        name = counted("table of {n:,} figure", "table of {n:,} figures", len(shown))
        pieces.append(_folded(name, table) if folded else table)
    if end < length:
        left = translate(
            "not shown: {rest}; to_pandas(), to_dicts() and the command line have them all",
            rest=text.count(end, length),
        )
        pieces.append(f'<p class="krm-note">{left}</p>')
    return boxed("".join(pieces), style=style)


def _folded(summary: str, content: str) -> str:
    return f"<details><summary>{summary}</summary>{content}</details>"


def mention_html(mention: Mention) -> str:
    """Write a figure with all its facts."""
    head = f'<div class="krm-head"><span class="krm-key">{translate(words.TYPES[mention.type])}</span></div>'
    label = f'<span class="krm-same">{escaped(words.label(mention))}</span>'
    one = f'<div><span class="krm-one" lang="ko">{escaped(mention.text)}</span>{label}</div>'
    return boxed(f"{head}{one}{_facts_html(mention)}", f" krm-small krm-{roles.role(mention)}")


def explanation_html(explanation: Explanation) -> str:
    """Write the steps of an explanation, a table for each part of the text."""
    pieces: list[str] = []
    for group in explanation.groups():
        widest = max(group, key=lambda step: step.end - step.start)
        pieces.append(f'<div><span class="krm-one" lang="ko">{escaped(widest.text)}</span></div>')
        rows = (
            f'<tr><td>{step.stage}</td><td>{escaped(step.says)}</td><td lang="ko">{escaped(step.words)}</td>'
            f"<td>{escaped(step.data)}</td></tr>"
            for step in group
        )
        pieces.append(f"<table><tbody>{''.join(rows)}</tbody></table>")
    return boxed("".join(pieces) or translate("nothing in this text looks like a figure"))


_COLOURS: Final = {"ok": "fits", "note": "told", "warning": "warning", "error": "error"}


def _colour(finding: Finding) -> str:
    """Return the colour of a finding; a fit with the text's own rate counts as a fit."""
    return "fits" if finding.verdict == "own rate" else _COLOURS[finding.severity]


def findings_html(
    findings: Findings, *, style: bool = True, least: Severity = "ok", language: str | None = None
) -> str:
    """Write a text with its conversions in the colours of their verdicts, and the explanations below it.

    Args:
        findings: what `krmoney.check` returned.
        style: put the style sheet in front; a page needs it once.
        least: leave out findings that are less severe.
        language: of the explanations; default: that of `krmoney.set_language`.

    >>> from krmoney import check, rates
    >>> html = findings_html(check("4억 달러(약 55조원)", rates=rates.fixed({"USD": 1380})), style=False)
    >>> html.count("krm-error"), "400억 달러–55조원" in html
    (4, True)
    """
    with in_language(language):
        return _findings_html(findings.at_least(least), findings, style=style)


def _findings_html(shown: Findings, findings: Findings, *, style: bool) -> str:
    of = {(each.start, each.end): finding for finding in shown for each in (finding.counter, finding.base)}

    def mark(mention: Mention, text: str) -> str:
        finding = of[mention.start, mention.end]
        label = verdict(finding) if finding.base is mention else words.label(mention)
        return _marked(mention, text, _colour(finding), label, f'<p lang="{get_language()}">{_said(finding)}</p>')

    figures = [each for each in findings.mentions if (each.start, each.end) in of]
    text = _Text(findings.mentions, figures, mark)
    pieces = [_counts(findings), f'<div class="krm-text" lang="ko">{text.html(0, len(text.source))}</div>']
    if shown:
        rows = "".join(_finding_row(each) for each in shown)
        table = f'<table class="krm-table krm-folds krm-findings"><tbody>{rows}</tbody></table>'
        pieces.append(f'<div class="krm-scroll">{table}</div>')
    said = " ".join(basis(findings.basis, findings.rates, findings.last))
    pieces.append(f'<p class="krm-note" lang="{get_language()}">{escaped(said)}</p>')
    return boxed("".join(pieces), style=style)


def _said(finding: Finding) -> str:
    return escaped(finding.explain())


def _counts(findings: Findings) -> str:
    first = {verdict(each): _colour(each) for each in reversed(findings)}
    keys = [
        f'<span class="krm-key krm-{first[name]}">{escaped(name)} {count:,}</span>'
        for name, count in Counter(verdict(each) for each in findings).items()
    ]
    total = f"<b>{_total(findings)}</b>"
    return f'<div class="krm-head">{"".join([total, *keys])}</div>'


def _total(findings: Findings) -> str:
    return counted("{n:,} conversion", "{n:,} conversions", len(findings)) if findings else translate("no conversions")


def _finding_row(finding: Finding) -> str:
    pair = sorted((finding.base, finding.counter), key=lambda each: each.start)
    figures = escaped(" – ".join(each.text for each in pair))
    return (
        f'<tr class="krm-{_colour(finding)}" data-at="{finding.base.start}"><th scope="row">{figures}</th>'
        f'<td class="krm-unit">{escaped(verdict(finding))}</td>'
        f'<td class="krm-note" lang="{get_language()}">{_said(finding)}</td></tr>'
    )


def money_html(money: Money) -> str:
    """Write an amount in Korean and in digits, and its rate."""
    digits = f"{words.typeset(money.amount)} {money.currency!s}"
    press = words.press(money)
    same = f'<span class="krm-same">{digits}</span>' if press else ""
    at = translate("at {rate!s}", rate=money.rate) if money.rate else ""
    rate = f'<div class="krm-note">{at}</div>' if at else ""
    one = f'<span class="krm-one" lang="ko">{escaped(press or digits)}</span>'
    return boxed(f"<div>{one}{same}</div>{rate}", f" krm-small krm-{roles.role_of(money.currency)}")


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
    return boxed(content, " krm-small krm-rate")


# --- HTML: a whole page

_PAGE: Final = """\
body { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; background: light-dark(#f4f6f8, #0d0f13); }
body { color: light-dark(#1f2328, #e4e7eb); font: 15px/1.5 Pretendard, "Apple SD Gothic Neo", "Malgun Gothic", \
"Noto Sans KR", "Noto Sans CJK KR", NanumGothic, "Nanum Gothic", system-ui, sans-serif; }
h1 { margin: 1.6rem 0 0.5rem; font-size: 1.1rem; overflow-wrap: anywhere; } h1:first-child { margin-top: 0; }
"""


@cache
def _script() -> str:
    return f"{_template('page.js').strip()}\nenliven(document);\n"


def page_start(title: str) -> str:
    """Write the beginning of an HTML document; `page_section` and `page_end` write the rest."""
    name = escaped(title)
    digest = b64encode(sha256(_script().encode()).digest()).decode("ascii")
    return (
        f'<!doctype html>\n<html lang="{get_language()}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        # The page contains other people's text: nothing in it may be fetched, and only our script may run, whatever
        # it says.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'\">\n"
        f"<title>{name}</title>\n<style>{_PAGE}</style>\n{_style()}\n</head>\n<body>\n"
    )


def page_section(name: str, found: Mentions) -> str:
    """Write one text with its figures, whole."""
    return f"<h1>{escaped(name)}</h1>\n{mentions_html(found, most=None, style=False)}\n"


def findings_section(name: str, findings: Findings, *, least: Severity = "ok", language: str | None = None) -> str:
    """Write one text with its conversions, whole; see `findings_html`."""
    return f"<h1>{escaped(name)}</h1>\n{findings_html(findings, style=False, least=least, language=language)}\n"


def page_end() -> str:
    """Write the end of the document, with the script that sorts its tables and links them to the text."""
    return f"<script>{_script()}</script>\n</body>\n</html>\n"
