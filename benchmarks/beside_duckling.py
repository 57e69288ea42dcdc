# ruff: noqa: INP001, T201  # a program that is run by its path, and prints
"""How fast krmoney is compared with Duckling, on the same lines in one process.

Run it by hand, in an environment of its own with Python 3.11 that has krmoney and Duckling's Python wheel::

    python3.11 -m venv duckling && duckling/bin/pip install . pyduckling-native-phihos==0.3.0
    duckling/bin/python benchmarks/beside_duckling.py [TEXT [ARTICLE...]]

All are files in UTF-8. Without them the lines are the sentences of this project's own tests, and the articles the long
texts of `tests/corpus/articles.jsonl`. Duckling is asked, in Korean, for amounts of money and for numbers. Of the lines
and articles a sample is read, every so many, by both. CPU time, the best of several rounds in which they take turns.
Nothing here is a test.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import bench
from duckling import Context, default_locale_lang, load_time_zones, parse, parse_dimensions, parse_lang, parse_ref_time

import krmoney

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LINES, ARTICLES = 300, 20  # texts of a sample
LONG = 400  # characters of an article


def main() -> None:
    """Measure both and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("text", nargs="?", type=Path, help="a text file in UTF-8")
    parser.add_argument("articles", nargs="*", type=Path, help="likewise, each an article")
    parser.add_argument("--rounds", type=int, default=3, help="runs of which the best counts; default: 3")
    args = parser.parse_args()
    text = args.text.read_text("utf-8") if args.text else bench.sentences()
    articles = [path.read_text("utf-8") for path in args.articles] or bench.long_texts(LONG)
    duckling = asked()
    krmoney.extract("1억 크로나, 멕시코 1억 페소")
    duckling("1억 원")
    build = "pure Python" if krmoney.numerals.__file__.endswith(".py") else "compiled"
    print(f"krmoney {krmoney.__version__} ({build}), Python {sys.version.split()[0]}, {bench.processor()}\n")
    rows = []
    for name, texts in (("lines", sample(text.splitlines(), LINES)), ("articles", sample(articles, ARTICLES))):
        ours, theirs = best([lambda t=texts: run(krmoney.extract, t), lambda t=texts: run(duckling, t)], args.rounds)
        characters = sum(map(len, texts))
        rows.append((f"{len(texts)} {name}", f"{characters:,}", bench.milliseconds(ours), bench.milliseconds(theirs),
                     f"{theirs / ours:.0f}"))  # fmt: skip
    bench.table(("", "characters", "krmoney, ms", "Duckling, ms", "times as fast"), rows)


def asked() -> Callable[[str], Any]:
    """Return what asks Duckling for the figures of a text."""
    zones = load_time_zones("/usr/share/zoneinfo")
    korean = default_locale_lang(parse_lang("KO"))
    context = Context(parse_ref_time(zones, "Asia/Seoul", 1_700_000_000), korean)
    dimensions = parse_dimensions(["amount-of-money", "numeral"])
    return lambda text: parse(text, context, dimensions, with_latent=False)


def sample(texts: Sequence[str], count: int) -> list[str]:
    """Return so many of the texts that are not empty, from the first to the last."""
    full = [text for text in texts if text.strip()]
    return full[:: max(1, len(full) // count)][:count]


def run(read: Callable[[str], Any], texts: Sequence[str]) -> None:
    """Read every text."""
    for text in texts:
        read(text)


def best(functions: Sequence[Callable[[], None]], rounds: int) -> list[float]:
    """Return for each function the least CPU time of its runs, in seconds; the functions take turns."""
    times: list[list[float]] = [[] for _ in functions]
    for _ in range(rounds):
        for function, taken in zip(functions, times, strict=True):
            start = process_time()
            function()
            taken.append(process_time() - start)
    return [min(taken) for taken in times]


if __name__ == "__main__":
    main()
