"""Money in the columns of engines: everyday verbs of pandas, sums that count everything once, conversion, writing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import krmoney
from krmoney import AmountError, KrmoneyError, Money, Rate, RatesError, UnknownCurrencyError, frames, rates
from krmoney.frames import pandas as kr_pandas
from krmoney.frames import polars as kr_polars
from krmoney.frames.duckdb import register
from krmoney.testing import money as moneys

if TYPE_CHECKING:
    from collections.abc import Callable

BANK = rates.ecb()
DAY = dt.date(2024, 6, 4)
ROOT = Path(__file__).resolve().parent.parent
DEALS = ROOT / "examples" / "deals.csv"

# --- the verbs of pandas

TEXTS = [
    "새 공장에 337억 크로나(약 4조 4000억원) 투자",
    "매출 2조4000억원에 빚은 3천억원",
    "2억 달러(약 2750억원)를 빌렸다",
    "합의",
    "상금은 30만~50만원이다",
    "상금 70만원과 부상 5만원",
]
VERBS: dict[str, Callable[[Any, Any], Any]] = {
    "sum": lambda values, _: values.sum(),
    "mean": lambda values, _: values.mean(),
    "median": lambda values, _: values.median(),
    "std": lambda values, _: values.std(),
    "min and max": lambda values, _: (values.min(), values.max()),
    "quantile": lambda values, _: values.quantile(0.9),
    "describe": lambda values, _: values.describe(),
    "times a number": lambda values, _: values * 2,
    "plus a column": lambda values, _: values + values,
    "minus a number": lambda values, _: values - 1,
    "divided by a million": lambda values, _: values / 1_000_000,
    "whole thousands": lambda values, _: values // 1_000,
    "compared": lambda values, _: values[values > 1e6],
    "between": lambda values, _: values.between(1, 1e12),
    "isin": lambda values, _: values.isin([700_000]),
    "nlargest": lambda values, _: values.nlargest(2),
    "nsmallest": lambda values, _: values.nsmallest(2),
    "sort_values": lambda values, _: values.sort_values(),
    "rank": lambda values, _: values.rank(),
    "idxmax": lambda values, _: values.idxmax(),
    "cumsum": lambda values, _: values.cumsum(),
    "cummax": lambda values, _: values.cummax(),
    "diff": lambda values, _: values.diff(),
    "pct_change": lambda values, _: values.pct_change(),
    "round and abs": lambda values, _: (values.round(-3), values.abs()),
    "fillna and clip": lambda values, _: values.fillna(0).clip(0, 10**12),
    "value_counts": lambda values, _: values.value_counts(),
    "cut": lambda values, _: pd.cut(values, [0, 1e6, 1e15]),
    "qcut": lambda values, _: pd.qcut(values, 2),
    "rolling": lambda values, _: values.rolling(2).mean(),
    "groupby": lambda values, by: values.groupby(by).agg(["sum", "mean", "median", "max"]),
    "pivot_table": lambda values, by: pd.DataFrame({"v": values, "by": by}).pivot_table("v", "by", aggfunc="sum"),
    "plot": lambda values, _: (values.plot(), values.plot.hist(), values.plot.bar()),
    "log10": lambda values, _: np.log10(values.dropna().astype(float)),
    "interpolate": lambda values, _: values.astype(float).interpolate(),
    "corr": lambda values, _: values.corr(values),
}


@pytest.fixture
def figures() -> pd.DataFrame:
    return kr_pandas.extract(pd.Series(TEXTS)).reset_index(drop=True)


@pytest.fixture(autouse=True)
def _without_a_screen() -> Any:
    import matplotlib as mpl
    from matplotlib import pyplot as plt

    mpl.use("Agg")
    yield
    plt.close("all")


def said(made: Any) -> Any:
    """Write what a verb returns, of whatever dtype; what is missing is as good as false."""
    if isinstance(made, tuple):
        return [*map(said, made)]
    if isinstance(made, pd.DataFrame):
        return {name: said(made[name]) for name in made}
    if isinstance(made, pd.Series):
        return [(said(label), said(value)) for label, value in made.items()]
    if pd.isna(made) or made is False:
        return None
    if isinstance(made, (bool, np.bool_)):
        return "true" if made else None
    return f"{made:.9g}" if isinstance(made, (int, float, np.number)) else str(made)


@pytest.mark.parametrize("amounts", ["float", "int"])
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_works(verb: str, amounts: Any, figures: pd.DataFrame) -> None:
    money = kr_pandas.extract(pd.Series(TEXTS), amounts=amounts).reset_index(drop=True)
    assert money["value"].isna().any()
    made, expected = (VERBS[verb](each["value"], each["currency"]) for each in (money, figures))
    if verb == "plot":
        assert all(axes.has_data() for axes in made)
    else:
        assert said(made) == said(expected)
        assert said(made)


def test_all_the_verbs_are_here() -> None:
    assert len(VERBS) >= 33
    assert {"nlargest", "describe", "pct_change", "cumsum", "rank", "plot", "times a number"} <= VERBS.keys()


def test_exact_decimals_add_up_and_group(figures: pd.DataFrame) -> None:
    money = kr_pandas.extract(pd.Series(TEXTS), amounts="decimal")
    assert (money["value"] * 2).tolist()[0] == Decimal(67_400_000_000)
    by = money.groupby("currency")["value"].sum()
    assert {code: int(total) for code, total in by.items()} == figures.groupby("currency")["value"].sum().to_dict()
    assert all(type(total) is Decimal for total in by)


@pytest.mark.parametrize("columns", ["core", "all"])
@pytest.mark.parametrize("amounts", ["float", "int", "decimal"])
def test_a_frame_goes_to_files_and_back(columns: Any, amounts: Any, tmp_path: Path) -> None:
    frame = kr_pandas.extract(pd.Series(TEXTS), columns=columns, amounts=amounts)
    frame.to_parquet(tmp_path / "a.parquet")
    back = pd.read_parquet(tmp_path / "a.parquet")
    assert [*back] == [*frame]
    assert back["restates"].dtype == bool
    plain = [each.drop(columns=["candidates", "evidence"], errors="ignore") for each in (back, frame)]
    pd.testing.assert_frame_equal(*plain)
    if columns == "all":
        assert [*map(list, back["candidates"])] == [*map(list, frame["candidates"])]
        assert [each["reason"] for each in back["evidence"].iloc[0]] == ["rate"]
    buffer = tmp_path / "a.csv"
    frame.to_csv(buffer)
    assert pd.read_csv(buffer)["restates"].sum() == frame["restates"].sum() == 2


# --- what is told twice is counted once

ONCE = {"AUD": 150_000_000, "EUR": 1_200_000_000, "GBP": 65_000_000, "JPY": 12_000_000_000}
ONCE |= {"KRW": 3_368_000_000_000, "SEK": 1_800_000_000, "USD": 2_632_000_000}  # added up by hand
WON_WITH_RESTATEMENTS = 9_218_300_000_000


def test_sums_of_pandas() -> None:
    figures = pd.read_csv(DEALS)["title"].krmoney.extract()
    assert figures["restates"].dtype == bool
    money = figures[(figures["type"] == "money") & ~figures["restates"]]
    assert money.groupby("currency")["value"].sum().to_dict() == ONCE
    assert figures.loc[figures["currency"] == "KRW", "value"].sum() == WON_WITH_RESTATEMENTS
    assert money["quote_text"].notna().sum() == figures["restates"].sum() == 14


def test_sums_of_polars() -> None:
    figures = pl.scan_csv(DEALS).select(kr_polars.extract("title").alias("figure")).explode("figure").drop_nulls()
    money = figures.unnest("figure").filter(pl.col("type") == "money", ~pl.col("restates"))
    for engine in ("in-memory", "streaming"):
        by = money.group_by("currency").agg(pl.col("value").sum()).collect(engine=engine)  # type: ignore[call-overload]
        assert dict(by.rows()) == ONCE


def test_sums_of_duckdb_and_parquet(tmp_path: Path) -> None:
    from krmoney.cli import main

    once = "select currency, sum(value) from figures where type = 'money' and not restates group by all"
    with register(duckdb.connect()) as con:
        con.register("deals", pd.read_csv(DEALS))
        unnested = "select unnest(krmoney_extract(title)) as figure from deals"
        con.execute(f"create table figures as select figure.* from ({unnested})")  # noqa: S608  # our own words
        assert dict(con.execute(once).fetchall()) == ONCE
        assert con.execute("select typeof(restates), count(*) from figures group by all").fetchall() == [
            ("BOOLEAN", 34)
        ]
        for form, columns in (("csv", "core"), ("parquet", "core"), ("parquet", "all")):
            out = tmp_path / f"{columns}.{form}"
            assert main(["extract", "--column", "title", "--columns", columns, str(DEALS), "-o", str(out)]) == 0
            prefix = "figure_" if form == "csv" else "figure."
            query = once.replace("figures", f"'{out}'")
            for name in ("currency", "value", "type", "restates"):
                query = query.replace(name, prefix + name)
            assert {code: int(total) for code, total in con.execute(query).fetchall()} == ONCE
            if form == "parquet":
                assert pq.read_table(out)["figure"].type == frames.mention_type(columns)  # type: ignore[arg-type]


def test_the_page_needs_ten_lines_at_most() -> None:
    """From the file to the answer: the first block of each section; that it is right the page itself shows."""
    _, *sections = (ROOT / "docs" / "howto-sums.md").read_text("utf-8").split("\n## With ")
    blocks = [section.split("```python\n")[1].split("```")[0] for section in sections]
    counts = [sum(line.startswith((">>>", "...")) for line in block.splitlines()) for block in blocks]
    assert [section.split()[0] for section in sections] == ["pandas", "polars", "DuckDB"]
    assert max(counts) <= 10
    assert all("9,223,421,571,925" in block or "9223421571925" in block for block in blocks)


# --- conversion

HOUSE = rates.fixed({"USD": 1380, "JPY": "9.2"})


def by_hand(money: Money | None, day: dt.date, back: int = 7) -> Decimal | None:
    """Convert as a reader of the table would: the rate of the day, or of the last day before."""
    if money is None or money.currency == "KRW":
        return None if money is None else money.amount
    days = (day - dt.timedelta(days) for days in range(back + 1))
    value = next((rate for each in days if (rate := BANK(str(money.currency), "KRW", each))), None)
    return None if value is None else Rate(str(money.currency), "KRW", value).convert(money).quantize(10).amount


@given(st.lists(st.none() | moneys(currencies=["USD", "EUR", "JPY", "KRW", "VND"], maximum=10**14, minimum=-(10**14))))
def test_conversion_says_what_a_loop_says(column: list[Money | None]) -> None:
    made = frames.convert(column, BANK, on=DAY).to_pylist()
    assert [row and row["amount"] for row in made] == [by_hand(each, DAY) for each in column]
    for row, money in zip(made, column, strict=True):
        if money is not None:
            assert row["reason"] == ("currency" if money.currency == "VND" else None)
            assert row["currency"] == (None if row["reason"] else "KRW")
            assert (row["rate"] is None) == (money.currency in {"KRW", "VND"})


def test_days_without_a_rate() -> None:
    days = [dt.date(2024, 6, 2), dt.date(1990, 1, 1), None, "soon", "2024. 6. 4.", dt.datetime(2024, 6, 4, 9)]  # noqa: DTZ001
    made = frames.convert([Money(1, "USD")] * len(days), BANK, on=days, amounts="float").to_pylist()
    assert [row["on"] for row in made] == [dt.date(2024, 5, 31), None, None, None, DAY, DAY]
    assert [row["reason"] for row in made] == [None, "before", "no day", "no day", None, None]
    assert [row["source"] for row in made] == ["ECB", None, None, None, "ECB", "ECB"]
    (sunday,) = frames.convert([Money(1, "USD")], BANK, on=days[0], back=0).to_pylist()
    assert (sunday["amount"], sunday["reason"]) == (None, "gap")


def test_ranges_and_open_currencies_are_not_guessed() -> None:
    found = frames.extract(pa.array(["30만~50만원과 10억 크로나, 2.5%, 5달러"])).flatten()
    made = frames.convert(found, HOUSE).to_pylist()
    assert [row["reason"] for row in made] == ["no amount", "no currency", "no currency", None]
    assert [row["amount"] for row in made] == [None, None, None, 6_900]


def test_exactness_and_rounding() -> None:
    column = [Money("0.1", "USD"), Money(10**25, "KRW"), Money(3, "JPY")]
    exact = frames.convert(column, HOUSE).to_pylist()
    assert [row["amount"] for row in exact] == [138, 10**25, Decimal("27.6")]
    assert [row["amount"] for row in frames.convert(column, HOUSE, amounts="float").to_pylist()] == [138.0, 1e25, 27.6]
    assert [row["amount"] for row in frames.convert(column, HOUSE, places=0).to_pylist()] == [138, 10**25, 28]
    assert frames.convert(column[2:], HOUSE, places=0, amounts="int").field("amount").to_pylist() == [28]
    with pytest.raises(AmountError, match=r"not a whole number of 64 bits: 27\.6"):
        frames.convert(column[2:], HOUSE, amounts="int")
    (huge,) = frames.convert([Money(10**35, "USD")], HOUSE).to_pylist()
    assert (huge["amount"], huge["unfit"], huge["reason"]) == (None, "amount", None)
    there = frames.convert([Money(1380, "KRW")], HOUSE, to="USD").to_pylist()
    assert [(row["amount"], row["currency"]) for row in there] == [(1, "USD")]


@pytest.mark.parametrize(
    ("money", "given", "said"),
    [
        ([Money(9, "VND")], {"errors": "raise"}, r"^9 VND cannot be converted: the source has no rate of VND/KRW$"),
        (pa.array([None], pa.int64()), {"errors": "raise", "currency": "USD"}, "^USD cannot be converted: it is not"),
        ([Money(9, "USD")], {"errors": "raise", "rates": BANK, "on": [None]}, "^9 USD cannot be converted: it has no"),
        ([Money(9, "USD")], {"rates": BANK}, "ECB: these rates change from day to day, so pass the days as on="),
        ([Money(9, "USD")], {"rates": BANK, "on": "soon"}, "a day such as 2024-06-04"),
        ([Money(9, "USD")], {"on": [DAY, DAY]}, "there are 2 dates"),
        ([Money(9, "USD")], {"rates": None}, "a source of rates is needed"),
    ],
)
def test_rates_that_are_missing(money: Any, given: dict[str, Any], said: str) -> None:
    with pytest.raises(RatesError, match=said):
        frames.convert(money, **{"rates": HOUSE} | given)


@pytest.mark.parametrize(
    ("money", "given", "said"),
    [
        ([5], {}, "the currency of an amount is needed: 5"),
        ([5, 6], {"currency": ["KRW"]}, "there are 1 currencies for 2 amounts"),
        (pa.array([{"price": 1}]), {}, "a column of money needs the field currency, and amount or value"),
        ([True], {"currency": "KRW"}, "an amount"),
        ([float("inf")], {"currency": "KRW"}, "finite"),
        ([Money(5, "KRW")], {"errors": "ignore"}, "errors must be one of null, raise"),
    ],
)
def test_columns_that_are_not_money(money: Any, given: dict[str, Any], said: str) -> None:
    with pytest.raises(AmountError, match=said):
        frames.convert(money, HOUSE, **given)
    with pytest.raises(UnknownCurrencyError):
        frames.convert([5], HOUSE, currency="WON")


def test_every_kind_of_column() -> None:
    codes = ["USD", "KRW", None]
    decimals, floats = pa.array([Decimal("0.1"), Decimal(5), Decimal(7)]), pa.array([0.1, 5.0, float("nan")])
    expected = [138, 5, None]
    structs = pa.StructArray.from_arrays([decimals, pa.array(codes)], ["value", "currency"])
    for money, of in [
        (decimals, {"currency": pa.array(codes)}),
        (floats, {"currency": codes}),
        (pa.chunked_array([floats[:1], floats[1:]]), {"currency": pa.chunked_array([codes])}),
        (structs, {}),
        (pa.chunked_array([structs]), {}),
        ([Decimal("0.1"), 5, np.float64("nan")], {"currency": codes}),
    ]:
        assert frames.convert(money, HOUSE, **of).field("amount").to_pylist() == expected
    assert frames.convert(pa.array([0.1]), HOUSE, currency="USD").type == frames.converted_type()
    assert frames.convert(pa.array([], pa.int64()), HOUSE, currency="USD").to_pylist() == []


def test_pandas_finds_the_day_by_the_index() -> None:
    news = pd.DataFrame({"day": ["2024-06-04", "2024-06-05"], "title": ["1달러와 2달러", "3달러"]}, index=["a", "b"])
    figures = kr_pandas.extract(news["title"])
    made = kr_pandas.convert(figures, BANK, on=pd.to_datetime(news["day"]))
    assert [*made.index] == ["a", "a", "b"]
    assert made["on"].tolist() == [pd.Timestamp(day) for day in ("2024-06-04", "2024-06-04", "2024-06-05")]
    assert made["amount"].dtype == float
    assert made["amount"].iloc[1] == pytest.approx(2 * made["amount"].iloc[0])
    pd.testing.assert_frame_equal(figures.krmoney.convert(BANK, on=news["day"]), made)
    by_series = figures["value"].krmoney.convert(BANK, currency=figures["currency"], on=news["day"])
    pd.testing.assert_frame_equal(by_series, made)
    assert kr_pandas.convert(figures, BANK, on=news["day"].loc[["b"]])["reason"].tolist()[:2] == ["no day"] * 2
    with pytest.raises(RatesError, match="index of the days is not unique"):
        kr_pandas.convert(figures, BANK, on=pd.Series(["2024-06-04"] * 2, index=["a", "a"]))
    with pytest.raises(AmountError, match="a column of money needs the field"):
        kr_pandas.convert(news, BANK)


def test_polars_and_duckdb_convert_alike() -> None:
    deals = pl.read_csv(DEALS, try_parse_dates=True)
    figures = deals.with_columns(kr_polars.extract("title").alias("f")).explode("f").drop_nulls("f").unnest("f")
    money = figures.filter(pl.col("type") == "money")
    on = pl.col("date")
    structs = (
        money.lazy().select(pl.struct("value", "currency").krmoney.convert(BANK, on=on)).collect(engine="streaming")
    )  # type: ignore[attr-defined]
    columns = money.select(kr_polars.convert("value", BANK, currency=pl.col("currency"), on=on))
    assert structs.to_series().to_list() == columns.to_series().to_list()
    by_loop = [
        by_hand(Money(value, code), day) for value, code, day in money.select("value", "currency", "date").rows()
    ]
    assert [row["amount"] for row in columns.to_series()] == by_loop
    fixed = money.select(kr_polars.convert("value", HOUSE, currency=pl.col("currency")))
    assert {row["reason"] for row in fixed.to_series()} == {None, "currency"}
    with register(duckdb.connect(), rates=BANK) as con:
        con.register("money", money.to_arrow())
        rows = con.execute("select krmoney_convert(value, currency, date) from money").fetchall()
        assert [row for (row,) in rows] == columns.to_series().to_list()
        written = con.execute("select krmoney_format(value, currency) from money").fetchall()
        assert [text for (text,) in written] == money.select(
            kr_polars.format("value", currency=pl.col("currency"))
        ).to_series().to_list()
    with register(duckdb.connect(), style="en", amounts="int") as con:
        said = con.execute("select krmoney_format(450_000_000, 'USD'), krmoney_format(null, 'USD')").fetchone()
        assert said == ("$450 million", None)
    with pytest.raises(AmountError, match="unknown style 'pres'"):
        register(duckdb.connect(), style="pres")
    with register(duckdb.connect(), rates=BANK, amounts="float", to="USD") as con:
        ((row,),) = con.execute("select krmoney_convert(1000, 'KRW', date '2024-06-04')").fetchall()
        assert row["currency"] == "USD"
        assert row["amount"] == pytest.approx(float(1000 / BANK("USD", "KRW", DAY)))  # type: ignore[operator]
    with register(duckdb.connect()) as con, pytest.raises(duckdb.CatalogException):
        con.execute("select krmoney_convert(1, 'USD', null)")


def test_polars_in_any_context() -> None:
    frame = pl.DataFrame({"on": [1, 2], "currency": ["USD", "EUR"], "day": [DAY, DAY]})
    one, two = (by_hand(Money(amount, code), DAY) for amount, code in frame.select("on", "currency").rows())
    whole = kr_polars.convert("on", BANK, currency=pl.col("currency"), on=pl.lit(DAY))
    assert frame.select(whole).columns == ["on"]
    assert frame.select(whole.struct.field("amount")).to_series().to_list() == [one, two]
    grouped = frame.lazy().group_by("day").agg(whole.struct.field("amount").sum()).collect(engine="streaming")
    assert grouped.rows() == [(DAY, one + two)]  # type: ignore[operator]
    lengths = frame.select(pl.lit("1달러(약 1400원)").krmoney.check(pl.col("day"), rates=BANK).list.len())  # type: ignore[attr-defined]
    assert lengths.to_series().to_list() == [1, 1]


# --- writing

MONEY = [Money(450_000_000, "USD"), None, Money(15_000, "KRW"), Money("0.5", "EUR")]


@pytest.mark.parametrize("style", krmoney.style_names())
def test_a_column_is_written_as_its_values_are(style: str) -> None:
    column = [each for each in MONEY if each is None or each.amount == each.amount.to_integral_value()]
    written = frames.format(column, style)
    assert written.type == pa.string()
    assert written.to_pylist() == [None if each is None else each.format(style) for each in column]


def test_every_engine_writes() -> None:
    expected = [None if each is None else each.format("commas") for each in MONEY]
    series = pd.Series(MONEY, index=list("abcd"), name="paid", dtype=object)
    written = series.krmoney.format("commas")
    assert (written.name, written.dtype, [*written.index]) == ("paid", "string", list("abcd"))
    assert [None if each is pd.NA else each for each in written] == expected
    frame = pd.DataFrame(
        {
            "amount": [None if each is None else float(each.amount) for each in MONEY],
            "currency": [None if each is None else str(each.currency) for each in MONEY],
        }
    )
    assert [None if each is pd.NA else each for each in frame.krmoney.format("commas")] == expected
    assert [None if each is pd.NA else each for each in kr_pandas.format(frame, "commas")] == expected
    of_polars = pl.from_pandas(frame)
    of_struct = of_polars.select(pl.struct("amount", "currency").krmoney.format("commas"))  # type: ignore[attr-defined]
    assert of_struct.to_series().to_list() == expected
    assert of_polars.select(
        kr_polars.format("amount", "commas", currency=pl.col("currency"))
    ).to_series().to_list() == (expected)
    assert kr_pandas.format(pd.Series([1_234_567]), currency="KRW", significant=2).tolist() == ["120만원"]
    with pytest.raises(KrmoneyError, match="unknown style"):
        frame.krmoney.format("roman")
