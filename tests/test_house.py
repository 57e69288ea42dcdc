"""The rules of the house: which module may import which, what an import loads, what files may hold."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "krmoney"

# Low to high. A module imports only from rows above its own: modules in one row do not know each other.
ROWS = (
    ("krmoney.errors", "krmoney._pydantic"),
    ("krmoney.iso", "krmoney._extras"),
    ("krmoney.values",),
    ("krmoney.numerals",),
    ("krmoney.currencies",),
    ("krmoney.formats",),
    ("krmoney.reading.wordlists", "krmoney.reading.source"),
    ("krmoney.reading.josa", "krmoney.reading.surroundings"),
    ("krmoney.reading.figures", "krmoney.reading.anchors"),
    ("krmoney.reading.modifiers",),
    ("krmoney.reading.traps",),
    ("krmoney.reading.elision", "krmoney.reading.restatements", "krmoney.reading.currencies"),
    ("krmoney.reading.signs", "krmoney.reading.stated_rates"),
    ("krmoney.reading.pipeline",),
    ("krmoney.reading.reader",),
    ("krmoney.reading",),
    ("krmoney.units", "krmoney.schema"),
    ("krmoney",),
)
RANKS = {module: rank for rank, row in enumerate(ROWS) for module in row}

# The exception: a value's own methods may reach up, `money.format()` to the formats, and import what they need when
# they are called. These and no others, and never at the top of a module, except for annotations.
REACHES = (
    ("krmoney._pydantic", "krmoney.schema"),
    ("krmoney.values", "krmoney.formats"),
    ("krmoney.values", "krmoney.units"),
    ("krmoney.values", "krmoney.notebook"),
    ("krmoney.cli.figures", "krmoney.frames"),  # Parquet: columns are read as columns
    ("krmoney.cli.documents", "krmoney.notebook"),  # two faces: the command writes the page that the notebook shows
)

# Faces are for people and other libraries; of krmoney they import the public names, and what loads an extra.
FACES = ("krmoney.cli", "krmoney.notebook", "krmoney.frames", "krmoney.testing")

# The version, the loader of data files and the list of flat columns: every module may import them, and they import
# nothing of krmoney.
FREE = ("krmoney._version", "krmoney._data", "krmoney._flat")

# What `import krmoney` must leave alone: each is slow to load, and most programs need none of them.
HEAVY = (
    *("pint", "babel", "pydantic", "matplotlib", "rich", "IPython"),
    *("pandas", "polars", "pyarrow", "duckdb", "pyspark"),
)


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def face_of(module: str) -> str | None:
    return next((face for face in FACES if f"{module}.".startswith(f"{face}.")), None)


def is_face(module: str) -> bool:
    return face_of(module) is not None


def imports(module: str, source: str, *, is_package: bool) -> Iterator[tuple[str, int, bool]]:
    """The modules of krmoney that a source imports, anywhere in it, each with its line.

    The flag says that loading the module does not import it: it stands in a function or is for type checkers only.
    """
    tree = ast.parse(source)
    later = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        or (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
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
        yield from ((name, node.lineno, node in later) for name in found if name.split(".")[0] == "krmoney")


def may_import(module: str, target: str, *, later: bool = False) -> bool:
    if (module, target) in REACHES:
        return later
    if target in FREE:
        return module not in FREE
    if module == "krmoney.__main__":
        return target in {"krmoney", "krmoney.cli"}
    if is_face(module):
        # The parts of a face may share code with each other, not with the rest.
        return face_of(module) == face_of(target) or target in {"krmoney", "krmoney._extras"}
    return RANKS.get(target, sys.maxsize) < RANKS.get(module, -1)


def test_the_package_is_found() -> None:
    assert MODULES


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_a_rank(module: str) -> None:
    known = module in RANKS or module in FREE or is_face(module) or module == "krmoney.__main__"
    assert known, f"{module} has no rank: give it a place in ROWS (or FACES, or FREE) of tests/test_house.py"


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_one_way(module: str) -> None:
    path = MODULES[module]
    wrong = [
        f"line {line}: {module} imports {target}"
        for target, line, later in imports(module, path.read_text("utf-8"), is_package=path.name == "__init__.py")
        if not may_import(module, target, later=later)
    ]
    assert not wrong


@pytest.mark.parametrize(("module", "target"), REACHES)
def test_every_exception_is_needed(module: str, target: str) -> None:
    found = imports(module, MODULES[module].read_text("utf-8"), is_package=False)
    assert target in {name for name, _, _ in found}


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
    assert [name for name, _, _ in imports(module, source, is_package=is_package)] == expected


@pytest.mark.parametrize(
    ("source", "later"),
    [
        ("import krmoney.formats", False),
        ("if True:\n    import krmoney.formats", False),
        ("class A:\n    import krmoney.formats", False),
        ("class A:\n    def f(self):\n        from krmoney.formats import format", True),
        ("async def f():\n    if x:\n        from krmoney import formats", True),
        ("if TYPE_CHECKING:\n    from krmoney.formats import Style", True),
        ("if TYPE_CHECKING:\n    pass\nelse:\n    from krmoney.formats import Style", False),
    ],
)
def test_which_imports_wait(source: str, *, later: bool) -> None:
    assert [found for _, _, found in imports("krmoney.values", source, is_package=False)] == [later]
    assert may_import("krmoney.values", "krmoney.formats", later=later) is later


@pytest.mark.parametrize(
    ("module", "target", "allowed"),
    [
        ("krmoney.reading.figures", "krmoney.numerals", True),
        ("krmoney.numerals", "krmoney.reading.figures", False),
        ("krmoney.reading.traps", "krmoney.reading.currencies", False),
        ("krmoney.reading.pipeline", "krmoney.reading.traps", True),
        ("krmoney.extract", "krmoney", False),
        ("krmoney", "krmoney.cli", False),
        ("krmoney.cli", "krmoney", True),
        ("krmoney.cli", "krmoney.values", False),
        ("krmoney.cli", "krmoney.cli.texts", True),
        ("krmoney.cli.texts", "krmoney.cli.problems", True),
        ("krmoney.cli.texts", "krmoney.values", False),
        ("krmoney.cli.texts", "krmoney.notebook", False),
        ("krmoney.frames.pandas", "krmoney.extract", False),
        ("krmoney.frames.pandas", "krmoney.frames._shared", True),
        ("krmoney.__main__", "krmoney.cli", True),
        ("krmoney.errors", "krmoney._data", True),
        ("krmoney._data", "krmoney.errors", False),
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


@pytest.mark.parametrize("path", sorted((PACKAGE / "data").rglob("*")), ids=lambda path: path.name)
def test_data_files_are_toml_and_hold_something(path: Path) -> None:
    assert path.suffix == ".toml"
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
        made = {".venv", "__pycache__", "_build", ".pytest_cache", ".mypy_cache", ".ruff_cache"}
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
