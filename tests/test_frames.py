"""Columns: every engine says of every row what the plain loop says of its text."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Context, Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import krmoney
import krmoney.frames.pandas
import krmoney.frames.polars
from krmoney import AmountError, KrmoneyError, Mention, NoValueError, ParseError, UnknownCurrencyError, frames
from krmoney.frames.duckdb import register

if TYPE_CHECKING:
    from krmoney.frames import Amounts, Columns

CORPUS = Path(__file__).parent / "corpus"
WIDE = Context(prec=10_000)
ENDS = ("rate_low", "rate_high")


def corpus(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text("utf-8").splitlines()]


TEXTS: list[str | None] = [
    *(text.translate({ord("⟦"): None, ord("⟧"): None}) for row in corpus("sentences.jsonl") for text in row["texts"]),
    *(text for row in corpus("traps.jsonl") for text in row["texts"]),
    *("", None, "\x00", "a\nb", "👩‍👩‍👧 1억원", None),
]
CELLS: list[str | None] = [
    *(text for row in corpus("expressions.jsonl") for text in row["texts"] if isinstance(text, str)),
    *(text for row in corpus("errors.jsonl") for text in row["texts"] if isinstance(text, str)),
    None,
    "",
]


# --- what is expected, from the rows of the command line


def number(text: str | None, name: str, unfit: list[str], places: int = 10) -> Decimal | None:
    """Take a number of a row if it has at most 38 digits, that many of them after the point; else name it."""
    if text is None:
        return None
    scaled = Fraction(text) * 10**places
    if "rate" in name:  # a rate is rounded
        scaled = Fraction(round(scaled))
    if scaled.denominator == 1 and abs(scaled) < 10**38 and (scaled or not Fraction(text)):
        return Decimal(int(scaled)).scaleb(-places, WIDE)
    unfit.append(name)
    return None


def rate(row: dict[str, str] | None) -> dict[str, str | None]:
    return {f"rate_{part}": (row or {}).get(part) for part in ("base", "counter", "value", "low", "high")}


def expected_mention(mention: Mention, columns: Columns = "core") -> dict[str, Any]:
    row = mention.to_row()
    quote: dict[str, Any] = row.get("quote") or {}
    fields = row | rate(row.get("rate") or quote.get("rate")) | {"restates": "restates" in row}
    fields |= {f"quote_{part}": quote.get(part) for part in ("start", "end", "text", "currency", "plausible")}
    fields |= {f"restates_{part}": row.get("restates", {}).get(part) for part in ("start", "end")}
    fields |= {"denomination": mention.denomination if mention.type == "money" else None}
    fields |= {name: row.get(name, []) for name in ("candidates", "evidence")}
    return fitted({name: fields.get(name) for name in frames.mention_type(columns).names})


def fitted(fields: dict[str, Any]) -> dict[str, Any]:
    """Turn the numbers of a row into decimals, and name those that do not fit."""
    unfit: list[str] = []
    numbers = [name for name in fields if name in {"amount", "value", "low", "high", "rate_value", *ENDS}]
    made = {name: number(fields[name], name, unfit, 20 if "rate" in name else 10) for name in numbers}
    return fields | made | {"unfit": " ".join(unfit) or None}


def expected_mentions(text: str | None) -> list[dict[str, Any]] | None:
    return None if text is None else [expected_mention(each) for each in krmoney.extract(text)]


def expected_money(text: Any) -> dict[str, Any] | None:
    if text is None:
        return None
    row: dict[str, Any] = dict.fromkeys(frames.money_type().names)
    try:
        money = krmoney.parse(text)
    except NoValueError:
        return None
    except ParseError as error:
        start, end = error.span
        row |= {"error_message": error.message, "error_hint": error.hint or None}
        return row | {"error_type": type(error).__name__, "error_start": start, "error_end": end}
    except KrmoneyError as error:
        return row | {"error_type": type(error).__name__, "error_message": str(error)}
    quoted = rate(money.rate and money.rate.to_dict())
    return fitted(row | {"amount": f"{money.amount:f}", "currency": str(money.currency)} | quoted)


EXTRACTED = [(text, expected_mentions(text)) for text in TEXTS]
PARSED = [(cell, expected_money(cell)) for cell in CELLS]


def test_the_corpora_are_here() -> None:
    assert len(EXTRACTED) > 1500
    assert len(PARSED) > 2000
    assert sum(bool(value and value["error_type"]) for _, value in PARSED) > 100
    for name in ("quote_text", "rate_value", "restates", "unit"):
        assert any(each[name] for _, value in EXTRACTED for each in value or ()), name


# --- the Arrow function

TEXT_TYPES = [
    *(pa.string(), pa.large_string(), pa.string_view()),
    *(pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.int32(), pa.large_string())),
]


@pytest.mark.parametrize("of", TEXT_TYPES, ids=str)
def test_extract_of_every_type_of_text(of: pa.DataType) -> None:
    texts = ["1억원과 $2", None, "", "없음", "1억원과 $2"]
    array = pa.array(texts, pa.string()).cast(of) if not pa.types.is_dictionary(of) else encoded(texts, of)
    found = frames.extract(array)
    assert found.type == frames.mentions_type()
    assert found.to_pylist() == [*map(expected_mentions, texts)]
    assert found.validate(full=True) is None


def encoded(texts: list[str | None], of: pa.DictionaryType) -> pa.Array:
    values = [*dict.fromkeys(text for text in texts if text is not None)]
    indices = [None if text is None else values.index(text) for text in texts]
    return pa.DictionaryArray.from_arrays(pa.array(indices, of.index_type), pa.array(values, of.value_type))


def test_extract_says_what_the_loop_says() -> None:
    texts, values = zip(*EXTRACTED, strict=True)
    assert frames.extract(pa.array(texts)).to_pylist() == [*values]
    found = frames.extract(pa.array(texts), columns="all")
    assert found.type == frames.mentions_type("all")
    assert found.to_pylist() == [
        None if text is None else [expected_mention(each, "all") for each in krmoney.extract(text)] for text in texts
    ]


def test_the_core_is_the_beginning_of_all() -> None:
    core, whole = frames.mention_type().names, frames.mention_type("all").names
    assert [*core[:-1], *whole[len(core) - 1 :]] == whole
    assert core[-1] == whole[-1] == "unfit"
    assert core[:11] == ["start", "end", "text", "type", "kind", "value", "low", "high", "currency", "unit", "restates"]
    assert {name.partition("_")[0] for name in core[11:-1]} == {"quote", "rate"}


def test_parse_says_what_the_loop_says() -> None:
    cells, values = zip(*PARSED, strict=True)
    parsed = frames.parse(pa.array(cells))
    assert parsed.type == frames.money_type()
    assert parsed.to_pylist() == [*values]
    assert parsed.validate(full=True) is None


@given(st.lists(st.none() | st.sampled_from([text for text, _ in EXTRACTED if text]) | st.text(max_size=30)))
def test_rows_do_not_disturb_each_other(texts: list[str | None]) -> None:
    texts = [text for text in texts if text is None or text.isprintable()]
    chunked = pa.chunked_array([texts[:3], texts[3:3], texts[3:]], pa.string())
    found = frames.extract(chunked)
    assert found.num_chunks == chunked.num_chunks
    assert found.to_pylist() == [
        row for text in texts for row in frames.extract(pa.array([text], pa.string())).to_pylist()
    ]
    sliced = pa.array(texts, pa.string())[1:-1]
    assert frames.extract(sliced).to_pylist() == found.to_pylist()[1:-1]


@pytest.mark.parametrize("function", [frames.extract, frames.parse])
@pytest.mark.parametrize(
    "empty", [pa.array([], pa.string()), pa.chunked_array([], pa.string()), pa.array([None, None]), []], ids=repr
)
def test_nothing_in_nothing_out(function: Any, empty: Any) -> None:
    result = function(empty)
    assert result.to_pylist() == [None] * len(empty)
    assert result.type == (frames.mentions_type() if function is frames.extract else frames.money_type())


@pytest.mark.parametrize("array", [pa.array([1]), pa.array([1.5]), pa.array([["1억원"]]), pa.array([b"1"])], ids=repr)
@pytest.mark.parametrize("function", [frames.extract, frames.parse])
def test_a_column_that_is_not_text(function: Any, array: pa.Array) -> None:
    with pytest.raises(AmountError, match="expected a column of text"):
        function(array)


def test_a_cell_that_is_not_text() -> None:
    with pytest.raises(TypeError, match="expected str, got int"):
        frames.extract(["1억원", 3])
    one, three = frames.parse(["1억원", 3]).to_pylist()
    assert one["currency"] == "KRW"
    assert three["error_type"] == "TypeError"
    assert three["error_message"] == "expected str, got int"


def test_bytes_that_are_not_text() -> None:
    good = "1억원과 ".encode()
    offsets = pa.py_buffer(b"".join(n.to_bytes(4, "little") for n in (0, len(good) + 4, len(good) + 10)))
    array = pa.StringArray.from_buffers(2, offsets, pa.py_buffer(good + b"\xff $2" + "3원".encode() + b"\xff\xff"))
    texts = ["1억원과 � $2", "3원��"]
    assert frames.extract(array).to_pylist() == [*map(expected_mentions, texts)]
    assert [row["error_type"] is None for row in frames.parse(array).to_pylist()] == [False, False]


@pytest.mark.parametrize("scale", [-1, 39, 1.5, "3", True, None])
def test_scales_that_are_none(scale: Any) -> None:
    for function in (frames.extract, frames.parse):
        with pytest.raises(AmountError, match="scale"):
            function(pa.array(["1억원"]), scale=scale)


@pytest.mark.parametrize("options", [{"currency": "WON"}, {"prefer": "XYZ"}, {"prefer": ["SEK", "nope"]}])
def test_currencies_that_are_none(options: dict[str, Any]) -> None:
    with pytest.raises(UnknownCurrencyError):
        frames.parse(pa.array([], pa.string()), **options)


def test_options_of_parse() -> None:
    parsed = frames.parse(pa.array(["337억", "10억 크로나"]), currency="SEK", prefer="ISK").to_pylist()
    assert [each["currency"] for each in parsed] == ["SEK", "ISK"]


def test_options_of_extract() -> None:
    assert frames.extract(pa.array(["1조 투자"]), elided=False).to_pylist() == [[]]


# --- what does not fit


def test_amounts_that_do_not_fit() -> None:
    huge = "1" + "0" * 28
    (row,) = frames.extract(pa.array([f"{huge}원과 2원. 1원~{huge}원"])).to_pylist()
    assert [(each["text"], each["low"], each["high"], each["unfit"]) for each in row] == [
        (f"{huge}원", None, None, "value low high"),
        ("2원", Decimal(2), Decimal(2), None),
        (f"1원~{huge}원", Decimal(1), None, "high"),
    ]
    (parsed,) = frames.parse(pa.array([f"{huge}원"])).to_pylist()
    assert parsed == dict.fromkeys(frames.money_type().names) | {"currency": "KRW", "unfit": "amount"}


@pytest.mark.parametrize(
    ("text", "scale", "amount"),
    [
        ("0.05달러", 2, "0.05"),
        ("0.055달러", 2, None),
        ("0.055달러", 3, "0.055"),
        ("1원", 0, "1"),
        ("0.5원", 0, None),
        ("9원", 37, "9"),
        ("10원", 37, None),
        ("0.5원", 38, "0.5"),
        ("1원", 38, None),
        ("-9,999,999,999,999,999,999,999,999,999원", 10, "-9999999999999999999999999999"),
        ("-10,000,000,000,000,000,000,000,000,000원", 10, None),
        ("10,000,000,000,000,000,000,000,000,000원", 9, "10000000000000000000000000000"),
    ],
)
def test_scales(text: str, scale: int, amount: str | None) -> None:
    (parsed,) = frames.parse(pa.array([text]), scale=scale).to_pylist()
    (found,) = frames.extract(pa.array([text]), scale=scale).to_pylist()[0]
    assert parsed["amount"] == found["low"] == (amount and Decimal(amount))
    assert parsed["unfit"] == (None if amount else "amount")
    assert found["unfit"] == (None if amount else "value low high")


def test_rates_that_do_not_fit() -> None:
    rate = krmoney.Rate("USD", "KRW", 10**20, "1E-30", 10**20)
    one = Decimal(1)
    mention = Mention(start=0, end=1, text="1", type="rate", kind="point", low=one, high=one, rate=rate)
    (row,) = frames.from_mentions([[mention]], columns="all").to_pylist()[0]
    assert [row[f"rate_{part}"] for part in ("base", "counter", "value", "low", "high")] == ["USD", "KRW", *[None] * 3]
    assert row["unfit"] == "rate_value rate_low rate_high"  # too large, rounded to nothing, too large


@given(st.decimals(allow_nan=False, allow_infinity=False), st.integers(0, 38))
def test_a_number_fits_or_is_named(value: Decimal, scale: int) -> None:
    assume(abs(value.adjusted()) <= 900)
    mention = Mention(start=0, end=1, text="1", type="percent", kind="lower_bound", low=value, high=None, unit="%")
    (row,) = frames.from_mentions([[mention]], scale=scale).to_pylist()[0]
    unfit: list[str] = []
    assert row["low"] == row["value"] == number(f"{value:f}", "value", unfit, scale)
    assert row["unfit"] == ("value low" if unfit else None)


# --- how amounts are kept


def test_floats_show_every_digit_or_are_missing() -> None:
    texts = ["0.1달러", "2조4000억원", "12,345,678,901,234,567.89원", "9,007,199,254,740,993원"]
    found = frames.extract(pa.array(texts), amounts="float")
    assert found.type == frames.mentions_type(amounts="float")
    rows = [row for (row,) in found.to_pylist()]
    assert [row["value"] for row in rows] == [0.1, 2.4e12, None, None]
    assert [row["unfit"] for row in rows] == [None, None, *["value low high"] * 2]
    parsed = frames.parse(pa.array(texts), amounts="float").to_pylist()
    assert [row["amount"] for row in parsed] == [row["value"] for row in rows]


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_float_is_the_amount_or_missing(value: Decimal) -> None:
    assume(abs(value.adjusted()) <= 900)
    mention = Mention(start=0, end=1, text="1", type="percent", kind="lower_bound", low=value, high=None, unit="%")
    (row,) = frames.from_mentions([[mention]], amounts="float").to_pylist()[0]
    digits = len(value.normalize(WIDE).as_tuple().digits)
    if row["value"] is None:
        assert digits > 15 or not -300 < value.adjusted() < 300
        assert row["unfit"] == "value low"
    else:
        assert Decimal(repr(row["value"])) == value or Fraction(row["value"]) == Fraction(value)
        assert row["unfit"] is None


def test_rates_as_floats_are_the_nearest() -> None:
    for amounts in ("float", "int"):
        (row,) = frames.parse(pa.array(["300달러(약 40만원)"]), amounts=amounts).to_pylist()
        assert row["rate_value"] == 400_000 / 300
        assert row["unfit"] is None


def test_whole_amounts() -> None:
    texts = ["9,223,372,036,854,775,807원", "-5원", "1.0달러", None]
    for found in (frames.extract(pa.array(texts), amounts="int").flatten().field("value"),):
        assert found.type == pa.int64()
        assert found.to_pylist() == [2**63 - 1, -5, 1]
    assert frames.parse(pa.array(texts), amounts="int").field("amount").to_pylist() == [2**63 - 1, -5, 1, None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("매출 1억원, 이자 2.5%", r"2\.5 \(“2\.5%”\)"),
        ("0.05달러", r"0\.05"),
        ("9,223,372,036,854,775,808원", "9223372036854775808"),
    ],
)
def test_an_amount_that_is_not_whole_is_named(text: str, said: str) -> None:
    with pytest.raises(AmountError, match=f"not a whole number of 64 bits: {said}"):
        frames.extract(pa.array(["3억원", text]), amounts="int")
    with pytest.raises(AmountError, match="not a whole number of 64 bits"):
        pd.Series([text]).krmoney.extract(amounts="int")


@pytest.mark.parametrize(("name", "given"), [("amounts", "double"), ("columns", "some"), ("columns", ["text"])])
def test_words_that_are_none(name: str, given: Any) -> None:
    with pytest.raises(AmountError, match=f"{name} must be one of"):
        frames.extract(pa.array(["1억원"]), **{name: given})


# --- one schema

SCHEMA = "스웨덴 337억 크로나(약 4조 4000억원), 20만∼30만 달러(약 2억4천만∼3억6천만원), 1달러=1,380원, 2.5%, 5만원권"


def test_the_columns_are_those_of_dictionaries() -> None:
    found = krmoney.extract(SCHEMA)
    rows = frames.from_mentions([found], columns="all").to_pylist()[0]
    for row, exact in zip(rows, found.to_dicts(), strict=True):
        rates = {name for name, value in exact.items() if name.startswith("rate_") and isinstance(value, Decimal)}
        assert exact | {name: round(exact[name], 20) for name in rates} == {name: row[name] for name in exact}
        assert [*row] == [*exact, "unfit"]
    assert [row["restates"] for row in rows][:4] == [False, True, False, True]


@pytest.mark.parametrize("columns", ["core", "all"])
@pytest.mark.parametrize("amounts", ["decimal", "float"])
def test_one_schema_for_one_text_and_for_columns(columns: Columns, amounts: Amounts) -> None:
    found, texts = krmoney.extract(SCHEMA), [SCHEMA]
    of_text = found.to_pandas(columns=columns, amounts=amounts)
    of_column = pd.Series(texts).krmoney.extract(columns=columns, amounts=amounts)
    pd.testing.assert_frame_equal(of_text, of_column.reset_index(drop=True))
    assert [*of_text] == frames.mention_type(columns).names
    figures = pl.col("text").krmoney.extract(columns=columns, amounts=amounts).explode()
    assert (
        pl.DataFrame({"text": texts})
        .select(figures)
        .unnest("text")
        .equals(found.to_polars(columns=columns, amounts=amounts))
    )
    with register(duckdb.connect(), columns=columns, amounts=amounts) as con:
        rows = con.execute("select unnest(krmoney_extract(?), recursive := false)", texts).fetchall()
        made = frames.from_mentions([found], columns=columns, amounts=amounts)
        assert [row for (row,) in rows] == made.to_pylist()[0]


# --- pandas


def objects(series: pd.Series[Any]) -> list[Any]:
    return pa.array(series).to_pylist()


@pytest.mark.parametrize(
    "of", [None, object, "str", "string[pyarrow]", pd.ArrowDtype(pa.large_string()), "category"], ids=str
)
def test_pandas_nested_and_long(of: Any) -> None:
    texts = ["1억원과 $2", None, "없음", "1억원과 $2", "3%"]
    series = pd.Series(texts, index=list("abcde"), name="title", dtype=of)
    nested = series.krmoney.extract("nested", amounts="decimal")
    assert nested.name == "title"
    assert [*nested.index] == list("abcde")
    assert objects(nested) == [*map(expected_mentions, texts)]
    frame = series.krmoney.extract()
    assert [*zip(frame.index, frame["text"], strict=True)] == [
        *(("a", "1억원"), ("a", "$2"), ("d", "1억원"), ("d", "$2"), ("e", "3%")),
    ]
    assert frame["value"].dtype == float
    assert frame["value"].sum() == 200_000_007
    exact = series.krmoney.extract(amounts="decimal")["value"]
    assert [*map(str, exact)] == ["100000000", "2", "100000000", "2", "3"]
    assert exact.sum() == Decimal(200_000_007)


def test_pandas_whole_corpus() -> None:
    texts, values = zip(*EXTRACTED, strict=True)
    assert objects(pd.Series(texts).krmoney.extract("nested", amounts="decimal")) == [*values]
    cells, values = zip(*PARSED, strict=True)
    frame = pd.Series(cells).krmoney.parse("report", amounts="decimal")
    assert objects(frame["amount"]) == [value and value["amount"] for value in values]
    assert objects(frame["error_message"]) == [value and value["error_message"] for value in values]


def test_pandas_parse_keeps_the_index() -> None:
    index = pd.MultiIndex.from_tuples([("x", 1), ("x", 2), ("y", 1)], names=["a", "b"])
    series = pd.Series(["1억원", "조금", None], index=index)
    reported = series.krmoney.parse(errors="report")
    assert reported.index.equals(index)
    assert [*reported["error_type"].isna()] == [True, False, True]
    empty = series.krmoney.parse(errors="null", amounts="int")
    assert "error_type" not in empty
    assert objects(empty["amount"]) == [10**8, None, None]


def test_pandas_parse_raises_where_it_was() -> None:
    series = pd.Series(["1억원", "3만~5만원", "조금"], index=["one", "two", "three"])
    with pytest.raises(krmoney.NotOneAmountError) as caught:
        series.krmoney.parse()
    assert caught.value.text == "3만~5만원"
    assert caught.value.__notes__ == ["in row 'two'"]


def test_pandas_mixed_cells() -> None:
    series = pd.Series(["5만원", 30_000, 1.5, float("nan"), None, pd.NaT], dtype=object)
    reported = series.krmoney.parse("report", currency="KRW")
    assert objects(reported["amount"]) == [50_000.0, *[None] * 5]
    assert objects(reported["error_type"]) == [None, "TypeError", "TypeError", None, None, None]
    with pytest.raises(TypeError, match="got int"):
        series.krmoney.parse()


def test_pandas_empty() -> None:
    frame = pd.Series([], dtype=object).krmoney.extract()
    assert frame.empty
    assert [*frame.columns][:3] == ["start", "end", "text"]
    assert pd.Series([None, None], dtype=object).krmoney.parse().shape[0] == 2


@pytest.mark.parametrize(("name", "call"), [("form", "extract"), ("errors", "parse")])
def test_pandas_words_that_are_none(name: str, call: str) -> None:
    with pytest.raises(KrmoneyError, match=f"{name} must be one of"):
        getattr(pd.Series(["1억원"]).krmoney, call)("wide")


# --- polars


def test_polars_whole_corpus() -> None:
    texts, values = zip(*EXTRACTED, strict=True)
    lazy = pl.LazyFrame({"text": texts}).select(pl.col("text").krmoney.extract())
    of = pl.Series(pa.array([], frames.mentions_type())).dtype
    assert lazy.collect_schema() == {"text": of}
    for engine in ("in-memory", "streaming"):
        column = lazy.collect(engine=engine)["text"]  # type: ignore[call-overload]
        assert column.dtype == of
        assert column.to_arrow().to_pylist() == [*values]


def test_polars_parse() -> None:
    cells, values = zip(*PARSED, strict=True)
    frame = pl.DataFrame({"cell": cells}).select(pl.col("cell").krmoney.parse().alias("money"))
    assert frame["money"].to_arrow().to_pylist() == [*values]
    amounts = frame.unnest("money").select("amount", "currency")
    assert amounts["amount"].to_list() == [value and value["amount"] for value in values]


def test_polars_is_row_by_row() -> None:
    frame = pl.DataFrame(
        {"id": [1, 1, 2], "text": ["1억원", "2억원", "3억원"]}, schema_overrides={"text": pl.Categorical}
    )
    found = frame.group_by("id", maintain_order=True).agg(pl.col("text").krmoney.parse().struct.field("amount").sum())
    assert found.rows() == [(1, Decimal(300_000_000)), (2, Decimal(300_000_000))]
    sliced = frame.lazy().with_columns(pl.col("text").krmoney.extract()).tail(1).collect()
    assert sliced["text"].list.len().to_list() == [1]


def test_polars_options() -> None:
    frame = pl.DataFrame({"text": ["1조 투자", "337억"]})
    shown = frame.select(
        pl.col("text").krmoney.extract(elided=False).list.len().alias("found"),
        pl.col("text").krmoney.parse(currency="SEK", scale=2).struct.field("currency").alias("currency"),
    )
    assert shown.rows() == [(0, None), (0, "SEK")]


# --- DuckDB


def test_duckdb_whole_corpus() -> None:
    texts, found = zip(*EXTRACTED, strict=True)
    cells, parsed = zip(*PARSED, strict=True)
    with duckdb.connect() as con:
        assert register(con) is con
        con.register("news", pa.table({"id": range(len(texts)), "text": texts}))
        rows = con.execute("select krmoney_extract(text) from news order by id").fetchall()
        assert [row for (row,) in rows] == [*found]
        con.register("cells", pa.table({"id": range(len(cells)), "cell": cells}))
        rows = con.execute("select krmoney_parse(cell) from cells order by id").fetchall()
        assert [row for (row,) in rows] == [*parsed]


def test_duckdb_unnest_and_sum() -> None:
    query = """
        with figures as (select id, unnest(krmoney_extract(title)) as figure from news)
        select figure.currency, sum(figure.value) from figures where figure.type = 'money' group by all order by all
    """
    with register(duckdb.connect()) as con:
        con.register("news", pa.table({"id": [1, 2, 3], "title": ["1억원과 $2", None, "3억원, 4%"]}))
        assert con.execute(query).fetchall() == [("KRW", Decimal(400_000_000)), ("USD", Decimal(2))]


def test_duckdb_twice_with_other_options() -> None:
    with duckdb.connect() as con:
        register(register(con), prefix="sek_", currency="SEK", scale=0, elided=False)
        query = "select krmoney_parse('337억').currency, sek_parse('337억').currency, len(sek_extract('1조 투자'))"
        assert con.execute(query).fetchall() == [(None, "SEK", 0)]
        with pytest.raises(UnknownCurrencyError):
            register(con, prefix="no_", currency="WON")


def test_duckdb_again_replaces() -> None:
    with duckdb.connect() as con:
        register(register(con), currency="SEK")
        assert con.execute("select krmoney_parse('337억').currency").fetchall() == [("SEK",)]
        with pytest.raises(KrmoneyError, match="choose another prefix"):
            register(con.cursor())
        register(con.cursor(), prefix="mine_")


# --- prefer, through every engine

SHARED = ["매출은 3억 크로나", "337억 크로나(약 4조 4000억원)", "빚은 2억 달러"]


def preferred(rows: list[Any]) -> list[str]:
    return [row[0]["currency"] for row in rows]


def test_every_engine_prefers_what_the_text_leaves_open() -> None:
    wanted = {"elided": True, "prefer": ["ISK", "SGD"]}
    decided = ["ISK", "SEK", "SGD"]
    assert [str(krmoney.extract(text, **wanted)[0].currency) for text in SHARED] == decided
    assert preferred(frames.extract(pa.array(SHARED), **wanted).to_pylist()) == decided
    assert preferred(pd.Series(SHARED).krmoney.extract("nested", **wanted).array._pa_array.to_pylist()) == decided  # noqa: SLF001
    column = pl.DataFrame({"text": SHARED}).select(pl.col("text").krmoney.extract(**wanted))["text"]
    assert preferred(column.to_list()) == decided
    with duckdb.connect() as con:
        register(con, prefer=["ISK", "SGD"])
        rows = [con.execute("select krmoney_extract(?)", [text]).fetchall()[0][0] for text in SHARED]
        assert preferred(rows) == decided
    for extract in (krmoney.extract, lambda text, **given: frames.extract(pa.array([text]), **given)):
        with pytest.raises(UnknownCurrencyError):
            extract("빚은 없다", prefer="WON")


def test_every_engine_knows_the_unit_of_a_table() -> None:
    cells, amounts = ["1,234", "(56)", "3억원"], [Decimal(1_234_000_000), Decimal(-56_000_000), Decimal(300_000_000)]
    assert [row["amount"] for row in frames.parse(pa.array(cells), unit="백만원").to_pylist()] == amounts
    assert pd.Series(cells).krmoney.parse(unit="백만원")["amount"].tolist() == amounts
    column = pl.DataFrame({"cell": cells}).select(pl.col("cell").krmoney.parse(unit="백만원"))["cell"]
    assert [row["amount"] for row in column.to_list()] == amounts
    with duckdb.connect() as con:
        register(con, unit="백만원")
        found = [con.execute("select krmoney_parse(?).amount", [cell]).fetchall() for cell in cells]
        assert found == [[(each,)] for each in amounts]
        with pytest.raises(AmountError, match="not a unit of money"):
            register(con, unit="쿠키")


# --- the house


@pytest.mark.parametrize(
    ("module", "missing", "extra"),
    [
        ("krmoney.frames", "pyarrow", "arrow"),
        ("krmoney.frames.pandas", "pandas", "pandas"),
        ("krmoney.frames.polars", "polars", "polars"),
        ("krmoney.frames.duckdb", "duckdb", "duckdb"),
    ],
)
def test_one_clear_error_without_the_engine(module: str, missing: str, extra: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; import {module}"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    expected = f"MissingExtraError: {missing} is not installed; it comes with: pip install 'krmoney[{extra}]'"
    assert run.stderr.strip().endswith(expected)


@pytest.mark.parametrize("module", ["krmoney.frames", "krmoney.frames.spark"])
def test_engines_wait_until_they_are_wanted(module: str) -> None:
    program = f"import {module}, sys; print(*sys.modules.keys() & {{'pandas', 'polars', 'duckdb', 'pyspark'}})"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_sentences_in_every_engine() -> None:
    texts = ["세금 3억원. 빚은 2억 달러다.", None, "합의"]
    said = ["세금 3억원.", "빚은 2억 달러다."]
    column = frames.extract(pa.array(texts), sentence=True)
    assert column.type == frames.mentions_type(sentence=True)
    assert column.flatten().field("sentence").to_pylist() == said
    assert pd.Series(texts).krmoney.extract(sentence=True)["sentence"].tolist() == said
    found = pl.Series("text", texts).to_frame().select(krmoney.frames.polars.extract("text", sentence=True))
    assert found["text"].explode().struct.field("sentence").drop_nulls().to_list() == said
    with register(duckdb.connect(), sentence=True) as con:
        query = "select unnest(krmoney_extract(text)).sentence from (values (?)) texts(text)"
        assert con.execute(query, [texts[0]]).fetchall() == [(each,) for each in said]
    mentions = krmoney.extract(str(texts[0]))
    assert mentions.to_pandas(sentence=True)["sentence"].tolist() == said
    assert mentions.to_polars(sentence=True)["sentence"].to_list() == said
    assert [each["sentence"] for each in mentions.to_dicts(sentence=True)] == said
    assert "sentence" not in mentions.to_pandas()
