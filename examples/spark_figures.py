# ruff: noqa: INP001  # an example that is run by its path, and prints
"""Figures out of a column of headlines with PySpark: ``python examples/spark_figures.py [HEADLINES.csv]``.

Needs ``pip install 'krmoney[spark]'`` and Java 17 or later. The file has the columns ``id`` and ``title``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pyspark.sql import SparkSession

from krmoney.frames.spark import Extract

HEADLINES = Path(__file__).with_name("headlines.csv")


def main(path: str = str(HEADLINES)) -> None:
    """Print the figures of a file, and how Spark found them."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # a local Spark takes the first python3 of the PATH
    builder = SparkSession.builder.master("local[*]").config("spark.log.level", "ERROR")
    spark = builder.config("spark.ui.enabled", "false").getOrCreate()
    news = spark.read.csv(path, header=True)
    step = Extract("title")
    found = news.mapInArrow(step, step.schema(news))
    found.selectExpr("id", "inline(figures)").select("id", "text", "type", "value", "currency").show(truncate=False)
    found.explain()
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
