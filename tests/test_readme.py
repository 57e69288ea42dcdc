"""The shell examples of README.md and docs/*.md print what stands there, character for character.

On a Korean page they print it in a Korean locale.

In a ``console`` block, a line that begins with ``$`` is typed in a terminal of 80 columns, and what follows it, up to
the next ``$``, is what the terminal shows. A page may show a file first: ``Suppose that `a.txt` holds``, then a
``text`` block. Examples that begin with ``>>>`` are doctests, which pytest finds by itself.
"""

import importlib.util
import os
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

import krmoney

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)
HELD = re.compile(r"`(?P<name>[\w.-]+)` holds\n\n```text\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)(?P<path>[^)#]*)(?P<anchor>#[^)]*)?\)")
FILES = {"old.txt": "스무 해 전의 글".encode("cp949")}  # files of which a page tells but which it cannot show

# The command, without rich: whether that is installed must not matter here.
COMMAND = "import sys; sys.modules['rich'] = None; from krmoney.cli import main; sys.exit(main())"


class Example(NamedTuple):
    """A command of a page, and what the page says it prints."""

    page: Path
    line: int
    command: str
    output: str


def examples(page: Path) -> list[Example]:
    text = page.read_text("utf-8")
    found: list[Example] = []
    for block in BLOCK.finditer(text):
        if block["language"] != "console":
            continue
        line = text.count("\n", 0, block.start()) + 2
        assert block["content"].startswith("$ "), f"{page.name}:{line}: a console block begins with a command"
        for piece in re.split(r"^(?=\$ )", block["content"], flags=re.MULTILINE)[1:]:
            command, _, output = piece.removeprefix("$ ").partition("\n")
            found.append(Example(page, line, command, output))
            line += piece.count("\n")
    return found


EXAMPLES = [example for page in PAGES for example in examples(page)]


def shown(command: str, folder: Path, locale: str = "C.UTF-8") -> str:
    """Run a command in a terminal of 80 columns and return what it shows."""
    pty = pytest.importorskip("pty")
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
    tools = folder / "bin"
    tools.mkdir()
    program = tools / "krmoney"
    program.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, "-c", COMMAND])} "$@"\n')
    program.chmod(0o755)
    source = str(ROOT / "src")
    paths = {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": source}
    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    dropped = ("COLUMNS", "LC_", "LANGUAGE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(dropped)} | paths
    environment["LANG"] = locale
    bash = shutil.which("bash") or pytest.skip("the examples are for a Unix shell")
    with subprocess.Popen(
        [bash, "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=inner, stderr=inner
    ):
        os.close(inner)
        pieces = []
        while piece := read(outer):
            pieces.append(piece)
    os.close(outer)
    return b"".join(pieces).decode("utf-8").replace("\r\n", "\n")


def read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:  # how Linux says that nobody writes any more
        return b""


def test_there_are_examples() -> None:
    assert {example.page.name for example in EXAMPLES} >= {"README.md", "cli.md"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.page.name}:{each.line}")
def test_shell_example(example: Example, tmp_path: Path) -> None:
    for held in HELD.finditer(example.page.read_text("utf-8")):
        (tmp_path / held["name"]).write_text(held["content"], "utf-8")
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    locale = "ko_KR.UTF-8" if example.page.name.endswith(".ko.md") else "C.UTF-8"
    assert shown(example.command, tmp_path, locale) == example.output


def test_the_first_command_prints_what_the_readme_shows(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    quick = re.search(r"```bash\n(?P<command>[^\n]*)\n```\n\n[^\n]*\n\n```text\n(?P<output>.*?)```", readme, re.DOTALL)
    assert quick
    *setup, run = quick["command"].split(" && ")
    assert setup == ["python3 -m venv .venv", ".venv/bin/pip install -q ."]
    assert shown(run.removeprefix(".venv/bin/"), tmp_path) == quick["output"]


def test_the_test_command_can_be_found() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (command,) = re.findall(r"^<!-- test-command -->\n```bash\n(.*)\n```$", readme, re.MULTILINE)
    setup = command.removesuffix(" && .venv/bin/python -m pytest")
    assert setup != command
    assert command in (ROOT / "README.ko.md").read_text("utf-8")
    assert setup in (ROOT / "CONTRIBUTING.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.finditer(page.read_text("utf-8")):
        assert not link["path"] or (page.parent / link["path"]).exists(), link[0]


def test_every_public_name_stands_in_the_reference() -> None:
    reference = (ROOT / "docs" / "reference.md").read_text("utf-8")
    named = set(re.findall(r"^\.\. auto(?:function|class|exception|data):: (\w+)(?:\(\))?$", reference, re.MULTILINE))
    assert named == set(krmoney.__all__) - {"__version__", "rates", "tables"}  # modules have sections of their own


def test_a_package_index_shows_links_that_lead_somewhere() -> None:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    source = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Source"]
    shown = build.with_addresses((ROOT / "README.md").read_text("utf-8"), source)
    assert not LINK.search(shown)
    paths = re.findall(rf"{re.escape(source)}/(?:blob|raw)/main/([^)#\"]+)", shown)
    assert {"docs/tutorial.md", "docs/_static/notebook-dark.png", "docs/_static/notebook-light.png"} <= {*paths}
    assert not [path for path in paths if not (ROOT / path).is_file()]


@pytest.mark.parametrize(
    ("page", "section"),
    [
        ("howto-sums.md", "## With pandas"),
        ("howto-web.md", "# Money in a FastAPI service"),
        ("howto-notebook.md", "## From a folder of articles to an answer"),
        ("howto-check.md", "## One article"),
        ("howto-rewrite.md", "# Rewrite the figures of a text"),
        ("tutorial.ko.md", "## 파일에서 답까지"),
    ],
)
def test_from_the_file_to_the_answer_in_ten_lines(page: str, section: str) -> None:
    """The examples themselves are run elsewhere; this counts what a user types, and asks whether the page is found."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    _, _, content = text.partition(f"{section}\n")
    typed = next(
        lines
        for block in BLOCK.finditer(content)
        if (lines := [line for line in block["content"].splitlines() if line.startswith((">>> ", "... ", "$ "))])
    )
    assert 0 < len(typed) <= 10
    assert f"({page}" in (ROOT / "docs" / "index.md").read_text("utf-8").partition("## All pages")[0]


def test_every_page_of_the_docs_is_in_the_contents() -> None:
    docs = ROOT / "docs"
    pages = {*docs.glob("*.md"), *docs.glob("notebooks/*.ipynb")} - {docs / "index.md"}
    contents = re.findall(
        r"^```\{toctree\}\n(.*?)^```$", (docs / "index.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    listed = re.findall(r"^([^:\s]\S*)$", "".join(contents), re.MULTILINE)
    assert sorted(listed) == sorted(path.relative_to(docs).with_suffix("").as_posix() for path in pages)
