"""The rules of the house: which module may import which, what an import loads, what files may hold."""

import ast
import importlib
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "krmoney"

# The rooms, high to low. A module imports from its own room and from those below, wherever the import stands: in a
# function and for type checkers, too. Within a room, modules may know each other, but not in a circle.
ROOMS = (
    "__main__",
    "cli",
    "service",
    "notebook",
    "units",
    "models",
    "sqlalchemy",
    "testing",
    "tables",
    "files",
    "frames",  # files of Parquet are read as columns
    "checking",
    "rates",
    "_present",
    "writing",
    "reading",
    "numerals",
    "values",
    "iso",
    "_extras",
    "language",
    "errors",
    "data",
    "_hooks",
    "_version",
)
RANKS = {room: rank for rank, room in enumerate(reversed(ROOMS))}

# The root hands out the public names, which it imports when they are asked for, and it has rooms to say where they
# are. Nothing imports the root: integrations import the rooms.
ROOT_ROOM = "krmoney"

# What `import krmoney` must leave alone: each is slow to load, and most programs need none of them.
HEAVY = (
    *("pint", "babel", "pydantic", "matplotlib", "rich", "IPython"),
    *("pandas", "polars", "pyarrow", "duckdb", "pyspark", "sqlalchemy"),
    *("fastapi", "uvicorn", "mcp"),
)


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def room_of(module: str) -> str:
    """The room a module is in: its first name within the package."""
    name = module.partition(".")[2].partition(".")[0]
    return name or ROOT_ROOM


def imports(module: str, source: str, *, is_package: bool) -> Iterator[tuple[str, int]]:
    """The modules of krmoney that a source imports, anywhere in it, each with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")
                above = parts[: len(parts) - node.level + is_package]
                base = ".".join([*above, base] if base else above)
            # `from krmoney import values` imports a module, `from krmoney import Money` a name.
            found = [f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base for alias in node.names]
        else:
            continue
        yield from ((name, node.lineno) for name in found if name.split(".")[0] == "krmoney")


def imports_of(module: str) -> Iterator[tuple[str, int]]:
    path = MODULES[module]
    return imports(module, path.read_text("utf-8"), is_package=path.name == "__init__.py")


def may_import(module: str, target: str) -> bool:
    source, wanted = room_of(module), room_of(target)
    if source == ROOT_ROOM:
        return True
    return wanted != ROOT_ROOM and (source == wanted or RANKS[wanted] < RANKS[source])


def test_the_package_is_found() -> None:
    assert MODULES


@pytest.mark.parametrize("module", MODULES)
def test_every_module_is_in_a_room(module: str) -> None:
    room = room_of(module)
    assert room == ROOT_ROOM or room in RANKS, f"{module}: give its room a place in ROOMS of tests/test_house.py"


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module: str) -> None:
    wrong = [
        f"line {line}: {module} imports {target}"
        for target, line in imports_of(module)
        if not may_import(module, target)
    ]
    assert not wrong


def test_no_circle() -> None:
    """Modules can be sorted so that each imports only from those before it; the root alone is left out."""
    graph = {
        module: {target for target, _ in imports_of(module)} - {ROOT_ROOM} for module in MODULES if module != ROOT_ROOM
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' → '.join(reversed(error.args[1]))}")


def test_the_root_hands_out_its_names() -> None:
    """Each public name is found where the root looks for it; `dir` shows these and no other."""
    krmoney = importlib.import_module("krmoney")
    assert dir(krmoney) == sorted(krmoney.__all__)
    assert all(getattr(krmoney, name) is not None for name in krmoney.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = krmoney.nothing


@pytest.mark.parametrize(
    ("module", "source", "expected"),
    [
        ("krmoney.values", "import krmoney", ["krmoney"]),
        ("krmoney.values", "import krmoney.errors as e, re", ["krmoney.errors"]),
        ("krmoney.values", "from krmoney import Money", ["krmoney"]),
        ("krmoney.values", "from .errors import ParseError", ["krmoney.errors"]),
        ("krmoney.values", "from . import errors", ["krmoney.errors"]),
        ("krmoney.values", "def f():\n    from krmoney.errors import ParseError", ["krmoney.errors"]),
        ("krmoney.values", "if TYPE_CHECKING:\n    from .errors import ParseError", ["krmoney.errors"]),
        ("krmoney", "from .errors import ParseError", ["krmoney.errors"]),
        ("krmoney.frames", "from .pandas import read", ["krmoney.frames.pandas"]),
        ("krmoney.frames", "from .. import errors", ["krmoney.errors"]),
        ("krmoney.frames.pandas", "from .. import errors", ["krmoney.errors"]),
        ("krmoney.frames.pandas", "from ..values import Money", ["krmoney.values"]),
        ("krmoney.values", "import krmoneyball", []),
    ],
)
def test_the_reader_of_imports(module: str, source: str, expected: list[str]) -> None:
    is_package = module in {"krmoney", "krmoney.frames"}
    assert [name for name, _ in imports(module, source, is_package=is_package)] == expected


@pytest.mark.parametrize(
    ("module", "target", "allowed"),
    [
        ("krmoney.reading.numbers", "krmoney.numerals", True),
        ("krmoney.reading.numbers", "krmoney.reading.josa", True),
        ("krmoney.numerals", "krmoney.reading.numbers", False),
        ("krmoney.values.money", "krmoney.writing", False),
        ("krmoney.values.money", "krmoney", False),
        ("krmoney.frames.pandas", "krmoney.values", True),
        ("krmoney.frames.pandas", "krmoney", False),
        ("krmoney.frames.pandas", "krmoney.cli", False),
        ("krmoney.cli.tables", "krmoney.frames", True),
        ("krmoney.files.jobs", "krmoney.cli.tables", False),
        ("krmoney.__main__", "krmoney.cli", True),
        ("krmoney.errors", "krmoney.data", True),
        ("krmoney.data", "krmoney.errors", False),
        ("krmoney", "krmoney.reading", True),
    ],
)
def test_the_rule_itself(module: str, target: str, *, allowed: bool) -> None:
    assert may_import(module, target) is allowed


def test_import_is_light() -> None:
    program = f"import krmoney, sys; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_data_files_are_there() -> None:
    assert list(PACKAGE.glob("data/*.toml"))


@pytest.mark.parametrize("path", sorted((PACKAGE / "data").glob("*.toml")), ids=lambda path: path.name)
def test_data_files_are_toml_and_hold_something(path: Path) -> None:
    assert tomllib.loads(path.read_text("utf-8"))


# Each pattern hides a letter in brackets, so that this file does not hold what it forbids.
PRIVATE = re.compile(
    r"""
      (?<![\w.~$}*-]) / (?: [w]ork | [r]oot | [h]ome/\w+ | [U]sers/\w+ ) /   # a folder of one machine
    | [f]ile:///                                                           # another
    | \b [h]ttps?://localhost \b                                            # a server on it
    | [f]iles\.pythonhosted | [p]ypi\.org/simple | [r]egistry\.npmjs        # where packages come from
    """,
    re.VERBOSE,
)


def files_of_the_project() -> list[Path]:
    """The files in git and those that would be added; in an unpacked sdist, all of them."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        paths = [ROOT / os.fsdecode(name) for name in listed.split(b"\0") if name]
    else:
        tools = {".venv", ".nox", ".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache"}
        made = {*tools, "__pycache__", "_build", "build", "dist"}
        paths = [path for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in paths if path.is_file())


def test_no_file_names_a_machine_or_a_registry() -> None:
    paths = files_of_the_project()
    assert Path(__file__).resolve() in paths
    found = []
    for path in paths:
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # not text
        found += [
            f"{path.relative_to(ROOT)}:{number}: {match[0]}"
            for number, line in enumerate(lines, 1)
            if (match := PRIVATE.search(line))
        ]
    assert not found


@pytest.mark.parametrize(
    ("parts", "private"),
    [
        (("see /", "work/main/x"), True),
        (("prefix=/", "root/.cache"), True),
        (('"/', 'home/kim/x"'), True),
        (("--index-url https://pypi.org", "/simple"), True),
        (("http://", "localhost:8080"), True),
        (("pypi.org", "/project/krmoney"), False),
        (("docs/", "work/flow"), False),
        (("https://example.org/", "work/1"), False),
        (("$HOME/", "work/x"), False),
    ],
)
def test_what_counts_as_private(parts: tuple[str, str], *, private: bool) -> None:
    assert bool(PRIVATE.search("".join(parts))) is private
