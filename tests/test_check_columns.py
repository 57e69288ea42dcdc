"""Columns of texts with days: every engine says of every row what `krmoney.check` says of its text."""

import datetime as dt
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import krmoney
import krmoney.frames.pandas
import krmoney.frames.polars
from krmoney import frames, rates
from krmoney.frames.duckdb import register
from krmoney.frames.spark import Check

BANK = rates.ecb()
DAY = dt.date(2024, 6, 4)
TEXTS = [
    "4억 달러(약 55조원), 1억 동(약 540만원)",
    "노조와 합의",
    None,
    "1억 달러(약 1280억원)",
    "1억 캐나다달러(약 1377억원)",
]
DAYS = [DAY, DAY, DAY, None, DAY]


def said(rows: list[Any]) -> list[list[tuple[Any, ...]] | None]:
    keys = ("verdict", "on", "source", "reason")
    return [None if row is None else [tuple(each[key] for key in keys) for each in row] for row in rows]


def expected(days: list[Any]) -> list[list[tuple[Any, ...]] | None]:
    found = [
        None if text is None else krmoney.check(text, date=day, rates=BANK)
        for text, day in zip(TEXTS, days, strict=True)
    ]
    return [
        None if row is None else [(each.verdict, each.on, each.source, each.reason) for each in row] for row in found
    ]


@pytest.mark.parametrize("kind", [pa.date32(), pa.date64(), pa.timestamp("us"), pa.string(), None], ids=str)
def test_arrow(kind: Any) -> None:
    days: Any = DAYS if kind is None else pa.array(DAYS, pa.date32()).cast(kind)
    assert said(frames.check(pa.array(TEXTS), days, rates=BANK).to_pylist()) == expected(DAYS)
    chunked = pa.chunked_array([TEXTS[:2], TEXTS[2:]], pa.string())
    made = frames.check(chunked, days, rates=BANK)
    assert isinstance(made, pa.ChunkedArray)
    assert made.type == frames.findings_type()
    assert said(made.to_pylist()) == expected(DAYS)


def test_one_day_for_all_and_none() -> None:
    assert said(frames.check(pa.array(TEXTS), "2024-06-04", rates=BANK).to_pylist()) == expected([DAY] * 5)
    assert said(frames.check(pa.array(TEXTS), rates=BANK).to_pylist()) == expected([None] * 5)
    assert said(frames.check(pa.array(TEXTS), 2024, rates=BANK).to_pylist()) == expected([2024] * 5)


def test_values() -> None:
    (row,) = frames.check(["1억 달러(약 1280억원)"], DAY, rates=BANK).to_pylist()
    (finding,) = krmoney.check("1억 달러(약 1280억원)", date=DAY, rates=BANK)
    assert finding.off is not None
    assert finding.reference is not None
    assert row[0]["off"] == pytest.approx(finding.off)
    assert row[0]["reference_value"] == pytest.approx(finding.reference.value)
    assert [row[0][f"base_{part}"] for part in ("start", "end", "text", "currency")] == [0, 5, "1억 달러", "USD"]
    assert row[0]["stood"] == finding.stood
    (slip,) = frames.check(["4억 달러(약 55조원)"], DAY, rates=BANK, amounts="float").to_pylist()[0]
    assert [slip[name] for name in ("verdict", "slip_base", "slip_power")] == ["factor", "400억 달러", -2]
    assert slip["rate_value"] == 137_500.0


def test_a_cell_that_is_not_a_day_stops_nothing() -> None:
    (row,) = frames.check(["1억 달러(약 1280억원)"], ["soon"], rates=BANK).to_pylist()
    assert (row[0]["verdict"], row[0]["reason"]) == ("no rate", "no rates")
    with pytest.raises(krmoney.RatesError, match="there are 1 dates for 5 texts"):
        frames.check(TEXTS, [DAY], rates=BANK)
    with pytest.raises(krmoney.AmountError, match="a float"):
        frames.check([], rates=BANK, tolerance=0.03)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "days", [pd.to_datetime(pd.Series(DAYS)), pd.Series(DAYS), DAYS], ids=["stamps", "days", "list"]
)
def test_pandas(days: Any) -> None:
    texts = pd.Series(TEXTS, index=list("abcde"))
    nested = texts.krmoney.check(days, "nested", rates=BANK)
    assert said([None if each is pd.NA or each is None else each for each in nested]) == expected(DAYS)
    long = texts.krmoney.check(days, rates=BANK)
    assert [*long.index] == ["a", "a", "d", "e"]
    assert long["verdict"].tolist() == ["factor", "no rate", "fits", "currency"]
    assert long["off"].dtype == long["reference_value"].dtype == float
    assert long["on"].iloc[0] == pd.Timestamp(DAY)
    assert long["own"].dtype == bool
    assert long["unfit"].isna().all()
    assert long.loc["d", "off"] == 0


def test_polars() -> None:
    frame = pl.LazyFrame({"text": TEXTS, "day": DAYS})
    text: Any = pl.col("text")
    found = frame.select(text.krmoney.check(pl.col("day"), rates=BANK)).collect(engine="streaming")
    assert said(found["text"].to_list()) == expected(DAYS)
    same = frame.select(text.krmoney.check(DAY, rates=BANK)).collect()
    assert said(same["text"].to_list()) == expected([DAY] * 5)


def test_duckdb() -> None:
    with duckdb.connect() as con:
        register(con, rates=BANK)
        table = pa.table({"text": pa.array(TEXTS), "day": pa.array(DAYS, pa.date32())})
        con.register("news", table)
        rows = con.sql("select krmoney_check(text, day) from news").fetchall()
        assert said([row for (row,) in rows]) == expected(DAYS)


def test_spark_step_without_spark() -> None:
    step = Check("text", "day", rates=BANK)
    batch = pa.record_batch({"text": pa.array(TEXTS), "day": pa.array(DAYS, pa.date32())})
    (made,) = step([batch])
    assert made.schema.names == ["text", "day", "findings"]
    assert said(made.column("findings").to_pylist()) == expected(DAYS)
    assert Check("text", rates=BANK).dates is None
