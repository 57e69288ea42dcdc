"""Texts with their figures written in another style: every other character stays, and no amount becomes another."""

import pickle
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import krmoney
from krmoney import AmountError, Mention, Mentions, Style
from krmoney.testing import money
from test_cli import run
from test_sentences import read, unmark

SENTENCES = sorted({unmark(text)[0] for line in read("sentences.jsonl") for text in line["texts"]})
BLIND = (Path(__file__).parent / "corpus" / "blind" / "sentences.txt").read_text("utf-8").splitlines()
STYLES = ["en", "en-short", "code", "commas", "one", "spaced", "hangul"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("장비에 3억 크로나(약 4200억원)를 썼다", "장비에 SEK 300 million(약 KRW 420 billion)를 썼다"),
        ("1~2조원 규모", "KRW 1–2 trillion 규모"),
        ("9억~1조2000억원 규모", "KRW 900 million–KRW 1.2 trillion 규모"),
        ("5000원~100만원 선", "KRW 5,000–KRW 1 million 선"),
        ("50달러에서 90달러 사이", "$50–$90 사이"),
        ("최대 7억 유로까지", "최대 €700 million까지"),
        ("4조원 이상 6조원 미만", "KRW 4 trillion 이상 KRW 6 trillion 미만"),
        ("집값이 5~6억원대다", "집값이 KRW 500–600 million대다"),
        ("3조원대 매출", "KRW 3 trillion대 매출"),
        ("배럴당 80달러", "배럴당 $80"),
        ("5만원권 열 장", "KRW 50,000권 열 장"),
        ("이익이 14.3% 줄었다", "이익이 14.3% 줄었다"),
        ("금리를 0.5%포인트 내렸다", "금리를 0.5 percentage points 내렸다"),
        ("두 배로 늘었다", "2 times로 늘었다"),
        ("환율은 1달러=1,380원", "환율은 $1=KRW 1,380"),
        ("순손실 △1,234억원", "순손실 -KRW 123.4 billion"),
        ("상금은 3만, 5만원이다", "상금은 KRW 30,000, KRW 50,000이다"),
        ("30여억원이 들었다", "about KRW 3 billion이 들었다"),
        ("**4억5000만** 달러", "**$450 million**"),
        ("<b>4억 5000만</b> 달러", "<b>$450 million</b>"),
        ("“4억5000만” 달러", "“$450 million”"),
        ("4억  달러\r\n5억 달러\r\n", "$400 million\r\n$500 million\r\n"),
        ("", ""),
    ],
)
def test_english(text: str, written: str) -> None:
    rewritten = krmoney.Reader(prefer=["SEK"]).extract(text).rewrite("en")
    assert rewritten == written
    assert not rewritten.left


@pytest.mark.parametrize(
    ("text", "left", "reason"),
    [
        ("수조원이 든다", "수조원", "no vague numeral"),
        ("억대 연봉", "억", "no amount"),
        ("10억 크로나를 빌렸다", "10억 크로나", "is undecided"),
        ("500달러만 남았다", "500달러", "read differently there"),
    ],
)
def test_what_cannot_be_written_stays(text: str, left: str, reason: str) -> None:
    rewritten = krmoney.extract(text).rewrite("en")
    assert rewritten == text
    assert [each.text for each in rewritten.left] == [left]
    assert rewritten.left.source == text
    (why,) = rewritten.reasons
    assert reason in why


def test_a_figure_that_stays_costs_its_neighbours_nothing() -> None:
    rewritten = krmoney.extract("수조원 가운데 3억 달러와 500달러만 남고 2조원은 썼다").rewrite()
    assert rewritten == "수조원 가운데 $300 million와 500달러만 남고 KRW 2 trillion은 썼다"
    assert [each.text for each in rewritten.left] == ["수조원", "500달러"]


def test_a_function_says_what_is_written() -> None:
    def masked(figure: Mention) -> str | None:
        return "○○" if figure.type == "money" else None

    rewritten = krmoney.extract("3억원을 빌려 7%를 낸다").rewrite(masked)
    assert rewritten == "○○을 빌려 7%를 낸다"
    assert [each.text for each in rewritten.left] == ["7%"]


def test_a_style_of_ones_own_and_some_figures_only() -> None:
    figures = krmoney.extract("3억5천만원과 2억 달러")
    assert figures.rewrite(Style(scales="none", comma=",")) == "350,000,000원과 200,000,000달러"
    assert figures[:1].rewrite("en") == "KRW 350 million과 2억 달러"


def test_an_unknown_style_is_an_error() -> None:
    with pytest.raises(AmountError, match="unknown style 'english'"):
        krmoney.extract("3억원").rewrite("english")


def test_it_is_a_text() -> None:
    rewritten = krmoney.extract("3억원과 수조원").rewrite()
    assert isinstance(rewritten, str)
    again = pickle.loads(pickle.dumps(rewritten))  # noqa: S301
    assert (again, again.left, again.reasons) == (rewritten, rewritten.left, rewritten.reasons)


def said(figures: Mentions) -> Counter[tuple[object, ...]]:
    return Counter((each.type, each.kind, each.low, each.high, each.currency, each.unit) for each in figures)


@pytest.mark.parametrize("style", STYLES)
def test_no_amount_becomes_another(style: str) -> None:
    """Over real sentences: what is read in the text as rewritten was in the text as given."""
    written = 0
    for text in [*SENTENCES, *BLIND][STYLES.index(style) :: 3]:  # each style takes a third
        figures = krmoney.extract(text)
        rewritten = figures.rewrite(style)
        assert not said(krmoney.extract(rewritten)) - said(figures), (text, rewritten)
        assert figures.rewrite(lambda figure: figure.text) == text
        written += len(figures) - len(rewritten.left)
    assert written > 600


@given(amount=money(), before=st.sampled_from(["", "약 ", "최대 ", "1인당 ", "커피 2 "]), after=st.text(max_size=4))
def test_written_amounts_are_read_back(amount: krmoney.Money, before: str, after: str) -> None:
    figures = krmoney.extract(f"{before}{amount.format()}{after}")
    for style in STYLES:
        assert not said(krmoney.extract(figures.rewrite(style))) - said(figures)


def test_command(tmp_path: Path) -> None:
    (tmp_path / "기사.txt").write_bytes("매출은 3억 달러다.\r\n적자는 수조원,\r\n부채는 2조원이다.".encode())
    result = run("rewrite", "기사.txt", "-o", "english.txt", cwd=tmp_path)
    assert (result.status, result.out) == (1, "")
    assert (tmp_path / "english.txt").read_bytes() == (
        "매출은 $300 million다.\r\n적자는 수조원,\r\n부채는 KRW 2 trillion이다.".encode()
    )
    (problem,) = result.err.splitlines()
    assert problem.startswith("krmoney: 기사.txt:2:5: '수조원' stays as it is: this style has no vague numeral")


def test_command_on_lines() -> None:
    result = run("rewrite", "--style", "commas", "--lines", stdin="스웨덴\n3억5천만원\n10억 크로나\n")
    assert result.out == "스웨덴\n3억 5,000만 원\n10억 크로나\n"
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert ":3:1: '10억 크로나' stays as it is" in result.err
    assert run("rewrite", stdin="스웨덴\n10억 크로나\n").out == "스웨덴\nSEK 1 billion\n"
