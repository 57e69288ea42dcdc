"""Engines for many machines: PySpark, Dask and Ray on this one, and the how-to page about them.

They are large, so they are not among what the other tests need: without them these tests are skipped and say so, and
with ``KRMONEY_REQUIRE_CLUSTERS=1`` they fail instead. To have them::

    pip install --no-deps --no-build-isolation --require-hashes -r constraints-clusters.txt

Spark needs a Java virtual machine, too, of version 17 or later.
"""

from __future__ import annotations

import datetime as dt
import doctest
import json
import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from krmoney import KrmoneyError, Reader, Vocabulary, frames, rates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.clusters,
    # Of pyspark, dask and ray, which do not clean up after themselves as we do.
    *map(
        pytest.mark.filterwarnings, ("ignore::FutureWarning", "ignore::ResourceWarning", "ignore::DeprecationWarning")
    ),
]

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "howto-clusters.md"
TEXTS: list[str | None] = [
    text
    for line in (ROOT / "tests" / "corpus" / "sentences.jsonl").read_text("utf-8").splitlines()
    for text in [*json.loads(line)["texts"], None]
]
FOUND = frames.extract(pa.array(TEXTS)).to_pylist()
CELLS = ["4억5000만 달러", "조금", None, "337억 크로나(약 4조 4000억원)", "3만~5만원", "", "1" + "0" * 28 + "원"]
PARSED = frames.parse(pa.array(CELLS)).to_pylist()


def needed(*names: str, also: Callable[[], object] = lambda: True) -> None:
    """Skip, or fail where it is asked for, if something is not there."""
    missing = [name for name in names if find_spec(name) is None] + ([] if also() else ["java"])
    if missing:
        reason = f"without {', '.join(missing)} nothing is tested of it (constraints-clusters.txt has them, not java)"
        if os.environ.get("KRMONEY_REQUIRE_CLUSTERS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


# --- PySpark


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    needed("pyspark", also=lambda: os.environ.get("JAVA_HOME") or shutil.which("java"))
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "2").config("spark.log.level", "ERROR").getOrCreate()
    yield session
    session.stop()


def table(spark: Any, column: str, texts: list[str | None], partitions: int = 3) -> Any:
    rows = [(number, text, number / 4) for number, text in enumerate(texts)]
    frame = spark.createDataFrame(rows, f"id int, {column} string, share double").repartition(partitions, "id")
    assert frame.rdd.getNumPartitions() == partitions
    return frame


def plain(value: Any) -> Any:
    """Turn rows of Spark into dictionaries."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    return {name: plain(each) for name, each in value.asDict().items()} if hasattr(value, "asDict") else value


def collected(frame: Any) -> list[list[Any]]:
    return [plain([*row]) for row in sorted(frame.collect(), key=lambda row: row[0])]


def test_spark_map_in_arrow(spark: Any) -> None:
    from krmoney.frames.spark import Extract

    frame, step = table(spark, "title", TEXTS), Extract("title")
    result = frame.mapInArrow(step, step.schema(frame))
    assert result.columns == ["id", "title", "share", "figures"]
    assert collected(result) == [
        [number, text, number / 4, found] for number, (text, found) in enumerate(zip(TEXTS, FOUND, strict=True))
    ]


def test_spark_parse_in_arrow(spark: Any) -> None:
    from krmoney.frames.spark import Parse

    frame, step = table(spark, "amount", CELLS), Parse("amount", into="value")
    result = frame.mapInArrow(step, step.schema(frame))
    assert collected(result.select("id", "value")) == [[*pair] for pair in enumerate(PARSED)]
    assert result.selectExpr("sum(value.amount)").collect()[0][0] == 450_000_000 + 33_700_000_000


def test_spark_udfs(spark: Any) -> None:
    from krmoney.frames.spark import extract, parse

    frame = table(spark, "text", CELLS)
    result = frame.select("id", extract("text").alias("figures"), parse(frame.text).alias("money"))
    expected = zip(frames.extract(pa.array(CELLS)).to_pylist(), PARSED, strict=True)
    assert collected(result) == [[number, *pair] for number, pair in enumerate(expected)]


def test_spark_options(spark: Any) -> None:
    from krmoney.frames.spark import Parse, extract, parse

    frame = table(spark, "text", ["337억", "1조 투자"], partitions=2)
    result = frame.select(
        "id", parse("text", currency="SEK", scale=0).alias("m"), extract("text", elided=False).alias("f")
    )
    assert dict(result.dtypes)["m"].startswith("struct<amount:decimal(38,0),")
    assert [[id_, money["currency"], found] for id_, money, found in collected(result)] == [
        [0, "SEK", []],
        [1, None, []],
    ]
    step = Parse("text", prefer=("ISK", "SEK"))
    assert {row.currency for row in frame.mapInArrow(step, step.schema(frame)).select("money.currency").collect()} == {
        None
    }


def test_spark_words_of_ones_own(spark: Any) -> None:
    from krmoney.frames.spark import Extract, extract

    reader = Reader(vocabulary=Vocabulary.default().extend(currencies={"코로넷": "SEK"}, counters=["성운"]))
    texts: list[str | None] = ["3억 성운", "5코로넷"]
    frame, step = table(spark, "text", texts, partitions=2), Extract("text", reader=reader)
    expected = [[0, []], [1, frames.extract(pa.array(["5코로넷"]), reader=reader).to_pylist()[0]]]
    assert collected(frame.mapInArrow(step, step.schema(frame)).select("id", "figures")) == expected
    assert collected(frame.select("id", extract("text", reader=reader).alias("figures"))) == expected


def test_spark_bad_rows_do_not_stop_the_job(spark: Any) -> None:
    from krmoney.frames.spark import Extract, parse

    bad = [
        "cast(null as string)",
        "cast(unhex('FFFE31EC9B90') as string)",
        "'1억원'",
    ]
    frame = spark.range(1).selectExpr(f"explode(array({', '.join(bad)})) as text").repartition(2)
    step = Extract("text")
    found = frame.mapInArrow(step, step.schema(frame)).select("text", "figures.text").collect()
    assert len(found) == len(bad)
    assert sorted(texts for _, texts in found if texts) == [["1억원"], ["1원"]]
    assert (
        frame.select(parse("text").alias("money")).where("money.error_type is null and money.currency = 'KRW'").count()
        == 1
    )


def test_spark_converts_and_writes(spark: Any) -> None:
    from pyspark.sql.functions import lit

    from krmoney.frames.spark import convert, format, parse  # noqa: A004  # as krmoney.format

    texts = ["4억 달러", "100만 동", "3만~5만원", None, "3000만원"]
    days = ["2024-06-04", "2024-06-04", None, None, "2024-06-02"]
    frame = spark.createDataFrame([*zip(range(5), texts, days, strict=True)], "id int, text string, day string")
    money = frame.repartition(2).select("id", frame.day.cast("date").alias("day"), parse("text").alias("money"))
    made = money.select(
        "id",
        convert("money", rates.ecb(), on="day", places=0),
        convert("money.amount", rates.fixed({"USD": "1380.5"}), currency="money.currency", amounts="float"),
        format("money", "en"),
        format(money.money.amount, "press", currency=lit("USD"), significant=1),
    )
    parsed = frames.parse(pa.array(texts))
    parts = parsed.field("amount"), parsed.field("currency")
    expected = zip(
        frames.convert(parsed, rates.ecb(), on=days, places=0).to_pylist(),
        frames.convert(parts[0], rates.fixed({"USD": "1380.5"}), currency=parts[1], amounts="float").to_pylist(),
        frames.format(parsed, "en").to_pylist(),
        frames.format(parts[0], "press", currency="USD", significant=1).to_pylist(),
        strict=True,
    )
    assert collected(made) == [[number, *each] for number, each in enumerate(expected)]
    assert [row[3] for row in collected(made)] == ["$400 million", "VND 1 million", None, None, "KRW 30 million"]
    late = convert("money.amount", rates.ecb(), on=lit(dt.date(2024, 6, 4)), currency=lit("USD"))
    assert money.select(late.alias("won")).selectExpr("max(won.on)").collect()[0][0] == dt.date(2024, 6, 4)


def test_spark_plan_is_one_arrow_stage(spark: Any) -> None:
    from krmoney.frames.spark import Extract, extract, parse

    frame, step = table(spark, "title", TEXTS[:5]), Extract("title")

    def plan(of: Any) -> str:
        text: str = of._jdf.queryExecution().executedPlan().toString()  # noqa: SLF001  # no public way
        return text

    stepped = plan(frame.mapInArrow(step, step.schema(frame)))
    assert stepped.count("MapInArrow") == 1
    both = plan(frame.select(extract("title"), parse("title")))
    assert both.count("ArrowEvalPython") == 1
    assert "krmoney_extract" in both
    assert "BatchEvalPython" not in stepped + both.replace("ArrowEvalPython", "")


def test_spark_columns_that_cannot_be(spark: Any) -> None:
    from krmoney.frames.spark import Extract, Parse

    frame = table(spark, "title", ["1억원"])
    with pytest.raises(KrmoneyError, match="no column 'text'; the columns are id, title, share"):
        Extract("text").schema(frame)
    with pytest.raises(KrmoneyError, match="column 'id' already exists"):
        Parse("title", into="id").schema(frame)


# --- Dask and Ray


def test_dask_by_partition() -> None:
    needed("dask", "pandas")
    import dask.dataframe as dd
    import pandas as pd

    import krmoney.frames.pandas

    series = pd.Series(TEXTS, name="title")
    empty = series.head(0).krmoney.extract()
    found = dd.from_pandas(series, npartitions=4).map_partitions(lambda part: part.krmoney.extract(), meta=empty)
    assert found.npartitions == 4
    frame = found.compute(scheduler="threads")
    expected = series.krmoney.extract()
    assert frame.index.equals(expected.index)
    assert pa.Table.from_pandas(frame).to_pylist() == pa.Table.from_pandas(expected).to_pylist()
    assert krmoney.frames.pandas.Accessor is type(series.krmoney)


def test_ray_by_batch() -> None:
    needed("ray")
    import ray

    def read(batch: pa.Table) -> pa.Table:
        return batch.append_column("figures", frames.extract(batch.column("title")))

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False)
    try:
        ray.data.DataContext.get_current().enable_progress_bars = False
        data = ray.data.from_arrow(pa.table({"id": range(len(TEXTS)), "title": TEXTS})).repartition(2)
        rows = data.map_batches(read, batch_format="pyarrow").take_all()
    finally:
        ray.shutdown()
    assert [row["figures"] for row in sorted(rows, key=lambda row: row["id"])] == FOUND


# --- the page


def test_the_how_to_page(spark: Any) -> None:
    needed("dask", "ray")
    assert spark
    results = doctest.testfile(
        str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, encoding="utf-8"
    )
    assert results.attempted > 10
    assert results.failed == 0
