"""docs/cli-reference.md is what the program says of itself, in 80 columns.

If this test fails because the command has changed, write the page anew: ``python tests/test_cli_reference.py``.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "cli-reference.md"
GENERATED = re.compile(r"(?<=<!-- generated -->\n).*?(?=<!-- end of generated -->)", re.DOTALL)
COMMANDS = re.compile(r"^    ([a-z]+) ", re.MULTILINE)  # as the list of commands in the program's own help names them


def said(*arguments: str) -> str:
    """Return what ``krmoney … --help`` prints in a terminal of 80 columns."""
    settings = {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "80", "NO_COLOR": "1", "PYTHON_COLORS": "0"}
    command = [sys.executable, "-m", "krmoney", *arguments, "--help"]
    return subprocess.run(command, env=os.environ | settings, check=True, capture_output=True, encoding="utf-8").stdout


def commands() -> list[str]:
    listed = said().partition("\ncommands:\n")[2].partition("\n\n")[0]
    return COMMANDS.findall(listed)


def reference() -> str:
    """Return the generated part of the page."""
    helps = {"krmoney": said()} | {f"krmoney {name}": said(name) for name in commands()}
    return "\n" + "".join(f"## `{title}`\n\n```text\n{text.rstrip()}\n```\n\n" for title, text in helps.items())


def test_the_page_is_what_the_program_says() -> None:
    (generated,) = GENERATED.findall(PAGE.read_text("utf-8"))
    assert words(generated) == words(reference()), "run: python tests/test_cli_reference.py"


def words(page: str) -> list[str]:
    """Split a page; since Python 3.13 argparse names what an option takes once, and so breaks other lines."""
    return re.sub(r"(-[a-z]) [A-Z]+, (?=--)", r"\1, ", page).split()


def test_every_command_is_found() -> None:
    assert {"convert", "extract", "parse"} <= {*commands()}


if __name__ == "__main__":
    PAGE.write_text(GENERATED.sub(lambda _: reference(), PAGE.read_text("utf-8")), "utf-8")
