"""How fast krmoney is, and whether time grows with the text and no faster. Run by hand::

    python benchmarks/bench.py [TEXT]

TEXT is a file in UTF-8. Without it the text is made of the sentences of this project's own tests. Everything is
measured in one process, one thing at a time, and the best of several runs counts: what is slower than that was the
machine. Nothing here is a test; a program that prints figures cannot fail.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import krmoney
from krmoney import Money

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus"
AT_LEAST = 400_000  # characters of a text made of the tests' sentences
MARK = re.compile("[⟦⟧]")

# Text that looks for trouble: each is a piece, repeated until it has `SIZE` characters, and what stands behind.
HOSTILE = [
    *[(piece, "") for piece in ("1", "일", "억", "수", "(", "-", ",", " ", "원", "달러", "약 ")],
    *[(piece, "원") for piece in ("1", "1억", "1,", "1.", "1 ", "억 ", "일억 ", "천", "십수", "천억조경", "1천", "1만 1")],
    *[(piece, "") for piece in ("1~", "1~ ", "1원~", "1원에서 ", "1만원(", "1만원 이상 ", "1%, ", "1% ", "1조 ", "1달러 ")],
    *[(piece, "") for piece in ("1억 크로나 ", "10억 페소(약 ", "1달러=", "달러당 ", "$", "$1", "USD ", "1인당 ", "매년 ", "연월일 ")],
    *[(piece, "") for piece in ("최대 1원 ", "우리 돈 ", "스웨덴 ", "1센트 ", "몇 ", "△", "1년 1억 ", "\u200b", "가", "가나다. ", "\n")],
]
SIZE = 250_000


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("text", nargs="?", type=Path, help="a text file in UTF-8")
    parser.add_argument("--rounds", type=int, default=7, help="runs of which the best counts; default: 7")
    args = parser.parse_args()
    text, name = (args.text.read_text("utf-8"), args.text.name) if args.text else (sentences(), "sentences of the tests")
    krmoney.extract("1억 크로나, 멕시코 1억 페소")  # builds the word lists, once in the life of a process

    print(f"krmoney {krmoney.__version__}, {platform.python_implementation()} {platform.python_version()}, {processor()}")
    print(f"{name}: {len(text):,} characters, {text.count(chr(10)):,} lines, {len(krmoney.extract(text)):,} figures")
    print()
    scanning(text, args.rounds)
    growing(text, args.rounds)
    hostile(args.rounds)
    calling(args.rounds)
    importing(args.rounds)


def sentences() -> str:
    """Compose a text of the corpus files: marked sentences and traps, one a line, over and over."""
    lines = [
        MARK.sub("", text)
        for name in ("sentences.jsonl", "traps.jsonl")
        for line in (CORPUS / name).read_text("utf-8").splitlines()
        for text in json.loads(line)["texts"]
    ]
    once = "\n".join(lines) + "\n"
    return once * max(1, -(-AT_LEAST // len(once)))


def processor() -> str:
    """Name the processor, as far as the system tells."""
    try:
        found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


# --- what is measured


def scanning(text: str, rounds: int) -> None:
    """Measure characters per second, whole and line by line, beside a bare scan for digits in the same run."""
    lines = text.splitlines()
    digits = re.compile(r"\d+")
    ways: list[tuple[str, Callable[[], Any]]] = [
        ("re, digits, whole text", lambda: consume(digits.finditer(text))),
        ("extract, whole text", lambda: krmoney.extract(text)),
        ("re, digits, line by line", lambda: [consume(digits.finditer(line)) for line in lines]),
        ("extract, line by line", lambda: [krmoney.extract(line) for line in lines]),
    ]
    rows: list[tuple[str, ...]] = []
    whole = 0.0
    for what, function in ways:
        seconds = best(function, rounds)
        whole = whole or seconds
        rows.append((what, milliseconds(seconds), f"{len(text) / seconds / 1e6:.2f}", f"1/{seconds / whole:.1f}"))
    table(("speed", "ms", "million characters/s", "of the whole-text digit scan"), rows)


def growing(text: str, rounds: int) -> None:
    """Measure the same text once, twice and four times over."""
    rows = []
    single = 0.0
    for times in (1, 2, 4):
        longer = text * times
        seconds = best(lambda longer=longer: krmoney.extract(longer), max(2, rounds // 2))  # type: ignore[misc]
        single = single or seconds
        rows.append((f"{times} ×", f"{len(longer):,}", milliseconds(seconds), f"{seconds / single:.2f}"))
    table(("growth", "characters", "ms", "time, as a multiple"), rows)


def hostile(rounds: int) -> None:
    """Measure text made to be slow, n and 2n characters of it; a quotient near 2 is linear."""
    rows = []
    for piece, end in HOSTILE:
        short, long = (piece * (size // len(piece)) + end for size in (SIZE, 2 * SIZE))
        one, two = (best(lambda text=text: krmoney.extract(text), max(2, rounds // 3)) for text in (short, long))  # type: ignore[misc]
        shown = json.dumps(piece, ensure_ascii=False).replace("\u200b", "\\u200b")
        rows.append(
            (shown + (f" … {end}" if end else " …"), milliseconds(one), milliseconds(two), f"{two / one:.2f}",
             f"{len(long) / two / 1e6:.2f}")
        )  # fmt: skip
    rows.sort(key=lambda row: float(row[-1]))
    table(("hostile text", f"ms for {SIZE:,}", f"ms for {2 * SIZE:,}", "quotient", "million characters/s"), rows)


def calling(rounds: int) -> None:
    """Measure single calls."""
    money = Money(450_000_000, "USD")
    amount, rate = Decimal(450_000_000), krmoney.Rate("USD", "KRW", "1311.11")
    calls: list[tuple[str, Callable[[], Any]]] = [
        ('Money(450_000_000, "USD")', lambda: Money(450_000_000, "USD")),
        ('Money(Decimal(…), "USD")', lambda: Money(amount, "USD")),
        ("money + money", lambda: money + money),
        ("rate.convert(money)", lambda: rate.convert(money)),
        ('parse("4억5000만 달러")', lambda: krmoney.parse("4억5000만 달러")),
        ('parse("사억오천만 달러")', lambda: krmoney.parse("사억오천만 달러")),
        ('parse("337억 크로나(약 4조 4000억원)")', lambda: krmoney.parse("337억 크로나(약 4조 4000억원)")),
        ('read("1~2조원대")', lambda: krmoney.read("1~2조원대")),
        *((f'format(money, "{style}")', lambda style=style: krmoney.format(money, style)) for style in krmoney.style_names()),  # type: ignore[misc]
    ]
    many = 2000
    rows = []
    for what, call in calls:
        seconds = best(lambda call=call: [call() for _ in range(many)], rounds)  # type: ignore[misc]
        rows.append((what, f"{seconds / many * 1e6:.2f}"))
    table(("one call", "µs"), rows)


def importing(rounds: int) -> None:
    """Measure `import krmoney` in processes of their own, beside an empty one, and the first use of the word lists."""
    first = "from time import perf_counter as t; s = t(); import krmoney; i = t(); krmoney.extract('1억원'); e = t(); "
    first += "print(i - s, e - i)"
    runs = [
        [float(figure) for figure in subprocess.run(  # noqa: S603  # our own interpreter
            [sys.executable, "-c", first], capture_output=True, text=True, check=True
        ).stdout.split()]
        for _ in range(max(5, rounds))
    ]  # fmt: skip
    loads, firsts = ([run[at] for run in runs] for at in (0, 1))
    rows = [
        ("import krmoney", milliseconds(min(loads)), milliseconds(median(loads))),
        ("first extract, which builds the word lists", milliseconds(min(firsts)), milliseconds(median(firsts))),
    ]
    table(("in a new process", "best ms", "median ms"), rows)


# --- how


def best(function: Callable[[], Any], rounds: int) -> float:
    """Return the shortest of several runs, in seconds."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        function()
        times.append(perf_counter() - start)
    return min(times)


def consume(items: Iterable[Any]) -> None:
    """Go through all items and keep none."""
    for _ in items:
        pass


def milliseconds(seconds: float) -> str:
    """Write a time with three digits that count."""
    value = seconds * 1000
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"  # noqa: PLR2004


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a plain table, its first column to the left and the others to the right."""
    widths = [max(map(columns, column)) for column in zip(header, *rows, strict=True)]
    for row in (header, ["-" * width for width in widths], *rows):
        cells = [row[0] + " " * (widths[0] - columns(row[0]))]
        cells += [" " * (width - columns(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True)]
        print("  ".join(cells).rstrip())
    print()


def columns(text: str) -> int:
    """Count columns in a terminal: two for a Hangul syllable."""
    return len(text) + sum("가" <= char <= "힣" for char in text)


if __name__ == "__main__":
    main()
