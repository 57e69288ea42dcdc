"""Expressions and their values: every text of `corpus/expressions.jsonl` and `errors.jsonl` there is a test.

A line of the first holds one value and its many spellings, a line of the second one error and the texts that
raise it. The expected values come from the reading rules, never from what the code happened to give.
"""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import krmoney
from krmoney import Money, NotOneAmountError, ParseError

CORPUS = Path(__file__).parent / "corpus"
NUMBERS = {"low", "high", "value"}
TOLERANCE = Decimal("0.001")  # of a rate: the files give it rounded


_LONG = pytest.mark.long  # reading it takes seconds


def cases(name: str) -> list[Any]:
    lines = [json.loads(line) for line in (CORPUS / name).read_text("utf-8").splitlines()]
    pairs = [(line, spelled(text)) for line in lines for text in line["texts"]]
    return [
        pytest.param(line, text, id=label(text), marks=_LONG if len(str(text)) > 10**5 else ()) for line, text in pairs
    ]


def spelled(text: Any) -> Any:
    """Spell out ``{"repeat": ["1", 100000], "suffix": "원"}``."""
    return text["repeat"][0] * text["repeat"][1] + text.get("suffix", "") if isinstance(text, dict) else text


def label(text: Any) -> str:
    shown = text if isinstance(text, str) and text.strip() else repr(text)
    return shown if len(shown) <= 80 else f"{shown[:9]}…{shown[-3:]} ({len(shown)})"


EXPRESSIONS = cases("expressions.jsonl")
ERRORS = cases("errors.jsonl")


def test_the_files_are_there() -> None:
    assert len(EXPRESSIONS) >= 450
    assert len(ERRORS) >= 60
    seen = [(text, str(line.get("args"))) for line, text in (case.values for case in EXPRESSIONS)]
    assert [each for each in set(seen) if seen.count(each) > 1] == []


@pytest.mark.parametrize(("line", "text"), EXPRESSIONS)
def test_expression(line: dict[str, Any], text: str) -> None:
    args, wanted = line.get("args", {}), {"type": "money", **line["value"]}
    rate, quote = wanted.pop("rate", None), wanted.pop("quote", None)
    mention = krmoney.read(text, **args)

    for key in NUMBERS & {key for key, value in wanted.items() if value is not None}:
        wanted[key] = Decimal(wanted[key])
    assert {key: plain(getattr(mention, key)) for key in wanted} == wanted
    if quote:
        assert mention.quote
        assert {key: getattr(mention.quote, key) for key in quote} == quote

    if wanted["type"] != "money" or wanted["kind"] != "point":
        with pytest.raises(NotOneAmountError):
            krmoney.parse(text, **args)
    elif wanted["currency"] is None:
        with pytest.raises(krmoney.AmbiguousCurrencyError):
            krmoney.parse(text, **args)
    else:
        money = krmoney.parse(text, **args)
        assert money == Money(wanted["low"], wanted["currency"])
        assert (money.rate is None) == (rate is None)
        for key, value in (rate or {}).items():
            found = getattr(money.rate, key)
            assert found == value or abs(found / Decimal(value) - 1) < TOLERANCE


def plain(found: Any) -> Any:
    return [str(each) for each in found] if isinstance(found, tuple) else found


@pytest.mark.parametrize(("line", "text"), ERRORS)
def test_error(line: dict[str, Any], text: Any) -> None:
    with pytest.raises((krmoney.KrmoneyError, TypeError)) as caught:
        krmoney.parse(text, **line.get("args", {}))
    error = caught.value
    names = line["error"] if isinstance(line["error"], list) else [line["error"]]
    assert type(error).__name__ in names
    assert str(error).strip()
    assert len(str(error).splitlines()) == 1
    assert re.search(line.get("hint", ""), str(error))
    if isinstance(error, ParseError):
        start, end = error.span
        assert error.text == text
        assert 0 <= start <= end <= len(text)
        assert start < end or not text.strip()
        assert list(error.span) == line.get("span", list(error.span))
        assert line.get("span_text", "") in text[start:end]
    codes = [str(code) for code in getattr(error, "candidates", ())]
    assert codes == line.get("candidates", codes)
    assert [code for code in codes if code in line.get("among", ())] == line.get("among", [])


# --- cells of tables


@pytest.mark.parametrize(
    ("cell", "unit", "amount", "currency"),
    [
        ("1,234", "백만원", "1234000000", "KRW"),
        (" 1,234 ", "백만 원", "1234000000", "KRW"),
        ("７.5", "억원", "750000000", "KRW"),
        ("△56", "억원", "-5600000000", "KRW"),
        ("-56", "억원", "-5600000000", "KRW"),
        ("(1,234)", "천 달러", "-1234000", "USD"),
        ("( 7.5 )", "백만원", "-7500000", "KRW"),
        ("0", "원", "0", "KRW"),
        ("3억원", "백만원", "300000000", "KRW"),  # has its own
        ("$30", "백만원", "30", "USD"),
        ("12", "천 스웨덴 크로나", "12000", "SEK"),
    ],
)
def test_the_unit_of_a_table(cell: str, unit: str, amount: str, currency: str) -> None:
    assert krmoney.parse(cell, unit=unit) == krmoney.Money(amount, currency)


@pytest.mark.parametrize("cell", ["-", "1,23", "1.2.3", "(약 3)", "-(3)", "(3", "3억", "12%", "3~5", "", "n/a", "+-3"])
def test_cells_that_the_unit_of_a_table_does_not_make_readable(cell: str) -> None:
    with pytest.raises(krmoney.ParseError) as caught:
        krmoney.parse(cell, unit="백만원")
    assert caught.value.text == cell


def test_a_shared_unit_of_a_table_is_chosen() -> None:
    with pytest.raises(krmoney.AmbiguousCurrencyError):
        krmoney.parse("5", unit="백만 크로나")
    assert krmoney.parse("5", unit="백만 크로나", prefer="SEK") == krmoney.Money(5_000_000, "SEK")


@pytest.mark.parametrize("unit", ["쿠키", "%", "조원대", "약", "원 이상", 3, "SEKK"])
def test_units_of_tables_that_are_none(unit: Any) -> None:
    for cell in ("5", "3억원"):
        with pytest.raises(krmoney.AmountError, match="not a unit of money"):
            krmoney.parse(cell, unit=unit)
