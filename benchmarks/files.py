# ruff: noqa: INP001, T201  # a program that is run by its path, and prints
"""How fast `krmoney extract` reads a large file, on one processor and on several, and in how much memory.

Run it by hand::

    python benchmarks/files.py [--text] [--size MB] [--large MB] [--jobs N] [--rounds N] [--folder DIR]

The file is JSON Lines, read with ``--column``, or with ``--text`` one running text of many paragraphs. It is made of
sentences of this project's own tests between plain sentences without a figure, in an order that a seed decides. Runs
that are compared are made in turn, and compared within their round. What the machine itself gives is measured beside
them: as many processes that know nothing of each other, each with its part of the file, which no command that has to
keep the order can outrun. Memory is sampled while they run: the resident memory of the process that was begun, and of
that and all its processes together, pages that they share counted for each. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import TYPE_CHECKING, NamedTuple

import bench

import krmoney

if TYPE_CHECKING:
    from collections.abc import Callable

PLAIN = (
    "회의는 예정보다 길어졌지만 결론은 내지 못했다.",
    "강가의 낡은 공장은 미술관으로 바뀌었고 주말이면 사람들이 줄을 선다.",
    "새 대표는 취임사에서 품질을 가장 앞에 두겠다고 말했다.",
    "비가 그친 뒤 골목에는 빵 굽는 냄새가 퍼졌다.",
    "두 회사는 서로의 기술을 나누어 쓰기로 뜻을 모았다.",
    "연구진은 결과를 다시 확인한 다음 논문을 냈다.",
    "주민들은 역이 생기면 마을이 달라질 것이라고 기대한다.",
    "담당자는 자세한 내용을 밝히지 않았다.",
    "가을 들어 바람이 차가워지자 시장의 손님도 줄었다.",
    "그는 오래된 책을 고쳐 다시 파는 일을 한다.",
    "심사 위원은 발표를 듣고 나서 고개를 끄덕였다.",
    "배는 안개 때문에 항구를 떠나지 못하고 있다.",
    "학교는 방학 동안 운동장을 이웃에게 열어 주기로 했다.",
    "업계에서는 경쟁이 더 치열해질 것으로 내다본다.",
    "이번 일로 두 나라의 관계가 나아질지는 더 두고 보아야 한다.",
    "농부들은 올해 날씨가 유난히 변덕스러웠다고 입을 모은다.",
)
FIGURES = 0.2  # of the sentences are from the tests
SENTENCES = 12  # of a record, on average
MB = 1_000_000
SAMPLE = 0.05  # seconds


class Run(NamedTuple):
    """What a run took."""

    seconds: float
    parent: int  # bytes of resident memory, at most
    tree: int


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--text", action="store_true", help="one running text instead of records")
    parser.add_argument("--size", type=int, default=200, metavar="MB", help="of the file; default: 200")
    parser.add_argument("--large", type=int, metavar="MB", help="also of a larger one, with --jobs alone")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="beside one; default: 2")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="of which the median counts; default: 3")
    parser.add_argument("--folder", type=Path, help="where the files are made; default: a temporary one")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        measure(Path(folder), args)


def measure(folder: Path, args: argparse.Namespace) -> None:
    """Make the files, and read them."""
    file = folder / ("text.txt" if args.text else "records.jsonl")
    rows = make(file, args.size * MB)
    parts = split(file, args.jobs)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    print(f"krmoney {krmoney.__version__}, {python}, {bench.processor()}, {os.cpu_count()} cores")
    kind = f"running text, {rows:,} paragraphs" if args.text else f"JSON Lines, {rows:,} rows"
    print(f"{file.stat().st_size / MB:.0f} MB of {kind}; load before: {os.getloadavg()[0]:.2f}\n")
    ways: dict[str, Callable[[], Run]] = {
        "--jobs 1": lambda: run([file]),
        f"--jobs {args.jobs}": lambda: run([file], "--jobs", str(args.jobs)),
        f"{args.jobs} processes, a part each": lambda: run(parts),
    }
    runs = [{name: way() for name, way in ways.items()} for _ in range(args.rounds)]
    ratios = [{name: round_["--jobs 1"].seconds / of.seconds for name, of in round_.items()} for round_ in runs]
    lines = []
    for name in ways:
        times = [round_[name].seconds for round_ in runs]
        most = [max(memory) for memory in zip(*(round_[name][1:] for round_ in runs), strict=True)]
        lines.append(shown(name, args.size, Run(median(times), *most), median(each[name] for each in ratios)))
    if args.large:
        make(file, args.large * MB)
        lines.append(shown(f"--jobs {args.jobs}", args.large, run([file], "--jobs", str(args.jobs))))
    bench.table(("", "MB", "s", "MB/s", "times --jobs 1", "MB of the parent", "MB of all"), lines)
    for number, each in enumerate(ratios, 1):
        print(f"round {number}: " + ", ".join(f"{name} {ratio:.2f}" for name, ratio in [*each.items()][1:]))
    print(f"load after: {os.getloadavg()[0]:.2f}")


def make(file: Path, size: int) -> int:
    """Write a file of about this size; return how many rows it has."""
    chosen = random.Random(2718)  # noqa: S311  # no secret
    marked = [line for line in bench.sentences().splitlines() if line]
    rows = written = 0
    with file.open("wb") as out:
        while written < size:
            count = chosen.randint(2, 2 * SENTENCES - 2)
            text = " ".join(chosen.choice(marked if chosen.random() < FIGURES else PLAIN) for _ in range(count))
            if file.suffix == ".txt":
                written += out.write(f"{text}\n".encode())
                rows += 1
                continue
            row = {
                "id": rows,
                "date": f"2024-{rows % 12 + 1:02}-{rows % 28 + 1:02}",
                "title": PLAIN[rows % 16],
                "text": text,
            }
            written += out.write(f"{json.dumps(row, ensure_ascii=False)}\n".encode())
            rows += 1
    return rows


def split(file: Path, count: int) -> list[Path]:
    """Write the lines of a file to so many files, in turn."""
    parts = [file.with_name(f"part{number}{file.suffix}") for number in range(count)]
    with ExitStack() as stack:
        outs = [stack.enter_context(part.open("wb")) for part in parts]
        for number, line in enumerate(stack.enter_context(file.open("rb"))):
            outs[number % count].write(line)
    return parts


def run(files: list[Path], *options: str) -> Run:
    """Run the command, once for each file and all at the same time, and look at its memory meanwhile."""
    how = ["--format", "jsonl"] if files[0].suffix == ".txt" else ["--column", "text"]
    command = [sys.executable, "-m", "krmoney", "extract", *how, *options]
    begun = perf_counter()
    parent = tree = 0
    outputs = [file.with_name(f"out-{file.name}") for file in files]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(subprocess.Popen([*command, str(file), "-o", str(out)], stderr=subprocess.DEVNULL))  # noqa: S603
            for file, out in zip(files, outputs, strict=True)
        ]
        while any(process.poll() is None for process in processes):
            resident = {pid: memory(pid) for process in processes for pid in family(process.pid)}
            parent = max(parent, resident.get(processes[0].pid, 0))
            tree = max(tree, sum(resident.values()))
            sleep(SAMPLE)
    seconds = perf_counter() - begun
    for process, out in zip(processes, outputs, strict=True):
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        out.unlink()
    return Run(seconds, parent, tree)


def family(pid: int) -> list[int]:
    """Return a process and those that it has begun, and so on, as Linux tells."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:  # it has ended
                continue
    return found


def memory(pid: int) -> int:
    """Return the resident memory of a process in bytes; of one that has ended, 0."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def shown(name: str, size: int, of: Run, ratio: float | None = None) -> tuple[str, ...]:
    """Lay out a run for the table."""
    times = "" if ratio is None else f"{ratio:.2f}"
    memories = f"{of.parent / MB:.0f}", f"{of.tree / MB:.0f}"
    return name, f"{size}", f"{of.seconds:.1f}", f"{size / of.seconds:.2f}", times, *memories


if __name__ == "__main__":
    main()
