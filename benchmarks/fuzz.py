# ruff: noqa: INP001, T201  # a program that is run by its path, and prints
"""Texts by the million, and whether what is read of them holds together.

Run it by hand::

    python benchmarks/fuzz.py [--seed N] [--count N] [--jobs N] [--laws 7 ...] [--corpora]

Every text is made from a seed of its own: figures of a known value among words, pieces of the grammar at random, and
such texts with a few characters changed. Of each is asked what law 7 asks: no exception, every span and every piece of
evidence its slice, no overlap, ``low <= high``, rows that come back from JSON and pydantic, mentions that come back
from pickle, and a column that holds what the loop holds. The other laws, as `tests/laws` states them, are checked with
``--laws``. ``--corpora`` reads all corpora instead: in every look, and with every token beside every figure. What fails
is counted by kind, with the shortest texts that show it. The exit status is 1 if anything failed. Nothing here is a
test of the suite, which runs the same checks on fewer texts.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter, defaultdict
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import pyarrow as pa

import krmoney
from krmoney import frames
from laws import checks, looks
from laws.invariants import faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

BLOCK = 1000
SHOWN = 5  # texts of a kind


class Seen(NamedTuple):
    """What some inputs showed.

    Attributes:
        inputs: how many there were.
        kinds: how often what failed.
        shortest: the shortest details of each kind.
    """

    inputs: int
    kinds: Counter[str]
    shortest: dict[str, list[str]]


def main() -> None:
    """Read everything and print what failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=100_000, help="texts for each check; default: 100,000")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes; default: one a processor")
    parser.add_argument("--laws", type=int, nargs="+", choices=sorted(checks.LAWS), default=[7])
    parser.add_argument("--corpora", action="store_true", help="read the corpora instead")
    parser.add_argument("--shown", type=int, default=SHOWN, help=f"texts shown of a kind; default: {SHOWN}")
    args = parser.parse_args()
    print(f"krmoney {krmoney.__version__}, seed {args.seed}, {args.jobs} processes")
    failed = False
    with get_context("spawn").Pool(args.jobs) as pool:
        for name, work, parts in corpora(args.shown) if args.corpora else made(args):
            start = perf_counter()
            total = added(pool.imap_unordered(work, parts), args.shown)
            show(name, total, perf_counter() - start)
            failed |= bool(total.kinds)
    sys.exit(failed)


Job = tuple[str, "Callable[..., Seen]", "list[range] | list[list[str]]"]


def made(args: argparse.Namespace) -> Iterator[Job]:
    """Yield the checks of made texts, in blocks of seeds."""
    first = args.seed * 10**12
    blocks = [
        range(first + at, first + min(at + BLOCK, args.count)) for at in range(0, args.count, BLOCK) if at < args.count
    ]
    for law in args.laws:
        for check in checks.LAWS[law]:
            if check is checks.any_text:
                yield "law 7, any text", partial(texts_hold, shown=args.shown), blocks
            else:
                name = f"law {law}, {check.__name__.replace('_', ' ')}"
                yield name, partial(law_holds, law, check.__name__, shown=args.shown), blocks


def corpora(shown: int) -> Iterator[Job]:
    """Yield the checks of real text, in blocks of lines."""
    lines = checks.texts_with_figures()
    blocks = [lines[at : at + 50] for at in range(0, len(lines), 50)]
    for name in looks.LOOKS:
        yield f"law 6, {name.replace('_', ' ')}", partial(look_holds, name, shown=shown), blocks
    yield "law 1, beside tokens", partial(neighbours_hold, shown=shown), blocks


def texts_hold(seeds: range, shown: int) -> Seen:
    """Check what must hold of any text, and that the column holds what the loop holds."""
    details: list[str] = []
    texts = [checks.made_text(Random(seed)) for seed in seeds]  # noqa: S311
    cells = []
    for text in texts:
        kinds = {fault.partition(":")[0] for fault in faults(text)}
        for kind in kinds:
            small = smallest(text, kind)
            details.append(f"{next(fault for fault in faults(small) if fault.startswith(kind))} in {small!r}")
        if not kinds and encodable(text):
            cells.append(text)
    column = frames.extract(pa.array(cells, pa.string()))
    loop = frames.from_mentions(map(krmoney.extract, cells))
    if column != loop:
        details += [
            f"column: not what the loop says of {text!r}"
            for text, *two in zip(cells, column.to_pylist(), loop.to_pylist(), strict=True)
            if two[0] != two[1]
        ]
    return summed(len(seeds), details, shown)


def law_holds(law: int, name: str, seeds: range, shown: int) -> Seen:
    """Check a law on texts made for it."""
    check = next(each for each in checks.LAWS[law] if each.__name__ == name)
    return summed(len(seeds), (wrong for seed in seeds for wrong in check(Random(seed))), shown)  # noqa: S311


def look_holds(name: str, lines: list[str], shown: int) -> Seen:
    """Check that lines in another look say the same."""
    return summed(len(lines), (wrong for line in lines for wrong in looks.differences(line, name, Random(line))), shown)  # noqa: S311


def neighbours_hold(lines: list[str], shown: int) -> Seen:
    """Check every figure of some lines beside every token."""
    return summed(len(lines), (wrong for line in lines for wrong in checks.beside_tokens(line)), shown)


def encodable(text: str) -> bool:
    """Tell whether a column can hold the text: Arrow has no lone surrogates."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def smallest(text: str, kind: str) -> str:
    """Leave out what is not needed to show the fault."""
    size = len(text) // 2
    while size:
        at = 0
        while at < len(text):
            less = text[:at] + text[at + size :]
            if any(fault.startswith(f"{kind}:") for fault in faults(less)):
                text = less
            else:
                at += size
        size //= 2
    return text


def summed(inputs: int, details: Iterable[str], shown: int) -> Seen:
    """Count details by kind and keep the shortest."""
    by_kind = defaultdict(list)
    for detail in details:
        by_kind[detail.partition(":")[0]].append(detail)
    return Seen(
        inputs,
        Counter({kind: len(each) for kind, each in by_kind.items()}),
        {kind: shortest(each, shown) for kind, each in by_kind.items()},
    )


def added(parts: Iterable[Seen], shown: int) -> Seen:
    """Add up what the blocks showed; the result does not depend on their order."""
    total = Seen(0, Counter(), {})
    for part in parts:
        total = Seen(
            total.inputs + part.inputs,
            total.kinds + part.kinds,
            {
                kind: shortest([*total.shortest.get(kind, ()), *part.shortest.get(kind, ())], shown)
                for kind in total.shortest | part.shortest
            },
        )
    return total


def shortest(details: Iterable[str], shown: int) -> list[str]:
    """Return the shortest details, each once."""
    return sorted(set(details), key=lambda detail: (len(detail), detail))[:shown]


def show(name: str, total: Seen, seconds: float) -> None:
    """Print what a check showed."""
    failed = ", ".join(f"{kind} {count:,}" for kind, count in total.kinds.most_common()) or "all hold"
    print(f"\n{name}: {total.inputs:,} texts in {seconds:,.0f} s: {failed}", flush=True)
    for details in total.shortest.values():
        for detail in details:
            print(f"    {detail}")


if __name__ == "__main__":
    main()
