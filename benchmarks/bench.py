# ruff: noqa: INP001, T201  # a program that is run by its path, and prints
"""How fast krmoney is, and whether time grows with the text and no faster.

Run it by hand::

    python benchmarks/bench.py [TEXT [ARTICLE ...]]

TEXT is a file in UTF-8, and each ARTICLE is one that is read by itself. Without them the text is made of the sentences
of this project's own tests, and the articles are the long texts among them, full of figures. Everything is
measured in one process, one thing at a time. Things that are compared take turns, round after round, and the best round
of each counts, because slower rounds were slowed by the machine. This is not a test.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import krmoney
from krmoney import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus"
AT_LEAST = 300_000  # characters of the text that is made of the tests' sentences
MARK = re.compile("[⟦⟧]")
DIGITS = re.compile(r"\d+")
ASCII_DIGITS = re.compile("[0-9]+")
ARTICLE = 600  # characters that make a text an article

# Text made to be slow: a piece, how often it is repeated, and what follows it.
MILLION, FEW = 10**6, 10_000
HOSTILE = [
    *[(piece, MILLION, "") for piece in ("1", "억", "(", "-", " ", "원", "가", "\n", "\u200b")],
    *[(piece, MILLION, "원") for piece in ("1", "1,", "억")],
    ("1억", 10**5, "원"),
    *[
        (piece, FEW, "원")
        for piece in ("일", "1 ", "1.", "일억 ", "천", "십수", "천억조경", "1천", "1만 1", "1~", "1억~")
    ],
    *[
        (piece, FEW, "")
        for piece in ("1원~", "1원에서 ", "1만원(", "1만원 이상 ", "1%, ", "1조 ", "10억 페소(약 ", "1억 크로나 ")
    ],
    *[
        (piece, FEW, "")
        for piece in ("$1", "USD 1", "1인당 ", "매년 ", "최대 1원 ", "우리 돈 ", "스웨덴 1크로나 ", "1달러=", "1센트 ")
    ],
    *[(piece, FEW, "") for piece in ("100엔당 ", "원·달러 환율은 5원 6원 7원. ", "2~3% 감소, ", "연봉 5천 ")],
]


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("text", nargs="?", type=Path, help="a text file in UTF-8")
    parser.add_argument("articles", nargs="*", type=Path, metavar="ARTICLE", help="text files, each read by itself")
    parser.add_argument("--rounds", type=int, default=9, help="runs of which the best counts; default: 9")
    args = parser.parse_args()
    text, name = (
        (args.text.read_text("utf-8"), args.text.name) if args.text else (sentences(), "sentences of the tests")
    )
    krmoney.extract("1억 크로나, 멕시코 1억 페소")  # builds the word lists, once in the life of a process

    python = f"{platform.python_implementation()} {platform.python_version()}"
    print(f"krmoney {krmoney.__version__}, {python}, {processor()}, {os.cpu_count()} cores, one used")
    print(f"{name}: {len(text):,} characters, {text.count(chr(10)):,} lines, {len(krmoney.extract(text)):,} figures")
    print()
    speed(text, args.rounds)
    ratios(text, [path.read_text("utf-8") for path in args.articles] or long_texts(), args.rounds)
    growth(text, args.rounds)
    hostile(args.rounds)
    calls(args.rounds)
    starts(args.rounds)


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


def long_texts(least: int = ARTICLE) -> list[str]:
    """Return the texts of the corpus with more characters than that."""
    lines = (CORPUS / "articles.jsonl").read_text("utf-8").splitlines()
    return [text for line in lines if len(text := json.loads(line)["text"]) > least]


def processor() -> str:
    """Name the processor, as far as the system tells."""
    try:
        found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


# --- what is measured


def speed(text: str, rounds: int) -> None:
    """Measure characters per second, whole and line by line, beside a bare scan for digits in the same rounds."""
    lines = text.splitlines()
    ways: dict[str, Callable[[], Any]] = {
        "re scan for digits, whole text": partial(scan, [text]),
        "extract, whole text": lambda: krmoney.extract(text),
        "re scan for digits, line by line": partial(scan, lines),
        "extract, line by line": lambda: [krmoney.extract(line) for line in lines],
    }
    times = best([*ways.values()], rounds)
    scans = times[0], times[0], times[2], times[2]
    rows = [
        (what, milliseconds(seconds), f"{len(text) / seconds / 1e6:.2f}", f"{seconds / scan:.1f}")
        for what, seconds, scan in zip(ways, times, scans, strict=True)
    ]
    table(("speed", "ms", "million characters/s", "times the scan"), rows)


def ratios(text: str, articles: Sequence[str], rounds: int) -> None:
    """Measure CPU time, and how many times as long `extract` takes as one scan for digits of the same text."""
    rows = []
    for what, texts in (("whole", [text]), ("by line", text.splitlines()), (f"{len(articles)} articles", articles)):
        once = ["".join(texts)]
        scanned, read = best([partial(scan, once, ASCII_DIGITS), partial(extract, texts)], rounds, process_time)
        rows.append((what, milliseconds(scanned), milliseconds(read), f"{scanned / read:.3f}"))
    table(("CPU time", "ms, scan", "ms, extract", "scan ÷ extract"), rows)


def growth(text: str, rounds: int) -> None:
    """Measure the same text once, twice and four times over."""
    texts = [text * times for times in (1, 2, 4)]
    times = best([partial(krmoney.extract, longer) for longer in texts], max(3, rounds // 2))
    rows = [
        (f"{len(longer) // len(text)} ×", f"{len(longer):,}", milliseconds(seconds), f"{seconds / times[0]:.2f}")
        for longer, seconds in zip(texts, times, strict=True)
    ]
    table(("growth", "characters", "ms", "times the first"), rows)


def hostile(rounds: int) -> None:
    """Measure text made to be slow, and twice as much of it: a quotient near 2 is linear."""
    rows = []
    for piece, count, end in HOSTILE:
        short, long = piece * count + end, piece * count * 2 + end
        one, two = best([partial(krmoney.extract, short), partial(krmoney.extract, long)], max(3, rounds // 3))
        shown = json.dumps(piece, ensure_ascii=False).replace("\u200b", "\\u200b")
        rows.append((f"{shown} × {count:,}" + (f" + {json.dumps(end, ensure_ascii=False)}" if end else ""),
                     f"{len(short):,}", milliseconds(one), milliseconds(two), f"{two / one:.2f}"))  # fmt: skip
    table(("hostile text", "characters", "ms", "ms for twice as much", "quotient"), rows)


def calls(rounds: int) -> None:
    """Measure single calls."""
    money = Money(450_000_000, "USD")
    amount, rate = Decimal(450_000_000), krmoney.Rate("USD", "KRW", "1311.11")
    functions: dict[str, Callable[[], Any]] = {
        'Money(450_000_000, "USD")': lambda: Money(450_000_000, "USD"),
        'Money(Decimal(…), "USD")': lambda: Money(amount, "USD"),
        "money + money": lambda: money + money,
        "rate.convert(money)": lambda: rate.convert(money),
    }
    for text in ("4억5000만 달러", "사억오천만 달러", "$4.5억", "337억 크로나(약 4조 4000억원)"):
        functions[f'parse("{text}")'] = partial(krmoney.parse, text)
    functions['read("1~2조원")'] = partial(krmoney.read, "1~2조원")
    for style in krmoney.style_names():
        functions[f'format(money, "{style}")'] = partial(krmoney.format, money, style)
    many = range(2000)
    times = best([partial(lambda call: [call() for _ in many], call) for call in functions.values()], rounds)
    rows = [(what, f"{seconds / len(many) * 1e6:.2f}") for what, seconds in zip(functions, times, strict=True)]
    table(("one call", "µs"), rows)


def starts(rounds: int) -> None:
    """Measure the import in new processes, and the first use, which builds the word lists."""
    program = (
        "from time import perf_counter as t; s = t(); import krmoney; i = t(); krmoney.extract('1억원'); e = t();"
        "print(i - s, e - i)"
    )
    command = [sys.executable, "-c", program]
    outputs = [
        subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own program
        for _ in range(rounds)
    ]
    runs = [[float(figure) for figure in output.split()] for output in outputs]
    rows = [
        (what, milliseconds(min(times)), milliseconds(median(times)))
        for what, times in zip(("import krmoney", "the first extract"), zip(*runs, strict=True), strict=True)
    ]
    table(("in a new process", "best ms", "median ms"), rows)


# --- how


def best(functions: Sequence[Callable[[], Any]], rounds: int, clock: Callable[[], float] = perf_counter) -> list[float]:
    """Return for each function the shortest of its runs, in seconds; the functions take turns."""
    times: list[list[float]] = [[] for _ in functions]
    for _ in range(rounds):
        for function, taken in zip(functions, times, strict=True):
            start = clock()
            function()
            taken.append(clock() - start)
    return [min(taken) for taken in times]


def scan(texts: Iterable[str], digits: re.Pattern[str] = DIGITS) -> None:
    """Find every number in each text and keep none, for comparison with the speed of `extract`."""
    for text in texts:
        for _ in digits.finditer(text):
            pass


def extract(texts: Iterable[str]) -> None:
    """Read each text."""
    for text in texts:
        krmoney.extract(text)


def milliseconds(seconds: float) -> str:
    """Write a time with three digits that count."""
    value = seconds * 1000
    return f"{value:,.{0 if value >= 100 else 1 if value >= 10 else 2}f}"  # noqa: PLR2004


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a plain table, its first column to the left and the others to the right."""
    widths = [max(map(columns, column)) for column in zip(header, *rows, strict=True)]
    for row in (header, ["-" * width for width in widths], *rows):
        first, *others = (" " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True))
        print("  ".join([row[0] + first, *(pad + cell for pad, cell in zip(others, row[1:], strict=True))]).rstrip())
    print()


def columns(text: str) -> int:
    """Count columns in a terminal: two for a Hangul syllable."""
    return len(text) + sum("가" <= char <= "힣" for char in text)


if __name__ == "__main__":
    main()
