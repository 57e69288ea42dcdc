# ruff: noqa: INP001, T201  # a program that is run by its path, and prints
"""How many cells of HTML tables `krmoney.tables.read` reads a second, beside `pandas.read_html` on the same page.

Run it by hand::

    python benchmarks/tables.py [PAGE] [--rounds 5]

Without a page, one is made: tables of a filing, each after a small table with its unit. Both read the same text, round
after round, and the best of the rounds counts. `pandas.read_html` is given the parser lxml, its fastest. Nothing here
is a test.
"""

from __future__ import annotations

import argparse
import io
import random
from pathlib import Path
from time import perf_counter

import pandas as pd

from krmoney import tables


def main() -> None:
    """Measure, and print a line for each."""
    parser = argparse.ArgumentParser(description="the speed of krmoney.tables beside pandas.read_html")
    parser.add_argument("page", nargs="?", type=Path, help="a page of HTML")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    data = args.page.read_bytes() if args.page else page().encode()
    text = data.decode("utf-8", "replace")
    found = tables.read(data)
    cells = sum(len(row) for table in found for row in table.cells)
    print(f"{len(found):,} tables, {cells:,} cells, {len(data):,} bytes")
    functions = {
        "pandas.read_html": lambda: pd.read_html(io.StringIO(text), flavor="lxml"),
        "krmoney.tables.read": lambda: tables.read(text),
    }
    seconds = dict.fromkeys(functions, float("inf"))
    for _ in range(args.rounds):
        for name, function in functions.items():
            start = perf_counter()
            function()
            seconds[name] = min(seconds[name], perf_counter() - start)
    for name, best in seconds.items():
        print(f"{name:20} {best * 1000:9.1f} ms  {cells / best:10,.0f} cells/s")


def page(count: int = 150, rows: int = 30) -> str:
    """Return a page of tables as filings have them."""
    chance = random.Random(15)  # noqa: S311  # numbers of a benchmark
    lines = ["<html><body>"]
    for number in range(count):
        unit = chance.choice(["원", "천원", "백만원", "백만원, %"])
        lines.append(f"<p>{number}. 표</p><table><tr><td>(단위 : {unit})</td></tr></table><table>")
        lines.append("<tr><th>과목</th><th>당기</th><th>전기</th><th>전전기</th><th>비율(%)</th></tr>")
        for row in range(rows):
            amounts = [chance.randrange(-(10**7), 10**8) for _ in range(3)]
            written = "".join(f"<td>{f'({-each:,})' if each < 0 else f'{each:,}'}</td>" for each in amounts)
            lines.append(f"<tr><td>매출액 {row}</td>{written}<td>{chance.random() * 100:.1f}</td></tr>")
        lines.append("</table>")
    return "\n".join([*lines, "</body></html>"])


if __name__ == "__main__":
    main()
