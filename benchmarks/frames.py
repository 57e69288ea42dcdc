# ruff: noqa: INP001, T201  # a program that is run by its path, and prints
"""The same rows through every engine: whether all say the same, and how many rows a second each reads.

Run it by hand::

    python benchmarks/frames.py [--rows 100000] [--plain]

The rows are composed of the sentences of this project's own tests and of plain ones, with a fixed seed. The plain
Python loop, `krmoney.extract` on one text after the other, is the measure: what an engine takes beside it is the
price of its columns. Every engine runs on all rows, in turn with the others, and its result is compared with that of
the loop, row by row. Engines that are not installed are named and left out. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

import pyarrow as pa
from files import PLAIN

import krmoney
from krmoney import frames

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus"
MARKS = str.maketrans("", "", "⟦⟧")

Function = Callable[[], list[Any]]


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3, help="runs of which the best counts; default: 3")
    parser.add_argument("--plain", action="store_true", help="rows without figures")
    args = parser.parse_args()
    warnings.simplefilter("ignore")  # of engines about each other
    texts = rows(args.rows, 0 if args.plain else 0.25)
    krmoney.extract("1억 크로나, 멕시코 1억 페소")  # builds the word lists, once in the life of a process

    python = ".".join(map(str, sys.version_info[:3]))
    figures = sum(len(krmoney.extract(text)) for text in texts if text is not None)
    print(f"krmoney {krmoney.__version__}, Python {python}, {os.cpu_count()} cores")
    print(f"{len(texts):,} rows, {sum(map(len, filter(None, texts))):,} characters, {figures:,} figures\n")
    expected = [*map(frames_of, texts)]
    made = {name: make(texts) for name, module, make in ENGINES if find_spec(module)}
    best = dict.fromkeys(made, float("inf"))
    for _ in range(args.rounds):  # in turn, since other work on the machine comes and goes
        for name, (run, _) in made.items():
            seconds, result = measured(run)
            best[name] = min(best[name], seconds)
            if result is not None and result != expected:
                sys.exit(f"{name}: {sum(one != two for one, two in zip(result, expected, strict=True))} rows differ")
    print(f"{'engine':<34}{'seconds':>9}{'rows/s':>12}{'times the loop':>16}{'µs a row beyond it':>20}")
    for name, module, _ in ENGINES:
        if name in made:
            made[name][1]()  # ends it
            seconds, least = best[name], best["the plain loop"]
            beyond = (seconds - least) / len(texts) * 1e6
            print(f"{name:<34}{seconds:>9.2f}{len(texts) / seconds:>12,.0f}{seconds / least:>16.2f}{beyond:>20.2f}")
        else:
            print(f"{name:<34}  {module} is not installed")


def rows(count: int, share: float) -> list[str | None]:
    """Compose texts: a share of the sentences has figures, one text in a hundred is missing."""
    full = [
        text.translate(MARKS)
        for line in (CORPUS / "sentences.jsonl").read_text("utf-8").splitlines()
        for text in json.loads(line)["texts"]
    ]
    draw = random.Random(20261122)  # noqa: S311  # always the same
    texts: list[str | None] = []
    for number in range(count):
        sentences = [draw.choice(full if draw.random() < share else PLAIN) for _ in range(draw.randint(1, 4))]
        texts.append(None if number % 100 == 99 else " ".join(sentences))  # noqa: PLR2004
    return texts


def frames_of(text: str | None) -> Any:  # noqa: ANN401  # a row of Arrow
    """Lay out what the loop says of one text."""
    return frames.from_mentions([None if text is None else krmoney.extract(text)]).to_pylist()[0]


def measured(run: Function) -> tuple[float, Any]:
    """Return the time, and the result as Python objects, which is not measured."""
    start = perf_counter()
    result = run()
    return perf_counter() - start, plain(result)


def plain(result: Any) -> Any:  # noqa: ANN401  # what an engine returns
    """Turn a column of any engine into lists and dictionaries."""
    if hasattr(result, "to_pylist"):
        return result.to_pylist()
    if hasattr(result, "to_arrow"):
        return result.to_arrow().to_pylist()
    if isinstance(result, list) and result and hasattr(result[0], "source"):
        return None  # the loop itself
    return result


# --- engines: a function that makes what is measured of the texts, and what ends it

Made = tuple[Callable[[], Any], Callable[[], object]]


def nothing() -> None:
    """End what needs no end."""


def loop(texts: list[str | None]) -> Made:
    """Read one text after the other."""
    found = [krmoney.Mentions("")]
    return lambda: found[:1] + [krmoney.extract(text) for text in texts if text is not None], nothing


def arrow(texts: list[str | None]) -> Made:
    """Read a column of Arrow."""
    column = pa.array(texts)
    return lambda: frames.extract(column), nothing


def pandas(texts: list[str | None]) -> Made:
    """Read a series."""
    import pandas as pd

    import krmoney.frames.pandas  # noqa: F401  # it registers

    series = pd.Series(texts, dtype="str")
    return lambda: pa.array(series.krmoney.extract("nested", amounts="decimal")), nothing


def polars(texts: list[str | None], engine: str = "in-memory") -> Made:
    """Read a column of a lazy frame."""
    import polars as pl

    import krmoney.frames.polars  # noqa: F401  # it registers

    lazy = pl.LazyFrame({"text": texts}).select(pl.col("text").krmoney.extract())
    return lambda: lazy.collect(engine=engine)["text"], nothing  # type: ignore[call-overload]


def duckdb(texts: list[str | None]) -> Made:
    """Read a column of a table by SQL."""
    import duckdb

    from krmoney.frames.duckdb import register

    con = register(duckdb.connect())
    con.register("arrow", pa.table({"id": range(len(texts)), "text": texts}))
    con.execute("create table news as select * from arrow")
    con.execute("set enable_progress_bar = false")
    query = "select krmoney_extract(text) as found from news order by id"
    return lambda: con.execute(query).to_arrow_table().column("found"), con.close


def spark(texts: list[str | None], way: str) -> Made:
    """Read a column of a data frame in two partitions."""
    from pyspark.sql import SparkSession

    from krmoney.frames.spark import Extract, extract

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.log.level", "ERROR")
    builder = builder.config("spark.driver.memory", "4g").config("spark.sql.execution.arrow.pyspark.enabled", "true")
    session = builder.config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    news = session.createDataFrame(pa.table({"id": range(len(texts)), "text": texts})).repartition(2).cache()
    news.count()
    step = Extract("text")

    def run() -> Any:  # noqa: ANN401  # a column of Arrow
        # A plan is made for each run, since one that is collected again would find what it shuffled the last time.
        # Spark does not sort: it would compute everything once more, to see where to cut.
        made = (
            news.mapInArrow(step, step.schema(news)) if way == "step" else news.withColumn("figures", extract("text"))
        )
        return made.select("id", "figures").toArrow().sort_by("id").column("figures")

    return run, nothing


ENGINES: list[tuple[str, str, Callable[[list[str | None]], Made]]] = [
    ("the plain loop", "krmoney", loop),
    ("Arrow", "pyarrow", arrow),
    ("pandas", "pandas", pandas),
    ("polars", "polars", polars),
    ("polars, streaming", "polars", lambda texts: polars(texts, "streaming")),
    ("DuckDB", "duckdb", duckdb),
    ("PySpark, mapInArrow, two workers", "pyspark", lambda texts: spark(texts, "step")),
    ("PySpark, Arrow UDF, two workers", "pyspark", lambda texts: spark(texts, "udf")),
]


if __name__ == "__main__":
    main()
