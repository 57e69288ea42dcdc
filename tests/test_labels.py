"""Unit labels, and cells as `krmoney.parse` reads them: value first, as data."""

import re
from decimal import Decimal
from typing import Any

import pytest

import krmoney
from krmoney import AmountError, Money, NoValueError, ParseError, Reader, UnitLabel, unit_label
from krmoney.data import load
from krmoney.reading.cells import cell_number, has_no_value

# The money units (scale and currency), the other units, and the labels that name them.
LABELS: list[tuple[list[tuple[int, str | None]], list[str], list[str]]] = [
    ([(1, "KRW")], [], ["원", "(단위 : 원)", "(단위:￦)", "단위: KRW", "원화", "(단위 : 원/주)", "원/주"]),
    ([(1_000, "KRW")], [], ["천원", "단위;천원", "(단위 : 천 원)", "천원(KRW)", "(단위: 1,000원)", "[단위：천원]"]),
    ([(10_000, "KRW")], [], ["만원", "(단위 : 만 원)"]),
    (
        [(1_000_000, "KRW")],
        [],
        [
            "(단위 : 백만원)",
            "매출액(백만원)",
            "￦백만",
            "KRW mn",
            "단위: 백만원",
            "<단위: 백만원>",
            "KRW million",
            "(In millions of Korean won)",
            "(Unit: KRW million)",
            "(연결, 단위: 백만원)",
            "제 55 기 (단위 : 백만원)",
            "(기준일 : 2023년 12월 31일) (단위 : 백만원)",
            "(단위백만원)",
            "(단위 백만원)",
            "millions of won",
        ],
    ),
    ([(10**8, "KRW")], [], ["억원", "(단위: 억 원)", "[단위:억원]"]),
    ([(10**9, "KRW")], [], ["십억원", "KRW bn", "(단위: 십억원)"]),
    ([(10**12, "KRW")], [], ["조원", "KRW tn"]),
    ([(1, "USD")], [], ["달러", "USD", "(단위: US$)", "미화 달러", "$"]),
    ([(1_000, "USD")], [], ["천US$", "미화 천달러", "천 달러", "(단위: 천불)", "USD thousands", "US$k", "천USD"]),
    ([(10**6, "USD")], [], ["USD mn", "(USD million)", "단위: 백만 달러", "$mn", "$ million", "USD in millions"]),
    ([(10**6, "JPY")], [], ["백만엔", "JPY mn", "(단위 : 백만￥)"]),
    ([(10**6, "EUR")], [], ["백만 유로", "EUR mn", "€ million"]),
    ([(10**3, None)], [], ["천 크로나"]),
    ([(10**8, "KRW")], ["percent"], ["[단위: 억원, %]", "(단위: 억원/%)", "(단위 : 억원 및 %)", "억원·%"]),
    ([(1, "KRW")], ["count"], ["(단위: 주, 원)", "(단위 : 원, 명)", "주,원"]),
    ([(10**6, "KRW")], ["other"], ["천배럴, 백만원", "(단위: 톤, 백만원)", "(단위 : 백만원, 배)"]),
    ([(1, "USD"), (1, "JPY"), (1_000, "KRW")], [], ["(단위 : USD, JP￥, 천원)"]),
    ([(1_000, "KRW"), (1, "KRW")], [], ["(단위 : 천원, 원)"]),
    ([(10**6, "KRW"), (10**3, "USD")], [], ["[단위 : 백만원, 천달러(USD)]"]),
    ([], ["percent"], ["%", "(단위: %)", "지분율(%)"]),
    ([], ["count"], ["(단위 : 주)", "직원 수(명)", "천주"]),
    ([], ["other"], ["(단위 : 원/달러)", "MWh"]),
]
CASES = [(money, others, text) for money, others, texts in LABELS for text in texts]


@pytest.mark.parametrize(("money", "others", "text"), CASES, ids=[text for *_, text in CASES])
def test_labels(money: list[tuple[int, str | None]], others: list[str], text: str) -> None:
    label = unit_label(text)
    assert [(each.scale, each.currency) for each in label.money] == money
    assert [each.kind for each in label.others] == others
    assert str(label) == label.text == text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("(단위: 백만원, 쿠키)", "쿠키"),
        ("쿠키", "쿠키"),
        ("5백만원", "5백만원"),
        (",000원", "000원"),
        ("(단위: 백만)", "백만"),
        ("SEKK", "SEKK"),
        ("조원대", "조원대"),
    ],
)
def test_unknown_words_are_named(text: str, word: str) -> None:
    with pytest.raises(ParseError) as caught:
        unit_label(text)
    assert caught.value.text == text
    assert repr(word) in caught.value.message
    with pytest.raises(AmountError, match=re.escape(word)):
        Reader(unit=text)


@pytest.mark.parametrize("unit", ["(단위: 주, %)", "(단위: 천원, 원)", unit_label("원, 달러"), 3, "5백만원", ",000원"])
def test_a_unit_is_exactly_one_of_money(unit: Any) -> None:
    with pytest.raises(AmountError):
        krmoney.parse("5", unit=unit)


@pytest.mark.parametrize("unit", ["(단위: 백만원, %)", unit_label("(단위: 백만원, %)"), "매출액(백만원)", "KRW mn"])
def test_a_label_is_a_unit(unit: str | UnitLabel) -> None:
    assert krmoney.parse("1,234", unit=unit) == Money(1_234_000_000, "KRW")
    assert Reader(unit=unit).read("1,234").text == "1,234"


CELLS: list[tuple[str, list[str]]] = [
    ("1234000", ["1,234", "1234", " 1,234 ", "1,234*", "1,234(*1)", "1,234주1)", "1,234(주1,2)", "1,234 1)", "1,234¹"]),
    ("-1234000", ["(1,234)", "△1,234", "▲1,234", "(△1,234)", "(-)1,234", "–1,234", "−1,234", "(  1,234 )", "-1,234"]),
    ("-1234000", ["△ 1,234", "(1,234)(*1)", "(1,234)주2)", "(－1,234)", "(*1) (1,234)", "-1,234*2", "(1,234)*"]),
    ("520398000", ["520,398(US$ 402,504천)"]),
    ("1234560", ["1,234.56"]),
    ("0", ["0", "-0", "(0)"]),
    ("1234", ["1,234원", "₩1,234"]),
]


@pytest.mark.parametrize(("value", "cell"), [(value, cell) for value, cells in CELLS for cell in cells])
def test_cells(value: str, cell: str) -> None:
    money = krmoney.parse(cell, unit="천원")
    assert money == Money(value, "KRW")
    mention = krmoney.read(cell, unit="천원")
    assert (mention.value, mention.text) == (Decimal(value), cell.strip())


def test_the_restatement_of_a_cell_is_kept() -> None:
    rate = krmoney.parse("520,398(US$ 402,504천)", unit="백만원").rate
    assert rate is not None
    assert round(rate.value, 2) == Decimal("1292.90")


@pytest.mark.parametrize(
    "cell",
    ["-", "–", "", " ", "N/A", "해당없음", "해당 없음", "적자", "흑자전환", "( - )", "- %", "-원", "−", "…", "(적자)"],
)
@pytest.mark.parametrize("options", [{"unit": "백만원"}, {"currency": "KRW"}, {}])
def test_no_value(cell: str, options: Any) -> None:
    for function in (krmoney.parse, krmoney.read):
        with pytest.raises(NoValueError) as caught:
            function(cell, **options)
        assert caught.value.text == cell


@pytest.mark.parametrize("cell", ["1,234주", "-(3)", "1,23", "1,234(1,000)", "(1,234", "1,234)", "1.2.3", "3~5"])
def test_cells_that_a_unit_does_not_make_readable(cell: str) -> None:
    with pytest.raises(ParseError):
        krmoney.parse(cell, unit="천원")


# --- rows of data


@pytest.mark.parametrize("row", load("labels")["scale"] + load("labels")["counted"], ids=lambda row: row["example"])
def test_rows_of_units(row: dict[str, Any]) -> None:
    label = unit_label(row["example"])
    if "power" in row:
        assert label.only.scale == 10 ** row["power"]
    else:
        assert row["kind"] in {each.kind for each in label.others}


def test_rows_of_cells_without_a_value() -> None:
    for row in load("labels")["no_value"]:
        assert has_no_value(row["example"])


@pytest.mark.parametrize("row", load("labels")["note"], ids=lambda row: row["example"])
def test_rows_of_notes(row: dict[str, str]) -> None:
    number = cell_number(row["example"])
    assert number is not None
    assert (number.value, number.rest) == (1234, "")
    other = cell_number(row["counterexample"])
    assert other is None or (other.value, other.rest) != (1234, "")


def test_the_words_of_the_caller_decide_what_brackets_repeat() -> None:
    """천코로넷(SEK) is one unit to whoever has taught us the word, and to nobody else."""
    words = krmoney.Vocabulary.default().extend(currencies={"코로넷": "SEK"})
    (unit,) = krmoney.unit_label("천코로넷(SEK)", vocabulary=words).money
    assert (unit.scale, unit.currency) == (1000, "SEK")
    (unit,) = krmoney.unit_label("천코로넷(SEK)").money
    assert (unit.scale, unit.currency) == (1, "SEK")
