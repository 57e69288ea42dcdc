"""A hook of the build: with KRMONEY_COMPILE=1 the wheel holds the rooms that read text compiled, by mypyc.

    KRMONEY_COMPILE=1 pip install .

Without it nothing here runs, and the wheel is pure Python. The source is the same. The compiled modules stand beside
it, and Python prefers them.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import chdir
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What runs for every text. The rest of `reading` stays as it is: classes with cached properties or attributes that are
# set by name (`josa`, `lexicon`, `patterns`, `vocabulary`, `reader`) lose by compiling or cannot be compiled, and of
# rows of data (`traps`, `money_nouns`, `rows`, `labels`) the annotations are read; `cells` and `explain` are not hot.
_READING: Final = (
    "amounts anchors currencies elision expressions figures listings modifiers numbers pipeline ranges restatements "
    "short signs source stated_rates surroundings trace whole"
)
MODULES: Final = ("numerals", *(f"reading/{name}" for name in _READING.split()))


class Compile(BuildHookInterface):  # type: ignore[type-arg]  # the configuration of hatchling's builders
    """Adds the compiled modules to the wheel."""

    @property
    def wanted(self) -> bool:
        """Whether the environment asks for it."""
        return os.environ.get("KRMONEY_COMPILE", "") not in {"", "0"}

    def dependencies(self) -> list[str]:
        """Return what the build needs beside hatchling."""
        return ["mypy>=1.13", "setuptools>=75"] if self.wanted else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the wheel is put together; an editable install runs the source."""
        if not self.wanted or version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory(prefix="krmoney-")
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        for built in compiled(Path(self.root, "src"), Path(self._folder.name)):
            build_data["force_include"][str(built)] = str(built.relative_to(self._folder.name))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Throw away what was compiled: the wheel has it."""
        if self.wanted and version != "editable":
            self._folder.cleanup()


def compiled(source: Path, target: Path) -> list[Path]:
    """Compile the modules, and return the files to be imported, in folders of `target` as the modules in `source`."""
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    # mypy sees what it needs and nothing else, whatever else is installed: `nox -s lint` is where types are checked.
    seen = ["--config-file=", "--no-site-packages", "--ignore-missing-imports", "--python-version=3.11"]
    with tempfile.TemporaryDirectory(prefix="krmoney-") as work, chdir(source):
        cache = f"--cache-dir={work}/mypy"
        modules = [f"krmoney/{name}.py" for name in MODULES]
        extensions = mypycify([*seen, cache, *modules], group_name="krmoney", target_dir=work, debug_level="0")
        command = build_ext(Distribution({"name": "krmoney", "ext_modules": extensions}))
        command.build_lib, command.build_temp = str(target), work
        command.ensure_finalized()
        command.run()
    return sorted(path for path in target.rglob("*") if path.is_file())
