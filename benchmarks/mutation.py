# ruff: noqa: INP001, T201  # a program that is run by its path, and prints
"""How many small faults in the code the tests notice.

Run it by hand, in an environment that has mutmut beside what the tests need::

    python benchmarks/mutation.py [--sample N] [--seed N] [--again FILE] [--to FILE] [MODULE ...]

mutmut makes the faults, all of a module in one file, where a variable of the environment chooses between them. Its
own runner starts the tests anew for each, which takes seconds before the first of them runs. Here they are collected
once, and each fault gets a fork of that process, which runs the tests until one fails. Nothing in the checkout is
written: it all happens in a copy.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import os
import random
import re
import shutil
import signal
import sys
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
NEEDED = ("src", "tests", "docs", "README.md", "pyproject.toml")  # what the tests read
MODULES = ("reading.numbers", "reading.amounts", "reading.ranges", "reading.modifiers", "writing.styles")
# The tests of these modules, the quickest to fail first.
TESTS = ("expressions", "numerals", "formats", "data", "sentences")
EXAMPLES = 15  # of each law: enough for most faults, and the corpora find the others
SLOWER = 4  # a fault that makes the tests take so many times as long, and GRACE seconds more, hangs
GRACE = 30
LATELY = 12  # tests that killed other mutants of the same function, which are tried first
STATES = ("killed", "timeout", "survived")


class Mutant(NamedTuple):
    """One fault: where it is, and what it changes."""

    module: str
    name: str
    diff: str

    @property
    def function(self) -> str:
        """The function that it changes."""
        return self.name.partition("__mutmut_")[0]


def mutated(module: str, path: Path) -> Iterator[Mutant]:
    """Write all mutants of a module in its place, and yield them."""
    from mutmut.mutation.file_mutation import mutate_file_contents

    made = mutate_file_contents(str(path), path.read_text("utf-8"))
    path.write_text(made.code, "utf-8")
    lines = made.code.split("\n")
    bodies = {
        node.name: lines[node.lineno : node.end_lineno]
        for node in ast.walk(ast.parse(made.code))
        if isinstance(node, ast.FunctionDef)
    }
    for name in made.mutant_names:
        original = bodies[re.sub(r"\d+$", "orig", name)]
        changed = [*difflib.unified_diff(original, bodies[name], lineterm="", n=0)][3:]
        yield Mutant(module, name, "\n".join(line for line in changed if not line.startswith("@@")))


class Runner:
    """A plugin of pytest that runs the collected tests once for each mutant instead of once."""

    def __init__(self, mutants: Sequence[Mutant], to: Path) -> None:
        self.mutants = mutants
        self.to = to
        self.killers: defaultdict[str, list[pytest.Function]] = defaultdict(list)

    @pytest.hookimpl(tryfirst=True)
    def pytest_load_initial_conftests(self) -> None:
        """Make the profile that the tests' conftest.py loads."""
        from hypothesis import settings

        settings.register_profile("mutants", derandomize=True, max_examples=EXAMPLES, deadline=None, database=None)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of pytest's own loop."""
        items = self._ordered(session)
        start = perf_counter()
        red = [item for item in items if self._fails(item)]  # warms the caches, too
        seconds = perf_counter() - start
        items = [item for item in items if item not in red]
        print(f"\n{len(items):,} tests in {seconds:.1f} s; red without a mutant: {[item.nodeid for item in red]}")
        with self.to.open("w", encoding="utf-8") as file:
            for mutant in self.mutants:
                state, by = self._try(mutant, items, int(seconds * SLOWER + GRACE))
                json.dump({**mutant._asdict(), "state": state, "by": by}, file, ensure_ascii=False)
                file.write("\n")
                file.flush()
        return True

    @staticmethod
    def _ordered(session: pytest.Session) -> list[pytest.Function]:
        """Return the tests that need no fixtures, laws last and the rest mixed, so that neighbours differ."""
        items = [
            item
            for item in session.items
            if isinstance(item, pytest.Function) and set(item.fixturenames) <= parameters(item).keys()
        ]
        random.Random(0).shuffle(items)  # noqa: S311  # an order, no secret
        return sorted(items, key=lambda item: (hasattr(item.function, "hypothesis"), TESTS.index(item.path.stem[5:])))

    @staticmethod
    def _fails(item: pytest.Function) -> bool:
        try:
            item.obj(**parameters(item))
        except pytest.skip.Exception:
            return False
        except BaseException:  # noqa: BLE001  # whatever a mutant raises
            return True
        return False

    def _try(self, mutant: Mutant, items: list[pytest.Function], limit: int) -> tuple[str, str]:
        """Run the tests on one mutant, in a process of its own, until one fails."""
        lately = self.killers[mutant.function][-LATELY:]
        ordered = [*reversed(lately), *(item for item in items if item not in lately)]
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            signal.alarm(limit)
            os.environ["MUTANT_UNDER_TEST"] = f"krmoney.{mutant.module}.{mutant.name}"
            forget(mutant.module)
            first = next((at for at, item in enumerate(ordered) if self._fails(item)), -1)
            os.write(writing, str(first).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            answer = pipe.read()
        _, status = os.waitpid(child, 0)
        if not answer:  # it hung, or took the interpreter with it
            hung = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
            return ("timeout" if hung else "killed"), ""
        if int(answer) < 0:
            return "survived", ""
        killer = ordered[int(answer)]
        self.killers[mutant.function] = [*(item for item in lately if item is not killer), killer]
        return "killed", killer.nodeid


def parameters(item: pytest.Function) -> dict[str, Any]:
    """Return the arguments of a parametrized test."""
    return dict(item.callspec.params) if hasattr(item, "callspec") else {}


def forget(module: str) -> None:
    """Empty the caches of a module, which were filled without the mutant."""
    for value in vars(sys.modules[f"krmoney.{module}"]).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def table(results: list[dict[str, str]]) -> Iterator[str]:
    """Yield the lines of the table of scores."""
    yield f"{'module':18}{'mutants':>9}" + "".join(f"{state:>10}" for state in STATES) + f"{'found':>9}"
    for module in (*dict.fromkeys(each["module"] for each in results), "all"):
        counts = Counter(each["state"] for each in results if module in {each["module"], "all"})
        found = 1 - counts["survived"] / counts.total()
        yield f"{module:18}{counts.total():9}" + "".join(f"{counts[state]:10}" for state in STATES) + f"{found:9.1%}"


def main() -> int:
    """Make the mutants, run the tests on a sample of them, and print the scores."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = partial(arguments.add_argument, metavar="N", type=int)
    add("modules", metavar="MODULE", type=str, nargs="*", default=MODULES, help="of krmoney; default: %(default)s")
    add("--sample", help="so many, drawn from all; default: all of them")
    add("--seed", default=2024, help="of the draw; default: %(default)s")
    add("--again", metavar="FILE", type=Path, help="instead of a draw, those that survived in an earlier run")
    add("--to", metavar="FILE", type=Path, default=Path("mutants.jsonl"), help="results; default: %(default)s")
    given = arguments.parse_args()
    to = given.to.resolve()

    with TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in NEEDED:
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, copy / name)
        source = copy / "src" / "krmoney"
        mutants = [
            mutant for module in given.modules for mutant in mutated(module, source / f"{module.replace('.', '/')}.py")
        ]
        print(f"{len(mutants):,} mutants of {', '.join(given.modules)}")
        if given.again:
            old = [json.loads(line) for line in given.again.read_text("utf-8").splitlines()]
            wanted = {(each["module"], each["name"]) for each in old if each["state"] == "survived"}
            mutants = [mutant for mutant in mutants if (mutant.module, mutant.name) in wanted]
        elif given.sample:
            mutants = random.Random(given.seed).sample(mutants, min(given.sample, len(mutants)))  # noqa: S311

        os.chdir(copy)
        sys.path.insert(0, str(copy / "src"))
        os.environ["KRMONEY_HYPOTHESIS_PROFILE"] = "mutants"
        tests = [f"tests/test_{name}.py" for name in TESTS]
        plain = ("-q", "-s", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib")
        code = pytest.main([*plain, *tests], plugins=[Runner(mutants, to)])
        os.chdir(ROOT)

    if code:
        return int(code)
    results = [json.loads(line) for line in to.read_text("utf-8").splitlines()]
    print(*table(results), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
