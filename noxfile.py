"""The tasks of krmoney's developers and of CI.

    nox -l             # lists them
    nox                # runs `fast`
    nox -s all         # what CI does on one Python
    nox -s test -- -k 크로나

They run in the environment that nox is installed in, so that nothing is installed twice. `wheel`, `compiled`,
`lowest` and `newest` have environments of their own, in .nox.
"""

import filecmp
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import nox

nox.needs_version = ">=2024.10.9"
nox.options.default_venv_backend = "none"
nox.options.sessions = ["fast"]

ROOT = Path(__file__).resolve().parent

# What is read, as which value, in a few seconds each.
QUICK = [
    "tests/test_expressions.py",
    "tests/test_numerals.py",
    "tests/test_sentences.py",
    "tests/test_articles.py",
    "tests/test_blind.py",
    "tests/test_planted.py",
    "tests/test_properties.py",
    "tests/test_laws_corpus.py",
]
# All of this runs on every Python, and with the lowest versions of the dependencies.
READING = [*QUICK, "tests/test_laws.py"]
# Against the compiled wheel, too: pickling, readers, words of one's own and explanations are here.
COMPILED = [*READING, "tests/test_explain.py", "tests/test_own_words.py", "tests/test_reader.py", "tests/test_traps.py"]
# What shows soonest that a change broke a reading, a row of data or the house.
FAST = [
    *QUICK,
    "tests/test_traps.py",
    "tests/test_data.py",
    "tests/test_names.py",
    "tests/test_values.py",
    "tests/test_house.py",
]

UNAVAILABLE = 69  # what tools/build-try-it.py ends with where Pyodide cannot be had

LOCKED = ["-q", "--no-deps", "--no-build-isolation"]

# `import krmoney` must not load any of these.
HEAVY = [
    "babel",
    "duckdb",
    "IPython",
    "matplotlib",
    "pandas",
    "pint",
    "polars",
    "pyarrow",
    "pydantic",
    "rich",
    "sqlalchemy",
]


class Gold(NamedTuple):
    """The lowest allowed scores of the reader on a gold file, by the scorer in the same place."""

    name: str
    texts: str
    by: str  # "whole" documents, or "lines", each a document of its own
    types: str
    value: float  # F1
    span: float  # F1
    quote: float  # share
    invented: int  # the most conversions that may be invented


# The gold files, texts and the scorer are next to the checkout; they are not part of the project.
SHARED = Path(os.environ.get("KRMONEY_SHARED", ROOT.parent / "shared"))
GOLD = [
    Gold("seeds", "seeds/*.txt", "whole", "money,percent", value=1.0, span=1.0, quote=1.0, invented=0),
    Gold("news", "corpus/news.txt", "lines", "money", value=1.0, span=1.0, quote=1.0, invented=0),
    Gold("sentences", "corpus/sentences.txt", "lines", "money,percent", value=1.0, span=1.0, quote=1.0, invented=0),
    Gold("pages", "corpus/pages.txt", "lines", "money,percent", value=0.99, span=0.99, quote=0.97, invented=0),
    Gold("everyday", "corpus/everyday.txt", "lines", "money,percent", value=0.99, span=0.99, quote=1.0, invented=0),
]


def python(session: nox.Session, *args: str, **options: str) -> None:
    """Run a module of the environment that nox runs in, wherever that is."""
    session.run(sys.executable, *args, env=options, external=True)


def pytest(session: nox.Session, *args: str, **options: str) -> None:
    """Run tests there."""
    python(session, "-m", "pytest", *args, *session.posargs, **options)


@nox.session
def fast(session: nox.Session) -> None:
    """Tests of reading and of the house, with few examples and without very long texts: half a minute at most."""
    # No plugin of pytest is needed here, and loading them takes seconds.
    plain = ["-o", "addopts=--strict-markers --import-mode=importlib", "-m", "not long", "-k", "not every_currency"]
    pytest(session, "-q", *plain, *FAST, KRMONEY_HYPOTHESIS_PROFILE="fast", PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")


@nox.session
def reading(session: nox.Session) -> None:
    """Tests of reading, with all examples."""
    pytest(session, "-q", *READING)


@nox.session
def test(session: nox.Session) -> None:
    """All tests but those of PySpark, Dask and Ray, which are skipped where these are not installed."""
    pytest(session)


@nox.session
def clusters(session: nox.Session) -> None:
    """Install PySpark, Dask and Ray, and run their tests."""
    install = ["-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--require-hashes"]
    python(session, *install, "-r", "constraints-clusters.txt")
    python(session, "-m", "pip", "check")
    pytest(session, "-q", "tests/test_clusters.py")


@nox.session
def lint(session: nox.Session) -> None:
    """Lint, format and types."""
    python(session, "-m", "ruff", "check", ".")
    python(session, "-m", "ruff", "format", "--check", ".")
    python(session, "-m", "mypy", "src", "tests/typing", "noxfile.py", "hatch_build.py", "hatch_compile.py")
    pyright = ["-m", "pyright", "--pythonpath", sys.executable, "tests/typing"]
    python(session, *pyright, PYRIGHT_PYTHON_IGNORE_WARNINGS="1")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation, where a warning is an error."""
    python(session, "-m", "sphinx", "-W", "--keep-going", "-q", "-E", "-b", "html", "docs", "docs/_build/html")
    session.log("docs/_build/html/index.html")


@nox.session
def try_it(session: nox.Session) -> None:
    """Build the try-it page, on which krmoney runs in a browser, and test it in Chromium."""
    page, again = ROOT / "docs/_build/html/krmoney.html", Path(session.create_tmp()) / "krmoney.html"
    for path in (page, again):
        command = [sys.executable, "tools/build-try-it.py", "-o", str(path)]
        run = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603  # nox tells no exit status
        if run.returncode == UNAVAILABLE:
            session.skip("Pyodide cannot be had: npm, its registry or node is not there")
        if run.returncode:
            session.error("the page was not built")
    if page.read_bytes() != again.read_bytes():
        session.error("the page is not the same when it is built again")
    pytest(session, "-q", "tests/test_try_it.py", KRMONEY_TRY_IT=str(page))


@nox.session(venv_backend="venv")
def wheel(session: nox.Session) -> None:
    """Build sdist and wheel, and try the wheel like a user: without extras, outside the checkout."""
    outside = session.create_tmp()
    python(session, "-m", "hatchling", "build", "--clean", "-d", outside)
    (built,) = Path(outside).glob("krmoney-*.whl")
    archive = zipfile.ZipFile(built)
    inside = set(archive.namelist())
    source = {path.relative_to("src").as_posix() for path in Path("src").rglob("*") if path.is_file()}
    if missing := {name for name in source - inside if "__pycache__" not in name}:
        session.error(f"not in the wheel: {', '.join(sorted(missing))}")
    (metadata,) = (name for name in inside if name.endswith(".dist-info/METADATA"))
    if relative := re.findall(
        r"\]\((?!https?:|#)[^)]*|src(?:set)?=\"(?!https?:)[^\"]*", archive.read(metadata).decode()
    ):
        session.error(f"the readme of the wheel leads nowhere: {', '.join(relative)}")
    session.install(str(built))
    with session.chdir(outside):
        session.run("krmoney", "--version")
        session.run("krmoney", "convert", "337억 크로나(약 4조 4000억원)")
        session.run("krmoney", "--lang", "ko", "convert", "조금", success_codes=[1])
        code = f"import sys, krmoney; print(krmoney.__file__, *(set(sys.modules) & set({HEAVY!r})))"
        where, *loaded = str(session.run("python", "-c", code, silent=True)).split()
    if Path(where).is_relative_to(ROOT / "src"):
        session.error(f"this is not the wheel: {where}")
    if loaded:
        session.error(f"import krmoney loads {', '.join(loaded)}")


@nox.session(venv_backend="venv")
def compiled(session: nox.Session) -> None:
    """Build the compiled wheel, run the reading tests against it, and compare its results with those of the source."""
    if not (shutil.which("gcc") or shutil.which("cc") or os.environ.get("KRMONEY_REQUIRE_COMPILER")):
        session.skip("there is no C compiler")
    outside = Path(session.create_tmp())
    for old in outside.glob("krmoney-*.whl"):
        old.unlink()
    python(session, "-m", "hatchling", "build", "-t", "wheel", "-d", str(outside), KRMONEY_COMPILE="1")
    (built,) = outside.glob("krmoney-*.whl")
    if built.name.endswith("-none-any.whl"):
        session.error(f"nothing in it is compiled: {built.name}")
    session.install("-q", "--no-deps", "--force-reinstall", str(built))
    apart(session, *LOCKED, "--require-hashes", "-r", "constraints-lowest.txt", tests=COMPILED, success=[0])
    session.run("krmoney", "--version")
    found = [outside / "compiled.jsonl", outside / "pure.jsonl"]
    for rows, of in zip(found, ["python", sys.executable], strict=True):
        with rows.open("w", encoding="utf-8") as file:
            session.run(of, "tools/rows.py", external=True, stdout=file, stderr=None)
    if not filecmp.cmp(found[0], found[1], shallow=False):
        session.error(f"compiled, krmoney reads otherwise: compare {found[0]} and {found[1]}")


@nox.session
def scores(session: nox.Session) -> None:
    """Score the reader against the gold files, if they are next to the checkout."""
    if not (SHARED / "gold").is_dir():
        session.skip(f"{SHARED}/gold is not there (KRMONEY_SHARED says where it is)")
    found = Path(session.create_tmp()) / "found.jsonl"
    for gold in GOLD:
        lines, show = (["--lines"], []) if gold.by == "lines" else ([], ["--show"])
        texts = sorted(map(str, SHARED.glob(gold.texts)))
        with found.open("w", encoding="utf-8") as file:
            extract = ["-m", "krmoney", "extract", *lines, "--format", "jsonl", *texts]
            session.run(sys.executable, *extract, external=True, log=False, stdout=file)
        score = [str(SHARED / "tools" / "score.py"), str(SHARED / "gold" / f"{gold.name}.jsonl"), str(found)]
        least = [f"--min-{name}={getattr(gold, name)}" for name in ("value", "span", "quote")]
        options = ["--types", gold.types, *show, *least]
        report = str(session.run(sys.executable, *score, *options, external=True, silent=True))
        session.log(report)
        invented = re.search(r"invented (\d+)$", report.strip())
        if not invented or int(invented[1]) > gold.invented:
            session.error(f"{gold.name}: at most {gold.invented} conversions may be invented")


def apart(session: nox.Session, *requirements: str, tests: Sequence[str] = READING, success: list[int]) -> None:
    """Run the tests of reading in an environment of the session, where little else is installed."""
    session.install("-q", *requirements)
    session.run("python", "-m", "pip", "list", "--format=freeze", log=False)
    options = ["-q", "-o", "addopts=--import-mode=importlib"]  # the rest is for plugins that are not installed
    session.run("python", "-m", "pytest", *options, *tests, *session.posargs, success_codes=success)


@nox.session(venv_backend="venv")
def lowest(session: nox.Session) -> None:
    """Tests of reading, with the lowest versions of the dependencies that pyproject.toml allows."""
    session.install(*LOCKED, "--require-hashes", "-r", "constraints-build.txt")
    session.install(*LOCKED, "-e", ".")
    apart(session, *LOCKED, "--require-hashes", "-r", "constraints-lowest.txt", success=[0])


@nox.session(venv_backend="venv")
def newest(session: nox.Session) -> None:
    """Tests of reading, with the newest versions of the dependencies: reports failures, and does not fail."""
    group = nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), "reading")
    apart(session, "-e", ".", *group, success=[0, 1, 2])


@nox.session(name="all", default=False)
def everything(session: nox.Session) -> None:
    """Everything that CI does on one Python."""
    for each in ("lint", "docs", "test", "wheel", "compiled", "scores", "try_it", "lowest"):
        session.notify(each)
