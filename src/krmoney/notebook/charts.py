"""Figures as charts, drawn by matplotlib."""

from __future__ import annotations

import warnings
from base64 import b64encode
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path  # noqa: TC003  # the reference shows it
from typing import TYPE_CHECKING, Any, Final

from krmoney._extras import library
from krmoney._present import words
from krmoney._present.text import without_controls
from krmoney.errors import KrmoneyError
from krmoney.iso import Currency
from krmoney.language import counted, get_language, in_language, marked, translate
from krmoney.notebook import roles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from krmoney.values import Mention, Mentions, Rate

__all__ = ["Chart", "plot_amounts", "plot_rates"]

_FONTS: Final = (
    *("Pretendard", "Apple SD Gothic Neo", "AppleGothic", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR"),
    *("Noto Sans CJK JP", "NanumGothic", "NanumBarunGothic", "Nanum Gothic", "UnDotum", "Baekmuk Gulim"),
)
# Colours for light and dark themes: the picture does not know on which it is shown, so it is transparent.
_INK: Final = "#7b828b"
_GRID: Final = "#7b828b33"
_COLOURS: Final = {"won": "#149174", "foreign": "#4478e6", "open": "#d9534f", "rate": "#8d5fd3"}
_DRAWN: Final = 40  # rows; with more amounts, a chart has one row for each currency


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart that notebooks display as an image, the same in every front end and without a network.

    Attributes:
        figure: the matplotlib figure, to change or extend: ``chart.axes[0].set_title(…)``.
        summary: what is drawn, in words.
    """

    figure: Figure
    summary: str

    @property
    def axes(self) -> list[Axes]:
        """The axes of the figure."""
        return self.figure.axes

    def __repr__(self) -> str:
        """Return a summary of what is drawn."""
        return f"<Chart: {self.summary}>"

    def save(self, path: str | Path, **options: Any) -> None:  # noqa: ANN401  # what savefig takes
        """Write the picture to a file, such as ``amounts.png``, ``.svg`` or ``.pdf``."""
        chosen: dict[str, Any] = {"bbox_inches": "tight", "dpi": 200} | options
        self.figure.savefig(path, **chosen)

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, dict[str, int]]]:
        """Return the picture at twice its display size, so that it is sharp on high-resolution screens.

        In a bundle, bytes are in base64. Some front ends use the size; for the others, the picture states its
        resolution.
        """
        del include, exclude  # there is a picture
        buffer = BytesIO()
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph")  # a rare character that is not in the fonts is drawn as a box
            self.figure.savefig(buffer, format="png", dpi=200)
        wide, high = self.figure.get_size_inches() * 100
        shown = {"image/png": b64encode(buffer.getvalue()).decode("ascii"), "text/plain": repr(self)}
        return shown, {"image/png": {"width": int(wide), "height": int(high)}}


def plot_amounts(*found: Mentions) -> Chart:
    """Draw the amounts of one or more texts on a log scale, by currency.

    A dot is an amount, hollow if it is approximate; a bar is a range, pale if it is vague; an arrow is a bound. Amounts
    that state a rate (``1달러당 1391원``) are left out; see `plot_rates`.

    Raises:
        KrmoneyError: there are no amounts.
        MissingExtraError: matplotlib is not installed.

    >>> from krmoney import extract
    >>> plot_amounts(extract("337억 크로나(약 4조 4000억원)를 들이고 최소 5000억원을 빌린다."))
    <Chart: 3 amounts in 2 currencies>
    """
    amounts = [each for one in found for each in roles.outermost(one) if each.type == "money" and _middle(each)]
    if not amounts:
        message = translate("there are no amounts of money to draw")
        raise KrmoneyError(message)
    groups: dict[str, dict[tuple[Any, ...], Mention]] = {}
    for each in sorted(amounts, key=_middle):
        same = (each.text, each.low, each.high, each.kind, each.approx)
        groups.setdefault(words.unit(each), {})[same] = each
    apart = sum(map(len, groups.values())) <= _DRAWN
    places: list[tuple[float, Mention]] = []
    headings: list[tuple[float, str]] = []
    y = 0.0
    for unit, group in sorted(groups.items(), key=lambda item: -len(item[1])):
        headings.append((y, unit))
        if apart:
            places += [(y + row, each) for row, each in enumerate(group.values(), 1)]
            y += len(group) + 1
        else:  # with so many, the amounts in one currency share a row
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
    language = _language()
    axes.xaxis.set_major_formatter(lambda value, _: _tick(value, language))
    axes.xaxis.set_minor_formatter(lambda *_: "")
    label = _drawn(marked("amount, each in its own currency (log scale)"))
    axes.set_xlabel(label, color=_INK, fontsize=8.5, fontfamily=_families())
    many = counted("{n:,} amount", "{n:,} amounts", len(amounts))
    return Chart(figure, counted("{many} in {n} currency", "{many} in {n} currencies", len(groups), many=many))


def _middle(mention: Mention) -> float:
    """Return where an amount is drawn; 0 if a log scale cannot show it."""
    ends = _ends(mention)
    return sum(ends) / len(ends) if ends else 0.0


def _ends(mention: Mention) -> list[float]:
    """Return the ends that a log scale can show, without their sign."""
    return [float(abs(end)) for end in (mention.low, mention.high) if end]


def _draw_heading(axes: Axes, y: float, unit: str) -> None:
    undecided = unit.endswith("?")
    text = unit if undecided else f"{unit}  {Currency(unit).name(_language())}"
    colour = _COLOURS["open" if undecided else roles.role_of(Currency(unit))]
    axes.annotate(text, (0, y), (6, 0), xycoords=axes.get_yaxis_transform(), textcoords="offset points",
                  color=colour, fontsize=9, va="center", **_heading())  # fmt: skip
    axes.axhline(y - 0.5, color=_GRID, linewidth=0.8)


def _draw_amount(axes: Axes, mention: Mention, y: float, *, named: bool) -> None:
    colour = _COLOURS[roles.role(mention)]
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
        with in_language(_language()):
            worth = words.worth(mention, words.short)
        axes.annotate(worth, (max(ends), y), (space, 0), textcoords="offset points",
                      color=_INK, fontsize=8.5, fontfamily=_families(), va="center")  # fmt: skip


def plot_rates(*found: Mentions) -> Chart:
    """Draw the rates that amounts and their restatements imply, with error bars; stated rates as diamonds.

    Each pair of currencies has a scale of its own.

    Raises:
        KrmoneyError: there are no rates.
        MissingExtraError: matplotlib is not installed.

    >>> from krmoney import extract
    >>> plot_rates(extract("337억 크로나(약 4조 4000억원)를 빌렸다. 환율은 1달러당 1380원이다."))
    <Chart: 2 rates of 2 pairs of currencies>
    """
    panels: dict[tuple[str, str], list[tuple[Mention, Rate]]] = {}
    for each in (each for one in found for each in one):
        rate = each.rate or (each.quote.rate if each.quote else None)
        if rate is not None:
            panels.setdefault((str(rate.base), str(rate.counter)), []).append((each, rate))
    if not panels:
        message = translate("there are no rates to draw")
        raise KrmoneyError(message)
    figure, every = _figure_of([len(rates) + 1 for rates in panels.values()])
    for axes, ((base, counter), rates) in zip(every, panels.items(), strict=True):
        for y, (mention, rate) in enumerate(rates):
            value, low, high = map(float, (rate.value, rate.low, rate.high))
            colour = _COLOURS["rate" if mention.rate else roles.role(mention)]
            axes.errorbar(value, y, xerr=[[value - low], [high - value]], fmt="D" if mention.rate else "o",
                          color=colour, markersize=6, linewidth=1.8, capsize=3.5)  # fmt: skip
            axes.annotate(words.rate_digits(rate), (high, y), (8, 0), textcoords="offset points",
                          color=_INK, fontsize=8.5, va="center")  # fmt: skip
        ticks: dict[float, str] = {y: _source(mention, quoted=True) for y, (mention, _) in enumerate(rates)}
        _finish(axes, ticks, (-0.6, len(rates) - 0.4))
        axes.margins(x=0.15)
        axes.xaxis.set_major_formatter(lambda value, _: words.typeset(Decimal(f"{value:.10g}")))
        title = _drawn(marked("{counter} for 1 {base}"), counter=counter, base=base)
        axes.set_title(title, loc="left", color=_INK, fontsize=9.5, **_heading())
    total = sum(map(len, panels.values()))
    many = counted("{n:,} rate", "{n:,} rates", total)
    said = counted("{many} of {n} pair of currencies", "{many} of {n} pairs of currencies", len(panels), many=many)
    return Chart(figure, said)


def _figure_of(heights: Sequence[float]) -> tuple[Figure, Sequence[Axes]]:
    """Make a figure with one panel for each height, in rows."""
    module = library("matplotlib.figure", "plot")
    high = 0.25 * sum(heights) + 0.45 * len(heights)
    # Without pyplot, which would keep every figure and show it a second time.
    figure: Figure = module.Figure(figsize=(8, high), layout="constrained", facecolor="none")
    axes = figure.subplots(len(heights), 1, squeeze=False, height_ratios=heights)
    return figure, [*axes[:, 0]]


def _source(mention: Mention, *, quoted: bool = False) -> str:
    """Label a value with its words in the text, or in Latin letters if no font has Hangul."""
    if not _korean_fonts():
        with in_language("en"):
            return words.label(mention)
    text = mention.text + (f" → {mention.quote.text}" if quoted and mention.quote else "")
    return " ".join(without_controls(text).replace("$", r"\$").split())


def _tick(value: float, language: str) -> str:
    with in_language(language):  # the picture is drawn later
        return words.short(Decimal(f"{value:.3g}"))


def _language() -> str:
    """Return the language of a picture: Korean needs a font."""
    return get_language() if _korean_fonts() else "en"


def _heading() -> dict[str, Any]:
    """Return the font of headings: bold where it is Latin, since many Korean fonts have no bold."""
    if _language() == "en":
        return {"fontweight": "bold", "fontfamily": "DejaVu Sans"}
    return {"fontweight": "normal", "fontfamily": _families()}


def _drawn(message: str, **values: object) -> str:
    """Return a message for a picture."""
    with in_language(_language()):
        return translate(message, **values)


def _finish(axes: Axes, ticks: Mapping[float, str], ends: tuple[float, float]) -> None:
    """Style an axis: labels on the left, a grid, no frame."""
    axes.set_yticks([*ticks], [*ticks.values()])
    axes.tick_params(axis="both", which="both", length=0, labelcolor=_INK, labelsize=9, labelfontfamily=_families())
    axes.set_ylim(ends[1], ends[0])
    axes.set_facecolor("none")
    axes.grid(axis="x", color=_GRID, linewidth=0.8)
    axes.spines[:].set_visible(False)


def _families() -> list[str]:
    return ["DejaVu Sans", *_korean_fonts()]


@cache
def _korean_fonts() -> list[str]:
    """Return the fonts for Korean that matplotlib can find."""
    names = {font.name for font in library("matplotlib.font_manager", "plot").fontManager.ttflist}
    return [name for name in _FONTS if name in names]
