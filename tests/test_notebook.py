"""What notebooks show: the HTML of texts and values, rows of data frames, charts, and the notebooks themselves."""

import json
import re
import struct
import sys
import tomllib
from base64 import b64decode, b64encode
from decimal import Decimal
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter

import krmoney
from krmoney import KrmoneyError, Mentions, Money, Rate, notebook

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
ARTICLE = (ROOT / "examples" / "article.txt").read_text("utf-8")
CREDIT = "항만은 337억 크로나(약 4조 4000억원)를 빌렸고, 유로로는 12억 유로를 더 낸다. 이익은 14.3% 줄었다."

VOID = {"meta"}
TAGS = {"b", "dd", "details", "div", "dl", "dt", "mark", "p", "span", "summary"}
TAGS |= {"table", "tbody", "td", "th", "thead", "tr", "style"}
ATTRIBUTES = {"class", "data-at", "data-label", "hidden", "lang", "role", "scope", "style", "tabindex"}


class Page(HTMLParser):
    """What a browser would make of HTML: which elements there are, and the text that can be seen of the article."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element."""
        element = (tag, dict(attrs))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Come out of it."""
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        """Keep what can be seen of the article."""
        inside = [(attributes.get("class") or "").split() for _, attributes in self.open]
        hidden = any("hidden" in attributes for _, attributes in self.open)
        if not hidden and any("krm-text" in classes for classes in inside):
            self.text += data

    def having(self, name: str) -> list[dict[str, str | None]]:
        """Return the attributes of the elements of a class."""
        return [attributes for _, attributes in self.elements if name in (attributes.get("class") or "").split()]

    def labels(self, name: str = "krm-figure") -> list[str | None]:
        """Return what the style sheet writes below the elements of a class."""
        return [attributes["data-label"] for attributes in self.having(name)]


def page(text: str, **options: Any) -> Page:
    return Page(notebook.mentions_html(krmoney.extract(text), **options))


# --- the text

pieces = st.sampled_from(
    [
        *("<script>alert(1)</script>", "<u>", "&amp;", "&", '"', "'", "-->", "</div>", "</style>", "<!--", "]]>"),
        *("3조원", "337억 크로나(약 4조 4000억원)", "4조 4000억원(337억 크로나)", "1달러당 1391.5원", "12.5%"),
        *("수십억 원", "$5억", "1~2조원대", "세 배", "1조 투자", "10억 크로네", "500억원 이하"),
        *("\n", "\n\n", "\r\n", " ", "은 ", ". ", "·"),
        *("\0", "\x0c", "\ud800", "\u2028", "🏦", "가", "a"),
    ]
)


@given(st.lists(pieces, max_size=15).map("".join), st.sampled_from([None, 0, 20]))
def test_the_text_on_the_page_is_the_text(text: str, most: int | None) -> None:
    seen = page(text, most=most, style=False)
    printable = re.sub("[\0\x0c\ud800]", "\ufffd", text)
    assert printable == seen.text or (most is not None and printable.startswith(seen.text))
    assert {tag for tag, _ in seen.elements} <= TAGS
    assert {name for _, attributes in seen.elements for name in attributes} <= ATTRIBUTES


def test_what_looks_like_markup_is_text() -> None:
    html = notebook.mentions_html(krmoney.extract("<script>x</script> \"1조원\" 'b' & <img src=x>"), style=False)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html


def test_markup_in_a_value_made_by_hand_is_text_too() -> None:
    (mention,) = krmoney.extract("배럴당 70.5달러")
    hostile = mention.replace(per="<script>", end=mention.start + 3, text="<u>", period='" onclick="x')
    for html in (notebook.mention_html(hostile), notebook.mentions_html(Mentions("<u>", [hostile]))):
        assert {tag for tag, _ in Page(html).elements} <= TAGS
        assert not [attributes for _, attributes in Page(html).elements if "onclick" in attributes]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("매출은 3조1400억원이다", ["3.14tn KRW"]),
        ("빚은 12억3456만7890원이다", ["1,234,567,890 KRW"]),
        ("스웨덴에 약 337억 크로나", ["≈ 33.7bn SEK"]),
        ("1~2조원", ["1tn – 2tn KRW"]),
        ("3조원대", ["3tn – <4tn KRW"]),
        ("최소 5000억원", ["≥ 500bn KRW"]),
        ("500억원 미만", ["< 50bn KRW"]),
        ("이익이 14.3% 줄었다", ["−14.3%"]),
        ("금리가 2.5%p 올랐다", ["2.5%p"]),
        ("매출이 세 배로", ["× 3"]),
        ("1달러당 1391.5원", ["1,391.5 KRW/USD"]),
        ("10억 크로네를 냈다", ["1bn NOK or DKK?"]),
        ("배럴당 70.5달러", ["70.5 USD"]),
    ],
)
def test_labels(text: str, labels: list[str]) -> None:
    assert page(text).labels() == labels


def test_colours_and_forms_say_what_a_figure_is() -> None:
    text = "3조원, 12억 유로, 10억 크로네, 12.5%, 1달러당 1391.5원, 최소 5조원, 수십억 원"
    assert [attributes["class"] for attributes in page(text).having("krm-figure")] == [
        "krm-figure krm-won krm-point",
        "krm-figure krm-foreign krm-point",
        "krm-figure krm-open krm-point",
        "krm-figure krm-ratio krm-point",
        "krm-figure krm-rate krm-point",
        "krm-figure krm-won krm-lower_bound",
        "krm-figure krm-won krm-vague",
    ]


@pytest.mark.parametrize(
    ("text", "arrows", "back"),
    [
        ("337억 크로나(약 4조 4000억원)", ["× 130.56"], 0),
        ("4조 4000억원(337억 크로나)", ["× 130.56"], 1),
        ("3억~5억 달러(약 4000억~7000억원)", ["× 1,400.00"], 0),
        ("337억 크로나, 그리고 4조 4000억원", [], 0),
        ("빚 3조원", [], 0),
    ],
)
def test_an_arrow_leads_from_an_amount_to_its_restatement(text: str, arrows: list[str], back: int) -> None:
    seen = page(text)
    assert seen.labels("krm-link") == arrows
    assert len(seen.having("krm-back")) == back


def test_the_details_of_a_figure_are_beside_it() -> None:
    html = notebook.mentions_html(krmoney.extract(CREDIT), style=False)
    details = re.findall(r'<span class="krm-tip" role="tooltip" hidden>(.*?)</span>', html)
    assert len(details) == 4
    facts = dict(re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", details[0]))
    assert facts == {
        "value": "33,700,000,000 SEK",
        "in Korean": "337억 스웨덴 크로나",
        "currency": "스웨덴 크로나 · Swedish Krona",
        "kind": "point",
        "restated": "4조 4000억원 (KRW)",
        "rate": "1 SEK = 130.56 KRW (129.08–132.05)",
        "why": "currency by rate",
        "where": "4–12",
    }


def test_the_details_tell_what_is_open() -> None:
    facts = notebook.mention_html(krmoney.extract("10억 크로네를 냈다")[0])
    assert "undecided: NOK 노르웨이 크로네, DKK 덴마크 크로네" in facts


def test_a_slice_shows_its_figures_only() -> None:
    found = krmoney.extract(CREDIT)[2:3]
    seen = Page(notebook.mentions_html(found))
    assert seen.labels() == ["1.2bn EUR"]
    assert seen.text == CREDIT


@pytest.mark.parametrize("text", ["", "아무 숫자도 없다.", "\n"])
def test_a_text_without_figures(text: str) -> None:
    html = notebook.mentions_html(krmoney.extract(text))
    assert "<b>no figures</b>" in html
    assert "<table" not in html
    assert Page(html).text == text


def test_mentions_that_overlap_in_part_do_no_harm() -> None:
    first, second = krmoney.extract("3조원과 5조원")
    crossed = Mentions(
        "3조원과 5조원", [first.replace(end=6, text="3조원과 5"), second.replace(start=3, text="과 5조원")]
    )
    assert Page(notebook.mentions_html(crossed)).text == "3조원과 5조원"


# --- long texts


def test_a_long_text_is_folded() -> None:
    text = f"{CREDIT}\n" * 100
    html = notebook.mentions_html(krmoney.extract(text))
    seen = Page(html)
    assert seen.text == text
    assert html.count("<details>") == 2  # the rest of the text, and the table
    assert re.search(r"<summary>the rest of the text: [\d,]+ characters, \d+ figures</summary>", html)
    assert "<summary>table of 400 figures</summary>" in html


def test_a_text_is_shown_in_a_language_on_request() -> None:
    found = krmoney.extract(CREDIT)
    korean = notebook.mentions_html(found, language="ko")
    assert Page(korean).labels() == ["337억 SEK", "≈ 4.4조 KRW", "12억 EUR", "−14.3%"]
    assert "<b>수치 4개</b>" in korean
    assert Page(korean).text == CREDIT
    with krmoney.in_language("ko"):
        english = notebook.mentions_html(found, language="en")
        assert notebook.mentions_html(found) == korean
    assert english == notebook.mentions_html(found)


def test_nothing_is_folded_on_request() -> None:
    html = notebook.mentions_html(krmoney.extract(f"{CREDIT}\n" * 100), fold=False)
    assert "<details>" not in html
    assert Page(html).text == f"{CREDIT}\n" * 100


@pytest.mark.parametrize("separator", ["\n", ". ", ", "])
def test_a_fold_goes_through_no_figure_and_no_arrow(separator: str) -> None:
    text = separator.join(["337억 크로나(약 4조 4000억원)를 빌렸다"] * 300)
    seen = page(text)
    assert seen.labels("krm-link") == ["× 130.56"] * 300
    assert seen.text == text


def test_a_notebook_does_not_keep_a_whole_book() -> None:
    found = krmoney.extract(f"{CREDIT}\n" * 1500)
    html = notebook.mentions_html(found)
    assert len(html) < 3_000_000
    assert re.search(r"not shown: [\d,]+ characters, [\d,]+ figures", html)
    assert Page(notebook.mentions_html(found[:40], most=None)).text == found.source


# --- the style sheet

CSS = (ROOT / "src" / "krmoney" / "templates" / "notebook.css").read_text("utf-8")
PALETTE = {
    name: (light, dark) for name, light, dark in re.findall(r"--krm-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", CSS)
}


ROLES = ("won", "foreign", "open", "ratio", "rate")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((role, f"{role}-back") for role in ROLES),
        *(("text", f"{role}-back") for role in ROLES),
        *((ink, ground) for ink in (*ROLES, "text", "muted") for ground in ("back", "hover", "raised")),
    ],
)
def test_colours_can_be_told_apart(ink: str, ground: str, theme: int) -> None:
    low, high = sorted(luminance(PALETTE[name][theme]) for name in (ink, ground))
    assert (high + 0.05) / (low + 0.05) >= 4.5  # WCAG 2.2, AA


def test_nothing_is_fetched_and_nothing_has_an_id() -> None:
    html = notebook.page_start("x") + notebook.page_section("x", krmoney.extract(ARTICLE)) + notebook.page_end()
    assert not re.search(
        r"https?:|[\"'(]//|url\(|@import|src=|href=|\bid=|<link|fetch|import\(|XMLHttp|eval|open\(", html
    )
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="(.*?)"', html)
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    assert "<script" not in notebook.mentions_html(krmoney.extract(ARTICLE))


def test_two_outputs_do_not_disturb_each_other() -> None:
    first, second = (notebook.mentions_html(krmoney.extract(text)) for text in ("3조원", "5억 달러"))
    style = re.compile("<style>.*?</style>")
    assert style.findall(first) == style.findall(second) != []
    Page(first + second)


def test_styles_know_the_classes() -> None:
    html = notebook.mentions_html(krmoney.extract(ARTICLE)) + notebook.rate_html(Rate("SEK", "KRW", 2, 1, 3))
    checked = "1억 달러(약 1380억원), 2억 달러(약 2520억원), 3억 달러(약 4.1조원), 1억 동(약 540만원)"
    html += notebook.findings_html(krmoney.check(checked, rates=krmoney.rates.fixed({"USD": 1380})))
    html += notebook.table_html(krmoney.tables.read([["(단위: 원)"], ["구분", "금액"], ["가", "5"]])[0])
    used = {name for each in re.findall(r'class="([^"]*)"', html) for name in each.split()} | {"krm-sorts"}  # page.js
    known = set(re.findall(r"\.(krm[\w-]*)", CSS))
    assert known - used <= {
        "krm-one",
        "krm-same",
        "krm-back",
        "krm-upper_bound",
        "krm-open",
    }  # of values and other texts
    assert used - known <= {"tex2jax_ignore", "mathjax_ignore", "krm-point"}


# --- values


def test_values_show_themselves() -> None:
    found = krmoney.extract(CREDIT)
    quote = found[0].quote
    assert quote
    show = DisplayFormatter().format
    for value, expected in [
        (found, 'data-label="33.7bn SEK"'),
        (found[0], "<dd>33,700,000,000 SEK</dd>"),
        (found[0].money, '<span class="krm-same">33,700,000,000 SEK</span>'),
        (quote.rate, "1 SEK = 130.56 KRW"),
    ]:
        shown, _ = show(value)
        assert expected in shown["text/html"]
        assert shown["text/plain"] == repr(value)
        Page(shown["text/html"])


def test_money_that_has_no_korean_form_is_shown_in_digits() -> None:
    html = notebook.money_html(Money(10**40, "KRW"))
    assert f'lang="ko">{10**40:,} KRW</span>' in html
    assert "−300억원" in notebook.money_html(Money(-300 * 10**8, "KRW")).replace("-", "−")


def test_a_rate_shows_its_error_bars() -> None:
    html = notebook.rate_html(Rate("SEK", "KRW", 130, 129, 133))
    assert "--krm-at:25.0%" in html
    assert "±1.5 %" in html
    assert "krm-ends" not in notebook.rate_html(Rate("SEK", "KRW", 130)).split("</style>")[1]


# --- a page


def test_a_page_is_a_whole_document() -> None:
    section = notebook.page_section("<i>.txt", krmoney.extract(CREDIT))
    html = notebook.page_start("a <b>") + section + notebook.page_end()
    assert html.startswith("<!doctype html>\n")
    assert html.count("<style>") == 2
    assert "<title>a &lt;b&gt;</title>" in html
    assert "<h1>&lt;i&gt;.txt</h1>" in html
    assert "default-src 'none'" in html
    assert Page(html.removeprefix("<!doctype html>")).text == CREDIT


# --- rows


def test_rows_have_the_columns_of_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from krmoney.cli import main

    (tmp_path / "a.txt").write_text(CREDIT, "utf-8")
    assert main(["extract", "--format", "csv", "--columns", "all", str(tmp_path / "a.txt")]) == 0
    header = capsys.readouterr().out.splitlines()[0].split(",")
    assert list(krmoney.extract(CREDIT).to_dicts(doc="a.txt")[0]) == [*header, "evidence"]


def test_rows_are_typed() -> None:
    first, *_, last = krmoney.extract(CREDIT).to_dicts()
    assert first["low"] == Decimal(33_700_000_000)
    assert isinstance(first["low"], Decimal)
    assert type(first["currency"]) is str
    assert first["evidence"][0]["reason"] == "rate"
    assert first["rate_low"] < first["rate_value"] < first["rate_high"]
    assert last["value"] == Decimal("-14.3")
    assert last["currency"] is None


TEXTS = [CREDIT, "", "1달러당 1391.5원", "10억 크로네", ARTICLE]


@pytest.mark.parametrize("text", TEXTS)
def test_pandas_always_has_the_same_types(text: str) -> None:
    frame = krmoney.extract(text).to_pandas()
    whole = krmoney.extract(ARTICLE).to_pandas()
    assert frame.dtypes.to_dict() == whole.dtypes.to_dict()
    assert pd.concat([frame, whole]).dtypes.to_dict() == whole.dtypes.to_dict()
    assert [str(frame[name].dtype) for name in ("start", "type", "value", "restates")] == [
        *("int64", "string", "float64", "bool"),
    ]
    assert [*frame["text"]] == [each.text for each in krmoney.extract(text)]


def test_pandas_keeps_decimals() -> None:
    frame = krmoney.extract(CREDIT).to_pandas(doc="a", amounts="decimal")
    assert str(frame.loc[0, "value"]) == "33700000000"
    assert [*frame["doc"]] == ["a"] * 4
    assert frame["value"].astype(float)[0] == 3.37e10
    money = frame[frame["currency"] == "SEK"]
    assert money["value"].sum() == Decimal(33_700_000_000)
    assert krmoney.extract(CREDIT).to_pandas(doc="a")["value"][0] == 3.37e10


@pytest.mark.parametrize("text", TEXTS)
def test_polars_always_has_the_same_types(text: str) -> None:
    frame = krmoney.extract(text).to_polars()
    whole = krmoney.extract(ARTICLE).to_polars()
    assert frame.schema == whole.schema
    assert frame.schema["low"] == pl.Decimal(38, 10)
    assert frame.schema["type"] == pl.String
    assert pl.concat([frame, whole]).height == frame.height + whole.height


def test_polars_keeps_decimals() -> None:
    frame = krmoney.extract(CREDIT).to_polars(doc="a", columns="all")
    assert frame.columns[0] == "doc"
    assert frame["low"][0] == Decimal(33_700_000_000)
    assert frame["value"].to_list() == [*frame["low"].to_list()[:3], Decimal("-14.3")]
    quote = krmoney.extract(CREDIT)[0].quote
    assert quote
    assert quote.rate
    assert frame["rate_value"][0] == round(quote.rate.value, 20)
    assert frame["evidence"][0][0]["reason"] == "rate"


@pytest.mark.parametrize("amount", [10**30, Decimal("0.00000000001")])
def test_frames_round_no_amount(amount: Decimal | int) -> None:
    (mention,) = krmoney.extract("3조원")
    odd = Mentions("3조원", [mention.replace(low=Decimal(amount), high=Decimal(amount))])
    assert odd.to_dicts()[0]["value"] == amount
    assert odd.to_polars().select("value", "low", "high", "unfit").row(0) == (None, None, None, "value low high")
    assert odd.to_pandas().loc[0, "value"] == float(amount)


@pytest.mark.parametrize(
    ("library", "extra", "method"),
    [
        ("pandas", "pandas", "to_pandas"),
        ("polars", "polars", "to_polars"),
        ("matplotlib", "plot", "plot_amounts"),
        ("matplotlib", "plot", "plot_rates"),
    ],
)
def test_a_missing_library_is_named_with_its_extra(
    library: str, extra: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == library]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(KrmoneyError, match=re.escape(f"pip install 'krmoney[{extra}]'")) as caught:
        getattr(krmoney.extract(CREDIT), method)()
    assert isinstance(caught.value, ImportError)
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert [each for each in extras[extra] if each.startswith(library)]


# --- charts


def texts_of(chart: notebook.Chart) -> list[str]:
    from matplotlib.text import Text

    return [text.get_text() for text in chart.figure.findobj(Text) if text.get_text()]


def picture_of(chart: notebook.Chart) -> bytes:
    """Return the picture as Jupyter, VS Code and Colab get it from IPython: a PNG in base64, shown at half its size."""
    shown, about = DisplayFormatter().format(chart)
    assert {*shown} == {"image/png", "text/plain"}
    assert shown["text/plain"] == repr(chart)
    picture = b64decode(shown["image/png"], validate=True)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">2I", picture[16:24])
    assert about["image/png"] == {"width": wide // 2, "height": high // 2}
    return picture


def test_marimo_shows_values_and_charts() -> None:
    from marimo._output.formatting import try_format

    found = krmoney.extract(CREDIT)
    for value in (found, found[0], found[0].money):
        shown = try_format(value)
        assert (shown.mimetype, shown.exception) == ("text/html", None)
        assert "337억" in shown.data
    for chart in (found.plot_amounts(), found.plot_rates()):
        shown = try_format(chart)
        assert (shown.mimetype, shown.exception) == ("application/vnd.marimo+mimebundle", None)
        bundle: Any = shown.data
        head, _, picture = bundle["image/png"].partition(",")
        assert (head, b64decode(picture)) == ("data:image/png;base64", picture_of(chart))


@pytest.mark.parametrize("korean", [True, False])
def test_amounts_are_drawn(monkeypatch: pytest.MonkeyPatch, *, korean: bool) -> None:
    if not korean:
        monkeypatch.setattr(notebook.charts, "_korean_fonts", list)
    elif not notebook.charts._korean_fonts():  # noqa: SLF001
        pytest.skip("matplotlib finds no font for Korean (Debian: fonts-nanum)")
    chart = krmoney.extract(ARTICLE).plot_amounts()
    assert repr(chart) == "<Chart: 18 amounts in 4 currencies>"
    (axes,) = chart.axes
    assert axes.get_xscale() == "log"
    shown = texts_of(chart)
    assert ("57억 크로네" if korean else "5.7bn NOK") in shown
    assert "NOK  Norwegian Krone" in shown
    assert "≥ 400bn" in shown
    assert not {"1달러", "1 USD"} & set(shown)  # it states a rate
    assert axes.get_xlabel() == "amount, each in its own currency (log scale)"
    assert picture_of(chart)


def test_many_amounts_share_rows() -> None:
    text = " ".join(f"{number}조원, {number}억 달러." for number in range(1, 60))
    chart = krmoney.extract(text).plot_amounts()
    assert repr(chart) == "<Chart: 118 amounts in 2 currencies>"
    assert chart.figure.get_size_inches()[1] < 3


def test_rates_are_drawn_with_error_bars() -> None:
    chart = notebook.plot_rates(krmoney.extract(CREDIT), krmoney.extract("3억 달러(약 4140억원). 1달러당 1391.5원"))
    assert repr(chart) == "<Chart: 3 rates of 2 pairs of currencies>"
    krona, dollar = chart.axes
    assert krona.get_title(loc="left") == "KRW for 1 SEK"
    bars = krona.containers[0].lines[2][0].get_segments()[0]
    assert bars[:, 0] == pytest.approx([129.08, 132.05], abs=0.01)
    assert len(dollar.containers) == 2
    chart.figure.draw_without_rendering()
    assert {"1,380", "1,390"} <= {label.get_text() for label in dollar.get_xticklabels()}
    assert picture_of(chart)


def test_a_dollar_sign_is_not_a_formula() -> None:
    chart = krmoney.extract("$5억과 $7억(약 9700억원)").plot_amounts()
    assert picture_of(chart)


def test_a_chart_can_be_saved(tmp_path: Path) -> None:
    chart = krmoney.extract(CREDIT).plot_rates()
    chart.save(tmp_path / "rates.svg")
    assert (tmp_path / "rates.svg").read_text("utf-8").startswith("<?xml")


def test_what_is_bold_is_in_a_font_that_has_it() -> None:
    """Matplotlib complains on standard error, and so into a notebook, about a family without a bold font."""
    (axes,) = krmoney.extract(CREDIT).plot_amounts().axes
    bold = {tuple(text.get_fontfamily()) for text in axes.texts if text.get_fontweight() == "bold"}
    assert bold == {("DejaVu Sans",)}


def test_a_chart_is_not_kept_by_pyplot() -> None:
    from matplotlib import pyplot as plt

    krmoney.extract(CREDIT).plot_amounts()
    assert plt.get_fignums() == []


@pytest.mark.parametrize("text", ["", "이익은 12.5% 늘었다", "0원"])
def test_there_may_be_nothing_to_draw(text: str) -> None:
    found = krmoney.extract(text)
    with pytest.raises(KrmoneyError, match="no amounts of money to draw"):
        found.plot_amounts()
    with pytest.raises(KrmoneyError, match="no rates to draw"):
        found.plot_rates()


@pytest.mark.parametrize(
    "text", ["3억~5억 달러", "−300억원", "0원에서 5조원까지", "최대 3조원", "10억 크로네", "수천억 원"]
)
def test_every_kind_of_amount_can_be_drawn(text: str) -> None:
    assert picture_of(krmoney.extract(text).plot_amounts())


# --- the notebooks in docs; nbmake runs them


def test_there_are_notebooks() -> None:
    assert [path.name for path in NOTEBOOKS] == ["explore.ipynb", "tour.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks_are_stored_without_outputs(path: Path) -> None:
    book = json.loads(path.read_text("utf-8"))
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert code
    assert not [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"] is not None]
    assert book["metadata"]["kernelspec"]["name"] == "python3"
